"""Filling one department's workbook."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from . import layout
from .grid import find_header, find_sheet, free_row, locked_row, put, value_cell
from .hand import Hand
from .model import DEPARTMENT, PERSON, POST, TEAM, Campaign, Row, Submission

TEAM_COLUMNS = ["班组", "班组长", "员工人数", "班组基本情况"]
PLAN_COLUMNS = ["活动系列", "计划内容", "计划完成日期", "责任人", "完成情况"]
NOMINATION_COLUMNS = {
    TEAM: ["推荐顺序", "班组", "主要事迹", "科室意见"],
    PERSON: ["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见"],
    POST: ["推荐顺序", "岗位名称", "所在班组", "在岗人员", "主要事迹", "科室意见"],
}


def fill_department(
    templates: Path, inbox: Path, campaign: Campaign, submission: Submission, hand: Hand
) -> None:
    name = layout.department_file(submission.department)
    book = load_workbook(templates / name)
    _fill_form(book, layout.INFO_SHEET, submission.info, hand)
    _fill_locked(book, layout.TEAM_SHEET, TEAM_COLUMNS, submission.teams, hand)
    _fill_locked(book, layout.PLAN_SHEET, PLAN_COLUMNS, submission.plan, hand)
    for title, rows in submission.tables.items():
        fill_free(book, title, layout.REQUIRED[title], rows, hand)
    for award in campaign.rules.enabled():
        title = layout.nomination_sheet(award)
        if award.name not in (submission.declarations if award.level == DEPARTMENT else submission.nominations):
            continue
        if award.level == DEPARTMENT:
            _fill_form(book, title, submission.declarations[award.name], hand)
        else:
            rows = submission.nominations[award.name]
            fill_free(book, title, NOMINATION_COLUMNS[award.level], rows, hand)
    book.save(inbox / name)


def _fill_form(book: Workbook, title: str, values: Row, hand: Hand) -> None:
    sheet = find_sheet(book, title)
    for label, value in values.items():
        put(sheet, *value_cell(sheet, label), hand.cell(label, value))


def _fill_locked(
    book: Workbook, title: str, columns: list[str], rows: list[Row], hand: Hand
) -> None:
    """Rows whose first named column is prefilled and says which row it is."""
    sheet = find_sheet(book, title)
    top, places = find_header(sheet, columns)
    key = columns[0]
    for values in rows:
        row = locked_row(sheet, top, {places[key]: values[key]})
        for column, value in values.items():
            if column != key:
                put(sheet, row, places[column], hand.cell(column, value))


def fill_free(
    book: Workbook, title: str, headers: list[str], rows: list[Row], hand: Hand
) -> None:
    """Rows one below the other, under the header and the example."""
    sheet = find_sheet(book, title)
    others = {column for values in rows for column in values} - set(headers)
    top, places = find_header(sheet, [*headers, *sorted(others)])
    row = top
    for values in rows:
        row = free_row(sheet, row, list(places.values()))
        for column, value in values.items():
            put(sheet, row, places[column], hand.cell(column, value))
