"""What the value of a policy (口径) may be, in the words people use: each reader gives the value, or raises why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from fuwuyue_xlsx.basics import cell_values
from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.text import key

ROUNDINGS = ("四舍五入", "进一", "舍去")


class Unusable(ValueError):
    """Why a policy cannot have a value, in Chinese. It never goes further than `Policy.read`."""


@dataclass(frozen=True)
class OneOf:
    """Reads one of a few words as the value that it stands for; `also`: other words people use for them, `elsewhere`: words that
    belong into another cell, with why.
    """

    values: dict[str, Any] = field(hash=False)
    also: dict[str, str] = field(default_factory=dict, hash=False)
    elsewhere: tuple[re.Pattern[str], str] | None = None

    def __call__(self, raw: Raw) -> Any:
        by_key = {key(word): value for word, value in self.values.items()}
        by_key |= {key(word): self.values[meant] for word, meant in self.also.items()}
        typed = key(shown(raw))
        if typed in by_key:
            return by_key[typed]
        raise Unusable(self.elsewhere[1] if self.elsewhere and self.elsewhere[0].fullmatch(typed) else "不在可选值里")


def one_of(*words: str) -> OneOf:
    """Reads one of these words as the word itself."""
    return OneOf({word: word for word in words})


_AT_LEAST_ONE = re.compile(r"不足[1一]人的?,?按[1一]人(计算?|算)?")
ROUNDING = OneOf({word: word for word in ROUNDINGS}, {"只舍不入": "舍去", "只入不舍": "进一", "有余即进": "进一"},
                 (_AT_LEAST_ONE, "这是保底的名额，请在“个人名额每科室至少”里填 1"))
YES_OR_NO = OneOf({"是": True, "否": False})


def whole(low: int, high: int | None) -> Callable[[Raw], int]:
    """Reads whole numbers from `low` to `high` (None: any), also with 人, 份 or 位 behind them: 3 · 3人."""
    words = f"{low} 到 {high} 的整数" if high is not None else f"不小于 {low} 的整数"

    def parse(raw: Raw) -> int:
        value = None if isinstance(raw, bool) else cell_values.number(raw, ("人", "份", "位"))
        if value is None or value != value.to_integral_value() or value < low or (high is not None and value > high):
            raise Unusable(f"应为{words}")
        return int(value)

    return parse


def parse_least(raw: Raw) -> int:
    """A whole number, or 不足1人按1人计, which is 1."""
    return 1 if isinstance(raw, str) and _AT_LEAST_ONE.fullmatch(key(raw)) else whole(0, None)(raw)


def parse_share(raw: Raw) -> Decimal:
    """A percent, 0 … 100: 10%, 10, or 0.1 in a percent cell; 0.1 alone may mean either and is refused."""
    text = shown(raw)
    value = None if isinstance(raw, bool) else cell_values.number(text, ("%",))
    if value is None or not 0 <= value <= 100:
        raise Unusable("应为 0% 到 100% 的百分数")
    if 0 < value < 1 and not key(text).endswith("%"):
        raise Unusable("看不出是百分之几，请写上百分号")
    return value


def parse_order(raw: Raw) -> tuple[str, ...]:
    """「满意度测评 > 监督检查」 → the names in order. Whether components have these names is checked with the rules."""
    names = tuple(part.strip() for part in re.split(r"[>＞]", shown(raw)))
    if not all(names):
        raise Unusable("各分项之间用“>”隔开，不能有空的")
    if len({key(name) for name in names}) < len(names):
        raise Unusable("有分项重复")
    return names


def parse_period(raw: Raw) -> tuple[Any, Any]:
    """「2017-11-20 至 2017-12-30」 → first and last day, both included."""
    parts = re.split(r"至|到|~|～|—+", shown(raw))
    ends = [cell_values.days(part.strip(), None) for part in parts]
    if len(ends) != 2 or not all(len(days) == 1 for days in ends):
        raise Unusable("应写成“起始日 至 截止日”，日期写全年月日")
    first, last = ends[0][0], ends[1][0]
    if first > last:
        raise Unusable("截止日早于起始日")
    return first, last


def parse_grades(raw: Raw) -> tuple[tuple[str, Decimal], ...]:
    """「很满意=100, 满意=80, …」 → grades from the best down, each worth 0 … 100."""
    grades = []
    for part in re.split(r"[,，;；、·\n]", shown(raw)):
        name, _, points = part.replace("＝", "=").partition("=")
        value = cell_values.number(points.strip(), ("分",))
        if not key(name) or value is None:
            raise Unusable(f"“{part.strip()}”应写成“等级=分值”")
        grades.append((name.strip(), value))
    values = [value for _, value in grades]
    if any(not 0 <= value <= 100 for value in values):
        raise Unusable("分值应在 0 到 100 之间")
    if any(later >= earlier for earlier, later in pairwise(values)):
        raise Unusable("分值应从高到低")
    if len({key(name) for name, _ in grades}) < len(grades):
        raise Unusable("有等级重复")
    return tuple(grades)
