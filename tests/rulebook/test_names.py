"""Names in the rules that would be taken for something else, and content of the rules workbook that nobody reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.basics.text import file_name, sheet_titles
from fuwuyue_xlsx.messages.findings import Place, place_of
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, intake_of, rules_bytes, rules_of
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of


@pytest.mark.parametrize("sheet, rows, cell", [
    ("班组划分", [("甲科", 1, "班组外", "维修", None)], "C5"),
    ("班组划分", [("甲科", 1, "全 科室", "维修", None)], "C5"),
    ("班组划分", [("甲科", 1, "检查项目：", "维修", None)], "C5"),
    ("检查标准", [("维修", 1, "扣分说明", 10), ("医疗", 1, "态度", 10)], "C5"),
    ("测评题目", [(1, "科室")], "B5"),
])
def test_a_name_that_means_something_else(sheet: str, rows: list[tuple], cell: str) -> None:
    """A contradiction at its cell; the same rules with an ordinary name pass."""
    rules, found = read_rules(rules_bytes(**{**SMALL, sheet: rows}))
    assert rules is None
    assert [p.place.sheet for p in found if p.code == "rule-reserved-name"] == [sheet]
    assert all(p.place.cell[0] == cell[0] for p in found if p.code == "rule-reserved-name")
    assert read_rules(rules_bytes(**SMALL))[0] is not None


def test_what_lies_beside_the_rules_is_told() -> None:
    """A note beside the table, a sheet of one's own: warnings, and the rules hold."""
    workbook = load_workbook(io.BytesIO(rules_bytes(**SMALL)))
    workbook["奖项"]["M3"] = "权重待领导定"
    workbook.create_sheet("草稿").append(["x"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    rules, found = read_rules(buffer.getvalue())
    assert rules is not None
    assert [(p.code, p.severity.value, p.place.sheet, p.place.cell) for p in found] == [
        ("content-unused", "warning", "奖项", "M3"), ("sheet-unused", "warning", "草稿", "A1")]


def test_two_departments_that_write_one_name_otherwise(tmp_path: Path) -> None:
    """１号组 of one department and 1号组 of another: each is found, in its own spelling."""
    teams = [("甲科", 1, "１号组", "维修", None), ("乙科", 1, "1号组", "医疗", None)]
    rules = rules_of(**{**SMALL, "班组划分": teams})
    answers = [{"身份": "学生", "科室": department, "班组": "1 号组", "态度好不好": "满意"} for department in ("甲科", "乙科")]
    cases = [{"编号": str(n), "发生日期": "2017-12-01", "科室": department, "班组": "1号组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}
             for n, department in enumerate(("甲科", "乙科"))]
    review = {"评委信息": {"评委": "周一"},
              "优秀班组": [{"科室": d, "班组": "1号组", "工作特色（50分）": 40, "工作成绩（50分）": 41} for d in ("甲科", "乙科")]}
    intake = intake_of(tmp_path, rules, {
        "测评.xlsx": office_file(rules, "survey", {"测评结果": answers}), "事故.xlsx": office_file(rules, "incidents", {"事故投诉": cases}),
        "打分.xlsx": office_file(rules, "review", review)})
    wanted = [("甲科", "１号组"), ("乙科", "1号组")]
    for table in ("answers", "incidents"):
        assert [(row["department"], row["team"]) for row in rows_of(intake)[table]] == wanted
    assert {(row["department"], row["team"]) for row in rows_of(intake)["reviews"]} == set(wanted)
    assert errors(intake) == [] and "survey-row-invalid" not in " ".join(said(intake))


@pytest.mark.parametrize("source, place", [
    ("收件箱/a.xlsx!优秀!班组!C5", Place("收件箱/a.xlsx", "优秀!班组", "C5")),
    ("收件箱/急!a.XLS!表!C5", Place("收件箱/急!a.XLS", "表", "C5")),
    ("收件箱/a.xlsx!表!", Place("收件箱/a.xlsx", "表", "")),
])
def test_marks_in_names(source: str, place: Place) -> None:
    """An award or a file may hold an exclamation mark."""
    assert place_of(source) == place


def test_long_names() -> None:
    """Excel counts UTF-16 units, file systems bytes; control characters stand in neither."""
    assert [len(title.encode("utf-16-le")) // 2 for title in sheet_titles(["𠮷" * 40, "科" * 40]).values()] == [30, 31]
    assert sheet_titles(["a\x0bb"])["a\x0bb"] == "a_b"
    assert len(file_name("科" * 120).encode()) == 150 and file_name("a\x0bb") == "a_b"
