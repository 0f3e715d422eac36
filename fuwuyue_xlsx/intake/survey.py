"""Survey books: valid responses as rows, invalid ones counted and listed."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.book import BookRead
from fuwuyue_xlsx.intake.inbox import Content
from fuwuyue_xlsx.problems import problem
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office
from fuwuyue_xlsx.text import key

_SHEET = office.SURVEY_SHEET


def survey_content(read: BookRead, rules: Rules) -> Content:
    """What one copy says."""
    return Content({"answers": answers_of(read, rules)})


def answers_of(read: BookRead, rules: Rules) -> list[dict[str, Any]]:
    """The valid responses. Valid: a known department, a team of it or none, at least one question answered."""
    table = read.tables.get(_SHEET)
    if table is None:
        return []
    teams = {department: {key(team): team for team in rules.teams_of(department)} for department in rules.departments}
    rows, invalid = [], {}
    for index, record in table.records():
        why = _invalid(record, teams, rules, (index, "班组") in table.unreadable)
        if why:
            column, text = why
            invalid[table.rows[index] + 1] = table.cell(index, column), text
            continue
        team = teams[record["科室"]].get(key(record["班组"]))
        grades = {question: record[question] for question in rules.questions}
        where = {"file": read.source.path, "sheet": _SHEET, "row": table.rows[index] + 1}
        rows.append({"department": record["科室"], "team": team, **where, **grades})
    for cell, text in invalid.values():
        read.problems.append(problem("survey-row-invalid", read.place(_SHEET, cell), why=text))
    cells = {cell for cell, _ in invalid.values()}
    table.problems = [p for p in table.problems if p.place.cell not in cells]
    return rows


def _invalid(record: dict[str, Any], teams: dict[str, dict[str, str]], rules: Rules, bad_team: bool) -> tuple[str, str] | None:
    """The column to blame and why, or None for a valid response."""
    department, team = record["科室"], record["班组"]
    if department is None:
        return "科室", "科室没有填写，或不在名单里"
    if bad_team:
        return "班组", "班组不在名单里"
    if team not in (None, OUTSIDE_TEAMS) and key(team) not in teams[department]:
        return "班组", f"“{team}”不是“{department}”的班组"
    if all(record[question] is None for question in rules.questions):
        return (rules.questions[0] if rules.questions else "科室"), "没有一道题有可识别的回答"
    return None
