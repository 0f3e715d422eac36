"""The components of a score: what counts in each, what is left out, and where each number is rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    POST,
    SURVEY,
    TEAM,
    THREE,
    answers,
    decide,
    department_award,
    nominate,
    post_award,
    review,
    rules,
    team,
    team_award,
    visit,
)

NOMINATED = nominate(TEAM, "甲科", team="电工组")
BY_SURVEY, BY_INSPECTION = {SURVEY: 100}, {INSPECTION: 100}


def panel(*points, **policies):
    """The panel's value of 电工组 with a reviewer for each of the points."""
    facts = [fact for n, p in enumerate(points) for fact in review(TEAM, "甲科", p, team="电工组", reviewer=f"评委{n}")]
    return decide(rules(team_award(), **policies), *NOMINATED, *facts)


def test_a_reviewers_total_is_the_share_of_the_maxima():
    decided = decide(rules(team_award()), *NOMINATED, *review(TEAM, "甲科", 30, 4, team="电工组", maxima=(40, 5)))
    assert decided.component("电工组") == "75.56"  # 34 ÷ 45 × 100 = 75.555…


def test_a_zero_is_a_point_and_counts():
    assert panel(0, 100).component("电工组") == "50.00"
    assert panel(100).component("电工组") == "100.00"


def test_totals_are_rounded_before_their_mean():
    """1.5 and 1.4 without decimals: 2 and 1, mean 1.5, 2. Unrounded they would make 1.45, 1."""
    assert panel("1.5", "1.4", decimals=0).component("电工组") == "2"
    assert panel("1.5", "1.4", decimals=2).component("电工组") == "1.45"


def test_the_composite_takes_the_rounded_components():
    """1.5 and 1.4 without decimals: 2 and 1, half and half 1.5, 2. Unrounded they would make 1.45, 1."""
    weights = {FEATURES: 50, INSPECTION: 50}
    decided = decide(rules(team_award(weights=weights), decimals=0), *team("电工组", "1.5", "1.4"))
    assert decided.standings()["电工组"]["score"] == "2"


@pytest.mark.parametrize("decimals, shown", [(0, "67"), (1, "66.7"), (2, "66.67"), (3, "66.667"), (4, "66.6667")])
def test_scores_have_the_policys_decimals(decimals, shown):
    decided = decide(rules(team_award(), decimals=decimals), *NOMINATED, *review(TEAM, "甲科", 2, team="电工组", maxima=(3,)))
    assert decided.standings()["电工组"]["score"] == shown


def test_trimmed_mean_from_five_reviewers_on():
    trimmed = panel(60, 70, 80, 90, 40, review_mean="去最高最低后平均")
    assert trimmed.component("电工组") == "70.00"  # 60, 70, 80
    assert "few-reviewers" not in trimmed.codes
    assert panel(60, 70, 80, 90, 40).component("电工组") == "68.00"


def test_below_five_reviewers_the_plain_mean_and_a_warning():
    few = panel(60, 70, 80, 95, review_mean="去最高最低后平均")
    assert few.component("电工组") == "76.25"
    assert "few-reviewers" in few.codes
    assert "few-reviewers" not in panel(60, 70, 80, 95).codes


def test_of_equal_extremes_only_one_is_left_out():
    assert panel(90, 90, 90, 50, 50, review_mean="去最高最低后平均").component("电工组") == "76.67"  # 90, 90, 50


def test_recusal_leaves_out_the_colleague_and_then_counts_rows():
    """Five rows, one of a colleague: four are left, so nothing is trimmed."""
    facts = [f for n in range(4) for f in review(TEAM, "甲科", 60 + 10 * n, team="电工组", reviewer=f"评委{n}")]
    facts += review(TEAM, "甲科", 100, team="电工组", reviewer="同事", home="甲科")
    strict = {"recusal": True, "review_mean": "去最高最低后平均"}
    assert decide(rules(team_award(), **strict), *NOMINATED, *facts).component("电工组") == "75.00"
    lax = {"review_mean": "去最高最低后平均"}
    assert decide(rules(team_award(), **lax), *NOMINATED, *facts).component("电工组") == "80.00"  # 70, 80, 90


@pytest.mark.parametrize("home, recusal, value", [("甲科", True, None), ("甲科", False, "90.00"), ("乙科", True, "90.00"),
                                                  (None, True, "90.00")])
def test_a_reviewer_without_department_is_nobodys_colleague(home, recusal, value):
    facts = review(TEAM, "甲科", 90, team="电工组", home=home)
    assert decide(rules(team_award(), recusal=recusal), *NOMINATED, *facts).component("电工组") == value


def test_a_department_is_reviewed_by_its_own_rows():
    facts = [*review(ORGANISATION, "甲科", 70), *review(TEAM, "甲科", 90, team="电工组")]
    decided = decide(rules(department_award(), team_award()), *nominate(ORGANISATION, "甲科"), *NOMINATED, *facts)
    assert decided.component("甲科", award=ORGANISATION) == "70.00"
    assert decided.component("电工组", award=TEAM) == "90.00"


def test_an_item_that_was_not_checked_is_left_out_of_both_sums():
    decided = decide(rules(team_award(weights=BY_INSPECTION)), *visit("甲科", "电工组", 9, maxima=(10,)),
                     *visit("甲科", "木工组", 9, 0, maxima=(10, 10)))
    assert decided.component("电工组", INSPECTION) == "90.00"
    assert decided.component("木工组", INSPECTION) == "45.00"


def test_visits_are_rounded_each_and_averaged():
    """1.5 and 1.4 without decimals: 2 and 1, mean 2; a visit weighs the same however much it checked."""
    facts = [*visit("甲科", "电工组", "1.5", number=1), *visit("甲科", "电工组", 4, 10, maxima=(400, 600), number=2)]
    assert decide(rules(team_award(weights=BY_INSPECTION), decimals=0), *facts).component("电工组", INSPECTION) == "2"
    assert decide(rules(team_award(weights=BY_INSPECTION)), *facts).component("电工组", INSPECTION) == "1.45"


def test_a_departments_inspection_is_the_mean_over_its_inspected_teams():
    """Teams weigh the same, whatever the number of their visits; an uninspected team is left out."""
    facts = [*visit("甲科", "电工组", 90, number=1), *visit("甲科", "电工组", 80, number=2), *visit("甲科", "木工组", 70)]
    decided = decide(rules(department_award(weights=BY_INSPECTION)), *facts)
    assert decided.component("甲科", INSPECTION) == "77.50"
    assert decided.component("乙科", INSPECTION) is None


def test_the_mean_over_teams_takes_their_rounded_values():
    facts = [*visit("甲科", "电工组", "1.5"), *visit("甲科", "木工组", "1.4")]
    assert decide(rules(department_award(weights=BY_INSPECTION), decimals=0), *facts).component("甲科", INSPECTION) == "2"


def test_every_answered_question_counts_once():
    """Three answers of one response weigh three times as much as the one of another."""
    facts = [*answers("甲科", "电工组", "很满意", "很满意", "很满意"), *answers("甲科", "电工组", "很不满意", None, None)]
    assert decide(rules(team_award(weights=BY_SURVEY)), *facts).component("电工组", SURVEY) == "80.00"


def test_a_departments_survey_takes_responses_with_and_without_a_team():
    facts = [*answers("甲科", "电工组", "很满意"), *answers("甲科", None, "一般"), *answers("乙科", None, "很不满意")]
    decided = decide(rules(department_award(weights=BY_SURVEY), team_award(weights=BY_SURVEY)), *facts)
    assert decided.component("甲科", SURVEY, ORGANISATION) == "80.00"
    assert decided.component("电工组", SURVEY, TEAM) == "100.00"
    assert decided.component("木工组", SURVEY, TEAM) is None


def test_a_grade_is_worth_what_the_policy_says():
    grades = (("好", Decimal("99.5")), ("差", Decimal("0")))
    facts = [*answers("甲科", "电工组", "好", "差")]
    assert decide(rules(team_award(weights=BY_SURVEY), grades=grades), *facts).component("电工组", SURVEY) == "49.75"


def test_a_post_has_its_own_review_and_its_teams_other_figures():
    facts = [
        *nominate(POST, "甲科", post="值班岗", team="电工组"), *nominate(POST, "甲科", post="值班岗", team="木工组", position=1),
        *review(POST, "甲科", 95, team="电工组", post="值班岗"), *review(POST, "甲科", 65, team="木工组", post="值班岗"),
        *visit("甲科", "电工组", 80), *visit("甲科", "木工组", 60), *answers("甲科", "电工组", "很满意"),
    ]
    first, second = decide(rules(post_award(2, THREE)), *facts).award()["standings"]
    assert first["components"] == {FEATURES: "95.00", INSPECTION: "80.00", SURVEY: "100.00"}
    assert second["components"] == {FEATURES: "65.00", INSPECTION: "60.00", SURVEY: None}


def test_a_post_outside_teams_has_its_departments_figures():
    facts = [*nominate(POST, "甲科", post="门岗"), *review(POST, "甲科", 95, post="门岗"), *review(ORGANISATION, "甲科", 20),
             *visit("甲科", "电工组", 80), *visit("甲科", "木工组", 60), *answers("甲科", "电工组", "很满意"), *answers("甲科", None, "一般")]
    decided = decide(rules(post_award(1, THREE)), *facts)
    assert decided.standings()["门岗"]["components"] == {FEATURES: "95.00", INSPECTION: "70.00", SURVEY: "80.00"}


def test_few_answers_are_a_warning_for_each_nominated_candidate_of_a_scored_award():
    award = team_award(weights=BY_SURVEY)
    facts = [*NOMINATED, *answers("甲科", "电工组", "满意"), *answers("甲科", "电工组", "满意")]
    assert decide(rules(award, fewest_answers=3), *facts).codes.count("few-answers") == 1
    assert "few-answers" not in decide(rules(award, fewest_answers=2), *facts).codes


def test_a_departments_answers_are_counted_with_and_without_a_team():
    award = department_award(weights=BY_SURVEY)
    facts = [*nominate(ORGANISATION, "甲科"), *answers("甲科", "电工组", "满意"), *answers("甲科", None, "满意")]
    assert "few-answers" not in decide(rules(award, fewest_answers=2), *facts).codes
    assert decide(rules(award, fewest_answers=3), *facts).codes.count("few-answers") == 1
