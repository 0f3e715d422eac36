"""Bytes → an opened book of grids, or the reason why not. No library's exception leaves this module."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from fuwuyue_xlsx.basics.cell_values import CellError, UnvaluedFormula
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.archive import Archive, Refused, open_archive
from fuwuyue_xlsx.reading.formats import flat_ods, xlsx_parts
from fuwuyue_xlsx.reading.formats.package import Package, open_package
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, SheetMetadata
from fuwuyue_xlsx.reading.grid import Account, Grid, is_empty
from fuwuyue_xlsx.reading.limits import BULK, FORM, MB, limits_of
from fuwuyue_xlsx.reading.no_workbook import is_whole, no_workbook, no_workbook_part
from fuwuyue_xlsx.schema.stamp import Stamp

# text tables are opened by `text_book` alone, and only those that survey tools export are used
TEXT_TABLES = (".csv", ".tsv", ".tab")
READABLE_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".et", *TEXT_TABLES)
# why bytes were not opened that may be a text with tables
NO_BOOK = ("file-no-workbook", "file-damaged")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_MANY_SHEETS = 100
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class _NotUnderstood(Refused):
    """The reader of cells gave up: the file is damaged, or written in a way that it does not know."""


@dataclass(frozen=True)
class Unopened:
    """A file that was not opened: the finding that says why, without a place."""

    why: Finding


@dataclass
class OpenedBook:
    """A book as read: its grids in order, its stamp, the time it says it was saved, of what it is a returned copy.

    `doubts` are codes of the catalogue for what could not be looked at in this format; `unsure` findings, without a place, on
    what may have been read in another sense than it was written.
    """

    grids: list[Grid]
    stamp: Stamp | None = None
    saved: dt.datetime | None = None
    created: dt.datetime | None = None
    origin: str = ""
    doubts: tuple[str, ...] = ()
    unsure: tuple[Finding, ...] = ()

    def grid(self, title: str) -> Grid | None:
        """The sheet with this title, whatever the white space in it."""
        return self._by_key.get(key(title))

    @cached_property
    def _by_key(self) -> dict[str, Grid]:
        """The first grid of each title."""
        return {key(grid.title): grid for grid in reversed(self.grids)}

    def account(self) -> Account:
        """The cells of all its sheets, counted by what became of them."""
        return sum((grid.account() for grid in self.grids), Account())


def open_book(data: bytes, passwords: tuple[str, ...] = (), sheets: int = 0) -> OpenedBook | Unopened:
    """Open a workbook of any readable format by its content; an encrypted one by Excel's default or a password.

    `sheets` is how many sheets the largest form has, so that it is not taken for a bomb.
    """
    if len(data) > BULK.file:
        return Unopened(finding("file-too-large", what=f"{len(data) // MB:,} MB"))
    try:
        if data.startswith((_ZIP, _EMPTY_ZIP)):
            return _open_zip(data, sheets)
        if data.startswith(_OLE):
            return _open_ole(data, passwords, sheets)
        if flat_ods.is_flat(data):
            return _open_zip(flat_ods.package_of(data), sheets)
    except Refused as why:
        return Unopened(why.finding)
    except MemoryError:
        return Unopened(finding("file-too-large", what="读它要的内存太多"))
    return Unopened(no_workbook(data))


def _open_zip(data: bytes, sheets: int) -> OpenedBook:
    archive = open_archive(data, limits_of(None, len(data), sheets))
    package = None if xlsx_parts.is_open_document(archive) else open_package(archive)
    if package is None and not xlsx_parts.is_open_document(archive):
        raise no_workbook_part(archive)
    stamp = xlsx_parts.stamp(archive) or (xlsx_parts.stamp_in_name(archive, package.main) if package and not package.binary else None)
    archive.limits = limits_of(stamp.kind if stamp else None, len(data), sheets)
    if len(data) > archive.limits.file:
        raise Refused("file-too-large", what=f"{len(data) // MB:,} MB")
    opened = _open_ods(archive) if package is None else _open_package(archive, package)
    opened.stamp, opened.origin = stamp, xlsx_parts.origin(archive)
    opened.saved, opened.created = xlsx_parts.saved_time(archive), xlsx_parts.saved_time(archive, "created")
    return opened


def _open_package(archive: Archive, package: Package) -> OpenedBook:
    if not package.sheets:
        raise Refused("file-damaged")
    from fuwuyue_xlsx.reading.prepare_package import prepared

    try:
        opened = _read(*prepared(archive, package))
        opened.doubts = ("styles-gone",) if _lacks_styles(archive, package) else ()
        return opened
    except _NotUnderstood as why:
        raise (Refused("file-unusual", what="有的写法程序库不认识") if is_whole(archive, package) else why) from why


def _lacks_styles(archive: Archive, package: Package) -> bool:
    """Whether cells name styles that are not there: nobody can know which of them are dates, or percentages."""
    return not package.styles and not package.binary and any(_STYLED.search(archive.read(part)) for _, part in package.sheets if part in archive)


_STYLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bs=["'][1-9]""")


def _open_ods(archive: Archive) -> OpenedBook:
    from fuwuyue_xlsx.reading.formats.ods import read_sheets

    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):  # it keeps its container and encrypts the parts
        raise Refused("file-encrypted")
    read = read_sheets(archive.read(xlsx_parts.CONTENT), archive.limits.cells)
    if not read:
        raise Refused("file-damaged")
    grids = []
    for title, rows, metadata in read:
        grid = Grid(title, rows)
        grid.lay_on(metadata)
        grids.append(grid)
    return OpenedBook(grids)


def _open_ole(data: bytes, passwords: tuple[str, ...], sheets: int) -> OpenedBook | Unopened:
    from fuwuyue_xlsx.reading import encryption
    from fuwuyue_xlsx.reading.formats import xls

    held = xls.streams(data)
    if not held:
        return Unopened(finding("file-encrypted" if _ENCRYPTED in data else "file-damaged"))
    if held == {"other"}:
        raise Refused("file-no-workbook", what="文档等别的文件")
    if len(data) > FORM.file:
        raise Refused("file-too-large", what=f"{len(data) // MB:,} MB")
    if "encrypted" in held or encryption.is_encrypted(data):
        plain = encryption.decrypted(data, passwords)
        return open_book(plain, sheets=sheets) if plain is not None else Unopened(finding("file-encrypted"))
    if xls.box(data) > limits_of(None, len(data), sheets).cells:  # the reader of cells makes all of them, whatever they take
        raise Refused("file-too-wide")
    opened = _read(data, None)
    try:
        second = xls.second_reading(data)
    except xls.Torn:
        opened.doubts = ("file-contradicts",)
    except Exception:  # noqa: BLE001  the grid may still be whole; what was not looked at is said
        opened.doubts = ("file-half-looked-at",)
    else:
        opened.stamp = second.stamp
        for title, metadata, values in second.sheets:
            grid = opened.grid(title)
            if grid is not None:
                grid.lay_on(metadata)
            if grid is None or not _agree(grid, values):
                opened.doubts = ("file-contradicts",)
    opened.saved, opened.created = xls.times(data)
    return opened


def _agree(grid: Grid, values: dict[Cell, Any]) -> bool:
    """Whether a second reader has the same in every cell; errors and formulas without a value only one of them tells."""
    from fuwuyue_xlsx.reading.formats.xls import says_the_same

    ours = {divmod(int(at), grid.width): grid.flat[at] for at in np.flatnonzero(grid.filled).tolist()}
    ours = {at: value for at, value in ours.items() if not isinstance(value, (CellError, UnvaluedFormula))}
    values = {at: value for at, value in values.items() if not is_empty(value)}
    return ours.keys() == values.keys() and all(says_the_same(value, values[at]) for at, value in ours.items())


def _read(data: bytes, sheets: Sequence[tuple[str, SheetMetadata | None]] | None) -> OpenedBook:
    """The grids as python-calamine reads them, with their metadata laid on. It may panic with a BaseException.

    `sheets` are the titles and metadata of the sheets in their order; None: the titles that the reader gives, without metadata.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            names = workbook.sheet_names
            if sheets is not None and len(sheets) != len(names):
                raise Refused("file-damaged")
            texts: dict[str, str] | None = {} if len(names) > _MANY_SHEETS else None
            titled = sheets if sheets is not None else [(name, None) for name in names]
            grids = [_grid(workbook, name, title, metadata, texts) for name, (title, metadata) in zip(names, titled, strict=True)]
            for grid, about in zip(grids, workbook.sheets_metadata, strict=True):
                grid.hidden.whole |= about.visible != SheetVisibleEnum.Visible
    except PasswordError as why:
        raise Refused("file-encrypted") from why
    except (KeyboardInterrupt, SystemExit, MemoryError, Refused):
        raise
    except BaseException as why:
        raise _NotUnderstood("file-damaged") from why
    if not grids:
        raise Refused("file-damaged")
    return OpenedBook(grids)


def _grid(workbook: CalamineWorkbook, name: str, title: str, metadata: SheetMetadata | None, texts: dict[str, str] | None) -> Grid:
    """The sheet that the reader calls `name`. `texts`: those of the sheets before it, where the same words stand on very many sheets."""
    sheet = workbook.get_sheet_by_name(name)
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    grid = Grid(title, sheet.to_python(skip_empty_area=False), merges)
    if texts is not None:
        grid.hold_once(texts)
    if metadata is not None:
        grid.lay_on(metadata)
    return grid
