"""Answer sheets reduced to counts: for each department and team how many, and how often each grade.

The sums are all that the evaluation needs, so that millions of answers weigh no more than a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fuwuyue_xlsx.tables.coded import Coded, Column
from fuwuyue_xlsx.tables.columns import Columns

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


def survey_sheet(file: str, sheet: str, answers: Mapping[str, Column], questions: Sequence[str]) -> SurveySheet:
    """The answers of one sheet, in the order of its rows, reduced. Grades are names; None is no answer."""
    owners = Coded.pairs(Coded.of(answers["department"]), Coded.of(answers["team"]))
    # an owner's number doubled, and one more where the answer sheet is doubted
    whose = 2 * owners.codes + ~Coded.of(answers["doubt"]).holds(None)
    tallies = {owner: SheetTally() for owner in owners.values}
    by_number = [tally for tally in tallies.values() for _ in range(2)]
    for number, count in enumerate(np.bincount(whose).tolist()):
        by_number[number].responses += count
        by_number[number].doubtful += count if number % 2 else 0
    for question in questions:
        _count_grades(by_number, whose, Coded.of(answers[question]))
    lines = np.array(answers["row"], dtype=np.int64)
    in_order = np.argsort(whose, kind="stable")
    there, starts = np.unique(whose[in_order], return_index=True)
    for number, held in zip(there.tolist(), np.split(lines[in_order], starts[1:]), strict=False):
        setattr(by_number[number], "doubtful_rows" if number % 2 else "rows", runs(held))
    kept = {name: list(column) for name, column in answers.items()} if len(owners) <= MOST_ANSWERS else None
    return SurveySheet(file, sheet, len(owners), tallies, tuple(questions), kept)


def _count_grades(by_number: list[SheetTally], whose: np.ndarray, given: Coded) -> None:
    """Add how often each owner got each grade."""
    many = len(given.values)
    counts = np.bincount(whose * many + given.codes)
    for cell in np.flatnonzero(counts).tolist():
        number, grade, count = cell // many, given.values[cell % many], int(counts[cell])
        if grade is not None:
            by_number[number].grades[grade] += count
            if number % 2:
                by_number[number].doubtful_grades[grade] += count


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
