"""Visits with the very points of another one, which is hardly chance: somebody mended the day or the inspector, and handed in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from math import prod
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Place, finding, place_of
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt, Edit

# how likely it may be at most, over all pairs of rounds, that somebody gives the same points again
_CHANCE = 0.001
# where points stand: department, team, item
Cell = tuple[Any, ...]


@dataclass
class _Round:
    """All that one inspector gave on one day, at whatever departments; a sheet without a day or an inspector is one by itself."""

    inspector: str
    date: str
    points: dict[Cell, tuple[Decimal, Decimal]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    @property
    def first(self) -> Place:
        return place_of(self.sources[0])


def repeated_visit_doubts(rows: Columns, plan: Mapping[str, int]) -> Iterator[Doubt]:
    """A doubt for each round all of whose points stand in another one too, unless points are so much alike that this may be chance.

    `rows` are those of the table `inspections`, `plan` the fewest visits of each department. The other way is without the round, the smaller
    one, of equals the lower in the table; where it would leave fewer visits than planned there is none that could be tried, as one is owed.
    """
    rounds = _rounds(rows)
    given = Counter(points for each in rounds for points in each.points.values())
    often = {points: count / given.total() for points, count in given.items()}
    visits = Counter((department, team) for each in rounds for department, team in {cell[:2] for cell in each.points})
    named: set[int] = set()
    for one, other in combinations(range(len(rounds)), 2):
        smaller, larger = sorted((other, one), key=lambda number: len(rounds[number].points))
        again, stands = rounds[smaller], rounds[larger]
        if smaller in named or not again.points.items() <= stands.points.items():
            continue
        if prod(often[points] for points in again.points.values()) * len(rounds) ** 2 < _CHANCE:
            named.add(smaller)
            place = Place(again.first.file, again.first.sheet)
            repeated = finding("visit-looks-repeated", place, inspector=again.inspector, date=again.date, count=len(again.points), other=stands.first.file)
            owed = any(visits[department, team] <= plan.get(department, 0) for department, team, _ in again.points)
            yield Doubt((repeated,), () if owed else (Edit({"inspections": frozenset(again.sources)}),))


def _rounds(rows: Columns) -> list[_Round]:
    """The rounds in the order of the table."""
    rounds: dict[Cell, _Round] = {}
    names = ("visit", "date", "inspector", "department", "team", "item", "points", "maximum", "source")
    for visit, date, inspector, department, team, item, points, maximum, source in zip(*(rows[name] for name in names), strict=True):
        of = (date, key(inspector)) if date and inspector else (visit,)
        each = rounds.setdefault(of, _Round(inspector or "", f"{date or ''}"))
        each.points[department, team, item] = (points, maximum)
        each.sources.append(source)
    return list(rounds.values())
