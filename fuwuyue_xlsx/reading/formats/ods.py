"""A second look at an OpenDocument sheet: what its cells say of themselves that the fast reader leaves out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from fuwuyue_xlsx.reading.archive import Refused
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, SheetMetadata

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPH, _NOTE = f"{_TEXT}p", f"{_OFFICE}annotation"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHAPES = f"{_TABLE}shapes"
_HIDING = (f"{_TABLE}table-row", f"{_TABLE}table-column")
_SECONDS = re.compile(r"\d:\d\d:\d\d")
# the attributes that hold a value by its type; a text stands in paragraphs besides
_VALUES = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}


@dataclass
class _At:
    """Where the parser stands in a sheet."""

    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 0


def metadata_of(content: bytes, most: int) -> dict[str, SheetMetadata]:
    """Sheet title → its look. Raises Refused when a sheet's filled cells, repeated ones counted, span more than `most`."""
    looks: dict[str, SheetMetadata] = {}
    cdata = b"<![CDATA[" in content  # which the reader passes over
    try:
        struck: set[str] = set()
        for title, element, at in _cells(content, struck):
            look = looks.setdefault(title, SheetMetadata(merges=[]))
            if element is not None and element.tag in _HIDING:
                if element.get(f"{_TABLE}visibility", "visible") != "visible":
                    _hide(look, element, at)
            elif element is not None:
                _take_beside(look.beside, element, at)
                if element.tag != _SHAPES:
                    if element.get(f"{_TABLE}style-name") in struck:
                        look.struck.append((at.row, at.column))
                    _take(look, element, at, most, cdata)
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why
    return looks


def _cells(content: bytes, struck: set[str]) -> Iterator[tuple[str, ElementTree.Element | None, _At]]:
    """(sheet title, element, where) for every cell, row, column and what is drawn on a sheet, and (title, None, …) for every sheet.

    The names of styles that cross out are put into `struck`; they stand before the sheets.
    """
    title, at, depth, crossed = "", _At(), 0, False
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
                yield title, element, at
            else:
                at.row += at.rows
                element.clear()
        elif element.tag == f"{_TABLE}table-column" and event == "start":
            yield title, element, at
            at.columns += _repeated(element, "columns")
        elif element.tag == f"{_STYLE}text-properties" and event == "end":
            crossed = element.get(f"{_STYLE}text-line-through-style", "none") != "none"
        elif element.tag == f"{_STYLE}style":
            if event == "end" and crossed:
                struck.add(element.get(f"{_STYLE}name", ""))
            crossed = False
        elif element.tag == _SHAPES and event == "end":
            yield title, element, at
        elif element.tag in _CELLS and event == "end":
            yield title, element, at
            at.column += _repeated(element, "columns")


def _hide(look: SheetMetadata, element: ElementTree.Element, at: _At) -> None:
    """A row or column that is hidden or filtered out, as often as it is repeated."""
    if element.tag == _HIDING[0]:
        look.hidden.rows.append((at.row, at.row + at.rows - 1))
    else:
        look.hidden.columns.append((at.columns, at.columns + _repeated(element, "columns") - 1))


def _repeated(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _take(look: SheetMetadata, cell: ElementTree.Element, at: _At, most: int, cdata: bool) -> None:
    kind, formula = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_TABLE}formula")
    spanned = [int(cell.get(f"{_TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns")]
    if look.merges is not None and max(spanned) > 1:
        look.merges.append((at.row, at.column, at.row + spanned[0] - 1, at.column + spanned[1] - 1))
    paragraphs = [part for part in cell if part.tag == _PARAGRAPH]
    if kind is None and formula is None and not paragraphs:
        return
    columns = _repeated(cell, "columns")
    if (at.row + at.rows) * (at.column + columns) > most:
        raise Refused("file-too-wide")
    text = "\n".join(map(_text_of, paragraphs))
    valued = cell.get(f"{_OFFICE}{_VALUES.get(kind or '', 'value')}") is not None
    for row in range(at.row, at.row + at.rows):
        for column in range(at.column, at.column + columns):
            if cell.get(f"{_CALCEXT}value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
                look.errors[row, column] = text or "#VALUE!"
            elif formula and not paragraphs and not valued and kind != "string":
                look.unvalued[row, column] = formula
            elif kind == "date" and _SECONDS.search(text):
                look.seconds.append((row, column))
            elif kind == "percentage":
                look.percents.append((row, column))
            elif text and not valued and (cdata or _is_told_otherwise(cell, kind, paragraphs)):
                look.texts[row, column] = text


def _is_told_otherwise(cell: ElementTree.Element, kind: str | None, paragraphs: list[ElementTree.Element]) -> bool:
    """Whether the reader takes a cell of paragraphs, and no value besides, for something else than it shows, or for nothing.

    It leaves out line breaks and tabs, puts the texts of boxes to the cell's, and needs to be told a type.
    """
    return kind != "string" or len(cell) > len(paragraphs) or any(map(len, paragraphs))


def _text_of(paragraph: ElementTree.Element) -> str:
    """A paragraph as it is seen: its blanks, tabs and line breaks, but not the notes within."""
    if paragraph.tag == f"{_TEXT}s":
        return " " * int(paragraph.get(f"{_TEXT}c", "1"))
    own = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(paragraph.tag, paragraph.text or "")
    return own + "".join((_text_of(part) if part.tag != _NOTE else "") + (part.tail or "") for part in paragraph)


def _take_beside(beside: Annotations, element: ElementTree.Element, at: _At) -> None:
    """The note of a cell, and what is drawn in it or on the sheet."""
    for part in element:
        if part.tag == _NOTE:
            beside.notes[at.row, at.column] = _paragraphs_in(part)
        elif part.tag.startswith(_DRAW):
            frames = part.iter(f"{_DRAW}frame")
            beside.pictures += sum(frame.find(f"{_DRAW}image") is not None and frame.find(f"{_DRAW}object") is None for frame in frames)
            beside.boxes += filter(None, [_paragraphs_in(part)])


def _paragraphs_in(element: ElementTree.Element) -> str:
    return "\n".join(_text_of(part) for part in element.iter(_PARAGRAPH)).strip()
