"""The first sheet of a template: who fills what by when, the colours, and the live self-check."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.schema.declarations import Book, Hint, Sheet
from fuwuyue_xlsx.schema.wording import (
    BEGUN,
    DONE,
    EMPTY,
    GUIDE_COLUMNS,
    GUIDE_SECTION,
    HINT_COLUMNS,
    HINT_SECTION,
    SWATCHES,
    WRONG,
    sheet_summary,
)
from fuwuyue_xlsx.templates.live_conditions import HintFormulas
from fuwuyue_xlsx.templates.selfcheck import SheetState
from fuwuyue_xlsx.workbook.style import BORDER, LOCKED, OPTIONAL, REQUIRED, Formats, height, lines_needed, mark_of, set_page

WIDTHS = (30, 42, 10, 9, 9, 11)
_LAST = len(WIDTHS) - 1
_STATE_COLOURS = {DONE: "#E2EFDA", BEGUN: "#FFF2CC", WRONG: "#F8CBAD", EMPTY: "#FFFFFF"}
# which columns a swatch, and a part of a hint, covers
_SWATCH_AT, _HINT_AT = ((0, 0), (1, 1), (2, 3), (4, 5)), ((0, 0), (1, 1), (2, 3), (4, 5))


class GuideWriter:
    """Writes the guide sheet. Without states (the rules workbook) it holds only the text and what each sheet is for."""

    def __init__(self, worksheet: Worksheet, book: Book, formats: Formats) -> None:
        self.worksheet, self.book, self.formats = worksheet, book, formats
        self.row = 0

    def write(self, states: list[SheetState], hints: list[HintFormulas]) -> None:
        """Write the whole sheet. There is one state a sheet of the book, or none at all, and one entry of `hints` a hint of the book."""
        for column, width in enumerate(WIDTHS):
            self.worksheet.set_column(column, column, width)
        self._across(0, _LAST, self.book.title, self.formats.title, 40)
        for line in self.book.guide:
            self._across(0, _LAST, line, self.formats.get(text_wrap=True), height(lines_needed(line, sum(WIDTHS)), 22))
        if states:
            self._swatches()
        self._section(GUIDE_SECTION if states else "")
        self._header(GUIDE_COLUMNS if states else GUIDE_COLUMNS[:2])
        first = self.row
        for number, sheet in enumerate(self.book.sheets):
            self._sheet_row(sheet, states[number] if states else None)
        if states:
            self._colour_states(first, self.row - 1)
        if hints:
            self._section(HINT_SECTION)
            for columns, title in zip(_HINT_AT, HINT_COLUMNS, strict=True):
                self._cell(columns, title, self.formats.header)
            self._next(26)
            for hint, formulas in zip(self.book.hints, hints, strict=True):
                self._hint_row(hint, formulas)
        set_page(self.worksheet, landscape=False)
        self.worksheet.print_area(0, 0, self.row - 1, _LAST)
        self.worksheet.protect("", {})
        self.worksheet.set_selection(first, 0, first, 0)

    def _next(self, points: float) -> None:
        self.worksheet.set_row(self.row, points)
        self.row += 1

    def _across(self, first: int, last: int, text: str, cell_format: Any, points: float) -> None:
        self._cell((first, last), text, cell_format)
        self._next(points)

    def _cell(self, columns: tuple[int, int], text: str, cell_format: Any) -> None:
        first, last = columns
        if last > first:
            self.worksheet.merge_range(self.row, first, self.row, last, "", cell_format)
        self.worksheet.write_string(self.row, first, text, cell_format)

    def _formula(self, columns: tuple[int, int], formula: str, cell_format: Any, value: str | int) -> None:
        """A formula in merged cells, with the value it has while nothing is typed."""
        first, last = columns
        self.worksheet.merge_range(self.row, first, self.row, last, "", cell_format)
        self.worksheet.write_formula(self.row, first, formula, cell_format, value)

    def _section(self, title: str) -> None:
        self._next(8)
        if title:
            self._across(0, _LAST, title, self.formats.section, 26)

    def _swatches(self) -> None:
        """The colours, each on a cell of its own."""
        self._next(6)
        colours = ({"bg_color": REQUIRED}, {"bg_color": OPTIONAL}, {"bg_color": LOCKED}, mark_of(missing=True))
        for columns, words, colour in zip(_SWATCH_AT, SWATCHES, colours, strict=True):
            self._cell(columns, words, self.formats.get(align="center", text_wrap=True, **{**BORDER, **colour}))
        self._next(26)

    def _header(self, titles: tuple[str, ...]) -> None:
        for column, title in enumerate(titles):
            self._cell((column, column), title, self.formats.header)
        self._next(26)

    def _sheet_row(self, sheet: Sheet, state: SheetState | None) -> None:
        link = self.formats.get(font_color="#0563C1", underline=1, text_wrap=True, **BORDER)
        self.worksheet.write_url(self.row, 0, f"internal:{quoted_title(sheet.title)}!A1", link, sheet.title)
        summary = sheet_summary(sheet)
        self.worksheet.write_string(self.row, 1, summary, self.formats.get(text_wrap=True, **BORDER))
        if state is not None:
            centred = self.formats.get(align="center", **BORDER)
            self.worksheet.write_formula(self.row, 2, state.state, self.formats.get(align="center", bold=True, **BORDER), state.state_blank)
            self.worksheet.write_formula(self.row, 3, state.missing, centred, state.missing_blank)
            self.worksheet.write_formula(self.row, 4, state.wrong, centred, 0)
            self.worksheet.write_formula(self.row, 5, state.doubtful, centred, 0)
        self._next(height(max(lines_needed(summary, WIDTHS[1]), lines_needed(sheet.title, WIDTHS[0])), 24))

    def _colour_states(self, first: int, last: int) -> None:
        for state, colour in _STATE_COLOURS.items():
            cell_format = self.formats.only(bg_color=colour, bold=state == WRONG)
            self.worksheet.conditional_format(first, 2, last, 2, {
                "type": "cell", "criteria": "==", "value": f'"{state}"', "format": cell_format})

    def _hint_row(self, hint: Hint, formulas: HintFormulas) -> None:
        text, centred = self.formats.get(text_wrap=True, **BORDER), self.formats.get(align="center", text_wrap=True, **BORDER)
        self._cell(_HINT_AT[0], hint.label, text)
        self._cell(_HINT_AT[1], hint.wanted, text)
        self._formula(_HINT_AT[2], formulas.current, centred, formulas.current_when_blank)
        self._formula(_HINT_AT[3], formulas.advice, centred, formulas.advice_when_blank)
        self._next(height(max(lines_needed(hint.label, WIDTHS[0]), lines_needed(hint.wanted, WIDTHS[1])), 26))
