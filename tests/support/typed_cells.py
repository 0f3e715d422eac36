"""Typing values into a workbook's cells without a spreadsheet program: quick enough for thousands of books."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from typing import Any
from xml.sax.saxutils import escape, unescape

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.raw_workbooks import saved

# (sheet, address) → what is typed there; None empties the cell
Cells = dict[tuple[str, str], Any]
_CELL = re.compile(r'<c r="([A-Z]+\d+)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.S)
_SHEET = re.compile(r'<sheet name="([^"]*)"')
_EPOCH = dt.datetime(1899, 12, 30)
_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.S)
_SPANS = re.compile(r' spans="[^"]*"')
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
# texts that a program takes for something else than a text, or writes in a way of its own
_NO_PLAIN_TEXT = re.compile(r"^[=#]|_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def typed_in(template: bytes, cells: Cells) -> bytes:
    """The workbook with these cells replaced; each keeps its format. They must exist, as a template's do."""
    parts = dict(_parts(template))
    titles = [unescape(title, {"&quot;": '"'}) for title in _SHEET.findall(parts["xl/workbook.xml"])]
    for sheet in dict.fromkeys(title for title, _ in cells):
        part = f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"
        wanted = {where: value for (title, where), value in cells.items() if title == sheet}
        here = {found[1] for found in _CELL.finditer(parts[part])}
        assert set(wanted) <= here, f"{sheet} has no {set(wanted) - here}"
        parts[part] = _CELL.sub(lambda found, w=wanted: _cell(found, w) if found[1] in w else found[0], parts[part])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return buffer.getvalue()


@lru_cache(64)
def _parts(template: bytes) -> tuple[tuple[str, str], ...]:
    with zipfile.ZipFile(io.BytesIO(template)) as book:
        return tuple((name, book.read(name).decode("utf-8")) for name in book.namelist())


def _cell(found: re.Match[str], wanted: dict[str, Any]) -> str:
    value, opening = wanted[found[1]], f'<c r="{found[1]}"{found[2] or ""}'
    if isinstance(value, str):
        text = escape(value).replace("\r", "&#13;")
        return f'{opening} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'{opening} t="b"><v>{value:d}</v></c>'
    if isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        value = (moment - _EPOCH) / dt.timedelta(days=1)
    return f"{opening}/>" if value is None else f"{opening}><v>{value!r}</v></c>"


@lru_cache(64)
def looked_into(data: bytes) -> Workbook:
    """The workbook; shared, so look only."""
    return load_workbook(io.BytesIO(data))


def typed_over(data: bytes, cells: Cells) -> bytes:
    """The workbook after somebody typed these cells and saved it now, whether the cells were there or not.

    What takes more than a value in a cell, such as a formula or a new number format, goes the long way through openpyxl.
    """
    if not all(_is_plain(looked_into(data)[sheet], where, value) for (sheet, where), value in cells.items()):
        workbook = load_workbook(io.BytesIO(data))
        for (sheet, where), value in cells.items():
            workbook[sheet][where].value = value
        return saved(workbook)
    parts = dict(_parts(data))
    titles = looked_into(data).sheetnames
    for sheet in dict.fromkeys(title for title, _ in cells):
        part = f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"
        parts[part] = _with_cells(parts[part], {where: value for (title, where), value in cells.items() if title == sheet})
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts["docProps/core.xml"] = _MODIFIED.sub(rf"\g<1>{now}", parts["docProps/core.xml"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in parts.items():
            book.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _is_plain(sheet: Worksheet, where: str, value: Any) -> bool:
    """Whether the value alone makes the cell."""
    cell = sheet[where]
    if isinstance(cell, MergedCell) or cell.data_type == "f":
        return False
    if isinstance(value, str):
        return not _NO_PLAIN_TEXT.search(value) and len(value) < 32_767
    if isinstance(value, dt.date):
        return is_date_format(cell.number_format) and getattr(value, "tzinfo", None) is None
    return value is None or type(value) in (bool, int) or (type(value) is float and isfinite(value))


def _with_cells(xml: str, wanted: Mapping[str, Any]) -> str:
    """The sheet with these cells replaced or added, in the order of rows and columns."""
    by_row: dict[int, dict[str, Any]] = {}
    for where, value in wanted.items():
        by_row.setdefault(int(where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), {})[where] = value
    head, mark, rest = xml.replace("<sheetData/>", "<sheetData></sheetData>").partition("<sheetData>")
    rows, tail, foot = rest.partition("</sheetData>")
    made, at = [], 0
    for found in _ROW.finditer(rows):
        number = int(found[1])
        made += [_row(new, "", "", by_row.pop(new)) for new in sorted(by_row) if new < number]
        made.append(rows[at: found.start()])
        made.append(_row(number, found[2], found[3] or "", by_row.pop(number)) if number in by_row else found[0])
        at = found.end()
    made += [rows[at:], *(_row(new, "", "", by_row[new]) for new in sorted(by_row))]
    return "".join((head, mark, *made, tail, foot))


def _row(number: int, attributes: str, content: str, wanted: dict[str, Any]) -> str:
    cells = {found[1]: _cell(found, wanted) if found[1] in wanted else found[0] for found in _CELL.finditer(content)}
    cells |= {where: _new_cell(where, value) for where, value in wanted.items() if where not in cells}
    ordered = sorted(cells, key=lambda where: column_index_from_string(where.rstrip("0123456789")))
    return f'<row r="{number}"{_SPANS.sub("", attributes)}>{"".join(cells[where] for where in ordered)}</row>'


def _new_cell(where: str, value: Any) -> str:
    found = _CELL.fullmatch(f'<c r="{where}"/>')
    assert found
    return _cell(found, {where: value})
