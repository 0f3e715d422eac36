"""An OpenDocument book: its sheets, cell by cell, as its own parts say. No other reader takes all of its spellings."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from fuwuyue_xlsx.reading.archive import Refused
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, SheetMetadata

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_PARAGRAPH, _NOTE, _SHAPES = f"{_TEXT}p", f"{_OFFICE}annotation", f"{_TABLE}shapes"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")
_WHITE = re.compile(r"[ \t\r\n]+")
# stands for a blank that is meant, while white space between words is drawn together
_BLANK = "\ue000"


@dataclass
class _OdsSheet:
    """A sheet while it is parsed, and where the parser stands in it."""

    title: str
    values: dict[Cell, Any] = field(default_factory=dict)
    look: SheetMetadata = field(default_factory=lambda: SheetMetadata(merges=[]))
    row: int = 0
    column: int = 0
    rows: int = 1

    def grid(self) -> list[list[Any]]:
        """The values row by row, '' where there is none."""
        height, width = (max((cell[at] + 1 for cell in self.values), default=0) for at in (0, 1))
        rows: list[list[Any]] = [[""] * width for _ in range(height)]
        for (row, column), value in self.values.items():
            rows[row][column] = value
        return rows


def read_sheets(content: bytes, most: int) -> list[tuple[str, list[list[Any]], SheetMetadata]]:
    """(title, rows of values, what else is known) of each sheet. White space between the tags is nothing.

    Raises Refused for what is no XML, for two sheets of one title, and when a sheet's filled cells, repeated ones
    counted, span more than `most`.
    """
    try:
        sheets = _Parser(most).sheets_of(content)
    except (ElementTree.ParseError, ValueError, LookupError, OverflowError) as why:
        raise Refused("file-damaged") from why
    if len({sheet.title.casefold() for sheet in sheets}) < len(sheets):
        raise Refused("file-malformed", what="有两张同名的工作表")
    return [(sheet.title, sheet.grid(), sheet.look) for sheet in sheets]


class _Parser:
    """Goes through the tags. Styles that cross out stand before the sheets; tables may lie in cells, and are none of ours."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.sheets: list[_OdsSheet] = []
        self.struck: set[str] = set()
        self.depth, self.crossed, self.in_row = 0, False, False

    def sheets_of(self, content: bytes) -> list[_OdsSheet]:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            if element.tag == f"{_TABLE}table":
                self._table(event, element)
            elif element.tag.startswith(_STYLE):
                self._style(event, element)
            elif self.depth == 1 and element.tag == f"{_TABLE}table-row":
                self._row(event, element)
            elif self.depth == 1 and event == "end" and element.tag in (*_CELLS, _SHAPES):
                self._cell(element)
        return self.sheets

    def _table(self, event: str, element: ElementTree.Element) -> None:
        self.depth += 1 if event == "start" else -1
        if self.depth > 1:
            raise Refused("file-unusual", what="格里面套着表")
        if event == "start":
            self.sheets.append(_OdsSheet(element.get(f"{_TABLE}name", "")))
        else:
            element.clear()

    def _style(self, event: str, element: ElementTree.Element) -> None:
        if element.tag == f"{_STYLE}text-properties" and event == "end":
            self.crossed = element.get(f"{_STYLE}text-line-through-style", "none") != "none"
        elif element.tag == f"{_STYLE}style":
            if event == "end" and self.crossed:
                self.struck.add(element.get(f"{_STYLE}name", ""))
            self.crossed = False

    def _row(self, event: str, element: ElementTree.Element) -> None:
        sheet, self.in_row = self.sheets[-1], event == "start"
        if event == "start":
            sheet.column, sheet.rows = 0, _count(element, "rows-repeated")
            return
        sheet.row += sheet.rows
        for part in element:
            if part.tag not in _CELLS or (part.tail or "").strip():
                raise ValueError("what is no cell")
        element.clear()

    def _cell(self, element: ElementTree.Element) -> None:
        sheet = self.sheets[-1]
        if element.tag != _SHAPES and not self.in_row:
            raise ValueError("a cell in no row")
        _take_beside(sheet.look.beside, element, (sheet.row, sheet.column))
        if element.tag != _SHAPES:
            if element.get(f"{_TABLE}style-name") in self.struck:
                sheet.look.struck.append((sheet.row, sheet.column))
            _take(sheet, element, self.most)
            sheet.column += _count(element, "columns-repeated")


def _count(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}", "1")))


def _take(sheet: _OdsSheet, cell: ElementTree.Element, most: int) -> None:
    formula = cell.get(f"{_TABLE}formula")
    spanned = [_count(cell, f"{what}-spanned") for what in ("rows", "columns")]
    if sheet.look.merges is not None and max(spanned) > 1:
        sheet.look.merges.append((sheet.row, sheet.column, sheet.row + spanned[0] - 1, sheet.column + spanned[1] - 1))
    paragraphs = [_text_of(part) for part in cell if part.tag == _PARAGRAPH]
    text = "\n".join(paragraphs)
    _check(cell)
    kind, value = _value(cell, text if paragraphs else None)
    if value is None and formula is None:
        return
    columns = _count(cell, "columns-repeated")
    if (sheet.row + sheet.rows) * (sheet.column + columns) > most:
        raise Refused("file-too-wide")
    is_error = cell.get(f"{_CALCEXT}value-type") == "error" or (formula is not None and text.startswith(("#", "Err:")))
    for at in ((row, column) for row in range(sheet.row, sheet.row + sheet.rows) for column in range(sheet.column, sheet.column + columns)):
        if is_error:
            sheet.look.errors[at] = text or "#VALUE!"
        elif value is None:
            sheet.look.unvalued[at] = formula or "="
        elif value != "":
            sheet.values[at] = value
            if kind == "percentage":
                sheet.look.percents.append(at)


def _check(cell: ElementTree.Element) -> None:
    """Raise ValueError for a text that stands in a cell and in none of its paragraphs, notes and pictures: nothing reads it."""
    loose = [cell.text, *(part.tail for part in cell)]
    loose += [text for part in cell if part.tag not in (_PARAGRAPH, _NOTE) and not part.tag.startswith((_DRAW, _TABLE)) for text in part.itertext()]
    if any((text or "").strip() for text in loose):
        raise ValueError("a text outside the paragraphs")


def _value(cell: ElementTree.Element, text: str | None) -> tuple[str | None, Any]:
    """(the type a cell says it has, its value): of that type, else the text that it shows; None where there is neither."""
    kind = cell.get(f"{_OFFICE}value-type")
    stored = cell.get(f"{_OFFICE}{_STORED.get(kind or '', 'value')}")
    if kind == "string":
        return kind, (text or "") if stored is None else stored
    if kind is None or stored is None:
        return kind, text
    value = _READ[kind](stored.strip()) if kind in _READ else None
    return kind, value if value is not None else text or stored


def _number(stored: str) -> float | None:
    try:
        found = float(stored)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _moment(stored: str) -> dt.date | dt.datetime | None:
    """A day without a time is a day."""
    try:
        found = dt.datetime.fromisoformat(stored)
    except ValueError:
        return None
    if found.tzinfo is not None:
        return None
    return found if "T" in stored else found.date()


def _time(stored: str) -> dt.time | None:
    found = _DURATION.fullmatch(stored)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3]) > 59:
        return None
    return dt.time(int(found[1]), int(found[2]), int(found[3]), int((found[4] or "0").ljust(6, "0")[:6]))


# the attributes that hold a value by its type, and how they are read; a text stands in paragraphs besides
_STORED = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
_READ: dict[str, Callable[[str], Any]] = {"float": _number, "percentage": _number, "currency": _number, "date": _moment,
                                          "time": _time, "boolean": {"true": True, "false": False}.get}


def _text_of(paragraph: ElementTree.Element) -> str:
    """A paragraph as it is seen: its blanks, tabs and line breaks, but not the notes within; other white space parts words."""
    return _WHITE.sub(" ", _pieces(paragraph)).strip(" ").replace(_BLANK, " ").replace("\ue001", "\t").replace("\ue002", "\n")


def _pieces(part: ElementTree.Element) -> str:
    if part.tag == f"{_TEXT}s":
        return _BLANK * int(part.get(f"{_TEXT}c", "1"))
    own = {f"{_TEXT}tab": "\ue001", f"{_TEXT}line-break": "\ue002"}.get(part.tag, part.text or "")
    return own + "".join((_pieces(inner) if inner.tag != _NOTE else "") + (inner.tail or "") for inner in part)


def _take_beside(beside: Annotations, element: ElementTree.Element, at: Cell) -> None:
    """The note of a cell, and what is drawn in it or on the sheet."""
    for part in element:
        if part.tag == _NOTE:
            beside.notes[at] = _paragraphs_in(part)
        elif part.tag.startswith(_DRAW):
            frames = part.iter(f"{_DRAW}frame")
            beside.pictures += sum(frame.find(f"{_DRAW}image") is not None and frame.find(f"{_DRAW}object") is None for frame in frames)
            beside.boxes += filter(None, [_paragraphs_in(part)])


def _paragraphs_in(element: ElementTree.Element) -> str:
    return "\n".join(_text_of(part) for part in element.iter(_PARAGRAPH)).strip()
