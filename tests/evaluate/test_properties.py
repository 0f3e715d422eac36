"""What holds for every campaign: ranks, seats, sums, rounding, and that the order of rows does not matter."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.decimals import round_half_up
from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.report.json_report import decisions
from fuwuyue_xlsx.tables.frames import Tables
from tests.independent.bridge import decided, rules_of, tables_of
from tests.independent.implementation.campaigns import random_campaign
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    SURVEY,
    TEAM,
    THREE,
    answers,
    decide,
    incident,
    nominate,
    person_award,
    review,
    rules,
    team,
    team_award,
)

RANKED = ("winner", "not_selected", "tied", "pending")
UNITS = {"甲科": tuple(f"甲{n}组" for n in range(6)), "乙科": tuple(f"乙{n}组" for n in range(4))}
PLACES = [(department, name) for department, names in UNITS.items() for name in names]

# few different values, so that composites meet often, with equal and with different components
scores = st.tuples(st.sampled_from(["80", "83", "86"]), st.sampled_from(["80", "84"]), st.sampled_from(["80", "84"]))
lists = st.lists(scores, min_size=1, max_size=len(PLACES))
seeds = st.integers(0, 10**6)
some = settings(max_examples=12, deadline=None)
few = settings(some, max_examples=6)


def list_of(quota, found, *facts):
    """Teams with these scores, in the order of the rules."""
    rows = [fact for (department, name), given in zip(PLACES, found) for fact in team(name, *given, department=department)]
    return decide(rules(team_award(quota, THREE), units=UNITS), *rows, *facts)


def place_of(entry):
    """What decides a place: the composite, then the components in the tie policy's order."""
    parts = (entry["components"][name] for name in (SURVEY, INSPECTION, FEATURES))
    return tuple(Decimal(value) for value in (entry["score"], *parts))


def ranked(decisions_, award=None):
    return [entry for entry in decisions_.standings(award).values() if entry["status"] in RANKED]


@some
@given(lists, st.integers(0, 11))
def test_ranks_are_competition_ranks(found, quota):
    entries = ranked(list_of(quota, found))
    assert len(entries) == len(found)
    for entry in entries:
        assert entry["rank"] == 1 + sum(place_of(other) > place_of(entry) for other in entries)


@some
@given(lists, st.integers(0, 11))
def test_seats_are_filled_from_above_and_never_more_than_the_quota(found, quota):
    entries = ranked(list_of(quota, found))
    winners = [entry for entry in entries if entry["status"] == "winner"]
    tied = [entry for entry in entries if entry["status"] == "tied"]
    out = [entry for entry in entries if entry["status"] == "not_selected"]
    left = quota - len(winners)
    assert left >= 0
    assert len({place_of(entry) for entry in tied}) <= 1
    assert not tied or 0 < left < len(tied)
    assert not out or (left == 0 or tied)
    in_order = [place_of(entry) for entry in (*winners, *tied, *out)]
    assert in_order == sorted(in_order, reverse=True)
    assert not set(map(place_of, winners)) & set(map(place_of, tied + out))


@some
@given(lists, st.integers(1, 9), st.data())
def test_a_veto_of_another_never_harms(found, quota, data):
    """Ranks only get better, and no winner loses."""
    department, name = data.draw(st.sampled_from(PLACES[: len(found)]))
    before, after = list_of(quota, found).standings(), list_of(quota, found, *incident(department, name)).standings()
    assert after[name]["status"] == "vetoed"
    for other, entry in after.items():
        if other != name and entry["nominated"]:
            assert entry["rank"] <= before[other]["rank"]
            assert before[other]["status"] != "winner" or entry["status"] == "winner"


@some
@given(lists, st.integers(1, 9), st.data())
def test_a_better_score_never_harms(found, quota, data):
    where = data.draw(st.integers(0, len(found) - 1))
    name = PLACES[where][1]
    better = [("88", *given[1:]) if n == where else given for n, given in enumerate(found)]
    before, after = list_of(quota, found).standings()[name], list_of(quota, better).standings()[name]
    assert after["rank"] <= before["rank"]
    assert before["status"] != "winner" or after["status"] == "winner"


@some
@given(lists, st.integers(1, 9), st.data())
def test_an_open_incident_changes_no_other(found, quota, data):
    department, name = data.draw(st.sampled_from(PLACES[: len(found)]))
    before, after = list_of(quota, found).ranks(), list_of(quota, found, *incident(department, name, conclusion="待查")).ranks()
    assert {other: place for other, place in after.items() if other != name} == {o: p for o, p in before.items() if o != name}
    status, rank = before[name]
    assert after[name] == ("pending" if status == "winner" else status, rank)


@few
@given(seeds)
def test_prizes_are_the_sums_of_the_winners(seed):
    said = decided(random_campaign(seed))
    prizes, listed = said["prizes"], [one for one in said["awards"] if one["quota"] is not None]
    won = {one["award"]: [entry["department"] for entry in one["standings"] if entry["status"] == "winner"] for one in listed}
    worth = {one["award"]: one["prize_yuan"] for one in listed}
    assert prizes["by_award"] == {name: worth[name] * len(winners) for name, winners in won.items()}
    for department, yuan in prizes["by_department"].items():
        assert yuan == sum(worth[name] * winners.count(department) for name, winners in won.items())
    assert prizes["confirmed_yuan"] == sum(prizes["by_award"].values()) == sum(prizes["by_department"].values())
    unsettled = any(entry["status"] in ("tied", "pending") for one in listed for entry in one["standings"])
    assert (prizes["open_yuan"] > 0) == unsettled


def shuffled(tables: Tables, seed: int, but: str = "") -> Tables:
    """The same rows in another order."""
    mixed = {name: frame if name == but else frame.sample(frac=1, random_state=seed).reset_index(drop=True)
             for name, frame in tables.by_name.items()}
    activities = {name: mixed.pop(name) for name in tables.activities}
    return replace(tables, **mixed, activities=activities)


def assert_the_order_of_rows_changes_nothing(seed, order):
    """Not even a reason. The register keeps its order: it is shown as it stands."""
    campaign = random_campaign(seed)
    made, tables = rules_of(campaign), tables_of(campaign)
    assert decisions(evaluate(made, shuffled(tables, order, but="incidents"))) == decisions(evaluate(made, tables))


@few
@given(seeds, st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed, order):
    assert_the_order_of_rows_changes_nothing(seed, order)


@pytest.mark.long
@settings(some, max_examples=200)
@given(seeds, st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing_in_many_campaigns(seed, order):
    assert_the_order_of_rows_changes_nothing(seed, order)


@few
@given(seeds, st.integers(0, 2**32 - 1))
def test_the_order_of_the_register_decides_nothing(seed, order):
    campaign = random_campaign(seed)
    made, tables = rules_of(campaign), tables_of(campaign)
    turned, before = decisions(evaluate(made, shuffled(tables, order))), decisions(evaluate(made, tables))
    assert turned["prizes"] == before["prizes"]
    assert without_reasons(turned) == without_reasons(before)
    assert sorted(map(str, turned["incidents"])) == sorted(map(str, before["incidents"]))


def without_reasons(said):
    """The lists; reasons name incidents in the register's order."""
    return [[{**entry, "reasons": None} for entry in one["standings"]] for one in said["awards"]]


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 4))
def test_rounding_agrees_with_decimal(value, places):
    assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_of_fractions_is_nearest_and_halves_go_away_from_zero(value, places):
    found = Fraction(round_half_up(value, places))
    unit = Fraction(1, 10**places)
    assert abs(found - value) <= unit / 2
    assert (found / unit).denominator == 1
    assert abs(found - value) < unit / 2 or abs(found) > abs(value)


@given(st.integers(-10**8, 10**8))
def test_every_half_is_rounded_away_from_zero(steps):
    """Every x.xx5 there is, positive and negative."""
    half = Decimal(10 * steps + 5).scaleb(-3)
    wanted = Decimal(steps + 1 if half > 0 else steps).scaleb(-2)
    assert str(round_half_up(half, 2)) == str(wanted)


def grid(panel, inspection, survey):
    """A team for each combination of the scores in hundredths, all in one campaign; composite by combination."""
    combined = [(a, b, c) for a in panel for b in inspection for c in survey]
    units = {"甲科": tuple(f"{a}-{b}-{c}" for a, b, c in combined)}
    facts = [fact for a, b, c in combined for fact in team(f"{a}-{b}-{c}", *(Decimal(n).scaleb(-2) for n in (a, b, c)))]
    standings = decide(rules(team_award(1, THREE), units=units), *facts).standings()
    return {combination: standings["-".join(map(str, combination))]["score"] for combination in combined}


@pytest.mark.parametrize("start", [0, 5500, 8765])
def test_every_weighted_sum_on_a_grid_is_exact(start):
    """40/30/30 of hundredths makes thousandths: 4a + 3b + 3c, of which a tenth are halves of a hundredth."""
    found = grid(range(start, start + 10), range(start + 101, start + 106), range(start + 203, start + 208))
    halves = [combination for combination in found if (4 * combination[0] + 3 * sum(combination[1:])) % 10 == 5]
    assert len(halves) > 20
    for (a, b, c), score in found.items():
        hundredths = (4 * a + 3 * b + 3 * c + 5) // 10
        assert score == f"{hundredths // 100}.{hundredths % 100:02d}"


def test_every_mean_of_two_reviewers_on_a_grid_is_exact():
    pairs = [(a, b) for a in range(8000, 8020) for b in range(a, 8020)]
    units = {"甲科": tuple(f"{a}-{b}" for a, b in pairs)}
    facts = [
        fact
        for a, b in pairs
        for fact in (
            *nominate(TEAM, "甲科", team=f"{a}-{b}"),
            *review(TEAM, "甲科", Decimal(a).scaleb(-2), team=f"{a}-{b}", reviewer="评委甲"),
            *review(TEAM, "甲科", Decimal(b).scaleb(-2), team=f"{a}-{b}", reviewer="评委乙"),
        )
    ]
    standings = decide(rules(team_award(), units=units), *facts).standings()
    for a, b in pairs:
        assert standings[f"{a}-{b}"]["components"][FEATURES] == f"80.{(a + b + 1) // 2 - 8000:02d}"


@some
@given(st.lists(st.sampled_from(["很满意", "满意", "一般", "不满意", "很不满意"]), min_size=1, max_size=30))
def test_a_survey_is_the_mean_of_its_grades(given_grades):
    facts = [fact for grade in given_grades for fact in answers("甲科", "甲0组", grade)]
    worth = {"很满意": 100, "满意": 80, "一般": 60, "不满意": 40, "很不满意": 20}
    exact = Decimal(sum(worth[grade] for grade in given_grades)) / len(given_grades)
    found = decide(rules(team_award(weights={SURVEY: 100}), units=UNITS), *facts).component("甲0组", SURVEY)
    assert Decimal(found) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("rounding, more", [("舍去", 0), ("四舍五入", 5), ("进一", 9)])
def test_quotas_of_a_tenth_of_every_staff(rounding, more):
    units = {f"{count}人科": ("综合组",) for count in range(300)}
    facts = [("headcounts", {"department": f"{count}人科", "team": None, "headcount": count}) for count in range(300)]
    quotas = decide(rules(person_award(), units=units, quota_rounding=rounding), *facts).award()["quota"]
    assert quotas == {f"{count}人科": (count + more) // 10 for count in range(300)}
