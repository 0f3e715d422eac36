"""Bytes opened as a book, or the reason why not: no file makes the reader fail."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.messages import CATALOGUE
from fuwuyue_xlsx.reading import opening
from fuwuyue_xlsx.reading.opening import OpenedBook, Refusal, open_book
from fuwuyue_xlsx.reading.parts import Stamp, percent_cells, reaches_too_far
from fuwuyue_xlsx.schema.readings import CellError, PercentNumber
from tests.support.books import department_file, small_rules, template
from tests.support.sheets import book_bytes, opened, repacked, saved, with_sheet_xml

DATA = book_bytes({"表": [[f"名{i}", i, i / 7] for i in range(30)]})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def code(data: bytes) -> str | None:
    """The code a file is refused with; None when it opens. Any refusal can be shown to people."""
    result = open_book(data)
    if isinstance(result, OpenedBook):
        return None
    assert CATALOGUE[result.code].text.format_map(result.details)
    return result.code


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def cell(reference: str, value: object = 1) -> bytes:
    """A row of a sheet's XML with one cell."""
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{row}"><c r="{reference}"><v>{value}</v></c></row>'.encode()


def test_values_and_addresses_are_kept():
    """Leading empty rows and columns stay, so that addresses hold; dates and logical values are what they are."""
    grid = opened({"表": [[], [None, "a", 1.5, True, dt.datetime(2017, 12, 1, 16, 30)], [], [None, None, "b"]]}).grids[0]
    assert grid.value(1, 1) == "a" and grid.value(1, 2) == 1.5 and grid.value(1, 3) is True
    assert grid.value(1, 4) == dt.datetime(2017, 12, 1, 16, 30)
    assert (grid.value(3, 2), grid.value(0, 0), grid.value(99, 99), grid.height, grid.width) == ("b", "", "", 4, 5)


def test_percent_formats_and_error_values_are_told():
    """The reader hands out neither; they are laid on the cells they belong to."""
    rows = [[0.85, 0.85, "85%"], ["#DIV/0!", "#N/A", None], [None, None, "#REF!"]]
    cells = opened({"表": rows}, formats={"A1": "0.0%", "C1": "0%"}).grids[0].cells
    assert [isinstance(value, PercentNumber) for value in cells[0]] == [True, False, False]
    assert [str(value) for row in cells for value in row if isinstance(value, CellError)] == ["#DIV/0!", "#N/A", "#REF!"]


def test_an_error_that_a_formula_gave():
    """With the formula beside the stored error, as Excel writes it."""
    data = with_sheet_xml(book_bytes({"表": [["#DIV/0!", 1]]}), b't="e"><v>', b's="0" t="e"><f>1/0</f><v>')
    assert open_book(data).grids[0].cells == [[CellError("#DIV/0!"), 1]]
    assert isinstance(open_book(data).grids[0].value(0, 0), CellError)


@pytest.mark.parametrize("error", [b"#SPILL!", b"#CALC!"])
def test_an_error_of_newer_programs_costs_its_cell_alone(error):
    """A book is not damaged because one of its cells shows an error that older programs do not know."""
    book = open_book(with_sheet_xml(book_bytes({"表": [["#DIV/0!", "张三"]]}), b"#DIV/0!", error))
    assert isinstance(book, OpenedBook)
    assert isinstance(book.grids[0].value(0, 0), CellError) and book.grids[0].value(0, 1) == "张三"


def test_a_sheet_that_is_a_chart_is_no_fault():
    """Somebody's own chart sheet has no cells."""
    workbook = Workbook()
    workbook.active.append(["张三", 3])
    workbook.create_chartsheet("图")
    assert [grid.account().nonempty for grid in open_book(saved(workbook)).grids] == [2, 0]


@pytest.mark.parametrize("data, refused", [
    (DATA, None),
    (b"", "file-damaged"),
    (b"hello", "file-damaged"),
    ("姓名,人数\n张三,3".encode("gbk"), "file-damaged"),
    (OLE + bytes(600), "file-damaged"),
    (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "file-encrypted"),
    (DATA[:-30], "file-copying"),
    (DATA[:100], "file-copying"),
    (zipped({"word/document.xml": b"<w/>"}), "file-foreign"),
    (zipped({}), "file-damaged"),
    (zipped({"xl/workbook.xml": b"<workbook"}), "file-damaged"),
    (zipped({f"part{i}": b"" for i in range(opening.MOST_ENTRIES + 1)}), "file-damaged"),
], ids=["good", "empty", "text", "csv", "OLE", "encrypted", "no end", "a start", "document", "no parts", "broken part", "many parts"])
def test_what_a_file_is_refused_for(data, refused):
    """Each with its own reason, since each asks for another remedy."""
    assert code(data) == refused


def test_two_parts_of_one_name():
    """Nobody can say which of them counts: refused."""
    buffer = io.BytesIO(DATA)
    with pytest.warns(UserWarning), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert code(buffer.getvalue()) == "file-damaged"


def test_files_that_are_too_large(monkeypatch):
    """By their own size and by what they say they unpack to."""
    monkeypatch.setattr(opening, "LARGEST_FILE", len(DATA) - 1)
    assert code(DATA) == "file-too-large"
    monkeypatch.setattr(opening, "LARGEST_FILE", len(DATA))
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 5_000)
    assert code(DATA) == "file-too-large"


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ1048576", "XFD100000"])
def test_a_cell_too_far_out(reference):
    """A stray cell at the end of the sheet would ask for hundreds of gigabytes: refused before any reader sees it."""
    assert code(with_sheet_xml(DATA, b"</sheetData>", cell(reference) + b"</sheetData>")) == "file-too-wide"


@pytest.mark.parametrize("references, too_far", [
    (["XFD1048576"], True), (["A1048576", "XFD1"], True), (["ZZ50000"], True), (["ZZ200000"], True), (["CV300000"], True),
    (["A1", "Z99999"], False), (["L200000"], False), (["ZZ100"], False), (["H1000"], False),
])
def test_how_far_is_too_far(references, too_far):
    """More than twenty million cells between A1 and the last one; a large survey and a wide sheet are fine."""
    assert reaches_too_far(b"".join(cell(reference) for reference in references)) is too_far


@pytest.mark.parametrize("percent", range(1, 100, 2))
def test_a_file_cut_short(percent):
    """However much of it has arrived, it is refused."""
    assert code(DATA[: 4 + (len(DATA) - 5) * percent // 100]) in ("file-copying", "file-damaged")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_with_wrong_bytes(method):
    """Whatever byte is wrong, and however the parts are packed: a book or a refusal, never an exception."""
    data, dice = repacked(DATA, lambda _, part: part, method), random.Random(method)
    codes = set()
    for _ in range(250):
        wrong = bytearray(data)
        for _ in range(dice.choice((1, 1, 4))):
            wrong[dice.randrange(len(wrong))] = dice.randrange(256)
        codes.add(code(bytes(wrong)))
    assert "file-damaged" in codes


@pytest.mark.parametrize("part, content", [
    ("xl/styles.xml", b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"),
    ("xl/styles.xml", b"not xml"),
    ("docProps/core.xml", b"<core><modified>yesterday</modified></core>"),
    ("docProps/core.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><core>&b;</core>"),
    ("docProps/custom.xml", b"<p><property name='fuwuyue'>[[[</property></p>"),
    ("docProps/custom.xml", b"<p><property name='fuwuyue'>{\"kind\": \"a\", \"campaign\": 1, \"version\": 1e999}</property></p>"),
    ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'><c r='?'><v>1</v></c></row></sheetData></worksheet>"),
    ("xl/worksheets/sheet1.xml", b""),
    ("xl/workbook.xml", b"<workbook><sheets><sheet/></sheets></workbook>"),
    ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
])
def test_a_part_that_makes_no_sense(part, content):
    """A part of the book that says nonsense: a book or a refusal, never an exception."""
    data = repacked(template(small_rules(), "incidents"), lambda name, old: content if name == part else old)
    result = open_book(data)
    assert isinstance(result, (OpenedBook, Refusal))
    assert not isinstance(result, OpenedBook) or result.stamp is None or part != "docProps/custom.xml"


@pytest.mark.parametrize("doctype, believed", [(b"", True), (b"<!DOCTYPE core [<!ENTITY later '2099'>]>", False)])
def test_a_part_that_declares_a_doctype_is_not_believed(doctype, believed):
    """No honest program writes one; entities are never resolved."""
    core = doctype + b"<core><modified>2017-12-01T08:00:00Z</modified></core>"
    book = open_book(repacked(DATA, lambda name, old: core if name == "docProps/core.xml" else old))
    assert (book.saved == dt.datetime(2017, 12, 1, 8, tzinfo=dt.timezone.utc)) is believed
    assert believed or book.saved is None


@pytest.mark.parametrize("part", ["xl/styles.xml", "docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"])
def test_a_book_without_a_part(part):
    """Programs that write no properties or styles still write books."""
    assert code(repacked(DATA, lambda name, old: None if name == part else old)) is None


def test_the_stamp_and_the_times_of_a_template():
    """A template says what it is; a saved copy says when it was saved."""
    book = open_book(template(small_rules(), "department", "甲科"))
    assert book.stamp == Stamp("department", "2017", "甲科", 1)
    assert book.created == book.saved == dt.datetime(2017, 11, 20, 9, tzinfo=dt.timezone.utc)
    again = open_book(department_file(small_rules()))
    assert again.stamp == book.stamp and again.saved > book.saved
    assert (opened({"表": [["x"]]}).stamp, opened({"表": [["x"]]}).saved is None) == (None, False)


@pytest.mark.parametrize("text", ["", "x", "[1]", "null", "{}", '{"kind": "a"}', '{"kind": "a", "campaign": "b", "version": "c"}',
                                  '{"kind": "a", "campaign": "b", "version": 1e999}', "[" * 50_000])
def test_a_stamp_that_is_none(text):
    """Any other text in its place is no stamp; its own text is one."""
    assert Stamp.parse(text) is None
    assert Stamp.parse(Stamp("survey", "2017").text()) == Stamp("survey", "2017")


def test_percent_cells_by_style():
    """Whatever the order of a cell's attributes; the styles of rows and columns are not the cell's."""
    sheet = b'<cols><col style="2"/></cols><row r="1" s="2"><c r="A1" s="2"/><c s="2" r="B1" t="n"><v>1</v></c><c r="C1" s="12"/><c r="D1"/></row>'
    assert percent_cells(sheet, {2}) == [(0, 0), (0, 1)]
    assert percent_cells(sheet, set()) == []


def test_wrong_checksums_are_seen():
    """A part whose bytes do not fit its checksum is damaged, not half read."""
    stored = bytearray(repacked(DATA, lambda _, part: part, zipfile.ZIP_STORED))
    at = stored.index(b"<v>29</v>") + 3
    stored[at:at + 2] = b"92"
    assert code(bytes(stored)) == "file-damaged"
