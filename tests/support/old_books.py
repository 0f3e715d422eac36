"""Workbooks in Excel's old format (.xls) written record by record, and their containers (OLE) sector by sector."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
# numbers in a table of sectors: free, the end of a chain, a sector of the table itself
_FREE, END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SHORTEST_STREAM = 4_096
_NOBODY = 0xFFFFFFFF
Value = str | float


def old_record(kind: int, body: bytes = b"") -> bytes:
    """A record of a stream."""
    return struct.pack("<HH", kind, len(body)) + body


def old_cell(row: int, column: int, value: Value) -> bytes:
    """A text or a number, from 0."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return old_record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return old_record(0x0203, place + struct.pack("<d", value))


def old_sheet(*cells: bytes) -> bytes:
    """A sheet's records."""
    return _begins(0x0010) + b"".join(cells) + old_record(0x000A)


def old_book(sheets: Mapping[str, bytes] | Sequence[Sequence[Value]]) -> bytes:
    """A book of sheets by their titles (`old_sheet`), or of one sheet 表 with these rows."""
    if not isinstance(sheets, Mapping):
        cells = [old_cell(row, column, value) for row, values in enumerate(sheets) for column, value in enumerate(values)]
        sheets = {"表": old_sheet(*cells)}
    font = old_record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    globals_ = _begins(0x0005) + old_record(0x0042, struct.pack("<H", 1200)) + font + old_record(0x00E0, bytes(20))
    named = [struct.pack("<HBB", 0, len(title), 1) + title.encode("utf-16-le") for title in sheets]
    at = len(globals_) + sum(len(old_record(0x0085, bytes(4) + name)) for name in named) + len(old_record(0x000A))
    listed = b""
    for name, sheet in zip(named, sheets.values(), strict=True):
        listed += old_record(0x0085, struct.pack("<I", at) + name)
        at += len(sheet)
    return container(globals_ + listed + old_record(0x000A) + b"".join(sheets.values()))


def _begins(kind: int) -> bytes:
    return old_record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def container(stream: bytes) -> bytes:
    """An OLE file that holds one stream, Workbook: sector 0 is the table of sectors, 1 the directory, the stream begins with 2."""
    stream = stream.ljust(_SHORTEST_STREAM, b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [_TABLE, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    shape = struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _SHORTEST_STREAM, END, 0, END, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + shape + struct.pack("<109I", 0, *[_FREE] * 108)
    root = _entry("Root Entry", 5, 1, END, 0)
    return header + table + (root + _entry("Workbook", 2, _NOBODY, 2, len(stream))).ljust(SECTOR, b"\0") + stream.ljust(count * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le")
    head = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, _NOBODY, _NOBODY, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
