"""Bytes → an opened book of grids, or the reason why not. No library's exception leaves this module."""

from __future__ import annotations

import datetime as dt
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from fuwuyue_xlsx.reading import parts
from fuwuyue_xlsx.reading.grid import Account, Grid
from fuwuyue_xlsx.reading.parts import Stamp
from fuwuyue_xlsx.schema.readings import CellError, PercentNumber
from fuwuyue_xlsx.text import key

READABLE_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
LARGEST_FILE = 100_000_000
LARGEST_UNPACKED = 1_000_000_000
MOST_ENTRIES = 2_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTENT = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


@dataclass(frozen=True)
class Refusal:
    """Why a file could not be opened: a code of the catalogue and its details, and the stamp where it can be read."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)
    stamp: Stamp | None = None


@dataclass
class OpenedBook:
    """A book as read: its grids in order, its stamp, the time it says it was saved."""

    grids: list[Grid]
    stamp: Stamp | None = None
    saved: dt.datetime | None = None
    created: dt.datetime | None = None

    def grid(self, title: str) -> Grid | None:
        """The sheet with this title, whatever the white space in it."""
        wanted = key(title)
        return next((grid for grid in self.grids if key(grid.title) == wanted), None)

    def account(self) -> Account:
        return sum((grid.account() for grid in self.grids), Account())


def open_book(data: bytes) -> OpenedBook | Refusal:
    """Open a workbook of any readable format by its content."""
    if len(data) > LARGEST_FILE:
        return Refusal("file-too-large", {"what": f"{len(data) // 1_000_000} MB"})
    if data.startswith(_ZIP):
        return _open_zip(data)
    if data.startswith(_OLE):
        return Refusal("file-encrypted") if _ENCRYPTED in data else _open_grids(data)
    return Refusal("file-damaged")


def _open_zip(data: bytes) -> OpenedBook | Refusal:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _open_parts(data, book)
    except zipfile.BadZipFile:
        return Refusal("file-copying" if b"PK\x05\x06" not in data[-70_000:] else "file-damaged")
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError):
        return Refusal("file-damaged")


def _open_parts(data: bytes, book: zipfile.ZipFile) -> OpenedBook | Refusal:
    entries = book.infolist()
    if len(entries) > MOST_ENTRIES or len(set(book.namelist())) < len(entries):
        return Refusal("file-damaged")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        return Refusal("file-too-large", {"what": f"解开后 {unpacked // 1_000_000} MB"})
    form = next((form for part, form in _CONTENT.items() if part in book.NameToInfo), None)
    if form is None:
        return Refusal("file-foreign")
    stamp = parts.stamp(book)
    sheets = {title: book.read(part) for title, part in parts.sheet_parts(book).items() if part in book.NameToInfo}
    if any(parts.reaches_too_far(sheet) for sheet in sheets.values()):
        return Refusal("file-too-wide", stamp=stamp)
    opened = _open_grids(parts.with_known_errors(data, book, sheets))
    if isinstance(opened, Refusal):
        return replace(opened, stamp=stamp)
    opened.stamp, opened.saved = stamp, parts.saved_time(book)
    opened.created = parts.saved_time(book, "created")
    _lay_on(opened, sheets, parts.percent_styles(book))
    return opened


def _open_grids(data: bytes) -> OpenedBook | Refusal:
    """The grids as python-calamine reads them. It may panic with a BaseException, which costs only this file."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return OpenedBook([_grid(workbook, title) for title in workbook.sheet_names])
    except PasswordError:
        return Refusal("file-encrypted")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return Refusal("file-damaged")


def _grid(workbook: CalamineWorkbook, title: str) -> Grid:
    sheet = workbook.get_sheet_by_name(title)
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(title, sheet.to_python(skip_empty_area=False), merges)


def _lay_on(opened: OpenedBook, sheets: dict[str, bytes], styles: set[int]) -> None:
    """Put error values and percent formats, which the reader does not hand out, onto the cells."""
    for grid in opened.grids:
        sheet = sheets.get(grid.title, b"")
        for row, column in parts.percent_cells(sheet, styles):
            value = grid.value(row, column)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                grid.cells[row][column] = PercentNumber(value)
        for (row, column), text in parts.error_cells(sheet).items():
            if row < grid.height and column < grid.width:
                grid.cells[row][column] = CellError(text)
