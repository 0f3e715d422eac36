"""The conditions of an award, checked from the workbooks (附1 二). Every check says what it counted, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.evaluate.model import Candidate, Evidence, Figure
from fuwuyue_xlsx.evaluate.tables import Tables
from fuwuyue_xlsx.exact import plain
from fuwuyue_xlsx.rules import checks
from fuwuyue_xlsx.rules.model import Condition, ConditionKind, Rules
from fuwuyue_xlsx.rules.policies import DISQUALIFY
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


class Conditions:
    """Checks the conditions of candidates; everything countable is counted once, for all."""

    def __init__(self, rules: Rules, tables: Tables, figures: Figures) -> None:
        self._rules, self._figures = rules, figures
        self._counts = {name: counter(tables) for name, counter in COUNTERS.items()}
        self._departments = {row["department"]: row for row in _records(tables.departments)}

    def of(self, candidate: Candidate, conditions: tuple[Condition, ...], taken: dict[Any, Figure]) -> tuple[Evidence, ...]:
        """Each condition with its evidence. `taken`: figures by source, after 沿用科室, where they differ."""
        return tuple(self._evidence(candidate, condition, taken) for condition in conditions)

    def late_material(self, department: str) -> str | None:
        """The cell of a material time after the deadline, when that disqualifies; a missing time is no lateness."""
        row = self._departments.get(department)
        late = row and row["material_time"] and row["material_time"] > self._rules.campaign.material_due
        return row["material_source"] if late and self._rules.policies.lateness == DISQUALIFY else None

    def _evidence(self, candidate: Candidate, condition: Condition, taken: dict[Any, Figure]) -> Evidence:
        check = checks.CHECKS[condition.check]
        hard = condition.kind is ConditionKind.HARD
        if check.name in COUNTERS:
            met, words, sources = self._counted(candidate, condition, check)
        elif check.source:
            figure = taken.get(check.source) or self._figures.of(check.source, candidate)
            met = figure.value is not None and (condition.threshold is None or figure.value >= condition.threshold)
            words = f"{check.words} {figure.value} 分" if figure.value is not None else f"没有{check.words}得分"
            sources = tuple(source for part in figure.parts for source in part.sources)
        elif check.name == checks.OPINION:
            met, words, sources = True, "科室意见：同意" if candidate.source else "", (candidate.source,)
        else:
            return Evidence(condition, None, "见“一票否决”")
        return Evidence(condition, met if hard else None, words, sources)

    def _counted(self, candidate: Candidate, condition: Condition, check: checks.Check) -> tuple[bool, str, tuple[str, ...]]:
        count = self._counts[check.name].get((candidate.department, candidate.team), Count())
        number = len(count.things)
        threshold = condition.threshold
        words = f"{check.words} {number} {check.unit}" + (f"，要求 {plain(threshold)} {check.unit}" if threshold else "")
        late = self._late_plan(candidate.department) if check.name == checks.PLANNED_SERIES else None
        met = (threshold is None or number >= threshold) and late is None
        return met, words + (f"；{late}" if late else ""), count.sources

    def _late_plan(self, department: str) -> str | None:
        """Under 取消资格 a late or undated plan leaves the condition unmet; why, in words."""
        row = self._departments.get(department)
        if self._rules.policies.lateness != DISQUALIFY or row is None:
            return None
        due = self._rules.campaign.plan_due
        if row["plan_date"] is None:
            return "方案报送日期没有填写，按逾期处理"
        return f"方案 {row['plan_date']} 报送，晚于 {due}" if row["plan_date"] > due else None
