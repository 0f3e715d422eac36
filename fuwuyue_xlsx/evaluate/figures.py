"""The three figures behind every score: panel review, inspection, satisfaction survey.

Made from the sums of `sums.py` under the policies; means are exact, and every number that is shown is rounded half
away from zero before anything is made of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from fuwuyue_xlsx.evaluate.model import Candidate, Figure, Part
from fuwuyue_xlsx.evaluate.sums import PointSum, Sums, Tally
from fuwuyue_xlsx.exact import plain, ratio_half_up
from fuwuyue_xlsx.rules.model import Level, Policies, Source
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, TRIMMED_FROM, TRIMMED_MEAN
from fuwuyue_xlsx.text import key

NOTHING = Figure(None)
ReviewKey = tuple[str, str, str | None, str | None]


@dataclass(frozen=True)
class Figures:
    """Figures by object. Reviews are per award; the others are the same in every award. Team None: the department."""

    reviews: dict[ReviewKey, Figure] = field(default_factory=dict)
    inspections: dict[tuple[str, str | None], Figure] = field(default_factory=dict)
    surveys: dict[tuple[str, str | None], Figure] = field(default_factory=dict)

    def of(self, source: Source, candidate: Candidate) -> Figure:
        """A candidate's own figure. A post or person has its team's inspection and survey; outside teams, the department's."""
        if source is Source.REVIEW:
            post = key(candidate.post) if candidate.post else None
            return self.reviews.get((candidate.award, candidate.department, candidate.team, post), NOTHING)
        table = self.inspections if source is Source.INSPECTION else self.surveys
        return table.get((candidate.department, candidate.team), NOTHING)

    def of_department(self, source: Source, department: str, award: str | None) -> Figure:
        """A department's figure, which 沿用科室 takes over; reviews come from one award for departments."""
        owner = Candidate(award or "", Level.DEPARTMENT, department)
        return NOTHING if source is Source.REVIEW and award is None else self.of(source, owner)


def figures_of(policies: Policies, sums: Sums) -> Figures:
    """All figures of a campaign."""
    return Figures(
        _reviews(sums.reviews, policies),
        _inspections(sums.inspections, policies.decimals),
        {who: _survey(tally, policies) for who, tally in sums.surveys.items()},
    )


def percent(row: PointSum, places: int) -> Decimal:
    """Σ points ÷ Σ maxima × 100, rounded: 17.5 of 20 → 87.50."""
    return ratio_half_up(row.total * 100, row.maximum, places)


def basis(row: PointSum) -> str:
    """How a total came about, for a calculator: (9+8.5)÷20×100."""
    terms = "+".join(plain(points) for points in row.points)
    return f"({terms})÷{plain(row.maximum)}×100" if len(row.points) > 1 else f"{terms}÷{plain(row.maximum)}×100"


def mean(values: list[Decimal], places: int) -> Decimal:
    """The mean, rounded: 80.25 and 80.26 → 80.26 (80.255 rounds up)."""
    return ratio_half_up(sum(values, Decimal(0)), len(values), places)


def _reviews(rows: tuple[PointSum, ...], policies: Policies) -> dict[ReviewKey, Figure]:
    """Each reviewer's total = Σ points ÷ Σ maxima × 100, rounded; the mean over reviewers, rounded (附1 三.1)."""
    by_object: dict[ReviewKey, list[Part]] = defaultdict(list)
    for row in rows:
        if policies.recusal and row.reviewer_department == row.department:
            continue
        part = Part(row.label, percent(row, policies.decimals), basis(row), row.sources)
        by_object[row.award, row.department, row.team, row.post].append(part)
    return {name: _panel(parts, policies) for name, parts in by_object.items()}


def _panel(parts: list[Part], policies: Policies) -> Figure:
    """The mean over reviewers; 去最高最低后平均 leaves out one highest and one lowest from 5 reviewers on."""
    parts = sorted(parts, key=lambda part: part.label)
    values = sorted(part.value for part in parts)
    trimmed = policies.review_mean == TRIMMED_MEAN and len(values) >= TRIMMED_FROM
    kept = values[1:-1] if trimmed else values
    how = f"{len(values)} 位评委去掉最高、最低后平均" if trimmed else f"{len(values)} 位评委平均"
    return Figure(mean(kept, policies.decimals), tuple(parts), len(values), how)


def _inspections(rows: tuple[PointSum, ...], places: int) -> dict[tuple[str, str | None], Figure]:
    """Each visit's score over the items scored, the mean over visits; a department's is the mean over its teams."""
    scores: dict[tuple[str, str | None], list[Part]] = defaultdict(list)
    for row in rows:
        scores[row.department, row.team].append(Part(row.label, percent(row, places), basis(row), row.sources))
    found: dict[tuple[str, str | None], Figure] = {}
    teams: dict[str, list[Part]] = defaultdict(list)
    for (department, team), parts in scores.items():
        parts = sorted(parts, key=lambda part: (part.label, part.sources))
        figure = Figure(mean([p.value for p in parts], places), tuple(parts), len(parts), f"{len(parts)} 次检查平均")
        found[department, team] = figure
        sources = tuple(source for part in parts for source in part.sources)
        shown = "、".join(str(part.value) for part in parts)
        steps = f"{figure.how}（{shown}）"
        teams[department].append(Part(team or "", figure.value or Decimal(0), steps, sources))
    for department, parts in teams.items():
        how = f"{len(parts)} 个受检班组平均"
        found[department, None] = Figure(mean([p.value for p in parts], places), tuple(parts), len(parts), how)
    return found


def _survey(tally: Tally, policies: Policies) -> Figure:
    """Σ grade points ÷ number of answers: 100, 80, 60, 100, 80, 80, 60 → 560 ÷ 7 = 80.00."""
    points, left_out = dict(policies.grades), policies.doubtful == LEAVE_OUT
    counted: dict[str, int] = defaultdict(int)
    for answer, number in tally.grades.items():
        counted[policies.grade_of(answer)] += number - (tally.doubtful_grades[answer] if left_out else 0)
    responses = tally.responses - (tally.doubtful if left_out else 0)
    answers = sum(counted.values())
    total = sum((points[grade] * number for grade, number in counted.items()), Decimal(0))
    value = ratio_half_up(total, answers, policies.decimals) if answers else None
    parts = tuple(
        Part(grade, points[grade] * counted[grade], f"{plain(points[grade])}×{counted[grade]}", tally.files)
        for grade in points
        if counted.get(grade)
    )
    without = f"，不计可疑的 {tally.doubtful} 份" if left_out and tally.doubtful else ""
    how = f"{plain(total)}÷{answers} 个回答（{responses} 份有效问卷{without}）"
    return Figure(value, parts, responses, how)
