"""Survey books: valid responses reduced to sums, invalid ones counted and listed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import nearest
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, RowFingerprints, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, factorize, factorize_pairs
from fuwuyue_xlsx.tables.survey_tables import sheet_tables

_SHEET = office_books.SURVEY_SHEET
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
    departments = factorize(table.values["科室"])
    named = factorize_pairs(departments, factorize(table.values["班组"]))
    whose = named.rename_categories([_team_of(department, name, rules) for department, name in named.categories])
    grades = [factorize(table.values[question]) for question in rules.questions]
    kept = _valid(read, table, rules, departments, whose, grades)
    answers: dict[str, AnyColumn] = {
        "department": departments.take(kept),
        "team": whose.take(kept),
        "row": (np.array(table.rows, np.int64)[kept] + 1).tolist(),
        "doubt": Factorized([None], np.zeros(len(kept), np.int64)),
        **{question: column.take(kept) for question, column in zip(rules.questions, grades, strict=True)},
    }
    about = [table.values.get(title, ()) for title in _ANSWERED]
    marks = RowFingerprints(_SHEET, fingerprints_of([*about, *grades, table.values.get("意见建议", ())], kept))
    return Content(surveys=[sheet_tables(read.path, _SHEET, answers, rules.questions)], fingerprints=[marks])


_STRANGE = object()


def _team_of(department: str | None, name: str | None, rules: Rules) -> Any:
    """The team that an answer names, as the rules write it; None for nobody's; _STRANGE for another department's."""
    if department is None or name in (None, OUTSIDE_TEAMS):
        return None
    return rules.own_team(department, name) or _STRANGE


def _valid(read: BookRead, table: Table, rules: Rules, departments: Factorized, whose: Factorized, grades: list[Factorized]) -> np.ndarray:
    """The numbers of the valid rows; the others are found fault with, and nothing else on them matters."""
    unanswered = np.logical_and.reduce([column.eq(None) for column in grades]) if grades else np.ones(len(table), bool)
    strange, cells = whose.eq(_STRANGE), set()
    doubtful = departments.eq(None) | strange | unanswered
    doubtful[[index for index, title in table.unreadable if title == "班组"]] = True
    for index in np.flatnonzero(doubtful).tolist():
        column, text = _why(read, table, rules, index, bool(strange[index]))
        cell = table.cell(index, column)
        cells.add(cell)
        read.findings.append(finding("survey-row-invalid", read.place(_SHEET, cell), why=text))
    if cells:
        table.findings = [p for p in table.findings if p.place.cell not in cells]
    return np.flatnonzero(~doubtful)


def _why(read: BookRead, table: Table, rules: Rules, index: int, strange: bool) -> tuple[str, str]:
    """The column to blame for an invalid row, and why."""
    department = table.values["科室"][index]
    if department is None:
        return "科室", _unknown(read, table, index, "科室", rules.departments) or "科室没有填写"
    if (index, "班组") in table.unreadable:
        return "班组", _unknown(read, table, index, "班组", rules.teams_of(department))
    if strange:
        return "班组", f"“{table.values['班组'][index]}”不是“{department}”的班组"
    return (rules.questions[0] if rules.questions else "科室"), "没有一道题有可识别的回答"


def _unknown(read: BookRead, table: Table, index: int, title: str, names: Sequence[str]) -> str:
    """The name that stands there and is none of these, with the one it is nearest to; empty where nothing stands."""
    grid = read.opened.grid(_SHEET)
    said = shown(grid.value(table.rows[index], table.columns[title])) if grid and title in table.columns else ""
    near = _near(said, tuple(names))
    return f"{title}“{said[:40]}”不在名单里{f'，是否为“{near}”' if near else ''}" if said else ""


# the same mistake stands in many rows
_near = lru_cache(maxsize=1_000)(nearest)


def fingerprints_of(columns: Sequence[AnyColumn], kept: np.ndarray) -> np.ndarray:
    """A number for each row kept, the same for the same values in every process: (rows,) of uint64."""
    marks = np.zeros(max(map(len, columns), default=0), np.uint64)
    for column in map(factorize, filter(len, columns)):
        known = [zlib.crc32(repr(value).encode("utf-8", "replace")) for value in column.categories]
        marks = marks * _STEP + np.array(known, np.uint64)[column.codes]
    return marks[kept]


def likely_copies(files: Sequence[SourceFile]) -> list[tuple[Finding, ...]]:
    """For each file a finding for every file before it that has most of its rows, or most of whose rows it has.

    Copies of a survey all count, and somebody may have mended one and left the first where it was.
    """
    seen: list[tuple[SourceFile, np.ndarray]] = []
    findings = []
    for file in files:
        held = [marks.marks for marks in (file.content.fingerprints if file.content else ()) if not marks.exact]
        mine = np.unique(np.concatenate(held)) if held else np.zeros(0, np.uint64)
        findings.append(tuple(
            finding("survey-looks-repeated", Place(file.path), other=other.path, count=shared)
            for other, theirs in seen if (shared := _alike(mine, theirs))
        ))
        seen.append((file, mine))
    return findings


def _alike(mine: np.ndarray, theirs: np.ndarray) -> int:
    """How many rows two files share; 0 unless they are most of the smaller one's."""
    shared, least = len(np.intersect1d(mine, theirs, assume_unique=True)), min(len(mine), len(theirs))
    return shared if least >= FEWEST_ALIKE and shared >= MOSTLY * least else 0
