"""Answer sheets reduced to counts: for each department and team how many, and how often each grade.

The sums are all that the evaluation needs, so that millions of answers weigh no more than a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fuwuyue_xlsx.evaluate.columns import Columns

Owner = tuple[str, str | None]
Ranges = tuple[tuple[int, int], ...]

# more answers on a sheet than these are kept as counts alone
MOST_ANSWERS = 2_000
# more runs of rows than these are not listed
MOST_RANGES = 200
# what an answer has besides its grades, one further column a question
ABOUT = ("department", "team", "row", "doubt")


@dataclass
class SheetTally:
    """The valid responses of one sheet about one owner; those of doubtful answer sheets are in all of it, and apart.

    `rows` are the rows of the responses that are not doubted, `doubtful_rows` those of the others; runs as (first, last).
    """

    responses: int = 0
    grades: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rows: Ranges = ()
    doubtful: int = 0
    doubtful_grades: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    doubtful_rows: Ranges = ()


@dataclass(frozen=True)
class SurveySheet:
    """One sheet of answers. An owner with team None has the responses that name no team.

    `answers` are the single ones (columns of `ABOUT` and the questions), or None when there are more than 2,000.
    """

    file: str
    sheet: str
    count: int
    tallies: dict[Owner, SheetTally]
    questions: tuple[str, ...] = ()
    answers: Columns | None = None

    @property
    def name(self) -> str:
        return f"{self.file}!{self.sheet}"

    def rows(self) -> list[dict[str, Any]]:
        """The single responses, row by row; none when they were too many to be kept."""
        answers = self.answers or {}
        return [dict(zip(answers, values, strict=True)) for values in zip(*answers.values(), strict=True)]


def survey_sheet(file: str, sheet: str, answers: Columns, questions: Sequence[str]) -> SurveySheet:
    """The answers of one sheet, in the order of its rows, reduced. Grades are names; None is no answer."""
    pairs = list(zip(answers["department"], answers["team"], strict=True))
    owners = list(dict.fromkeys(pairs))
    numbers = {owner: 2 * number for number, owner in enumerate(owners)}
    # an owner's number, and one more where the answer sheet is doubted
    whose = np.fromiter(map(numbers.__getitem__, pairs), np.int64, len(pairs))
    whose += np.fromiter((doubt is not None for doubt in answers["doubt"]), np.int64, len(pairs))
    tallies = {owner: SheetTally() for owner in owners}
    for number, count in enumerate(np.bincount(whose).tolist()):
        tally = tallies[owners[number // 2]]
        tally.responses += count
        tally.doubtful += count if number % 2 else 0
    for question in questions:
        _count_grades(tallies, owners, whose, answers[question])
    lines = np.array(answers["row"], dtype=np.int64)
    in_order = np.argsort(whose, kind="stable")
    there, starts = np.unique(whose[in_order], return_index=True)
    for number, held in zip(there.tolist(), np.split(lines[in_order], starts[1:]), strict=False):
        setattr(tallies[owners[number // 2]], "doubtful_rows" if number % 2 else "rows", runs(held))
    kept = answers if len(pairs) <= MOST_ANSWERS else None
    return SurveySheet(file, sheet, len(pairs), tallies, tuple(questions), kept)


def _count_grades(tallies: dict[Owner, SheetTally], owners: list[Owner], whose: np.ndarray, given: list[str | None]) -> None:
    """Add how often each owner got each grade."""
    grades = list(dict.fromkeys(given))
    numbers = {grade: number for number, grade in enumerate(grades)}
    cells = whose * len(grades) + np.fromiter(map(numbers.__getitem__, given), np.int64, len(given))
    for cell, count in zip(*(part.tolist() for part in np.unique(cells, return_counts=True)), strict=True):
        number, grade = cell // len(grades), grades[cell % len(grades)]
        if grade is not None:
            tally = tallies[owners[number // 2]]
            tally.grades[grade] += count
            if number % 2:
                tally.doubtful_grades[grade] += count


def runs(numbers: Sequence[int] | np.ndarray) -> Ranges:
    """[6, 7, 8, 12] → ((6, 8), (12, 12)); of more than 200 runs the first 199, and the rest as one."""
    rows = np.asarray(numbers, np.int64)
    if not len(rows):
        return ()
    breaks = np.flatnonzero(np.diff(rows) != 1)[: MOST_RANGES - 1]
    firsts, lasts = rows[np.append(0, breaks + 1)], rows[np.append(breaks, len(rows) - 1)]
    return tuple(zip(firsts.tolist(), lasts.tolist(), strict=True))


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Runs of several owners as those of all: ((6, 7), (12, 12)) and ((8, 8),) → ((6, 8), (12, 12))."""
    found: list[list[int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return tuple((first, last) for first, last in found)


def survey_sheets(rows: list[dict[str, Any]]) -> list[SurveySheet]:
    """Valid responses given as rows (`ABOUT`, file, sheet, and a grade by question), reduced sheet by sheet."""
    questions = list(dict.fromkeys(name for row in rows for name in row if name not in (*ABOUT, "file", "sheet")))
    sheets: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        sheets.setdefault((row["file"], row["sheet"]), []).append(row)
    return [
        survey_sheet(file, sheet, {name: [row.get(name) for row in held] for name in (*ABOUT, *questions)}, questions)
        for (file, sheet), held in sheets.items()
    ]
