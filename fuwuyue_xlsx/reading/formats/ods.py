"""An OpenDocument book: its sheets, cell by cell, as its own parts say. No other reader takes all of its spellings."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from fuwuyue_xlsx.reading.archive import Refused
from fuwuyue_xlsx.reading.formats.ods_cells import DRAW, NOTE, PARAGRAPH, TABLE, check, text_of, value_of
from fuwuyue_xlsx.reading.formats.sheet_metadata import Annotations, Cell, SheetMetadata

_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHAPES = f"{TABLE}shapes"
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_SECONDS = re.compile(r"\d:\d\d:\d\d")


@dataclass
class _OdsSheet:
    """A sheet while it is parsed, and where the parser stands in it."""

    title: str
    values: dict[Cell, Any] = field(default_factory=dict)
    metadata: SheetMetadata = field(default_factory=lambda: SheetMetadata(merges=[]))
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 0

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
    return [(sheet.title, sheet.grid(), sheet.metadata) for sheet in sheets]


class _Parser:
    """Goes through the tags. Styles that cross out or hide stand before the sheets; tables may lie in cells, and are none of ours."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.sheets: list[_OdsSheet] = []
        self.struck: set[str] = set()
        self.hiding: set[str] = set()
        self.depth, self.crossed, self.hides, self.in_row = 0, False, False, False

    def sheets_of(self, content: bytes) -> list[_OdsSheet]:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            if element.tag == f"{TABLE}table":
                self._table(event, element)
            elif element.tag.startswith(_STYLE):
                self._style(event, element)
            elif self.depth == 1 and element.tag == f"{TABLE}table-row":
                self._row(event, element)
            elif self.depth == 1 and event == "start" and element.tag == f"{TABLE}table-column":
                self._column(element)
            elif self.depth == 1 and event == "end" and element.tag in (*_CELLS, _SHAPES):
                self._cell(element)
        return self.sheets

    def _table(self, event: str, element: ElementTree.Element) -> None:
        self.depth += 1 if event == "start" else -1
        if self.depth > 1:
            raise Refused("file-unusual", what="格里面套着表")
        if event == "start":
            self.sheets.append(_OdsSheet(element.get(f"{TABLE}name", "")))
            self.sheets[-1].metadata.hidden.whole = element.get(f"{TABLE}style-name") in self.hiding
        else:
            element.clear()

    def _style(self, event: str, element: ElementTree.Element) -> None:
        if element.tag == f"{_STYLE}text-properties" and event == "end":
            self.crossed = element.get(f"{_STYLE}text-line-through-style", "none") != "none"
        elif element.tag == f"{_STYLE}table-properties":
            self.hides = element.get(f"{TABLE}display", "true") == "false"
        elif element.tag == f"{_STYLE}style":
            for named, applies in ((self.struck, self.crossed), (self.hiding, self.hides)):
                if event == "end" and applies:
                    named.add(element.get(f"{_STYLE}name", ""))
            self.crossed = self.hides = False

    def _row(self, event: str, element: ElementTree.Element) -> None:
        sheet, self.in_row = self.sheets[-1], event == "start"
        if event == "start":
            sheet.column, sheet.rows = 0, _count(element, "rows-repeated")
            if _is_unseen(element):
                sheet.metadata.hidden.rows.append((sheet.row, sheet.row + sheet.rows - 1))
            return
        sheet.row += sheet.rows
        for part in element:
            if part.tag not in _CELLS or (part.tail or "").strip():
                raise ValueError("what is no cell")
        element.clear()

    def _column(self, element: ElementTree.Element) -> None:
        sheet, count = self.sheets[-1], _count(element, "columns-repeated")
        if _is_unseen(element):
            sheet.metadata.hidden.columns.append((sheet.columns, sheet.columns + count - 1))
        sheet.columns += count

    def _cell(self, element: ElementTree.Element) -> None:
        sheet = self.sheets[-1]
        if element.tag != _SHAPES and not self.in_row:
            raise ValueError("a cell in no row")
        _take_beside(sheet.metadata.beside, element, (sheet.row, sheet.column))
        if element.tag != _SHAPES:
            if element.get(f"{TABLE}style-name") in self.struck:
                sheet.metadata.struck.append((sheet.row, sheet.column))
            _take(sheet, element, self.most)
            sheet.column += _count(element, "columns-repeated")


def _is_unseen(element: ElementTree.Element) -> bool:
    """Whether a row or a column is hidden or filtered out."""
    return element.get(f"{TABLE}visibility", "visible") != "visible"


def _count(element: ElementTree.Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}", "1")))


def _take(sheet: _OdsSheet, cell: ElementTree.Element, most: int) -> None:
    formula = cell.get(f"{TABLE}formula")
    spanned = [_count(cell, f"{what}-spanned") for what in ("rows", "columns")]
    if sheet.metadata.merges is not None and max(spanned) > 1:
        sheet.metadata.merges.append((sheet.row, sheet.column, sheet.row + spanned[0] - 1, sheet.column + spanned[1] - 1))
    paragraphs = [text_of(part) for part in cell if part.tag == PARAGRAPH]
    text = "\n".join(paragraphs)
    check(cell)
    kind, value = value_of(cell, text if paragraphs else None)
    if value is None and formula is None:
        return
    columns = _count(cell, "columns-repeated")
    if (sheet.row + sheet.rows) * (sheet.column + columns) > most:
        raise Refused("file-too-wide")
    is_error = cell.get(f"{_CALCEXT}value-type") == "error" or (formula is not None and text.startswith(("#", "Err:")))
    for at in ((row, column) for row in range(sheet.row, sheet.row + sheet.rows) for column in range(sheet.column, sheet.column + columns)):
        if is_error:
            sheet.metadata.errors[at] = text or "#VALUE!"
        elif value is None:
            sheet.metadata.unvalued[at] = formula or "="
        elif value != "":
            sheet.values[at] = value
            if kind == "percentage":
                sheet.metadata.percents.append(at)
            elif kind == "date" and _SECONDS.search(text):
                sheet.metadata.seconds.append(at)


def _take_beside(beside: Annotations, element: ElementTree.Element, at: Cell) -> None:
    """The note of a cell, and what is drawn in it or on the sheet."""
    for part in element:
        if part.tag == NOTE:
            beside.notes[at] = _paragraphs_in(part)
        elif part.tag.startswith(DRAW):
            frames = part.iter(f"{DRAW}frame")
            beside.pictures += sum(frame.find(f"{DRAW}image") is not None and frame.find(f"{DRAW}object") is None for frame in frames)
            beside.boxes += filter(None, [_paragraphs_in(part)])


def _paragraphs_in(element: ElementTree.Element) -> str:
    return "\n".join(text_of(part) for part in element.iter(PARAGRAPH)).strip()
