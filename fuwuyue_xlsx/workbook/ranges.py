"""Cells that formulas refer to, with what they hold: single cells, the column of a table, and functions of ranges.

A `CellSeries` is one column of a table: it knows what each row holds (a value, or an expression) and works the value out
when somebody first asks. Functions that look through a whole column (COUNTIF, RANK, MATCH, SMALL) ask an index that is
made once, so that a long column costs the sum of its rows and not their square.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from fuwuyue_xlsx.basics.references import column_letters
from fuwuyue_xlsx.workbook.addresses import OWN_ROW, ROW_ABOVE, CellRange, CellRef
from fuwuyue_xlsx.workbook.cell_contents import Formula, Value
from fuwuyue_xlsx.workbook.expressions import JOINING, Expression, Operand, comparable, expression, is_number, number, shown_text

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
        made = self._made.pop(place, None) if self._made else None
        content = self._content(place) if made is None else made
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
        found: dict[Value, int] = {}
        for place, value in enumerate(map(comparable, self.values), 1):
            found.setdefault(value, place)
        return found


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
        return f"{self.cells[0].text}:{self.cells[-1].text}"


# functions of ranges


def COUNT(area: Range | OwnRow) -> Expression:
    """How many numbers there are."""
    if isinstance(area, OwnRow):
        values = [cell.value for cell in area.cells]
        return Expression(f"COUNT({area.text})", lambda row: sum([is_number(value(row)) for value in values]))
    return Expression(f"COUNT({area.text})", lambda row: len(area.series.numbers))


def COUNTIF(area: Range, wanted: Operand) -> Expression:
    """How many cells hold a value. A text that may hold * or ? is none for it: they are wildcards there."""
    sought = expression(wanted)
    return Expression(f"COUNTIF({area.text},{sought.text})", lambda row: area.series.counts[comparable(sought.value(row))])


def SUM(area: Range) -> Expression:
    """The numbers added up."""
    return Expression(f"SUM({area.text})", lambda row: sum(area.series.numbers))


def AVERAGE(area: Range) -> Expression:
    """The mean of the numbers; there must be one (ZeroDivisionError)."""
    return Expression(f"AVERAGE({area.text})", lambda row: Decimal(sum(area.series.numbers)) / len(area.series.numbers))


def MAX(*operands: Range | Operand) -> Expression:
    """The greatest of a range's numbers, or of single values."""
    return _extreme("MAX", -1, max, operands)


def MIN(*operands: Range | Operand) -> Expression:
    """The least of a range's numbers, or of single values."""
    return _extreme("MIN", 0, min, operands)


def _extreme(name: str, place: int, chosen: Callable[..., Value], operands: Sequence[Range | Operand]) -> Expression:
    first = operands[0]
    if isinstance(first, Range):
        return Expression(f"{name}({first.text})", lambda row: first.series.numbers[place] if first.series.numbers else 0)
    made = [expression(operand) for operand in operands]  # type: ignore[arg-type]
    return Expression(f"{name}({','.join(one.text for one in made)})", lambda row: chosen(number(one.value(row)) for one in made))


def SMALL(area: Range, place: Operand) -> Expression:
    """The number at a place, the least being at 1; there must be so many (IndexError)."""
    at = expression(place)

    def value(row: int) -> Value:
        wanted = int(number(at.value(row)))
        if wanted < 1:
            raise IndexError(wanted)
        return area.series.numbers[wanted - 1]

    return Expression(f"SMALL({area.text},{at.text})", value)


def MATCH(wanted: Operand, area: Range) -> Expression:
    """The first place, from 1, of a value; it must be there (KeyError)."""
    sought = expression(wanted)
    return Expression(f"MATCH({sought.text},{area.text},0)", lambda row: area.series.places[comparable(sought.value(row))])


def INDEX(area: Range, place: Expression) -> Expression:
    """The value at a place, from 1."""
    return Expression(f"INDEX({area.text},{place.text})", lambda row: area.series.values[int(number(place.value(row))) - 1])


def RANK(wanted: Expression, area: Range, *, rising: bool = False) -> Expression:
    """A number's rank as in competitions: 91, 88, 88, 85 → 1, 2, 2, 4; `rising`: the least is the first.

    The number must be one of the range's (LookupError).
    """

    def value(row: int) -> Value:
        numbers, sought = area.series.numbers, number(wanted.value(row))
        first, after = bisect_left(numbers, sought), bisect_right(numbers, sought)
        if first == after:
            raise LookupError(sought)
        return first + 1 if rising else len(numbers) - after + 1

    return Expression(f"RANK({wanted.text},{area.text}{',1' if rising else ''})", value)


def SUMIF(tested: Range, wanted: Operand, added: Range) -> Expression:
    """The numbers of a range in the rows in which another holds a value."""
    sought = expression(wanted)

    def value(row: int) -> Value:
        same = comparable(sought.value(row))
        pairs = zip(tested.series.values, added.series.values, strict=True)
        return sum(number(value) for test, value in pairs if comparable(test) == same and is_number(value))

    return Expression(f"SUMIF({tested.text},{sought.text},{added.text})", value)


class Crossing:
    """Two series side by side: how many rows hold a value in the first, and what in the second.

    SUMPRODUCT compares values whole, so that no character of a name is a wildcard.
    """

    def __init__(self, first: CellSeries, second: CellSeries) -> None:
        self._first, self._second = first, second

    @cached_property
    def _counts(self) -> Counter[tuple[Value, Value]]:
        return Counter(zip(map(comparable, self._first.values), map(comparable, self._second.values), strict=True))

    @cached_property
    def _numbers(self) -> Counter[Value]:
        return Counter(comparable(first) for first, second in zip(self._first.values, self._second.values, strict=True) if is_number(second))

    def count(self, first: Expression, second: str, sheet: str) -> Expression:
        """Rows with both values, for a formula of this sheet."""
        one, other = self._texts(sheet)
        wanted = expression(second)
        return Expression(f"SUMPRODUCT(({one}={first.text})*({other}={wanted.text}))",
                          lambda row: self._counts[comparable(first.value(row)), comparable(second)])

    def count_numbers(self, first: Expression, sheet: str) -> Expression:
        """Rows with a value in the first series and a number in the second."""
        one, other = self._texts(sheet)
        return Expression(f"SUMPRODUCT(({one}={first.text})*ISNUMBER({other}))", lambda row: self._numbers[comparable(first.value(row))])

    def _texts(self, sheet: str) -> tuple[str, str]:
        return self._first.seen_from(sheet).text, self._second.seen_from(sheet).text
