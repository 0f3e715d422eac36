"""A department's book as a whole: lateness, things twice, sheets and columns gone, content of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.tables.edits import edited as read_otherwise
from tests.support.altered_books import Cells, edited, read_department, right_book, spot, without_sheet
from tests.support.filled_books import SMALL, department_file, intake_of, post_rules, rules_of, small_rules, template, with_policy
from tests.support.intake_report import nominated, said
from tests.support.table_rows import rows_of

EMPTY, STRANGE, UNKNOWN = "error required-empty", "error unknown-choice", "error unknown-name"
BLANK = template(small_rules(), "department", "甲科")
PERSON = {"推荐顺序": 1, "姓名": "李七", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}


def test_a_right_book_has_no_finding(tmp_path: Path) -> None:
    """Nothing is wrong with a book that is filled in as its help texts ask."""
    assert said(read_department(tmp_path, {})) == []


def test_lateness_is_a_warning_under_either_policy(tmp_path: Path) -> None:
    """取消资格 changes the outcome, which the hint says; the finding stays a warning, for it is nothing to mend."""
    strict = rules_of(**SMALL, 口径设置=with_policy(逾期报送="取消资格"))
    late = {"科室信息": {"方案报送日期": "2017-11-27", "材料报送时间": "2017-12-31 09:00"}}
    intake = read_department(tmp_path, late, strict)
    assert [line.rsplit(" ", 1)[0] for line in said(intake)] == ["warning plan-late", "warning material-late"]
    assert all("取消资格" in p.hint for p in intake.findings if p.code.endswith("-late"))


@pytest.mark.parametrize("values, want", [
    ({"是否申报": None, "主要事迹": None}, f"{EMPTY} 是否申报"), ({"是否申报": "也许"}, f"{STRANGE} 是否申报"),
    ({"是否申报": "是", "主要事迹": None}, f"{EMPTY} 主要事迹"), ({"是否申报": "否", "主要事迹": None}, ""), ({"是否申报": "是"}, ""),
])
def test_deeds_are_required_with_a_declaration(tmp_path: Path, values: dict[str, Any], want: str) -> None:
    """主要事迹 of the department's own award is asked for only with 是."""
    intake = read_department(tmp_path, {"优秀组织奖申报": values})
    code, _, label = want.rpartition(" ")
    assert said(intake) == ([f"{code} 优秀组织奖申报!{spot(BLANK, '优秀组织奖申报', label)}"] if want else [])
    assert bool(nominated(intake, "优秀组织奖")) == (values["是否申报"] == "是")


def test_an_unknown_team_comes_with_the_nearest_name(tmp_path: Path) -> None:
    """「电工」→ 是否为「电工组」？ and nothing is offered for a name that resembles none."""
    intake = read_department(tmp_path, {"合理化建议": [{"班组": "电工"}, {"班组": "财务"}]})
    near, far = [p.message for p in intake.findings if p.code == "unknown-name"]
    assert "是否为“电工组”？" in near
    assert "是否为" not in far
    assert [row["team"] for row in rows_of(intake)["suggestions"]] == [None, None]


def headcounts(intake: Intake) -> dict[str | None, int | None]:
    """Team (None: outside teams) → headcount."""
    return {row["team"]: row["headcount"] for row in rows_of(intake)["headcounts"]}


def test_a_team_twice_and_a_team_without_headcount(tmp_path: Path) -> None:
    """The lower row of a team is an error and does not count; a team without a row lacks its headcount, at its cell."""
    twice = read_department(tmp_path / "1", {"班组信息": [{}, {}, {"班组": "电 工组", "班组长": "孙五", "员工人数": 99}]})
    assert said(twice) == [f"error row-twice 班组信息!{spot(BLANK, '班组信息', '班组', 2)}"]
    assert headcounts(twice) == {"电工组": 12, "水工组、仓管": 10, None: 3}
    gone = read_department(tmp_path / "2", {"班组信息": [{}, {"班组长": None, "员工人数": None}]})
    assert said(gone) == [f"error headcount-missing 班组信息!{spot(BLANK, '班组信息', '员工人数', 1)}"]
    assert headcounts(gone) == {"电工组": 12, "水工组、仓管": None, None: 3}


@pytest.mark.parametrize("teams, outside, asked", [
    ((10**9, 10), 3, "是本科室其余人数合计（13）的 76923076 倍"), ((200_000, 190_000), 3, "超过了 100000"),
    ((131, 10), 3, "是本科室其余人数合计（13）的 10 倍"),
    ((130, 10), 3, None), ((99, 1), 0, None), ((120, 0), 0, None), ((12, 10), 300, "是本科室其余人数合计（22）的 13 倍"), ((12, 10), 220, None),
    ((100_000, 99_999), 3, None), ((60, 5), 3, None),
])
def test_a_headcount_that_dwarfs_the_others(tmp_path: Path, teams: tuple[int, int], outside: int, asked: str | None) -> None:
    """More than ten times all the others, from 100 on, or above 100,000; it counts. A large team beside small ones is in order."""
    intake = read_department(tmp_path, {"班组信息": [{"员工人数": number} for number in teams], "科室信息": {"班组外员工人数": outside}})
    found = [p for p in intake.findings if p.code == "headcount-doubtful"]
    assert [p.details["why"] for p in found][:1] == ([asked] if asked else [])
    assert list(headcounts(intake).values()) == [*teams, outside]
    assert [doubt.findings for doubt in intake.doubts] == [(p,) for p in found]
    for doubt in intake.doubts:
        (way,) = doubt.readings
        after = read_otherwise(intake.tables, way).headcounts
        assert sum(after["headcount"]) == sum((*teams, outside)) - doubt.findings[0].details["value"] and len(after) == 3


@pytest.mark.parametrize("others", [0, 3])
def test_one_large_team_is_a_department(tmp_path: Path, others: int) -> None:
    """With no other team there is nothing that it might dwarf, and beside several it need not be like them."""
    rules = rules_of(**{**SMALL, "班组划分": [("甲科", 1, "电工组", "维修", None), *[("甲科", 2 + n, f"{n}组", "维修", None) for n in range(others)]]})
    rows = [{"班组": "电工组", "班组长": "王某", "员工人数": 500}, *[{"班组": f"{n}组", "班组长": "王某", "员工人数": 90} for n in range(others)]]
    data = department_file(rules, {"科室信息": {"班组外员工人数": 4}, "班组信息": rows})
    assert [p for p in intake_of(tmp_path, rules, {"甲.xlsx": data}).findings if p.code == "headcount-doubtful"] == []


@pytest.mark.parametrize("typed", ["约120", "about 120", "120 people", "100-120", "100～120", "一百二", "120+"])
def test_a_headcount_that_is_no_number_stays_an_error(tmp_path: Path, typed: str) -> None:
    intake = read_department(tmp_path, {"班组信息": [{"员工人数": typed}]})
    assert said(intake) == [f"error not-a-whole-number 班组信息!{spot(BLANK, '班组信息', '员工人数', 0)}"]


def test_a_headcount_nobody_needs_may_be_missing(tmp_path: Path) -> None:
    """With no quota by headcount, a team's untouched row is not filled and no finding."""
    awards = [(*row[:2], "固定", 1, *row[4:8], "每科室") if row[1] == "个人" else row for row in rows_2017()["奖项"]]
    fixed = rules_of(**SMALL, 奖项=awards)
    assert said(read_department(tmp_path, {"班组信息": [{}, {"班组长": None, "员工人数": None}]}, fixed)) == []


def test_a_person_twice(tmp_path: Path) -> None:
    """The lower of two rows is an error at its name and ignored, whatever it says; a namesake in another award is not."""
    again = {**PERSON, "推荐顺序": 2, "姓名": "李 七", "所在班组": "水工组、仓管"}
    for number, (upper, lower) in enumerate([("同意", "不同意"), ("不同意", "同意")]):
        rows = [{"科室意见": upper}, {"推荐顺序": 3}, {**again, "科室意见": lower}]
        intake = read_department(tmp_path / str(number), {"优秀个人推荐": rows})
        assert said(intake) == [f"error nominee-twice 优秀个人推荐!{spot(BLANK, '优秀个人推荐', '姓名', 2)}"]
        assert nominated(intake, "优秀个人") == [("李七", "电工组", 1, upper == "同意"), ("李八", None, 3, True)]


def test_a_team_nominated_twice(tmp_path: Path) -> None:
    """As with persons: the lower row is an error at 班组 and counts for nothing; the sheet of suggestions may repeat it."""
    row = {"推荐顺序": 1, "班组": "电工组", "主要事迹": "事迹", "科室意见": "不同意"}
    cells: Cells = {"优秀班组推荐": [row, {**row, "班组": "水工组、仓管"}, {**row, "科室意见": "同意"}],
                    "合理化建议": [{}, {"班组": "电工组"}]}
    intake = read_department(tmp_path, cells)
    assert said(intake) == [f"error nominee-twice 优秀班组推荐!{spot(BLANK, '优秀班组推荐', '班组', 2)}"]
    assert nominated(intake, "优秀班组") == [("电工组", "电工组", 1, False), ("水工组、仓管", "水工组、仓管", 1, False)]


def test_a_post_twice_is_the_same_name_in_the_same_team(tmp_path: Path) -> None:
    """报修岗 of two teams are two posts; 推荐顺序 decides nothing for posts, and its faults are warnings."""
    post = {"推荐顺序": 1, "岗位名称": "报修岗", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
    rows = [post, {**post, "推荐顺序": "第二", "所在班组": "班组外"}, {**post, "推荐顺序": None, "岗位名称": "报 修岗"},
            {**post, "推荐顺序": 0, "岗位名称": "值班岗", "所在班组": "电工"}, {**post, "岗位名称": None, "主要事迹": None, "科室意见": "可"}]
    intake = read_department(tmp_path, {"优质服务示范岗推荐": rows}, post_rules())
    blank, sheet = template(post_rules(), "department", "甲科"), "优质服务示范岗推荐"

    def at(code: str, title: str, nth: int) -> str:
        return f"{code} {sheet}!{spot(blank, sheet, title, nth)}"

    ignored = at("warning required-empty", "推荐顺序", 2)
    assert sorted(line for line in said(intake) if line != ignored) == sorted([
        at("warning not-a-whole-number", "推荐顺序", 1), at("error nominee-twice", "岗位名称", 2),
        at("warning number-out-of-range", "推荐顺序", 3), at(UNKNOWN, "所在班组", 3),
        at(EMPTY, "岗位名称", 4), at(EMPTY, "主要事迹", 4), at(STRANGE, "科室意见", 4),
    ])
    assert [row[0] for row in nominated(intake, "优质服务示范岗")] == ["报修岗", "报修岗", "值班岗"]


@pytest.mark.parametrize("title", ["班组信息", "技能比赛", "优秀班组推荐", "优秀组织奖申报"])
def test_a_missing_sheet_is_named_and_the_rest_is_used(tmp_path: Path, title: str) -> None:
    """The finding stands on the file and names the sheet; all other sheets count."""
    rules = small_rules()
    intake = intake_of(tmp_path, rules, {"甲.xlsx": without_sheet(right_book(rules), title)})
    missing = [p for p in intake.findings if p.code == "sheet-missing"]
    assert [(p.severity.value, str(p.place)) for p in missing] == [("error", "收件箱/甲.xlsx")]
    assert title in missing[0].message
    assert [row["form"] for row in rows_of(intake)["publicity"]] == ["横幅", "新闻"]
    assert intake.submitted == ("甲科",)


@pytest.mark.parametrize("sheet, title, want", [
    ("班组信息", "员工人数", "error column-missing 班组信息"), ("技能培训", "培训形式", "error column-missing 技能培训"),
    ("优秀个人推荐", "姓名", "error column-missing 优秀个人推荐"), ("科室信息", "填报人", "error label-missing 科室信息"),
    ("技能比赛", "成绩与成效", ""), ("合理化建议", "是否采纳", ""),
])
def test_a_missing_column_is_named_and_the_rest_is_used(tmp_path: Path, sheet: str, title: str, want: str) -> None:
    """A required column or label that is gone is an error on file and sheet; an optional one may go."""
    rules = small_rules()

    def drop(workbook: Any) -> None:
        place = next(c for row in workbook[sheet].iter_rows() for c in row if c.value == title)
        workbook[sheet].delete_rows(place.row) if sheet == "科室信息" else workbook[sheet].delete_cols(place.column)

    intake = intake_of(tmp_path, rules, {"甲.xlsx": edited(right_book(rules), drop)})
    assert [line for line in said(intake) if "unused" not in line] == ([want] if want else [])
    assert all(title in p.message for p in intake.findings if p.code in ("column-missing", "label-missing"))
    assert [row["form"] for row in rows_of(intake)["publicity"]] == ["横幅", "新闻"]


def test_what_a_department_adds_is_reported_and_not_used(tmp_path: Path) -> None:
    """A sheet of one's own, a note beside a table and one below a form are warnings; the rest stands."""

    def add(workbook: Any) -> None:
        workbook.create_sheet("我的草稿").append(["草稿", 1])
        workbook["技能比赛"]["J7"] = "裁判另附"
        workbook["科室信息"]["D5"] = "办公室 301"

    rules = small_rules()
    intake = intake_of(tmp_path, rules, {"甲.xlsx": edited(right_book(rules), add)})
    assert sorted(said(intake)) == [
        "warning content-unused 技能比赛!J7", "warning content-unused 科室信息!D5", "warning sheet-unused 我的草稿!A1",
    ]
    assert [row["trade"] for row in rows_of(intake)["contests"]] == ["电工", "水工"]


def test_a_department_nobody_knows(tmp_path: Path) -> None:
    """科室 of no known name is an error at its cell with the nearest name; the book is used for no department."""
    intake = read_department(tmp_path, {"科室信息": {"科室": "甲 科室"}})
    assert said(intake) == [f"error department-unclear 科室信息!{spot(BLANK, '科室信息', '科室')}"]
    assert "是否为“甲科”？" in intake.findings[0].message
    assert (intake.submitted, rows_of(intake).get("nominations", [])) == ((), [])
    assert said(read_department(tmp_path / "2", {"科室信息": {"科室": " 甲　科 "}})) == []
