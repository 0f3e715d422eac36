"""Two workbooks compared to the last cell: values, formulas and what they come to, looks, links, heights, page setup."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

# parts that hold cells, and those that number what cells share
_CELLS = re.compile(r"xl/(worksheets/(sheet|_rels/)|sharedStrings|styles)")
_AROUND = re.compile(r"<sheetData>.*</sheetData>|<hyperlinks>.*</hyperlinks>", re.S)


def differing(first: bytes, second: bytes) -> list[str]:
    """Where two workbooks differ; the numbers of styles, texts and relations may."""
    books = [load_workbook(io.BytesIO(data)) for data in (first, second)]
    results = [load_workbook(io.BytesIO(data), data_only=True) for data in (first, second)]
    if books[0].sheetnames != books[1].sheetnames:
        return ["titles"]
    found = [f"part {name}" for name in _parts_that_differ(first, second)]
    for title in books[0].sheetnames:
        cells = [dict(_cells(book[title], result[title], book)) for book, result in zip(books, results, strict=True)]
        found += [f"{title}!{name}" for name in cells[0].keys() | cells[1].keys() if cells[0].get(name) != cells[1].get(name)]
        heights = [{row: (d.height, d.customHeight, d.hidden, d.outlineLevel, d.collapsed) for row, d in book[title].row_dimensions.items()} for book in books]
        found += [f"{title} row {row}" for row in heights[0].keys() | heights[1].keys() if heights[0].get(row) != heights[1].get(row)]
    return found


def _cells(sheet: Worksheet, results: Worksheet, book: Workbook) -> Iterator[tuple[str, tuple[Any, ...]]]:
    looks: dict[int, str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.style_id not in looks:
                looks[cell.style_id] = _look(cell)
            link = cell.hyperlink
            yield cell.coordinate, (cell.value, cell.data_type, results[cell.coordinate].value, looks[cell.style_id],
                                    (link.target, link.location, link.display) if link else None)


def _look(cell: Cell) -> str:
    return "|".join(map(repr, (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format, cell.protection)))


def _parts_that_differ(first: bytes, second: bytes) -> list[str]:
    """Whole parts, and of sheets what stands around cells and links: dimension, columns, filters, colours, page setup."""
    with zipfile.ZipFile(io.BytesIO(first)) as one, zipfile.ZipFile(io.BytesIO(second)) as other:
        if one.namelist() != other.namelist():
            return ["names of parts"]
        found = []
        for name in one.namelist():
            texts = [book.read(name).decode() for book in (one, other)]
            if name.startswith("xl/worksheets/sheet"):
                texts = [_AROUND.sub("", text) for text in texts]
            elif _CELLS.match(name):
                continue
            if texts[0] != texts[1]:
                found.append(name)
        return found
