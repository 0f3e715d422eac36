"""Workbooks in other formats than .xlsx, written without a spreadsheet program: binary Open XML (.xlsb) and OpenDocument (.ods)."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY
from tests.support.workbook_parts import RELATIONS, TYPES, zipped

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_DAY_0 = dt.datetime(1899, 12, 30)


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary part."""
    size, length = b"", len(body)
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return (bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])) + size + bytes([length]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _cell(column: int, value: Any, style: int) -> bytes:
    """Style 1 is a day, 2 a day and a time; whole numbers stand in the short form, as Excel writes them."""
    if isinstance(value, dt.datetime):
        value, style = (value - _DAY_0) / dt.timedelta(days=1), 2 if value.time() != dt.time() else 1
    at = struct.pack("<II", column, style)
    if isinstance(value, bool):
        return record(4, at + bytes([value]))
    if isinstance(value, (int, float)):
        whole = value == int(value) and abs(value) < 1 << 28
        return record(2, at + struct.pack("<i", int(value) << 2 | 2)) if whole else record(5, at + struct.pack("<d", value))
    return record(6, at + _wide(str(value)))


def as_xlsb(data: bytes) -> bytes:
    """The sheets of an .xlsx as a binary book, with its stamp in the properties."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    parts, named, links = {}, b"", f'<Relationship Id="r0" Type="{TYPES}/styles" Target="styles.bin"/>'
    for number, sheet in enumerate(book.worksheets, 1):
        rows = b""
        for row, values in enumerate(sheet.iter_rows(values_only=True)):
            cells = b"".join(_cell(column, value, 0) for column, value in enumerate(values) if value is not None)
            rows += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)) + cells
        reach = record(148, struct.pack("<IIII", 0, sheet.max_row - 1, 0, sheet.max_column - 1))
        parts[f"xl/worksheets/sheet{number}.bin"] = record(129) + reach + record(145) + rows + record(146) + record(130)
        named += record(156, struct.pack("<II", 0, number) + _wide(f"r{number}") + _wide(sheet.title))
        links += f'<Relationship Id="r{number}" Type="{TYPES}/worksheet" Target="worksheets/sheet{number}.bin"/>'
    styles = b"".join(record(47, struct.pack("<8H", 0, form, 0, 0, 0, 0, 0, 0)) for form in (0, 14, 22))
    root = f'<Relationship Id="r1" Type="{TYPES}/officeDocument" Target="xl/workbook.bin"/>'
    return zipped({
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{root}</Relationships>'.encode(),
        "xl/workbook.bin": record(131) + record(143) + named + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'.encode(),
        "xl/styles.bin": record(617, struct.pack("<I", 3)) + styles + record(618), "docProps/custom.xml": _properties(book), **parts,
    })


def _properties(book: Workbook) -> bytes:
    stamp = next((one.value for one in book.custom_doc_props.props if one.name == STAMP_PROPERTY), "")
    return f'<Properties><property name="{STAMP_PROPERTY}"><lpwstr>{escape(str(stamp))}</lpwstr></property></Properties>'.encode()


def as_ods(data: bytes, between: str = "") -> bytes:
    """The sheets of an .xlsx as an OpenDocument book, with this white space between its tags."""
    sheets = "".join(
        f"<table:table table:name={quoteattr(sheet.title)}>{between}{between.join(_ods_rows(sheet, between))}{between}</table:table>"
        for sheet in load_workbook(io.BytesIO(data), data_only=True).worksheets)
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    return zipped({"mimetype": _ODS.encode(), "content.xml": content.encode()})


def _ods_rows(sheet: Any, between: str) -> Iterator[str]:
    for row in sheet.iter_rows(values_only=True):
        yield f"<table:table-row>{between}{between.join(map(_ods_cell, row))}{between}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.datetime):
        said = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        said = f'office:value-type="float" office:value="{value}"'
    else:
        said = 'office:value-type="string"'
    blanks = escape(str(value)).replace("  ", ' <text:s text:c="1"/>')
    lines = "".join(f"<text:p>{line}</text:p>" for line in blanks.split("\n"))
    return f"<table:table-cell {said}>{lines}</table:table-cell>"
