"""加减分: what the office adds to a candidate's score or takes off it, row by row, within the limit of the award."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.basics.decimals import plain, round_half_up
from fuwuyue_xlsx.basics.text import key, near_names
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.evidence import Figure, Part
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.policies import Policies
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.frames import Tables, records

if TYPE_CHECKING:
    import pandas as pd

CODE = "adjustment-person-unmatched"
NONE_GIVEN = "没有加减分"
SUMMED = "合计 {total} 分"
ABOVE_LIMIT, BELOW_LIMIT = f"{SUMMED}，超过上限，按 {{limit}} 分计", f"{SUMMED}，超过上限，按 -{{limit}} 分计"
# award, department, team, key of the person's or post's name
Named = tuple[str, str, str | None, str | None]
NOTHING_ADDED = Figure(Decimal(0), how=NONE_GIVEN)


@dataclass(frozen=True)
class Adjustment:
    """A row of 加减分登记: points for exactly one candidate, in one award or (None) in every one that has 加减分.

    post    the key of the person's or post's name
    about   why, and on what it rests, in words
    """

    award: str | None
    department: str
    team: str | None
    post: str | None
    points: Decimal
    about: str
    source: str

    def named_in(self, award: str) -> Named:
        """The candidate of an award that it names."""
        return award, self.department, self.team, self.post

    def counts_in(self, award: str) -> bool:
        """Whether its points are for this award, or for all."""
        return self.award in (None, award)


def adjustments_in(frame: pd.DataFrame) -> tuple[Adjustment, ...]:
    """The rows of the table, in its order."""
    return tuple(Adjustment(row["award"], row["department"], row["team"], key(row["post"]) or None, row["points"], _about(row), row["source"])
                 for row in records(frame))


def _about(row: Mapping[str, Any]) -> str:
    date = f"，{row['date']}" if row["date"] else ""
    return f"{row['reason']}（依据：{row['basis']}{date}）"


def adjustments_of(policies: Policies, rows: Iterable[Adjustment], limits: Mapping[str, Decimal], parts: bool = True) -> dict[Named, Figure]:
    """Of each candidate that any row names: Σ points, within ±limit of the award, rounded half away from zero.

    `limits` are those of the awards that have 加减分; who has no row has `NOTHING_ADDED`. Without `parts` a figure is its value alone.
    """
    by_name: dict[Named, list[Adjustment]] = defaultdict(list)
    for row in rows:
        for award in limits:
            if row.counts_in(award):
                by_name[row.named_in(award)].append(row)
    return {named: _figure(own, limits[named[0]], policies.decimals, parts) for named, own in by_name.items()}


def unadjusted(policies: Policies) -> Figure:
    """`NOTHING_ADDED` with the decimals of the policy."""
    return replace(NOTHING_ADDED, value=round_half_up(Decimal(0), policies.decimals))


def _figure(rows: list[Adjustment], limit: Decimal, places: int, parts: bool) -> Figure:
    total = sum([row.points for row in rows], Decimal(0))
    value = round_half_up(max(-limit, min(limit, total)), places)
    if not parts:
        return Figure(value)
    shown_parts = tuple(Part(row.about, row.points, signed(row.points), (row.source,)) for row in sorted(rows, key=lambda row: row.source))
    return Figure(value, shown_parts, len(rows), summed(total, limit))


def signed(points: Decimal) -> str:
    """Points with their sign: +2, -1.5, 0."""
    return f"{'+' if points > 0 else ''}{plain(points)}"


def summed(total: Decimal, limit: Decimal) -> str:
    """What a sum comes to, in words: 合计 7 分，超过上限，按 5 分计."""
    template = SUMMED if abs(total) <= limit else ABOVE_LIMIT if total > 0 else BELOW_LIMIT
    return template.format(total=plain(total), limit=plain(limit))


def near_person_adjustments(tables: Tables, candidates: Iterable[Candidate], findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """A doubt for each row that names nobody who is recommended although somebody of a like name is, or of the same name in another
    team: the row as if that one were meant."""
    unmatched = {_line(str(one.place)): one for one in findings if one.code == CODE}
    if not unmatched:
        return ()
    people = [candidate for candidate in candidates if candidate.nominated and candidate.own_key]
    doubted = ((row, unmatched[_line(row["source"])]) for row in records(tables.adjustments) if _line(row["source"]) in unmatched)
    doubts = (Doubt((one,), tuple(_readings(row, people))) for row, one in doubted)
    return tuple(doubt for doubt in doubts if doubt.readings)


def _line(place: str) -> tuple[str, str]:
    """The sheet and the number of the row that a cell stands in."""
    sheet, _, cell = place.rpartition("!")
    return sheet, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _readings(row: Mapping[str, Any], people: Iterable[Candidate]) -> Iterator[Edit]:
    meant = ((candidate.team, candidate.person or candidate.post) for candidate in people
             if candidate.department == row["department"] and row["award"] in (None, candidate.award) and _may_be_meant(row, candidate))
    for team, name in dict.fromkeys(meant):
        yield Edit({"adjustments": frozenset([row["source"]])}, {"adjustments": from_records([{**row, "team": team, "post": name}])})


def _may_be_meant(row: Mapping[str, Any], candidate: Candidate) -> bool:
    """Whether the names are one, whatever the team, or are alike within the team of the row, if it names any."""
    name = candidate.person or candidate.post or ""
    same_team = row["team"] in (None, candidate.team)
    return key(name) == key(row["post"]) or (same_team and bool(near_names(row["post"], [name])))
