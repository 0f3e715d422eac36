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
    teams = _Teams(rules)
    departments, named = table.values["科室"], table.values["班组"]
    whose = [teams.of(department, team) for department, team in zip(departments, named, strict=True)]
    grades = [table.values[question] for question in rules.questions]
    kept = _valid(read, table, rules, whose, grades)
    answers = {
        "department": [departments[index] for index in kept],
        "team": [whose[index] for index in kept],
        "row": [table.rows[index] + 1 for index in kept],
        "doubt": [None] * len(kept),
        **{question: [column[index] for index in kept] for question, column in zip(rules.questions, grades, strict=True)},
    }
    marks = RowMarks(_SHEET, marks_of([table.values.get(title, ()) for title in (*_ANSWERED, *rules.questions, "意见建议")], kept))
    return Content(surveys=[survey_sheet(read.source.path, _SHEET, answers, rules.questions)], row_marks=[marks])


class _Teams:
    """The teams that answers name, each pair of department and name looked up once."""

    STRANGE = object()

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.known: dict[tuple[str | None, str | None], Any] = {}

    def of(self, department: str | None, name: str | None) -> Any:
        """The department's team as the rules write it; None for nobody's; STRANGE for another department's."""
        found = self.known.get((department, name), self)
        if found is self:
            found = None
            if department is not None and name not in (None, OUTSIDE_TEAMS):
                found = self.rules.own_team(department, name) or self.STRANGE
            self.known[department, name] = found
        return found


def _valid(read: BookRead, table: Table, rules: Rules, whose: list[Any], grades: list[list[Any]]) -> list[int]:
    """The numbers of the valid rows; the others are found fault with, and nothing else on them matters."""
    doubtful = {index for index, department in enumerate(table.values["科室"]) if department is None}
    doubtful |= {index for index, team in enumerate(whose) if team is _Teams.STRANGE}
    doubtful |= {index for index, title in table.unreadable if title == "班组"}
    if grades:
        doubtful |= {index for index, answers in enumerate(zip(*grades, strict=True)) if answers.count(None) == len(answers)}
    else:
        doubtful = set(range(len(table)))
    cells = set()
    for index in sorted(doubtful):
        column, text = _why(table, rules, index, whose[index])
        cell = table.cell(index, column)
        cells.add(cell)
        read.problems.append(problem("survey-row-invalid", read.place(_SHEET, cell), why=text))
    if cells:
        table.problems = [p for p in table.problems if p.place.cell not in cells]
    return [index for index in range(len(table)) if index not in doubtful] if doubtful else list(range(len(table)))


def _why(table: Table, rules: Rules, index: int, team: Any) -> tuple[str, str]:
    """The column to blame for an invalid row, and why."""
    department = table.values["科室"][index]
    if department is None:
        return "科室", "科室没有填写，或不在名单里"
    if (index, "班组") in table.unreadable:
        return "班组", "班组不在名单里"
    if team is _Teams.STRANGE:
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
