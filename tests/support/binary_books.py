"""Binary Open XML books (.xlsb) of one sheet, written record by record, as no library here writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.support.workbook_parts import zipped

_RELATIONS = b'<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>'
_FIRST_FORMAT = 164


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary Open XML part."""
    name = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return name + bytes([len(body)]) + body


def row(number: int, *cells: bytes, flags: int = 0) -> bytes:
    """A row, from 0, with its cells; `flags` 0x10: it has no height."""
    return record(0, struct.pack("<IIHBB", number, 0, 300, 0, flags) + bytes(9)) + b"".join(cells)


def number_cell(column: int, style: int, value: float) -> bytes:
    """A number; `style` is 0, or 1 and more for the number formats of the book."""
    return record(5, struct.pack("<IId", column, style, value))


def hidden_columns(first: int, last: int, width: int = 2_304, flags: int = 1) -> bytes:
    """Columns of one look; hidden with flag 1."""
    return record(60, struct.pack("<IIIIH", first, last, width, 0, flags))


def binary_book(*rows: bytes, formats: Sequence[str] = (), columns: bytes = b"", reach: tuple[int, int] = (1_000, 20)) -> bytes:
    """A book of one sheet 表 with these rows. Style 0 is General, and each of the number formats one more."""
    codes = range(_FIRST_FORMAT, _FIRST_FORMAT + len(formats))
    written = b"".join(record(44, struct.pack("<H", number) + _wide(code)) for number, code in zip(codes, formats, strict=True))
    styles = b"".join(record(47, struct.pack("<HHHHHHHH", 0, number, 0, 0, 0, 0, 0, 0)) for number in (0, *codes))
    sheet = record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("表"))
    return zipped({
        "xl/workbook.bin": record(131) + record(143) + sheet + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": _RELATIONS,
        "xl/styles.bin": record(615, struct.pack("<I", len(formats))) + written + record(616)
                         + record(617, struct.pack("<I", 1 + len(formats))) + styles + record(618),
        "xl/worksheets/sheet1.bin": record(129) + record(148, struct.pack("<IIII", 0, reach[0], 0, reach[1])) + columns
                                    + record(145) + b"".join(rows) + record(146) + record(130),
    })


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
