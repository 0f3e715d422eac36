"""Survey books: valid responses as rows, invalid ones counted and listed."""

from __future__ import annotations

import zlib
from typing import Any

from fuwuyue_xlsx.intake.book import BookRead
from fuwuyue_xlsx.intake.inbox import Content, SourceFile
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office
from fuwuyue_xlsx.text import key

_SHEET = office.SURVEY_SHEET
# fewer equal rows than these may be chance
FEWEST_ALIKE, MOSTLY = 5, 0.8


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
        answered = (record.get("提交时间"), record.get("身份"), record["科室"], record["班组"], *grades.values(), record.get("意见建议"))
        where = {"file": read.source.path, "sheet": _SHEET, "row": table.rows[index] + 1}
        rows.append({"department": record["科室"], "team": team, **where, "row_hash": hash_of(answered), **grades})
    for cell, text in invalid.values():
        read.problems.append(problem("survey-row-invalid", read.place(_SHEET, cell), why=text))
    cells = {cell for cell, _ in invalid.values()}
    table.problems = [p for p in table.problems if p.place.cell not in cells]
    return rows


def hash_of(values: tuple[Any, ...]) -> int:
    """The same number for the same row in every process."""
    return zlib.crc32(repr(values).encode("utf-8", "replace"))


def warn_of_copies(files: list[SourceFile]) -> None:
    """Survey copies all count; one that holds most rows of another is doubted on the later by path, as somebody may have
    mended a copy and left the first where it was."""
    seen: list[tuple[SourceFile, set[int]]] = []
    for file in files:
        rows = file.content.rows["answers"] if file.content else []
        mine = {row.pop("row_hash") for row in rows if "row_hash" in row}
        for other, theirs in seen:
            shared, least = len(mine & theirs), min(len(mine), len(theirs))
            if least >= FEWEST_ALIKE and shared >= MOSTLY * least:
                file.problems.append(problem("survey-looks-repeated", Place(file.path), other=other.path, count=shared))
        seen.append((file, mine))


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
