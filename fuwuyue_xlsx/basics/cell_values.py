"""Raw cell values read as numbers, days and moments: what cannot be read for certain is not guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import decimal_of, plain
from fuwuyue_xlsx.basics.moments import END_OF_DAY, written
from fuwuyue_xlsx.basics.text import key

Raw = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

LONGEST_NUMERAL = 40

_APART = re.compile(r"\d\s+\d")
_NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_FULL_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:\.(\d{1,2})|月(\d{1,2})[日号])")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?|时(?:(\d{1,2})分?)?|点(?:(\d{1,2})分?)?)")


class CellError(str):
    """A cell that shows an error value such as #DIV/0!. Never a blank."""


class UnvaluedFormula(CellError):
    """A formula whose result is not stored in the file. Its text is the formula; its value nobody knows."""


class PercentNumber(float):
    """A number in a cell whose format is a percentage: 0.85 shown as 85%."""


@dataclass(frozen=True)
class Span:
    """The first and last day of the campaign, which give a day without a year its year."""

    first: dt.date
    last: dt.date


def shown(raw: Raw) -> str:
    """A raw value as a person sees it in the cell: 0.85 in a percent cell → 85%, a duration of 90 minutes → 1:30:00."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and not math.isfinite(raw):
        return "#NUM!"
    if isinstance(raw, PercentNumber):
        return plain(decimal_of(raw) * 100) + "%"
    if isinstance(raw, (int, float)):
        return plain(decimal_of(raw))
    if isinstance(raw, dt.datetime):
        return written(raw) if raw.time() != dt.time() else f"{raw:%Y-%m-%d}"
    if isinstance(raw, dt.time):
        return raw.strftime("%H:%M:%S" if raw.second else "%H:%M")
    if isinstance(raw, dt.timedelta):
        minutes, seconds = divmod(int(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(raw).strip()


def numeral(raw: str) -> str | None:
    """The text in which a number or date is looked for; None where closing gaps would make up another one.

    １２ 人 → 12人. Digits apart (12 3, 2017-12-3 1) and digits that are signs (12², ①) are no numerals.
    """
    for character in raw:
        if character.isdigit() and not ("0" <= character <= "9" or "０" <= character <= "９"):
            return None
    return None if _APART.search(raw.strip()) else key(raw)


def number(raw: Raw, units: tuple[str, ...]) -> Decimal | None:
    """A number, also as text with full-width digits, thousands commas or one of the units: 1,200 · ８５ · 12人.

    Texts of more than 40 characters are no numbers.
    """
    if isinstance(raw, (int, float)):
        return decimal_of(raw) if math.isfinite(raw) else None
    if not isinstance(raw, str):
        return None
    text = numeral(raw) or ""
    if len(text) > LONGEST_NUMERAL:
        return None
    for unit in units:
        if text.endswith(unit):
            text = text[: -len(unit)]
            break
    match = _NUMBER.fullmatch(text)
    return Decimal(text.replace(",", "")) if match else None


def days(raw: Raw, span: Span | None) -> list[dt.date]:
    """The days a value can mean: none (unreadable), one, or two (a month and day inside a span of two years).

    Only days of this century: 12.3 in a cell for dates shows as 1900-01-12, and nobody meant that.
    """
    return [day for day in _days(raw, span) if is_of_this_century(day)]


def is_of_this_century(day: dt.date) -> bool:
    """From 2000-01-01 to 2099-12-31."""
    return 2000 <= day.year < 2100


def _days(raw: Raw, span: Span | None) -> list[dt.date]:
    if isinstance(raw, dt.datetime):
        return [raw.date()]
    if isinstance(raw, dt.date):
        return [raw]
    if isinstance(raw, bool):
        return []
    if isinstance(raw, (int, float)):
        match = _COMPACT_DAY.fullmatch(shown(raw))
        return _day(*match.groups()) if match else []
    return _days_of_text(numeral(raw) or "", span) if isinstance(raw, str) else []


def _days_of_text(text: str, span: Span | None) -> list[dt.date]:
    full = _FULL_DAY.fullmatch(text)
    if full:
        year, _, month, day, zh_month, zh_day = full.groups()
        return _day(year, month or zh_month, day or zh_day)
    compact = _COMPACT_DAY.fullmatch(text)
    if compact:
        return _day(*compact.groups())
    short = _MONTH_DAY.fullmatch(text)
    return _in_span(int(short[1]), int(short[2] or short[3]), span) if short and span else []


def _day(year: str, month: str, day: str) -> list[dt.date]:
    try:
        return [dt.date(int(year), int(month), int(day))]
    except ValueError:
        return []


def _in_span(month: int, day: int, span: Span) -> list[dt.date]:
    """The day of the campaign's year; of the next when only that lies in the campaign, or in its closing months."""
    years = range(span.first.year, span.last.year + 1)
    possible = [date for year in years for date in _day(str(year), str(month), str(day))]
    inside = [day for day in possible if span.first <= day <= span.last]
    if inside:
        return inside
    closing = len(years) > 1 and month <= span.last.month
    return possible[-1:] if closing else possible[:1]


def moment(raw: Raw, span: Span | None) -> tuple[dt.datetime | None, bool]:
    """A date with its time, and whether a time was given; without one it is the end of that day."""
    if isinstance(raw, dt.datetime) and raw.time() != dt.time():
        return (raw, True) if is_of_this_century(raw) else (None, False)
    if isinstance(raw, str):
        with_time = _split_moment(raw, span)
        if with_time:
            return with_time, True
    possible = days(raw, span)
    return (dt.datetime.combine(possible[0], END_OF_DAY), False) if len(possible) == 1 else (None, False)


def _split_moment(raw: str, span: Span | None) -> dt.datetime | None:
    """Cut the text wherever a full day and a clock time meet: 2017-12-30 16:30, 2017年12月30日16时30分."""
    text = " ".join(raw.split())
    cuts = [i for i, c in enumerate(text) if c == " "] + [text.find(c) + 1 for c in "日号T" if c in text]
    for cut in cuts:
        possible = days(text[:cut].rstrip("T"), span)
        clock = _CLOCK.fullmatch(numeral(text[cut:]) or "")
        if len(possible) == 1 and clock:
            hour, *rest = [int(part) for part in clock.groups(default="0")]
            minute, second = max(rest[0], rest[2], rest[3]), rest[1]
            if hour < 24 and minute < 60 and second < 60:
                return dt.datetime.combine(possible[0], dt.time(hour, minute, second))
    return None
