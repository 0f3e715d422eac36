"""Statuses and ranks of scored awards: their order, ties at the quota's edge, pending seats, empty seats."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.evaluate.ranking import seats
from fuwuyue_xlsx.evaluate.statuses import Status
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    ORGANISATION,
    SURVEY,
    TEAM,
    THREE,
    decide,
    department_award,
    hard,
    incident,
    nominate,
    review,
    rules,
    team,
    team_award,
    visit,
)

FIVE = {"甲科": ("一组", "二组", "三组", "四组", "五组")}


def list_of(quota, *scores, facts=(), **policies):
    """Teams 一组, 二组 … with these panel scores."""
    named = zip(FIVE["甲科"], scores)
    return decide(rules(team_award(quota), units=FIVE, **policies), *(f for name, s in named for f in team(name, s)), *facts)


def pending(name, number="SG-1"):
    return incident("甲科", name, conclusion="待查", number=number)


@pytest.mark.parametrize(
    "quota, scores, statuses",
    [
        (2, (90, 80, 70), "winner winner not_selected"),
        (3, (90, 80, 70), "winner winner winner"),
        (0, (90, 80, 70), "not_selected not_selected not_selected"),
        (2, (90, 80, 80), "winner tied tied"),
        (3, (90, 80, 80), "winner winner winner"),
        (1, (90, 80, 80), "winner not_selected not_selected"),
        (1, (90, 90, 90), "tied tied tied"),
        (3, (90, 80, 80, 80, 70), "winner tied tied tied not_selected"),
        (2, (90, 90, 80), "winner winner not_selected"),
        (0, (90, 90), "not_selected not_selected"),
    ],
)
def test_the_quota_is_filled_from_above_and_a_shared_edge_is_won_by_nobody(quota, scores, statuses):
    assert list(list_of(quota, *scores).statuses().values())[: len(scores)] == statuses.split()


def test_equal_in_all_share_a_rank_and_the_next_is_counted_on():
    ranks = [rank for _, rank in list_of(4, 90, 80, 80, 70, 70).ranks().values()]
    assert ranks == [1, 2, 2, 4, 4]


def test_open_amount_of_a_tie_is_the_seats_left_not_the_number_tied():
    assert list_of(3, 90, 80, 80, 80).said["prizes"]["open_yuan"] == 2 * 500
    assert list_of(2, 90, 80, 80, 80).said["prizes"]["open_yuan"] == 500
    assert list_of(4, 90, 80, 80, 80).said["prizes"]["open_yuan"] == 0


@pytest.mark.parametrize(
    "order, first",
    [((SURVEY, INSPECTION, FEATURES), "电工组"), ((FEATURES, SURVEY, INSPECTION), "木工组"), ((INSPECTION, FEATURES, SURVEY), "木工组"),
     ((INSPECTION, SURVEY), "电工组")],
)
def test_the_tie_policy_decides_between_equal_composites(order, first):
    """Both make 84.00 with 40/30/30; 电工组 by its survey, 木工组 by its panel; the inspection is the same."""
    facts = [*team("电工组", 81, 80, 92), *team("木工组", 84, 80, 88)]
    decided = decide(rules(team_award(1, THREE), tie_order=order), *facts)
    assert {entry["score"] for entry in decided.standings().values() if entry["nominated"]} == {"84.00"}
    assert [name for name, status in decided.statuses().items() if status == "winner"] == [first]


def test_the_tie_policy_skips_components_that_the_award_does_not_have():
    decided = decide(rules(team_award(1, {FEATURES: 50, INSPECTION: 50})), *team("电工组", 80, 90), *team("木工组", 90, 80))
    assert decided.ranks() == {"电工组": ("winner", 1), "木工组": ("not_selected", 2)}


def test_the_order_of_statuses():
    """Each candidate has everything wrong that the next has, and one thing more before it."""
    conditions = (*team_award().conditions, hard(1, "合理化建议数"))
    facts = [
        *nominate(TEAM, "甲科", team="一组", agreed=False), *incident("甲科", "一组"),
        *nominate(TEAM, "甲科", team="二组"), *incident("甲科", "二组", number="SG-2"),
        *nominate(TEAM, "甲科", team="三组"),
        *nominate(TEAM, "甲科", team="四组"), ("suggestions", {"department": "甲科", "team": "四组", "content": "换灯"}),
        *team("五组", 60), ("suggestions", {"department": "甲科", "team": "五组", "content": "换灯"}),
    ]
    decided = decide(rules(team_award(5, conditions=conditions), units=FIVE), *facts)
    assert decided.statuses() == {
        "五组": "winner", "四组": "unscored", "三组": "ineligible", "二组": "vetoed", "一组": "not_nominated",
    }
    assert {entry["rank"] for name, entry in decided.standings().items() if name != "五组"} == {None}


def test_a_quota_is_never_filled_with_somebody_vetoed_ineligible_or_unscored():
    conditions = (*team_award().conditions, hard(1, INSPECTION, 60))
    facts = [*team("一组", 95, 90), *incident("甲科", "一组"), *team("二组", 94, 50), *nominate(TEAM, "甲科", team="三组"),
             *visit("甲科", "三组", 90), *team("四组", 60, 90)]
    decided = decide(rules(team_award(3, conditions=conditions), units=FIVE), *facts)
    assert decided.ranks() == {"四组": ("winner", 1), "三组": ("unscored", None), "二组": ("ineligible", None), "一组": ("vetoed", None)}
    assert decided.evaluation.awards[0].empty_seats == 2
    assert decided.said["prizes"]["confirmed_yuan"] == 500


def test_a_full_list_has_no_empty_seat():
    assert list_of(2, 90, 80, 70).evaluation.awards[0].empty_seats == 0
    assert list_of(2, 90).evaluation.awards[0].empty_seats == 1


def test_a_pending_winner_keeps_the_seat_open_and_its_successor_is_named():
    decided = list_of(2, 90, 80, 70, 60, facts=pending("一组"))
    assert decided.ranks() == {"一组": ("pending", 1), "二组": ("winner", 2), "三组": ("not_selected", 3), "四组": ("not_selected", 4)}
    (reason,) = decided.standings()["一组"]["reasons"]
    assert "“三组”" in reason and "“四组”" not in reason and "“二组”" not in reason
    assert decided.said["prizes"] | {"by_department": {}} == {
        "confirmed_yuan": 500, "open_yuan": 500, "by_award": {TEAM: 500}, "by_department": {},
    }


def test_the_equals_who_would_share_a_pending_seat_are_named():
    reasons = list_of(1, 90, 80, 80, 70, facts=pending("一组")).standings()["一组"]["reasons"]
    assert "“二组”、“三组”" in reasons[0] and "“四组”" not in reasons[0]


def test_a_pending_winner_without_a_successor():
    reasons = list_of(2, 90, 80, facts=pending("一组")).standings()["一组"]["reasons"]
    assert "空缺" in reasons[0] and "“二组”" not in reasons[0]


def test_those_tied_at_the_edge_are_the_successors_of_a_pending_winner():
    decided = list_of(2, 90, 80, 80, 70, facts=pending("一组"))
    assert decided.ranks() == {"一组": ("pending", 1), "二组": ("tied", 2), "三组": ("tied", 2), "四组": ("not_selected", 4)}
    assert "“二组”、“三组”" in decided.standings()["一组"]["reasons"][0]
    assert decided.said["prizes"]["open_yuan"] == 1000


def test_a_tied_one_with_a_pending_incident_stays_tied():
    assert list_of(1, 90, 90, facts=pending("一组")).ranks() == {"一组": ("tied", 1), "二组": ("tied", 1)}


def test_a_pending_incident_outside_the_quota_changes_nothing():
    assert list_of(1, 90, 80, facts=pending("二组")).ranks() == {"一组": ("winner", 1), "二组": ("not_selected", 2)}


@pytest.mark.parametrize("conclusion, date, status", [
    ("待查", dt.date(2017, 12, 30), "pending"), ("待查", dt.date(2017, 12, 31), "winner"), ("不属实", dt.date(2017, 12, 30), "winner"),
    ("属实", dt.date(2017, 12, 30), "vetoed"), ("待查", dt.date(2017, 11, 19), "winner"), ("待查", dt.date(2017, 11, 20), "pending"),
])
def test_only_a_pending_incident_within_the_period_holds_a_seat(conclusion, date, status):
    assert list_of(1, 90, facts=incident("甲科", "一组", conclusion=conclusion, date=date)).statuses()["一组"] == status


def test_several_pending_seats_are_all_open():
    decided = list_of(2, 90, 80, 70, facts=[*pending("一组"), *pending("二组", "SG-2")])
    assert list(decided.statuses().values())[:3] == ["pending", "pending", "not_selected"]
    assert decided.said["prizes"]["open_yuan"] == 1000


def test_departments_are_ranked_over_all_and_teams_over_all_departments():
    facts = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 80), *nominate(ORGANISATION, "乙科"),
             *review(ORGANISATION, "乙科", 90), *team("电工组", 70), *team("医生组", 75, department="乙科")]
    decided = decide(rules(department_award(), team_award()), *facts)
    assert decided.ranks(ORGANISATION) == {"乙科": ("winner", 1), "甲科": ("not_selected", 2)}
    assert decided.ranks(TEAM) == {"医生组": ("winner", 1), "电工组": ("not_selected", 2)}


def test_an_awards_own_reviews_decide_it():
    other = team_award(1, name="安全班组")
    facts = [*team("电工组", 90), *team("木工组", 80)]
    facts += [*nominate("安全班组", "甲科", team="电工组"), *review("安全班组", "甲科", 10, team="电工组")]
    facts += [*nominate("安全班组", "甲科", team="木工组"), *review("安全班组", "甲科", 20, team="木工组")]
    decided = decide(rules(team_award(), other), *facts)
    assert decided.ranks(TEAM) == {"电工组": ("winner", 1), "木工组": ("not_selected", 2)}
    assert decided.ranks("安全班组") == {"木工组": ("winner", 1), "电工组": ("not_selected", 2)}


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 8))
def test_ranks_are_those_that_pandas_gives(keys, quota):
    """`rank(method="min")`; a group of equals is in, out or tied by its first and its last place."""
    keys.sort()
    seated, open_seats = seats(range(len(keys)), keys, quota)
    first, last = (pd.Series(keys, dtype="int64").rank(method=method).astype(int).tolist() for method in ("min", "max"))
    assert [seat.rank for seat in seated] == first
    statuses = [Status.WINNER if after <= quota else Status.NOT_SELECTED if rank > quota else Status.TIED for rank, after in zip(first, last)]
    assert [seat.status for seat in seated] == statuses
    assert open_seats == (quota - statuses.count(Status.WINNER) if Status.TIED in statuses else 0)
    assert [len(seat.equals) for seat in seated] == [after - rank + 1 for rank, after in zip(first, last)]
