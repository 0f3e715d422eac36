"""The tables reduced to what the figures need, before any policy: points by object and judge, answers by grade.

The only pass over the long tables; its cost grows with their rows, everything after it with the objects.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from fuwuyue_xlsx.evaluate.tables import COLUMNS, Tables
from fuwuyue_xlsx.text import key

Owner = tuple[str, str | None]


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


@dataclass(frozen=True)
class Sums:
    """All reductions. Surveys by (department, team); team None is the department with all its responses."""

    reviews: tuple[PointSum, ...]
    inspections: tuple[PointSum, ...]
    surveys: dict[Owner, Tally]


def sums_of(tables: Tables) -> Sums:
    """Reduce the long tables."""
    return Sums(_reviews(tables.reviews), _inspections(tables.inspections), _surveys(tables.answers))


def _summed(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Points and maxima summed over equal keys, with points and cells; empty keys stand as ''."""
    keys = {name: frame[name].where(frame[name].notna(), "") for name in by}
    grouped = frame.assign(**keys).groupby(by, sort=False)
    return grouped.agg(
        total=("points", "sum"), maximum=("maximum", "sum"), points=("points", tuple), sources=("source", tuple)
    ).reset_index()


def _reviews(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    if frame.empty:
        return ()
    totals = _summed(frame, ["award", "department", "team", "post", "reviewer", "reviewer_department"])
    return tuple(
        PointSum(r.reviewer, r.department, r.team or None, r.total, r.maximum, r.points, r.sources, r.award,
                 key(r.post) or None, r.reviewer_department or None)
        for r in totals.itertuples(index=False)
    )


def _inspections(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    if frame.empty:
        return ()
    totals = _summed(frame, ["department", "team", "visit", "date", "inspector"])
    return tuple(
        PointSum(f"{r.date or '日期不明'} {r.inspector or '检查人不明'}", r.department, r.team or None, r.total, r.maximum,
                 r.points, r.sources)
        for r in totals.itertuples(index=False)
    )


def _surveys(frame: pd.DataFrame) -> dict[Owner, Tally]:
    """Each response counts for its team and for its department."""
    tallies: dict[Owner, Tally] = defaultdict(Tally)
    if frame.empty:
        return {}
    questions = [name for name in frame.columns if name not in COLUMNS["answers"]]
    department, team = frame["department"], frame["team"].where(frame["team"].notna(), "")
    doubt = frame["doubt"].notna()
    for question in questions:
        answered = frame[question].notna()
        groups = [department[answered], team[answered], frame.loc[answered, question], doubt[answered]]
        for (owner, part, grade, doubted), number in frame[answered].groupby(groups, sort=False).size().items():
            for name in {part or None, None}:
                tallies[owner, name].grades[grade] += int(number)
                tallies[owner, name].doubtful_grades[grade] += int(number) if doubted else 0
    sizes = frame.groupby([department, team, frame["file"], frame["sheet"], doubt], sort=True).size()
    for (owner, part, file, sheet, doubted), number in sizes.items():
        for name in {part or None, None}:
            tally = tallies[owner, name]
            tally.responses += int(number)
            tally.doubtful += int(number) if doubted else 0
            if f"{file}!{sheet}" not in tally.files:
                tally.files += (f"{file}!{sheet}",)
    return dict(tallies)
