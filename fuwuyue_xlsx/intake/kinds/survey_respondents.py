"""An export's rows as numbers: what each respondent answers to which question about whom, in numpy, whatever the columns' titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints, fingerprints_of, mark_of
from fuwuyue_xlsx.intake.kinds.survey_doubts import address_column, address_in
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, factorize
from fuwuyue_xlsx.tables.survey_tables import Owner


@dataclass(frozen=True)
class Respondents:
    """The rows of an export. An answer is a number: 0 none, n > 0 the n-th of `grades`, -n the n-th of `words`, which name no grade.

    grades   the grades given, as they were read, from number 1 on
    words    what stands in cells that name no grade, from number -1 down
    cells    (rows, mapped columns) of int32: what stands in each cell
    answers  (rows, questions) of int32 by whom they are about: what each answers to each question; of two columns the last answered
    unread   (row of the grid, column) of the cells that name no grade
    """

    grades: tuple[str, ...]
    words: tuple[str, ...]
    cells: np.ndarray
    answers: Mapping[Owner, np.ndarray]
    unread: tuple[tuple[int, int], ...]


def respondents_of(table: Table, grid: Grid, rules: Rules) -> Respondents:
    """The rows of an export as read."""
    numbers: dict[Any, int] = {None: 0}
    cells = np.zeros((len(table), len(table.values)), np.int32)
    places = {title: at for at, title in enumerate(table.values)}
    for title, values in table.values.items():
        column = factorize(values)
        codes = [numbers.setdefault(grade, len(numbers)) for grade in column.categories]
        cells[:, places[title]] = np.array(codes or [0], np.int32)[column.codes] if len(column) else 0
    words: dict[str, int] = {}
    unread = sorted((index, title) for index, title in table.unreadable if title in table.columns)
    for index, title in unread:
        word = shown(grid.value(table.rows[index], table.columns[title]))
        cells[index, places[title]] = words.setdefault(word, -len(words) - 1)
    where = tuple((table.rows[index], table.columns[title]) for index, title in unread)
    return Respondents(tuple(numbers)[1:], tuple(words), cells, _by_owner(cells, places, rules), where)


def _by_owner(cells: np.ndarray, places: dict[str, int], rules: Rules) -> dict[Owner, np.ndarray]:
    """What is answered to each question about each department or team of which a column is mapped."""
    questions = {question: at for at, question in enumerate(rules.questions)}
    answers: dict[Owner, np.ndarray] = {}
    for mapped in rules.mapping:
        about = answers.setdefault((mapped.department, mapped.team), np.zeros((len(cells), len(questions)), np.int32))
        given, now = cells[:, places[mapped.header]], about[:, questions[mapped.question]]
        np.copyto(now, given, where=(given > 0) | ((given < 0) & (now <= 0)))
    return answers


def responses_of(people: Respondents, table: Table, rules: Rules, doubts: dict[int, str], kept: np.ndarray) -> dict[str, AnyColumn]:
    """A response for each department or team about which a row answers something, row by row, in columns as `sheet_tables` takes them,
    and for `unread_tables` one without a readable answer as well: those come with no grade at all."""
    owners = list(people.answers)
    given = np.stack([(people.answers[owner] != 0).any(axis=1) & kept for owner in owners], axis=1) if owners else np.zeros((len(table), 0), bool)
    rows, whose = np.nonzero(given)
    grades = (None, *people.grades)
    answers = np.zeros((len(rows), len(rules.questions)), np.int32)
    for at, owner in enumerate(owners):
        answers[whose == at] = people.answers[owner][rows[whose == at]]
    reasons = np.array([0, *(1 + list(dict.fromkeys(doubts.values())).index(why) for why in doubts.values())], np.int64)
    doubt = np.zeros(len(table), np.int64)
    doubt[list(doubts)] = reasons[1:]
    return {
        "department": Factorized([department for department, _ in owners], whose).rename_categories([department for department, _ in owners]),
        "team": Factorized([team for _, team in owners], whose).rename_categories([team for _, team in owners]),
        "row": (np.array(table.rows, np.int64)[rows] + 1).tolist(),
        "doubt": Factorized([None, *dict.fromkeys(doubts.values())], doubt[rows]),
        **{question: Factorized(list(grades), np.maximum(answers[:, at], 0).astype(np.int64)) for at, question in enumerate(rules.questions)},
        "unread": (answers < 0).sum(axis=1),
        "read": (answers > 0).sum(axis=1),
    }


def marks_of(people: Respondents, table: Table, grid: Grid, moments: np.ndarray, kept: np.ndarray, rules: Rules) -> RowFingerprints:
    """The same marks for the same answer sheet in two exports, whatever their columns are called and however they spell things.

    Words and numbers are two exports of one answer: where the address is known only which questions are answered plays a part.
    """
    names = [None, *(rules.policies.grade_of(grade) for grade in people.grades), *(f"={word}" for word in reversed(people.words))]
    columns = [about[:, at] for about in people.answers.values() for at in range(about.shape[1])]
    said = fingerprints_of([Factorized(names, column.astype(np.int64) % len(names)) for column in columns])
    at = address_column(grid, table.header)
    addressed = np.zeros(0, np.uint64)
    if at is not None:
        addresses = factorize([address_in(grid.value(row, at)) for row in table.rows])
        given = fingerprints_of([Factorized([False, True], (column != 0).astype(np.int64)) for column in columns])
        known = np.array([mark_of(address) for address in addresses.categories] or [0], np.uint64)[addresses.codes]
        addressed = np.where(np.array([bool(address) for address in addresses.categories] or [False])[addresses.codes], given ^ known, np.uint64(0))
        addressed = addressed[kept] if addressed.any() else np.zeros(0, np.uint64)
    return RowFingerprints(grid.title, said[kept], np.array(table.rows, np.int64)[kept] + 1, moments[kept], addressed)


def with_responses(sheet: RowFingerprints, found: Mapping[str, AnyColumn], rules: Rules) -> RowFingerprints:
    """The marks with those of the single responses, which are the same in our own book: by whom they are about and the grades.

    `found` are the responses that can be read, in columns as `responses_of` gives them.
    """
    grades = [factorize(found[question]) for question in rules.questions]
    named = [column.rename_categories([grade and rules.policies.grade_of(grade) for grade in column.categories]) for column in grades]
    about = fingerprints_of([found["department"], found["team"]])
    order = np.argsort(about, kind="stable")
    responded = np.searchsorted(sheet.rows, np.array(found["row"], np.int64))
    return replace(sheet, responses=fingerprints_of([found["department"], found["team"], *named])[order], responded=responded[order])
