"""Ranks and seats: who is inside the quota, who shares its edge."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from fuwuyue_xlsx.evaluate.model import Status

T = TypeVar("T")


class Seat(NamedTuple, Generic[T]):
    """A ranked thing: its competition rank, its status before pending incidents, how many share its place."""

    thing: T
    rank: int
    status: Status
    equals: tuple[T, ...] = ()


def competition_ranks(keys: Sequence[Hashable]) -> list[int]:
    """Ranks of keys that are already in order: [9, 8, 8, 5] → [1, 2, 2, 4]."""
    ranks: list[int] = []
    for position, value in enumerate(keys):
        same = position and keys[position - 1] == value
        ranks.append(ranks[-1] if same else position + 1)
    return ranks


def seats(things: Sequence[T], keys: Sequence[Any], quota: int) -> tuple[list[Seat[T]], int]:
    """Seats for things in the order of their keys (best first), and how many seats a straddling group leaves open.

    Quota 2 over keys 91, 88, 88, 85: the first wins, the two are tied over 1 open seat, the last is out.
    A group that fits wholly inside wins, one wholly outside does not; nobody wins a shared edge silently.
    """
    ranks = competition_ranks(keys)
    groups: dict[int, list[T]] = {}
    for thing, rank in zip(things, ranks, strict=True):
        groups.setdefault(rank, []).append(thing)
    made: list[Seat[T]] = []
    open_seats = 0
    for rank, group in groups.items():
        last = rank + len(group) - 1
        if last <= quota:
            status = Status.WINNER
        elif rank > quota:
            status = Status.NOT_SELECTED
        else:
            status, open_seats = Status.TIED, quota - rank + 1
        equals = tuple(group)
        made += [Seat(thing, rank, status, equals) for thing in group]
    return made, open_seats


def next_in_line(made: list[Seat[T]]) -> tuple[T, ...]:
    """Who would take a seat that falls free: those tied at the edge, else the first group outside. Empty: nobody."""
    tied = [seat.thing for seat in made if seat.status is Status.TIED]
    outside = [seat for seat in made if seat.status is Status.NOT_SELECTED]
    return tuple(tied) or (outside[0].equals if outside else ())
