"""Where 类别比例 stands: what share of each department's winners are of a category, counted by formulas over the awards' sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.shares_of_winners import is_of
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.expressions import Expression, expression
from fuwuyue_xlsx.workbook.functions import IF, total
from fuwuyue_xlsx.workbook.range_functions import COUNTIF
from fuwuyue_xlsx.workbook.ranges import CellSeries, Content

TITLE = "类别比例"
HEADER = 2
WINNERS, OF_CATEGORY, VERDICT, PARTS = 4, 5, 6, 8
# a formula takes 8,192 characters, and a candidate with the longest title of a sheet some 60
_MOST_NAMED = 100
MET, UNMET, NOBODY = "达到", "没有达到", "没有获奖者"


@dataclass(frozen=True)
class ShareRow:
    """What an award asks of a department's winners; `people` are the department's candidates of the category."""

    plan: AwardPlan
    department: str
    share: CategoryShare
    people: tuple[Candidate, ...]


class SharePlan:
    """A row for each department with candidates and each share that an award asks for; no row, no sheet."""

    def __init__(self, outcome: Outcome, awards: Mapping[str, AwardPlan]) -> None:
        self.rows: list[ShareRow] = []
        for result in outcome.evaluation.awards:
            people = [standing.candidate for standing in result.standings if standing.candidate.nominated]
            by_department: dict[str, list[Candidate]] = {}
            for who in people if result.award.shares else ():
                by_department.setdefault(who.department, []).append(who)
            self.rows += [ShareRow(awards[result.award.name], department, share,
                                   tuple(who for who in by_department[department] if is_of(who, share.category)))
                          for department in outcome.rules.departments if department in by_department for share in result.award.shares]

    def _series(self, column: int, content: Callable[[ShareRow], Content]) -> CellSeries:
        return CellSeries(CellRange(TITLE, HEADER + 1, HEADER + len(self.rows), column), [content(row) for row in self.rows])

    @cached_property
    def winners(self) -> CellSeries:
        """How many of the department win."""
        return self._series(WINNERS, lambda row: row.plan.by_status.count(expression(row.department), Status.WINNER.label, TITLE))

    @cached_property
    def of_category(self) -> CellSeries:
        """How many of them are of the category."""
        return self._series(OF_CATEGORY, self._of_category)

    def _of_category(self, row: ShareRow) -> Content:
        return total([part.own for part in self.parts]) if self.parts else self._winners_among(row, row.people)

    @cached_property
    def parts(self) -> tuple[CellSeries, ...]:
        """Columns for formulas alone, each with some of the people: a formula cannot name more. Without so many there are none."""
        longest = max((len(row.people) for row in self.rows), default=0)
        return tuple(self._part(number) for number in range(-(-longest // _MOST_NAMED))) if longest > _MOST_NAMED else ()

    def _part(self, number: int) -> CellSeries:
        some = slice(number * _MOST_NAMED, (number + 1) * _MOST_NAMED)
        return self._series(PARTS + number, lambda row: self._winners_among(row, row.people[some]))

    def _winners_among(self, row: ShareRow, people: Sequence[Candidate]) -> Content:
        cells = [row.plan.status.cell(row.plan.layout.at[who]).qualified for who in people]
        return total([IF(cell == Status.WINNER.label, 1, 0) for cell in cells]) if cells else 0

    @cached_property
    def verdict(self) -> CellSeries:
        """Whether the share is as the rules ask."""
        return self._series(VERDICT, self._verdict)

    def _verdict(self, row: ShareRow) -> Content:
        winners, of_category = self.winners.own, self.of_category.own
        have, asked = of_category * row.share.share.denominator, winners * row.share.share.numerator
        return IF(winners == 0, NOBODY, IF(asked >= have if row.share.at_most else have >= asked, MET, UNMET))

    @property
    def unmet(self) -> Expression:
        """How many rows are not as the rules ask."""
        return COUNTIF(self.verdict.qualified, UNMET)
