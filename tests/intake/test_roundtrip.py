"""Blank template → filled with right values in all their spellings → read: the same values, and nothing to mend."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.intake.read_book import BookRead, read_book
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.schema.field_kinds import ItemPoints
from tests.support.filled_books import book, header_of, intake_of, rules_of, template
from tests.support.strategies import book_values
from tests.support.table_rows import rows_of as intake_rows
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_below, cell_beside, inputs, opened

ALL = rows_2017()
KINDS = ["department", "inspection", "survey", "incidents", "review"]
# the columns whose values may not stand twice on a sheet
UNIQUE = {"优秀班组推荐": "班组", "优秀个人推荐": "姓名", "优质服务示范岗推荐": "岗位名称", "优质服务示范岗": "岗位名称",
          "事故投诉": "编号"}
# what right values may still bring: what is not there yet, a late plan, half a point
MAY_COME = {"department-not-submitted", "register-missing", "plan-late", "fraction-as-score"}
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def rules() -> Rules:
    """Two departments, one of two lines of business, one team's name in both; the award for posts is on."""
    award = ("优质服务示范岗", "岗位", "固定", 1, 300, "是", None, None)
    kept = [row for row in ALL["奖项"] if row[0] != award[0]]
    return rules_of(
        班组划分=[("甲科", 1, "电工组", "维修", None), ("甲科", 2, "水工组、仓管", "维修", None), ("甲科", 3, "花卉组", "环境", None),
              ("乙科", 1, "医生组", "医疗", None), ("乙科", 2, "电工组", "维修", None)],
        检查标准=[("维修", 1, "及时", 10), ("维修", 2, "安全", 25), ("环境", 1, "清扫", 10), ("医疗", 1, "态度", 10)],
        测评题目=[(1, "态度好不好"), (2, "质量好不好")],
        奖项=[*kept, award],
        评分构成=[*ALL["评分构成"], (award[0], "岗位成绩", 100, "评委打分")],
        评审要点=[*ALL["评审要点"], (award[0], 1, "规范", 60), (award[0], 2, "效果", 40)],
    )


def rows_of(kind: str, sheet: Sheet) -> list[int]:
    """The rows of a sheet's table that can be filled."""
    found = opened(template(rules(), kind, "甲科"))[sheet.title]
    if not sheet.rows:
        return inputs(found, next(field.title for field in sheet.columns if not field.locked))
    first = header_of(found, [sheet.columns[0].title, sheet.columns[-1].title])[0] + 1
    return list(range(first, first + len(sheet.rows)))


@cache
def values_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Right values for a book: sheet → (form, table)."""
    sheets = book(rules(), kind, "甲科").sheets
    rows = {sheet.title: rows_of(kind, sheet) for sheet in sheets if sheet.columns}
    return book_values(book(rules(), kind, "甲科"), rules(), rows, UNIQUE)


def placed(kind: str, values: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """(sheet, cell) → (what is typed, what it means)."""
    blank = opened(template(rules(), kind, "甲科"))
    cells = {}
    for sheet, (form, table) in values.items():
        cells |= {(sheet, cell_beside(blank[sheet], label)): pair for label, pair in form.items()}
        cells |= {(sheet, cell_below(blank[sheet], title, at)): pair for at, row in table.items() for title, pair in row.items()}
    return cells


def filled_in(kind: str, values: dict[str, Any]) -> bytes:
    """The template with these values typed in."""
    return typed_in(template(rules(), kind, "甲科"), {cell: pair[0] for cell, pair in placed(kind, values).items()})


def taken(files: dict[str, bytes]) -> Intake:
    """What the intake makes of an inbox with these files."""
    with tempfile.TemporaryDirectory() as root:
        return intake_of(Path(root), rules(), files)


def read_back(kind: str, data: bytes) -> BookRead:
    """The book as it is read, sheet by sheet."""
    found = open_book(data)
    assert isinstance(found, OpenedBook)
    return read_book(SourceFile("收件箱/表.xlsx", opened=found), book(rules(), kind, "甲科"))


def said(read: BookRead) -> dict[str, tuple[dict, dict]]:
    """Sheet → (form, table) of everything that was typed, as `values_of` has it."""
    result = {}
    for sheet in read.book.sheets:
        form, table = read.forms.get(sheet.title), read.tables.get(sheet.title)
        items = {item.title: form.values[item.title] for item in sheet.form if not item.locked} if form else {}
        open_columns = [field.title for field in sheet.columns if not field.locked]
        rows = {table.rows[i] + 1: {title: r[title] for title in open_columns if r[title] is not None} for i, r in table.records()} \
            if table else {}
        result[sheet.title] = ({label: value for label, value in items.items() if value is not None}, rows)
    return result


def meant(kind: str, values: dict[str, Any]) -> dict[str, tuple[dict, dict]]:
    """The same of the values that were typed; points of a checklist are read as they stand."""
    raw = {field.title for sheet in book(rules(), kind, "甲科").sheets for field in sheet.columns if isinstance(field.kind, ItemPoints)}
    return {
        sheet: ({label: value for label, (_, value) in form.items()},
                {at: {title: pair[title not in raw] for title, pair in row.items()} for at, row in table.items()})
        for sheet, (form, table) in values.items()
    }


@cache
def blank_cells(kind: str) -> int:
    """How many cells the blank template has."""
    return taken({"表.xlsx": template(rules(), kind, "甲科")}).files[0].account.nonempty


def check_round_trip(kind: str, values: dict[str, Any]) -> None:
    """What is typed is what is read; nothing is to be mended, and every cell is accounted for."""
    data = filled_in(kind, values)
    assert said(read_back(kind, data)) == meant(kind, values)
    intake = taken({"表.xlsx": data})
    (file,) = intake.files
    assert [p.line() for p in intake.findings if p.code not in MAY_COME] == []
    assert (file.state.value, file.kind) == ("used", kind)
    typed = len(placed(kind, values))
    assert (file.account.nonempty, file.account.reported) == (blank_cells(kind) + typed, 0)
    assert file.account.used + file.account.template == file.account.nonempty and file.account.used >= typed


def something(values: dict[str, Any]) -> bool:
    """True when anything is filled in."""
    return any(form or table for form, table in values.values())


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(st.data())
def test_round_trip(kind: str, data: st.DataObject) -> None:
    check_round_trip(kind, data.draw(values_of(kind).filter(something)))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@settings(QUICK, max_examples=300)
@given(st.data())
def test_many_round_trips(kind: str, data: st.DataObject) -> None:
    check_round_trip(kind, data.draw(values_of(kind).filter(something)))


@QUICK
@given(st.data())
def test_points_of_a_checklist_reach_the_evaluation(data: st.DataObject) -> None:
    values = data.draw(values_of("inspection"))
    points = {f"{sheet}!{cell}": value for (sheet, cell), (_, value) in placed("inspection", values).items()
              if not isinstance(value, str) and "!B" not in f"!{cell}"}
    rows = intake_rows(taken({"表.xlsx": filled_in("inspection", values)}))["inspections"]
    assert {row["source"].partition("!")[2]: row["points"] for row in rows} == points


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_template_holds_no_values(kind: str) -> None:
    assert all(not form and not table for form, table in said(read_back(kind, template(rules(), kind, "甲科"))).values())


@pytest.mark.parametrize("kind", ["department", "inspection", "survey", "review"])
def test_a_blank_template_is_put_aside(kind: str) -> None:
    intake = taken({"表.xlsx": template(rules(), kind, "甲科")})
    (file,) = intake.files
    assert (file.state.value, file.account.used) == ("rejected", 0)
    found = [(p.code, p.place.file, p.severity.value) for p in intake.findings if p.code not in MAY_COME]
    assert found == [("file-blank", "收件箱/表.xlsx", "warning")]
    assert file.account.template + file.account.reported == file.account.nonempty == blank_cells(kind)


def test_a_blank_register_says_that_nothing_happened() -> None:
    intake = taken({"表.xlsx": template(rules(), "incidents")})
    (file,) = intake.files
    assert (file.state.value, file.account.used, file.account.reported) == ("used", 0, 0)
    assert {p.code for p in intake.findings} == {"department-not-submitted"}
    assert "register-missing" in {p.code for p in taken({}).findings}
