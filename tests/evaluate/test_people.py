"""优秀个人: quotas by staff, the department's own order, ties at its edge, headcounts that are missing."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    POST,
    TEAM,
    decide,
    hard,
    incident,
    nominate,
    people,
    person,
    person_award,
    post_award,
    review,
    rules,
    staff,
    team_award,
    visit,
)


def quota_of(*counts, percent=10, **policies):
    """The quota of 甲科 with these headcounts, the last of those outside teams."""
    return decide(rules(person_award(percent), **policies), *staff("甲科", *counts)).award()["quota"]["甲科"]


@pytest.mark.parametrize("count, quota", [(5, 1), (14, 1), (15, 2), (24, 2), (25, 3), (4, 0), (0, 0), (10, 1)])
def test_a_tenth_rounds_half_up(count, quota):
    assert quota_of(count) == quota


@pytest.mark.parametrize(
    "rounding, count, quota",
    [("进一", 1, 1), ("进一", 10, 1), ("进一", 11, 2), ("进一", 0, 0), ("舍去", 9, 0), ("舍去", 10, 1), ("舍去", 19, 1),
     ("舍去", 20, 2)],
)
def test_other_roundings(rounding, count, quota):
    assert quota_of(count, quota_rounding=rounding) == quota


@pytest.mark.parametrize("count, least, quota", [(4, 1, 1), (4, 0, 0), (25, 1, 3), (0, 2, 2), (15, 2, 2)])
def test_at_least_the_policys_minimum(count, least, quota):
    assert quota_of(count, quota_minimum=least) == quota


@pytest.mark.parametrize("percent, count, quota", [("12.5", 4, 1), ("12.5", 3, 0), (25, 6, 2), (50, 3, 2), (100, 7, 7), (0, 90, 0)])
def test_the_share_is_the_awards(percent, count, quota):
    assert quota_of(count, percent=percent) == quota


def test_staff_is_the_teams_and_those_outside_them():
    assert quota_of(5, 5, 5, 0) == 2
    assert quota_of(5, 5, 4, 0) == 1
    assert quota_of(5, 5, 4, 1) == 2
    assert quota_of(0, 0, 0, 5) == 1


def test_quotas_are_by_department_and_unknown_without_a_submission():
    decided = decide(rules(person_award()), *staff("甲科", 15), absent=["乙科"])
    assert decided.award()["quota"] == {"甲科": 2, "乙科": None}


def numbered(ranks):
    """By the number in the name 甲科员工1."""
    return {int(name.removeprefix("甲科员工")): place for name, place in ranks.items()}


def seated(seats, *orders, facts=(), **more):
    """甲科's people with these order numbers over so many seats: (status, rank) by the number in the name."""
    decided = decide(rules(person_award(seats, QuotaKind.FIXED, **more)), *people(*orders), *facts)
    return numbered(decided.ranks())


def test_the_departments_order_decides():
    assert seated(2, 3, 1, 2) == {2: ("winner", 1), 3: ("winner", 2), 1: ("not_selected", 3)}


def test_numbers_left_out_of_the_order_do_not_matter_to_the_rank():
    assert seated(1, 7, 3) == {2: ("winner", 1), 1: ("not_selected", 2)}


def test_somebody_vetoed_has_no_rank_and_the_next_moves_up():
    assert seated(1, 1, 2, 3, facts=incident("甲科", None, "甲科员工1")) == {
        2: ("winner", 1), 3: ("not_selected", 2), 1: ("vetoed", None),
    }


def test_somebody_pending_keeps_the_seat_and_the_next_is_named():
    facts = incident("甲科", None, "甲科员工1", "待查")
    assert seated(1, 1, 2, 3, facts=facts) == {1: ("pending", 1), 2: ("not_selected", 2), 3: ("not_selected", 3)}
    decided = decide(rules(person_award(1, QuotaKind.FIXED)), *people(1, 2, 3), *facts)
    (reason,) = decided.standings()["甲科员工1"]["reasons"]
    assert "甲科员工2" in reason and "甲科员工3" not in reason


@pytest.mark.parametrize(
    "seats, orders, statuses",
    [(2, (1, 2, 2), "winner tied tied"), (3, (1, 2, 2), "winner winner winner"),
     (1, (1, 2, 2), "winner not_selected not_selected"), (1, (1, 1, 2), "tied tied not_selected"), (3, (1, 2, 2, 2), "winner tied tied tied")],
)
def test_the_same_order_number_across_the_edge_is_a_tie(seats, orders, statuses):
    assert [status for status, _ in seated(seats, *orders).values()] == statuses.split()


def test_a_tie_of_people_leaves_its_seats_open():
    decided = decide(rules(person_award(3, QuotaKind.FIXED)), *people(1, 2, 2, 2))
    assert (decided.said["prizes"]["confirmed_yuan"], decided.said["prizes"]["open_yuan"]) == (200, 400)


def test_without_an_order_number_last_in_the_sheets_order_and_never_equal():
    assert seated(2, None, 5, None) == {2: ("winner", 1), 1: ("winner", 2), 3: ("not_selected", 3)}
    assert seated(1, None, None) == {1: ("winner", 1), 2: ("not_selected", 2)}


def test_more_nominated_than_the_quota_is_a_warning():
    assert "over-nominated" in decide(rules(person_award(2, QuotaKind.FIXED)), *people(1, 2, 3)).codes
    assert "over-nominated" not in decide(rules(person_award(3, QuotaKind.FIXED)), *people(1, 2, 3)).codes


def test_more_nominated_counts_only_those_agreed_to():
    refused = person("丙员工", 9, agreed=False, position=9)
    assert "over-nominated" not in decide(rules(person_award(2, QuotaKind.FIXED)), *people(1, 2), *refused).codes


def test_fewer_nominated_than_seats_leaves_them_empty():
    decided = decide(rules(person_award(3, QuotaKind.FIXED)), *people(1, 2), *people(1, department="乙科"))
    assert set(decided.statuses().values()) == {"winner"}
    assert decided.evaluation.awards[0].empty_seats == 1 + 2


@pytest.mark.parametrize("counts", [(None,), (5, None, 20), (None, 200)])
def test_a_missing_headcount_leaves_everybody_but_the_vetoed_pending(counts):
    facts = [*staff("甲科", *counts), *people(1, 2, 2), *incident("甲科", None, "甲科员工1")]
    decided = decide(rules(person_award()), *facts)
    assert decided.award()["quota"]["甲科"] is None
    assert numbered(decided.ranks()) == {2: ("pending", 1), 3: ("pending", 1), 1: ("vetoed", None)}
    assert (decided.said["prizes"]["confirmed_yuan"], decided.said["prizes"]["open_yuan"]) == (0, 2 * 200)


def test_a_missing_headcount_stops_only_its_own_department():
    facts = [*staff("甲科", None), *people(1), *staff("乙科", 10), *people(1, department="乙科")]
    assert decide(rules(person_award()), *facts).statuses() == {"甲科员工1": "pending", "乙科员工1": "winner"}


def test_a_fixed_quota_needs_no_headcount_and_holds_for_each_department():
    facts = [*staff("甲科", None), *people(1, 2), *people(1, 2, department="乙科")]
    decided = decide(rules(person_award(1, QuotaKind.FIXED)), *facts)
    assert decided.award()["quota"] == {"甲科": 1, "乙科": 1}
    assert list(decided.statuses().values()) == ["winner", "winner", "not_selected", "not_selected"]


def test_a_fixed_quota_is_unknown_without_a_submission():
    assert decide(rules(person_award(1, QuotaKind.FIXED)), absent=["乙科"]).award()["quota"] == {"甲科": 1, "乙科": None}


def test_each_department_is_ranked_by_itself():
    facts = [*people(4, 9), *people(2, 3, department="乙科")]
    decided = decide(rules(person_award(1, QuotaKind.FIXED)), *facts)
    assert decided.ranks() == {"甲科员工1": ("winner", 1), "乙科员工1": ("winner", 1), "甲科员工2": ("not_selected", 2),
                               "乙科员工2": ("not_selected", 2)}


def test_people_have_no_score():
    entry = decide(rules(person_award(1, QuotaKind.FIXED)), *people(1)).standings()["甲科员工1"]
    assert (entry["score"], entry["components"]) == (None, {})


def test_a_refused_person_is_listed_and_takes_no_seat():
    decided = decide(rules(person_award(1, QuotaKind.FIXED)), *person("李小满", 1, agreed=False), *person("王立夏", 2, position=1))
    assert decided.statuses() == {"王立夏": "winner", "李小满": "not_nominated"}
    assert decided.standings()["李小满"]["rank"] is None


@pytest.mark.parametrize("first, second", [(1, 2), (2, 1), (None, 1), (1, 1)])
def test_for_teams_and_posts_the_order_number_decides_nothing(first, second):
    facts = [*nominate(TEAM, "甲科", team="电工组", order=first), *review(TEAM, "甲科", 90, team="电工组"),
             *nominate(TEAM, "甲科", team="木工组", order=second), *review(TEAM, "甲科", 80, team="木工组")]
    assert decide(rules(team_award()), *facts).ranks() == {"电工组": ("winner", 1), "木工组": ("not_selected", 2)}
    posts = [*nominate(POST, "甲科", post="门岗", order=first), *review(POST, "甲科", 90, post="门岗"),
             *nominate(POST, "甲科", post="窗口岗", order=second, position=1),
             *review(POST, "甲科", 80, post="窗口岗")]
    assert decide(rules(post_award()), *posts).ranks() == {"门岗": ("winner", 1), "窗口岗": ("not_selected", 2)}


def test_somebody_ineligible_has_no_rank_and_the_next_moves_up():
    made = rules(person_award(1, QuotaKind.FIXED, conditions=(hard(2, "监督检查", 60),)))
    facts = [*person("李小满", 1, team="电工组"), *person("王立夏", 2, team="木工组", position=1), *visit("甲科", "木工组", 80)]
    assert decide(made, *facts).ranks() == {"王立夏": ("winner", 1), "李小满": ("ineligible", None)}
