"""Long lists over as many sheets as they need: which sheet and row each block of rows gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import LONGEST_TITLE


@dataclass(frozen=True)
class Continuation:
    """Blocks of rows one below the other; a block is never parted. `places`: (number of the sheet, first row) of each."""

    titles: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def title_of(self, block: int) -> str:
        """The title of the sheet on which a block stands, counted from 0."""
        return self.titles[self.places[block][0]]


def stacked(title: str, sizes: Sequence[int], first_row: int, most_rows: int) -> Continuation:
    """Blocks of these sizes below `first_row` (from 0), on sheets of `most_rows`: 评分明细, 评分明细 2 ….

    A block larger than a sheet would be lost; a single candidate never has that many rows.
    """
    places = []
    sheet, row = 0, first_row
    for size in sizes:
        if first_row + size > most_rows:
            raise ValueError(f"{size} rows of one block do not fit a sheet of {most_rows}")
        if row + size > most_rows:
            sheet, row = sheet + 1, first_row
        places.append((sheet, row))
        row += size
    return Continuation(tuple(continued(title, number) for number in range(sheet + 1)), tuple(places))


def continued(title: str, number: int) -> str:
    """The title of the sheet with this number, from 0: 评分明细, 评分明细 2; never longer than a title may be."""
    suffix = f" {number + 1}"
    return title if number == 0 else title[: LONGEST_TITLE - len(suffix)] + suffix


def slices(count: int, most: int) -> list[range]:
    """Rows by sheet: 5 rows, 2 a sheet → 0–1, 2–3, 4. No rows: one empty sheet."""
    return [range(start, min(start + most, count)) for start in range(0, count, most)] or [range(0)]
