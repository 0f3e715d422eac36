"""A text that holds tables, opened as a book of grids: web pages, web archives, XML Spreadsheet 2003, delimited texts.

Only what survey tools export is used of them; of every other one it is said what it really is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.formats import delimited_text, web_page, xml_2003
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.limits import BULK, FORM, limits_of
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.text_encoding import DecodedText, text_of

WEB_PAGE, WEB_ARCHIVE, XML_2003, PLAIN = "网页（HTML）", "网页归档（MHTML）", "XML 表格 2003", "文本"
_HEAD = 4_096
_MARKS_PAGE = re.compile(r"<(?:html|table|!doctype html|body)\b", re.I)
_TITLE = "表格"
_MOST_ROWS_NAMED = 10


@dataclass(frozen=True)
class TextBook:
    """What a text really is, and its tables.

    what    in words: 网页（HTML），GBK/GB18030 编码
    opened  its tables as grids; None where it has none, or they cannot be read for certain
    """

    what: str
    opened: OpenedBook | None = None


@dataclass
class _Tables:
    grids: list[Grid] = field(default_factory=list)
    unsure: list[Finding] = field(default_factory=list)

    def add(self, rows: list[list[Any]], merges: list[tuple[int, int, int, int]], title: str = "") -> None:
        self.grids.append(Grid(title or f"{_TITLE}{len(self.grids) + 1}", rows, merges))


def open_text(data: bytes) -> TextBook | None:
    """The tables in the bytes of a text; None for what is no text, or too large for one."""
    if not data or len(data) > BULK.file:
        return None
    decoded = text_of(data, web_page.declared_encoding(data))
    if decoded is None:
        return None
    kind = _kind_of(decoded.text)
    most = limits_of(None, len(data)).cells
    tables: _Tables | None = None
    try:
        if kind == PLAIN:
            return _delimited(decoded, most)
        if len(data) <= FORM.file:
            tables = _MARKUP[kind](decoded, data, most)
    except (OverflowError, MemoryError, RecursionError):
        tables = None
    what = f"{kind}，{decoded.encoding} 编码" if kind != WEB_ARCHIVE else kind
    return TextBook(what, _opened(tables, decoded) if tables else None)


def _kind_of(text: str) -> str:
    head = text[:_HEAD].lstrip()
    lower = head.lower()
    if "mime-version:" in lower and ("multipart/related" in lower or "text/html" in lower):
        return WEB_ARCHIVE
    if head.startswith("<") and xml_2003.NAMESPACE in head:
        return XML_2003
    return WEB_PAGE if head.startswith("<") and _MARKS_PAGE.search(text) else PLAIN


def _page(decoded: DecodedText, data: bytes, most: int) -> _Tables:
    return _from_pages([(decoded.text, True)], most)


def _archive(decoded: DecodedText, data: bytes, most: int) -> _Tables:
    return _from_pages(web_page.pages_in(data), most)


def _from_pages(pages: list[tuple[str, bool]], most: int) -> _Tables:
    book_tables = _Tables()
    for text, sure in pages:
        tables = web_page.web_tables(text, most)
        for table in tables:
            book_tables.add(list(table.rows), table.merges)
        if not all(table.closed for table in tables):
            book_tables.unsure.append(finding("text-cut-short"))
        if not sure:
            book_tables.unsure.append(finding("text-encoding-unclear", encoding="UTF-8 或 GBK"))
    return book_tables


def _sheets(decoded: DecodedText, data: bytes, most: int) -> _Tables | None:
    sheets = xml_2003.xml_sheets(decoded.text, most)
    if sheets is None:
        return None
    book_tables = _Tables()
    for sheet in sheets:
        book_tables.add(sheet.rows, sheet.merges, sheet.title)
    return book_tables


_MARKUP = {WEB_PAGE: _page, WEB_ARCHIVE: _archive, XML_2003: _sheets}


def _delimited(decoded: DecodedText, most: int) -> TextBook:
    table = delimited_text.delimited_table(decoded.text, most)
    if table is None:
        return TextBook(f"{PLAIN}，{decoded.encoding} 编码")
    book_tables = _Tables()
    book_tables.add(list(table.rows), [])
    if table.uneven:
        rows = "、".join(str(row + 1) for row in table.uneven[:_MOST_ROWS_NAMED]) + (" 等" if len(table.uneven) > _MOST_ROWS_NAMED else "")
        book_tables.unsure.append(finding("text-rows-uneven", rows=rows))
    if table.cut_short:
        book_tables.unsure.append(finding("text-cut-short"))
    return TextBook(f"{delimited_text.DELIMITERS[table.delimiter]}，{decoded.encoding} 编码", _opened(book_tables, decoded))


def _opened(tables: _Tables, decoded: DecodedText) -> OpenedBook | None:
    if not tables.grids:
        return None
    unclear = [] if decoded.sure else [finding("text-encoding-unclear", encoding=decoded.encoding)]
    return OpenedBook(tables.grids, unsure=(*unclear, *tables.unsure))
