"""One sheet of the results workbook: headings, lines of text, tables with borders, links. Texts stay texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.look import BORDER, HEAD, Formats, height, lines_needed, set_page

LONGEST_TEXT = 32_000
LONGEST_LINK = 250
CAPITAL_YUAN = '[DBNum2][$-804]General"元整"'
TINTS = {"good": "#E2EFDA", "bad": "#F8CBAD", "open": "#FFE699", "quiet": "#EDEDED"}


@dataclass(frozen=True)
class Column:
    """A table's column: its title, width in characters (0: the sheet's), alignment and number format."""

    title: str
    width: int = 0
    align: str = "left"
    number_format: str = "General"


@dataclass(frozen=True)
class Link:
    """A text that leads to a place: internal:'表'!A1 or external:../收件箱/x.xlsx#'表'!C5."""

    text: str
    target: str


class Page:
    """Writes a sheet from top to bottom. `row` is the next free row."""

    def __init__(self, workbook: Workbook, formats: Formats, title: str, widths: Sequence[int], *, landscape: bool = True) -> None:
        self.sheet: Worksheet = workbook.add_worksheet(title)
        self.formats = formats
        self.widths = tuple(widths)
        self.row = 0
        self.landscape = landscape
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)

    def heading(self, text: str) -> None:
        self._across(text, self.formats.heading, 34)

    def section(self, text: str) -> None:
        """A section's title, with a little air above it."""
        self.sheet.set_row(self.row, 10)
        self.row += 1
        self._across(text, self.formats.get(font_name=HEAD, font_size=13, bottom=2, bottom_color="#4472C4"), 24)

    def line(self, text: str, tint: str = "") -> None:
        """A line of text over the whole width, high enough for what it holds."""
        look = {"text_wrap": True, **({"bg_color": TINTS[tint]} if tint else {})}
        self._across(text, self.formats.get(**look), self._height(text, sum(self.widths)))

    def _across(self, text: str, cell_format: Any, height: float) -> None:
        last = len(self.widths) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", cell_format)
        self.sheet.write_string(self.row, 0, printable(text)[:LONGEST_TEXT], cell_format)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _height(self, text: str, width: int) -> float:
        return height(lines_needed(text, width), 20)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Any]], tints: Sequence[str] = (), *,
              main: bool = False, nothing: str = "没有") -> None:
        """A header and its rows. `tints` colours whole rows; the main table is frozen and filtered."""
        header = self.row
        for number, column in enumerate(columns):
            self.sheet.write_string(header, number, column.title, self.formats.header)
        self.sheet.set_row(header, height(self._lines([column.title for column in columns]), 26))
        self.row += 1
        for number, row in enumerate(rows):
            self._table_row(columns, row, tints[number] if number < len(tints) else "")
        if not rows:
            self.line(nothing)
        if main:
            self.sheet.freeze_panes(header + 1, 0)
            self.sheet.autofilter(header, 0, max(self.row - 1, header), len(columns) - 1)
            set_page(self.sheet, landscape=self.landscape, header_row=header)

    def _table_row(self, columns: Sequence[Column], row: Sequence[Any], tint: str) -> None:
        look = {"bg_color": TINTS[tint]} if tint else {}
        for number, (column, value) in enumerate(zip(columns, row, strict=True)):
            cell_format = self.formats.get(
                text_wrap=True, align=column.align, num_format=column.number_format, **BORDER, **look)
            self.put(self.row, number, value, cell_format)
        self.sheet.set_row(self.row, height(self._lines(row)))
        self.row += 1

    def _lines(self, row: Sequence[Any]) -> int:
        """The lines that the longest text of a row takes in its column."""
        texts = ((value.text if isinstance(value, Link) else value, width) for value, width in zip(row, self.widths))
        return max((lines_needed(text, width) for text, width in texts if isinstance(text, str)), default=1)

    def put(self, row: int, column: int, value: Any, cell_format: Any) -> None:
        """One value: numbers as numbers, links as links, everything else as text and never as a formula."""
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, Link) and len(value.target) <= LONGEST_LINK:
            text = printable(value.text)[:LONGEST_TEXT]
            if self.sheet.write_url(row, column, value.target, cell_format, text) != 0:
                self.sheet.write_string(row, column, text, cell_format)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self.sheet.write_number(row, column, float(value), cell_format)
        else:
            text = value.text if isinstance(value, Link) else str(value)
            self.sheet.write_string(row, column, printable(text)[:LONGEST_TEXT], cell_format)

    def finish(self) -> None:
        """Page setup for a sheet without a main table."""
        set_page(self.sheet, landscape=self.landscape)


def printable(text: str) -> str:
    """The text without characters that XML does not take."""
    return "".join(c for c in text if c in "\t\n" or (" " <= c and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))
