"""Survey books: valid responses reduced to sums, invalid ones counted and listed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from fuwuyue_xlsx.evaluate.surveys import survey_sheet
from fuwuyue_xlsx.intake.book import BookRead
from fuwuyue_xlsx.intake.inbox import Content, RowMarks, SourceFile
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.reading.tables import Table
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office

_SHEET = office.SURVEY_SHEET
_ANSWERED = ("提交时间", "身份", "科室", "班组")
# fewer equal rows than these may be chance
FEWEST_ALIKE, MOSTLY = 5, 0.8
# an odd number of 64 bits that spreads what it multiplies
_STEP = np.uint64(0x9E3779B97F4A7C15)


def survey_content(read: BookRead, rules: Rules) -> Content:
    """What one copy says. Valid: a known department, a team of it or none, at least one question answered."""
    table = read.tables.get(_SHEET)
    if table is None:
        return Content()
    departments = table.values["科室"]
    whose = _teams_of(departments, table.values["班组"], rules)
    grades = [table.values[question] for question in rules.questions]
    kept = _valid(read, table, rules, whose, grades)
    answers = {
        "department": departments,
        "team": whose,
        "row": [row + 1 for row in table.rows],
        "doubt": [None] * len(table),
        **dict(zip(rules.questions, grades, strict=True)),
    }
    if len(kept) < len(table):
        answers = {name: [column[index] for index in kept] for name, column in answers.items()}
    marks = RowMarks(_SHEET, marks_of([table.values.get(title, ()) for title in (*_ANSWERED, *rules.questions, "意见建议")], kept))
    return Content(surveys=[survey_sheet(read.source.path, _SHEET, answers, rules.questions)], row_marks=[marks])


_STRANGE = object()


def _teams_of(departments: list[str | None], named: list[str | None], rules: Rules) -> list[Any]:
    """The teams that answers name, as the rules write them; None for nobody's; _STRANGE for another department's."""
    pairs = list(zip(departments, named, strict=True))
    known = {(department, name): _team_of(department, name, rules) for department, name in set(pairs)}
    return list(map(known.__getitem__, pairs))


def _team_of(department: str | None, name: str | None, rules: Rules) -> Any:
    if department is None or name in (None, OUTSIDE_TEAMS):
        return None
    return rules.own_team(department, name) or _STRANGE


def _valid(read: BookRead, table: Table, rules: Rules, whose: list[Any], grades: list[list[Any]]) -> list[int]:
    """The numbers of the valid rows; the others are found fault with, and nothing else on them matters."""
    doubtful = _places(None, table.values["科室"]) | _places(_STRANGE, whose)
    doubtful |= {index for index, title in table.unreadable if title == "班组"}
    if not grades:
        doubtful = set(range(len(table)))
    elif all(None in column for column in grades):
        doubtful |= _places((None,) * len(grades), list(zip(*grades, strict=True)))
    cells = set()
    for index in sorted(doubtful):
        column, text = _why(table, rules, index, whose[index])
        cell = table.cell(index, column)
        cells.add(cell)
        read.problems.append(problem("survey-row-invalid", read.place(_SHEET, cell), why=text))
    if cells:
        table.problems = [p for p in table.problems if p.place.cell not in cells]
    return [index for index in range(len(table)) if index not in doubtful] if doubtful else list(range(len(table)))


def _places(wanted: Any, column: list[Any]) -> set[int]:
    """The numbers of the rows that hold this."""
    return {index for index, value in enumerate(column) if value == wanted} if wanted in column else set()


def _why(table: Table, rules: Rules, index: int, team: Any) -> tuple[str, str]:
    """The column to blame for an invalid row, and why."""
    department = table.values["科室"][index]
    if department is None:
        return "科室", "科室没有填写，或不在名单里"
    if (index, "班组") in table.unreadable:
        return "班组", "班组不在名单里"
    if team is _STRANGE:
        return "班组", f"“{table.values['班组'][index]}”不是“{department}”的班组"
    return (rules.questions[0] if rules.questions else "科室"), "没有一道题有可识别的回答"


def marks_of(columns: Sequence[Sequence[Any]], kept: list[int]) -> np.ndarray:
    """A number for each row kept, the same for the same values in every process: (rows,) of uint64."""
    marks = np.zeros(max(map(len, columns), default=0), np.uint64)
    for column in filter(len, columns):
        known = {value: zlib.crc32(repr(value).encode("utf-8", "replace")) for value in set(column)}
        marks = marks * _STEP + np.fromiter(map(known.__getitem__, column), np.uint64, len(column))
    return marks[kept]


def warn_of_copies(files: list[SourceFile]) -> None:
    """Survey copies all count; one that holds most rows of another is doubted on the later by path, as somebody may have
    mended a copy and left the first where it was."""
    seen: list[tuple[SourceFile, np.ndarray]] = []
    for file in files:
        held = [marks.marks for marks in (file.content.row_marks if file.content else ()) if not marks.exact]
        mine = np.unique(np.concatenate(held)) if held else np.zeros(0, np.uint64)
        for other, theirs in seen:
            shared, least = len(np.intersect1d(mine, theirs, assume_unique=True)), min(len(mine), len(theirs))
            if least >= FEWEST_ALIKE and shared >= MOSTLY * least:
                file.problems.append(problem("survey-looks-repeated", Place(file.path), other=other.path, count=shared))
        seen.append((file, mine))
