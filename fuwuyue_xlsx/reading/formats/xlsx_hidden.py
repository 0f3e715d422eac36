"""Rows and columns of an Open XML sheet that nobody sees: hidden, filtered out, folded up, or of no height or width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fuwuyue_xlsx.reading.formats.sheet_metadata import Hidden, Run

_ROWS = b"<sheetData"
# looked for before anything is taken apart: hardly any sheet of thousands hides a row
_SIGNS, _COLUMN_SIGNS = (b"hidden=", b' ht="0'), (b"hidden=", b' width="0')
_COLUMN, _ROW = (re.compile(rb"<(?:\w+:)?" + name + rb"\b([^>]*)>") for name in (b"col", b"row"))
_TRUE = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_NO_SIZE = re.compile(rb"""\s(?:ht|width)\s*=\s*["']0*(?:\.0*)?["']""")
_NUMBER = {name: re.compile(rb"\s" + name.encode() + rb"""\s*=\s*["'](\d{1,7})["']""") for name in ("r", "min", "max")}


def hidden_in(sheet: bytes) -> Hidden:
    """The hidden rows and columns of a sheet's XML; none where they are not spelled as programs spell them."""
    begin = max(sheet.find(_ROWS), sheet.find(b":sheetData", 0, 1 << 16))
    if begin < 0:
        return Hidden()
    head = sheet[:begin]
    columns = list(_columns(head)) if any(sign in head for sign in _COLUMN_SIGNS) else []
    rows = list(_rows(sheet, begin)) if any(sheet.find(sign, begin) >= 0 for sign in _SIGNS) else []
    return Hidden(rows, columns)


def _columns(head: bytes) -> Iterator[Run]:
    for match in _COLUMN.finditer(head):
        first, last = _number(match[1], "min"), _number(match[1], "max")
        if first and last and _is_unseen(match[1]):
            yield first - 1, last - 1


def _rows(sheet: bytes, begin: int) -> Iterator[Run]:
    """The hidden rows, those next to one another together. A row without a number is the one below the row before."""
    first = last = row = -1
    for match in _ROW.finditer(sheet, begin):
        row = (_number(match[1], "r") or row + 2) - 1
        if not _is_unseen(match[1]):
            continue
        if row == last + 1 and first >= 0:
            last = row
            continue
        if first >= 0:
            yield first, last
        first = last = row
    if first >= 0:
        yield first, last


def _is_unseen(attributes: bytes) -> bool:
    return _TRUE.search(attributes) is not None or _NO_SIZE.search(attributes) is not None


def _number(attributes: bytes, name: str) -> int:
    match = _NUMBER[name].search(attributes)
    return int(match[1]) if match else 0
