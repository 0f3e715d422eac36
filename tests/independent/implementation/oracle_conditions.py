"""Hard conditions and their evidence — campaign.md, Conditions; evaluation.md, Components."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .layout import CHOICES, WHOLE_DEPARTMENT
from .model import (
    HARD,
    INSPECTION,
    SURVEY,
    Award,
    Campaign,
    Component,
    Condition,
    Row,
    Submission,
)
from .oracle_candidates import Candidate
from .oracle_components import component_value, components, composite
from .oracle_own_checks import own_evidence

CHECK_SOURCES = {"满意度": SURVEY, "监督检查": INSPECTION}


def unmet(campaign: Campaign, award: Award, candidate: Candidate) -> list[int]:
    """Unmet hard conditions are named for every nominated candidate; the veto is not among them."""
    if not candidate.nominated:
        return []
    failed = [one for one in award.conditions if one.kind == HARD and not _met(campaign, award, one, candidate)]
    return [one.number for one in failed if not _others_are_enough(award, one, failed)]


def _others_are_enough(award: Award, condition: Condition, failed: list[Condition]) -> bool:
    """Conditions of one letter are one: at least so many of them, as the first row says."""
    group = [one for one in award.conditions if one.group is not None and one.group == condition.group]
    return bool(group) and sum(one not in failed for one in group) >= (group[0].at_least or 0)


def _met(campaign: Campaign, award: Award, condition: Condition, candidate: Candidate) -> bool:
    assert condition.threshold is not None, "a hard condition has a threshold"
    threshold = Fraction(condition.threshold)
    if condition.check == "综合得分":
        reached = composite(campaign, award, components(campaign, award, candidate))
        return reached is None or reached >= threshold
    if condition.check in CHECK_SOURCES:
        value = _as_component(campaign, award, CHECK_SOURCES[condition.check], candidate)
        return value is not None and value >= threshold
    submission = campaign.submission(candidate.department)
    assert submission is not None, "somebody nominated comes from a department that submitted"
    if condition.check == "方案完成系列数" and not _plan_in_time(campaign, submission):
        return False
    own = next((one for one in campaign.rules.own_checks if one.name == condition.check), None)
    if own is not None:
        return own_evidence(own, submission, candidate) >= threshold
    return evidence(condition.check, submission, candidate) >= threshold


def _as_component(
    campaign: Campaign, award: Award, source: str, candidate: Candidate
) -> Fraction | None:
    """满意度 and 监督检查 ask: component ≥ threshold (missing is unmet)."""
    part = Component(source, Decimal(0), source)
    return component_value(campaign, award, part, candidate)


def _plan_in_time(campaign: Campaign, submission: Submission) -> bool:
    """Under 取消资格 a late or undated plan makes condition 1 of 优秀组织奖 unmet."""
    if campaign.rules.policies.lateness != "取消资格":
        return True
    handed_in = submission.info["方案报送日期"]
    return handed_in is not None and handed_in <= campaign.rules.calendar.plan_due


def material_is_late(campaign: Campaign, department: str) -> bool:
    """Under 取消资格 late material makes every candidate ineligible; a missing time does not.

    Deadlines include the moment named.
    """
    submission = campaign.submission(department)
    if campaign.rules.policies.lateness != "取消资格" or submission is None:
        return False
    handed_in = submission.info["材料报送时间"]
    return handed_in is not None and handed_in > campaign.rules.calendar.material_due


def evidence(check: str, submission: Submission, candidate: Candidate) -> int:
    """Evidence is counted over rows whose counted cells are filled and readable."""
    tables = submission.tables
    if check == "方案完成系列数":
        return sum(1 for row in submission.plan if _series_done(row))
    if check == "比赛工种数":
        return len(_distinct(tables["技能比赛"], "工种"))
    if check == "培训形式数":
        return len(_distinct(tables["技能培训"], "培训形式") & set(CHOICES["培训形式"]))
    if check == "培训层次数":
        return len(_distinct(tables["技能培训"], "培训层次") & set(CHOICES["培训层次"]))
    if check == "宣传形式数":
        return len(_distinct(tables["宣传报道"], "宣传形式") & set(CHOICES["宣传形式"]))
    if check == "特色服务数":
        return sum(1 for row in tables["特色服务"] if row["项目名称"])
    if check == "合理化建议数":
        return sum(1 for row in tables["合理化建议"] if row["班组"] == candidate.team)
    if check == "比赛培训次数":
        rows = tables["技能比赛"] + tables["技能培训"]
        return sum(1 for row in rows if _names_team(row, submission, candidate.team))
    raise ValueError(check)


def _series_done(row: Row) -> bool:
    """Series with 计划内容 and 已完成."""
    return row["计划内容"] is not None and row["完成情况"] == "已完成"


def _distinct(rows: list[Row], column: str) -> set[object]:
    return {row[column] for row in rows if row[column] is not None}


def _names_team(row: Row, submission: Submission, team: str | None) -> bool:
    """全科室 names every team; a cell with a name that fits nothing is unreadable."""
    named = row["参与班组"]
    if not named:
        return False
    known = {entry["班组"] for entry in submission.teams}
    return named == [WHOLE_DEPARTMENT] or (set(named) <= known and team in named)
