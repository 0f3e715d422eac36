"""Who wins, or does not, however the open matters end.

Open matters of an award: a pending incident may turn out either way; a missing component may turn out anywhere in
0…100, or stay missing (then its candidate does not win); a department that has not submitted may nominate itself and
any of its teams with any score, and with any points added that the award allows; a tie may be decided either way.

The bounds, and why they are exact. Scores only rise with components, so a candidate's keys (composite, then the tie
policy's components) have a greatest one, `best`, with every missing component at 100; no matter touches the keys of
two candidates at once except an incident, which only removes candidates.

*Can c win?* Take the ending that favours c most: every incident that does not reach c is substantiated, every one that
reaches c is not, c's missing components are 100, those of others stay missing, absent departments nominate nobody, and
ties fall to c. All these can happen together. What still stands above c are the complete candidates with a key greater
than best(c) all of whose pending incidents reach c, too. c can win exactly when they are fewer than the seats.

Where a veto takes more than one incident (阈值), c stands some that are substantiated, one fewer than it is short of. Which
of those that reach others, too, removes most of them is tried out, one choice after the other; should there be more than
`MOST_CHOICES`, every candidate that some choice removes counts as removed, so that at worst c is called open.

A condition on the composite bars who cannot reach it with every missing component at 100; whoever can is in that very ending, and
stays out of the others' way in the endings in which its components stay missing.

*Can c lose?* It can when something of its own is open (a component, a pending incident). Otherwise take the ending that
harms c most: no incident is substantiated, every other candidate's missing components are 100, absent departments
nominate all they have with the most that each component can be, ties fall against c. Again all can happen together. c wins in it, and so in every
ending, exactly when fewer others than seats have best ≥ key(c).

A tie that leaders decided stays decided in every ending in which it is the very tie that they were asked about. When nothing open can
reach anybody with its keys or better ones it is so in all of them, and its candidates are locked in or out as ruled; otherwise some ending
asks another question, which may be decided either way, and they are judged as if nobody had ruled.

An absent department may nominate any number of posts and persons, so then nobody is sure of such a seat. Where the number of seats is
unknown, as a headcount is missing, everybody who takes part is open. Where points are owed that change means
already made, every score of the award may move, and nothing is locked but what no score decides (`unlocked`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.incident_reach import VETO
from fuwuyue_xlsx.evaluate.judging import Case, composite
from fuwuyue_xlsx.evaluate.seating import tie_key
from fuwuyue_xlsx.evaluate.statuses import RANKED, Status
from fuwuyue_xlsx.rules.awards import ConditionGroup, ConditionKind
from fuwuyue_xlsx.rules.model import Award, Level, Rules
from fuwuyue_xlsx.schema.checks import COMPOSITE

Key = tuple[Decimal, ...]
MOST_CHOICES = 1_000


class Certainty(StrEnum):
    """Whether open matters can still change a candidate's fate."""

    LOCKED_IN = "locked_in"
    LOCKED_OUT = "locked_out"
    OPEN = "open"

    @property
    def label(self) -> str:
        """The certainty as people read it: 已锁定获奖, 已锁定不获奖, 未定."""
        return {"locked_in": "已锁定获奖", "locked_out": "已锁定不获奖", "open": "未定"}[self.value]


class _Threat(NamedTuple):
    """The pending incidents that reach a candidate, and how many of them veto it; without any it stays what it is."""

    incidents: frozenset[str] = frozenset()
    short: int = 1

    def removes(self, substantiated: frozenset[str]) -> bool:
        """Whether the candidate is vetoed when these are substantiated."""
        return len(self.incidents & substantiated) >= self.short


@dataclass(frozen=True)
class _Runner:
    """A candidate who may still take part. Keys sort the better first, so a smaller key ranks higher."""

    candidate: Candidate
    best: Key
    complete: bool
    threat: _Threat
    absent: bool


def with_certainty(result: AwardResult, rules: Rules, cases: list[Case], submitted: frozenset[str]) -> AwardResult:
    """The result with a certainty on every standing of a scored award; O(n log n) in its candidates."""
    award = result.award
    runners = {case.candidate: runner for case in cases if (runner := _runner(award, rules, case, submitted))}
    if not isinstance(result.quota, dict):
        absent = _nominates_anybody(award) and len(submitted) < len(rules.departments)
        contests = {"": (_Field(list(runners.values()), result.quota or 0, absent), result.standings)}
    else:
        # departments with seats of their own: no matter of one touches a seat of another
        contests = {department: (_Field([one for one in runners.values() if one.candidate.department == department], seats,
                                        _nominates_anybody(award) and department not in submitted),
                                 tuple(one for one in result.standings if one.candidate.department == department))
                    for department, seats in result.quota.items()}
    said = {candidate: certainty for field, standings in contests.values() for candidate, certainty in _certainties(field, runners, standings)}
    return replace(result, standings=tuple(replace(standing, certainty=said[standing.candidate].value) for standing in result.standings))


def _nominates_anybody(award: Award) -> bool:
    """Whether an absent department may come with candidates whom nobody knows yet."""
    return award.level in (Level.PERSON, Level.POST)


def _certainties(field: _Field, runners: dict[Candidate, _Runner], standings: tuple[Standing, ...]) -> Iterator[tuple[Candidate, Certainty]]:
    """The certainty of each who competes for the same seats."""
    ruled = next((runners[standing.candidate] for standing in standings if standing.ruling and standing.rank), None)
    stands = ruled is not None and field.is_settled_from(ruled.best)
    for standing in standings:
        if stands and standing.ruling and standing.rank:
            yield standing.candidate, Certainty.LOCKED_IN if standing.status is Status.WINNER else Certainty.LOCKED_OUT
        else:
            yield standing.candidate, field.certainty(runners.get(standing.candidate))


def unlocked(result: AwardResult) -> AwardResult:
    """The result while points are owed to its candidates: whoever a score decides about is open."""
    scored = (*RANKED, Status.UNSCORED)
    return replace(result, standings=tuple(
        replace(standing, certainty=Certainty.OPEN.value) if standing.certainty and (standing.status in scored or standing.out_by_score) else standing
        for standing in result.standings))


def _runner(award: Award, rules: Rules, case: Case, submitted: frozenset[str]) -> _Runner | None:
    """None for who is out for good: vetoed, ineligible, not nominated by a department that has submitted, unable to reach the composite
    that a condition asks for.
    """
    absent = case.candidate.department not in submitted
    if absent:
        out = case.vetoes or case.barred or case.excluded
        return None if out else _Runner(case.candidate, _best_key(award, rules, case, True), False, _Threat(), True)
    if case.status not in (None, Status.UNSCORED):
        return None
    best = _best_key(award, rules, case, False)
    if -best[0] < least_composite(case):
        return None  # whatever is still missing, it stays below what a condition asks for
    known = sum(incident.effect == VETO for incident in case.incidents)
    threat = _Threat(frozenset(incident.source for incident in case.pending), award.veto_from - known)
    return _Runner(case.candidate, best, case.score is not None, threat, False)


def least_composite(case: Case) -> Decimal:
    """The composite that the hard conditions ask for which are not judged yet; of a group as many as it is short of, the lowest first.
    Without any it is less than whatever a composite can be, which points that are taken off may bring below 0."""
    asked: dict[ConditionGroup | None, list[Decimal]] = defaultdict(list)
    for one in case.evidence:
        if one.condition.check == COMPOSITE and one.condition.kind is ConditionKind.HARD and one.met is None:
            asked[one.condition.group].append(one.condition.threshold or Decimal(0))
    least = max(asked.pop(None, ()), default=Decimal("-Infinity"))
    for group, thresholds in asked.items():
        short = (group.least if group else 0) - sum(one.met is True for one in case.evidence if one.condition.group == group)
        least = max(least, sorted(thresholds)[short - 1]) if short > 0 else least
    return least


def _best_key(award: Award, rules: Rules, case: Case, anything: bool) -> Key:
    """The greatest key: missing components (of an absent department: all) at the most that they can be."""
    if case.score is not None and not anything:
        return tie_key(rules, case.score, case.components)
    values = {part.name: part.highest if anything or case.components[part.name] is None else case.components[part.name] for part in award.components}
    return tie_key(rules, composite(award, values, rules.policies.decimals), values)


class _Field:
    """All who compete for the same seats (None: nobody knows yet how many), counted so that each is decided by a few look-ups. `absent`:
    somebody may still come whom nobody knows yet."""

    def __init__(self, runners: list[_Runner], quota: int | None, absent: bool) -> None:
        self.quota, self.absent = quota, absent
        self.unsettled = min((runner.best for runner in runners if runner.absent or not runner.complete or runner.threat.incidents), default=None)
        self.bests = sorted(runner.best for runner in runners)
        self.firm: dict[_Threat, list[Key]] = defaultdict(list)
        self.threats_with: dict[str, set[_Threat]] = defaultdict(set)
        for runner in runners:
            if runner.complete:
                threat = runner.threat if runner.threat.incidents else _Threat()
                self.firm[threat].append(runner.best)
                for incident in threat.incidents:
                    self.threats_with[incident].add(threat)
        for keys in self.firm.values():
            keys.sort()

    def certainty(self, runner: _Runner | None) -> Certainty:
        if runner is None:
            return Certainty.LOCKED_OUT
        if self.quota is None:
            return Certainty.OPEN
        if self._unavoidably_above(runner) >= self.quota:
            return Certainty.LOCKED_OUT
        return Certainty.OPEN if self._can_lose(runner) else Certainty.LOCKED_IN

    def is_settled_from(self, key: Key) -> bool:
        """Whether nothing open can reach anybody with this key or a better one."""
        return not self.absent and (self.unsettled is None or self.unsettled > key)

    def _unavoidably_above(self, runner: _Runner) -> int:
        """Complete candidates with a strictly better key that no ending removes in which this one stays."""
        own = runner.threat.incidents
        shared = {threat for incident in own for threat in self.threats_with[incident]}
        above = {threat: bisect_left(self.firm[threat], runner.best) for threat in shared}
        # removed without any help from the incidents that reach this one, too
        above = {threat: count for threat, count in above.items() if count and len(threat.incidents - own) < threat.short}
        staying = min(sum(count for threat, count in above.items() if not threat.removes(threat.incidents - own | chosen))
                      for chosen in _choices(runner.threat, above))
        return staying + bisect_left(self.firm.get(_Threat(), ()), runner.best)

    def _can_lose(self, runner: _Runner) -> bool:
        if runner.absent or not runner.complete or runner.threat.incidents or self.quota is None or self.absent:
            return True
        others = bisect_right(self.bests, runner.best) - 1
        return others >= self.quota


def _choices(threat: _Threat, others: Iterable[_Threat]) -> Iterator[frozenset[str]]:
    """The incidents of a candidate that may be substantiated without vetoing it, as many as may be: each choice of those that bear on
    others. Beyond `MOST_CHOICES` all of them at once.
    """
    bearing = sorted(threat.incidents & frozenset().union(*(other.incidents for other in others)))
    size = min(threat.short - 1, len(bearing))
    if math.comb(len(bearing), size) > MOST_CHOICES:
        yield frozenset(bearing)
    else:
        yield from map(frozenset, combinations(bearing, size))
