"""Workbooks in other formats than .xlsx, written without a spreadsheet program: binary Open XML (.xlsb), record by record, and OpenDocument (.ods)."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY
from tests.support.workbook_parts import RELATIONS, TYPES, with_new_parts, zipped

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_DAY_0 = dt.datetime(1899, 12, 30)
_FIRST_FORMAT = 164


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary part."""
    size, length = b"", len(body)
    while length > 127:
        size, length = size + bytes([length & 127 | 128]), length >> 7
    return (bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])) + size + bytes([length]) + body


def wide(text: str) -> bytes:
    """A text as records hold it."""
    coded = text.encode("utf-16-le")
    return struct.pack("<I", len(coded) // 2) + coded


def row(number: int, *cells: bytes, flags: int = 0) -> bytes:
    """A row, from 0, with its cells; `flags` 0x10: it has no height."""
    return record(0, struct.pack("<IIHBB", number, 0, 300, 0, flags) + bytes(9)) + b"".join(cells)


def binary_cell(kind: int, column: int, style: int, value: bytes = b"") -> bytes:
    """A cell of any kind; `style` is 0, or 1 and more for the number formats of the book."""
    return record(kind, struct.pack("<II", column, style) + value)


def number_cell(column: int, style: int, value: float) -> bytes:
    """A number."""
    return binary_cell(5, column, style, struct.pack("<d", value))


def hidden_columns(first: int, last: int, width: int = 2_304, flags: int = 1) -> bytes:
    """Columns of one look; hidden with flag 1."""
    return record(60, struct.pack("<IIIIH", first, last, width, 0, flags))


def binary_sheet(*rows: bytes, columns: bytes = b"", reach: tuple[int, int] = (1_000, 20)) -> bytes:
    """A sheet's part."""
    spanned = record(148, struct.pack("<IIII", 0, reach[0], 0, reach[1]))
    return record(129) + spanned + columns + record(145) + b"".join(rows) + record(146) + record(130)


def binary_book(*rows: bytes, formats: Sequence[str] = (), columns: bytes = b"", state: int = 0) -> bytes:
    """A book of one sheet 表 with these rows. Style 0 is General, and each of the number formats one more. `state` 1 and 2: it is hidden."""
    codes = range(_FIRST_FORMAT, _FIRST_FORMAT + len(formats))
    written = b"".join(record(44, struct.pack("<H", number) + wide(code)) for number, code in zip(codes, formats, strict=True))
    return _packed({"表": binary_sheet(*rows, columns=columns)}, record(615, struct.pack("<I", len(formats))) + written + record(616), (0, *codes), state)


def _packed(sheets: Mapping[str, bytes], formats: bytes, styles: Sequence[int], state: int = 0) -> bytes:
    """A book of these sheets, whose cell styles have these number formats."""
    named = b"".join(record(156, struct.pack("<II", state, n) + wide(f"r{n}") + wide(title)) for n, title in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="r{n}" Type="{TYPES}/worksheet" Target="worksheets/sheet{n}.bin"/>' for n in range(1, len(sheets) + 1))
    links += f'<Relationship Id="r0" Type="{TYPES}/styles" Target="styles.bin"/>'
    root = f'<Relationship Id="r1" Type="{TYPES}/officeDocument" Target="xl/workbook.bin"/>'
    looks = b"".join(record(47, struct.pack("<8H", 0, form, 0, 0, 0, 0, 0, 0)) for form in styles)
    return zipped({
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{root}</Relationships>'.encode(),
        "xl/workbook.bin": record(131) + record(143) + named + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'.encode(),
        "xl/styles.bin": formats + record(617, struct.pack("<I", len(styles))) + looks + record(618),
        **{f"xl/worksheets/sheet{n}.bin": part for n, part in enumerate(sheets.values(), 1)},
    })


def as_xlsb(data: bytes) -> bytes:
    """The sheets of an .xlsx as a binary book, with its stamp in the properties."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    sheets = {}
    for sheet in book.worksheets:
        rows = [row(number, *(_cell(column, value) for column, value in enumerate(values) if value is not None))
                for number, values in enumerate(sheet.iter_rows(values_only=True))]
        sheets[sheet.title] = binary_sheet(*rows, reach=(sheet.max_row - 1, sheet.max_column - 1))
    return with_new_parts(_packed(sheets, b"", (0, 14, 22)), {"docProps/custom.xml": _properties(book)})


def _cell(column: int, value: Any) -> bytes:
    """Style 1 is a day, 2 a day and a time; whole numbers stand in the short form, as Excel writes them."""
    style = 0
    if isinstance(value, dt.datetime):
        value, style = (value - _DAY_0) / dt.timedelta(days=1), 2 if value.time() != dt.time() else 1
    if isinstance(value, bool):
        return binary_cell(4, column, style, bytes([value]))
    if isinstance(value, (int, float)):
        whole = value == int(value) and abs(value) < 1 << 28
        return binary_cell(2, column, style, struct.pack("<i", int(value) << 2 | 2)) if whole else number_cell(column, style, value)
    return binary_cell(6, column, style, wide(str(value)))


def _properties(book: Workbook) -> bytes:
    stamp = next((one.value for one in book.custom_doc_props.props if one.name == STAMP_PROPERTY), "")
    return f'<Properties><property name="{STAMP_PROPERTY}"><lpwstr>{escape(str(stamp))}</lpwstr></property></Properties>'.encode()


def as_ods(data: bytes, between: str = "") -> bytes:
    """The sheets of an .xlsx as an OpenDocument book, with this white space between its tags."""
    sheets = "".join(
        f"<table:table table:name={quoteattr(sheet.title)}>{between}{between.join(_ods_rows(sheet, between))}{between}</table:table>"
        for sheet in load_workbook(io.BytesIO(data), data_only=True).worksheets)
    return zipped({"mimetype": _ODS.encode(), "content.xml": ods_content(sheets)})


def ods_content(sheets: str, styles: str = "") -> bytes:
    """content.xml of an OpenDocument book with these sheets and automatic styles."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
    return (f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>").encode()


def _ods_rows(sheet: Any, between: str) -> Iterator[str]:
    for values in sheet.iter_rows(values_only=True):
        yield f"<table:table-row>{between}{between.join(map(_ods_cell, values))}{between}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, dt.datetime):
        said = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        said = f'office:value-type="float" office:value="{value}"'
    else:
        said = 'office:value-type="string"'
    blanks = escape(str(value)).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")
    lines = "".join(f"<text:p>{line}</text:p>" for line in blanks.split("\n"))
    return f"<table:table-cell {said}>{lines}</table:table-cell>"
