"""每科室至多 and 每科室至少, against the definition: every order of all equals is tried out, candidate by candidate."""

from __future__ import annotations

from itertools import chain, permutations, product
from random import Random

import pytest

from fuwuyue_xlsx.evaluate.capped_seats import AT_LEAST, AT_MOST, capped_seats
from fuwuyue_xlsx.evaluate.statuses import Status
from tests.support.tiered_campaigns import winners_in


def by_trying(keys: list[int], departments: list[str], quota: int, most: int | None, fewest: int | None) -> dict[int, Status]:
    """The status of each candidate by its number: who wins in every order of the equals, in none, or in some."""
    groups = [[one for one, key in enumerate(keys) if key == value] for value in sorted(set(keys))]
    ways = [winners_in([(one, departments[one]) for one in chain(*order)], quota, most, fewest)
            for order in product(*(permutations(group) for group in groups))]
    sure, possible = frozenset.intersection(*ways), frozenset.union(*ways)
    return {one: Status.WINNER if one in sure else Status.TIED if one in possible else Status.NOT_SELECTED for one in range(len(keys))}


def seated(keys: list[int], departments: list[str], quota: int, most: int | None = None, fewest: int | None = None) -> dict[int, Status]:
    order = sorted(range(len(keys)), key=lambda one: keys[one])
    seats = capped_seats(order, [keys[one] for one in order], [departments[one] for one in order], quota, most, fewest)
    return {seat.thing: seat.status for seat in seats}


@pytest.mark.parametrize("seed", range(400))
def test_tied_is_exactly_who_wins_in_some_orders(seed: int) -> None:
    dice = Random(seed)
    count = dice.randint(0, 7)
    keys = [dice.randint(0, 3) for _ in range(count)]
    departments = [dice.choice("甲乙丙") for _ in range(count)]
    most = dice.choice((None, 1, 2, 3))
    fewest = dice.choice((None, 0, 1, 2))
    if most is not None and fewest is not None and fewest > most:
        fewest = most
    kept = sum(min(fewest or 0, departments.count(name)) for name in set(departments))
    quota = dice.randint(kept, kept + 5)
    assert seated(keys, departments, quota, most, fewest) == (by_trying(keys, departments, quota, most, fewest) if count else {})


def test_without_bounds_it_is_the_plain_ranking() -> None:
    assert list(seated([1, 2, 2, 3], ["甲", "甲", "乙", "乙"], 2).values()) == [Status.WINNER, Status.TIED, Status.TIED, Status.NOT_SELECTED]


def test_a_department_has_no_more_than_it_may() -> None:
    seats = capped_seats(["a", "b", "c", "d"], [1, 2, 3, 4], ["甲", "甲", "甲", "乙"], 3, 2, None)
    assert [(seat.status, seat.bound) for seat in seats] == [
        (Status.WINNER, ""), (Status.WINNER, ""), (Status.NOT_SELECTED, AT_MOST), (Status.WINNER, "")]


def test_a_seat_is_kept_for_a_departments_best() -> None:
    seats = capped_seats(["a", "b", "c", "d"], [1, 2, 3, 4], ["甲", "甲", "甲", "乙"], 2, None, 1)
    assert [(seat.status, seat.bound) for seat in seats] == [
        (Status.WINNER, AT_LEAST), (Status.NOT_SELECTED, ""), (Status.NOT_SELECTED, ""), (Status.WINNER, AT_LEAST)]


def test_a_department_without_candidates_keeps_no_seat() -> None:
    assert list(seated([1, 2], ["甲", "甲"], 2, None, 1).values()) == [Status.WINNER, Status.WINNER]


def test_equals_of_one_department_are_tied_by_themselves() -> None:
    """甲 may have one: its two equals share it, and 乙 has the other whatever they come to."""
    seats = capped_seats(["a", "b", "c"], [1, 1, 1], ["甲", "甲", "乙"], 2, 1, None)
    ties = {seat.thing: seat.tie for seat in seats}
    assert ties["c"] is None
    assert ties["a"] is not None
    assert (ties["a"].members, ties["a"].seats, ties["a"].within) == (("a", "b"), 1, "甲")


def test_several_ties_at_once() -> None:
    seats = capped_seats(["a", "b", "c", "d"], [1, 1, 2, 2], ["甲", "甲", "乙", "乙"], 2, 1, None)
    assert [(seat.status, seat.tie.members if seat.tie else ()) for seat in seats] == [
        (Status.TIED, ("a", "b")), (Status.TIED, ("a", "b")), (Status.TIED, ("c", "d")), (Status.TIED, ("c", "d"))]


def test_what_each_department_of_a_shared_tie_can_have() -> None:
    seats = capped_seats(["a", "b", "c", "d"], [1, 1, 1, 1], ["甲", "甲", "甲", "乙"], 2, 2, None)
    assert seats[0].tie is not None
    assert seats[0].tie.bounds == (("甲", 0, 2), ("乙", 0, 1))
