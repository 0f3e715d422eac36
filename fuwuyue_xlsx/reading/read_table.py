"""Grids read as tables: headers found by title, values parsed column by column, cells claimed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.fast_values import fast_reader
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.read_form import HEADER_WITHIN
from fuwuyue_xlsx.reading.read_value import empty_finding, findings_of, read_value
from fuwuyue_xlsx.reading.table_rows import TableRows
from fuwuyue_xlsx.schema.declarations import EXAMPLE_MARK, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Reading, Text
from fuwuyue_xlsx.tables.factorized import AnyColumn, Factorized, column_at


@dataclass
class Table:
    """A table as read: one entry a filled row. `unreadable` holds (index, title) of values with an error."""

    rows: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    values: dict[str, AnyColumn] = field(default_factory=dict)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    header: int = -1

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, index: int, title: str) -> str:
        """The address of a value; without the column, of the row's first cell."""
        return self.address_of(self.rows[index], title)

    def address_of(self, row: int, title: str) -> str:
        """The address of a column's cell in a row of the grid."""
        return address(row, self.columns.get(title, 0))

    def without(self, left_out: Collection[int]) -> Table:
        """The table less some rows, by their numbers in the sheet (from 1), and without what was found in them."""
        if not left_out:
            return self
        remaining = [index for index, row in enumerate(self.rows) if row + 1 not in left_out]
        numbers = {index: number for number, index in enumerate(remaining)}
        at = np.array(remaining, np.int64)
        gone = {str(row) for row in left_out}
        return replace(
            self, rows=[self.rows[index] for index in remaining], values={title: column_at(column, at) for title, column in self.values.items()},
            unreadable={(numbers[index], title) for index, title in self.unreadable if index in numbers},
            findings=[p for p in self.findings if p.place.cell.lstrip(ascii_uppercase) not in gone])

    def records(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """(index, values by title) row by row; a column that is not there gives None."""
        for index in range(len(self.rows)):
            yield index, {title: column[index] for title, column in self.values.items()}


def find_header(grid: Grid, sheet: Sheet) -> tuple[int, dict[str, list[int]]]:
    """The row with most of the titles, and the columns where each stands; (-1, {}) when fewer than needed are there."""
    titles, most = sheet.header_titles, len(sheet.columns)
    best: dict[str, list[int]] = {}
    best_row = -1
    for row, values in grid.rows_within(HEADER_WITHIN):
        places: dict[str, list[int]] = {}
        for column, value in enumerate(values):
            title = titles[value] if value.__class__ is str else None
            if title:
                places.setdefault(title, []).append(column)
        if len(places) > len(best):
            best, best_row = places, row
        if len(best) == most:
            break
    return (best_row, best) if best and len(best) >= min(sheet.fewest_headers, most) else (-1, {})


def read_table(grid: Grid, sheet: Sheet, file: str, header: tuple[int, dict[str, list[int]]] | None = None, end: int | None = None,
               spread: bool = False) -> Table:
    """The filled rows of a table. Rows with nothing but locked cells, or the example, are not filled.

    `header` is where the titles stand, as `find_header` gives it, where that is known; `end` the row at which the table ends;
    `spread`: what is typed in merged cells belongs to each of their rows, and not to the first alone.
    """
    table = Table()
    table.header, places = find_header(grid, sheet) if header is None else header
    for column in sheet.columns:
        _take_column(table, grid, column, places.get(column.title, []), Place(file, sheet.title))
    if table.header < 0:
        return table
    body = TableRows(grid, sheet, table.header, table.columns)
    body.spread_merges(spread)
    body.skip_examples()
    body.end_at(end)
    body.take_rows()
    table.rows = body.rows
    for column in sheet.columns:
        _read_column(table, body, column, Place(file, sheet.title))
    _doubt_examples(table, body, Place(file, sheet.title))
    _claim_prefilled(table, grid, sheet)
    if grid.merges:
        _warn_of_merges(table, grid, sheet, file)
    if sheet.lenient:  # a column that is gone is no matter of a single row
        table.findings = [p if p.code == "column-missing" else p.as_warning() for p in table.findings]
    return table


def _take_column(table: Table, grid: Grid, column: Field, positions: list[int], place: Place) -> None:
    if not positions:
        if column.required or column.must_stand:
            missing = finding("column-missing", place, title=column.title)
            table.findings.append(missing if column.decides else missing.as_warning())
        return
    table.columns[column.title] = positions[0]
    for position in positions:
        grid.claim(table.header, position, Claim.TEMPLATE)
    if len(positions) > 1:
        cell = address(table.header, positions[1])
        table.findings.append(finding("column-twice", Place(place.file, place.sheet, cell), title=column.title))


def _read_column(table: Table, body: TableRows, column: Field, sheet: Place) -> None:
    """The values of the filled rows; ordinary ones in one step, others through the field, each text once."""
    if column.title not in table.columns:
        table.values[column.title] = [None] * len(table.rows)
        return
    at = body.columns.index(column)
    whole, present, factorized = body.whole[at], body.filled[:, at], body.factorized(at)
    if factorized is not None:
        table.values[column.title] = _read_factorized(table, column, sheet, factorized, present)
        return
    raws = body.raws(at)
    values = fast_reader(column.kind)(raws)
    there = present.tolist()
    if body.hides and not whole:
        values = [value if is_there else None for value, is_there in zip(values, there, strict=True)]
    rest = [index for index, value in enumerate(values) if value is None] if None in values else []
    for index, value in _read_rest(table, column, sheet, raws, there, rest):
        values[index] = value
    table.values[column.title] = values


def _read_factorized(table: Table, column: Field, sheet: Place, raws: Factorized, present: np.ndarray) -> Factorized:
    """The same of a long column of few different values, each of which is read once."""
    values = fast_reader(column.kind)(raws.categories)
    codes = np.where(present, raws.codes, len(values))
    values.append(None)
    unread = np.array([value is None for value in values])
    unread[-1] = column.required
    rest = np.flatnonzero(unread[codes]).tolist()
    for index, value in _read_rest(table, column, sheet, raws, present, rest):
        values[codes[index]] = value
    return Factorized(values, codes).rename_categories(values)


def _read_rest(table: Table, column: Field, sheet: Place, raws: AnyColumn, present: Sequence[bool] | np.ndarray,
               rest: list[int]) -> Iterator[tuple[int, Any]]:
    """(number of the row, value) for these rows, with the findings about them; about an empty cell there is none but that it is empty."""
    memo: dict[Any, Reading] = {}
    for index in rest:
        if not present[index]:
            if column.required:
                table.findings.append(empty_finding(column, _place(table, sheet, index, column)))
            continue
        raw = raws[index]
        reading = memo.get((type(raw), raw))
        if reading is None:
            reading = memo[type(raw), raw] = read_value(column, raw)
        if reading.findings:
            table.findings += findings_of(column, reading, _place(table, sheet, index, column))
        if reading.value is None:
            table.unreadable.add((index, column.title))
        yield index, reading.value


def _place(table: Table, sheet: Place, index: int, column: Field) -> Place:
    return Place(sheet.file, sheet.sheet, table.cell(index, column.title))


def _doubt_examples(table: Table, body: TableRows, place: Place) -> None:
    """Rows that hold the example word for word, its mark taken away: nobody can have meant them."""
    shown_in = [(at, column) for at, column in enumerate(body.columns) if column.example and not column.locked]
    telling = next((at for at, column in shown_in if isinstance(column.kind, (PersonName, Text))), None)
    if telling is None or body.lenient:
        return
    example = body.columns[telling].example
    for index in [index for index, raw in enumerate(body.raws(telling)) if raw == example]:
        held = [(column, body.grid.value(body.rows[index], body.positions[at])) for at, column in shown_in if body.filled[index, at]]
        if len(held) > 2 and all(column.shows_example(EXAMPLE_MARK + shown(raw)) for column, raw in held):
            cell = table.cell(index, held[0][0].title)
            table.findings.append(finding("example-unmarked", Place(place.file, place.sheet, cell), value=example))


def _claim_prefilled(table: Table, grid: Grid, sheet: Sheet) -> None:
    """Locked cells of rows that are not filled belong to the template while they hold what it prefilled."""
    for column in sheet.columns:
        position = table.columns.get(column.title)
        if position is None or not column.locked:
            continue
        first = table.header + 1
        left = grid.filled[first:, position] & (grid.claims[first:, position] == Claim.NONE)
        if not left.any():
            continue
        known = {key(row[column.title]) for row in sheet.rows if column.title in row} | {key(text) for text in column.example_texts}
        for row in (np.flatnonzero(left) + first).tolist():
            if key(shown(grid.value(row, position))) in known:
                grid.claim(row, position, Claim.TEMPLATE)


def _warn_of_merges(table: Table, grid: Grid, sheet: Sheet, file: str) -> None:
    """A merge over data cells counts for its first cell alone."""
    typed = {table.columns[c.title]: c.title for c in sheet.columns if not c.locked and c.title in table.columns}
    rows = set(table.rows)
    for top, left, _, _ in grid.merges:
        title = typed.get(left)
        if title and top in rows and not is_empty(grid.value(top, left)):
            place = Place(file, sheet.title, address(top, left))
            table.findings.append(finding("merged-value", place, title=title))
