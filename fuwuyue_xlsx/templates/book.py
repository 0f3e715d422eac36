"""A book of the schema written as a blank template."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.reading.grid import column_letters
from fuwuyue_xlsx.reading.stamp import LAYOUT_VERSION, STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.rules.model import Campaign
from fuwuyue_xlsx.schema.model import Book, Field, Sheet
from fuwuyue_xlsx.schema.wording import GUIDE_SHEET, HIDDEN_SHEET, list_options
from fuwuyue_xlsx.templates.guide import write_guide
from fuwuyue_xlsx.templates.layout import layout_of
from fuwuyue_xlsx.templates.sheet import SheetWriter


def stamp_of(book: Book, campaign: Campaign) -> Stamp:
    """What the template says of itself."""
    return Stamp(book.kind, str(campaign.year), book.department, LAYOUT_VERSION)


def write_book(book: Book, campaign: Campaign, values: dict[str, list[tuple[Any, ...]]] | None = None) -> bytes:
    """The template as bytes; the same book gives the same bytes.

    `values` prefills rows of unlocked cells by sheet title (the rules workbook).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _BookWriter(book, campaign, values or {}).write()


class _BookWriter:
    def __init__(self, book: Book, campaign: Campaign, values: dict[str, list[tuple[Any, ...]]]) -> None:
        self.book, self.campaign, self.values = book, campaign, values
        self.buffer = io.BytesIO()
        self.workbook = Workbook(self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self.formats = Formats(self.workbook)
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> bytes:
        saved = dt.datetime.combine(self.campaign.kickoff, dt.time(9))
        self.workbook.set_properties({"title": self.book.title, "created": saved})
        stamp = stamp_of(self.book, self.campaign).text()
        self.workbook.set_custom_property(STAMP_PROPERTY, stamp, "text")
        guide = self.workbook.add_worksheet(GUIDE_SHEET)
        sheets = [(sheet, self.workbook.add_worksheet(sheet.title)) for sheet in self.book.sheets]
        self._write_lists(self.workbook.add_worksheet(HIDDEN_SHEET), stamp)
        write_guide(guide, self.book, self.formats)
        for sheet, worksheet in sheets:
            self._write_sheet(sheet, worksheet)
        guide.activate()
        self.workbook.close()
        return self.buffer.getvalue()

    def _write_sheet(self, sheet: Sheet, worksheet: Worksheet) -> None:
        writer = SheetWriter(worksheet, sheet, layout_of(sheet), self.formats, self._list_range)
        writer.write(self.values.get(sheet.title))

    def _list_range(self, field: Field) -> str | None:
        options = list_options(field)
        return self.lists[options] if options else None

    def _write_lists(self, worksheet: Worksheet, stamp: str) -> None:
        """Dropdown lists stand on a hidden sheet: in a cell they could not pass 255 characters or hold a comma."""
        worksheet.write_string(0, 0, stamp)
        fields = (field for sheet in self.book.sheets for field in (*sheet.form, *sheet.columns))
        wanted = dict.fromkeys(options for field in fields if (options := list_options(field)))
        for column, options in enumerate(wanted):
            for row, option in enumerate(options):
                worksheet.write_string(row + 1, column, option)
            letters = column_letters(column)
            self.lists[options] = f"'{HIDDEN_SHEET}'!${letters}$2:${letters}${len(options) + 1}"
        worksheet.hide()
