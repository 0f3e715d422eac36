"""One nomination in a group's first award serves all its tiers; their own sheets may stay empty or be gone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.schema.review_book import review_book
from tests.support.filled_books import SMALL, department_file, department_sheets, intake_of, rules_bytes
from tests.support.intake_report import said
from tests.support.raw_workbooks import saved
from tests.support.table_rows import rows_of

FIRST, SECOND = "一等奖", "二等奖"


def tier_rules(level: str = "班组", points: tuple[tuple[str, int], ...] = (("成绩", 100),), group: str = "优秀") -> Any:
    """Two tiers of one level, reviewed by the same criteria but for the points given."""
    row = lambda name: (name, level, "固定", 1, 300, "是", None, None, None, group)  # noqa: E731
    parts = [(name, "评审", "100%", "评委打分") for name in (FIRST, SECOND)] if level != "个人" else []
    criteria = [(FIRST, 1, "成绩", 100), *((SECOND, n, *one) for n, one in enumerate(points, 1))] if parts else []
    more = {"奖项": [row(FIRST), row(SECOND)], "评分构成": parts, "评审要点": criteria}
    rules, findings = read_rules(rules_bytes(**{**SMALL, **{sheet: [*rows_2017()[sheet], *rows] for sheet, rows in more.items()}}))
    assert rules is not None, findings
    return rules


def team(name: str, opinion: str = "同意") -> dict[str, Any]:
    return {"推荐顺序": 1, "班组": name, "主要事迹": "事迹", "科室意见": opinion}


def nominated(folder: Path, rules: Any, data: bytes) -> tuple[dict[str, list[tuple[str, bool]]], list[str]]:
    intake = intake_of(folder, rules, {"甲.xlsx": data})
    rows = rows_of(intake)["nominations"]
    return {name: [(row["team"], row["agreed"]) for row in rows if row["award"] == name] for name in (FIRST, SECOND)}, said(intake)


def test_rows_of_2017_have_no_groups() -> None:
    assert all(len(row) < 10 or row[9] is None for row in rows_2017()["奖项"])


def test_a_nomination_for_the_first_serves_the_second(tmp_path: Path) -> None:
    rules = tier_rules()
    found, told = nominated(tmp_path, rules, department_file(rules, department_sheets(**{f"{FIRST}推荐": [team("电工组")]})))
    assert found == {FIRST: [("电工组", True)], SECOND: [("电工组", True)]}
    assert told == []


def test_without_a_group_it_does_not(tmp_path: Path) -> None:
    rules = tier_rules(group="")
    found, _ = nominated(tmp_path, rules, department_file(rules, department_sheets(**{f"{FIRST}推荐": [team("电工组")]})))
    assert found == {FIRST: [("电工组", True)], SECOND: []}


def test_the_own_sheet_may_be_gone(tmp_path: Path) -> None:
    rules = tier_rules()
    book = load_workbook(io.BytesIO(department_file(rules, department_sheets(**{f"{FIRST}推荐": [team("电工组")]}))))
    del book[f"{SECOND}推荐"]
    found, told = nominated(tmp_path, rules, saved(book))
    assert found[SECOND] == [("电工组", True)]
    assert told == []


@pytest.mark.parametrize("opinion, agreed", [("不同意", False), ("同意", True)])
def test_what_the_own_sheet_says_stands_before_it(tmp_path: Path, opinion: str, agreed: bool) -> None:
    rules = tier_rules()
    sheets = department_sheets(**{f"{FIRST}推荐": [team("电工组")], f"{SECOND}推荐": [team("电工组", opinion)]})
    found, _ = nominated(tmp_path, rules, department_file(rules, sheets))
    assert found == {FIRST: [("电工组", True)], SECOND: [("电工组", agreed)]}


def test_the_reviewers_have_a_sheet_for_the_first_alone() -> None:
    same, other = tier_rules(), tier_rules(points=(("新意", 50), ("成绩", 50)))
    assert [sheet.title for sheet in review_book(same).sheets if sheet.title in (FIRST, SECOND)] == [FIRST]
    assert [sheet.title for sheet in review_book(other).sheets if sheet.title in (FIRST, SECOND)] == [FIRST, SECOND]
