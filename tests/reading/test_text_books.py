"""Texts that hold tables: what they really are, their encodings, their cells; what cannot be read for certain is not guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from fuwuyue_xlsx.basics.cell_values import CellError, UnvaluedFormula
from fuwuyue_xlsx.reading.formats.delimited_text import delimited_table
from fuwuyue_xlsx.reading.formats.web_page import web_tables
from fuwuyue_xlsx.reading.formats.xml_2003 import xml_sheets
from fuwuyue_xlsx.reading.text_book import open_text
from fuwuyue_xlsx.reading.text_encoding import spoilt_text, text_of
from tests.support.text_tables import ROWS, XML, archive, delimited, page, sheet

MANY = 10_000
CODES = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("text, what", [
    (delimited(","), "逗号分隔的文本"), (delimited(";"), "分号分隔的文本"), (delimited("\t"), "制表符分隔的文本"),
    ("sep=;\r\n" + delimited(";"), "分号分隔的文本"),
    (page(), "网页（HTML）"), (page(head="<meta charset=gb2312>"), "网页（HTML）"), (page(head="<meta charset='utf-8'>"), "网页（HTML）"),
    ("<!DOCTYPE html>\r\n" + page(), "网页（HTML）"), (sheet(), "XML 表格 2003"),
])
def test_it_is_named_and_read_in_every_encoding(text: str, what: str, code: str) -> None:
    """Whatever encoding the text itself claims: the bytes decide."""
    book = open_text(text.encode(code))
    assert book is not None and book.opened is not None and book.opened.unsure == ()
    name = {"gb18030": "GBK/GB18030"}.get(code, "UTF-16" if "16" in code else "UTF-8")
    assert book.what == f"{what}，{name} 编码"
    (grid,) = book.opened.grids
    assert [grid.row(row) for row in range(grid.height)] == ROWS


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_a_web_archive(code: str) -> None:
    book = open_text(archive(page(), code))
    assert book is not None and book.what == "网页归档（MHTML）" and book.opened is not None
    assert book.opened.grids[0].row(1) == ROWS[1] and book.opened.unsure == ()


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)), "满意".encode("gbk")[:3] + b"\xff\xff"])
def test_what_is_no_text(data: bytes) -> None:
    assert open_text(data) is None


def test_bytes_that_are_a_text_in_two_encodings() -> None:
    """The likelier one is taken and told; a claim decides it; Chinese in UTF-8 is no riddle."""
    two = "胁,一\r\n一,胁\r\n".encode("gbk")
    two.decode("utf-8")  # it is valid there, too
    found = text_of(two)
    assert found is not None and (found.text[:3], found.sure) == ("胁,一", False)
    claimed = text_of(two, "utf-8")
    assert claimed is not None and (claimed.encoding, claimed.sure) == ("UTF-8", True)
    sure = text_of("很满意，一般".encode())
    assert sure is not None and (sure.encoding, sure.sure) == ("UTF-8", True)
    book = open_text(two)
    assert book is not None and book.opened is not None and [found.code for found in book.opened.unsure] == ["text-encoding-unclear"]


def test_a_text_with_a_spoilt_byte() -> None:
    """It is no text for certain, and what can be made out of it is still looked into; noise is not."""
    spoilt = delimited(rows=ROWS * 20).encode() + b"\xff\xfe,"
    assert text_of(spoilt) is None and spoilt_text(spoilt).startswith("序号,服务态度")
    assert spoilt_text(bytes(range(1, 256))) == ""


@pytest.mark.parametrize("text, rows", [
    ('a,"一,二",c\r\n1,2,3\r\n', [["a", "一,二", "c"], ["1", "2", "3"]]),
    ('a,"一\n二",c\n1,2,3\n', [["a", "一\n二", "c"], ["1", "2", "3"]]),
    ('a,="0012",c\r\n1,2,3\r\n', [["a", "0012", "c"], ["1", "2", "3"]]),
    ("关于测评\r\na,b,c\r\n1,2,3\r\n", [["关于测评"], ["a", "b", "c"], ["1", "2", "3"]]),
    ("a,b,c\r\n1,2,\r\n4,5\r\n", [["a", "b", "c"], ["1", "2", ""], ["4", "5"]]),
])
def test_delimited_cells(text: str, rows: list[list[str]]) -> None:
    table = delimited_table(text, MANY)
    assert table is not None and (table.rows, table.uneven, table.cut_short) == (rows, (), False)


@pytest.mark.parametrize("text", ['a,b\r\n"一,二\r\n3,4\r\n', "各位同事：\r\n请于周五前交材料。\r\n", 'a,b\r\n"一"二,3\r\n'])
def test_what_is_no_delimited_table(text: str) -> None:
    """Lines without columns; a quotation mark that would swallow the rows behind it."""
    assert delimited_table(text, MANY) is None


@pytest.mark.parametrize("text, uneven, cut", [
    ("a,b,c\r\n1,2,3\r\n1,好,就是慢,3\r\n4,5,6\r\n", (2,), False),
    ('a,b,c\n1,"2,3\n4,5,6\n7,8",9\n1,2,3\n4,5,6\n', (1,), False),
    ("a,b,c\r\n1,2,3\r\n4,5,6\r\n7,", (), True), ("a,b,c\r\n1,2,3\r\n4,5,6\r\n7,8,9", (), False), ("a,b,c\r\n1,2,3,\r\n4,5,6\r\n", (), False),
])
def test_rows_that_may_stand_in_wrong_columns(text: str, uneven: tuple[int, ...], cut: bool) -> None:
    """More cells than the table has, whole rows within a cell, a last row without an end; an empty cell more is nothing."""
    table = delimited_table(text, MANY)
    assert table is not None and (table.uneven, table.cut_short) == (uneven, cut)


@pytest.mark.parametrize("body, rows", [
    ("<tr><td>一<br>二</td><th> 三\n 四 </th></tr>", [["一\n二", "三 四"]]),
    ("<tr><td rowspan=2>组</td><td colspan=2>问</td></tr><tr><td>甲<td>乙</tr>", [["组", "问", ""], ["", "甲", "乙"]]),
    ("<tr><td>&lt;好&gt;&amp;&#28385;</td><td><b>粗</b><script>var x='<td>没有</td>'</script></td></tr>", [["<好>&满", "粗"]]),
    ("<td>一</td><td>二</td>", [["一", "二"]]),
])
def test_cells_of_a_page(body: str, rows: list[list[str]]) -> None:
    (table,) = web_tables(f"<table>{body}</table>", MANY)
    assert table.rows == rows and table.closed


def test_a_table_within_a_table_is_its_own() -> None:
    outer, inner = web_tables("<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>", MANY)
    assert (outer.rows, inner.rows) == ([["外"]], [["内"]])


def test_a_page_that_is_cut_short() -> None:
    book = open_text(page().encode()[:-40])
    assert book is not None and book.opened is not None and [found.code for found in book.opened.unsure] == ["text-cut-short"]


@pytest.mark.parametrize("text", ["<table><tr>" + "<td colspan=1000 rowspan=100000>a</td>" * 3, "<table>" + "<tr><td colspan=1000>a" * 20_000])
def test_a_page_that_spans_too_much(text: str) -> None:
    """Nothing is laid out for it."""
    with pytest.raises(OverflowError):
        web_tables(text, MANY)
    book = open_text(text.encode())
    assert book is not None and book.opened is None


def test_values_of_xml_2003() -> None:
    """Numbers, moments, errors, formulas without a value, gaps, merges; notes are no values."""
    (read,) = xml_sheets(XML.format(
        '<Row><Cell><Data ss:Type="Number">5</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2017-12-01T08:30:00.000</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="Boolean">1</Data><Comment><ss:Data>注</ss:Data></Comment></Cell>'
        '<Cell><ss:Data ss:Type="String">很<html:B>满</html:B>意</ss:Data></Cell></Row>'
        '<Row><Cell ss:Formula="=A1"/><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>'), MANY) or []
    assert read.title == "答卷" and read.merges == [(2, 0, 2, 1)]
    assert read.rows == [[5.0, "", dt.datetime(2017, 12, 1, 8, 30)], [], [True, "", "很满意"], ["=A1", "#N/A"]]
    assert isinstance(read.rows[3][0], UnvaluedFormula) and isinstance(read.rows[3][1], CellError)


@pytest.mark.parametrize("text", [
    "<!DOCTYPE a [<!ENTITY b 'c'>]>" + sheet(), sheet()[:-20], XML.format('<Row ss:Index="3"/><Row ss:Index="2"/>'),
    XML.format('<Row><Cell ss:Index="0"/></Row>'), XML.format('<Row><Cell><Data ss:Type="Number">很多</Data></Cell></Row>'),
    XML.format('<Row ss:Index="9999999"/>'),
])
def test_xml_that_is_not_read(text: str) -> None:
    """An entity, a cut, rows that go back, places that no sheet has, a number that is none."""
    assert xml_sheets(text, MANY) is None


def test_xml_that_spans_too_much() -> None:
    with pytest.raises(OverflowError):
        xml_sheets(XML.format('<Row ss:Index="1000000"><Cell ss:Index="16000"><Data ss:Type="String">a</Data></Cell></Row>'), MANY)
