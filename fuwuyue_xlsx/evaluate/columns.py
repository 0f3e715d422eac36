"""What is known of each kind of fact, as columns: the form in which rows travel from a worker to the evaluation.

A `source` is the text file!sheet!cell. Names are those of the rules; None is missing or unreadable.
Numbers are int or Decimal, never binary floats. Rows that count nowhere (a half-filled reviewer's row, an invalid
response, the second of two nominations) are not here; their findings are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Columns = dict[str, list[Any]]

COLUMNS: dict[str, tuple[str, ...]] = {
    # one row a submitted department; dates as date and datetime
    "departments": ("department", "file", "plan_date", "plan_source", "material_time", "material_source"),
    # one row a team and one (team None) for the staff outside teams; `basics`: 班组基本情况
    "headcounts": ("department", "team", "headcount", "basics", "source"),
    # `planned`: 计划内容 is filled; `status`: 已完成 …
    "series": ("department", "series", "planned", "status", "source"),
    # `teams`: a tuple of team names
    "contests": ("department", "trade", "teams", "source"),
    "trainings": ("department", "form", "teams", "source"),
    "services": ("department", "name", "source"),
    "publicity": ("department", "form", "source"),
    "suggestions": ("department", "team", "content", "source"),
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
    "incidents": ("id", "date", "department", "team", "known_team", "person", "finding", "summary", "source"),
}


def columns_of(rows: Iterable[dict[str, Any]], names: Iterable[str] = ()) -> Columns:
    """Rows turned into columns; what a row does not say is None. `names` are there even without rows."""
    listed = list(rows)
    found = dict.fromkeys([*names, *(name for row in listed for name in row)])
    return {name: [row.get(name) for row in listed] for name in found}


def extend(columns: Columns, more: Columns) -> None:
    """Put the rows of `more`, which has the same columns, below those of `columns`."""
    for name, values in more.items():
        columns.setdefault(name, []).extend(values)
