"""Templates filled in as a person would: cells are found by sheet title, label and header, never by address."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.workbook.style import height, lines_needed

EXAMPLE = "示例："
DEDUCTIONS = "扣分说明"
_MAXIMUM = re.compile(r"（(\d+)分）")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def open_template(path: Path) -> Workbook:
    """A template, to be filled in."""
    return load_workbook(path)


def label_cell(sheet: Worksheet, label: str) -> Cell:
    """The cell that holds exactly this label or header."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                return cell
    raise LookupError(f"{sheet.title}: no cell says {label}")


def value_cell(sheet: Worksheet, label: str) -> Cell:
    """The cell right of a form's label."""
    return label_cell(sheet, label).offset(0, 1)


def header_cells(sheet: Worksheet, titles: Iterable[str]) -> tuple[int, dict[str, int]]:
    """The row that holds all the titles, and the column of each."""
    wanted = set(titles)
    for row in sheet.iter_rows():
        found = {cell.value: cell.column for cell in row if isinstance(cell.value, str) and cell.value in wanted}
        if found.keys() == wanted:
            return row[0].row, found
    raise LookupError(f"{sheet.title}: no row holds {sorted(wanted)}")


def first_free_row(sheet: Worksheet, header: int) -> int:
    """The row below the header, or below the example row that stands there."""
    values = [cell.value for cell in sheet[header + 1]]
    return header + (2 if any(str(value or "").startswith(EXAMPLE) for value in values) else 1)


def fill_form(sheet: Worksheet, values: Mapping[str, Any]) -> None:
    """Write each value right of its label."""
    for label, value in values.items():
        value_cell(sheet, label).value = value


def fill_rows(sheet: Worksheet, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows one below the other, from the first free row on."""
    header, columns = header_cells(sheet, titles)
    for number, row in enumerate(rows, first_free_row(sheet, header)):
        _write_row(sheet, number, columns, dict(zip(titles, row, strict=True)))


def fill_prefilled(sheet: Worksheet, titles: Sequence[str], rows: Iterable[Sequence[Any]], keys: int = 1) -> None:
    """Write each row into the one whose locked cells already hold its first `keys` values."""
    header, columns = header_cells(sheet, titles)
    known = [columns[title] for title in titles[:keys]]
    place = {tuple(sheet.cell(row, column).value for column in known): row for row in range(header + 1, sheet.max_row + 1)}
    for row in rows:
        _write_row(sheet, place[tuple(row[:keys])], columns, dict(zip(titles[keys:], row[keys:], strict=True)))


def fill_points(sheet: Worksheet, points: Callable[[Mapping[str, Any], list[int]], Sequence[float]]) -> None:
    """A reviewer's points for everybody who stands on the sheet. `points`: (row by title, the criteria's maxima) → points a criterion."""
    header = label_cell(sheet, "科室").row
    titles = {cell.column: str(cell.value) for cell in sheet[header] if cell.value}
    criteria = {column: int(found[1]) for column, title in titles.items() if (found := _MAXIMUM.search(title))}
    for row in range(header + 1, sheet.max_row + 1):
        who = {title: sheet.cell(row, column).value for column, title in titles.items()}
        for column, value in zip(criteria, points(who, list(criteria.values())), strict=True):
            sheet.cell(row, column).value = value


def fill_items(sheet: Worksheet, teams: Sequence[str], points: Callable[[str, str, int], float | None], notes: Mapping[str, str]) -> None:
    """An inspector's points on a department's sheet. `points`: (team, item, maximum) → points, None where the item was not checked;
    `notes`: team → what cost points."""
    header, columns = header_cells(sheet, ("检查项目", "满分", *teams))
    for row in range(header + 1, sheet.max_row + 1):
        item, maximum = (sheet.cell(row, columns[title]).value for title in ("检查项目", "满分"))
        for team in teams:
            sheet.cell(row, columns[team]).value = notes.get(team) if item == DEDUCTIONS else points(team, item, maximum)


def _write_row(sheet: Worksheet, number: int, columns: Mapping[str, int], values: Mapping[str, Any]) -> None:
    for title, value in values.items():
        if value is not None:
            sheet.cell(number, columns[title]).value = value
    _fit_row(sheet, number)


def _fit_row(sheet: Worksheet, number: int) -> None:
    """Make a row as high as its longest text, as somebody would who wants to read it."""
    widths = {}
    for dimension in sheet.column_dimensions.values():
        widths |= dict.fromkeys(range(dimension.min or 0, (dimension.max or 0) + 1), int(dimension.width))
    texts = [(str(cell.value), widths.get(cell.column, 8)) for cell in sheet[number] if isinstance(cell.value, str)]
    lines = max((lines_needed(text, width) for text, width in texts), default=1)
    sheet.row_dimensions[number].height = height(lines, sheet.row_dimensions[number].height or 24)


def saved_bytes(book: Workbook, saved: dt.datetime, by: str = "") -> bytes:
    """The workbook as a file that says it was saved at this moment (UTC); the same book gives the same bytes."""
    book.properties.lastModifiedBy = by or None
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue(), saved)


def repacked(data: bytes, saved: dt.datetime) -> bytes:
    """The same zip with fixed times and one way of compression, and this moment as the book's saved time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + f"{saved:%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(entry, part, compresslevel=9)
    return buffer.getvalue()


def put(path: Path, data: bytes, saved: dt.datetime) -> None:
    """Write a file whose own time is the moment it says it was saved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    seconds = saved.replace(tzinfo=dt.UTC).timestamp()
    os.utime(path, (seconds, seconds))


def save(book: Workbook, path: Path, saved: dt.datetime, by: str = "") -> None:
    """Save a filled book into the inbox."""
    put(path, saved_bytes(book, saved, by), saved)
