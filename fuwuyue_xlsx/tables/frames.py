"""The tables of one campaign as pandas frames, one a kind of fact, as the contract declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from fuwuyue_xlsx.schema.activities import ACTIVITIES
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.tables.columns import Columns, from_records, length_of
from fuwuyue_xlsx.tables.contract import TABLES
from fuwuyue_xlsx.tables.survey_tables import survey_tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tables:
    """Every table of the contract, those of what departments did by the name of their table (series, contests …), and whether
    an incident register, and 加减分登记, were handed in at all.
    """

    departments: pd.DataFrame
    headcounts: pd.DataFrame
    activities: dict[str, pd.DataFrame]
    nominations: pd.DataFrame
    reviews: pd.DataFrame
    inspections: pd.DataFrame
    incidents: pd.DataFrame
    responses: pd.DataFrame
    grades: pd.DataFrame
    answers: pd.DataFrame
    receipts: pd.DataFrame
    votes: pd.DataFrame
    adjustments: pd.DataFrame
    tie_decisions: pd.DataFrame
    disqualifications: pd.DataFrame
    confirmations: pd.DataFrame
    has_register: bool = False
    has_adjustments: bool = False

    @property
    def by_name(self) -> dict[str, pd.DataFrame]:
        """Every frame by the name of its table, in the contract's order."""
        return {name: self.activities[name] if name in self.activities else getattr(self, name) for name in TABLES}


def frame(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of one table with its columns in the contract's order, all of dtype object so that no value is guessed at.

    A column that is not given holds None; one that the contract does not know is left out.
    """
    import pandas as pd  # it takes a quarter second, in which files can be read already

    schema = TABLES[name]
    titles = dict.fromkeys((*schema.names, *columns)) if schema.grows else schema.names
    # one block for all columns: pandas makes it, copies it and hands out its rows many times faster than a block a column
    values = np.full((len(titles), length_of(dict(columns))), None, dtype=object)
    for place, title in enumerate(titles):
        if title in columns:
            values[place][:] = list(columns[title])
    return pd.DataFrame(values.T, columns=list(titles), dtype=object, copy=False)


def tables_of(columns: Mapping[str, Columns], has_register: bool = False, has_adjustments: bool = False) -> Tables:
    """Tables from columns by table; one that is not given is empty."""
    frames = {name: frame(name, columns.get(name, {})) for name in TABLES}
    activities = {sheet.table: frames.pop(sheet.table) for sheet in ACTIVITIES}
    return Tables(**frames, activities=activities, has_register=has_register, has_adjustments=has_adjustments)


def tables(has_register: bool = False, has_adjustments: bool = False, **rows: Iterable[Mapping[str, Any]]) -> Tables:
    """Tables from rows by table, for small campaigns. `answers` alone, with file and sheet, give all three survey tables."""
    survey = survey_tables(list(rows.pop("answers", ())))
    return tables_of({**{name: from_records(kind) for name, kind in rows.items()}, **survey}, has_register, has_adjustments)


def with_columns(frame: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """The rows with every column that travels; one that only a check of the rules looks at may be in no book."""
    missing = {part.name: None for _, part in sheet.table_columns if part.name not in frame.columns}
    return frame.assign(**missing) if missing else frame


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by the names of its columns, which in these tables are texts."""
    return cast(list[dict[str, Any]], frame.to_dict("records")) if len(frame) else []


def by_department(frame: pd.DataFrame, departments: Sequence[str]) -> pd.DataFrame:
    """The rows by department as the rules list them, unknown ones last; those of one department as they stand."""
    import pandas as pd

    places = pd.Index(list(dict.fromkeys(departments)), dtype=object).get_indexer(pd.Index(frame["department"]))
    order = np.where(places < 0, len(departments), places).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)
