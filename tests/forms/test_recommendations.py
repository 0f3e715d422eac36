"""The printable forms: a sheet a candidate, an index with links, long deeds that flow instead of being cut."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx import pipeline
from fuwuyue_xlsx.basics.text import display_width, wrapped
from fuwuyue_xlsx.forms.recommendations import NOTE, blank_forms, compiled_forms
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.filled_books import department_file, department_sheets, intake_of, post_rules, small_rules
from tests.support.hospital_campaign import hospital_rulebook

LONG = "活动月里，班组把报修时限写上了墙，师生满意。" * 120 + "\n" + "第二段：ISO 22000 标准落实到人。" * 40


def outcome_of(rules: Any = None, **sheets: Any) -> Outcome:
    """The outcome of one book of 甲科 with some sheets changed."""
    rules = rules or small_rules()
    with TemporaryDirectory() as root:
        return pipeline.decide(rules, intake_of(Path(root), rules, {"甲.xlsx": department_file(rules, department_sheets(**sheets))}))


def nothing_handed_in(rules: Any) -> Outcome:
    with TemporaryDirectory() as root:
        return pipeline.decide(rules, intake_of(Path(root), rules, {}))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


@cache
def compiled(deeds: str = "事迹") -> Workbook:
    teams = [{"推荐顺序": 1, "班组": "电工组", "班组基本情况": "十二人", "主要事迹": deeds, "科室意见": "同意"},
             {"推荐顺序": 2, "班组": "水工组、仓管", "主要事迹": "好", "科室意见": "不同意"}]
    return opened(compiled_forms(outcome_of(优秀班组推荐=teams)))


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_sheet_for_each_whom_the_department_agrees_to_after_an_index_with_links() -> None:
    book = compiled()
    assert book.sheetnames == ["目录", "01 优秀组织奖 甲科", "02 优秀班组 电工组", "03 优秀个人 李七", "04 优秀个人 李八"]
    index = book["目录"]
    rows = [[cell.value for cell in row] for row in index.iter_rows(min_row=3)]
    assert [row[1:4] for row in rows] == [["优秀组织奖", "甲科", "甲科"], ["优秀班组", "甲科", "电工组"],
                                          ["优秀个人", "甲科", "李七"], ["优秀个人", "甲科", "李八"]]
    assert [index.cell(row, 4).hyperlink.location for row in (3, 4)] == ["'01 优秀组织奖 甲科'!A1", "'02 优秀班组 电工组'!A1"]


@pytest.mark.parametrize("sheet, wanted", [
    ("01 优秀组织奖 甲科", ["附表1", "申报部门", "甲科", "主要事迹", "分管处领导意见", "处长意见"]),
    ("02 优秀班组 电工组", ["附表2", "申报班组", "电工组", "所属部门", "班组基本情况", "　　十二人", "主要事迹", "科室意见", "　　同意"]),
    ("03 优秀个人 李七", ["附表3", "姓　　名", "李七", "岗　　位", "电工", "所在班组", "电工组", "所属部门", "甲科", "科室意见"]),
    ("04 优秀个人 李八", ["内勤", "班组外"]),
])
def test_a_form_has_the_notices_fields(sheet: str, wanted: list[str]) -> None:
    assert set(wanted) <= set(texts(compiled()[sheet]))


def test_the_teams_own_description_stands_in_for_an_empty_one() -> None:
    info = [{**row, "班组基本情况": "全校供电"} for row in department_sheets()["班组信息"]]
    book = opened(compiled_forms(outcome_of(班组信息=info)))
    assert "　　全校供电" in texts(book["02 优秀班组 电工组"])


def test_long_deeds_flow_over_pages_and_lose_nothing() -> None:
    sheet = compiled(LONG)["02 优秀班组 电工组"]
    labels = [text for text in texts(sheet) if text.startswith("主要事迹")]
    assert labels[0] == "主要事迹" and set(labels[1:]) == {"主要事迹（续）"} and len(labels) == len(sheet.row_breaks.brk) + 1
    written = "".join(text for text in texts(sheet) if "活动月里" in text or "ISO" in text or "师生满意" in text)
    assert "".join(LONG.split()) in "".join(written.split())
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert max(heights) <= 409 and sum(heights) > 700
    breaks = [0, *(found.id for found in sheet.row_breaks.brk), sheet.max_row]
    assert all(sum(heights[first:last]) <= 727 for first, last in pairwise(breaks))


def test_a_short_form_is_one_page_of_a4() -> None:
    for sheet in compiled().worksheets[1:]:
        assert not sheet.row_breaks.brk and sum(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)) <= 727
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert "&P" in sheet.oddFooter.center.text


def test_a_loose_sheet_says_whose_it_is_once() -> None:
    """A department that applies for itself is not named a second time."""
    heads = [sheet.oddHeader.right.text.split()[-3:] for sheet in compiled().worksheets[1:3]]
    assert [words[-2:] for words in heads] == [["优秀组织奖", "甲科"], ["甲科", "电工组"]]


def test_texts_stay_texts_and_headers_keep_their_ampersands() -> None:
    outcome = outcome_of()
    last = outcome.tables.nominations.index[-1]
    outcome.tables.nominations.at[last, "person"], outcome.tables.nominations.at[last, "deeds"] = "=李&七", "=1+1"
    sheet = opened(compiled_forms(outcome)).worksheets[-1]
    assert "=李&七" in texts(sheet) and sheet.cell(5, 2).data_type == "s"
    assert "=李&&七" in sheet.oddHeader.right.text


def test_an_empty_set_to_be_filled_in_by_hand() -> None:
    book = opened(blank_forms(outcome_of()))
    assert book.sheetnames == ["目录", "01 优秀组织奖", "02 优秀班组", "03 优秀个人"]
    assert "甲科" not in texts(book["01 优秀组织奖"]) and "同意" not in "".join(texts(book["02 优秀班组"]))


@pytest.mark.parametrize("book", [
    pytest.param(lambda: opened(blank_forms(outcome_of(post_rules()))), id="empty"),
    pytest.param(compiled, id="filled in"),
    pytest.param(lambda: opened(blank_forms(nothing_handed_in(read_rules(hospital_rulebook(own_words=False))[0]))), id="another campaign"),
])
def test_every_form_is_titled_and_noted_as_in_the_notice(book: Callable[[], Workbook]) -> None:
    index, *forms = book().worksheets
    assert NOTE not in texts(index)
    for sheet in forms:
        said = texts(sheet)
        assert said[2].endswith("推荐表") and said[-1] == NOTE and said.count(NOTE) == 1, sheet.title


def test_posts_have_a_form_while_the_award_is_on() -> None:
    posts = [{"推荐顺序": 1, "岗位名称": "报修接待岗", "所在班组": "电工组", "在岗人员": "王某、李某", "主要事迹": "好", "科室意见": "同意"}]
    book = opened(compiled_forms(outcome_of(post_rules(), 优质服务示范岗推荐=posts)))
    assert {"报修接待岗", "在岗人员", "王某、李某"} <= set(texts(book["05 优质服务示范岗 报修接待岗"]))


def test_nobody_recommended_is_said() -> None:
    nobody = {"优秀组织奖申报": {"是否申报": "否"}, "优秀班组推荐": [], "优秀个人推荐": []}
    assert "还没有科室同意的推荐。" in texts(opened(compiled_forms(outcome_of(**nobody)))["目录"])


def test_the_same_outcome_gives_the_same_bytes() -> None:
    outcome = outcome_of()
    assert compiled_forms(outcome) == compiled_forms(outcome) and blank_forms(outcome) == blank_forms(outcome)


@pytest.mark.parametrize("text, columns, lines", [
    ("", 10, []),
    ("一二三四五六", 10, ["一二三四五", "六"]),
    ("一二三四五。六", 10, ["一二三四五。", "六"]),
    ("用 ISO9001 标准", 8, ["用 ", "ISO9001 ", "标准"]),
    ("一\n二", 10, ["一", "二"]),
    ("ABCDEFGHIJKL", 5, ["ABCDE", "FGHIJ", "KL"]),
])
def test_texts_are_broken_as_an_office_program_would(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == lines
    assert all(display_width(line) <= columns + 2 for line in lines)
