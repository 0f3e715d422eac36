"""Survey books: valid responses reduced to sums, invalid ones counted and listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.moments import END_OF_DAY, other_day
from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints, fingerprints_of, spread
from fuwuyue_xlsx.intake.kinds.survey_doubts import DOUBTS, SheetOfAnswers, doubts_of
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER, moments_of, seconds_since_1970
from fuwuyue_xlsx.intake.kinds.survey_names import misnamed_doubts, misnamed_rows
from fuwuyue_xlsx.intake.kinds.survey_respondents import answers_in
from fuwuyue_xlsx.intake.kinds.survey_unread import grouped_words, unread_finding, words_in
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.field_kinds import asked_about
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, column_at, factorize, factorize_pairs
from fuwuyue_xlsx.tables.survey_tables import Owner, sheet_tables, unread_tables

_SHEET = office_books.SURVEY_SHEET
_ANSWERED = ("提交时间", "身份", "科室", "班组")
# a moment that so many rows about the same team have tells none of them from the others: a clerk typed a class's sheets
_CROWD = 5


def survey_content(read: BookRead, rules: Rules) -> Content:
    """What one copy says. Valid: a known department, a team of it or none, at least one question answered."""
    table = read.tables.get(_SHEET)
    if table is None:
        return Content()
    departments = factorize(table.values["科室"])
    named = factorize_pairs(departments, factorize(table.values["班组"]))
    whose = named.rename_categories([_team_of(department, name, rules) for department, name in named.categories])
    grades = [answers_in(table.values[question]) for question in rules.questions]
    unread, cells = _unread(table, departments, whose, rules)
    valid_rows, named_rows = _valid(read, table, rules, departments, whose, grades)
    doubts, doubted = _doubts(read, table, grades, rules)
    doubt = np.zeros(len(table), np.int64)
    doubt[list(doubts)] = [1 + DOUBTS.index(why) for why in doubts.values()]
    answers: dict[str, AnyColumn] = {
        "department": departments,
        "team": whose,
        "identity": table.values["身份"] if rules.survey_scopes else [None] * len(table),
        "row": [row + 1 for row in table.rows],
        "doubt": Factorized([None, *DOUBTS], doubt),
        **dict(zip(rules.questions, grades, strict=True)),
    }
    grid, path = read.opened.grid(_SHEET), read.path
    assert grid is not None
    words = words_in(grid, cells)
    misnamed = _misnamed(table, grid, path, rules, answers, np.setdiff1d(np.arange(len(table)), named_rows))
    read.findings += _strange_identities(table, grid, path, valid_rows, rules)
    read.findings += [*doubted, *unread_finding(path, grid, cells, words, rules.policies), *(p for doubt in misnamed for p in doubt.findings)]
    return Content(
        surveys=[sheet_tables(path, _SHEET, _at(answers, valid_rows), rules.questions)],
        fingerprints=[_fingerprints(table, grid, [departments, whose, *grades], valid_rows)],
        answer_rows=_counts(len(table), valid_rows, unread),
        unread_words=words,
        unread=[unread_tables(path, _SHEET, _at(answers, named_rows), unread[named_rows], ~_mask(len(table), valid_rows)[named_rows])],
        doubts=tuple(misnamed),
    )


def _misnamed(table: Table, grid: Grid, path: str, rules: Rules, answers: dict[str, AnyColumn], rows: np.ndarray) -> list[Doubt]:
    """Doubts about the rows of which it is not known about whom they are, as far as they answer anything and a name is near."""

    def counted(indices: Sequence[int], owner: Owner) -> dict[str, Columns]:
        about = dict(zip(("department", "team"), ([name] * len(indices) for name in owner), strict=True))
        tables = sheet_tables(path, _SHEET, {**_at(answers, np.array(indices, np.int64)), **about}, rules.questions)
        return {name: columns for name, columns in tables.items() if name != "answers"}

    answered = [index for index in rows.tolist() if any(answers[question][index] is not None for question in rules.questions)]
    return list(misnamed_doubts(misnamed_rows(table, grid, answered), table, grid, path, rules, counted))


def _strange_identities(table: Table, grid: Grid, path: str, valid_rows: np.ndarray, rules: Rules) -> list[Finding]:
    """Identities that the rules do not have, where it decides something who answers: the finding on all rows that count."""
    counted = set(valid_rows.tolist()) if rules.survey_scopes else set()
    cells = [(table.rows[index], table.columns[title]) for index, title in sorted(table.unreadable) if title == "身份" and index in counted]
    if not cells:
        return []
    return [finding("survey-identities-uncounted", Place(path, _SHEET, address(*cells[0])), count=len(cells),
                    words=grouped_words(words_in(grid, cells)), known="、".join(rules.own.identities))]


def _mask(rows: int, valid_rows: np.ndarray) -> np.ndarray:
    mask = np.zeros(rows, bool)
    mask[valid_rows] = True
    return mask


def _counts(rows: int, valid_rows: np.ndarray, unread: np.ndarray) -> tuple[int, int, int]:
    """(all answer sheets, those of which something could not be read, those of them that count nowhere for another reason)."""
    valid = _mask(rows, valid_rows)
    return rows, int(np.count_nonzero(~valid | (unread > 0))), int(np.count_nonzero(~valid & (unread == 0)))


def _at(answers: dict[str, AnyColumn], rows: np.ndarray) -> dict[str, AnyColumn]:
    return {name: column_at(column, rows) for name, column in answers.items()}


def _unread(table: Table, departments: Factorized, whose: Factorized, rules: Rules) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """How many answers of each row name no grade, (rows,) of int, and their cells, where it is known about whom they are."""
    counts = np.zeros(len(table), np.int64)
    questions = set(rules.questions)
    unread = [(index, title) for index, title in table.unreadable if title in questions]
    if unread:
        nobodys = departments.eq(None) | whose.eq(_STRANGE)
        nobodys[[index for index, title in table.unreadable if title == "班组"]] = True
        unread = [(index, title) for index, title in unread if not nobodys[index]]
        np.add.at(counts, [index for index, _ in unread], 1)
    return counts, sorted((table.rows[index], table.columns[title]) for index, title in unread)


def _doubts(read: BookRead, table: Table, grades: list[Factorized], rules: Rules) -> tuple[dict[int, str], list[Finding]]:
    """The doubted rows with the reasons, and what is said of them."""
    grid = read.opened.grid(_SHEET)
    if grid is None or table.header < 0 or not len(table):
        return {}, []
    answers = np.stack([_codes(column, rules) for column in grades], axis=1) if grades else np.zeros((len(table), 0), np.int32)
    about = fingerprints_of([table.values.get(title, ()) for title in ("身份", "科室", "班组", "意见建议")]).astype(np.int64)
    titles = dict(enumerate(grid.row(table.header)))
    sheet = SheetOfAnswers(table.rows, titles, answers, about, _moments(table, grid), alone=False)
    return doubts_of(sheet, grid, read.path, rules.policies)


def _codes(column: Factorized, rules: Rules) -> np.ndarray:
    """The answers to a question as numbers, 0 for none: (rows,) of int32."""
    numbers: dict[str | None, int] = {name: number for number, (name, _) in enumerate(rules.policies.grades, 1)}
    numbers[None] = 0
    codes: np.ndarray = np.array([numbers[grade] for grade in column.categories] or [0], np.int32)[column.codes]
    return codes


def _moments(table: Table, grid: Grid) -> np.ndarray:
    """When each answer sheet was given, in seconds since 1970; NEVER without a time. Another column of moments serves as well."""
    column = factorize(table.values.get("提交时间", ()))
    known = [NEVER if moment is None or _is_a_day(moment) else seconds_since_1970(moment) for moment in column.categories]
    moments: np.ndarray = np.array(known or [NEVER], np.int64)[column.codes]
    others = [place for title, place in table.columns.items() if title != "提交时间" or (moments != NEVER).any()]
    beside: np.ndarray = moments_of(grid, table.rows, others)
    return np.maximum(moments, beside) if len(moments) else beside


def _is_a_day(moment: dt.datetime) -> bool:
    """Whether a moment only says a day: its end stands for one without a time, and some programs miss midnight by seconds."""
    return moment.time() == END_OF_DAY or other_day(moment) is not None


def _fingerprints(table: Table, grid: Grid, answers: Sequence[Factorized], valid_rows: np.ndarray) -> RowFingerprints:
    """The marks of the valid rows; `answers` are about whom each is, and its grades."""
    said = fingerprints_of([*(table.values.get(title, ()) for title in _ANSWERED), *answers[2:], table.values.get("意见建议", ())])
    moments = _moments(table, grid)[valid_rows]
    _, alike, counts = np.unique(fingerprints_of(answers[:2])[valid_rows] ^ spread(moments), return_inverse=True, return_counts=True)
    return RowFingerprints(_SHEET, said[valid_rows], np.array(table.rows, np.int64)[valid_rows] + 1, moments, own=True, telling=counts[alike] < _CROWD,
                           responses=fingerprints_of(answers)[valid_rows], responded=np.arange(len(valid_rows)))


_STRANGE = object()


def _team_of(department: str | None, name: str | None, rules: Rules) -> Any:
    """The team that an answer names, as the rules write it; None for nobody's; _STRANGE for another department's."""
    if department is None or name in (None, OUTSIDE_TEAMS):
        return None
    return rules.own_team(department, name) or _STRANGE


def _valid(read: BookRead, table: Table, rules: Rules, departments: Factorized, whose: Factorized,
           grades: list[Factorized]) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the valid rows, and of all of which it is known about whom they are; the invalid ones are found fault with, and
    nothing else on them matters."""
    unanswered = np.logical_and.reduce([column.eq(None) for column in grades]) if grades else np.ones(len(table), bool)
    strange, cells = whose.eq(_STRANGE), set()
    nobodys = departments.eq(None) | strange
    nobodys[[index for index, title in table.unreadable if title == "班组"]] = True
    invalid = nobodys | unanswered
    for index in np.flatnonzero(invalid).tolist():
        column, text = _why(read, table, rules, index, bool(strange[index]))
        cell = table.cell(index, column)
        cells.add(cell)
        read.findings.append(finding("survey-row-invalid", read.place(_SHEET, cell), why=text))
    if cells:
        table.findings = [p for p in table.findings if p.place.cell not in cells]
    return np.flatnonzero(~invalid), np.flatnonzero(~nobodys)


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
    return f"{title}“{said[:40]}”不在名单里{f'，{near}' if near else ''}" if said else ""


# the same mistake stands in many rows
_near = lru_cache(maxsize=1_000)(asked_about)
