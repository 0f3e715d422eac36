"""One opened book: every non-empty cell is used, the template's, or reported, and nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fuwuyue_xlsx.basics.cell_values import CellError
from fuwuyue_xlsx.basics.references import address, column_letters
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import open_book
from fuwuyue_xlsx.reading.read_table import read_table
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.department_book import department_book
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.schema.number_kinds import Number
from tests.support.filled_books import department_file, small_rules, template
from tests.support.intake_report import places_of
from tests.support.raw_workbooks import book_bytes, declared, opened, read_whole, records, saved, with_sheet_xml

TEAMS = Sheet("班组", heading="班组信息", rows=({"班组": "电工组"}, {"班组": "木工组"}), columns=(
    Field("班组", known_name(("电工组", "木工组")), True, locked=True),
    Field("班组长", PersonName(), True),
    Field("人数", Number(whole=True), True),
))
VISIT = Sheet("检查", heading="检查表", ready=5, form=(Field("检查日期", Day(), True), Field("检查人", PersonName(), True)), columns=(
    Field("项目", Text(), True, example="安全"),
    Field("得分", Number(), True, example="9"),
))
TEAM_ROWS = [["班组信息"], ["班组", "班组长", "人数"], ["电工组", "张三", 3], ["木工组", None, None]]
VISIT_ROWS = [["检查表"], ["检查日期", "2017-12-01"], ["检查人", "张三"], ["项目", "得分"], ["示例：安全", "示例：9"], ["安全", 9]]
# what may lie about: anything, and above all the template's own words where they do not belong
STRAY = st.sampled_from([
    "备注", "电工组", "班组", "人数", "班组信息", "检查表", "检查人", "项目", "示例：安全", "安全", "#DIV/0!", "张三", "=1+1",
    0, 1, 3.5, True, dt.datetime(2017, 12, 1), dt.datetime(2017, 12, 1, 9, 30), "\u200b ", " ", "\n",
])
strays = st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 5)), STRAY, max_size=12)


def with_strays(rows, cells):
    """The rows with cells laid over them."""
    grid = [[(rows[r][c] if r < len(rows) and c < len(rows[r]) else None) for c in range(6)] for r in range(10)]
    for (row, column), value in cells.items():
        grid[row][column] = value
    return grid


def announced(found):
    """How many cells the findings on content that was not used speak of."""
    return sum(p.details.get("count", 1) for p in found if p.code in ("content-unused", "content-unused-more", "sheet-unused"))


def settled(book, schema):
    """Read everything; the account must add up and agree with the findings and with a count of one's own."""
    tables, found = read_whole(book, schema)
    account = book.account()
    mine = sum(not is_empty(value) for grid in book.grids for value in grid.flat)
    assert account.nonempty == mine == account.used + account.template + account.reported
    assert account.reported == announced(found)
    return account, tables, found


@given(strays, strays, st.none() | strays)
def test_whatever_lies_about_is_accounted_for(first, second, third):
    """Random cells over two declared sheets, and a sheet of one's own: nothing is lost, nothing counted twice."""
    sheets = {"班组": with_strays(TEAM_ROWS, first), "检查": with_strays(VISIT_ROWS, second)}
    if third is not None:
        sheets["我的"] = with_strays([], third)
    account, _, _ = settled(opened(sheets), declared(TEAMS, VISIT))
    written = sum(value is not None and str(value).strip("\u200b \n") != "" for rows in sheets.values() for row in rows for value in row)
    assert account.nonempty == written  # a formula that nobody computed is no blank either


@given(st.dictionaries(st.tuples(st.integers(0, 12), st.integers(4, 6)), st.sampled_from(["注", 7, True]), min_size=1, max_size=50))
def test_notes_beside_a_table_change_nothing(notes):
    """Whatever stands right of the table is reported, every cell of it, and the rows are read as before."""
    rows = with_strays(TEAM_ROWS, {}) + [[None] * 6 for _ in range(3)]
    for (row, column), value in notes.items():
        rows[row].extend([None] * (8 - len(rows[row])))
        rows[row][column] = value
    account, tables, found = settled(opened({"班组": rows}), declared(TEAMS))
    assert records(tables["班组"]) == [{"班组": "电工组", "班组长": "张三", "人数": 3}]
    assert (account.used, account.template, account.reported) == (3, 5, len(notes))
    assert set(places_of(found, "content-unused")) <= {f"班组!{address(*cell)}" for cell in notes}


def test_a_sheet_as_it_should_be_reports_nothing():
    """Headings, headers, labels and prefilled cells are the template's, values are used."""
    account, _, found = settled(opened({"班组": TEAM_ROWS, "检查": VISIT_ROWS}), declared(TEAMS, VISIT))
    assert (account.used, account.template, account.reported) == (3 + 4, 5 + 7, 0)
    assert found == []


def test_many_notes_are_summed_up():
    """The first thirty are listed one by one, the rest as a number."""
    _, _, found = settled(opened({"班组": [*TEAM_ROWS, *[[None] * 4 + ["注"]] * 35]}), declared(TEAMS))
    assert len(places_of(found, "content-unused")) == 30 and places_of(found, "content-unused-more") == ["班组!E35"]


def test_a_sheet_of_ones_own_is_one_finding():
    """At its first cell, with the number of its cells; an empty one is none."""
    _, _, found = settled(opened({"班组": TEAM_ROWS, "我的": [[], [None, "a", 1], ["b"]], "空": []}), declared(TEAMS))
    assert [(p.code, p.place.sheet, p.place.cell, p.details["count"]) for p in found] == [("sheet-unused", "我的", "B2", 3)]


def test_a_value_under_a_merge_is_not_lost():
    """Cells that merging hides but leaves in the file count as well."""
    data = book_bytes({"班组": [*TEAM_ROWS[:2], ["电工组", "张三", 3], ["木工组", "李四", 4]]})
    merges = b'</sheetData><mergeCells count="2"><mergeCell ref="A3:A4"/><mergeCell ref="B3:B4"/></mergeCells>'
    book = open_book(with_sheet_xml(data, b"</sheetData>", merges))
    account, _, found = settled(book, declared(TEAMS))
    assert account.nonempty == 10 and places_of(found, "merged-value") == ["班组!B3"]


@pytest.mark.parametrize("department", ["甲科", "乙科"])
def test_a_blank_template_is_all_template(department):
    """Nothing in a template as it is sent out is taken for typed."""
    rules = small_rules()
    book = open_book(template(rules, "department", department))
    account, tables, found = settled(book, department_book(rules, department))
    assert [len(table) for table in tables.values()] == [0] * len(tables)
    assert {p.code for p in found} == {"required-empty"}
    guide = book.grid("填写说明")
    assert guide.account().template == guide.account().nonempty > 0 and account.reported == 0 and account.used == 0


def test_a_filled_book_with_notes():
    """In a department's whole book each note is found, on the guide sheet too; nothing else is."""
    rules = small_rules()
    workbook = load_workbook(io.BytesIO(department_file(rules)))
    workbook["班组信息"]["H20"] = "请尽快"
    workbook["填写说明"]["J3"] = "已阅"
    workbook["科室信息"]["D4"] = 5
    _, _, found = settled(open_book(saved(workbook)), department_book(rules, "甲科"))
    assert sorted((p.code, p.place.sheet, p.place.cell) for p in found) == [
        ("content-unused", "填写说明", "J3"), ("content-unused", "班组信息", "H20"), ("content-unused", "科室信息", "D4")]


def test_a_grid_counts_from_raw_values():
    """Claims on empty cells and claims outside of the sheet count nothing."""
    grid = Grid("表", [["a", ""], [None, 0, False]])
    grid.claim(0, 1, Claim.USED)
    grid.claim(9, 9, Claim.USED)
    grid.claim(0, 0, Claim.USED)
    assert grid.unclaimed() == [(1, 1), (1, 2)]
    assert grid.claim_rest(Claim.REPORTED) == 2
    account = grid.account() + grid.account()
    assert (account.nonempty, account.used, account.template, account.reported) == (6, 2, 0, 4)


@pytest.mark.parametrize("column, letters", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_addresses(column, letters):
    """As Excel names its columns."""
    assert column_letters(column) == letters and address(4, column) == f"{letters}5"


@pytest.mark.parametrize("value, empty", [
    (None, True), ("", True), (" \n\u3000", True), ("\u200b \ufeff", True), (0, False), (False, False), ("0", False), (" a", False), ("\u200b空", False),
])
def test_what_is_empty(value, empty):
    """Zero and FALSE are content; what cannot be seen is none."""
    assert is_empty(value) is empty


def test_a_grid_knows_blank_texts_marks_and_columns():
    """Empty to the eye is empty; only such texts, not empty cells, make a grid one that holds blank texts."""
    grid = Grid("表", [["甲", "", "示例：乙"], ["\u200b ", 1, None], ["乙"]])
    assert (grid.height, grid.width, grid.has_blank_texts, grid.marked) == (3, 3, True, [(0, 2)])
    assert grid.filled.tolist() == [[True, False, True], [False, True, False], [True, False, False]]
    assert [grid.column(column, 1) for column in range(3)] == [["\u200b ", "乙"], [1, ""], [None, ""]]
    assert not Grid("表", [["甲", "", None]]).has_blank_texts


def test_equal_texts_are_held_once_and_nothing_else_is_changed():
    """A number, a logical value and an error value that equal a text or each other stay what they are."""
    texts: dict[str, str] = {}
    first, second = (Grid("表", [["".join(["电工", "组"]), 1.0, True, 1, CellError("#N/A"), "#N/A"]]) for _ in range(2))
    for grid in (first, second):
        grid.hold_once(texts)
    assert first.flat[0] is second.flat[0]
    assert [type(value) for value in second.flat] == [str, float, bool, int, CellError, str]


def test_a_blank_text_in_a_column_of_texts_is_no_value():
    """Whatever the other rows hold."""
    sheet = Sheet("表", columns=(Field("项目", Text()), Field("得分", Number())))
    grid = opened({"表": [["项目", "得分"], ["\u200b", 1], [" ", 2], ["安全", None]]}).grids[0]
    assert read_table(grid, sheet, "f").values["项目"] == [None, None, "安全"]


ITEMS = (Field("科室", Text(), True, locked=True), Field("成效", Number(), True))
AWARDS = declared(Sheet("先锋科室", heading="科室", ready=2, columns=ITEMS),
                  Sheet("一等班组", heading="班组", ready=2, columns=(ITEMS[0], Field("班组", Text(), True, locked=True), ITEMS[1])),
                  Sheet("二等班组", heading="班组", ready=2, columns=(ITEMS[0], Field("班组", Text(), True, locked=True), ITEMS[1])))
DEPARTMENTS, TEAMS_OF = [["科室", "成效"], ["甲科", 90]], [["科室", "班组", "成效"], ["甲科", "电工组", 90]]


@pytest.mark.parametrize("title, rows, there, like", [
    ("二等班组(1)", TEAMS_OF, ["先锋科室", "一等班组"], "二等班组"), ("二等班组(1)", TEAMS_OF, ["先锋科室"], "二等班组"),
    ("Sheet3", TEAMS_OF, ["先锋科室", "一等班组"], "二等班组"),  # the one that is missing
    ("Sheet3", TEAMS_OF, ["先锋科室", "一等班组", "二等班组"], "一等班组"),  # with most of its headers, and not the departments' sheet
    ("Sheet3", DEPARTMENTS, ["一等班组", "二等班组"], "先锋科室"), ("Sheet3", [["科室", "成效"]], ["一等班组"], None),
])
def test_a_sheet_without_our_title_is_said_to_be_like_the_one_that_it_is(title, rows, there, like):
    own = {"先锋科室": DEPARTMENTS, "一等班组": TEAMS_OF, "二等班组": TEAMS_OF}
    _, found = read_whole(opened({**{name: own[name] for name in there}, title: rows}), AWARDS)
    assert [p.details["like"] for p in found if p.code == "sheet-looks-ours"] == [like] * bool(like)
