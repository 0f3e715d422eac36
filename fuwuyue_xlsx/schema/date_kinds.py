"""Kinds of fields that are dates and times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fuwuyue_xlsx.basics import cell_values
from fuwuyue_xlsx.basics.cell_values import Raw, Span, shown
from fuwuyue_xlsx.basics.moments import as_shown, zoned
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule
from fuwuyue_xlsx.schema.doubtful_dates import about_day, about_moment
from fuwuyue_xlsx.schema.field_kinds import Reading, unreadable


@dataclass(frozen=True)
class Day:
    """A date. `span` gives 11月25日 its year."""

    span: Span | None = None
    sample: str = "2017-11-25"
    words: str = "日期"

    def read(self, raw: Raw) -> Reading:
        """A date; a finding for none, for a month and day that may mean two years, and for one that a few seconds or a zone would move."""
        zone = zoned(raw) if isinstance(raw, str) else None
        moment = zone.local if zone is not None else _as_moment(raw, self.span)
        possible = cell_values.days(moment, self.span)
        if len(possible) == 1:
            return Reading(possible[0], about_day(raw, moment, zone) if isinstance(moment, dt.datetime) else ())
        if len(possible) == 2:
            return unreadable("date-in-two-ways", raw, first=str(possible[0]), second=str(possible[1]))
        is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
        return unreadable("number-as-date" if is_number else "not-a-date", raw, sample=self.sample)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Right: a date of this century. Wrong: a text that begins with no digit. The rest only the reader can tell."""
        return _day_rule(x)


def _as_moment(raw: Raw, span: Span | None) -> Raw:
    """A text that holds a clock time behind its day as that moment, as a cell would; everything else as it stands."""
    value, timed = cell_values.moment(raw, span) if isinstance(raw, str) else (None, False)
    return value if value is not None and timed else raw


def _day_rule(x: str) -> CellRule:
    """Right: a date of this century. Wrong: a text without a digit in front. Written dates are left to the reader."""
    number, digit = f.a_number(x), f.begins_with_digit(x)
    far = f.any_of(f"({x}<{f.FIRST_DAY})", f"({x}>={f.LAST_DAY + 1})")
    return CellRule(f"((1-{number})*(1-{digit}))", f"((1-{number})*{digit}+{number}*{far})")


@dataclass(frozen=True)
class Moment:
    """A date and time; without a time the end of that day, with a warning.

    Seconds that a cell does not show are left out, as nobody meant them; with `exact` they are kept, and days are not doubted.
    """

    span: Span | None = None
    sample: str = "2017-12-30 16:30"
    words: str = "日期和时间"
    exact: bool = False

    def read(self, raw: Raw) -> Reading:
        """A datetime; without a time 23:59:59 of that day, with a warning. A finding, too, where a few seconds or a zone would move it."""
        zone = zoned(raw) if isinstance(raw, str) else None
        value, timed = (zone.local, True) if zone is not None else cell_values.moment(raw, self.span)
        if value is None or not cell_values.is_of_this_century(value):
            return unreadable("not-a-moment", raw, sample=self.sample)
        if not timed:
            return Reading(value, (finding("moment-without-time", value=shown(raw), sample=self.sample),))
        if self.exact:
            return Reading(dt.datetime.combine(value.date(), value.time()))
        taken = as_shown(value) if isinstance(raw, dt.datetime) else value
        return Reading(taken, about_moment(raw, value, taken, zone))

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Right: a date of this century. Wrong: a text that begins with no digit. The rest only the reader can tell."""
        return _day_rule(x)
