"""Every non-empty cell is accounted for: used + template + reported = non-empty, in every file, whatever became of it."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.submissions import SourceFile
from tests.support.altered_books import (
    edited,
    foreign_book,
    last_years_rules,
    office_file,
    plain,
    right_book,
    saved_at,
    typed,
    without_sheet,
    without_stamp,
)
from tests.support.filled_books import SMALL, department_file, intake_of, rules_bytes, small_rules, template
from tests.support.intake_report import states

RULES = small_rules()
KINDS = ("department", "inspection", "survey", "incidents", "review")


def nonempty(data: bytes) -> int:
    """The cells of all sheets, hidden ones too, in which anything can be seen or is reckoned, as another reader counts them."""
    workbook, stored = (load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    pairs = ((cell.value, shown) for sheet in workbook.worksheets for row, seen in zip(sheet.iter_rows(), stored[sheet.title].iter_rows(), strict=True)
             for cell, shown in zip(row, seen, strict=True))
    # a formula that comes to an empty text shows nothing
    values = [value for value, shown in pairs if shown.value is not None or shown.data_type == "n" or not str(value).startswith("=")]
    return sum(value is not None and any(c.isprintable() and not c.isspace() for c in str(value)) for value in values)


def check(intake: Intake, files: dict[str, bytes]) -> None:
    """The account of each file adds up to what is in it, and every cell not used has a finding that speaks of it."""
    for file in intake.files:
        account = file.account
        assert account.nonempty == nonempty(files[file.path.removeprefix("收件箱/")]), file.path
        assert account.used + account.template + account.reported == account.nonempty, file.path
        if file.state == "used":
            assert account.reported == spoken_of(intake, file), file.path
        else:
            assert account.used == 0, file.path


def spoken_of(intake: Intake, file: SourceFile) -> int:
    """How many cells the findings of a file call unused."""
    mine = [p for p in intake.findings if p.place.file == file.path]
    return sum(p.details.get("count", 1) for p in mine if p.code in ("content-unused", "content-unused-more", "sheet-unused"))


VISIT = {"检查日期": "2017-12-05", "检查人": "赵一"}
ANSWERS = [{"身份": "学生", "科室": "甲科", "态度好不好": "满意"}, {"身份": "领导", "科室": "丁科", "意见建议": "好"}]
CASE = {"编号": "1", "科室": "甲科", "班组": "电工", "类型": "安全事故", "情况简述": "略", "调查结论": "查"}


@cache
def an_inbox() -> dict[str, bytes]:
    """Files of every state: used, superseded, rejected, foreign; with faults, notes, and sheets of one's own."""
    blank = template(RULES, "department", "甲科")

    def add(workbook: Any) -> None:
        workbook.create_sheet("草稿").append(["草稿", None, 3, " ", dt.date(2017, 12, 1)])
        workbook["技能比赛"]["K40"] = "裁判另附"
        workbook["科室信息"]["D1"] = True
        workbook["科室信息"]["C5"] = "#N/A"
        for row in range(1, 50):
            workbook["宣传报道"].cell(row, 9).value = row

    faulty = {"班组信息": [{"班组": "电工", "员工人数": "十二"}], "优秀个人推荐": [{}, {"姓名": "李七", "岗位": None}]}
    own, filled_in = edited(typed(right_book(RULES), blank, faulty), add), department_file(RULES)
    review = {"评委信息": {"评委": "周一"}, "优秀班组": [{"工作特色（50分）": 99, "备注": "好"}, {"科室": "丁科"}]}
    twice = {"甲科": [{**VISIT, "电工组": 9}, {"电工组": 7}, {"电工组": "说明"}]}
    return {
        "甲/新.xlsx": saved_at(own, "2017-12-21T10:00:00Z"),
        "甲/旧.xlsx": saved_at(filled_in, "2017-12-20T10:00:00Z"),
        "甲/旧 副本.xlsx": saved_at(filled_in, "2017-12-20T10:00:00Z"),
        "乙.xlsx": without_sheet(typed(plain(template(RULES, "department", "乙科")), blank, {"科室信息": {"填报人": "吴九"}}), "技能培训"),
        "检查1.xlsx": saved_at(office_file(RULES, "inspection", twice), "2017-12-20T10:00:00Z"),
        "检查2.xlsx": saved_at(office_file(RULES, "inspection", {**twice, "乙科": [{**VISIT, "医生组": 99}]}), "2017-12-21T10:00:00Z"),
        "测评.xlsx": without_stamp(office_file(RULES, "survey", {"测评结果": ANSWERS})),
        "事故.xlsx": office_file(RULES, "incidents", {"事故投诉": [CASE]}),
        "打分.xlsx": office_file(RULES, "review", review),
        "打分 同.xlsx": saved_at(office_file(RULES, "review", review), "2017-12-01T10:00:00Z"),
        **{f"空白_{kind}.xlsx": template(RULES, kind, "甲科") for kind in KINDS if kind != "incidents"},
        "菜单.xlsx": foreign_book(rows=(("菜名", None, "单价"), (" ", "面条", 6), (None, dt.date(2017, 12, 1), True))),
        "规则.xlsx": rules_bytes(**SMALL),
        "去年.xlsx": right_book(last_years_rules()),
    }


def test_every_file_adds_up(tmp_path: Path) -> None:
    """Used, superseded, rejected and foreign files: the sums hold against another reader's count."""
    files = an_inbox()
    intake = intake_of(tmp_path, RULES, files)
    check(intake, files)
    assert set(states(intake).values()) == {"used", "superseded", "rejected"}
    accounts = {file.name: file.account for file in intake.files}
    assert accounts["菜单.xlsx"].reported == 6
    assert accounts["新.xlsx"].reported == 3 + 3 + 49  # the sheet of one's own, three notes, a column of numbers
    assert all(accounts[name].reported for name in ("新.xlsx", "旧.xlsx", "检查1.xlsx", "去年.xlsx"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_template_holds_only_itself(tmp_path: Path, kind: str) -> None:
    """Nobody typed anything: all of it is the template's, whether the file counts (a register) or not."""
    blank = template(RULES, kind, "甲科")
    account = intake_of(tmp_path, RULES, {"表.xlsx": blank}).files[0].account
    assert (account.used, account.template, account.reported) == (0, nonempty(blank), 0)


@pytest.mark.parametrize("kind, cells, count, locked", [
    ("survey", {"测评结果": ANSWERS[:1]}, 3, 0), ("inspection", {"甲科": [{**VISIT, "电工组": 9}, {"水工组、仓管": 7}]}, 4, 6),
    ("review", {"评委信息": {"评委": "周一"}, "优秀班组": [{"工作特色（50分）": 9, "工作成绩（50分）": 8}]}, 3, 2),
    ("incidents", {"事故投诉": [{**CASE, "班组": "电工组", "发生日期": "2017-12-03"}]}, 7, 0),
])
def test_what_was_typed_is_used(tmp_path: Path, kind: str, cells: Any, count: int, locked: int) -> None:
    """Each typed cell is used, and so may be the locked cells of its row; all the rest is the template's."""
    account = intake_of(tmp_path, RULES, {"表.xlsx": office_file(RULES, kind, cells)}).files[0].account
    assert account.used in (count, count + locked)
    assert account.template == account.nonempty - account.used


# ---- anything, anywhere

VALUES = st.one_of(
    st.sampled_from(["甲科", "电工组", "电工", "同意", "满意", "2017-12-01", "示例：电工", "班组", "科室", "编号", "\u200b", " ", "#DIV/0!", "说明"]),
    st.integers(-3, 200), st.floats(0, 100), st.booleans(), st.dates(dt.date(2017, 1, 1), dt.date(2018, 12, 31)),
)
SCATTERED = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 14), st.integers(1, 12), VALUES), max_size=25)


def scatter_and_check(kind: str, cells: list[tuple[int, int, int, Any]]) -> None:
    """Values put anywhere on any sheet of a filled or blank book."""

    def scatter(workbook: Any) -> None:
        for sheet, row, column, value in cells:
            workbook.worksheets[sheet % len(workbook.worksheets)].cell(row, column).value = value

    data = edited(plain(template(RULES, kind, "甲科")), scatter)
    with TemporaryDirectory() as folder:
        check(intake_of(Path(folder), RULES, {"表.xlsx": data}), {"表.xlsx": data})


SMALL_KINDS = st.sampled_from([kind for kind in KINDS if kind != "department"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SMALL_KINDS, SCATTERED)
def test_anything_anywhere_adds_up(kind: str, cells: list[tuple[int, int, int, Any]]) -> None:
    """Headers overwritten, notes, wrong values: the sums hold, and every cell not used is spoken of."""
    scatter_and_check(kind, cells)


@pytest.mark.long
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(KINDS), SCATTERED)
def test_anything_anywhere_adds_up_at_length(kind: str, cells: list[tuple[int, int, int, Any]]) -> None:
    """The same over every kind of book."""
    scatter_and_check(kind, cells)
