"""A warning that could change who wins, from the inbox to the first sheet, and back in 领导裁定: confirmed by name, it is settled."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.console import summary_lines
from fuwuyue_xlsx.commands.explain import explain_name
from fuwuyue_xlsx.commands.run import RunReport, run
from fuwuyue_xlsx.report.json_report import as_json
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import filled, template
from tests.support.workspaces import complete, rulebook, rules, workspace

REGISTER, RULINGS = "登记表.xlsx", "领导裁定.xlsx"
INCIDENT = {"编号": "SG-01", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "类型": "安全事故", "情况简述": "梯子没有人扶",
            "调查结论": "属实"}
LINE = "可能影响结果的提示 1 条"
GONE = "不再获奖：电工组（优秀班组，甲科）、李七（优秀个人，甲科）"


def register(person: str, **changes: Any) -> dict[str, bytes]:
    row = {**INCIDENT, "责任人": person, **changes}
    return {REGISTER: filled(template(rules(), "incidents"), {"事故投诉": [row]})}


def ruling(told: dict[str, Any], **changes: Any) -> dict[str, bytes]:
    """领导裁定 in which the finding is confirmed as it stands."""
    row = {"提示代号": told["code"], "文件": told["file"], "表": told["sheet"], "格": told["cell"], "处理": "已核实，按现值", "裁定人": "钱处",
           "裁定日期": dt.date(2018, 1, 2), "提示内容": told["message"], **changes}
    return {RULINGS: filled(template(rules(), "decisions"), {"提示确认": [row]})}


def ran(root: Path, files: dict[str, bytes], book: bytes | None = None) -> RunReport:
    return run(Workspace(workspace(root, {**complete(), **files}, book)))


def said(report: RunReport) -> dict[str, Any]:
    assert report.outcome is not None
    return as_json(report.outcome, {})


def first_sheet(report: RunReport) -> str:
    sheet = load_workbook(io.BytesIO(report.written["results"].read_bytes()), data_only=True)["结果总览"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def the_finding(report: RunReport) -> dict[str, Any]:
    (found,) = (issue for issue in said(report)["issues"] if issue["code"] == "incident-person-unmatched")
    return found


def doubtful(person: str = "李骑") -> dict[str, bytes]:
    """An accident laid to somebody whose name looks much like that of 李七, who is nominated."""
    return register(person)


def test_a_near_name_that_would_cost_an_award_keeps_the_result_preliminary(tmp_path: Path) -> None:
    report = ran(tmp_path, doubtful())
    (line,) = said(report)["campaign"]["open"]
    assert report.exit_code == 1 and line.startswith(LINE)
    sheet = first_sheet(report)
    assert "初步结果" in sheet and line in sheet and GONE in sheet
    assert "登记表.xlsx\n事故投诉" in sheet and "提示确认" in sheet


@pytest.mark.parametrize("files", [{}, register("诸葛亮"), register("李骑", 调查结论="不属实")])
def test_what_could_not_change_anything_holds_nothing_up(files: dict[str, bytes], tmp_path: Path) -> None:
    report = ran(tmp_path, files)
    assert report.outcome is not None and not report.outcome.doubts
    assert "可能影响结果的提示" not in first_sheet(report)


def test_confirmed_by_name_it_is_final_and_the_first_sheet_says_by_whom(tmp_path: Path) -> None:
    told = the_finding(ran(tmp_path / "a", doubtful()))
    report = ran(tmp_path / "b", {**doubtful(), **ruling(told)})
    assert report.exit_code == 0 and said(report)["campaign"]["open"] == []
    sheet = first_sheet(report)
    assert "可公示" in sheet and "已由 钱处 2018-01-02 确认（收件箱/领导裁定.xlsx!提示确认!" in sheet


@pytest.mark.parametrize("changes, person", [({}, "李祺"), ({"格": "A9"}, "李骑"), ({"裁定人": None}, "李骑"), ({"裁定日期": None}, "李骑")])
def test_another_question_or_no_name_leaves_it_open(changes: dict[str, Any], person: str, tmp_path: Path) -> None:
    """The register was changed after the confirmation, the row is about another cell, or nobody signed it."""
    told = the_finding(ran(tmp_path / "a", doubtful()))
    report = ran(tmp_path / "b", {**doubtful(person), **ruling(told, **changes)})
    assert report.exit_code == 1 and any(line.startswith(LINE) for line in said(report)["campaign"]["open"])


def test_the_rules_may_only_tell_it(tmp_path: Path) -> None:
    report = ran(tmp_path, doubtful(), rulebook(影响结果的提示="只提示"))
    assert report.outcome is not None and report.exit_code == 0 and said(report)["campaign"]["open"] == []
    sheet = first_sheet(report)
    assert f"另有{LINE}，见下" in sheet and GONE in sheet
    assert summary_lines(report.outcome)[0].endswith(f"可公示（另有{LINE}，见“结果总览”）")
    assert explain_name(Workspace(tmp_path), "电工组").lines[0].endswith(f"可公示（另有{LINE}，见“结果总览”）")
