"""Small campaigns in code: rules from constructors, facts as one call each, decisions as the contract shows them.

    decided = decide(rules(team_award(quota=1)), *team("电工组", 90), *team("木工组", 80))
    assert decided.statuses() == {"电工组": "winner", "木工组": "not_selected", …}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import Evaluation, Standing
from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.open_matters import open_matters
from fuwuyue_xlsx.report.json_report import decisions
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.model import (
    Award,
    Component,
    Condition,
    ConditionKind,
    Criterion,
    Level,
    Policies,
    QuotaKind,
    Rules,
    Source,
    Team,
)
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.frames import Tables, tables

Fact = tuple[str, dict[str, Any]]
Number = int | str | Decimal
UNITS = {"甲科": ("电工组", "木工组", "水工组、仓管"), "乙科": ("医生组", "护士组")}
ORGANISATION, TEAM, PERSON, POST = "优秀组织奖", "优秀班组", "优秀个人", "优质服务示范岗"
FEATURES, INSPECTION, SURVEY = "工作特色和工作成绩", "监督检查", "满意度测评"
DAY = dt.date(2017, 12, 3)
GRADES = {"很满意": 100, "满意": 80, "一般": 60, "不满意": 40, "很不满意": 20}
CAMPAIGN = Campaign(2017, "优质服务月", "某校", "后勤处", dt.date(2017, 11, 20), dt.date(2017, 11, 24), dt.date(2017, 11, 25),
                    dt.date(2017, 12, 25), dt.datetime(2017, 12, 30, 17))
DEFAULTS = Policies("四舍五入", 0, "平均", False, "不予排名", (SURVEY, INSPECTION, FEATURES), dt.date(2017, 11, 20),
                    dt.date(2017, 12, 30), "提醒", 2, tuple((name, Decimal(worth)) for name, worth in GRADES.items()), 0,
                    "计入", 30, "大数最满意", "列为未了", "列为未了", Decimal(10))
SOURCES = {FEATURES: Source.REVIEW, INSPECTION: Source.INSPECTION, SURVEY: Source.SURVEY}

VETO = Condition(9, "无事故", ConditionKind.VETO, "事故投诉")
PANEL_ONLY = {FEATURES: 100}
THREE = {FEATURES: 40, INSPECTION: 30, SURVEY: 30}


def hard(number: int, check: str, threshold: Number = 1) -> Condition:
    """A condition that must be met."""
    return Condition(number, f"{check}够", ConditionKind.HARD, check, Decimal(threshold))


def components(weights: dict[str, Number]) -> tuple[Component, ...]:
    """Components by name; a name that is not one of the three is reviewed by the panel."""
    return tuple(Component(name, Decimal(weight), SOURCES.get(name, Source.REVIEW)) for name, weight in weights.items())


def award(name: str, level: Level, quota: Number | None, prize: int | None, weights: dict[str, Number] | None = None,
          conditions: Sequence[Condition] = (VETO,), **more: Any) -> Award:
    """An award with the veto, on, with a fixed quota, one criterion of 100 points; `more` changes fields."""
    seats = None if quota is None else Decimal(quota)
    made = Award(name, level, QuotaKind.FIXED, seats, prize, True, components=components(weights or {}),
                 conditions=tuple(conditions), criteria=(Criterion("工作成绩", Decimal(100)),))
    return replace(made, **more)


def department_award(quota: Number = 1, weights: dict[str, Number] = PANEL_ONLY, **more: Any) -> Award:
    return award(ORGANISATION, Level.DEPARTMENT, quota, 1000, weights, **more)


def team_award(quota: Number = 1, weights: dict[str, Number] = PANEL_ONLY, **more: Any) -> Award:
    return award(more.pop("name", TEAM), Level.TEAM, quota, 500, weights, **more)


def post_award(quota: Number = 1, weights: dict[str, Number] = PANEL_ONLY, **more: Any) -> Award:
    return award(POST, Level.POST, quota, 300, weights, **more)


def person_award(quota: Number = 10, kind: QuotaKind = QuotaKind.RATIO, **more: Any) -> Award:
    return award(more.pop("name", PERSON), Level.PERSON, quota, 200, more.pop("weights", None), quota_kind=kind, **more)


def by_groups(weights: dict[str, Number]) -> tuple[Component, ...]:
    """A component of the panel for each group of reviewers, by its name."""
    return tuple(Component(f"{group}评价", Decimal(weight), Source.REVIEW, (group,)) for group, weight in weights.items())


def by_identities(weights: dict[str, Number]) -> tuple[Component, ...]:
    """A component of the survey for the answers of each identity, or of several side by side: 学生、教师."""
    return tuple(Component(f"{said}评价", Decimal(weight), Source.SURVEY, tuple(said.split("、"))) for said, weight in weights.items())


def listed(**groups: Sequence[str]) -> Expected:
    """评委名单 with these reviewers by group, each for every award with a panel that the tests have."""
    return Expected(tuple(Reviewer(name, None, group, (ORGANISATION, TEAM, PERSON, POST)) for group, names in groups.items() for name in names))


def rules(*awards: Award, units: dict[str, Iterable[str]] = UNITS, **policies: Any) -> Rules:
    """Rules over a few units, the policies as in the notice but for those given."""
    teams = tuple(Team(department, name, "通用") for department, names in units.items() for name in names)
    checklists = {"通用": (Criterion("规范", Decimal(100)),)}
    return Rules(CAMPAIGN, tuple(units), teams, awards, checklists, ("态度",), ((1, "系列一"), (2, "系列二")), (),
                 replace(DEFAULTS, **policies))


def nominate(award_name: str, department: str, *, team: str | None = None, person: str | None = None,
             post: str | None = None, holders: tuple[str, ...] | None = None, order: int | None = None, agreed: bool = True,
             position: int = 0) -> list[Fact]:
    """One nomination row, or a department's declaration."""
    row = {"award": award_name, "department": department, "team": team, "person": person, "post": post,
           "holders": holders, "order": order, "agreed": agreed, "position": position, "deeds": "事迹"}
    return [("nominations", row)]


def review(award_name: str, department: str, *points: Number, team: str | None = None, post: str | None = None,
           reviewer: str = "评委甲", home: str | None = None, maxima: Sequence[Number] = (100,)) -> list[Fact]:
    """A reviewer's whole row: points by criterion."""
    who = {"award": award_name, "reviewer": reviewer, "reviewer_department": home, "department": department, "team": team,
           "post": post}
    return [
        ("reviews", {**who, "criterion": f"要点{n}", "points": Decimal(point), "maximum": Decimal(most)})
        for n, (point, most) in enumerate(zip(points, maxima, strict=True))
    ]


def votes(award_name: str, department: str, number: int, valid: int, team: str | None = None, post: str | None = None) -> list[Fact]:
    """The votes for one candidate, so many of so many valid ballots; `post` is the name of a post or person."""
    return [("votes", {"award": award_name, "department": department, "team": team, "post": post, "votes": number, "issued": valid + 10,
                       "valid": valid})]


def adjustment(department: str, points: Number, award_name: str | None = None, team: str | None = None, post: str | None = None,
               reason: str = "技能竞赛获奖") -> list[Fact]:
    """Points that are added or taken off; `award_name` None: in every award with 加减分, `post` is the name of a post or person."""
    return [("adjustments", {"award": award_name, "department": department, "team": team, "post": post, "points": Decimal(points),
                             "reason": reason, "basis": "通报", "date": DAY})]


def visit(department: str, team: str, *points: Number, maxima: Sequence[Number] = (100,), number: int = 1) -> list[Fact]:
    """What one visit gave a team: points by item that was checked."""
    when = {"visit": f"检查{number}.xlsx!{department}", "date": dt.date(2017, 12, number), "inspector": "检查员"}
    return [
        ("inspections", {**when, "department": department, "team": team, "item": f"项目{n}", "points": Decimal(point),
                         "maximum": Decimal(most)})
        for n, (point, most) in enumerate(zip(points, maxima, strict=True))
    ]


def answers(department: str, team: str | None, *grades: str | None, by: str | None = None) -> list[Fact]:
    """One valid response with its answers to as many questions. A number as an answer is a grade of that worth."""
    questions = {f"题目{n}": grade for n, grade in enumerate(grades)}
    return [("answers", {"department": department, "team": team, "file": "问卷.xlsx", "sheet": "测评结果", "row": 1, "identity": by, **questions})]


def incident(department: str | None, team: str | None = None, person: str | None = None, conclusion: str | None = "属实",
             date: dt.date | None = DAY, number: str = "SG-1", known_team: bool = True,
             kind: str | None = None) -> list[Fact]:
    """One row of the register."""
    return [("incidents", {"id": number, "date": date, "department": department, "team": team, "known_team": known_team,
                           "person": person, "conclusion": conclusion, "summary": "有人反映", "kind": kind})]


def team(name: str, *scores: Number, department: str = "甲科", agreed: bool = True) -> list[Fact]:
    """A team nominated for 优秀班组 with its panel, inspection and survey scores, as many as are given."""
    facts = nominate(TEAM, department, team=name, agreed=agreed)
    return facts + scored(TEAM, department, name, *scores)


def scored(award_name: str, department: str, name: str | None, *scores: Number) -> list[Fact]:
    """A panel score, an inspection score and a survey score of a team (None: a department, which has no visits of its own)."""
    facts = review(award_name, department, scores[0], team=name) if scores else []
    facts += visit(department, name, scores[1]) if len(scores) > 1 and name else []
    return facts + (answers(department, name, str(scores[2])) if len(scores) > 2 else [])


def person(name: str, order: int | None, department: str = "甲科", team: str | None = "电工组", position: int = 0,
           agreed: bool = True) -> list[Fact]:
    """Somebody nominated for 优秀个人."""
    return nominate(PERSON, department, team=team, person=name, order=order, position=position, agreed=agreed)


def people(*orders: int | None, department: str = "甲科") -> list[Fact]:
    """Nominations with these order numbers, one below the other: 员工1, 员工2 ….  Names differ by department."""
    named = enumerate(orders, 1)
    return [fact for n, order in named for fact in person(f"{department}员工{n}", order, department, position=n)]


def staff(department: str, *counts: int | None) -> list[Fact]:
    """Headcounts; the last is that of the staff outside teams."""
    teams = [*UNITS[department][: len(counts) - 1], None]
    named = zip(teams, counts, strict=True)
    return [("headcounts", {"department": department, "team": name, "headcount": count}) for name, count in named]


def handed_in(department: str, plan_date: dt.date | None = dt.date(2017, 11, 24),
              material_time: dt.datetime | None = dt.datetime(2017, 12, 30, 17)) -> list[Fact]:
    """A department's book with its own dates; `decide` adds one in time for every other department."""
    return [("departments", {"department": department, "file": f"{department}.xlsx", "plan_date": plan_date,
                             "material_time": material_time})]


def row(kind: str, department: str, **values: Any) -> list[Fact]:
    """A row of any other table, as evidence."""
    return [(kind, {"department": department, **values})]


@dataclass(frozen=True)
class Decided:
    """Decisions as the contract shows them. Without an award's name: of the first award."""

    evaluation: Evaluation
    open: list[str]

    @property
    def said(self) -> dict[str, Any]:
        return decisions(self.evaluation)

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.evaluation.findings]

    def award(self, name: str | None = None) -> dict[str, Any]:
        return next(one for one in self.said["awards"] if name in (None, one["award"]))

    def standings(self, name: str | None = None) -> dict[str, dict[str, Any]]:
        """The list of an award by candidate, in its order."""
        return {who(entry): entry for entry in self.award(name)["standings"]}

    def statuses(self, name: str | None = None) -> dict[str, str]:
        return {one: entry["status"] for one, entry in self.standings(name).items()}

    def ranks(self, name: str | None = None) -> dict[str, tuple[str, int | None]]:
        """(status, rank) of everybody nominated."""
        return {one: (entry["status"], entry["rank"]) for one, entry in self.standings(name).items() if entry["nominated"]}

    def component(self, candidate: str, name: str = FEATURES, award: str | None = None) -> str | None:
        return self.standings(award)[candidate]["components"][name]

    def evidence(self, candidate: str, award: int = 0) -> Standing:
        """The candidate with everything behind its status."""
        standings = self.evaluation.awards[award].standings
        return next(standing for standing in standings if standing.candidate.name == candidate)


def who(entry: dict[str, Any]) -> str:
    return entry["person"] or entry["post"] or entry["team"] or entry["department"]


def decide(rules: Rules, *facts: Fact, absent: Sequence[str] = (), register: bool = True,
           adjusted: bool = True) -> Decided:
    """The decisions on these facts. Every department but the absent ones has submitted in time."""
    made = tables_of(rules, *facts, absent=absent, register=register, adjusted=adjusted)
    used = with_grades(rules, facts)
    evaluation = evaluate(used, made)
    submitted = list(made.departments["department"])
    return Decided(evaluation, open_matters(used, submitted, register, evaluation, evaluation.findings))


def tables_of(rules: Rules, *facts: Fact, absent: Sequence[str] = (), register: bool = True,
              adjusted: bool = True) -> Tables:
    """The facts as tidy tables, every row with a source of its own. `adjusted`: 加减分登记 was handed in."""
    dated = {values["department"] for kind, values in facts if kind == "departments"}
    timely = [fact for d in rules.departments if d not in dated and d not in absent for fact in handed_in(d)]
    rows: dict[str, list[dict[str, Any]]] = {}
    for kind, values in (*timely, *facts):
        found = rows.setdefault(kind, [])
        places = {c: f"{kind}.xlsx!{kind}!A{len(found) + 1}" for c in COLUMNS.get(kind, ()) if c.endswith("source")}
        found.append({**places, **values})
    return tables(register, adjusted, **rows)


def with_grades(rules: Rules, facts: Sequence[Fact]) -> Rules:
    """The rules with a grade for every number that stands among the answers."""
    given = {grade for kind, values in facts if kind == "answers" for name, grade in values.items() if name.startswith("题目")}
    numbers = tuple((grade, Decimal(grade)) for grade in sorted(given - {None, *dict(rules.policies.grades)}))
    return replace(rules, policies=replace(rules.policies, grades=rules.policies.grades + numbers))
