"""What is known of each kind of fact, as columns: the form in which rows travel from a worker to the evaluation.

A `source` is the text file!sheet!cell. Names are those of the rules; None is missing or unreadable.
Numbers are int or Decimal, never binary floats. Rows that count nowhere (a half-filled reviewer's row, an invalid
response, the second of two nominations) are not here; their findings are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.schema.activities import ACTIVITIES


@dataclass
class Sources:
    """The texts file!sheet!cell of many cells, made when they are asked for.

    `runs` are (file!sheet!letters, number of the first row, how many rows below one another); a number of 0 stands for a
    text as it is.
    """

    runs: list[tuple[str, int, int]] = field(default_factory=list)

    @staticmethod
    def below(start: str, rows: Iterable[int]) -> Sources:
        """The cells of one column, file!sheet!letters, in these rows (from 1)."""
        return _grouped((start, row) for row in rows)

    def __len__(self) -> int:
        return sum(count for _, _, count in self.runs)

    def __iter__(self) -> Iterator[str]:
        for start, first, count in self.runs:
            if first:
                for row in range(first, first + count):
                    yield f"{start}{row}"
            else:
                yield start

    def extend(self, more: Iterable[str]) -> None:
        self.runs += more.runs if isinstance(more, Sources) else [(text, 0, 1) for text in more]

    def take(self, kept: Sequence[int]) -> Sources:
        """Those of these numbers, in their order."""
        cells = [(start, first and first + number) for start, first, count in self.runs for number in range(count)]
        return _grouped(cells[index] for index in kept)


def _grouped(cells: Iterable[tuple[str, int]]) -> Sources:
    runs: list[tuple[str, int, int]] = []
    begun, first, count = "", 0, 0
    for start, row in cells:
        if count and row and row == first + count and start == begun:
            count += 1
        else:
            if count:
                runs.append((begun, first, count))
            begun, first, count = start, row, 1
    return Sources([*runs, (begun, first, count)] if count else runs)


Columns = dict[str, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    # one row a submitted department; dates as date and datetime
    "departments": ("department", "file", "plan_date", "plan_source", "material_time", "material_source"),
    # one row a team and one (team None) for the staff outside teams; `basics`: 班组基本情况
    "headcounts": ("department", "team", "headcount", "basics", "source"),
    # what a department did: one row an entry, with what the schema says of each column. A column `team` holds a name, `teams`
    # a tuple of names; a flag is True or False
    **{sheet.table: ("department", *(part.name for _, part in sheet.table_columns), "source") for sheet in ACTIVITIES},
    # `order` None: no readable order number; `position`: the row's place on its sheet
    # `job`: a person's 岗位; `basics`: 班组基本情况 as the nomination has it
    "nominations": ("award", "department", "team", "person", "post", "order", "agreed", "position", "deeds", "job", "basics",
                    "source"),
    # one row a criterion of a reviewer's whole row; `reviewer` tells two reviewers apart
    "reviews": ("award", "reviewer", "reviewer_department", "department", "team", "post", "criterion", "points",
                "maximum", "source"),
    # one row a checked item; `visit` tells two visits apart
    "inspections": ("visit", "date", "inspector", "department", "team", "item", "points", "maximum", "source"),
    # `finding` None counts as 待查; `known_team` False: a team was named that the department does not have
    "incidents": ("id", "date", "department", "team", "known_team", "person", "conclusion", "summary", "source"),
}


def columns_of(rows: Iterable[dict[str, Any]], names: Iterable[str] = ()) -> Columns:
    """Rows turned into columns; what a row does not say is None. `names` are there even without rows."""
    listed = list(rows)
    found = dict.fromkeys([*names, *(name for row in listed for name in row)])
    return {name: [row.get(name) for row in listed] for name in found}


def extend(columns: Columns, more: Columns) -> None:
    """Put the rows of `more`, which has the same columns, below those of `columns`."""
    for name, values in more.items():
        held = columns.setdefault(name, [])
        # of sources, whose length is counted run by run, nobody asks whether there are any
        if isinstance(values, Sources) and not isinstance(held, Sources) and not held:
            held = columns[name] = Sources()
        held.extend(values)


def taken(columns: Columns, rows: Sequence[int]) -> Columns:
    """The rows of these numbers, in their order."""
    return {
        name: values.take(rows) if isinstance(values, Sources) else [values[row] for row in rows]
        for name, values in columns.items()
    }
