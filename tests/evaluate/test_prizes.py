"""Prizes: what is confirmed, what is open, for whom; and what keeps a result from being final."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    ORGANISATION,
    PERSON,
    TEAM,
    decide,
    department_award,
    incident,
    nominate,
    people,
    person_award,
    post_award,
    review,
    rules,
    staff,
    team,
    team_award,
)

EVERY = (department_award(1), team_award(2), person_award())
FULL = [
    *nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90), *team("电工组", 90), *team("医生组", 80, department="乙科"),
    *staff("甲科", 15), *people(1, 2), *staff("乙科", 5), *people(1, department="乙科"),
]


def prizes(*facts, awards=EVERY, **given):
    return decide(rules(*awards), *FULL, *facts, **given).said["prizes"]


def test_confirmed_by_award_and_department_with_totals():
    assert prizes() == {
        "confirmed_yuan": 1000 + 1000 + 600, "open_yuan": 0,
        "by_award": {ORGANISATION: 1000, TEAM: 1000, PERSON: 600},
        "by_department": {"甲科": 1000 + 500 + 400, "乙科": 500 + 200},
    }


def test_a_vetoed_candidate_costs_nothing():
    assert prizes(*incident("甲科", "电工组"))["by_award"] == {ORGANISATION: 0, TEAM: 500, PERSON: 600}


def test_a_pending_seat_is_open_and_not_confirmed():
    found = prizes(*incident("甲科", "电工组", conclusion="待查"))
    assert found["open_yuan"] == 1000 + 500
    assert found["by_department"] == {"甲科": 400, "乙科": 700}


def test_an_empty_seat_is_neither_confirmed_nor_open():
    found = prizes(awards=(department_award(2), team_award(7), person_award()))
    assert (found["confirmed_yuan"], found["open_yuan"]) == (2600, 0)


def test_a_tied_seat_counts_once_however_many_share_it():
    tie = [*team("木工组", 80), *team("护士组", 80, department="乙科")]
    found = prizes(*tie)
    assert (found["by_award"][TEAM], found["open_yuan"]) == (500, 500)


def test_an_award_that_is_off_costs_nothing_and_is_not_listed():
    off = post_award(1, enabled=False)
    found = decide(rules(*EVERY, off), *FULL)
    assert found.said["prizes"] == prizes()
    shown = found.award(off.name)
    assert (shown["quota"], shown["standings"], shown["prize_yuan"]) == (None, [], 300)


def test_an_award_that_is_off_may_lack_its_quota_and_prize():
    off = replace(post_award(enabled=False), quota=None, prize=None, components=())
    shown = decide(rules(*EVERY, off), *FULL).award(off.name)
    assert (shown["quota"], shown["prize_yuan"], shown["standings"]) == (None, None, [])


def test_an_award_may_be_without_money():
    found = prizes(awards=(replace(department_award(1), prize=0), team_award(2)))
    assert (found["confirmed_yuan"], found["by_award"][ORGANISATION]) == (1000, 0)


def test_a_department_that_has_not_submitted_is_listed_without_money():
    decided = decide(rules(*EVERY, units={"甲科": ("电工组",), "乙科": ("医生组",), "丙科": ("花卉组",)}), *FULL, absent=["丙科"])
    assert decided.said["prizes"]["by_department"]["丙科"] == 0
    assert decided.award(PERSON)["quota"]["丙科"] is None


def test_everything_in_order_is_final():
    assert decide(rules(*EVERY), *FULL).open == []


@pytest.mark.parametrize(
    "what, facts, given",
    [
        ("丙科", [], {"absent": ["丙科"]}),
        ("事故投诉登记表", [], {"register": False}),
        ("待定", incident("甲科", "电工组", conclusion="待查"), {}),
        ("并列", team("木工组", 80), {}),
        ("缺评分", nominate(TEAM, "甲科", team="木工组"), {}),
        ("待定", [("headcounts", {"department": "甲科", "team": "木工组", "headcount": None})], {}),
    ],
)
def test_what_keeps_a_result_preliminary_is_named(what, facts, given):
    units = {"甲科": ("电工组", "木工组"), "乙科": ("医生组",), "丙科": ("花卉组",)}
    assert decide(rules(*EVERY, units=units), *FULL).open == []
    found = decide(rules(*EVERY, units=units), *FULL, *facts, **given).open
    assert found and any(what in line for line in found)


@pytest.mark.parametrize(
    "facts", [incident("甲科", "电工组"), incident("甲科", "电工组", conclusion="不属实"), incident("甲科", "木工组", conclusion="待查"),
              team("木工组", 70)],
)
def test_what_is_settled_keeps_no_result_preliminary(facts):
    """A veto, an unfounded complaint, an open one about a team that does not take part, somebody not selected."""
    assert decide(rules(team_award(2), person_award()), *FULL, *facts).open == []


def test_too_many_people_are_a_warning_and_the_result_is_final():
    decided = decide(rules(team_award(2), person_award(1, QuotaKind.FIXED)), *FULL)
    assert "over-nominated" in decided.codes
    assert decided.open == []


def test_no_prize_is_too_large():
    """Yuan are counted as Python integers, whatever somebody types."""
    used = rules(replace(department_award(1), prize=10**30))
    found = decide(used, *nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90)).evaluation.prizes
    assert (found.confirmed, found.open, found.by_department["甲科"]) == (10**30, 0, 10**30)
    assert found.cells[ORGANISATION, "甲科"] == (1, 10**30, 0) and type(found.cells[ORGANISATION, "乙科"][1]) is int
