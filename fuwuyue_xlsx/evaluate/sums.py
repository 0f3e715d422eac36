"""The tables reduced to what the figures need, before any policy: points by object and judge, answers by grade.

The only pass over the long tables; its cost grows with their rows, everything after it with the objects.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.tables.frames import Tables
from fuwuyue_xlsx.tables.survey_counts import Owner, SheetTally, SurveySheet

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PointSum:
    """One reviewer's or visit's points for one object: each point, their total, the sum of the maxima, the cells.

    `label` names the reviewer, or the visit by date and inspector; `post` is a key.
    """

    label: str
    department: str
    team: str | None
    total: Decimal
    maximum: Decimal
    points: tuple[Decimal, ...]
    sources: tuple[str, ...]
    award: str = ""
    post: str | None = None
    reviewer_department: str | None = None


@dataclass
class Tally:
    """Answers to the survey about one object: how often each grade, how many valid responses, from which sheets.

    Those of doubtful answer sheets are in all of it, and once more apart.
    """

    grades: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    responses: int = 0
    doubtful_grades: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    doubtful: int = 0
    files: tuple[str, ...] = ()

    def add(self, told: SheetTally, name: str) -> None:
        """Add what one sheet says; `name` is file!sheet."""
        self.responses += told.responses
        self.doubtful += told.doubtful
        for mine, theirs in ((self.grades, told.grades), (self.doubtful_grades, told.doubtful_grades)):
            for grade, number in theirs.items():
                mine[grade] += number
        if name not in self.files:
            self.files += (name,)


@dataclass(frozen=True)
class Sums:
    """All reductions. Surveys by (department, team); team None is the department with all its responses."""

    reviews: tuple[PointSum, ...]
    inspections: tuple[PointSum, ...]
    surveys: dict[Owner, Tally]


def sums_of(tables: Tables) -> Sums:
    """Reduce the long tables."""
    return Sums(_reviews(tables.reviews), _inspections(tables.inspections), _surveys(tables.surveys))


def _groups(frame: pd.DataFrame, by: tuple[str, ...]) -> list[tuple[tuple[Any, ...], tuple[Decimal, ...], Decimal, tuple[str, ...]]]:
    """(key, points, sum of the maxima, cells) of the rows with equal keys, in the order of their first rows."""
    points, maxima, sources = (frame[name].tolist() for name in ("points", "maximum", "source"))
    rows: dict[tuple[Any, ...], list[int]] = {}
    for row, name in enumerate(zip(*(frame[column].tolist() for column in by), strict=True)):
        rows.setdefault(name, []).append(row)
    return [
        (name, tuple(points[row] for row in held), sum((maxima[row] for row in held), Decimal(0)), tuple(sources[row] for row in held))
        for name, held in rows.items()
    ]


def _reviews(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    groups = _groups(frame, ("award", "department", "team", "post", "reviewer", "reviewer_department"))
    return tuple(
        PointSum(reviewer, department, team or None, sum(points, Decimal(0)), maximum, points, cells, award, key(post) or None, home or None)
        for (award, department, team, post, reviewer, home), points, maximum, cells in groups
    )


def _inspections(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    groups = _groups(frame, ("department", "team", "visit", "date", "inspector"))
    return tuple(
        PointSum(f"{date or '日期不明'} {inspector or '检查人不明'}", department, team or None, sum(points, Decimal(0)), maximum, points, cells)
        for (department, team, _, date, inspector), points, maximum, cells in groups
    )


def _surveys(sheets: tuple[SurveySheet, ...]) -> dict[Owner, Tally]:
    """Each response counts for its team and for its department."""
    tallies: dict[Owner, Tally] = defaultdict(Tally)
    for sheet in sorted(sheets, key=lambda sheet: (sheet.file, sheet.sheet)):
        for (department, team), told in sheet.tallies.items():
            for name in {team, None}:
                tallies[department, name].add(told, sheet.name)
    return dict(tallies)
