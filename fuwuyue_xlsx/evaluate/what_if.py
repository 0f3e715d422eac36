"""Who would win under other policies, and nothing more: no evidence, no reasons, no margins.

The rules are those of the full evaluation, asked for less: figures without their parts, conditions without their
words. It goes stage by stage, and every stage is kept (`kept.py`), so that another value of a policy costs only what
really comes out otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from fuwuyue_xlsx.evaluate.components import Components
from fuwuyue_xlsx.evaluate.conditions import Conditions, late_materials
from fuwuyue_xlsx.evaluate.decisions import Candidate, Evaluation, Figure, Status
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Figures, inspections_of, reviews_of, surveys_of
from fuwuyue_xlsx.evaluate.incident_reach import Effects, Reach, incident_effects
from fuwuyue_xlsx.evaluate.judging import composite, status_before_ranking
from fuwuyue_xlsx.evaluate.kept_results import Kept
from fuwuyue_xlsx.evaluate.quotas import quotas_of
from fuwuyue_xlsx.evaluate.ranking import Seat
from fuwuyue_xlsx.evaluate.standings import seated_status, seats_by_order, seats_by_score
from fuwuyue_xlsx.rules.model import Award, Condition, Level, Policies, Rules
from fuwuyue_xlsx.schema.checks import CHECKS

T = TypeVar("T")
Values = Mapping[str, Decimal | None]
_TOLD = (Status.WINNER, Status.TIED)


class Held(NamedTuple):
    """Who wins and who is tied, each named with award and department, award by award in the order of the lists."""

    winners: tuple[str, ...]
    tied: tuple[str, ...]


def held(evaluation: Evaluation) -> Held:
    """What a full evaluation says."""
    return _held((s.status, s.candidate) for result in evaluation.awards for s in result.standings)


def _held(listed: Iterable[tuple[Status, Candidate]]) -> Held:
    found: dict[Status, list[str]] = {Status.WINNER: [], Status.TIED: []}
    for status, candidate in listed:
        if status in found:
            found[status].append(f"{candidate.name}（{candidate.award}，{candidate.department}）")
    return Held(tuple(found[Status.WINNER]), tuple(found[Status.TIED]))


class _Ranked(NamedTuple):
    """A candidate who takes part in the ranking, with all that its seat hangs on."""

    candidate: Candidate
    score: Decimal | None
    components: Values
    pending: Effects


class Outlook:
    """The winners of a campaign under any policies."""

    def __init__(self, rules: Rules, facts: Facts) -> None:
        self._rules, self._facts, self._kept = rules, facts, Kept()
        self._candidates: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in facts.candidates:
            self._candidates[candidate.award].append(candidate)

    def held(self, policies: Policies) -> Held:
        """Who wins and who is tied; the same as `held` of a full evaluation under these policies."""
        sums = self._facts.sums
        tables = [self._kept.of(make, policies, partial(make, sums=sums, parts=False)) for make in (reviews_of, inspections_of, surveys_of)]
        incidents = self._kept.of("incidents", policies, self._incidents)
        found = [self._award(award, policies, tables, incidents) for award in self._rules.enabled_awards]
        return Held(tuple(chain.from_iterable(one.winners for one in found)), tuple(chain.from_iterable(one.tied for one in found)))

    def _award(self, award: Award, policies: Policies, tables: list[Any], incidents: Effects) -> Held:
        """One award, stage by stage; all stages but the last two give a value for each candidate, in their order."""

        def stage(name: str, make: Callable[..., T], *inputs: Any) -> T:
            return self._kept.of((name, award.name), policies, partial(make, award), *inputs)

        scored = tuple(condition for condition in award.hard if CHECKS[condition.check].source)
        others = tuple(condition for condition in award.hard if condition not in scored)
        components = stage("components", self._components, *(tables if award.components or scored else ()))
        faults = [
            stage("late", self._late),
            stage("other conditions", partial(self._unfit, conditions=others)),
            *([stage("scored conditions", partial(self._unfit, conditions=scored), components, *tables)] if scored else ()),
        ]
        scores, reached = stage("scores", self._scores, components), stage("reached", self._reached, incidents)
        ranked = stage("ranked", self._ranked, scores, reached, *faults)
        if award.level is Level.PERSON:
            return stage("seated", self._people, ranked, stage("quotas", self._quotas))
        return stage("seated", self._scored, ranked)

    def _under(self, policies: Policies) -> Rules:
        return replace(self._rules, policies=policies)

    def _incidents(self, policies: Policies) -> Effects:
        return incident_effects(self._under(policies), self._facts)

    def _components(self, award: Award, policies: Policies, *tables: Any) -> list[dict[str, Figure]]:
        """What counts as the candidate's figures."""
        components = Components(self._under(policies), Figures(*tables))
        return [components.of(award, candidate)[0] for candidate in self._candidates[award.name]]

    def _scores(self, award: Award, policies: Policies, components: list[dict[str, Figure]]) -> list[tuple[Decimal | None, Values]]:
        """The composite, and the components' values."""
        values = [{name: figure.value for name, figure in one.items()} for one in components]
        decimals = policies.decimals
        return [(composite(award, one, decimals), one) for one in values]

    def _late(self, award: Award, policies: Policies) -> list[bool]:
        """Whether late material disqualifies."""
        late = late_materials(self._under(policies), self._facts)
        return [bool(late.get(candidate.department)) for candidate in self._candidates[award.name]]

    def _unfit(self, award: Award, policies: Policies, components: list[dict[str, Figure]] | None = None, *tables: Any,
               conditions: tuple[Condition, ...]) -> list[bool]:
        """Whether one of the conditions is unmet. Components and tables are needed for those that ask for a score."""
        rules, figures = self._under(policies), Figures(*tables)
        checked, lent = Conditions(rules, self._facts, figures), Components(rules, figures)

        def unfit(candidate: Candidate, own: dict[str, Figure] | None) -> bool:
            taken = {} if own is None else lent.taken(award, candidate, own)
            return not all([checked.met(candidate, condition, taken) for condition in conditions])

        candidates = self._candidates[award.name]
        return [unfit(candidate, own) for candidate, own in zip(candidates, components or [None] * len(candidates), strict=True)]

    def _reached(self, award: Award, policies: Policies, incidents: Effects) -> list[tuple[Effects, Effects]]:
        """The incidents that veto, and those that are pending."""
        reach = Reach(incidents if award.vetoes else ())
        return [reach.of(candidate) for candidate in self._candidates[award.name]]

    def _ranked(self, award: Award, policies: Policies, scores: list[tuple[Decimal | None, Values]],
                reached: list[tuple[Effects, Effects]], *faults: list[bool]) -> list[_Ranked]:
        """The candidates that take part."""
        known = zip(self._candidates[award.name], scores, reached, map(any, zip(*faults, strict=True)), strict=True)
        return [
            _Ranked(candidate, score, components, pending)
            for candidate, (score, components), (vetoes, pending), unfit in known
            if status_before_ranking(award, candidate, bool(vetoes), unfit, score) is None
        ]

    def _scored(self, award: Award, policies: Policies, ranked: list[_Ranked]) -> Held:
        made, _ = seats_by_score(award, self._under(policies), ranked)
        return _seated((seat, seated_status(seat, int(award.quota or 0))) for seat in made)

    def _quotas(self, award: Award, policies: Policies) -> dict[str, int | None]:
        return quotas_of(award, self._under(policies), self._facts.headcounts, self._facts.submitted)

    def _people(self, award: Award, policies: Policies, ranked: list[_Ranked], quotas: dict[str, int | None]) -> Held:
        seated = seats_by_order(ranked, quotas)
        return _seated((seat, seated_status(seat, quotas[department])) for department, made, _ in seated for seat in made)


def _seated(seats: Iterable[tuple[Seat[_Ranked], Status]]) -> Held:
    told = [(seat.rank, seat.thing.candidate.position, status, seat.thing.candidate) for seat, status in seats if status in _TOLD]
    told.sort(key=itemgetter(0, 1))
    return _held((status, candidate) for *_, status, candidate in told)
