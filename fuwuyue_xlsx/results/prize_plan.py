"""Where people and amounts stand on 奖金汇总, by award and department, and how they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import AwardResult
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_plan import PENDING, TIED, WON, AwardPlan
from fuwuyue_xlsx.results.award_ranking import EMPTY as EMPTY_SEATS
from fuwuyue_xlsx.results.award_ranking import INSIDE, TIED_FIRST
from fuwuyue_xlsx.results.award_ranking import QUOTA as AWARD_QUOTA
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.expressions import Expression, expression, sentence
from fuwuyue_xlsx.workbook.functions import IF, ISNUMBER, TEXT, total
from fuwuyue_xlsx.workbook.range_functions import MAX, SUM
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content

TITLE = "奖金汇总"
HEADER = 3
DEPARTMENT, QUOTA, WINNERS, PRIZE, CONFIRMED, SEATS, OPEN, EMPTY = range(1, 9)
_ADDED = (WINNERS, CONFIRMED, SEATS, OPEN)
_MONEY = (PRIZE, CONFIRMED, OPEN)


@dataclass(frozen=True)
class Line:
    """One row: what it is for, and what its cells hold by column."""

    award: str
    department: str
    cells: Mapping[int, Content]


class PrizePlan:
    """Rows of each award by department with its subtotal, then of each department over all awards, then of all."""

    def __init__(self, outcome: Outcome, awards: Mapping[str, AwardPlan], rules: RulesPlan) -> None:
        self._outcome = outcome
        self._awards, self._rules, self._departments = awards, rules, outcome.rules.departments
        self.enabled = [result for result in outcome.evaluation.awards if result.award.enabled]
        self.paid = [result for result in self.enabled if not result.award.honour]
        self.lines: list[Line] = []
        self.awards: dict[str, int] = {}
        self.departments: dict[str, int] = {}
        block, first = len(self._departments) + 1, HEADER + 1
        last = first + block * len(self.enabled) + len(self._departments)
        self.series = {column: self._series(first, last, column) for column in range(DEPARTMENT, EMPTY + 1)}
        for result in self.enabled:
            self._award(result)
        self._totals()

    def _series(self, first: int, last: int, column: int) -> CellSeries:
        return CellSeries(CellRange(TITLE, first, last, column), lambda place: self.lines[place].cells.get(column))

    @property
    def total(self) -> int:
        """The row of the grand total."""
        return HEADER + len(self.lines)

    def cell(self, row: int, column: int) -> Cell:
        """A cell of the table."""
        return self.series[column].cell(row)

    @property
    def _next_row(self) -> int:
        return HEADER + 1 + len(self.lines)

    def _award(self, result: AwardResult) -> None:
        plan, name, first = self._awards[result.award.name], result.award.name, self._next_row
        cells = self._department_cells(result, plan)
        for department in self._departments:
            self.lines.append(Line(name, department, {DEPARTMENT: department, **cells, **self._seats(result, department)}))
        last = self._next_row - 1
        summed = [column for column in _ADDED if not (result.award.honour and column in _MONEY)]
        added = [*summed, QUOTA, EMPTY] if isinstance(result.quota, dict) else summed
        sums: dict[int, Content] = {column: SUM(self.series[column].between(first, last).local) for column in added}
        if not isinstance(result.quota, dict):
            sums[QUOTA] = self._rules.seats_of_all(result.award).qualified
            sums[EMPTY] = plan.ranking.figures[EMPTY_SEATS].qualified if plan.layout.standings else result.empty_seats
        self.awards[name] = self._next_row
        self.lines.append(Line(name, "", sums))

    def _department_cells(self, result: AwardResult, plan: AwardPlan) -> dict[int, Content]:
        """What all departments' rows of an award share."""
        prize, own = self._rules.prize[result.award.name].qualified, self.series
        nobody = not plan.layout.standings
        waiting = 0 if nobody else self._counted(plan, PENDING) + self._shared_seats(plan)
        cells: dict[int, Content] = {
            WINNERS: 0 if nobody else self._counted(plan, WON), PRIZE: prize, CONFIRMED: own[WINNERS].own * own[PRIZE].own,
            SEATS: waiting, OPEN: own[SEATS].own * own[PRIZE].own}
        if result.award.honour:
            cells = {column: content for column, content in cells.items() if column not in _MONEY}
        if isinstance(result.quota, dict):
            ranked = expression(0) if nobody else plan.by_rank.count_numbers(own[DEPARTMENT].own, TITLE)
            cells[EMPTY] = IF(ISNUMBER(own[QUOTA].own), MAX(0, own[QUOTA].own - ranked), 0)
        return cells

    def _counted(self, plan: AwardPlan, status: str) -> Expression:
        """Candidates of the row's department with a status."""
        return plan.by_status.count(self.series[DEPARTMENT].own, status, TITLE)

    def _shared_seats(self, plan: AwardPlan) -> Expression:
        """The seats that equals share: they stand with the first of them."""
        own = self.series
        if plan.layout.whole:
            first, quota, inside = (plan.ranking.figures[number].qualified for number in (TIED_FIRST, AWARD_QUOTA, INSIDE))
            return IF(first == own[DEPARTMENT].own, quota - inside, 0)
        open_seats = own[QUOTA].own - own[WINNERS].own - self._counted(plan, PENDING)
        return IF(self._counted(plan, TIED) > 0, open_seats, 0)

    def _seats(self, result: AwardResult, department: str) -> dict[int, Content]:
        """Persons: the seats of the department; of other awards they are not parted."""
        if result.award.capped or self._is_lower_tier(result):
            return self._seats_as_run(result, department)
        if not isinstance(result.quota, dict):
            return {}
        return {QUOTA: self._rules.seats[result.award.name, department].qualified, **self._lapsed(result, department)}

    def _is_lower_tier(self, result: AwardResult) -> bool:
        return bool(self._outcome.rules.tiers_above(result.award))

    def _seats_as_run(self, result: AwardResult, department: str) -> dict[int, Content]:
        """The seats that the run left open or empty, where no formula gives them."""
        opened = result.open_seats.get(department, 0)
        cells: dict[int, Content] = {SEATS: opened}
        if isinstance(result.quota, dict):
            won = sum(one.status is Status.WINNER and one.candidate.department == department for one in result.standings)
            cells[QUOTA] = self._rules.seats[result.award.name, department].qualified
            cells[EMPTY] = max(0, (result.quota.get(department) or 0) - won - opened)
        return cells

    def _lapsed(self, result: AwardResult, department: str) -> dict[int, Content]:
        """The department's empty seats where leaders gave one of them to nobody."""
        plan, own = self._awards[result.award.name], self.series
        lapsed = plan.ruled_ties.lapsed(department, qualified=True) if plan.layout.standings else None
        if lapsed is None:
            return {}
        ranked = plan.by_rank.count_numbers(own[DEPARTMENT].own, TITLE)
        return {EMPTY: IF(ISNUMBER(own[QUOTA].own), MAX(0, own[QUOTA].own - ranked) + lapsed, 0)}

    def _totals(self) -> None:
        """各奖项合计 by department, and 总计."""
        first, block = self._next_row, len(self._departments) + 1
        added = [column for column in _ADDED if self.paid or column not in _MONEY]
        for number, department in enumerate(self._departments):
            rows = {column: [HEADER + 1 + block * place + number for place, result in enumerate(self.enabled)
                             if not (result.award.honour and column in _MONEY)] for column in added}
            self.departments[department] = self._next_row
            self.lines.append(Line("", department, {column: total([self.cell(row, column).local for row in rows[column]]) for column in added}))
        last = self._next_row - 1
        self.lines.append(Line("", "", {column: SUM(self.series[column].between(first, last).local) for column in added}))

    def most(self, known: Sequence[AwardResult]) -> Expression:
        """The most that all seats could cost, in words."""
        terms = [self.cell(self.awards[result.award.name], QUOTA).local * self._rules.prize[result.award.name].qualified for result in known]
        return sentence("名额全部用满时的最高支出：{yuan} 元（名额待定的科室未计）。", yuan=TEXT(total(terms), "#,##0"))
