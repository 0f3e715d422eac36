"""加减分: points that the office adds and takes off, limited by the award, as they are in the composite."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.evaluate import decide as evaluated
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import Component, QuotaKind, QuotaScope, Source
from fuwuyue_xlsx.schema.ruling_book import SCORE, TIES, ruling_book
from tests.support.adjusted_campaigns import random_adjustments
from tests.support.small_campaigns import (
    FEATURES,
    ORGANISATION,
    PERSON,
    SURVEY,
    TEAM,
    adjustment,
    answers,
    decide,
    department_award,
    hard,
    nominate,
    person,
    person_award,
    review,
    rules,
    tables_of,
    team,
    team_award,
)

PANEL = Component(FEATURES, Decimal(100), Source.REVIEW)
BONUS = Component("加减分", Decimal(0), Source.ADJUSTMENT, limit=Decimal(5))


def adjusted(quota=1, limit=5, award=None):
    return replace(award or team_award(quota), components=(PANEL, replace(BONUS, limit=Decimal(limit))))


BOTH = [*team("电工组", 80), *team("木工组", 78)]


def given(points, name="电工组", award=TEAM):
    return adjustment("甲科", points, award, team=name)


def test_points_count_as_they_are_in_the_composite():
    decided = decide(rules(adjusted()), *BOTH, *given(3, "木工组"), *given("-0.5"))
    assert decided.standings()["木工组"]["components"] == {FEATURES: "78.00", "加减分": "3.00"}
    listed = [(one["team"], one["score"], one["status"]) for one in decided.award()["standings"][:2]]
    assert listed == [("木工组", "81.00", "winner"), ("电工组", "79.50", "not_selected")]
    assert decided.open == []


def test_who_has_no_row_has_nothing_added():
    decided = decide(rules(adjusted()), *BOTH)
    assert decided.component("电工组", "加减分") == "0.00"
    assert decided.standings()["电工组"]["score"] == "80.00"


@pytest.mark.parametrize(("rows", "value"), [
    ([2, 3], "5.00"), ([2, 4], "5.00"), ([-4, -4], "-5.00"), ([9, -3], "5.00"), ([9, -5], "4.00"), ([100, -100], "0.00"), ([0], "0.00"),
    (["0.125", "0.125"], "0.25"), (["0.005"], "0.01"), (["-0.005"], "-0.01"), (["0.004"], "0.00"), (["-0.004"], "0.00"), (["4.999"], "5.00")])
def test_rows_add_up_exactly_and_the_sum_is_limited_then_rounded(rows, value):
    facts = [fact for points in rows for fact in given(points)]
    decided = decide(rules(adjusted()), *BOTH, *facts)
    assert decided.component("电工组", "加减分") == value


@pytest.mark.parametrize(("places", "value"), [(0, "3"), (1, "2.5"), (2, "2.45"), (4, "2.4500")])
def test_the_policys_places_hold_for_the_sum(places, value):
    given_points = {0: "2.5", 1: "2.45", 2: "2.45", 4: "2.45"}[places]
    assert decide(rules(adjusted(), decimals=places), *BOTH, *given(given_points)).component("电工组", "加减分") == value


def test_a_composite_may_leave_0_to_100():
    decided = decide(rules(adjusted()), *team("电工组", 99), *team("木工组", 2), *given(4), *given(-4, "木工组"))
    assert decided.standings()["电工组"]["score"] == "103.00"
    assert decided.standings()["木工组"]["score"] == "-2.00"
    assert decided.ranks() == {"电工组": ("winner", 1), "木工组": ("not_selected", 2)}


def test_a_composite_below_0_is_not_locked_out_for_it():
    decided = decide(rules(adjusted(2)), *team("电工组", 2), *team("木工组", 1), *given(-4), *given(-4, "木工组"))
    assert {one["certainty"] for one in decided.standings().values() if one["rank"]} == {"locked_in"}


def test_a_row_for_one_award_is_none_for_another_and_one_without_an_award_is_for_all():
    organisation = adjusted(award=department_award(1))
    only_teams = team_award(1)
    facts = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 70), *BOTH]
    decided = decide(rules(organisation, adjusted()), *facts, *adjustment("甲科", 2), *adjustment("甲科", 1, ORGANISATION), *given(1, award=None))
    assert decided.component("甲科", "加减分", ORGANISATION) == "3.00"
    assert decided.component("电工组", "加减分", TEAM) == "1.00"
    assert decide(rules(organisation, adjusted()), *facts, *given(1, award=ORGANISATION)).component("电工组", "加减分", TEAM) == "0.00"
    assert "加减分" not in decide(rules(only_teams), *BOTH, *given(1, award=None)).standings()["电工组"]["components"]


def test_a_row_reaches_neither_down_nor_up():
    organisation = adjusted(award=department_award(1))
    persons = adjusted(award=person_award(1, QuotaKind.FIXED, scope=QuotaScope.ALL))
    facts = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 70), *BOTH, *person("赵一", 1),
             *review(PERSON, "甲科", 70, team="电工组", post="赵一")]
    used = rules(organisation, adjusted(), persons)

    def points(*rows):
        decided = decide(used, *facts, *rows)
        return [decided.component("甲科", "加减分", ORGANISATION), decided.component("电工组", "加减分", TEAM), decided.component("赵一", "加减分", PERSON)]

    assert points(*adjustment("甲科", 2)) == ["2.00", "0.00", "0.00"]
    assert points(*given(2, award=None)) == ["0.00", "2.00", "0.00"]
    assert points(*adjustment("甲科", 2, team="电工组", post="赵一")) == ["0.00", "0.00", "2.00"]


def test_a_hard_condition_on_the_composite_takes_it_with_the_points():
    award = replace(adjusted(2), conditions=(hard(1, "综合得分", 80),))
    decided = decide(rules(award), *BOTH, *given(-1), *given(2, "木工组"))
    assert {name: decided.statuses()[name] for name in ("电工组", "木工组")} == {"电工组": "ineligible", "木工组": "winner"}


def test_without_the_register_the_result_is_preliminary_and_nobody_is_locked():
    without = decide(rules(adjusted()), *BOTH, adjusted=False)
    assert [(one.kind.value, one.line) for one in without.evaluation.ledger.owed] == [
        ("adjustments", "还没有收到加减分登记，优秀班组的加减分暂按 0 计；没有加减分的，交一份空白的登记")]
    assert without.evaluation.ledger.owed[0].line in without.open
    assert {one["certainty"] for one in without.standings().values() if one["rank"]} == {"open"}
    blank = decide(rules(adjusted()), *BOTH)
    assert blank.open == []
    assert {one["certainty"] for one in blank.standings().values() if one["rank"]} == {"locked_in", "locked_out"}


def test_an_award_without_adjustments_owes_none():
    assert decide(rules(team_award(1)), *team("电工组", 80), adjusted=False).evaluation.ledger.owed == ()


def test_an_absent_department_may_come_with_the_most_points():
    """电工组 stands at 100: a team of an absent department passes it only where points may be added."""
    facts = [*team("电工组", 100)]
    assert decide(rules(team_award(1)), *facts, absent=["乙科"]).standings()["电工组"]["certainty"] == "open"  # a tie at 100
    plain = decide(rules(adjusted()), *team("电工组", 100), *given(5), absent=["乙科"])
    assert plain.standings()["电工组"]["certainty"] == "open"
    assert plain.standings()["医生组"]["certainty"] == "open"
    passed = decide(rules(adjusted()), *team("电工组", 100), *given("4.99"), absent=["乙科"]).standings()
    assert passed["医生组"]["certainty"] == "open"


def test_a_missing_component_keeps_the_known_points():
    award = replace(adjusted(), components=(Component(FEATURES, Decimal(50), Source.REVIEW), Component(SURVEY, Decimal(50), Source.SURVEY), BONUS))
    facts = [*team("电工组", 90), *answers("甲科", "电工组", "很满意"), *team("木工组", 90)]
    close = decide(rules(award), *facts, *given(1))
    assert close.statuses()["木工组"] == "unscored"
    assert close.standings()["木工组"]["components"]["加减分"] == "0.00"
    assert close.standings()["木工组"]["certainty"] == "locked_out"  # at best 95.00, and 电工组 has 96.00
    assert decide(rules(award), *facts).standings()["木工组"]["certainty"] == "open"


def test_a_tier_counts_its_own_rows_and_those_for_all_awards():
    tiers = [replace(adjusted(award=team_award(1)), name=name, group="评优", criteria=team_award(1).criteria) for name in ("一等奖", "二等奖")]
    facts = [fact for name, points in (("电工组", 90), ("木工组", 80), ("水工组、仓管", 79))
             for fact in (*nominate("一等奖", "甲科", team=name), *nominate("二等奖", "甲科", team=name), *review("一等奖", "甲科", points, team=name))]
    decided = decide(rules(*tiers), *facts, *given(2, "水工组、仓管", "二等奖"), *given("0.5", "木工组", None), *given(-3, "水工组、仓管", "一等奖"))
    assert [decided.component("木工组", "加减分", name) for name in ("一等奖", "二等奖")] == ["0.50", "0.50"]
    assert [decided.component("水工组、仓管", "加减分", name) for name in ("一等奖", "二等奖")] == ["-3.00", "2.00"]
    assert decided.statuses("二等奖")["水工组、仓管"] == "winner"


def test_the_reason_names_the_points():
    decided = decide(rules(adjusted()), *BOTH, *given(-1))
    assert decided.standings()["电工组"]["reasons"] == ["综合得分 79.00（含加减分 -1.00），第 1 名，在 1 个名额之内"]


def test_leaders_are_asked_about_a_tie_above_100_and_their_answer_can_be_read():
    used = rules(adjusted())
    tied = decide(used, *team("电工组", 100), *team("木工组", 100), *given(4), *given(4, "木工组"))
    assert tied.ranks() == {"电工组": ("tied", 1), "木工组": ("tied", 1)}
    score = next(sheet for sheet in ruling_book(used).sheets if sheet.title == TIES).column(SCORE)
    assert [score.kind.read(value).value for value in (104, "-5", "105.01", "-5.01")] == [104, -5, None, None]
    plain = next(sheet for sheet in ruling_book(rules(team_award(1))).sheets if sheet.title == TIES).column(SCORE)
    assert [plain.kind.read(value).value for value in (100, 100.5, -1)] == [100, None, None]


def test_margins_of_the_points_end_at_the_limit():
    decided = decide(rules(adjusted()), *BOTH)
    margins = {one.candidate.name: one.margin for one in decided.evaluation.awards[0].standings if one.margin}
    assert margins["木工组"].moves == {FEATURES: Decimal("80.01"), "加减分": Decimal("2.01")}
    assert margins["电工组"].moves == {FEATURES: Decimal("77.99"), "加减分": Decimal("-2.01")}
    far = decide(rules(adjusted(limit=2)), *BOTH)
    assert [one.margin.moves["加减分"] for one in far.evaluation.awards[0].standings if one.margin] == [None, None]


@pytest.mark.parametrize("places", [0, 2, 4])
def test_other_policies_are_tried_as_a_full_evaluation_would(places):
    used = rules(adjusted())
    facts = facts_of(used, tables_of(used, *BOTH, *given("1.45"), *given("3.445", "木工组")))
    policies = replace(used.policies, decimals=places)
    assert WhatIf(used, facts).selection(policies) == selection_of(evaluated(replace(used, policies=policies), facts))


@pytest.mark.parametrize("seed", range(40))
def test_random_campaigns_are_tried_as_a_full_evaluation_would(seed):
    used, tables = (inputs := random_adjustments(seed)).rules, inputs.tables
    facts = facts_of(used, tables)
    tried = WhatIf(used, facts)
    for places in range(4):
        policies = replace(used.policies, decimals=places)
        assert tried.selection(policies) == selection_of(evaluated(replace(used, policies=policies), facts))
