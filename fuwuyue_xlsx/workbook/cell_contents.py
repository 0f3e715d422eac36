"""What stands in the cells of the results workbook, and how it is stored."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

# characters; UTF-16 units, which are what Excel counts
LONGEST_TEXT, LONGEST_UNITS = 32_000, 32_767
# characters that XML does not take, and others that nobody sees
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


Value = str | int | Decimal | bool | None


class Formula(NamedTuple):
    """A formula with what it comes to, which is stored beside it; OWN_ROW in the text is its row's number.

    Made by expressions alone, which yield both.
    """

    text: str
    value: Value


class Fold(Enum):
    """Whether a row of a table is folded: not at all, under the head above it, or it is that head."""

    NO = "no"
    HEAD = "head"
    UNDER = "under"


class Column(NamedTuple):
    """A table's column: its title, width in characters (0: the sheet's), alignment, number format."""

    title: str
    width: int = 0
    align: str = "left"
    number_format: str = "General"


class Link(NamedTuple):
    """A text, number or formula that leads to a place: internal:'表'!A1 or external:../收件箱/x.xlsx#'表'!C5."""

    text: Any
    target: str


class InputCell(NamedTuple):
    """A value that may be changed on the sheet; it stands on the input colour."""

    value: Any


def day_number(day: dt.date) -> int:
    """A date's number in a workbook, where 1900-01-01 is 1 (and 1900 counts as a leap year); earlier days too are 1."""
    return max(day.toordinal() - 693594, 1)


def displayed(value: Any) -> Any:
    """What a cell shows before anything is calculated anew."""
    if isinstance(value, InputCell):
        value = value.value
    if isinstance(value, Link):
        value = value.text
    return value.value if isinstance(value, Formula) else value


def stored_result(value: Any) -> Any:
    """What a formula comes to, as it is stored beside it: a number, or a text ("" for nothing)."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Decimal):
        return float(value)
    assert not isinstance(value, bool), value
    return "" if value is None else value


def printable(text: str) -> str:
    """The text without characters that XML does not take."""
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)


def stored_text(text: str) -> str:
    """The text as a cell takes it: printable, not too long."""
    text = printable(text)
    if len(text) * 2 <= LONGEST_UNITS:
        return text
    units = text[:LONGEST_TEXT].encode("utf-16-le", "replace")[: 2 * LONGEST_UNITS]
    return units.decode("utf-16-le", "ignore")


def under_link(value: Any) -> str:
    """The text of a link as such; what its cell shows may be a number or a formula's result."""
    return stored_text(value) if isinstance(value, str) and value else "→"


@lru_cache(maxsize=1 << 14)
def lines_of(text: str, width: int) -> int:
    """About how many lines a text takes in a column: Chinese characters are twice as wide as Latin ones."""
    usable = max(width - 2, 2)
    return sum(max(1, -(-((len(line.encode("utf-8", "replace")) + len(line)) // 2) // usable)) for line in text.split("\n"))
