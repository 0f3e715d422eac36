"""What each check counts (附1 二), for all departments and teams at once, with the cells that show it.

How a check counts is declared in `schema.checks`; here is what the declarations mean in pandas. `templates.count_formulas`
says the same in Excel's words, and a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema.checks import CHECKS, Check, CountedColumn, Counting, How, team_column
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.tables.frames import Tables, with_columns

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Count:
    """The cells that were counted, file!sheet!cell, in the order of the rows; of cells that count as one the first."""

    sources: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        """The number of cells that were counted."""
        return len(self.sources)


# (department, team) → its count; the team is None where a department's entries are counted; nobody with nothing counted is there
Counts = dict[tuple[str, str | None], Count]
_OBJECT = ["check", "department", "team"]


def counts_of(tables: Tables, checks: Iterable[Check] = tuple(CHECKS.values())) -> dict[str, Counts]:
    """Name of a check → its counts, for the checks that count entries on sheets; a check that counts none has no entry."""
    import pandas as pd

    counted = [(check, check.counting) for check in checks if check.counting]
    parts = [
        _entries(check.name, column, counting, with_columns(tables.activities[column.sheet.table], column.sheet), level)
        for check, counting in counted for level in check.levels for column in counting.columns
        if not tables.activities[column.sheet.table].empty
    ]
    if not parts:
        return {check.name: {} for check, _ in counted}
    entries = pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    # of the entries of one thing the first counts
    again = entries.duplicated([*_OBJECT, "thing"]) & entries["thing"].notna()
    sources = entries[~again].groupby(_OBJECT, sort=False)["source"].agg(tuple).reset_index()
    counts: dict[str, Counts] = {check.name: {} for check, _ in counted}
    for check_name, department, team, cells in sources.itertuples(index=False, name=None):
        counts[check_name][department, team or None] = Count(cells)
    return counts


def _entries(check: str, column: CountedColumn, counting: Counting, frame: pd.DataFrame, level: Level) -> dict[str, np.ndarray]:
    """The columns of what counts on one sheet: check, department, team, thing and source, all of one length.

    An entry is there once for each team that it names, or once with the team '' where its department is counted for. The thing
    is what counts once only, None where every entry counts. They are arrays, not a frame: eight small frames would take longer
    than everything else that is decided.
    """
    import pandas as pd

    thing = column.name if counting.how is How.DISTINCT else _row_name(column.sheet)
    by_team = team_column(column.sheet) if level is Level.TEAM else None
    rows = np.flatnonzero(_counted(column, counting, frame))
    teams = pd.Series(frame[by_team.name].to_numpy()[rows] if by_team else "", rows, dtype=object).explode().dropna()
    rows = teams.index.to_numpy()
    return {
        "check": np.full(len(rows), check, object),
        "department": frame["department"].to_numpy()[rows],
        "team": teams.to_numpy(),
        "thing": frame[thing].map(key).to_numpy()[rows] if thing else np.full(len(rows), None, object),
        "source": frame["source"].to_numpy()[rows],
    }


def _counted(column: CountedColumn, counting: Counting, frame: pd.DataFrame) -> np.ndarray:
    """True for the rows in which the column is filled, another one says the word asked for, and the thing itself is known."""
    counted = (frame[column.name] == True if column.part.flag else frame[column.name].notna()).to_numpy()  # noqa: E712
    if counting.only:
        other, word = counting.only
        counted = counted & (frame[other.name].map(key) == key(word)).to_numpy()
    thing = _row_name(column.sheet)
    return counted & frame[thing].notna().to_numpy() if thing else counted


def _row_name(sheet: Sheet) -> str:
    """The table's column that names the thing of a row, on a sheet with one row a thing; '' on any other."""
    return CountedColumn(sheet, sheet.unique[0]).name if sheet.unique else ""
