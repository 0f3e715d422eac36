"""A sheet as read: its cells, its merges, and the account of what became of every non-empty cell."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from fuwuyue_xlsx.text import key

# white space and characters of no width: what `key` leaves out of every text
_BLANKS = "".join(c for c in map(chr, (*range(0x3001), 0xFEFF)) if c.isspace() or unicodedata.category(c) in ("Cf", "Cc"))


class Claim(IntEnum):
    """What became of a cell."""

    NONE = 0
    USED = 1
    TEMPLATE = 2
    REPORTED = 3


def is_empty(value: Any) -> bool:
    """True for a blank cell and for one that holds nothing but white space or characters of no width."""
    if isinstance(value, str):
        return not value or (value[0] in _BLANKS and not value.strip(_BLANKS))
    return value is None


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


@dataclass(frozen=True)
class Account:
    """Cells of a file: used + template + reported = nonempty."""

    nonempty: int = 0
    used: int = 0
    template: int = 0
    reported: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(
            self.nonempty + other.nonempty,
            self.used + other.used,
            self.template + other.template,
            self.reported + other.reported,
        )


@dataclass
class Grid:
    """One sheet: rows of raw values from A1 on, all of one length, and the claims laid on its cells."""

    title: str
    cells: list[list[Any]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = max((len(row) for row in self.cells), default=0)
        for row in self.cells:
            row.extend([""] * (self.width - len(row)))
        self.claims = np.zeros((len(self.cells), self.width), dtype=np.uint8)

    @property
    def height(self) -> int:
        return len(self.cells)

    def value(self, row: int, column: int) -> Any:
        """The raw value, or '' outside the sheet."""
        return self.cells[row][column] if row < self.height and column < self.width else ""

    def claim(self, row: int, column: int, claim: Claim) -> None:
        if row < self.height and column < self.width:
            self.claims[row, column] = claim

    def filled(self) -> np.ndarray:
        """A mask of the non-empty cells, from the raw values alone."""
        flat = [not is_empty(value) for row in self.cells for value in row]
        return np.array(flat, dtype=bool).reshape(self.height, self.width)

    def unclaimed(self) -> list[tuple[int, int]]:
        """The non-empty cells that nothing has claimed yet, row by row."""
        rows, columns = np.nonzero(self.filled() & (self.claims == Claim.NONE))
        return list(zip(rows.tolist(), columns.tolist()))

    def claim_known(self, texts: set[str]) -> None:
        """Claim as template every unclaimed cell whose text the template itself holds."""
        for row, column in self.unclaimed():
            if key(self.cells[row][column]) in texts:
                self.claim(row, column, Claim.TEMPLATE)

    def claim_rest(self, claim: Claim) -> int:
        """Give every non-empty cell without a claim this one; how many there were."""
        rest = self.unclaimed()
        for row, column in rest:
            self.claim(row, column, claim)
        return len(rest)

    def account(self) -> Account:
        """The cells counted from the raw values, not from what was parsed."""
        mask = self.filled()
        counts = np.bincount(self.claims[mask], minlength=4) if mask.size else np.zeros(4, dtype=int)
        return Account(int(mask.sum()), *(int(counts[c]) for c in (Claim.USED, Claim.TEMPLATE, Claim.REPORTED)))

    def merged_origin(self, row: int, column: int) -> tuple[int, int] | None:
        """The first cell of the merge that covers this one; None when none does or it is the first itself."""
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return top, left
        return None
