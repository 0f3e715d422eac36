"""Where everything stands on a template's sheet: rows of the heading, notes, form, header, example, entries."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import display_width
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.wording import note_lines

FORM_LABEL_WIDTH, FORM_VALUE_WIDTH = 18, 64


@dataclass(frozen=True)
class Layout:
    """Where everything stands on a sheet; row numbers count from 0.

    `form` is the row of the first form item. `header` is -1 on a sheet without a table, `example` on one without an example row.
    The rows from `first` to `last` are for typing. `widths` are those of the columns, in characters.
    """

    notes: tuple[str, ...]
    form: int
    header: int
    example: int
    first: int
    last: int
    widths: tuple[int, ...]

    @property
    def width(self) -> int:
        """The width of all columns together, in characters."""
        return sum(self.widths)


def layout_of(sheet: Sheet) -> Layout:
    """The layout that follows from a sheet's declaration."""
    notes = note_lines(sheet)
    form = 1 + len(notes)
    after_form = form + len(sheet.form)
    if not sheet.columns:
        return Layout(notes, form, -1, -1, -1, -1, (FORM_LABEL_WIDTH, FORM_VALUE_WIDTH))
    header = after_form
    example = header + 1 if sheet.has_example and sheet.ready else -1
    first = header + (2 if example > 0 else 1)
    last = first + len(sheet.rows) + sheet.ready - 1
    widths = tuple(max(column.width, _longest_word(column)) for column in sheet.columns)
    return Layout(notes, form, header, example, first, last, widths)


def _longest_word(column: Field) -> int:
    """Headers wrap: four Chinese characters stay on one line."""
    return min(display_width(column.title), 8) + 2
