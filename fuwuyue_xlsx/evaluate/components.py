"""A candidate's figures by component, and what its department lends where it has none of its own (沿用科室)."""

from __future__ import annotations

from collections.abc import Mapping

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Candidate, Figure
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.rules.model import Award, Component, Level, Rules, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT


class Components:
    """The figures that count for candidates under a campaign's rules."""

    def __init__(self, rules: Rules, figures: Figures) -> None:
        self._rules, self._figures = rules, figures

    def of(self, award: Award, candidate: Candidate) -> tuple[dict[str, Figure], tuple[str, ...]]:
        """Figures by component, and the names of those taken over from the department (沿用科室, teams only)."""
        figures, borrowed = {}, []
        for part in award.components:
            figure = self._figures.of(part.source, candidate)
            if figure.value is None and self._lends(candidate):
                figure = self._figures.of_department(part.source, candidate.department, lender_of(self._rules, part))
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


def lender_of(rules: Rules, part: Component) -> str | None:
    """The award whose component a team takes over (沿用科室): the first enabled award for departments that has one of the
    same name and source; None: there is none."""
    for award in rules.enabled_awards:
        same = (own for own in award.components if key(own.name) == key(part.name) and own.source is part.source)
        if award.level is Level.DEPARTMENT and any(same):
            return award.name
    return None
