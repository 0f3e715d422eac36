"""Grids read as tables: headers found by title, values parsed column by column, cells claimed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.forms import HEADER_WITHIN
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.quick import quick_of
from fuwuyue_xlsx.reading.values import empty_problem, is_marked, problems_of, read_value
from fuwuyue_xlsx.references import address
from fuwuyue_xlsx.schema.kinds import Reading
from fuwuyue_xlsx.schema.model import Field, Sheet
from fuwuyue_xlsx.schema.readings import shown
from fuwuyue_xlsx.text import key, label_key


@dataclass
class Table:
    """A table as read: one entry a filled row. `unreadable` holds (index, title) of values with an error."""

    rows: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    header: int = -1

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, index: int, title: str) -> str:
        """The address of a value; without the column, of the row's first cell."""
        return self.address_of(self.rows[index], title)

    def address_of(self, row: int, title: str) -> str:
        """The address of a column's cell in a row of the grid."""
        return address(row, self.columns.get(title, 0))

    def records(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """(index, values by title) row by row; a column that is not there gives None."""
        for index in range(len(self.rows)):
            yield index, {title: column[index] for title, column in self.values.items()}


def find_header(grid: Grid, sheet: Sheet) -> tuple[int, dict[str, list[int]]]:
    """The row with most of the titles, and the columns where each stands; (-1, {}) when fewer than two are there."""
    wanted, columns = sheet.headers, sheet.columns
    best, best_row = {}, -1
    for row, values in enumerate(grid.cells[:HEADER_WITHIN]):
        found: dict[str, list[int]] = {}
        for column, value in enumerate(values):
            title = wanted.get(label_key(value)) if isinstance(value, str) and value else None
            if title:
                found.setdefault(title, []).append(column)
        if len(found) > len(best):
            best, best_row = found, row
        if len(best) == len(columns):
            break
    return (best_row, best) if len(best) >= min(2, len(columns)) or (best and sheet.lenient and not sheet.title) else (-1, {})


def read_table(grid: Grid, sheet: Sheet, file: str) -> Table:
    """The filled rows of a table. Rows with nothing but locked cells, or the example, are not filled."""
    table = Table()
    table.header, places = find_header(grid, sheet)
    for column in sheet.columns:
        _take_column(table, grid, column, places.get(column.title, []), Place(file, sheet.title))
    if table.header < 0:
        return table
    columns = {c.title: _column(table, grid, c) for c in sheet.columns if c.title in table.columns}
    _skip_examples(table, grid, sheet, columns)
    typed = [columns[c.title].filled for c in sheet.columns if not c.locked and c.title in columns]
    table.rows = (np.flatnonzero(np.any(typed, axis=0)) + table.header + 1).tolist() if typed else []
    for column in sheet.columns:
        _read_column(table, grid, column, columns.get(column.title), Place(file, sheet.title))
    _claim_prefilled(table, grid, sheet)
    _warn_of_merges(table, grid, sheet, file)
    if sheet.lenient:
        table.problems = [p if _is_structure(p, sheet) else p.as_warning() for p in table.problems]
    return table


def _is_structure(found: Problem, sheet: Sheet) -> bool:
    """A required column that is gone is no matter of a single row."""
    return found.code == "column-missing" and sheet.column(found.details["title"]).required


def _take_column(table: Table, grid: Grid, column: Field, found: list[int], place: Place) -> None:
    if not found:
        if column.required or column.must_stand:
            table.problems.append(problem("column-missing", place, title=column.title))
        return
    table.columns[column.title] = found[0]
    for position in found:
        grid.claim(table.header, position, Claim.TEMPLATE)
    if len(found) > 1:
        cell = address(table.header, found[1])
        table.problems.append(problem("column-twice", Place(place.file, place.sheet, cell), title=column.title))


@dataclass
class _Column:
    """A column below the header: which rows are filled, and values that stand for others (row → value)."""

    position: int
    filled: np.ndarray
    instead: dict[int, Any] = field(default_factory=dict)


def _column(table: Table, grid: Grid, column: Field) -> _Column:
    """The column as it counts.

    A locked value spread over merged cells belongs to each of them; elsewhere it belongs to the first alone, and
    what is hidden under the merge is left for the report of content that was not used.
    """
    position, first = table.columns[column.title], table.header + 1
    found = _Column(position, grid.filled[first:, position].copy())
    for top, left, bottom, right in grid.merges:
        if left <= position <= right and bottom >= first:
            for row in range(max(top, first), min(bottom + 1, grid.height)):
                if column.locked:
                    found.instead[row] = grid.value(top, left)
                    found.filled[row - first] = not is_empty(found.instead[row])
                elif (row, position) != (top, left):
                    found.filled[row - first] = False
    return found


def _skip_examples(table: Table, grid: Grid, sheet: Sheet, columns: dict[str, _Column]) -> None:
    """Cells of the example are template: those that hold its text, and rows in which every filled cell bears its mark.

    Such a row is an example of other rules or of another version.
    """
    first = table.header + 1
    marked = {cell for cell in grid.marked if cell[0] >= first and is_marked(grid.value(*cell))}
    typed = {columns[c.title].position: c for c in sheet.columns if not c.locked and c.title in columns}
    for row in sorted({row for row, _ in marked}):
        filled = [at for at, c in typed.items() if columns[c.title].filled[row - first]]
        whole = len(filled) > 1 and all((row, at) in marked for at in filled)
        for at in filled:
            known = (row, at) in marked and typed[at].shows_example(grid.value(row, at))
            if whole or known:
                grid.claim(row, at, Claim.TEMPLATE)
                columns[typed[at].title].filled[row - first] = False


def _read_column(table: Table, grid: Grid, column: Field, found: _Column | None, sheet: Place) -> None:
    """The values of the filled rows; ordinary ones in one step, others through the field, each text once."""
    if found is None:
        table.values[column.title] = [None] * len(table.rows)
        return
    first, position, cells = table.header + 1, found.position, grid.cells
    present = found.filled[np.array(table.rows, dtype=int) - first] if table.rows else found.filled[:0]
    grid.claims[np.array(table.rows, dtype=int)[present], position] = Claim.USED
    values: list[Any] = []
    memo: dict[Any, Reading] = {}
    quick, instead = quick_of(column.kind), found.instead
    for index, (row, filled) in enumerate(zip(table.rows, present.tolist(), strict=True)):
        if not filled:
            values.append(None)
            if column.required:
                table.problems.append(empty_problem(column, Place(sheet.file, sheet.sheet, address(row, position))))
            continue
        raw = instead[row] if row in instead else cells[row][position]
        value = quick(raw)
        if value is None:
            reading = memo.get((type(raw), raw))
            if reading is None:
                reading = memo[type(raw), raw] = read_value(column, raw)
            value = reading.value
            if reading.faults:
                table.problems += problems_of(column, reading, Place(sheet.file, sheet.sheet, address(row, position)))
            if value is None:
                table.unreadable.add((index, column.title))
        values.append(value)
    table.values[column.title] = values


def _claim_prefilled(table: Table, grid: Grid, sheet: Sheet) -> None:
    """Locked cells of rows that are not filled belong to the template while they hold what it prefilled."""
    for column in sheet.columns:
        position = table.columns.get(column.title)
        if position is None or not column.locked:
            continue
        known = {key(row[column.title]) for row in sheet.rows if column.title in row} | {key(text) for text in column.example_texts}
        first = table.header + 1
        left = grid.filled[first:, position] & (grid.claims[first:, position] == Claim.NONE)
        for row in (np.flatnonzero(left) + first).tolist():
            if key(shown(grid.cells[row][position])) in known:
                grid.claim(row, position, Claim.TEMPLATE)


def _warn_of_merges(table: Table, grid: Grid, sheet: Sheet, file: str) -> None:
    """A merge over data cells counts for its first cell alone."""
    typed = {table.columns[c.title]: c.title for c in sheet.columns if not c.locked and c.title in table.columns}
    rows = set(table.rows)
    for top, left, bottom, right in grid.merges:
        title = typed.get(left)
        if title and top in rows and not is_empty(grid.value(top, left)):
            place = Place(file, sheet.title, address(top, left))
            table.problems.append(problem("merged-value", place, title=title))
