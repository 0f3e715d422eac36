"""The tidy tables that evaluation takes: one frame a kind of fact, every row with the cell it came from; surveys reduced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.schema.activities import ACTIVITIES
from fuwuyue_xlsx.tables.columns import COLUMNS, Columns, columns_of
from fuwuyue_xlsx.tables.survey_counts import SurveySheet, survey_sheets

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tables:
    """All frames, those of what departments did by the name of their table (series, contests …), the surveys sheet by sheet,
    and whether an incident register was handed in at all.
    """

    departments: pd.DataFrame
    headcounts: pd.DataFrame
    activities: dict[str, pd.DataFrame]
    nominations: pd.DataFrame
    reviews: pd.DataFrame
    inspections: pd.DataFrame
    incidents: pd.DataFrame
    surveys: tuple[SurveySheet, ...] = ()
    has_register: bool = False

    @property
    def by_name(self) -> dict[str, pd.DataFrame]:
        """Every frame by the name of its table."""
        return {name: self.activities[name] if name in self.activities else getattr(self, name) for name in COLUMNS}


def frame(name: str, columns: Columns) -> pd.DataFrame:
    """A frame of one kind with its columns in order, all of dtype object so that no value is guessed at.

    A column that is not given holds None. The columns are used up, so that of long ones there is never a second copy.
    """
    import pandas as pd  # it takes a quarter second, in which files can be read already

    length = max(map(len, columns.values()), default=0)
    nothing = [None] * length
    return pd.DataFrame({title: pd.Series(list(columns.pop(title, nothing)), dtype=object) for title in COLUMNS[name]}, copy=False)


def tables_of(columns: dict[str, Columns], surveys: Iterable[SurveySheet] = (), has_register: bool = False) -> Tables:
    """Tables from columns by kind; a kind that is not given is empty. Missing values are None, never NaN."""
    frames = {name: frame(name, columns.get(name, {})) for name in COLUMNS}
    activities = {sheet.table: frames.pop(sheet.table) for sheet in ACTIVITIES}
    return Tables(**frames, activities=activities, surveys=tuple(surveys), has_register=has_register)


def tables(has_register: bool = False, **rows: Iterable[dict[str, Any]]) -> Tables:
    """Tables from rows by kind, for small campaigns; the survey's valid responses as `answers`."""
    surveys = survey_sheets(list(rows.pop("answers", ())))
    return tables_of({name: columns_of(kind) for name, kind in rows.items()}, surveys, has_register)
