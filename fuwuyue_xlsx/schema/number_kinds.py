"""Kinds of fields that are numbers: counts, points, percents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fuwuyue_xlsx.basics import cell_values
from fuwuyue_xlsx.basics.cell_values import PercentNumber, Raw, shown
from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule
from fuwuyue_xlsx.schema.field_kinds import Reading, unreadable

COUNT_UNITS = ("人次", "人", "名", "次")


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
