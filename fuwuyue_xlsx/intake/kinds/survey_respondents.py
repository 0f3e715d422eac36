"""An export's rows as numbers: what each respondent answers to which question about whom, in numpy, whatever the columns' titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints, fingerprints_of, hash_of
from fuwuyue_xlsx.intake.kinds.survey_header import mapped_as
from fuwuyue_xlsx.intake.kinds.survey_rated import rated_rows
from fuwuyue_xlsx.intake.kinds.survey_tools import address_column, address_in
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.answer_kinds import NO_ANSWER
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, factorize
from fuwuyue_xlsx.tables.survey_tables import Owner

# stands for whom a row names where it names nobody; nothing of such a row counts
_NOBODY: Owner = ("", None)


@dataclass(frozen=True)
class Respondents:
    """The rows of an export. An answer is a number: 0 none, n > 0 the n-th of `grades`, -n the n-th of `words`, which name no grade.

    grades   the grades given, as they were read, from number 1 on
    words    what stands in cells that name no grade, from number -1 down
    cells    (rows, mapped columns) of int32: what stands in each cell
    answers  (rows, questions) of int32 by whom they are about: what each answers to each question; of two columns the last answered.
             None: about whom the row names
    unread   (row of the grid, column) of the cells that name no grade, where it is known about whom they are
    rated    whom each row names (`Rated`); None where no answer is about that
    """

    grades: tuple[str, ...]
    words: tuple[str, ...]
    cells: np.ndarray
    answers: Mapping[Owner | None, np.ndarray]
    unread: tuple[tuple[int, int], ...]
    rated: Factorized | None = None

    @cached_property
    def named(self) -> np.ndarray:
        """The rows that name somebody known, (rows,) of bool."""
        if self.rated is None:
            return np.zeros(len(self.cells), bool)
        known: np.ndarray = np.array([rated.owner is not None for rated in self.rated.categories] or [False])[self.rated.codes]
        return known

    @cached_property
    def read(self) -> np.ndarray:
        """The rows of which an answer is read that is about somebody known, (rows,) of bool."""
        answered = [(given > 0).any(axis=1) & (self.named if owner is None else True) for owner, given in self.answers.items()]
        rows: np.ndarray = np.logical_or.reduce(answered) if answered else np.zeros(len(self.cells), bool)
        return rows


def answers_in(column: AnyColumn) -> Factorized:
    """A column of grades as read; where somebody says that there is no answer, there is none."""
    answers = factorize(column)
    return answers.rename_categories([None if grade == NO_ANSWER else grade for grade in answers.categories])


def respondents_of(table: Table, grid: Grid, rules: Rules) -> Respondents:
    """The rows of an export as read."""
    numbers: dict[Any, int] = {None: 0}
    asked = [mapped.header for mapped in mapped_as(rules, table.values)]
    cells = np.zeros((len(table), len(asked)), np.int32)
    places = {title: at for at, title in enumerate(asked)}
    for title, at in places.items():
        column = answers_in(table.values[title])
        codes = [numbers.setdefault(grade, len(numbers)) for grade in column.categories]
        cells[:, at] = np.array(codes or [0], np.int32)[column.codes] if len(column) else 0
    words: dict[str, int] = {}
    unread = sorted((index, title) for index, title in table.unreadable if title in table.columns and title in places)
    for index, title in unread:
        word = shown(grid.value(table.rows[index], table.columns[title]))
        cells[index, places[title]] = words.setdefault(word, -len(words) - 1)
    by_row = {mapped.header for mapped in mapped_as(rules, table.columns) if mapped.by_row}
    rated = rated_rows(table, rules) if by_row else None
    where = tuple((table.rows[index], table.columns[title]) for index, title in unread
                  if rated is None or title not in by_row or rated[index].owner is not None)
    return Respondents(tuple(numbers)[1:], tuple(words), cells, _by_owner(cells, places, rules), where, rated)


def _by_owner(cells: np.ndarray, places: dict[str, int], rules: Rules) -> dict[Owner | None, np.ndarray]:
    """What is answered to each question about each department or team of which a column is mapped."""
    questions = {question: at for at, question in enumerate(rules.questions)}
    answers: dict[Owner | None, np.ndarray] = {}
    for mapped in rules.mapping:
        if mapped.answers:
            whose = None if mapped.department is None else (mapped.department, mapped.team)
            about = answers.setdefault(whose, np.zeros((len(cells), len(questions)), np.int32))
            given, now = cells[:, places[mapped.header]], about[:, questions[mapped.question]]
            np.copyto(now, given, where=(given > 0) | ((given < 0) & (now <= 0)))
    return answers


def responses_of(respondents: Respondents, table: Table, rules: Rules, doubts: dict[int, str], counting: np.ndarray,
                 identities: Factorized) -> dict[str, AnyColumn]:
    """A response for each department or team about which a row answers something, row by row, in columns as `sheet_tables` takes them,
    and for `unread_tables` one without a readable answer as well: those come with no grade at all."""
    abouts = list(respondents.answers)
    given = [(respondents.answers[about] != 0).any(axis=1) & counting & (respondents.named if about is None else True) for about in abouts]
    rows, whose = np.nonzero(np.stack(given, axis=1)) if given else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    answers = np.zeros((len(rows), len(rules.questions)), np.int32)
    for at, about in enumerate(abouts):
        answers[whose == at] = respondents.answers[about][rows[whose == at]]
    objects = [about for about in abouts if about is not None]
    numbers = np.array([len(objects) if about is None else objects.index(about) for about in abouts] or [0], np.int64)[whose]
    if respondents.rated is not None:
        named = [rated.owner or _NOBODY for rated in respondents.rated.categories]
        numbers = np.where(numbers == len(objects), len(objects) + respondents.rated.codes[rows], numbers)
        objects += named
    reasons = np.array([0, *(1 + list(dict.fromkeys(doubts.values())).index(why) for why in doubts.values())], np.int64)
    doubt = np.zeros(len(table), np.int64)
    doubt[list(doubts)] = reasons[1:]
    grades = (None, *respondents.grades)
    return {
        "department": Factorized(objects, numbers).rename_categories([department for department, _ in objects]),
        "team": Factorized(objects, numbers).rename_categories([team for _, team in objects]),
        "identity": Factorized(list(identities.categories), identities.codes[rows]),
        "row": (np.array(table.rows, np.int64)[rows] + 1).tolist(),
        "doubt": Factorized([None, *dict.fromkeys(doubts.values())], doubt[rows]),
        **{question: Factorized(list(grades), np.maximum(answers[:, at], 0).astype(np.int64)) for at, question in enumerate(rules.questions)},
        "unread": (answers < 0).sum(axis=1),
        "read": (answers > 0).sum(axis=1),
    }


def export_fingerprints(respondents: Respondents, table: Table, grid: Grid, titles: Mapping[int, object], moments: np.ndarray, counting: np.ndarray,
             rules: Rules) -> RowFingerprints:
    """The same marks for the same answer sheet in two exports, whatever their columns are called and however they spell things.

    Words and numbers are two exports of one answer: where the address is known only which questions are answered plays a part.
    """
    names = [None, *(rules.policies.grade_of(grade) for grade in respondents.grades), *(f"={word}" for word in reversed(respondents.words))]
    columns = [given[:, at] for given in respondents.answers.values() for at in range(given.shape[1])]
    about = [] if respondents.rated is None else [respondents.rated.rename_categories([rated.owner for rated in respondents.rated.categories])]
    said = fingerprints_of([*about, *(Factorized(names, column.astype(np.int64) % len(names)) for column in columns)])
    at = address_column(titles)
    addressed = np.zeros(0, np.uint64)
    if at is not None:
        addresses = factorize([address_in(grid.value(row, at)) for row in table.rows])
        given = fingerprints_of([*about, *(Factorized([False, True], (column != 0).astype(np.int64)) for column in columns)])
        known = np.array([hash_of(address) for address in addresses.categories] or [0], np.uint64)[addresses.codes]
        addressed = np.where(np.array([bool(address) for address in addresses.categories] or [False])[addresses.codes], given ^ known, np.uint64(0))
        addressed = addressed[counting] if addressed.any() else np.zeros(0, np.uint64)
    return RowFingerprints(grid.title, said[counting], np.array(table.rows, np.int64)[counting] + 1, moments[counting], addressed)


def with_responses(sheet: RowFingerprints, responses: Mapping[str, AnyColumn], rules: Rules) -> RowFingerprints:
    """The marks with those of the single responses, which are the same in our own book: by whom they are about and the grades.

    `found` are the responses that can be read, in columns as `responses_of` gives them.
    """
    grades = [factorize(responses[question]) for question in rules.questions]
    named = [column.rename_categories([grade and rules.policies.grade_of(grade) for grade in column.categories]) for column in grades]
    about = fingerprints_of([responses["department"], responses["team"]])
    order = np.argsort(about, kind="stable")
    responded = np.searchsorted(sheet.rows, np.array(responses["row"], np.int64))
    return replace(sheet, responses=fingerprints_of([responses["department"], responses["team"], *named])[order], responded=responded[order])
