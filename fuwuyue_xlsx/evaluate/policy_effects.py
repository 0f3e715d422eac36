"""The effect of each policy: which candidates would come in, and which would go out, under each of its other values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice, permutations
from typing import Any

from fuwuyue_xlsx.basics.decimals import round_half_up
from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.selection import Change, Selection, selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf, policy_fields
from fuwuyue_xlsx.rules.model import Level, Rules
from fuwuyue_xlsx.rules.policies import POLICIES, Policies, Policy, policy_text

MOST_ORDERS = 24
# the others say what is told or what must be settled first, not who wins
_DECIDING = frozenset(name for level in Level for name in policy_fields(level, scored=True))


@dataclass(frozen=True)
class Effect:
    """The change that another value of a policy would make, all else equal; candidates are named as in `Selection`.

    value     the other value as 口径设置 would write it
    comes_in  who would win and does not now
    goes_out  who wins now and would not
    tied      who would be tied over the last seats and is not now
    """

    policy: Policy
    value: str
    comes_in: tuple[str, ...]
    goes_out: tuple[str, ...]
    tied: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change in words, 「新获奖：…；不再获奖：…」, or 不变."""
        return Change(self.comes_in, self.goes_out, self.tied).words


def policy_effects(rules: Rules, facts: Facts, evaluation: Evaluation) -> tuple[Effect, ...]:
    """The effects of every other value of every policy, one policy at a time, in the order of `POLICIES`.

    `evaluation` is the full evaluation under the rules' own policies; the others are evaluated by `what_if`.
    """
    effects = []
    what_if, now = WhatIf(rules, facts), selection_of(evaluation)
    for policy in POLICIES:
        for changes in other_values(policy, rules):
            policies = replace(rules.policies, **changes)
            effects.append(_effect(policy, policy_text(policy, policies), now, what_if.selection(policies)))
    return tuple(effects)


def _effect(policy: Policy, value: str, now: Selection, then: Selection) -> Effect:
    comes_in, goes_out = _added(then.winners, now.winners), _added(now.winners, then.winners)
    return Effect(policy, value, comes_in, goes_out, _added(then.tied, now.tied))


def _added(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The names that are not among the known, each once, in their order."""
    if names == known:
        return ()
    before = set(known)
    return tuple(name for name in dict.fromkeys(names) if name not in before)


def other_values(policy: Policy, rules: Rules) -> Iterator[dict[str, Any]]:
    """The other values of a policy as changes of `Policies`; of open ranges those that someone might argue for."""
    now = rules.policies
    if policy.field == "veto_period":
        periods = _periods(rules)
        yield from ({"veto_first": a, "veto_last": b} for a, b in periods if (a, b) != (now.veto_first, now.veto_last))
        return
    if policy.field not in _DECIDING:
        return
    current = getattr(now, policy.field)
    yield from ({policy.field: value} for value in _values(policy, now) if value != current)


def _values(policy: Policy, now: Policies) -> Iterator[Any]:
    """The words of a policy that has a choice of them, and of another those values that someone might argue for.

    最短答题秒数 and 无效问卷上限 have none here: they decide nothing once there are facts.
    """
    if policy.choices:
        yield from policy.choices.values()
    elif policy.field == "quota_minimum":
        yield from (0, 1)
    elif policy.field == "decimals":
        yield from range(5)
    elif policy.field == "tie_order":
        yield from islice(permutations(now.tie_order), MOST_ORDERS)
    elif policy.field == "grades":
        yield _even_grades(now)


def _even_grades(now: Policies) -> tuple[tuple[str, Decimal], ...]:
    """The grades spread evenly from 100 down to 0."""
    last = max(len(now.grades) - 1, 1)
    return tuple((name, round_half_up(Fraction(100 * (last - i), last), 0)) for i, (name, _) in enumerate(now.grades))


def _periods(rules: Rules) -> list[tuple[dt.date, dt.date]]:
    """The whole campaign, only its weeks of activity, and any time at all."""
    campaign = rules.campaign
    return [
        (campaign.kickoff, campaign.material_due.date()),
        (campaign.start, campaign.end),
        (dt.date.min, dt.date.max),
    ]
