"""The figures behind every score: panel review, inspection, satisfaction survey, votes, what is added and taken off.

Made from the sums of `sums.py` under the policies; means are exact, and every number that is shown is rounded half
away from zero before anything is made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from fuwuyue_xlsx.basics.decimals import plain, ratio_half_up
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.adjusted_scores import NOTHING_ADDED, Named, adjustments_of, unadjusted
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.evidence import Figure, Part
from fuwuyue_xlsx.evaluate.sums import PointSum, Sums, Tally, added
from fuwuyue_xlsx.rules.model import Rules, Source
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, TRIMMED_FROM, TRIMMED_MEAN, Policies
from fuwuyue_xlsx.tables.survey_tables import Owner

NOTHING = Figure(None)
VOTES_OF_VALID = "得票÷有效票数×100"
Scope = tuple[str, ...]
# department, team, the identities whose answers count
ScopedOwner = tuple[str, str | None, Scope]
# award, department, team, key of the person's or post's name, the groups of reviewers whose rows count (none: everybody's)
ReviewKey = tuple[str, str, str | None, str | None, Scope]
# award → (the groups, the keys of their reviewers' names); an award that is not there counts everybody's rows
Scopes = Mapping[str, tuple[tuple[Scope, frozenset[str] | None], ...]]
_EVERYBODY: tuple[tuple[Scope, frozenset[str] | None], ...] = (((), None),)


@dataclass(frozen=True)
class Figures:
    """Figures by object. Reviews, votes and adjustments are per award; the others are the same in every award. Team None: the
    department. Surveys are of all answers, and of those of some identities. Nobody lacks an adjustment: without a row it is 0."""

    reviews: dict[ReviewKey, Figure] = field(default_factory=dict)
    inspections: dict[Owner, Figure] = field(default_factory=dict)
    surveys: dict[Owner | ScopedOwner, Figure] = field(default_factory=dict)
    votes: dict[ReviewKey, Figure] = field(default_factory=dict)
    adjustments: dict[Named, Figure] = field(default_factory=dict)
    unadjusted: Figure = field(default=NOTHING_ADDED, kw_only=True)

    def of(self, source: Source, candidate: Candidate, scope: Scope = ()) -> Figure:
        """A candidate's own figure. A post or person has its team's inspection and survey; outside teams, the department's."""
        award = candidate.reviewed_for if source is Source.REVIEW else candidate.award
        return self._of(source, award, candidate.department, candidate.team, candidate.own_key, scope)

    def of_department(self, source: Source, department: str, award: str | None, scope: Scope = ()) -> Figure:
        """A department's figure, which 沿用科室 takes over; reviews come from one award for departments."""
        return NOTHING if source.per_award and award is None else self._of(source, award or "", department, None, None, scope)

    def _of(self, source: Source, award: str, department: str, team: str | None, name: str | None, scope: Scope) -> Figure:
        if source is Source.ADJUSTMENT:
            return self.adjustments.get((award, department, team, name), self.unadjusted)
        if source.per_award:
            return (self.reviews if source is Source.REVIEW else self.votes).get((award, department, team, name, scope), NOTHING)
        return self.inspections.get((department, team), NOTHING) if source is Source.INSPECTION else self.survey(department, team, scope)

    def survey(self, department: str, team: str | None, scope: Scope = ()) -> Figure:
        """What the survey gives a team, or the department itself: from all answers, or from those of some identities."""
        return self.surveys.get((department, team, scope) if scope else (department, team), NOTHING)


def scopes_of(rules: Rules) -> Scopes:
    """Of the awards that count some groups' rows by themselves: which, and who is in them."""
    return {award.name: tuple((scope, rules.expected.of_groups(scope) if scope else None) for scope in award.review_scopes)
            for award in rules.enabled_awards if any(award.review_scopes)}


def figures_of(policies: Policies, sums: Sums, scopes: Scopes = MappingProxyType({}), identities: Sequence[Scope] = (),
               limits: Mapping[str, Decimal] = MappingProxyType({})) -> Figures:
    """All figures of a campaign under these policies, each with its parts (附1 三.1). `identities`: `Rules.survey_scopes`; `limits`:
    `Rules.adjustment_limits`."""
    return Figures(reviews_of(policies, sums, scopes), inspections_of(policies, sums), surveys_of(policies, sums, identities),
                   votes_of(policies, sums), adjustments_of(policies, sums.adjustments, limits), unadjusted=unadjusted(policies))


def percent(row: PointSum, places: int) -> Decimal:
    """Σ points ÷ Σ maxima × 100, rounded: 17.5 of 20 → 87.50."""
    return _percent(row.total, row.maximum, places)


@lru_cache(maxsize=1 << 14)
def _percent(total: Decimal, maximum: Decimal, places: int) -> Decimal:
    """The same few sums come up again and again."""
    return ratio_half_up(total * 100, maximum, places)


def basis(row: PointSum) -> str:
    """The arithmetic of a total, to be checked with a calculator: (9+8.5)÷20×100."""
    terms = "+".join(map(_plain, row.points))
    return f"({terms})÷{_plain(row.maximum)}×100" if len(row.points) > 1 else f"{terms}÷{_plain(row.maximum)}×100"


# the same few points come up again and again
_plain = lru_cache(maxsize=1 << 12)(plain)


def mean(values: list[Decimal], places: int) -> Decimal:
    """The mean, rounded: 80.25 and 80.26 → 80.26 (80.255 rounds up)."""
    return ratio_half_up(sum(values, Decimal(0)), len(values), places)


def reviews_of(policies: Policies, sums: Sums, scopes: Scopes = MappingProxyType({}), parts: bool = True) -> dict[ReviewKey, Figure]:
    """Each reviewer's total = Σ points ÷ Σ maxima × 100, rounded; the mean over reviewers, rounded (附1 三.1).

    A figure for each of an award's scopes. Here and below, without `parts` a figure is its value and nothing else.
    """
    recusal = policies.recusal
    by_object: dict[ReviewKey, list[PointSum]] = defaultdict(list)
    for row in sums.reviews:
        if not (recusal and row.reviewer_department == row.department):
            for scope, members in scopes.get(row.award, _EVERYBODY):
                if members is None or key(row.label) in members:
                    by_object[row.award, row.department, row.team, row.post, scope].append(row)
    places, trimming = policies.decimals, policies.review_mean == TRIMMED_MEAN
    return {name: _panel(rows, places, trimming, parts) for name, rows in by_object.items()}


def _panel(rows: list[PointSum], places: int, trimming: bool, parts: bool) -> Figure:
    """The mean over reviewers; 去最高最低后平均 leaves out one highest and one lowest from 5 reviewers on."""
    totals = [percent(row, places) for row in rows]
    trimmed = trimming and len(totals) >= TRIMMED_FROM
    value = mean(sorted(totals)[1:-1] if trimmed else totals, places)
    if not parts:
        return Figure(value)
    shown_parts = sorted(map(_part, rows, totals), key=lambda part: part.label)
    how = f"{len(totals)} 位评委去掉最高、最低后平均" if trimmed else f"{len(totals)} 位评委平均"
    return Figure(value, tuple(shown_parts), len(totals), how)


def _part(row: PointSum, total: Decimal) -> Part:
    return Part(row.label, total, basis(row), row.sources)


def votes_of(policies: Policies, sums: Sums, parts: bool = True) -> dict[ReviewKey, Figure]:
    """得票 ÷ 有效票数 × 100 of each candidate, rounded: 12 of 40 → 30.00."""
    figures: dict[ReviewKey, Figure] = {}
    for row in sums.votes:
        value = percent(row, policies.decimals)
        shown_parts = (_part(row, value),) if parts else ()
        figures[row.award, row.department, row.team, row.post, ()] = Figure(value, shown_parts, len(shown_parts), VOTES_OF_VALID if parts else "")
    return figures


def inspections_of(policies: Policies, sums: Sums, parts: bool = True) -> dict[Owner, Figure]:
    """Each visit's score over the items scored, the mean over visits; a department's is the mean over its teams."""
    places = policies.decimals
    visits: dict[Owner, list[PointSum]] = defaultdict(list)
    for row in sums.inspections:
        visits[row.department, row.team].append(row)
    figures: dict[Owner, Figure] = {}
    teams: dict[str, list[tuple[str | None, Figure]]] = defaultdict(list)
    for (department, team), rows in visits.items():
        figure = figures[department, team] = _inspected(rows, places, parts)
        teams[department].append((team, figure))
    for department, inspected in teams.items():
        figures[department, None] = _inspected_teams(inspected, places, parts)
    return figures


def _inspected(rows: list[PointSum], places: int, parts: bool) -> Figure:
    scores = [percent(row, places) for row in rows]
    value = mean(scores, places)
    if not parts:
        return Figure(value)
    shown_parts = sorted(map(_part, rows, scores), key=lambda part: (part.label, part.sources))
    return Figure(value, tuple(shown_parts), len(shown_parts), f"{len(shown_parts)} 次检查平均")


def _inspected_teams(inspected: list[tuple[str | None, Figure]], places: int, parts: bool) -> Figure:
    value = mean([figure.value or Decimal(0) for _, figure in inspected], places)
    if not parts:
        return Figure(value)
    shown_parts = tuple(
        Part(team or "", figure.value or Decimal(0), f"{figure.how}（{'、'.join(str(part.value) for part in figure.parts)}）",
             tuple(source for part in figure.parts for source in part.sources))
        for team, figure in inspected
    )
    return Figure(value, shown_parts, len(shown_parts), f"{len(shown_parts)} 个受检班组平均")


def surveys_of(policies: Policies, sums: Sums, identities: Sequence[Scope] = (), parts: bool = True) -> dict[Owner | ScopedOwner, Figure]:
    """The survey figure of every object that a valid response names; None where the policies leave no answer to count. For each of
    `identities` one more of every object that a response of theirs names."""
    figures: dict[Owner | ScopedOwner, Figure] = dict(_surveyed(policies, sums.surveys, parts).items())
    for scope in identities:
        figures |= {(*who, scope): figure for who, figure in _surveyed(policies, tallies_of(sums, scope), parts).items()}
    return figures


def _surveyed(policies: Policies, tallies: Mapping[Owner, Tally], parts: bool) -> dict[Owner, Figure]:
    points, left_out, places = dict(policies.grades), policies.doubtful == LEAVE_OUT, policies.decimals
    counted = counted_answers(policies, tallies)
    return {who: _survey(tally, counted[who], points, left_out, places, parts) for who, tally in tallies.items()}


def tallies_of(sums: Sums, scope: Scope) -> dict[Owner, Tally]:
    """The answers of these identities together, by object as `Sums.surveys`; without any everybody's."""
    if not scope:
        return sums.surveys
    each = [sums.respondents.get(identity, {}) for identity in scope]
    return {who: added([tallies[who] for tallies in each if who in tallies]) for who in dict.fromkeys(chain.from_iterable(each))}


def counted_answers(policies: Policies, tallies: Mapping[Owner, Tally]) -> dict[Owner, dict[str, int]]:
    """How many answers count for each object, by grade: numbers as the grades they are worth, doubtful answer sheets as the
    policy says. Grades that nobody gave are left out."""
    left_out = policies.doubtful == LEAVE_OUT
    answered = dict.fromkeys(answer for tally in tallies.values() for answer in tally.grades)
    grades = {answer: policies.grade_of(answer) for answer in answered}
    return {who: _counted(tally, grades, left_out) for who, tally in tallies.items()}


def _counted(tally: Tally, grades: dict[str, str], left_out: bool) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for answer, number in tally.grades.items():
        counted[grades[answer]] += number - (tally.doubtful_grades.get(answer, 0) if left_out else 0)
    return counted


def _survey(tally: Tally, counted: dict[str, int], points: dict[str, Decimal], left_out: bool, places: int, parts: bool) -> Figure:
    """Σ grade points ÷ number of answers: 100, 80, 60, 100, 80, 80, 60 → 560 ÷ 7 = 80.00."""
    answers = sum(counted.values())
    total = sum([points[grade] * number for grade, number in counted.items()], Decimal(0))
    value = ratio_half_up(total, answers, places) if answers else None
    if not parts:
        return Figure(value)
    shown_parts = tuple(
        Part(grade, points[grade] * counted[grade], f"{plain(points[grade])}×{counted[grade]}", tally.files)
        for grade in points
        if counted.get(grade)
    )
    responses = tally.responses - (tally.doubtful if left_out else 0)
    without = f"，不计可疑的 {tally.doubtful} 份" if left_out and tally.doubtful else ""
    how = f"{plain(total)}÷{answers} 个回答（{responses} 份有效问卷{without}）"
    return Figure(value, shown_parts, responses, how)
