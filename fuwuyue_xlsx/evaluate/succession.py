"""Who gains the seat of a pending candidate if its incidents are substantiated, found by seating the others without it.

If they turn out unfounded it is the candidate itself: it would be a winner but for them, and nobody's rank depends on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.incident_reach import VETO
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.ranking import Seat, seats
from fuwuyue_xlsx.evaluate.statuses import Status


@dataclass(frozen=True)
class Succession:
    """What becomes of a pending candidate's seat if its incidents are substantiated, all else as it is.

    heirs       who comes in; looked_into: somebody of them is looked into as well
    sharers     who comes to share the last seats
    contested   how many seats those tied share, before and after
    others_out  how many other ranked candidates the same incidents take out, too
    """

    heirs: tuple[Candidate, ...] = ()
    looked_into: bool = False
    sharers: tuple[Candidate, ...] = ()
    contested: tuple[int, int] = (0, 0)
    others_out: int = 0


def succession(who: Case, seated: Sequence[Seat[Case]], quota: int, open_seats: int, veto_from: int) -> Succession:
    """The succession to the seat of one of those seated, who share the quota. `veto_from`: so many incidents veto a candidate."""
    incidents = {incident.source for incident in who.pending}
    staying = [seat for seat in seated if seat.thing is not who and not _falls(seat.thing, incidents, veto_from)]
    after, opened = seats([seat.thing for seat in staying], [seat.rank for seat in staying], quota)
    moved = [seat for before, seat in zip(staying, after, strict=True) if seat.status is not before.status]
    heirs = [seat.thing for seat in moved if seat.status is Status.WINNER]
    sharers = tuple(seat.thing.candidate for seat in moved if seat.status is Status.TIED)
    return Succession(tuple(heir.candidate for heir in heirs), any(heir.pending for heir in heirs), sharers, (open_seats, opened),
                      len(seated) - len(staying) - 1)


def _falls(case: Case, substantiated: set[str], veto_from: int) -> bool:
    """Whether a candidate is vetoed when these incidents are substantiated."""
    return sum(incident.effect == VETO or incident.source in substantiated for incident in case.incidents) >= veto_from
