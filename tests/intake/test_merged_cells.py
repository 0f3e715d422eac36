"""Cells merged over several rows: the value counts in the first, and is weighed as if it belonged to each of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.tables.edits import Doubt, edited
from tests.support.altered_books import edited as altered
from tests.support.altered_books import office_file, spot
from tests.support.filled_books import intake_of, small_rules, template
from tests.support.table_rows import rows_of

RULES = small_rules()
SHEETS = {"survey": "测评结果", "incidents": "事故投诉", "inspection": "甲科"}


def merged(kind: str, title: str, rows: list[dict[str, Any]], first: int, last: int) -> bytes:
    """A book of these rows in which the cells of one column are merged from one row to another (from 0)."""
    sheet = SHEETS[kind]

    cells = [spot(template(RULES, kind), sheet, title, nth) for nth in (first, last)]
    return altered(office_file(RULES, kind, {sheet: rows}), lambda workbook: workbook[sheet].merge_cells(":".join(cells)))


def doubt_of(intake: Intake) -> Doubt:
    (doubt,) = [doubt for doubt in intake.doubts if doubt.findings[0].code == "merged-value"]
    assert set(doubt.findings) <= set(intake.findings)
    return doubt


ANSWER = {"身份": "学生", "科室": "甲科", "班组": "电工组", "态度好不好": "满意", "质量好不好": "一般"}
CASE = {"编号": "SG-1", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "班组": "电工组", "责任人": "马某", "类型": "安全事故", "情况简述": "略",
        "调查结论": "属实"}


def test_a_team_merged_over_answer_sheets(tmp_path: Path) -> None:
    """The sheets below count for the department alone; read the other way for the team."""
    intake = intake_of(tmp_path, RULES, {"测评.xlsx": merged("survey", "班组", [ANSWER] * 5, 1, 4)})
    counts = {row["team"]: row["count"] for row in rows_of(intake)["responses"]}
    assert counts[None] == 3
    then = edited(intake.tables, doubt_of(intake).readings[0])
    assert then.responses.groupby("team")["count"].sum().to_dict() == {"电工组": 5} and then.responses["team"].notna().all()
    (file,) = intake.files
    assert file.account.used + file.account.template + file.account.reported == file.account.nonempty


def test_a_person_merged_over_incidents(tmp_path: Path) -> None:
    """Who is responsible for the second one is open: a veto hangs on it."""
    rows = [{**CASE, "编号": f"SG-{number}"} for number in range(1, 4)]
    intake = intake_of(tmp_path, RULES, {"登记.xlsx": merged("incidents", "责任人", rows, 0, 1)})
    assert [row["person"] for row in rows_of(intake)["incidents"]] == ["马某", None, "马某"]
    then = edited(intake.tables, doubt_of(intake).readings[0]).incidents
    assert sorted(zip(then["id"], then["person"], strict=True)) == [("SG-1", "马某"), ("SG-2", "马某"), ("SG-3", "马某")]


def test_a_merge_over_what_decides_nothing_is_told_only(tmp_path: Path) -> None:
    """Rows that say the same either way leave nothing to weigh."""
    rows = [{**CASE, "编号": f"SG-{number}", "来源": "服务热线"} for number in range(1, 4)]
    intake = intake_of(tmp_path, RULES, {"登记.xlsx": merged("incidents", "来源", rows, 0, 1)})
    assert [p.code for p in intake.findings if p.code == "merged-value"] == ["merged-value"]
    assert [doubt for doubt in intake.doubts if doubt.findings[0].code == "merged-value"] == []
