"""加减分 in 评分构成 of the rules: what has a weight or a limit and must not, what has none and must, each at its cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.schema.number_kinds import Percent


def adjustments(rows: RuleRows) -> Iterator[Finding]:
    """Every part but 加减分 has a weight and no limit; 加减分 has a limit and no weight, stands once in an award, and never alone."""
    for part in rows["评分构成"]:
        if part["数据来源"] == Source.ADJUSTMENT:
            yield from _of_adjustment(part)
        elif part["数据来源"] is not None:
            yield from _of_weighed(part)
    for award in rows["奖项"]:
        parts = rows.award_rows("评分构成", award["奖项"] or "")
        adjusting = [part for part in parts if part["数据来源"] == Source.ADJUSTMENT]
        for part in adjusting[1:]:
            yield finding("rule-adjustment-twice", part.place("数据来源"), award=award["奖项"], part=part["分项"], other=adjusting[0]["分项"])
        if adjusting and len(adjusting) == len(parts):
            yield finding("rule-adjustment-alone", adjusting[0].place("数据来源"), award=award["奖项"], part=adjusting[0]["分项"])


def _of_adjustment(part: Row) -> Iterator[Finding]:
    if part["权重"] is not None:
        yield finding("rule-adjustment-weight", part.place("权重"), part=part["分项"], value=f"{plain(part['权重'])}%")
    if part["上限"] is None and "上限" not in part.unreadable:
        yield finding("rule-adjustment-limit", part.place("上限"), part=part["分项"])


def _of_weighed(part: Row) -> Iterator[Finding]:
    if part["权重"] is None and "权重" not in part.unreadable:
        yield finding("required-empty", part.place("权重"), title="权重", words=Percent().words)
    if part["上限"] is not None:
        yield finding("rule-limit-unused", part.place("上限"), part=part["分项"], source=part["数据来源"], value=plain(part["上限"]))


def limit_of(rows: RuleRows, award: str | None) -> Decimal:
    """How many points an award adds at most; 0 without 加减分."""
    limits = (part["上限"] for part in rows["评分构成"] if part["数据来源"] == Source.ADJUSTMENT and part.key("奖项") == key(award))
    return max((limit for limit in limits if limit is not None), default=Decimal(0))
