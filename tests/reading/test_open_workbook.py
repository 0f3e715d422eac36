"""Bytes opened as a book, or the reason why not: no file makes the reader fail."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
import time
import zipfile

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.basics.cell_values import CellError, PercentNumber
from fuwuyue_xlsx.reading import archive, limits, open_workbook
from fuwuyue_xlsx.reading.formats.sheet_metadata import far_cells
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from fuwuyue_xlsx.schema.stamp import Stamp
from tests.support.altered_books import saved_at
from tests.support.filled_books import department_file, small_rules, template
from tests.support.raw_workbooks import book_bytes, opened, saved, with_sheet_xml
from tests.support.respelled_books import in_shared_strings
from tests.support.workbook_parts import parts_of, repacked, zipped

pytestmark = pytest.mark.smoke
DATA = book_bytes({"表": [[f"名{i}", i, i / 7] for i in range(30)]})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def code(data: bytes, sheets: int = 0) -> str | None:
    """The code a file is refused with; None when it opens. Any refusal can be shown to people."""
    result = open_book(data, sheets=sheets)
    if isinstance(result, OpenedBook):
        return None
    assert result.why.line()
    return result.why.code


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
    grid = opened({"表": rows}, formats={"A1": "0.0%", "C1": "0%"}).grids[0]
    assert [isinstance(value, PercentNumber) for value in grid.row(0)] == [True, False, False]
    assert [str(value) for value in grid.flat if isinstance(value, CellError)] == ["#DIV/0!", "#N/A", "#REF!"]


def test_an_error_that_a_formula_gave():
    """With the formula beside the stored error, as Excel writes it."""
    data = with_sheet_xml(book_bytes({"表": [["#DIV/0!", 1]]}), b't="e"><v>', b's="0" t="e"><f>1/0</f><v>')
    assert open_book(data).grids[0].flat == [CellError("#DIV/0!"), 1]
    assert isinstance(open_book(data).grids[0].value(0, 0), CellError)


@pytest.mark.parametrize("error", [b"#SPILL!", b"#CALC!"])
def test_an_error_of_newer_programs_costs_its_cell_alone(error):
    """A book is not damaged because one of its cells shows an error that older programs do not know."""
    book = open_book(with_sheet_xml(book_bytes({"表": [["#DIV/0!", "张三"]]}), b"#DIV/0!", error))
    assert isinstance(book, OpenedBook)
    assert isinstance(book.grids[0].value(0, 0), CellError) and book.grids[0].value(0, 1) == "张三"


@pytest.mark.parametrize("kind, inside, told", [
    ("inlineStr", "<v>5</v>", True), ("d", "<v>5</v>", True), ("d", "<v>2017-12-01</v>", False), ("inlineStr", "<is><t>5</t></is>", False),
    ("str", "<v>5</v>", False),
])
def test_a_cell_that_says_it_holds_another_kind(kind, inside, told):
    """The reader would pass over what stands there: an error at its cell, never a blank."""
    cell = f'<c r="B1" t="{kind}">{inside}</c>'.encode()
    value = open_book(with_sheet_xml(book_bytes({"表": [["名", 34_567]]}), b'<c r="B1" t="n"><v>34567</v></c>', cell)).grids[0].value(0, 1)
    assert isinstance(value, CellError) == told and value != ""


def test_a_sheet_that_is_a_chart_is_no_fault():
    """Somebody's own chart sheet has no cells."""
    workbook = Workbook()
    workbook.active.append(["张三", 3])
    workbook.create_chartsheet("图")
    assert [grid.account().nonempty for grid in open_book(saved(workbook)).grids] == [2, 0]


@pytest.mark.parametrize("data, refused", [
    (DATA, None),
    (b"", "file-damaged"),
    (b"hello", "file-no-workbook"),
    ("姓名,人数\n张三,3".encode("gbk"), "file-no-workbook"),
    (OLE + bytes(600), "file-damaged"),
    (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "file-encrypted"),
    (DATA[:-30], "file-copying"),
    (DATA[:100], "file-copying"),
    (zipped({"word/document.xml": b"<w/>"}), "file-no-workbook"),
    (zipped({}), "archive-unopened"),
    (zipped({"xl/workbook.xml": b"<workbook"}), "file-damaged"),
    (zipped({f"part{i}": b"" for i in range(limits.FORM.entries + 1)}), "file-too-large"),
], ids=["good", "empty", "text", "csv", "OLE", "encrypted", "no end", "a start", "document", "no parts", "broken part", "many parts"])
def test_what_a_file_is_refused_for(data, refused):
    """Each with its own reason, since each asks for another remedy."""
    assert code(data) == refused


def test_two_parts_of_one_name():
    """Nobody can say which of them counts: refused."""
    buffer = io.BytesIO(DATA)
    with pytest.warns(UserWarning), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert code(buffer.getvalue()) == "file-malformed"


@pytest.mark.parametrize("limit", ["unpacked", "part", "entries"])
def test_files_that_are_too_large(monkeypatch, limit):
    """By what they unpack to, by one part, by how many there are."""
    assert code(DATA) is None
    small = dataclasses.replace(limits.BULK, **{limit: 5})
    monkeypatch.setattr(open_workbook, "limits_of", lambda kind, size, sheets: small)
    assert code(DATA) == "file-too-large"


def test_a_form_may_not_be_as_large_as_a_survey(monkeypatch):
    """What a stamp says decides how large a file may be; without a stamp it may be an export of a survey tool."""
    incidents, survey = template(small_rules(), "incidents"), template(small_rules(), "survey")
    monkeypatch.setattr(limits, "FORM", dataclasses.replace(limits.FORM, file=2_000))
    assert code(incidents) == "file-too-large"
    assert code(survey) is None and code(DATA) is None


@pytest.mark.parametrize("reference", ["XFD1048576", "ZZ1048576", "XFD100000", "Z700000", "B1048576"])
def test_a_cell_too_far_out(reference):
    """A stray cell at the end of the sheet would ask for hundreds of gigabytes: it is left out of the grid, and named."""
    book = open_book(with_sheet_xml(DATA, b"</sheetData>", cell(reference, 7) + b"</sheetData>"))
    letters = reference.rstrip("0123456789")
    row, column = int(reference[len(letters):]) - 1, {"XFD": 16_383, "ZZ": 701, "Z": 25, "B": 1}[letters]
    assert book.grids[0].far == {(row, column): "7"} and book.grids[0].height == 30
    assert book.account().nonempty == open_book(DATA).account().nonempty + 1


@pytest.mark.parametrize("inside, kind, text", [
    ("<v>#REF!</v>", ' t="e"', "#REF!"), ("<f>1+1</f>", "", "=1+1"), ("<v>#SPILL!</v>", ' t="e"', "#SPILL!"), ("<f>1+1</f><v>2</v>", "", "2"),
])
def test_a_far_cell_with_an_error_or_a_formula(inside, kind, text):
    """It is told as far and makes nothing larger, whatever it holds."""
    far = f'<row r="1048576"><c r="XFD1048576"{kind}>{inside}</c></row></sheetData>'.encode()
    book = open_book(with_sheet_xml(DATA, b"</sheetData>", far))
    assert (book.grids[0].far, book.grids[0].height) == ({(1_048_575, 16_383): text}, 30)


def test_how_many_cells_a_sheet_may_span():
    """A small file as many as a form, stamped or not: a grid of twenty million takes longer than a file is given."""
    assert [limits.limits_of(kind, 50_000).cells for kind in (None, "survey", "department")] == [1_000_000] * 3
    assert [limits.limits_of(None, size).cells for size in (1_000_000, 30_000_000)] == [4_000_000, 60_000_000]
    assert limits.limits_of("review", 30_000_000).cells == 1_000_000


def test_cells_scattered_too_far():
    """Without a gap nobody can say where the list ends: refused."""
    scattered = b"".join(cell(f"ZZ{row}") for row in range(9_000, 1_000_000, 9_000))
    assert code(with_sheet_xml(DATA, b"</sheetData>", scattered + b"</sheetData>")) == "file-too-wide"


@pytest.mark.parametrize("cells, far", [
    ([(0, 0), (1_048_575, 16_383)], {(1_048_575, 16_383)}),
    ([(0, 0), (5, 16_383), (1_048_575, 0)], {(5, 16_383)}),
    ([(0, 0), (0, 50), (1_048_575, 0)], {(1_048_575, 0)}),
    ([(0, 0), (99_999, 25)], set()), ([(199_999, 11)], set()), ([(99, 16_383)], set()), ([(9, 7)], set()), ([], set()),
])
def test_which_cells_are_too_far(cells, far):
    """Only where the grid would hold more than twenty million cells: beyond column ZZ first, then below the gap."""
    assert far_cells(cells, 20_000_000) == far


@pytest.mark.parametrize("parsed", [1_000_000, 0])
@pytest.mark.parametrize("old, new", [(b"<v>", b""), (b"</v>", b"</w>"), (b"<v>", b"v>"), (b"<row ", b"<raw "), (b"</is>", b"</it>")])
def test_tags_that_do_not_match(monkeypatch, parsed, old, new):
    """The reader of cells would pass over them, and over the values between them: a damaged file, small or large."""
    monkeypatch.setattr(archive, "PARSED_WHOLE", parsed)
    assert code(DATA) is None
    assert code(repacked(DATA, lambda _, part: part.replace(old, new, 1))) == "file-damaged"


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_broken_part_that_cells_lean_on(part):
    """Without the styles 85% would be read as 0.85; without the texts there is nothing."""
    data = in_shared_strings(book_bytes({"表": [["名", 0.85]]}, formats={"B1": "0%"}))
    assert code(data) is None
    assert code(repacked(data, lambda name, old: old[:-20] if name == part else old)) == "file-damaged"


def without_styles(data: bytes) -> bytes:
    """The book without the part that holds its cell styles."""
    return zipped({name: part for name, part in parts_of(data).items() if name != "xl/styles.xml"})


def test_styles_that_cells_name_and_that_are_gone():
    """85% would be 0.85, a day a number: told, once for the file."""
    book = open_book(without_styles(book_bytes({"表": [["名", 0.85]]}, formats={"B1": "0%"})))
    assert isinstance(book, OpenedBook) and book.doubts == ("styles-gone",)


def test_a_book_that_never_had_styles_is_read():
    """No cell names one, as programs that write plain tables leave them out."""
    book = open_book(without_styles(book_bytes({"表": [["名", 85]]})))
    assert isinstance(book, OpenedBook) and book.doubts == ()
    assert book.grids[0].flat == ["名", 85]


@pytest.mark.parametrize("percent", range(1, 100, 2))
def test_a_file_cut_short(percent):
    """However much of it has arrived, it is refused."""
    assert code(DATA[: 4 + (len(DATA) - 5) * percent // 100]) in ("file-copying", "file-damaged")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
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


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_in_another_way(method):
    """No program for spreadsheets packs so: not read, and not unpacked either."""
    assert code(repacked(DATA, lambda _, part: part, method)) == "file-malformed"


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
    assert isinstance(result, (OpenedBook, Unopened))
    # the stamp of the defined name is still there
    assert not isinstance(result, OpenedBook) or result.stamp == Stamp("incidents", "2017")


@pytest.mark.parametrize("part", ["docProps/core.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_a_part_that_declares_a_doctype(part, encoding):
    """No honest program writes one; entities are never resolved. Such a file is refused when it is a part that is read."""
    bomb = "<!DOCTYPE core [<!ENTITY later '2099'>]><core>&later;</core>".encode(encoding)
    parts = repacked(DATA, lambda name, old: None if name == part else old)
    buffer = io.BytesIO(parts)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(part, bomb)
    assert code(buffer.getvalue()) == "file-malformed"
    honest = b"<core><modified>2017-12-01T08:00:00Z</modified></core>"
    book = open_book(repacked(DATA, lambda name, old: honest if name == "docProps/core.xml" else old))
    assert book.saved == dt.datetime(2017, 12, 1, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize("part", ["xl/styles.xml", "docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"])
def test_a_book_without_a_part(part):
    """Programs that write no properties or styles still write books."""
    assert code(repacked(DATA, lambda name, old: None if name == part else old)) is None


def test_the_stamp_and_the_times_of_a_template():
    """A template says what it is; a saved copy says when it was saved."""
    book = open_book(template(small_rules(), "department", "甲科"))
    assert book.stamp == Stamp("department", "2017", "甲科", 1)
    assert book.created == book.saved == dt.datetime(2017, 11, 20, 9, tzinfo=dt.UTC)
    again = open_book(department_file(small_rules()))
    assert again.stamp == book.stamp and again.saved > book.saved
    assert (opened({"表": [["x"]]}).stamp, opened({"表": [["x"]]}).saved is None) == (None, False)


@pytest.mark.parametrize("text", ["", "x", "[1]", "null", "{}", '{"kind": "a"}', '{"kind": "a", "campaign": "b", "version": "c"}',
                                  '{"kind": "a", "campaign": "b", "version": 1e999}', "[" * 50_000])
def test_a_stamp_that_is_none(text):
    """Any other text in its place is no stamp; its own text is one."""
    assert Stamp.parse(text) is None
    assert Stamp.parse(Stamp("survey", "2017").text()) == Stamp("survey", "2017")


def test_wrong_checksums_are_seen():
    """A part whose bytes do not fit its checksum is damaged, not half read."""
    stored = bytearray(repacked(DATA, lambda _, part: part, zipfile.ZIP_STORED))
    at = stored.index(b"<v>29</v>") + 3
    stored[at:at + 2] = b"92"
    assert code(bytes(stored)) == "file-damaged"


def test_a_form_may_have_a_sheet_for_each_of_thousands_of_departments():
    """The bounds of a form grow with the departments that the rules name: 4,000 sheets have 12,000 parts."""
    few, many = limits.limits_of("inspection", 50_000, 9), limits.limits_of("inspection", 50_000, 4_005)
    assert few == limits.FORM
    assert (many.entries, many.unpacked, many.file) == (12_015, 400_500_000, 80_100_000) and many.cells == few.cells
    book = {f"xl/worksheets/sheet{number}.xml": b"<x/>" for number in range(2_100)}
    assert code(zipped(book)) == "file-too-large" and code(zipped(book), 700) == "file-unusual"


@pytest.mark.parametrize("application, hour", [("Microsoft Excel", 10), ("WPS Office", 10), ("LibreOffice/7.4.7.2$Linux_X86_64", 2)])
def test_what_libreoffice_calls_utc_is_the_clock_on_the_wall(monkeypatch: pytest.MonkeyPatch, application: str, hour: int) -> None:
    """Taken as UTC, an older version saved there at 10 in Shanghai would pass for newer than one saved at noon elsewhere."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        def saved_by(name: str, part: bytes) -> bytes | None:
            if name == "docProps/app.xml":
                return f'<Properties xmlns="x"><Application>{application}</Application></Properties>'.encode()
            return part

        book = open_book(saved_at(repacked(DATA, saved_by), "2017-12-20T10:00:00Z"))
        assert isinstance(book, OpenedBook) and book.saved == dt.datetime(2017, 12, 20, hour, tzinfo=dt.UTC)
        assert book.created is not None and book.created.utcoffset() == dt.timedelta()
    finally:
        monkeypatch.undo()
        time.tzset()
