"""What the fast reader does not hand out, format by format: errors, formulas without values, percents, far cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Cell = tuple[int, int]
Merge = tuple[int, int, int, int]
# first and last of rows or columns next to one another
Run = tuple[int, int]


@dataclass
class Annotations:
    """What stands on a sheet beside its cells: notes by their cell, the texts of boxes, how many pictures; parts that could not be read."""

    notes: dict[Cell, str] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    pictures: int = 0
    unread: int = 0


@dataclass
class Hidden:
    """What of a sheet nobody sees who opens the book: rows and columns as (first, last) from 0, single cells, or the whole sheet.

    Hidden, filtered out, folded up, or of no height or width; cells whose number format shows nothing.
    """

    rows: list[Run] = field(default_factory=list)
    columns: list[Run] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns or self.cells or self.whole)


@dataclass
class SheetMetadata:
    """The doubtful cells of one sheet, each by (row, column) from 0.

    errors    cells that show an error value, with its text
    unvalued  formulas whose result is not stored, with the formula
    percents  cells whose number format is a percentage
    seconds   cells whose number format shows the seconds of a moment
    struck    cells that are crossed out, or a part of their text is
    twice     cells that are written twice, and the first of each row that is
    far       cells left out of the grid because they would make it too large, with their text
    merges    (top, left, bottom, right), where the reader does not give them; None: it does
    beside    what stands beside the cells
    hidden    what nobody sees
    """

    errors: dict[Cell, str] = field(default_factory=dict)
    unvalued: dict[Cell, str] = field(default_factory=dict)
    percents: list[Cell] = field(default_factory=list)
    seconds: list[Cell] = field(default_factory=list)
    struck: list[Cell] = field(default_factory=list)
    twice: list[Cell] = field(default_factory=list)
    far: dict[Cell, str] = field(default_factory=dict)
    merges: list[Merge] | None = None
    beside: Annotations = field(default_factory=Annotations)
    hidden: Hidden = field(default_factory=Hidden)


@dataclass
class Written:
    """The cells of a sheet in the order in which they are written: which of them hold something, and what stands there twice.

    A cell stands there twice when one of the two holds something, a row when cells do in both.
    """

    filled: list[Cell] = field(default_factory=list)
    _cells: dict[Cell, bool] = field(default_factory=dict)
    _rows: dict[int, bool] = field(default_factory=dict)
    _again: dict[Cell, None] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def row(self, row: int) -> None:
        """A row begins: one of a number that was there before is written twice."""
        if self._rows.setdefault(row, False):
            self._open.add(row)

    def cell(self, at: Cell, filled: bool) -> None:
        """A cell of the row follows."""
        before = self._cells.get(at)
        if (before is not None and (filled or before)) or (filled and at[0] in self._open):
            self._again[at] = None
        self._cells[at] = bool(before) or filled
        if filled:
            self.filled.append(at)
            self._rows[at[0]] = True

    def twice(self) -> list[Cell]:
        """The cells that stand there twice, and of a row that does those that hold something where it stands again."""
        return list(self._again)


# rows this far below the rows above them hold no list any more
WIDEST_GAP = 10_000
# columns beyond ZZ belong to no list
LAST_COLUMN = 701


def far_cells(cells: Iterable[Cell], most: int) -> set[Cell]:
    """The cells to leave out so that the grid from A1 to the last of the others holds at most `most` cells.

    Only when it would hold more: first whatever lies beyond column ZZ, then whatever lies below a gap of more than
    10,000 empty rows. Empty when everything fits; too many cells that are close together stay, and are too many.
    """
    ordered = sorted(cells)
    if area(ordered) <= most:
        return set()
    far = {cell for cell in ordered if cell[1] > LAST_COLUMN}
    within = [cell for cell in ordered if cell[1] <= LAST_COLUMN]
    if area(within) > most:
        last = -1
        for position, (row, _) in enumerate(within):
            if row - last > WIDEST_GAP:
                far.update(within[position:])
                break
            last = row
    return far


def area(cells: Iterable[Cell]) -> int:
    """The size of the grid from A1 to the last row and column of these cells."""
    listed = list(cells)
    return (max(row for row, _ in listed) + 1) * (max(column for _, column in listed) + 1) if listed else 0


def set_aside(metadata: SheetMetadata, far: dict[Cell, str]) -> None:
    """Far cells are told as such alone: an error or a formula among them would make the grid reach them again."""
    metadata.far = {cell: metadata.errors.get(cell) or (f"={metadata.unvalued[cell]}" if cell in metadata.unvalued else text) for cell, text in far.items()}
    metadata.errors = {cell: error for cell, error in metadata.errors.items() if cell not in far}
    metadata.unvalued = {cell: formula for cell, formula in metadata.unvalued.items() if cell not in far}
    metadata.percents = [cell for cell in metadata.percents if cell not in far]
