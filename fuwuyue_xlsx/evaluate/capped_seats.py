"""Seats of an award that bounds the winners of one department (每科室至多, 每科室至少).

For candidates in a strict order the seats are given so: each department's best take the seats that are kept for it (每科室至少); then the
others, best first, take those that are left, unless their department already has as many as it may (每科室至多).

Equals have no order. Such seats are the bases of a matroid: a number of winners of each department between two bounds, the same number in
all. Therefore how many of a group of equals win, and who wins below them, is the same in whatever order they are taken, and each group is
decided by counting. Within it a department whose number is fixed is by itself: all of its members win, or none, or they are tied over
that number. Only where departments that may all have more share fewer seats than they may have is it open which of them gets them; then all
members of these departments are tied together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from fuwuyue_xlsx.evaluate.ranking import Seat, Tie, groups
from fuwuyue_xlsx.evaluate.statuses import Status

T = TypeVar("T")
AT_MOST, AT_LEAST = "每科室至多", "每科室至少"


def capped_seats(things: Sequence[T], keys: Sequence[Any], departments: Sequence[str], quota: int, most: int | None,
                 fewest: int | None) -> list[Seat[T]]:
    """Seats for things in the order of their keys, best first; `departments` is the department of each.

    Where even the seats that are kept are more than there are, the best of those that they are kept for have them.
    """
    present = Counter(departments)
    limit = len(things) if most is None else most
    reserved = {department: min(fewest or 0, count) for department, count in present.items()}
    if sum(reserved.values()) > quota:
        limit, reserved = min(fewest or 0, limit), dict.fromkeys(reserved, 0)
    left, above = quota - sum(reserved.values()), Counter[str]()
    ranked: list[Seat[T]] = []
    number = 0
    for rank, equals in groups(things, keys):
        homes = departments[number: number + len(equals)]
        number += len(equals)
        seated, used = _group(rank, equals, homes, above, reserved, limit, left)
        ranked += seated
        left -= used
        above.update(homes)
    return ranked


def _group(rank: int, equals: tuple[T, ...], homes: Sequence[str], above: Counter[str], reserved: dict[str, int], limit: int,
           left: int) -> tuple[list[Seat[T]], int]:
    """The seats of one group of equals, and how many of those that are not kept it takes."""
    size = Counter(homes)
    own = {name: min(above[name] + size[name], reserved[name]) - min(above[name], reserved[name]) for name in size}
    more = {name: max(0, min(above[name] + size[name], limit) - max(above[name], reserved[name])) for name in size}
    contested = [name for name in size if more[name]] if 0 < left < sum(more.values()) else []
    won = {name: own[name] + (more[name] if left and not contested else 0) for name in size}
    ties: dict[str, Tie[T]] = {}
    if len(contested) == 1:
        won[contested[0]] += left
    for name in size:
        if name not in contested or len(contested) == 1:
            members = tuple(one for one, home in zip(equals, homes, strict=True) if home == name)
            if 0 < won[name] < size[name]:
                ties[name] = Tie(members, won[name], name)
    if len(contested) > 1:
        members = tuple(one for one, home in zip(equals, homes, strict=True) if home in contested)
        bounds = tuple((name, own[name], own[name] + more[name]) for name in contested)
        shared = sum(own[name] for name in contested) + left
        together = Tie(members, shared, None, bounds, frozenset(name for name, tie in ties.items() if tie.seats == shared))
        ties.update(dict.fromkeys(contested, together))
    seats = []
    for one, home in zip(equals, homes, strict=True):
        tie = ties.get(home)
        status = Status.TIED if tie else Status.WINNER if won[home] else Status.NOT_SELECTED
        bound = ""
        if status is Status.NOT_SELECTED and above[home] >= limit:
            bound = AT_MOST
        elif status is Status.WINNER and above[home] + size[home] <= reserved[home]:
            bound = AT_LEAST
        seats.append(Seat(one, rank, status, tie.members if tie else equals, tie=tie, bound=bound))
    return seats, min(left, sum(more.values()))
