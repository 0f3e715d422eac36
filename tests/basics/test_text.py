"""Texts: what counts as the same, which name is offered, titles that Excel takes, widths."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.text import (
    differing,
    display_width,
    file_name,
    key,
    label_key,
    lookalikes_of,
    near_names,
    sheet_titles,
    without_space,
)

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


@pytest.mark.parametrize("typed", [
    f"阿不都{dot}买买提" for dot in "•・･‧⋅∙．.。․﹒ꞏ⸱"
])
def test_the_dots_of_a_name_are_one(typed):
    """Whatever key or font the dot came from."""
    assert key(typed) == key("阿不都·买买提") != key("阿不都买买提")


@pytest.mark.parametrize("typed, meant", [
    ("陈⻓生", "陈长生"), ("⾼飞", "高飞"), ("⻢腾", "马腾"), ("⻩小梅", "黄小梅"), ("葛\ufe00立民", "葛立民"), ("葛\U000e0100立民", "葛立民"),
    ("金\uf90a", "金金"), ("㈱", "(株)"), ("电エ组", "电工组"), ("ロ腔科", "口腔科"), ("ІТ服务科", "IT服务科"), ("ΑВС", "ABC"), ("аbс", "abc"),
    ("wɑng", "wang"), ("O’Neil", "O'Neil"), ("东区–西区", "东区-西区"), ("东区—西区", "东区-西区"), ("“五一”组", '"五一"组'), ("李○", "李〇"),
    ("\u3164张三\u2800", "张三"), ("张\ufffc三", "张三"), ("张\u034f三", "张三"), ("\u115f\u1160张三\u17b4\u17b5", "张三"),
])
def test_what_looks_alike_is_alike(typed, meant):
    """Radicals, variation selectors, compatibility forms, letters of other alphabets, dashes, what shows nothing."""
    assert key(typed) == key(meant) and key(key(typed)) == key(typed)


@pytest.mark.parametrize("one, other", [
    ("张三", "张叁"), ("己", "已"), ("已", "巳"), ("未", "末"), ("土", "士"), ("口", "囗"), ("日", "曰"), ("黄", "黃"), ("戶", "戸"), ("值", "値"),
    ("1号", "l号"), ("I号", "l号"), ("O型", "0型"), ("一组", "-组"), ("张三", "张三三"), ("长生", "常生"), ("长生", "長生"), ("é", "e"), ("十", "+"),
])
def test_what_anybody_sees_is_another_stays_another(one, other):
    """Two ideographs, two letters of one alphabet, are never one, however alike."""
    assert key(one) != key(other)


def test_every_ideograph_is_a_name_of_its_own():
    """No two of them have one key, whatever Unicode's data holds of their likeness; and every key is its own."""
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)):
        assert all(key(chr(code)) == chr(code) for code in range(first, last + 1))
    assert [code for code in range(0x20000) if key(key(chr(code))) != key(chr(code))] == []


def test_what_is_ignorable_by_default_shows_nothing():
    """Fillers, joiners, selectors and tags leave a text empty; a letter, a mark or an unknown sign does not."""
    nothing = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u202e\u2060\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufffc\U000e0001\U000e0100"
    assert without_space(nothing) == key(nothing) == ""
    something = "。-·\u0301\ufffd\ue000㐀"
    assert without_space(something) == something


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
    assert near_names(typed, TEAMS) == (offered,)


@pytest.mark.parametrize("typed", ["", "护士", "12", "xyz"])
def test_nothing_is_offered_for_a_stranger(typed):
    """A name that shares little with any known one gets no offer."""
    assert near_names(typed, TEAMS) == ()
    assert near_names("电工", ()) == ()


def test_equally_near_names_are_offered_together():
    """None of them is better than the others; of too many none is offered."""
    canteens = ("北校区食堂红案组", "南校区食堂红案组", "中心食堂红案组", "白案组")
    assert near_names("红案组", canteens) == canteens[:3]
    assert near_names("西校区食堂红案组", canteens) == canteens[:2]
    assert near_names("食堂", tuple(f"食堂{number}组" for number in "一二三四五六七")) == ()
    assert near_names("红案组", ("红案组（北）", "红案组（南）", "白案组")) == ("红案组（北）", "红案组（南）")


def test_a_name_with_more_about_it_is_near():
    """What stands about it makes it no other name's neighbour; one character alone is not enough."""
    assert near_names("电工组王师傅", ("电工组", "电木组王师", "木工组")) == ("电工组",)
    assert near_names("电工组和木工组", ("电工组", "木工组", "泥工组")) == ("电工组", "木工组")
    assert near_names("甲乙丙丁", ("甲", "丙戊")) == ()


@pytest.mark.parametrize("typed, name, told", [
    ("己楼组", "已楼组", "第 1 个字符是“己”，应为“已”"), ("lT科", "IT科", "第 1 个字符是“l”（U+006C），应为“I”（U+0049）"),
    ("电 公组", "电工组", "第 2 个字符是“公”，应为“工”"), ("⻓公组", "长工组", "第 2 个字符是“公”，应为“工”"),
    ("it科", "IT科", "第 1 个字符是“i”（U+0069），应为“I”（U+0049）；第 2 个字符是“t”（U+0074），应为“T”（U+0054）"),
    ("电工", "电工组", ""), ("医生组", "电工班", ""), ("⻓工组", "长工组", "第 1 个字符是“⻓”（U+2ED3），应为“长”"),
])
def test_what_makes_it_another_name(typed, name, told):
    """A character or two; nothing where more differs, or nothing does."""
    assert differing(typed, name) == told


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


def test_what_may_be_typed_for_the_characters_of_names():
    """Every one of them has the key of what it is typed for; the radicals stand first, and strangers are not among them."""
    found = lookalikes_of(("电工组", "长·高"))
    assert {("⼯", "工"), ("エ", "工"), ("⻓", "长"), ("⾼", "高"), ("•", "·")} <= set(found)
    assert all(key(other) == key(character) for other, character in found)
    assert {character for _, character in found} <= set("电工组长·高") and ("⼯", "工") in found[:3]
    assert lookalikes_of(()) == ()
