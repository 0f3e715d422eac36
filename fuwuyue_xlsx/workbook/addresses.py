"""References of the results workbook: cells and columns of cells, as the formulas of a sheet name them.

A reference is local (H6, for formulas of its own sheet), absolute ($H$6, the same where many rows share one text) or
qualified ('表'!H6, for formulas of other sheets).
"""

from __future__ import annotations

from typing import NamedTuple

from fuwuyue_xlsx.basics.references import column_letters, quoted_title

# stand in a formula for the numbers of the row that it is written to and of the row above: formulas of a column are one
# text, made once
OWN_ROW, ROW_ABOVE = "\x01", "\x02"


def in_row(text: str, row: int) -> str:
    """A formula's text as it is written to a row, counted from 0."""
    return text.replace(OWN_ROW, str(row + 1)).replace(ROW_ABOVE, str(row))


class CellRef(NamedTuple):
    """One cell; rows and columns count from 0."""

    sheet: str
    row: int
    column: int

    @property
    def local(self) -> str:
        """H6, for formulas of the same sheet."""
        return f"{column_letters(self.column)}{self.row + 1}"

    @property
    def absolute(self) -> str:
        """$H$6, for formulas of the same sheet."""
        return f"${column_letters(self.column)}${self.row + 1}"

    @property
    def qualified(self) -> str:
        """'表'!H6, for formulas of other sheets."""
        return f"{quoted_title(self.sheet)}!{self.local}"

    @property
    def link(self) -> str:
        """The target of a link that leads to the cell."""
        return f"internal:{self.qualified}"

    def seen_from(self, sheet: str) -> str:
        """The reference as formulas of this sheet write it."""
        return self.local if sheet == self.sheet else self.qualified


class CellRange(NamedTuple):
    """Cells of one column, from the first row to the last, both included."""

    sheet: str
    first: int
    last: int
    column: int

    @property
    def local(self) -> str:
        """$H$6:$H$9, for formulas of the same sheet."""
        letters = column_letters(self.column)
        return f"${letters}${self.first + 1}:${letters}${self.last + 1}"

    @property
    def qualified(self) -> str:
        """'表'!$H$6:$H$9, for formulas of other sheets."""
        return f"{quoted_title(self.sheet)}!{self.local}"

    def seen_from(self, sheet: str) -> str:
        """The reference as formulas of this sheet write it."""
        return self.local if sheet == self.sheet else self.qualified

    def of_column(self, column: int) -> CellRange:
        """The same rows of another column."""
        return CellRange(self.sheet, self.first, self.last, column)

    def between(self, first: int, last: int) -> CellRange:
        """Other rows of the same column."""
        return CellRange(self.sheet, first, last, self.column)
