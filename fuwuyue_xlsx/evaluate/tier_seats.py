"""The seats of tiers: awards of one group, taken one after the other, of which nobody has two.

Who wins in a tier, or is pending in it, is out of the later ones. A tie that is still open may be decided in several ways; each way
leaves others for the tiers below. So a tier below is seated once for every set of those who may be gone by then: whoever has a seat under
all of them wins, whoever has one under none does not, and anybody else is tied, because it depends. Who is tied in a higher tier
takes part below, and can only lose or be tied there, as it may yet win above.

Beyond `MOST_WAYS` such sets two of them stand for all: nobody who may be gone is gone, or everybody is. One who is away never harms
the others, so that between these two whoever wins with all of them there wins under any set, and whoever loses with none of them there
under none; the rest counts as tied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.questions import within_bounds
from fuwuyue_xlsx.evaluate.ranking import Seat, Seated, Tie
from fuwuyue_xlsx.evaluate.statuses import Status

MOST_WAYS = 300
# a candidate in whatever tier
Identity = tuple[str, str | None, str, str]
Gone = frozenset[Identity]


class Placed(Protocol):
    """Whoever can have a seat."""

    @property
    def candidate(self) -> Candidate: ...


C = TypeVar("C", bound=Placed)
# seats there are (None: unknown), and who is seated on them
Pools = list[tuple[int | None, Seated[C]]]


class TierSeats(NamedTuple, Generic[C]):
    """A tier's seats, and who is out of it because it has a seat above: by candidate the award that it has it in, empty where that is one or
    another of them."""

    pools: Pools[C]
    placed: dict[Identity, str]


def identity(candidate: Candidate) -> Identity:
    """What a candidate is called in every tier; a person is the same whatever team is written."""
    return candidate.department, None if candidate.person else candidate.team, key(candidate.person), key(candidate.post)


@dataclass(frozen=True)
class _Ways:
    """Who may be gone by the time a tier is seated: every set of them, or, where these are too many, those who may be gone at all.

    placed   who is gone for certain, and where it has its seat
    sets     every set of those who are gone; None: too many to be tried
    maybe    who may be gone besides those placed
    depends  the tiers with a tie that is open
    """

    placed: dict[Identity, str]
    sets: frozenset[Gone] | None
    maybe: Gone = frozenset()
    depends: tuple[str, ...] = ()


# seats of a tier for those who take part: its place in the group, who, and whether rulings count
Seating = Callable[[int, list[C], bool], Pools[C]]


def seats_of_tiers(names: Sequence[str], ranked: Sequence[Sequence[C]], seat: Seating[C]) -> Iterator[TierSeats[C]]:
    """The seats of a group's tiers, the highest first. `ranked`: who takes part in each, before anybody is gone."""
    ways = _Ways({}, frozenset((frozenset(),)))
    for number, (name, contenders) in enumerate(zip(names, ranked, strict=True)):
        placed = {**dict.fromkeys(frozenset.intersection(*ways.sets) if ways.sets else (), ""), **ways.placed}
        present = [one for one in contenders if identity(one.candidate) not in placed]
        there = frozenset(identity(one.candidate) for one in present)
        base = seat(number, present, ways.sets is not None)
        if not ways.maybe & there:
            yield TierSeats(base, placed)
            ways = _after_plain(ways, name, base)
        else:
            others = _Others(number, present, ways, seat, there)
            yield TierSeats(others.combined(base), placed)
            ways = others.after(name, base)


def _after_plain(ways: _Ways, name: str, base: Pools[C]) -> _Ways:
    """The ways behind a tier whose seats are the same whoever is gone."""
    won, options = _outcome(base)
    placed = {**ways.placed, **dict.fromkeys(won, name)}
    tied = frozenset().union(*options) if options else frozenset()
    sets = ways.sets
    if sets is not None:
        sets = None if _number_of_choices(base) * len(sets) > MOST_WAYS else frozenset(
            gone | won | chosen for gone in sets for chosen in _choices(base))
    depends = (*ways.depends, name) if tied else ways.depends
    return _Ways(placed, sets, ways.maybe | tied, depends)


def _outcome(pools: Pools[C]) -> tuple[Gone, list[Gone]]:
    """(who has a seat, who is tied, tie by tie)."""
    won = frozenset(identity(seat.thing.candidate) for _, seated in pools for seat in seated.seats if seat.status is Status.WINNER)
    return won, [frozenset(identity(one.candidate) for one in tie.members) for tie in _ties(pools)]


def _ties(pools: Pools[C]) -> list[Tie[C]]:
    """Every tie once."""
    ties: dict[int, Tie[C]] = {}
    for _, seated in pools:
        for seat in seated.seats:
            if seat.tie is not None:
                ties.setdefault(id(seat.tie), seat.tie)
    return list(ties.values())


def _number_of_choices(pools: Pools[C]) -> int:
    """At most so many ways to decide all ties."""
    return prod(comb(len(tie.members), tie.seats) for tie in _ties(pools))


def _choices(pools: Pools[C]) -> Iterator[Gone]:
    """Everybody whom the ties may come to seat, one way after the other."""
    for chosen in product(*([*_winners_of(tie)] for tie in _ties(pools))):
        yield frozenset().union(*chosen)


def _winners_of(tie: Tie[C]) -> Iterator[Gone]:
    for members in combinations(tie.members, tie.seats):
        if within_bounds(Counter(one.candidate.department for one in members), tie.seats, tie.bounds):
            yield frozenset(identity(one.candidate) for one in members)


class _Others(Generic[C]):
    """A tier of which it depends on ties above who takes part."""

    def __init__(self, number: int, present: list[C], ways: _Ways, seat: Seating[C], there: Gone) -> None:
        self._ways, self._there, self._present = ways, there, present
        self._seat = lambda who, ruled: seat(number, who, ruled)
        self._worlds: dict[Gone, Pools[C]] = {}
        for gone in ways.sets or ():
            here = gone & there
            if here not in self._worlds:
                self._worlds[here] = self._without(here, True)

    def _without(self, gone: Gone, ruled: bool) -> Pools[C]:
        return self._seat([one for one in self._present if identity(one.candidate) not in gone], ruled)

    def combined(self, base: Pools[C]) -> Pools[C]:
        """The seats as they are under all ways; ranks are those among all who may take part."""
        said, filled = self._statuses(base)
        pools: Pools[C] = []
        for place, (quota, seated) in enumerate(base):
            seats = [self._combined(seat, said[identity(seat.thing.candidate)]) for seat in seated.seats]
            open_seats = max(0, filled[place] - sum(seat.status is Status.WINNER for seat in seats))
            pools.append((quota, Seated(seats, open_seats)))
        return pools

    def _combined(self, seat: Seat[C], statuses: set[Status]) -> Seat[C]:
        may_go = identity(seat.thing.candidate) in self._ways.maybe
        if len(statuses) == 1 and Status.TIED not in statuses and not (may_go and Status.WINNER in statuses):
            same = seat.status in statuses
            return seat if same else seat._replace(status=next(iter(statuses)), tie=None, ruling=None, bound="")
        return seat._replace(status=Status.TIED, tie=None, ruling=None, bound="", depends=self._ways.depends)

    def _statuses(self, base: Pools[C]) -> tuple[dict[Identity, set[Status]], list[int]]:
        """Each candidate's statuses under the ways in which it takes part, and the most seats that are filled, pool by pool."""
        if self._ways.sets is None:
            return self._bounds(base), [_filled(seated) for _, seated in base]
        said: dict[Identity, set[Status]] = {one: set() for one in self._there}
        filled = [0] * len(base)
        for pools in self._worlds.values():
            for place, (_, seated) in enumerate(pools):
                filled[place] = max(filled[place], _filled(seated))
                for seat in seated.seats:
                    said[identity(seat.thing.candidate)].add(seat.status)
        return said, filled

    def _bounds(self, base: Pools[C]) -> dict[Identity, set[Status]]:
        """The same where only the most and the fewest who may be gone are tried."""
        worst = _by_identity(base)
        best = _by_identity(self._without(self._ways.maybe, False))
        said = {}
        for one in self._there:
            alone = best[one] if one in best else _by_identity(self._without(self._ways.maybe - {one}, False))[one]
            said[one] = {worst[one], alone}
        return said

    def after(self, name: str, base: Pools[C]) -> _Ways:
        """The ways behind this tier."""
        ways, depends = self._ways, (*self._ways.depends, name)
        said, _ = self._statuses(base)
        sure = {one for one, statuses in said.items() if statuses == {Status.WINNER} and one not in ways.maybe}
        may = frozenset(one for one, statuses in said.items() if statuses != {Status.NOT_SELECTED} and one not in sure)
        placed = {**ways.placed, **dict.fromkeys(sure, name)}
        sets: set[Gone] | None = None if ways.sets is None else set()
        for gone in ways.sets or ():
            pools = self._worlds[gone & self._there]
            won, _ = _outcome(pools)
            if sets is None or len(sets) + _number_of_choices(pools) > MOST_WAYS:
                sets = None
                break
            sets |= {gone | won | chosen for chosen in _choices(pools)}
        return _Ways(placed, None if sets is None or len(sets) > MOST_WAYS else frozenset(sets), ways.maybe | may, depends)


def _by_identity(pools: Pools[C]) -> dict[Identity, Status]:
    return {identity(seat.thing.candidate): seat.status for _, seated in pools for seat in seated.seats}


def _filled(seated: Seated[Any]) -> int:
    return seated.open + sum(seat.status is Status.WINNER for seat in seated.seats)
