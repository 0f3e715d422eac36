"""Awards whose ranks, statuses and reasons are those of the run: lower tiers, and awards that bound the winners of a department.

No formula gives them. So that nothing on the sheet says otherwise than the program would, the statuses stand only as long as everything
that they rest on is as it was: the seats, each score, each veto and unmet condition, and the statuses in the higher tiers. Else the sheet
says that the evaluation has to be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.tier_seats import identity
from fuwuyue_xlsx.results.award_layout import HEADER, AwardLayout
from fuwuyue_xlsx.results.award_ranking import AwardColumns
from fuwuyue_xlsx.results.rules_plan import NO_SEATS
from fuwuyue_xlsx.workbook.addresses import CellRef
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER
from fuwuyue_xlsx.workbook.range_functions import SUM
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content

RERUN = "须重新运行"
TITLES = ("同运行时", "运行时的状态", "运行时的原因", "运行时的名次")


class OtherAward(Protocol):
    """What is needed of the plan of a higher tier."""

    layout: AwardLayout

    @property
    def status(self) -> CellSeries: ...


class ColumnsAsRun(AwardColumns, Protocol):
    """What is needed of an award's plan."""

    @property
    def waiting(self) -> CellSeries: ...
    @property
    def order_number(self) -> CellSeries: ...


class AwardAsRun:
    """The helper columns of such an award, and what its own columns hold."""

    def __init__(self, plan: ColumnsAsRun, layout: AwardLayout, higher: Callable[[], Sequence[OtherAward]]) -> None:
        self._plan, self._layout, self._higher = plan, layout, higher

    @property
    def columns(self) -> tuple[CellSeries, ...]:
        """The helper columns, in the order of `TITLES`; none of another award."""
        return (self.same, self.run_status, self.run_reason, self.run_rank) if self._layout.as_run else ()

    @cached_property
    def same(self) -> CellSeries:
        """1 where all that decides about a candidate is as it was."""
        return self._column(0, self._same)

    def _same(self, standing: Standing) -> Content:
        plan, row = self._plan, self._layout.at[standing.candidate]
        asked: list[Expression | None] = [self._unchanged(series, row) for series in (plan.vetoes, plan.waiting, plan.unmet)]
        if plan.award.scored:
            asked.append(self._unchanged(plan.score, row))
            asked += [self._unchanged(plan.component(part.name), row) for part in plan.award.components]
        else:
            asked.append(self._unchanged(plan.order_number, row))
        for other in self._higher():
            for one in other.layout.standings:
                if identity(one.candidate) == identity(standing.candidate):
                    asked.append(other.status.cell(other.layout.at[one.candidate]).qualified == one.status.label)
        quota = plan.quota(standing)
        asked.append(quota == self._seats(standing))
        return IF(AND(*[one for one in asked if one is not None]), 1, 0)

    def _unchanged(self, series: CellSeries, row: int) -> Expression | None:
        """Whether a cell holds what it held; None: nothing can change it."""
        value = series.value(row)
        return None if value is None else series.own == value

    def _seats(self, standing: Standing) -> str | int:
        quota = self._layout.result.quota
        seats = quota.get(standing.candidate.department) if isinstance(quota, dict) else quota
        return NO_SEATS if seats is None else seats

    @cached_property
    def run_status(self) -> CellSeries:
        """The status as the run gave it, in the word that people read."""
        return self._column(1, lambda standing: standing.status.label)

    @cached_property
    def run_reason(self) -> CellSeries:
        """The reason as the run gave it; a text from the inputs, so no part of a formula."""
        return self._column(2, lambda standing: "；".join(standing.reasons))

    @cached_property
    def run_rank(self) -> CellSeries:
        """The rank as the run gave it; an empty text for whoever has none."""
        return self._column(3, lambda standing: standing.rank if standing.rank is not None else "")

    def _column(self, number: int, content: Callable[[Standing], Content]) -> CellSeries:
        return self._plan.nominated(self._layout.rulings + number, content)

    @cached_property
    def holds(self) -> Cell:
        """1 while everybody is as it was: the cell above the first helper column of these."""
        count = sum(standing.candidate.nominated for standing in self._layout.standings)
        return Cell(CellRef(self._layout.title, HEADER - 1, self._layout.rulings), IF(SUM(self.same.local) == count, 1, 0))

    @property
    def shown_rank(self) -> Expression:
        """The rank that the run gave; nothing once anything has changed."""
        return IF(AND(self.holds.absolute == 1, ISNUMBER(self.run_rank.own)), self.run_rank.own, "")

    def shown(self, series: CellSeries) -> Expression:
        """What the run said, or that it has to be run again."""
        return IF(self.holds.absolute == 1, series.own, RERUN)
