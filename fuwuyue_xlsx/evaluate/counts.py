"""What the counted checks come to (附1 二), for all departments and teams at once, each count with the cells that show it.

How a check counts is declared in `schema.checks`; here is what the declarations mean in pandas. `templates.count_formulas`
says the same in Excel's words, and a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.schema.activities import TEAM, TEAMS
from fuwuyue_xlsx.schema.checks import CHECKS, Check, CountedColumn, Counting, How
from fuwuyue_xlsx.tables.frames import Tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Count:
    """The cells that were counted, file!sheet!cell, in the order of the rows; of cells that count as one the first."""

    sources: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        return len(self.sources)


# (department, team) → its count; the team is None where a department's entries are counted; nobody with nothing counted is there
Counts = dict[tuple[str, str | None], Count]


def counts_of(tables: Tables) -> dict[str, Counts]:
    """Every counted check, by name."""
    return {check.name: _counts(check, check.counting, tables) for check in CHECKS.values() if check.counting}


def _counts(check: Check, counting: Counting, tables: Tables) -> Counts:
    import pandas as pd

    found: Counts = {}
    for level in check.levels:
        rows = pd.concat([_counted_rows(column, counting, tables.activities[column.sheet.table], level) for column in counting.columns])
        cells = rows.groupby(["department", TEAM], sort=False, observed=True)["source"].agg(tuple)
        found |= {(department, team or None): Count(sources) for (department, team), sources in cells.items()}
    return found


def _counted_rows(column: CountedColumn, counting: Counting, frame: pd.DataFrame, level: Level) -> pd.DataFrame:
    """The rows that count, in their order: a row for each team that an entry names, or (team '') one for its department."""
    rows = frame[_counts_for(column, counting, frame)]
    if level is not Level.TEAM:
        rows = rows.assign(**{TEAM: ""})
    elif TEAMS in rows.columns:
        rows = rows.rename(columns={TEAMS: TEAM}).explode(TEAM).dropna(subset=TEAM)
    else:
        rows = rows.dropna(subset=TEAM)
    told_apart = column.part.name if counting.how is How.DISTINCT else _one_row_each(column)
    if told_apart:
        rows = rows.assign(text=rows[told_apart].map(key)).drop_duplicates(["department", TEAM, "text"])
    return rows[["department", TEAM, "source"]]


def _counts_for(column: CountedColumn, counting: Counting, frame: pd.DataFrame) -> pd.Series:
    """True for the rows in which the column is filled, another one says the word asked for, and the thing itself is known."""
    filled = frame[column.part.name].eq(True) if column.part.flag else frame[column.part.name].notna()
    if counting.only:
        other, word = counting.only
        filled &= frame[other.part.name].eq(word)
    thing = _one_row_each(column)
    return filled & frame[thing].notna() if thing else filled


def _one_row_each(column: CountedColumn) -> str:
    """The column of the table that tells the rows of a sheet with one row a thing apart; '' of any other sheet."""
    unique = column.sheet.unique
    return CountedColumn(column.sheet, unique[0]).part.name if unique else ""
