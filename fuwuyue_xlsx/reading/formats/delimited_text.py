"""Text tables whose cells are parted by commas, semicolons or tabs, read as Excel does."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

DELIMITERS = {",": "逗号分隔的文本", ";": "分号分隔的文本", "\t": "制表符分隔的文本"}
_SAMPLE, _SAMPLED_ROWS = 1 << 18, 200
# Excel's own first line, which says what parts the cells
_SAYS = re.compile(r"sep=([,;\t])\r?\n", re.I)
# how tools keep Excel from taking a text for a number
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class DelimitedTable:
    """The rows as they are written, and what is doubtful about them.

    delimiter  what parts the cells
    uneven     numbers (from 0) of rows that have more cells than the table, so that theirs may stand in wrong columns, and of
               those of which a cell seems to hold whole rows
    cut_short  whether the last row has no end and fewer cells than the others
    """

    rows: list[list[str]]
    delimiter: str
    uneven: tuple[int, ...] = ()
    cut_short: bool = False


def delimited_table(text: str, most_cells: int) -> DelimitedTable | None:
    """The table in a text; None where nothing parts its lines into columns, or its quotation marks do not match.

    Raises OverflowError for one with more cells than `most_cells`.
    """
    says = _SAYS.match(text)
    delimiter = says[1] if says else _delimiter_of(text[:_SAMPLE])
    if delimiter is None:
        return None
    rows: list[list[str]] = []
    held: dict[str, str] = {}
    cells = 0
    try:
        for row in _rows(text[says.end() :] if says else text, delimiter):
            cells += len(row)
            if cells > most_cells:
                raise OverflowError(cells)
            rows.append([held.setdefault(value, value) for value in map(_shown, row)])
    except csv.Error:
        return None
    width = _width(rows)
    uneven = (number for number, row in enumerate(rows) if any(row[width:]) or any(_holds_rows(value, delimiter, width) for value in row))
    cut = bool(rows) and not text.endswith(("\n", "\r")) and len(rows[-1]) < width and len(rows) > 2
    return DelimitedTable(rows, delimiter, tuple(islice(uneven, 100)), cut)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Strictly: a quotation mark that is not closed would swallow all rows behind it."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _shown(value: str) -> str:
    quoted = _KEPT_AS_TEXT.fullmatch(value) if value[:1] == "=" else None
    return quoted[1] if quoted else value


def _width(rows: Iterable[list[str]]) -> int:
    """How many cells most rows have."""
    widths = Counter(len(row) for row in rows if any(row))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _holds_rows(value: str, delimiter: str, width: int) -> bool:
    """Whether a line within a cell has as many cells as the table: two stray quotation marks enclose rows."""
    return "\n" in value and any(line.count(delimiter) >= width - 1 for line in value.splitlines()[1:])


def _delimiter_of(sample: str) -> str | None:
    """What parts most lines into the same number of cells, two at least."""
    candidates = []
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        try:
            for row in islice(_rows(sample, delimiter), _SAMPLED_ROWS):
                rows.append(row)
        except csv.Error:  # the sample may end within a quotation
            pass
        width = _width(rows)
        if width > 1:
            candidates.append((sum(len(row) == width for row in rows), width, delimiter))
    return max(candidates)[2] if candidates else None
