"""One sheet of the results workbook: headings, lines of text, tables with borders, links. Texts stay texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from fuwuyue_xlsx.workbook.addresses import CellRef, in_row
from fuwuyue_xlsx.workbook.cell_contents import (
    Column,
    Fold,
    Formula,
    InputCell,
    Link,
    displayed,
    lines_of,
    printable,
    stored_result,
    stored_text,
    under_link,
)
from fuwuyue_xlsx.workbook.fast_rows import Rows
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.style import BORDER, HEAD, REQUIRED, height, set_page
from fuwuyue_xlsx.workbook.xlsxwriter_internals import ResultsSheet

LONGEST_LINK = 250
_FOLDED: dict[Fold, Any] = {Fold.NO: None, Fold.HEAD: {"collapsed": True}, Fold.UNDER: {"hidden": True, "level": 1}}
TINTS = {"good": "#E2EFDA", "bad": "#F8CBAD", "open": "#FFE699", "quiet": "#EDEDED"}
INPUT = REQUIRED
LINK_COLOUR = "#0B5394"
LEGEND = "浅黄色的格可以改：改后全簿的得分、名次、状态、奖金和合计随之重算。"
SIGNING = "制表：　　　　　　　　　审核：　　　　　　　　　签字：　　　　　　　　　日期：　　　　年　　月　　日"


class Page:
    """Writes a sheet from top to bottom. `row` is the next free row. `long`: its tables may have very many rows."""

    def __init__(self, workbook: Workbook, options: SheetOptions, title: str, widths: Sequence[int], *, landscape: bool = True, long: bool = False) -> None:
        self.sheet: ResultsSheet = workbook.get_worksheet_by_name(title) or workbook.add_worksheet(title, ResultsSheet)
        self.title = title
        self.options, self.formats = options, options.formats
        self.widths = tuple(widths)
        self.row = 0
        self.landscape = landscape
        self.links_left = options.most_links
        # how high all rows are together, and the lowest row of a table
        self.points = 0.0
        self.least = 20.0
        self._cells: dict[tuple[Any, ...], Format] = {}
        self._rows = Rows(self.sheet, self.widths, options.live, self.helper, self.cell, self._takes_link) if long and options.finished else None
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)

    def ref(self, column: int, row: int | None = None) -> CellRef:
        """A cell of the next free row, or of a given one."""
        return CellRef(self.title, self.row if row is None else row, column)

    def high(self, row: int, points: float, options: Any = None) -> None:
        """Set a row's height, and add it up."""
        self.sheet.set_row(row, points, None, options)
        self.points += points

    def heading(self, text: str) -> None:
        """The sheet's heading, over its whole width."""
        self._across(text, self.formats.heading, 34)

    def section(self, text: str) -> None:
        """A section's title, with a little air above it."""
        self.high(self.row, 10)
        self.row += 1
        self._across(text, self.formats.get(font_name=HEAD, font_size=13, bottom=2, bottom_color="#4472C4"), 24)

    def line(self, text: Any, tint: str = "", *, least: float = 20, link: str | None = None, strong: bool = False) -> None:
        """A line of text (or a formula) over the whole width, high enough for what it holds."""
        style: dict[str, Any] = {"text_wrap": True, **({"bg_color": TINTS[tint]} if tint else {})}
        if strong:
            style |= {"font_name": HEAD, "font_size": 13}
        self._across(text, self.formats.get(**style), self._height(text, sum(self.widths), least), link)

    def note(self, text: str) -> None:
        """A small grey line."""
        self._across(text, self.formats.get(font_size=10, font_color="#595959", text_wrap=True), self._height(text, sum(self.widths), 18))

    def legend(self) -> None:
        """The line that says which cells may be changed; on paper an empty one."""
        if self.options.printed:
            self.high(self.row, 4)
            self.row += 1
            return
        words = LEGEND if self.options.live else "数据量很大，本簿写的是程序算好的数，不含公式；改动请在评选规则或收件箱里改，再运行一次。"
        self._across(words, self.formats.get(font_size=10, bg_color=INPUT, text_wrap=True), self._height(words, sum(self.widths), 18))

    def _across(self, text: Any, cell_format: Any, row_height: float, link: str | None = None) -> None:
        last = len(self.widths) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", cell_format)
        self.put(self.row, 0, Link(text, link) if link else text, cell_format)
        self.high(self.row, row_height)
        self.row += 1

    def _height(self, text: Any, width: int, least: float) -> float:
        shown = displayed(text)
        return height(lines_of(shown, width) if isinstance(shown, str) else 1, least)

    def text_height(self, text: str, width: int) -> float:
        """The height that a text needs in a cell of this width."""
        return self._height(text, width, 20)

    def head(self, columns: Sequence[Column]) -> None:
        """Write a table's header, as high as its longest title needs."""
        for number, column in enumerate(columns):
            self.sheet.write_string(self.row, number, column.title, self.formats.header)
        self.high(self.row, height(self._most_lines([column.title for column in columns]), 26))
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Any]], tints: Sequence[str] = (), *,
              main: bool = False, nothing: str = "没有") -> None:
        """A header and its rows. `tints` colours whole rows; the main table is frozen and filtered."""
        header = self.row
        self.head(columns)
        for number, row in enumerate(rows):
            self.table_row(columns, row, tints[number] if number < len(tints) else "")
        if not rows:
            self.line(nothing)
        if main:
            self.main(header, len(columns))

    def main(self, header: int, columns: int) -> None:
        """Freeze, filter and page setup of the table under a header, which is repeated on every page."""
        self.sheet.freeze_panes(header + 1, 0)
        self.sheet.autofilter(header, 0, max(self.row - 1, header), columns - 1)
        set_page(self.sheet, landscape=self.landscape, header_row=header)

    def table_row(self, columns: Sequence[Column], row: Sequence[Any], tint: str = "", least: float = 0, *,
                  beside: Iterable[tuple[int, Any]] = (), charted: bool = False, fold: Fold = Fold.NO) -> None:
        """One row with borders, as high as its longest text needs.

        `beside`: cells for formulas alone, right of the table, in ascending columns. `charted`: a chart shows the row; it
        goes through xlsxwriter, which stores its figures in the chart. `fold`: rows folded under the one above them.
        """
        least = max(least, self.least)
        if self._rows is not None and not charted:
            self.points += self._rows.add(self.row, columns, row, tint, beside, least, fold)
        else:
            for number, (column, value) in enumerate(zip(columns, row, strict=True)):
                entry = isinstance(value, InputCell)
                value = value.value if entry else value
                shown = (False, False) if self.options.printed else (entry, isinstance(value, Link))
                self.put(self.row, number, value, self.cell(column, tint, *shown))
            for number, value in beside:
                self.put(self.row, number, value, self.helper)
            self.high(self.row, height(self._most_lines(row), least), _FOLDED[fold])
        if fold is Fold.UNDER:
            self.sheet.fold_rows()
        self.row += 1

    def cell(self, column: Column, tint: str = "", entry: bool = False, link: bool = False) -> Format:
        """The format of a table's cell."""
        signature = (column.align, column.number_format, tint, entry, link)
        format_ = self._cells.get(signature)
        if format_ is None:
            style: dict[str, Any] = {"bg_color": INPUT, "locked": False} if entry else {"bg_color": TINTS[tint]} if tint else {}
            colour = {"font_color": LINK_COLOUR} if link else {}
            format_ = self._cells[signature] = self.formats.get(
                text_wrap=True, align=column.align, num_format=column.number_format, **BORDER, **style, **colour)
        return format_

    def live_tints(self, first: int, last: int, columns: Sequence[tuple[int, int]], cases: Sequence[tuple[str, str]]) -> None:
        """Colour rows by what their formulas come to: (formula for the first row, tint). Without formulas tints stay as written."""
        for start, end in columns if last >= first else ():
            for criteria, tint in cases:
                style = self.formats.get(bg_color=TINTS[tint])
                self.sheet.conditional_format(first, start, last, end, {"type": "formula", "criteria": f"={criteria}", "format": style})

    def tint(self, tint: str) -> str:
        """The tint to write a row with whose colour formulas decide: none while they do."""
        return "" if self.options.live else tint

    def _most_lines(self, row: Sequence[Any]) -> int:
        """The lines that the longest text of a row takes in its column."""
        return max((_lines(value, width) for value, width in zip(row, self.widths, strict=False)), default=1)

    def put(self, row: int, column: int, value: Any, cell_format: Any) -> None:
        """One value: formulas with what they come to, numbers as numbers, everything else as text and never as a formula."""
        if isinstance(value, Link):
            value = self._linked(row, column, value, cell_format)
        if isinstance(value, Formula):
            if self.options.live:
                self.sheet.write_formula(row, column, printable(in_row(value.text, row)), cell_format, stored_result(value.value))
                return
            value = value.value
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self.sheet.write_number(row, column, float(value), cell_format)
        else:
            self.sheet.write_string(row, column, stored_text(str(value)), cell_format)

    def _linked(self, row: int, column: int, link: Link, cell_format: Any) -> Any:
        """Lay the link under the cell, while the sheet holds more; what is written over it keeps it."""
        if self._takes_link(link):
            self.sheet.write_url(row, column, printable(link.target), cell_format, under_link(link.text))
        return link.text

    def _takes_link(self, link: Link) -> bool:
        """Whether the sheet holds this link, too; if so it counts."""
        if not link.target or self.links_left <= 0 or len(link.target) > LONGEST_LINK:
            return False
        self.links_left -= 1
        return True

    def helpers(self, first: int, titles: Sequence[str], header: int) -> None:
        """Columns for formulas alone: grouped and folded, not printed, each with a title."""
        for number, title in enumerate(titles, first):
            self.sheet.write_string(header, number, title, self.formats.get(font_size=9, font_color="#7F7F7F", align="center", text_wrap=True))
        if titles:
            last = first + len(titles) - 1
            self.sheet.set_column(first, last, 12, None, {"level": 1, "hidden": True})
            self.sheet.set_column(last + 1, last + 1, 3, None, {"collapsed": True})

    @property
    def helper(self) -> Format:
        """The format of a cell for formulas alone."""
        return self.formats.get(font_size=9, font_color="#7F7F7F")

    def signing(self) -> None:
        """A line for those who made, checked and signed the sheet."""
        self.high(self.row, 8)
        self.row += 1
        self._across(SIGNING, self.formats.get(font_size=11, align="center"), 28)

    def finish(self) -> None:
        """Page setup for a sheet without a main table."""
        set_page(self.sheet, landscape=self.landscape)


def _lines(value: Any, width: int) -> int:
    """About how many lines a value takes in a column of this width."""
    text = displayed(value)
    return lines_of(text, width) if isinstance(text, str) and len(text) * 2 > width - 2 else 1
