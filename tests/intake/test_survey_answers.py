"""Answers as survey tools write them: a letter, a number or points about a grade, no answer, other words; and what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.answer_kinds import NO_ANSWER, Grade, is_skipped, named_in
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, intake_of, rules_bytes, rules_of
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of

GRADES = ("很满意", "满意", "一般", "不满意", "很不满意")
TEAM = ("甲科", "电工组")
MAPPING = [("1、态度", *TEAM, "态度好不好"), ("2、质量", *TEAM, "质量好不好")]


@pytest.mark.parametrize("written, grade", [
    ("满意", "满意"), (" 满 意 ", "满意"), ("A.满意", "满意"), ("A、满意", "满意"), ("a) 满意", "满意"), ("（A）满意", "满意"), ("[A2] 满意", "满意"),
    ("A满意", "满意"), ("B．不满意", "不满意"), ("1、满意", "满意"), ("1.满意", "满意"), ("①满意", "满意"), ("4-满意", "满意"), ("4：满意", "满意"),
    ("4分-满意", "满意"), ("满意（4分）", "满意"), ("满意(4)", "满意"), ("满意|4", "满意"), ("满意｜4", "满意"), ("满意-4", "满意"),
    ("满意 4分", "满意"), ("满意(得4分)", "满意"), ("满意[A2]", "满意"), ("很满意（5分）", "很满意"), ("5—很满意", "很满意"), ("选项A.一般", "一般"),
    ("满意（80-89分）", "满意"), ("A.很满意（90分以上）", "很满意"), ("一般(60～79)", "一般"), ("很不满意 60分及以下", "很不满意"), ("〔B〕满意", "满意"),
    ("D.很不满意(1.0分)", "很不满意"), ("满意。", "满意"), ("4", "4"), (4, "4"), (5.0, "5"), ("3分", "3"),
])
def test_what_stands_about_a_grade_changes_nothing(written: Any, grade: str) -> None:
    assert Grade(GRADES, numbered=True).read(written).value == grade


@pytest.mark.parametrize("written", [
    "基本满意", "A.基本满意", "比较满意（4分）", "非常满意", "不太满意", "满意吗", "满意/不满意", "满意;一般", "满意┋一般", "1.满意;2.一般", "不 很满意",
    "满意不满意",
    "NO满意", "非满意", "满意度", "6", 6, 0, 4.5, "4.5", "80%", True, "满意（不满意）", "一般满意", "还行", "满意4分3分",
    "满意（满意-一般）", "满意-一般", "满意（80-89分）一般", "满意以上",
])
def test_what_is_no_grade_is_none(written: Any) -> None:
    """Above all 不满意 is never 满意, and no half of an answer is one."""
    reading = Grade(GRADES, numbered=True).read(written)
    assert reading.value is None and reading.findings


def test_a_number_is_a_grade_in_an_export_alone() -> None:
    assert Grade(GRADES).read(4).value is None and Grade(GRADES, numbered=True).read(4).value == "4"


@pytest.mark.parametrize("written", [
    "跳过", "(跳过)", "（跳过）", "[跳过]", "〖跳过〗", "【空】", "空", "（空）",
    "N/A", "n/a", "F.不了解", "6、不了解", "不了解（0分）", "不适用", "未作答", -3, "-3", -2])
def test_no_answer_is_none_and_never_a_bad_one(written: Any) -> None:
    reading = Grade(GRADES, numbered=True).read(written)
    assert reading.value == NO_ANSWER and not reading.findings


def test_a_grade_that_is_called_like_no_answer() -> None:
    """The rules' own word stands before everything else."""
    assert Grade(("好", "不了解", "差")).read("C.不了解").value == "不了解"
    assert not is_skipped("不了解情况就说满意")


def test_other_words() -> None:
    kind = Grade(GRADES, others=(("非常满意", "很满意"), ("没用过", None), ("4", "一般"), ("OK", "满意")), numbered=True)
    expected = {"非常满意": "很满意", "A.非常满意": "很满意", "非常满意（5分）": "很满意", "没用过": NO_ANSWER, "E.没用过": NO_ANSWER, "4": "一般",
                "1.4": None, "5": "5", "OK": "满意", "BOOK": None, "满意": "满意"}
    assert {text: kind.read(text).value for text in expected} == expected


def test_names_with_a_number_in_front() -> None:
    names = ["电工组", "1号组", "11号组"]
    expected = {"电工组": "电工组", "A.电工组": "电工组", "2、电工组": "电工组", "(3)1号组": "1号组", "2.1号组": "1号组", "1号组": "1号组",
                "11号组": "11号组", "21号组": None, "1电工组": None, "电工组2": None}
    assert {text: named_in(text, names) for text in expected} == expected


# ---- 等级对照, by both doors

def rules(**sheets: Any) -> Rules:
    return rules_of(**{**SMALL, "问卷对照": MAPPING, **sheets})


def by(door: str, used: Rules, rows: list[tuple[Any, Any]]) -> dict[str, bytes]:
    if door == "export":
        return {"导出.xlsx": book_bytes({"Sheet1": [("序号", "1、态度", "2、质量"), *((n, *row) for n, row in enumerate(rows, 1))]})}
    told = [{"身份": "学生", "科室": TEAM[0], "班组": TEAM[1], "态度好不好": one, "质量好不好": other} for one, other in rows]
    return {"满意度测评表.xlsx": office_file(used, "survey", {"测评结果": told})}


def grades(intake: Intake) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows_of(intake)["grades"]:
        found[row["grade"]] = found.get(row["grade"], 0) + row["count"]
    return found


BOTH_DOORS = pytest.mark.parametrize("door", ["own", "export"])


@BOTH_DOORS
def test_words_of_the_rules_count_as_their_grades(tmp_path: Path, door: str) -> None:
    """To one question or to all; what neither names is still told, and 跳过 is told nowhere."""
    used = rules(等级对照=[("非常满意", "很满意", None), ("还行", "一般", "态度好不好"), ("没去过", "不计", None)])
    rows = [("非常满意", "B.满意"), ("还行", "还行"), ("没去过", "跳过"), ("(跳过)", "不满意")]
    intake = intake_of(tmp_path, used, by(door, used, rows))
    assert grades(intake) == {"很满意": 1, "满意": 1, "一般": 1, "不满意": 1}
    assert [(p.details["count"], p.details["words"]) for p in intake.findings if p.code == "survey-answers-unread"] == [(1, "“还行”1 处")]


@BOTH_DOORS
def test_without_the_sheet_other_words_are_asked_about(tmp_path: Path, door: str) -> None:
    used = rules()
    intake = intake_of(tmp_path, used, by(door, used, [("非常满意", "满意"), ("满意", "一般")]))
    assert grades(intake) == {"满意": 2, "一般": 1}
    assert [doubt.findings[0].code for doubt in intake.doubts] == ["survey-answers-unread"]


@pytest.mark.parametrize("words, code, cell", [
    ([("非常满意", "很满意", None), ("非常 满意", "满意", None)], "rule-twice", "A5"), ([("非常满意", "特别好", None)], "unknown-name", "B4"),
    ([("非常满意", "很满意", "快不快")], "unknown-name", "C4"), ([("不满意", "满意", None)], "rule-mapping", "A4"),
    ([("非常满意", None, None)], "required-empty", "B4"),
])
def test_faults_of_the_words(words: Any, code: str, cell: str) -> None:
    used, findings = read_rules(rules_bytes(**{**SMALL, "等级对照": words}))
    assert used is None and [(p.code, p.place.sheet, p.place.cell) for p in findings if p.blocks] == [(code, "等级对照", cell)]


def test_words_in_order() -> None:
    """A word for all questions and again for one, and a grade that stands for itself, are no faults."""
    used = rules(等级对照=[("还行", "一般", None), ("还行", "满意", "态度好不好"), ("满意", "满意", None)])
    assert dict(used.words_for("态度好不好"))["还行"] == "满意" and dict(used.words_for("质量好不好"))["还行"] == "一般"
