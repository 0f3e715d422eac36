"""Who would win under other policies, and nothing more: no evidence, no reasons, no margins.

The rules are those of the full evaluation, asked for less: figures without their parts, conditions without their
words. Every stage is kept (`kept.py`), so that another value of a policy costs only what hangs on that policy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import NamedTuple, TypeVar

from fuwuyue_xlsx.evaluate.components import Components
from fuwuyue_xlsx.evaluate.conditions import Conditions, late_materials
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Figures, ReviewKey, inspections_of, reviews_of, surveys_of
from fuwuyue_xlsx.evaluate.incidents import Effects, Reach, incident_effects
from fuwuyue_xlsx.evaluate.judging import composite, status_before_ranking
from fuwuyue_xlsx.evaluate.kept import Kept
from fuwuyue_xlsx.evaluate.model import Candidate, Evaluation, Figure, Status
from fuwuyue_xlsx.evaluate.people import quotas_of
from fuwuyue_xlsx.evaluate.ranking import Seat
from fuwuyue_xlsx.evaluate.standings import seated_status, seats_by_order, seats_by_score
from fuwuyue_xlsx.evaluate.sums import Owner, Sums
from fuwuyue_xlsx.rules.model import Award, Level, Policies, Rules

T = TypeVar("T")
Values = Mapping[str, Decimal | None]


class Held(NamedTuple):
    """Who wins and who is tied, each named with award and department, award by award in the order of the lists."""

    winners: dict[str, None]
    tied: dict[str, None]


def held(evaluation: Evaluation) -> Held:
    """What a full evaluation says."""
    found = Held({}, {})
    for result in evaluation.awards:
        for standing in result.standings:
            if standing.status is Status.WINNER:
                found.winners[label(standing.candidate)] = None
            elif standing.status is Status.TIED:
                found.tied[label(standing.candidate)] = None
    return found


def label(candidate: Candidate) -> str:
    return f"{candidate.name}（{candidate.award}，{candidate.department}）"


class _Ranked(NamedTuple):
    """A candidate who takes part in the ranking, with all that its seat hangs on."""

    candidate: Candidate
    score: Decimal | None
    components: Values
    pending: Effects


class _Values(Figures):
    """Figures without their parts, kept by what they were made from."""

    def __init__(self, policies: Policies, sums: Sums, kept: Kept) -> None:
        super().__init__(policies, sums)
        self.__dict__["_kept"] = kept

    @cached_property
    def reviews(self) -> dict[ReviewKey, Figure]:
        return self.__dict__["_kept"].of("reviews", self.policies, partial(reviews_of, sums=self.sums, parts=False))

    @cached_property
    def inspections(self) -> dict[Owner, Figure]:
        return self.__dict__["_kept"].of("inspections", self.policies, partial(inspections_of, sums=self.sums, parts=False))

    @cached_property
    def surveys(self) -> dict[Owner, Figure]:
        return self.__dict__["_kept"].of("surveys", self.policies, partial(surveys_of, sums=self.sums, parts=False))


class Outlook:
    """The winners of a campaign under any policies."""

    def __init__(self, rules: Rules, facts: Facts) -> None:
        self._rules, self._facts, self._kept = rules, facts, Kept()
        self._candidates: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in facts.candidates:
            self._candidates[candidate.award].append(candidate)

    def held(self, policies: Policies) -> Held:
        """Who wins and who is tied; the same as `held` of a full evaluation under these policies."""
        found = Held({}, {})
        for award in self._rules.enabled_awards:
            ranked = self._kept.equal(award.name, self._of(award, "ranked", policies, self._ranked))
            seated = self._kept.of(("seated", id(ranked)), policies, partial(self._seated, award, ranked))
            found.winners.update(seated.winners)
            found.tied.update(seated.tied)
        return found

    def _of(self, award: Award, stage: str, policies: Policies, make: Callable[[Award, Policies], list[T]]) -> list[T]:
        """A stage's results for an award's candidates, one by one in their order."""
        return self._kept.of((stage, award.name), policies, partial(make, award))

    def _ranked(self, award: Award, policies: Policies) -> list[_Ranked]:
        """The candidates that take part."""
        found = []
        scores, unfit = self._of(award, "scores", policies, self._scores), self._of(award, "unfit", policies, self._unfit)
        reached = self._of(award, "reached", policies, self._reached)
        for candidate, (score, components), out, (vetoes, pending) in zip(self._candidates[award.name], scores, unfit, reached, strict=True):
            if status_before_ranking(award, candidate, bool(vetoes), out, score) is None:
                found.append(_Ranked(candidate, score, components, pending))
        return found

    def _figures(self, award: Award, policies: Policies) -> list[dict[str, Figure]]:
        rules = replace(self._rules, policies=policies)
        components = Components(rules, _Values(policies, self._facts.sums, self._kept))
        return [components.of(award, candidate)[0] for candidate in self._candidates[award.name]]

    def _scores(self, award: Award, policies: Policies) -> list[tuple[Decimal | None, Values]]:
        """Composite and components."""
        figures = self._of(award, "figures", policies, self._figures)
        values = [{name: figure.value for name, figure in one.items()} for one in figures]
        return [(composite(award, one, policies.decimals), one) for one in values]

    def _unfit(self, award: Award, policies: Policies) -> list[bool]:
        """Whether a hard condition is unmet, or late material disqualifies."""
        candidates, rules = self._candidates[award.name], replace(self._rules, policies=policies)
        late = late_materials(rules, self._facts)
        if not award.hard:
            return [bool(late.get(candidate.department)) for candidate in candidates]
        values = _Values(policies, self._facts.sums, self._kept)
        conditions, components = Conditions(rules, self._facts, values), Components(rules, values)

        def fit(candidate: Candidate, figures: dict[str, Figure]) -> bool:
            taken = components.taken(award, candidate, figures)
            return all(conditions.met(candidate, condition, taken) for condition in award.hard)

        figures = self._of(award, "figures", policies, self._figures)
        return [bool(late.get(one.department)) or not fit(one, own) for one, own in zip(candidates, figures, strict=True)]

    def _reached(self, award: Award, policies: Policies) -> list[tuple[Effects, Effects]]:
        """The incidents that veto and those that are pending."""
        candidates = self._candidates[award.name]
        if not award.vetoes:
            return [((), ())] * len(candidates)
        reach = self._kept.of("reach", policies, self._reach)
        return [reach.of(candidate) for candidate in candidates]

    def _reach(self, policies: Policies) -> Reach:
        return Reach(incident_effects(replace(self._rules, policies=policies), self._facts))

    def _seated(self, award: Award, ranked: list[_Ranked], policies: Policies) -> Held:
        rules = replace(self._rules, policies=policies)
        seats: list[tuple[Seat[_Ranked], int | None]] = []
        if award.level is Level.PERSON:
            quotas = quotas_of(award, rules, self._facts.headcounts, self._facts.submitted)
            for department, made, _ in seats_by_order(ranked, quotas):
                seats += [(seat, quotas[department]) for seat in made]
        else:
            made, _ = seats_by_score(award, rules, ranked)
            seats += [(seat, int(award.quota or 0)) for seat in made]
        seats.sort(key=lambda pair: (pair[0].rank, pair[0].thing.candidate.position))
        listed = [(seated_status(seat, quota), seat.thing.candidate) for seat, quota in seats]
        return Held(_labels(listed, Status.WINNER), _labels(listed, Status.TIED))


def _labels(listed: list[tuple[Status, Candidate]], wanted: Status) -> dict[str, None]:
    return {label(candidate): None for status, candidate in listed if status is wanted}
