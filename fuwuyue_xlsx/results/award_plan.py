"""Where everything stands on an award's sheet, known before anything is written, so that all sheets can refer to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing, Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Level, Source
from fuwuyue_xlsx.workbook.addresses import LETTERS, CellRange, CellRef, quoted

CALCULATED, WEIGHTS, HEADER = 4, 5, 6
FIRST = HEADER + 1
# 15 digits hold a whole number exactly
_DIGITS = 15
# up to so many candidates an award is ranked by formulas: each rank looks at every candidate
LIVE_MOST = 20_000
# so many candidates stand in a chart
MOST_BARS = 24
VETOES, WAITING, UNMET, KEYS = 0, 1, 2, 3


@dataclass
class AwardPlan:
    """One award's rows and columns. `key_parts`: the figures compared in turn, as packed into each sorting key."""

    result: AwardResult
    title: str
    standings: tuple[Standing, ...]
    names: tuple[str, ...]
    key_parts: tuple[tuple[str, ...], ...] = ()
    at: dict[Candidate, int] = field(default_factory=dict)
    reached: frozenset[Candidate] = frozenset()
    ranks: Counter[tuple[str, int | None]] = field(default_factory=Counter)
    now: dict[str, object] = field(default_factory=dict)
    key_ranks: dict[int, dict[int, int]] = field(default_factory=dict)
    _texts: dict[tuple[object, ...], str] = field(default_factory=dict)
    _rows_of: dict[tuple[str, int], str] = field(default_factory=dict)

    def once(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """A formula's text that many rows share, made for the first of them."""
        text = self._texts.get(key)
        if text is None:
            text = self._texts[key] = make()
        return text

    # main columns

    @cached_property
    def scored(self) -> bool:
        return self.result.award.scored

    @property
    def name_column(self) -> int:
        return 1

    @cached_property
    def department_column(self) -> int:
        return 1 + len(self.names)

    @property
    def order_column(self) -> int:
        """Persons: the department's order."""
        return self.department_column + 1

    def component_column(self, name: str) -> int:
        return self._components[name]

    @cached_property
    def _components(self) -> dict[str, int]:
        names = [part.name for part in self.result.award.components]
        return {name: self.department_column + 1 + names.index(name) for name in names}

    @cached_property
    def score_column(self) -> int:
        return self.department_column + 1 + len(self.result.award.components)

    @cached_property
    def status_column(self) -> int:
        return self.score_column + 1 if self.scored else self.order_column + 1

    @cached_property
    def prize_column(self) -> int:
        return self.status_column + 2

    @cached_property
    def width(self) -> int:
        """Main columns; the helpers stand right of them."""
        return self.prize_column + (3 if self.scored else 1)

    # helper columns

    @cached_property
    def rank_key(self) -> int:
        """The last sorting key: ranks follow from it."""
        return self.width + KEYS + max(len(self.key_parts), 1) - 1

    @cached_property
    def equals(self) -> int:
        return self.rank_key + 1

    @cached_property
    def order(self) -> int:
        """Scored: a candidate's place in the list, equals as the rules list them. Persons: the winners' names so far."""
        return self.equals + 1

    @cached_property
    def winners(self) -> int:
        return self.order + 1

    @cached_property
    def weighted(self) -> int:
        """The first of the weighted components, for the chart; the cut stands right of them."""
        return self.winners + 1

    @cached_property
    def bars(self) -> int:
        """How many candidates the chart shows: the first of those with a rank."""
        ranked = sum(standing.rank is not None for standing in self.standings)
        return min(ranked, MOST_BARS)

    # places

    @property
    def last(self) -> int:
        return FIRST + len(self.standings) - 1

    def area(self, column: int) -> CellRange:
        return CellRange(self.title, FIRST, self.last, column)

    def spot(self, who: Candidate, column: int) -> CellRef:
        return CellRef(self.title, self.at[who], column)

    def calculated(self, number: int) -> CellRef:
        """A figure of the whole award: see `award_figures`."""
        return CellRef(self.title, WEIGHTS, self.width + number)

    def row_link(self, who: Candidate) -> str:
        return f"{self._links}{LETTERS[self.name_column]}{self.at[who] + 1}"

    @cached_property
    def _links(self) -> str:
        return f"internal:{quoted(self.title)}!"

    def veto_count(self, who: Candidate) -> CellRef | None:
        """Where it stands how many incidents veto a candidate; None: none concerns it."""
        return self.spot(who, self.width + VETOES) if who in self.reached else None

    def component_of(self, who: Candidate, source: Source) -> CellRef | None:
        """A candidate's component with this source: of several the last, as they all show one figure."""
        names = [part.name for part in self.result.award.components if part.source is source]
        return self.spot(who, self.component_column(names[-1])) if names else None

    @cached_property
    def departments(self) -> dict[str, tuple[int, int]]:
        """Persons: first and last row of each department's nominated people, who stand before its others."""
        spans: dict[str, tuple[int, int]] = {}
        for standing in (s for s in self.standings if s.candidate.nominated):
            row = self.at[standing.candidate]
            first, _ = spans.get(standing.candidate.department, (row, row))
            spans[standing.candidate.department] = (first, row)
        return spans

    def rows_of(self, who: Candidate, column: int) -> str:
        """Persons: a column over the nominated people of a candidate's department, for formulas of this sheet."""
        made = self._rows_of.get((who.department, column))
        if made is None:
            made = self._rows_of[who.department, column] = CellRange(self.title, *self.departments[who.department], column).here
        return made

    def equal_count(self, standing: Standing) -> int:
        """How many share a candidate's rank: in its award, or of persons in its department."""
        return self.ranks["" if self.scored else standing.candidate.department, standing.rank]

    def seats(self, standing: Standing) -> int | None:
        """The seats that a candidate competes for; None while its department's staff is unknown."""
        quota = self.result.quota
        return quota[standing.candidate.department] if isinstance(quota, dict) else quota

    def having(self, status: Status) -> list[Standing]:
        return self._by_status.get(status, [])

    @cached_property
    def _by_status(self) -> dict[Status, list[Standing]]:
        found: dict[Status, list[Standing]] = {}
        for standing in self.standings:
            found.setdefault(standing.status, []).append(standing)
        return found


def plan_awards(outcome: Outcome, titles: dict[str, str], reached: frozenset[Candidate]) -> dict[str, AwardPlan]:
    """A plan for every award. `reached`: candidates whom an incident would reach."""
    return {result.award.name: _plan(outcome, result, titles[result.award.name], reached) for result in outcome.evaluation.awards}


def _plan(outcome: Outcome, result: AwardResult, title: str, reached: frozenset[Candidate]) -> AwardPlan:
    level = result.award.level
    names = {Level.DEPARTMENT: (), Level.TEAM: ("班组",), Level.PERSON: ("姓名", "班组"), Level.POST: ("岗位名称", "班组")}[level]
    standings = result.standings
    if level is Level.PERSON:
        order = {department: number for number, department in enumerate(outcome.rules.departments)}
        standings = tuple(sorted(standings, key=lambda s: order[s.candidate.department]))
    at = {standing.candidate: FIRST + number for number, standing in enumerate(standings)}
    parts = key_parts(outcome, result) if result.award.scored else ()
    ranks = Counter(("" if result.award.scored else s.candidate.department, s.rank) for s in standings)
    return AwardPlan(result, title, standings, names, parts, at, reached, ranks)


def key_digits(places: int) -> int:
    """Digits of a score up to 100 as a whole number: 2 places → 10000 → 5."""
    return places + 3


def key_parts(outcome: Outcome, result: AwardResult) -> tuple[tuple[str, ...], ...]:
    """The figures compared in turn ("" is the composite), packed side by side into keys of at most 15 digits.

    2 places: 综合得分 and two components make one key, each further one a key with the rank so far (6 digits) before it.
    """
    policies = outcome.rules.policies
    by_key = {key(part.name): part.name for part in result.award.components}
    order = ["", *(by_key[key(name)] for name in policies.tie_order if key(name) in by_key)]
    digits = key_digits(policies.decimals)
    first, more = _DIGITS // digits, (_DIGITS - 6) // digits
    keys = [tuple(order[:first])]
    rest = order[first:]
    while rest:
        keys.append(tuple(rest[:more]))
        rest = rest[more:]
    return tuple(keys)
