"""What would pass for right and is not: second sheets, names with titles, copies of surveys, odd spellings of files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.basics.cell_values import CellError
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import edited, office_file, right_book, spot
from tests.support.filled_books import SMALL, department_file, department_sheets, intake_of, rules_bytes, small_rules, template
from tests.support.intake_report import errors, places_of, said
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of
from tests.support.workbook_parts import repacked, with_part

RULES = small_rules()
CASE = {"编号": "1", "发生日期": "2017-12-01", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}


def copied(title: str, new: str, filled: bool) -> Any:
    """Somebody copied a sheet within the book, and typed on the copy or not."""
    def change(workbook: Any) -> None:
        sheet = workbook.copy_worksheet(workbook[title])
        sheet.title = new
        if not filled:
            for row in sheet.iter_rows(min_row=sheet.max_row - 40 if sheet.max_row > 45 else 5):
                for cell in row:
                    cell.value = None

    return change


@pytest.mark.parametrize("filled, code", [(True, "error sheet-looks-ours"), (False, "warning sheet-unused")])
def test_a_second_sheet_with_our_headers(tmp_path: Path, filled: bool, code: str) -> None:
    """Rows on it would be lost: an error. An empty one is only content that is not used."""
    data = edited(office_file(RULES, "incidents", {"事故投诉": [CASE]}), copied("事故投诉", "12月事故投诉", filled))
    intake = intake_of(tmp_path, RULES, {"登记.xlsx": data})
    assert [line for line in said(intake) if "12月" in line] == [f"{code} 12月事故投诉!A1"]


@pytest.mark.parametrize("text, code", [
    ("李七（组长）", "person-unclear"), ("1. 李七", "person-unclear"), ("李七师傅", "person-unclear"), ("李七等2人", "person-unclear"),
    ("李七等", "person-unclear"),
    ("李七与王八", "several-persons"), ("李七&王八", "several-persons"), ("李七", None), ("李七七", None), ("王九", None), ("小李七", None),
])
def test_a_name_with_something_about_it(tmp_path: Path, text: str, code: str | None) -> None:
    """Whoever is meant, nobody may win while it is unclear; another person's name that begins alike is none of it."""
    files = {"甲.xlsx": right_book(RULES), "登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [{**CASE, "责任人": text}]})}
    intake = intake_of(tmp_path, RULES, files)
    assert "李七" in {row["person"] for row in rows_of(intake)["nominations"]}
    assert [line.split()[1] for line in errors(intake) if "事故投诉" in line] == ([code] if code else [])


@pytest.mark.parametrize("nominated, code", [("李七（组长）", "person-unclear"), ("2.李七", "person-unclear"), ("'李七", "person-unclear"), ("李七七", None)])
def test_a_nomination_with_something_about_the_name(tmp_path: Path, nominated: str, code: str | None) -> None:
    """Whoever was nominated so may be the one whom the register names."""
    filled = {**department_sheets(), "优秀个人推荐": [{**row, "姓名": nominated} for row in department_sheets()["优秀个人推荐"][:1]]}
    files = {"甲.xlsx": department_file(RULES, filled), "登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [{**CASE, "责任人": "李七"}]})}
    intake = intake_of(tmp_path, RULES, files)
    assert [row["person"] for row in rows_of(intake)["nominations"] if row["person"]] == [nominated]
    assert [line.split()[1] for line in errors(intake) if "事故投诉" in line] == ([code] if code else [])


@pytest.mark.parametrize("title", ["班组", "责任人"])
def test_a_register_without_the_column_that_says_who_it_was(tmp_path: Path, title: str) -> None:
    """Single cells of it may be empty; were the column gone, a veto would be lost."""
    book = office_file(RULES, "incidents", {"事故投诉": [CASE]})
    cell = spot(template(RULES, "incidents"), "事故投诉", title)
    gone = edited(book, lambda workbook: workbook["事故投诉"].delete_cols(workbook["事故投诉"][cell].column))
    assert errors(intake_of(tmp_path / "gone", RULES, {"登记.xlsx": gone})) == ["error column-missing 事故投诉"]
    empty = office_file(RULES, "incidents", {"事故投诉": [{**CASE, title: None}]})
    assert errors(intake_of(tmp_path / "empty", RULES, {"登记.xlsx": empty})) == []


def test_of_two_sheets_that_differ_in_white_space_one_is_a_stranger(tmp_path: Path) -> None:
    """Whichever counts, rows on the other would be lost: an error."""
    data = edited(office_file(RULES, "incidents", {"事故投诉": [CASE]}), copied("事故投诉", "事故投诉 ", True))
    intake = intake_of(tmp_path, RULES, {"登记.xlsx": data})
    assert errors(intake) == ["error sheet-looks-ours 事故投诉 !A1"] and len(rows_of(intake)["incidents"]) == 1


def answers(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [{"提交时间": f"2017-12-10 09:{n:02d}", "身份": "学生", "科室": "甲科", "态度好不好": "满意"} for n in range(first, first + count)]


@pytest.mark.parametrize("second, counted, repeated", [
    (answers(10) + answers(1, 40), 11, 10), (answers(8) + answers(2, 30), 12, 8), (answers(10, 20), 20, 0), (answers(3), 10, 3),
])
def test_a_survey_copy_that_holds_another(tmp_path: Path, second: list[dict[str, Any]], counted: int, repeated: int) -> None:
    """The same answers at the same moment count once, and that is said."""
    files = {"a.xlsx": office_file(RULES, "survey", {"测评结果": answers(10)}), "b.xlsx": office_file(RULES, "survey", {"测评结果": second})}
    intake = intake_of(tmp_path, RULES, files)
    assert len(rows_of(intake)["answers"]) == counted and errors(intake) == []
    told = [(p.place.file, p.details["count"]) for p in intake.findings if p.code == "export-rows-repeated"]
    assert told == ([("收件箱/b.xlsx", repeated)] if repeated else [])


def renamed(data: bytes, old: str, new: str, target: str) -> bytes:
    """The book with a part under another name, and the relation that leads there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(buffer, "w") as made:
        for name in book.namelist():
            part = book.read(name)
            if name.endswith("workbook.xml.rels"):
                part = part.replace(b"/xl/worksheets/sheet1.xml", target.encode())
            made.writestr(new if name == old else name, part.replace(f"/{old}".encode(), f"/{new}".encode()))
    return buffer.getvalue()


PART = "xl/worksheets/sheet1.xml"
WRONG = book_bytes({"表": [["#DIV/0!", 1, "x"]]})


@pytest.mark.parametrize("data", [
    renamed(WRONG, PART, "xl/Worksheets/Sheet1.xml", "worksheets/sheet1.xml"),
    renamed(WRONG, PART, PART, "./worksheets/sheet1.xml"),
    renamed(WRONG, PART, PART, "../xl/worksheets/sheet1.xml"),
    with_part(WRONG, PART, lambda xml: xml.replace(b'r="A1"', b'r="a1"')),
    repacked(WRONG, lambda name, part: part),
], ids=["case", "dot", "up", "small letters", "as usual"])
def test_an_error_is_seen_however_the_part_is_named(data: bytes) -> None:
    """Read with its error, or refused: never as a blank."""
    book = open_book(data)
    assert not isinstance(book, OpenedBook) or isinstance(book.grids[0].value(0, 0), CellError)


def test_a_stored_value_that_keeps_its_space() -> None:
    """xml:space on the value is no reason to call it missing."""
    data = with_part(book_bytes({"表": [[1, "x"]]}), PART, lambda xml: xml.replace(b"<v>1</v>", b'<f>1</f><v xml:space="preserve">1</v>'))
    assert open_book(data).grids[0].value(0, 0) == 1


@pytest.mark.parametrize("length, fits", [(100, True), (101, False)])
def test_names_that_no_template_can_hold(length: int, fits: bool) -> None:
    """The rules say so, before a template breaks over it."""
    rules, found = read_rules(rules_bytes(**{**SMALL, "班组划分": [("科" * length, 1, "电工组", "维修", None)]}))
    assert (rules is not None) is fits and bool(places_of(found, "rule-name-too-long")) is not fits
