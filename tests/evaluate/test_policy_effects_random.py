"""Effects of policies against the full evaluation: whatever the campaign, both name the same winners and ties."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.facts import Facts, facts_of
from fuwuyue_xlsx.evaluate.policy_effects import other_values, policy_effects
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import POLICIES, Policies, policy_text
from fuwuyue_xlsx.rules.policy_values import ROUNDINGS
from tests.independent.bridge import rules_of, tables_of
from tests.independent.implementation.campaigns import random_campaign

seeds = st.integers(0, 10**6)
some = settings(max_examples=3, deadline=None)
many = settings(some, max_examples=60)
Names = list[str]


def names(evaluation: Evaluation, status: Status) -> Names:
    """The candidates of a status, award by award in the order of the lists."""
    found = [
        f"{s.candidate.name}（{result.award.name}，{s.candidate.department}）"
        for result in evaluation.awards for s in result.standings if s.status is status
    ]
    return list(dict.fromkeys(found))


def told_in_full(rules: Rules, facts: Facts) -> list[tuple[str, str, Names, Names, Names]]:
    """What the effects must be, from a full evaluation under every other value."""
    now, found = decide(rules, facts), []
    for policy in POLICIES:
        for changes in other_values(policy, rules):
            policies = replace(rules.policies, **changes)
            then = decide(replace(rules, policies=policies), facts)
            won, won_then = names(now, Status.WINNER), names(then, Status.WINNER)
            tied = names(now, Status.TIED)
            found.append((
                policy.name, policy_text(policy, policies),
                [name for name in won_then if name not in won], [name for name in won if name not in won_then],
                [name for name in names(then, Status.TIED) if name not in tied],
            ))
    return found


def campaign(seed: int) -> tuple[Rules, Facts]:
    made = random_campaign(seed)
    rules = rules_of(made)
    return rules, facts_of(rules, tables_of(made))


def assert_effects_are_those_of_full_evaluations(seed: int) -> int:
    """Returns how many of them changed anything."""
    rules, facts = campaign(seed)
    found = policy_effects(rules, facts, decide(rules, facts))
    told = [(e.policy.name, e.value, list(e.comes_in), list(e.goes_out), list(e.tied)) for e in found]
    assert told == told_in_full(rules, facts)
    return sum(effect.words != "不变" for effect in found)


@some
@given(seeds)
def test_effects_are_those_of_full_evaluations(seed: int) -> None:
    assert_effects_are_those_of_full_evaluations(seed)


@pytest.mark.long
@many
@given(seeds)
def test_effects_are_those_of_full_evaluations_in_many_campaigns(seed: int) -> None:
    assert_effects_are_those_of_full_evaluations(seed)


@pytest.mark.long
def test_the_random_campaigns_have_effects_to_compare() -> None:
    assert sum(assert_effects_are_those_of_full_evaluations(seed) for seed in range(12)) > 5


def random_policies(seed: int, now: Policies) -> Policies:
    """Any policies at all; each keeps its value in most cases, so that earlier results serve again."""
    dice = random.Random(seed)
    first = dt.date(2017, 11, 20) + dt.timedelta(dice.randrange(-400, 3_000))
    points = sorted(dice.sample(range(101), len(now.grades)), reverse=True)
    values = {
        "quota_rounding": dice.choice(ROUNDINGS), "quota_minimum": dice.randrange(3), "review_mean": dice.choice(["平均", "去最高最低后平均"]),
        "recusal": dice.random() < 0.5, "missing": dice.choice(["不予排名", "沿用科室"]),
        "tie_order": tuple(dice.sample(now.tie_order, len(now.tie_order))), "lateness": dice.choice(["提醒", "取消资格"]),
        "decimals": dice.randrange(5), "doubtful": dice.choice(["计入", "不计"]), "numbered": dice.choice(["大数最满意", "小数最满意"]),
        "grades": tuple((name, Decimal(worth)) for (name, _), worth in zip(now.grades, points, strict=True)),
        "veto_first": first, "veto_last": first + dt.timedelta(dice.randrange(3_000)),
    }
    return replace(now, **{name: value for name, value in values.items() if dice.random() < 0.3})


def assert_selections_are_those_of_full_evaluations(seed: int, times: int) -> None:
    """One after the other, so that a result of earlier policies would show if it were taken where it does not fit."""
    rules, facts = campaign(seed)
    what_if, policies = WhatIf(rules, facts), rules.policies
    for number in range(times):
        policies = random_policies(seed + number, policies)
        full, light = decide(replace(rules, policies=policies), facts), what_if.selection(policies)
        assert list(dict.fromkeys(light.winners)) == names(full, Status.WINNER), policies
        assert list(dict.fromkeys(light.tied)) == names(full, Status.TIED), policies


@some
@given(seeds)
def test_selections_are_those_of_full_evaluations(seed: int) -> None:
    assert_selections_are_those_of_full_evaluations(seed, 12)


@pytest.mark.long
@many
@given(seeds)
def test_selections_are_those_of_full_evaluations_in_many_campaigns(seed: int) -> None:
    assert_selections_are_those_of_full_evaluations(seed, 12)
