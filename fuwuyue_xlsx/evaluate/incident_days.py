"""Incidents dated outside 事故认定期间 by what may be a slip of the pen: read as if they had happened within it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.messages.findings import Finding, of_code
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.incident_effect import NONE, effect_of

CODE = "incident-date-slip"


def day_meant(row: Mapping[str, Any], rules: Rules) -> dt.date | None:
    """The day within 事故认定期间 that an incident outside it may mean, as `_slips` has them; None where there is none.

    None, too, for what has no effect on any day, such as what is unfounded.
    """
    day = row["date"]
    if day is None or rules.policies.in_veto_period(day) or effect_of({**row, "date": None}, rules) == NONE:
        return None
    first, last = rules.policies.veto_first, rules.policies.veto_last
    return next((meant for meant in _slips(day, range(first.year, last.year + 1)) if first <= meant <= last), None)


def _slips(day: dt.date, years: Iterable[int]) -> Iterator[dt.date]:
    """The days for which this one is easily typed: in another year, month and day exchanged, the 1 of 11月 or 12月 left out."""
    within = ((year, day.month, day.day) for year in years)
    for meant in (*within, (day.year, day.day, day.month), (day.year, day.month + 10, day.day)):
        try:
            yield dt.date(*meant)
        except ValueError:
            continue


def day_slip_doubts(rules: Rules, facts: Facts, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """A doubt for each finding on such an incident: with the day that it may mean."""
    by_place = of_code(findings, CODE)
    if not by_place:
        return ()
    return tuple(Doubt((by_place[row["source"]],), (Edit({"incidents": frozenset([row["source"]])},
                                                     {"incidents": from_records([{**row, "date": day_meant(row, rules)}])}),))
                 for row in facts.incidents if row["source"] in by_place)
