"""What stands in a cell of 试算 that holds several things: the figures of a candidate, and what is counted for its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.rules.score_parts import WHOLE
from fuwuyue_xlsx.rules.trials import Given
from fuwuyue_xlsx.schema.number_kinds import Number, Score
from fuwuyue_xlsx.schema.trial_sheet import MOST_TIMES

_BETWEEN_PARTS, _BETWEEN_VALUES = re.compile(r"[;；\r\n]+"), re.compile(r"[、,，;；\s]+")
_NAMED = re.compile(r"\s*(.+?)\s*[=＝:：]\s*(.*?)\s*", re.DOTALL)
_TIMES = re.compile(r"(.+?)[×xX✕*](\d+)")
_VOTES = re.compile(r"(\d+)[/／](\d+)")


@dataclass(frozen=True)
class Fault:
    """Why a cell cannot be used, and what can be written instead; or the finding that a value by itself has made."""

    why: str = ""
    words: str = ""
    about_value: Finding | None = None


@dataclass(frozen=True)
class Values:
    """What is given for one part of a score; `name` None: no part is named."""

    name: str | None
    values: tuple[Given, ...]


def figures_in(text: str, source: Source, grades: Mapping[str, str]) -> Iterator[Values | Fault]:
    """What a cell gives for each part of a score that it names; a fault for what cannot be read.

    85.5 · 80.25、80.26 · 领导评价=90；职工评价=85 · 很满意、满意×3 · 12/40 · 2、-1. `grades`: key → name of the survey's grades.
    """
    for name, said in _parts(text):
        values: list[Given] = []
        for word in filter(None, _BETWEEN_VALUES.split(said)):
            read = _value(word, source, grades)
            if isinstance(read, Fault):
                yield read
                return
            values += read
        if not values:
            yield Fault(f"“{name}”后面没有得分", "请在等号后面写得分，例如 领导评价=90")
        elif source is Source.VOTES and len(values) > 1:
            yield Fault(f"写了 {len(values)} 个得票", "一个候选只写一个得票，例如 12/40")
        else:
            yield Values(name, tuple(values))


def _parts(text: str) -> list[tuple[str | None, str]]:
    """(the name before an equals sign, what stands behind it); a cell without one is one part without a name."""
    if not re.search("[=＝:：]", text):
        return [(None, text)]
    found = ((chunk, _NAMED.fullmatch(chunk)) for chunk in _BETWEEN_PARTS.split(text) if chunk.strip())
    return [(match[1], match[2]) if match else (None, chunk) for chunk, match in found]


def _value(word: str, source: Source, grades: Mapping[str, str]) -> list[Given] | Fault:
    if source is Source.VOTES and (ballot := _VOTES.fullmatch(word)):
        votes, valid = int(ballot[1]), int(ballot[2])
        return [(votes, valid)] if 0 < valid >= votes else Fault(f"写的“{word}”得票比有效票数多", "请写 得票/有效票数，例如 12/40")
    times = _TIMES.fullmatch(word) if source is Source.SURVEY else None
    word, count = (times[1], int(times[2])) if times else (word, 1)
    if not 1 <= count <= MOST_TIMES:
        return Fault(f"写了 {count} 个“{word}”", f"请写 1 到 {MOST_TIMES} 之间的个数")
    if source is Source.SURVEY and key(word) in grades:
        return [grades[key(word)]] * count
    reading = (_POINTS if source is Source.ADJUSTMENT else Score()).read(word)
    if reading.value is None:
        return Fault(about_value=reading.findings[0])
    return [_of_hundred(reading.value) if source is Source.VOTES else reading.value] * count


def _of_hundred(percent: Decimal) -> tuple[int, int]:
    """A percentage as (votes, valid ballots): 87.5 → (875, 1000)."""
    exponent = percent.as_tuple().exponent
    scale = 10 ** max(0, -exponent if isinstance(exponent, int) else 0)
    return int(percent * scale), 100 * scale


_POINTS = Number(-WHOLE, WHOLE, units=("分",), sample="2")
_COUNT = Number(Decimal(0), Decimal(MOST_TIMES), whole=True, units=("个", "种", "项", "条", "次"), sample="2")


def counts_in(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, int] | Fault]:
    """(check, number) of each check that a cell names: 比赛工种数=1；培训形式数=2. `known`: key → name of the checks that may be named."""
    offered = "、".join(known.values())
    for name, said in _parts(text):
        if name is None:
            yield Fault(f"写的“{said.strip()}”没有写明是哪个核查项", "请写 核查项=数到几" + (f"；可用的核查项：{offered}" if offered else ""))
        elif key(name) not in known:
            yield Fault(f"“{name}”不是这个奖项要数的核查项", f"可用的核查项：{offered}" if offered else "这个奖项没有要数的核查项，请清空这一格")
        else:
            reading = _COUNT.read(said)
            yield Fault(about_value=reading.findings[0]) if reading.value is None else (known[key(name)], reading.value)
