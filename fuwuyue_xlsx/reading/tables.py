"""Grids read as forms and tables through the schema: headers found by title, values parsed, cells claimed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid, address, is_empty
from fuwuyue_xlsx.schema.kinds import Reading
from fuwuyue_xlsx.schema.model import Field, Sheet
from fuwuyue_xlsx.schema.readings import CellError, Fault, shown
from fuwuyue_xlsx.text import key, label_key

HEADER_WITHIN = 1_000


@dataclass
class Form:
    """A form as read: values by label (None: empty or unreadable), their cells, the labels found."""

    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        return any(value is not None for value in self.values.values()) or bool(self.unreadable)


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


def read_value(field_: Field, raw: Any) -> Reading:
    """A raw value through its field's kind; an error value is never a blank."""
    if isinstance(raw, CellError):
        return Reading(None, (Fault("error-value", {"value": str(raw), "words": field_.kind.words}),))
    return field_.kind.read(raw)


def problems_of(field_: Field, reading: Reading, place: Place) -> list[Problem]:
    """The faults of a reading as findings at its cell."""
    found = [problem(f.code, place, title=field_.title, **f.details) for f in reading.faults]
    return found if field_.decides else [p.as_warning() for p in found]


def empty_problem(field_: Field, place: Place) -> Problem:
    """The finding that a required field is empty."""
    found = problem("required-empty", place, title=field_.title, words=field_.kind.words or "内容")
    return found if field_.decides else found.as_warning()


def read_form(grid: Grid, sheet: Sheet, file: str) -> Form:
    """A form's values: for each label the first non-empty cell right of it, up to the next label."""
    form = Form()
    labels = find_labels(grid, sheet)
    occupied = set(labels.values())
    for item in sheet.form:
        if item.title not in labels:
            form.values[item.title] = None
            if item.required:
                form.problems.append(problem("label-missing", Place(file, sheet.title), title=item.title))
            continue
        row, column = labels[item.title]
        grid.claim(row, column, Claim.TEMPLATE)
        _read_item(form, grid, sheet, item, file, _value_cell(grid, row, column, occupied))
    _check_dependent(form, sheet, file)
    return form


def find_labels(grid: Grid, sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Where each label of the form stands first: (row, column) by title."""
    wanted = {item_key: item.title for item in sheet.form for item_key in item.keys}
    found: dict[str, tuple[int, int]] = {}
    for row, values in enumerate(grid.cells[:HEADER_WITHIN]):
        for column, value in enumerate(values):
            title = wanted.get(label_key(value)) if isinstance(value, str) and value else None
            if title and title not in found:
                found[title] = (row, column)
        if len(found) == len(sheet.form):
            break
    return found


def _value_cell(grid: Grid, row: int, column: int, labels: set[tuple[int, int]]) -> tuple[int, int]:
    """The first non-empty cell right of the label; the next cell when there is none."""
    for right in range(column + 1, grid.width):
        if (row, right) in labels:
            break
        if not is_empty(grid.value(row, right)):
            return row, right
    return row, column + 1


def _read_item(form: Form, grid: Grid, sheet: Sheet, item: Field, file: str, at: tuple[int, int]) -> None:
    place = Place(file, sheet.title, address(*at))
    form.cells[item.title] = place.cell
    raw = grid.value(*at)
    form.values[item.title] = None
    if is_empty(raw):
        if item.required:
            form.problems.append(empty_problem(item, place))
        return
    grid.claim(*at, Claim.TEMPLATE if item.locked else Claim.USED)
    reading = read_value(item, raw)
    form.values[item.title] = reading.value
    form.problems += problems_of(item, reading, place)
    if reading.value is None:
        form.unreadable.add(item.title)


def _check_dependent(form: Form, sheet: Sheet, file: str) -> None:
    for item in sheet.form:
        if item.required_with and form.values.get(item.title) is None and item.title not in form.unreadable:
            other, value = item.required_with
            if form.values.get(other) == value:
                place = Place(file, sheet.title, form.cells.get(item.title, ""))
                form.problems.append(empty_problem(item, place))


def find_header(grid: Grid, columns: tuple[Field, ...]) -> tuple[int, dict[str, list[int]]]:
    """The row with most of the titles, and the columns where each stands; (-1, {}) when fewer than two are there."""
    wanted = {column_key: column.title for column in columns for column_key in column.keys}
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
    return (best_row, best) if len(best) >= min(2, len(columns)) else (-1, {})


def read_table(grid: Grid, sheet: Sheet, file: str) -> Table:
    """The filled rows of a table. Rows with nothing but locked cells, or the example, are not filled."""
    table = Table()
    table.header, places = find_header(grid, sheet.columns)
    for column in sheet.columns:
        _take_column(table, grid, column, places.get(column.title, []), Place(file, sheet.title))
    if table.header < 0:
        return table
    raws = {column.title: _raw_column(table, grid, column) for column in sheet.columns if column.title in table.columns}
    _find_rows(table, grid, sheet, raws)
    for column in sheet.columns:
        _read_column(table, grid, column, raws.get(column.title), file, sheet.title)
    _claim_prefilled(table, grid, sheet)
    _warn_of_merges(table, grid, sheet, file)
    if sheet.lenient:
        table.problems = [found.as_warning() for found in table.problems]
    return table


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


def _raw_column(table: Table, grid: Grid, column: Field) -> list[Any]:
    """The raw values below the header.

    A locked value spread over merged cells belongs to each of them; elsewhere it belongs to the first alone, and
    what is hidden under the merge is left for the report of content that was not used.
    """
    position, first = table.columns[column.title], table.header + 1
    values = [row[position] for row in grid.cells[first:]]
    for top, left, bottom, right in grid.merges:
        if left <= position <= right and bottom >= first:
            for row in range(max(top, first), min(bottom + 1, grid.height)):
                if column.locked:
                    values[row - first] = grid.value(top, left)
                elif (row, position) != (top, left):
                    values[row - first] = ""
    return values


def _find_rows(table: Table, grid: Grid, sheet: Sheet, raws: dict[str, list[Any]]) -> None:
    """Number the filled rows, and claim the example's cells."""
    filled: set[int] = set()
    for column in sheet.columns:
        if column.locked or column.title not in raws:
            continue
        for offset, raw in enumerate(raws[column.title]):
            if is_empty(raw):
                continue
            row = table.header + 1 + offset
            if isinstance(raw, str) and column.shows_example(raw):
                grid.claim(row, table.columns[column.title], Claim.TEMPLATE)
                raws[column.title][offset] = ""
            else:
                filled.add(row)
    table.rows = sorted(filled)


def _read_column(table: Table, grid: Grid, column: Field, raws: list[Any] | None, file: str, title: str) -> None:
    if raws is None:
        table.values[column.title] = [None] * len(table.rows)
        return
    values, memo = [], {}
    position = table.columns[column.title]
    for index, row in enumerate(table.rows):
        raw = raws[row - table.header - 1]
        if is_empty(raw):
            values.append(None)
            if column.required:
                table.problems.append(empty_problem(column, Place(file, title, address(row, position))))
            continue
        grid.claims[row, position] = Claim.USED
        reading = memo.get((type(raw), raw))
        if reading is None:
            reading = memo[type(raw), raw] = read_value(column, raw)
        values.append(reading.value)
        if reading.faults:
            table.problems += problems_of(column, reading, Place(file, title, address(row, position)))
        if reading.value is None:
            table.unreadable.add((index, column.title))
    table.values[column.title] = values


def _claim_prefilled(table: Table, grid: Grid, sheet: Sheet) -> None:
    """Locked cells of rows that are not filled belong to the template while they hold what it prefilled."""
    for column in sheet.columns:
        position = table.columns.get(column.title)
        if position is None or not column.locked:
            continue
        known = {key(row[column.title]) for row in sheet.rows if column.title in row} | {key(text) for text in column.example_texts}
        for row in range(table.header + 1, grid.height):
            raw = grid.cells[row][position]
            if not is_empty(raw) and grid.claims[row, position] == Claim.NONE and key(shown(raw)) in known:
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
