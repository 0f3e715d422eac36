"""投票: votes ÷ valid ballots × 100 as a part of the score, each candidate's own in each award."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.evaluate import decide as evaluated
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import Component, QuotaKind, QuotaScope, Source
from tests.support.small_campaigns import (
    FEATURES,
    ORGANISATION,
    PERSON,
    TEAM,
    decide,
    department_award,
    nominate,
    person,
    person_award,
    review,
    rules,
    tables_of,
    team,
    team_award,
    votes,
)

VOTES = Component("民主投票", Decimal(50), Source.VOTES)
PANEL = Component(FEATURES, Decimal(50), Source.REVIEW)


def by_votes(quota=1, parts=(PANEL, VOTES)):
    return replace(team_award(quota), components=parts)


BOTH = [*team("电工组", 80), *votes(TEAM, "甲科", 12, 40, team="电工组"), *team("木工组", 70), *votes(TEAM, "甲科", 18, 40, team="木工组")]


def test_the_figure_is_the_share_of_the_valid_ballots():
    decided = decide(rules(by_votes()), *BOTH)
    assert decided.standings()["电工组"]["components"] == {FEATURES: "80.00", "民主投票": "30.00"}
    assert decided.ranks() == {"木工组": ("winner", 1), "电工组": ("not_selected", 2)}


@pytest.mark.parametrize(("votes_for", "valid", "places", "value"), [
    (1, 3, 2, "33.33"), (2, 3, 2, "66.67"), (2, 3, 0, "67"), (1, 8, 1, "12.5"), (1, 8, 0, "13"), (0, 40, 2, "0.00"), (40, 40, 2, "100.00")])
def test_it_is_rounded_half_up_to_the_policys_places(votes_for, valid, places, value):
    decided = decide(rules(by_votes(), decimals=places), *team("电工组", 80), *votes(TEAM, "甲科", votes_for, valid, team="电工组"))
    assert decided.component("电工组", "民主投票") == value


def test_who_has_no_row_is_unscored_and_no_votes_at_all_are_owed():
    some = decide(rules(by_votes()), *BOTH, *team("水工组、仓管", 90))
    assert some.statuses()["水工组、仓管"] == "unscored"
    assert some.evaluation.ledger.owed == ()
    none = decide(rules(by_votes()), *team("电工组", 80))
    assert [one.line for one in none.evaluation.ledger.owed] == ["还没有收到“优秀班组”的投票结果，这个奖项的评分缺这一项"]
    assert none.evaluation.ledger.owed[0].line in none.open


def test_an_award_without_votes_owes_none():
    assert decide(rules(team_award(1)), *team("电工组", 80)).evaluation.ledger.owed == ()


def test_votes_in_one_award_are_none_in_another():
    organisation = replace(department_award(1), components=(replace(VOTES, weight=Decimal(100)),))
    decided = decide(rules(organisation, by_votes()), *nominate(ORGANISATION, "甲科"), *BOTH)
    assert decided.statuses(ORGANISATION)["甲科"] == "unscored"


def test_a_person_has_votes_of_its_own():
    award = replace(person_award(1, QuotaKind.FIXED, scope=QuotaScope.ALL), components=(replace(VOTES, weight=Decimal(100)),))
    facts = [*person("赵一", 1), *votes(PERSON, "甲科", 9, 40, team="电工组", post="赵一"),
             *person("钱二", 2, team=None, position=1), *votes(PERSON, "甲科", 30, 40, post="钱二")]
    assert decide(rules(award), *facts).ranks() == {"钱二": ("winner", 1), "赵一": ("not_selected", 2)}


def test_a_teams_missing_votes_may_be_its_departments():
    organisation = replace(department_award(1), components=(replace(VOTES, weight=Decimal(100)),))
    facts = [*nominate(ORGANISATION, "甲科"), *votes(ORGANISATION, "甲科", 10, 40), *team("电工组", 80)]
    assert decide(rules(organisation, by_votes(), missing="沿用科室"), *facts).component("电工组", "民主投票", TEAM) == "25.00"
    assert decide(rules(organisation, by_votes()), *facts).component("电工组", "民主投票", TEAM) is None


@pytest.mark.parametrize("places", [0, 2, 4])
def test_other_policies_are_tried_as_a_full_evaluation_would(places):
    used = rules(by_votes())
    facts = facts_of(used, tables_of(used, *BOTH, *review(TEAM, "甲科", 60, team="电工组", reviewer="评委乙")))
    policies = replace(used.policies, decimals=places)
    assert WhatIf(used, facts).selection(policies) == selection_of(evaluated(replace(used, policies=policies), facts))
