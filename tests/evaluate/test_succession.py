"""What a pending candidate's reason says of its seat comes true when the incidents end so: found by deciding anew, campaign by campaign."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from fuwuyue_xlsx.evaluate import reasons
from tests.support.contested_seats import NAMES, UNITS, random_campaign, with_conclusions
from tests.support.small_campaigns import PERSON, POST, TEAM, VETO, Decided, Fact, decide, incident, rules, team, team_award

INSIDE = ("winner", "pending")
BETTER = {"winner": 2, "pending": 2, "tied": 1}
Incident = tuple[str, str | None, str | None, str]


def after(said: str) -> str:
    """What is said of the seat in case the incidents are substantiated."""
    return said.partition("如查实则不能获奖，")[2].partition("；如不属实")[0]


def listed(quota: int, *scores: int, needed: int = 1, incidents: tuple[Incident, ...] = ()) -> Decided:
    """Teams with these scores, in the order of NAMES, and incidents: (number, team, person, conclusion)."""
    award = team_award(quota, conditions=(replace(VETO, threshold=Decimal(needed)),))
    facts = [fact for name, score in zip(NAMES, scores, strict=False) for fact in team(name, score)]
    return decide(rules(award, units=UNITS), *facts, *registered(incidents))


def registered(incidents: tuple[Incident, ...]) -> list[Fact]:
    return [fact for number, name, who, conclusion in incidents for fact in incident("甲科", name, who, conclusion, number=number)]


def waiting(*numbers: int) -> tuple[Incident, ...]:
    """An incident that is looked into for each of these teams, from 0."""
    return tuple((f"SG-{number}", NAMES[number], None, "待查") for number in numbers)


def seat_of(decided: Decided, name: str, award: str = TEAM) -> str:
    entry = decided.standings(award)[name]
    assert entry["status"] == "pending"
    return after("".join(entry["reasons"]))


@pytest.mark.parametrize("quota, scores, pending, said", [
    (1, (90, 80, 70), (0,), "名额由“二组”递补"),
    (1, (90, 80, 80), (0,), "名额由“二组”、“三组”并列竞争"),
    (2, (90, 80, 80, 70), (0,), "名额由“二组”、“三组”递补"),
    (2, (90, 80, 80, 80), (0,), "并列待定的名额由 1 个变为 2 个"),
    (3, (90, 85, 80, 80, 70), (0, 1), "名额由“三组”、“四组”递补"),
    (2, (90, 80), (0,), "名额空缺"),
    (1, (90, 80), (0, 1), "名额由“二组”递补（递补的也有事项待查）"),
])
def test_what_is_said_of_the_seat(quota: int, scores: tuple[int, ...], pending: tuple[int, ...], said: str) -> None:
    assert seat_of(listed(quota, *scores, incidents=waiting(*pending)), "一组") == said


def test_if_unfounded_the_candidate_itself_wins() -> None:
    entry = listed(1, 90, 80, incidents=waiting(0)).standings()["一组"]
    assert entry["reasons"][0].endswith("；如不属实则获奖")


def test_a_tied_candidate_says_that_it_is_looked_into() -> None:
    told = {name: entry["reasons"][0] for name, entry in listed(1, 80, 80, incidents=waiting(0)).standings().items()}
    assert "另有事项待查：2017-12-03" in told["一组"] and "待查" not in told["二组"]


def test_where_a_number_vetoes_all_incidents_are_named() -> None:
    known = ("SG-9", "一组", None, "属实")
    entry = listed(1, 90, 80, needed=2, incidents=(known, *waiting(0))).standings()["一组"]
    assert entry["status"] == "pending" and "SG-9，属实" in entry["reasons"][0] and "SG-0，待查" in entry["reasons"][0]
    assert "（属实满 2 件即一票否决）" in entry["reasons"][0]


@pytest.mark.parametrize("found, needed, status", [
    (("属实",), 1, "vetoed"), (("属实",), 2, "winner"), (("属实", "属实"), 2, "vetoed"), (("属实", "待查"), 2, "pending"),
    (("待查", "待查"), 2, "pending"), (("待查",), 2, "winner"), (("属实", "不属实"), 2, "winner"), (("属实", "属实", "待查"), 3, "pending"),
    (("属实", "属实"), 3, "winner"), (("待查",), 1, "pending"),
])
def test_from_how_many_incidents_a_veto_falls(found: tuple[str, ...], needed: int, status: str) -> None:
    incidents = tuple((f"SG-{number}", "一组", None, conclusion) for number, conclusion in enumerate(found))
    assert listed(2, 90, 80, needed=needed, incidents=incidents).statuses()["一组"] == status


def test_an_incident_outside_the_period_does_not_count_toward_the_number() -> None:
    facts = [*team("一组", 90), *incident("甲科", "一组"), *incident("甲科", "一组", date=dt.date(2017, 10, 1), number="SG-2")]
    award = team_award(1, conditions=(replace(VETO, threshold=Decimal(2)),))
    assert decide(rules(award, units=UNITS), *facts).statuses()["一组"] == "winner"


def test_of_two_vetoes_the_strictest_holds() -> None:
    award = team_award(1, conditions=(replace(VETO, threshold=Decimal(3)), replace(VETO, number=10)))
    assert decide(rules(award, units=UNITS), *team("一组", 90), *incident("甲科", "一组")).statuses()["一组"] == "vetoed"


# random campaigns


def untrue(seed: int) -> list[str]:
    """What the reasons of pending candidates say, and does not come true."""
    made, facts, found = random_campaign(Random(seed))
    now, wrong = decide(made, *facts, *with_conclusions(found)), []
    pending = {row["number"] for row in found if row["conclusion"] == "待查"}
    for award in (TEAM, POST, PERSON):
        for name, entry in now.standings(award).items():
            if entry["status"] != "pending":
                continue
            own = [number for number in incidents_of(now, award, name) if number in pending]
            then, otherwise = (decide(made, *facts, *with_conclusions(found, **dict.fromkeys(own, word))) for word in ("属实", "不属实"))
            said = after("".join(entry["reasons"]))
            wrong += _untrue(award, name, said, now, then, otherwise)
    return wrong


def incidents_of(decided: Decided, award: str, name: str) -> tuple[str, ...]:
    lists = {result.award.name: result.standings for result in decided.evaluation.awards}
    return next(standing.incidents for standing in lists[award] if standing.candidate.name == name)


def _untrue(award: str, name: str, said: str, now: Decided, then: Decided, otherwise: Decided) -> list[str]:
    before, later = now.standings(award), then.standings(award)
    gains = {one for one in before if BETTER.get(later[one]["status"], 0) > BETTER.get(before[one]["status"], 0)}
    fallen = [one for one in before if one != name and before[one]["rank"] and later[one]["status"] == "vetoed"]
    problems = []
    if later[name]["status"] != "vetoed" or otherwise.standings(award)[name]["status"] != "winner":
        problems.append("the candidate itself")
    if fallen:
        problems += [] if said == reasons.OTHERS_OUT.format(count=len(fallen)) else ["others fall"]
    elif {one for one in before if f"“{one}”" in said} != gains:
        problems.append(f"gains {gains}")
    elif gains and ("并列竞争" in said) != any(later[one]["status"] == "tied" for one in gains):
        problems.append("shared or not")
    elif ("空缺" in said) != (not gains and "tied" not in {entry["status"] for entry in before.values()}):
        problems.append("vacant or not")
    return [f"{award} {name}: {problem}: {said}" for problem in problems]


def test_reasons_come_true_in_random_campaigns() -> None:
    assert {seed: lines for seed in range(8) if (lines := untrue(seed))} == {}


@pytest.mark.long
def test_reasons_come_true_in_many_random_campaigns() -> None:
    assert {seed: lines for seed in range(8, 90) if (lines := untrue(seed))} == {}
