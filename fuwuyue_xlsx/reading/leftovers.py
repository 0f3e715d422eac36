"""What no form or table took: the template's own words are told from content that was not used."""

from __future__ import annotations

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid, address, is_empty
from fuwuyue_xlsx.reading.opening import OpenedBook
from fuwuyue_xlsx.reading.parts import Stamp
from fuwuyue_xlsx.schema.model import Book, Sheet
from fuwuyue_xlsx.schema.readings import shown
from fuwuyue_xlsx.schema.wording import GUIDE_SHEET, HIDDEN_SHEET, LIVE_COLUMNS, REMARKS_LINE, REMARKS_SHEET, guide_texts, sheet_texts
from fuwuyue_xlsx.text import key, label_key

MOST_LISTED = 30


def report_leftovers(opened: OpenedBook, book: Book, file: str) -> list[Problem]:
    """Claim every cell that is left: as template, or as content that was not used, with a finding."""
    declared = {key(sheet.title): sheet for sheet in book.sheets}
    known = {title: sheet_texts(sheet) for title, sheet in declared.items()}
    known[key(GUIDE_SHEET)] = guide_texts(book)
    found: list[Problem] = []
    for grid in opened.grids:
        title = key(grid.title)
        if _is_our_own(grid):
            grid.claim_rest(Claim.TEMPLATE)
        elif title in known:
            if title == key(GUIDE_SHEET):
                _claim_live_cells(grid, max(len(book.sheets), len(book.hints)))
            else:
                _claim_beside(grid, declared[title])
            grid.claim_known(known[title])
            found += _report_cells(grid, file)
        else:
            found += _report_sheet(grid, file)
    return found


def _is_our_own(grid: Grid) -> bool:
    """The hidden lists, which carry the stamp, and the remarks of a returned copy, which open with our line."""
    first = str(grid.value(0, 0))
    if key(grid.title) == key(HIDDEN_SHEET):
        return Stamp.parse(first) is not None
    return key(grid.title) == key(REMARKS_SHEET) and key(first) == key(REMARKS_LINE)


def _claim_live_cells(grid: Grid, most: int) -> None:
    """The self-check's formulas stand below their headers, whatever the program that saved them made of them.

    They end with the first row that has no label: nothing else on the sheet is taken for a formula's result.
    """
    wanted = {key(title) for title in LIVE_COLUMNS}
    heads = [(row, column) for row, values in enumerate(grid.cells) for column, value in enumerate(values) if key(value) in wanted]
    for row, column in heads:
        for below in range(row + 1, row + 1 + most):
            if is_empty(grid.value(below, 0)):
                break
            grid.claim(below, column, Claim.TEMPLATE)


def _claim_beside(grid: Grid, sheet: Sheet) -> None:
    """What stands beside a table for people to read is the template's, in the rows where something else stands."""
    wanted = {column_key for column in sheet.beside for column_key in column.keys}
    if not wanted:
        return
    for row, values in enumerate(grid.cells):
        for column, value in enumerate(values):
            if label_key(value) in wanted:
                for below in range(row, grid.height):
                    if any(not is_empty(other) for at, other in enumerate(grid.cells[below]) if at != column):
                        grid.claim(below, column, Claim.TEMPLATE)
                return


def _report_cells(grid: Grid, file: str) -> list[Problem]:
    rest = grid.unclaimed()
    found = []
    for row, column in rest[:MOST_LISTED]:
        place = Place(file, grid.title, address(row, column))
        found.append(problem("content-unused", place, value=shown(grid.value(row, column))[:40]))
    if len(rest) > MOST_LISTED:
        place = Place(file, grid.title, address(*rest[MOST_LISTED]))
        found.append(problem("content-unused-more", place, count=len(rest) - MOST_LISTED))
    grid.claim_rest(Claim.REPORTED)
    return found


def _report_sheet(grid: Grid, file: str) -> list[Problem]:
    rest = grid.unclaimed()
    if not rest:
        return []
    grid.claim_rest(Claim.REPORTED)
    place = Place(file, grid.title, address(*rest[0]))
    return [problem("sheet-unused", place, sheet=grid.title, count=len(rest))]
