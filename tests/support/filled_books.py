"""Small rules and filled books, written in the test as plain tables."""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.basics.text import label_key
from fuwuyue_xlsx.intake.read_inbox import Intake, read_inbox
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.department_book import department_book
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, rulebook
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.typed_cells import Cells, looked_into, typed_over

Row = dict[str, Any]
Sheets = dict[str, Row | list[Row]]

# two departments, three teams, two lines of business; everything else as in 2017
SMALL = {
    "班组划分": [("甲科", 1, "电工组", "维修", None), ("甲科", 2, "水工组、仓管", "维修", None), ("乙科", 1, "医生组", "医疗", None)],
    "检查标准": [("维修", 1, "及时", 10), ("维修", 2, "安全", 10), ("医疗", 1, "态度", 10)],
    "测评题目": [(1, "态度好不好"), (2, "质量好不好")],
}


def campaign_2017() -> Campaign:
    """The campaign of the rules of 2017."""
    items = dict(rows_2017()["活动信息"])
    return Campaign(*(kind.read(items[name]).value for name, kind in CAMPAIGN_ITEMS.items()))


def rules_bytes(**changes: list[tuple[Any, ...]]) -> bytes:
    """评选规则.xlsx of 2017 with whole sheets replaced: rules_bytes(奖项=[…]); without its trials, which are about its
    awards as they are. The same ones are written once.
    """
    key = repr(sorted(changes.items()))
    if key not in _RULEBOOKS:
        _RULEBOOKS[key] = write_book(rulebook(), campaign_2017(), {**rows_2017(), "试算": [], **changes})
    return _RULEBOOKS[key]


_RULEBOOKS: dict[str, bytes] = {}


def rules_of(**changes: list[tuple[Any, ...]]) -> Rules:
    """Rules read back from such a workbook, the same ones once; fails loudly when they have an error."""
    key = repr(sorted(changes.items()))
    if key not in _RULES:
        rules, findings = read_rules(rules_bytes(**changes))
        assert rules is not None, [p.line() for p in findings]
        _RULES[key] = rules
    return _RULES[key]


_RULES: dict[str, Rules] = {}


@cache
def small_rules() -> Rules:
    """The rules of 2017 over two departments and three teams."""
    return rules_of(**SMALL)


@cache
def post_rules() -> Rules:
    """The small rules with 优质服务示范岗 switched on, scored by reviewers alone."""
    awards = [row for row in rows_2017()["奖项"] if row[1] != "岗位"]
    return rules_of(**{
        **SMALL,
        "奖项": [*awards, ("优质服务示范岗", "岗位", "固定", 2, 300, "是", None, None)],
        "评分构成": [*rows_2017()["评分构成"], ("优质服务示范岗", "岗位评审", "100%", "评委打分")],
        "评审要点": [*rows_2017()["评审要点"], ("优质服务示范岗", 1, "规范", 60), ("优质服务示范岗", 2, "成效", 40)],
    })


def with_policy(**values: Any) -> list[tuple[Any, ...]]:
    """The sheet 口径设置 with some values changed: with_policy(逾期报送="取消资格")."""
    return [(name, values.get(name, value), options, text) for name, value, options, text in rows_2017()["口径设置"]]


@cache
def template(rules: Rules, kind: str, department: str | None = None) -> bytes:
    """A blank template's bytes."""
    return write_book(book(rules, kind, department), rules.campaign)


def book(rules: Rules, kind: str, department: str | None = None) -> Book:
    """The declared book of a kind, one of those in `BOOK_KINDS`; of a department's own books that of the first department."""
    if kind == "department":
        return department_book(rules, department or rules.departments[0])
    return BOOK_KINDS[kind].declare(rules, None)


def filled(data: bytes, sheets: Sheets) -> bytes:
    """The workbook with forms (dict by label) and tables (list of rows by header) filled in.

    A row goes to the prefilled row that its locked values name, else to the next row below the example.
    """
    workbook = looked_into(data)
    cells: Cells = {}
    for title, content in sheets.items():
        sheet = workbook[title]
        found = form_cells(sheet, content) if isinstance(content, dict) else table_cells(sheet, content)
        cells |= {(title, where): value for where, value in found.items()}
    return typed_over(data, cells)


def form_cells(sheet: Worksheet, values: Row) -> Row:
    """Each value by the address right of its label."""
    found = {}
    for label, value in values.items():
        cell = next(cell for row in sheet.iter_rows() for cell in row if label_key(cell.value) == label_key(label))
        found[f"{get_column_letter(cell.column + 1)}{cell.row}"] = value
    return found


def header_of(sheet: Worksheet, wanted: list[str]) -> tuple[int, dict[str, int]]:
    """(row, column by title) of the header that holds the wanted titles."""
    for row in sheet.iter_rows():
        columns = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if all(title in columns for title in wanted):
            return row[0].row, columns
    raise AssertionError(f"{sheet.title} has no header with {wanted}")


def table_cells(sheet: Worksheet, rows: list[Row]) -> Row:
    """The rows' values by their addresses, through the header's titles."""
    if not rows:
        return {}
    header, columns = header_of(sheet, list(rows[0]))
    taken: set[int] = set()
    found = {}
    for row in rows:
        at = _row_for(sheet, header, columns, row, taken)
        taken.add(at)
        found |= {f"{get_column_letter(columns[title])}{at}": value for title, value in row.items()}
    return found


def _row_for(sheet: Worksheet, header: int, columns: dict[str, int], row: Row, taken: set[int]) -> int:
    for at in range(header + 1, sheet.max_row + len(taken) + 2):
        present = {title: sheet.cell(at, column).value for title, column in columns.items()}
        example = any(isinstance(value, str) and value.startswith("示例") for value in present.values())
        fits = all(value is None or row.get(title) in (value, None) or title not in row for title, value in present.items())
        locked = [title for title, value in present.items() if value is not None]
        if at not in taken and not example and fits and (not locked or any(row.get(t) == present[t] for t in locked)):
            return at
    raise AssertionError("no row left")


def put_inbox(root: Path, files: dict[str, bytes], times: dict[str, float] | None = None) -> Path:
    """An inbox with these files; `times` sets a file's own modification time in seconds."""
    inbox = root / "收件箱"
    for name, data in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if times and name in times:
            os.utime(path, (times[name], times[name]))
    inbox.mkdir(parents=True, exist_ok=True)
    return inbox


def intake_of(root: Path, rules: Rules, files: dict[str, bytes], times: dict[str, float] | None = None) -> Intake:
    """What is read from an inbox with these files."""
    return read_inbox(put_inbox(root, files, times), root, rules)


def department_sheets(**changes: Any) -> Sheets:
    """A rightly filled book of 甲科 in the small rules; whole sheets can be replaced."""
    sheets: Sheets = {
        "科室信息": {"科室负责人": "钱一", "填报人": "钱二", "联系电话": "13800000000", "班组外员工人数": 3,
                 "方案报送日期": dt.date(2017, 11, 23), "材料报送时间": dt.datetime(2017, 12, 29, 16, 30)},
        "班组信息": [{"班组": "电工组", "班组长": "孙三", "员工人数": 12}, {"班组": "水工组、仓管", "班组长": "孙四", "员工人数": 10}],
        "活动方案与总结": [
            {"序号": number, "计划内容": "做", "计划完成日期": dt.date(2017, 12, 1), "责任人": "钱一", "完成情况": "已完成"}
            for number in range(1, 8)
        ],
        "技能比赛": [
            {"工种": trade, "比赛名称": "比赛", "日期": dt.date(2017, 12, 1), "参赛人数": 8, "参与班组": "全科室"} for trade in ("电工", "水工")
        ],
        "技能培训": [
            {"培训主题": "安全", "培训形式": form, "培训层次": "班组级", "日期": dt.date(2017, 12, 2), "参训人次": 20, "参与班组": "电工组"}
            for form in ("集中授课", "现场实操")
        ],
        "特色服务": [{"项目名称": "上门", "类别": "服务", "服务对象": "师生", "日期": dt.date(2017, 12, 3), "亮点特色": "快"}],
        "宣传报道": [{"宣传形式": form, "标题": "标题", "日期": dt.date(2017, 12, 4)} for form in ("横幅", "新闻")],
        "合理化建议": [
            {"班组": team, "建议人": "孙五", "日期": dt.date(2017, 12, 5), "建议内容": "换灯"} for team in ("电工组", "水工组、仓管")
        ],
        "优秀组织奖申报": {"是否申报": "是", "主要事迹": "事迹"},
        "优秀班组推荐": [{"推荐顺序": 1, "班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}],
        "优秀个人推荐": [
            {"推荐顺序": 1, "姓名": "李七", "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"},
            {"推荐顺序": 2, "姓名": "李八", "岗位": "内勤", "所在班组": "班组外", "主要事迹": "事迹", "科室意见": "同意"},
        ],
    }
    return {**sheets, **changes}


def department_file(rules: Rules, sheets: Sheets | None = None, department: str = "甲科") -> bytes:
    """A filled department book; the same contents are filled in once."""
    wanted = department_sheets() if sheets is None else sheets
    key = (rules, department, repr(wanted))
    if key not in _DEPARTMENT_FILES:
        _DEPARTMENT_FILES[key] = filled(template(rules, "department", department), wanted)
    return _DEPARTMENT_FILES[key]


_DEPARTMENT_FILES: dict[tuple[Rules, str, str], bytes] = {}
