"""领导裁定: ties decided and candidates disqualified, on the very question that was asked and on no other."""

from __future__ import annotations

import datetime as dt
import random
from itertools import product

import pytest

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import other_values, policy_effects
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import QuotaKind
from fuwuyue_xlsx.rules.policies import POLICIES
from tests.support.repetition import every
from tests.support.ruled_campaigns import FIVE, RULED, barred, ruled
from tests.support.small_campaigns import (
    ORGANISATION,
    PERSON,
    TEAM,
    Fact,
    decide,
    department_award,
    incident,
    nominate,
    people,
    person_award,
    review,
    rules,
    staff,
    tables_of,
    team,
    team_award,
)


def list_of(quota, *scores, facts=(), **policies):
    """Teams 一组, 二组 … with these panel scores."""
    named = zip(FIVE["甲科"], scores)
    return decide(rules(team_award(quota), units=FIVE, **policies), *(f for name, s in named for f in team(name, s)), *facts)


def statuses(decided) -> str:
    return " ".join(decided.statuses()[name] for name in FIVE["甲科"] if decided.standings()[name]["nominated"])


@pytest.mark.parametrize("quota, scores, decision, wanted", [
    (1, (90, 90), {"一组": True, "二组": False}, "winner not_selected"),
    (1, (90, 90), {"二组": True, "一组": False}, "not_selected winner"),
    (2, (95, 90, 90, 80), {"二组": False, "三组": True}, "winner not_selected winner not_selected"),
    (2, (90, 90, 90), {"一组": True, "二组": False, "三组": True}, "winner not_selected winner"),
    # fewer winners than seats: the seats stay empty
    (2, (90, 90, 90), {"一组": True, "二组": False, "三组": False}, "winner not_selected not_selected"),
    (1, (90, 90, 80), {"一组": False, "二组": False}, "not_selected not_selected not_selected"),
])
def test_a_tie_is_decided(quota, scores, decision, wanted):
    seats = quota - sum(score > 90 for score in scores)
    decided = list_of(quota, *scores, facts=ruled(90, seats, **decision))
    assert statuses(decided) == wanted and decided.open == [] and decided.codes == []
    award = decided.evaluation.awards[0]
    winners = wanted.split().count("winner")
    assert (award.open_seats, award.empty_seats) == ({}, quota - winners)
    assert decided.evaluation.prizes.confirmed == 500 * winners and decided.evaluation.prizes.open == 0
    assert [outcome.applies for outcome in decided.evaluation.rulings] == [True] * len(decision)


def test_the_reason_names_who_ruled_and_where():
    decided = list_of(1, 90, 90, facts=ruled(90, 1, 一组=True, 二组=False))
    assert decided.standings()["一组"]["reasons"] == ["综合得分 90.00，第 1 名，与“二组”完全并列，由钱九裁定获奖（裁定.xlsx!并列!F5）"]
    assert decided.standings()["二组"]["reasons"] == ["综合得分 90.00，第 1 名，与“一组”完全并列，由钱九裁定不获奖（裁定.xlsx!并列!F6）"]


@pytest.mark.parametrize("quota, scores, facts, code", [
    # the group has one more, one less, other points, other seats
    (1, (90, 90, 90), ruled(90, 1, 一组=True, 二组=False), "ruling-void"),
    (1, (90, 90), ruled(90, 1, 一组=True, 二组=False, 三组=False), "ruling-void"),
    (1, (90, 90), ruled(89, 1, 一组=True, 二组=False), "ruling-void"),
    (2, (95, 90, 90), ruled(90, 2, 一组=True, 二组=False), "ruling-void"),
    # not all of it is decided, or too many win
    (1, (90, 90), ruled(90, 1, 一组=True, 二组=None), "tie-ruled-in-part"),
    (1, (90, 90), ruled(90, 1, 一组=True, 二组=True), "tie-too-many-winners"),
    # two rulings of one day in two books of one moment, or in one book
    (1, (90, 90), ruled(90, 1, 一组=True, 二组=False) + ruled(90, 1, book="乙.xlsx", 一组=False, 二组=True), "rulings-contradict"),
    (1, (90, 90), ruled(90, 1, 一组=True, 二组=False) + ruled(90, 1, 一组=False), "rulings-contradict"),
])
def test_a_ruling_on_another_question_or_half_a_ruling_decides_nothing(quota, scores, facts, code):
    decided = list_of(quota, *scores, facts=facts)
    assert "tied" in statuses(decided) and "并列" in decided.open[-1]
    assert set(decided.codes) == {code} and all(p.place.cell for p in decided.evaluation.findings)
    assert not any(outcome.applies for outcome in decided.evaluation.rulings)


def test_a_ruling_where_nobody_is_tied_is_told_and_holds_nothing_up():
    decided = list_of(1, 90, 80, facts=ruled(90, 1, 一组=True, 二组=False))
    assert statuses(decided) == "winner not_selected" and decided.open == [] and decided.codes == ["ruling-void"] * 2


def test_the_newer_ruling_stands_by_its_day_then_by_its_book():
    old, new = ruled(90, 1, 一组=True, 二组=False), ruled(90, 1, book="新.xlsx", hour=11, 一组=False, 二组=True)
    assert statuses(list_of(1, 90, 90, facts=old + new)) == statuses(list_of(1, 90, 90, facts=new + old)) == "not_selected winner"
    earlier = ruled(90, 1, book="新.xlsx", hour=11, day=RULED - dt.timedelta(1), 一组=False, 二组=True)
    decided = list_of(1, 90, 90, facts=old + earlier)
    assert statuses(decided) == "winner not_selected" and decided.codes == []
    assert [outcome.applies for outcome in decided.evaluation.rulings] == [True, True, False, False]


def test_rows_of_several_books_make_one_ruling():
    """Two leaders each fill in their part of the same question; a later book corrects one row of a decided one."""
    parts = ruled(90, 1, 一组=True, 二组=None) + ruled(90, 1, book="乙.xlsx", 一组=None, 二组=False)
    assert statuses(list_of(1, 90, 90, facts=parts)) == "winner not_selected"
    whole = ruled(90, 2, 一组=True, 二组=False, 三组=True)
    assert statuses(list_of(2, 90, 90, 90, facts=whole + ruled(90, 2, book="乙.xlsx", hour=12, 三组=False))) == "winner not_selected not_selected"
    # an older book on a smaller group was asked something else
    assert "tied" in statuses(list_of(2, 90, 90, 90, facts=ruled(90, 2, hour=8, book="甲.xlsx", 三组=True) + ruled(90, 2, 一组=True, 二组=False, 三组=None)))


def test_who_wins_by_ruling_and_is_looked_into_is_pending():
    """The seat waits; who was ruled out would be next."""
    waiting = incident("甲科", "一组", conclusion="待查")
    decided = list_of(1, 90, 90, 80, facts=[*ruled(90, 1, 一组=True, 二组=False), *waiting])
    assert statuses(decided) == "pending not_selected not_selected"
    (reason,) = decided.standings()["一组"]["reasons"]
    assert "并列，由钱九裁定获奖" in reason and "如查实则不能获奖，名额由“二组”递补；" in reason
    assert decided.evaluation.prizes.open == 500


def test_ties_of_people_are_decided_by_department():
    award = person_award(1, QuotaKind.FIXED)
    facts = [*people(1, 1, 2), *people(1, 1, department="乙科"), *staff("甲科", 5, 5, 5, 5), *staff("乙科", 5, 5, 5)]
    decision = ruled(None, 1, award=PERSON, 甲科员工1=False, 甲科员工2=True)
    rows = [(kind, {**values, "team": "电工组"}) for kind, values in decision]
    decided = decide(rules(award), *facts, *rows)
    assert decided.statuses() == {"甲科员工1": "not_selected", "甲科员工2": "winner", "甲科员工3": "not_selected", "乙科员工1": "tied", "乙科员工2": "tied"}
    assert "由钱九裁定获奖" in decided.standings()["甲科员工2"]["reasons"][0]


# disqualified


def test_the_next_in_line_moves_up():
    decided = list_of(1, 90, 80, facts=barred(team="一组"))
    assert decided.statuses()["一组"] == "ineligible" and decided.statuses()["二组"] == "winner" and decided.codes == []
    assert decided.standings()["一组"]["reasons"] == ["裁定取消资格：弃权（钱九，disqualifications.xlsx!disqualifications!A1）"]
    assert decided.standings()["一组"]["rank"] is None and decided.evaluation.rulings[0].applies


def test_it_never_reaches_down_or_up():
    awards = (department_award(1), team_award(1), person_award(1, QuotaKind.FIXED))
    facts = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90), *team("电工组", 90), *people(1)]

    def ineligible(*more: Fact) -> list[str]:
        said = decide(rules(*awards), *facts, *more)
        return [name for award in (ORGANISATION, TEAM, PERSON) for name, status in said.statuses(award).items() if status == "ineligible"]

    assert ineligible(*barred()) == ["甲科"]
    assert ineligible(*barred(team="电工组")) == ["电工组"]
    assert ineligible(*barred(team="电工组", person="甲科员工1")) == ["甲科员工1"]
    assert ineligible(*barred(PERSON, team="电工组")) == []


def test_a_veto_is_named_beside_it():
    decided = list_of(1, 90, 80, facts=[*barred(team="一组"), *incident("甲科", "一组")])
    assert decided.statuses()["一组"] == "vetoed"
    assert [reason[:4] for reason in decided.standings()["一组"]["reasons"]] == ["一票否决", "裁定取消"]


def test_who_is_not_nominated_cannot_be_disqualified():
    decided = list_of(1, 90, facts=barred(team="五组"))
    assert decided.statuses()["五组"] == "not_nominated" and decided.codes == ["ruling-void"]


# what follows


def certainties(decided) -> list[str]:
    return [decided.standings()[name]["certainty"] for name in FIVE["甲科"][:3]]


def test_a_ruling_is_certain_while_its_question_is():
    decision = ruled(90, 1, 一组=True, 二组=False)
    assert certainties(list_of(1, 90, 90, 80, facts=decision)) == ["locked_in", "locked_out", "locked_out"]
    # 三组 is looked into, but far behind: the question stays the same
    assert certainties(list_of(1, 90, 90, 80, facts=[*decision, *incident("甲科", "三组", conclusion="待查")])) == ["locked_in", "locked_out", "locked_out"]
    # 二组 is looked into: without it there is no tie
    assert certainties(list_of(1, 90, 90, 80, facts=[*decision, *incident("甲科", "二组", conclusion="待查")]))[:2] == ["open", "open"]
    assert certainties(list_of(1, 90, 80, facts=barred(team="一组"))) == ["locked_out", "locked_in", "locked_out"]


def test_a_ruling_does_not_apply_where_another_policy_gives_another_tie():
    """With two decimal places there is no tie, so the ruling decides nothing there."""
    campaign = rules(team_award(1), units=FIVE, decimals=0)
    facts = [*team("一组", "90.1"), *team("二组", "90.2"), *ruled(90, 1, 一组=True, 二组=False)]
    made = tables_of(campaign, *facts)
    evaluation = evaluate(campaign, made)
    assert selection_of(evaluation).winners == ("一组（优秀班组，甲科）",)
    effects = {effect.value: effect.words for effect in policy_effects(campaign, facts_of(campaign, made), evaluation) if effect.policy.field == "decimals"}
    assert effects["2"] == "新获奖：二组（优秀班组，甲科）；不再获奖：一组（优秀班组，甲科）"


def random_facts(chance: random.Random, quota: int) -> list[Fact]:
    """Five teams with few different scores, and rulings on any groups of them."""
    facts = [fact for name in FIVE["甲科"] for fact in team(name, chance.choice(("90", "90", "90.4", "80")))]
    for number in range(4):
        group = chance.sample(FIVE["甲科"], chance.randint(2, 4))
        wins = {name: chance.choice((True, False, False)) for name in group}
        facts += ruled(chance.choice(("90", "90.4", "80")), chance.randint(1, quota), book=f"{number}.xlsx", hour=number, **wins)
    return facts + (barred(team=chance.choice(FIVE["甲科"])) if chance.random() < 0.3 else [])


@pytest.mark.parametrize("seed", every(20, range(60)))
def test_what_if_decides_as_the_full_evaluation(seed):
    chance = random.Random(seed)
    quota = chance.randint(1, 3)
    campaign = rules(team_award(quota), units=FIVE)
    made = tables_of(campaign, *random_facts(chance, quota))
    what_if = WhatIf(campaign, facts_of(campaign, made))
    for name, changes in [(policy.name, changes) for policy in POLICIES for changes in other_values(policy, campaign)]:
        other = rules(team_award(quota), units=FIVE, **changes)
        assert what_if.selection(other.policies) == selection_of(evaluate(other, made)), (name, changes)


@pytest.mark.parametrize("quota, scores", every(2, [(1, (90, 90, 80)), (2, (90, 90, 90)), (2, (95, 90, 90)), (1, (90, 90, 90))]))
def test_nothing_wrong_ever_wins(quota, scores):
    """Whatever is ruled: never more winners than seats, and who is worse never wins before who is better."""
    names = FIVE["甲科"][: len(scores)]
    seats = quota - sum(score > 90 for score in scores)
    for wins in product((True, False, None), repeat=len(scores)):
        decided = list_of(quota, *scores, facts=ruled(90, seats, **{n: w for n, w, s in zip(names, wins, scores) if s == 90}))
        won = [name for name, status in decided.statuses().items() if status == "winner"]
        assert len(won) <= quota and all(score >= 90 for name, score in zip(names, scores) if name in won)
