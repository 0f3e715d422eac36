"""The case of each candidate before anybody is ranked: its components, its conditions, its vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import round_half_up
from fuwuyue_xlsx.evaluate.components import Components
from fuwuyue_xlsx.evaluate.conditions import Conditions
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect, Ruling
from fuwuyue_xlsx.evaluate.evidence import Evidence, Figure
from fuwuyue_xlsx.evaluate.excluded import Exclusions
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.evaluate.incident_reach import Reach
from fuwuyue_xlsx.evaluate.leaders_rulings import Rulings
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import Award, Rules


@dataclass(frozen=True)
class Case:
    """A candidate with everything that decides its status.

    borrowed   the components that are the department's
    vetoes     the incidents that veto it; pending: those still looked into that may come to veto it
    late       the cell of a late material time that disqualifies it; None: there is none
    status     what keeps it out of the ranking; None: it takes part
    incidents  all that reach it with an effect, in the register's order, also those that are too few for a veto
    barred     the leaders' ruling that disqualifies it; None: there is none
    excluded   the rows of 资格排除 that name it
    adjusted   what is added to its score or taken off it; None: its award has no 加减分
    """

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
    incidents: tuple[IncidentEffect, ...] = ()
    barred: Ruling | None = None
    excluded: tuple[Exclusion, ...] = ()
    adjusted: Decimal | None = None

    @property
    def components(self) -> dict[str, Decimal | None]:
        """The value of each component; None: it is missing."""
        return {name: figure.value for name, figure in self.figures.items()}


def composite(award: Award, components: Mapping[str, Decimal | None], decimals: int) -> Decimal | None:
    """Σ weight × component, and what is added or taken off, rounded; None when one is missing. 40/30/30 of 85.5, 90.25, 88.15 → 87.72."""
    total = Decimal(0)
    for part in award.components:
        value = components[part.name]
        if value is None:
            return None
        total += part.factor * value
    return round_half_up(total.scaleb(-2), decimals) if award.components else None


class Judge:
    """Builds the cases of a campaign's candidates. `late` is department → the cell of a late material time that disqualifies."""

    def __init__(self, rules: Rules, figures: Figures, conditions: Conditions, reach: Reach, late: Mapping[str, str],
                 rulings: Rulings) -> None:
        self._components, self._decimals = Components(rules, figures), rules.policies.decimals
        self._conditions, self._reach, self._late, self._rulings = conditions, reach, late, rulings
        self._exclusions = Exclusions(rules)

    def case(self, award: Award, candidate: Candidate) -> Case:
        """One candidate: its figures and composite, its conditions, its incidents, and the status they give it."""
        figures, borrowed = self._components.of(award, candidate)
        score = composite(award, {name: figure.value for name, figure in figures.items()}, self._decimals)
        evidence = self._conditions.of(candidate, award.conditions, self._components.compared(award, candidate, figures), score)
        unmet = tuple(checked.condition.number for checked in evidence if checked.unmet) if candidate.nominated else ()
        incidents, vetoes, pending = self._reach.of(award, candidate)
        late, barred, excluded = self._late.get(candidate.department), self._rulings.barred(candidate), self._exclusions.of(candidate)
        status = status_before_ranking(award, candidate, bool(vetoes), bool(unmet or late or barred or excluded), score)
        adjusted = figures[award.adjustment.name].value if award.adjustment else None
        return Case(candidate, figures, borrowed, score, evidence, unmet, vetoes, pending, late, status, incidents, barred, excluded, adjusted)


def status_before_ranking(award: Award, candidate: Candidate, vetoed: bool, unfit: bool, score: Decimal | None) -> Status | None:
    """The statuses that come before the ranking, in their order; None: the candidate is ranked.

    `unfit`: a hard condition is unmet, late material disqualifies, leaders do, or 资格排除 names it.
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
