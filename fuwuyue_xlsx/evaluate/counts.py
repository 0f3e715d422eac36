"""What the countable checks count (附1 二): distinct things and entries, each with the cell that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules import checks
from fuwuyue_xlsx.schema.department_book import DONE
from fuwuyue_xlsx.tables.frames import Tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Count:
    """What a counting check found: the distinct things, each with the first cell that shows it."""

    things: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


Counts = dict[tuple[str, str | None], Count]


Rows = Iterable[tuple[tuple[str, str | None], str, str]]


def _distinct(rows: Rows) -> Counts:
    """(object, thing, source) → for each object its distinct things, in order."""
    found: dict[tuple[str, str | None], dict[str, tuple[str, str]]] = defaultdict(dict)
    for who, thing, source in rows:
        found[who].setdefault(key(thing), (thing, source))
    return {who: Count(tuple(t for t, _ in things.values()), tuple(s for _, s in things.values())) for who, things in found.items()}


def _each(rows: Rows) -> Counts:
    """(object, thing, source) → for each object all its things, in order."""
    found: dict[tuple[str, str | None], tuple[list[str], list[str]]] = {}
    for who, thing, source in rows:
        things, sources = found.setdefault(who, ([], []))
        things.append(thing)
        sources.append(source)
    return {who: Count(tuple(things), tuple(sources)) for who, (things, sources) in found.items()}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The values of these columns, row by row."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _series(tables: Tables) -> Counts:
    rows = _rows(tables.series, "department", "planned", "status", "series", "source")
    return _distinct(((home, None), series, source) for home, planned, status, series, source in rows
                     if planned and status == DONE and series)


def _column(frame_name: str, column: str) -> Callable[[Tables], Counts]:
    """Distinct values of one column, by department."""

    def count(tables: Tables) -> Counts:
        rows = _rows(getattr(tables, frame_name), "department", column, "source")
        return _distinct(((home, None), thing, source) for home, thing, source in rows if thing is not None)

    return count


def _services(tables: Tables) -> Counts:
    """Entries, each a thing of its own even when two have one name."""
    rows = _rows(tables.services, "department", "name", "source")
    return _each(((home, None), name, source) for home, name, source in rows if name is not None)


def _suggestions(tables: Tables) -> Counts:
    rows = _rows(tables.suggestions, "department", "team", "content", "source")
    return _each(((home, team), content or "建议", source) for home, team, content, source in rows if team is not None)


def _contributions(tables: Tables) -> Counts:
    """Entries of contests and trainings that name the team; 全科室 names every team."""
    rows = chain(_rows(tables.contests, "department", "teams", "trade", "source"), _rows(tables.trainings, "department", "teams", "form", "source"))
    return _each(((home, team), thing or "活动", source) for home, teams, thing, source in rows for team in teams or ())


COUNTERS: dict[str, Callable[[Tables], Counts]] = {
    checks.PLANNED_SERIES: _series,
    checks.TRADES: _column("contests", "trade"),
    checks.TRAINING_FORMS: _column("trainings", "form"),
    checks.SERVICES: _services,
    checks.PUBLICITY_FORMS: _column("publicity", "form"),
    checks.SUGGESTIONS: _suggestions,
    checks.CONTRIBUTIONS: _contributions,
}


def counts_of(tables: Tables) -> dict[str, Counts]:
    """Every countable check, for all objects at once."""
    return {name: counter(tables) for name, counter in COUNTERS.items()}
