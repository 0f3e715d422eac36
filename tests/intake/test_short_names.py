"""Names as people say them: read where the rules list them as 简称, told once a column, and nothing else is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.schema.ruling_book import ruling_book
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.altered_books import edited, office_file, read_department
from tests.support.filled_books import SMALL, department_file, filled, intake_of, rules_of, small_rules, template
from tests.support.intake_report import errors
from tests.support.table_rows import rows_of
from tests.support.typed_cells import typed_in

RULES = rules_of(**{**SMALL, "简称": [("电工组", "电工班"), ("水工组、仓管", "水工"), ("甲科", "后勤甲科"), ("医生组", "大夫们")]})
CASE = {"编号": "1", "发生日期": "2017-12-01", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}


def told(intake: Intake) -> list[str]:
    return [p.message for p in intake.findings if p.code == "short-name-read"]


def test_short_names_in_a_departments_book(tmp_path: Path) -> None:
    """One and several teams of a cell; one line a column, with how often and where first."""
    intake = read_department(tmp_path, {"合理化建议": [{"班组": "电工 班"}, {"班组": "水工"}],
                                        "技能培训": [{"参与班组": "电工班；水工"}]}, RULES)
    assert errors(intake) == []
    assert [row["team"] for row in rows_of(intake)["suggestions"]] == ["电工组", "水工组、仓管"]
    assert rows_of(intake)["trainings"][0]["teams"] == ("电工组", "水工组、仓管")
    assert sorted(told(intake)) == sorted([
        "班组填的是“电工 班”，按评选规则的“简称”读作“电工组”",
        "班组填的是“水工”，按评选规则的“简称”读作“水工组、仓管”",
        "参与班组填的是“电工班”，按评选规则的“简称”读作“电工组”", "参与班组填的是“水工”，按评选规则的“简称”读作“水工组、仓管”"])


def test_short_names_in_a_register_and_a_survey(tmp_path: Path) -> None:
    """Departments, too; of many cells of a column one line."""
    rows = [{"提交时间": f"2017-12-10 09:{n:02d}", "身份": "学生", "科室": "后勤甲科", "班组": "水工", "态度好不好": "满意"} for n in range(7)]
    files = {"登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [{**CASE, "班组": "电工班"}]}),
             "测评.xlsx": office_file(RULES, "survey", {"测评结果": rows})}
    intake = intake_of(tmp_path, RULES, files)
    assert errors(intake) == []
    assert [(row["department"], row["team"]) for row in rows_of(intake)["incidents"]] == [("甲科", "电工组")]
    assert {(row["department"], row["team"]) for row in rows_of(intake)["grades"]} == {("甲科", "水工组、仓管")}
    assert [message for message in told(intake) if "水工" in message or "甲科" in message] == [
        "科室填的是“后勤甲科”，按评选规则的“简称”读作“甲科”，这张表里共 7 处", "班组填的是“水工”，按评选规则的“简称”读作“水工组、仓管”，这张表里共 7 处"]


def test_what_a_template_holds_of_short_names_is_its_own(tmp_path: Path) -> None:
    """The hidden sheets of all books list them for the self-check; a name that nobody has is told there as anywhere."""
    kinds = ("department", "inspection", "survey", "incidents", "review", "receipts", "decisions")
    files = {f"{kind}.xlsx": template(RULES, kind) for kind in kinds}
    assert [p.line() for p in intake_of(tmp_path, RULES, files).findings if p.code == "content-unused"] == []
    stranger = typed_in(files["incidents.xlsx"], {("列表", "C1"): "\t电工组\t电工班\t木工班\t"})
    (found,) = [p for p in intake_of(tmp_path, RULES, {"登记.xlsx": stranger}).findings if p.code == "content-unused"]
    assert "木工班" in found.message


def test_a_departments_book_under_its_short_name(tmp_path: Path) -> None:
    """科室信息 says it as people do."""
    data = department_file(RULES, {"科室信息": {"科室": "后勤甲科", "班组外员工人数": 3}})
    intake = intake_of(tmp_path, RULES, {"甲.xlsx": data})
    assert [file.department for file in intake.files] == ["甲科"] and "department-unclear" not in {p.code for p in intake.findings}


def test_short_names_in_a_ruling_a_receipt_and_a_reviewers_book(tmp_path: Path) -> None:
    """The candidate of a tie, the team and department of a disqualification, the department of a receipt."""
    signed = {"裁定人": "钱九", "裁定日期": "2017-12-31"}
    tie = {"奖项": "优秀班组", "科室": "后勤甲科", "候选": "电工班", "综合得分": 88.15, "空余名额": 1, "裁定": "获奖", **signed}
    out = {"科室": "后勤甲科", "班组": "水工", "理由": "弃权", **signed}
    book = filled(write_book(ruling_book(RULES), RULES.campaign), {"并列": [tie], "取消资格": [out]})
    receipt = office_file(RULES, "receipts", {"收文登记": [{"科室": "后勤甲科", "材料": "总结材料", "收到时间": "2017-12-31 09:00"}]})
    points = {"科室": "后勤甲科", "班组": "电工班", "工作特色（50分）": 45, "工作成绩（50分）": 44}
    review = office_file(RULES, "review", {"评委信息": {"评委": "周评", "所属科室": "后勤甲科"}, "优秀班组": [points]})
    intake = intake_of(tmp_path, RULES, {"裁定.xlsx": book, "收文.xlsx": receipt, "评委.xlsx": review, "甲.xlsx": department_file(RULES)})
    assert errors(intake) == []
    rows = rows_of(intake)
    assert [(row["department"], row["team"]) for row in rows["tie_decisions"]] == [("甲科", "电工组")]
    assert [(row["department"], row["team"]) for row in rows["disqualifications"]] == [("甲科", "水工组、仓管")]
    assert {(row["department"], row["team"], row["reviewer_department"]) for row in rows["reviews"]} == {("甲科", "电工组", "甲科")}
    assert "候选填的是“电工班”，按评选规则的“简称”读作“电工组”" in told(intake)
    assert sum("电工班" in message for message in told(intake)) == 2 and sum("后勤甲科" in message for message in told(intake)) >= 4


def _visit(titles: dict[str, str], teams: dict[str, str]) -> bytes:
    """A visit to the department whose sheet and whose teams' columns bear other titles."""

    def change(workbook: Any) -> None:
        for cell in (cell for row in workbook["甲科"] for cell in row if cell.value in teams):
            cell.value = teams[cell.value]
        for before, after in titles.items():
            workbook[before].title = after

    points = {"检查日期": "2017-12-05", "检查人": "赵一", "电工组": 9, "水工组、仓管": 8}
    return edited(office_file(RULES, "inspection", {"甲科": [points]}), change)


def test_short_names_in_the_titles_of_a_visit(tmp_path: Path) -> None:
    """A sheet called as people call the department, columns as they call the teams: one visit, told at the titles as they stand."""
    usual = rows_of(intake_of(tmp_path / "usual", RULES, {"检查.xlsx": _visit({}, {})}))["inspections"]
    called = intake_of(tmp_path / "called", RULES, {"检查.xlsx": _visit({"甲科": "后勤甲科"}, {"电工组": "电工班", "水工组、仓管": "水工"})})
    same = ("department", "team", "item", "points", "date", "inspector")
    assert usual and [[row[name] for name in same] for row in rows_of(called)["inspections"]] == [[row[name] for name in same] for row in usual]
    assert errors(called) == [] and {row["source"].split("!")[1] for row in rows_of(called)["inspections"]} == {"后勤甲科"}
    assert [(p.place.sheet, p.message) for p in called.findings if p.code == "short-name-read"] == [
        ("后勤甲科", "工作表的名称填的是“后勤甲科”，按评选规则的“简称”读作“甲科”"), ("后勤甲科", "班组填的是“电工班”，按评选规则的“简称”读作“电工组”"),
        ("后勤甲科", "班组填的是“水工”，按评选规则的“简称”读作“水工组、仓管”")]
    assert "content-unused" not in {p.code for p in called.findings}


@pytest.mark.parametrize("titles, teams, codes", [
    ({"甲科": "甲的科"}, {}, ["sheet-missing", "sheet-looks-ours"]), ({"乙科": "后勤甲科"}, {}, ["sheet-missing"]),
    ({}, {"水工组、仓管": "电工班"}, ["column-missing", "column-twice"]), ({}, {"电工组": "电班"}, ["column-missing"])])
def test_titles_of_a_visit_that_stay_errors(tmp_path: Path, titles: dict[str, str], teams: dict[str, str], codes: list[str]) -> None:
    """What nobody calls it, and one thing under both of its names."""
    intake = intake_of(tmp_path, RULES, {"检查.xlsx": _visit(titles, teams)})
    assert sorted(p.code for p in intake.findings if p.blocks and p.place.file.endswith("检查.xlsx")) == sorted(codes) and told(intake) == []


@pytest.mark.parametrize("path, whose", [("后勤甲科/奖状.jpg", "甲科"), ("后勤甲科的奖状.pdf", "甲科"), ("后勤科/奖状.jpg", None)])
def test_a_folder_of_attachments_under_a_short_name(tmp_path: Path, path: str, whose: str | None) -> None:
    intake = intake_of(tmp_path, RULES, {path: b"%PDF-1.4"})
    assert [(file.attachment, file.department) for file in intake.files] == [("PDF 文档", whose)]


@pytest.mark.parametrize("rules, typed", [(RULES, "电班"), (small_rules(), "电工班"), (RULES, "大夫们")])
def test_what_is_no_short_name_stays_an_error(tmp_path: Path, rules: Any, typed: str) -> None:
    """Near the short one, or without the sheet, or of another department's team."""
    intake = read_department(tmp_path, {"合理化建议": [{"班组": typed}]}, rules)
    assert [p.code for p in intake.findings if p.blocks] == ["unknown-name"] and told(intake) == []
