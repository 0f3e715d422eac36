"""When answer sheets were given: any column of moments serves, whatever its title says and however it spells them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from fuwuyue_xlsx.reading.grid import Grid, is_empty

# no moment, in an array of seconds since 1970
NEVER = np.iinfo(np.int64).min
# so many cells of a column tell whether it holds moments, and so many of them have to be some
_SAMPLE, _MOSTLY = 40, 0.8
_EPOCH = dt.datetime(1970, 1, 1)
# the days as Excel counts them: this century's
_FIRST_SERIAL, _LAST_SERIAL, _DAYS_BEFORE_1970, _DAY, _MINUTE = 36_526, 73_051, 25_569, 86_400, 60

_CLOCK = (r"(?P<before>上午|下午|中午|晚上|[AaPp][Mm])? ?(?P<hour>\d{1,2}) ?[:时点] ?(?P<minute>\d{1,2}) ?分?"
          r"(?: ?:? ?(?P<second>\d{1,2})(?:\.\d+)? ?秒?)? ?(?P<after>上午|下午|[AaPp]\.?[Mm]\.?)?(?: ?\[?(?:GMT|UTC|CST|Z)? ?(?:[+-]\d{1,2}:?\d{0,2})?\]?)?")
_BETWEEN = r"[ T,]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?[ ,]*"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPELLINGS = tuple(re.compile(day + _BETWEEN + _CLOCK) for day in (
    r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?[日号]?",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=[ T])",
    r"(?P<one>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4})",
    r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    r"(?P<day>\d{1,2})[ -](?P<name>[A-Za-z]{3})[a-z]*\.?[ -](?P<year>\d{4})",
))
_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2})[-/.]\d{1,2}[-/.]\d{4}")
# as most tools write them; a survey has them by the hundred thousand
_USUAL = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?")
_SERIAL = re.compile(r"\d{5}\.\d+")


def moments_of(grid: Grid, rows: Sequence[int], apart_from: Collection[int] = (), named: Collection[int] = ()) -> np.ndarray:
    """When the answer sheets in these rows were given, in seconds since 1970: the latest moment in any column of moments, as
    that is when they were handed in; NEVER where there is none. (rows,) of int64.

    `apart_from` are the columns of answers, which are not looked at. Where one of the columns `named` holds moments, no other counts.
    """
    columns = [moments_in(grid, column, rows) for column in named]
    if not any((column != NEVER).any() for column in columns):
        columns = [moments_in(grid, column, rows) for column in range(grid.width) if column not in apart_from]
    return np.maximum.reduce([np.full(len(rows), NEVER, np.int64), *columns])


def moments_in(grid: Grid, column: int, rows: Sequence[int]) -> np.ndarray:
    """The moments in a column in these rows, (rows,) of int64; NEVER in all of them where it is no column of moments."""
    read = _reader(grid, column, rows) if rows else None
    if read is None:
        return np.full(len(rows), NEVER, np.int64)
    return np.fromiter((read(grid.value(row, column)) for row in rows), np.int64, len(rows))


def _reader(grid: Grid, column: int, rows: Sequence[int]) -> Callable[[Any], int] | None:
    """How a column of moments is read; None for any other column. Days without a time are no moments."""
    sample: list[Any] = []
    for row in rows:
        value = grid.value(row, column)
        if not is_empty(value):
            sample.append(value)
            if len(sample) == _SAMPLE:
                break
    read = [moment for moment in map(seconds_since_1970, sample) if moment != NEVER]
    # some programs write days some seconds early
    if not read or len(read) < _MOSTLY * len(sample) or all((moment + _MINUTE) % _DAY < 2 * _MINUTE for moment in read):
        return None
    firsts = [int(match[1]) for match in (_DAY_AND_MONTH.match(value) for value in sample if isinstance(value, str)) if match]
    day_first = any(first > 12 for first in firsts)
    return lambda raw: seconds_since_1970(raw, day_first)


def seconds_since_1970(raw: Any, day_first: bool = False) -> int:
    """A moment as text, as a date of Excel's or as its number: 2017-12-20 10:00, 12/20/2017 10:00 AM, 43089.4167 → whole seconds,
    as the clock on the wall showed it; NEVER for anything else.

    `day_first`: 05/12/2017 is the fifth of December.
    """
    if isinstance(raw, dt.datetime):
        return round((raw.replace(tzinfo=None) - _EPOCH).total_seconds())
    if isinstance(raw, float):
        serial = not raw.is_integer() and _FIRST_SERIAL <= raw < _LAST_SERIAL
        return round((raw - _DAYS_BEFORE_1970) * _DAY) if serial else NEVER
    if not isinstance(raw, str):
        return NEVER
    usual = _USUAL.fullmatch(raw)
    if usual:
        day, hour, minute, second = usual.groups("0")
        if int(hour) < 24 and int(minute) < 60 and int(second) < 60:
            start = _start_of(day)
            return NEVER if start == NEVER else start + 3_600 * int(hour) + 60 * int(minute) + int(second)
    text = " ".join(unicodedata.normalize("NFKC", raw).split())
    if _SERIAL.fullmatch(text):
        return seconds_since_1970(float(text))
    match = next(filter(None, (spelling.fullmatch(text) for spelling in _SPELLINGS)), None)
    return _seconds(match.groupdict(), day_first) if match else NEVER


@lru_cache(maxsize=1 << 10)
def _start_of(day: str) -> int:
    """The first second of 2017-12-20 or 2017/12/20; NEVER where there is no such day."""
    try:
        return int((dt.datetime(*map(int, re.split("[-/]", day))) - _EPOCH).total_seconds())  # type: ignore[arg-type]
    except ValueError:
        return NEVER


def _seconds(parts: dict[str, Any], day_first: bool) -> int:
    """The moment that the parts of a text name; NEVER where there is none such."""
    if parts.get("name"):
        name = parts["name"].lower()
        parts["month"] = _MONTHS.index(name) + 1 if name in _MONTHS else 0
    elif parts.get("one"):
        one, other = int(parts["one"]), int(parts["other"])
        parts["month"], parts["day"] = (other, one) if day_first or one > 12 else (one, other)
    half = (parts["before"] or parts["after"] or "").replace(".", "").lower()
    hour = int(parts["hour"])
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    try:
        moment = dt.datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]), hour, int(parts["minute"]), int(parts["second"] or 0))
    except ValueError:
        return NEVER
    return int((moment - _EPOCH).total_seconds())
