"""The records of a binary book (.xls) as they stand in its stream: which cells they write, how far out, and whether they hang together."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fuwuyue_xlsx.reading.formats.sheet_metadata import Written

# record types of [MS-XLS]
_BEGINS, _ENDS, _SHEET = 0x0809, 0x000A, 0x0085
_EMPTY, _EMPTIES = 0x0201, 0x00BE
_FILLED = (0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E)
_NUMBERS = 0x00BD
# cells as older versions wrote them: in a book of this one they are nothing, and whoever reads it passes over them
_OLDER = (0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406)
# what may stand among the cells besides: rows and their index, what belongs to a formula, the rest of a long text, links as some
# programs write them beside their cells
_AMONG = frozenset((0x0208, 0x00D7, 0x01C2, 0x005E, 0x0207, 0x0221, 0x0236, 0x04BC, 0x003C, 0x01B8, 0x0800))
# bytes of a cell among several in one record: a style, or a style and a number
_WIDTHS = {_EMPTIES: 2, _NUMBERS: 6}


class Torn(ValueError):
    """Records that do not hang together: the stream was cut, or bytes of it are others."""


def cells_written(stream: bytes) -> list[Written]:
    """The cells that each sheet of cells writes, in their order; charts and macros are others.

    Raises Torn, too, where a record stands among the cells that is none of them: readers pass over what may have been a cell.
    """
    starts = [struct.unpack_from("<I", body)[0] for kind, body in _records(stream, 0) if kind == _SHEET and len(body) >= 8 and body[5] == 0]
    return [_cells(stream, start) for start in starts]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(type, body) of each record from one that begins a part to the one that ends it; charts within have their own."""
    depth = 0
    while True:
        if at + 4 > len(stream):
            raise Torn("no end")
        kind, size = struct.unpack_from("<HH", stream, at)
        if (depth == 0 and kind != _BEGINS) or at + 4 + size > len(stream):
            raise Torn("no beginning" if depth == 0 else "cut")
        depth += {_BEGINS: 1, _ENDS: -1}.get(kind, 0)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _cells(stream: bytes, start: int) -> Written:
    written = Written()
    begun = strange = False
    for kind, body in _records(stream, start):
        is_cell = kind in _FILLED or kind in _WIDTHS or kind == _EMPTY
        if kind in _OLDER or (is_cell and (strange or len(body) < 6)):
            raise Torn("a record among the cells that is none" if len(body) >= 6 else "short")
        begun, strange = begun or is_cell, strange or (begun and not is_cell and kind not in _AMONG)
        if kind in _WIDTHS:
            row, first = struct.unpack_from("<HH", body)
            for column in range(first, first + (len(body) - 6) // _WIDTHS[kind]):
                written.cell((row, column), kind == _NUMBERS)
        elif is_cell:
            written.cell(struct.unpack_from("<HH", body), kind != _EMPTY)
    return written


def largest_box(stream: bytes) -> int:
    """The cells between A1 and the last filled row and column of the sheet that reaches farthest, however torn the records are."""
    starts = [0, *(struct.unpack_from("<I", body)[0] for kind, body in _whole_records(stream, 0) if kind == _SHEET and len(body) >= 4)]
    return max(_box(stream, start) for start in dict.fromkeys(starts))


def _box(stream: bytes, start: int) -> int:
    rows = columns = 0
    for kind, body in _whole_records(stream, start):
        if (kind in _FILLED or kind == _NUMBERS) and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            rows, columns = max(rows, row + 1), max(columns, column + (max(1, (len(body) - 6) // _WIDTHS[kind]) if kind == _NUMBERS else 1))
    return rows * columns


def _whole_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(type, body) of each record up to the one that ends the part, or to where the stream is cut; what stands before them is no matter."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _ENDS:
            return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
