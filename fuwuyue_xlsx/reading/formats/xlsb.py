"""A second look at a binary Open XML book (.xlsb): its records name errors and formats that the fast reader leaves out."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fuwuyue_xlsx.reading.archive import Archive, Refused
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, SheetMetadata, area
from fuwuyue_xlsx.reading.formats.xlsx_styles import BUILT_IN, Styles, styles_by

# record types of [MS-XLSB]
_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_CELLS = range(1, 12)
_NUMBERS = (2, 5, 9)
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _SHEET = 44, 47, 617, 618, 156
_NOTE, _NOTE_TEXT = 635, 637
_COLUMN, _COLUMN_SIZE = 60, 18
# where a row says that it has no height, and how; the same of a column
_ROW_FLAGS, _ROW_UNSEEN, _COLUMN_UNSEEN = 11, 0x10, 0x01
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def metadata_of(archive: Archive, most: int) -> dict[str, SheetMetadata]:
    """Sheet title → its look. Raises Refused for a sheet that spans more than `most` cells."""
    styles = styles_by(_style_codes(archive))
    return {title: _look(archive.read(part), styles, most) for title, part in sheet_parts(archive).items() if part in archive}


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet title → name of its part."""
    relations = archive.xml("xl/_rels/workbook.bin.rels")
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations} if relations is not None else {}
    parts = {}
    for kind, body in records(archive.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, rest = _wide_string(body[8:])
            title, _ = _wide_string(body[8 + rest :])
            target = targets.get(relation, "")
            parts[title] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body) of each record of a binary part."""
    at = 0
    while at < len(part):
        kind, at = _varied(part, at, 2)
        size, at = _varied(part, at, 4)
        if at + size > len(part):
            raise Refused("file-damaged")
        yield kind, part[at : at + size]
        at += size


def _varied(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits; a record's type keeps the eighth bit of its first byte apart."""
    value = 0
    for position in range(most):
        if at >= len(part):
            raise Refused("file-damaged")
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * position)
        if not byte & 0x80:
            break
    return value, at


def _wide_string(body: bytes) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body)
    if length == 0xFFFFFFFF:
        return "", 4
    return body[4 : 4 + 2 * length].decode("utf-16-le", "replace"), 4 + 2 * length


def _style_codes(archive: Archive) -> list[str]:
    """The number format of each cell style; an empty text for one that the format does not spell out."""
    if "xl/styles.bin" not in archive:
        return []
    codes, styles, inside = dict(BUILT_IN), [], False
    for kind, body in records(archive.read("xl/styles.bin")):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _wide_string(body[2:])[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return [codes.get(number, "") for number in styles]


def _look(sheet: bytes, styles: Styles, most: int) -> SheetMetadata:
    look, filled, row = SheetMetadata(), [], 0
    for kind, body in records(sheet):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
            if len(body) > _ROW_FLAGS and body[_ROW_FLAGS] & _ROW_UNSEEN:
                look.hidden.rows.append((row, row))
        elif kind == _COLUMN and len(body) >= _COLUMN_SIZE:
            first, last, width, _, flags = struct.unpack_from("<4IH", body)
            if flags & _COLUMN_UNSEEN or not width:
                look.hidden.columns.append((first, last))
        elif kind in _CELLS:
            column, style = struct.unpack_from("<II", body)
            at: Cell = (row, column)
            if kind != 1:
                filled.append(at)
            if kind in (_ERROR, _FORMULA_ERROR):
                look.errors[at] = _ERRORS.get(body[8], "#VALUE!")
            elif kind in _NUMBERS and (style & 0xFFFFFF) in styles.percents:
                look.percents.append(at)
            elif kind in _NUMBERS and (style & 0xFFFFFF) in styles.seconds:
                look.seconds.append(at)
            if (style & 0xFFFFFF) in styles.blank:
                look.hidden.cells.append(at)
    if area(filled) > most:
        raise Refused("file-too-wide")
    return look


def notes_of(comments: bytes) -> dict[Cell, str]:
    """Cell → the text of its note, from a part of notes."""
    notes: dict[Cell, str] = {}
    at: Cell = (0, 0)
    for kind, body in records(comments):
        if kind == _NOTE:
            row, _, column, _ = struct.unpack_from("<4I", body, 4)
            at = (row, column)
        elif kind == _NOTE_TEXT:
            notes[at] = _wide_string(body[1:])[0]
    return notes
