"""Cells crossed out: whether they still hold, nobody can tell, so that they are asked about."""

from __future__ import annotations

import io
from copy import copy
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import edited, right_book
from tests.support.filled_books import SMALL, intake_of, rules_bytes, small_rules
from tests.support.libreoffice import convert
from tests.support.repetition import every

RULES = small_rules()


def crossed(sheet: str, *cells: str) -> Any:
    def change(workbook: Workbook) -> None:
        for cell in cells:
            font = copy(workbook[sheet][cell].font)
            font.strike = True
            workbook[sheet][cell].font = font

    return change


def told(intake: Any) -> list[tuple[str, str, str]]:
    return [(p.severity.value, p.place.cell, p.details["cells"]) for p in intake.findings if p.code == "struck-through"]


def test_a_row_crossed_out_is_asked_about_once(tmp_path: Path) -> None:
    """Its empty cells, and what the template says itself, are no matter."""
    def change(workbook: Workbook) -> None:
        row = next(cell.row for cells in workbook["优秀个人推荐"].iter_rows() for cell in cells if cell.value == "李七")
        crossed("优秀个人推荐", *(f"{letter}{row}" for letter in "ABCDEFZ"))(workbook)
        crossed("优秀个人推荐", "A1", "A20", "B2")(workbook)

    intake = intake_of(tmp_path, RULES, {"甲.xlsx": edited(right_book(RULES), change)})
    (severity, cell, cells), = told(intake)
    assert (severity, cell[0]) == ("error", "A") and cells == "、".join(f"{letter}{cell[1:]}" for letter in "ABCDEF")


def test_a_form_cell_too_and_an_ordinary_book_not(tmp_path: Path) -> None:
    assert told(intake_of(tmp_path / "1", RULES, {"甲.xlsx": edited(right_book(RULES), crossed("科室信息", "B7"))})) == [("error", "B7", "B7")]
    assert told(intake_of(tmp_path / "2", RULES, {"甲.xlsx": right_book(RULES)})) == []


@pytest.mark.smoke
def test_a_text_crossed_out_in_part(tmp_path: Path) -> None:
    """12 crossed out and 15 written behind it is one text, 1215."""
    def change(workbook: Workbook) -> None:
        workbook["科室信息"]["B5"].value = CellRichText(TextBlock(InlineFont(strike=True), "钱九"), TextBlock(InlineFont(), "钱十"))

    data = edited(right_book(RULES), change)
    assert [p.place.cell for p in intake_of(tmp_path, RULES, {"甲.xlsx": data}).findings if p.code == "struck-through"] == ["B5"]


def struck_book() -> bytes:
    """A crossed out text and number, one crossed out in part, an ordinary one, and an empty one crossed out."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet, struck, plain = workbook.add_worksheet("表"), workbook.add_format({"font_strikeout": True}), workbook.add_format({"bold": True})
        sheet.write(0, 0, "作废", struck)
        sheet.write(1, 1, 12, struck)
        sheet.write_rich_string(2, 2, struck, "12", plain, "15")
        sheet.write(3, 3, "有效", plain)
        sheet.write_blank(4, 4, None, struck)
    return buffer.getvalue()


def cells_of(data: bytes) -> set[tuple[int, int]]:
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    return {cell for cell in opened.grids[0].struck if opened.grids[0].value(*cell) not in ("", None)}


def test_what_is_crossed_out_in_a_book() -> None:
    assert cells_of(struck_book()) == {(0, 0), (1, 1), (2, 2)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending, wanted", every(3, [("xls", {(0, 0), (1, 1), (2, 2)}), ("ods", {(0, 0), (1, 1)}), ("xlsx", {(0, 0), (1, 1), (2, 2)})]))
def test_what_another_program_saved(tmp_path: Path, ending: str, wanted: set[tuple[int, int]]) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(struck_book())
    assert cells_of(convert(tmp_path, [file], ending)[0].read_bytes()) == wanted


def test_in_the_rules_it_is_only_told() -> None:
    rules, findings = read_rules(edited(rules_bytes(**SMALL), crossed("奖项", "A5")))
    assert rules is not None and [(p.severity.value, p.code, p.place.cell) for p in findings] == [("warning", "struck-through", "A5")]
