"""Days and moments that may be meant otherwise: asked about where that would change something, with the rows as they then would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.intake.submissions import Row
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.schema.doubtful_dates import is_doubtful
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit


def asked_about(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings on days that may be meant otherwise, less those that are only told."""
    return (one for one in findings if is_doubtful(one) and one.severity is Severity.WARNING)


def eased_unless(findings: Sequence[Finding], decides: Callable[[Finding], bool]) -> list[Finding]:
    """The findings; a day that may be meant otherwise is only told where that decides nothing."""
    doubtful = set(map(id, asked_about(findings)))
    return [one.as_info() if id(one) in doubtful and not decides(one) else one for one in findings]


def makes_differ(judge: Callable[[Any], bool], doubtful: Finding) -> bool:
    """Whether something is judged otherwise of one of the other values than of the one that was read."""
    now = judge(doubtful.details["taken"])
    return any(judge(value) != now for value in doubtful.details["others"])


def days_doubts(findings: Iterable[Finding], table: str, marked_by: str, row_of: Callable[[Finding], tuple[Row, str] | None]
                ) -> Iterator[Doubt]:
    """A doubt for each of these days that is asked about: its row of the table with the other days.

    `marked_by` is the column by which the table's rows are left out; `row_of` gives the row that a finding is about and the column
    that holds the day, or None for a finding about something else.
    """
    for one in asked_about(findings):
        about = row_of(one)
        if about is not None:
            row, column = about
            yield Doubt((one,), tuple(
                Edit({table: frozenset({row[marked_by]})}, {table: from_records([{**row, column: of_type(row[column], other)}])})
                for other in one.details["others"]))


def of_type(value: dt.date, other: dt.date) -> dt.date:
    """The other day or moment as a day where the value is one."""
    return other.date() if isinstance(other, dt.datetime) and not isinstance(value, dt.datetime) else other


def is_on_row(one: Finding, row: Row) -> bool:
    """Whether a finding stands on the row of a table that has its `place`."""
    place = row["place"]
    on_sheet = (one.place.file, one.place.sheet) == (place.file, place.sheet) and bool(one.place.cell)
    return on_sheet and cell_index(one.place.cell)[0] == cell_index(place.cell)[0]
