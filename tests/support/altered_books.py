"""Workbooks altered the way people and programs alter them: saved times, stamps, sheets, raw parts, findings' cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from tests.support.filled_books import SMALL, department_file, intake_of, rules_of, small_rules, template
from tests.support.table_rows import rows_of

Cells = dict[str, dict[str, Any] | list[dict[str, Any]]]
HIDDEN_SHEET = "列表"
EXAMPLE_MARK = "示例："
# what any inbox says that holds neither all departments nor a register
ABSENT = ("department-not-submitted", "register-missing")


def edited(data: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after a change by hand."""
    workbook = load_workbook(io.BytesIO(data))
    change(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


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
    buffer = io.BytesIO()
    new.save(buffer)
    return buffer.getvalue()


def foreign_book(title: str = "Sheet1", rows: tuple[tuple[object, ...], ...] = (("菜名", "单价"), ("面条", 6))) -> bytes:
    """A workbook that has nothing to do with the campaign."""
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its zip changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
    return buffer.getvalue()


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

    def change(workbook: Workbook) -> None:
        for sheet, rows in cells.items():
            for nth, row in enumerate([rows] if isinstance(rows, dict) else rows):
                for title, value in row.items():
                    workbook[sheet][spot(blank, sheet, title, nth)].value = value

    return edited(data, change)


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
    return rules_of(**SMALL, 活动信息=items)


def office_file(rules: Rules, kind: str, cells: Cells) -> bytes:
    """A book of the office with cells typed in: kind is inspection, survey, incidents or review."""
    blank = template(rules, kind)
    return typed(plain(blank), blank, cells)


def nominated(intake: Intake, award: str) -> list[tuple[Any, ...]]:
    """(name, team, order, agreed) of an award's nominations."""
    rows = [row for row in rows_of(intake)["nominations"] if row["award"] == award]
    return [(row["person"] or row["post"] or row["team"], row["team"], row["order"], row["agreed"]) for row in rows]


def said(found: Intake | list[Finding], sheet: str | None = None) -> list[str]:
    """Findings as "error code sheet!cell" in their order, less what is only absent."""
    findings = found.findings if isinstance(found, Intake) else found
    return [
        f"{p.severity.value} {p.code} " + "!".join(part for part in (p.place.sheet, p.place.cell) if part)
        for p in findings
        if p.code not in ABSENT and sheet in (None, p.place.sheet)
    ]


def errors(intake: Intake) -> list[str]:
    """Only the errors of `said`."""
    return [line for line in said(intake) if line.startswith("error")]


def states(intake: Intake) -> dict[str, str]:
    """File name → state."""
    return {file.name: file.state.value for file in intake.files}


def reasons(intake: Intake, name: str) -> list[str]:
    """Findings on a whole file as "severity code"."""
    return [f"{p.severity.value} {p.code}" for p in intake.findings if p.place.file.endswith("/" + name) and not p.place.cell]
