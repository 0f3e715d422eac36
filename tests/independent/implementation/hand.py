"""The ways in which people type: the same value as a number, with a unit, as a dated text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

DATE_FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]
MOMENT_FORMS = ["%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日%H:%M", "%Y年%m月%d日%H时%M分"]
WIDE = str.maketrans("0123456789()", "０１２３４５６７８９（）")


class Hand:
    """Types values, mostly straightforwardly; without variety always so."""

    def __init__(self, seed: int, variety: bool = True) -> None:
        self._random = Random(f"hand {seed}")
        self._odd = 0.08 if variety else 0.0

    def _oddly(self) -> bool:
        return self._random.random() < self._odd

    def number(self, value: Decimal | int | str, unit: str = "") -> int | float | str:
        """A real number; oddly as a text, with a unit or in full-width digits."""
        if isinstance(value, str):
            return value
        exact = Decimal(value)
        real = int(exact) if exact == exact.to_integral_value() else float(exact)
        if exact < 0 or not self._oddly():
            return real
        return self._random.choice([str(real), f"{real}{unit}", str(real).translate(WIDE)])

    def day(self, value: date | str) -> date | str | int:
        if not isinstance(value, date) or not self._oddly():
            return value
        forms = MOMENT_FORMS if isinstance(value, datetime) else DATE_FORMS
        return value.strftime(self._random.choice(forms))

    def name(self, value: str) -> str:
        """A name of the rules, oddly with a space or in full width."""
        if not self._oddly():
            return value
        return self._random.choice([self.spaced(value), value.translate(WIDE)])

    def person(self, value: str) -> str:
        return self.spaced(value) if self._oddly() else value

    @staticmethod
    def spaced(value: str) -> str:
        return f"{value[:1]} {value[1:]}"

    def names(self, values: list[str]) -> str:
        """Several teams in one cell, set apart in one of the ways that are read."""
        return self._random.choice(["，", "；", "、", "/", "\n"]).join(values)

    def cell(self, column: str, value: Any) -> object:
        """A table's value, typed as its column asks."""
        if value is None:
            return None
        if column == "参与班组":
            return self.names(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (int, Decimal)):
            return self.number(value, UNITS.get(column, ""))
        if column in ("班组", "科室", "所在班组"):
            return self.name(value)
        return self.person(value) if column in ("姓名", "责任人") else value


UNITS = {"员工人数": "人", "班组外员工人数": "名", "参赛人数": "人", "参训人次": "次"}
