"""Slips: things that people get wrong in a book, each small and named by the finding it provokes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from filling import fill_form, first_free_row, header_cells, label_cell
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.schema.stamp import LAYOUT_VERSION, STAMP_PROPERTY, Stamp

Change = Callable[[Workbook], None]
_HIDDEN_SHEET = "列表"


@dataclass(frozen=True)
class Slip:
    """One thing that is wrong: the code of the finding, and how the book comes to have it.

    Code None: nothing is wrong, the change only sets the scene for another slip.
    """

    code: str | None
    change: Change


def spoiled(book: Workbook, slips: Iterable[Slip]) -> Workbook:
    """The same book with everything wrong in it."""
    for slip in slips:
        slip.change(book)
    return book


def form_says(sheet: str, label: str, value: Any) -> Change:
    """The value right of a form's label is this one."""
    return lambda book: fill_form(book[sheet], {label: value})


def label_says(sheet: str, label: str, words: str | None) -> Change:
    """A label or header reads otherwise; None: it is gone."""

    def change(book: Workbook) -> None:
        label_cell(book[sheet], label).value = words

    return change


def cell_says(sheet: str, row: str, title: str, value: Any, number_format: str | None = None) -> Change:
    """In the row that holds the text `row`, the column under `title` holds this value, pasted with a format or typed."""

    def change(book: Workbook) -> None:
        cell = _cell(book[sheet], row, title)
        cell.value = value
        cell.number_format = number_format or cell.number_format

    return change


def note_says(sheet: str, row: str, title: str, words: str) -> Change:
    """In the row that holds the text `row`, the cell under `title` bears this note."""

    def change(book: Workbook) -> None:
        _cell(book[sheet], row, title).comment = Comment(words, "")

    return change


def struck_through(sheet: str, row: str, title: str) -> Change:
    """In the row that holds the text `row`, the cell under `title` is crossed out."""

    def change(book: Workbook) -> None:
        cell = _cell(book[sheet], row, title)
        font = copy(cell.font)
        font.strike = True
        cell.font = font

    return change


def row_hidden(sheet: str, row: str) -> Change:
    """The row that holds the text `row` is hidden."""

    def change(book: Workbook) -> None:
        found = next(cell.row for cells in book[sheet].iter_rows() for cell in cells if cell.value == row)
        book[sheet].row_dimensions[found].hidden = True

    return change


def row_empty(sheet: str, row: str, titles: Sequence[str]) -> Change:
    """In the row that holds the text `row`, nothing stands under these titles."""

    def change(book: Workbook) -> None:
        for cell in [_cell(book[sheet], row, title) for title in titles]:
            cell.value = None

    return change


def _cell(sheet: Worksheet, row: str, title: str) -> Cell:
    header, columns = header_cells(sheet, (title,))
    below = sheet.iter_rows(min_row=header + 1)
    number = next(cell.row for cells in below for cell in cells if cell.value == row)
    return sheet.cell(number, columns[title])


def row_added(sheet: str, titles: Sequence[str], values: Sequence[Any]) -> Change:
    """One more row below the last one that is filled."""

    def change(book: Workbook) -> None:
        header, columns = header_cells(book[sheet], titles)
        number = first_free_row(book[sheet], header)
        while any(book[sheet].cell(number, column).value is not None for column in columns.values()):
            number += 1
        for title, value in zip(titles, values, strict=True):
            book[sheet].cell(number, columns[title]).value = value

    return change


def merged_down(sheet: str, title: str, rows: int) -> Change:
    """The first cells under a header are merged."""

    def change(book: Workbook) -> None:
        header, columns = header_cells(book[sheet], (title,))
        first = first_free_row(book[sheet], header)
        where = {"start_column": columns[title], "end_column": columns[title]}
        book[sheet].merge_cells(start_row=first, end_row=first + rows - 1, **where)

    return change


def header_repeated(sheet: str, title: str) -> Change:
    """The same header stands again, right of the table."""

    def change(book: Workbook) -> None:
        header = label_cell(book[sheet], title)
        book[sheet].cell(header.row, book[sheet].max_column + 1).value = title

    return change


def beside(sheet: str, rows: Sequence[Sequence[Any]]) -> Change:
    """Cells are typed or pasted right of the table, with a column left free."""

    def change(book: Workbook) -> None:
        left = book[sheet].max_column + 2
        for number, values in enumerate(rows, 6):
            for column, value in enumerate(values, left):
                book[sheet].cell(number, column).value = value

    return change


def sheet_gone(title: str) -> Change:
    """Somebody deleted the sheet."""
    return lambda book: book.remove(book[title])


def sheet_of_ones_own(title: str, rows: Sequence[Sequence[Any]]) -> Change:
    """Somebody added a sheet."""

    def change(book: Workbook) -> None:
        sheet = book.create_sheet(title)
        for values in rows:
            sheet.append(list(values))

    return change


def stamped(kind: str, campaign: str, department: str | None = None, version: int = LAYOUT_VERSION) -> Change:
    """The book comes from another template than it should."""

    def change(book: Workbook) -> None:
        text = Stamp(kind, campaign, department, version).text()
        book.custom_doc_props[STAMP_PROPERTY].value = text
        book[_HIDDEN_SHEET].cell(1, 1).value = text

    return change
