"""Moments that may be meant otherwise than they stand there: a day missed by seconds, a clock of another time zone, hidden seconds."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

END_OF_DAY = dt.time(23, 59, 59)
# the clock on the wall wherever the campaign is held
LOCAL = dt.timezone(dt.timedelta(hours=8), "北京时间")
_MINUTE, _DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
_HALF_A_SECOND = 500_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
# a zone by name, by its distance from Greenwich, or by both; behind it the name that a browser puts there
_ZONE = r"\s*(?P<zone>(?P<name>Z|UTC|GMT)?\s*(?P<sign>[-+])?(?P<hours>(?<=[-+])\d{1,2})?(?P<minutes>(?<=\d):?\d{2})?)\s*(?:\(.*\)|\[.*\])?"
_WITH_ZONE = tuple(re.compile(day + _CLOCK + _ZONE, re.I) for day in (
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?[T\s]\s*",
    r"(?:[A-Z]{3},?\s)?(?P<word>[A-Z]{3})\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})\s",
    r"(?:[A-Z]{3},?\s)?(?P<day>\d{1,2})\s(?P<word>[A-Z]{3})\s(?P<year>\d{4})\s",
))


class SecondsShown(dt.datetime):
    """A moment in a cell whose number format shows the seconds: they were meant. Those of any other cell nobody sees."""

    @classmethod
    def of(cls, moment: dt.datetime) -> SecondsShown:
        """The same moment as one whose seconds are shown."""
        return cls(*moment.timetuple()[:6], moment.microsecond)


def as_shown(moment: dt.datetime) -> dt.datetime:
    """The moment as its cell shows it: rounded to the second, as spreadsheets do, and to the minute begun where no seconds are shown."""
    whole = moment.replace(microsecond=0) + dt.timedelta(seconds=moment.microsecond >= _HALF_A_SECOND)
    plain = dt.datetime(*whole.timetuple()[:6])
    return plain if isinstance(moment, SecondsShown) else plain.replace(second=0)


def written(value: dt.date) -> str:
    """A day or a moment as a message has it, with seconds where there are any: 2017-12-30 17:00, 2017-12-30 17:00:01.

    The end of a day is 23:59.
    """
    if not isinstance(value, dt.datetime):
        return f"{value}"
    return f"{value:%Y-%m-%d %H:%M:%S}" if value.second and value.time() != END_OF_DAY else f"{value:%Y-%m-%d %H:%M}"


def other_day(moment: dt.datetime) -> dt.date | None:
    """The day beside it that a moment within a minute of midnight may mean: 23:59:17 the next day, 00:00:43 the day before.

    None for any other moment, and for midnight itself. Some programs write days 43 seconds early.
    """
    start = dt.datetime.combine(moment.date(), dt.time())
    if start < moment < start + _MINUTE:
        return moment.date() - _DAY
    return moment.date() + _DAY if moment > start + _DAY - _MINUTE else None


@dataclass(frozen=True)
class Zoned:
    """A moment with its time zone: in the campaign's local time, as it is written, and the zone as written: Z, GMT+0800."""

    local: dt.datetime
    as_written: dt.datetime
    zone: str


def zoned(text: str) -> Zoned | None:
    """A day and time with a zone, as programs write them: 2017-11-14T16:00:00.000Z, Tue Nov 14 2017 16:00:00 GMT+0800 (…).

    None for any other text, and for a day that no calendar has.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    match = next(filter(None, (spelling.fullmatch(plain) for spelling in _WITH_ZONE)), None) if len(plain) < 100 else None
    if match is None or not (match["name"] or match["hours"]) or (match["sign"] and not match["hours"]):
        return None
    parts = match.groupdict()
    word = (parts.get("word") or "").lower()
    month = int(parts["month"]) if parts.get("month") else _MONTHS.index(word) + 1 if word in _MONTHS else 0
    hours, minutes = int(match["hours"] or 0), int((match["minutes"] or "0").lstrip(":"))
    apart = dt.timedelta(hours=hours, minutes=minutes) * (-1 if match["sign"] == "-" else 1)
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    try:
        moment = dt.datetime(int(match["year"]), month, int(match["day"]), hour, minute, second)
        local = moment.replace(tzinfo=dt.timezone(apart)).astimezone(LOCAL).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return Zoned(local, moment, match["zone"].strip())
