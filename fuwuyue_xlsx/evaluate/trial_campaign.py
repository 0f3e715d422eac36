"""A competition of 试算 as a campaign of its own: the rules with its units and seats, and the facts that its rows stand for.

Its tables are filled as those of an inbox are and reduced in the same way, so that everything about a score, a veto or a seat is decided by the
code that decides a campaign. What is counted for conditions is given as numbers, as nobody invents the entries.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Any

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.counts import Count, Counts
from fuwuyue_xlsx.evaluate.facts import Facts, facts_of
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.model import Award, Level, QuotaKind, QuotaScope, Rules, Source, Team
from fuwuyue_xlsx.rules.score_parts import WHOLE
from fuwuyue_xlsx.rules.trials import Trial, TrialFigure, TrialRow
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.frames import tables_of

# a department without teams of its own in the competition is inspected where nobody is a candidate
_ELSEWHERE = "（受检班组）"
Rows = dict[str, list[dict[str, Any]]]


def rules_of_trial(rules: Rules, trial: Trial) -> Rules:
    """The rules over the competition's own departments and teams: its awards and their tiers alone, with the seats that it gives."""
    named = {row.award for row in trial.rows}
    awards = [award for award in rules.enabled_awards if any(tier.name in named for tier in rules.tiers_of(award))]
    units = dict.fromkeys((row.department, row.team) for row in trial.rows if row.team)
    return replace(
        rules,
        departments=tuple(dict.fromkeys(row.department for row in trial.rows)),
        teams=tuple(Team(department, team, "") for department, team in units),
        awards=tuple(_with_seats(award, trial.seats.get(award.name)) for award in awards),
        policies=replace(rules.policies, grades=(*rules.policies.grades, *_points_as_grades(rules, trial))),
        expected=Expected(tuple(_panel(trial, tuple(award.name for award in awards)))),
        trials=(),
    )


def _with_seats(award: Award, seats: int | None) -> Award:
    """The award with so many seats in place of those of the rules, for each department where each has its own."""
    if seats is None:
        return award
    scope = QuotaScope.EACH if award.each_department else award.scope
    return replace(award, quota_kind=QuotaKind.FIXED, quota=Decimal(seats), scope=scope)


def _points_as_grades(rules: Rules, trial: Trial) -> Iterator[tuple[str, Decimal]]:
    """A grade for every number that stands for the survey's answers, worth just as much."""
    values = [value for row in trial.rows for figure in row.figures if figure.source is Source.SURVEY for value in figure.values]
    known = {name for name, _ in rules.policies.grades}
    yield from {_grade(value): value for value in values if isinstance(value, Decimal) and _grade(value) not in known}.items()


def _grade(points: Decimal) -> str:
    return f"{plain(points)}分"


def _panel(trial: Trial, awards: tuple[str, ...]) -> Iterator[Reviewer]:
    """As many reviewers of each group as any row gives points of; none where groups are not told apart."""
    most: dict[str, int] = defaultdict(int)
    for row in trial.rows:
        for figure in row.figures:
            if figure.source is Source.REVIEW and figure.scope:
                most[figure.scope[0]] = max(most[figure.scope[0]], len(figure.values))
    for group, count in most.items():
        yield from (Reviewer(_reviewer(group, number), None, group, awards) for number in range(1, count + 1))


def _reviewer(group: str, number: int) -> str:
    return f"{group}评委{number}"


def facts_of_trial(rules: Rules, trial: Trial) -> Facts:
    """The facts of a competition under its own rules (`rules_of_trial`)."""
    rows: Rows = defaultdict(list)
    for department in rules.departments:
        rows["departments"].append(_in_time(rules, department))
    _nominate(rules, trial, rows)
    figured: set[tuple[Any, ...]] = set()
    for row in trial.rows:
        for figure in row.figures:
            whose = _owner(rules, row, figure)
            if whose not in figured:
                _give(rules, row, figure, rows)
            figured.add(whose)
        if row.staff is not None:
            rows["headcounts"].append({"department": row.department, "headcount": row.staff, "source": row.cell})
    _incidents(rules, trial, rows)
    rows["headcounts"] = list({staff["department"]: staff for staff in rows["headcounts"]}.values())
    facts = facts_of(rules, tables_of({name: from_records(kind) for name, kind in rows.items()}, has_register=True, has_adjustments=True))
    return replace(facts, counts=_counts(rules, trial, facts.counts))


def _in_time(rules: Rules, department: str) -> dict[str, Any]:
    campaign = rules.campaign
    return {"department": department, "file": "", "plan_date": campaign.plan_due, "plan_source": "", "material_time": campaign.material_due,
            "material_source": ""}


def _nominate(rules: Rules, trial: Trial, rows: Rows) -> None:
    """Everybody is recommended, for a group's first award in all of its tiers."""
    for award in rules.awards:
        served = {award.name, rules.tiers_of(award)[0].name}
        listed = {_whom(row): row for row in trial.rows if row.award in served}
        listed |= {_whom(row): row for row in trial.rows if row.award == award.name}
        for position, row in enumerate(listed.values()):
            person = row.name if award.level is Level.PERSON else None
            post = row.name if award.level is Level.POST else None
            rows["nominations"].append({
                "award": award.name, "department": row.department, "team": row.team, "person": person, "post": post,
                "holders": (post,) if post else None, "order": row.order, "agreed": True, "position": position, "source": row.cell})


def _whom(row: TrialRow) -> tuple[str, str | None, str | None]:
    return row.department, row.team, row.name


def _owner(rules: Rules, row: TrialRow, figure: TrialFigure) -> tuple[Any, ...]:
    """Whose a figure is: that of a candidate in its award, or of its team or department in all of them."""
    whose = (_points_award(rules, row, figure.source), *_whom(row)) if figure.source.per_award else (row.department, row.team)
    return figure.source, figure.scope, *whose


def _points_award(rules: Rules, row: TrialRow, source: Source) -> str:
    own = next(award for award in rules.awards if award.name == row.award)
    return rules.points_award(own).name if source is Source.REVIEW else own.name


def _give(rules: Rules, row: TrialRow, figure: TrialFigure, rows: Rows) -> None:
    """The rows of the tables from which a figure of these values is made."""
    award, group = _points_award(rules, row, figure.source), figure.scope[0] if figure.scope else ""
    whose = {"department": row.department, "team": row.team, "source": figure.cell}
    if figure.source is Source.SURVEY:
        _answer(row, figure, group or None, rows)
    for number, value in enumerate(figure.values, 1):
        if figure.source is Source.REVIEW:
            rows["reviews"].append({**whose, "award": award, "post": row.name, "reviewer": _reviewer(group, number), "criterion": figure.source.value,
                                    "points": value, "maximum": WHOLE})
        elif figure.source is Source.INSPECTION:
            rows["inspections"].append({**whose, "team": row.team or _ELSEWHERE, "visit": f"{number}", "date": rules.campaign.start,
                                        "inspector": f"第 {number} 次", "item": figure.source.value, "points": value, "maximum": WHOLE})
        elif figure.source is Source.VOTES and isinstance(value, tuple):
            votes, valid = value
            rows["votes"].append({**whose, "award": award, "post": row.name, "votes": votes, "issued": valid, "valid": valid})
        elif figure.source is Source.ADJUSTMENT:
            rows["adjustments"].append({**whose, "award": award, "post": row.name, "points": value, "reason": f"第 {number} 件", "basis": "",
                                        "date": rules.campaign.start})


def _answer(row: TrialRow, figure: TrialFigure, identity: str | None, rows: Rows) -> None:
    """An answer sheet of one question for each value."""
    about = {"file": figure.cell, "sheet": "", "department": row.department, "team": row.team, "identity": identity, "doubtful": False}
    rows["responses"].append({**about, "count": len(figure.values), "rows": ()})
    given = Counter(_grade(value) if isinstance(value, Decimal) else str(value) for value in figure.values)
    rows["grades"] += [{**about, "grade": grade, "count": count} for grade, count in given.items()]


def _incidents(rules: Rules, trial: Trial, rows: Rows) -> None:
    """As many incidents as each candidate has, once however many awards it is a candidate for."""
    having = {_whom(row): (row, row.incident) for row in reversed(trial.rows) if row.incident is not None}
    for (department, team, name), (_, incident) in reversed(having.items()):
        day: dt.date = incident.day or rules.policies.veto_first
        for number in range(1, incident.times + 1):
            rows["incidents"].append({
                "id": f"试算{len(rows['incidents']) + 1}", "date": day, "department": department, "team": team, "known_team": True, "person": name,
                "conclusion": incident.conclusion, "summary": f"第 {number} 件", "kind": incident.kind, "source": incident.cell})


def _counts(rules: Rules, trial: Trial, counted: dict[str, Counts]) -> dict[str, Counts]:
    """What is counted for departments and teams: as given, and else just enough for the hard conditions of these awards."""
    asked: dict[str, int] = defaultdict(int)
    for award in rules.awards:
        for condition in award.hard:
            asked[condition.check] = max(asked[condition.check], ceil(condition.threshold or 0))
    units = dict.fromkeys([(name, None) for name in rules.departments] + [(team.department, team.name) for team in rules.teams])
    given = {(check, row.department, row.team): number for row in trial.rows for check, number in row.counts}
    return {check: {unit: Count((trial.name,) * given.get((check, *unit), asked[check])) for unit in units} for check in counted}
