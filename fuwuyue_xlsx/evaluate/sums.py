"""The tables reduced to what the figures need, before any policy: points by object and judge, answers by grade.

The only pass over the long tables; its cost grows with their rows, everything after it with the objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.adjusted_scores import Adjustment, adjustments_in
from fuwuyue_xlsx.tables.frames import Tables, records
from fuwuyue_xlsx.tables.survey_tables import Owner

if TYPE_CHECKING:
    import pandas as pd
    from pandas.core.groupby import DataFrameGroupBy


@dataclass(frozen=True)
class PointSum:
    """One reviewer's or visit's points for one object: each point, their total, the sum of the maxima, the cells.

    `label` names the reviewer, or the visit by date and inspector; `post` is the key of the post's or person's name.
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


@dataclass(frozen=True)
class Tally:
    """Answers to the survey about one object: how often each grade, how many valid responses, from which sheets.

    `grades` and `responses` count all of them, `doubtful_grades` and `doubtful` those of doubted answer sheets once more.
    `files` are file!sheet, in the order of their names.
    """

    grades: dict[str, int] = field(hash=False)
    responses: int
    doubtful_grades: dict[str, int] = field(hash=False)
    doubtful: int
    files: tuple[str, ...]


def added(tallies: Sequence[Tally]) -> Tally:
    """The answers of several tallies together."""
    grades, doubtful = Counter[str](), Counter[str]()
    for tally in tallies:
        grades.update(tally.grades)
        doubtful.update(tally.doubtful_grades)
    files = tuple(sorted({file for tally in tallies for file in tally.files}))
    return Tally(dict(grades), sum(tally.responses for tally in tallies), dict(doubtful), sum(tally.doubtful for tally in tallies), files)


@dataclass(frozen=True)
class Sums:
    """The long tables, reduced. Surveys are by (department, team); team None is the department with all its responses.
    `respondents` has the same of each identity's responses by themselves, where identities are told apart. Votes are points of which
    the valid ballots are the maximum, one entry a candidate. Adjustments are the rows of 加减分登记."""

    reviews: tuple[PointSum, ...] = ()
    inspections: tuple[PointSum, ...] = ()
    surveys: dict[Owner, Tally] = field(default_factory=dict)
    respondents: dict[str, dict[Owner, Tally]] = field(default_factory=dict)
    votes: tuple[PointSum, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()


def sums_of(tables: Tables) -> Sums:
    """The sums of a campaign's points and answers; one pass over each long table."""
    return Sums(_reviews(tables.reviews), _inspections(tables.inspections), _surveys(tables.responses, tables.grades),
                _respondents(tables.responses, tables.grades), _votes(tables.votes), adjustments_in(tables.adjustments))


def sums_again(sums: Sums, tables: Tables, changed: Collection[str]) -> Sums:
    """The sums of tables of which only those named differ from the ones that `sums` were made of."""
    same_answers = {"responses", "grades"}.isdisjoint(changed)
    return Sums(
        _reviews(tables.reviews) if "reviews" in changed else sums.reviews,
        _inspections(tables.inspections) if "inspections" in changed else sums.inspections,
        sums.surveys if same_answers else _surveys(tables.responses, tables.grades),
        sums.respondents if same_answers else _respondents(tables.responses, tables.grades),
        _votes(tables.votes) if "votes" in changed else sums.votes,
        adjustments_in(tables.adjustments) if "adjustments" in changed else sums.adjustments,
    )


def _reviews(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    groups = _grouped(frame, ["award", "department", "team", "post", "reviewer", "reviewer_department"])
    return tuple(
        PointSum(reviewer, department, team or None, total, maximum, points, cells, award, key(post) or None, home or None)
        for (award, department, team, post, reviewer, home), total, maximum, points, cells in groups
    )


def _votes(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    """The votes for each candidate as points, of which the valid ballots are the most that there are."""
    return tuple(
        PointSum(f"得票（发出 {row['issued']} 张，有效 {row['valid']} 张）", row["department"], row["team"], Decimal(row["votes"]),
                 Decimal(row["valid"]), (Decimal(row["votes"]),), (row["source"],), row["award"], key(row["post"]) or None)
        for row in records(frame)
    )


def _inspections(frame: pd.DataFrame) -> tuple[PointSum, ...]:
    groups = _grouped(frame, ["department", "team", "visit", "date", "inspector"])
    return tuple(
        PointSum(f"{date or '日期不明'} {inspector or '检查人不明'}", department, team or None, total, maximum, points, cells)
        for (department, team, _, date, inspector), total, maximum, points, cells in groups
    )


Group = tuple[tuple[Any, ...], Decimal, Decimal, tuple[Decimal, ...], tuple[str, ...]]


def _grouped(frame: pd.DataFrame, by: list[str]) -> Iterator[Group]:
    """(key, sum of the points, sum of the maxima, points, cells) of the rows with equal keys, in the order of their first rows.

    A missing part of a key is a value of its own. Sums of object columns are Decimals added one by one, so exact.
    """
    if frame.empty:
        return
    number = frame.groupby(by, sort=False, dropna=False).ngroup()
    groups = frame.groupby(number)
    keys = frame.loc[~number.duplicated(), by].itertuples(index=False, name=None)
    points, cells = frame["points"].tolist(), frame["source"].tolist()
    # a tuple a group is what pandas is slow at: agg(tuple) takes longer than all the rest
    for who, total, maximum, rows in zip(keys, groups["points"].sum(), groups["maximum"].sum(), groups.indices.values(), strict=True):
        yield who, total, maximum, tuple([points[row] for row in rows]), tuple([cells[row] for row in rows])


def _surveys(responses: pd.DataFrame, grades: pd.DataFrame) -> dict[Owner, Tally]:
    """Each response counts for its team and for its department."""
    if responses.empty:
        return {}
    by = ["department", "team"]
    given: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for (department, team, grade), count, doubted in _counted(grades, [*by, "grade"])[_COUNTS].sum().itertuples(name=None):
        given[department, team][grade] = count, doubted
    ordered = responses.sort_values(["file", "sheet"], kind="stable")
    by_object = _counted(ordered.assign(name=ordered["file"] + "!" + ordered["sheet"]), by)
    return {
        (department, team or None): Tally(
            {grade: count for grade, (count, _) in given[department, team].items()}, count,
            {grade: doubted for grade, (_, doubted) in given[department, team].items()}, doubted, tuple(names),
        )
        for ((department, team), count, doubted), names in zip(by_object[_COUNTS].sum().itertuples(name=None), by_object["name"].unique(), strict=True)
    }


def _respondents(responses: pd.DataFrame, grades: pd.DataFrame) -> dict[str, dict[Owner, Tally]]:
    """The tallies of each identity's responses by themselves; an answer without identity is in none of them."""
    return {str(identity): _surveys(own, grades[grades["identity"] == identity]) for identity, own in responses.groupby("identity", sort=True)}


_COUNTS = ["count", "doubted"]


def _counted(frame: pd.DataFrame, by: list[str]) -> DataFrameGroupBy:
    """The rows by key, those of a team once more for its department, which is the team ''; `doubted` is what of `count` is."""
    import pandas as pd

    frame = frame.assign(doubted=frame["count"].where(frame["doubtful"].astype(bool), 0))
    return pd.concat([frame[frame["team"].notna()], frame.assign(team="")]).groupby(by, sort=False)
