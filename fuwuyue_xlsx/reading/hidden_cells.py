"""Content that is used although nobody sees it who opens the book: told once a sheet, with all its rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address, cell_ranges, column_letters
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.formats.sheet_metadata import Run
from fuwuyue_xlsx.reading.grid import Claim, Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook

HIDDEN = "hidden-content"
_MOST_NAMED, _MOST_LOOKED_AT = 30, 1_000


def report_hidden(opened: OpenedBook, file: str) -> list[Finding]:
    """A finding for each sheet with content that is used and not seen; what the template hides itself is none.

    Its details say where, from 0: `rows` and `columns` as (first, last), and single `cells`.
    """
    return [one for grid in opened.grids if grid.hidden for one in _on_sheet(grid, file)]


def _on_sheet(grid: Grid, file: str) -> Iterator[Finding]:
    used = (grid.claims == Claim.USED) & grid.filled
    unseen = used & grid.unseen()
    if not unseen.any():
        return
    cells = [divmod(at, grid.width) for at in np.flatnonzero(unseen)[:_MOST_LOOKED_AT].tolist()]
    first = next((cell for cell in cells if isinstance(grid.value(*cell), str)), cells[0])
    rows = _runs(_within(grid.hidden.rows, unseen.any(axis=1))) if not grid.hidden.whole else ((0, grid.height - 1),)
    columns = _runs(_within(grid.hidden.columns, unseen.any(axis=0))) if not grid.hidden.whole else ()
    single = tuple(cell for cell in grid.hidden.cells if used[cell[0] : cell[0] + 1, cell[1] : cell[1] + 1].any()) if not grid.hidden.whole else ()
    where = "这张表整张" if grid.hidden.whole else _named(rows, columns, single)
    yield finding(HIDDEN, Place(file, grid.title, address(*cells[0])), where=where, value=shown(grid.value(*first))[:40],
                  rows=rows, columns=columns, cells=single)


def _within(runs: Iterable[Run], there: np.ndarray) -> np.ndarray:
    """The numbers in these runs where there is something: (numbers,) of int."""
    mask = np.zeros(len(there), bool)
    for first, last in runs:
        mask[first : last + 1] = True
    return np.flatnonzero(mask & there)


def _runs(numbers: np.ndarray) -> tuple[Run, ...]:
    """[6, 7, 8, 12] → ((6, 8), (12, 12))."""
    parts = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1) if len(numbers) else []
    return tuple((int(part[0]), int(part[-1])) for part in parts)


def _named(rows: Sequence[Run], columns: Sequence[Run], cells: Sequence[tuple[int, int]]) -> str:
    """第 7 行、第 9–12 行、C 列、单元格 D5."""
    names = [f"第 {'–'.join(str(row + 1) for row in dict.fromkeys(run))} 行" for run in rows]
    names += [f"{'–'.join(map(column_letters, dict.fromkeys(run)))} 列" for run in columns]
    names += [f"单元格 {name}" for name in (cell_ranges(cells).split("、") if cells else ())]
    return "、".join(names[:_MOST_NAMED]) + (f" 等 {len(names)} 处" if len(names) > _MOST_NAMED else "")
