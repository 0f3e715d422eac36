"""Grids read as forms: labels found by title, the value right of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.read_value import empty_finding, findings_of, read_value
from fuwuyue_xlsx.schema.declarations import Field, Sheet

HEADER_WITHIN = 1_000


@dataclass
class Form:
    """A form as read: values by label (None: empty or unreadable), their cells, the labels found."""

    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        """Whether anything stands in it, readable or not."""
        return any(value is not None for value in self.values.values()) or bool(self.unreadable)


def read_form(grid: Grid, sheet: Sheet, file: str) -> Form:
    """A form's values: for each label the first non-empty cell right of it, up to the next label."""
    form = Form()
    labels = find_labels(grid, sheet)
    occupied = set(labels.values())
    for item in sheet.form:
        if item.title not in labels:
            form.values[item.title] = None
            if item.required:
                form.findings.append(finding("label-missing", Place(file, sheet.title), title=item.title))
            continue
        row, column = labels[item.title]
        grid.claim(row, column, Claim.TEMPLATE)
        _read_item(form, grid, sheet, item, file, _value_cell(grid, row, column, occupied))
    _check_dependent(form, sheet, file)
    return form


def find_labels(grid: Grid, sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Where each label of the form stands first: (row, column) by title."""
    titles = sheet.label_titles
    places: dict[str, tuple[int, int]] = {}
    for row, values in grid.rows_within(HEADER_WITHIN):
        for column, value in enumerate(values):
            title = titles[value] if value.__class__ is str else None
            if title and title not in places:
                places[title] = (row, column)
        if len(places) == len(sheet.form):
            break
    return places


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
            form.findings.append(empty_finding(item, place))
        return
    grid.claim(*at, Claim.TEMPLATE if item.locked else Claim.USED)
    reading = read_value(item, raw)
    form.values[item.title] = reading.value
    form.findings += findings_of(item, reading, place)
    if reading.value is None:
        form.unreadable.add(item.title)


def _check_dependent(form: Form, sheet: Sheet, file: str) -> None:
    for item in sheet.form:
        if item.required_with and form.values.get(item.title) is None and item.title not in form.unreadable:
            other, value = item.required_with
            if form.values.get(other) == value:
                place = Place(file, sheet.title, form.cells.get(item.title, ""))
                form.findings.append(empty_finding(item, place))
