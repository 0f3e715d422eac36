"""The office's books row by row: inspection, review, survey, incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.model import Rules
from tests.support.altered_books import Cells, edited, foreign_book, office_file, right_book, spot, typed
from tests.support.filled_books import SMALL, intake_of, post_rules, rules_of, small_rules, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

RULES = small_rules()
# 甲科 with teams of two lines, which have one item of the same name
TWO_LINES = rules_of(**{
    **SMALL,
    "班组划分": [("甲科", 1, "电工组", "维修", None), ("甲科", 2, "护士组", "医疗", None)],
    "检查标准": [("维修", 1, "及时", 10), ("维修", 2, "记录", 20), ("医疗", 1, "记录", 5)],
})
TOP = {"检查日期": "2017-12-05", "检查人": "赵一"}


def read(root: Path, kind: str, cells: Cells, rules: Rules = RULES) -> Intake:
    """What is read from one book of the office."""
    return intake_of(root, rules, {"表.xlsx": office_file(rules, kind, cells)})


def at(kind: str, sheet: str, title: str, nth: int = 0, rules: Rules = RULES) -> str:
    """sheet!cell on the template of a kind."""
    return f"{sheet}!{spot(template(rules, kind), sheet, title, nth)}"


def points(intake: Intake) -> list[tuple[str, str, str]]:
    """(team, item, points) of everything inspected."""
    return [(row["team"], row["item"], str(row["points"])) for row in rows_of(intake)["inspections"]]


# ---- inspection


def test_an_empty_item_is_not_zero(tmp_path: Path) -> None:
    """Empty is "not checked" and no row; 0 is a point; 扣分说明 is no item, whatever it says."""
    rows = [{**TOP, "电工组": 0, "水工组、仓管": " "}, {"水工组、仓管": 7.5}, {"电工组": "工具乱放，扣 10 分", "水工组、仓管": 3}]
    intake = read(tmp_path, "inspection", {"甲科": rows})
    assert points(intake) == [("电工组", "及时", "0"), ("水工组、仓管", "安全", "7.5")]
    facts = {(str(row["date"]), row["inspector"], row["maximum"]) for row in rows_of(intake)["inspections"]}
    assert facts == {("2017-12-05", "赵一", 10)}
    assert said(intake) == []


@pytest.mark.parametrize("value, want", [
    (10, "10"), (0.5, "0.5"), ("9.5分", "9.5"), ("８", "8"),
    (10.01, "error number-out-of-range"), (-1, "error number-out-of-range"),
    ("九", "error not-a-number"), ("约9", "error not-a-number"), ("#DIV/0!", "error error-value"), (True, "error logical-value"),
    ("90%", "error number-out-of-range"),
])
def test_points_lie_between_0_and_the_items_maximum(tmp_path: Path, value: Any, want: str) -> None:
    """What cannot be read or lies outside is an error at its cell and counts nowhere; its neighbours count."""
    intake = read(tmp_path, "inspection", {"甲科": [{**TOP, "电工组": value, "水工组、仓管": 6}]})
    fine = not want.startswith("error")
    assert points(intake) == ([("电工组", "及时", want)] if fine else []) + [("水工组、仓管", "及时", "6")]
    assert said(intake) == ([] if fine else [f"{want} {at('inspection', '甲科', '电工组')}"])


@pytest.mark.parametrize("label, value, want", [
    ("检查日期", None, "error required-empty"), ("检查日期", "周五", "error not-a-date"), ("检查人", None, "error required-empty"),
    ("检查日期", "2017-10-09", "warning visit-outside"), ("检查日期", "2017-12-30", ""),
])
def test_a_visit_without_date_or_inspector_counts(tmp_path: Path, label: str, value: Any, want: str) -> None:
    """Missing or unreadable they are errors, a day outside the campaign is a warning; the points count all the same."""
    intake = read(tmp_path, "inspection", {"甲科": [{**TOP, "电工组": 9, label: value}]})
    assert said(intake) == ([f"{want} {at('inspection', '甲科', label)}"] if want else [])
    assert points(intake) == [("电工组", "及时", "9")]


def test_a_sheet_nobody_wrote_on_is_no_finding(tmp_path: Path) -> None:
    """乙科 was not visited: neither its empty date nor its empty inspector is missing."""
    assert said(read(tmp_path, "inspection", {"甲科": [{**TOP, "电工组": 9}], "乙科": [{"医生组": None}]})) == []


def test_items_of_another_line_are_not_used(tmp_path: Path) -> None:
    """On a sheet of two lines, a cell of another line's item is content not used; each item has its line's maximum."""
    rows = [{**TOP, "电工组": 9, "护士组": 8}, {"电工组": 18, "护士组": 4}, {"电工组": 3, "护士组": 5}]
    intake = read(tmp_path, "inspection", {"甲科": rows}, TWO_LINES)
    assert points(intake) == [("电工组", "及时", "9"), ("电工组", "记录", "18"), ("护士组", "记录", "5")]
    strange = [at("inspection", "甲科", title, nth, TWO_LINES) for title, nth in (("护士组", 0), ("护士组", 1), ("电工组", 2))]
    assert sorted(said(intake)) == sorted(f"warning content-unused {place}" for place in strange)


# ---- review

SPECIAL, RESULT = "工作特色（50分）", "工作成绩（50分）"


def reviewed(intake: Intake) -> list[tuple[str, str, str]]:
    """(candidate, criterion, points) of every row that counts."""
    rows = rows_of(intake)["reviews"]
    return [(row["post"] or row["team"] or row["department"], row["criterion"], str(row["points"])) for row in rows]


def review(root: Path, *rows: dict[str, Any], who: dict[str, Any] | None = None) -> Intake:
    """One reviewer's rows for 优秀班组: 电工组, 水工组、仓管 and 医生组, then rows of one's own."""
    return read(root, "review", {"评委信息": who or {"评委": "周一"}, "优秀班组": list(rows)})


HALF, OVER = "error review-half-filled", "error number-out-of-range"


@pytest.mark.parametrize("row, want", [
    ({SPECIAL: 40, RESULT: 45.5}, None), ({SPECIAL: 0, RESULT: 50}, None), ({}, []), ({"备注": "没看到"}, []),
    ({SPECIAL: 40}, [(HALF, RESULT)]), ({RESULT: 45, "备注": "好"}, [(HALF, SPECIAL)]),
    ({SPECIAL: 40, RESULT: 50.5}, [(OVER, RESULT)]), ({SPECIAL: -1}, [(OVER, SPECIAL)]),
    ({SPECIAL: "好", RESULT: 4}, [("error not-a-number", SPECIAL)]),
    ({SPECIAL: 0.8, RESULT: 45}, [("warning fraction-as-score", SPECIAL)]),
], ids=str)
def test_a_reviewers_row_counts_whole_or_not_at_all(tmp_path: Path, row: dict[str, Any], want: list[Any] | None) -> None:
    """Half filled is an error at the empty cell, out of range is as if empty, no point at all is no finding."""
    intake = review(tmp_path, row, {SPECIAL: 30, RESULT: 31})
    assert said(intake) == [f"{code} {at('review', '优秀班组', title)}" for code, title in want or []]
    counts = want is None or any(code.startswith("warning") for code, _ in want)
    mine = [("电工组", "工作特色", str(row.get(SPECIAL))), ("电工组", "工作成绩", str(row.get(RESULT)))]
    next_row = [("水工组、仓管", "工作特色", "30"), ("水工组、仓管", "工作成绩", "31")]
    assert reviewed(intake) == (mine if counts else []) + next_row


def test_a_candidate_scored_twice_and_teams_of_others(tmp_path: Path) -> None:
    """The lower of two whole rows is an error and left out; so is a row for a team that the department does not have."""
    own = [{"科室": "甲科", "班组": "电 工组", SPECIAL: 1, RESULT: 2}, {"科室": "甲科", "班组": "医生组", SPECIAL: 3, RESULT: 4},
           {"科室": "甲科", "班组": "电工", SPECIAL: 5, RESULT: 6}, {"科室": "丙科", "班组": "医生组", SPECIAL: 7, RESULT: 8}]
    intake = review(tmp_path, {SPECIAL: 40, RESULT: 45}, {}, {SPECIAL: 30, RESULT: 31}, *own)
    assert {name for name, *_ in reviewed(intake)} == {"电工组", "医生组"} and len(reviewed(intake)) == 4
    assert [points for *_, points in reviewed(intake)] == ["40", "45", "30", "31"]
    places = [("review-row-twice", "科室", 3), ("unknown-name", "班组", 4), ("unknown-name", "班组", 5), ("unknown-name", "科室", 6)]
    assert said(intake) == [f"error {code} {at('review', '优秀班组', title, nth)}" for code, title, nth in places]
    assert "是否为“电工组”？" in next(p.message for p in intake.findings if p.place.cell.endswith("10"))


@pytest.mark.parametrize("who, want, name, home", [
    ({"评委": "周 一", "所属科室": "甲科"}, "", "周一", "甲科"), ({"评委": "周一", "所属科室": None}, "", "周一", None),
    ({"评委": "周一", "所属科室": "丙科"}, "error unknown-name 所属科室", "周一", None),
    ({"评委": None, "所属科室": "乙科"}, "error reviewer-unknown 评委", "收件箱/表.xlsx", "乙科"),
])
def test_who_the_reviewer_is(tmp_path: Path, who: Any, want: str, name: str, home: str | None) -> None:
    """A missing name is an error, the book counts as one reviewer's; 所属科室 may be empty, not unknown."""
    intake = review(tmp_path, {SPECIAL: 40, RESULT: 45}, who=who)
    code, _, label = want.rpartition(" ")
    assert said(intake) == ([f"{code} {at('review', '评委信息', label)}"] if want else [])
    assert {(row["reviewer"], row["reviewer_department"]) for row in rows_of(intake)["reviews"]} == {(name, home)}


def test_a_criterion_may_stand_without_its_maximum_but_not_be_gone(tmp_path: Path) -> None:
    """工作特色 is the column 工作特色（50分）; without any column of it no row of the sheet can count."""
    book = office_file(RULES, "review", {"评委信息": {"评委": "周一"}, "优秀班组": [{SPECIAL: 40, RESULT: 45}]})
    cell = spot(template(RULES, "review"), "优秀班组", SPECIAL, -1)

    def head(text: str | None) -> Intake:
        renamed = edited(book, lambda workbook: setattr(workbook["优秀班组"][cell], "value", text))
        return intake_of(tmp_path / str(text), RULES, {"表.xlsx": renamed})

    assert (said(head("工作特色")), len(reviewed(head("工作特色")))) == ([], 2)
    assert (errors(head("特点")), reviewed(head("特点"))) == (["error column-missing 优秀班组"], [])


def test_a_post_nobody_recommended_is_an_error(tmp_path: Path) -> None:
    """At its name, with the nearest one; a department that has not submitted may still recommend any post."""
    rules, sheet = post_rules(), "优质服务示范岗"
    nomination = {"推荐顺序": 1, "岗位名称": "报修接待岗", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
    book = typed(right_book(rules), template(rules, "department", "甲科"), {f"{sheet}推荐": [nomination]})
    names = [("甲科", "电工组", "报修 接待岗"), ("甲科", "电工组", "报修岗"), ("甲科", "班组外", "报修接待岗"), ("乙科", "医生组", "挂号岗")]
    rows = [{"科室": d, "班组": t, "岗位名称": p, "规范（60分）": 50, "成效（40分）": 30} for d, t, p in names]
    files = {"甲.xlsx": book, "表.xlsx": office_file(rules, "review", {"评委信息": {"评委": "周一"}, sheet: rows})}
    intake = intake_of(tmp_path, rules, files)
    places = [at("review", sheet, "岗位名称", nth, rules) for nth in (1, 2)]
    assert said(intake) == [f"error review-candidate-unknown {place}" for place in places]
    assert "是否为“报修接待岗”？" in intake.findings[0].message
    assert reviewed(intake)[0] == ("报修接待岗", "规范", "50")


# ---- survey

ONE, TWO = "态度好不好", "质量好不好"
ANSWER = {"身份": "学生", "科室": "甲科", "班组": "电工组", ONE: "满意", TWO: "一般"}
INVALID = "survey-row-invalid"
RESPONSES = [
    ({}, True, ""), ({"班组": None}, True, ""), ({"科室": " 甲 科"}, True, ""), ({ONE: None}, True, ""), ({"意见建议": "多开窗"}, True, ""),
    ({"提交时间": "2017-12-10 09:30"}, True, ""), ({"科室": None}, False, INVALID), ({"科室": "后勤科"}, False, INVALID),
    ({"班组": "医生组"}, False, INVALID), ({"班组": "电工"}, False, INVALID), ({ONE: None, TWO: None}, False, INVALID),
    ({ONE: "不错"}, True, "unknown-choice"), ({ONE: "不错", TWO: "还行"}, False, INVALID), ({ONE: "#N/A"}, True, "error-value"),
    ({"身份": None}, True, "required-empty"), ({"身份": "领导"}, True, "unknown-choice"), ({"提交时间": "昨天"}, True, "not-a-moment"),
]


def test_which_responses_are_valid(tmp_path: Path) -> None:
    """A known department, a team of it or none, one known grade; whatever else is wrong, no single cell is an error."""
    intake = read(tmp_path, "survey", {"测评结果": [{**ANSWER, **change} for change, *_ in RESPONSES]})
    first = int(at("survey", "测评结果", "科室").rsplit("C", 1)[1])
    valid = [RESPONSES[row["row"] - first][0] for row in rows_of(intake)["answers"]]
    assert valid == [change for change, counts, _ in RESPONSES if counts]
    found = {number: set() for number in range(len(RESPONSES))}
    for p in intake.findings:
        if p.place.cell and p.code != "survey-answers-unread":
            found[int(p.place.cell.lstrip("ABCDEFGHIJKL")) - first].add((p.severity.value, p.code))
    for (change, counts, code), said_of_it in zip(RESPONSES, found.values(), strict=True):
        assert counts or ("warning", INVALID) in said_of_it, change
        assert not counts or said_of_it == ({("warning", code)} if code else set()), change
    assert errors(intake) == ["error survey-mostly-invalid "]


def test_a_survey_without_a_column(tmp_path: Path) -> None:
    """A column that is gone is an error, as every figure moves with it. The rest counts: the other questions, whole departments."""
    book = office_file(RULES, "survey", {"测评结果": [ANSWER]})
    for title, count in ((ONE, 1), ("班组", 1), ("科室", 0)):
        cell = spot(template(RULES, "survey"), "测评结果", title)
        gone = edited(book, lambda workbook, cell=cell: workbook["测评结果"].delete_cols(workbook["测评结果"][cell].column))
        intake = intake_of(tmp_path / title, RULES, {"表.xlsx": gone})
        of_rows = [] if count else ["error survey-mostly-invalid "]
        assert (len(rows_of(intake)["answers"]), errors(intake)) == (count, [*of_rows, "error column-missing 测评结果"])


def test_an_online_surveys_export_is_read_by_its_columns(tmp_path: Path) -> None:
    """问卷对照 maps a column to whom and what: one response for each department or team with an answered column."""
    columns = [("1. 电工组的态度", "甲科", "电工组", ONE), ("2. 电工组的质量", "甲科", "电工组", TWO), ("3. 甲科总的质量", "甲科", None, TWO)]
    rules = rules_of(**SMALL, 问卷对照=columns)
    rows = (("序号", "提交时间", *(column[0] for column in columns)), (1, "2017-12-10 09:30", "满意", None, "一般"),
            (2, "2017-12-10 09:31", None, "很满意", None), (3, "2017-12-10 09:32", None, None, None))
    intake = intake_of(tmp_path, rules, {"问卷星导出.xlsx": foreign_book("Sheet1", rows)})
    answers = [(row["department"], row["team"], row[ONE], row[TWO]) for row in rows_of(intake)["answers"]]
    assert answers == [("甲科", "电工组", "满意", None), ("甲科", None, None, "一般"), ("甲科", "电工组", None, "很满意")]
    assert (intake.files[0].state.value, errors(intake)) == ("used", [])
