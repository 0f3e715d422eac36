"""评委名单, 检查计划 and 检查组 of the rules: each fault at its cell, and what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.model import Award, Source
from fuwuyue_xlsx.rules.tiers import points_award
from fuwuyue_xlsx.schema.field_kinds import NAME_MARKS, TEAM_MARKS, offered
from fuwuyue_xlsx.schema.name_kinds import cuts
from fuwuyue_xlsx.schema.rules_workbook import INSPECTORS, REVIEWERS, VISIT_PLAN

_EVERY_DEPARTMENT = "每个科室"


def faults_of_expected(rows: RuleRows) -> Iterator[Finding]:
    """Names that nothing has, people and departments that stand twice, several people in one cell, awards without a panel review."""
    departments = [row["科室"] for row in rows["班组划分"] if row["科室"]]
    for row in rows[REVIEWERS]:
        yield from _unknown(row, "所属科室", departments)
        yield from _faults_of_awards(row, rows)
    for row in rows[VISIT_PLAN]:
        yield from _unknown(row, "科室", departments)
    yield from _planned_twice(rows[VISIT_PLAN])
    for sheet, title in ((REVIEWERS, "评委"), (INSPECTORS, "检查人")):
        yield from _people(rows[sheet], title)


def _unknown(row: Row, title: str, known: Sequence[str]) -> Iterator[Finding]:
    value = row[title]
    if value is not None and key(value) not in {key(name) for name in known}:
        yield finding("unknown-name", row.place(title), title=title, value=value, suggestion=offered(value, known))


def _people(rows: Sequence[Row], title: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in rows:
        name = row[title]
        if name is None:
            continue
        if any(separator in name for separator in NAME_MARKS):
            yield finding("several-persons", row.place(title), title=title, value=name)
        if key(name) in seen:
            yield finding("rule-twice", row.place(title), name=name)
        seen.add(key(name))


def _planned_twice(rows: Sequence[Row]) -> Iterator[Finding]:
    """A department with two plans, and two plans for every department."""
    seen: set[str] = set()
    for row in rows:
        if row.key("科室") in seen and "科室" not in row.unreadable:
            yield finding("rule-twice", row.place("科室"), name=row["科室"] or _EVERY_DEPARTMENT)
        seen.add(row.key("科室"))


def _faults_of_awards(row: Row, rows: RuleRows) -> Iterator[Finding]:
    if row["奖项"] is None:
        return
    known = rows.award_names()
    named = names_in(row["奖项"], known)
    for name in named:
        if key(name) not in known:
            suggestion = offered(name, known.values())
            yield finding("unknown-name", row.place("奖项"), title="奖项", value=name, suggestion=suggestion)
        elif "评分构成" not in rows.missing and not any(part["数据来源"] == Source.REVIEW for part in rows.award_rows("评分构成", name)):
            yield finding("rule-award-not-reviewed", row.place("奖项"), award=known[key(name)], reviewer=row["评委"])
    twice = {key(name) for name in named if [key(other) for other in named].count(key(name)) > 1}
    yield from (finding("rule-twice", row.place("奖项"), name=name) for name in dict.fromkeys(named) if key(name) in twice)


def names_in(text: str, known: dict[str, str]) -> list[str]:
    """The names that a cell has, with a mark or a line break between two; of a cell that holds others its parts, for a finding."""
    joined = re.sub(f"[{TEAM_MARKS}]*;[{TEAM_MARKS}]*", ";", key(text.replace("\n", ";"))).strip(";")
    ways = cuts(joined, known, TEAM_MARKS)
    return ways[0] if len(ways) == 1 else [part for part in joined.split(";") if part] or [text]


def expected_of(rows: RuleRows, departments: Sequence[str], awards: Sequence[Award]) -> Expected:
    """What the three sheets say, from rows without fault; every name as the rules first write it."""
    canonical = {key(department): department for department in departments}
    planned = {row.key("科室"): row["最少次数"] for row in rows[VISIT_PLAN]}
    visits = {name: planned.get(own, planned.get("")) for own, name in canonical.items()}
    return Expected(
        tuple(_reviewer(row, canonical, awards) for row in rows[REVIEWERS]),
        {department: least for department, least in visits.items() if least is not None},
        tuple(row["检查人"] for row in rows[INSPECTORS]),
    )


def _reviewer(row: Row, departments: dict[str, str], awards: Sequence[Award]) -> Reviewer:
    reviewed = dict.fromkeys(points_award(award, awards).name for award in awards if award.enabled and award.reviewed)
    by_key = {key(award.name): award for award in awards}
    asked = names_in(row["奖项"] or "", {known: award.name for known, award in by_key.items()})
    named = {key(points_award(by_key[key(name)], awards).name) for name in asked if key(name) in by_key}
    group = row["组别"] or ""
    mine = {points_award(award, awards).name for award in awards if any(not scope or key(group) in map(key, scope) for scope in award.review_scopes)}
    scored = tuple(name for name in reviewed if name in mine and (row["奖项"] is None or key(name) in named))
    return Reviewer(row["评委"], departments.get(row.key("所属科室")), group, scored)
