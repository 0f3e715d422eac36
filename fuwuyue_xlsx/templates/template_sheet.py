"""One sheet of a template: heading, notes, form, header, example row, rows for typing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Text
from fuwuyue_xlsx.schema.number_kinds import ItemPoints
from fuwuyue_xlsx.schema.wording import list_options
from fuwuyue_xlsx.templates.cell_formats import alignment, number_format, validation
from fuwuyue_xlsx.templates.conditional_formats import ConditionalFormats
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.layout import Layout
from fuwuyue_xlsx.workbook.style import BODY_SIZE, HEAD, HEADING_SIZE, Formats, height, lines_needed, set_page
from fuwuyue_xlsx.workbook.xlsxwriter_internals import TemplateSheet

_PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True}
# room to write why points were deducted, and a long text, by hand too
_DEDUCTION_LINES, _LONG_LINES = 6, 24
_STRUT_WIDTH = 1
# a column's unit and a landscape page's print area in points, and the area's height by its width
POINTS_A_CHARACTER, LANDSCAPE_WIDTH, LANDSCAPE_RATIO = 5.25, 770.0, 0.62
# characters beside one another that can still be read on an upright page
_WIDEST_UPRIGHT = 160


class SheetWriter:
    """Writes one declared sheet. With `live`, cells that lack something or hold something wrong turn red. `offered` gives the address of the
    cells of another sheet that a dropdown lists (`Field.chosen_from`).
    """

    def __init__(self, worksheet: TemplateSheet, sheet: Sheet, layout: Layout, formats: Formats, hidden: HiddenSheet,
                 live: bool, offered: Callable[[str, str], str] | None = None) -> None:
        self.worksheet, self.sheet, self.layout = worksheet, sheet, layout
        self.formats, self.hidden, self.live, self.offered = formats, hidden, live, offered

    def write(self, values: list[tuple[Any, ...]] | None) -> None:
        """Write everything on the sheet. `values` fill its rows for typing from the first on, a tuple a row."""
        for column, width in enumerate(self.layout.widths):
            self.worksheet.set_column(column, column, width)
        if self.sheet.columns:
            self.worksheet.set_column(len(self.layout.widths), len(self.layout.widths), _STRUT_WIDTH)
        self._write_top()
        for offset, item in enumerate(self.sheet.form):
            self._write_item(self.layout.form + offset, item)
        if self.sheet.columns:
            self._write_header()
            self._write_example()
            self._write_rows(values or [])
        if self.live:
            ConditionalFormats(self.worksheet, self.sheet, self.formats, self.hidden).write()
        header = self.layout.header if self.sheet.columns else None
        last = self.layout.last if self.sheet.columns else self.layout.form + len(self.sheet.form) - 1
        last = max(last, self.layout.first + len(values or []) + self.sheet.ready - 1)
        self.worksheet.print_area(0, 0, last, len(self.layout.widths) - 1)
        set_page(self.worksheet, landscape=self.sheet.landscape and not self._is_long(last), header_row=header)
        self.worksheet.protect("", _PROTECTION)
        self._open_at_first_input()

    def _write_top(self) -> None:
        last = len(self.layout.widths) - 1
        self._write_heading(last)
        for row, note in enumerate(self.layout.notes, 1):
            self._across(row, last, note, self.formats.get(font_size=10, font_color="#595959", text_wrap=True))
            self.worksheet.set_row(row, height(lines_needed(note, self.layout.width), 18))

    def _write_heading(self, last: int) -> None:
        """In large letters where they fit on one line, else in smaller ones on as many as it takes: a merged cell hides the rest."""
        heading, width = self.sheet.heading, self.layout.width
        if lines_needed(heading, width * BODY_SIZE // HEADING_SIZE) == 1:
            self._across(0, last, heading, self.formats.heading)
            self.worksheet.set_row(0, 32)
        else:
            self._across(0, last, heading, self.formats.get(font_name=HEAD, font_size=BODY_SIZE, text_wrap=True))
            self.worksheet.set_row(0, height(lines_needed(heading, width), 32))

    def _across(self, row: int, last: int, text: str, cell_format: Any) -> None:
        if last:
            self.worksheet.merge_range(row, 0, row, last, "", cell_format)
        self.worksheet.write_string(row, 0, text, cell_format)

    def _write_item(self, row: int, item: Field) -> None:
        """A form's label, and the cell right of it."""
        formats = self.formats
        self.worksheet.write_string(row, 0, item.title, formats.header)
        long = isinstance(item.kind, Text) and item.kind.long
        self.worksheet.set_row(row, height(_LONG_LINES) if long else 28)
        if item.locked:
            self.worksheet.write_string(row, 1, str(item.example or ""), formats.locked)
            return
        valign = {"valign": "top"} if long else {}
        entry = formats.entry(required=item.required, number_format=number_format(item.kind), **valign)
        self.worksheet.write_blank(row, 1, None, entry)
        self._validate(row, 1, row, 1, item)

    def _write_header(self) -> None:
        row = self.layout.header
        for column, field in enumerate(self.sheet.columns):
            self.worksheet.write_string(row, column, field.title, self.formats.header)
        self.worksheet.set_row(row, self._header_height)
        self.worksheet.freeze_panes(row + 1, 0)

    @property
    def _header_height(self) -> float:
        titles = zip(self.sheet.columns, self.layout.widths, strict=True)
        return height(max(lines_needed(field.title, width) for field, width in titles), 30)

    def _write_example(self) -> None:
        if self.layout.example < 0:
            return
        for column, field in enumerate(self.sheet.columns):
            self.worksheet.write_string(self.layout.example, column, field.example_text, self.formats.example)
        lines = max(
            lines_needed(field.example_text, width)
            for field, width in zip(self.sheet.columns, self.layout.widths, strict=True)
        )
        self.worksheet.set_row(self.layout.example, height(lines))

    def _write_rows(self, values: list[tuple[Any, ...]]) -> None:
        layout, prefilled = self.layout, self.sheet.rows
        last = max(layout.last, layout.first + len(values) + self.sheet.ready - 1)
        for row in range(layout.first, last + 1):
            index = row - layout.first
            given = prefilled[index] if index < len(prefilled) else {}
            typed = values[index] if index < len(values) else ()
            self._write_row(row, given, typed)
        for column, field in enumerate(self.sheet.columns):
            if not field.locked and not isinstance(field.kind, ItemPoints) and last >= layout.first:
                self._validate(layout.first, column, last, column, field)

    def _write_row(self, row: int, given: dict[str, Any], typed: tuple[Any, ...]) -> None:
        for column, field in enumerate(self.sheet.columns):
            self._write_cell(row, column, field, given.get(field.title, typed[column] if column < len(typed) else None), given)
        points = any(isinstance(field.kind, ItemPoints) for field in self.sheet.columns)
        if points and "满分" not in given:
            self.worksheet.set_row(row, self._rest_of_page(height(_DEDUCTION_LINES)))
            return
        texts = zip(self.sheet.columns, self.layout.widths, strict=True) if given else ()
        lines = max((lines_needed(str(given.get(field.title, "")), width) for field, width in texts), default=1)
        self.worksheet.set_growing_row(row, height(lines, self._least_height))
        self.worksheet.write_blank(row, len(self.sheet.columns), None, self._strut)

    @cached_property
    def _strut(self) -> Format:
        return self.formats.strut(self._least_height)

    @cached_property
    def _entry_formats(self) -> dict[str, Format]:
        """The format of a column's cells for typing, where it does not depend on the row."""
        return {field.title: self._entry_format(field, number_format(field.kind), alignment(field.kind))
                for field in self.sheet.columns if not isinstance(field.kind, ItemPoints)}

    def _entry_format(self, field: Field, form: str, align: str) -> Format:
        required = field.required or (field.takes_points and form != "@")
        return self.formats.entry(required=required, number_format=form, align=align, **_upper(field, form))

    @cached_property
    def _least_height(self) -> int:
        """The height of a row for typing before it grows with its text: more where every row holds long texts."""
        long = sum(isinstance(field.kind, Text) and field.kind.long for field in self.sheet.columns)
        return 26 + 11 * long if self.sheet.wanted else 26

    def _is_long(self, last: int) -> bool:
        """Whether rows for typing run beyond a landscape page and the columns are still legible on an upright one, which holds twice as many."""
        rows = last - self.layout.first + 1 if self.sheet.ready else 0
        return self._above + rows * self._least_height > self._landscape_page and self.layout.width <= _WIDEST_UPRIGHT

    def _rest_of_page(self, least: float) -> float:
        """The height that the last row of a checklist may take on its page, as wide as the sheet is."""
        return min(409.0, max(least, self._landscape_page - self._above - self._least_height * (len(self.sheet.rows) - 1)))

    @property
    def _landscape_page(self) -> float:
        """The height that a landscape page holds of the sheet."""
        return max(self.layout.width * POINTS_A_CHARACTER, LANDSCAPE_WIDTH) * LANDSCAPE_RATIO

    @property
    def _above(self) -> float:
        """The height of what stands above the rows of the table."""
        return 32 + 20 * len(self.layout.notes) + 28 * len(self.sheet.form) + (self._header_height if self.sheet.columns else 0)

    def _write_cell(self, row: int, column: int, field: Field, value: Any, given: dict[str, Any]) -> None:
        locked = field.locked
        cell_format = self._entry_formats.get(field.title)
        if isinstance(field.kind, ItemPoints):
            form, align = number_format(field.kind), alignment(field.kind)
            locked = "满分" in given and given.get("业务类型") != field.kind.line
            if "满分" not in given:
                form, align = "@", "left"
            elif not locked:
                self._validate_points(row, column)
            cell_format = self._entry_format(field, form, align)
        if locked:
            cell_format = self.formats.locked if isinstance(value, str) else self.formats.locked_number
        if value is None:
            self.worksheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, str):
            self.worksheet.write_string(row, column, value, cell_format)
        elif isinstance(value, dt.date):
            self.worksheet.write_datetime(row, column, value, cell_format)
        else:
            self.worksheet.write_number(row, column, value, cell_format)

    def _validate_points(self, row: int, column: int) -> None:
        """Points of a checklist item lie in 0 … the maximum in the item's row."""
        maximum = next(i for i, field in enumerate(self.sheet.columns) if field.title == "满分")
        top = xl_rowcol_to_cell(row, maximum, col_abs=True)
        self.worksheet.data_validation(row, column, row, column, {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": f"={top}",
            "error_title": "请检查", "error_message": "应填 0 到本项满分的数；没有检查的留空",
        })

    def _validate(self, row: int, column: int, last_row: int, last_column: int, field: Field) -> None:
        options = list_options(field)
        listed = self.hidden.dropdown(options) if options else None
        if field.chosen_from and self.offered:
            listed = self.offered(*field.chosen_from)
        rule = validation(field, listed)
        if self.worksheet.data_validation(row, column, last_row, last_column, rule):
            raise ValueError(f"a validation of {field.title} does not fit Excel's limits")

    def _open_at_first_input(self) -> None:
        if self.sheet.form:
            row = next((i for i, item in enumerate(self.sheet.form) if not item.locked), 0)
            self.worksheet.set_selection(self.layout.form + row, 1, self.layout.form + row, 1)
            return
        column = next((i for i, field in enumerate(self.sheet.columns) if not field.locked), 0)
        self.worksheet.set_selection(self.layout.first, column, self.layout.first, column)


def _upper(field: Field, number_format: str) -> dict[str, str]:
    """Reasons of deductions are written from the top of their cell."""
    return {"valign": "top"} if isinstance(field.kind, ItemPoints) and number_format == "@" else {}
