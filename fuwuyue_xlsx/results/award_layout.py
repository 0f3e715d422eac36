"""Which columns an award's sheet has, and which candidate stands in which row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fuwuyue_xlsx.basics.references import column_letters, quoted_title
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.rules.policies import tie_names
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef

CALCULATED, WEIGHTS, HEADER = 4, 5, 6
FIRST = HEADER + 1
# 15 digits hold a whole number exactly
_DIGITS = 15
# up to so many candidates an award is ranked by formulas: each rank looks at every candidate
LIVE_MOST = 20_000
# so many candidates stand in a chart
MOST_BARS = 24
# helper columns, from the first
VETOES, WAITING, UNMET, KEYS = 0, 1, 2, 3


@dataclass(frozen=True, eq=False)
class AwardLayout:
    """One award's rows and columns. `names`: the columns of the candidate's own name. `key_parts`: the figures compared in
    turn ("" is the composite), as packed into each sorting key. `as_run`: ranks, statuses and reasons are those of the run, as no formula
    gives them: in a lower tier, and where the winners of a department are bounded."""

    result: AwardResult
    title: str
    standings: tuple[Standing, ...]
    names: tuple[str, ...]
    key_parts: tuple[tuple[str, ...], ...]
    as_run: bool = False

    @cached_property
    def at(self) -> dict[Candidate, int]:
        """The row of each candidate."""
        return {standing.candidate: FIRST + number for number, standing in enumerate(self.standings)}

    @cached_property
    def scored(self) -> bool:
        """Whether its candidates are ranked by score; else by their departments' order."""
        return self.result.award.scored

    @cached_property
    def whole(self) -> bool:
        """Whether its candidates are ranked by score in one list; else department by department."""
        return self.scored and not self.result.award.each_department

    @cached_property
    def seats_may_be_unknown(self) -> bool:
        """Whether the number of seats may follow from something that nobody has handed in: persons' seats of their department."""
        return self.result.award.level is Level.PERSON and self.result.award.each_department

    # main columns

    rank_column = 0
    name_column = 1

    @cached_property
    def department_column(self) -> int:
        """The column of the department, right of the names; columns count from 0."""
        return 1 + len(self.names)

    @property
    def order_column(self) -> int:
        """Persons: the department's order."""
        return self.department_column + 1

    def component_column(self, name: str) -> int:
        """The column of a component's figure."""
        return self._components[name]

    @cached_property
    def _components(self) -> dict[str, int]:
        names = [part.name for part in self.result.award.components]
        return {name: self.department_column + 1 + names.index(name) for name in names}

    @cached_property
    def score_column(self) -> int:
        """The column of the composite, right of its components."""
        return self.department_column + 1 + len(self.result.award.components)

    @cached_property
    def status_column(self) -> int:
        """The column of the status."""
        return self.score_column + 1 if self.scored else self.order_column + 1

    @cached_property
    def reason_column(self) -> int:
        """The column of the reason."""
        return self.status_column + 1

    @cached_property
    def prize_column(self) -> int:
        """The column of the prize in yuan."""
        return self.status_column + 2

    @cached_property
    def width(self) -> int:
        """Main columns; the helpers stand right of them."""
        return self.prize_column + (3 if self.scored else 1)

    # helper columns

    def helper(self, number: int) -> int:
        """The column of a helper counted from the first: VETOES, WAITING, UNMET, KEYS and on."""
        return self.width + number

    @cached_property
    def rank_key(self) -> int:
        """The last sorting key: ranks follow from it."""
        return self.width + KEYS + max(len(self.key_parts), 1) - 1

    @cached_property
    def equals(self) -> int:
        """How many share the rank."""
        return self.rank_key + 1

    @cached_property
    def order(self) -> int:
        """In one list: a candidate's place in it, equals as the rules list them. By department: the winners' names so far."""
        return self.equals + 1

    @cached_property
    def winners(self) -> int:
        """In one list: the winners' places in it. By department: the names so far of those next in line."""
        return self.order + 1

    @cached_property
    def weighted(self) -> int:
        """The first of the weighted components, for the chart; the cut stands right of them."""
        return self.winners + 1

    @cached_property
    def cut(self) -> int:
        """The score at the cut, for the chart."""
        return self.weighted + len(self.result.award.components)

    @cached_property
    def kept_out(self) -> int:
        """The first of the texts that keep a candidate out: late material, unmet conditions, vetoes, incidents looked into."""
        return self.cut + 1 if self.whole else self.winners + 1

    @property
    def rulings(self) -> int:
        """The first of the columns on ties that leaders decided, where there are any."""
        return self.kept_out + 4

    @cached_property
    def ruled(self) -> tuple[Standing, ...]:
        """Who was in a tie that leaders decided."""
        return tuple(standing for standing in self.standings if standing.ruling and standing.rank is not None and not self.as_run)

    @cached_property
    def bars(self) -> int:
        """How many candidates the chart shows: the first of those with a rank."""
        ranked = sum(standing.rank is not None for standing in self.standings)
        return min(ranked, MOST_BARS)

    # rows

    @property
    def last(self) -> int:
        """The row of the last candidate, from 0; one above the first where the award has none."""
        return FIRST + len(self.standings) - 1

    def standing(self, row: int) -> Standing:
        """Who stands in a row."""
        return self.standings[row - FIRST]

    def area(self, column: int) -> CellRange:
        """A column over all candidates."""
        return CellRange(self.title, FIRST, self.last, column)

    @property
    def top(self) -> CellRef:
        """The first cell of the sheet, for links to it."""
        return CellRef(self.title, 0, 0)

    def row_link(self, who: Candidate) -> str:
        """The target of a link to a candidate's row."""
        return f"{self._links}{column_letters(self.name_column)}{self.at[who] + 1}"

    @cached_property
    def _links(self) -> str:
        return f"internal:{quoted_title(self.title)}!"

    @cached_property
    def departments(self) -> dict[str, tuple[int, int]]:
        """By department: first and last row of its nominated candidates, who stand before its others."""
        spans: dict[str, tuple[int, int]] = {}
        for standing in (s for s in self.standings if s.candidate.nominated):
            row = self.at[standing.candidate]
            first, _ = spans.get(standing.candidate.department, (row, row))
            spans[standing.candidate.department] = (first, row)
        return spans

    def having(self, status: Status) -> list[Standing]:
        """The standings with a status, in their order."""
        return self._by_status.get(status, [])

    @cached_property
    def _by_status(self) -> dict[Status, list[Standing]]:
        by_status: dict[Status, list[Standing]] = {}
        for standing in self.standings:
            by_status.setdefault(standing.status, []).append(standing)
        return by_status


def layout_of(outcome: Outcome, result: AwardResult, title: str) -> AwardLayout:
    """The layout of one award's sheet; where each department has seats of its own, they stand department by department."""
    level = result.award.level
    names = {Level.DEPARTMENT: (), Level.TEAM: ("班组",), Level.PERSON: ("姓名", "班组"), Level.POST: ("岗位名称", "班组")}[level]
    standings = result.standings
    if result.award.each_department:
        order = {department: number for number, department in enumerate(outcome.rules.departments)}
        standings = tuple(sorted(standings, key=lambda s: order[s.candidate.department]))
    parts = _key_parts(outcome, result) if result.award.scored else ()
    as_run = result.award.capped or bool(outcome.rules.tiers_above(result.award))
    return AwardLayout(result, title, standings, names, parts, as_run)


def key_digits(places: int) -> int:
    """Digits of a score up to 100, and of one up to 300, as a whole number: 2 places → 10000 → 5."""
    return places + 3


def _key_parts(outcome: Outcome, result: AwardResult) -> tuple[tuple[str, ...], ...]:
    """The figures compared in turn, packed side by side into keys of at most 15 digits.

    2 places: 综合得分 and two components make one key, each further one a key with the rank so far (6 digits) before it.
    """
    policies = outcome.rules.policies
    order = ["", *tie_names(policies.tie_order, tuple(part.name for part in result.award.components))]
    digits = key_digits(policies.decimals)
    first, more = _DIGITS // digits, (_DIGITS - 6) // digits
    keys = [tuple(order[:first])]
    rest = order[first:]
    while rest:
        keys.append(tuple(rest[:more]))
        rest = rest[more:]
    return tuple(keys)
