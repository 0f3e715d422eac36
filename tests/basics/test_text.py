"""Texts: what counts as the same, which name is offered, titles that Excel takes, widths."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.text import display_width, file_name, key, label_key, nearest, sheet_titles, without_space

TEAMS = ("电工组", "水工组、仓管", "木工组", "北校区1号教学楼管理员班组", "1、2号实验楼保洁组")
INVISIBLE = (" ", "\u3000", "\u00a0", "\t", "\n", "\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad")
words = st.text("电工水组校区号教学张三（）、：abcXYZ0189１２ａ", max_size=20)


@pytest.mark.parametrize("typed, meant", [
    ("张 三", "张三"),
    ("张\u3000三", "张三"),
    ("张\u200b三", "张三"),
    ("\ufeff张三\r\n", "张三"),
    ("北校区１号教学楼管理员班组", "北校区1号教学楼管理员班组"),
    ("优秀班组（第一批）", "优秀班组(第一批)"),
    ("ＩＳＯ 9001", "ISO9001"),
])
def test_texts_that_are_the_same(typed, meant):
    """NFKC, white space and characters of no width make no difference."""
    assert key(typed) == key(meant)


@pytest.mark.parametrize("one, other", [
    ("电工组", "电工"), ("1号楼", "2号楼"), ("水工组、仓管", "水工组仓管"), ("abc", "ABC"), ("十二", "12"),
])
def test_texts_that_differ(one, other):
    """Nothing that can be seen is thrown away."""
    assert key(one) != key(other)


@given(words, st.lists(st.tuples(st.integers(0, 20), st.sampled_from(INVISIBLE)), max_size=6))
def test_what_cannot_be_seen_never_matters(word, insertions):
    """Invisible characters anywhere leave the key as it is."""
    typed = word
    for at, character in insertions:
        typed = typed[:at] + character + typed[at:]
    assert key(typed) == key(word)
    assert key(key(typed)) == key(typed)


def test_a_key_of_nothing_and_of_a_number():
    """An empty cell has an empty key; a number has that of its digits."""
    assert key(None) == key("") == key(" \u200b") == ""
    assert key(12) == "12"


def test_a_name_is_kept_as_typed_but_for_white_space():
    """Only comparing folds the width of letters."""
    assert without_space("张 三（Ａ）\u200b") == "张三（Ａ）"


def test_a_label_may_close_with_a_colon():
    """Either colon, once or twice; one inside stays."""
    assert label_key("检查人：") == label_key("检查人:") == label_key(" 检 查 人") == "检查人"
    assert (label_key("时间：地点"), label_key("：检查人")) == ("时间:地点", ":检查人")


@pytest.mark.parametrize("typed, offered", [
    ("电工", "电工组"), ("木 工", "木工组"), ("北校区１号教学楼管理员", "北校区1号教学楼管理员班组"), ("水工组,仓管", "水工组、仓管"),
])
def test_the_nearest_name_is_offered(typed, offered):
    """电工 → 是否为电工组？"""
    assert nearest(typed, TEAMS) == offered


@pytest.mark.parametrize("typed", ["", "护士", "12", "xyz"])
def test_nothing_is_offered_for_a_stranger(typed):
    """A name that shares little with any known one gets no offer."""
    assert nearest(typed, TEAMS) is None
    assert nearest("电工", ()) is None


def test_titles_are_cut_and_cleaned():
    """31 characters, no character that Excel forbids."""
    long = "北校区道路清扫与厕所保洁组、二次保洁以及南校区道路清扫与厕所保洁组、垃圾清运"
    titles = sheet_titles(("饮食服务科", "后勤/保卫科", long))
    assert titles == {"饮食服务科": "饮食服务科", "后勤/保卫科": "后勤_保卫科", long: long[:31]}
    assert list(sheet_titles(("'甲'", "甲" * 30 + "'乙", "")).values()) == ["甲", "甲" * 30, "_"]


def test_titles_that_would_be_the_same_are_told_apart():
    """Two names cut to one title, a title that is taken, titles that differ in case alone."""
    stem = "长" * 31
    titles = sheet_titles((stem + "甲", stem + "乙", "填写说明", "ab", "AB"), reserved=("填写说明",))
    assert list(titles.values()) == [stem, "长" * 29 + "~2", "填写说明~2", "ab", "AB~2"]
    assert sheet_titles(("data",), reserved=("Data",)) == {"data": "data~2"}


@given(st.lists(st.text("甲乙 'aAbB[]:*?/\\~2科", max_size=40), unique=True, max_size=8))
def test_titles_are_always_valid(names):
    """Whatever the names: short enough, unique whatever the case, nothing forbidden, no quote at an end."""
    titles = sheet_titles(names, reserved=("甲", "a"))
    assert list(titles) == names
    for title in titles.values():
        assert 1 <= len(title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", title) and not title.startswith("'") and not title.endswith("'")
    assert len({title.lower() for title in titles.values()} | {"甲", "a"}) == len(names) + 2


@pytest.mark.parametrize("name, safe", [
    ("维修管理科", "维修管理科"), ("后勤/保卫科", "后勤_保卫科"), ('一"二<三>四|五?六*七:八\\九', "一_二_三_四_五_六_七_八_九"), ("科. ", "科"), ("...", "_"),
])
def test_names_of_files(name, safe):
    """A file name that Windows takes too."""
    assert file_name(name) == safe


@pytest.mark.parametrize("text, width", [("", 0), ("abc 12", 6), ("电工组", 6), ("１２", 4), ("A组（甲）", 9), ("ｱ", 1), ("“甲”", 6)])
def test_display_width(text, width):
    """A Chinese character takes two columns, a letter one."""
    assert display_width(text) == width
