"""Addresses and formulas of the results workbook. Only functions of Excel 2007; texts from inputs are referred to, never typed in."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

# the letters of columns, counted from 0: 26 → AA
LETTERS = tuple(xl_col_to_name(column) for column in range(256))
# stands in a formula for the number of the row that it is written to: formulas of a column are one text, made once
OWN_ROW = "\x01"
Value = str | int | float | Decimal | None


class Formula(NamedTuple):
    """A formula with the value that the program computed for it, stored beside it. OWN_ROW in it is its row's number."""

    text: str
    value: Value


class CellRef(NamedTuple):
    """One cell; rows and columns count from 0."""

    sheet: str
    row: int
    column: int

    @property
    def here(self) -> str:
        """H6, for formulas of the same sheet."""
        return f"{LETTERS[self.column]}{self.row + 1}"

    @property
    def fixed(self) -> str:
        """$H$6, for formulas of the same sheet."""
        return f"${LETTERS[self.column]}${self.row + 1}"

    @property
    def on(self) -> str:
        """'表'!H6, for formulas of other sheets."""
        return f"{quoted(self.sheet)}!{self.here}"

    @property
    def link(self) -> str:
        return f"internal:{self.on}"

    def seen_from(self, sheet: str) -> str:
        return self.here if sheet == self.sheet else self.on


class CellRange(NamedTuple):
    """Cells of one column, from the first row to the last, both included."""

    sheet: str
    first: int
    last: int
    column: int

    @property
    def here(self) -> str:
        letters = LETTERS[self.column]
        return f"${letters}${self.first + 1}:${letters}${self.last + 1}"

    @property
    def on(self) -> str:
        return f"{quoted(self.sheet)}!{self.here}"

    def seen_from(self, sheet: str) -> str:
        return self.here if sheet == self.sheet else self.on

    def beside(self, column: int) -> CellRange:
        """The same rows of another column."""
        return CellRange(self.sheet, self.first, self.last, column)


@lru_cache(maxsize=1 << 10)
def quoted(sheet: str) -> str:
    """A sheet's title as formulas write it: 甲'乙 → '甲''乙'."""
    return "'" + sheet.replace("'", "''") + "'"


def rounded(scaled: str, places: int) -> str:
    """A formula's text that rounds half away from zero, exactly.

    `scaled` is the quantity × 10^places. Its distance from a half is either nought or more than 5E-9 (its denominator is
    below 10^8), while binary arithmetic errs by less than 1E-9; so ROUND(…,8) puts every true half exactly on the half,
    which binary numbers hold, and the outer ROUND decides as a pocket calculator does: 85.675 → 85.68 at 2 places.
    """
    return f"ROUND(ROUND({scaled},8),0)" + (f"/{10**places}" if places else "")


def text_format(places: int) -> str:
    """The format of scores with so many decimals: 2 → 0.00."""
    return "0" + ("." + "0" * places if places else "")


def shown(reference: str, places: int) -> str:
    """A score inside a sentence."""
    return f'TEXT({reference},"{text_format(places)}")'
