"""The second look: what the fast reader leaves out, in every format and however a sheet is spelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber, UnvaluedFormula
from fuwuyue_xlsx.reading.archive import Refused, open_archive
from fuwuyue_xlsx.reading.formats import xlsb
from fuwuyue_xlsx.reading.formats.ods import read_sheets
from fuwuyue_xlsx.reading.formats.package import open_package
from fuwuyue_xlsx.reading.formats.sheet_metadata import SheetMetadata
from fuwuyue_xlsx.reading.formats.xlsx import metadata_of, usual_tags
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles, is_percent
from fuwuyue_xlsx.reading.limits import FORM
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from tests.support.binary_books import binary_book, binary_cell, number_cell, ods_content, row
from tests.support.libreoffice import convert
from tests.support.raw_workbooks import book_bytes, saved
from tests.support.repetition import every
from tests.support.workbook_parts import repacked

MOST = 20_000_000
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def sheet(*cells: str) -> bytes:
    """A sheet's XML with these cells in its first row."""
    return SHEET.format(f'<sheetData><row r="1">{"".join(cells)}</row></sheetData>').encode()


# one of each: XML → (errors, formulas without a value, percents with style 1)
CELLS = {
    '<c r="A1"><v>1</v></c>': ({}, {}, []),
    '<c r="A1" t="e"><v>#N/A</v></c>': ({(0, 0): "#N/A"}, {}, []),
    '<c r="B1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>': ({(0, 1): "#DIV/0!"}, {}, [(0, 1)]),
    '<c r="A1"><f>1+1</f><v>2</v></c>': ({}, {}, []),
    '<c r="A1"><f>1+1</f></c>': ({}, {(0, 0): "1+1"}, []),
    '<c r="A1"><f>1+1</f><v></v></c>': ({}, {(0, 0): "1+1"}, []),
    '<c r="A1"><f>1+1</f><v/></c>': ({}, {(0, 0): "1+1"}, []),
    '<c r="A1" t="str"><f>""</f><v></v></c>': ({}, {}, []),
    '<c r="A1" t="str"><f>B1</f></c>': ({}, {(0, 0): "B1"}, []),
    '<c r="A1"><f t="shared" si="0"/></c>': ({}, {(0, 0): ""}, []),
    '<c r="A1"><f t="shared" si="0"/><v>3</v></c>': ({}, {}, []),
    '<c r="C1" s="1"><v>0.5</v></c>': ({}, {}, [(0, 2)]),
    '<c r="C1" s="12"/>': ({}, {}, []),
    '<c r="A1" t="inlineStr"><is><t>x</t></is></c>': ({}, {}, []),
}


def found(xml: bytes) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str], list[tuple[int, int]]]:
    look, _ = metadata_of(xml, Styles(frozenset({1})), MOST)
    return look.errors, look.unvalued, sorted(look.percents)


@pytest.mark.parametrize("cell", CELLS)
def test_each_kind_of_cell(cell: str) -> None:
    """As all programs write it."""
    assert usual_tags(sheet(cell)) is not None
    assert found(sheet(cell)) == CELLS[cell]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("respelled", [
    lambda xml: xml.replace(b'"', b"'"),
    lambda xml: xml.replace(b"><", b">\n  <"),
    lambda xml: xml.replace(b"<c r=", b"<c  r="),
    lambda xml: xml.replace(b"</row>", b"<!-- x --></row>"),
    lambda xml: xml.decode().replace("<?xml version=\"1.0\"?>", "").encode("utf-16"),
    lambda xml: b"".join((b"<x:" if part[:1].isalpha() else b"<") + part for part in xml.replace(b"</", b"</x:").replace(
        b"xmlns=", b"xmlns:x=").split(b"<"))[1:],
], ids=["single quotes", "pretty", "two blanks", "comment", "UTF-16", "prefixed"])
def test_the_same_cell_spelled_otherwise(cell: str, respelled) -> None:
    """Other programs may write the same sheet so; nothing of it is lost."""
    xml = respelled(sheet(cell))
    assert usual_tags(xml) is None
    assert found(xml) == CELLS[cell]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(CELLS)), max_size=8))
def test_both_ways_of_looking_agree(cells: list[str]) -> None:
    """The quick search and the parser find the same in any row of cells."""
    row = [cell.replace(cell.split('"')[1], f"{chr(65 + at)}1", 1) for at, cell in enumerate(cells)]
    assert found(sheet(*row)) == found(sheet(*row).replace(b"><", b">\n<"))


@pytest.mark.parametrize("code, percent", [
    ("0%", True), ("0.00%", True), ("0.0%;[Red]-0.0%", True), ("General", False), ('0"%"', False), ("0\\%", False), ("0_%", False),
    ("#,##0", False), ("[$%-409]0", False),
])
def test_which_formats_are_percentages(code: str, percent: bool) -> None:
    """A sign that is only shown, or only takes room, multiplies nothing by a hundred."""
    assert is_percent(code) is percent


def test_a_row_that_says_nothing_of_its_place() -> None:
    """Cells and rows without references follow one another."""
    xml = SHEET.format('<sheetData><row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c t="e"><v>#N/A</v></c></row></sheetData>').encode()
    assert found(xml)[0] == {(0, 1): "#REF!", (1, 0): "#N/A"}


needs_office = pytest.mark.libreoffice


@pytest.fixture(scope="module")
def odd_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a book with an error, a percentage, a merge and a formula."""
    folder = tmp_path_factory.mktemp("looks")
    workbook = Workbook()
    page = workbook.active
    page.title = "表"
    for cell, value in {"A1": "=1/0", "B1": 0.85, "C1": 0.85, "A2": "=1+1", "D5": "合并", "B7": '=IF(1=1,"","x")'}.items():
        page[cell] = value
    page["B1"].number_format = "0%"
    page.merge_cells("D5:E6")
    (folder / "a.xlsx").write_bytes(saved(workbook))
    return folder


@needs_office
@pytest.mark.parametrize("ending", every(3, ["xls", "ods", "xlsx"]))
def test_what_libreoffice_saves(odd_book: Path, ending: str) -> None:
    """Errors, percentages, merges and saved times are told in every format."""
    book = open_book(convert(odd_book, [odd_book / "a.xlsx"], ending)[0].read_bytes())
    assert isinstance(book, OpenedBook) and book.saved is not None and book.doubts == ()
    grid = book.grids[0]
    assert isinstance(grid.value(0, 0), CellError) and grid.value(0, 0) == "#DIV/0!"
    assert [isinstance(grid.value(0, column), PercentNumber) for column in (1, 2)] == [True, False]
    assert grid.value(1, 0) == 2 and grid.merges == [(4, 3, 5, 4)] and grid.value(6, 1) == ""


def ods(body: str) -> bytes:
    """content.xml of an OpenDocument sheet with these rows."""
    return ods_content(f'<table:table table:name="表">{body}</table:table>')


def test_an_open_document_with_repeated_cells() -> None:
    """Where one element stands for many cells, each of them is looked at; too many are refused before they are made."""
    cell = '<table:table-cell table:formula="of:=1/0" office:value-type="string"{}><text:p>#DIV/0!</text:p></table:table-cell>'
    rows = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/>{}</table:table-row>'
    [(_, _, look)] = read_sheets(ods(rows.format(2, cell.format(' table:number-columns-repeated="2"'))), MOST)
    assert set(look.errors) == {(0, 1), (0, 2), (1, 1), (1, 2)}
    with pytest.raises(Refused, match="file-too-wide"):
        read_sheets(ods(rows.format(1_048_576, cell.format(' table:number-columns-repeated="100"'))), MOST)
    empty = ods('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>')
    assert read_sheets(empty, MOST) == [("表", [], SheetMetadata(merges=[]))]


def looked_at(data: bytes) -> SheetMetadata:
    """What the reader will not tell of the sheet of a binary book."""
    archive = open_archive(data, FORM)
    package = open_package(archive)
    assert package is not None and package.binary
    return xlsb.read_sheet(archive.read(package.sheets[0][1]), xlsb.styles_of(archive, package), MOST)[0]


def test_a_binary_open_xml_book() -> None:
    """Errors and percentages of .xlsb stand in its records."""
    cells = (binary_cell(3, 0, 0, b"\x07"), number_cell(1, 1, 0.85), number_cell(2, 0, 0.85), binary_cell(11, 3, 0, b"\x2a" + bytes(8)))
    book = binary_book(row(0, *cells), formats=["0.0%"])
    look = looked_at(book)
    assert (look.errors, look.percents) == ({(0, 0): "#DIV/0!", (0, 3): "#N/A"}, [(0, 1)])
    with pytest.raises(Refused, match="file-too-wide"):
        looked_at(binary_book(row(1_048_575, number_cell(16_383, 0, 0))))
    opened = open_book(book)
    assert isinstance(opened, OpenedBook), opened
    assert [type(value) for value in opened.grids[0].row(0)] == [CellError, PercentNumber, float, CellError]


def test_a_formula_whose_value_is_not_stored_is_no_blank() -> None:
    """It widens the grid where nothing else stands."""
    grid = open_book(book_bytes({"表": [["a"], [None, None, "=1+1"]]})).grids[0]
    assert isinstance(grid.value(1, 2), UnvaluedFormula) and grid.account().nonempty == 2


def test_a_sheet_part_that_is_not_xml_is_refused() -> None:
    """Not spelled as usual and not to be parsed: damaged."""
    data = repacked(book_bytes({"表": [["a"]]}), lambda name, part: b"<x:worksheet><" if name.endswith("sheet1.xml") else part)
    assert open_book(data).why.code == "file-damaged"
