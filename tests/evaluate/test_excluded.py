"""资格排除: whom a row keeps out, whom it leaves alone, and what is asked about when it finds nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.excluded import near_exclusion_doubts
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.pipeline import decide as outcome_of
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.small_campaigns import (
    ORGANISATION,
    PERSON,
    POST,
    TEAM,
    decide,
    department_award,
    nominate,
    person,
    person_award,
    post_award,
    review,
    rules,
    tables_of,
    team,
    team_award,
)

CELL = "评选规则.xlsx!资格排除!E4"
FIXED = {"kind": QuotaKind.FIXED}


def excluding(made, *rows):
    """The rules with rows of 资格排除: (award, department, team, person)."""
    return replace(made, exclusions=tuple(
        Exclusion(award, department, team_name, name, "受过处分", "通报", f"评选规则.xlsx!资格排除!E{number}", f"评选规则.xlsx!资格排除!D{number}")
        for number, (award, department, team_name, name) in enumerate(rows, 4)))


EVERYTHING = rules(department_award(2), team_award(5), person_award(5, **FIXED), post_award(5))
FACTS = [*nominate(ORGANISATION, "甲科"), *review(ORGANISATION, "甲科", 90), *team("电工组", 90), *team("木工组", 80),
         *person("李七", 1), *person("王五", 2, team=None, position=1),
         *nominate(POST, "甲科", team="电工组", post="值班岗"), *review(POST, "甲科", 80, team="电工组", post="值班岗"),
         *nominate(POST, "甲科", team="木工组", post="值班岗", position=1), *review(POST, "甲科", 70, team="木工组", post="值班岗")]


def kept_out(*rows):
    """(award, candidate, team) of everybody who is ineligible."""
    decided = decide(excluding(EVERYTHING, *rows), *FACTS)
    return [(award["award"], one["person"] or one["post"] or one["team"] or one["department"], one["team"])
            for award in decided.said["awards"] for one in award["standings"] if one["status"] == "ineligible"]


@pytest.mark.parametrize("row, expected", [
    ((None, "甲科", None, None), [(ORGANISATION, "甲科", None)]),
    ((ORGANISATION, "甲科", None, None), [(ORGANISATION, "甲科", None)]),
    ((None, "甲科", "电工组", None), [(TEAM, "电工组", "电工组")]),
    ((None, "甲科", None, "李 七"), [(PERSON, "李七", "电工组")]),
    ((PERSON, "甲科", "电工组", "李七"), [(PERSON, "李七", "电工组")]),
    ((None, "甲科", "班组外", "王五"), [(PERSON, "王五", None)]),
    ((None, "甲科", "电工组", "王五"), []),
    ((None, "甲科", "班组外", "李七"), []),
    ((None, "乙科", None, "李七"), []),
    ((None, "乙科", None, None), []),
    ((POST, "甲科", "木工组", "值班岗"), [(POST, "值班岗", "木工组")]),
    ((PERSON, "甲科", None, "值班岗"), []),
])
def test_a_row_keeps_out_one_candidate_and_nobody_above_or_below(row, expected):
    assert kept_out(row) == expected


def test_the_reason_names_the_cell_the_basis_and_every_row():
    decided = decide(excluding(EVERYTHING, (None, "甲科", None, "李七"), (PERSON, "甲科", None, "李七")), *FACTS)
    reasons = decided.standings(PERSON)["李七"]["reasons"]
    assert reasons == [f"资格排除：受过处分，依据：通报（{CELL}）", "资格排除：受过处分，依据：通报（评选规则.xlsx!资格排除!E5）"]
    assert decided.standings(PERSON)["王五"]["reasons"] == ["科室推荐第 2 位，排在第 1，在 5 个名额之内"]


def test_the_next_one_takes_the_seat_and_the_derivation_says_why():
    made = excluding(rules(team_award(1)), (TEAM, "甲科", "电工组", None))
    facts = [*team("电工组", 90), *team("木工组", 80)]
    assert decide(made, *facts).statuses()["木工组"] == "winner"
    outcome = outcome_of(made, Intake(tables_of(made, *facts), [], [], made.departments))
    assert f"  资格排除：受过处分，依据：通报（{CELL}）" in (explain(outcome, "电工组") or [])


def test_a_candidate_of_a_department_that_has_not_submitted_is_locked_out():
    made = excluding(rules(team_award(3)), (None, "乙科", "医生组", None))
    standings = decide(made, *team("电工组", 90), absent=["乙科"]).standings()
    assert (standings["医生组"]["certainty"], standings["护士组"]["certainty"]) == ("locked_out", "open")
    assert standings["医生组"]["status"] == "not_nominated"


def codes(*rows, facts=(), absent=()):
    return [code for code in decide(excluding(EVERYTHING, *rows), *FACTS, *facts, absent=absent).codes if code.startswith("exclusion")]


def test_a_name_that_finds_nobody_is_told_and_one_that_fits_two_posts_is_an_error():
    assert codes((None, "甲科", None, "李七")) == codes((None, "甲科", "电工组", None)) == []
    assert codes((None, "甲科", None, "欧阳远")) == ["exclusion-of-nobody"]
    assert codes((None, "乙科", None, "李七"), absent=["乙科"]) == []
    assert codes((None, "甲科", None, "值班岗")) == ["exclusion-unclear"]
    assert kept_out((None, "甲科", None, "值班岗")) == [(POST, "值班岗", "电工组"), (POST, "值班岗", "木工组")]
    assert codes((POST, "甲科", "电工组", "值班岗")) == []


@pytest.mark.parametrize("row, doubted", [
    ((None, "甲科", "木工组", "李七"), True), ((None, "甲科", None, "李七七"), True), ((None, "甲科", "木工组", "李七七"), False),
    ((None, "甲科", None, "李七"), False), ((None, "甲科", None, "欧阳远"), False), ((TEAM, "甲科", "电工组", None), False)])
def test_a_like_name_is_weighed(row, doubted):
    made = excluding(rules(person_award(1, **FIXED)), row)
    tables = tables_of(made, *person("李七", 1), *person("王五", 2, position=1))
    outcome = outcome_of(made, Intake(tables, [], [], made.departments))
    held = [(doubt.findings[0].code, doubt.matters) for doubt in outcome.doubts]
    assert held == ([("exclusion-person-unmatched", True)] if doubted else [])


@pytest.mark.parametrize("row, offered", [
    ((None, "乙科", None, "李七"), "。是否为“甲科”推荐的“李七”？"),
    ((POST, "甲科", None, "赵八"), "。是否为在岗人员里有他的岗位“值班岗”？"),
    ((None, "甲科", None, "赵八"), "。是否为在岗人员里有他的岗位“值班岗”？"),
])
def test_the_name_in_another_department_or_at_a_post_is_weighed(row, offered):
    made = excluding(rules(person_award(1, **FIXED), post_award(1)), row)
    posts = [*nominate(POST, "甲科", team="电工组", post="值班岗", holders=("赵八",)), *review(POST, "甲科", 80, team="电工组", post="值班岗"),
             *nominate(POST, "甲科", team="木工组", post="保洁岗", position=1), *review(POST, "甲科", 70, team="木工组", post="保洁岗")]
    tables = tables_of(made, *person("李七", 1), *person("王五", 2, position=1), *posts)
    outcome = outcome_of(made, Intake(tables, [], [], made.departments))
    (doubt,) = outcome.doubts
    assert doubt.findings[0].details["suggestion"] == offered
    assert doubt.holds and doubt.change.endswith("（优质服务示范岗，甲科）" if "岗" in offered else "（优秀个人，甲科）")


@pytest.mark.parametrize("row", [(None, "乙科", None, "赵八"), (TEAM, "乙科", "医生组", None), (POST, "乙科", None, "李七")])
def test_who_is_named_alike_nowhere_or_works_at_a_post_elsewhere_is_not_meant(row):
    made = excluding(rules(person_award(1, **FIXED), post_award(1)), row)
    posts = [*nominate(POST, "甲科", team="电工组", post="值班岗", holders=("赵八",)), *review(POST, "甲科", 80, team="电工组", post="值班岗")]
    tables = tables_of(made, *person("李七", 1), *person("王五", 2, position=1), *posts)
    assert outcome_of(made, Intake(tables, [], [], made.departments)).doubts == ()


def test_a_like_name_that_changes_nobody_s_prize_holds_nothing_up():
    made = excluding(rules(person_award(1, **FIXED)), (None, "甲科", None, "王五五"))
    facts = facts_of(made, tables_of(made, *person("李七", 1), *person("王五", 2, position=1)))
    evaluation = evaluate(made, tables_of(made, *person("李七", 1), *person("王五", 2, position=1)))
    assert len(near_exclusion_doubts(made, facts, evaluation.findings)) == 1
    outcome = outcome_of(made, Intake(tables_of(made, *person("李七", 1), *person("王五", 2, position=1)), [], [], made.departments))
    assert [doubt.matters for doubt in outcome.doubts] == [False]


def test_other_policies_keep_the_same_ones_out():
    made = excluding(EVERYTHING, (None, "甲科", "电工组", None), (None, "甲科", None, "李七"))
    tables = tables_of(made, *FACTS)
    facts, evaluation = facts_of(made, tables), evaluate(made, tables)
    assert WhatIf(made, facts).selection(made.policies) == selection_of(evaluation)
