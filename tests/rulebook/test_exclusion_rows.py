"""资格排除 as it is typed: what its rows come to, and each fault at its cell."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.exclusions import Exclusion
from tests.support.edited_rulebooks import POST_ON, address, edited, errors, new_row, rules_after

CLINIC = dict(科室="卫生所", 原因="受过处分")


def excluded(**values):
    """Edits that fill the first row."""
    return new_row("资格排除", 1, **{**CLINIC, **values})


def test_rows_become_exclusions_with_the_names_of_the_rules():
    made = rules_after(*excluded(奖项="优秀 个人", 科室="卫生 所", 班组="医生组 ", 姓名="李 七", 依据="通报"), *new_row("资格排除", 2, **CLINIC))
    assert made.exclusions == (
        Exclusion("优秀个人", "卫生所", "医生组", "李七", "受过处分", "通报", "评选规则.xlsx!资格排除!E4", "评选规则.xlsx!资格排除!D4"),
        Exclusion(None, "卫生所", None, None, "受过处分", "", "评选规则.xlsx!资格排除!E5", "评选规则.xlsx!资格排除!B5"))
    assert rules_text(made)["资格排除"] == {"优秀个人 卫生所 医生组 李七": "受过处分（通报）", "全部奖项 卫生所": "受过处分"}
    assert "资格排除" not in rules_text(rules_after())


@pytest.mark.parametrize("row", [
    dict(), dict(奖项="优秀组织奖"), dict(班组="医生组"), dict(奖项="优秀班组", 班组="医生组"), dict(姓名="李七"), dict(班组="班组外", 姓名="李七"),
    dict(奖项="优秀个人", 班组="医生组", 姓名="李七"), dict(姓名="李七", 依据="通报")], ids=str)
def test_a_row_that_names_one_candidate(row):
    assert errors(read_rules(edited(*excluded(**row)))[1]) == []


@pytest.mark.parametrize("row, code, column", [
    (dict(奖项="优秀班祖", 班组="医生组"), "unknown-name", "奖项"),
    (dict(科室="卫生室"), "unknown-name", "科室"),
    (dict(班组="电工组"), "unknown-name", "班组"),
    (dict(班组="班组外"), "rule-exclusion", "班组"),
    (dict(奖项="优秀个人"), "rule-exclusion", "科室"),
    (dict(奖项="优秀个人", 班组="医生组"), "rule-exclusion", "班组"),
    (dict(奖项="优秀班组"), "rule-exclusion", "科室"),
    (dict(奖项="优秀班组", 班组="医生组", 姓名="李七"), "rule-exclusion", "姓名"),
    (dict(奖项="优秀组织奖", 班组="医生组"), "rule-exclusion", "班组"),
    (dict(姓名="李七、王五"), "several-persons", "姓名"),
    (dict(原因=None), "required-empty", "原因"),
], ids=str)
def test_a_row_that_cannot_be_meant_is_refused_at_its_cell(row, code, column):
    found = read_rules(edited(*excluded(**row)))
    assert found[0] is None and errors(found[1]) == [(code, address("资格排除", 1, column))]


def test_a_refusal_says_what_can_be_written_and_an_unknown_name_what_may_be_meant():
    said = [read_rules(edited(*excluded(**row)))[1][0] for row in (dict(奖项="优秀个人"), dict(班组="医护组"))]
    assert "请在“姓名”里写明是谁" in said[0].hint
    assert "医生组" in said[1].sentences and "护士组" in said[1].sentences


def test_a_post_may_have_a_mark_in_its_name_and_the_same_row_twice_is_a_fault():
    post = excluded(奖项="优质服务示范岗", 班组="医生组", 姓名="挂号、收费岗")
    assert errors(read_rules(edited(*POST_ON, *post))[1]) == []
    twice = [*excluded(姓名="李七"), *new_row("资格排除", 2, **CLINIC, 姓名="李 七")]
    assert errors(read_rules(edited(*twice))[1]) == [("rule-twice", address("资格排除", 2, "姓名"))]
    assert errors(read_rules(edited(*twice, ("资格排除", 2, "原因", "上年度已获奖")))[1]) == []


def test_a_header_that_is_gone_is_no_wider_row():
    assert ("column-missing", "资格排除") in errors(read_rules(edited(("资格排除", 0, "姓名", None), *excluded(班组="医生组")))[1])
