"""Looking into a workbook as Excel would show it: headers, inputs, dropdowns, page setup."""

from __future__ import annotations

import io
from functools import cache

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.filled_books import header_of


@cache
def opened(data: bytes) -> Workbook:
    """The workbook; shared, so look only."""
    return load_workbook(io.BytesIO(data))


def visible(book: Workbook) -> list[Worksheet]:
    """The sheets that a person sees."""
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def labels(sheet: Worksheet) -> list[str]:
    """The labels of a form: the first column, below the heading and notes, of rows that are not merged across."""
    merged = {area.min_row for area in sheet.merged_cells.ranges}
    return [row[0].value for row in sheet.iter_rows() if row[0].value is not None and row[0].row not in merged]


def header(sheet: Worksheet, last: str) -> tuple[int, list[str]]:
    """(row, titles) of the header that holds a title."""
    row, columns = header_of(sheet, [last])
    return row, list(columns)


def inputs(sheet: Worksheet, title: str) -> list[int]:
    """The rows below the header in which a column is open for typing."""
    row, columns = header_of(sheet, [title])
    return [at for at in range(row + 1, sheet.max_row + 1) if not sheet.cell(at, columns[title]).protection.locked]


def dropdown(book: Workbook, sheet: Worksheet, cell: str) -> list[str] | None:
    """What the dropdown of a cell offers, looked up where its list stands; None without one."""
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and cell in rule.sqref:
            title, area = rule.formula1.rsplit("!", 1)
            left, top, _, bottom = range_boundaries(area.replace("$", ""))
            options = book[title.strip("'")]
            assert options.sheet_state == "hidden"
            return [options.cell(row, left).value for row in range(top, bottom + 1)]
    return None


def cell_below(sheet: Worksheet, title: str, row: int) -> str:
    """The address of a column's cell in a row: F4."""
    return sheet.cell(row, header_of(sheet, [title])[1][title]).coordinate


def cell_beside(sheet: Worksheet, label: str) -> str:
    """The address of the cell right of a form's label: B4."""
    return next(row[1].coordinate for row in sheet.iter_rows() if row[0].value == label)
