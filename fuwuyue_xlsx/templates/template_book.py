"""A book of the schema written as a blank template."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import Any

from xlsxwriter import Workbook

from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.rules_health import RULES_GUIDE
from fuwuyue_xlsx.schema.rules_workbook import RULES_KIND
from fuwuyue_xlsx.schema.stamp import LAYOUT_VERSION, STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.schema.wording import GUIDE_SHEET, HIDDEN_SHEET, list_options
from fuwuyue_xlsx.templates.guide import GuideWriter
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.layout import layout_of
from fuwuyue_xlsx.templates.live_conditions import hint_formulas
from fuwuyue_xlsx.templates.rule_cells import RuleCells
from fuwuyue_xlsx.templates.rules_guide import RulesGuideWriter
from fuwuyue_xlsx.templates.selfcheck import sheet_state
from fuwuyue_xlsx.templates.template_sheet import SheetWriter
from fuwuyue_xlsx.workbook.style import Formats, workbook_options
from fuwuyue_xlsx.workbook.xlsxwriter_internals import TemplateSheet


def stamp_of(book: Book, campaign: Campaign) -> Stamp:
    """The stamp by which a template of this book and campaign is recognised when it comes back."""
    return Stamp(book.kind, str(campaign.year), book.department, LAYOUT_VERSION, book.reviewer)


def write_book(book: Book, campaign: Campaign, values: dict[str, list[tuple[Any, ...]]] | None = None,
               sentences: tuple[str, ...] = ()) -> bytes:
    """The bytes of a book's template. The same book and campaign give the same bytes.

    `values` fills the rows for typing by sheet title, a tuple a row (the rules workbook), and `sentences` are what its formulas say of
    each award then. A warning of xlsxwriter is raised as an
    error, since it would leave something out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _BookWriter(book, campaign, values or {}, sentences).write()


class _BookWriter:
    def __init__(self, book: Book, campaign: Campaign, values: dict[str, list[tuple[Any, ...]]], sentences: tuple[str, ...]) -> None:
        self.book, self.campaign, self.values, self.sentences = book, campaign, values, sentences
        self.buffer = io.BytesIO()
        self.workbook = Workbook(self.buffer, workbook_options())
        self.formats = Formats(self.workbook)

    def write(self) -> bytes:
        """Write every sheet and give the bytes of the workbook."""
        saved = dt.datetime.combine(self.campaign.kickoff, dt.time(9))
        self.workbook.set_properties({"title": self.book.title, "created": saved})
        stamp = stamp_of(self.book, self.campaign).text()
        self.workbook.set_custom_property(STAMP_PROPERTY, stamp, "text")
        live = self.book.kind != RULES_KIND
        guide = self._sheet(GUIDE_SHEET if live else RULES_GUIDE)
        sheets = [(sheet, self._sheet(sheet.title)) for sheet in self.book.sheets]
        hidden = HiddenSheet(self.workbook, self._sheet(HIDDEN_SHEET), stamp, self._dropdowns(), self._more())
        cells = None if live else RuleCells(self.values)
        if cells is None:
            states = [sheet_state(sheet, hidden) for sheet in self.book.sheets]
            GuideWriter(guide, self.book, self.formats).write(states, hint_formulas(self.book, hidden))
        else:
            RulesGuideWriter(guide, self.book, self.formats).write(cells, hidden, self.sentences)
        for sheet, worksheet in sheets:
            SheetWriter(worksheet, sheet, layout_of(sheet), self.formats, hidden, live, cells.offered if cells else None).write(self.values.get(sheet.title))
        guide.activate()
        self.workbook.close()
        return self.buffer.getvalue()

    def _sheet(self, title: str) -> TemplateSheet:
        return self.workbook.add_worksheet(title, TemplateSheet)

    def _dropdowns(self) -> list[tuple[str, ...]]:
        """The lists of all dropdowns of the book, each once."""
        fields = (field for sheet in self.book.sheets for field in (*sheet.form, *sheet.columns))
        return list(dict.fromkeys(options for field in fields if (options := list_options(field))))

    def _more(self) -> dict[tuple[str, ...], list[tuple[str, str]]]:
        """The options of a dropdown → the cells of the book in which further options may be typed, with what is typed there now."""
        more = {}
        for sheet in self.book.sheets:
            for field in sheet.columns:
                if field.more_in is not None:
                    cells, (there, title) = RuleCells(self.values), field.more_in
                    typed = [str(row.get(title) or "") for row in cells.typed.rows(there)]
                    ready = range(cells.ready(there))
                    more[list_options(field)] = [(cells.cell(there, title, row), typed[row] if row < len(typed) else "") for row in ready]
        return more
