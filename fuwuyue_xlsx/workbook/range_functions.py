"""Excel's functions of ranges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property

from fuwuyue_xlsx.workbook.cell_contents import Value
from fuwuyue_xlsx.workbook.expressions import Expression, Operand, comparable, expression, is_number, number
from fuwuyue_xlsx.workbook.ranges import CellSeries, OwnRow, Range


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
    arguments = [expression(operand) for operand in operands]  # type: ignore[arg-type]
    return Expression(f"{name}({','.join(one.text for one in arguments)})", lambda row: chosen(number(one.value(row)) for one in arguments))


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
