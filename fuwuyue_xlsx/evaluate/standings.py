"""An award's list: candidates judged, ranked, seated, in the order in which they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.model import RANKED, AwardResult, Standing, Status
from fuwuyue_xlsx.evaluate.ranking import Seat, next_in_line, seats
from fuwuyue_xlsx.evaluate.reasons import before_ranking, of_seat
from fuwuyue_xlsx.rules.model import Award, Rules
from fuwuyue_xlsx.text import key

_AFTER = (Status.UNSCORED, Status.INELIGIBLE, Status.VETOED, Status.NOT_NOMINATED)


def tie_key(rules: Rules, score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    """Best first: the composite, then the tie policy's components that the award has. Better keys are smaller."""
    by_key = {key(name): value for name, value in components.items()}
    order = [by_key[key(name)] for name in rules.policies.tie_order if key(name) in by_key]
    return tuple(-value for value in (score, *order) if value is not None)


def scored_award(award: Award, rules: Rules, cases: list[Case], submitted: frozenset[str]) -> AwardResult:
    """An award decided by scores over all candidates."""
    quota = int(award.quota or 0)
    keyed = [(tie_key(rules, case.score, case.components), case) for case in cases if case.status is None]
    keyed.sort(key=lambda pair: (pair[0], pair[1].candidate.position))
    made, open_seats = seats([case for _, case in keyed], [place for place, _ in keyed], quota)
    standings, opened = _settle(made, quota, open_seats)
    rest = [_outside(case, submitted) for case in cases if case.status is not None]
    empty = max(0, quota - len(keyed))
    return AwardResult(award, quota, tuple(in_order([*standings, *rest])), opened, empty)


def people_award(award: Award, cases: list[Case], quotas: dict[str, int | None], submitted: frozenset[str]) -> AwardResult:
    """An award decided by each department's own order (附1 三.2)."""
    standings = [_outside(case, submitted) for case in cases if case.status is not None]
    opened: dict[str, int] = {}
    empty = 0
    by_department: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.status is None:
            by_department[case.candidate.department].append(case)
    for department, quota in quotas.items():
        ranked = sorted(by_department[department], key=_order_key)
        made, open_seats = seats(ranked, [_order_key(case) for case in ranked], len(ranked) if quota is None else quota)
        if quota is None:
            settled, opened[department] = [_without_quota(seat) for seat in made], len(made)
        else:
            settled, seats_open = _settle(made, quota, open_seats)
            opened.update(seats_open)
            empty += max(0, quota - len(ranked))
        standings += settled
    return AwardResult(award, quotas, tuple(in_order(standings)), opened, empty)


def _order_key(case: Case) -> tuple[Any, ...]:
    """The department's order; without a readable number last, each in its own place on the sheet."""
    order = case.candidate.order
    return (0, order, 0) if order is not None else (1, 0, case.candidate.position)


def _settle(made: list[Seat[Case]], quota: int, open_seats: int) -> tuple[list[Standing], dict[str, int]]:
    """Would-be winners with a pending incident become pending. Returns the open seats by department, too."""
    heirs = [case.candidate for case in next_in_line(made)]
    opened: dict[str, int] = defaultdict(int)
    standings = []
    for seat in made:
        status = seat.status
        if status is Status.WINNER and seat.thing.pending:
            status = Status.PENDING
            opened[seat.thing.candidate.department] += 1
        reasons = of_seat(seat, status, quota, open_seats, heirs)
        standings.append(_standing(seat.thing, status, seat.rank, reasons))
    tied = [seat for seat in made if seat.status is Status.TIED]
    if tied:
        opened[tied[0].thing.candidate.department] += open_seats
    return standings, dict(opened)


def _without_quota(seat: Seat[Case]) -> Standing:
    reasons = (f"科室推荐排在第 {seat.rank}；科室员工人数不全，名额算不出来，暂列待查",)
    return _standing(seat.thing, Status.PENDING, seat.rank, reasons)


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
