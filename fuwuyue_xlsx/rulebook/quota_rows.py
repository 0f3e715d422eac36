"""How the seats of an award are given: kinds and scopes that its level cannot have, and the sheet 名额分配."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import YES, Level, QuotaKind, QuotaScope
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import ALLOCATION

_DEPARTMENT, _TEAM, _PERSON, _POST = (level.label for level in (Level.DEPARTMENT, Level.TEAM, Level.PERSON, Level.POST))
# kind → the levels that can have it
_LEVELS = {QuotaKind.FIXED: (_DEPARTMENT, _TEAM, _PERSON, _POST), QuotaKind.RATIO: (_PERSON,), QuotaKind.UNITS: (_DEPARTMENT, _TEAM),
           QuotaKind.LISTED: (_TEAM, _PERSON, _POST)}


def quota_kinds(rows: RuleRows) -> Iterator[Finding]:
    """A kind of quota that the award's level cannot have."""
    for row in rows["奖项"]:
        kind, level = row["名额方式"], row["级别"]
        if kind and level and level not in _LEVELS[QuotaKind(kind)]:
            others = "、".join(f"“{other.value}”" for other, levels in _LEVELS.items() if level in levels)
            yield finding("rule-quota-kind", row.place("名额方式"), award=row["奖项"], level=level, kind=kind, others=others)


def scopes(rows: RuleRows) -> Iterator[Finding]:
    """名额范围: missing where both readings are common, or one that the award's level or kind of quota cannot have."""
    for row in rows["奖项"]:
        name, scope, level, kind = row["奖项"], row["名额范围"], row["级别"], row["名额方式"]
        if level == _PERSON and kind == QuotaKind.FIXED and scope is None and row["启用"] == YES and "名额范围" not in row.unreadable:
            yield finding("rule-scope-missing", row.place("名额范围"), award=name)
        if level == _PERSON and scope == QuotaScope.ALL and not rows.award_rows("评分构成", name or ""):
            yield finding("rule-scope-of-persons", row.place("名额范围"), award=name)
        elif kind == QuotaKind.RATIO and scope == QuotaScope.ALL:
            yield finding("rule-scope-of-staff", row.place("名额范围"), award=name)
        elif kind == QuotaKind.LISTED and scope == QuotaScope.ALL:
            yield finding("rule-scope-listed", row.place("名额范围"), award=name)
        if level == _DEPARTMENT and scope == QuotaScope.EACH:
            yield finding("rule-scope-level", row.place("名额范围"), award=name, level=level)


def allocation(rows: RuleRows) -> Iterator[Finding]:
    """名额分配: names that nothing has, awards whose quota is given otherwise; awards without rows, departments without seats."""
    awards = {row.key("奖项"): row for row in rows["奖项"] if row["奖项"]}
    departments = list(dict.fromkeys(row["科室"] for row in rows["班组划分"] if row["科室"]))
    for row in rows[ALLOCATION]:
        yield from _known(row, "奖项", [award["奖项"] for award in awards.values()])
        yield from _known(row, "科室", departments)
        award = awards.get(row.key("奖项"))
        if award is not None and award["名额方式"] not in (None, QuotaKind.LISTED):
            yield finding("rule-allocation-unused", row.place("奖项"), award=row["奖项"], kind=award["名额方式"])
    for award in awards.values():
        if award["名额方式"] == QuotaKind.LISTED and award["启用"] == YES:
            yield from _unlisted(award, rows.award_rows(ALLOCATION, award["奖项"]), departments)


def _unlisted(award: Row, listed: list[Row], departments: list[str]) -> Iterator[Finding]:
    if not listed:
        yield finding("rule-allocation-missing", award.place("名额方式"), award=award["奖项"])
        return
    named = {row.key("科室") for row in listed}
    if missing := [name for name in departments if key(name) not in named]:
        yield finding("rule-allocation-none", listed[0].place("科室"), award=award["奖项"], departments="、".join(missing))


def _known(row: Row, column: str, names: list[str]) -> Iterator[Finding]:
    value = row[column]
    if value is not None and key(value) not in {key(name) for name in names}:
        yield finding("unknown-name", row.place(column), title=column, value=value, suggestion=offered(value, names))
