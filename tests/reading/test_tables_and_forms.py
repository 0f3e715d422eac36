"""Sheets read as tables and forms: found by their titles wherever they stand, every cell accounted for."""

from __future__ import annotations

import datetime as dt

import pytest

from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.reading.read_table import read_table
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice, known_name
from fuwuyue_xlsx.schema.number_kinds import Number, Score
from fuwuyue_xlsx.schema.office_books import incident_book
from tests.support.filled_books import SMALL, filled, rules_of, small_rules, template
from tests.support.intake_report import places_of
from tests.support.raw_workbooks import book_bytes, declared, form_of, opened, read_whole, records, table_of, with_sheet_xml

TABLE = Sheet("技能", ready=3, columns=(
    Field("姓名", PersonName(), True, example="王某"),
    Field("人数", Number(whole=True), True, example="12"),
    Field("得分", Score()),
    Field("备注", Text()),
))
PLAN = Sheet("方案", rows=({"序号": "1", "系列": "安全"}, {"序号": "2", "系列": "服务"}), columns=(
    Field("序号", known_name(("1", "2")), True, locked=True),
    Field("系列", known_name(("安全", "服务")), True, locked=True),
    Field("责任人", PersonName(), True),
    Field("情况", Choice(("已完成", "未完成")), True),
))
FORM = Sheet("检查", form=(
    Field("检查日期", Day(), True),
    Field("检查人", PersonName(), True),
    Field("是否申报", Choice(("是", "否"))),
    Field("主要事迹", Text(), required_with=("是否申报", "是")),
))
HEADER = ["姓名", "人数", "得分", "备注"]
TWO = [["张三", 3, 85, None], ["李四", 4, None, "好"]]
READ = [{"姓名": "张三", "人数": 3, "得分": 85}, {"姓名": "李四", "人数": 4, "备注": "好"}]


@pytest.mark.parametrize("rows, cell", [
    ([HEADER, *TWO], "A2"),
    ([["说明"], [], ["标题行", None, "x"], HEADER, *TWO], "A5"),
    ([[None, None, *row] for row in [[], HEADER, *TWO]], "C3"),
    ([["人数", "备注", "姓名", "得分"], [3, None, "张三", 85], [4, "好", "李四", None]], "C2"),
    ([["姓名", "电话", "人数", None, "得分", "备注"], ["张三", None, 3, None, 85], ["李四", None, 4, None, None, "好"]], "A2"),
    ([[" 姓\u3000名", "人 数", "得分：", "备注\u200b"], *TWO], "A2"),
    ([HEADER, [], TWO[0], [], [None, " ", "\n"], TWO[1], []], "A3"),
], ids=["as written", "rows above", "not at A1", "columns moved", "columns inserted", "white space in titles", "empty lines between"])
def test_a_table_is_found_wherever_it_is(rows, cell):
    """Moved, pushed down, spread out: the same rows, each with its own address."""
    table = table_of(TABLE, rows)
    assert (records(table), table.findings) == (READ, [])
    assert table.cell(0, "姓名") == cell


def test_titles_inside_the_rows_do_not_make_a_header():
    """The row with most of the titles is the header; a word that looks like one is data."""
    table = table_of(TABLE, [["姓名：见下"], HEADER, ["得分", 3, None, "人数"]])
    assert records(table) == [{"姓名": "得分", "人数": 3, "备注": "人数"}]


def test_a_header_that_was_pasted_again():
    """The first of two equal headers counts, so that no row between them is lost."""
    table = table_of(TABLE, [HEADER, TWO[0], HEADER, TWO[1]])
    assert [row["姓名"] for row in records(table)] == ["张三", "姓名", "李四"]
    assert places_of(table.findings, "not-a-whole-number") == ["技能!B3"]


def test_one_word_is_no_header():
    """A title alone somewhere on the sheet does not make the cells below it data."""
    table = table_of(TABLE, [["备注"], ["交来的材料"], ["见附件"]])
    assert (len(table), places_of(table.findings, "content-unused"), table.columns) == (0, [], {})


def test_equal_numbers_of_different_kinds_are_not_taken_for_each_other():
    """0.85 and 0.85 shown as 85%, 1 and TRUE, in one column."""
    rows = [HEADER, ["张一", 1, 0.85], ["张二", True, 0.85], ["张三", 1, 0.85]]
    table = table_of(TABLE, rows, formats={"C3": "0%"})
    assert [str(value) for value in table.values["得分"]] == ["0.85", "85", "0.85"]
    assert (table.values["人数"], places_of(table.findings, "logical-value")) == ([1, None, 1], ["技能!B3"])


def test_a_sheet_is_found_whatever_the_white_space_in_its_title():
    """Sheets may be reordered, and renamed in their white space."""
    book = opened({"别的": [["x"]], "技 能": [HEADER, *TWO]})
    assert book.grid("技能").title == "技 能"
    assert book.grid("技能大赛") is None


def test_a_missing_column_is_named_and_the_rest_is_used():
    """A required column that is gone is an error on the sheet; an optional one may be gone."""
    table = table_of(TABLE, [["姓名", "备注"], ["张三", "好"]])
    assert [(p.code, p.details["title"], str(p.place)) for p in table.findings] == [("column-missing", "人数", "收件箱/a.xlsx!技能")]
    assert records(table) == [{"姓名": "张三", "备注": "好"}]


def test_without_a_header_every_required_column_is_missing():
    """What stands there is reported, not read."""
    book = opened({"技能": [["张三", 3]]})
    tables, found = read_whole(book, declared(TABLE))
    assert [p.details.get("title") for p in found if p.code == "column-missing"] == ["姓名", "人数"]
    assert len(tables["技能"]) == 0 and places_of(found, "content-unused") == ["技能!A1", "技能!B1"]


def test_a_column_twice():
    """The first one counts, the second is an error at its title, and its content is reported."""
    tables, found = read_whole(opened({"技能": [["姓名", "人数", "人 数"], ["张三", 3, 4]]}), declared(TABLE))
    assert records(tables["技能"]) == [{"姓名": "张三", "人数": 3}]
    assert (places_of(found, "column-twice"), places_of(found, "content-unused")) == (["技能!C1"], ["技能!C2"])


def test_a_partly_filled_row():
    """An error at each required cell that is empty; the rest of the row is kept."""
    table = table_of(TABLE, [HEADER, [None, None, None, "好"], TWO[0], ["王五", " "]])
    assert sorted(places_of(table.findings, "required-empty")) == ["技能!A2", "技能!B2", "技能!B4"]
    assert [len(row) for row in records(table)] == [1, 3, 1]


def test_a_name_that_cannot_be_seen_is_empty():
    """A required cell that holds only characters of no width is as empty as one with a blank."""
    tables, found = read_whole(opened({"技能": [HEADER, ["\u200b", 3], ["\u3000", 4], ["\ufeff ", None]]}), declared(TABLE))
    assert places_of(found, "required-empty") == ["技能!A2", "技能!A3"]
    assert len(tables["技能"]) == 2 and len(found) == 2


def test_only_locked_cells_make_no_row():
    """A prefilled row nobody wrote on is not filled; one that somebody began is."""
    rows = [["序号", "系列", "责任人", "情况"], ["1", "安全", None, None], ["2", "服务", "张三", None]]
    tables, found = read_whole(opened({"方案": rows}), declared(PLAN))
    assert records(tables["方案"]) == [{"序号": "2", "系列": "服务", "责任人": "张三"}]
    assert [(p.code, p.place.cell) for p in found] == [("required-empty", "D3")]


def test_a_locked_cell_that_was_changed_is_not_lost():
    """In a row that is not filled it is content that was not used; in a filled one an unknown name."""
    rows = [["序号", "系列", "责任人", "情况"], ["1", "安金", None, None], ["2", "服物", "张三", "已完成"]]
    _, found = read_whole(opened({"方案": rows}), declared(PLAN))
    assert sorted((p.code, p.place.cell) for p in found) == [("content-unused", "B2"), ("unknown-name", "B3")]


def test_a_value_over_merged_cells_belongs_to_each_in_a_locked_column():
    """Both rows have the series that stands in the merged cell, without a warning."""
    rows = [["序号", "系列", "责任人", "情况"], ["1", "安全", "张三", "已完成"], ["2", None, "李四", "未完成"]]
    table = table_of(PLAN, rows, merges=["B2:B3"])
    assert ([row["系列"] for row in records(table)], table.findings) == (["安全", "安全"], [])


def test_a_value_over_merged_cells_belongs_to_the_first_elsewhere():
    """With a warning; the second row lacks it."""
    rows = [["序号", "系列", "责任人", "情况"], ["1", "安全", "张三", "已完成"], ["2", "服务", None, "未完成"]]
    table = table_of(PLAN, rows, merges=["C2:C3"])
    assert [row.get("责任人") for row in records(table)] == ["张三", None]
    assert [(p.code, p.place.cell, str(p.severity)) for p in table.findings] == [
        ("required-empty", "C3", "error"), ("merged-value", "C2", "warning")]


def test_merged_headings_are_no_finding():
    """Merges above the table, in its header and in empty rows say nothing."""
    rows = [["一张表"], HEADER, *TWO, []]
    assert table_of(TABLE, rows, merges=["A1:D1", "A5:B6"]).findings == []


@pytest.mark.parametrize("example, filled_cells", [
    (["示例：王某", "示例：12", None, None], []),
    (["示例：王 某 ", "示例:12", None, None], []),
    (["示例：王某", 5, None, None], [5]),
    (["赵六", "示例：12", None, None], ["赵六"]),
    ([None, None, None, None], []),
])
def test_the_example_is_never_data(example, filled_cells):
    """Its words are no value; what was typed over it is not lost but asks for the rest of its row."""
    tables, found = read_whole(opened({"技能": [HEADER, example, *TWO]}), declared(TABLE))
    values = [value for row in records(tables["技能"]) for value in row.values()]
    assert values == [*filled_cells, "张三", 3, 85, "李四", 4, "好"]
    assert len(places_of(found, "required-empty")) == len(filled_cells) and len(found) == len(filled_cells)


def test_the_example_is_known_after_the_rules_have_changed():
    """A template sent out before the departments changed places still has its example, marked as such."""
    teams = SMALL["班组划分"]
    later = rules_of(**{**SMALL, "班组划分": [*teams[2:], *teams[:2]]})
    assert later.departments[0] != small_rules().departments[0]
    book = open_book(template(small_rules(), "incidents"))
    table = read_table(book.grid("事故投诉"), incident_book(later).sheet("事故投诉"), "a.xlsx")
    assert (len(table), table.findings) == (0, [])


def test_an_error_value_is_no_blank():
    """#DIV/0! in a required and in an optional column, and in the last cell of the sheet."""
    table = table_of(TABLE, [HEADER, ["张三", "#DIV/0!"], ["李四", 4, "#N/A"], ["王五", 5, None, "#REF!"]])
    assert places_of(table.findings, "error-value") == ["技能!B2", "技能!C3", "技能!D4"]
    assert table.unreadable == {(0, "人数"), (1, "得分"), (2, "备注")}


@pytest.mark.parametrize("stored", [b"NaN", b"inf", b"-inf", b"1E+999"])
def test_a_number_that_is_none_is_an_error_at_its_cell(stored):
    """Some libraries write NaN where a number is missing: nobody's value, and nothing that makes the reader fail."""
    data = with_sheet_xml(book_bytes({"技能": [HEADER, ["张三", 34_567, 85]]}), b"<v>34567</v>", b"<v>" + stored + b"</v>")
    table = read_table(open_book(data).grids[0], TABLE, "a.xlsx")
    assert (places_of(table.findings, "error-value"), table.values["人数"], table.values["得分"]) == (["技能!B2"], [None], [85])


@pytest.mark.parametrize("number_format, score, warned", [
    ("0%", 85, False), ("0.00%", 85, False), ("0.0%;[Red]-0.0%", 85, False), ("General", "0.85", True), ('0.00"%"', "0.85", True),
    (r"0.00\%", "0.85", True), ("0.00", "0.85", True),
])
def test_only_a_percent_format_makes_085_85(number_format, score, warned):
    """A percent sign that is only written behind the number makes no percentage."""
    table = table_of(TABLE, [HEADER, ["张三", 3, 0.85]], formats={"C2": number_format})
    assert [str(value) for value in table.values["得分"]] == [str(score)]
    assert places_of(table.findings, "fraction-as-score") == (["技能!C2"] if warned else [])


@pytest.mark.parametrize("rows, who, cell", [
    ([["检查日期", "2017-12-01"], ["检查人", "张三"]], "张三", "B2"),
    ([["检查日期：", "2017-12-01", None, "检 查 人:", "张三"]], "张三", "E1"),
    ([[None], ["检查日期", "2017-12-01"], [None, None, "检查人", None, None, "张三", "旁注"]], "张三", "F3"),
    ([["检查人", None, "检查日期", "2017-12-01"]], None, "B1"),
    ([["检查日期", "2017-12-01"], ["检查人"]], None, "B2"),
])
def test_a_value_is_the_first_cell_right_of_its_label(rows, who, cell):
    """Up to the next label, whose value it is not."""
    form = form_of(FORM, rows)
    assert (form.values["检查日期"], form.values["检查人"], form.cells["检查人"]) == (dt.date(2017, 12, 1), who, cell)
    assert places_of(form.findings, "required-empty") == ([] if who else [f"检查!{cell}"])


def test_a_label_that_is_gone_and_a_value_that_cannot_be_read():
    """The one is an error on the sheet, the other at its cell; optional items may be gone."""
    form = form_of(FORM, [["检查日期", "上周三"]])
    assert [(p.code, p.place.cell) for p in form.findings] == [("not-a-date", "B1"), ("label-missing", "")]
    assert form.unreadable == {"检查日期"}


@pytest.mark.parametrize("declared, deeds, asked", [("是", None, True), ("是", "做了", False), ("否", None, False), (None, None, False)])
def test_an_item_required_only_with_another(declared, deeds, asked):
    """主要事迹 is asked for when 是否申报 is 是."""
    form = form_of(FORM, [["检查日期", "2017-12-01"], ["检查人", "张三"], ["是否申报", declared], ["主要事迹", deeds]])
    assert places_of(form.findings, "required-empty") == (["检查!B4"] if asked else [])


def test_a_filled_template_is_read_back():
    """What is typed into a blank template comes back; the blank one has no row and no finding."""
    rules = small_rules()
    typed = {"编号": "SG-01", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "跌倒", "调查结论": "待查"}
    sheet = incident_book(rules).sheet("事故投诉")
    for data, expected in ((template(rules, "incidents"), []), (filled(template(rules, "incidents"), {"事故投诉": [typed]}), [typed])):
        book = open_book(data)
        assert isinstance(book, OpenedBook)
        table = read_table(book.grid("事故投诉"), sheet, "a.xlsx")
        assert (records(table), table.findings) == (expected, [])
