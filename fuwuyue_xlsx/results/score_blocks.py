"""The blocks of 评分明细: the rows behind one figure each, department by department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import counted_answers, figures_of
from fuwuyue_xlsx.evaluate.sums import PointSum
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.tables.survey_tables import Owner

WHOLE, NO_TEAM = "（全科室）", "（未写班组）"
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Block:
    """The rows behind one figure and the figure's own row below them.

    `rows`: reviewers, visits, teams, or grades with the number of answers that count. `has_figure`: whether the figure's
    row is there; answers that name no team have none. `responses` and `files`: of a survey, how many answer sheets count
    and where they stand.
    """

    source: Source
    department: str
    name: str
    award: str | None
    rows: tuple[PointSum | Owner | tuple[str, int], ...]
    owner: tuple[str | None, ...] | None = None
    responses: int = 0
    files: tuple[str, ...] = ()

    @property
    def has_figure(self) -> bool:
        """Whether a figure is made of the rows."""
        return self.owner is not None

    @property
    def size(self) -> int:
        """Its rows on the sheet."""
        return len(self.rows) + self.has_figure

    @property
    def is_survey_of_team(self) -> bool:
        """Whether its answers are part of the department's."""
        return self.source is Source.SURVEY and self.name != WHOLE


def blocks_of(outcome: Outcome, facts: Facts) -> list[Block]:
    """Department by department: its own figures, then its teams', persons' and posts'."""
    return list(_Blocks(outcome, facts).all())


class _Blocks:
    """Makes the blocks; holds what is grouped once for all departments."""

    def __init__(self, outcome: Outcome, facts: Facts) -> None:
        policies = outcome.rules.policies
        self.rules, self.surveys = outcome.rules, facts.sums.surveys
        self.counted = counted_answers(policies, facts.sums)
        self.survey_figures = figures_of(policies, facts.sums).surveys
        self.reviews = _reviews(outcome, facts)
        self.visits: dict[Owner, list[PointSum]] = defaultdict(list)
        for row in facts.sums.inspections:
            self.visits[row.department, row.team].append(row)

    def all(self) -> Iterator[Block]:
        for department in self.rules.departments:
            teams = self.rules.teams_of(department)
            inspected = tuple((department, team) for team in teams if (department, team) in self.visits)
            yield from self.reviews.get((department, None), ())
            if inspected:
                yield _block(Source.INSPECTION, department, None, inspected)
            yield from self._survey(department, None)
            yield from self._unnamed(department, teams)
            for team in teams:
                yield from self.reviews.get((department, team), ())
                found = sorted(self.visits.get((department, team), ()), key=lambda row: (row.label, row.sources))
                if found:
                    yield _block(Source.INSPECTION, department, team, tuple(found))
                yield from self._survey(department, team)

    def _survey(self, department: str, team: str | None) -> Iterator[Block]:
        who = department, team
        if who in self.surveys:
            rows = self._rows(self.counted[who])
            yield _block(Source.SURVEY, department, team, rows, self.survey_figures[who].count, self.surveys[who].files)

    def _unnamed(self, department: str, teams: Sequence[str]) -> Iterator[Block]:
        """The answers that name the department and no team: they count for the department alone."""
        whole = self.counted.get((department, None))
        if whole is None:
            return
        named = [counts for team in teams if (counts := self.counted.get((department, team)))]
        rows = self._rows({grade: number - sum(counts.get(grade, 0) for counts in named) for grade, number in whole.items()})
        if any(number for _, number in rows):
            yield Block(Source.SURVEY, department, NO_TEAM, None, rows)

    def _rows(self, counts: Counts) -> tuple[tuple[str, int], ...]:
        return tuple((grade, counts.get(grade, 0)) for grade, _ in self.rules.policies.grades)


def _block(source: Source, department: str, team: str | None, rows: tuple, responses: int = 0, files: tuple[str, ...] = ()) -> Block:
    return Block(source, department, team or WHOLE, None, rows, (source, None, department, team, None), responses, files)


def _reviews(outcome: Outcome, facts: Facts) -> dict[Owner, list[Block]]:
    """The reviewers' rows of every listed candidate, by department and team."""
    rows: dict[tuple[str | None, ...], list[PointSum]] = defaultdict(list)
    for row in facts.sums.reviews:
        rows[row.award, row.department, row.team, row.post].append(row)
    blocks: dict[Owner, list[Block]] = defaultdict(list)
    seen = set()
    for result in outcome.evaluation.awards:
        for standing in result.standings if result.award.reviewed else ():
            who = standing.candidate
            own = (who.reviewed_for, who.department, who.team, who.own_key)
            if own in rows and own not in seen:
                seen.add(own)
                found = tuple(sorted(rows[own], key=lambda row: row.label))
                name = WHOLE if who.name == who.department and who.team is None and who.own_key is None else who.name
                blocks[who.department, who.team].append(
                    Block(Source.REVIEW, who.department, name, who.reviewed_for, found, (Source.REVIEW, *own)))
    return blocks
