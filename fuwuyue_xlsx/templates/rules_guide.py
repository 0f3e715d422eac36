"""规则说明, the first sheet of the rules workbook: what to do, the live health check, a sentence an award, what each sheet is for."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.rules_health import HEALTH, HEALTH_COLUMNS, HEALTH_SECTION, LOOK, SENTENCES, WELL
from fuwuyue_xlsx.schema.wording import GUIDE_COLUMNS, sheet_summary
from fuwuyue_xlsx.templates.health_formulas import HealthFormulas
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.rule_cells import RuleCells
from fuwuyue_xlsx.templates.sentence_formulas import SentenceFormulas
from fuwuyue_xlsx.workbook.style import BORDER, Formats, height, lines_needed, set_page
from fuwuyue_xlsx.workbook.xlsxwriter_internals import TemplateSheet

WIDTHS = (44, 62)
# merged cells do not grow with their text: a sentence has room for so many lines, also that of an award that is yet to be written
_SENTENCE_LINES = 2


class RulesGuideWriter:
    """Writes the sheet. `sentences` are the values of the formulas of sentences while nothing is changed, in the order of the awards."""

    def __init__(self, worksheet: TemplateSheet, book: Book, formats: Formats) -> None:
        self.worksheet, self.book, self.formats = worksheet, book, formats
        self.row = 0

    def write(self, cells: RuleCells, hidden: HiddenSheet, sentences: tuple[str, ...]) -> None:
        """Write the whole sheet."""
        for column, width in enumerate(WIDTHS):
            self.worksheet.set_column(column, column, width)
        self._across(self.book.title, self.formats.title, 40)
        for line in self.book.guide:
            self._across(line, self.formats.get(text_wrap=True), height(lines_needed(line, sum(WIDTHS)), 22))
        self._health(cells, hidden)
        self._sentences(cells, hidden, sentences)
        self._sheets()
        set_page(self.worksheet, landscape=False)
        self.worksheet.print_area(0, 0, self.row - 1, len(WIDTHS) - 1)
        self.worksheet.protect("", {})

    def _next(self, points: float) -> None:
        self.worksheet.set_row(self.row, points)
        self.row += 1

    def _merge(self, cell_format: Any) -> None:
        self.worksheet.merge_range(self.row, 0, self.row, len(WIDTHS) - 1, "", cell_format)

    def _across(self, text: str, cell_format: Any, points: float) -> None:
        self._merge(cell_format)
        self.worksheet.write_string(self.row, 0, text, cell_format)
        self._next(points)

    def _head(self, section: str, titles: tuple[str, ...] = ()) -> None:
        self._next(8)
        self._across(section, self.formats.section, 26)
        for column, title in enumerate(titles):
            self.worksheet.write_string(self.row, column, title, self.formats.header)
        if titles:
            self._next(26)

    def _health(self, cells: RuleCells, hidden: HiddenSheet) -> None:
        self._head(HEALTH_SECTION, HEALTH_COLUMNS)
        formulas, first = HealthFormulas(cells, hidden), self.row
        text = self.formats.get(text_wrap=True, **BORDER)
        for name, line in HEALTH.items():
            value = line.result(cells.typed)
            self.worksheet.write_string(self.row, 0, line.label, text)
            self.worksheet.write_formula(self.row, 1, formulas.of(name), text, value)
            self._next(height(max(lines_needed(line.label, WIDTHS[0]), lines_needed(value, WIDTHS[1])), 24))
        for words, colour in ((WELL, "#E2EFDA"), (LOOK, "#F8CBAD")):
            self.worksheet.conditional_format(first, 1, self.row - 1, 1, {
                "type": "text", "criteria": "begins with", "value": words, "format": self.formats.only(bg_color=colour)})

    def _sheets(self) -> None:
        """Each sheet with a link, and what is required there."""
        self._next(8)
        for column, title in enumerate(GUIDE_COLUMNS[:2]):
            self.worksheet.write_string(self.row, column, title, self.formats.header)
        self._next(26)
        link = self.formats.get(font_color="#0563C1", underline=1, text_wrap=True, **BORDER)
        for sheet in self.book.sheets:
            summary = sheet_summary(sheet)
            self.worksheet.write_url(self.row, 0, f"internal:{quoted_title(sheet.title)}!A1", link, sheet.title)
            self.worksheet.write_string(self.row, 1, summary, self.formats.get(text_wrap=True, **BORDER))
            self._next(height(lines_needed(summary, WIDTHS[1]), 24))

    def _sentences(self, cells: RuleCells, hidden: HiddenSheet, sentences: tuple[str, ...]) -> None:
        """A formula for each row that 奖项 offers; those of empty rows show nothing."""
        self._head(SENTENCES)
        formulas, text = SentenceFormulas(cells, hidden), self.formats.get(text_wrap=True)
        for row in range(cells.awards):
            value = sentences[row] if row < len(sentences) else ""
            self._merge(text)
            self.worksheet.write_formula(self.row, 0, formulas.of(row), text, value)
            self._next(height(max(lines_needed(value, sum(WIDTHS)), _SENTENCE_LINES)))
