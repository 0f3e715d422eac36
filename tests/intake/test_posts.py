"""Recommended posts: who works at them, and the register's person who may be one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from tests.support.altered_books import edited, office_file, spot
from tests.support.filled_books import SMALL, department_file, department_sheets, intake_of, post_rules, rules_bytes, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

AWARD, SHEET, HOLDERS = "优质服务示范岗", "优质服务示范岗推荐", "在岗人员"
CASE = {"编号": "1", "发生日期": "2017-12-01", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}


def veto_rules() -> Any:
    """The rules with the award for posts on, and a veto for it."""
    base = {name: [*rows_2017()[name]] for name in ("评分构成", "评审要点", "评选条件")}
    awards = [row for row in rows_2017()["奖项"] if row[1] != "岗位"]
    rules, _ = read_rules(rules_bytes(**{
        **SMALL, "奖项": [*awards, (AWARD, "岗位", "固定", 2, 300, "是", None, None)],
        "评分构成": [*base["评分构成"], (AWARD, "岗位评审", "100%", "评委打分")],
        "评审要点": [*base["评审要点"], (AWARD, 1, "规范", 60)],
        "评选条件": [*base["评选条件"], (AWARD, 1, "没有属实的事故投诉", "一票否决", "事故投诉", None, None)],
    }))
    assert rules is not None
    return rules


def post(holders: Any, opinion: str = "同意") -> dict[str, Any]:
    return {"推荐顺序": 1, "岗位名称": "值班岗", "所在班组": "电工组", HOLDERS: holders, "主要事迹": "事迹", "科室意见": opinion}


def read(folder: Path, rules: Any, row: dict[str, Any], **files: bytes) -> Any:
    return intake_of(folder, rules, {"甲.xlsx": department_file(rules, department_sheets(**{SHEET: [row]})), **files})


@pytest.mark.parametrize("typed, wanted", [
    ("王某", ("王某",)), ("王某、李某", ("王某", "李某")), ("王 某，李某;王某", ("王某", "李某")), ("王某\n李某", ("王某", "李某")),
    (" 、", None), (None, None), ("阿依古丽·买买提/李某", ("阿依古丽·买买提", "李某")),
])
def test_who_works_at_a_post_is_read_name_by_name(tmp_path: Path, typed: Any, wanted: tuple[str, ...] | None) -> None:
    intake = read(tmp_path, post_rules(), post(typed))
    assert [row["holders"] for row in rows_of(intake)["nominations"] if row["post"]] == [wanted]
    assert said(intake) == []


@pytest.mark.parametrize("holders, opinion, told", [(None, "同意", True), ("王某", "同意", False), (None, "不同意", False)])
def test_a_post_without_people_is_told_where_its_award_has_a_veto(tmp_path: Path, holders: Any, opinion: str, told: bool) -> None:
    rules = veto_rules()
    cell = spot(template(rules, "department", "甲科"), SHEET, HOLDERS)
    assert said(read(tmp_path, rules, post(holders, opinion))) == ([f"warning post-without-holders {SHEET}!{cell}"] if told else [])


def test_a_book_of_before_the_column_was_there_is_read_and_told(tmp_path: Path) -> None:
    def without_column(workbook: Any) -> None:
        sheet = workbook[SHEET]
        letters = spot(template(veto_rules(), "department", "甲科"), SHEET, HOLDERS).rstrip("0123456789")
        for cell in sheet[letters]:
            if type(cell).__name__ != "MergedCell":
                cell.value = None

    rules = veto_rules()
    data = edited(department_file(rules, department_sheets(**{SHEET: [post("王某")]})), without_column)
    intake = intake_of(tmp_path, rules, {"甲.xlsx": data})
    assert [line.split("!")[0] for line in said(intake)] == [f"warning post-without-holders {SHEET}"]
    assert [row["post"] for row in rows_of(intake)["nominations"] if row["post"]] == ["值班岗"]


@pytest.mark.parametrize("typed, code", [
    ("王某", None), ("王某（组长）", "person-unclear"), ("1.王某", "person-unclear"), ("王某、李某", "several-persons"), ("王某李某", "several-persons"),
    ("赵某某", None), ("李某", None),
])
def test_the_registers_person_may_be_one_of_them(tmp_path: Path, typed: str, code: str | None) -> None:
    rules = post_rules()
    register = office_file(rules, "incidents", {"事故投诉": [{**CASE, "责任人": typed}]})
    intake = read(tmp_path, rules, post("王某、李某"), **{"登记.xlsx": register})
    assert [line.split()[1] for line in errors(intake)] == ([code] if code else [])
    assert [row["person"] for row in rows_of(intake)["incidents"]] == [None if code else typed]


def test_somebody_at_a_post_with_something_about_the_name_is_not_clear_either(tmp_path: Path) -> None:
    rules = post_rules()
    register = office_file(rules, "incidents", {"事故投诉": [{**CASE, "责任人": "王某"}]})
    assert [line.split()[1] for line in errors(read(tmp_path, rules, post("王某（班长）、李某"), **{"登记.xlsx": register}))] == ["person-unclear"]
