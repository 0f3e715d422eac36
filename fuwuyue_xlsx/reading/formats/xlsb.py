"""The sheets of a binary Open XML book (.xlsb): what the reader of cells leaves out, and the cells as it takes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from fuwuyue_xlsx.reading.archive import Archive, Refused
from fuwuyue_xlsx.reading.formats.package import Package
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, SheetMetadata, Written, area
from fuwuyue_xlsx.reading.formats.xlsb_records import BOOK_PROPERTIES, number, record, records, wide_string
from fuwuyue_xlsx.reading.formats.xlsx_styles import BUILT_IN, Styles, styles_by

# record types of [MS-XLSB]
_ROW, _BLANK, _RK, _ERROR, _REAL, _TEXT, _FORMULA_ERROR, _RICH_TEXT = 0, 1, 2, 3, 5, 6, 11, 62
# cells that follow the one before and do not say their column → the same cells that do
_SHORT = {12: _BLANK, 13: _RK, 14: _ERROR, 15: 4, 16: _REAL, 17: _TEXT, 18: 7}
_NUMBERS = (_REAL, 9)
# the least bytes of a cell's value by its type
_LEAST = {_BLANK: 0, _RK: 4, _ERROR: 1, 4: 1, _REAL: 8, _TEXT: 4, 7: 4, 8: 4, 9: 8, 10: 1, _FORMULA_ERROR: 1, _RICH_TEXT: 5}
# those that hold nothing besides
_FIXED = (_BLANK, _RK, _ERROR, 4, _REAL, 7)
_DATA_BEGINS, _DATA_ENDS, _SHEET_BEGINS, _SHEET_ENDS, _REACH, _MERGE = 145, 146, 129, 130, 148, 176
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_FONT, _FONT_STRUCK = 43, 0x8
_NOTE, _NOTE_TEXT = 635, 637
_COLUMN, _COLUMN_SIZE = 60, 18
# where a row says that it has no height, and how; the same of a column
_ROW_FLAGS, _ROW_UNSEEN, _COLUMN_UNSEEN = 11, 0x10, 0x01
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_VALUE_ERROR = 0x0F
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


@dataclass
class _BinarySheet:
    """What is known of a sheet while its records go by."""

    styles: Styles
    metadata: SheetMetadata = field(default_factory=lambda: SheetMetadata(merges=[]))
    written: Written = field(default_factory=Written)
    rows: list[bytes] = field(default_factory=list)
    taken: set[Cell] = field(default_factory=set)
    row: int = -1
    column: int = -1


def properties_of(workbook: bytes) -> bytes:
    """The record that says, among other things, from which year days are counted; empty where there is none."""
    return next((body for kind, body in records(workbook) if kind == BOOK_PROPERTIES), b"")


def styles_of(archive: Archive, package: Package) -> Styles:
    """What the styles of a book say of its cells."""
    if not package.styles:
        return Styles()
    codes, struck_fonts, fonts = dict(BUILT_IN), set(), 0
    styles: list[tuple[int, int]] = []
    inside = False
    for kind, body in records(archive.read(package.styles)):
        if kind == _FORMAT and len(body) >= 6:
            codes[int.from_bytes(body[:2], "little")] = wide_string(body, 2)[0]
        elif kind == _FONT:
            struck_fonts |= {fonts} if len(body) > 3 and body[2] & _FONT_STRUCK else set()
            fonts += 1
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append((int.from_bytes(body[2:4], "little"), int.from_bytes(body[4:6], "little")))
    struck = frozenset(index for index, (_, font) in enumerate(styles) if font in struck_fonts)
    return replace(styles_by([codes.get(form, "") for form, _ in styles]), struck=struck)


def read_sheet(part: bytes, styles: Styles, most: int) -> tuple[SheetMetadata, bytes]:
    """(what the reader will not tell of a sheet, its cells as the reader takes them).

    Numbers in the short form become long ones, as the reader makes no date of them; cells in forms that it passes over
    are written in those that it knows. Raises Refused for a sheet that spans more than `most` cells or is damaged.
    """
    sheet, inside, ended = _BinarySheet(styles), False, False
    for kind, body in records(part):
        if kind in (_DATA_BEGINS, _DATA_ENDS):
            inside, ended = kind == _DATA_BEGINS, ended or kind == _DATA_ENDS
        elif kind == _ROW and inside:
            _take_row(sheet, body)
        elif inside and (kind in _LEAST or kind in _SHORT):
            _take_cell(sheet, kind, body)
        elif kind == _COLUMN and len(body) >= _COLUMN_SIZE:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            sheet.metadata.hidden.columns += [(first, last)] if flags & _COLUMN_UNSEEN or not width else []
        elif kind == _MERGE and sheet.metadata.merges is not None:
            top, bottom, left, right = (number(body, at) for at in (0, 4, 8, 12))
            sheet.metadata.merges.append((top, left, bottom, right))
    if inside or not ended:
        raise Refused("file-damaged")
    if area(sheet.written.filled) > most:
        raise Refused("file-too-wide")
    sheet.metadata.twice = sheet.written.twice()
    return sheet.metadata, _sheet_of(sheet.rows)


def _sheet_of(rows: list[bytes]) -> bytes:
    """A sheet of these records; the reader wants to be told a reach, and makes nothing of it."""
    begin = (record(_SHEET_BEGINS), record(_REACH, bytes(16)), record(_DATA_BEGINS))
    return b"".join((*begin, *rows, record(_DATA_ENDS), record(_SHEET_ENDS)))


EMPTY_SHEET = _sheet_of([])


def _take_row(sheet: _BinarySheet, body: bytes) -> None:
    sheet.row, sheet.column = number(body), -1
    if sheet.row > _LAST_ROW:
        raise Refused("file-damaged")
    if len(body) > _ROW_FLAGS and body[_ROW_FLAGS] & _ROW_UNSEEN:
        sheet.metadata.hidden.rows.append((sheet.row, sheet.row))
    sheet.written.row(sheet.row)
    sheet.rows.append(record(_ROW, body))


def _take_cell(sheet: _BinarySheet, kind: int, body: bytes) -> None:
    if kind in _SHORT:
        kind, body = _SHORT[kind], struct.pack("<I", sheet.column + 1) + body
    if sheet.row < 0 or len(body) < 8 + _LEAST[kind] or (kind in _FIXED and len(body) > 8 + _LEAST[kind]):
        raise Refused("file-damaged")
    sheet.column, style, value = number(body), number(body, 4) & 0xFFFFFF, body[8:]
    if sheet.column > _LAST_COLUMN:
        raise Refused("file-damaged")
    at: Cell = (sheet.row, sheet.column)
    sheet.written.cell(at, kind != _BLANK)
    if kind == _BLANK or at in sheet.taken:
        return  # of two the first counts
    sheet.taken.add(at)
    for cells, those in ((sheet.metadata.struck, sheet.styles.struck), (sheet.metadata.hidden.cells, sheet.styles.blank)):
        if style in those:
            cells.append(at)
    if kind in (_ERROR, _FORMULA_ERROR):
        sheet.metadata.errors[at] = _ERRORS.get(value[0], "#VALUE!")
        kind, value = _ERROR, bytes([value[0] if value[0] in _ERRORS else _VALUE_ERROR])
    elif kind == _RK:
        kind, value = _REAL, struct.pack("<d", _short_number(value))
    elif kind == _RICH_TEXT:
        kind, value = _TEXT, value[1:]
    elif kind in (_TEXT, 8) and wide_string(value)[1] < len(value) and kind == _TEXT:
        raise Refused("file-damaged")  # it has swallowed the cells behind it
    if kind in _NUMBERS and style in sheet.styles.percents:
        sheet.metadata.percents.append(at)
    elif kind in _NUMBERS and style in sheet.styles.seconds:
        sheet.metadata.seconds.append(at)
    sheet.rows.append(record(kind, body[:8] + value))


def _short_number(value: bytes) -> float:
    """A number in the short form: thirty bits of a whole number, or of a fraction's beginning, perhaps of a hundredfold."""
    bits = number(value)
    if bits & 2:
        (whole,) = struct.unpack("<i", value[:4])
        result = float(whole >> 2)
    else:
        (result,) = struct.unpack("<d", bytes(4) + struct.pack("<I", bits & 0xFFFFFFFC))
    return result / 100 if bits & 1 else result


def notes_of(comments: bytes) -> dict[Cell, str]:
    """Cell → the text of its note, from a part of notes."""
    notes: dict[Cell, str] = {}
    at: Cell = (0, 0)
    for kind, body in records(comments):
        if kind == _NOTE:
            at = (number(body, 4), number(body, 12))
        elif kind == _NOTE_TEXT:
            notes[at] = wide_string(body, 1)[0]
    return notes
