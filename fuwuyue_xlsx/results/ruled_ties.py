"""Ties that leaders decided, on an award's sheet: what was ruled stands in helper columns, and formulas say whether it still holds.

A ruling holds while the same candidates share the same score over the same seats; a change that gives another tie leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from fuwuyue_xlsx.evaluate import reasons
from fuwuyue_xlsx.evaluate.decisions import Candidate, Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.results.award_layout import AwardLayout
from fuwuyue_xlsx.results.award_ranking import AwardColumns, Ranking
from fuwuyue_xlsx.schema.ruling_book import LOSES, WINS
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER
from fuwuyue_xlsx.workbook.range_functions import SUMIF
from fuwuyue_xlsx.workbook.ranges import CellSeries, Content

TITLES = ("裁定", "裁定说明", "裁定行", "裁定有效", "裁定后的下一位")


class TiedCandidates(AwardColumns, Protocol):
    """What is needed of an award's plan."""

    @property
    def waiting(self) -> CellSeries: ...
    def is_reached(self, who: Candidate) -> bool: ...


class RuledTies:
    """The columns of an award with ties that leaders decided; of persons a tie a department."""

    def __init__(self, plan: TiedCandidates, layout: AwardLayout, ranking: Ranking) -> None:
        self._plan, self._layout, self._ranking = plan, layout, ranking
        self._groups: dict[str, list[Standing]] = {}
        for standing in layout.ruled:
            self._groups.setdefault(ranking.group(standing), []).append(standing)

    @property
    def columns(self) -> tuple[CellSeries, ...]:
        """The helper columns, in the order of `TITLES`; none where nothing was ruled."""
        return (self.decision, self.words, self.marks, self.holds, self.heirs) if self._groups else ()

    def covers(self, standing: Standing) -> bool:
        """Whether a candidate was in a tie that was decided."""
        return standing in self._groups.get(self._ranking.group(standing), ())

    @cached_property
    def decision(self) -> CellSeries:
        """What leaders decided on each candidate of a tie: 获奖 or 不获奖."""
        return self._column(0, lambda standing: standing.ruling.decision if standing.ruling else None)

    @cached_property
    def words(self) -> CellSeries:
        """What follows the place in the reason; a text from the inputs, so no part of a formula."""

        def content(standing: Standing) -> Content:
            group = [one.candidate for one in self._groups[self._ranking.group(standing)]]
            return reasons.ruled("", standing.ruling, reasons.others(group, standing.candidate)) if standing.ruling else None

        return self._column(1, content)

    @cached_property
    def marks(self) -> CellSeries:
        """1 for whom something was ruled."""
        return self._column(2, lambda standing: 1)

    @cached_property
    def holds(self) -> CellSeries:
        """1 while the tie is the one that was asked about."""
        return self._column(3, self._holds)

    @cached_property
    def heirs(self) -> CellSeries:
        """Of who may be looked into: what becomes of its seat if that is substantiated and the tie holds, in words."""

        def content(standing: Standing) -> Content:
            group = self._groups.get(self._ranking.group(standing))
            if not group or not self._plan.is_reached(standing.candidate):
                return None
            if self._fits(group):
                return reasons.HEIRS.format(names=reasons.names([one.candidate for one in group if one.status is Status.NOT_SELECTED]))
            return reasons.SHARERS.format(names=reasons.names([one.candidate for one in group if one is not standing]))

        return self._plan.nominated(self._layout.rulings + 4, content)

    def _fits(self, group: list[Standing]) -> bool:
        """Whether a seat more, or one candidate less, leaves a seat for everybody who shares the place."""
        return len(group) <= self._seats(group[0]) + 1

    def _column(self, number: int, content: Callable[[Standing], Content]) -> CellSeries:
        return self._plan.nominated(self._layout.rulings + number, lambda standing: content(standing) if self.covers(standing) else None)

    def _holds(self, standing: Standing) -> Content:
        group, plan, rank = self._groups[self._ranking.group(standing)], self._plan, self._ranking.rank
        size, quota = len(group), plan.quota(standing)
        ranks, ruled = self._ranking.among(rank, standing), self._ranking.among(self.marks, standing)
        asked = [ISNUMBER(rank.own), self._ranking.equals.own == size, SUMIF(ranks, rank.own, ruled) == size,
                 quota - rank.own + 1 == self._seats(standing)]
        if standing.score is not None:
            asked.append(plan.score.own == standing.score)
        return IF(AND(*asked), 1, 0)

    def _seats(self, standing: Standing) -> int:
        """Over how many seats the tie was."""
        quota = self._layout.result.quota
        seats = quota.get(standing.candidate.department) if isinstance(quota, dict) else quota
        return (seats or 0) - (standing.rank or 1) + 1

    # what follows

    def status(self, inside: Expression, outside: str, tied: str) -> Expression:
        """The status of somebody in a decided tie, in place of `tied`."""
        return IF(self.holds.own == 1, IF(self.decision.own == WINS, inside, outside), tied)

    def place(self, place: Expression) -> Expression:
        """Where a candidate stands, with what was ruled on the tie while that holds."""
        return join(place, IF(self.holds.own == 1, self.words.own, ""))

    def sentence(self, place: Expression, otherwise: Expression) -> Expression:
        """The reason of somebody whom a ruling decided; `otherwise` while it does not hold."""
        return IF(self.holds.own == 1, join(place, self.words.own), otherwise)

    def heirs_among(self, standing: Standing, otherwise: Expression) -> Expression:
        """Who would get a seat that falls free among those who share a quota with a candidate."""
        group = self._groups.get(self._ranking.group(standing))
        if not group:
            return otherwise
        holds = self.holds.cell(self._layout.at[group[0].candidate]).absolute
        waiting = SUMIF(self._ranking.among(self.decision, standing), LOSES, self._ranking.among(self._plan.waiting, standing))
        heirs = join(self.heirs.own, IF(waiting > 0, reasons.LOOKED_INTO, "")) if self._fits(group) else self.heirs.own
        return IF(holds == 1, heirs, otherwise)

    def lapsed(self, group: str, *, qualified: bool = False) -> Expression | None:
        """How many seats a ruling gave to nobody, among all or among a department's people; None: none."""
        ruled = self._groups.get(group)
        if not ruled:
            return None
        count = self._seats(ruled[0]) - sum(one.ruling is not None and one.ruling.decision == WINS for one in ruled)
        if not count:
            return None
        first = self.holds.cell(self._layout.at[ruled[0].candidate])
        return IF((first.qualified if qualified else first.absolute) == 1, expression(count), 0)
