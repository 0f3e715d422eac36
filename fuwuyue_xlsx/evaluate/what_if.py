"""Who would win under other policies or from other facts, and nothing else: no evidence, no reasons, no margins.

The rules are those of the full evaluation (`evaluate.py`), and its functions decide here, too; only what they give
besides their decision is left out: figures have no parts, conditions no words. The evaluation is divided into stages,
each of which declares the policies it reads (`stages.py`), so that another value of a policy costs no more than the
stages whose result it really changes. Other facts (`reread`) cost no more than what rests on the parts that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from itertools import chain
from operator import itemgetter
from typing import Any

from fuwuyue_xlsx.evaluate.adjusted_scores import Adjustment, Named, adjustments_of
from fuwuyue_xlsx.evaluate.competitions import Competition, Ranked, Values, competitions_of
from fuwuyue_xlsx.evaluate.components import Components, own_figures
from fuwuyue_xlsx.evaluate.conditions import Conditions, composite_met, late_materials
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.evidence import Figure
from fuwuyue_xlsx.evaluate.excluded import Exclusions
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Figures, ReviewKey, ScopedOwner, inspections_of, reviews_of, scopes_of, surveys_of, votes_of
from fuwuyue_xlsx.evaluate.incident_reach import Effects, Reach, Reached, incident_effects
from fuwuyue_xlsx.evaluate.judging import composite, status_before_ranking
from fuwuyue_xlsx.evaluate.quotas import Seats, quotas_of
from fuwuyue_xlsx.evaluate.ranking import Seat
from fuwuyue_xlsx.evaluate.seating import seated_status, seats_by_order, seats_by_score, seats_of_group
from fuwuyue_xlsx.evaluate.selection import SELECTED, Selection, selection_by_status
from fuwuyue_xlsx.evaluate.stages import Stage, StageResults, stage
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.sums import Owner, PointSum, Sums, Tally
from fuwuyue_xlsx.rules.model import Condition, Level, QuotaKind, Rules
from fuwuyue_xlsx.rules.policies import Policies


class WhatIf:
    """Selects the winners of one campaign under any policies.

    `_facts` are for all stages but those of the figures, which have the sums.
    """

    def __init__(self, rules: Rules, facts: Facts) -> None:
        self._rules, self._facts, self._sums, self._results = rules, facts, facts.sums, StageResults(rules)
        self._competitions = competitions_of(rules, facts)

    def reread(self, facts: Facts) -> WhatIf:
        """The same campaign with other facts. What rests on parts of them that are the very same is not worked out again."""
        other = WhatIf.__new__(WhatIf)
        other._rules, other._sums, other._results = self._rules, facts.sums, self._results.copy()
        before = replace(self._facts, sums=facts.sums)
        same = all(getattr(facts, part.name) is getattr(before, part.name) for part in fields(Facts))
        other._facts = self._facts if same else facts
        other._competitions = self._competitions if facts.candidates is self._facts.candidates else competitions_of(self._rules, facts)
        return other

    def selection(self, policies: Policies) -> Selection:
        """Who wins and who is tied: what `selection_of` gives for a full evaluation under these policies."""
        get, facts = self._results.get, self._facts
        sums = self._sums
        figures = (get(_reviews, policies, sums.reviews), get(_inspections, policies, sums.inspections),
                   get(_surveys, policies, sums.surveys, sums.respondents), get(_votes, policies, sums.votes),
                   get(_adjustments, policies, sums.adjustments))
        incidents = get(_incidents, policies, facts)
        groups = {one.award.name: self._ranked_of(one, policies, figures, incidents) for one in self._competitions}
        selections = self._selections(policies, groups)
        return Selection(*(tuple(chain.from_iterable(names)) for names in zip(*selections, strict=True)) if selections else ((), ()))

    def _selections(self, policies: Policies, ranked: Mapping[str, list[Ranked]]) -> list[Selection]:
        """The selection of every award, in the rules' order; those of a group are seated together."""
        get, facts, selections = self._results.get, self._facts, dict[str, Selection]()
        for competition in self._competitions:
            award = competition.award
            if award.name in selections:
                continue
            group = [one for one in self._competitions if one.award in self._rules.tiers_of(award)]
            seats = [self._seats_of(one, policies) for one in group]
            given = [ranked[one.award.name] for one in group]
            if len(group) > 1:
                tiered: dict[str, Selection] = get(_seated_by_tier, policies, facts, *group, *given, *seats)
                selections |= tiered
            else:
                step = _seated_by_score if award.scored else _seated_by_order
                selections[award.name] = get(step, policies, competition, given[0], seats[0], facts)
        return [selections[one.award.name] for one in self._competitions]

    def _seats_of(self, competition: Competition, policies: Policies) -> Seats:
        award = competition.award
        by_staff = not award.scored or award.quota_kind is QuotaKind.RATIO
        return self._results.get(_quotas if by_staff else _seats, policies, competition, self._facts)

    def _ranked_of(self, competition: Competition, policies: Policies, figures: tuple[object, ...], incidents: Effects) -> list[Ranked]:
        """Who takes part in the ranking of one award, stage by stage."""
        get, facts = self._results.get, self._facts
        used = figures if competition.award.components or competition.on_scores or competition.grouped else ()
        components = get(_components, policies, competition, get(_own_figures, policies, competition, *used), *used)
        unfit = [get(step, policies, competition, facts) for step in (_late, _unmet_plans, _unmet_counts, _barred)]
        if competition.on_scores:
            unfit.append(get(_unmet_scores, policies, competition, facts, components, *used))
        scores, reached = get(_scores, policies, competition, components), get(_reached, policies, competition, incidents)
        if competition.on_composite:
            unfit.append(get(_below, policies, competition, scores))
        if competition.grouped:
            unfit.append(get(_unmet_groups, policies, competition, facts, components, scores, *used))
        return get(_ranked, policies, competition, scores, reached, *unfit)


# The stages. Those of an award, but for its quotas and its seats, give a list: a value for each candidate, in their order.


@stage("decimals", "review_mean", "recusal")
def _reviews(rules: Rules, points: tuple[PointSum, ...]) -> dict[ReviewKey, Figure]:
    return reviews_of(rules.policies, Sums(reviews=points), scopes_of(rules), parts=False)


@stage("decimals")
def _inspections(rules: Rules, points: tuple[PointSum, ...]) -> dict[Owner, Figure]:
    return inspections_of(rules.policies, Sums(inspections=points), parts=False)


@stage("decimals", "grades", "doubtful", "numbered")
def _surveys(rules: Rules, tallies: dict[Owner, Tally], respondents: dict[str, dict[Owner, Tally]]) -> dict[Owner | ScopedOwner, Figure]:
    return surveys_of(rules.policies, Sums(surveys=tallies, respondents=respondents), rules.survey_scopes, parts=False)


@stage("decimals")
def _votes(rules: Rules, points: tuple[PointSum, ...]) -> dict[ReviewKey, Figure]:
    return votes_of(rules.policies, Sums(votes=points), parts=False)


@stage("decimals")
def _adjustments(rules: Rules, rows: tuple[Adjustment, ...]) -> dict[Named, Figure]:
    return adjustments_of(rules.policies, rows, rules.adjustment_limits, parts=False)


@stage("veto_first", "veto_last")
def _incidents(rules: Rules, facts: Facts) -> Effects:
    return incident_effects(rules, facts)


@stage()
def _own_figures(rules: Rules, competition: Competition, *figures: dict) -> list[dict[str, Figure]]:
    """The candidate's own figures, by component."""
    table = Figures(*figures)
    return [own_figures(table, competition.award, candidate) for candidate in competition.candidates]


@stage("missing")
def _components(rules: Rules, competition: Competition, own: list[dict[str, Figure]], *figures: dict) -> list[dict[str, Figure]]:
    """The figures that count, by component: where one of the candidate's own is missing, perhaps its department's."""
    components = Components(rules, Figures(*figures))
    return [
        components.of(competition.award, candidate)[0] if None in [figure.value for figure in mine.values()] else mine
        for candidate, mine in zip(competition.candidates, own, strict=True)
    ]


@stage("decimals")
def _scores(rules: Rules, competition: Competition, components: list[dict[str, Figure]]) -> list[tuple[Decimal | None, Values]]:
    """The composite, and the value of each component."""
    values = [{name: figure.value for name, figure in own.items()} for own in components]
    decimals = rules.policies.decimals
    return [(composite(competition.award, own, decimals), own) for own in values]


@stage("lateness")
def _late(rules: Rules, competition: Competition, facts: Facts) -> list[bool]:
    """Whether late material disqualifies the candidate."""
    late = late_materials(rules, facts)
    return [candidate.department in late for candidate in competition.candidates]


@stage()
def _barred(rules: Rules, competition: Competition, facts: Facts) -> list[bool]:
    """Whether leaders disqualified the candidate, or the rules exclude it by name."""
    exclusions = Exclusions(rules)
    return [facts.rulings.barred(candidate) is not None or bool(exclusions.of(candidate)) for candidate in competition.candidates]


@stage("lateness")
def _unmet_plans(rules: Rules, competition: Competition, facts: Facts) -> list[bool]:
    """Whether a hard condition on the planned series is unmet, or the plan is late and that counts."""
    return _unmet(rules, facts, competition.candidates, competition.on_plan)


@stage()
def _unmet_counts(rules: Rules, competition: Competition, facts: Facts) -> list[bool]:
    """Whether a hard condition on other counted entries is unmet."""
    return _unmet(rules, facts, competition.candidates, competition.on_counts)


def _unmet(rules: Rules, facts: Facts, candidates: Iterable[Candidate], counted: tuple[Condition, ...]) -> list[bool]:
    conditions = Conditions(rules, facts, Figures())
    return [not all([conditions.met(candidate, condition, {}) for condition in counted]) for candidate in candidates]


@stage("missing")
def _unmet_scores(rules: Rules, competition: Competition, facts: Facts, components: list[dict[str, Figure]], *figures: dict) -> list[bool]:
    """Whether a hard condition is unmet that compares a score."""
    table = Figures(*figures)
    conditions, borrowing = Conditions(rules, facts, table), Components(rules, table)

    def unmet(candidate: Candidate, own: dict[str, Figure]) -> bool:
        compared = borrowing.compared(competition.award, candidate, own)
        return not all([conditions.met(candidate, condition, compared) for condition in competition.on_scores])

    return [unmet(candidate, own) for candidate, own in zip(competition.candidates, components, strict=True)]


@stage("lateness", "missing")
def _unmet_groups(rules: Rules, competition: Competition, facts: Facts, components: list[dict[str, Figure]], scores: list[tuple[Decimal | None, Values]],
                  *figures: dict) -> list[bool]:
    """Whether too few conditions of a group are met."""
    table = Figures(*figures)
    conditions, borrowing = Conditions(rules, facts, table), Components(rules, table)

    def unmet(candidate: Candidate, own: dict[str, Figure], score: Decimal | None) -> bool:
        evidence = conditions.of(candidate, competition.grouped, borrowing.compared(competition.award, candidate, own), score)
        return any(one.unmet for one in evidence)

    return [unmet(candidate, own, score) for candidate, own, (score, _) in zip(competition.candidates, components, scores, strict=True)]


@stage()
def _below(rules: Rules, competition: Competition, scores: list[tuple[Decimal | None, Values]]) -> list[bool]:
    """Whether the composite is below what a hard condition asks for."""
    return [any(composite_met(condition, score) is False for condition in competition.on_composite) for score, _ in scores]


@stage()
def _reached(rules: Rules, competition: Competition, incidents: Effects) -> list[Reached]:
    """The incidents that reach the candidate, among them those that veto and those that are pending."""
    reach = Reach(incidents if competition.award.vetoes else ())
    return [reach.of(competition.award, candidate) for candidate in competition.candidates]


@stage()
def _ranked(rules: Rules, competition: Competition, scores: list[tuple[Decimal | None, Values]], reached: list[Reached],
            *unfit: list[bool]) -> list[Ranked]:
    """The candidates that take part in the ranking, and no others."""
    known = zip(competition.candidates, scores, reached, map(any, zip(*unfit, strict=True)), strict=True)
    return [
        Ranked(candidate, score, components, of_candidate.pending)
        for candidate, (score, components), of_candidate, is_unfit in known
        if status_before_ranking(competition.award, candidate, bool(of_candidate.vetoes), is_unfit, score) is None
    ]


@stage("quota_rounding", "quota_minimum")
def _quotas(rules: Rules, competition: Competition, facts: Facts) -> Seats:
    return quotas_of(competition.award, rules, facts.headcounts, facts.submitted)


@stage("quota_rounding")
def _seats(rules: Rules, competition: Competition, facts: Facts) -> Seats:
    """The seats of an award in which staff has no part."""
    return quotas_of(competition.award, rules, facts.headcounts, facts.submitted)


@stage("tie_order")
def _seated_by_score(rules: Rules, competition: Competition, ranked: list[Ranked], quota: Seats, facts: Facts) -> Selection:
    by_department = seats_by_score(rules, competition.award, ranked, quota, facts.rulings)
    return _in_order((seat, seated_status(seat, number)) for number, seated in by_department for seat in seated.seats)


@stage()
def _seated_by_order(rules: Rules, competition: Competition, ranked: list[Ranked], quotas: dict[str, int | None], facts: Facts) -> Selection:
    by_department = seats_by_order(ranked, quotas, facts.rulings)
    return _in_order((seat, seated_status(seat, quotas[department])) for department, seated in by_department for seat in seated.seats)


@stage("tie_order")
def _seated_by_tier(rules: Rules, facts: Facts, *group: Any) -> dict[str, Selection]:
    """The tiers of a group, by award; `group` are their competitions, then who is ranked in each, then the seats of each."""
    count = len(group) // 3
    awards, ranked, seats = [competition.award for competition in group[:count]], group[count:2 * count], group[2 * count:]
    names = [award.name for award in awards]
    tiers = seats_of_group(rules, awards, dict(zip(names, ranked, strict=True)), dict(zip(names, seats, strict=True)), facts.rulings)
    return {name: _in_order((seat, seated_status(seat, number)) for number, seated in tier.pools for seat in seated.seats)
            for name, tier in zip(names, tiers, strict=True)}


def _in_order(seats: Iterable[tuple[Seat[Ranked], Status]]) -> Selection:
    """The selection in the order of the award's list: by rank, equals as the rules and sheets list them."""
    chosen = [(seat.rank, seat.thing.candidate.position, status, seat.thing.candidate) for seat, status in seats if status in SELECTED]
    chosen.sort(key=itemgetter(0, 1))
    return selection_by_status((status, candidate) for *_, status, candidate in chosen)


_FOR_ALL: tuple[Stage[Any], ...] = (_incidents, _reached, _late, _unmet_plans, _unmet_counts, _barred, _ranked)
_FOR_SCORED: tuple[Stage[Any], ...] = (_reviews, _inspections, _surveys, _votes, _adjustments, _own_figures, _components, _unmet_scores,
                                       _unmet_groups, _scores, _below, _seats, _seated_by_score, _seated_by_tier)
_FOR_PEOPLE: tuple[Stage[Any], ...] = (_quotas, _seated_by_order)


def policy_fields(level: Level, scored: bool = False) -> frozenset[str]:
    """The fields of `Policies` that the decision on an award of this level depends on, as the stages declare them.

    People who are seated by their department's order (附1 三.2) are touched by nothing that makes scores; those who are `scored` by
    what makes the seats of a share of the staff, too.
    """
    stages = _FOR_ALL
    if level is Level.PERSON:
        stages += _FOR_PEOPLE
    if scored or level is not Level.PERSON:
        stages += _FOR_SCORED
    return frozenset(name for stage in stages for name in stage.policy_fields)
