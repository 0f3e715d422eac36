"""Ranks and seats: who is inside the quota, who shares its edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from fuwuyue_xlsx.evaluate.decisions import Ruling, Status

T = TypeVar("T")


class Seat(NamedTuple, Generic[T]):
    """A ranked thing: its competition rank, its status before pending incidents, all that share its place,
    itself among them, and what leaders ruled on the tie that it was in."""

    thing: T
    rank: int
    status: Status
    equals: tuple[T, ...] = ()
    ruling: Ruling | None = None


def seats(things: Sequence[T], keys: Sequence[Any], quota: int) -> tuple[list[Seat[T]], int]:
    """Seats for things in the order of their keys (best first), and how many seats a straddling group leaves open.

    Ranks are those of competitions: keys 91, 88, 88, 85 → 1, 2, 2, 4. Quota 2 over them: the first wins, the two are
    tied over 1 open seat, the last is out. A group that fits wholly inside wins, one wholly outside does not; nobody
    wins a shared edge silently.
    """
    ranked: list[Seat[T]] = []
    open_seats = 0
    first = 0
    while first < len(things):
        after = first + 1
        while after < len(things) and keys[after] == keys[first]:
            after += 1
        rank, equals = first + 1, tuple(things[first:after])
        if after <= quota:
            status = Status.WINNER
        elif rank > quota:
            status = Status.NOT_SELECTED
        else:
            status, open_seats = Status.TIED, quota - first
        ranked += [Seat(thing, rank, status, equals) for thing in equals]
        first = after
    return ranked, open_seats
