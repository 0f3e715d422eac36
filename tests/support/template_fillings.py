"""Templates of every kind filled with right values in all their spellings, and what is read back from them."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuwuyue_xlsx.intake.read_book import BookRead, read_book
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.declarations import Sheet
from tests.support.filled_books import book, header_of, intake_of, rules_of, template
from tests.support.strategies import book_values
from tests.support.workbook_view import cell_below, cell_beside, inputs, opened

ALL = rows_2017()
# the columns whose values may not stand twice on a sheet
UNIQUE = {"优秀班组推荐": "班组", "优秀个人推荐": "姓名", "优质服务示范岗推荐": "岗位名称", "优质服务示范岗": "岗位名称",
          "事故投诉": "编号"}


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


def rows_to_fill(kind: str, sheet: Sheet) -> list[int]:
    """The rows of a sheet's table that can be filled."""
    found = opened(template(rules(), kind, "甲科"))[sheet.title]
    if not sheet.rows:
        return inputs(found, next(field.title for field in sheet.columns if not field.locked))
    first = header_of(found, [sheet.columns[0].title, sheet.columns[-1].title])[0] + 1
    return list(range(first, first + len(sheet.rows)))


@cache
def right_values(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Right values for a book: sheet → (form, table)."""
    sheets = book(rules(), kind, "甲科").sheets
    rows = {sheet.title: rows_to_fill(kind, sheet) for sheet in sheets if sheet.columns}
    return book_values(book(rules(), kind, "甲科"), rules(), rows, UNIQUE)


def placed_cells(kind: str, values: dict[str, Any]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """(sheet, cell) → (what is typed, what it means)."""
    blank = opened(template(rules(), kind, "甲科"))
    cells = {}
    for sheet, (form, table) in values.items():
        cells |= {(sheet, cell_beside(blank[sheet], label)): pair for label, pair in form.items()}
        cells |= {(sheet, cell_below(blank[sheet], title, at)): pair for at, row in table.items() for title, pair in row.items()}
    return cells


def taken_in(files: dict[str, bytes]) -> Intake:
    """What the intake makes of an inbox with these files."""
    with tempfile.TemporaryDirectory() as root:
        return intake_of(Path(root), rules(), files)


def read_back(kind: str, data: bytes) -> BookRead:
    """The book as it is read, sheet by sheet."""
    found = open_book(data)
    assert isinstance(found, OpenedBook)
    return read_book("收件箱/表.xlsx", found, book(rules(), kind, "甲科"))


def values_read(read: BookRead) -> dict[str, tuple[dict, dict]]:
    """Sheet → (form, table) of everything that was typed, as `right_values` has it."""
    result = {}
    for sheet in read.book.sheets:
        form, table = read.forms.get(sheet.title), read.tables.get(sheet.title)
        items = {item.title: form.values[item.title] for item in sheet.form if not item.locked} if form else {}
        open_columns = [field.title for field in sheet.columns if not field.locked]
        rows = {table.rows[i] + 1: {title: r[title] for title in open_columns if r[title] is not None} for i, r in table.records()} \
            if table else {}
        result[sheet.title] = ({label: value for label, value in items.items() if value is not None}, rows)
    return result
