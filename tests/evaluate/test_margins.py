"""How near the cut: points to the rival, and the value of each single component at which places change."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.evidence import Margin
from fuwuyue_xlsx.evaluate.judging import composite
from fuwuyue_xlsx.evaluate.seating import tie_key
from fuwuyue_xlsx.rules.model import Rules
from tests.support.small_campaigns import FEATURES, INSPECTION, SURVEY, THREE, decide, rules, team, team_award

TWO_OF_THREE = team_award(quota=1, weights=THREE)


def margin(name: str, *facts: object, quota: int = 1) -> Margin | None:
    decided = decide(rules(team_award(quota=quota, weights=THREE)), *facts)  # type: ignore[arg-type]
    return decided.evidence(name).margin


def test_points_before_and_behind_the_rival() -> None:
    facts = [*team("电工组", 90, 90, 90), *team("木工组", 80, 80, 80)]
    assert (margin("电工组", *facts).points, margin("木工组", *facts).points) == (Decimal("10.00"), Decimal("-10.00"))
    assert margin("电工组", *facts).rival == "木工组"


def test_a_component_that_alone_would_do_it() -> None:
    # 木工组 lacks 2.00. 0.4 × 85.01 rounds to a draw that 85.01 > 85 decides; 0.3 × 86.65 to one that 86.65 > 80 decides
    facts = [*team("电工组", 85, 80, 80), *team("木工组", 80, 80, 80)]
    moves = margin("木工组", *facts).moves
    assert moves == {FEATURES: Decimal("85.01"), INSPECTION: Decimal("86.65"), SURVEY: Decimal("86.65")}


def test_a_component_that_alone_cannot() -> None:
    facts = [*team("电工组", 100, 100, 100), *team("木工组", 10, 10, 10)]
    assert margin("木工组", *facts).moves == {FEATURES: None, INSPECTION: None, SURVEY: None}


def test_nobody_has_a_margin_when_all_get_in_or_there_are_no_seats() -> None:
    facts = [*team("电工组", 90, 90, 90), *team("木工组", 80, 80, 80)]
    assert margin("电工组", *facts, quota=2) is None
    assert margin("电工组", *facts, quota=0) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=3))
def test_the_named_value_changes_places_and_the_one_before_it_does_not(scores: list[tuple[int, int, int]]) -> None:
    used = rules(TWO_OF_THREE)
    names = ("电工组", "木工组", "水工组、仓管")
    decided = decide(used, *(fact for name, values in zip(names, scores) for fact in team(name, *values)))
    for name, _ in zip(names, scores):
        standing = decided.evidence(name)
        if standing.margin is None:
            continue
        rival = decided.evidence(standing.margin.rival)
        theirs = tie_key(used, rival.score, rival.components)
        inside = standing.status.value == "winner"
        step = Decimal("0.01") if inside else Decimal("-0.01")
        for part, value in standing.margin.moves.items():
            if value is not None:
                assert changed(used, standing, part, value, theirs)
                assert not changed(used, standing, part, value + step, theirs)


def changed(used: Rules, standing: Standing, part: str, value: Decimal, theirs: tuple[Decimal, ...]) -> bool:
    """Whether a winner would stand behind its rival, another before it, with this value of one component."""
    values = {**standing.components, part: value}
    mine = tie_key(used, composite(TWO_OF_THREE, values, 2), values)
    return mine > theirs if standing.status.value == "winner" else mine < theirs
