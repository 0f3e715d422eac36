"""Reviewers and inspectors against the lists of the rules: whose books and visits count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.submissions import State
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.review_book import review_book
from fuwuyue_xlsx.schema.reviewers_books import reviewers_books
from fuwuyue_xlsx.tables.edits import edited
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.filled_books import SMALL, filled, intake_of, rules_of, small_rules, template
from tests.support.intake_report import said
from tests.support.one_file import check
from tests.support.table_rows import rows_of

LISTED = rules_of(**{**SMALL, "评委名单": [("周一", None, None, None), ("李Ａ", "甲科", "二组", "优秀班组")], "检查组": [("赵一",), ("钱二",)]})
TEAM_POINTS = [{"科室": "甲科", "班组": "电工组", "工作特色（50分）": 44, "工作成绩（50分）": 43}]
OWN_POINTS = [{"科室": "甲科", "活动组织与方案落实（40分）": 30, "工作特色（30分）": 20, "工作成绩（30分）": 20}]


def book(name: str | None, rules: Rules = LISTED, home: str | None = None, **sheets: Any) -> bytes:
    """A reviewer's book that is made out to nobody, with the name typed in."""
    return filled(template(rules, "review"), {"评委信息": {"评委": name, "所属科室": home}, **(sheets or {"优秀班组": TEAM_POINTS})})


def made_out(number: int, **sheets: Any) -> bytes:
    """The book made out to a reviewer of the list."""
    one = reviewers_books(review_book(LISTED), LISTED)[number]
    return filled(write_book(one, LISTED.campaign), sheets)


def read(root: Path, data: bytes, rules: Rules = LISTED, name: str = "表.xlsx") -> Intake:
    return intake_of(root, rules, {name: data})


def rows(intake: Intake) -> set[tuple[str, str, str | None]]:
    return {(row["award"], row["reviewer"], row["reviewer_department"]) for row in rows_of(intake)["reviews"]}


def state(intake: Intake) -> State:
    (file,) = intake.files
    check(file)
    return file.state


@pytest.mark.parametrize("name", ["周一", " 周　一", "李A"])
def test_a_book_of_somebody_on_the_list_counts(tmp_path: Path, name: str) -> None:
    intake = read(tmp_path, book(name))
    assert (state(intake), said(intake), len(rows(intake))) == (State.USED, [], 1)


@pytest.mark.parametrize("name, code, offered", [
    ("周一一", "reviewer-not-listed", "是否为“周一”？"), ("王五六", "reviewer-not-listed", ""), (None, "reviewer-unnamed", ""),
])
def test_a_book_of_nobody_on_the_list_is_an_error_and_counts_nowhere(tmp_path: Path, name: str | None, code: str, offered: str) -> None:
    intake = read(tmp_path, book(name))
    assert (state(intake), said(intake), rows(intake)) == (State.REJECTED, [f"error {code} 评委信息!B3"], set())
    assert offered in intake.files[0].reason


def test_without_a_list_everybody_counts(tmp_path: Path) -> None:
    intake = read(tmp_path, book("王五六", small_rules()), small_rules())
    assert (state(intake), said(intake)) == (State.USED, [])


def test_points_for_an_award_that_is_not_the_reviewers_are_an_error_and_count_nowhere(tmp_path: Path) -> None:
    intake = read(tmp_path, book("李A", 优秀组织奖=OWN_POINTS, 优秀班组=TEAM_POINTS))
    assert said(intake) == ["error review-not-asked 优秀组织奖!B5"]
    assert rows(intake) == {("优秀班组", "李Ａ", "甲科")}
    assert state(intake) is State.USED
    assert intake.files[0].aside == {"优秀组织奖"}


@pytest.mark.parametrize("points", ["四十", 99])
def test_so_are_points_there_that_cannot_be_read(tmp_path: Path, points: Any) -> None:
    intake = read(tmp_path, book("李A", 优秀组织奖=[{"科室": "甲科", "工作特色（30分）": points}], 优秀班组=TEAM_POINTS))
    assert said(intake) == ["error review-not-asked 优秀组织奖!C5"]


def test_an_empty_sheet_of_another_award_is_in_order(tmp_path: Path) -> None:
    assert said(read(tmp_path, book("李A"))) == []


def test_the_list_says_which_department_a_reviewer_belongs_to(tmp_path: Path) -> None:
    assert rows(read(tmp_path / "a", book("李A"))) == {("优秀班组", "李Ａ", "甲科")}
    assert rows(read(tmp_path / "b", book("周一", home="乙科"))) == {("优秀班组", "周一", "乙科")}
    other = read(tmp_path / "c", book("李A", home="乙科"))
    assert (rows(other), said(other)) == ({("优秀班组", "李Ａ", "甲科")}, ["warning reviewer-department-differs 评委信息!B4"])


# books that are made out to a reviewer


def test_a_book_made_out_to_a_reviewer_is_read_without_a_word(tmp_path: Path) -> None:
    whole = read(tmp_path / "a", made_out(0, 优秀班组=TEAM_POINTS, 优秀组织奖=OWN_POINTS))
    assert (said(whole), rows(whole)) == ([], {("优秀班组", "周一", None), ("优秀组织奖", "周一", None)})
    one = read(tmp_path / "b", made_out(1, 优秀班组=TEAM_POINTS))
    assert (said(one), rows(one), state(one)) == ([], {("优秀班组", "李Ａ", "甲科")}, State.USED)


@pytest.mark.parametrize("number", [0, 1])
def test_one_that_nobody_has_filled_in_is_blank(tmp_path: Path, number: int) -> None:
    intake = read(tmp_path, made_out(number))
    assert (state(intake), said(intake)) == (State.REJECTED, ["warning file-blank "])


def test_a_sheet_of_the_reviewers_own_award_may_not_be_gone(tmp_path: Path) -> None:
    other = rules_of(**{**SMALL, "评委名单": [("李Ａ", "甲科", None, None)]})
    assert "error sheet-missing " in said(read(tmp_path, made_out(1, 优秀班组=TEAM_POINTS), other))


# inspectors and days


def visit(root: Path, rules: Rules = LISTED, **top: Any) -> Intake:
    sheet = [{"业务类型": "维修", "检查项目": "及时", "电工组": 9}]
    data = filled(template(rules, "inspection"), {"甲科": {"检查日期": "2017-12-05", "检查人": "赵一", **top}})
    return intake_of(root, rules, {"表.xlsx": filled(data, {"甲科": sheet})})


DOUBTED = [({"检查人": "孙三"}, "inspector-not-listed 甲科!B5"), ({"检查人": "赵一、孙三"}, "inspector-not-listed 甲科!B5"),
           ({"检查日期": "2017-10-09"}, "visit-outside 甲科!B4")]


@pytest.mark.parametrize("top, told", DOUBTED)
def test_a_doubted_visit_counts_with_a_warning_and_can_be_read_without(tmp_path: Path, top: dict[str, str], told: str) -> None:
    intake = visit(tmp_path, **top)
    assert said(intake) == [f"warning {told}"]
    assert len(intake.tables.inspections) == 1
    (doubt,) = intake.doubts
    assert [f"{found.code} {found.place.sheet}!{found.place.cell}" for found in doubt.findings] == [told]
    assert [len(edited(intake.tables, way).inspections) for way in doubt.readings] == [0]


@pytest.mark.parametrize("top", [{}, {"检查人": "钱 二"}, {"检查人": "赵一，钱二"}, {"检查日期": "2017-12-30"}])
def test_a_visit_of_the_group_within_the_campaign_is_in_order(tmp_path: Path, top: dict[str, str]) -> None:
    intake = visit(tmp_path, **top)
    assert (said(intake), intake.doubts) == ([], ())


def test_without_a_group_anybody_may_inspect(tmp_path: Path) -> None:
    assert said(visit(tmp_path, small_rules(), 检查人="孙三")) == []
