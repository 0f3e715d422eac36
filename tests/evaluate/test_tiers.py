"""奖项组: tiers one after the other, against the definition: every way to decide the ties of a higher tier is tried out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, permutations, product
from random import Random

import pytest

from fuwuyue_xlsx.evaluate import tier_seats
from fuwuyue_xlsx.evaluate.capped_seats import capped_seats
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.ranking import Seated
from fuwuyue_xlsx.evaluate.ruling_outcomes import ties_of
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.tier_seats import Pools, identity, seats_of_tiers
from fuwuyue_xlsx.rules.model import Criterion, Level
from tests.support.ruled_campaigns import barred, ruled
from tests.support.small_campaigns import FEATURES, Decided, Fact, decide, incident, nominate, review, rules, team_award
from tests.support.small_campaigns import hard as condition_of
from tests.support.tiered_campaigns import winners_in

FIRST, SECOND, THIRD = "一等奖", "二等奖", "三等奖"


@dataclass(frozen=True)
class Runner:
    """A candidate with its key in each tier; None: it does not take part there."""

    candidate: Candidate
    keys: tuple[int | None, ...]


Bounds = tuple[int, int | None, int | None]


def by_trying(runners: list[Runner], tiers: list[Bounds]) -> list[dict[str, Status]]:
    """By tier and name the status, from every order of all equals in every tier, independent of one another."""
    outcomes: list[list[dict[str, bool | None]]] = [[] for _ in tiers]

    def go(tier: int, gone: frozenset[str], so_far: list[dict[str, bool | None]]) -> None:
        if tier == len(tiers):
            for place, said in enumerate(so_far):
                outcomes[place].append(said)
            return
        quota, most, fewest = tiers[tier]
        present = [one for one in runners if one.keys[tier] is not None and one.candidate.name not in gone]
        values = sorted({one.keys[tier] or 0 for one in present})
        groups = [[one for one in present if one.keys[tier] == value] for value in values]
        found = set()
        for order in product(*(permutations(group) for group in groups)):
            line = [(number, one.candidate.department) for number, one in enumerate(chain(*order))]
            listed = list(chain(*order))
            won = winners_in(line, quota, most, fewest)
            found.add(frozenset(listed[number].candidate.name for number in won))
        for winners in found:
            said = {one.candidate.name: None if one.candidate.name in gone else one.candidate.name in winners
                    for one in runners if one.keys[tier] is not None}
            go(tier + 1, gone | winners, [*so_far, said])

    go(0, frozenset(), [])
    return [{name: _status([world[name] for world in worlds]) for name in worlds[0]} for worlds in outcomes]


def _status(said: list[bool | None]) -> Status:
    """None of a world: it has its seat above there."""
    if all(one is None for one in said):
        return Status.PLACED_HIGHER
    if all(said):
        return Status.WINNER
    return Status.NOT_SELECTED if not any(said) else Status.TIED


def seated(runners: list[Runner], tiers: list[Bounds]) -> list[dict[str, Status]]:
    def seat(number: int, present: list[Runner], ruled: bool) -> Pools[Runner]:
        line = sorted(present, key=lambda one: one.keys[number] or 0)
        quota, most, fewest = tiers[number]
        seats = capped_seats(line, [one.keys[number] for one in line], [one.candidate.department for one in line], quota, most, fewest)
        ties = {id(seat.tie): seat.tie.seats for seat in seats if seat.tie}
        return [(quota, Seated(seats, sum(ties.values())))]

    ranked = [[one for one in runners if one.keys[number] is not None] for number in range(len(tiers))]
    found = list(seats_of_tiers([str(number) for number in range(len(tiers))], ranked, seat))
    said = []
    for number, tier in enumerate(found):
        statuses = {one.candidate.name: Status.PLACED_HIGHER for one in ranked[number] if identity(one.candidate) in tier.placed}
        statuses |= {seat.thing.candidate.name: seat.status for _, pool in tier.pools for seat in pool.seats}
        said.append(statuses)
    return said


def random_tiers(dice: Random) -> tuple[list[Runner], list[Bounds]]:
    count = dice.randint(1, 6)
    tiers: list[Bounds] = []
    for _ in range(dice.choice((2, 2, 3))):
        fewest = dice.choice((None, None, 1))
        tiers.append((dice.randint(3 if fewest else 0, 4), dice.choice((None, None, 1, 2)), fewest))
    same = dice.random() < 0.5
    runners = []
    for number in range(count):
        first = dice.randint(0, 2)
        keys = [first if same else dice.randint(0, 2) for _ in tiers]
        runners.append(Runner(Candidate("", Level.TEAM, dice.choice("甲乙丙"), f"{number}组"),
                              tuple(None if dice.random() < 0.1 else key for key in keys)))
    return runners, tiers


@pytest.mark.parametrize("seed", range(250))
def test_tied_is_exactly_who_wins_in_some_ways(seed: int) -> None:
    """But for who may still win above: it is not said to win below, whatever happens."""
    runners, tiers = random_tiers(Random(seed))
    assert seated(runners, tiers) == by_trying(runners, tiers)


@pytest.mark.parametrize("seed", range(150))
def test_too_many_ways_never_promise_what_is_open(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not all ways are tried, more may be tied; whoever wins or loses does so for certain."""
    monkeypatch.setattr(tier_seats, "MOST_WAYS", 1)
    runners, tiers = random_tiers(Random(seed))
    exact = by_trying(runners, tiers)
    for wanted, found in zip(exact, seated(runners, tiers), strict=True):
        assert {name: status for name, status in found.items() if status not in (Status.TIED, wanted[name]) and wanted[name] is not Status.PLACED_HIGHER} == {}


# whole campaigns


def tier(name: str, quota: int = 1, **more: object):  # type: ignore[no-untyped-def]
    return team_award(quota, name=name, group="优秀班组", **more)


def teams(award: str = FIRST, **points: int) -> list[Fact]:
    facts: list[Fact] = []
    for name, given in points.items():
        home = "乙科" if name in ("医生组", "护士组") else "甲科"
        for one in (FIRST, SECOND, THIRD):
            facts += nominate(one, home, team=name)
        facts += review(award, home, given, team=name)
    return facts


def test_who_wins_is_out_of_the_lower_tiers() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=80, 医生组=70))
    assert found.ranks(FIRST) == {"电工组": ("winner", 1), "木工组": ("not_selected", 2), "医生组": ("not_selected", 3)}
    assert found.ranks(SECOND) == {"木工组": ("winner", 1), "医生组": ("not_selected", 2), "电工组": ("placed_higher", None)}
    assert found.standings(SECOND)["电工组"]["reasons"] == ["已获“一等奖”，不再参加本奖项"]


def test_without_a_group_both_are_won() -> None:
    found = decide(rules(team_award(1, name=FIRST), team_award(1, name=SECOND)), *teams(电工组=90, 木工组=80), *review(SECOND, "甲科", 90, team="电工组"),
                   *review(SECOND, "甲科", 80, team="木工组"))
    assert found.statuses(SECOND)["电工组"] == "winner"


def test_who_is_pending_is_out_of_the_lower_tiers() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=80, 医生组=70), *incident("甲科", "电工组", conclusion="待查"))
    assert found.statuses(FIRST)["电工组"] == "pending"
    assert found.ranks(SECOND)["电工组"] == ("placed_higher", None)
    assert found.statuses(SECOND)["木工组"] == "winner"


def test_whoever_is_tied_above_takes_part_below() -> None:
    """One of the two wins above, the other below: so the third has the second seat for certain."""
    found = decide(rules(tier(FIRST), tier(SECOND, 2)), *teams(电工组=90, 木工组=90, 医生组=80, 护士组=70))
    assert found.ranks(FIRST)["电工组"] == ("tied", 1)
    assert found.ranks(SECOND) == {"电工组": ("tied", 1), "木工组": ("tied", 1), "医生组": ("winner", 3), "护士组": ("not_selected", 4)}
    assert found.standings(SECOND)["电工组"]["reasons"] == ["综合得分 90.00，第 1 名，能不能获奖要等“一等奖”的并列定夺以后才知道"]
    result = found.evaluation.awards[1]
    assert (result.open_seats, result.empty_seats) == ({"甲科": 1}, 0)


def test_points_for_the_first_serve_the_others_with_the_same_criteria() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=80))
    assert found.component("木工组", FEATURES, SECOND) == "80.00"


def test_a_tier_with_criteria_of_its_own_has_points_of_its_own() -> None:
    other = tier(SECOND, criteria=(Criterion("新意", Decimal(100)),))
    found = decide(rules(tier(FIRST), other), *teams(电工组=90, 木工组=80))
    assert found.component("木工组", FEATURES, SECOND) is None
    assert found.statuses(SECOND)["电工组"] == "placed_higher"


def test_only_the_first_tier_says_how_certain_it_is() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=80))
    assert found.standings(FIRST)["电工组"]["certainty"] == "locked_in"
    assert {entry["certainty"] for entry in found.standings(SECOND).values()} == {None}
    assert {standing.margin for standing in found.evaluation.awards[1].standings} == {None}


def test_who_cannot_have_the_first_may_have_the_second() -> None:
    picky = tier(FIRST, conditions=(condition_of(1, "监督检查", 60),))
    found: Decided = decide(rules(picky, tier(SECOND, conditions=())), *teams(电工组=90))
    assert (found.statuses(FIRST)["电工组"], found.statuses(SECOND)["电工组"]) == ("ineligible", "winner")


# rulings


def ruled_at_home(units: dict[str, tuple[str, ...]], score: int, seats: int, answer: dict[str, bool]) -> list[Fact]:
    """One book's rows on the teams of several departments."""
    home = {name: department for department, names in units.items() for name in names}
    return [(kind, {**row, "department": home[row["team"]]}) for kind, row in ruled(score, seats, award=FIRST, **answer)]


def of_units(units: dict[str, tuple[str, ...]], points: int) -> list[Fact]:
    return [fact for department, names in units.items() for name in names
            for fact in (*nominate(FIRST, department, team=name), *review(FIRST, department, points, team=name))]


def test_a_tie_decided_above_changes_the_tiers_below() -> None:
    facts = teams(电工组=90, 木工组=90, 医生组=80)
    found = decide(rules(tier(FIRST), tier(SECOND)), *facts, *ruled(90, 1, award=FIRST, 电工组=True, 木工组=False))
    assert (found.statuses(FIRST)["电工组"], found.statuses(FIRST)["木工组"]) == ("winner", "not_selected")
    assert found.ranks(SECOND) == {"木工组": ("winner", 1), "医生组": ("not_selected", 2), "电工组": ("placed_higher", None)}
    assert found.codes == [] and found.open == []


def test_leaders_are_asked_about_the_highest_tier_first() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=90, 医生组=80))
    assert [[question.award for question, _ in ties_of(result)] for result in found.evaluation.awards] == [[FIRST], []]
    assert found.open == ["“一等奖”有 2 个候选完全并列，待领导定夺：电工组、木工组", "“二等奖”有 2 个候选要等“一等奖”的并列定夺以后才知道：电工组、木工组"]


def test_who_is_disqualified_from_the_first_may_have_the_second() -> None:
    found = decide(rules(tier(FIRST), tier(SECOND)), *teams(电工组=90, 木工组=80), *barred(FIRST, team="电工组"))
    assert (found.statuses(FIRST)["电工组"], found.statuses(FIRST)["木工组"], found.statuses(SECOND)["电工组"]) == ("ineligible", "winner", "winner")


def test_a_ruling_within_the_bounds_decides_and_one_against_them_does_not() -> None:
    units = {"甲科": ("一组", "二组"), "乙科": ("三组", "四组"), "丙科": ("五组",)}
    made = rules(team_award(2, name=FIRST, most_each=1), units=units)
    answer = {"一组": True, "二组": True, "三组": False, "四组": False, "五组": False}
    against = decide(made, *of_units(units, 90), *ruled_at_home(units, 90, 2, answer))
    assert (against.codes, set(against.statuses().values())) == (["tie-against-bounds"] * 2, {"tied"})
    assert "“甲科”至多 1 个、“乙科”至多 1 个、“丙科”至多 1 个" in against.evaluation.findings[0].message
    within = decide(made, *of_units(units, 90), *ruled_at_home(units, 90, 2, {**answer, "二组": False, "三组": True}))
    assert within.codes == []
    assert within.statuses() == {"一组": "winner", "二组": "not_selected", "三组": "winner", "四组": "not_selected", "五组": "not_selected"}


def test_two_ties_of_one_score_are_asked_about_apart() -> None:
    """Each department has one seat for its two equals: one question a department, with the same score and the same seats."""
    units = {"甲科": ("一组", "二组"), "乙科": ("三组", "四组")}
    made = rules(team_award(2, name=FIRST, most_each=1), units=units)
    answer = {"一组": True, "二组": False, "三组": False, "四组": True}
    found = decide(made, *of_units(units, 90), *ruled_at_home(units, 90, 1, answer))
    assert found.statuses() == {"一组": "winner", "二组": "not_selected", "三组": "not_selected", "四组": "winner"}
    assert found.codes == []
