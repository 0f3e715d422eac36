"""A stage's result serves again exactly when the policies that it declares have the same values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace

import pytest

from fuwuyue_xlsx.evaluate import what_if
from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.evaluate.stages import DeclaredPolicies, Stage, StageResults, UndeclaredPolicy, stage
from fuwuyue_xlsx.evaluate.what_if import WhatIf, policy_fields
from fuwuyue_xlsx.rules.model import Level, Rules
from fuwuyue_xlsx.rules.policies import Policies
from tests.independent.bridge import rules_of, tables_of
from tests.independent.implementation.campaigns import random_campaign
from tests.support.small_campaigns import DEFAULTS, rules, team_award
from tests.support.small_campaigns import tables_of as small_tables

RULES = rules(team_award())
STAGES = {name: value for name, value in vars(what_if).items() if isinstance(value, Stage)}


class Counted:
    """A function of rules that counts its calls and reads two policies."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, rules: Rules, *inputs: object) -> tuple[object, ...]:
        self.calls += 1
        return (rules.policies.decimals, rules.policies.recusal, *inputs)


@pytest.mark.parametrize("first, then, calls", [
    ({}, {}, 1),
    ({}, {"decimals": 3}, 2),
    ({"recusal": True}, {"recusal": True, "decimals": 3}, 2),
    ({}, {"missing": "沿用科室"}, 1),  # is not declared
])
def test_a_result_serves_policies_with_the_same_declared_values(first, then, calls):
    results, counted = StageResults(RULES), Counted()
    declared = stage("decimals", "recusal")(counted)
    for changes in (first, then):
        policies = replace(DEFAULTS, **changes)
        assert results.get(declared, policies) == (policies.decimals, policies.recusal)
    assert counted.calls == calls


@pytest.mark.parametrize("name", [field.name for field in fields(Policies)])
def test_a_policy_that_is_not_declared_cannot_be_read(name):
    """Whatever the field, also one that a later version gives a default."""
    others = [field.name for field in fields(Policies) if field.name != name]
    with pytest.raises(UndeclaredPolicy, match=name):
        StageResults(RULES).get(stage(*others)(lambda rules: getattr(rules.policies, name)), DEFAULTS)
    assert StageResults(RULES).get(stage(name)(lambda rules: getattr(rules.policies, name)), DEFAULTS) == getattr(DEFAULTS, name)


def test_a_method_of_the_policies_needs_what_it_reads():
    grade = [StageResults(RULES).get(stage("grades", "numbered")(lambda rules: rules.policies.grade_of("1")), replace(DEFAULTS, numbered=way))
             for way in ("大数最满意", "小数最满意")]
    assert grade == ["很不满意", "很满意"]
    with pytest.raises(UndeclaredPolicy, match="numbered"):
        StageResults(RULES).get(stage("grades")(lambda rules: rules.policies.grade_of("1")), DEFAULTS)


def test_a_policy_that_does_not_exist_cannot_be_declared():
    with pytest.raises(ValueError, match="decimal_places"):
        stage("decimals", "decimal_places")


def test_other_inputs_and_other_stages_are_computed_anew():
    results, counted, one, two = StageResults(RULES), Counted(), ["甲"], ["乙"]
    first, second = stage("decimals", "recusal")(counted), stage("decimals", "recusal")(counted)
    for declared, given in ((first, one), (first, two), (second, one), (first, one)):
        assert results.get(declared, DEFAULTS, given)[-1] is given
    assert counted.calls == 3


def test_equal_results_are_one_object():
    results, many = StageResults(RULES), stage("decimals")(lambda rules: [rules.policies.decimals > 9])
    one, other = (results.get(many, replace(DEFAULTS, decimals=places)) for places in (1, 2))
    assert one is other


def test_every_stage_reads_what_it_declares(monkeypatch):
    """A field that is declared and never read would cost a computation for nothing; one that is read is declared, else this raises."""
    read: dict[tuple[str, ...], set[str]] = defaultdict(set)

    class Noting(DeclaredPolicies):
        def __init__(self, policies: Policies, declared: tuple[str, ...]) -> None:
            super().__init__(policies, declared)
            self.__dict__["_declared"] = declared

        def __getattribute__(self, name: str) -> object:
            get = super().__getattribute__
            if name in get("__dict__").get("_declared", ()):
                read[get("_declared")].add(name)
            return get(name)

    monkeypatch.setattr("fuwuyue_xlsx.evaluate.stages.DeclaredPolicies", Noting)
    for seed in range(32):
        campaign = random_campaign(seed)
        made = rules_of(campaign)
        facts = facts_of(made, tables_of(campaign))
        policy_effects(made, facts, decide(made, facts))
    # the answers of random campaigns are words; a grade given as a number needs 数字等级
    numbered = ("answers", {"department": "甲科", "team": "电工组", "file": "f", "sheet": "s", "row": 1, "题目0": "1"})
    WhatIf(RULES, facts_of(RULES, small_tables(RULES, numbered))).selection(DEFAULTS)
    declared = {one.policy_fields for one in STAGES.values() if one.policy_fields}
    assert len(declared) > 5
    assert {names: set(names) - read[names] for names in declared} == {names: set() for names in declared}


def test_the_policies_of_an_award_are_those_of_its_stages() -> None:
    everything = {*STAGES.values()}
    listed = {*what_if._FOR_ALL, *what_if._FOR_SCORED, *what_if._FOR_PEOPLE}
    assert everything == listed
    people, teams = policy_fields(Level.PERSON), policy_fields(Level.TEAM)
    assert people == {"quota_rounding", "quota_minimum", "veto_first", "veto_last", "lateness"}
    assert "quota_minimum" not in teams and "quota_rounding" in teams  # of a share of the number of units
    assert {"veto_first", "lateness", "tie_order", "grades"} <= teams
    # these decide nothing once there are facts
    assert {field.name for field in fields(Policies)} - people - teams == {"fewest_answers", "quickest_answer", "skipping", "most_invalid", "doubts"}
