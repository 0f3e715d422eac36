"""自定义核查 (evaluation.md, Conditions; evaluation.md, Checks of the office's own): counted like the built-in checks."""

from __future__ import annotations

from .layout import CHOICES, PLAN_SHEET, WHOLE_DEPARTMENT
from .model import OwnCheck, Row, Submission
from .oracle_candidates import Candidate

COUNTED_CELL = {PLAN_SHEET: "完成情况", "技能比赛": "工种", "技能培训": "培训形式", "特色服务": "项目名称", "宣传报道": "宣传形式", "合理化建议": "班组"}
"""The cell that has to be filled and readable for a row to count."""


def own_evidence(check: OwnCheck, submission: Submission, candidate: Candidate) -> int:
    """How many rows say the word, or how many different texts stand in the column of those; for a team of the rows that name it."""
    found = []
    for row in submission.plan if check.sheet == PLAN_SHEET else submission.tables[check.sheet]:
        if check.only and _read(submission, row, check.only[0]) != check.only[1]:
            continue
        if candidate.team is not None and not _names(submission, row, candidate.team):
            continue
        value = _read(submission, row, check.column or COUNTED_CELL[check.sheet])
        if value is not None:
            found.append(value)
    return len(set(found)) if check.column else len(found)


def _read(submission: Submission, row: Row, column: str) -> str | None:
    """What a cell says; None where it is empty or unreadable."""
    value = row.get(column)
    known = [entry["班组"] for entry in submission.teams] if column == "班组" else CHOICES.get(column)
    return value if known is None or value in known else None


def _names(submission: Submission, row: Row, team: str) -> bool:
    """The row's 班组, or one of its 参与班组 where all of these are known; 全科室 names every team."""
    if "班组" in row:
        return bool(row["班组"] == team)
    named = row["参与班组"] or []
    known = {entry["班组"] for entry in submission.teams}
    return named == [WHOLE_DEPARTMENT] or (set(named) <= known and team in named)
