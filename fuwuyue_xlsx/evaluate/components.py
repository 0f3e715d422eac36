"""The figures of a candidate's components; a team's missing one may be its department's (口径 缺项处理 = 沿用科室)."""

from __future__ import annotations

from collections.abc import Mapping

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.evidence import Figure
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.rules.model import Award, Rules, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT


def own_figures(figures: Figures, award: Award, candidate: Candidate) -> dict[str, Figure]:
    """A candidate's own figures by component; the value of one that nobody scored is None."""
    return {part.name: figures.of(part.source, candidate, part.scope) for part in award.components}


class Components:
    """The figures that decide about candidates, under the rules of a campaign and its policies."""

    def __init__(self, rules: Rules, figures: Figures) -> None:
        self._rules, self._figures = rules, figures

    def of(self, award: Award, candidate: Candidate) -> tuple[dict[str, Figure], tuple[str, ...]]:
        """The figures by component, and the names of those that are the department's instead of the team's own.

        Under 不予排名, and for candidates who are no teams, all figures are the candidate's own. A figure that the
        department lacks, too, stays missing (None) and is not named.
        """
        figures, borrowed = {}, []
        for part in award.components:
            figure = self._figures.of(part.source, candidate, part.scope)
            if figure.value is None and self._may_borrow(candidate):
                figure = self._figures.of_department(part.source, candidate.department, self._rules.lending_award(part), part.scope)
                if figure.value is not None:
                    borrowed.append(part.name)
            figures[part.name] = figure
        return figures, tuple(borrowed)

    def compared(self, award: Award, candidate: Candidate, figures: Mapping[str, Figure]) -> dict[Source, Figure]:
        """The figures that conditions on scores compare, where they are not simply the candidate's own, by source.

        `figures` are those that `of` gives. A condition on a source that is a component of the award compares the
        component's figure, borrowed or not; one that counts some groups or identities alone is no such component. For a
        source without such a component a team that lacks a figure of its own
        borrows its department's, too.
        """
        return self._borrowed_besides(candidate) | {part.source: figures[part.name] for part in award.components if not part.scope}

    def _borrowed_besides(self, candidate: Candidate) -> dict[Source, Figure]:
        """The department's inspection and survey for a team without its own; reviews are given for components alone."""
        if not self._may_borrow(candidate):
            return {}
        missing = (source for source in (Source.INSPECTION, Source.SURVEY) if self._figures.of(source, candidate).value is None)
        return {source: self._figures.of_department(source, candidate.department, None) for source in missing}

    def _may_borrow(self, candidate: Candidate) -> bool:
        return candidate.level.may_borrow and self._rules.policies.missing == FROM_DEPARTMENT
