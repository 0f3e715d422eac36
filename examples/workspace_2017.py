"""examples/2017: the rules and templates the product makes, and an inbox in which everything is in order."""

from __future__ import annotations

import shutil
from pathlib import Path

import incidents_2017
from canteen_2017 import CANTEEN
from clinic_2017 import CLINIC
from content import COLUMNS, PREFILLED, Department, Row, moment
from filling import fill_form, fill_items, fill_points, fill_prefilled, fill_rows, open_template, save
from openpyxl.workbook import Workbook
from property_2017 import PROPERTY
from repair_2017 import REPAIR
from scores_2017 import PLANNED_VISITS, REVIEWERS, VISITS, Reviewer, Visit, concerns, item_points, review_points
from survey_2017 import BOOKS, SurveyBook, survey_rows

from fuwuyue_xlsx.commands.init import init_workspace
from fuwuyue_xlsx.commands.templates import RETIRED, REVIEW, REVIEW_STAGE, TemplatesReport, make_templates
from fuwuyue_xlsx.workspace import Workspace

DEPARTMENTS: tuple[Department, ...] = (CANTEEN, PROPERTY, REPAIR, CLINIC)
ANSWER_COLUMNS = ("提交时间", "身份", "科室", "班组", "服务态度", "服务质量", "服务效率", "环境与卫生", "对意见的处理", "意见建议")
QUESTIONS = 5
REGISTER = "事故投诉登记表.xlsx"
RULES_SAVED = moment(11, 17, 8, 0)


def succeeded(report: TemplatesReport) -> None:
    """Stop when the product could not do what was asked of it."""
    if report.exit_code:
        raise RuntimeError("；".join(found.line() for found in report.findings))


def start(workspace: Workspace, *, listed: bool = True) -> None:
    """The rules, where wanted with those who score and inspect `listed`, the templates, and an empty inbox.

    The results folder is no part of an example.
    """
    succeeded(init_workspace(workspace))
    shutil.rmtree(workspace.output)
    if not listed:
        return
    rules = open_template(workspace.rules)
    fill_rows(rules["评委名单"], ("评委", "所属科室"), [(reviewer.name, reviewer.department) for reviewer in REVIEWERS])
    fill_rows(rules["检查计划"], ("科室", "最少次数"), [(None, PLANNED_VISITS)])
    fill_rows(rules["检查组"], ("检查人",), [(visit.inspector,) for visit in VISITS])
    save(rules, workspace.rules, RULES_SAVED)
    succeeded(make_templates(workspace))
    shutil.rmtree(workspace.templates / RETIRED)


def build_2017(root: Path) -> None:
    """The whole workspace. Reviewers get the sheets of the review stage, which list only those nominated."""
    workspace = Workspace(root)
    start(workspace)
    for department in DEPARTMENTS:
        put_department(workspace, department)
    succeeded(make_templates(workspace, REVIEW))
    for reviewer in REVIEWERS:
        save(filled_review(workspace, reviewer), review_file(workspace, reviewer), reviewer.saved, reviewer.name)
    for visit in VISITS:
        save(filled_visit(workspace, visit), visit_file(workspace, visit), visit.saved, visit.inspector)
    for survey in BOOKS:
        save(filled_survey(workspace, survey), survey_file(workspace, survey), survey.saved)
    save(filled_register(workspace, incidents_2017.ROWS), workspace.inbox / REGISTER, incidents_2017.SAVED, incidents_2017.KEEPER)


def department_file(workspace: Workspace, department: Department) -> Path:
    return workspace.inbox / "科室" / f"科室填报表_{department.name}.xlsx"


def review_file(workspace: Workspace, reviewer: Reviewer) -> Path:
    return workspace.inbox / "评委" / f"评委打分表_{reviewer.name}.xlsx"


def visit_file(workspace: Workspace, visit: Visit) -> Path:
    return workspace.inbox / "检查" / f"监督检查评分表_{visit.date:%m%d}.xlsx"


def survey_file(workspace: Workspace, survey: SurveyBook) -> Path:
    return workspace.inbox / "问卷" / f"满意度测评表_{survey.name}.xlsx"


def put_department(workspace: Workspace, department: Department) -> None:
    """A department's book in the inbox."""
    book = filled_department(workspace, department)
    save(book, department_file(workspace, department), department.saved, str(department.info["填报人"]))


def filled_department(workspace: Workspace, department: Department, columns: dict[str, tuple[str, ...]] = COLUMNS) -> Workbook:
    """A department's book: both forms and every table, of which `columns` has the titles that its rows fill."""
    book = open_template(workspace.templates / f"科室填报表_{department.name}.xlsx")
    for title, values in department.forms.items():
        fill_form(book[title], values)
    for title, rows in department.tables.items():
        fill = fill_prefilled if title in PREFILLED else fill_rows
        fill(book[title], columns[title], rows)
    return book


def filled_review(workspace: Workspace, reviewer: Reviewer) -> Workbook:
    """A reviewer's book with points for everybody who stands in it. Without a list of reviewers each writes down the own name."""
    form = workspace.templates / REVIEW_STAGE / f"评委打分表_{reviewer.name}.xlsx"
    book = open_template(form if form.exists() else form.with_stem("评委打分表"))
    if not form.exists():
        own = {"所属科室": reviewer.department} if reviewer.department else {}
        fill_form(book["评委信息"], {"评委": reviewer.name} | own)
    for title in ("优秀组织奖", "优秀班组"):
        fill_points(book[title], lambda who, maxima: review_points(reviewer, who["科室"], who.get("班组"), maxima))
    return book


def filled_visit(workspace: Workspace, visit: Visit, departments: tuple[Department, ...] = DEPARTMENTS) -> Workbook:
    """One round of inspections: a sheet each department, items that do not concern a team left empty."""
    book = open_template(workspace.templates / "监督检查评分表.xlsx")
    for department in departments:
        sheet = book[department.name]
        fill_form(sheet, {"检查日期": visit.date, "检查人": visit.inspector})
        fill_items(sheet, department.teams, lambda team, item, maximum: item_points(visit, team, item, maximum) if concerns(team, item) else None,
                   visit.notes)
    return book


def filled_survey(workspace: Workspace, survey: SurveyBook, most: int | None = None) -> Workbook:
    """A survey book with the answers that came in on its way; `most` keeps only the first of them."""
    teams = {department.name: department.teams for department in DEPARTMENTS}
    nominated = [team for department in DEPARTMENTS for team in department.nominated_teams]
    book = open_template(workspace.templates / "满意度测评表.xlsx")
    rows = survey_rows(teams, nominated, QUESTIONS)[survey.name]
    fill_rows(book["测评结果"], ANSWER_COLUMNS, rows[:most])
    return book


def filled_register(workspace: Workspace, rows: tuple[Row, ...]) -> Workbook:
    """An incident register."""
    book = open_template(workspace.templates / REGISTER)
    fill_rows(book["事故投诉"], incidents_2017.COLUMNS, rows)
    return book
