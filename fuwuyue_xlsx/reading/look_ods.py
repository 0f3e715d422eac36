"""A second look at an OpenDocument sheet: what its cells say of themselves that the fast reader leaves out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from fuwuyue_xlsx.reading.archive import Refused
from fuwuyue_xlsx.reading.look import SheetLook

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_PARAGRAPH = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


@dataclass
class _At:
    """Where the parser stands in a sheet."""

    row: int = 0
    column: int = 0
    rows: int = 1


def look_at(content: bytes, most: int) -> dict[str, SheetLook]:
    """Sheet title → its look. Raises Refused when a sheet's filled cells, repeated ones counted, span more than `most`."""
    looks: dict[str, SheetLook] = {}
    try:
        for title, element, at in _cells(content):
            look = looks.setdefault(title, SheetLook(merges=[]))
            if element is not None:
                _take(look, element, at, most)
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why
    return looks


def _cells(content: bytes) -> Iterator[tuple[str, ElementTree.Element | None, _At]]:
    """(sheet title, cell, where) for every cell, and (title, None, …) for every sheet."""
    title, at, depth = "", _At(), 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                title, at = element.get(f"{_TABLE}name", ""), _At()
                yield title, None, at
            elif event == "end":
                element.clear()
        elif element.tag == f"{_TABLE}table-row":
            if event == "start":
                at.column, at.rows = 0, _repeated(element, "rows")
            else:
                at.row += at.rows
                element.clear()
        elif element.tag in _CELLS and event == "end":
            yield title, element, at
            at.column += _repeated(element, "columns")


def _repeated(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _take(look: SheetLook, cell: ElementTree.Element, at: _At, most: int) -> None:
    kind, formula = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_TABLE}formula")
    spanned = [int(cell.get(f"{_TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns")]
    if look.merges is not None and max(spanned) > 1:
        look.merges.append((at.row, at.column, at.row + spanned[0] - 1, at.column + spanned[1] - 1))
    if kind is None and formula is None:
        return
    columns = _repeated(cell, "columns")
    if (at.row + at.rows) * (at.column + columns) > most:
        raise Refused("file-too-wide")
    text = "".join("".join(part.itertext()) for part in cell if part.tag == _PARAGRAPH)
    for row in range(at.row, at.row + at.rows):
        for column in range(at.column, at.column + columns):
            if cell.get(f"{_CALCEXT}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
                look.errors[row, column] = text or "#VALUE!"
            elif kind is None and cell.find(_PARAGRAPH) is None:
                look.unvalued[row, column] = formula or ""
            elif kind == "percentage":
                look.percents.append((row, column))
