"""Where errors stand, as (file, sheet), so far as the state needs — workbooks.md, Messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from . import layout
from .model import DEPARTMENT, Award, Campaign, Department, Row, Submission
from .oracle_candidates import candidate_key, nomination_rows
from .oracle_components import in_range
from .oracle_counted import vote_row_counts
from .oracle_exclusions import exclusion_faults
from .oracle_incidents import incident_faults
from .oracle_ranking import is_count
from .oracle_serving import with_nominations_for_all

Fault = tuple[str, str, str]
"""File name, sheet title, what is wrong."""


def faults(campaign: Campaign) -> list[Fault]:
    found = [*_office(campaign)]
    for submission in campaign.submissions:
        department = campaign.rules.known(submission.department)
        file = layout.department_file(department.name)
        found += [
            (file, sheet, what) for sheet, what in _department(campaign, department, submission)
        ]
    return found


def _department(
    campaign: Campaign, department: Department, submission: Submission
) -> Iterator[tuple[str, str]]:
    for label, value in submission.info.items():
        if value is None or (label == "班组外员工人数" and not is_count(value)):
            yield layout.INFO_SHEET, f"{label} empty or unreadable"
    tables = {layout.TEAM_SHEET: submission.teams, layout.PLAN_SHEET: submission.plan}
    for sheet, rows in {**tables, **submission.tables}.items():
        for row in rows:
            for what in _table_row(sheet, row, department):
                yield sheet, what
    for award in campaign.rules.enabled():
        for what in _nominations(submission, department, award):
            yield layout.nomination_sheet(award), what


def _table_row(sheet: str, row: Row, department: Department) -> Iterator[str]:
    """A partly filled row is an error at each required cell that is empty.

    A row of the plan without anything is simply not filled; a headcount is always wanted.
    """
    required = layout.REQUIRED[sheet]
    if sheet == layout.PLAN_SHEET and all(value is None for value in _typed(row)):
        return
    for column in required:
        if row.get(column) is None:
            yield f"{column} empty"
    for column, value in row.items():
        if value is not None and not _readable(column, value, department):
            yield f"{column} unreadable: {value}"


def _typed(row: Row) -> list[object]:
    return [value for column, value in row.items() if column not in ("序号", "活动系列")]


def _readable(column: str, value: Any, department: Department) -> bool:
    if column in layout.CHOICES:
        return value in layout.CHOICES[column]
    if column in layout.DATE_COLUMNS:
        return isinstance(value, date)
    if column in layout.COUNT_COLUMNS:
        return is_count(value)
    if column == "参与班组":
        return value == [layout.WHOLE_DEPARTMENT] or set(value) <= set(department.team_names())
    if column in ("班组", "所在班组"):
        outside = [layout.OUTSIDE_TEAMS] if column == "所在班组" else []
        return value in [*department.team_names(), *outside]
    return True


def _nominations(
    submission: Submission, department: Department, award: Award
) -> Iterator[str]:
    if award.level == DEPARTMENT:
        declared = submission.declarations.get(award.name)
        if declared is None:
            return  # a lower tier's own sheet may stay empty
        if declared["是否申报"] not in ("是", "否"):
            yield "是否申报 empty or unreadable"
        if declared["是否申报"] == "是" and not declared["主要事迹"]:
            yield "主要事迹 is required with 是"
        return
    seen: set[object] = set()
    for row in nomination_rows(submission, award):
        key = candidate_key(row, department, award)
        if key is not None and key in seen:
            yield f"candidate twice: {key}"
            continue
        seen.add(key)
        yield from _nomination_row(row, department, award)


def _nomination_row(row: Row, department: Department, award: Award) -> Iterator[str]:
    required = layout.NOMINATION_REQUIRED[award.level]
    for column in required:
        if column == "推荐顺序" and award.components:
            continue  # it decides nothing, so that a fault is only a warning
        value = row[column]
        if value is None or not _readable(column, value, department):
            yield f"{column} empty or unreadable"
        elif column == "推荐顺序" and not isinstance(value, int):
            yield "推荐顺序 of a person unreadable"


def _office(campaign: Campaign) -> Iterator[Fault]:
    for index, reviewer in enumerate(campaign.reviewers):
        file = layout.numbered_file(layout.REVIEW_FILE, index)
        for award in campaign.rules.enabled():
            for row in reviewer.rows.get(award.name, []):
                if _bad_review_row(row.points, award):
                    yield file, layout.sheet_title(award.name), "half-filled or out of range"
    for index, visit in enumerate(campaign.visits):
        yield from _visit(campaign, layout.numbered_file(layout.VISIT_FILE, index), visit)
    for what in exclusion_faults(with_nominations_for_all(campaign)):
        yield "评选规则.xlsx", "资格排除", what
    for row in campaign.votes:
        if not vote_row_counts(row):
            yield layout.VOTE_FILE + ".xlsx", layout.VOTE_SHEET, "more votes than ballots"
    for what in incident_faults(campaign):
        yield layout.INCIDENT_FILE + ".xlsx", layout.INCIDENT_SHEET, what


def _bad_review_row(points: list, award: Award) -> bool:
    """A half-filled row is an error at the empty cell; a row without any point is no finding."""
    given = [point for point in points if point is not None]
    fine = [in_range(point, mark.maximum) for point, mark in zip(points, award.criteria)]
    return bool(given) and not all(fine)


def _visit(campaign: Campaign, file: str, visit: list) -> Iterator[Fault]:
    """A filled sheet without 检查日期 or 检查人, or a point outside 0…maximum."""
    for sheet in visit:
        department = campaign.rules.known(sheet.department)
        if sheet.on is None or not sheet.inspector:
            yield file, layout.sheet_title(sheet.department), "检查日期 or 检查人 empty"
        for team in department.teams:
            for item in campaign.rules.checklists[team.line]:
                point = sheet.points.get(team.name, {}).get(item.name)
                if point is not None and not in_range(point, item.maximum):
                    yield file, layout.sheet_title(sheet.department), f"{item.name} out of range"
