"""What an inbox says, row by row, whatever form it travels in."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.submissions import Content


def rows_of(intake: Intake) -> dict[str, list[dict[str, Any]]]:
    """Every table as rows by kind."""
    return {name: frame.to_dict("records") for name, frame in intake.tables.by_name.items()}


def content_rows(content: Content) -> dict[str, list[dict[str, Any]]]:
    """The same of one file, before it is put together with the others; its visits' points as `visit`."""
    surveys = [(name, columns) for tables in content.surveys for name, columns in tables.items()]
    columns = [*content.tables.items(), *(("visit", visit.rows) for visit in content.visits), *surveys]
    found: dict[str, list[dict[str, Any]]] = {}
    for name, kind in columns:
        found.setdefault(name, []).extend(dict(zip(kind, values, strict=True)) for values in zip(*kind.values(), strict=True))
    if content.incidents:
        found["incidents"] = content.incidents
    return found
