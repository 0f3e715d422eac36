"""What no form or table took: the template's own words are told from content that was not used."""

from __future__ import annotations

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid
from fuwuyue_xlsx.reading.opening import OpenedBook
from fuwuyue_xlsx.reading.stamp import Stamp
from fuwuyue_xlsx.references import address, cell_ranges
from fuwuyue_xlsx.schema.model import Book
from fuwuyue_xlsx.schema.readings import shown
from fuwuyue_xlsx.schema.wording import (
    GUIDE_COLUMNS,
    GUIDE_SHEET,
    HIDDEN_SHEET,
    REMARKS_LINE,
    REMARKS_SHEET,
    guide_texts,
    hidden_texts,
    sheet_texts,
)
from fuwuyue_xlsx.text import key

MOST_LISTED = 30
MOST_NAMED = 200


def report_leftovers(opened: OpenedBook, book: Book, file: str) -> list[Problem]:
    """Claim every cell that is left: as template, or as content that was not used, with a finding."""
    known = {key(sheet.title): sheet_texts(sheet) for sheet in book.sheets}
    known[key(GUIDE_SHEET)] = guide_texts(book)
    known[key(HIDDEN_SHEET)] = hidden_texts(book)
    found: list[Problem] = []
    for grid in opened.grids:
        title = key(grid.title)
        if title == key(REMARKS_SHEET) and key(grid.value(0, 0)) == key(REMARKS_LINE):
            grid.claim_rest(Claim.TEMPLATE)
        elif title in known:
            _claim_formulas(grid, title, len(book.sheets))
            grid.claim_known(known[title])
            found += _report_cells(grid, file)
        else:
            found += _report_sheet(grid, file)
    return found


def _claim_formulas(grid: Grid, title: str, sheets: int) -> None:
    """Cells of the template's own whose value varies: the self-check's states, and the stamp on the hidden sheet."""
    if title == key(GUIDE_SHEET):
        _claim_states(grid, sheets)
    elif title == key(HIDDEN_SHEET) and Stamp.parse(str(grid.value(0, 0))) is not None:
        grid.claim(0, 0, Claim.TEMPLATE)


def _claim_states(grid: Grid, sheets: int) -> None:
    """The self-check's formulas stand below their header, whatever the program that saved them made of them."""
    for row, values in enumerate(grid.cells):
        for column, value in enumerate(values):
            if key(value) == key(GUIDE_COLUMNS[-1]):
                for below in range(row + 1, row + 1 + sheets):
                    grid.claim(below, column, Claim.TEMPLATE)
                return


def _report_cells(grid: Grid, file: str) -> list[Problem]:
    """Each cell with its value; beyond thirty the others together, all of them named."""
    rest = [*grid.unclaimed(), *sorted(grid.far)]
    found = []
    for cell in rest[:MOST_LISTED]:
        value = grid.far.get(cell, grid.value(*cell))
        found.append(problem("content-unused", Place(file, grid.title, address(*cell)), value=shown(value)[:40]))
    more = rest[MOST_LISTED:]
    if more:
        place = Place(file, grid.title, address(*more[0]))
        found.append(problem("content-unused-more", place, count=len(more), cells=_named(more)))
    grid.claim_rest(Claim.REPORTED)
    return found


def _report_sheet(grid: Grid, file: str) -> list[Problem]:
    rest = [*grid.unclaimed(), *sorted(grid.far)]
    if not rest:
        return []
    grid.claim_rest(Claim.REPORTED)
    place = Place(file, grid.title, address(*rest[0]))
    return [problem("sheet-unused", place, sheet=grid.title, count=len(rest))]


def _named(cells: list[tuple[int, int]]) -> str:
    names = cell_ranges(cells).split("、")
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 处" if len(names) > MOST_NAMED else "")
