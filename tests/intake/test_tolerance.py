"""What is tolerated in a book that comes back, and where it ends: the same result with it, a finding at its cell without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.reading.open_workbook import open_book
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.stamp import Stamp
from tests.support import respelled_books as spelling
from tests.support.altered_books import edited, foreign_book, last_years_rules, plain, spot, typed
from tests.support.filled_books import SMALL, department_file, department_sheets, rules_of, template
from tests.support.one_file import findings, meaning, read_one
from tests.support.respelled_books import SPELLINGS, with_cell, with_style
from tests.support.table_rows import content_rows
from tests.support.typed_cells import typed_in
from tests.support.workbook_parts import repacked, with_part

Change = Callable[[bytes], bytes]
HOUSE = "1号楼（东）组"
LONG_ID = "201712031234567890"


@cache
def rules() -> Rules:
    """The small rules, and a team whose name holds a digit and brackets."""
    teams = [("甲科", 1, "电工组", "维修", None), ("甲科", 2, "水工组、仓管", "维修", None), ("甲科", 3, HOUSE, "维修", None)]
    return rules_of(**{**SMALL, "班组划分": [*teams, ("乙科", 1, "医生组", "医疗", None)]})


@cache
def blank(kind: str) -> bytes:
    """The template of a kind."""
    return template(rules(), kind, "甲科")


@cache
def right(kind: str) -> bytes:
    """A rightly filled book of a kind, formats and all."""
    if kind == "department":
        sheets = department_sheets()
        # no team is many times as large as all others together
        sheets["班组信息"] = [*({**row, "员工人数": 120} for row in sheets["班组信息"]), {"班组": HOUSE, "班组长": "孙五", "员工人数": 1200}]
        sheets["技能培训"][0]["参与班组"] = f"电工组；水工组、仓管；{HOUSE}"
        return edited(department_file(rules(), sheets), lambda workbook: None)
    cells = {(sheet, place(kind, sheet, title, nth)): value for sheet, title, nth, value in TYPED[kind]}
    return edited(typed_in(blank(kind), cells), lambda workbook: None)


# what is typed into the office's books: sheet, column or label, row, value
TYPED: dict[str, list[tuple[str, str, int, Any]]] = {
    "inspection": [("甲科", "检查日期", 0, dt.date(2017, 12, 5)), ("甲科", "检查人", 0, "赵一"), ("甲科", "电工组", 0, 9), ("甲科", HOUSE, 1, 8)],
    "survey": [("测评结果", title, 0, value) for title, value in (
        ("身份", "学生"), ("科室", "甲科"), ("班组", "水工组、仓管"), ("态度好不好", "满意"), ("质量好不好", "一般"))],
    "incidents": [("事故投诉", title, 0, value) for title, value in (
        ("编号", LONG_ID), ("发生日期", dt.date(2017, 12, 3)), ("科室", "甲科"), ("班组", "电工组"), ("责任人", "李七"), ("类型", "安全事故"),
        ("情况简述", "略"), ("调查结论", "属实"))],
    "review": [("评委信息", "评委", 0, "周一"), ("优秀班组", "工作特色（50分）", 0, 40), ("优秀班组", "工作成绩（50分）", 0, 45)],
}


def place(kind: str, sheet: str, title: str, nth: int = 0) -> str:
    """The cell of the nth row of a column, or of a form's value."""
    return spot(blank(kind), sheet, title, nth)


@cache
def plainly(kind: str) -> tuple[Any, set[tuple[str, str]]]:
    """(what the right book says, its findings): nothing is wrong with it."""
    source = read_one(right(kind), rules())
    assert (source.state.value, findings(source)) == ("used", set()), kind
    assert meaning(source)
    return meaning(source), findings(source)


# ---- written forms of a single value

def in_format(number: float, form: int) -> Callable[[bytes, str, str], bytes]:
    """The number in a cell of a built-in number format that the book nowhere declares."""
    def change(data: bytes, sheet: str, cell: str) -> bytes:
        styled, style = with_style(data, form)
        return with_cell(styled, sheet, cell, f"<v>{number!r}</v>", style=style)

    return change


def raw(inside: str, kind: str = "") -> Callable[[bytes, str, str], bytes]:
    """What stands inside the cell's XML."""
    return lambda data, sheet, cell: with_cell(data, sheet, cell, inside, kind)


def rich(*runs: str) -> Callable[[bytes, str, str], bytes]:
    """A text in runs of different looks."""
    return raw("<is>" + "".join(f"<r><rPr><b/></rPr><t>{run}</t></r>" for run in runs) + "</is>", "inlineStr")


DATE_FORMATS = (14, 15, 16, 17, 22, *range(27, 37), *range(50, 59))
WHOLE, UNKNOWN, UNCLEAR, CHOICE = "not-a-whole-number", "unknown-name", "teams-unclear", "unknown-choice"
DATE, AS_DATE, MOMENT, NUMBER = "not-a-date", "number-as-date", "not-a-moment", "not-a-number"
ERRORS = [(raw(f"<v>{error}</v>", "e"), "error-value") for error in ("#DIV/0!", "#N/A", "#REF!", "#SPILL!", "#CALC!", "#GETTING_DATA")]
NOT_STORED = [(raw("<f>1+1</f>"), "formula-unvalued"), (raw('<f t="shared" si="0"/>'), "formula-unvalued"), (raw("<f>A1</f><v/>"), "formula-unvalued"),
              (raw('<f>_xlfn.DISPIMG("ID_1",1)</f>'), "picture-value"),
              (raw('<is><t>=DISPIMG("ID_1",1)</t></is>', "inlineStr"), "picture-value")]
# (kind of book, sheet, column or label, row): written forms that mean what the right book says · forms that do not, with the code
VALUES: dict[tuple[str, str, str, int], tuple[list[Any], list[tuple[Any, str]]]] = {
    ("department", "班组信息", "班组", 2): (
        ["1号楼(东)组", "１号楼（东）组", "1 号 楼 （东） 组", "1号楼\u200b（东）组\ufeff", "1号楼\n（东）组", "\u30001号楼（东）组 ",
         rich("1号", "楼（东）组")],
        [(name, UNKNOWN) for name in ("1号楼东组", "一号楼（东）组", "2号楼（东）组", "1号楼（东）", "①号楼（东）组x", "1号楼【东】组")],
    ),
    ("department", "班组信息", "员工人数", 2): (
        ["1200", "１２００", "1,200", "1，200", "１，２００", "1200人", "1200 人", "１２００名", " 1200\u200b", "1200.0", "+1200",
         raw("<f>600*2</f><v>1200</v>"), raw("<v>1.2E3</v>"), raw('<f>"12"&amp;"00"</f><v>1200</v>', "str"), rich("12", "00人")],
        [*((text, WHOLE) for text in ("约1200", "一千二百", "12 00", "12,00", "1,2000", "1200左右", "1200²", "①", "1200个", "1e3", "1200-", "O", "百",
                                      1200.5)),
         (-1200, "number-out-of-range"), (raw("<v>1</v>", "b"), "logical-value"), (raw("<v>120000000000000000</v>"), "digits-lost"), *ERRORS, *NOT_STORED],
    ),
    ("department", "班组信息", "班组基本情况", 0): (
        [None, " \u3000\n", "\u200b\ufeff", raw('<f>IF(1,"","")</f><v></v>', "str"), raw("<is><t/></is>", "inlineStr")],
        [*ERRORS, *NOT_STORED],
    ),
    ("department", "活动方案与总结", "完成情况", 0): (["已 完 成", "已完成\u200b", " 已完成\n"], [(word, CHOICE) for word in ("完成", "已完成了", "是", 1)]),
    ("department", "技能培训", "参与班组", 0): (
        [separator.join(("电工组", "水工组、仓管", HOUSE)) for separator in ("，", ",", "；", ";", "/", "／", "、", "\n", " ; ")]
        + [f"电工组\r\n水工组、仓管\r\n{HOUSE}", "电 工 组；水工组、仓管、１号楼(东)组", "全科室", "全 科 室"],
        [(text, UNCLEAR) for text in (f"电工组；水工组、仓管；{HOUSE}；", f"；电工组；{HOUSE}", f"电工组；；{HOUSE}", f"电工组{HOUSE}", f"电工组 {HOUSE}",
                                      "全科室；电工组", "电工组；仓管", "电工组；木工组", f"电工组。{HOUSE}", f"电工组和{HOUSE}", f"电工组|{HOUSE}",
                                      "全体", "电工")],
    ),
    ("department", "技能比赛", "参与班组", 1): (["全科室\u200b"], [("全科", UNCLEAR)]),
    ("department", "优秀个人推荐", "姓名", 0): (
        ["李 七", "李\u3000七", "李\u200b七", " 李七\n", "李\u00a0七", rich("李", "七")],
        [("李七、李八", "several-persons"), ("李七/李九", "several-persons"), ("\u200b", "required-empty"), ("示例：李七", "example-left"),
         *ERRORS, *NOT_STORED],
    ),
    ("department", "优秀个人推荐", "推荐顺序", 0): (
        ["1", "１", " 1 ", 1.0],
        [("第一", WHOLE), ("一", WHOLE), ("①", WHOLE), (0, "number-out-of-range"), (1.5, WHOLE)],
    ),
    ("department", "优秀个人推荐", "所在班组", 1): (["班组外 ", "班 组 外"], [("班组以外", UNKNOWN), ("无", UNKNOWN), ("甲科", UNKNOWN)]),
    ("department", "优秀个人推荐", "科室意见", 0): (["同 意", "同意\u200b"], [("同意。", CHOICE), ("可以", CHOICE), ("√", CHOICE)]),
    ("department", "优秀组织奖申报", "是否申报", 0): (["是 ", "\u3000是"], [("是的", CHOICE), ("√", CHOICE), (raw("<v>1</v>", "b"), CHOICE)]),
    ("department", "科室信息", "班组外员工人数", 0): (["3", "3人", "３名"], [("三", WHOLE), ("3-4", WHOLE), (None, "required-empty")]),
    ("department", "科室信息", "联系电话", 0): (
        ["１３８ 0000", 13800000000, "010-62780000 转 8"], [(138000000001234567, "digits-lost"), (None, "required-empty")],
    ),
    ("department", "科室信息", "方案报送日期", 0): (
        ["2017-11-23", "2017/11/23", "2017.11.23", "20171123", 20171123, "2017年11月23日", "11月23日", "11月23号", "11.23", "２０１７－１１－２３",
         "2017 年 11 月 23 日", "2017-11-23\u200b", raw("<v>2017-11-23T00:00:00</v>", "d"), raw("<f>DATE(2017,11,23)</f><v>43062</v>"),
         *(in_format(43062, form) for form in DATE_FORMATS)],
        [*((text, DATE) for text in ("上周四", "11/23/2017", "23.11.2017", "17-11-23", "2017-11-31", "2017-11-2 3", "2017-11/23", "十一月二十三日",
                                     "约11月23日", "11月", "11-23")),
         (in_format(43062, 0), AS_DATE), (in_format(43062, 1), AS_DATE), (in_format(11.23, 2), AS_DATE), (in_format(2017, 0), AS_DATE), *ERRORS, *NOT_STORED],
    ),
    ("department", "科室信息", "材料报送时间", 0): (
        ["2017-12-29 16:30", "2017/12/29 16:30:00", "2017年12月29日16:30", "2017年12月29日16时30分", "2017年12月29日 16时30分", "２０１７-12-29  １６：３０",
         raw("<v>2017-12-29T16:30:00</v>", "d"), *(in_format(43098.6875, form) for form in (14, 22, 31, 32, 55, 57))],
        [(text, MOMENT) for text in ("2017-12-29 25:00", "12/29/2017 4:30 PM", "月底", "16:30", "2017-12-29下午4点半", "2017-12-29 16:3 0")]
        + [("2017-12-29", "moment-without-time"), (in_format(43098, 14), "moment-without-time"), (in_format(43098.6875, 0), MOMENT)],
    ),
    ("incidents", "事故投诉", "编号", 0): ([rich("20171203", "1234567890"), f" {LONG_ID}\n"],
                                   [(201712031234567890, "digits-lost"), (raw("<v>201712031234567890</v>"), "digits-lost"), (None, "required-empty")]),
    ("incidents", "事故投诉", "发生日期", 0): (["12月3日", "2017.12.3", in_format(43072, 58)], [("12月", DATE), (None, "incident-date-missing")]),
    ("incidents", "事故投诉", "调查结论", 0): (["属 实"], [("属实？", CHOICE), ("查实", CHOICE)]),
    ("incidents", "事故投诉", "班组", 0): (["电 工组"], [("电工", UNKNOWN), ("电工组、水工组、仓管", UNKNOWN), ("医生组", UNKNOWN)]),
    ("inspection", "甲科", "检查日期", 0): (["2017年12月5日", "12.5", 20171205, in_format(43074, 31)], [("5日", DATE), (in_format(43074, 0), AS_DATE)]),
    ("inspection", "甲科", "电工组", 0): (
        ["9", "９", "9分", "9.0", " 9 分 ", raw("<f>4+5</f><v>9</v>")],
        [("九", NUMBER), ("9/10", NUMBER), ("9²", NUMBER), ("好", NUMBER), (11, "number-out-of-range"), (raw("<v>1</v>", "b"), "logical-value"),
         *ERRORS, *NOT_STORED],
    ),
    ("survey", "测评结果", "班组", 0): (["水工组 、仓管", "水工组､仓管"], [("水工组", "survey-row-invalid"), ("医生组", "survey-row-invalid")]),
    ("survey", "测评结果", "态度好不好", 0): (["满 意", "满意\u200b"], [("较满意", CHOICE), ("满意！", CHOICE), (raw("<v>#N/A</v>", "e"), "error-value")]),
    ("review", "优秀班组", "工作成绩（50分）", 0): (
        ["45", "４５", "45分", "45%", "45.00", in_format(0.45, 9), in_format(0.45, 10), raw("<f>9*5</f><v>45</v>")],
        [("四十五", NUMBER), ("45/50", NUMBER), ("45左右", NUMBER), ("4 5", NUMBER), (51, "number-out-of-range"), ("-1", "number-out-of-range"),
         (in_format(0.45, 0), "fraction-as-score"), (in_format(0.45, 2), "fraction-as-score"), (None, "review-half-filled"), *ERRORS, *NOT_STORED],
    ),
    ("review", "评委信息", "所属科室", 0): ([None, " "], [("丙科", UNKNOWN), ("乙", UNKNOWN)]),
}


def put(kind: str, sheet: str, cell: str, value: Any) -> bytes:
    """The right book with a cell written so."""
    data = right(kind)
    return value(data, sheet, cell) if callable(value) else typed_in(data, {(sheet, cell): value})


@pytest.mark.smoke
@pytest.mark.parametrize("spot_", VALUES, ids=lambda spot_: "!".join(map(str, spot_[:3])))
def test_a_value_in_another_written_form(spot_: tuple[str, str, str, int]) -> None:
    """Each tolerated form says what the right book says; each other one is a finding at its own cell and nowhere else."""
    kind, sheet, title, nth = spot_
    cell = place(kind, sheet, title, nth)
    tolerated, others = VALUES[spot_]
    for value in tolerated:
        source = read_one(put(kind, sheet, cell, value), rules())
        assert (meaning(source), findings(source)) == plainly(kind), value
    for value, code in others:
        found = findings(read_one(put(kind, sheet, cell, value), rules()))
        assert (code, f"{sheet}!{cell}") in found, (value, found)
        assert {where for what, where in found if what != "headcount-missing"} == {f"{sheet}!{cell}"}, (value, found)


def test_a_near_name_is_offered_and_not_taken() -> None:
    """The offer stands in the message; the row does without the name."""
    cell = place("department", "优秀班组推荐", "班组")
    source = read_one(put("department", "优秀班组推荐", cell, "1号楼"), rules())
    assert [f"是否为“{HOUSE}”" in found.message for found in source.findings] == [True]
    assert [row["team"] for row in content_rows(source.content)["nominations"] if row["award"] == "优秀班组"] == []


# ---- other spellings of the whole book

@cache
def spoiled() -> bytes:
    """The department's book with a fault of every sort that a reader might overlook."""
    cells = {"班组信息": [{"员工人数": "#DIV/0!"}, {"员工人数": "十二"}, {"班组": "1号楼"}], "技能比赛": [{"工种": "=1+1"}, {"日期": "上周"}],
             "科室信息": {"联系电话": 123456789012345678, "材料报送时间": "2017-12-29"}, "优秀个人推荐": [{"姓名": None}]}

    def change(workbook: Workbook) -> None:
        workbook["班组信息"]["H20"] = "请尽快"
        workbook["班组信息"].merge_cells("B4:B5")
        workbook["合理化建议"].row_dimensions[6].hidden = True
        workbook.create_sheet("草稿").append([None, "草稿", 3, True, dt.date(2017, 12, 1)])

    return edited(typed(right("department"), blank("department"), cells), change)


@cache
def doubtful_review() -> bytes:
    """A reviewer's book with a percentage, a fraction, an error and a formula that nobody reckoned."""
    sheet = "优秀班组"
    first, second = place("review", sheet, "工作特色（50分）"), place("review", sheet, "工作成绩（50分）")
    data = in_format(0.45, 10)(right("review"), sheet, second)
    for cell, inside, kind in ((first, "<v>0.4</v>", ""), (place("review", sheet, "工作特色（50分）", 1), "<v>#N/A</v>", "e"),
                               (place("review", sheet, "工作成绩（50分）", 1), "<f>1+1</f>", "")):
        data = with_cell(data, sheet, cell, inside, kind)
    return data


@cache
def as_it_is(data: bytes) -> SourceFile:
    """What is read from a book as our own template is written."""
    return read_one(data, rules())


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_book_in_another_spelling(name: str) -> None:
    """Right, spoiled or doubtful: it says the same, has the same findings at the same cells, and counts the same cells."""
    for data in (right("department"), spoiled(), doubtful_review(), right("inspection")):
        respelled = SPELLINGS[name](data)
        assert respelled != data
        mine, other = as_it_is(data), read_one(respelled, rules())
        assert (meaning(other), findings(other), other.account) == (meaning(mine), findings(mine), mine.account)
    assert len(findings(as_it_is(spoiled()))) >= 12
    assert {code for code, _ in findings(as_it_is(doubtful_review()))} == {"fraction-as-score", "error-value", "formula-unvalued"}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet3.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_part_in_utf_16(part: str) -> None:
    """As the standard allows, with its mark: the book is read whole."""
    data = spelling.in_shared_strings(right("department"))

    def change(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2] if xml.startswith(b"<?xml") else xml.decode()
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    assert meaning(read_one(with_part(data, part, change), rules())) == plainly("department")[0]
    whole = read_one(spelling.in_utf_16(data), rules())
    assert (whole.state.value, findings(whole)) == ("used", set())


def test_days_counted_from_1904() -> None:
    """A book that says so has its days 1,462 lower; one that only says so has its days four years later."""
    sheet, cell = "甲科", place("inspection", "甲科", "检查日期")
    said = spelling.of_1904(right("inspection"))
    assert meaning(read_one(with_cell(said, sheet, cell, f"<v>{43074 - 1462}</v>"), rules())) == plainly("inspection")[0]
    assert findings(read_one(said, rules())) == {("visit-outside", f"{sheet}!{cell}")}


# ---- the same table, elsewhere or otherwise laid out

def by_hand(change: Callable[[Workbook], object]) -> Change:
    """A change by hand to the values of the book, without its formats and merges."""
    return lambda data: edited(plain(data), change)


def swapped(sheet: str, one: str, other: str) -> Change:
    """Two columns of a sheet change places."""
    def change(workbook: Workbook) -> None:
        for row in range(1, workbook[sheet].max_row + 1):
            left, right_ = workbook[sheet][f"{one}{row}"], workbook[sheet][f"{other}{row}"]
            left.value, right_.value = right_.value, left.value

    return by_hand(change)


def set_cell(sheet: str, cell: str, value: Any) -> Change:
    """A cell of the book's values."""
    return by_hand(lambda workbook: workbook[sheet].__setitem__(cell, value))


def merged(sheet: str, area: str) -> Change:
    """Cells merged, all but the first emptied, as Excel does."""
    return by_hand(lambda workbook: workbook[sheet].merge_cells(area))


def merged_over(sheet: str, area: str) -> Change:
    """Cells merged that keep their values, as some programs do."""
    merges = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()
    return lambda data: with_part(plain(data), spelling.part_of(data, sheet), lambda xml: xml.replace(b"</sheetData>", merges))


def retitled(**titles: str) -> Change:
    """Sheets with other titles."""
    def change(workbook: Workbook) -> None:
        for old, new in titles.items():
            workbook[old].title = new

    return by_hand(change)


def reordered(workbook: Workbook) -> None:
    """The sheets from the last to the first."""
    workbook._sheets.reverse()


def one_after_another(*changes: Change) -> Change:
    """Several changes."""
    def change(data: bytes) -> bytes:
        for each in changes:
            data = each(data)
        return data

    return change


def far(inside: str) -> Change:
    """A cell at the very end of the sheet."""
    return lambda data: spelling.add_cells(data, "班组信息", f'<row r="1048576"><c r="XFD1048576">{inside}</c></row>')


# name → (kind, what is tolerated, the nearest that is not, its code, sheet!cell)
PAIRS: dict[str, tuple[str, Change, Change, str, str]] = {
    "columns change places": ("department", swapped("班组信息", "B", "C"), set_cell("班组信息", "C3", "员工数"), "column-missing", "班组信息"),
    "a title in white space": ("department", set_cell("班组信息", "C3", " 员工 人数：\u200b"), set_cell("班组信息", "C3", "员工人数（人）"),
                               "column-missing", "班组信息"),
    "a column between": ("department", by_hand(lambda w: w["班组信息"].insert_cols(2)), by_hand(lambda w: w["班组信息"].delete_cols(2)),
                         "column-missing", "班组信息"),
    "a column twice": ("department", by_hand(lambda w: w["班组信息"].insert_cols(1, 3)), set_cell("班组信息", "F3", "员工人数"), "column-twice", "班组信息!F3"),
    "rows above": ("department", by_hand(lambda w: w["班组信息"].insert_rows(1, 4)), by_hand(lambda w: w["班组信息"].delete_rows(3)),
                   "column-missing", "班组信息"),
    "sheets in another order": ("department", by_hand(reordered), by_hand(lambda w: w.remove(w["技能比赛"])), "sheet-missing", ""),
    "a sheet's title in white space": ("department", retitled(技能比赛=" 技能 比赛\u3000"), retitled(技能比赛="技能比赛1"), "sheet-missing", ""),
    "a sheet of ones own": ("department", by_hand(lambda w: w.create_sheet("草稿")), by_hand(lambda w: w.create_sheet("草稿").append([None, "x"])),
                            "sheet-unused", "草稿!B1"),
    "empty lines between": ("department", by_hand(lambda w: w["班组信息"].insert_rows(5, 3)),
                            by_hand(lambda w: (w["班组信息"].insert_rows(5, 3), w["班组信息"].__setitem__("B6", "孙九"))), "required-empty", "班组信息!A6"),
    "merged, locked": ("department", bytes, merged("班组信息", "B4:B5"), "merged-value", "班组信息!B4"),
    "merged, not emptied": ("department", by_hand(lambda w: w["班组信息"].merge_cells("B20:C21")), merged_over("班组信息", "B4:B5"), "content-unused",
                            "班组信息!B5"),
    "a note beside": ("department", set_cell("班组信息", "H4", " \u200b\n"), set_cell("班组信息", "H4", "0"), "content-unused", "班组信息!H4"),
    "a cell at the end": ("department", far(""), far("<v>7</v>"), "content-unused", "班组信息!XFD1048576"),
    "the example": ("department", bytes, set_cell("技能比赛", "A5", "木工"), "required-empty", "技能比赛!B5"),
    "the example, emptied": ("department", by_hand(lambda w: w["技能比赛"].delete_rows(5)), set_cell("技能比赛", "A6", "示例：木工"), "example-left",
                             "技能比赛!A6"),
    "a label elsewhere": ("department", by_hand(lambda w: w["科室信息"].insert_cols(1, 2)), set_cell("科室信息", "A5", "填表的人"), "label-missing",
                          "科室信息"),
    "a value further right": ("department", by_hand(lambda w: w["科室信息"].insert_cols(2, 2)), set_cell("科室信息", "C5", "钱九"), "content-unused",
                              "科室信息!C5"),
    "a locked cell": ("department", set_cell("班组信息", "A4", "电 工组"), set_cell("班组信息", "A4", "电工"), UNKNOWN, "班组信息!A4"),
    "the maximum": ("inspection", set_cell("甲科", "C7", "10分"), set_cell("甲科", "C7", 20), "maximum-differs", "甲科!C7"),
    "a department nobody visited": ("inspection", set_cell("乙科", "B4", None), by_hand(lambda w: w.remove(w["乙科"])), "sheet-missing", ""),
    "a survey's columns": ("survey", by_hand(lambda w: w["测评结果"].insert_cols(3, 2)), by_hand(lambda w: w["测评结果"].delete_cols(3)),
                           "column-missing", "测评结果"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_book_laid_out_otherwise(name: str) -> None:
    """It says the same without a finding; with the next thing that is not tolerated there is a finding at its place."""
    kind, tolerated, other, code, where = PAIRS[name]
    source = read_one(tolerated(right(kind)), rules())
    assert (meaning(source), findings(source)) == plainly(kind)
    assert (code, where) in findings(read_one(other(right(kind)), rules()))


def test_a_cell_too_far_out_costs_nothing_but_itself() -> None:
    """It is named and counted as reported; all else is used."""
    source, without = read_one(far("<v>7</v>")(right("department")), rules()), read_one(right("department"), rules())
    assert meaning(source) == meaning(without)
    assert (source.account.nonempty, source.account.reported) == (without.account.nonempty + 1, 1)


def test_a_locked_value_spread_over_merged_cells() -> None:
    """The series of two rows of a plan stands in a merged cell: it is a row of each, so the second is there twice."""
    name = "活动方案与总结"
    source = read_one(merged(name, "B4:B5")(right("department")), rules())
    assert findings(source) == {("row-twice", f"{name}!B5")}
    assert len(content_rows(source.content)["series"]) == 6


# ---- whose book it is

STAMPS = {
    "all": bytes, "property": spelling.property_stamp_only, "name": spelling.named_stamp_only, "hidden sheet": spelling.hidden_stamp_only,
    "none": spelling.without_any_stamp,
}


@pytest.mark.parametrize("name", STAMPS)
@pytest.mark.parametrize("kind", ["department", "inspection", "survey", "incidents", "review"])
def test_a_book_that_has_lost_its_stamps(kind: str, name: str) -> None:
    """One of three is enough; without any, titles and headers tell. It says the same."""
    source = read_one(STAMPS[name](right(kind)), rules(), "无名.xlsx")
    assert source.kind == kind
    assert (meaning(source), findings(source)) == plainly(kind)


@pytest.mark.parametrize("kind, old, new", [("survey", "测评结果", "Sheet1"), ("incidents", "事故投诉", "12月"), ("review", "优秀班组", "打分"),
                                            ("department", "优秀个人推荐", "个人")])
def test_a_sheet_renamed_in_a_book_without_stamps(kind: str, old: str, new: str) -> None:
    """The headers alone make the book ours; the sheet that is not there under its title is named, and so is its content."""
    source = read_one(retitled(**{old: new})(spelling.without_any_stamp(right(kind))), rules(), "无名.xlsx")
    assert source.kind == kind
    assert ("sheet-missing", "") in findings(source) and any(code == "sheet-looks-ours" and where.startswith(new) for code, where in findings(source))
    assert [found.details["sheet"] for found in source.findings if found.code == "sheet-missing"] == [old]
    assert "file-blank" not in {code for code, _ in findings(source)}


def stamped(stamp: Stamp, data: bytes) -> bytes:
    """The book with another stamp wherever it stands."""
    old = Stamp("department", "2017", "甲科", 1).text().encode()
    quoted = [text.replace(b'"', mark) for text in (old,) for mark in (b'"', b"&quot;", b'""', b"&quot;&quot;")]
    mine = stamp.text().encode()
    new = [mine.replace(b'"', mark) for mark in (b'"', b"&quot;", b'""', b"&quot;&quot;")]

    def change(_: str, part: bytes) -> bytes:
        for before, after in zip(reversed(quoted), reversed(new), strict=True):
            part = part.replace(before, after)
        return part

    changed = repacked(data, change)
    assert open_book(changed).stamp == stamp
    return changed


def test_another_version_is_used_and_another_year_is_not() -> None:
    """Both are said; so are a kind that nobody knows and a department that is not in the rules."""
    other = read_one(stamped(Stamp("department", "2017", "甲科", 2), right("department")), rules())
    assert (meaning(other), findings(other)) == (plainly("department")[0], {("file-other-version", "")})
    for stamp, code in ((Stamp("department", "2016", "甲科", 1), "file-other-year"), (Stamp("departments", "2017", "甲科", 1), "file-looks-ours"),
                        (Stamp("results", "2017", None, 1), "file-own-output")):
        source = read_one(stamped(stamp, right("department")), rules())
        assert (source.state.value, findings(source), source.account.used) == ("rejected", {(code, "")}, 0)
    moved = read_one(stamped(Stamp("department", "2017", "丙科", 1), right("department")), rules())
    assert meaning(moved) == plainly("department")[0]
    assert findings(moved) == {("department-differs", f"科室信息!{place('department', '科室信息', '科室')}")}
    for same in ("甲 科", "甲\ufe00科", "⽥科"):
        alike = read_one(stamped(Stamp("department", "2017", same, 1), right("department")), rules())
        assert findings(alike) == ({("department-differs", f"科室信息!{place('department', '科室信息', '科室')}")} if same == "⽥科" else set())


@pytest.mark.parametrize("kind", ["department", "inspection", "survey", "review"])
def test_a_blank_template_beside_one_with_a_single_value(kind: str) -> None:
    """Nobody typed anything: put aside with one word. One value typed: used, with whatever is missing."""
    source = read_one(blank(kind), rules())
    assert (source.state.value, findings(source)) == ("rejected", {("file-blank", "")})
    sheet, title = {"department": ("班组信息", "班组长"), "inspection": ("甲科", "电工组"), "survey": ("测评结果", "科室"),
                    "review": ("评委信息", "评委")}[kind]
    value = {"inspection": 9, "survey": "甲科"}.get(kind, "赵一")
    assert read_one(typed_in(blank(kind), {(sheet, place(kind, sheet, title)): value}), rules()).state.value == "used"


def test_a_foreign_book_and_one_of_last_year() -> None:
    """Neither says anything to the evaluation; both are listed with a word."""
    for data, code in ((foreign_book(), "file-foreign"), (department_file(last_years_rules()), "file-other-year")):
        source = read_one(data, rules())
        assert (source.state.value, findings(source), meaning(source)) == ("rejected", {(code, "")}, None)
