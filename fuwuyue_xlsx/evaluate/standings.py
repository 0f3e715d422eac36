"""An award's list: candidates judged, ranked, seated, in the order in which they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import RANKED, AwardResult, Candidate, IncidentEffect, Standing, Status
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.ranking import Seat, next_in_line, seats
from fuwuyue_xlsx.evaluate.reasons import before_ranking, of_seat, without_seats
from fuwuyue_xlsx.rules.model import Award, Rules

_AFTER = (Status.UNSCORED, Status.INELIGIBLE, Status.VETOED, Status.NOT_NOMINATED)


class Contender(Protocol):
    """What seats are given by: a candidate who takes part, with its score and whether an incident is pending."""

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
    names = _tie_names(order, tuple(components))
    return tuple([-value for value in (score, *[components[name] for name in names]) if value is not None])


@lru_cache(maxsize=64)
def _tie_names(order: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """The award's own names of its components in the policy's order."""
    by_key = {key(name): name for name in names}
    return tuple(by_key[key(name)] for name in order if key(name) in by_key)


def seats_by_score(award: Award, rules: Rules, ranked: Iterable[C]) -> tuple[list[Seat[C]], int]:
    """Seats for all who are ranked in a scored award, best first, and how many a group of equals leaves open."""
    order = rules.policies.tie_order
    keyed = [(_tie_key(order, one.score, one.components), one.candidate.position, one) for one in ranked]
    keyed.sort(key=itemgetter(0, 1))
    return seats([one for *_, one in keyed], [place for place, *_ in keyed], int(award.quota or 0))


def seats_by_order(ranked: Iterable[C], quotas: dict[str, int | None]) -> Iterator[tuple[str, list[Seat[C]], int]]:
    """Department by department the seats for its people in its own order (附1 三.2), and how many equals leave open.

    Without a known quota there is a seat for everybody, and all are pending.
    """
    by_department: dict[str, list[tuple[tuple[Any, ...], C]]] = defaultdict(list)
    for one in ranked:
        by_department[one.candidate.department].append((_order_key(one.candidate), one))
    for department, quota in quotas.items():
        keyed = sorted(by_department[department], key=itemgetter(0))
        made, open_seats = seats([one for _, one in keyed], [place for place, _ in keyed], len(keyed) if quota is None else quota)
        yield department, made, open_seats


def seated_status(seat: Seat[C], quota: int | None) -> Status:
    """Would-be winners with a pending incident become pending, and all where the quota is unknown."""
    held_up = quota is None or (seat.status is Status.WINNER and seat.thing.pending)
    return Status.PENDING if held_up else seat.status


def scored_award(award: Award, rules: Rules, cases: list[Case], submitted: frozenset[str]) -> AwardResult:
    """An award decided by scores over all candidates."""
    quota = int(award.quota or 0)
    made, open_seats = seats_by_score(award, rules, (case for case in cases if case.status is None))
    standings, opened = _settle(made, quota, open_seats)
    rest = [_outside(case, submitted) for case in cases if case.status is not None]
    empty = max(0, quota - len(made))
    return AwardResult(award, quota, tuple(in_order([*standings, *rest])), opened, empty)


def people_award(award: Award, cases: list[Case], quotas: dict[str, int | None], submitted: frozenset[str]) -> AwardResult:
    """An award decided by each department's own order (附1 三.2)."""
    standings = [_outside(case, submitted) for case in cases if case.status is not None]
    opened: dict[str, int] = {}
    empty = 0
    for department, made, open_seats in seats_by_order((case for case in cases if case.status is None), quotas):
        quota = quotas[department]
        if quota is None:
            settled, opened[department] = [_without_quota(seat) for seat in made], len(made)
        else:
            settled, seats_open = _settle(made, quota, open_seats)
            opened.update(seats_open)
            empty += max(0, quota - len(made))
        standings += settled
    return AwardResult(award, quotas, tuple(in_order(standings)), opened, empty)


def _order_key(candidate: Candidate) -> tuple[Any, ...]:
    """The department's order; without a readable number last, each in its own place on the sheet."""
    return (0, candidate.order, 0) if candidate.order is not None else (1, 0, candidate.position)


def _settle(made: list[Seat[Case]], quota: int, open_seats: int) -> tuple[list[Standing], dict[str, int]]:
    """The seats as rows of the list, and the open seats by department."""
    heirs = [case.candidate for case in next_in_line(made)]
    opened: dict[str, int] = defaultdict(int)
    standings = []
    for seat in made:
        status = seated_status(seat, quota)
        if status is Status.PENDING:
            opened[seat.thing.candidate.department] += 1
        reasons = of_seat(seat, status, quota, open_seats, heirs)
        standings.append(_standing(seat.thing, status, seat.rank, reasons))
    tied = [seat for seat in made if seat.status is Status.TIED]
    if tied:
        opened[tied[0].thing.candidate.department] += open_seats
    return standings, dict(opened)


def _without_quota(seat: Seat[Case]) -> Standing:
    return _standing(seat.thing, seated_status(seat, None), seat.rank, without_seats(seat))


def _outside(case: Case, submitted: frozenset[str]) -> Standing:
    reasons = before_ranking(case, case.candidate.department in submitted)
    return _standing(case, case.status or Status.NOT_NOMINATED, None, reasons)


def _standing(case: Case, status: Status, rank: int | None, reasons: tuple[str, ...]) -> Standing:
    incidents = tuple(incident.id or incident.source for incident in (*case.vetoes, *case.pending))
    return Standing(
        case.candidate, status, rank, case.score, case.components, case.figures, case.borrowed, case.unmet,
        case.evidence, incidents, reasons, late=case.late,
    )


def in_order(standings: list[Standing]) -> list[Standing]:
    """By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules and sheets list them."""

    def place(standing: Standing) -> tuple[int, int, int]:
        group = 0 if standing.status in RANKED else 1 + _AFTER.index(standing.status)
        return group, standing.rank or 0, standing.candidate.position

    return sorted(standings, key=place)
