"""Workbooks altered the way people and programs alter them: saved times, stamps, sheets, raw parts, findings' cells."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from tests.support.filled_books import SMALL, department_file, intake_of, rules_of, small_rules, template, with_policy
from tests.support.raw_workbooks import saved
from tests.support.typed_cells import typed_over
from tests.support.workbook_parts import parts_of, repacked, with_part

Cells = dict[str, dict[str, Any] | list[dict[str, Any]]]
HIDDEN_SHEET = "列表"
EXAMPLE_MARK = "示例："


def edited(data: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after a change by hand."""
    workbook = load_workbook(io.BytesIO(data))
    change(workbook)
    return saved(workbook)


@cache
def plain(data: bytes) -> bytes:
    """The workbook's values alone, as after a paste into a new book: quick to alter. The hidden sheet keeps its stamp."""
    new = Workbook()
    new.remove(new.active)
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        copy = new.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy[cell.coordinate].value = cell.value
    return saved(new)


def foreign_book(title: str = "Sheet1", rows: tuple[tuple[object, ...], ...] = (("菜名", "单价"), ("面条", 6))) -> bytes:
    """A workbook that has nothing to do with the campaign."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return saved(workbook)


def saved_at(data: bytes, moment: str | None) -> bytes:
    """The workbook saying that it was last saved then ("2017-12-20T10:00:00Z"); None: saying nothing."""
    entry = rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>"
    new = b"" if moment is None else f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'.encode()

    def change(core: bytes) -> bytes:
        assert re.search(entry, core)
        return re.sub(entry, new, core)

    return with_part(data, "docProps/core.xml", change)


def without_properties(data: bytes) -> bytes:
    """The workbook whose own properties are lost; the stamp on the hidden sheet stays."""

    def drop(workbook: Workbook) -> None:
        for name in list(workbook.custom_doc_props.names):
            del workbook.custom_doc_props[name]

    return edited(data, drop)


def without_stamp(data: bytes) -> bytes:
    """The workbook as after its sheets were copied into a new book: no properties, no hidden sheet."""
    return edited(without_properties(data), lambda workbook: workbook.remove(workbook[HIDDEN_SHEET]))


def without_sheet(data: bytes, title: str) -> bytes:
    """The workbook less one sheet."""
    return edited(data, lambda workbook: workbook.remove(workbook[title]))


@cache
def _texts(data: bytes) -> dict[str, dict[str, tuple[int, int, bool]]]:
    """Sheet → text → (row, column, whether it heads a table's column: others stand beside it)."""
    found: dict[str, dict[str, tuple[int, int, bool]]] = {}
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        texts = found.setdefault(sheet.title, {})
        for row in sheet.iter_rows():
            given = [cell for cell in row if cell.value is not None]
            for cell in given:
                texts.setdefault(str(cell.value), (cell.row, cell.column, len(given) > 2))
    return found


def spot(data: bytes, sheet: str, title: str, nth: int = 0) -> str:
    """Where on a template the nth row of a column, or the value of a form's label, stands: spot(book, "技能比赛", "工种") → A6."""
    texts = _texts(data)[sheet]
    row, column, heads = texts[title]
    if not heads:
        return f"{get_column_letter(column + 1)}{row}"
    example = any(text.startswith(EXAMPLE_MARK) and at == row + 1 for text, (at, _, _) in texts.items())
    return f"{get_column_letter(column)}{row + 1 + example + nth}"


def typed(data: bytes, blank: bytes, cells: Cells) -> bytes:
    """The workbook with values typed over whatever stands there: forms by label, the nth row of a table by header.

    `blank` is the template that says where everything stands.
    """

    return typed_over(data, {
        (sheet, spot(blank, sheet, title, nth)): value
        for sheet, rows in cells.items() for nth, row in enumerate([rows] if isinstance(rows, dict) else rows) for title, value in row.items()
    })


@cache
def right_book(rules: Rules) -> bytes:
    """A rightly filled book of 甲科."""
    return plain(department_file(rules))


def read_department(root: Path, cells: Cells, rules: Rules | None = None) -> Intake:
    """What is read from a rightly filled book of 甲科 (in the small rules) with some cells typed over."""
    rules = rules or small_rules()
    book = typed(right_book(rules), template(rules, "department", "甲科"), cells)
    return intake_of(root, rules, {"甲.xlsx": book})


@cache
def last_years_rules() -> Rules:
    """The small rules of the campaign before."""
    items = [(name, str(value).replace("2017", "2016")) for name, value in rows_2017()["活动信息"]]
    return rules_of(**SMALL, 活动信息=items, 口径设置=with_policy(事故认定期间="2016-11-20 至 2016-12-30"))


def of_year(data: bytes, year: int) -> bytes:
    """The workbook as if it had been made out for the campaign of another year: its stamp says so, wherever it stands."""
    said = re.compile(rb'(campaign(?:"|&quot;){1,2}: (?:"|&quot;){1,2})\d{4}')
    assert sum(bool(said.search(part)) for part in parts_of(data).values()) > 1
    return repacked(data, lambda name, part: said.sub(rb"\g<1>" + str(year).encode(), part))


def office_file(rules: Rules, kind: str, cells: Cells) -> bytes:
    """A book of the office with cells typed in; its kind is one of those in `BOOK_KINDS`."""
    blank = template(rules, kind)
    return typed(plain(blank), blank, cells)


def encrypted(plain: bytes, password: str) -> bytes:
    """The workbook with an opening password, as Excel encrypts it."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(password, buffer)
    return buffer.getvalue()
