"""The tidy tables that evaluation takes: one frame a kind of fact, every row with the cell it came from.

A `source` is the text file!sheet!cell. Names are those of the rules; None is missing or unreadable.
Numbers are int or Decimal, never binary floats. Rows that count nowhere (a half-filled reviewer's row, an invalid
response, the second of two nominations) are not here; their findings are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

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
    # one row a valid response; one further column a question with the grade's name or None
    # `doubt`: why an online answer sheet is doubted, or None
    "answers": ("department", "team", "file", "sheet", "row", "doubt"),
    # `finding` None counts as 待查; `known_team` False: a team was named that the department does not have
    "incidents": ("id", "date", "department", "team", "known_team", "person", "finding", "summary", "source"),
}


@dataclass(frozen=True)
class Tables:
    """All frames, and whether an incident register was handed in at all."""

    departments: pd.DataFrame
    headcounts: pd.DataFrame
    series: pd.DataFrame
    contests: pd.DataFrame
    trainings: pd.DataFrame
    services: pd.DataFrame
    publicity: pd.DataFrame
    suggestions: pd.DataFrame
    nominations: pd.DataFrame
    reviews: pd.DataFrame
    inspections: pd.DataFrame
    answers: pd.DataFrame
    incidents: pd.DataFrame
    has_register: bool = False


def frame(name: str, rows: Iterable[dict[str, Any]] = (), more: Iterable[str] = ()) -> pd.DataFrame:
    """A frame of one kind with its columns in order, all of dtype object so that no value is guessed at."""
    return pd.DataFrame(list(rows), columns=[*COLUMNS[name], *more], dtype=object)


def tables(has_register: bool = False, **rows: Iterable[dict[str, Any]]) -> Tables:
    """Tables from rows by kind; a kind that is not given is empty. Missing values are None, never NaN."""
    questions = dict.fromkeys(name for row in rows.get("answers", ()) for name in row if name not in COLUMNS["answers"])
    made = {}
    for field in fields(Tables):
        if field.name != "has_register":
            more = questions if field.name == "answers" else ()
            made[field.name] = frame(field.name, rows.get(field.name, ()), more)
    return Tables(**{name: f.where(f.notna(), None) for name, f in made.items()}, has_register=has_register)
