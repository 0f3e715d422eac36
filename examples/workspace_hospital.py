"""examples/2026-hospital: another kind of organisation with rules of its own, up to the leaders' ruling on a tie."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import office_hospital as office
import survey_hospital as survey
from content import Department
from content_hospital import COLUMNS_HOSPITAL
from filling import fill_form, fill_items, fill_points, fill_prefilled, fill_rows, open_template, save
from grounds_hospital import CLEANING, GUARDS
from meals_hospital import LAUNDRY, MEALS
from openpyxl import Workbook
from rules_hospital import DEPARTMENT, DESK, GOLD, REVIEWERS, STAR, TEAMS, rows_hospital
from scores_hospital import COUNTED_BY, REVIEWS_SAVED, VISITS, VOTES_SAVED, Candidate, Visit, item_points, review_points, vote_rows
from supply_hospital import FACILITIES, TRANSPORT
from workspace_2017 import filled_department, succeeded

from fuwuyue_xlsx.commands.templates import REVIEW, REVIEW_STAGE, make_templates
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.results.rulings_asked import rulings_asked
from fuwuyue_xlsx.schema.ruling_book import RULINGS_FILE
from fuwuyue_xlsx.templates.all_templates import rulebook_of
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace

DEPARTMENTS: tuple[Department, ...] = (MEALS, CLEANING, TRANSPORT, FACILITIES, LAUNDRY, GUARDS)


def build_hospital(root: Path) -> None:
    """The whole workspace, in the order in which an office has it: rules, templates, books, points, and the ruling last.

    Reviewers get the books of the review stage alone, which list those nominated.
    """
    workspace = Workspace(root)
    workspace.inbox.mkdir(parents=True)
    workspace.rules.write_bytes(rulebook_of(rows_hospital()))
    succeeded(make_templates(workspace))
    for early in workspace.templates.glob("评委打分表_*.xlsx"):
        early.unlink()
    for department in DEPARTMENTS:
        book = filled_department(workspace, department, COLUMNS_HOSPITAL)
        _put(workspace, f"科室/科室填报表_{department.name}.xlsx", book, department.saved, str(department.info["填报人"]))
    succeeded(make_templates(workspace, REVIEW))
    for reviewer, *_ in REVIEWERS:
        _put(workspace, f"评委/评委打分表_{reviewer}.xlsx", filled_review(workspace, reviewer), REVIEWS_SAVED[reviewer], reviewer)
    for visit in VISITS:
        _put(workspace, f"检查/监督检查评分表_{visit.date:%m%d}.xlsx", filled_visit(workspace, visit), visit.saved, visit.inspector)
    _put_survey(workspace)
    _put_registers(workspace)
    _put_ruling(workspace)


def _put(workspace: Workspace, name: str, book: Workbook, saved: dt.datetime, by: str = "") -> None:
    save(book, workspace.inbox / name, saved, by)


def filled_review(workspace: Workspace, reviewer: str) -> Workbook:
    """A reviewer's book of the review stage, with points for everybody who stands in it."""
    book = open_template(workspace.templates / REVIEW_STAGE / f"评委打分表_{reviewer}.xlsx")
    for award in (DEPARTMENT, GOLD, STAR, DESK):
        if award in book.sheetnames:
            fill_points(book[award], lambda who, maxima, award=award: review_points(
                reviewer, Candidate(award, who["科室"], who.get("班组"), who.get("姓名") or who.get("岗位名称")), maxima))
    return book


def filled_visit(workspace: Workspace, visit: Visit) -> Workbook:
    """One round of inspections: a sheet for each department that was visited."""
    book = open_template(workspace.templates / "监督检查评分表.xlsx")
    for (department, _), teams in TEAMS.items():
        if department in visit.departments or not visit.departments:
            fill_form(book[department], {"检查日期": visit.date, "检查人": visit.inspector})
            fill_items(book[department], teams, lambda team, item, maximum: item_points(visit, team, item, maximum), visit.notes)
    return book


def _put_survey(workspace: Workspace) -> None:
    """The export as the survey tool writes it, and the sheets of the staff as they were typed into the template."""
    export = Workbook()
    export.active.title = survey.EXPORT_SHEET
    for row in survey.export_rows():
        export.active.append(row)
    export.properties.created = survey.EXPORT_SAVED
    _put(workspace, f"问卷/{survey.EXPORT_FILE}", export, survey.EXPORT_SAVED)
    book = open_template(workspace.templates / "满意度测评表.xlsx")
    fill_rows(book["测评结果"], survey.BOOK_COLUMNS, survey.book_rows())
    _put(workspace, f"问卷/{survey.BOOK_FILE}", book, survey.BOOK_SAVED)


def _put_registers(workspace: Workspace) -> None:
    """The register of incidents, the ballot as it was counted, and what was received when."""
    for name, sheet, columns, rows, saved, by in (
        ("事故投诉登记表.xlsx", "事故投诉", office.INCIDENT_COLUMNS, office.INCIDENTS, office.INCIDENTS_SAVED, office.KEEPER),
        ("投票结果.xlsx", "投票结果", *vote_rows(DEPARTMENTS), VOTES_SAVED, COUNTED_BY),
        ("收文登记.xlsx", "收文登记", office.RECEIPT_COLUMNS, office.RECEIPTS, office.RECEIPTS_SAVED, office.KEEPER),
    ):
        book = open_template(workspace.templates / name)
        fill_rows(book[sheet], columns, rows)
        _put(workspace, name, book, saved, by)


def _put_ruling(workspace: Workspace) -> None:
    """What a run asks the leaders, answered and signed by them."""
    outcome, stopped = read_and_decide(workspace)
    asked = rulings_asked(outcome) if outcome is not None else None
    if outcome is None or asked is None:
        raise RuntimeError("；".join(found.line() for found in stopped) or "没有要裁定的")
    answered = workspace.templates / "裁定.xlsx"
    answered.write_bytes(write_book(asked, outcome.rules.campaign))
    book = open_template(answered)
    answered.unlink()
    fill_prefilled(book["并列"], office.DECISION_COLUMNS, office.DECISIONS)
    _put(workspace, RULINGS_FILE, book, office.DECISION_SAVED, office.KEEPER)
