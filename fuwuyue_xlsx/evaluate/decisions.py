"""What an evaluation is made of: candidates, figures, evidence, standings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Award, Condition, Level


class Status(StrEnum):
    """Where a candidate stands. The order is that of the lists."""

    WINNER = "winner"
    NOT_SELECTED = "not_selected"
    TIED = "tied"
    PENDING = "pending"
    UNSCORED = "unscored"
    INELIGIBLE = "ineligible"
    VETOED = "vetoed"
    NOT_NOMINATED = "not_nominated"

    @property
    def label(self) -> str:
        return _TITLES[self.value]


_TITLES = {
    "winner": "获奖",
    "not_selected": "未获奖",
    "tied": "并列待定",
    "pending": "待查",
    "unscored": "缺评分",
    "ineligible": "不符合条件",
    "vetoed": "一票否决",
    "not_nominated": "未推荐",
}
RANKED = (Status.WINNER, Status.NOT_SELECTED, Status.TIED, Status.PENDING)


@dataclass(frozen=True)
class Candidate:
    """A department, team, person or post listed for an award. `position`: its place in the rules or on its sheet."""

    award: str
    level: Level
    department: str
    team: str | None = None
    person: str | None = None
    post: str | None = None
    nominated: bool = False
    order: int | None = None
    position: int = 0
    source: str = ""

    @property
    def name(self) -> str:
        return self.person or self.post or (self.team if self.level is Level.TEAM else None) or self.department


class Part(NamedTuple):
    """One figure behind a component: a reviewer's total, a visit's score, a team's value, an answer count."""

    label: str
    value: Decimal
    basis: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A component's value with what it was made from. `count`: reviewers, visits, teams or responses behind it."""

    value: Decimal | None
    parts: tuple[Part, ...] = ()
    count: int = 0
    how: str = ""


class Evidence(NamedTuple):
    """A condition as checked for one candidate. `met` is None for what decides nothing (参考) or is told elsewhere.

    `amount` is what was counted or scored; `late`, in words, what leaves it unmet whatever the amount.
    """

    condition: Condition
    met: bool | None
    words: str
    sources: tuple[str, ...] = ()
    amount: Decimal | None = None
    late: str | None = None


@dataclass(frozen=True)
class Margin:
    """How near the cut: points before (+) or behind (−) the rival across it, and for each component the value at
    which, all else equal, the two change places (None: no value does it)."""

    points: Decimal
    rival: str
    moves: dict[str, Decimal | None] = field(hash=False)


@dataclass(frozen=True)
class Standing:
    """One row of an award's list."""

    candidate: Candidate
    status: Status
    rank: int | None = None
    score: Decimal | None = None
    components: dict[str, Decimal | None] = field(default_factory=dict, hash=False)
    figures: dict[str, Figure] = field(default_factory=dict, hash=False)
    borrowed: tuple[str, ...] = ()
    unmet: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    incidents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    certainty: str | None = None
    margin: Margin | None = None
    late: str | None = None


@dataclass(frozen=True)
class AwardResult:
    """An award with its list. `quota`: seats, or seats by department for awards for persons (None: unknown)."""

    award: Award
    quota: int | dict[str, int | None] | None
    standings: tuple[Standing, ...] = ()
    open_seats: dict[str, int] = field(default_factory=dict, hash=False)
    empty_seats: int = 0


@dataclass(frozen=True)
class IncidentEffect:
    """What an incident does: its effect, by finding and date alone, and whom it reaches.

    `within` names whom it would reach under any finding and date, `owners` the same as keys of candidates.
    """

    id: str | None
    effect: str
    reaches: tuple[str, ...]
    source: str
    words: str
    department: str | None = None
    teams: frozenset[str] = frozenset()
    persons: frozenset[tuple[str, str | None]] = frozenset()
    conclusion: str = ""
    date: str = ""
    day: dt.date | None = None
    summary: str = ""
    within: tuple[str, ...] = ()
    owners: frozenset[tuple[str | None, ...]] = frozenset()


@dataclass(frozen=True)
class Prizes:
    """Whole yuan: confirmed by award × department, and the open amount of seats that are pending or tied."""

    confirmed: int
    open: int
    by_award: dict[str, int] = field(hash=False)
    by_department: dict[str, int] = field(hash=False)
    cells: dict[tuple[str, str], tuple[int, int, int]] = field(hash=False)


@dataclass(frozen=True)
class Evaluation:
    """All decisions, and what the evaluation itself found worth saying."""

    awards: tuple[AwardResult, ...]
    incidents: tuple[IncidentEffect, ...]
    prizes: Prizes
    findings: tuple[Finding, ...]
