"""What the countable checks count (附1 二): distinct things and entries, each with the cell that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.rules import checks
from fuwuyue_xlsx.schema.department import DONE
from fuwuyue_xlsx.text import key


@dataclass(frozen=True)
class Count:
    """What a counting check found: the distinct things, each with the first cell that shows it."""

    things: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


Counts = dict[tuple[str, str | None], Count]


def _distinct(rows: list[tuple[tuple[str, str | None], str, str]]) -> Counts:
    """(object, thing, source) → for each object its distinct things, in order."""
    found: dict[tuple[str, str | None], dict[str, tuple[str, str]]] = defaultdict(dict)
    for who, thing, source in rows:
        found[who].setdefault(key(thing), (thing, source))
    return {who: Count(tuple(t for t, _ in things.values()), tuple(s for _, s in things.values())) for who, things in found.items()}


def _records(frame: Any) -> list[dict[str, Any]]:
    return frame.to_dict("records")


def _series(tables: Tables) -> Counts:
    rows = [r for r in _records(tables.series) if r["planned"] and r["status"] == DONE and r["series"]]
    return _distinct([((r["department"], None), r["series"], r["source"]) for r in rows])


def _column(frame_name: str, column: str) -> Callable[[Tables], Counts]:
    """Distinct values of one column, by department."""

    def count(tables: Tables) -> Counts:
        rows = [r for r in _records(getattr(tables, frame_name)) if r[column] is not None]
        return _distinct([((r["department"], None), r[column], r["source"]) for r in rows])

    return count


def _services(tables: Tables) -> Counts:
    """Entries, each a thing of its own even when two have one name."""
    rows = [r for r in _records(tables.services) if r["name"] is not None]
    return _each([((r["department"], None), r["name"], r["source"]) for r in rows])


def _suggestions(tables: Tables) -> Counts:
    rows = [r for r in _records(tables.suggestions) if r["team"] is not None]
    return _each([((r["department"], r["team"]), r["content"] or "建议", r["source"]) for r in rows])


def _contributions(tables: Tables) -> Counts:
    """Entries of contests and trainings that name the team; 全科室 names every team."""
    rows = [*_records(tables.contests), *_records(tables.trainings)]
    named = [(r, team) for r in rows for team in r["teams"] or ()]
    return _each([((r["department"], team), r.get("trade") or r.get("form") or "活动", r["source"]) for r, team in named])


def _each(rows: list[tuple[tuple[str, str | None], str, str]]) -> Counts:
    found: dict[tuple[str, str | None], list[tuple[str, str]]] = defaultdict(list)
    for who, thing, source in rows:
        found[who].append((thing, source))
    return {who: Count(tuple(t for t, _ in things), tuple(s for _, s in things)) for who, things in found.items()}


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
