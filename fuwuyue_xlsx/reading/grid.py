"""A sheet as read: its cells, its merges, and the account of what became of every non-empty cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import InitVar, dataclass, field
from enum import IntEnum
from itertools import chain, repeat
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.basics.moments import SecondsShown
from fuwuyue_xlsx.basics.text import key, shows_nothing, without_space
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, Hidden, SheetMetadata
from fuwuyue_xlsx.schema.declarations import EXAMPLE_MARK
from fuwuyue_xlsx.tables.factorized import Factorized, factorize

# what shows nothing below the ideographs, and where more of it may begin: what `key` leaves out
_BLANKS = frozenset(filter(shows_nothing, map(chr, range(0x3165))))
_FIRST_OF_SPECIALS = "\ufe00"
_BLANK, _MARK = 1, 2
# sheets of so many cells are held factorized, too, where equal values are the same: no errors, no 1 beside a TRUE
LARGE, _PLAIN = 50_000, frozenset((str, float, dt.datetime, dt.date))
_SUSPECTS = _BLANKS | {EXAMPLE_MARK[0]}


class Claim(IntEnum):
    """What became of a cell."""

    NONE = 0
    USED = 1
    TEMPLATE = 2
    REPORTED = 3


def is_empty(value: Any) -> bool:
    """True for a blank cell and for one that holds nothing but what shows nothing."""
    if isinstance(value, str):
        doubtful = not value or value[0] in _BLANKS or value[0] >= _FIRST_OF_SPECIALS
        return doubtful and not isinstance(value, CellError) and not without_space(value)
    return value is None


@dataclass(frozen=True, slots=True)
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
    """One sheet: raw values from A1 on, all rows of one length, and the claims laid on its cells.

    `flat` are the values row by row. `far` are filled cells so far out that the rows do not reach them; nothing uses
    them, and each is reported. `beside` is what stands beside the cells, `struck` are cells crossed out, `twice` those that the
    file holds twice, `hidden` what nobody sees.
    """

    title: str
    rows: InitVar[list[list[Any]]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    far: dict[Cell, str] = field(default_factory=dict)
    beside: Annotations = field(default_factory=Annotations)
    struck: list[Cell] = field(default_factory=list)
    twice: list[Cell] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)

    def __post_init__(self, rows: list[list[Any]]) -> None:
        self._lay_out(rows, max(map(len, rows), default=0))

    def _lay_out(self, rows: list[list[Any]], width: int) -> None:
        if min(map(len, rows), default=0) < width:
            rows = [row + [""] * (width - len(row)) for row in rows]
        self.height, self.width = len(rows), width
        self.flat = list(chain.from_iterable(rows))
        self.claims = np.zeros((self.height, width), dtype=np.uint8)
        self._filled: np.ndarray | None = None
        # all cells of a large sheet of plain values, each value once
        self.factorized: Factorized | None = None
        self._marked: list[Cell] = []
        self._blank_texts = False

    def hold_once(self, texts: dict[str, str]) -> None:
        """Hold each text once that stands in several cells, here or in the grids before, of which `texts` tells."""
        self.flat = [texts.setdefault(value, value) if value.__class__ is str else value for value in self.flat]

    def lay_on(self, metadata: SheetMetadata) -> None:
        """Put what the reader does not hand out onto the cells: errors, formulas without a value, percents, merges."""
        doubtful: dict[Cell, str] = {cell: CellError(text if without_space(text) else "#VALUE!") for cell, text in metadata.errors.items()}
        doubtful |= {cell: UnvaluedFormula(text if without_space(text) else "=") for cell, text in metadata.unvalued.items()}
        if doubtful:
            self._reach(max(row for row, _ in doubtful), max(column for _, column in doubtful))
        for (row, column), value in doubtful.items():
            self.flat[row * self.width + column] = value
        for row, column in metadata.percents:
            value = self.value(row, column)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self.flat[row * self.width + column] = PercentNumber(value)
        for row, column in metadata.seconds if len(self.flat) < LARGE else ():
            value = self.value(row, column)
            if isinstance(value, dt.datetime):
                self.flat[row * self.width + column] = SecondsShown.of(value)
        self._filled = self.factorized = None
        self.far, self.beside, self.struck, self.twice, self.hidden = metadata.far, metadata.beside, metadata.struck, metadata.twice, metadata.hidden
        if metadata.merges is not None:
            self.merges = metadata.merges

    def _reach(self, row: int, column: int) -> None:
        """Make the rows as many and as long as this cell needs: the reader ends them at the last value it sees."""
        if row >= self.height or column >= self.width:
            rows = [self.row(number) for number in range(self.height)]
            self._lay_out(rows + [[] for _ in range(row + 1 - self.height)], max(self.width, column + 1))

    def _look_over(self) -> None:
        """Which cells are filled, and which begin with the example's mark; what a text is to the eye is found out once."""
        if len(self.flat) >= LARGE and _PLAIN.issuperset(map(type, self.flat)):
            self.factorized = factorize(self.flat)
        different = set(self.flat) if self.factorized is None else self.factorized.categories
        special = [value for value in different if value.__class__ is str and (value[:1] in _SUSPECTS or value >= _FIRST_OF_SPECIALS)]
        blank = {value for value in special if is_empty(value)} | {"", None}
        examples = {value for value in special if value not in blank and key(value)[:1] == EXAMPLE_MARK[0]}
        kinds = dict.fromkeys(blank, _BLANK) | dict.fromkeys(examples, _MARK)
        values = self.flat if self.factorized is None else self.factorized.categories
        kinds_of = np.fromiter(map(kinds.get, values, repeat(0)), np.uint8, len(values))
        kinds_of = kinds_of if self.factorized is None else kinds_of[self.factorized.codes]
        self._filled = (kinds_of != _BLANK).reshape(self.height, self.width)
        self._blank_texts = len(blank) > 2
        self._marked = [divmod(at, self.width) for at in np.flatnonzero(kinds_of == _MARK).tolist()]

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

    @property
    def has_blank_texts(self) -> bool:
        """Whether there are cells that hold nothing but what shows nothing."""
        if self._filled is None:
            self._look_over()
        return self._blank_texts

    def value(self, row: int, column: int) -> Any:
        """The raw value, or '' outside the sheet."""
        return self.flat[row * self.width + column] if row < self.height and column < self.width else ""

    def row(self, row: int) -> list[Any]:
        """The raw values of one row."""
        return self.flat[row * self.width : (row + 1) * self.width]

    def rows_within(self, most: int) -> Iterator[tuple[int, list[Any]]]:
        """(number, raw values) of the first rows, at most so many."""
        return ((row, self.row(row)) for row in range(min(self.height, most)))

    def column(self, column: int, first: int) -> list[Any]:
        """The raw values of one column from a row on."""
        return self.flat[first * self.width + column :: self.width]

    def factorized_column(self, column: int, rows: list[int]) -> Factorized | None:
        """The raw values of a column in these rows, each once; None where the sheet is small or not plain."""
        if self.factorized is None:
            return None
        return self.factorized.take(np.array(rows, np.int64) * self.width + column).remove_unused_categories()

    def claim(self, row: int, column: int, claim: Claim) -> None:
        """Say what became of a cell. One outside the grid is passed over: a declared cell that the sheet does not reach."""
        if row < self.height and column < self.width:
            self.claims[row, column] = claim

    def _rest(self) -> np.ndarray:
        """Where in `flat` the non-empty cells are that nothing has claimed yet."""
        return np.flatnonzero(self.filled & (self.claims == Claim.NONE))

    def unseen(self) -> np.ndarray:
        """A mask of the cells that nobody sees who opens the book."""
        mask = np.full((self.height, self.width), self.hidden.whole)
        for first, last in self.hidden.rows:
            mask[first : last + 1] = True
        for first, last in self.hidden.columns:
            mask[:, first : last + 1] = True
        for row, column in self.hidden.cells:
            mask[row : row + 1, column : column + 1] = True
        return mask

    def unclaimed(self) -> list[tuple[int, int]]:
        """The non-empty cells that nothing has claimed yet, row by row."""
        return [divmod(at, self.width) for at in self._rest().tolist()]

    def claim_template(self, is_templates: Callable[[Any], bool]) -> None:
        """Claim as template every unclaimed cell whose value is the template's own."""
        known = [at for at in self._rest().tolist() if is_templates(self.flat[at])]
        if known:
            self.claims.reshape(-1)[known] = Claim.TEMPLATE

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
