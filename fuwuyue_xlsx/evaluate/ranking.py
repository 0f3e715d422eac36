"""Ranks and seats: who is inside the quota, who shares its edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from fuwuyue_xlsx.evaluate.decisions import Ruling
from fuwuyue_xlsx.evaluate.questions import Bound
from fuwuyue_xlsx.evaluate.statuses import Status

T = TypeVar("T")


class Tie(NamedTuple, Generic[T]):
    """Equals who are too many for the seats that are left.

    members  who shares the place; seats: how many of them win
    within   the department whose seats they are; None: seats of the award as a whole
    bounds   of a tie across departments whose winners are bounded: what each can have of the seats; empty: nothing is bounded
    apart    the departments of other equals, who are tied among themselves over seats of their own
    """

    members: tuple[T, ...]
    seats: int
    within: str | None = None
    bounds: tuple[Bound, ...] = ()
    apart: frozenset[str] = frozenset()


class Seat(NamedTuple, Generic[T]):
    """A ranked thing: its competition rank, its status before pending incidents, all that share its place,
    itself among them, and what leaders ruled on the tie that it was in.

    tie      the tie that it is in, as long as nobody has ruled; None also where it waits for others
    depends  the higher tiers whose ties decide about it; empty: its seat does not depend on any
    bound    what keeps it out, or in, besides its rank: 每科室至多 or 每科室至少; empty: nothing does
    """

    thing: T
    rank: int
    status: Status
    equals: tuple[T, ...] = ()
    ruling: Ruling | None = None
    tie: Tie[T] | None = None
    depends: tuple[str, ...] = ()
    bound: str = ""


class Seated(NamedTuple, Generic[T]):
    """Those who share a quota, best first, and how many of its seats equals leave open."""

    seats: list[Seat[T]]
    open: int


def groups(things: Sequence[T], keys: Sequence[Any]) -> Iterator[tuple[int, tuple[T, ...]]]:
    """(rank, who shares it), best first; ranks are those of competitions: keys 91, 88, 88, 85 → 1, 2, 2, 4."""
    first = 0
    while first < len(things):
        after = first + 1
        while after < len(things) and keys[after] == keys[first]:
            after += 1
        yield first + 1, tuple(things[first:after])
        first = after


def seats(things: Sequence[T], keys: Sequence[Any], quota: int) -> tuple[list[Seat[T]], int]:
    """Seats for things in the order of their keys (best first), and how many seats a straddling group leaves open.

    Quota 2 over keys 91, 88, 88, 85: the first wins, the two are tied over 1 open seat, the last is out. A group that fits wholly
    inside wins, one wholly outside does not; nobody wins a shared edge silently.
    """
    ranked: list[Seat[T]] = []
    open_seats = 0
    for rank, equals in groups(things, keys):
        tie = None
        if rank + len(equals) - 1 <= quota:
            status = Status.WINNER
        elif rank > quota:
            status = Status.NOT_SELECTED
        else:
            status, open_seats = Status.TIED, quota - rank + 1
            tie = Tie(equals, open_seats)
        ranked += [Seat(thing, rank, status, equals, tie=tie) for thing in equals]
    return ranked, open_seats
