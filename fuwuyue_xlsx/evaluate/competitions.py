"""The awards as competitions: their candidates and hard conditions, apart by what decides them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.incident_reach import Effects
from fuwuyue_xlsx.rules.model import Award, Condition, Rules
from fuwuyue_xlsx.schema.checks import PLANNED_SERIES, Check
from fuwuyue_xlsx.schema.known_checks import checks_of

Values = Mapping[str, Decimal | None]


class Competition(NamedTuple):
    """An enabled award with its candidates and its hard conditions: on the plan, on other counts, on components, on the composite,
    and those of which some need not be met (组合).
    """

    award: Award
    candidates: tuple[Candidate, ...]
    on_plan: tuple[Condition, ...]
    on_counts: tuple[Condition, ...]
    on_scores: tuple[Condition, ...]
    on_composite: tuple[Condition, ...]
    grouped: tuple[Condition, ...] = ()


class Ranked(NamedTuple):
    """A candidate who takes part in the ranking, with everything that decides about its seat."""

    candidate: Candidate
    score: Decimal | None
    components: Values
    pending: Effects


def competitions_of(rules: Rules, facts: Facts) -> list[Competition]:
    """A competition for each enabled award, in the order of the rules, with its candidates in that of the facts."""
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in facts.candidates:
        candidates[candidate.award].append(candidate)
    return [_competition(award, tuple(candidates[award.name]), checks_of(rules)) for award in rules.enabled_awards]


def _competition(award: Award, candidates: tuple[Candidate, ...], checks: Mapping[str, Check]) -> Competition:
    alone = [condition for condition in award.hard if condition.group is None]
    on_plan = tuple(condition for condition in alone if condition.check == PLANNED_SERIES)
    on_scores = tuple(condition for condition in alone if checks[condition.check].source)
    on_composite = tuple(condition for condition in alone if checks[condition.check].composite)
    on_counts = tuple(condition for condition in alone if condition not in on_plan + on_scores + on_composite)
    return Competition(award, candidates, on_plan, on_counts, on_scores, on_composite, tuple(one for one in award.hard if one.group))
