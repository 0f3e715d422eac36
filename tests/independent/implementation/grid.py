"""Finding sheets, headers, labels and rows in a workbook by their text alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .layout import sheet_title

ZERO_WIDTH = "\u200b\u200c\u200d\ufeff"
EXAMPLE = "示例"
HEADER_DEPTH = 60


class NotFound(LookupError):
    """A sheet, header, label or row of the contract is not in the workbook."""


def plain(value: object) -> str:
    """Text after NFKC without white space, required marks and a closing colon."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value))
    text = "".join(char for char in text if not char.isspace() and char not in ZERO_WIDTH)
    return text.strip("*★").rstrip(":")


def find_sheet(book: Workbook, title: str) -> Worksheet:
    for sheet in book.worksheets:
        if plain(sheet.title) == plain(sheet_title(title)):
            return sheet
    raise NotFound(f"no sheet {title} among {book.sheetnames}")


def find_header(
    sheet: Worksheet, headers: Sequence[str], optional: Sequence[str] = ()
) -> tuple[int, dict[str, int]]:
    """The first row that holds all the headers, and the column of each, optional ones too."""
    best: dict[str, int] = {}
    for row in range(1, min(sheet.max_row, HEADER_DEPTH) + 1):
        columns = _columns(sheet, row, [*headers, *optional])
        if all(header in columns for header in headers):
            return row, columns
        best = max(best, columns, key=len)
    missing = [header for header in headers if header not in best]
    raise NotFound(f"sheet {sheet.title}: no header row with {missing}, at best {list(best)}")


def _columns(sheet: Worksheet, row: int, headers: Sequence[str]) -> dict[str, int]:
    """A header is met by the same text, else by one that goes on with a bracket."""
    texts = {cell.column: plain(cell.value) for cell in sheet[row] if cell.value is not None}
    found: dict[str, int] = {}
    for is_met in (_same, _bracketed):
        for header in headers:
            for column, text in texts.items():
                free = header not in found and column not in found.values()
                if free and is_met(text, plain(header)):
                    found[header] = column
    return found


def _same(text: str, header: str) -> bool:
    return text == header


def _bracketed(text: str, header: str) -> bool:
    return text.startswith((header + "(", header + "*"))


def column_starting(sheet: Worksheet, row: int, name: str, holding: str) -> int:
    """The column whose header starts with a name and has a text (a maximum) after it."""
    for cell in sheet[row]:
        text = plain(cell.value)
        if text.startswith(plain(name)) and holding in text[len(plain(name)) :]:
            return cell.column
    raise NotFound(f"sheet {sheet.title}: no header {name}…{holding} in row {row}")


def column_with(sheet: Worksheet, row: int, name: str) -> int:
    """The column whose header is a text, or at least holds it (1. 服务态度)."""
    texts = {cell.column: plain(cell.value) for cell in sheet[row]}
    for test in (str.__eq__, str.startswith, str.__contains__):
        for column, text in texts.items():
            if test(text, plain(name)):
                return column
    raise NotFound(f"sheet {sheet.title}: no header {name} in row {row}: {list(texts.values())}")


def value_cell(sheet: Worksheet, label: str) -> tuple[int, int]:
    """Row and column of the cell right of a form's label."""
    for test in (_same, _bracketed):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and test(plain(cell.value), plain(label)):
                    return cell.row, _right_of(sheet, cell.row, cell.column)
    raise NotFound(f"sheet {sheet.title}: no label {label}")


def _right_of(sheet: Worksheet, row: int, column: int) -> int:
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return merged.max_col + 1
    return column + 1


def value_at(sheet: Worksheet, row: int, column: int) -> object:
    """A cell's value; within merged cells, that of their first."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col).value
    return sheet.cell(row, column).value


def locked_row(sheet: Worksheet, below: int, wanted: dict[int, str | None]) -> int:
    """The row below the header whose prefilled cells (by column) hold the wanted texts."""
    for row in range(below + 1, sheet.max_row + 1):
        texts = {column: plain(value_at(sheet, row, column)) for column in wanted}
        if all(texts[column] == plain(value) for column, value in wanted.items()):
            return row
    raise NotFound(f"sheet {sheet.title}: no row with {list(wanted.values())}")


def free_row(sheet: Worksheet, below: int, columns: Sequence[int]) -> int:
    """The first row below that is no example and empty in all the columns."""
    row = below + 1
    while _is_example(sheet, row) or any(_taken(sheet, row, column) for column in columns):
        row += 1
    return row


def _is_example(sheet: Worksheet, row: int) -> bool:
    values = (sheet.cell(row, column).value for column in range(1, sheet.max_column + 1))
    return any(isinstance(value, str) and EXAMPLE in value for value in values)


def _taken(sheet: Worksheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return isinstance(cell, MergedCell) or cell.value is not None


def put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write into a cell; None leaves it as it is."""
    if value is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise NotFound(f"sheet {sheet.title}: {cell.coordinate} is inside merged cells")
    cell.value = value
