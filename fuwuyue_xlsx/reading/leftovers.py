"""What no form or table took: the template's own words are told from content that was not used."""

from __future__ import annotations

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid, address
from fuwuyue_xlsx.reading.opening import OpenedBook
from fuwuyue_xlsx.reading.parts import Stamp
from fuwuyue_xlsx.schema.model import Book
from fuwuyue_xlsx.schema.readings import shown
from fuwuyue_xlsx.schema.wording import GUIDE_COLUMNS, GUIDE_SHEET, HIDDEN_SHEET, REMARKS_LINE, REMARKS_SHEET, guide_texts, sheet_texts
from fuwuyue_xlsx.text import key

MOST_LISTED = 30


def report_leftovers(opened: OpenedBook, book: Book, file: str) -> list[Problem]:
    """Claim every cell that is left: as template, or as content that was not used, with a finding."""
    known = {key(sheet.title): sheet_texts(sheet) for sheet in book.sheets}
    known[key(GUIDE_SHEET)] = guide_texts(book)
    found: list[Problem] = []
    for grid in opened.grids:
        title = key(grid.title)
        if _is_our_own(grid):
            grid.claim_rest(Claim.TEMPLATE)
        elif title in known:
            if title == key(GUIDE_SHEET):
                _claim_states(grid, len(book.sheets))
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


def _claim_states(grid: Grid, sheets: int) -> None:
    """The self-check's formulas stand below their header, whatever the program that saved them made of them."""
    for row, values in enumerate(grid.cells):
        for column, value in enumerate(values):
            if key(value) == key(GUIDE_COLUMNS[-1]):
                for below in range(row + 1, row + 1 + sheets):
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
