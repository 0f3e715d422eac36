"""A sheet an award: everyone nominated in order, then 未推荐, each with figures, status and reason."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.model import AwardResult, Standing, Status
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.page import Column, Page
from fuwuyue_xlsx.rules.model import Level

_TINT = {Status.WINNER: "good", Status.VETOED: "bad", Status.TIED: "open", Status.PENDING: "open", Status.UNSCORED: "open",
         Status.NOT_NOMINATED: "quiet"}
_NAMES = {Level.DEPARTMENT: (), Level.TEAM: (Column("班组", 34),), Level.PERSON: (Column("姓名", 12), Column("班组", 30)),
          Level.POST: (Column("岗位名称", 20), Column("班组", 30))}


def points_format(decimals: int) -> str:
    """The number format of scores with so many decimals."""
    return "0" + ("." + "0" * decimals if decimals else "")


def write_award(workbook: Workbook, formats: Formats, outcome: Outcome, result: AwardResult, title: str) -> None:
    """One award's list."""
    award = result.award
    points = points_format(outcome.rules.policies.decimals)
    columns = [
        Column("排名", 7, "center"),
        *_NAMES[award.level],
        Column("科室", 14),
        *(Column(f"{part.name}\n{part.weight:f}%", 12, "center", points) for part in award.components),
        *((Column("综合得分", 11, "center", points),) if award.scored else ()),
        Column("状态", 12, "center"),
        Column("原因", 58),
        Column("奖金(元)", 10, "center", "#,##0"),
        *((Column("与入围线差", 12, "center", f"+{points};-{points};{points}"), Column("锁定情况", 16, "center")) if award.scored else ()),
    ]
    page = Page(workbook, formats, title, [column.width for column in columns])
    page.heading(award.name)
    page.line(_summary(result))
    standings = result.standings
    if award.level is Level.PERSON:
        order = {department: number for number, department in enumerate(outcome.rules.departments)}
        standings = tuple(sorted(standings, key=lambda s: order[s.candidate.department]))
    page.table(columns, [_row(result, s) for s in standings], [_TINT.get(s.status, "") for s in standings], main=True,
               nothing="没有候选")


def _summary(result: AwardResult) -> str:
    award = result.award
    if not award.enabled:
        return f"本次没有启用。{award.note}"
    if isinstance(result.quota, dict):
        seats = "，".join(f"{d} {'待定' if n is None else n}" for d, n in result.quota.items())
        quota = f"名额（人）：{seats}"
    else:
        quota = f"名额 {result.quota} 个"
    empty = f"；空缺 {result.empty_seats} 个" if result.empty_seats else ""
    return f"{quota}{empty}；每个奖金 {award.prize:,} 元。依据：{award.basis or '—'}"


def _row(result: AwardResult, standing: Standing) -> list[object]:
    who = standing.candidate
    names: list[object] = []
    if who.level is Level.TEAM:
        names = [who.team]
    elif who.level is not Level.DEPARTMENT:
        names = [who.name, who.team or "班组外"]
    prize: object = None
    if standing.status is Status.WINNER:
        prize = result.award.prize
    elif standing.status in (Status.TIED, Status.PENDING):
        prize = "待定"
    score = [standing.score] if result.award.scored else []
    fate: list[object] = []
    if result.award.scored:
        margin = standing.margin.points if standing.margin else None
        fate = [margin, Certainty(standing.certainty).label if standing.certainty else None]
    return [standing.rank, *names, who.department, *standing.components.values(), *score, standing.status.label,
            "；".join(standing.reasons), prize, *fate]
