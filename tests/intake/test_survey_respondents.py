"""Exports of online survey tools: numbers as grades, doubtful answer sheets, two exports, two sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.figures import figures_of
from fuwuyue_xlsx.evaluate.sums import sums_of
from fuwuyue_xlsx.intake.kinds.survey_tools import seconds
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.model import Rules
from tests.support.filled_books import SMALL, intake_of, rules_of, with_policy
from tests.support.intake_report import errors, places_of, states
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of

ONE, TWO = "态度好不好", "质量好不好"
TEAM = ("甲科", "电工组")
COLUMNS = [("1. 态度", *TEAM, ONE), ("2. 质量", *TEAM, TWO), ("3. 态度", "乙科", None, ONE), ("4. 质量", "乙科", None, TWO),
           ("5. 水工态度", "甲科", "水工组、仓管", ONE)]
HEADERS = ("序号", "提交答卷时间", "所用时间", "来源", "来自IP", *(column[0] for column in COLUMNS))


def rules(**policies: Any) -> Rules:
    return rules_of(**SMALL, 问卷对照=COLUMNS, 口径设置=with_policy(**policies))


def answered(number: int, took: Any, address: str | None, *grades: Any) -> tuple[Any, ...]:
    return (number, f"2017-12-10 09:{number:02d}", took, "微信", address, *grades)


def read(root: Path, used: Rules, *sheets: list[tuple[Any, ...]], files: int = 1) -> Intake:
    """An export of so many sheets, or so many exports of a sheet each."""
    if files > 1:
        return intake_of(root, used, {f"导出{i}.xlsx": book_bytes({"Sheet1": rows}) for i, rows in enumerate(sheets, 1)})
    return intake_of(root, used, {"导出.xlsx": book_bytes({f"Sheet{i}": rows for i, rows in enumerate(sheets, 1)})})


def score(intake: Intake, used: Rules, department: str, team: str | None) -> str:
    return str(figures_of(used.policies, sums_of(intake.tables)).surveys[department, team].value)


@pytest.mark.parametrize("policy, expected", [("大数最满意", "90.00"), ("小数最满意", "30.00")])
def test_grades_as_numbers(tmp_path: Path, policy: str, expected: str) -> None:
    """5 and 4 of five grades are 100 and 80, or 20 and 40, by the policy; words mean what they say."""
    used = rules(数字等级=policy)
    intake = read(tmp_path, used, [HEADERS, answered(1, "65秒", "10.0.0.1", 5, "4"), answered(2, "65秒", "10.0.0.2", None, None, "一般", "一般")])
    assert score(intake, used, *TEAM) == expected and score(intake, used, "乙科", None) == "60.00"
    assert errors(intake) == [] and states(intake) == {"导出.xlsx": "used"}


@pytest.mark.parametrize("grade", [0, 6, 2.5, "5级", "好"])
def test_a_number_that_is_no_grade(tmp_path: Path, grade: Any) -> None:
    """A warning at its cell; the other answers of the row count."""
    intake = read(tmp_path, rules(无效问卷上限="100%"), [HEADERS, answered(1, "65秒", "10.0.0.1", grade, "满意")])
    assert places_of(intake.findings, "unknown-choice") == ["Sheet1!F2"] and errors(intake) == []
    assert places_of(intake.findings, "survey-answers-unread") == ["Sheet1!F2"]
    assert [row[TWO] for row in rows_of(intake)["answers"]] == ["满意"]


STRAIGHT = ("满意",) * 5
ROWS = [HEADERS, answered(1, "65秒", "10.0.0.1", "满意", "一般"), answered(2, "12秒", "10.0.0.2", "很满意", "很满意"),
        answered(3, "80秒", "10.0.0.1", "很满意", "很满意"), answered(4, "2分", "10.0.0.4", *STRAIGHT), answered(5, "2分", None, *STRAIGHT[:4], "一般"),
        answered(6, "00:01:05", None, "满意", "满意")]


@pytest.mark.parametrize("policy, counted", [("计入", 6), ("不计", 3)])
def test_doubtful_answer_sheets(tmp_path: Path, policy: str, counted: int) -> None:
    """Repeated, too quick, all the same: each kind is one warning with its rows; the policy says whether they count."""
    used = rules(可疑答卷=policy)
    intake = read(tmp_path, used, ROWS)
    told = {p.details["why"]: (p.place.cell, p.details["rows"], p.severity.value) for p in intake.findings if p.code == "export-doubtful"}
    assert told == {"与上面的答卷网络地址（IP）相同": ("A4", "4", "warning"), "所用时间不到 30 秒": ("A3", "3", "warning"),
                    "每道题的回答都一样": ("A5", "5", "warning")}
    figure = figures_of(used.policies, sums_of(intake.tables)).surveys[TEAM]
    assert figure.count == counted and sum(int(part.basis.split("×")[1]) for part in figure.parts) == 2 * counted
    assert all(policy in p.details["effect"] for p in intake.findings if p.code == "export-doubtful")


def test_how_quick_is_too_quick_is_a_policy(tmp_path: Path) -> None:
    """0 seconds: nobody is."""
    intake = read(tmp_path, rules(最短答题秒数=0), ROWS)
    assert "3" not in [p.details["rows"] for p in intake.findings if p.code == "export-doubtful"]


@pytest.mark.parametrize("text, expected", [("65秒", 65), ("1分5秒", 65), ("2分", 120), ("1小时2分3秒", 3_723), ("00:01:05", 65), (65.0, 65),
                                            ("65", 65), ("很久", None), ("", None), (None, None), (True, None)])
def test_how_long_somebody_took(text: Any, expected: int | None) -> None:
    assert seconds(text) == expected


def test_a_later_export_holds_the_earlier_one(tmp_path: Path) -> None:
    """The rows that both hold are the same answer sheets, and count once, whatever the policy says of doubtful ones."""
    first = [HEADERS, answered(1, "65秒", "10.0.0.1", "满意", "一般")]
    both = [HEADERS, answered(7, "70秒", "10.0.0.7", "很满意", "很满意"), *first[1:]]
    used = rules(可疑答卷="计入")
    intake = read(tmp_path, used, first, both, files=2)
    assert places_of(intake.findings, "export-rows-repeated") == ["Sheet1!A3"]
    assert figures_of(used.policies, sums_of(intake.tables)).surveys[TEAM].count == 2


@pytest.mark.parametrize("files", [1, 2])
def test_an_export_in_two_parts(tmp_path: Path, files: int) -> None:
    """Half of the columns on one sheet or in one file, half in another: both are read."""
    left = [HEADERS[:7], *(row[:7] for row in ROWS[1:3])]
    right = [(*HEADERS[:5], *HEADERS[7:]), answered(8, "65秒", "10.0.0.8", "满意", "满意", "满意")]
    intake = read(tmp_path, rules(), left, right, files=files)
    assert set(states(intake).values()) == {"used"} and len(rows_of(intake)["answers"]) == 4
    for file in intake.files:
        assert file.account.used + file.account.template + file.account.reported == file.account.nonempty


def test_a_part_of_one_column(tmp_path: Path) -> None:
    """Beside an export a sheet that holds a single mapped column gives its answers, too."""
    left = [HEADERS[:7], *(row[:7] for row in ROWS[1:3])]
    right = [("序号", "5. 水工态度"), (1, "满意"), (2, "很满意")]
    intake = read(tmp_path, rules(), left, right)
    answers = [(row["sheet"], row["row"], row[ONE]) for row in rows_of(intake)["answers"] if row["team"] == "水工组、仓管"]
    assert answers == [("Sheet2", 2, "满意"), ("Sheet2", 3, "很满意")]
    assert [p.details["titles"] for p in intake.findings if p.blocks] == ["“3. 态度”、“4. 质量”"]


def test_a_question_in_two_columns(tmp_path: Path) -> None:
    """Whichever of them is answered counts; of two answers the last."""
    used = rules_of(**SMALL, 问卷对照=[*COLUMNS, ("6. 态度", *TEAM, ONE)], 口径设置=with_policy())
    intake = read(tmp_path, used, [(*HEADERS, "6. 态度"), (*answered(1, "65秒", "10.0.0.1", "满意", "一般", None, None, None), None),
                                   (*answered(2, "65秒", "10.0.0.2", "满意", "一般", None, None, None), "很满意")])
    assert [row[ONE] for row in rows_of(intake)["answers"]] == ["满意", "很满意"]


def test_one_mapped_header_makes_no_export(tmp_path: Path) -> None:
    """A foreign book may have a column of the same title."""
    intake = read(tmp_path, rules(), [("姓名", "1. 态度"), ("张三", "满意")])
    assert states(intake) == {"导出.xlsx": "rejected"} and rows_of(intake)["answers"] == []
