"""The cells of 评分明细 that formulas reckon with, sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.functions import IF, rounded
from fuwuyue_xlsx.workbook.ranges import CellSeries, Content, Range

RECUSED = "回避"
HEADER = 4
GIVEN, MOST, SCORE, WORDS, CODE = 4, 5, 6, 7, 9

_CELLS = (GIVEN, MOST, SCORE, WORDS, CODE)
RowCells = tuple[Content, ...]
_NOTHING: RowCells = ()


class ScoreCells:
    """The cells of one sheet that formulas reckon with: a series a column.

    `block_cells`: what the cells of the block hold that a row belongs to, row by row, and the block's first row; made when
    the first of them is asked for.
    """

    def __init__(self, title: str, rows: int, rules: RulesPlan, places: int, block_cells: Callable[[int], tuple[int, list[RowCells]]]) -> None:
        self.title, self._rules, self._places = title, rules, places
        self._rows: list[RowCells] = [_NOTHING] * rows
        self._block_cells = block_cells
        self.series = {column: CellSeries(CellRange(title, HEADER + 1, HEADER + rows, column), self._content_of(number))
                       for number, column in enumerate(_CELLS)}

    def _content_of(self, number: int) -> Callable[[int], Content]:
        rows = self._rows

        def content(place: int) -> Content:
            cells = rows[place]
            if not cells:
                first, block = self._block_cells(place)
                rows[first: first + len(block)] = block
                cells = rows[place]
            return cells[number]

        return content

    def range_of(self, column: int, first: int, last: int) -> Range:
        """Some rows of a column, for formulas of the sheet."""
        return self.series[column].between(first, last).local

    @cached_property
    def percent(self) -> Expression:
        """Points ÷ maximum × 100 of a row, rounded."""
        return rounded(self.series[GIVEN].own * (100 * 10**self._places) / self.series[MOST].own, self._places)

    @cached_property
    def percent_unless_recused(self) -> Expression:
        """The same for a reviewer of the candidate's own department."""
        return IF(self._rules.policy["recusal"].qualified == "是", RECUSED, self.percent)

    @cached_property
    def product(self) -> Expression:
        """Answers × the worth of their grade."""
        return self.series[GIVEN].own * self.series[MOST].own
