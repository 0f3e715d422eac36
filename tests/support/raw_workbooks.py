"""Small workbooks of raw rows, and what is read from them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.reading.read_form import Form, read_form
from fuwuyue_xlsx.reading.read_table import Table, read_table
from fuwuyue_xlsx.reading.unused_cells import report_unused_cells
from fuwuyue_xlsx.schema.declarations import Book, Sheet
from tests.support.workbook_parts import repacked

FILE = "收件箱/a.xlsx"
Rows = Iterable[Iterable[Any]]


def book_bytes(sheets: dict[str, Rows], merges: Iterable[str] = (), formats: dict[str, str] | None = None) -> bytes:
    """A workbook with these sheets of rows; merges and number formats are of the first sheet.

    A text such as #DIV/0! becomes an error cell.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(row, column, value)
    first = workbook.worksheets[0]
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    for area in merges:
        first.merge_cells(area)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """The workbook's bytes."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def opened(sheets: dict[str, Rows], **more: Any) -> OpenedBook:
    """Such a workbook, opened."""
    book = open_book(book_bytes(sheets, **more))
    assert isinstance(book, OpenedBook), book
    return book


def form_of(sheet: Sheet, rows: Rows) -> Form:
    """The rows read as the declared form."""
    return read_form(opened({sheet.title: rows}).grids[0], sheet, FILE)


def table_of(sheet: Sheet, rows: Rows, **more: Any) -> Table:
    """The rows read as the declared table."""
    return read_table(opened({sheet.title: rows}, **more).grids[0], sheet, FILE)


def declared(*sheets: Sheet) -> Book:
    """A book of these sheets."""
    return Book("test", "a.xlsx", "表", sheets)


def read_whole(book: OpenedBook, schema: Book) -> tuple[dict[str, Table], list[Finding]]:
    """Every declared sheet that is there read, and all that is left reported; findings of both."""
    tables, found = {}, []
    for sheet in schema.sheets:
        grid = book.grid(sheet.title)
        if grid is None:
            continue
        if sheet.form:
            found += read_form(grid, sheet, FILE).findings
        if sheet.columns:
            tables[sheet.title] = read_table(grid, sheet, FILE)
            found += tables[sheet.title].findings
    return tables, found + report_unused_cells(book, schema, FILE)


def records(table: Table) -> list[dict[str, Any]]:
    """The filled rows without their empty cells."""
    return [{title: value for title, value in row.items() if value is not None} for _, row in table.records()]


def with_sheet_xml(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with something replaced in the XML of its first sheet."""
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        assert old in part, f"{old!r} is not in the sheet"
        return part.replace(old, new)

    return repacked(data, change)
