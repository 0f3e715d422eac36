"""Who is listed, as whom, and in what order: nominated and not, ranked and not, equals as the rules list them."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    PERSON,
    POST,
    SURVEY,
    TEAM,
    THREE,
    answers,
    decide,
    department_award,
    hard,
    incident,
    nominate,
    people,
    person,
    person_award,
    post_award,
    review,
    rules,
    team,
    team_award,
    visit,
    who,
)


def names(decided, award=None):
    """The list's candidates in its order."""
    return [who(entry) for entry in decided.award(award)["standings"]]


def test_every_department_and_team_of_the_rules_is_listed():
    decided = decide(rules(department_award(), team_award()), *team("木工组", 90), *nominate(ORGANISATION, "乙科"))
    assert set(names(decided, ORGANISATION)) == {"甲科", "乙科"}
    assert set(names(decided, TEAM)) == {"电工组", "木工组", "水工组、仓管", "医生组", "护士组"}
    nominated = {name for name, entry in decided.standings(TEAM).items() if entry["nominated"]}
    assert nominated == {"木工组"}


def test_people_and_posts_are_listed_by_their_rows_alone():
    facts = [*person("李小满", 1), *person("王立夏", 2, agreed=False, position=1), *nominate(POST, "乙科", post="门岗", agreed=False)]
    decided = decide(rules(person_award(1, QuotaKind.FIXED), post_award()), *facts)
    assert decided.statuses(PERSON) == {"李小满": "winner", "王立夏": "not_nominated"}
    assert decided.statuses(POST) == {"门岗": "not_nominated"}


def test_what_stands_for_whom():
    facts = [*person("李小满", 1), *person("周白露", 2, team=None, position=1), *nominate(POST, "乙科", post="门岗", team="医生组")]
    decided = decide(rules(department_award(), team_award(), person_award(9, QuotaKind.FIXED), post_award()), *facts)
    parts = ("department", "team", "person", "post")
    shown = {one["award"]: [tuple(entry[part] for part in parts) for entry in one["standings"]] for one in decided.said["awards"]}
    assert shown[ORGANISATION][0] == ("甲科", None, None, None)
    assert shown[TEAM][0] == ("甲科", "电工组", None, None)
    assert shown[PERSON] == [("甲科", "电工组", "李小满", None), ("甲科", None, "周白露", None)]
    assert shown[POST] == [("乙科", "医生组", None, "门岗")]


def test_the_order_is_rank_unscored_ineligible_vetoed_not_nominated():
    conditions = (*team_award().conditions, hard(1, INSPECTION, 60))
    facts = [*team("电工组", 99, 90), *incident("甲科", "电工组"), *team("木工组", 98, 10), *nominate(TEAM, "乙科", team="护士组"),
             *visit("乙科", "护士组", 90), *team("医生组", 60, 90, department="乙科")]
    decided = decide(rules(team_award(1, conditions=conditions)), *facts)
    assert names(decided) == ["医生组", "护士组", "木工组", "电工组", "水工组、仓管"]


def test_equals_stand_as_the_rules_list_them():
    facts = [*team("护士组", 80, department="乙科"), *team("木工组", 80), *team("医生组", 90, department="乙科"), *team("电工组", 80)]
    assert names(decide(rules(team_award(1)), *facts)) == ["医生组", "电工组", "木工组", "护士组", "水工组、仓管"]
    turned = {"乙科": ("护士组", "医生组"), "甲科": ("水工组、仓管", "木工组", "电工组")}
    assert names(decide(rules(team_award(1), units=turned), *facts)) == ["医生组", "护士组", "木工组", "电工组", "水工组、仓管"]


def test_equal_people_stand_by_department_and_then_as_on_the_sheet():
    facts = [*people(1, department="乙科"), *people(2, 1, 1)]
    decided = decide(rules(person_award(9, QuotaKind.FIXED)), *facts)
    assert names(decided) == ["甲科员工2", "甲科员工3", "乙科员工1", "甲科员工1"]


def test_awards_stand_as_the_rules_list_them():
    decided = decide(rules(team_award(), person_award(), department_award()))
    assert [one["award"] for one in decided.said["awards"]] == [TEAM, PERSON, ORGANISATION]
    assert [one["level"] for one in decided.said["awards"]] == ["team", "person", "department"]


@pytest.mark.parametrize(
    "facts, status",
    [
        ([], "winner"),
        (incident("甲科", "电工组"), "vetoed"),
        (incident("甲科", "电工组", conclusion="待查"), "pending"),
        (team("木工组", 85, 80, 90), "tied"),
        (team("木工组", 95, 95, 95), "not_selected"),
    ],
)
def test_components_and_composite_are_shown_whatever_the_status(facts, status):
    decided = decide(rules(team_award(1, THREE)), *team("电工组", 85, 80, 90), *facts)
    entry = decided.standings()["电工组"]
    assert entry["status"] == status
    assert entry["components"] == {FEATURES: "85.00", INSPECTION: "80.00", SURVEY: "90.00"}
    assert entry["score"] == "85.00"
    assert (entry["rank"] is not None) == (status in ("winner", "not_selected", "tied", "pending"))


def test_somebody_not_nominated_shows_what_it_has_too():
    decided = decide(rules(team_award(1, THREE)), *team("电工组", 85, 80, 90, agreed=False), *visit("甲科", "木工组", 70))
    shown = {name: (entry["status"], entry["rank"], entry["score"]) for name, entry in decided.standings().items()}
    assert shown["电工组"] == ("not_nominated", None, "85.00")
    assert shown["木工组"] == ("not_nominated", None, None)
    assert decided.component("木工组", INSPECTION) == "70.00"


def test_somebody_ineligible_shows_the_composite_but_no_composite_without_a_component():
    conditions = (hard(1, "合理化建议数"),)
    facts = [*team("电工组", 85, 80, 90), *nominate(TEAM, "甲科", team="木工组"), *answers("甲科", "木工组", "满意")]
    shown = decide(rules(team_award(1, THREE, conditions=conditions)), *facts).standings()
    assert (shown["电工组"]["status"], shown["电工组"]["score"]) == ("ineligible", "85.00")
    assert (shown["木工组"]["status"], shown["木工组"]["score"]) == ("ineligible", None)
    assert shown["木工组"]["components"] == {FEATURES: None, INSPECTION: None, SURVEY: "80.00"}


def test_components_stand_as_the_award_names_them():
    weights = {"师生口碑": 20, FEATURES: 80}
    facts = [*nominate(TEAM, "甲科", team="电工组"), *review(TEAM, "甲科", 75, team="电工组")]
    entry = decide(rules(team_award(1, weights)), *facts).standings()["电工组"]
    assert entry["components"] == {"师生口碑": "75.00", FEATURES: "75.00"}


def test_whoever_has_not_submitted_is_not_nominated_and_says_so():
    decided = decide(rules(department_award(), team_award()), absent=["乙科"])
    assert decided.statuses(ORGANISATION) == {"甲科": "not_nominated", "乙科": "not_nominated"}
    reasons = {name: entry["reasons"][0] for name, entry in decided.standings(TEAM).items()}
    assert "还没有报送" in reasons["医生组"] and "还没有报送" not in reasons["电工组"]


def test_a_refusal_is_told_from_no_row_at_all():
    decided = decide(rules(team_award()), *team("电工组", 90, agreed=False))
    reasons = {name: entry["reasons"][0] for name, entry in decided.standings().items()}
    assert "科室意见" in reasons["电工组"] and "科室意见" not in reasons["木工组"]
