"""The records of a binary Open XML book (.xlsb): taken apart, and written. Numbers of records are those of [MS-XLSB]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fuwuyue_xlsx.reading.archive import Refused

# with which record the workbook's part begins, as its bytes
BOOK_BEGINS = b"\x83\x01"
SHEET_NAMED, BOOK_PROPERTIES = 156, 153


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body) of each record of a binary part. Raises Refused when the part ends within one."""
    at = 0
    while at < len(part):
        kind, at = _varied(part, at, 2)
        size, at = _varied(part, at, 4)
        if at + size > len(part):
            raise Refused("file-damaged")
        yield kind, part[at : at + size]
        at += size


def _varied(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes of seven bits, the lowest first."""
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


def record(kind: int, body: bytes = b"") -> bytes:
    """A record as it is written."""
    size, length = b"", len(body)
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    name = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return name + size + bytes([length]) + body


def number(body: bytes, at: int = 0) -> int:
    """A whole number of four bytes. Raises Refused when the record is too short for it."""
    if len(body) < at + 4:
        raise Refused("file-damaged")
    return int.from_bytes(body[at : at + 4], "little")


def wide_string(body: bytes, at: int = 0) -> tuple[str, int]:
    """(a text, where it ends). Raises Refused when the record is too short for it."""
    length = number(body, at)
    end = at + 4 + 2 * length
    if length == 0xFFFFFFFF:
        return "", at + 4
    if end > len(body):
        raise Refused("file-damaged")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def wide(text: str) -> bytes:
    """A text as it is written."""
    coded = text.encode("utf-16-le", "replace")
    return struct.pack("<I", len(coded) // 2) + coded


def sheets_named(workbook: bytes) -> list[tuple[str, str, bool]]:
    """(title, id of the relation, whether it is hidden) of each sheet of a workbook."""
    named = []
    for kind, body in records(workbook):
        if kind == SHEET_NAMED:
            relation, end = wide_string(body, 8)
            named.append((wide_string(body, end)[0], relation, number(body) != 0))
    return named
