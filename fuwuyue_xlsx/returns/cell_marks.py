"""Marks on the cells of a returned copy: a colour, and a note that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import Finding, without_marks
from fuwuyue_xlsx.workbook.page import printable

FILLS = {Severity.ERROR: "FFF8CBAD", Severity.WARNING: "FFFFE699"}
AUTHOR = "评优程序"


def mark(sheet: Worksheet, p: Finding) -> None:
    """Colour the cell and say what is wrong in a note, after the clerk's own. Under a merge, its first cell."""
    cell = sheet[p.place.cell]
    if isinstance(cell, MergedCell):
        cell = next(sheet.cell(area.min_row, area.min_col) for area in sheet.merged_cells.ranges if cell.coordinate in area)
    cell.fill = PatternFill("solid", fgColor=FILLS[p.severity])
    text = printable(" ".join(f"{p.severity.mark}{p.sentences}".splitlines()))
    before = f"{cell.comment.text}\n" if cell.comment else ""
    if text not in before:
        cell.comment = Comment(before + text, AUTHOR, width=320, height=120)


def unmark(book: Workbook, template: Callable[[], Workbook]) -> None:
    """Take away what an earlier copy left on the cells: what is mended since must not look wrong any more.

    What a person wrote into a note stays; the colour is the template's again.
    """
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    marked = [(cell, cell.comment) for cell in cells if cell.comment is not None and _is_marked(cell.comment)]
    if not marked:
        return
    colours = {key(sheet.title): sheet for sheet in template().worksheets}
    for cell, note in marked:
        rest = without_marks(note.text)
        cell.comment = Comment(rest, note.author) if rest else None
        before = colours.get(key(cell.parent.title))
        if cell.fill.fgColor.rgb in FILLS.values():
            cell.fill = copy(before[cell.coordinate].fill) if before else PatternFill()


def _is_marked(note: Comment) -> bool:
    return without_marks(note.text) != note.text.strip()
