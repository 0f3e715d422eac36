"""A sheet as read: its cells, its merges, and the account of what became of every non-empty cell."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, repeat
from operator import ne
from typing import Any

import numpy as np

from fuwuyue_xlsx.reading.look import Cell, SheetLook
from fuwuyue_xlsx.schema.model import EXAMPLE_MARK
from fuwuyue_xlsx.schema.readings import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.text import key, without_space

# white space and characters of no width below the ideographs, and where those above may begin: what `key` leaves out
_BLANKS = "".join(c for c in map(chr, (*range(0x3001), 0xFEFF)) if c.isspace() or unicodedata.category(c) in ("Cf", "Cc"))
_FIRST_OF_SPECIALS = "\ufe00"
_SUSPECTS = frozenset(_BLANKS) | {EXAMPLE_MARK[0]}


class Claim(IntEnum):
    """What became of a cell."""

    NONE = 0
    USED = 1
    TEMPLATE = 2
    REPORTED = 3


def is_empty(value: Any) -> bool:
    """True for a blank cell and for one that holds nothing but white space or characters of no width."""
    if isinstance(value, str):
        doubtful = not value or value[0] in _BLANKS or value[0] >= _FIRST_OF_SPECIALS
        return doubtful and not isinstance(value, CellError) and not without_space(value)
    return value is None


def _suspects(values: list[Any]) -> list[int]:
    """Where None stands, or a text that may be empty to the eye or bear the example's mark: by its first character."""
    texts = {value for value in values if value.__class__ is str}
    suspected: set[Any] = {text for text in texts if text[:1] in _SUSPECTS or text >= _FIRST_OF_SPECIALS}
    if None in values:
        suspected.add(None)
    return [at for at, value in enumerate(values) if value in suspected] if suspected else []


@dataclass(frozen=True)
class Account:
    """Cells of a file: used + template + reported = nonempty."""

    nonempty: int = 0
    used: int = 0
    template: int = 0
    reported: int = 0

    def set_aside(self) -> Account:
        """The same cells where nothing of them is used."""
        return Account(self.nonempty, 0, self.template, self.reported + self.used)

    def __add__(self, other: Account) -> Account:
        return Account(
            self.nonempty + other.nonempty,
            self.used + other.used,
            self.template + other.template,
            self.reported + other.reported,
        )


@dataclass
class Grid:
    """One sheet: rows of raw values from A1 on, all of one length, and the claims laid on its cells.

    `far` are filled cells so far out that the rows do not reach them; nothing uses them, and each is reported.
    """

    title: str
    cells: list[list[Any]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    far: dict[Cell, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.width = max(map(len, self.cells), default=0)
        if min(map(len, self.cells), default=0) < self.width:
            for row in self.cells:
                row.extend([""] * (self.width - len(row)))
        self.claims = np.zeros((len(self.cells), self.width), dtype=np.uint8)
        self._filled: np.ndarray | None = None
        self._marked: list[Cell] = []

    @property
    def height(self) -> int:
        return len(self.cells)

    def lay_on(self, look: SheetLook) -> None:
        """Put what the reader does not hand out onto the cells: errors, formulas without a value, percents, merges."""
        doubtful = {cell: CellError(text or "#VALUE!") for cell, text in look.errors.items()}
        doubtful |= {cell: UnvaluedFormula(text or "=") for cell, text in look.unvalued.items()}
        if doubtful:
            self._reach(max(row for row, _ in doubtful), max(column for _, column in doubtful))
        for (row, column), value in doubtful.items():
            self.cells[row][column] = value
        for row, column in look.percents:
            value = self.value(row, column)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self.cells[row][column] = PercentNumber(value)
        self._filled = None
        self.far = look.far
        if look.merges is not None:
            self.merges = look.merges

    def _reach(self, row: int, column: int) -> None:
        """Make the rows as many and as long as this cell needs: the reader ends them at the last value it sees."""
        if row >= self.height or column >= self.width:
            self.cells += [[] for _ in range(row + 1 - self.height)]
            for values in self.cells:
                values.extend([""] * (column + 1 - len(values)))
            self.__post_init__()

    def _look_over(self) -> None:
        """Walk the cells once: which are filled, and which begin with the example's mark."""
        flat = list(chain.from_iterable(self.cells))
        mask = np.fromiter(map(ne, flat, repeat("")), dtype=bool, count=len(flat))
        marked = []
        for at in _suspects(flat):
            value = flat[at]
            if is_empty(value):
                mask[at] = False
            elif key(value)[:1] == EXAMPLE_MARK[0]:
                marked.append(divmod(at, self.width))
        self._filled = mask.reshape(self.height, self.width)
        self._marked = marked

    @property
    def filled(self) -> np.ndarray:
        """A mask of the non-empty cells, from the raw values alone."""
        if self._filled is None:
            self._look_over()
        assert self._filled is not None
        return self._filled

    @property
    def marked(self) -> list[Cell]:
        """The cells whose text may begin with the example's mark."""
        if self._filled is None:
            self._look_over()
        return self._marked

    def value(self, row: int, column: int) -> Any:
        """The raw value, or '' outside the sheet."""
        return self.cells[row][column] if row < self.height and column < self.width else ""

    def claim(self, row: int, column: int, claim: Claim) -> None:
        if row < self.height and column < self.width:
            self.claims[row, column] = claim

    def unclaimed(self) -> list[tuple[int, int]]:
        """The non-empty cells that nothing has claimed yet, row by row."""
        rest = self.filled & (self.claims == Claim.NONE)
        return [divmod(at, self.width) for at in np.flatnonzero(rest).tolist()]

    def claim_known(self, texts: set[str]) -> None:
        """Claim as template every unclaimed cell whose text the template itself holds."""
        rest = self.unclaimed()
        values = [self.cells[row][column] for row, column in rest]
        known = {value for value in set(values) if key(value) in texts}
        for (row, column), value in zip(rest, values, strict=True) if known else ():
            if value in known:
                self.claims[row, column] = Claim.TEMPLATE

    def claim_rest(self, claim: Claim) -> int:
        """Give every non-empty cell without a claim this one; how many there were."""
        rest = self.filled & (self.claims == Claim.NONE)
        self.claims[rest] = claim
        return int(rest.sum())

    def account(self) -> Account:
        """The cells counted from the raw values, not from what was parsed; what nothing has claimed is reported with its file."""
        counts = np.bincount(self.claims[self.filled], minlength=4)
        used, template, nonempty = int(counts[Claim.USED]), int(counts[Claim.TEMPLATE]), int(counts.sum())
        return Account(nonempty + len(self.far), used, template, nonempty - used - template + len(self.far))
