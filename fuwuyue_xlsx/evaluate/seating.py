"""Who has a seat: by score or by the departments' order, within bounds, as leaders ruled on ties, tier by tier.

The seats are given by a short pass over sorted keys (`ranking.py`): `groupby.rank` gives the same ranks, but takes half a millisecond a
call, and the effects of policies ask for seats some fifty times in a run over four departments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from fuwuyue_xlsx.evaluate.capped_seats import capped_seats
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect, Ruling
from fuwuyue_xlsx.evaluate.leaders_rulings import Answer, Rulings, owner_of
from fuwuyue_xlsx.evaluate.questions import Question
from fuwuyue_xlsx.evaluate.ranking import Seat, Seated, Tie, seats
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.tier_seats import Pools, TierSeats, seats_of_tiers
from fuwuyue_xlsx.rules.model import Award, Rules
from fuwuyue_xlsx.rules.policies import tie_names
from fuwuyue_xlsx.schema.ruling_book import WINS

# seats of a scored award, or by department (None: the headcounts are not whole); None for an award that is off
Quota = int | dict[str, int | None] | None


class Contender(Protocol):
    """A candidate who takes part in the ranking, with all that its seat depends on.

    `components` gives the value of each component, `pending` the incidents that are still looked into.
    """

    @property
    def candidate(self) -> Candidate: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def components(self) -> Mapping[str, Decimal | None]: ...
    @property
    def pending(self) -> tuple[IncidentEffect, ...]: ...


C = TypeVar("C", bound=Contender)


def tie_key(rules: Rules, score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    """Best first: the composite, then the tie policy's components that the award has. Better keys are smaller."""
    return _tie_key(rules.policies.tie_order, score, components)


def _tie_key(order: tuple[str, ...], score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    names = tie_names(order, tuple(components))
    return tuple([-value for value in (score, *[components[name] for name in names]) if value is not None])


def seats_by_score(rules: Rules, award: Award, ranked: Iterable[C], quota: int | dict[str, int | None],
                   rulings: Rulings) -> Iterator[tuple[int | None, Seated[C]]]:
    """(seats there are, who is seated) of a scored award, best first: among all, or department by department.

    Without a known quota (None) there is a seat for everybody of the department, and all are pending.
    """
    if not isinstance(quota, dict):
        yield quota, _by_score(rules, award, ranked, quota, rulings)
        return
    by_department: dict[str, list[C]] = defaultdict(list)
    for contender in ranked:
        by_department[contender.candidate.department].append(contender)
    for department, number in quota.items():
        contenders = by_department[department]
        yield number, _by_score(rules, award, contenders, len(contenders) if number is None else number, rulings, department)


def _by_score(rules: Rules, award: Award, ranked: Iterable[C], quota: int, rulings: Rulings, within: str | None = None) -> Seated[C]:
    order = rules.policies.tie_order
    keyed = [(_tie_key(order, contender.score, contender.components), contender.candidate.position, contender) for contender in ranked]
    keyed.sort(key=itemgetter(0, 1))
    contenders, places = [contender for *_, contender in keyed], [place for place, *_ in keyed]
    if not award.capped:
        return _ruled(seats(contenders, places, quota)[0], rulings, within)
    homes = [contender.candidate.department for contender in contenders]
    return _ruled(capped_seats(contenders, places, homes, quota, award.most_each, award.fewest_each), rulings)


def seats_by_order(ranked: Iterable[C], quotas: dict[str, int | None], rulings: Rulings) -> Iterator[tuple[str, Seated[C]]]:
    """Department by department the seats for its people in its own order (附1 三.2).

    Without a known quota there is a seat for everybody, and all are pending.
    """
    by_department: dict[str, list[tuple[tuple[Any, ...], C]]] = defaultdict(list)
    for contender in ranked:
        by_department[contender.candidate.department].append((_order_key(contender.candidate), contender))
    for department, quota in quotas.items():
        keyed = sorted(by_department[department], key=itemgetter(0))
        contenders, places = [contender for _, contender in keyed], [place for place, _ in keyed]
        seated, _ = seats(contenders, places, len(keyed) if quota is None else quota)
        yield department, _ruled(seated, rulings, department)


def _ruled(seated: list[Seat[C]], rulings: Rulings, within: str | None = None) -> Seated[C]:
    """The seats with each tie decided as leaders ruled, where they ruled on this very tie. `within`: the department whose seats they are."""
    answers: dict[int, Answer | None] = {}
    decided, open_seats = [], 0
    for seat in seated:
        if seat.tie is None:
            decided.append(seat)
            continue
        if id(seat.tie) not in answers:
            answer = rulings.answer(question_of(seat.tie, within))
            answers[id(seat.tie)] = answer = None if answer is None or answer.wrong else answer
            open_seats += seat.tie.seats if answer is None else 0
        given = answers[id(seat.tie)]
        decided.append(seat if given is None else _settled(seat, given.rulings[owner_of(seat.thing.candidate)]))
    return Seated(decided, open_seats)


def question_of(tie: Tie[Any], within: str | None = None) -> Question:
    """What leaders are asked about those who are tied; `within`: the department whose seats they are, None: as the tie has it."""
    first = tie.members[0]
    members = frozenset(owner_of(one.candidate) for one in tie.members)
    return Question(first.candidate.award, members, first.score, tie.seats, within or tie.within, tie.bounds, tie.apart)


def _settled(seat: Seat[C], ruling: Ruling) -> Seat[C]:
    return seat._replace(status=Status.WINNER if ruling.decision == WINS else Status.NOT_SELECTED, ruling=ruling, tie=None, bound="")


def seated_status(seat: Seat[C], quota: int | None) -> Status:
    """The status of a seat: a would-be winner with a pending incident is pending, and so is everybody where the quota is unknown
    (None).
    """
    held_up = quota is None or (seat.status is Status.WINNER and seat.thing.pending)
    return Status.PENDING if held_up else seat.status


def seats_of_group(rules: Rules, tiers: Sequence[Award], ranked: Mapping[str, Sequence[C]], quotas: Mapping[str, Quota],
                   rulings: Rulings) -> Iterator[TierSeats[C]]:
    """The seats of the tiers of a group, or of an award that stands by itself. `ranked`: by award, who takes part before anybody is placed."""

    def seat(number: int, contenders: list[C], ruled: bool) -> Pools[C]:
        award = tiers[number]
        return list(seats_of_award(award, rules, contenders, quotas[award.name], rulings if ruled else Rulings()))

    return seats_of_tiers([tier.name for tier in tiers], [ranked[tier.name] for tier in tiers], seat)


def seats_of_award(award: Award, rules: Rules, cases: Sequence[C], quota: Quota, rulings: Rulings) -> Iterator[tuple[int | None, Seated[C]]]:
    """(seats there are, who is seated) of a scored award, or of each department's people (附1 三.2)."""
    if award.scored:
        yield from seats_by_score(rules, award, cases, quota or 0, rulings)
    elif isinstance(quota, dict):
        yield from ((quota[department], seated) for department, seated in seats_by_order(cases, quota, rulings))


def _order_key(candidate: Candidate) -> tuple[Any, ...]:
    """The department's order; without a readable number last, each in its own place on the sheet."""
    return (0, candidate.order, 0) if candidate.order is not None else (1, 0, candidate.position)
