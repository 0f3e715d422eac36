"""An independent campaign straight into the product's rules and tables, without any workbook in between.

What reading would leave out (a half-filled row, the second of two nominations) is left out here by the independent
implementation's own reading, so that a difference is always one of the evaluation.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.evaluate.open_matters import open_matters
from fuwuyue_xlsx.report.json_report import decisions, issues
from fuwuyue_xlsx.rules import model as product
from fuwuyue_xlsx.rules.awards import ConditionGroup
from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.incident_types import IncidentType
from fuwuyue_xlsx.rules.own_checks import OwnCheck
from fuwuyue_xlsx.schema.rules_workbook import EXCLUSIONS
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.frames import Tables, tables
from tests.independent.implementation import layout
from tests.independent.implementation.compare import differences
from tests.independent.implementation.model import DEPARTMENT, PERSON, POST, TEAM, Award, Campaign, Listed, Row, Submission
from tests.independent.implementation.oracle import expected
from tests.independent.implementation.oracle_candidates import candidates, first_rows, holders
from tests.independent.implementation.oracle_components import in_range, known_answers, valid_responses
from tests.independent.implementation.oracle_counted import gives, vote_row_counts
from tests.independent.implementation.oracle_panels import heard, is_his
from tests.independent.implementation.oracle_ranking import is_count
from tests.independent.implementation.oracle_serving import lower_tiers, with_nominations_for_all

Rows = list[Row]


def direct_differences(campaign: Campaign) -> list[str]:
    """What the product's evaluation says otherwise; of the errors those alone that it finds itself, not those of workbooks."""
    wanted, said = expected(campaign), decided(campaign)
    if wanted["errors"]:
        its_own = [one for one in wanted["errors"] if one[1] == EXCLUSIONS]
        wanted = {**wanted, "errors": its_own, "campaign": said["campaign"]}
    return differences(wanted, said) + certainty_contradictions(campaign, said)


def certainty_contradictions(campaign: Campaign, said: dict[str, Any]) -> list[str]:
    """Candidates whose certainty cannot be, as it is told for a status that is another or in an award that has none.

    Whoever wins however the open matters end wins now, and where nothing is open everything is certain. There is none in lower tiers, in
    awards with bounds and without components.
    """
    lower = {award.name for _, award in lower_tiers(campaign)}
    found = []
    for award, told in zip(campaign.rules.awards, said["awards"], strict=True):
        has_any = award.components and award.name not in lower and award.most_each is None and not award.fewest_each
        for entry in told["standings"]:
            fitting = {"winner": ("locked_in", "open"), "tied": ("open",), "pending": ("open",)}.get(entry["status"], ("locked_out", "open"))
            allowed = fitting[:1] if said["campaign"]["state"] == "final" else fitting
            if entry["certainty"] not in (allowed if has_any else (None,)):
                found.append(f"{award.name}: {entry} should not be {entry['certainty']}")
    return found


def decided(campaign: Campaign) -> dict[str, Any]:
    """The product's decisions on a campaign, in the shape of the contract."""
    rules, tables = rules_of(campaign), tables_of(with_nominations_for_all(campaign))
    evaluation = evaluate(rules, tables)
    submitted = [submission.department for submission in campaign.submissions]
    still_open = open_matters(rules, submitted, tables.has_register, evaluation, evaluation.findings)
    about = {"year": rules.campaign.year, "name": rules.campaign.name, "state": "preliminary" if still_open else "final"}
    return {"campaign": {**about, "open": still_open}, **decisions(evaluation), "issues": issues(evaluation.findings)}


def rules_of(campaign: Campaign) -> product.Rules:
    """The campaign's rules as the product holds them."""
    rules, calendar, policies = campaign.rules, campaign.rules.calendar, campaign.rules.policies
    return product.Rules(
        product.Campaign(rules.year, rules.name, rules.unit, rules.host, calendar.start, calendar.plan_due,
                         calendar.action_start, calendar.action_end, calendar.material_due),
        tuple(department.name for department in rules.departments),
        tuple(product.Team(d.name, team.name, team.line) for d in rules.departments for team in d.teams),
        tuple(_award(award) for award in rules.awards),
        {line: tuple(product.Criterion(i.name, i.maximum) for i in items) for line, items in rules.checklists.items()},
        tuple(rules.questions),
        tuple(enumerate(rules.series, 1)),
        (),
        product.Policies(
            policies.rounding, policies.person_minimum, policies.panel_mean, policies.recusal == "是", policies.missing,
            tuple(policies.tie_order), *policies.period, policies.lateness, policies.decimals,
            tuple(policies.grades.items()), policies.fewest_answers, "计入", 30, "大数最满意", policies.skipping, "列为未了", Decimal(10),
        ),
        expected=Expected(tuple(_listed(campaign, one) for one in rules.panel)),
        own_types=tuple(IncidentType(name, vetoes) for name, vetoes in rules.incident_types.items()),
        own_checks=tuple(OwnCheck(one.name, one.sheet, one.column, one.only, tuple(map(product.Level, one.levels))) for one in rules.own_checks),
        exclusions=tuple(_exclusion(row, number) for number, row in enumerate(rules.exclusions, 4)),
    )


def _listed(campaign: Campaign, one: Listed) -> Reviewer:
    """A row of 评委名单 with the awards that it stands for."""
    awards = [award.name for award in campaign.rules.enabled() if award.takes_panel() and is_his(campaign.rules, one, award)]
    return Reviewer(one.name, one.department, one.group, tuple(awards))


def _group(award: Award, letter: str | None) -> ConditionGroup | None:
    members = [condition for condition in award.conditions if letter is not None and condition.group == letter]
    return ConditionGroup(letter, members[0].at_least, tuple(one.number for one in members)) if letter and members else None


def _exclusion(row: Row, number: int) -> Exclusion:
    return Exclusion(row["奖项"], row["科室"], row["班组"], row["姓名"], row["原因"], row["依据"] or "", f"评选规则.xlsx!资格排除!E{number}",
                     f"评选规则.xlsx!资格排除!D{number}")


def _award(award: Award) -> product.Award:
    return product.Award(
        award.name, product.Level(award.level), product.QuotaKind(award.quota_kind), award.quota, award.prize, award.enabled,
        components=tuple(product.Component(p.name, p.weight, product.Source(p.source), p.scope, p.ceiling) for p in award.components),
        conditions=tuple(product.Condition(c.number, c.text, product.ConditionKind(c.kind), c.check, c.threshold, group=_group(award, c.group))
                         for c in award.conditions),
        criteria=tuple(product.Criterion(c.name, c.maximum) for c in award.criteria),
        scope=product.QuotaScope(award.scope) if award.scope else None, listed=dict(award.allocation),
        group=award.group or "", most_each=award.most_each, fewest_each=award.fewest_each,
        shares=tuple(CategoryShare(one.category, Fraction(one.percent) / 100, one.at_most) for one in award.shares),
    )


def tables_of(campaign: Campaign) -> Tables:
    """The campaign's books as tidy tables, each row with a source of its own."""
    rows: dict[str, Rows] = {"incidents": _incidents(campaign), "reviews": _reviews(campaign),
                             "inspections": _inspections(campaign), "answers": _answers(campaign), "votes": _votes(campaign),
                             "adjustments": _points(campaign)}
    ordered = [campaign.submission(department.name) for department in campaign.rules.departments]
    for submission in filter(None, ordered):
        for name, found in _department(campaign, submission).items():
            rows.setdefault(name, []).extend({"department": submission.department, **row} for row in found)
    for name, found in rows.items():
        for number, row in enumerate(found if "source" in COLUMNS.get(name, ()) else [], 1):
            row["source"] = f"{name}.xlsx!{name}!A{number}"
    return tables(campaign.incidents is not None, campaign.points is not None, **rows)


def _department(campaign: Campaign, submission: Submission) -> dict[str, Rows]:
    info, sheets = submission.info, submission.tables
    teams = campaign.rules.known(submission.department).team_names()
    staff = {**{row["班组"]: row["员工人数"] for row in submission.teams}, None: info["班组外员工人数"]}
    place = {"file": "科室.xlsx", "plan_source": "科室.xlsx!科室信息!B6", "material_source": "科室.xlsx!科室信息!B7"}
    return {
        "departments": [{**place, "plan_date": info["方案报送日期"], "material_time": info["材料报送时间"]}],
        "headcounts": [{"team": team, "headcount": n if is_count(n) else None} for team, n in staff.items()],
        "series": [{**_as_read(row), "series": row["活动系列"], "planned": row["计划内容"] is not None, "status": _choice(row, "完成情况")}
                   for row in submission.plan],
        "contests": [{**_as_read(row), "trade": row["工种"], "teams": _teams(row, teams)} for row in sheets["技能比赛"]],
        "trainings": [{**_as_read(row), "form": _choice(row, "培训形式"), "level": _choice(row, "培训层次"), "teams": _teams(row, teams)}
                      for row in sheets["技能培训"]],
        "services": [{**_as_read(row), "name": row["项目名称"]} for row in sheets["特色服务"]],
        "publicity": [{**_as_read(row), "form": _choice(row, "宣传形式")} for row in sheets["宣传报道"]],
        "suggestions": [{**_as_read(row), "team": row["班组"] if row["班组"] in teams else None, "content": row["建议内容"]}
                        for row in sheets["合理化建议"]],
        "nominations": [row for award in campaign.rules.enabled() for row in _nominations(campaign, submission, award)],
    }


def _as_read(row: Row) -> Row:
    """Every column under its title, as one that only a check of the office's own looks at travels."""
    return {title: _choice(row, title) if title in layout.CHOICES else value for title, value in row.items() if isinstance(value, str | None)}


def _choice(row: Row, column: str) -> str | None:
    return row[column] if row[column] in layout.CHOICES[column] else None


def _teams(row: Row, teams: list[str]) -> tuple[str, ...] | None:
    """The teams that a cell names; None when one of them is unknown."""
    named = row["参与班组"]
    if named == [layout.WHOLE_DEPARTMENT]:
        return tuple(teams)
    return tuple(named) if named and set(named) <= set(teams) else None


def _nominations(campaign: Campaign, submission: Submission, award: Award) -> Rows:
    if award.level == DEPARTMENT:
        declared = submission.declarations[award.name]["是否申报"] == "是"
        return [_nomination(award, 0, None, {"科室意见": layout.AGREED, "推荐顺序": None})] if declared else []
    found = first_rows(submission, campaign.rules.known(submission.department), award)
    home = "班组" if award.level == TEAM else "所在班组"
    return [_nomination(award, position, row[home], row) for position, row in enumerate(found)]


def _nomination(award: Award, position: int, home: str | None, row: Row) -> Row:
    return {
        "award": award.name,
        "team": None if home == layout.OUTSIDE_TEAMS else home,
        "person": row["姓名"] if award.level == PERSON else None,
        "post": row["岗位名称"] if award.level == POST else None,
        "holders": (holders(row) or None) if award.level == POST else None,
        "order": row["推荐顺序"] if is_count(row["推荐顺序"]) else None,
        "agreed": row["科室意见"] == layout.AGREED,
        "position": position,
        "category": row.get("人员类别"),
        "deeds": row.get("主要事迹"),
    }


def _reviews(campaign: Campaign) -> Rows:
    """One row a criterion of every whole row."""
    return [
        {"award": award.name, "reviewer": reviewer.name, "reviewer_department": reviewer.department,
         "department": row.department, "team": row.team, "post": row.post,
         "criterion": mark.name, "points": point, "maximum": mark.maximum}
        for award in campaign.rules.enabled()
        for reviewer in (heard(campaign, award) if award.takes_panel() else [])
        for row in reviewer.rows.get(award.name, [])
        if all(in_range(point, mark.maximum) for point, mark in zip(row.points, award.criteria))
        for point, mark in zip(row.points, award.criteria)
    ]


def _inspections(campaign: Campaign) -> Rows:
    """One row an item that was checked and has a point in range."""
    return [
        {"visit": f"监督检查评分表_{number}.xlsx!{sheet.department}", "date": sheet.on, "inspector": sheet.inspector,
         "department": sheet.department, "team": team.name, "item": item.name,
         "points": sheet.points[team.name][item.name], "maximum": item.maximum}
        for number, visit in enumerate(campaign.visits)
        for sheet in visit
        for team in campaign.rules.known(sheet.department).teams
        for item in campaign.rules.checklists[team.line]
        if in_range(sheet.points.get(team.name, {}).get(item.name), item.maximum)
    ]


def _answers(campaign: Campaign) -> Rows:
    return [
        {"department": response["科室"], "team": response["班组"], "file": "满意度测评表.xlsx", "sheet": "测评结果", "row": number,
         "identity": response["身份"],
         **{q: response[q] if response[q] in known_answers(campaign, response) else None for q in campaign.rules.questions}}
        for number, response in enumerate(valid_responses(campaign), 1)
    ]


def _votes(campaign: Campaign) -> Rows:
    """The rows that count."""
    return [
        {"award": row["奖项"], "department": row["科室"], "team": None if row["班组"] == layout.OUTSIDE_TEAMS else row["班组"],
         "post": row["姓名或岗位"], "votes": row["得票"], "issued": row["发出票数"], "valid": row["有效票数"]}
        for row in campaign.votes if vote_row_counts(row)
    ]


def _points(campaign: Campaign) -> Rows:
    """Each row with the candidate that it names."""
    found = [{**_named(campaign, row), "award": row["奖项"], "points": row["分数"], "reason": row["理由"], "basis": row["依据"], "date": row["日期"]}
             for row in campaign.points or []]
    return [row for row in found if "department" in row]


def _named(campaign: Campaign, row: Row) -> Row:
    """The candidate of any award that a row of 加减分登记 names; empty where nobody recommended bears the name."""
    people = [one for award in campaign.rules.enabled() for one in candidates(campaign, award)]
    one = next((one for one in people if gives(row, one)), None)
    return {"department": one.department, "team": one.team, "post": one.person or one.post} if one else {}


def _incidents(campaign: Campaign) -> Rows:
    """The register as read: what cannot be read is None, an unknown team is said to be unknown."""
    rows = []
    for incident in campaign.incidents or []:
        department = campaign.rules.department(incident["科室"])
        known = [None, layout.OUTSIDE_TEAMS, *(department.team_names() if department else [incident["班组"]])]
        team = incident["班组"] if incident["班组"] in known[2:] else None
        rows.append({
            "id": incident["编号"],
            "date": incident["发生日期"] if isinstance(incident["发生日期"], date) else None,
            "department": department.name if department else None,
            "team": team if department else None,
            "known_team": incident["班组"] in known,
            "person": incident["责任人"],
            "conclusion": _choice(incident, "调查结论"),
            "summary": incident["情况简述"],
            "kind": incident["类型"],
        })
    return rows
