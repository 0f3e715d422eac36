"""Cell references: letters and digits to rows and columns, and back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1 << 15)
def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(4, 2) → C5."""
    return f"{column_letters(column)}{row + 1}"


def cell_ranges(cells: Iterable[tuple[int, int]]) -> str:
    """Cells as a person would name them, runs in one column drawn together: C5:C9、D2、F7."""
    runs: list[list[int]] = []
    for column, row in sorted((column, row) for row, column in cells):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    names = (address(first, column) + (f":{address(last, column)}" if last > first else "") for column, first, last in runs)
    return "、".join(names)


@lru_cache(maxsize=1 << 10)
def quoted_title(sheet: str) -> str:
    """A sheet's title as formulas write it: 甲'乙 → '甲''乙'."""
    return "'" + sheet.replace("'", "''") + "'"


def cell_index(address: str) -> tuple[int, int]:
    """C5 → (4, 2)."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters):]) - 1, column_number(letters)


@lru_cache(maxsize=1 << 15)
def column_number(letters: str) -> int:
    """A → 0, AA → 26; lower case as upper."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def cell_of(letters: bytes, digits: bytes) -> tuple[int, int]:
    """(b'C', b'5') → (4, 2)."""
    return int(digits) - 1, column_number(letters.decode("ascii"))
