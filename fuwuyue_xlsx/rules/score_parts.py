"""The parts that make an award's score: where each figure comes from, and what it counts for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fuwuyue_xlsx.basics.decimals import plain

# all of a score, in percent, and the most that a weighed part gives
WHOLE = Decimal(100)


class Source(StrEnum):
    """The source of a component's figure: the reviewers' points, the inspections, the satisfaction survey, a ballot, or what the office
    adds and takes off."""

    REVIEW = "评委打分"
    INSPECTION = "监督检查"
    SURVEY = "满意度测评"
    VOTES = "投票"
    ADJUSTMENT = "加减分"

    @property
    def per_award(self) -> bool:
        """Whether a candidate has a figure of its own in each award; those of the other sources are the same in all of them."""
        return self in (Source.REVIEW, Source.VOTES, Source.ADJUSTMENT)


@dataclass(frozen=True)
class Component:
    """A part of an award's score (附1 三.1): its name, its weight in percent (40 for 40 %), where its figure comes from, and of whom:
    `scope` has the groups of reviewers (组别) whose rows count, or the identities (身份) of the respondents whose answers do; empty:
    everybody's.

    Points that are added and taken off (加减分) count as they are, so that their weight is 0, and lie within ±`limit`; None for every
    other source.
    """

    name: str
    weight: Decimal
    source: Source
    scope: tuple[str, ...] = ()
    limit: Decimal | None = None

    @property
    def said_source(self) -> str:
        """Where its figure comes from in words, with whose: 评委打分（领导）."""
        return f"{self.source.value}（{'、'.join(self.scope)}）" if self.scope else self.source.value

    @property
    def said_share(self) -> str:
        """What it may make up of the score, in words: 权重 40%, or 至多 ±5 分."""
        return f"权重 {plain(self.weight)}%" if self.limit is None else f"至多 ±{plain(self.limit)} 分"

    @property
    def factor(self) -> Decimal:
        """What its figure is multiplied with, in percent: its weight, or 100 for points that count as they are."""
        return self.weight if self.limit is None else WHOLE

    @property
    def lowest(self) -> Decimal:
        """The least that its figure can be."""
        return Decimal(0) if self.limit is None else -self.limit

    @property
    def highest(self) -> Decimal:
        """The most that its figure can be."""
        return WHOLE if self.limit is None else self.limit

    def term(self, value: Decimal | None) -> str:
        """What it gives the composite, for a calculator: 85.50×40%, or the points themselves: 2.00, (-2.00)."""
        if self.limit is None:
            return f"{value}×{plain(self.weight)}%"
        return f"({value})" if value is not None and value < 0 else str(value)
