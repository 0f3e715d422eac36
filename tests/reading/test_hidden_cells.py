"""Which rows, columns, cells and sheets nobody sees, as each format says it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from fuwuyue_xlsx.reading.archive import open_archive
from fuwuyue_xlsx.reading.formats import xlsb
from fuwuyue_xlsx.reading.formats.ods import read_sheets
from fuwuyue_xlsx.reading.formats.package import open_package
from fuwuyue_xlsx.reading.formats.sheet_metadata import Hidden
from fuwuyue_xlsx.reading.formats.xlsx_hidden import hidden_in
from fuwuyue_xlsx.reading.formats.xlsx_styles import shows_nothing, shows_seconds
from fuwuyue_xlsx.reading.grid import Claim, Grid
from fuwuyue_xlsx.reading.hidden_cells import report_hidden
from fuwuyue_xlsx.reading.limits import FORM
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from tests.support.binary_books import binary_book, hidden_columns, number_cell, ods_content, row
from tests.support.libreoffice import convert
from tests.support.repetition import every
from tests.support.workbook_parts import repacked

MOST = 100_000


def sheet(rows: str, columns: str = "") -> bytes:
    return f'<worksheet>{columns}<sheetData>{rows}</sheetData><autoFilter><filterColumn hiddenButton="1"/></autoFilter></worksheet>'.encode()


@pytest.mark.parametrize("row, hidden", [
    ('<row r="7" hidden="1">', True), ('<row r="7" spans="1:3" hidden="true" outlineLevel="1"/>', True), ('<x:row hidden=\'1\' r="7">', True),
    ('<row r="7" ht="0" customHeight="1">', True), ('<row r="7" ht="0.00">', True),
    ('<row r="7" hidden="0">', False), ('<row r="7" collapsed="1">', False), ('<row r="7" ht="0.75" hidden="false">', False), ('<row r="7">', False),
])
def test_a_row_of_a_sheet(row: str, hidden: bool) -> None:
    assert hidden_in(sheet(f'<row r="1" ht="15"/>{row}<row r="9"/>')).rows == ([(6, 6)] if hidden else [])


def test_rows_next_to_one_another_are_one_run_and_rows_without_numbers_are_counted() -> None:
    rows = '<row/><row hidden="1"/><row hidden="1"/><row/><row r="9" hidden="1"/><row r="11" hidden="1"/>'
    assert hidden_in(sheet(rows)).rows == [(1, 2), (8, 8), (10, 10)]


def test_a_word_in_a_text_hides_nothing() -> None:
    assert not hidden_in(sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>hidden="1" ht="0"</t></is></c></row>'))


@pytest.mark.parametrize("column, found", [
    ('<col min="3" max="4" width="9" hidden="1"/>', [(2, 3)]), ('<col min="3" max="3" width="0" customWidth="1"/>', [(2, 2)]),
    ('<col min="3" max="4" width="9"/>', []), ('<col min="3" max="4" width="0.5"/>', []),
])
def test_a_column_of_a_sheet(column: str, found: list[tuple[int, int]]) -> None:
    assert hidden_in(sheet("", f"<cols>{column}</cols>")).columns == found


@pytest.mark.parametrize("code, nothing, seconds", [
    (";;;", True, False), (" ; ; ;", True, False), (";;", False, False), ("0;0;0;", False, False), ("General", False, False),
    ("yyyy-mm-dd hh:mm:ss", False, True), ("yyyy-mm-dd hh:mm", False, False), ('0"s"', False, False), ("[$-804]h:mm", False, False), ("mm:ss.0", False, True),
])
def test_what_a_number_format_shows(code: str, nothing: bool, seconds: bool) -> None:
    assert (shows_nothing(code), shows_seconds(code)) == (nothing, seconds)


def hiding_book() -> bytes:
    """Row 2 and columns C and D hidden, rows 4 to 6 filtered out or folded up, a sheet hidden, B1 of a format that shows nothing."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        page, away = workbook.add_worksheet("表"), workbook.add_worksheet("藏")
        for row in range(8):
            page.write_row(row, 0, [f"第{row}行", row, row, row, row])
        page.write_number(0, 1, 7, workbook.add_format({"num_format": ";;;"}))
        page.set_row(1, None, None, {"hidden": True})
        page.autofilter(2, 0, 7, 4)
        for row in (3, 4, 5):
            page.set_row(row, None, None, {"hidden": True, "level": 1 if row == 5 else 0})
        page.set_column(2, 3, None, None, {"hidden": True})
        away.write(0, 0, "看不见")
        away.hide()
    return buffer.getvalue()


def unseen(grid: Grid) -> tuple[set[int], set[int]]:
    """Rows of which column A is not seen, columns of which row 1 is not seen."""
    mask = grid.unseen()
    return set(mask[:8, 0].nonzero()[0].tolist()), set(mask[0, :5].nonzero()[0].tolist())


def grids_of(data: bytes) -> list[Grid]:
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    return opened.grids


def test_a_whole_book() -> None:
    page, away = grids_of(hiding_book())
    assert unseen(page) == ({1, 3, 4, 5}, {1, 2, 3}) and not page.hidden.whole and away.hidden.whole


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending, columns", every(3, [("ods", {2, 3}), ("xls", {1, 2, 3}), ("xlsx", {1, 2, 3})]))
def test_what_another_program_saved(tmp_path: Path, ending: str, columns: set[int]) -> None:
    """ods does not say what a number format shows."""
    file = tmp_path / "表.xlsx"
    file.write_bytes(hiding_book())
    page, away = grids_of(convert(tmp_path, [file], ending)[0].read_bytes())
    assert unseen(page) == ({1, 3, 4, 5}, columns) and away.hidden.whole


def test_rows_of_an_ods_that_are_repeated() -> None:
    row = '<table:table-row table:number-rows-repeated="{}" table:visibility="{}"><table:table-cell/></table:table-row>'
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = row.format(3, "visible") + row.format(2, "filter") + row.format(9, "collapse")
    [(_, _, look)] = read_sheets(ods_content(f'<table:table table:name="表">{columns}{rows}</table:table>'), MOST)
    assert look.hidden == Hidden([(3, 4), (5, 13)], [(2, 2)])


def test_a_sheet_of_an_ods_whose_style_hides_it() -> None:
    """Only where the style says so, and only the sheets of this style."""
    styles = "".join(f'<style:style style:name="{name}"><style:table-properties table:display="{shown}"/></style:style>'
                     for name, shown in (("a", "true"), ("b", "false")))
    sheets = "".join(f'<table:table table:name="{name}" table:style-name="{name}"/>' for name in "abc")
    assert [look.hidden.whole for _, _, look in read_sheets(ods_content(sheets, styles), MOST)] == [False, True, False]


def test_a_binary_open_xml_book() -> None:
    """Rows say that they have no height, columns that they are hidden or of no width; a style may show nothing."""
    rows = (row(0, number_cell(0, 0, 5)), row(1, number_cell(0, 0, 5), flags=0x10), row(2, number_cell(0, 1, 5), flags=0x08))
    data = binary_book(*rows, formats=[";;;"], columns=hidden_columns(0, 0, flags=0) + hidden_columns(1, 1) + hidden_columns(2, 2, 0, 0))
    archive = open_archive(data, FORM)
    package = open_package(archive)
    assert package is not None
    look, _ = xlsb.read_sheet(archive.read(package.sheets[0][1]), xlsb.styles_of(archive, package), MOST)
    assert look.hidden == Hidden([(1, 1)], [(1, 1), (2, 2)], [(2, 0)])
    assert unseen(grids_of(data)[0])[0] == {1, 2}


@pytest.mark.parametrize("state, whole", [(0, False), (1, True), (2, True)])
def test_a_sheet_of_a_binary_book_that_is_hidden(state: int, whole: bool) -> None:
    assert [grid.hidden.whole for grid in grids_of(binary_book(row(0, number_cell(0, 0, 5)), state=state))] == [whole]


@pytest.mark.parametrize("change", [
    lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- x -->"), lambda xml: xml.replace(b"</row>", b"</row>\n"),
    lambda xml: xml.decode().partition("?>")[2].encode("utf-16"),
], ids=["comment", "white space", "UTF-16"])
def test_a_book_spelled_otherwise(change: Callable[[bytes], bytes]) -> None:
    """What the parser takes in hides the same."""
    data = repacked(hiding_book(), lambda name, part: change(part) if name.endswith("sheet1.xml") else part)
    page, away = grids_of(data)
    assert unseen(page) == ({1, 3, 4, 5}, {1, 2, 3}) and not page.hidden.whole and away.hidden.whole


def test_an_empty_cell_that_would_show_nothing_lies_outside_the_rest() -> None:
    """The rows end at the last value; the cell is no content, and nothing stumbles over it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        page, nothing = workbook.add_worksheet("表"), workbook.add_format({"num_format": ";;;"})
        page.write_string(0, 0, "看不见", nothing)
        page.write_blank(40, 9, None, nothing)
    opened = open_book(buffer.getvalue())
    assert isinstance(opened, OpenedBook), opened
    opened.grids[0].claim(0, 0, Claim.USED)
    assert [found.details["where"] for found in report_hidden(opened, "表.xlsx")] == ["单元格 A1"]
