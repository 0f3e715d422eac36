"""Kinds of fields: each one's reader, its rule in Excel and its words, side by side."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.decimals import decimal_of
from fuwuyue_xlsx.basics.text import differing, near_names, without_space
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside, CellRule

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
    def sample(self) -> str:
        """A right value as people type it, for examples and remedies."""

    @property
    def words(self) -> str:
        """What the field takes, in words: 0 到 100 的整数."""

    def read(self, raw: Raw) -> Reading:
        """What a raw cell value means; without a value and with a finding where it cannot be read for certain."""

    def rule(self, x: str, beside: Beside) -> CellRule:
        """The rule of the cell `x`, a reference as it stands in a formula, of a template; `beside` names the cells in its row."""


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


