"""OpenDocument books as other programs write them: in one file, set out in lines, with texts where numbers should be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from tests.support.binary_books import as_ods, ods_content
from tests.support.one_file import findings, meaning, read_one
from tests.support.workbook_parts import parts_of, zipped
from tests.support.workspaces import review_file, rules, visit_file

META = '<office:meta><meta:user-defined meta:name="fuwuyue">{}</meta:user-defined><dc:date>2017-12-20T08:00:00</dc:date></office:meta>'
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("meta", "office", "table", "text", "style"))
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def flat(content: bytes, kind: str = "spreadsheet") -> bytes:
    """The content of a package as one file that says it is of this kind."""
    text = content.decode()
    body = text[text.index("<office:automatic-styles>") : text.index("</office:document-content>")]
    mime = f'office:mimetype="application/vnd.oasis.opendocument.{kind}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {SPACES} {mime}>{META.format("x")}{body}</office:document>'.encode()


def cell_of(said: str, inner: str) -> Any:
    """What is read of one cell with these attributes and this content."""
    sheet = f'<table:table table:name="表"><table:table-row><table:table-cell {said}>{inner}</table:table-cell></table:table-row></table:table>'
    return open_book(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": ods_content(sheet)}))


@pytest.mark.parametrize("made", [review_file, visit_file])
def test_a_book_in_one_file_says_what_its_package_says(made: Any) -> None:
    package = as_ods(made())
    right, one = read_one(package, rules(), "表.ods"), read_one(flat(parts_of(package)["content.xml"]), rules(), "表.fods")
    assert findings(one) == findings(right) == set()
    assert meaning(one) == meaning(right) is not None
    assert one.saved == dt.datetime(2017, 12, 20, 8).astimezone()


def test_a_book_in_one_file_in_other_encodings() -> None:
    data = flat(parts_of(as_ods(review_file()))["content.xml"])
    wide = data.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")
    assert meaning(read_one(wide, rules(), "表.fods")) == meaning(read_one(data, rules(), "表.fods")) is not None


@pytest.mark.parametrize("change, code", [
    (lambda data: data[: len(data) // 2], "file-damaged"),
    (lambda data: data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "file-malformed"),
    (lambda data: data.replace(b"opendocument.spreadsheet", b"opendocument.text", 1), "file-no-workbook"),
    (lambda data: data.replace(b"table:table ", b"table:other ").replace(b"/table:table>", b"/table:other>"), "file-damaged"),
], ids=["cut short", "with a declaration", "a text document", "no sheets"])
def test_a_file_that_is_no_such_book_is_named(change: Any, code: str) -> None:
    found = open_book(change(flat(parts_of(as_ods(review_file()))["content.xml"])))
    assert isinstance(found, Unopened) and found.why.code == code


@pytest.mark.parametrize("between", ["\n", "\n      ", " \t\r\n"])
def test_white_space_between_the_cells_is_nothing(between: str) -> None:
    right = read_one(as_ods(review_file()), rules(), "表.ods")
    spaced = read_one(as_ods(review_file(), between), rules(), "表.ods")
    assert findings(spaced) == set() and meaning(spaced) == meaning(right) is not None


@pytest.mark.parametrize("said, inner, value", [
    ('office:value-type="float" office:value="12"', "<text:p>12</text:p>", 12.0),
    ('office:value-type="float"', "<text:p>12人</text:p>", "12人"),
    ('office:value-type="float" office:value="十二"', "<text:p>十二</text:p>", "十二"),
    ('office:value-type="float" office:value=""', "<text:p>约12</text:p>", "约12"),
    ('office:value-type="float" office:value="nan"', "<text:p>无</text:p>", "无"),
    ('office:value-type="percentage" office:value="九成"', "<text:p>九成</text:p>", "九成"),
    ('office:value-type="date" office:date-value="十一月"', "<text:p>十一月</text:p>", "十一月"),
    ('office:value-type="date" office:date-value="2017-11-25"', "<text:p>11月25日</text:p>", dt.date(2017, 11, 25)),
    ('office:value-type="boolean" office:boolean-value="也许"', "<text:p>也许</text:p>", "也许"),
    ("", "<text:p>12</text:p>", "12"),
])
def test_a_text_in_a_number_cell_is_the_text(said: str, inner: str, value: object) -> None:
    """The cell shows it; what the field makes of it is its own matter."""
    book = cell_of(said, inner)
    assert isinstance(book, OpenedBook)
    assert book.grids[0].value(0, 0) == value


def test_a_text_that_stands_in_no_paragraph_is_damage() -> None:
    found = cell_of('office:value-type="float" office:value="12"', "12人<text:p>12</text:p>")
    assert isinstance(found, Unopened) and found.why.code == "file-damaged"
