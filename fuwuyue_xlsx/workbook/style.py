"""One look for every workbook: fonts that offices have, colours with a meaning, A4 pages."""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.text import display_width

BODY, HEAD, FORMAL = "宋体", "黑体", "仿宋_GB2312"
# of a sheet's text, in which its columns are measured, and of its heading
BODY_SIZE, HEADING_SIZE = 11, 18
REQUIRED, OPTIONAL, LOCKED, EXAMPLE, HEADER = "#FFF8D6", "#FFFFFF", "#EDEDED", "#F5F5F5", "#DCE6F1"
BORDER = {"border": 1, "border_color": "#A6A6A6"}
# a cell that lacks something or holds something wrong; not by colour alone
_ALARM, _ALARM_INK = "#FFC7CE", "#9C0006"
A4 = 9
LINE_HEIGHT = 16
# the pages' footer: 第 N 页 共 M 页
FOOTER = "&C&10第 &P 页 共 &N 页"


def workbook_options() -> dict[str, Any]:
    """Options of a new workbook: texts never become formulas or links; widths count digits of the body font.

    Made anew for each workbook: xlsxwriter writes into what it is given.
    """
    font = {"font_name": BODY, "font_size": BODY_SIZE}
    return {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_format_properties": font}


class Formats:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """A format of the body font with these properties."""
        merged = {"font_name": BODY, "font_size": 11, "valign": "vcenter", **properties}
        signature = tuple(sorted(merged.items()))
        if signature not in self._made:
            self._made[signature] = self._workbook.add_format(merged)
        return self._made[signature]

    def strut(self, points: int) -> Format:
        """For an empty cell beside a table that keeps its row at least so high; the row still grows with its text.

        Excel fits only rows whose height nobody has set, to their largest font and their longest text.
        """
        return self.get(font_size=round(points / 1.3))

    def only(self, **properties: Any) -> Format:
        """A format with these properties and no others, to be laid over another by a condition."""
        signature = (("only", True), *sorted(properties.items()))
        if signature not in self._made:
            self._made[signature] = self._workbook.add_format(properties)
        return self._made[signature]

    @property
    def title(self) -> Format:
        """A book's title, in the middle of its first sheet."""
        return self.get(font_name=HEAD, font_size=20, align="center")

    @property
    def section(self) -> Format:
        """The title of a part of a sheet, with a line below it."""
        return self.get(font_name=HEAD, font_size=13, bottom=2, bottom_color="#4472C4")

    @property
    def heading(self) -> Format:
        """The format of a sheet's heading, over its whole width."""
        return self.get(font_name=HEAD, font_size=HEADING_SIZE, bold=False)

    @property
    def note(self) -> Format:
        """A small grey remark."""
        return self.get(font_size=10, font_color="#595959")

    @property
    def header(self) -> Format:
        """The header of a table's column."""
        return self.get(font_name=HEAD, align="center", text_wrap=True, bg_color=HEADER, **BORDER)

    @property
    def locked(self) -> Format:
        """A cell that is filled in beforehand and cannot be changed."""
        return self.get(bg_color=LOCKED, text_wrap=True, **BORDER)

    @property
    def locked_number(self) -> Format:
        """The same for a number, in the middle."""
        return self.get(bg_color=LOCKED, align="center", **BORDER)

    @property
    def example(self) -> Format:
        """A cell of the example row."""
        return self.get(bg_color=EXAMPLE, font_color="#7F7F7F", italic=True, text_wrap=True, **BORDER)

    def entry(self, *, required: bool, number_format: str, align: str = "left", **more: Any) -> Format:
        """An unlocked cell for typing."""
        colour = REQUIRED if required else OPTIONAL
        return self.get(
            bg_color=colour, locked=False, text_wrap=True, num_format=number_format, align=align, **BORDER, **more
        )


def guard(sheet: Worksheet) -> None:
    """Lock every cell that is not for typing, without a password: filtering, widths and notes stay free, sorting does not.

    Formulas refer to rows by their place, so that a sorted sheet would show other winners.
    """
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "objects": True})


def mark_of(*, missing: bool) -> dict[str, Any]:
    """How a cell looks that lacks something (red, dashed frame) or holds something wrong (red, bold)."""
    if missing:
        return {"bg_color": _ALARM, "border": 3, "border_color": "#C00000"}
    return {"bg_color": _ALARM, "font_color": _ALARM_INK, "bold": True}


def set_page(sheet: Worksheet, *, landscape: bool, header_row: int | None = None) -> None:
    """A4, one page wide, header rows repeated, page numbers."""
    sheet.set_paper(A4)
    sheet.set_landscape() if landscape else sheet.set_portrait()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(FOOTER)
    sheet.hide_gridlines(2)
    if header_row is not None:
        sheet.repeat_rows(header_row)


def lines_needed(text: str, width: int) -> int:
    """How many lines a text takes in a cell of this width."""
    usable = max(width - 2, 2)
    return sum(max(1, math.ceil(display_width(line) / usable)) for line in text.split("\n"))


def height(lines: int, least: float = 20) -> float:
    """A row height for so many lines; Excel takes 409 points at most."""
    return min(409.0, max(least, lines * LINE_HEIGHT + 4))
