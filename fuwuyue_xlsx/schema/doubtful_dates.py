"""Dates that may be meant otherwise: what is said of them. Of the details `taken` is the value read, `others` are those it may have."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fuwuyue_xlsx.basics.moments import END_OF_DAY, Zoned, other_day, written
from fuwuyue_xlsx.messages.findings import Finding, finding

NEAR_MIDNIGHT, BY_ZONE = "day-near-midnight", "day-by-zone"


def is_doubtful(one: Finding) -> bool:
    """Whether a finding says that a date may be meant otherwise than it was read."""
    return one.code in (NEAR_MIDNIGHT, BY_ZONE)


def about_day(raw: Any, moment: dt.datetime, zone: Zoned | None) -> tuple[Finding, ...]:
    """What there is to say of a moment that stands for a day; nothing of an ordinary one. `raw` is what stands in the cell."""
    other = other_day(moment)
    if other is not None:
        return (_near_midnight(raw, moment, moment.date(), other, (other,)),)
    if zone is None:
        return ()
    return (_by_zone(zone, raw, moment.date(), zone.as_written.date()),)


def about_moment(raw: Any, moment: dt.datetime, taken: dt.datetime, zone: Zoned | None) -> tuple[Finding, ...]:
    """The same of a moment, which is `taken` for one without seconds that nobody sees.

    Near midnight it may be a day without a time, which lasts to its end; 23:59:59 is the end of the day itself.
    """
    other = other_day(moment) if moment.time() != END_OF_DAY else None
    if other is not None:
        ends = tuple(dt.datetime.combine(day, END_OF_DAY) for day in sorted({other, max(other, moment.date())}))
        return (_near_midnight(raw, moment, taken, other, ends),)
    return () if zone is None else (_by_zone(zone, raw, taken, zone.as_written),)


def _near_midnight(raw: Any, moment: dt.datetime, taken: dt.date, other: dt.date, others: tuple[dt.date, ...]) -> Finding:
    value = raw.strip() if isinstance(raw, str) else f"{moment:%Y-%m-%d %H:%M:%S}"
    return finding(NEAR_MIDNIGHT, value=value, day=str(moment.date()), other=str(other), taken=taken, others=others)


def _by_zone(zone: Zoned, raw: str, taken: dt.date, as_written: dt.date) -> Finding:
    details: dict[str, Any] = {"value": raw.strip(), "zone": zone.zone, "day": written(taken)}
    if taken == as_written:
        return finding("zone-told", **details)
    return finding(BY_ZONE, other=written(as_written), taken=taken, others=(as_written,), **details)
