"""Content that nobody sees who opens the book: told once a sheet, asked about where the winners would be others without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.intake.hidden_rows import hidden_doubts
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import edited
from tests.support.filled_books import department_file, department_sheets, filled, intake_of, template
from tests.support.workspaces import complete, rulebook, rules

CODE = "hidden-content"
Change = Callable[[Workbook], object]


def outcome_of(root: Path, name: str, *changes: Change, data: bytes | None = None) -> Outcome:
    """What comes of the complete inbox with one book in which these changes were made by hand."""
    book = complete()[name] if data is None else data
    for change in changes:
        book = edited(book, change)
    return decide(rules(), intake_of(root, rules(), {**complete(), name: book}))


def told(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(p.severity.value, p.place.sheet, p.details["where"]) for p in outcome.findings if p.code == CODE]


def hide_rows(sheet: str, *rows: int, by: str = "hidden") -> Change:
    def change(book: Workbook) -> None:
        for row in rows:
            book[sheet].row_dimensions[row].hidden = True
            book[sheet].row_dimensions[row].outlineLevel = 1 if by == "group" else 0
        if by == "filter":
            book[sheet].auto_filter.ref = "A3:F40"
            book[sheet].auto_filter.add_filter_column(0, ["没有"])

    return change


def hide_column(sheet: str, letter: str) -> Change:
    return lambda book: setattr(book[sheet].column_dimensions[letter], "hidden", True)


def row_of(data: bytes, sheet: str, text: str) -> int:
    """The row of a cell with this text."""
    found: list[int] = []
    edited(data, lambda book: found.extend(cell.row for cells in book[sheet].iter_rows() for cell in cells if cell.value == text))
    return found[0]


PEOPLE = "优秀个人推荐"
SEVEN = row_of(department_file(rules()), PEOPLE, "李七")


@pytest.mark.parametrize("by", ["hidden", "filter", "group"])
def test_a_nominee_whom_nobody_sees_is_asked_about(tmp_path: Path, by: str) -> None:
    """李七 wins, and without the row nobody would: nothing is final until somebody has looked."""
    outcome = outcome_of(tmp_path, "甲科.xlsx", hide_rows(PEOPLE, SEVEN, by=by))
    assert told(outcome) == [("warning", PEOPLE, f"第 {SEVEN} 行")] and not outcome.final
    (doubt,) = outcome.doubts
    assert doubt.holds and "李七" in doubt.change and any("李七" in p.message for p in outcome.findings if p.code == CODE)


def test_rows_that_decide_nothing_hold_nothing_up(tmp_path: Path) -> None:
    """A filter that is on is everyday: here it hides one of several proposals, and rows that are empty."""
    extra = department_sheets()
    extra["宣传报道"] = [*extra["宣传报道"], {"宣传形式": "横幅", "标题": "再挂一条", "日期": "2017-12-06"}]
    data = department_file(rules(), extra)
    row = row_of(data, "宣传报道", "再挂一条")
    outcome = outcome_of(tmp_path, "甲科.xlsx", hide_rows("宣传报道", row, row + 1, row + 2, by="filter"), data=data)
    assert told(outcome) == [("info", "宣传报道", f"第 {row} 行")] and outcome.final


def test_one_finding_a_sheet_with_all_its_rows(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, "甲科.xlsx", hide_rows(PEOPLE, SEVEN, SEVEN + 1), hide_rows("活动方案与总结", 5, 6, 8), hide_column("活动方案与总结", "D"))
    assert {(sheet, where) for _, sheet, where in told(outcome)} == {
        (PEOPLE, f"第 {SEVEN}–{SEVEN + 1} 行"), ("活动方案与总结", "第 5–6 行、第 8 行、D 列")}


def test_what_the_templates_hide_themselves_is_no_matter(tmp_path: Path) -> None:
    """The hidden sheet of lists, and hidden rows and columns in which nobody typed anything."""
    assert told(outcome_of(tmp_path / "1", "甲科.xlsx")) == []
    assert told(outcome_of(tmp_path / "2", "甲科.xlsx", hide_rows(PEOPLE, 1, 2, 3, SEVEN + 5), hide_column(PEOPLE, "Z"))) == []


def test_a_hidden_column_is_only_told_where_it_names_nobody(tmp_path: Path) -> None:
    assert told(outcome_of(tmp_path / "1", "甲科.xlsx", hide_column(PEOPLE, "C"))) == [("info", PEOPLE, "C 列")]
    names = outcome_of(tmp_path / "2", "甲科.xlsx", hide_column(PEOPLE, "B"))
    assert told(names) == [("warning", PEOPLE, "B 列")] and not names.final


def test_a_hidden_sheet(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book[PEOPLE].sheet_state = "veryHidden"

    outcome = outcome_of(tmp_path, "甲科.xlsx", hide)
    assert told(outcome) == [("warning", PEOPLE, "这张表整张")] and not outcome.final


def test_a_form_is_only_told(tmp_path: Path) -> None:
    """Its rows stand in no table that could be read without them."""
    outcome = outcome_of(tmp_path, "甲科.xlsx", hide_rows("科室信息", 6))
    assert [line[0] for line in told(outcome)] == ["info"] and outcome.final


def test_cells_that_show_nothing_by_their_number_format(tmp_path: Path) -> None:
    def blank(book: Workbook) -> None:
        book[PEOPLE].cell(SEVEN, 2).number_format = ";;;"

    outcome = outcome_of(tmp_path, "甲科.xlsx", blank)
    assert told(outcome) == [("warning", PEOPLE, f"单元格 B{SEVEN}")] and not outcome.final


def test_points_and_visits_are_weighed_without_them(tmp_path: Path) -> None:
    """Of a reviewer's row that nobody sees no criterion counts; a visit loses the items."""
    row = row_of(complete()["评委.xlsx"], "优秀班组", "电工组")
    reviewed = outcome_of(tmp_path / "1", "评委.xlsx", hide_rows("优秀班组", row))
    assert told(reviewed) == [("warning", "优秀班组", f"第 {row} 行")] and not reviewed.final
    seen = outcome_of(tmp_path / "2", "检查.xlsx", hide_rows("甲科", 7))
    assert [line[1] for line in told(seen)] == ["甲科"] and seen.final


def test_answers_that_nobody_sees(tmp_path: Path) -> None:
    """The only answers about 电工组 are filtered out; another row of the survey decides nothing."""
    row = row_of(complete()["问卷.xlsx"], "测评结果", "电工组")
    outcome = outcome_of(tmp_path, "问卷.xlsx", hide_rows("测评结果", row, by="filter"))
    assert told(outcome) == [("warning", "测评结果", f"第 {row} 行")] and not outcome.final


def test_without_hidden_rows_nothing_is_looked_for() -> None:
    assert list(hidden_doubts([], {})) == []


def test_in_the_rules_it_is_told() -> None:
    read, findings = read_rules(edited(rulebook(), hide_rows("奖项", 5)))
    assert read is not None and [(p.severity.value, p.place.sheet) for p in findings if p.code == CODE] == [("warning", "奖项")]


@pytest.mark.parametrize(("policy", "received", "severity"), [
    ("取消资格", "2017-12-31 08:00", "warning"),  # the receipt that nobody sees makes the department late
    ("取消资格", "2017-12-30 08:00", "info"),
    ("提醒", "2017-12-31 08:00", "info"),
])
def test_a_receipt_whose_row_nobody_sees(tmp_path: Path, policy: str, received: str, severity: str) -> None:
    """Lateness is reckoned from it: without the row the department's own date would stand."""
    read, findings = read_rules(rulebook(逾期报送=policy))
    assert read is not None, findings
    row = {"科室": "甲科", "材料": "总结材料", "收到时间": received, "经手人": "王某"}
    book = filled(template(read, "receipts"), {"收文登记": [row]})
    hidden = edited(book, hide_rows("收文登记", row_of(book, "收文登记", "甲科")))
    outcome = decide(read, intake_of(tmp_path, read, {**complete(), "收文登记.xlsx": hidden}))
    assert [level for level, _, _ in told(outcome)] == [severity]
    assert outcome.final == (severity == "info")
