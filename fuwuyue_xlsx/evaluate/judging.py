"""What is known of one candidate before anybody is ranked: components, conditions, vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuwuyue_xlsx.evaluate.conditions import Conditions
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.evaluate.incidents import Reach
from fuwuyue_xlsx.evaluate.model import Candidate, Evidence, Figure, IncidentEffect, Status
from fuwuyue_xlsx.exact import ratio_half_up
from fuwuyue_xlsx.rules.model import Award, Component, Level, Rules, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.text import key


@dataclass(frozen=True)
class Case:
    """A candidate with everything that decides its status. `status` None: it takes part in the ranking."""

    candidate: Candidate
    figures: dict[str, Figure]
    borrowed: tuple[str, ...]
    score: Decimal | None
    evidence: tuple[Evidence, ...]
    unmet: tuple[int, ...]
    vetoes: tuple[IncidentEffect, ...]
    pending: tuple[IncidentEffect, ...]
    late: str | None
    status: Status | None

    @cached_property
    def components(self) -> dict[str, Decimal | None]:
        return {name: figure.value for name, figure in self.figures.items()}


def composite(award: Award, components: Mapping[str, Decimal | None], decimals: int) -> Decimal | None:
    """Σ weight × component, rounded; None when one is missing. 40/30/30 of 85.5, 90.25, 88.15 → 87.72."""
    values = [(part.weight, components[part.name]) for part in award.components]
    if not values or any(value is None for _, value in values):
        return None
    total = sum((weight * value for weight, value in values if value is not None), Decimal(0))
    return ratio_half_up(total, 100, decimals)


class Judge:
    """Builds cases. Holds what is the same for all candidates of a campaign. `late`: the cell of a late material time
    that disqualifies, by department."""

    def __init__(self, rules: Rules, figures: Figures, conditions: Conditions, reach: Reach, late: Mapping[str, str]) -> None:
        self._rules, self._figures, self._conditions, self._reach, self._late = rules, figures, conditions, reach, late

    def case(self, award: Award, candidate: Candidate) -> Case:
        """One candidate: its figures and composite, its conditions, its incidents, and the status they give it."""
        figures, borrowed = self.components(award, candidate)
        evidence = self._conditions.of(candidate, award.conditions, self.taken(award, candidate, figures))
        unmet = tuple(e.condition.number for e in evidence if e.met is False) if candidate.nominated else ()
        vetoes, pending = self._reach.of(candidate) if award.vetoes else ((), ())
        late = self._late.get(candidate.department)
        score = composite(award, {name: figure.value for name, figure in figures.items()}, self._rules.policies.decimals)
        status = status_before_ranking(award, candidate, bool(vetoes), bool(unmet or late), score)
        return Case(candidate, figures, borrowed, score, evidence, unmet, vetoes, pending, late, status)

    def components(self, award: Award, candidate: Candidate) -> tuple[dict[str, Figure], tuple[str, ...]]:
        """Figures by component, and the names of those taken over from the department (沿用科室, teams only)."""
        figures, borrowed = {}, []
        for part in award.components:
            figure = self._figures.of(part.source, candidate)
            if figure.value is None and self._lends(candidate):
                lender = self._lender(part)
                figure = self._figures.of_department(part.source, candidate.department, lender)
                if figure.value is not None:
                    borrowed.append(part.name)
            figures[part.name] = figure
        return figures, tuple(borrowed)

    def taken(self, award: Award, candidate: Candidate, figures: Mapping[str, Figure]) -> dict[Source, Figure]:
        """What conditions compare, by source: the award's components, and what is taken over besides."""
        return self._taken(candidate) | {part.source: figures[part.name] for part in award.components}

    def _taken(self, candidate: Candidate) -> dict[Source, Figure]:
        """What conditions compare where the award has no such component: the team's own figure, else its department's."""
        if not self._lends(candidate):
            return {}
        sources = (source for source in (Source.INSPECTION, Source.SURVEY) if self._figures.of(source, candidate).value is None)
        return {source: self._figures.of_department(source, candidate.department, None) for source in sources}

    def _lends(self, candidate: Candidate) -> bool:
        """Whether the department's figures serve where the candidate's own are missing: for teams, under 沿用科室."""
        return self._rules.policies.missing == FROM_DEPARTMENT and candidate.level is Level.TEAM

    def _lender(self, part: Component) -> str | None:
        """The first enabled award for departments that has the component: one of its name and source."""
        for award in self._rules.enabled_awards:
            same = (own for own in award.components if key(own.name) == key(part.name) and own.source is part.source)
            if award.level is Level.DEPARTMENT and any(same):
                return award.name
        return None


def status_before_ranking(award: Award, candidate: Candidate, vetoed: bool, unfit: bool, score: Decimal | None) -> Status | None:
    """The statuses that come before the ranking, in their order; None: the candidate is ranked.

    `unfit`: a hard condition is unmet, or late material disqualifies.
    """
    if not candidate.nominated:
        return Status.NOT_NOMINATED
    if vetoed:
        return Status.VETOED
    if unfit:
        return Status.INELIGIBLE
    if award.scored and score is None:
        return Status.UNSCORED
    return None
