"""Exports of survey tools in their own shapes: the same answers give the same figures as our own book."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.submissions import State
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from tests.support.filled_books import SMALL, intake_of, rules_bytes, rules_of, with_policy
from tests.support.intake_report import ABSENT
from tests.support.raw_workbooks import book_bytes
from tests.support.survey_exports import GRADES, QUESTIONS, TEAMS, TOOLS, Answered, answered, own_book
from tests.support.table_rows import rows_of

Figures = dict[tuple[str, str | None], tuple[int, dict[str, int]]]


def rules(mapping: Any, **sheets: Any) -> Rules:
    return rules_of(**{**SMALL, "问卷对照": list(mapping), **sheets})


def figures(intake: Intake) -> Figures:
    """By whom they are about: how many responses, and how often each grade."""
    tables, found = rows_of(intake), {}
    for row in tables["responses"]:
        owner = row["department"], row["team"]
        count, grades = found.get(owner, (0, {}))
        found[owner] = count + row["count"], grades
    for row in tables["grades"]:
        grades = found[row["department"], row["team"]][1]
        grade = {"5": "很满意", "4": "满意", "3": "一般", "2": "不满意", "1": "很不满意"}.get(row["grade"], row["grade"])
        grades[grade] = grades.get(grade, 0) + row["count"]
    return found


def said(sheets: list[Answered]) -> Figures:
    """The same counted from what was answered."""
    found: Figures = {}
    for sheet in sheets:
        count, grades = found.get((sheet.department, sheet.team), (0, {}))
        for grade in filter(None, sheet.grades):
            grades[grade] = grades.get(grade, 0) + 1
        found[sheet.department, sheet.team] = count + 1, grades
    return found


def codes(intake: Intake) -> set[str]:
    """What is said besides infos and books that are not there."""
    return {p.code for p in intake.findings if p.severity.value != "info"} - set(ABSENT)


@pytest.mark.parametrize("tool", TOOLS)
def test_an_export_gives_the_figures_of_our_own_book(tmp_path: Path, tool: str) -> None:
    shape, sheets = TOOLS[tool], answered()
    used = rules(shape.mapping)
    by_export = intake_of(tmp_path / "export", used, {"导出.xlsx": shape.book(sheets)})
    by_own = intake_of(tmp_path / "own", used, {"满意度测评表.xlsx": own_book(used, sheets)})
    assert figures(by_export) == figures(by_own) == said(sheets)
    assert [file.state for file in by_export.files] == [State.USED]
    assert codes(by_export) <= {"export-numbers", "export-ends-with-summary"} and by_export.doubts == ()


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_tells_finds_repeats_and_haste(tmp_path: Path, tool: str) -> None:
    """Two exports of one survey count once; who took twenty seconds is doubted where the tool tells it."""
    shape, sheets = TOOLS[tool], answered()
    hasty = [*sheets[:50], *(replace(sheet, seconds=20) for sheet in sheets[50:53]), *sheets[53:]]
    intake = intake_of(tmp_path, rules(shape.mapping), {"一.xlsx": shape.book(hasty[:40]), "二.xlsx": shape.book(hasty)})
    assert [p.details["count"] for p in intake.findings if p.code == "export-rows-repeated"] == [40]
    assert figures(intake) == said(hasty)
    told = tool in ("问卷星", "腾讯问卷", "金数据", "Kobo", "LimeSurvey")
    assert [p.details["count"] for p in intake.findings if p.code == "export-doubtful" and "不到" in p.message] == [3] * told


def test_one_address_about_one_team_is_doubted(tmp_path: Path) -> None:
    """Who rates three teams hands in three rows from one address; who rates one team twice hands in one too many."""
    shape, sheets = TOOLS["问卷星"], answered(12)
    cells = [list(row) for row in shape.cells(sheets)]
    for row in cells[1:]:
        row[5] = "10.9.9.9(广西-南宁)"
    intake = intake_of(tmp_path, rules(shape.mapping), {"导出.xlsx": book_bytes({"Sheet1": cells})})
    owners = {(sheet.department, sheet.team) for sheet in sheets}
    assert [p.details["count"] for p in intake.findings if p.code == "export-doubtful"] == [len(sheets) - len(owners)]


# ---- whom a row is about

CHOSEN = [("科室", None, None, "科室"), ("班组", None, None, "班组"), ("态度", None, None, QUESTIONS[0]), ("质量", None, None, QUESTIONS[1])]


def chosen(rows: list[tuple[Any, ...]], header: tuple[str, ...] = ("科室", "班组", "态度", "质量")) -> dict[str, bytes]:
    return {"导出.xlsx": book_bytes({"Sheet1": [("序号", *header), *((n, *row) for n, row in enumerate(rows, 1))]})}


@pytest.mark.parametrize("department, team, owner", [
    ("甲科", "电工组", ("甲科", "电工组")), ("A.甲科", "2、电工组", ("甲科", "电工组")), (" 甲 科", "电工组 ", ("甲科", "电工组")),
    (None, "医生组", ("乙科", "医生组")), ("(跳过)", "医生组", ("乙科", "医生组")), ("乙科", None, ("乙科", None)), ("乙科", "跳过", ("乙科", None)),
    ("乙科", "班组外", ("乙科", None)), ("甲科", "甲科-电工组", ("甲科", "电工组")), (None, "甲科→水工组、仓管", ("甲科", "水工组、仓管")),
    ("甲科-电工组", None, ("甲科", "电工组")), ("甲科", "水工组、仓管", ("甲科", "水工组、仓管")), ("乙科", -3, ("乙科", None)),
    (-2, "医生组", ("乙科", "医生组")),
    ("甲科 电工组", None, ("甲科", "电工组")), ("甲科（水工组、仓管）", None, ("甲科", "水工组、仓管")), (None, "乙科：医生组", ("乙科", "医生组")),
])
def test_whom_a_row_names(tmp_path: Path, department: Any, team: Any, owner: Any) -> None:
    intake = intake_of(tmp_path, rules(CHOSEN), chosen([(department, team, "满意", "一般")]))
    assert figures(intake) == {owner: (1, {"满意": 1, "一般": 1})} and not codes(intake)


@pytest.mark.parametrize("department, team, why", [
    ("丙科", "电工组", "科室“丙科”不在名单里"), ("甲科", "医生组", "“医生组”不是“甲科”的班组"), ("甲科", "电工", "班组“电工”不在名单里，是否为“电工组”"),
    (None, None, "科室没有填写"), (None, "班组外", "科室没有填写"), ("甲科", "电工组;医生组", "不在名单里"), ("跳过", "跳过", "科室没有填写"),
    (-3, -3, "科室没有填写"), ("甲科医生组", None, "不在名单里"), ("甲科（电工）", None, "不在名单里"),
])
def test_a_row_that_names_nobody_known_is_invalid(tmp_path: Path, department: Any, team: Any, why: str) -> None:
    """As in our own book, with what it is near to; it counts against 无效问卷上限."""
    rows = [(department, team, "很不满意", "很不满意"), *[("甲科", "电工组", "满意", "满意")] * 3]
    intake = intake_of(tmp_path, rules(CHOSEN), chosen(rows))
    assert figures(intake) == {("甲科", "电工组"): (3, {"满意": 6})}
    assert [(p.code, p.place.cell[1:]) for p in intake.findings if why in p.message and p.code == "survey-row-invalid"] == [("survey-row-invalid", "2")]
    assert "survey-mostly-invalid" in codes(intake)


@pytest.mark.parametrize("answers", [(None, None), ("跳过", "(跳过)")])
def test_a_row_without_an_answer_is_invalid(tmp_path: Path, answers: Any) -> None:
    intake = intake_of(tmp_path, rules(CHOSEN), chosen([("甲科", "电工组", *answers), ("甲科", "电工组", "满意", None)]))
    assert figures(intake) == {("甲科", "电工组"): (1, {"满意": 1})}
    assert [p.details["why"] for p in intake.findings if p.code == "survey-row-invalid"] == ["没有一道题有可识别的回答"]


def test_two_departments_have_a_team_of_one_name(tmp_path: Path) -> None:
    """Without a department nobody knows whose it is."""
    teams = [("甲科", 1, "电工组", "维修", None), ("乙科", 1, "电工组", "医疗", None)]
    used = rules(CHOSEN, 班组划分=teams)
    intake = intake_of(tmp_path, used, chosen([("乙科", "电工组", "满意", "满意"), (None, "电工组", "满意", "满意"), ("甲科", "电工组", "一般", "一般")]))
    assert figures(intake) == {("乙科", "电工组"): (1, {"满意": 2}), ("甲科", "电工组"): (1, {"一般": 2})}
    assert [p.details["why"] for p in intake.findings if p.code == "survey-row-invalid"] == ["“电工组”不止一个科室有，看不出是哪个科室的"]


def test_an_answer_that_is_not_read_is_weighed_for_whom_the_row_names(tmp_path: Path) -> None:
    intake = intake_of(tmp_path, rules(CHOSEN), chosen([*[("甲科", "电工组", "满意", "满意")] * 20, ("乙科", "医生组", "还行", "满意")]))
    (doubt,) = intake.doubts
    assert [way.rows["grades"]["department"] for way in doubt.readings] == [["乙科"], ["乙科"]]
    assert figures(intake)["乙科", "医生组"] == (1, {"满意": 1})


def test_identities_of_no_list_are_told(tmp_path: Path) -> None:
    mapping = [*CHOSEN, ("身份", None, None, "身份")]
    rows = [("甲科", "电工组", "满意", "满意", identity) for identity in ("学生", "A.教师", "本科生", "跳过")]
    intake = intake_of(tmp_path, rules(mapping), chosen(rows, ("科室", "班组", "态度", "质量", "身份")))
    assert [(p.severity.value, p.details["words"]) for p in intake.findings if p.code == "export-identities-unread"] == [("warning", "“本科生”1 处")]
    assert figures(intake) == {("甲科", "电工组"): (4, {"满意": 8})}


def test_one_row_about_several(tmp_path: Path) -> None:
    """Beside the team that was chosen a column about the department stands for itself."""
    mapping = [*CHOSEN, ("乙科总体", "乙科", None, QUESTIONS[0])]
    intake = intake_of(tmp_path, rules(mapping), chosen([("甲科", "电工组", "满意", "一般", "很满意")], ("科室", "班组", "态度", "质量", "乙科总体")))
    assert figures(intake) == {("甲科", "电工组"): (1, {"满意": 1, "一般": 1}), ("乙科", None): (1, {"很满意": 1})}


def test_grades_about_nobody_are_refused(tmp_path: Path) -> None:
    """A second export has no column of departments: plainly said, and nothing counts."""
    files = {**chosen([("甲科", "电工组", "满意", "一般")]), "另一份.xlsx": book_bytes({"Sheet1": [("序号", "态度", "质量"), (1, "满意", "满意")]})}
    intake = intake_of(tmp_path, rules(CHOSEN), files)
    assert "export-nobody-named" in codes(intake) and figures(intake) == {("甲科", "电工组"): (1, {"满意": 1, "一般": 1})}


def test_a_list_with_departments_and_teams_is_no_export(tmp_path: Path) -> None:
    """科室 and 班组 stand at the head of many a list."""
    staff = book_bytes({"名单": [("序号", "科室", "班组", "姓名"), (1, "甲科", "电工组", "孙三")]})
    intake = intake_of(tmp_path, rules(CHOSEN), {**chosen([("甲科", "电工组", "满意", "一般")]), "名单.xlsx": staff})
    assert {file.name: file.kind for file in intake.files} == {"导出.xlsx": "survey", "名单.xlsx": None}


@pytest.mark.parametrize("mapping, cell, words", [
    ([("态度", None, None, QUESTIONS[0])], "B4", "没有写这一列评的是哪个科室"), ([("态度", None, "电工组", QUESTIONS[0])], "B4", "写了班组，没有写科室"),
    ([("科室", None, None, "科室"), ("态度", "甲科", None, QUESTIONS[0])], "D4", "没有一道题按它来分"),
    ([*CHOSEN, ("身份", "甲科", None, "身份")], "B8", "答卷人选的身份"), ([("班组", None, "电工组", "班组"), *CHOSEN[2:]], "C4", "答卷人选的班组"),
    ([("科室", "甲科", None, "科室"), *CHOSEN[2:]], "B4", "答卷人选的科室"),
])
def test_faults_of_the_mapping(mapping: Any, cell: str, words: str) -> None:
    used, findings = read_rules(rules_bytes(**{**SMALL, "问卷对照": mapping}))
    assert used is None and [(p.code, p.place.cell) for p in findings if p.blocks] == [("rule-mapping", cell)]
    assert words in next(p.message for p in findings if p.blocks)


def test_a_workbook_as_it_was_means_what_it_meant() -> None:
    used = rules([(f"{team}—{question}", department, team, question) for department, team in TEAMS for question in QUESTIONS])
    assert all(mapped.answers and not mapped.by_row for mapped in used.mapping) and used.words == ()


# ---- titles

WANTED = [("电工组/态度", *TEAMS[0], QUESTIONS[0]), ("电工组/质量", *TEAMS[0], QUESTIONS[1]), ("医生组/态度", *TEAMS[2], QUESTIONS[0]),
          ("医生组/质量", *TEAMS[2], QUESTIONS[1])]
ROWS = [(1, "2017-12-01 08:00:01", "满意", "一般", "很满意", "不满意"), (2, "2017-12-01 08:10:01", "满意", "满意", "很满意", "一般")]
TRUE = {TEAMS[0]: (2, {"满意": 3, "一般": 1}), TEAMS[2]: (2, {"很满意": 2, "不满意": 1, "一般": 1})}
HEADERS: dict[str, tuple[list[tuple[Any, ...]], tuple[str, ...]]] = {
    "one row": ([("序号", "时间", "电工组/态度", "电工组/质量", "医生组/态度", "医生组/质量")], ()),
    "merged groups": ([("序号", "时间", "电工组", None, "医生组", None), (None, None, "态度", "质量", "态度", "质量")], ("C1:D1", "E1:F1")),
    "merged beside and above": ([("序号", "时间", "电工组", None, "医生组", None), (None, None, "态度", "质量", "态度", "质量")],
                                ("A1:A2", "B1:B2", "C1:D1", "E1:F1")),
    "blank groups": ([("序号", "时间", "电工组", None, "医生组", None), (None, None, "态度", "质量", "态度", "质量")], ()),
    "repeated groups": ([("序号", "时间", "电工组", "电工组", "医生组", "医生组"), (None, None, "态度", "质量", "态度", "质量")], ()),
    "below a title line": ([("满意度问卷",), ("序号", "时间", "电工组", None, "医生组", None), (None, None, "态度", "质量", "态度", "质量")],
                           ("A1:F1", "C2:D2", "E2:F2")),
    "own columns below": ([(None, None, "电工组", None, "医生组", None), ("序号", "时间", "态度", "质量", "态度", "质量")], ()),
    "line breaks and width": ([("序号", "时间", "电工组／态度", "电工组/\n质量", "医生组 / 态度", "医生组/质量：")], ()),
    "markup": ([("序号", "时间", "<p>电工组/态度</p>", "电工组/<b>质量</b>", "医生组/态度&nbsp;", '<span style="color:red">医生组/质量</span>')], ()),
}


@pytest.mark.parametrize("shape", HEADERS)
def test_titles_in_one_row_and_in_two(tmp_path: Path, shape: str) -> None:
    header, merges = HEADERS[shape]
    intake = intake_of(tmp_path, rules(WANTED), {"导出.xlsx": book_bytes({"Sheet1": [*header, *ROWS]}, merges)})
    assert figures(intake) == TRUE and not codes(intake)
    (file,) = intake.files
    assert file.account.nonempty == file.account.used + file.account.template + file.account.reported and file.account.used == 8


@pytest.mark.parametrize("header, code", [
    ([("序号", "时间", "电工组", None, "医生组", None), (None, None, "1、态度", "2、质量", "1、态度", "2、质量")], "mapped-column-missing"),
    ([("序号", "时间", "电工组-态度", "电工组-质量", "医生组-态度", "医生组-质量")], "export-titles-near"),
    ([("序号", "时间", "电工组：", None, "医生组：", None), (None, None, "（态度）", "（质量）", "（态度）", "（质量）")], "export-two-headers"),
    ([("序号", "时间", "态度", "质量", "态度", "质量")], "mapped-column-missing"),
])
def test_titles_that_are_not_the_mapped_ones_are_refused(tmp_path: Path, header: Any, code: str) -> None:
    intake = intake_of(tmp_path, rules(WANTED), {"导出.xlsx": book_bytes({"Sheet1": [*header, *ROWS]})})
    assert code in {p.code for p in intake.findings if p.blocks} and figures(intake) == {}


def test_a_title_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Nobody can tell which team it is about; in two rows 「group/title」 tells it."""
    mapping = [("态度", *TEAMS[0], QUESTIONS[0]), ("质量", *TEAMS[0], QUESTIONS[1])]
    single = [("序号", "时间", "态度", "质量", "态度", "总评")]
    intake = intake_of(tmp_path, rules(mapping), {"导出.xlsx": book_bytes({"Sheet1": [*single, *ROWS]})})
    assert [(p.code, p.place.cell) for p in intake.findings if p.code == "export-title-twice"] == [("export-title-twice", "E1")]
    assert figures(intake) == {TEAMS[0]: (2, {"一般": 1, "满意": 1})}


@pytest.mark.parametrize("below, left", [
    ([("合计", None, 3, 3, 3, 3)], True), ([("平均分", None, 4, 4.5, 4, 3)], True), ([(), ("导出时间：2017-12-30 10:00",), ("共 2 份",)], True),
    ([(3, "2017-12-01 09:00:01", "满意", "满意", "满意", "满意")], False), ([("满意度", None, "满意", "满意", "满意", "满意")], False),
])
def test_what_stands_below_the_answers(tmp_path: Path, below: Any, left: bool) -> None:
    """A line of sums is no answer sheet, and is told; a row with a grade by its word is one."""
    intake = intake_of(tmp_path, rules(WANTED), {"导出.xlsx": book_bytes({"Sheet1": [*HEADERS["one row"][0], *ROWS, *below]})})
    assert (figures(intake) == TRUE) == left and ("export-ends-with-summary" in codes(intake)) == left
    if not left:
        assert figures(intake)[TEAMS[0]][0] == 3


@pytest.mark.parametrize("policy, best", [("大数最满意", "很满意"), ("小数最满意", "很不满意")])
def test_numbers_in_two_header_rows(tmp_path: Path, policy: str, best: str) -> None:
    rows = [(1, dt.datetime(2017, 12, 1, 8), 5, 5, -3, -3)]
    used = rules(WANTED, 口径设置=with_policy(数字等级=policy))
    intake = intake_of(tmp_path, used, {"导出.xlsx": book_bytes({"Sheet1": [*HEADERS["merged groups"][0], *rows]}, HEADERS["merged groups"][1])})
    assert [(row["team"], used.policies.grade_of(row["grade"]), row["count"]) for row in rows_of(intake)["grades"]] == [("电工组", best, 2)]


def test_the_time_that_is_named_is_the_time(tmp_path: Path) -> None:
    """A later moment in another column (here when it was changed) does not hide that two exports hold one survey."""
    def book(changed: str) -> bytes:
        return book_bytes({"Sheet1": [("序号", "提交时间", "科室", "班组", "态度", "质量", "修改时间"), *(
            (n, f"2017-12-{n:02d} 08:00:0{n}", "甲科", "电工组", GRADES[n % 5], "满意", f"{changed} 10:00:0{n}") for n in range(1, 9))]})

    files = {"一.xlsx": book("2017-12-29"), "二.xlsx": book("2017-12-30")}
    unnamed, named = (intake_of(tmp_path / str(at), rules([*CHOSEN, *more]), files) for at, more in
                      enumerate(([], [("提交时间", None, None, "提交时间")])))
    assert (figures(unnamed)["甲科", "电工组"][0], figures(named)["甲科", "电工组"][0]) == (16, 8)
