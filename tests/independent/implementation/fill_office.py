"""Filling the office's workbooks: reviewers, visits, survey answers and the incident register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from . import layout
from .fill_department import fill_free
from .grid import (
    column_starting,
    column_with,
    find_header,
    find_sheet,
    free_row,
    locked_row,
    put,
    value_cell,
)
from .hand import Hand
from .model import (
    DEPARTMENT,
    PERSON,
    POINTS,
    POST,
    TEAM,
    Award,
    Campaign,
    Reviewer,
    ReviewRow,
    Row,
    Rules,
    VisitSheet,
)
from .oracle_panels import listed

UNIT_COLUMNS = {DEPARTMENT: ["科室"], TEAM: ["科室", "班组"], PERSON: ["科室", "班组", "姓名"],
                POST: ["科室", "班组", "岗位名称"]}


def fill_reviewer(
    templates: Path, inbox: Path, rules: Rules, reviewer: Reviewer, index: int, hand: Hand
) -> None:
    made_out = f"_{reviewer.name}" if listed(rules, reviewer.name) else ""
    book = load_workbook(templates / f"{layout.REVIEW_FILE}{made_out}.xlsx")
    if not made_out:
        form = find_sheet(book, layout.REVIEWER_SHEET)
        put(form, *value_cell(form, "评委"), reviewer.name)
        if reviewer.department:
            put(form, *value_cell(form, "所属科室"), hand.name(reviewer.department))
    for award in rules.enabled():
        if award.name in reviewer.rows:
            _fill_scores(find_sheet(book, award.name), award, reviewer.rows[award.name], hand)
    book.save(inbox / layout.numbered_file(layout.REVIEW_FILE, index))


def _fill_scores(sheet: Worksheet, award: Award, rows: list[ReviewRow], hand: Hand) -> None:
    """Prefilled rows are found by their names; posts and persons are typed into free rows."""
    top, places = find_header(sheet, UNIT_COLUMNS[award.level])
    criteria = [
        column_starting(sheet, top, mark.name, f"{mark.maximum:f}") for mark in award.criteria
    ]
    last = top
    for entry in rows:
        if award.level in (PERSON, POST):
            last = free_row(sheet, last, [*places.values(), *criteria])
            _type_name(sheet, last, places, entry, hand)
            row = last
        else:
            units = {"科室": entry.department, "班组": entry.team}
            row = locked_row(sheet, top, {places[key]: units[key] for key in places})
        for column, point in zip(criteria, entry.points):
            put(sheet, row, column, _points(point, hand))


def _points(point: Any, hand: Hand) -> object:
    return None if point is None else hand.number(point, "分")


def _type_name(
    sheet: Worksheet, row: int, places: dict[str, int], entry: ReviewRow, hand: Hand
) -> None:
    put(sheet, row, places["科室"], hand.name(entry.department))
    put(sheet, row, places["班组"], hand.name(entry.team or layout.OUTSIDE_TEAMS))
    put(sheet, row, places["姓名" if "姓名" in places else "岗位名称"], hand.person(str(entry.post)))


def fill_visit(
    templates: Path, inbox: Path, campaign: Campaign, index: int, hand: Hand
) -> None:
    book = load_workbook(templates / f"{layout.VISIT_FILE}.xlsx")
    for entry in campaign.visits[index]:
        _fill_visit_sheet(find_sheet(book, entry.department), campaign.rules, entry, hand)
    book.save(inbox / layout.numbered_file(layout.VISIT_FILE, index))


def _fill_visit_sheet(sheet: Worksheet, rules: Rules, entry: VisitSheet, hand: Hand) -> None:
    put(sheet, *value_cell(sheet, "检查日期"), entry.on and hand.day(entry.on))
    put(sheet, *value_cell(sheet, "检查人"), entry.inspector)
    department = rules.known(entry.department)
    top, places = find_header(sheet, ["检查项目", *department.team_names()], optional=["业务类型"])
    for team in department.teams:
        for item, point in entry.points.get(team.name, {}).items():
            wanted: dict[int, str | None] = {places["检查项目"]: item}
            if "业务类型" in places:
                wanted[places["业务类型"]] = team.line
            row = locked_row(sheet, top, wanted)
            put(sheet, row, places[team.name], hand.number(point, "分"))


def fill_survey(
    templates: Path, inbox: Path, campaign: Campaign, index: int, hand: Hand
) -> None:
    book = load_workbook(templates / f"{layout.SURVEY_FILE}.xlsx")
    sheet = find_sheet(book, layout.SURVEY_SHEET)
    top, places = find_header(sheet, ["提交时间", "身份", "科室", "班组"])
    for question in campaign.rules.questions:
        places[question] = column_with(sheet, top, question)
    row = top
    for values in campaign.surveys[index]:
        row = free_row(sheet, row, list(places.values()))
        for column, value in values.items():
            put(sheet, row, places[column], hand.cell(column, value))
    book.save(inbox / layout.numbered_file(layout.SURVEY_FILE, index))


def fill_incidents(templates: Path, inbox: Path, campaign: Campaign, hand: Hand) -> None:
    """The register, if there is one; without rows it stays as the template was."""
    if campaign.incidents is None:
        return
    name = f"{layout.INCIDENT_FILE}.xlsx"
    book = load_workbook(templates / name)
    headers = layout.REQUIRED[layout.INCIDENT_SHEET]
    fill_free(book, layout.INCIDENT_SHEET, headers, campaign.incidents, hand)
    book.save(inbox / name)


def fill_counted(templates: Path, inbox: Path, campaign: Campaign, hand: Hand) -> None:
    """The votes, where any were counted, and the register of points, where an award asks for one and it was handed in."""
    if campaign.votes:
        headers = ["奖项", "科室", "得票", "发出票数", "有效票数"]
        _fill_one(templates, inbox, layout.VOTE_FILE, layout.VOTE_SHEET, headers, campaign.votes, hand)
    if campaign.points is not None and any(award.takes(POINTS) for award in campaign.rules.enabled()):
        headers = ["科室", "分数", "理由", "依据"]
        _fill_one(templates, inbox, layout.POINTS_FILE, layout.POINTS_SHEET, headers, campaign.points, hand)


def _fill_one(templates: Path, inbox: Path, file: str, title: str, headers: list[str], rows: list[Row], hand: Hand) -> None:
    book = load_workbook(templates / f"{file}.xlsx")
    fill_free(book, title, headers, rows, hand)
    book.save(inbox / f"{file}.xlsx")
