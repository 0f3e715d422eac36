"""The values that an evaluation consists of: candidates, standings, results of awards, incidents, prizes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.evidence import Evidence, Figure, Margin
from fuwuyue_xlsx.evaluate.ledger import Ledger
from fuwuyue_xlsx.evaluate.questions import Question
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import Award, Level
from fuwuyue_xlsx.schema.checks import COMPOSITE


@dataclass(frozen=True)
class Candidate:
    """A department, team, person or post listed for an award.

    nominated  whether the department's opinion is 同意
    order      the department's own order of its people (附1 三.2), from 1; None: unreadable or not asked for
    position   its place in the rules or on its sheet, from 0; the last resort of every order
    source     file!sheet!cell of its nomination; empty: it has none
    holders    of a post: who works at it (在岗人员); empty: nobody is named
    category   of a person: the category of people (人员类别); None: the award asks for none, or there is none that can be read
    points_of  the award for which its reviewers give their points: a higher tier's may serve; empty: its own
    """

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
    holders: tuple[str, ...] = ()
    points_of: str = ""
    category: str | None = None

    @property
    def reviewed_for(self) -> str:
        """The award for which reviewers give the points that count for it."""
        return self.points_of or self.award

    @property
    def name(self) -> str:
        """The name by which lists show it: of the person or post, else of the team, else of the department."""
        return self.person or self.post or (self.team if self.level is Level.TEAM else None) or self.department

    @property
    def own_key(self) -> str | None:
        """The key of the person's or post's name, which tells it apart within its team; None for a department or team."""
        return key(self.person or self.post) or None


@dataclass(frozen=True)
class Ruling:
    """What leaders ruled on one candidate in one award (领导裁定).

    decision  获奖 or 不获奖 of a tie, or 取消资格
    by, day   who ruled so, and when
    source    file!sheet!cell of it
    """

    decision: str
    by: str
    day: dt.date
    source: str
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """One row of an award's list: a candidate with what was decided of it, and why.

    rank        competition rank from 1; None for who is not ranked
    score       the composite, 0 … 100 points, and what is added or taken off; None: a component is missing, or the award is not scored
    components  the value of each component; figures: the same with what it was made from
    borrowed    the components that are the department's (口径 缺项处理 = 沿用科室)
    unmet       the numbers of its unmet hard conditions
    incidents   the numbers (or cells) of the incidents that reach it, substantiated or still looked into
    reasons     why it has its status, a sentence each
    late        the cell of the late material time that disqualifies it; None: none does
    ruling      what leaders ruled that decides its status: on the tie, or that it is disqualified; None: nothing
    question    of a tie that leaders are asked about: the question; None also of one that waits for a higher tier's
    bound       每科室至多 or 每科室至少, where that keeps it out or in
    depends     the higher tiers whose ties decide about it
    placed      the higher tier in which it has its seat; empty: it is placed in none
    excluded    the rows of 资格排除 that name it
    """

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
    ruling: Ruling | None = None
    question: Question | None = None
    bound: str = ""
    depends: tuple[str, ...] = ()
    placed: str = ""
    excluded: tuple[Exclusion, ...] = ()

    @property
    def out_by_score(self) -> bool:
        """Whether nothing but the composite makes it ineligible: other points might yet let it in."""
        if self.status is not Status.INELIGIBLE or self.late or self.ruling or self.excluded:
            return False
        return all(self._may_be_met(evidence) for evidence in self.evidence if evidence.unmet)

    def _may_be_met(self, unmet: Evidence) -> bool:
        """Whether another composite would meet a condition, or enough of its group."""
        group = unmet.condition.group
        members = [one for one in self.evidence if one.condition.group == group] if group else [unmet]
        return sum(one.met is not False or one.condition.check == COMPOSITE for one in members) >= (group.least if group else 1)


@dataclass(frozen=True)
class AwardResult:
    """An award with its list.

    quota        seats, or seats by department for an award for persons (there None: unknown); None for an award that is off
    open_seats   department → its seats that are pending or tied; departments without any are left out
    empty_seats  seats that there is no ranked candidate for, and those of a tie that leaders gave to nobody
    """

    award: Award
    quota: int | dict[str, int | None] | None
    standings: tuple[Standing, ...] = ()
    open_seats: dict[str, int] = field(default_factory=dict, hash=False)
    empty_seats: int = 0


# a candidate whatever the award: its level, department, team, and the key of the person's or post's name
Owner = tuple[Level, str, str | None, str]


@dataclass(frozen=True)
class IncidentEffect:
    """What an incident does: `effect` is veto, pending or none, by its conclusion, date and kind alone, and `reaches` names whom it reaches.

    within   whom it would reach under any conclusion and date; owners: the same as keys of candidates
    loose    the posts that it might be about, and does not reach for want of a responsible person (未落实到岗位)
    words    the incident in one phrase, for reasons
    kind     its kind where the rules name kinds of their own; harmless: whether it is of one that vetoes nobody
    """

    id: str | None
    effect: str
    reaches: tuple[str, ...]
    source: str
    words: str
    department: str | None = None
    conclusion: str = ""
    date: str = ""
    day: dt.date | None = None
    summary: str = ""
    within: tuple[str, ...] = ()
    reached: frozenset[Owner] = frozenset()
    loose: tuple[str, ...] = ()
    kind: str = ""
    harmless: bool = False


@dataclass(frozen=True)
class Prizes:
    """Prize money in whole yuan (附1 四).

    confirmed  of all winners; open: of all seats that are pending or tied
    cells      (award, department) → (winners, yuan confirmed, yuan open)
    """

    confirmed: int
    open: int
    by_award: dict[str, int] = field(hash=False)
    by_department: dict[str, int] = field(hash=False)
    cells: dict[tuple[str, str], tuple[int, int, int]] = field(hash=False)


@dataclass(frozen=True)
class RulingOutcome:
    """One signed row of 领导裁定, and whether it acts.

    kind       tie, disqualification or confirmation
    award      None: all awards, or it is about no award
    candidate  None: it is about a finding
    decision   获奖, 不获奖, 取消资格 or 已核实，按现值
    """

    kind: str
    award: str | None
    candidate: str | None
    decision: str
    by: str
    date: str
    source: str
    applies: bool


@dataclass(frozen=True)
class Evaluation:
    """All decisions on a campaign, with the findings that the evaluation itself has made, what is still owed, and what became of
    the leaders' rulings."""

    awards: tuple[AwardResult, ...]
    incidents: tuple[IncidentEffect, ...]
    prizes: Prizes
    findings: tuple[Finding, ...]
    ledger: Ledger = field(default_factory=Ledger)
    rulings: tuple[RulingOutcome, ...] = ()
