"""What stands below a table's header: merges spread, examples skipped, the filled rows taken."""

from __future__ import annotations

from typing import Any

import numpy as np

from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.read_value import is_marked
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.tables.factorized import Factorized

# columns of large sheets of answers that hold no more different values than these are held factorized
MOST_VALUES = 1_000


class TableRows:
    """What stands below the header in the declared columns.

    `filled` is a mask of rows below the header × columns found; `instead` holds values that stand for those of the
    grid, by (row of the grid, column of the mask).
    """

    def __init__(self, grid: Grid, sheet: Sheet, header: int, columns: dict[str, int]) -> None:
        """`header` is its row, `columns` says where each title stands."""
        self.grid, self.first = grid, header + 1
        self.columns = [column for column in sheet.columns if column.title in columns]
        self.positions = [columns[column.title] for column in self.columns]
        self.rows: list[int] = []
        self.filled = grid.filled[self.first :, self.positions]
        self.instead: dict[tuple[int, int], Any] = {}
        # what is spread over cells of rows that may turn out to be filled
        self.spread: dict[tuple[int, int], Any] = {}
        self.everywhere = False
        self.lenient = sheet.lenient
        # whether there are values that count as none
        self.hides = grid.has_blank_texts

    def spread_merges(self, everywhere: bool = False) -> None:
        """A locked value spread over merged cells belongs to each of them; elsewhere it belongs to the first alone.

        What is hidden under such a merge is left for the report of content that was not used. With `everywhere` any value spread over
        cells below one another belongs to each of them, in rows in which something else is typed.
        """
        self.everywhere = everywhere
        for top, left, bottom, right in self.grid.merges:
            self.hides = True
            for at, position in enumerate(self.positions):
                if left <= position <= right and bottom >= self.first:
                    for row in range(max(top, self.first), min(bottom + 1, self.grid.height)):
                        self._spread(row, at, (top, left))

    def _spread(self, row: int, at: int, start: tuple[int, int]) -> None:
        if self.columns[at].locked:
            self.instead[row, at] = self.grid.value(*start)
            self.filled[row - self.first, at] = not is_empty(self.instead[row, at])
        elif (row, self.positions[at]) != start:
            self.filled[row - self.first, at] = False
            if self.everywhere and self.positions[at] == start[1] and not is_empty(self.grid.value(*start)):
                self.spread[row, at] = self.grid.value(*start)

    def skip_examples(self) -> None:
        """Cells of the example are template: those that hold its text, and rows in which every filled cell bears its mark.

        Such a row is an example of other rules or of another version.
        """
        grid, first = self.grid, self.first
        marked = {cell for cell in grid.marked if cell[0] >= first and is_marked(grid.value(*cell))}
        typed = [at for at, column in enumerate(self.columns) if not column.locked]
        for row in sorted({row for row, _ in marked}):
            filled = [at for at in typed if self.filled[row - first, at]]
            whole = len(filled) > 1 and all((row, self.positions[at]) in marked for at in filled)
            for at in filled:
                cell = row, self.positions[at]
                if whole or (cell in marked and self.columns[at].shows_example(grid.value(*cell))):
                    grid.claim(*cell, Claim.TEMPLATE)
                    self.filled[row - first, at] = False
                    self.hides = True

    def end_at(self, row: int | None) -> None:
        """What stands from this row on is none of the table's; None: all of it is."""
        if row is not None and row < self.grid.height:
            self.filled = self.filled.copy()
            self.filled[max(0, row - self.first) :] = False
            self.hides = True

    def take_rows(self) -> None:
        """The rows in which anybody typed anything, and their filled cells as used."""
        typed = [at for at, column in enumerate(self.columns) if not column.locked]
        taken: np.ndarray = np.asarray(self.filled[:, typed].any(axis=1))
        for (row, at), value in self.spread.items():
            if taken[row - self.first]:
                self.instead[row, at], self.filled[row - self.first, at] = value, True
        rows = np.flatnonzero(taken)
        self.filled = self.filled[rows]
        at_rows, at_columns = np.nonzero(self.filled)
        self.grid.claims[(rows + self.first)[at_rows], np.array(self.positions, dtype=int)[at_columns]] = Claim.USED
        self.rows = (rows + self.first).tolist()
        self.whole: list[bool] = np.logical_and.reduce(self.filled, axis=0).tolist()

    def raws(self, at: int) -> list[Any]:
        """The raw values of a column in the rows taken."""
        values, rows, first = self.grid.column(self.positions[at], self.first), self.rows, self.first
        if rows and rows[-1] - rows[0] + 1 == len(rows):
            values = values[rows[0] - first : rows[-1] + 1 - first]
        else:
            values = [values[row - first] for row in rows]
        stand_ins = {row: value for (row, column), value in self.instead.items() if column == at}
        return [stand_ins.get(row, raw) for row, raw in zip(self.rows, values, strict=True)] if stand_ins else values

    def factorized(self, at: int) -> Factorized | None:
        """The same of a large sheet of answers, when they are few different ones; other rows travel on as plain columns."""
        column = self.grid.factorized_column(self.positions[at], self.rows) if self.lenient and not self.instead else None
        return column if column is not None and len(column.categories) <= MOST_VALUES else None
