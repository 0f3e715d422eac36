"""Persons with 评分构成: ranked like posts, over all or in each department, whatever order their department gave them."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.rules.model import QuotaKind, QuotaScope
from tests.support.small_campaigns import (
    FEATURES,
    INSPECTION,
    PANEL_ONLY,
    PERSON,
    SURVEY,
    THREE,
    answers,
    decide,
    department_award,
    handed_in,
    incident,
    nominate,
    people,
    person,
    person_award,
    review,
    rules,
    staff,
    visit,
)


def by_score(quota=1, weights=PANEL_ONLY, kind=QuotaKind.FIXED, scope=QuotaScope.ALL, **more):
    return person_award(quota, kind, weights=weights, scope=scope, **more)


def someone(name, points=None, department="甲科", team="电工组", order=1, position=0, **more):
    """A nominated person with the points of one reviewer, if any."""
    scored = [] if points is None else review(PERSON, department, points, team=team, post=name)
    return person(name, order, department, team, position, **more) + scored


THREE_PEOPLE = [*someone("赵一", 80, order=1), *someone("钱二", 95, order=2, position=1), *someone("孙三", 90, "乙科", "医生组")]


def test_the_score_decides_over_all_departments_and_the_order_decides_nothing():
    decided = decide(rules(by_score(2)), *THREE_PEOPLE)
    assert decided.ranks() == {"钱二": ("winner", 1), "孙三": ("winner", 2), "赵一": ("not_selected", 3)}
    assert decided.award()["quota"] == 2


def test_in_each_department_the_score_decides_within_it():
    decided = decide(rules(by_score(1, scope=QuotaScope.EACH)), *THREE_PEOPLE)
    assert decided.ranks() == {"钱二": ("winner", 1), "孙三": ("winner", 1), "赵一": ("not_selected", 2)}


def test_without_a_score_the_departments_order_decides_as_ever():
    decided = decide(rules(person_award(1, QuotaKind.FIXED, scope=QuotaScope.EACH)), *THREE_PEOPLE)
    assert decided.ranks() == {"赵一": ("winner", 1), "孙三": ("winner", 1), "钱二": ("not_selected", 2)}


def test_a_share_of_the_staff_is_that_of_each_department():
    facts = [*THREE_PEOPLE, *staff("甲科", 5, 5, 0, 10), *staff("乙科", 4, 0, 0)]
    decided = decide(rules(by_score(5, kind=QuotaKind.RATIO, scope=None), quota_minimum=0), *facts)
    assert decided.award()["quota"] == {"甲科": 1, "乙科": 0}
    assert decided.ranks() == {"钱二": ("winner", 1), "孙三": ("not_selected", 1), "赵一": ("not_selected", 2)}


def test_where_a_headcount_is_missing_everybody_of_the_department_waits_with_a_rank():
    facts = [*THREE_PEOPLE, *staff("甲科", 5, None, 0, 10), *staff("乙科", 4, 0, 10)]
    decided = decide(rules(by_score(10, kind=QuotaKind.RATIO, scope=None)), *facts)
    assert decided.ranks() == {"钱二": ("pending", 1), "孙三": ("winner", 1), "赵一": ("pending", 2)}
    certain = {name: entry["certainty"] for name, entry in decided.standings().items()}
    assert certain == {"钱二": "open", "孙三": "locked_in", "赵一": "open"}
    assert decided.evidence("赵一").reasons == ("综合得分 80.00，第 2 名；科室员工人数不全，名额算不出来，暂列待查",)


def test_inspection_and_survey_are_the_teams_and_outside_teams_the_departments():
    facts = [*someone("赵一", 80), *someone("钱二", 80, team=None, position=1), *visit("甲科", "电工组", 90), *visit("甲科", "木工组", 70),
             *answers("甲科", "电工组", "很满意"), *answers("甲科", None, "一般")]
    decided = decide(rules(by_score(1, THREE)), *facts)
    assert decided.standings()["赵一"]["components"] == {FEATURES: "80.00", INSPECTION: "90.00", SURVEY: "100.00"}
    assert decided.standings()["钱二"]["components"] == {FEATURES: "80.00", INSPECTION: "80.00", SURVEY: "80.00"}
    assert decided.standings()["赵一"]["score"] == "89.00"


@pytest.mark.parametrize("missing", ["不予排名", "沿用科室"])
def test_a_figure_that_is_missing_is_never_the_departments(missing):
    facts = [*someone("赵一", 80), *review("优秀组织奖", "甲科", 100), *nominate("优秀组织奖", "甲科"), *visit("甲科", "木工组", 70)]
    decided = decide(rules(department_award(1, {FEATURES: 100}), by_score(1, {FEATURES: 50, INSPECTION: 50}), missing=missing), *facts)
    assert decided.statuses(PERSON) == {"赵一": "unscored"}


def test_points_for_one_of_a_name_are_not_those_of_another():
    facts = [*someone("赵一", 80), *someone("赵一", 90, "乙科", "医生组"), *someone("钱二", None, position=1),
             *review(PERSON, "甲科", 99, team="木工组", post="钱二")]
    decided = decide(rules(by_score(1)), *facts)
    assert [(s["department"], s["status"], s["score"]) for s in decided.award()["standings"]] == [
        ("乙科", "winner", "90.00"), ("甲科", "not_selected", "80.00"), ("甲科", "unscored", None)]


def test_equals_over_the_last_seat_are_tied_whatever_their_order():
    decided = decide(rules(by_score(1)), *someone("赵一", 90, order=1), *someone("钱二", 90, order=2, position=1))
    assert decided.ranks() == {"赵一": ("tied", 1), "钱二": ("tied", 1)}


def test_an_incident_of_a_person_vetoes_and_the_next_comes_in():
    decided = decide(rules(by_score(1)), *THREE_PEOPLE, *incident("甲科", "电工组", "钱二"))
    assert decided.ranks() == {"孙三": ("winner", 1), "赵一": ("not_selected", 2), "钱二": ("vetoed", None)}


def test_nobody_is_sure_of_a_seat_while_a_department_may_still_nominate():
    decided = decide(rules(by_score(1)), *someone("赵一", 90), *someone("钱二", 80, position=1), absent=["乙科"])
    assert {name: entry["certainty"] for name, entry in decided.standings().items()} == {"赵一": "open", "钱二": "locked_out"}
    both = decide(rules(by_score(1)), *someone("赵一", 90), *someone("钱二", 80, position=1), *handed_in("乙科"))
    assert {name: entry["certainty"] for name, entry in both.standings().items()} == {"赵一": "locked_in", "钱二": "locked_out"}


def test_a_reviewer_owes_the_row_of_a_nominated_person():
    facts = [*someone("赵一", 90), *someone("钱二", None, position=1), *someone("李四", None, position=2, agreed=False)]
    decided = decide(rules(by_score(1)), *facts)
    assert [one.line for one in decided.evaluation.ledger.owed] == ["评委“评委甲”还差“优秀个人”1 个候选的打分：钱二"]


def test_without_a_score_nobody_owes_points():
    assert decide(rules(person_award(1, QuotaKind.FIXED, scope=QuotaScope.EACH)), *people(1, 2)).evaluation.ledger.owed == ()
