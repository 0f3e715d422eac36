"""The blocks of 评分明细: the rows behind one figure each, department by department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.adjusted_scores import Adjustment, Named
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Scope, counted_answers, figures_of, scopes_of, tallies_of
from fuwuyue_xlsx.evaluate.sums import PointSum
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.tables.survey_tables import Owner

WHOLE, NO_TEAM = "（全科室）", "（未写班组）"
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Block:
    """The rows behind one figure and the figure's own row below them.

    `rows`: what is added or taken off, reviewers, visits, teams, or grades with the number of answers that count. `has_figure`: whether the figure's
    row is there; answers that name no team have none. `responses` and `files`: of a survey, how many answer sheets count
    and where they stand. `scope`: of a review, the groups whose rows these are; of a survey, the identities whose answers.
    `code`: of a survey, the number of its first grade, which is another one for each scope.
    """

    source: Source
    department: str
    name: str
    award: str | None
    rows: tuple[PointSum | Adjustment | Owner | tuple[str, int], ...]
    owner: tuple[str | None, ...] | None = None
    responses: int = 0
    files: tuple[str, ...] = ()
    scope: Scope = ()
    code: int = 1

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
        self.rules = outcome.rules
        # of everybody, and of the identities that count by themselves
        self.scopes: tuple[Scope, ...] = ((), *outcome.rules.survey_scopes)
        self.surveys = {scope: tallies_of(facts.sums, scope) for scope in self.scopes}
        self.counted = {scope: counted_answers(policies, tallies) for scope, tallies in self.surveys.items()}
        self.figures = figures_of(policies, facts.sums, identities=outcome.rules.survey_scopes)
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
            for scope in self.scopes:
                yield from self._survey(department, None, scope)
            # none of the department's own blocks may stand among those that they add up
            for scope in self.scopes:
                yield from self._unnamed(department, teams, scope)
            for team in teams:
                yield from self.reviews.get((department, team), ())
                visits = sorted(self.visits.get((department, team), ()), key=lambda row: (row.label, row.sources))
                if visits:
                    yield _block(Source.INSPECTION, department, team, tuple(visits))
                for scope in self.scopes:
                    yield from self._survey(department, team, scope)

    def _survey(self, department: str, team: str | None, scope: Scope) -> Iterator[Block]:
        tally = self.surveys[scope].get((department, team))
        if tally is not None:
            rows, count = self._rows(self.counted[scope][department, team]), self.figures.survey(department, team, scope).count
            block = _block(Source.SURVEY, department, team, rows, count, tally.files)
            yield replace(block, owner=(*(block.owner or ()), *scope), scope=scope, code=self._code(scope))

    def _code(self, scope: Scope) -> int:
        return 1 + self.scopes.index(scope) * len(self.rules.policies.grades)

    def _unnamed(self, department: str, teams: Sequence[str], scope: Scope) -> Iterator[Block]:
        """The answers that name the department and no team: they count for the department alone."""
        whole = self.counted[scope].get((department, None))
        if whole is None:
            return
        named = [counts for team in teams if (counts := self.counted[scope].get((department, team)))]
        rows = self._rows({grade: number - sum(counts.get(grade, 0) for counts in named) for grade, number in whole.items()})
        if any(number for _, number in rows):
            yield Block(Source.SURVEY, department, NO_TEAM, None, rows, scope=scope, code=self._code(scope))

    def _rows(self, counts: Counts) -> tuple[tuple[str, int], ...]:
        return tuple((grade, counts.get(grade, 0)) for grade, _ in self.rules.policies.grades)


def _block(source: Source, department: str, team: str | None, rows: tuple, responses: int = 0, files: tuple[str, ...] = ()) -> Block:
    return Block(source, department, team or WHOLE, None, rows, (source, None, department, team, None), responses, files)


def _reviews(outcome: Outcome, facts: Facts) -> dict[Owner, list[Block]]:
    """The reviewers' rows of every listed candidate, its votes, and what is added or taken off, by department and team."""
    rows: dict[tuple[str | None, ...], list[PointSum]] = defaultdict(list)
    for row in facts.sums.reviews:
        rows[row.award, row.department, row.team, row.post].append(row)
    votes = {(row.award, row.department, row.team, row.post): row for row in facts.sums.votes}
    adjusted = _adjusted(outcome, facts)
    blocks: dict[Owner, dict[tuple[str | None, ...], Block]] = defaultdict(dict)
    scopes = scopes_of(outcome.rules)
    for result in outcome.evaluation.awards:
        for standing in result.standings if any(part.source.per_award for part in result.award.components) else ():
            who = standing.candidate
            # tiers of one group share what reviewers gave, and the block
            own, own_votes = ((award, who.department, who.team, who.own_key) for award in (who.reviewed_for, who.award))
            name = WHOLE if who.name == who.department and who.team is None and who.own_key is None else who.name
            there = blocks[who.department, who.team]
            for scope, members in scopes.get(who.reviewed_for, (((), None),)) if result.award.reviewed else ():
                given = sorted((row for row in rows.get(own, ()) if members is None or key(row.label) in members), key=lambda row: row.label)
                owner = (Source.REVIEW, *own, *scope)
                if given and owner not in there:
                    there[owner] = Block(Source.REVIEW, who.department, name, who.reviewed_for, tuple(given), owner, scope=scope)
            if result.award.uses(Source.VOTES) and own_votes in votes:
                owner = (Source.VOTES, *own_votes)
                there[owner] = Block(Source.VOTES, who.department, name, who.award, (votes[own_votes],), owner)
            if result.award.adjustment and own_votes in adjusted:
                owner = (Source.ADJUSTMENT, *own_votes)
                there[owner] = Block(Source.ADJUSTMENT, who.department, name, who.award, tuple(adjusted[own_votes]), owner)
    return {place: list(given.values()) for place, given in blocks.items()}


def _adjusted(outcome: Outcome, facts: Facts) -> dict[Named, list[Adjustment]]:
    """The rows of 加减分登记 by whom they name in which award; one without an award stands in all that have 加减分."""
    by_name: dict[Named, list[Adjustment]] = defaultdict(list)
    for row in sorted(facts.sums.adjustments, key=lambda row: row.source):
        for award in outcome.rules.adjustment_limits:
            if row.counts_in(award):
                by_name[row.named_in(award)].append(row)
    return by_name
