"""The three figures behind every score: panel review, inspection, satisfaction survey.

Each is worked out for every object at once from its frame; sums and means are exact, and every number that is shown
is rounded half away from zero before anything is made of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from fuwuyue_xlsx.evaluate.model import Candidate, Figure, Part
from fuwuyue_xlsx.evaluate.tables import COLUMNS, Tables
from fuwuyue_xlsx.exact import plain, round_half_up
from fuwuyue_xlsx.rules.model import Level, Policies, Rules, Source
from fuwuyue_xlsx.rules.policies import TRIMMED_FROM, TRIMMED_MEAN
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


def figures_of(rules: Rules, tables: Tables) -> Figures:
    """All figures of a campaign."""
    return Figures(
        _reviews(tables.reviews, rules.policies),
        _inspections(tables.inspections, rules.policies.decimals),
        _surveys(tables.answers, rules.policies),
    )


def _percent(points: Decimal, maximum: Decimal, places: int) -> Decimal:
    return round_half_up(Fraction(points) * 100 / Fraction(maximum), places)


def mean(values: list[Decimal], places: int) -> Decimal:
    """The mean, rounded: 80.25 and 80.26 → 80.26 (80.255 rounds up)."""
    return round_half_up(Fraction(sum(values)) / len(values), places)


def _summed(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Points and maxima summed over equal keys, with the sources; empty keys stand as ''."""
    keys = {name: frame[name].where(frame[name].notna(), "") for name in by}
    grouped = frame.assign(**keys).groupby(by, sort=False)
    return grouped.agg(points=("points", "sum"), maximum=("maximum", "sum"), sources=("source", tuple)).reset_index()


def _reviews(frame: pd.DataFrame, policies: Policies) -> dict[ReviewKey, Figure]:
    """Each reviewer's total = Σ points ÷ Σ maxima × 100, rounded; the mean over reviewers, rounded (附1 三.1)."""
    if policies.recusal:
        frame = frame[frame["reviewer_department"] != frame["department"]]
    if frame.empty:
        return {}
    totals = _summed(frame, ["award", "department", "team", "post", "reviewer"])
    by_object: dict[ReviewKey, list[Part]] = defaultdict(list)
    for row in totals.itertuples(index=False):
        total = _percent(row.points, row.maximum, policies.decimals)
        basis = f"{plain(row.points)} ÷ {plain(row.maximum)} × 100"
        post = key(row.post) if row.post else None
        by_object[row.award, row.department, row.team or None, post].append(Part(row.reviewer, total, basis, row.sources))
    return {name: _panel(parts, policies) for name, parts in by_object.items()}


def _panel(parts: list[Part], policies: Policies) -> Figure:
    """The mean over reviewers; 去最高最低后平均 leaves out one highest and one lowest from 5 reviewers on."""
    parts = sorted(parts, key=lambda part: part.label)
    values = sorted(part.value for part in parts)
    trimmed = policies.review_mean == TRIMMED_MEAN and len(values) >= TRIMMED_FROM
    kept = values[1:-1] if trimmed else values
    how = f"{len(values)} 位评委去掉最高、最低后平均" if trimmed else f"{len(values)} 位评委平均"
    return Figure(mean(kept, policies.decimals), tuple(parts), len(values), how)


def _inspections(frame: pd.DataFrame, places: int) -> dict[tuple[str, str | None], Figure]:
    """Each visit's score over the items scored, the mean over visits; a department's is the mean over its teams."""
    if frame.empty:
        return {}
    scores: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for row in _summed(frame, ["department", "team", "visit", "date", "inspector"]).itertuples(index=False):
        label = f"{row.date or '日期不明'} {row.inspector or '检查人不明'}"
        basis = f"{plain(row.points)} ÷ {plain(row.maximum)} × 100"
        scores[row.department, row.team].append(Part(label, _percent(row.points, row.maximum, places), basis, row.sources))
    found: dict[tuple[str, str | None], Figure] = {}
    teams: dict[str, list[Part]] = defaultdict(list)
    for (department, team), parts in scores.items():
        parts = sorted(parts, key=lambda part: (part.label, part.sources))
        figure = Figure(mean([p.value for p in parts], places), tuple(parts), len(parts), f"{len(parts)} 次检查平均")
        found[department, team] = figure
        teams[department].append(Part(team, figure.value or Decimal(0), figure.how, ()))
    for department, parts in teams.items():
        how = f"{len(parts)} 个受检班组平均"
        found[department, None] = Figure(mean([p.value for p in parts], places), tuple(parts), len(parts), how)
    return found


def _surveys(frame: pd.DataFrame, policies: Policies) -> dict[tuple[str, str | None], Figure]:
    """Σ grade points ÷ number of answers over every answered question; a department's over all its responses."""
    if frame.empty:
        return {}
    counts, responses, files = _grade_counts(frame)
    points = dict(policies.grades)
    found: dict[tuple[str, str | None], Figure] = {}
    for who, grades in counts.items():
        answers = sum(grades.values())
        total = sum((points[grade] * number for grade, number in grades.items()), Decimal(0))
        value = round_half_up(Fraction(total) / answers, policies.decimals) if answers else None
        tally = tuple(
            Part(grade, points[grade] * grades[grade], f"{plain(points[grade])} 分 × {grades[grade]} 次", ())
            for grade in points
            if grades.get(grade)
        )
        how = f"{plain(total)} ÷ {answers} 个回答（{responses[who]} 份有效问卷）"
        found[who] = Figure(value, tuple(replace(part, sources=files[who]) for part in tally), responses[who], how)
    return found


def _grade_counts(frame: pd.DataFrame) -> tuple[dict, dict, dict]:
    """For each team, and each department with team None: grade → count, number of responses, files."""
    questions = [name for name in frame.columns if name not in COLUMNS["answers"]]
    who = [frame["department"], frame["team"].where(frame["team"].notna(), "")]
    counts: dict[tuple[str, str | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for question in questions:
        answered = frame[question].notna()
        sizes = frame[answered].groupby([*(part[answered] for part in who), frame.loc[answered, question]], sort=False).size()
        for (department, team, grade), number in sizes.items():
            for name in {team or None, None}:
                counts[department, name][grade] += int(number)
    responses: dict[tuple[str, str | None], int] = defaultdict(int)
    files: dict[tuple[str, str | None], tuple[str, ...]] = defaultdict(tuple)
    sizes = frame.groupby([*who, frame["file"], frame["sheet"]], sort=True).size()
    for (department, team, file, sheet), number in sizes.items():
        for name in {team or None, None}:
            responses[department, name] += int(number)
            source = f"{file}!{sheet}"
            if source not in files[department, name]:
                files[department, name] += (source,)
    return counts, responses, files
