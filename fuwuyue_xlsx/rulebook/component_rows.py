"""评分构成 of the rules: each fault of an award's components at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import RuleRows
from fuwuyue_xlsx.rules.model import YES, Level, Source


def sources_twice(rows: RuleRows) -> Iterator[Finding]:
    """Two parts of one award with one source: nothing could tell their figures apart, and one would count twice."""
    for award in rows["奖项"]:
        parts = rows.award_rows("评分构成", award["奖项"]) if award["奖项"] else []
        often = Counter(part["数据来源"] for part in parts)
        first = {part["数据来源"]: part for part in reversed(parts)}
        for part in parts:
            source = part["数据来源"]
            if source is not None and often[source] > 1 and part is not first[source]:
                yield finding("rule-source-twice", part.place("数据来源"), award=award["奖项"], source=source, part=part["分项"],
                              other=first[source]["分项"])


def weights(rows: RuleRows) -> Iterator[Finding]:
    """The weights of an award's components sum to 100 %."""
    for award in rows["奖项"]:
        parts = rows.award_rows("评分构成", award["奖项"]) if award["奖项"] else []
        if parts and all(part["权重"] is not None for part in parts):
            total = sum((part["权重"] for part in parts), Decimal(0))
            if total != 100:
                yield finding("rule-weights", parts[0].place("权重"), award=award["奖项"], total=plain(total))


def components(rows: RuleRows) -> Iterator[Finding]:
    """Every enabled award has components, but one for persons may do without; where reviewers give points it has criteria for them."""
    for award in rows["奖项"]:
        name, enabled = award["奖项"], award["启用"] == YES
        parts = rows.award_rows("评分构成", name) if name else []
        if enabled and name and award["级别"] and not parts and "评分构成" not in rows.missing:
            if award["级别"] != Level.PERSON.label:
                yield finding("rule-no-components", award.place("奖项"), award=name)
        elif enabled and not rows.award_rows("评审要点", name or ""):
            reviewed = [part for part in parts if part["数据来源"] == Source.REVIEW]
            if reviewed and "评审要点" not in rows.missing:
                yield finding("rule-no-criteria", reviewed[0].place("数据来源"), award=name)
