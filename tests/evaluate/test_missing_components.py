"""缺项处理: what a missing component does, and what 沿用科室 takes over, for whom and from where."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.rules.model import Level
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    POST,
    SURVEY,
    TEAM,
    THREE,
    answers,
    award,
    decide,
    department_award,
    hard,
    nominate,
    post_award,
    review,
    rules,
    team,
    team_award,
    visit,
)

TAKEOVER = {"missing": "沿用科室"}
OWN = [*team("电工组", 90, 80), *answers("甲科", None, "一般")]  # no survey answer of the team's own


def both(*awards):
    """The awards for departments and teams, with all three components."""
    return awards or (department_award(weights=THREE), team_award(weights=THREE))


def test_a_missing_component_leaves_unscored_by_default():
    entry = decide(rules(*both()), *OWN).standings(TEAM)["电工组"]
    assert entry["components"] == {FEATURES: "90.00", INSPECTION: "80.00", SURVEY: None}
    assert (entry["status"], entry["rank"], entry["score"]) == ("unscored", None, None)


def test_takeover_gives_a_team_its_departments_component_and_says_so():
    decided = decide(rules(*both(), **TAKEOVER), *OWN)
    entry = decided.standings(TEAM)["电工组"]
    assert (entry["status"], entry["components"][SURVEY], entry["score"]) == ("winner", "60.00", "78.00")
    assert any("沿用科室" in reason and SURVEY in reason for reason in entry["reasons"])


def test_takeover_leaves_a_component_of_the_teams_own_alone():
    decided = decide(rules(*both(), **TAKEOVER), *OWN, *answers("甲科", "电工组", "满意"))
    entry = decided.standings(TEAM)["电工组"]
    assert entry["components"][SURVEY] == "80.00"
    assert not any("沿用" in reason for reason in entry["reasons"])


def test_takeover_without_a_value_there_is_still_missing():
    decided = decide(rules(*both(), **TAKEOVER), *team("电工组", 90, 80), *answers("乙科", None, "一般"))
    assert decided.statuses(TEAM)["电工组"] == "unscored"


def test_takeover_serves_every_listed_team():
    """Also one that is not nominated."""
    decided = decide(rules(*both(), **TAKEOVER), *answers("甲科", None, "一般"))
    assert decided.component("木工组", SURVEY, TEAM) == "60.00"
    assert decided.statuses(TEAM)["木工组"] == "not_nominated"


def test_takeover_serves_no_post_and_no_department():
    posts = [*nominate(POST, "甲科", post="值班岗", team="电工组"), *review(POST, "甲科", 90, team="电工组", post="值班岗")]
    decided = decide(rules(post_award(weights=THREE), department_award(weights=THREE), **TAKEOVER), *posts,
                     *nominate(ORGANISATION, "甲科"), *visit("甲科", "木工组", 70), *answers("甲科", None, "一般"))
    assert decided.standings(POST)["值班岗"]["components"] == {FEATURES: "90.00", INSPECTION: None, SURVEY: None}
    assert decided.statuses(POST)["值班岗"] == "unscored"
    assert decided.component("甲科", FEATURES, ORGANISATION) is None


def test_the_inspection_taken_over_is_the_mean_over_the_other_teams():
    decided = decide(rules(*both(), **TAKEOVER), *visit("甲科", "木工组", 70), *visit("甲科", "水工组、仓管", 81))
    assert decided.component("电工组", INSPECTION, TEAM) == "75.50"


SECOND = award("创新奖", Level.DEPARTMENT, 1, 100, {FEATURES: 100})


@pytest.mark.parametrize(
    "awards, value",
    [
        ((department_award(), SECOND, team_award()), "70.00"),
        ((SECOND, department_award(), team_award()), "50.00"),
        ((team_award(), SECOND, department_award()), "50.00"),
        ((department_award(enabled=False), SECOND, team_award()), "50.00"),
        ((department_award(weights={"现场展示": 100}), SECOND, team_award()), "50.00"),
        ((department_award(weights={SURVEY: 100}), team_award()), None),
        ((team_award(),), None),
    ],
)
def test_a_review_is_taken_over_from_the_first_enabled_award_for_departments_with_the_component(awards, value):
    facts = [*nominate(TEAM, "甲科", team="电工组"), *review(ORGANISATION, "甲科", 70), *review("创新奖", "甲科", 50)]
    assert decide(rules(*awards, **TAKEOVER), *facts).component("电工组", FEATURES, TEAM) == value


def test_the_first_award_with_the_component_lends_even_when_it_has_no_value():
    """It is the award that is chosen, not the first value."""
    facts = [*nominate(TEAM, "甲科", team="电工组"), *review("创新奖", "甲科", 50)]
    decided = decide(rules(department_award(), SECOND, team_award(), **TAKEOVER), *facts)
    assert decided.component("电工组", FEATURES, TEAM) is None


def test_a_threshold_looks_at_what_was_taken_over():
    conditions = (hard(1, "满意度", 60),)
    awards = (department_award(weights=THREE), team_award(weights=THREE, conditions=conditions))
    assert decide(rules(*awards, **TAKEOVER), *OWN).statuses(TEAM)["电工组"] == "winner"
    assert decide(rules(*awards), *OWN).standings(TEAM)["电工组"]["unmet"] == [1]


def test_a_threshold_takes_over_also_in_an_award_without_the_component():
    """The team's 满意度 is the same whether or not this award weighs it."""
    decided = decide(rules(team_award(conditions=(hard(1, "满意度", 60),)), **TAKEOVER), *OWN)
    assert decided.standings(TEAM)["电工组"]["unmet"] == []
