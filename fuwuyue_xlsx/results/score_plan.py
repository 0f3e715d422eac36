"""Which figures 评分明细 shows and where each stands, known before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Candidate, Figure
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.figures import Figures, figures_of
from fuwuyue_xlsx.evaluate.sums import PointSum, Tally
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef
from fuwuyue_xlsx.workbook.continuation import Continuation, stacked

TITLE = "评分明细"
WHOLE, NO_TEAM = "（全科室）", "（未写班组）"
MISSING = "缺"
HEADER = 4
GIVEN, MOST, SCORE, CODE = 4, 5, 6, 9
Owner = tuple[str, str | None]


@dataclass(frozen=True)
class Block:
    """The rows behind one figure and the figure's own row below them. `rows`: reviewers, visits, teams or grades."""

    source: Source
    department: str
    name: str
    award: str | None
    rows: tuple[PointSum | Owner | tuple[str, int], ...]
    figure: Figure | None
    tally: Tally | None = None
    owner: tuple[str | None, ...] = ()

    @property
    def size(self) -> int:
        return len(self.rows) + (self.figure is not None)


@dataclass
class ScorePlan:
    """Which blocks there are, and where each stands, before anything is written."""

    blocks: list[Block]
    stack: Continuation
    figures: Figures
    at: dict[tuple[str | None, ...], int] = field(default_factory=dict)

    def rows(self, number: int) -> CellRange:
        """The scores of a block's detail rows."""
        first = self.stack.places[number][1]
        return CellRange(self.stack.title_of(number), first, first + len(self.blocks[number].rows) - 1, SCORE)

    def spot(self, number: int) -> CellRef:
        """The figure's cell of a block."""
        return CellRef(self.stack.title_of(number), self.stack.places[number][1] + len(self.blocks[number].rows), SCORE)

    def of(self, source: Source, candidate: Candidate) -> CellRef | None:
        """The cell of a candidate's own figure; None: nothing was handed in for it."""
        if source is Source.REVIEW:
            owner = (source, candidate.award, candidate.department, candidate.team, key(candidate.post) if candidate.post else None)
        else:
            owner = (source, None, candidate.department, candidate.team, None)
        return self.spot(self.at[owner]) if owner in self.at else None

    def may_fall_away(self, source: Source, candidate: Candidate) -> bool:
        """Whether a candidate's figure would be missing under another 评委回避本科室: only own reviewers gave points."""
        if source is not Source.REVIEW:
            return False
        owner = (source, candidate.award, candidate.department, candidate.team, key(candidate.post) if candidate.post else None)
        rows = self.blocks[self.at[owner]].rows if owner in self.at else ()
        return all(isinstance(row, PointSum) and row.reviewer_department == row.department for row in rows)

    def of_department(self, source: Source, department: str, award: str | None) -> CellRef | None:
        """The cell of a department's figure, which 沿用科室 takes over."""
        owner = (source, award if source is Source.REVIEW else None, department, None, None)
        return self.spot(self.at[owner]) if owner in self.at else None


def plan_scores(outcome: Outcome, facts: Facts, most_rows: int) -> ScorePlan:
    """Department by department: its own figures, then its teams' and posts'."""
    figures = figures_of(outcome.rules.policies, facts.sums)
    blocks = list(_blocks(outcome, facts, figures))
    stack = stacked(TITLE, [block.size for block in blocks], HEADER + 1, most_rows)
    return ScorePlan(blocks, stack, figures, {block.owner: number for number, block in enumerate(blocks) if block.figure})


def _blocks(outcome: Outcome, facts: Facts, figures: Figures) -> Iterator[Block]:
    reviews = _reviews(outcome, facts, figures)
    visits: dict[Owner, list[PointSum]] = defaultdict(list)
    for row in facts.sums.inspections:
        visits[row.department, row.team].append(row)
    for department in outcome.rules.departments:
        teams = outcome.rules.teams_of(department)
        inspected = tuple((department, team) for team in teams if (department, team) in visits)
        yield from reviews.get((department, None), ())
        if inspected:
            yield _block(Source.INSPECTION, department, None, inspected, figures.inspections[department, None])
        yield from _surveys(outcome, facts, figures, department, None)
        yield from _unnamed(outcome, facts, department, teams)
        for team in teams:
            yield from reviews.get((department, team), ())
            found = sorted(visits.get((department, team), ()), key=lambda row: (row.label, row.sources))
            if found:
                yield _block(Source.INSPECTION, department, team, tuple(found), figures.inspections[department, team])
            yield from _surveys(outcome, facts, figures, department, team)


def _block(source: Source, department: str, team: str | None, rows: tuple, figure: Figure, tally: Tally | None = None) -> Block:
    return Block(source, department, team or WHOLE, None, rows, figure, tally, (source, None, department, team, None))


def _reviews(outcome: Outcome, facts: Facts, figures: Figures) -> dict[Owner, list[Block]]:
    """The reviewers' rows of every listed candidate, by department and team."""
    rows: dict[tuple[str | None, ...], list[PointSum]] = defaultdict(list)
    for row in facts.sums.reviews:
        rows[row.award, row.department, row.team, row.post].append(row)
    blocks: dict[Owner, list[Block]] = defaultdict(list)
    seen = set()
    for result in outcome.evaluation.awards:
        for standing in result.standings if result.award.reviewed else ():
            who = standing.candidate
            own = (who.award, who.department, who.team, key(who.post) if who.post else None)
            if own in rows and own not in seen:
                seen.add(own)
                found = tuple(sorted(rows[own], key=lambda row: row.label))
                figure = figures.reviews.get(own, Figure(None))  # type: ignore[arg-type]
                name = WHOLE if who.name == who.department and who.team is None and who.post is None else who.name
                blocks[who.department, who.team].append(
                    Block(Source.REVIEW, who.department, name, who.award, found, figure, None, (Source.REVIEW, *own)))
    return blocks


def _surveys(outcome: Outcome, facts: Facts, figures: Figures, department: str, team: str | None) -> Iterator[Block]:
    tally = facts.sums.surveys.get((department, team))
    if tally:
        counts = tuple((grade, tally.grades.get(grade, 0)) for grade, _ in outcome.rules.policies.grades)
        yield _block(Source.SURVEY, department, team, counts, figures.surveys[department, team], tally)


def _unnamed(outcome: Outcome, facts: Facts, department: str, teams: Sequence[str]) -> Iterator[Block]:
    """The answers that name the department and no team: they count for the department alone."""
    whole = facts.sums.surveys.get((department, None))
    if whole is None:
        return
    named = [tally for team in teams if (tally := facts.sums.surveys.get((department, team)))]
    counts = tuple(
        (grade, whole.grades.get(grade, 0) - sum(tally.grades.get(grade, 0) for tally in named))
        for grade, _ in outcome.rules.policies.grades
    )
    if any(number for _, number in counts):
        yield Block(Source.SURVEY, department, NO_TEAM, None, counts, None, whole)
