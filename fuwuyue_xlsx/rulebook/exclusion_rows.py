"""资格排除 of the rules: each fault at its cell, and what the rows come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Team
from fuwuyue_xlsx.schema.field_kinds import NAME_MARKS, offered
from fuwuyue_xlsx.schema.rules_workbook import EXCLUSIONS

_DEPARTMENT, _TEAM, _PERSON, _POST = (level.label for level in (Level.DEPARTMENT, Level.TEAM, Level.PERSON, Level.POST))
# what a row names → (the levels that it can be a candidate of, what it says, where the other cells stand)
_NAMED = {"科室": ((_DEPARTMENT,), "只写了科室，说的是科室自己"), "班组": ((_TEAM,), "写到班组，说的是这个班组自己"),
          "姓名": ((_PERSON, _POST), "写到姓名，说的是一个人或一个岗位")}
_WRITE = {_DEPARTMENT: "只写科室", _TEAM: "写科室、班组，不写姓名", _PERSON: "在“姓名”里写明是谁", _POST: "在“姓名”里写岗位名称"}


def faults_of_exclusions(rows: RuleRows) -> Iterator[Finding]:
    """Names that nothing has, a row that names nobody who could be a candidate, several people in one cell, the same row twice."""
    awards = {row.key("奖项"): row for row in rows["奖项"] if row["奖项"]}
    departments = {row.key("科室"): row["科室"] for row in reversed(rows["班组划分"]) if row["科室"]}
    seen: set[tuple[str, ...]] = set()
    for row in rows[EXCLUSIONS]:
        yield from _unknown(row, "奖项", [award["奖项"] for award in awards.values()])
        yield from _unknown(row, "科室", list(departments.values()))
        yield from _team(row, rows, departments)
        yield from _nobody(row, awards)
        said = tuple(map(row.key, ("奖项", "科室", "班组", "姓名", "原因")))
        if row["科室"] and row["原因"] and said in seen:
            yield finding("rule-twice", row.place(_names(row)), name=row[_names(row)])
        seen.add(said)


def _names(row: Row) -> str:
    """The column that names whom a row is about."""
    return next((title for title in ("姓名", "班组") if row[title] is not None), "科室")


def _unknown(row: Row, title: str, known: Sequence[str]) -> Iterator[Finding]:
    value = row[title]
    if value is not None and key(value) not in {key(name) for name in known}:
        yield finding("unknown-name", row.place(title), title=title, value=value, suggestion=offered(value, known))


def _team(row: Row, rows: RuleRows, departments: dict[str, str]) -> Iterator[Finding]:
    """A team that the department does not have; 班组外, which is no team, without anybody of it."""
    team, department = row["班组"], departments.get(row.key("科室"))
    if team is None or department is None:
        return
    own = [entry["班组"] for entry in rows["班组划分"] if entry["班组"] and entry.key("科室") == row.key("科室")]
    if key(team) == key(OUTSIDE_TEAMS):
        if row["姓名"] is None and "姓名" not in row.unreadable:
            yield finding("rule-exclusion", row.place("班组"), why=f"写的是“{OUTSIDE_TEAMS}”，没有写是谁", words="请在“姓名”里写明是谁")
    elif key(team) not in {key(name) for name in own}:
        yield finding("unknown-name", row.place("班组"), title=f"{department}的班组", value=team, suggestion=offered(team, own))


def _nobody(row: Row, awards: dict[str, Row]) -> Iterator[Finding]:
    """A row that names nobody whom its award, or any award, has as a candidate; two people in one cell."""
    if row["科室"] is None or any(title in row.unreadable for title in ("奖项", "班组", "姓名")):
        return
    named = _names(row)
    levels, says = _NAMED[named]
    award = awards.get(row.key("奖项"))
    level = award["级别"] if award is not None else None
    if level is not None and level not in levels:
        yield finding("rule-exclusion", row.place(named), why=f"{says}，“{row['奖项']}”却是{level}奖项", words=f"请{_WRITE[level]}，或换一个奖项")
    elif row["奖项"] is None and not any(one["级别"] in (None, *levels) for one in awards.values()):
        words = "；".join(f"{_WRITE[one]}（{one}奖项）" for one in _levels_of(awards))
        yield finding("rule-exclusion", row.place(named), why=f"{says}，却没有一个奖项评{'、'.join(levels)}", words=f"请{words}")
    if row["姓名"] is not None and level != _POST and any(separator in str(row["姓名"]) for separator in NAME_MARKS):
        yield finding("several-persons", row.place("姓名"), title="姓名", value=row["姓名"])


def _levels_of(awards: dict[str, Row]) -> list[str]:
    return list(dict.fromkeys(award["级别"] for award in awards.values() if award["级别"])) or [_DEPARTMENT]


def exclusions_of(rows: RuleRows, departments: Sequence[str], teams: Sequence[Team], awards: Sequence[str]) -> tuple[Exclusion, ...]:
    """What the sheet says, from rows without fault; every name as the rules first write it."""
    canonical = {key(name): name for name in departments}
    own = {(key(team.department), key(team.name)): team.name for team in teams} | {
        (key(name), key(OUTSIDE_TEAMS)): OUTSIDE_TEAMS for name in departments}
    named = {key(name): name for name in awards}
    return tuple(
        Exclusion(named.get(row.key("奖项")), canonical[row.key("科室")], own.get((row.key("科室"), row.key("班组"))), row["姓名"],
                  row["原因"], row["依据"] or "", str(row.place("原因")), str(row.place(_names(row))))
        for row in rows[EXCLUSIONS]
    )
