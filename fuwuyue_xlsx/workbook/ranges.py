"""Cells that formulas refer to, with what they hold: single cells, and the column of a table.

A `CellSeries` is one column of a table: it knows what each row holds (a value, or an expression) and works the value out
when somebody first asks. Functions that look through a whole column (COUNTIF, RANK, MATCH, SMALL) ask an index that is
made once, so that a long column costs the sum of its rows and not their square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from fuwuyue_xlsx.basics.references import column_letters
from fuwuyue_xlsx.workbook.addresses import OWN_ROW, ROW_ABOVE, CellRange, CellRef
from fuwuyue_xlsx.workbook.cell_contents import Formula, Value
from fuwuyue_xlsx.workbook.expressions import JOINING, Expression, comparable, is_number, shown_text

Content = Expression | str | int | Decimal | None
_UNKNOWN = object()


class Cell:
    """One cell: where it stands and what it holds."""

    __slots__ = ("_content", "_value", "ref")

    def __init__(self, ref: CellRef, content: Content) -> None:
        self.ref, self._content, self._value = ref, content, _UNKNOWN

    @property
    def value(self) -> Value:
        """The value, worked out when first asked for."""
        if self._value is _UNKNOWN:
            content = self._content
            self._value = content.value(self.ref.row) if isinstance(content, Expression) else content
        return self._value  # type: ignore[return-value]

    @property
    def formula(self) -> Formula | Value:
        """What is to be written into the cell."""
        return self._content.formula(self.ref.row) if isinstance(self._content, Expression) else self._content

    @property
    def local(self) -> Expression:
        """The cell for formulas of its own sheet: H6."""
        return Expression(self.ref.local, self._any_row)

    @property
    def absolute(self) -> Expression:
        """The cell for formulas of its own sheet that many rows share: $H$6."""
        return Expression(self.ref.absolute, self._any_row)

    @property
    def qualified(self) -> Expression:
        """The cell for formulas of other sheets: '表'!H6."""
        return Expression(self.ref.qualified, self._any_row)

    def seen_from(self, sheet: str) -> Expression:
        """The cell as a formula of this sheet names it."""
        return Expression(self.ref.seen_from(sheet), self._any_row)

    def _any_row(self, row: int) -> Value:
        return self.value


class CellSeries:
    """The cells of one column of a table. `content`: what each row holds, from the top; where contents are made only when
    asked for, a function of the row's place from 0.

    `in_order`: each row refers to the one above, so that values are worked out from the top.
    """

    def __init__(self, area: CellRange, content: Sequence[Content] | Callable[[int], Content], *, in_order: bool = False) -> None:
        self.area, self._in_order = area, in_order
        self._content: Callable[[int], Content] = content if callable(content) else content.__getitem__
        self._values: list[object] = [_UNKNOWN] * max(area.last - area.first + 1, 0)
        self._first, self._done = area.first, 0
        # expressions made for their value, until they are written
        self._made: dict[int, Expression] | None = {} if callable(content) else None

    def value(self, row: int) -> Value:
        """What the cell of a row holds or comes to."""
        value = self._values[row - self._first]
        return self._work_out(row) if value is _UNKNOWN else value  # type: ignore[return-value]

    def _work_out(self, row: int) -> Value:
        place = row - self._first
        if self._in_order:
            done, self._done = self._done, max(self._done, place)
            for above in range(done, place):
                self.value(self._first + above)
        content = self._content(place)
        if type(content) is Expression:
            if self._made is not None:
                self._made[place] = content
            content = content.value(row)
        self._values[place] = content
        return content  # type: ignore[return-value]

    def formula(self, row: int) -> Formula | Value:
        """What is to be written into a row."""
        place = row - self._first
        value = self._values[place]
        if value is _UNKNOWN:
            if self._in_order:
                value = self._work_out(row)
            else:
                content = self._content(place)
                if not isinstance(content, Expression):
                    self._values[place] = content
                    return content
                value = self._values[place] = content.value(row)
                return Formula(content.formula_text, value)
        stored = self._made.pop(place, None) if self._made else None
        content = self._content(place) if stored is None else stored
        return Formula(content.formula_text, value) if type(content) is Expression else value  # type: ignore[arg-type,return-value]

    def cell(self, row: int) -> Cell:
        """The cell of a row."""
        return _SeriesCell(CellRef(self.area.sheet, row, self.area.column), self)

    @cached_property
    def own(self) -> Expression:
        """The cell in a formula's own row: H6 in row 6."""
        return Expression(f"{column_letters(self.area.column)}{OWN_ROW}", self.value)

    @cached_property
    def above(self) -> Expression:
        """The cell in the row above a formula's own: H5 in row 6."""
        return Expression(f"{column_letters(self.area.column)}{ROW_ABOVE}", lambda row: self.value(row - 1))

    @cached_property
    def side_by_side(self) -> Expression:
        """The texts of all cells, one after the other, for formulas of other sheets."""
        cells = [CellRef(self.area.sheet, row, self.area.column).qualified for row in range(self._first, self.area.last + 1)]
        # an empty cell alone would come to 0
        return Expression("&".join(cells if len(cells) > 1 else [*cells, '""']), lambda row: "".join(map(shown_text, self.values)), JOINING)

    @cached_property
    def local(self) -> Range:
        """All cells, for formulas of the same sheet."""
        return Range(self.area.local, self)

    @cached_property
    def qualified(self) -> Range:
        """All cells, for formulas of other sheets."""
        return Range(self.area.qualified, self)

    def seen_from(self, sheet: str) -> Range:
        """All cells as a formula of this sheet names them."""
        return self.local if sheet == self.area.sheet else self.qualified

    def between(self, first: int, last: int) -> CellSeries:
        """Some of the rows, both ends included."""
        return _Part(self.area.between(first, last), self)

    # what functions look up, each made once

    @cached_property
    def values(self) -> list[Value]:
        """The values from the top."""
        value = self.value
        return [value(row) for row in range(self.area.first, self.area.last + 1)]

    @cached_property
    def numbers(self) -> list[int | Decimal]:
        """The numbers, the least first."""
        return sorted([value for value in self.values if is_number(value)])  # type: ignore[misc]

    @cached_property
    def counts(self) -> Counter[Value]:
        """How often each value occurs."""
        return Counter(map(comparable, self.values))

    @cached_property
    def places(self) -> dict[Value, int]:
        """Where each value first occurs, from 1."""
        places: dict[Value, int] = {}
        for place, value in enumerate(map(comparable, self.values), 1):
            places.setdefault(value, place)
        return places


class _Part(CellSeries):
    """Some rows of a series, for ranges."""

    def __init__(self, area: CellRange, whole: CellSeries) -> None:
        self.area, self._first = area, area.first
        self.value = whole.value  # type: ignore[method-assign]


class _SeriesCell(Cell):
    """A cell of a series: its content and value are the series'."""

    __slots__ = ("_series",)

    def __init__(self, ref: CellRef, series: CellSeries) -> None:
        super().__init__(ref, None)
        self._series = series

    @property
    def value(self) -> Value:
        return self._series.value(self.ref.row)

    @property
    def formula(self) -> Formula | Value:
        return self._series.formula(self.ref.row)


class Range(NamedTuple):
    """A series as formulas of one sheet write it."""

    text: str
    series: CellSeries


class OwnRow(NamedTuple):
    """Cells side by side in a formula's own row: D6:F6."""

    cells: tuple[Expression, ...]

    @property
    def text(self) -> str:
        """The range as it stands in a formula, from the first of its cells to the last."""
        return f"{self.cells[0].text}:{self.cells[-1].text}"
