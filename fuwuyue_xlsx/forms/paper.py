"""A workbook for printing: A4, one look, the same bytes for the same outcome, every text a text."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.outcome import CHANGED, Outcome
from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.workbook.cell_contents import LONGEST_TEXT, printable
from fuwuyue_xlsx.workbook.style import HEAD, Formats, height, lines_needed, set_page
from fuwuyue_xlsx.workbook.xlsxwriter_internals import PlainSheet

BLACK = {"border": 1, "border_color": "#000000"}
_ALARM = "#C00000"
WARNING = {"font_name": HEAD, "font_size": 16, "font_color": _ALARM, "align": "center", "bg_color": "#FFE699"}


def print_ready(outcome: Outcome, title: str, write: Callable[[Workbook, Formats], None]) -> bytes:
    """A workbook's bytes. What xlsxwriter would only warn of is a failure."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        campaign = outcome.rules.campaign
        created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
        workbook.set_properties({"title": printable(f"{campaign.name}{title}")[:250], "created": created})
        # a form that lands in the inbox is known as our own output
        workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")
        write(workbook, Formats(workbook))
        workbook.close()
    return buffer.getvalue()


class Paper:
    """A portrait sheet written from top to bottom. `row` is the next free row."""

    def __init__(self, workbook: Workbook, formats: Formats, title: str, widths: Sequence[int], warning: str = "") -> None:
        self.sheet: Worksheet = workbook.add_worksheet(title, PlainSheet)
        self.formats, self.widths, self.row = formats, tuple(widths), 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        set_page(self.sheet, landscape=False)
        self.sheet.center_horizontally()
        if warning:
            self.across(warning, 30, **WARNING)
            self.sheet.set_header(f'&C&"{HEAD}"&16&KC00000{warning}')
            self.sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)

    def text(self, row: int, column: int, text: str, **style: Any) -> None:
        """One cell that is a text whatever it holds."""
        self.sheet.write_string(row, column, clean(text), self.formats.get(**style))

    def across(self, text: str, least: float = 22, **style: Any) -> None:
        """A line over the whole width, high enough for its text."""
        size = style.get("font_size", 11)
        lines = lines_needed(clean(text), int(sum(self.widths) * 11 / size))
        last = len(self.widths) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, "", self.formats.get(text_wrap=True, **style))
        self.text(self.row, 0, text, text_wrap=True, **style)
        self.sheet.set_row(self.row, max(least, height(lines) if size <= 11 else min(409.0, lines * size * 1.5 + 6)))
        self.row += 1

    def changes(self, outcome: Outcome) -> None:
        """What has changed since the result was frozen, a small line each."""
        for change in outcome.finalised.changed if outcome.finalised else ():
            self.across(f"{CHANGED}：{change}", 18, font_size=9, font_color=_ALARM)

    def title(self, text: str) -> None:
        """The heading over the whole width."""
        self.across(text, 46, font_name=HEAD, font_size=20, align="center")

    def gap(self, points: float = 10) -> None:
        """An empty row of so many points."""
        self.sheet.set_row(self.row, points)
        self.row += 1

    def header(self, titles: Sequence[str]) -> None:
        """A table's header row."""
        self._cells(titles, ["center"] * len(titles), 26, font_name=HEAD)

    def cells(self, values: Sequence[str | int], aligns: Sequence[str], least: float = 24, **style: Any) -> None:
        """A row with borders; numbers stay numbers. The last of fewer values than columns takes the rest of the width."""
        self._cells(values, aligns, least, **style)

    def _cells(self, values: Sequence[str | int], aligns: Sequence[str], least: float, **style: Any) -> None:
        last, widths = len(values) - 1, [*self.widths[: len(values) - 1], sum(self.widths[len(values) - 1:])]
        for column, (value, align) in enumerate(zip(values, aligns, strict=True)):
            cell = self.formats.get(text_wrap=True, align=align, indent=0 if align == "center" else 1, **BLACK, **style)
            if column == last and len(values) < len(self.widths):
                self.sheet.merge_range(self.row, column, self.row, len(self.widths) - 1, "", cell)
            if isinstance(value, int):
                self.sheet.write_number(self.row, column, value, cell)
            else:
                self.sheet.write_string(self.row, column, clean(value), cell)
        size = style.get("font_size", 11) / 11
        texts = ((value, width) for value, width in zip(values, widths, strict=False) if isinstance(value, str))
        lines = max((lines_needed(clean(text), int(width / size) - 1) for text, width in texts), default=1)
        self.sheet.set_row(self.row, height(lines, least))
        self.row += 1


def clean(text: str) -> str:
    """The text as a cell takes it: no character that XML refuses, no longer than Excel holds."""
    return printable(text)[:LONGEST_TEXT]
