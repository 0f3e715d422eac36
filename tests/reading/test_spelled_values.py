"""Values spelled as no common program spells them: what a person would see is read, or told, never a part of it."""

from __future__ import annotations

import io
import zipfile

import pytest

from fuwuyue_xlsx.basics.cell_values import CellError, UnvaluedFormula
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.reading import open_workbook
from fuwuyue_xlsx.reading.formats import xlsx_tags
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from tests.support.raw_workbooks import book_bytes, with_sheet_xml

PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row>'
NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for name, long in {
    "office": "office", "table": "table", "text": "text", "draw": "drawing"}.items())


def values(data: bytes) -> list[object]:
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    return opened.grids[0].row(0)


def in_sheet(cell: str) -> bytes:
    """A book of one row: 甲, then this cell B1."""
    data = book_bytes({"表": [("甲", 77)]})
    return with_sheet_xml(data, b'<c r="B1" t="n"><v>77</v></c>', f'<c r="B1"{cell}</c>'.encode())


@pytest.mark.parametrize("cell, value", [
    ("><v>15</v>", 15), ("><v><![CDATA[15]]></v>", 15), ("><v>1&#53;</v>", 15), ("><v>&#x31;5</v>", 15), ("><v>1<!-- 0 -->5</v>", 15),
    (' t="str"><f>A1</f><v><![CDATA[乙]]></v>', "乙"), (' t="str"><f>A1</f><v>&#20057;丙</v>', "乙丙"),
    (' t="inlineStr"><is><t>一&#10;二<![CDATA[ & ]]>三</t></is>', "一\n二 & 三"), (' t="str"><f>A1</f><v>一&amp;二</v>', "一&二"),
])
def test_a_value_in_pieces_is_read_whole(cell: str, value: object) -> None:
    assert values(in_sheet(cell)) == ["甲", value]


@pytest.mark.parametrize("cell, value", [(' t="inlineStr"><is/><v>5</v>', "#VALUE!"), (' t="e"><v><![CDATA[#N/A]]></v>', "#N/A")])
def test_a_value_of_another_kind_is_an_error(cell: str, value: str) -> None:
    found = values(in_sheet(cell))[1]
    assert isinstance(found, CellError) and found == value


def test_texts_may_be_spelled_with_numbers_and_stay_quick() -> None:
    """Line breaks in texts and formulas often are; only values leave the quick way."""
    text = '<row r="2"><c r="A2" t="inlineStr"><is><t>一&#10;二</t></is></c><c r="B2" t="str"><f>"a&#10;b"</f><v>ab</v></c><c r="C2"><v/></c></row>'
    assert xlsx_tags.tags_of((PLAIN + text).encode()) is not None
    for value in ("&#53;", "1&#x35;"):
        assert xlsx_tags.tags_of((PLAIN + text.replace("<v/>", f"<v>{value}</v>")).encode()) is None


def test_a_sheet_whose_pieces_cannot_be_put_together_is_damage() -> None:
    assert open_book(in_sheet("><v><![CDATA[15]></v>")) == open_workbook.Unopened(finding("file-damaged"))


def ods(cell: str) -> bytes:
    """An OpenDocument book of one row: 甲, then this cell."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        book.writestr("content.xml", f'<office:document-content {NAMESPACES}><office:body><office:spreadsheet><table:table table:name="表">'
                      '<table:table-row><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
                      f"<table:table-cell {cell}</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
                      "</office:document-content>")
    return buffer.getvalue()


STRING = 'office:value-type="string">'
BOX = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"


@pytest.mark.parametrize("cell, value", [
    (STRING + "<text:p>17</text:p>", "17"),
    (STRING + "<text:p>1<text:tab/>7</text:p>", "1\t7"),
    (STRING + "<text:p>1<text:line-break/>7</text:p>", "1\n7"),
    (STRING + '<text:p>1<text:s text:c="2"/>7</text:p>', "1  7"),
    (STRING + "<text:p>一</text:p><text:p>二<text:span>三<text:tab/></text:span>四</text:p>", "一\n二三\t四"),
    (STRING + "<text:p><![CDATA[乙]]>丙</text:p>", "乙丙"),
    (STRING + "<text:p>乙</text:p>" + BOX, "乙"),
    (STRING + "<office:annotation><text:p>批注</text:p></office:annotation><text:p>乙</text:p>", "乙"),
    ("><text:p>乙</text:p>", "乙"),
    ('office:value-type="void"><text:p>乙</text:p>', "乙"),
    ('office:value-type="float"><text:p>17</text:p>', "17"),
    ('office:value-type="date"><text:p>2017-12-01</text:p>', "2017-12-01"),
    ('office:value-type="float" office:value="3"><text:p>17</text:p>', 3),
    ('office:value-type="string" office:string-value="乙"><text:p>丙</text:p>', "乙"),
])
def test_an_open_document_cell_is_what_it_shows(cell: str, value: object) -> None:
    """Digits are not joined over a tab, a box in a cell is no part of it, a value may be missing where a text stands."""
    assert values(ods(cell)) == ["甲", value]


@pytest.mark.parametrize("cell", ['table:formula="of:=[.A1]" office:value-type="float">', 'table:formula="of:=[.A1]">'])
def test_a_formula_without_a_value_is_told(cell: str) -> None:
    found = values(ods(cell))[1]
    assert isinstance(found, UnvaluedFormula) and found == "of:=[.A1]"


@pytest.mark.parametrize("cell", ['table:formula="of:=[.A1]" office:value-type="string" office:string-value="">', STRING, ">" + BOX])
def test_nothing_shown_is_nothing(cell: str) -> None:
    assert values(ods(cell))[1:] in ([], [""])
