"""A department's book, field by field: what is an error, what a warning, what is left alone."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.rules.model import Rules
from tests.support.altered_books import plain, read_department, spot, typed
from tests.support.filled_books import SMALL, book, department_sheets, intake_of, rules_of, template
from tests.support.intake_report import nominated, said

TEAMS = ("电工组", "水工组、仓管", "木工组", "一班", "二班", "三班", "四班", "五班", "六班", "七班", "八班", "九班", "十班")
SERIES = [(n, f"第{n}个系列") for n in range(1, 21)]
MANY = [("甲科", n, team, "维修", None) for n, team in enumerate(TEAMS, 1)]
EMPTY, STRANGE, UNKNOWN = "error required-empty", "error unknown-choice", "error unknown-name"
WHOLE, RANGE = "error not-a-whole-number", "error number-out-of-range"
DATE, AS_DATE, OUTSIDE = "error not-a-date", "error number-as-date", "warning date-outside"
BROKEN, TEAMS_UNCLEAR = "error error-value", "error teams-unclear"
FINE = ""
NAMES = "子丑寅卯辰巳午未申酉戌亥"

OUT = (dt.date(2017, 10, 1), OUTSIDE)
DAYS = [
    (None, EMPTY), ("上周三", DATE), (11.25, AS_DATE), (43070, AS_DATE), ("2017-13-01", DATE), ("#N/A", BROKEN),
    (dt.date(2017, 11, 19), OUTSIDE), (dt.date(2017, 11, 20), FINE),
    ("2017-12-30", FINE), ("2017年12月31日", OUTSIDE), ("11.25", FINE), (20171125, FINE),
]
COUNTS = [
    (None, EMPTY), ("十二", WHOLE), ("约12", WHOLE), (-1, RANGE), (2.5, WHOLE), ("#DIV/0!", BROKEN),
    (True, "error logical-value"), (0, FINE), ("12人", FINE), ("１２", FINE), ("1,200", FINE),
]
PARTS = [
    (None, EMPTY), ("泥工组", TEAMS_UNCLEAR), ("电工组；", TEAMS_UNCLEAR), ("电工组；；木工组", TEAMS_UNCLEAR),
    ("全科室；电工组", TEAMS_UNCLEAR), ("电工组木工组", TEAMS_UNCLEAR), ("全科室", FINE), ("水工组、仓管", FINE),
    ("电工组、水工组、仓管，木工组", FINE), ("电工组\n木工组", FINE),
]
TEXT = [(None, EMPTY), (" \u3000", EMPTY), ("#REF!", BROKEN), (7, FINE)]


def choices(*wrong: str, right: tuple[str, ...]) -> list[tuple[Any, str]]:
    """What a dropdown's cell may hold."""
    return [(None, EMPTY), *((value, STRANGE) for value in wrong), *((value, FINE) for value in right)]


@cache
def rules() -> Rules:
    """Two departments, one of which has many teams."""
    return rules_of(**{**SMALL, "班组划分": MANY, "活动系列": SERIES})


@cache
def blank() -> bytes:
    """The template of 甲科."""
    return plain(template(rules(), "department", "甲科"))


PERSON = {"推荐顺序": 1, "姓名": "李七", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
TEAM = {"推荐顺序": 1, "班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
# sheet → a right row, and for each column values with what they come to
TABLES: dict[str, tuple[dict[str, Any], dict[str, list[tuple[Any, str]]]]] = {
    "技能比赛": (
        department_sheets()["技能比赛"][0],
        {"工种": TEXT, "比赛名称": TEXT, "日期": DAYS, "参赛人数": COUNTS, "参与班组": PARTS,
         "成绩与成效": [(None, FINE), ("好", FINE)]},
    ),
    "技能培训": (
        department_sheets()["技能培训"][0],
        {"培训主题": TEXT, "培训形式": choices("讲座", right=("应急演练", "师 带 徒")), "培训层次": choices("校级", right=("岗位级",)),
         "日期": DAYS, "参训人次": [*COUNTS, ("25人次", FINE)], "参与班组": PARTS, "成效": [("好", FINE)]},
    ),
    "特色服务": (
        department_sheets()["特色服务"][0],
        {"项目名称": TEXT, "类别": choices("其他", right=("经营", "管理")), "服务对象": TEXT, "日期": DAYS, "亮点特色": TEXT,
         "师生反响": [("好", FINE)]},
    ),
    "宣传报道": (
        department_sheets()["宣传报道"][0],
        {"宣传形式": choices("口号", right=("海报", "其他")), "标题": TEXT, "日期": DAYS, "发布位置": [("主页", FINE)],
         "链接": [("http://x", FINE)]},
    ),
    "合理化建议": (
        department_sheets()["合理化建议"][0],
        {"班组": [(None, EMPTY), ("电工", UNKNOWN), ("电工组、木工组", UNKNOWN), ("全科室", UNKNOWN), (" 电 工组", FINE)],
         "建议人": TEXT, "日期": DAYS, "建议内容": TEXT, "是否采纳": [(None, FINE), ("否", FINE), ("好", STRANGE)]},
    ),
    "优秀个人推荐": (
        PERSON,
        {"推荐顺序": [(None, EMPTY), ("第一", WHOLE), (0, RANGE), (1.5, WHOLE), ("２", FINE)], "姓名": TEXT[:3], "岗位": TEXT,
         "所在班组": [(None, EMPTY), ("电工", UNKNOWN), ("班组外", FINE)], "主要事迹": TEXT,
         "科室意见": choices("是", right=("不同意",))},
    ),
    "优秀班组推荐": (
        TEAM,
        {"推荐顺序": [(None, "warning required-empty"), ("第一", "warning not-a-whole-number"),
                  (0, "warning number-out-of-range"), (3, FINE)],
         "班组": [(None, EMPTY), ("电工", UNKNOWN), ("班组外", UNKNOWN)], "班组基本情况": [("8 人", FINE)],
         "主要事迹": [(None, EMPTY)], "科室意见": [(None, EMPTY), ("是", STRANGE)]},
    ),
    "班组信息": (
        {"班组长": "孙三", "员工人数": 12},
        {"班组": [("电工", UNKNOWN), ("水工组", UNKNOWN)], "班组长": [*TEXT[:2], ("孙 四", FINE)],
         "员工人数": [*COUNTS[:5], (0, FINE), ("12人", FINE)], "班组基本情况": [("8 人", FINE)]},
    ),
    "活动方案与总结": (
        {"计划内容": "做", "计划完成日期": dt.date(2017, 12, 1), "责任人": "钱一", "完成情况": "已完成"},
        {"序号": [("一", WHOLE), (0, RANGE)], "活动系列": [("安全", UNKNOWN)], "计划内容": TEXT[:2],
         "计划完成日期": [*DAYS[:3], OUT], "责任人": TEXT[:2], "完成情况": choices("完成", right=("未 完成", "部分完成")),
         "实际完成日期": [(None, FINE), ("月底", DATE), OUT], "开展情况": [("好", FINE)]},
    ),
}


def cases_of(sheet: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(changed column, what it comes to, row); rows of one candidate or team each get a name of their own."""
    base, columns = TABLES[sheet]
    cases = [(title, value, want) for title, values in columns.items() for value, want in values]
    own = {"优秀个人推荐": ("姓名", ["李" + a + b for a in NAMES for b in NAMES]), "优秀班组推荐": ("班组", TEAMS)}
    title_of, names = own.get(sheet, ("", ()))
    given = [{title_of: names[number]} if names else {} for number in range(len(cases))]
    return [(title, want, {**base, **name, title: value}) for name, (title, value, want) in zip(given, cases, strict=True)]


def test_no_column_is_left_out() -> None:
    """One that was added to a sheet of a department has its values here, too."""
    declared = {sheet.title: {column.title for column in sheet.columns} for sheet in book(rules(), "department", "甲科").sheets if sheet.columns}
    tried = {sheet: set(columns) for sheet, (_, columns) in TABLES.items()}
    assert declared == tried, "give the column right and wrong values in TABLES"


@pytest.mark.parametrize("sheet", TABLES)
def test_every_field_of_a_table(tmp_path: Path, sheet: str) -> None:
    """Each case stands in a row that is right otherwise, and is found at its own cell, or nowhere."""
    cases = cases_of(sheet)
    data = typed(blank(), blank(), {sheet: [row for *_, row in cases]})
    intake = intake_of(tmp_path, rules(), {"甲.xlsx": data})
    wanted = [f"{want} {sheet}!{spot(blank(), sheet, title, nth)}" for nth, (title, want, _) in enumerate(cases) if want]
    assert sorted(line for line in said(intake, sheet) if "headcount-missing" not in line) == sorted(wanted)


MOMENT = "error not-a-moment"
FORM = [
    ("科室负责人", None, EMPTY), ("填报人", None, EMPTY), ("填报人", "#NAME?", BROKEN), ("填报人", "张 三", FINE),
    ("联系电话", None, EMPTY), ("联系电话", 123456789012345678, "error digits-lost"), ("联系电话", 13800000000, FINE),
    ("班组外员工人数", None, EMPTY), ("班组外员工人数", "三", WHOLE), ("班组外员工人数", -1, RANGE), ("班组外员工人数", 0, FINE),
    ("方案报送日期", None, EMPTY), ("方案报送日期", "上月底", DATE), ("方案报送日期", dt.date(2017, 11, 24), FINE),
    ("方案报送日期", dt.date(2017, 11, 25), "warning plan-late"), ("方案报送日期", "11月25日", "warning plan-late"),
    ("材料报送时间", None, EMPTY), ("材料报送时间", "月底", MOMENT), ("材料报送时间", dt.datetime(2017, 12, 30, 17, 0), FINE),
    ("材料报送时间", "2017-12-30 17:00", FINE), ("材料报送时间", "2017年12月30日17时01分", "warning material-late"),
    ("材料报送时间", dt.datetime(2017, 12, 30, 17, 0, 1), "warning material-late"),
    ("材料报送时间", "2017-12-29", "warning moment-without-time"),
    ("材料报送时间", "2017-12-30", "warning material-late; warning moment-without-time"),
]


@pytest.mark.parametrize("label, value, want", FORM)
def test_every_field_of_the_form(tmp_path: Path, label: str, value: Any, want: str) -> None:
    """科室信息: a fault stands at the cell right of its label; both deadlines include the moment named."""
    cell = spot(blank(), "科室信息", label)
    wanted = [f"{each} 科室信息!{cell}" for each in want.split("; ") if each]
    assert said(read_department(tmp_path, {"科室信息": {label: value}})) == wanted


def test_a_cell_with_nothing_visible_is_empty(tmp_path: Path) -> None:
    """A zero-width character fills no required cell: 班组长 and 姓名 are empty, and nobody is nominated."""
    intake = read_department(tmp_path, {"班组信息": [{"班组长": "\u200b"}], "优秀个人推荐": [{"姓名": "\u200b"}]})
    places = [(sheet, spot(blank(), sheet, title)) for sheet, title in (("优秀个人推荐", "姓名"), ("班组信息", "班组长"))]
    assert said(intake) == [f"{EMPTY} {sheet}!{cell}" for sheet, cell in places]
    assert [name for name, *_ in nominated(intake, "优秀个人")] == ["李八"]


def test_a_table_whose_header_row_is_gone_costs_only_itself(tmp_path) -> None:
    """The missing columns are named; the rest of the book is used."""
    import io

    from openpyxl import load_workbook

    from tests.support.filled_books import department_file, intake_of, small_rules

    workbook = load_workbook(io.BytesIO(department_file(small_rules())))
    sheet = workbook["技能比赛"]
    row = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == "工种")
    sheet.delete_rows(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    intake = intake_of(tmp_path, small_rules(), {"甲.xlsx": buffer.getvalue()})
    assert intake.submitted == ("甲科",)
    assert "column-missing" in {p.code for p in intake.findings}
