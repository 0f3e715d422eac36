"""examples/2017: the rules and templates the product makes, and an inbox in which everything is in order."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import incidents_2017
from canteen_2017 import CANTEEN
from clinic_2017 import CLINIC
from content import COLUMNS, PREFILLED, Department
from filling import fill_form, fill_prefilled, fill_rows, header_cells, label_cell, open_template, save
from fuwuyue_xlsx.preparing import REVIEW, REVIEW_STAGE, PreparedReport, init_workspace, make_templates
from fuwuyue_xlsx.workspace import Workspace
from openpyxl.worksheet.worksheet import Worksheet
from property_2017 import PROPERTY
from repair_2017 import REPAIR
from scores_2017 import REVIEWERS, VISITS, Reviewer, Visit, concerns, item_points, review_points
from survey_2017 import BOOKS, survey_rows

DEPARTMENTS: tuple[Department, ...] = (CANTEEN, PROPERTY, REPAIR, CLINIC)
ANSWER_COLUMNS = ("提交时间", "身份", "科室", "班组", "服务态度", "服务质量", "服务效率", "环境与卫生", "对意见的处理", "意见建议")
QUESTIONS = 5
_DEDUCTIONS = "扣分说明"
_MAXIMUM = re.compile(r"（(\d+)分）")


def succeeded(report: PreparedReport) -> None:
    """Stop when the product could not do what was asked of it."""
    if report.exit_code:
        raise RuntimeError("；".join(found.line() for found in report.problems))


def start(workspace: Workspace) -> None:
    """Rules and templates, and an empty inbox; the results folder is no part of an example."""
    succeeded(init_workspace(workspace))
    shutil.rmtree(workspace.output)


def build_2017(root: Path) -> None:
    """The whole workspace. Reviewers get the sheets of the review stage, which list only those nominated."""
    workspace = Workspace(root)
    start(workspace)
    for department in DEPARTMENTS:
        file = f"科室填报表_{department.name}.xlsx"
        fill_department(workspace.templates / file, department, workspace.inbox / "科室" / file)
    succeeded(make_templates(workspace, REVIEW))
    for reviewer in REVIEWERS:
        fill_review(workspace.templates / REVIEW_STAGE / "评委打分表.xlsx", reviewer,
                    workspace.inbox / "评委" / f"评委打分表_{reviewer.name}.xlsx")
    for visit in VISITS:
        fill_visit(workspace.templates / "监督检查评分表.xlsx", visit,
                   workspace.inbox / "检查" / f"监督检查评分表_{visit.date:%m%d}.xlsx")
    fill_surveys(workspace)
    fill_register(workspace)


def fill_department(template: Path, department: Department, target: Path) -> None:
    """A department's book: both forms and every table."""
    book = open_template(template)
    for title, values in department.forms.items():
        fill_form(book[title], values)
    for title, rows in department.tables.items():
        fill = fill_prefilled if title in PREFILLED else fill_rows
        fill(book[title], COLUMNS[title], rows)
    save(book, target, department.saved, str(department.info["填报人"]))


def fill_review(template: Path, reviewer: Reviewer, target: Path) -> None:
    """A reviewer's book: one's name, and points for everybody who stands in it."""
    book = open_template(template)
    own = {"所属科室": reviewer.department} if reviewer.department else {}
    fill_form(book["评委信息"], {"评委": reviewer.name} | own)
    for title in ("优秀组织奖", "优秀班组"):
        _fill_points(book[title], reviewer)
    save(book, target, reviewer.saved, reviewer.name)


def _fill_points(sheet: Worksheet, reviewer: Reviewer) -> None:
    header = label_cell(sheet, "科室").row
    titles = {cell.value: cell.column for cell in sheet[header] if cell.value}
    criteria = [(column, int(found[1])) for title, column in titles.items() if (found := _MAXIMUM.search(title))]
    for row in range(header + 1, sheet.max_row + 1):
        department = sheet.cell(row, titles["科室"]).value
        team = sheet.cell(row, titles["班组"]).value if "班组" in titles else None
        points = review_points(reviewer, department, team, [maximum for _, maximum in criteria])
        for (column, _), value in zip(criteria, points, strict=True):
            sheet.cell(row, column).value = value


def fill_visit(template: Path, visit: Visit, target: Path) -> None:
    """One round of inspections: a sheet each department, items that do not concern a team left empty."""
    book = open_template(template)
    for department in DEPARTMENTS:
        sheet = book[department.name]
        fill_form(sheet, {"检查日期": visit.date, "检查人": visit.inspector})
        _fill_items(sheet, visit, [str(row[0]) for row in department.tables["班组信息"]])
    save(book, target, visit.saved, visit.inspector)


def _fill_items(sheet: Worksheet, visit: Visit, teams: list[str]) -> None:
    header, columns = header_cells(sheet, ("检查项目", "满分", *teams))
    for row in range(header + 1, sheet.max_row + 1):
        item, maximum = (sheet.cell(row, columns[title]).value for title in ("检查项目", "满分"))
        for team in teams:
            if item == _DEDUCTIONS:
                sheet.cell(row, columns[team]).value = visit.notes.get(team)
            elif concerns(team, item):
                sheet.cell(row, columns[team]).value = item_points(visit, team, item, maximum)


def fill_surveys(workspace: Workspace) -> None:
    """The survey books, each with the answers that came in on its way."""
    teams = {department.name: tuple(str(row[0]) for row in department.tables["班组信息"]) for department in DEPARTMENTS}
    nominated = [team for department in DEPARTMENTS for team in department.nominated_teams]
    rows = survey_rows(teams, nominated, QUESTIONS)
    for copy in BOOKS:
        book = open_template(workspace.templates / "满意度测评表.xlsx")
        fill_rows(book["测评结果"], ANSWER_COLUMNS, rows[copy.name])
        save(book, workspace.inbox / "问卷" / f"满意度测评表_{copy.name}.xlsx", copy.saved)


def fill_register(workspace: Workspace) -> None:
    """The incident register."""
    book = open_template(workspace.templates / "事故投诉登记表.xlsx")
    fill_rows(book["事故投诉"], incidents_2017.COLUMNS, incidents_2017.ROWS)
    save(book, workspace.inbox / "事故投诉登记表.xlsx", incidents_2017.SAVED, incidents_2017.KEEPER)
