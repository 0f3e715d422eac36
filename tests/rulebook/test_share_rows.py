"""类别比例 as it is typed: what it comes to, in the ways people write it, and what is refused at its cell."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from fuwuyue_xlsx.commands.read_back import read_back
from fuwuyue_xlsx.evaluate.award_sentences import SHARES, award_sentence
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.category_shares import CategoryShare
from fuwuyue_xlsx.workspace import Workspace
from tests.support.edited_rulebooks import Edit, Percent, address, edited, errors, rules_after

HALF = CategoryShare("一线", Fraction(1, 2))


def share(text: Any, award: int = 3) -> Edit:
    return "奖项", award, "类别比例", text


@pytest.mark.parametrize("text", [
    "一线≥50%", "一线 ≥ 50 %", "一线>=50%", "一线＞＝50％", "一线不少于50%", "一线不低于 50%", "一线至少50%", "一线50%以上", "一线50%及以上",
    "一线占50%以上", "其中一线人数占比不低于50%", "一线占比不低于50%",
    "一线比例不少于50%", "一线的比例不少于50%", "一线：不少于50%", "一线≥1/2", "一线>=1/2", "一线不少于一半",
    "一线半数以上", "一线不少于二分之一", "一线五成以上", "一线≥50.0%", "一线≥50%；"])
def test_the_ways_in_which_people_write_it(text: str) -> None:
    assert rules_after(share(text)).awards[2].shares == (HALF,)


@pytest.mark.parametrize("text, shares", [
    ("一线≥50%；管理≤20%", (HALF, CategoryShare("管理", Fraction(1, 5), True))),
    ("一线人员不少于三分之二，女职工不少于30%", (CategoryShare("一线人员", Fraction(2, 3)), CategoryShare("女职工", Fraction(3, 10)))),
    ("35岁以下≥40%", (CategoryShare("35岁以下", Fraction(2, 5)),)),
    ("中层干部不超过20%", (CategoryShare("中层干部", Fraction(1, 5), True),)),
    ("中层干部20%以内", (CategoryShare("中层干部", Fraction(1, 5), True),)),
    ("一线≥50%；一线≤80%", (HALF, CategoryShare("一线", Fraction(4, 5), True))),
    ("一线≥12.5%", (CategoryShare("一线", Fraction(1, 8)),)),
    ("一线≥100%", (CategoryShare("一线", Fraction(1)),)),
    (None, ()), ("　", ()),
])
def test_what_a_cell_comes_to(text: Any, shares: tuple[CategoryShare, ...]) -> None:
    assert rules_after(share(text)).awards[2].shares == shares


@pytest.mark.parametrize("text", [
    "一线", "50%", "≥50%", "一线50%", "一线=50%", "一线≥50", "一线≥0.5", "一线>50%", "一线超过50%", "一线过半",
    "一线低于50%", "一线≥50%以下", "一线、技术≥50%", "一线和技术≥50%", "一线≥0%",
    "一线≥120%", "一线≤100%", "一线≥1/0", "一线≥50%；一线≥60%", "一线≥50%；一线≤40%", "一线≥60%；管理≥50%",
    "一线≥50%；其余随意", "一线人数不少于3人", "≥", "；", 0.5, Percent(0.5)], ids=str)
def test_what_cannot_be_meant_is_refused_at_its_cell(text: Any) -> None:
    rules, found = read_rules(edited(share(text)))
    assert rules is None
    assert errors(found) == [("rule-category-share", address("奖项", 3, "类别比例"))]


@pytest.mark.parametrize("award", [1, 2])
def test_only_awards_for_persons_have_shares(award: int) -> None:
    rules, found = read_rules(edited(share("一线≥50%", award)))
    assert rules is None
    assert errors(found) == [("rule-category-share", address("奖项", award, "类别比例"))]
    assert "只用于个人奖项" in found[0].sentences


def test_a_refusal_says_how_to_write_it() -> None:
    assert "一线≥50%" in read_rules(edited(share("一线>50%")))[1][0].hint
    assert "超过了 100%" in read_rules(edited(share("一线≥60%；管理≥50%")))[1][0].message


def test_it_is_read_back_in_words_and_stands_in_what_is_compared(tmp_path: Any) -> None:
    made = rules_after(share("一线占50%以上；管理不超过1/3"))
    assert [one.words for one in made.awards[2].shares] == ["一线不少于 50%", "管理不超过 1/3"]
    assert rules_text(made)["奖项"]["优秀个人 类别比例"] == "一线不少于 50%；管理不超过 1/3"
    assert "优秀个人 类别比例" not in rules_text(rules_after())["奖项"]
    assert (SHARES in award_sentence(made.awards[2], made), SHARES in award_sentence(made.awards[1], made)) == (True, False)
    (tmp_path / "评选规则.xlsx").write_bytes(edited(share("一线占50%以上")))
    assert "“优秀个人”每个科室的获奖者里，一线不少于 50%；只核对，不影响获奖" in read_back(Workspace(tmp_path)).lines


@pytest.mark.parametrize("share_, least, enough, too_few", [(HALF, None, (2, 4), (1, 3)), (CategoryShare("管理", Fraction(1, 3), True), None, (1, 3), (2, 5))])
def test_a_share_is_exact(share_: CategoryShare, least: None, enough: tuple[int, int], too_few: tuple[int, int]) -> None:
    assert share_.met(*enough) and not share_.met(*too_few)
