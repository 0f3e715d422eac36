"""Kinds of fields: each one's reader, its rule in Excel and its words, side by side."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from fuwuyue_xlsx.basics import cell_values
from fuwuyue_xlsx.basics.cell_values import PercentNumber, Raw, Span, shown
from fuwuyue_xlsx.basics.decimals import decimal_of, plain
from fuwuyue_xlsx.basics.moments import as_shown, zoned
from fuwuyue_xlsx.basics.text import differing, key, near_names, without_space
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule
from fuwuyue_xlsx.schema.doubtful_dates import about_day, about_moment

COUNT_UNITS = ("人次", "人", "名", "次")
LONGEST_EXACT = Decimal(10) ** 15
# what stands between two persons' names, or two teams'
NAME_MARKS, TEAM_MARKS = "、,，;；/／", ",;/、"
MOST_TAKEN_APART = 30


@dataclass(frozen=True)
class Reading:
    """The result of reading a raw value: the value (None: it cannot be read), with findings about it that have no place yet."""

    value: Any
    findings: tuple[Finding, ...] = ()


def unreadable(code: str, raw: Raw, **details: Any) -> Reading:
    """The reading of a value that cannot be read: a finding of this code, with the value as the person sees it."""
    return Reading(None, (finding(code, value=shown(raw), **details),))


def offered(value: object, known: Iterable[str]) -> str:
    """The offer of the near names, as a message ends with it; empty without any."""
    question = asked_about(value, known)
    return f"。{question}？" if question else ""


def asked_about(value: object, known: Iterable[str]) -> str:
    """是否为“甲科”: the near names, each with what makes it another one where that is a character or two; empty without any."""
    names = [(name, differing(str(value), name)) for name in near_names(value, known)]
    listed = "还是".join(f"“{name}”" + (f"（{how}）" if how else "") for name, how in names)
    return f"是否为{listed}" if names else ""


class Kind(Hashable, Protocol):
    """A kind of field: `words` say what it takes, `read` reads a raw value, `sample` is a right one.

    `rule` says in Excel what `read` will say: never wrong where it reads, never right where it finds an error. Of Unicode a formula knows
    what looks like a character of the listed names; of many names only the radicals and as many others as fit into it.
    """

    @property
    def sample(self) -> str: ...

    @property
    def words(self) -> str: ...

    def read(self, raw: Raw) -> Reading: ...

    def rule(self, x: str, beside: Beside) -> CellRule: ...


@dataclass(frozen=True)
class Text:
    """Free text. A number is taken as its digits; more than 15 of them have lost some."""

    long: bool = False
    sample: str = "文字"
    words: str = "文字"

    def read(self, raw: Raw) -> Reading:
        """The text as the person sees it; a finding for a number of 16 digits or more."""
        if isinstance(raw, bool):
            return Reading(shown(raw))
        if isinstance(raw, (int, float)) and not (math.isfinite(raw) and abs(decimal_of(raw)) < LONGEST_EXACT):
            return unreadable("digits-lost", raw)
        return Reading(shown(raw))

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: a number of 16 digits or more."""
        return CellRule(f"({f.a_number(x)}*{f.any_of(f'({x}>=1E15)', f'({x}<=-1E15)')})")


@dataclass(frozen=True)
class PersonName:
    """A person's name as typed, less white space; compared by its key. `single`: several names are an error."""

    single: bool = False
    sample: str = "张三"
    words: str = "姓名"

    def read(self, raw: Raw) -> Reading:
        """The name less white space; None when nothing is left."""
        if isinstance(raw, (bool, int, float, dt.date, dt.time, dt.timedelta)):
            return Reading(shown(raw))
        return Reading(without_space(raw) or None)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: several names where one may stand."""
        return CellRule(f.holds_one_of(x, NAME_MARKS)) if self.single else CellRule()


@dataclass(frozen=True)
class Number:
    """A number in minimum … maximum (None: open); whole ones only with `whole`."""

    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    whole: bool = False
    units: tuple[str, ...] = COUNT_UNITS
    sample: str = "12"

    @property
    def words(self) -> str:
        """What the field takes: 0 到 100 的整数, 不小于 0 的数字, 整数 …."""
        noun = "整数" if self.whole else "数字"
        if self.minimum is not None and self.maximum is not None:
            return f"{plain(self.minimum)} 到 {plain(self.maximum)} 的{noun}"
        return f"不小于 {plain(self.minimum)} 的{noun}" if self.minimum is not None else noun

    def read(self, raw: Raw) -> Reading:
        """A Decimal, or an int with `whole`; a finding for what is no number, not whole or out of range."""
        if isinstance(raw, bool):
            return unreadable("logical-value", raw, words=self.words)
        if isinstance(raw, PercentNumber):
            raw = shown(raw)
        value = cell_values.number(raw, self.units)
        if value is None:
            code = "not-a-whole-number" if self.whole else "not-a-number"
            return unreadable(code, raw, sample=self.sample)
        if self.whole and value != value.to_integral_value():
            return unreadable("not-a-whole-number", raw, sample=self.sample)
        if (self.minimum is not None and value < self.minimum) or (self.maximum is not None and value > self.maximum):
            return unreadable("number-out-of-range", raw, words=self.words)
        return Reading(int(value) if self.whole else value)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: a number out of range or broken, a text that is none. Digits kept as text are left to the reader."""
        bounds = [f"({x}<{plain(self.minimum)})"] if self.minimum is not None else []
        bounds += [f"({x}>{plain(self.maximum)})"] if self.maximum is not None else []
        bounds += [f.broken(x)] if self.whole else []
        return _number_rule(x, bounds, self.units)


def _number_rule(x: str, bounds: list[str], units: tuple[str, ...]) -> CellRule:
    """The rule of a number that must lie within the bounds; each is an expression for lying outside."""
    number, written = f.a_number(x), f.written_number(x, units)
    outside = f"{number}*{f.any_of(*bounds)}+" if bounds else ""
    return CellRule(f"({outside}(1-{number})*(1-{written}))", f"((1-{number})*{written})")


def percent_typed(raw: Raw) -> tuple[Raw, bool]:
    """A value shown as a percentage as its text (0.85 in a percent cell → '85%'), and whether it is one."""
    if isinstance(raw, PercentNumber):
        return shown(raw), True
    return raw, isinstance(raw, str) and key(raw).endswith("%")


@dataclass(frozen=True)
class Score:
    """Points in 0 … maximum, decimals allowed. A number below 1 where the maximum exceeds 10 is doubted."""

    maximum: Decimal = Decimal(100)

    @property
    def sample(self) -> str:
        """85 % of the maximum: 85 of 100, 17 of 20."""
        return plain(self.maximum * Decimal("0.85"))

    @property
    def words(self) -> str:
        """What the field takes: 0 到 100 的数."""
        return f"0 到 {plain(self.maximum)} 的数"

    def read(self, raw: Raw) -> Reading:
        """A Decimal; 0.85 where the maximum is 100 is taken as 0.85 points, with a warning."""
        typed, as_percent = percent_typed(raw)
        reading = Number(Decimal(0), self.maximum, units=("分", "%"), sample=self.sample).read(typed)
        value = reading.value
        if value is not None and 0 < value < 1 and self.maximum > 10 and not as_percent:
            doubt = finding("fraction-as-score", value=shown(raw), maximum=plain(self.maximum), percent=plain(value * 100),
                            points=plain(value * self.maximum))
            return Reading(value, (doubt,))
        return reading

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: points outside 0 … maximum."""
        return _number_rule(x, [f"({x}<0)", f"({x}>{plain(self.maximum)})"], ("分",))


@dataclass(frozen=True)
class Percent:
    """A percent, 0 … 100: 40 %, or 40. A number up to 1 without a percent format is an error, never a guess."""

    sample: str = "40%"
    words: str = "0% 到 100% 的百分数"

    def read(self, raw: Raw) -> Reading:
        """A Decimal in percent: 40 for 40%, for 0.4 in a percent cell and for 40; 0.4 alone is a finding."""
        typed, as_percent = percent_typed(raw)
        reading = Number(Decimal(0), Decimal(100), units=("%",), sample=self.sample).read(typed)
        if reading.value is not None and 0 < reading.value <= 1 and not as_percent:
            return unreadable("fraction-as-percent", raw, percent=plain(reading.value * 100))
        return reading

    def rule(self, x: str, beside: Beside) -> CellRule:
        """A formula cannot see a percent format."""
        return CellRule(doubt="1")


@dataclass(frozen=True)
class Day:
    """A date. `span` gives 11月25日 its year."""

    span: Span | None = None
    sample: str = "2017-11-25"
    words: str = "日期"

    def read(self, raw: Raw) -> Reading:
        """A date; a finding for none, for a month and day that may mean two years, and for one that a few seconds or a zone would move."""
        zone = zoned(raw) if isinstance(raw, str) else None
        moment = zone.local if zone is not None else raw
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


@dataclass(frozen=True)
class ItemPoints:
    """Points for a checklist item: 0 … the maximum that stands in the item's own row. Read raw; see `Score`.

    `line` is the team's line of business; the cells of another line's items are locked.
    """

    line: str = ""
    sample: str = "9"
    words: str = "0 到本项满分的数"

    def read(self, raw: Raw) -> Reading:
        """The raw value: only its row knows the maximum."""
        return Reading(raw)

    def rule(self, x: str, beside: Beside) -> CellRule:
        """Wrong: points outside 0 … the maximum in the item's row."""
        return _number_rule(x, [f"({x}<0)", f"({x}>{beside.maximum})"], ("分",))
