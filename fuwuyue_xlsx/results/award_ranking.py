"""How an award's sheet ranks: sorting keys, ranks, places in the list, the cut, and who is next in line."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.reasons import LISTING, MOST_NAMES, ONE_NAME
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.results.award_layout import KEYS, WEIGHTS, AwardLayout, key_digits
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.rules.model import Award
from fuwuyue_xlsx.workbook.addresses import CellRef
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER, LEN, ROUND, N, total
from fuwuyue_xlsx.workbook.range_functions import COUNT, COUNTIF, INDEX, MATCH, MAX, RANK, SMALL, SUMIF
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content, Range

LONGEST_NAMES = 600
# places of the order column: rank × this + position
_PLACES = 1_000_000
# how far below 0 points that are taken off may bring a score at most
LEAST_BELOW = 100
# a nominated person without an order number stands behind all who have one
_UNKNOWN = 10**12
WON, PENDING, TIED = Status.WINNER.label, Status.PENDING.label, Status.TIED.label
# the award's own figures, in the order of their cells
QUOTA, INSIDE, LAST_INSIDE, FIRST_OUTSIDE, OPEN_SEATS, RANKED, EMPTY, TIED_FIRST, NEXT = range(9)
FIGURE_TITLES = ("名额", "入围数", "线内最低分", "线外最高分", "待定名额", "参评数", "空缺", "并列首位科室", "下一位")


class LapsedSeats(Protocol):
    """What the ranking needs of the ties that leaders decided."""

    def lapsed(self, group: str, *, qualified: bool = False) -> Expression | None: ...


class RanksAsRun(Protocol):
    """What the ranking needs of an award whose ranks are those of the run."""

    @property
    def shown_rank(self) -> Expression: ...


class AwardColumns(Protocol):
    """What the ranking needs of an award's plan."""

    layout: AwardLayout
    award: Award
    places: int
    rules: RulesPlan

    @property
    def as_run(self) -> RanksAsRun: ...
    @property
    def name(self) -> CellSeries: ...
    @property
    def department(self) -> CellSeries: ...
    @property
    def order_number(self) -> CellSeries: ...
    @property
    def score(self) -> CellSeries: ...
    @property
    def status(self) -> CellSeries: ...
    @property
    def vetoes(self) -> CellSeries: ...
    @property
    def unmet(self) -> CellSeries: ...
    @property
    def ruled_ties(self) -> LapsedSeats: ...
    def quota(self, standing: Standing) -> Expression: ...
    def component(self, name: str) -> CellSeries: ...
    def weight(self, name: str) -> Cell: ...
    def nominated(self, column: int, content: Callable[[Standing], Content], *, in_order: bool = False) -> CellSeries: ...
    def same(self, column: int, content: Expression) -> CellSeries: ...
    def shared(self, key: tuple[object, ...], make: Callable[[], Expression]) -> Expression: ...


class Ranking:
    """The ranking columns of one award, and of scored awards its own figures above the helper columns."""

    def __init__(self, plan: AwardColumns) -> None:
        self._plan, self._layout = plan, plan.layout

    # sorting keys and ranks

    @cached_property
    def keys(self) -> tuple[CellSeries, ...]:
        """Whole numbers that hold the figures side by side, greater is better; of persons the order, less is better."""
        layout, plan = self._layout, self._plan
        if not layout.scored:
            return (plan.nominated(layout.rank_key, self._order_key),)
        keys: list[CellSeries] = []
        for number, parts in enumerate(layout.key_parts):
            free = AND(plan.vetoes.own == 0, plan.unmet.own == 0, ISNUMBER(plan.score.own))
            keys.append(self._key(layout.helper(KEYS + number), free, parts, keys[-1] if keys else None))
        return tuple(keys)

    def _key(self, column: int, free: Expression, parts: tuple[str, ...], before: CellSeries | None) -> CellSeries:
        """One key: of those who are ranked among each other it packs the same figures, and their ranks by the keys before."""
        taking_part = free if before is None else ISNUMBER(before.own)
        return self._in_groups(column, lambda standing: IF(
            taking_part, self._packed(parts, None if before is None else RANK(before.own, self.among(before, standing))), ""))

    def _packed(self, parts: tuple[str, ...], before: Expression | None) -> Expression:
        """The figures of one key; before them the rank by the keys so far."""
        plan, digits, scale = self._plan, key_digits(self._plan.places), 10**self._plan.places
        width = (len(parts) - 1) * digits
        terms = []
        if before is not None:
            terms.append((_PLACES - before) * 10 ** (len(parts) * digits))
        for place, name in enumerate(parts):
            figure = self._not_negative(name, plan.component(name).own if name else plan.score.own)
            figure = ROUND(figure * scale, 0) if scale > 1 else figure
            terms.append(figure * 10 ** (width - place * digits) if width > place * digits else figure)
        return total(terms)

    def _not_negative(self, name: str, figure: Expression) -> Expression:
        """A figure as a key can hold it side by side with others: where points are taken off, composite and points may be below 0."""
        adjustment = self._plan.award.adjustment
        return figure + LEAST_BELOW if adjustment is not None and name in ("", adjustment.name) else figure

    def _order_key(self, standing: Standing) -> Content:
        plan, order = self._plan, self._plan.order_number.own
        free = plan.shared(("free",), lambda: AND(plan.vetoes.own == 0, plan.unmet.own == 0))
        known = plan.shared(("known",), lambda: ISNUMBER(order))
        return IF(free, IF(known, order, _UNKNOWN + standing.candidate.position), "")

    @cached_property
    def rank(self) -> CellSeries:
        """Ranks as in competitions; of persons within their department."""
        if self._layout.as_run:
            return self._plan.same(self._layout.rank_column, self._plan.as_run.shown_rank)
        key = self.keys[-1]
        return self._in_groups(self._layout.rank_column, lambda standing: IF(
            ISNUMBER(key.own), RANK(key.own, self.among(key, standing), rising=not self._layout.scored), ""))

    @cached_property
    def equals(self) -> CellSeries:
        """How many share a rank."""
        rank = self.rank
        return self._in_groups(self._layout.equals, lambda standing: IF(ISNUMBER(rank.own), COUNTIF(self.among(rank, standing), rank.own), ""))

    def _in_groups(self, column: int, make: Callable[[Standing], Expression]) -> CellSeries:
        """A column with one expression for each group of candidates that are ranked among each other."""
        by_group: dict[str, Expression] = {}
        contents: list[Content] = []
        for standing in self._layout.standings:
            group = self.group(standing)
            if standing.candidate.nominated and group not in by_group:
                by_group[group] = make(standing)
            contents.append(by_group[group] if standing.candidate.nominated else None)
        return CellSeries(self._layout.area(column), contents)

    def group(self, standing: Standing) -> str:
        """Among whom a candidate is ranked: all, or those of its department."""
        return "" if self._layout.whole else standing.candidate.department

    def among(self, series: CellSeries, standing: Standing) -> Range:
        """A column over those among whom a candidate is ranked."""
        if self._layout.whole:
            return series.local
        return self.of_department(series, standing.candidate.department).local

    def of_department(self, series: CellSeries, department: str) -> CellSeries:
        """Persons: a column over the nominated people of a department."""
        key = id(series), department
        if key not in self._parts:
            self._parts[key] = series.between(*self._layout.departments[department])
        return self._parts[key]

    @cached_property
    def _parts(self) -> dict[tuple[int, str], CellSeries]:
        return {}

    # scored awards: places in the list

    @cached_property
    def order(self) -> CellSeries:
        """A candidate's place in the list, equals as the rules list them."""
        rank = self.rank.own
        ranked, listed = ISNUMBER(rank), rank * _PLACES
        return self._plan.nominated(self._layout.order, lambda standing: IF(ranked, listed + (standing.candidate.position + 1), ""))

    @cached_property
    def winners(self) -> CellSeries:
        """The winners' places in the list."""
        winner = IF(self._plan.status.own == WON, self.order.own, "")
        return self._plan.same(self._layout.winners, winner)

    @cached_property
    def bars(self) -> tuple[CellSeries, ...]:
        """What the chart stacks: weight × component, and the cut."""
        plan = self._plan
        parts = [N(plan.component(part.name).own) if part.limit is not None else
                 N(plan.component(part.name).own) * plan.weight(part.name).absolute / 100 for part in plan.award.components]
        return tuple(plan.same(self._layout.weighted + number, bar) for number, bar in enumerate([*parts, N(self.last_inside.absolute)]))

    # scored awards: the award's own figures

    @cached_property
    def figures(self) -> tuple[Cell, ...]:
        """All of them, in the order of their cells."""
        if self._layout.as_run:
            return self._figures_as_run()
        status = self._plan.status.local
        quota, inside, ranked = self.quota, self.inside, self.ranked
        tied, score, department = COUNTIF(status, TIED), self._plan.score, self._plan.department
        outside = inside.absolute + 1
        return (
            quota, inside,
            self._figure(LAST_INSIDE, IF(inside.absolute == 0, "", self._in_list(score, inside.absolute))),
            self._figure(FIRST_OUTSIDE, IF(ranked.absolute > inside.absolute, self._in_list(score, outside), "")),
            self._figure(OPEN_SEATS, COUNTIF(status, PENDING) + IF(tied > 0, quota.absolute - inside.absolute, 0)),
            ranked,
            self._figure(EMPTY, self._empty()),
            self._figure(TIED_FIRST, IF(tied > 0, self._in_list(department, outside), "")),
            self._figure(NEXT, self._next()),
        )

    def _figures_as_run(self) -> tuple[Cell, ...]:
        """Where there is no one cut: no scores beside it, and nobody who is next."""
        result = self._layout.result
        opened, empty = sum(result.open_seats.values()), result.empty_seats
        return (self.quota, self.inside, self._figure(LAST_INSIDE, ""), self._figure(FIRST_OUTSIDE, ""), self._figure(OPEN_SEATS, opened), self.ranked,
                self._figure(EMPTY, empty), self._figure(TIED_FIRST, ""), self._figure(NEXT, ""))

    def _empty(self) -> Expression:
        """The seats that nobody is there for, and those that leaders gave to nobody."""
        empty, lapsed = MAX(0, self.quota.absolute - self.ranked.absolute), self._plan.ruled_ties.lapsed("")
        return empty if lapsed is None else empty + lapsed

    @cached_property
    def quota(self) -> Cell:
        """The cell that holds how many seats the award has over all candidates."""
        return self._figure(QUOTA, self._plan.rules.seats_of_all(self._plan.award).qualified)

    @cached_property
    def inside(self) -> Cell:
        """How many have a seat, or would if their incidents come to nothing."""
        status = self._plan.status.local
        return self._figure(INSIDE, COUNTIF(status, WON) + COUNTIF(status, PENDING))

    @cached_property
    def ranked(self) -> Cell:
        """How many take part."""
        return self._figure(RANKED, COUNT(self.order.local))

    @property
    def last_inside(self) -> Cell:
        """The least score inside; nothing while nobody is."""
        return self.figures[LAST_INSIDE]

    @property
    def first_outside(self) -> Cell:
        """The greatest score outside; nothing while nobody is."""
        return self.figures[FIRST_OUTSIDE]

    def _figure(self, number: int, content: Content) -> Cell:
        return Cell(CellRef(self._layout.title, WEIGHTS, self._layout.helper(number)), content)

    def _in_list(self, series: CellSeries, place: Expression) -> Expression:
        """A column's value for the candidate at a place of the list."""
        order = self.order.local
        return INDEX(series.local, MATCH(SMALL(order, place), order))

    def _next(self) -> Expression:
        """The names of those next in line, as many as a sentence tells, each with the mark before it."""
        inside, group = self.inside.absolute, COUNTIF(self.rank.local, self.inside.absolute + 1)
        return join(*(IF(group > number, join(LISTING, sentence(ONE_NAME, name=self._in_list(self._plan.name, inside + (number + 1)))), "")
                      for number in range(MOST_NAMES)))

    # persons: names down to a row

    @cached_property
    def winners_so_far(self) -> CellSeries:
        """The department's winners down to a row."""
        name, status = self._plan.name.own, self._plan.status.own

        def so_far(before: Expression) -> Expression:
            longer = IF(before == "", name, IF(LEN(before) > LONGEST_NAMES, before, join(before, LISTING, name)))
            return IF(status == WON, longer, before)

        series = self._plan.nominated(self._layout.order, lambda standing: self._plan.shared(
            ("winners", self._is_first(standing)), lambda: so_far(self._before(series, standing))), in_order=True)
        return series

    @cached_property
    def next_so_far(self) -> CellSeries:
        """The department's people next in line down to a row, each with the mark before it."""
        rank, name = self.rank.own, sentence(ONE_NAME, name=self._plan.name.own)

        def so_far(before: Expression, department: str) -> Expression:
            longer = IF(LEN(before) > LONGEST_NAMES, before, join(before, LISTING, name))
            return IF(rank == self.inside_of(department) + 1, longer, before)

        series = self._plan.nominated(self._layout.winners, lambda standing: self._plan.shared(
            ("next", self._is_first(standing), standing.candidate.department),
            lambda: so_far(self._before(series, standing), standing.candidate.department)), in_order=True)
        return series

    def inside_of(self, department: str) -> Expression:
        """How many of a department's people have a seat, or would if their incidents come to nothing."""
        statuses = self.of_department(self._plan.status, department).local
        return COUNTIF(statuses, WON) + COUNTIF(statuses, PENDING)

    def near_cut(self, standing: Standing, step: int) -> Expression:
        """By department: the score of the last inside (step 0), or of the first outside (1); nothing where there is none."""
        ranks = self.of_department(self.rank, standing.candidate.department).local
        place = self.inside_of(standing.candidate.department) + step
        rank = SMALL(ranks, place)
        score = SUMIF(ranks, rank, self.of_department(self._plan.score, standing.candidate.department).local) / COUNTIF(ranks, rank)
        return IF(AND(place > 0, place <= COUNT(ranks)), score, "")

    def _is_first(self, standing: Standing) -> bool:
        """Whether a person is the first of its department."""
        return self._layout.at[standing.candidate] == self._layout.departments[standing.candidate.department][0]

    def _before(self, series: CellSeries, standing: Standing) -> Expression:
        """The names so far down to the row above."""
        return expression("") if self._is_first(standing) else series.above
