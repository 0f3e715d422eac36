"""评选规则.xlsx → Rules, or every finding at its cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.basics.cell_values import number, shown
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.hidden_cells import report_hidden
from fuwuyue_xlsx.reading.open_workbook import Unopened, open_book
from fuwuyue_xlsx.reading.unused_cells import report_annotations, report_struck, report_unused_cells, report_written_twice
from fuwuyue_xlsx.rulebook.component_rows import Countable, countable, scope_of
from fuwuyue_xlsx.rulebook.condition_groups import groups_of
from fuwuyue_xlsx.rulebook.condition_rows import LEVELS
from fuwuyue_xlsx.rulebook.contradictions import CONTRADICTIONS
from fuwuyue_xlsx.rulebook.exclusion_rows import exclusions_of
from fuwuyue_xlsx.rulebook.expected_rows import expected_of
from fuwuyue_xlsx.rulebook.incident_type_rows import types_of
from fuwuyue_xlsx.rulebook.own_check_rows import own_checks_of
from fuwuyue_xlsx.rulebook.own_word_rows import own_words_of
from fuwuyue_xlsx.rulebook.quota_words import FIXED_WORDS, SHARE_WORDS, share_in_words
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows, names_of_own_checks, read_rows
from fuwuyue_xlsx.rulebook.settings import doubts, left_blank, period_outside, read_campaign, read_policies
from fuwuyue_xlsx.rulebook.share_rows import shares_of
from fuwuyue_xlsx.rulebook.short_names import short_names_of
from fuwuyue_xlsx.rulebook.survey_mapping import faults_of_words, mapping_of, words_of
from fuwuyue_xlsx.rulebook.trial_rows import trials_of
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.model import (
    NO_PRIZE,
    YES,
    Award,
    Component,
    Condition,
    ConditionKind,
    Criterion,
    QuotaKind,
    QuotaScope,
    Rules,
    Source,
    Team,
)
from fuwuyue_xlsx.schema.number_kinds import Number, Percent
from fuwuyue_xlsx.schema.rules_workbook import ALLOCATION, RULES_FILE, rulebook
from fuwuyue_xlsx.schema.trial_sheet import TRIALS


def read_rules_file(path: Path) -> tuple[Rules | None, list[Finding]]:
    """The rules in a file. None when they cannot be used; then the findings hold every error."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [finding("no-rules", Place(RULES_FILE))]
    except OSError:
        return None, [finding("file-unreadable", Place(RULES_FILE))]
    return read_rules(data)


def read_rules(data: bytes) -> tuple[Rules | None, list[Finding]]:
    """The rules in a workbook's bytes, as `read_rules_file`."""
    opened = open_book(data)
    if isinstance(opened, Unopened):
        return None, [finding("rules-unreadable", Place(RULES_FILE), why=opened.why.message)]
    rows, findings = read_rows(opened)
    book = rulebook(names_of_own_checks(opened))
    findings += report_unused_cells(opened, book, RULES_FILE) + report_annotations(opened, RULES_FILE) + report_written_twice(opened, RULES_FILE)
    findings += [finding.as_warning() for finding in report_struck(opened, RULES_FILE)] + report_hidden(opened, RULES_FILE)
    findings = [finding for finding in findings if not left_blank(finding, rows)]
    campaign, about_campaign = read_campaign(rows)
    policies, about_policies = read_policies(rows, campaign)
    awards, about_awards = _awards(rows)
    findings += [*about_campaign, *about_policies, *about_awards, *period_outside(campaign, policies, rows)]
    findings += [finding for check in CONTRADICTIONS for finding in check(rows)]
    findings += faults_of_words(rows, policies) if policies is not None else []
    findings = [finding.as_warning() if finding.place.sheet == TRIALS else finding for finding in findings]
    if any(finding.blocks for finding in findings):
        return None, list(dict.fromkeys(findings))
    assert campaign is not None
    assert policies is not None
    rules = _build(rows, campaign, policies, awards)
    trials, about_trials = trials_of(rows, rules)
    return replace(rules, trials=trials), [*findings, *doubts(campaign, rows), *about_trials]


def _awards(rows: RuleRows) -> tuple[tuple[Award, ...], list[Finding]]:
    awards, findings = [], []
    for row in rows["奖项"]:
        quota, about_quota = _quota(row)
        prize, about_prize = _prize(row)
        findings += [*about_quota, *about_prize]
        if row["奖项"] and row["级别"] and row["名额方式"]:
            awards.append(_award(rows, row, quota, prize))
    return tuple(awards), findings


def _quota(row: Row) -> tuple[Decimal | None, list[Finding]]:
    """Seats, or percent of staff. None, with a finding, for what cannot be read; what is missing is found among the contradictions."""
    raw = row["名额"]
    if raw is None:
        return None, []
    kind = QuotaKind(row["名额方式"]) if row["名额方式"] else None
    if kind is QuotaKind.LISTED:
        return None, [finding("rule-quota-elsewhere", row.place("名额"), award=row["奖项"], value=raw)]
    written = share_in_words(raw) if kind and kind.percent else None
    raw = raw if written is None else written
    plain_number = number(raw, ("个", "名", "人", "%"))
    if plain_number is not None and plain_number < 0:
        return None, [finding("rule-negative-quota", row.place("名额"), award=row["奖项"], value=raw)]
    if kind and kind.percent:
        reading = Percent(sample="10%").read(raw)
        words = SHARE_WORDS
    else:
        reading = Number(Decimal(0), whole=True, units=("个", "名", "人"), sample="7").read(raw)
        words = FIXED_WORDS
    if reading.value is None:
        return None, [_quota_finding(row, reading.findings[0], words)]
    return Decimal(reading.value), []


def _quota_finding(row: Row, about_value: Finding, words: str) -> Finding:
    """A finding about a number or percent, reworded for the quota that it was typed as."""
    if about_value.code == "fraction-as-percent":
        return about_value.at(row.place("名额"), title="名额")
    return finding("rule-quota", row.place("名额"), award=row["奖项"], value=about_value.details["value"], words=words)


def _prize(row: Row) -> tuple[int | None, list[Finding]]:
    raw = row["奖金(元)"]
    if raw is None:
        return None, []
    value = Decimal(0) if key(shown(raw)) == NO_PRIZE else number(raw, ("元",))
    if value is None or value < 0 or value != value.to_integral_value():
        return None, [finding("rule-prize", row.place("奖金(元)"), award=row["奖项"], value=raw)]
    return int(value), []


def _award(rows: RuleRows, row: Row, quota: Decimal | None, prize: int | None) -> Award:
    name, departments, named = row["奖项"], _canonical(rows, "班组划分", "科室"), countable(rows)
    return Award(
        name=name,
        level=LEVELS[row["级别"]],
        quota_kind=QuotaKind(row["名额方式"]),
        quota=quota,
        prize=prize,
        enabled=row["启用"] == YES,
        basis=row["依据"] or "",
        note=row["说明"] or "",
        components=tuple(_component(part, named) for part in rows.award_rows("评分构成", name) if _whole(part, "分项", "数据来源")),
        conditions=_conditions(rows, name),
        criteria=tuple(_criterion(part, "要点") for part in rows.award_rows("评审要点", name) if _whole(part, "要点", "满分")),
        scope=QuotaScope(row["名额范围"]) if row["名额范围"] else None,
        listed={departments[part.key("科室")]: part["名额"] for part in rows.award_rows(ALLOCATION, name)
                if _whole(part, "名额") and part.key("科室") in departments},
        group=row["奖项组"] or "",
        most_each=row["每科室至多"],
        fewest_each=row["每科室至少"],
        shares=shares_of(row),
    )


def _whole(row: Row, *titles: str) -> bool:
    return all(row[title] is not None for title in titles)


def _component(row: Row, named: Countable) -> Component:
    source = Source(row["数据来源"])
    limit = row["上限"] if source is Source.ADJUSTMENT else None
    return Component(row["分项"], row["权重"] or Decimal(0), source, scope_of(row, named), limit)


def _conditions(rows: RuleRows, award: str) -> tuple[Condition, ...]:
    read = [part for part in rows.award_rows("评选条件", award) if _whole(part, "序号", "类型", "核查项")]
    groups = groups_of(read)
    return tuple(Condition(row["序号"], row["条件"] or "", ConditionKind(row["类型"]), row["核查项"], row["阈值"], row["依据"] or "",
                           groups.get(row.key("组合").casefold())) for row in read)


def _criterion(row: Row, title: str) -> Criterion:
    return Criterion(row[title], row["满分"])


def _canonical(rows: RuleRows, sheet: str, column: str) -> dict[str, str]:
    """Key → the name as the sheet that declares it writes it first."""
    names: dict[str, str] = {}
    for row in rows[sheet]:
        names.setdefault(row.key(column), row[column])
    return names


def _build(rows: RuleRows, campaign: Campaign, policies: Any, awards: tuple[Award, ...]) -> Rules:
    """The rules from rows without error; every name as it is first written."""
    departments = _canonical(rows, "班组划分", "科室")
    lines = _canonical(rows, "检查标准", "业务类型")
    questions = _canonical(rows, "测评题目", "题目")
    teams = tuple(
        Team(departments[entry.key("科室")], entry["班组"], lines[entry.key("业务类型")], entry["备注"] or "") for entry in rows["班组划分"]
    )
    by_key = {(key(team.department), key(team.name)): team.name for team in teams}
    checklists: dict[str, tuple[Criterion, ...]] = {}
    for row in rows["检查标准"]:
        line = lines[row.key("业务类型")]
        checklists[line] = (*checklists.get(line, ()), _criterion(row, "检查项目"))
    mapping = mapping_of(rows, departments, by_key, questions)
    series = tuple((entry["序号"], entry["活动系列"]) for entry in rows["活动系列"])
    return Rules(
        campaign, tuple(departments.values()), teams, awards, checklists, tuple(questions.values()), series, mapping, policies,
        expected_of(rows, tuple(departments.values()), awards), short_names_of(rows, (*departments.values(), *by_key.values())),
        words_of(rows, policies, questions), exclusions_of(rows, tuple(departments.values()), teams, [award.name for award in awards]),
        types_of(rows),
        own_words_of(rows, lines),
        own_checks_of(rows),
    )
