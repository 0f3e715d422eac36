"""加减分登记: whom a row names, which rows count, what several books make of one matter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.schema.books import all_books
from fuwuyue_xlsx.tables.contract import violations
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, intake_of, rules_bytes, small_rules, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

PERSON, TEAM, POST = "优秀个人", "优秀班组", "优质服务示范岗"


def adjusted_rules() -> Any:
    """A small campaign in which teams, persons and posts are given points, and departments are not."""
    base = rows_2017()
    awards = [(PERSON, "个人", "固定", 2, 200, "是", None, None, "全部") if row[1] == "个人" else row for row in base["奖项"] if row[1] != "岗位"]
    parts = [*base["评分构成"], (TEAM, "加减分", None, "加减分", None, 5), (PERSON, "监督检查", "100%", "监督检查"), (PERSON, "奖励", None, "加减分", None, 3),
             (POST, "监督检查", "100%", "监督检查"), (POST, "奖励", None, "加减分", None, 3)]
    awards.append((POST, "岗位", "固定", 2, 300, "是", None, None))
    rules, findings = read_rules(rules_bytes(**{**SMALL, "奖项": awards, "评分构成": parts}))
    assert rules is not None, findings
    return rules


def nominee(name: str, home: str) -> dict[str, Any]:
    return {"推荐顺序": 1, "姓名": name, "岗位": "电工", "所在班组": home, "主要事迹": "事迹", "科室意见": "同意"}


def post(name: str, home: str) -> dict[str, Any]:
    return {"推荐顺序": 1, "岗位名称": name, "所在班组": home, "主要事迹": "事迹", "科室意见": "同意"}


def row(award: str | None = TEAM, team: str | None = "电工组", name: str | None = None, points: Any = 2, reason: str | None = "技能竞赛获奖",
        basis: str | None = "通报", date: Any = None, department: str | None = "甲科") -> dict[str, Any]:
    return {"奖项": award, "科室": department, "班组": team, "姓名或岗位": name, "分数": points, "理由": reason, "依据": basis, "日期": date}


def read(folder: Path, *books: list[dict[str, Any]]) -> Any:
    rules = adjusted_rules()
    people = [nominee("赵一", "电工组"), nominee("钱二", "班组外")]
    posts = [post("值班岗", "电工组"), post("值班岗", "水工组、仓管")]
    files = {"甲.xlsx": department_file(rules, department_sheets(**{f"{PERSON}推荐": people, f"{POST}推荐": posts}))}
    files |= {f"加减分{number}.xlsx": filled(template(rules, "adjustments"), {"加减分登记": rows}) for number, rows in enumerate(books)}
    return intake_of(folder, rules, files, {name: 1_514_000_000 + number for number, name in enumerate(files)})


def counted(intake: Any) -> list[tuple[Any, ...]]:
    assert list(violations("adjustments", intake.tables.adjustments)) == []
    return [(one["award"], one["team"], one["post"], str(one["points"])) for one in rows_of(intake)["adjustments"]]


def told(intake: Any) -> list[str]:
    """What is said of these books."""
    return [line.split("!")[0] for line in said(intake) if "adjust" in line]


def test_rows_for_teams_and_persons_are_read(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(points="＋2分"), row(None, points="-1.5", date="11月28日"), row(PERSON, name="赵 一", points=-3),
                             row(PERSON, "班组外", "钱二"), row(None, None, "钱二", 0)])
    assert said(intake) == []
    assert counted(intake) == [(TEAM, "电工组", None, "2"), (None, "电工组", None, "-1.5"), (PERSON, "电工组", "赵一", "-3"), (PERSON, None, "钱二", "2"),
                               (None, None, "钱二", "0")]
    assert [one["date"] for one in rows_of(intake)["adjustments"]][1] == dt.date(2017, 11, 28)
    assert intake.tables.has_adjustments


def test_a_blank_register_says_that_nobody_has_any(tmp_path: Path) -> None:
    assert read(tmp_path, []).tables.has_adjustments
    assert not read(tmp_path / "without").tables.has_adjustments


@pytest.mark.parametrize(("wrong", "code", "cell"), [
    (row("优秀组织奖", None), "unknown-choice", "A"), (row(team=None), "adjustment-for-whom", "B"), (row(team="班组外"), "adjustment-for-whom", "D"),
    (row(name="赵一"), "adjustment-for-whom", "D"), (row(PERSON), "adjustment-for-whom", "C"), (row(None, None), "adjustment-for-nobody", "B"),
    (row(None, "班组外"), "adjustment-for-nobody", "D"), (row(team="医生组"), "unknown-name", "C"), (row(department="丙科"), "unknown-name", "B"),
    (row(points=101), "number-out-of-range", "E"), (row(points="-100.5"), "number-out-of-range", "E"), (row(points="两分"), "not-a-number", "E"),
    (row(points=None), "required-empty", "E"), (row(reason=None), "required-empty", "F"), (row(basis=None), "required-empty", "G"),
    (row(POST, None, "值班岗"), "adjustment-person-unclear", "D"), (row(None, None, "值班岗"), "adjustment-person-unclear", "D"),
])
def test_a_row_that_cannot_be_meant_is_an_error_at_its_cell_and_does_not_count(tmp_path: Path, wrong: dict[str, Any], code: str, cell: str) -> None:
    intake = read(tmp_path, [wrong])
    assert [line.rstrip("0123456789") for line in errors(intake)] == [f"error {code} 加减分登记!{cell}"]
    assert counted(intake) == []


@pytest.mark.parametrize("right", [row(points=100), row(points=-100), row(POST, "水工组、仓管", "值班岗"), row(PERSON, None, "赵一")])
def test_the_bounds_themselves_count_and_a_name_without_a_team_is_found(tmp_path: Path, right: dict[str, Any]) -> None:
    intake = read(tmp_path, [right])
    assert errors(intake) == []
    assert [(team, points) for _, team, _, points in counted(intake)] == [(right["班组"] or "电工组", str(right["分数"]))]


@pytest.mark.parametrize(("name", "home", "code"), [
    ("冯五六", "电工组", "adjustment-of-nobody"), ("周四", "电工组", "adjustment-of-nobody"), ("赵一", "水工组、仓管", "adjustment-person-unmatched"),
    ("钱二", "电工组", "adjustment-person-unmatched")])
def test_a_name_that_is_nobodys_is_told(tmp_path: Path, name: str, home: str, code: str) -> None:
    intake = read(tmp_path, [row(PERSON, home, name)])
    assert errors(intake) == []
    assert [line.split()[1] for line in told(intake)] == [code]


def test_rows_of_two_books_are_put_together_and_the_same_row_counts_once(tmp_path: Path) -> None:
    first, second = row(), row(None, "水工组、仓管", points=1)
    intake = read(tmp_path, [first], [first, second])
    assert told(intake) == []
    assert counted(intake) == [(TEAM, "电工组", None, "2"), (None, "水工组、仓管", None, "1")]


def test_two_registers_that_have_nothing_in_common_are_two_registers(tmp_path: Path) -> None:
    intake = read(tmp_path, [row()], [row(team="水工组、仓管")])
    assert told(intake) == []
    assert len(counted(intake)) == 2


def test_a_row_that_only_the_older_of_two_versions_has_counts_and_is_asked_about(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(), row(team="水工组、仓管")], [row()])
    assert told(intake) == ["warning adjustment-only-in-older 加减分登记"]
    assert len(counted(intake)) == 2
    assert [len(doubt.readings) for doubt in intake.doubts] == [1]


def test_one_matter_with_other_points_is_an_error_and_the_newer_row_counts(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(points=2)], [row(points=3)])
    assert told(intake) == ["error adjustments-contradict 加减分登记"]
    assert [points for *_, points in counted(intake)] == ["3"]
    within = read(tmp_path / "one", [row(points=2), row(points=3)])
    assert told(within) == ["error adjustments-contradict 加减分登记"]
    assert [points for *_, points in counted(within)] == ["3"]


def test_two_rows_that_are_the_very_same_both_count_and_are_asked_about(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(), row()])
    assert told(intake) == ["warning adjustment-repeated 加减分登记"]
    assert len(counted(intake)) == 2
    assert [way.out for doubt in intake.doubts for way in doubt.readings] == [{"adjustments": frozenset({rows_of(intake)["adjustments"][1]["source"]})}]


@pytest.mark.parametrize("other", [{"reason": "好人好事"}, {"basis": "证书"}, {"date": dt.date(2017, 12, 1)}])
def test_two_matters_of_one_candidate_add_up(tmp_path: Path, other: dict[str, Any]) -> None:
    intake = read(tmp_path, [row(), row(points=1, **other)])
    assert told(intake) == []
    assert sum(Decimal(points) for *_, points in counted(intake)) == 3


def test_a_matter_for_one_award_and_for_all_is_asked_about(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(), row(None)])
    assert told(intake) == ["warning adjustment-in-all 加减分登记"]
    assert len(counted(intake)) == 2


@pytest.mark.parametrize(("day", "expected"), [(dt.date(2017, 11, 20), []), (dt.date(2017, 12, 30), []), (None, []),
                                               (dt.date(2017, 11, 19), ["warning adjustment-outside 加减分登记"]),
                                               (dt.date(2018, 12, 1), ["warning adjustment-outside 加减分登记"])])
def test_a_day_outside_the_campaign_is_asked_about(tmp_path: Path, day: dt.date | None, expected: list[str]) -> None:
    intake = read(tmp_path, [row(date=day)])
    assert told(intake) == expected
    assert len(counted(intake)) == 1
    assert len(intake.doubts) == len(expected)


def test_a_register_that_no_award_asks_for_counts_nowhere(tmp_path: Path) -> None:
    rules = small_rules()
    files = {"甲.xlsx": department_file(rules, department_sheets()), "加减分.xlsx": filled(template(rules, "adjustments"), {"加减分登记": [row(), row(None)]})}
    intake = intake_of(tmp_path, rules, files, {name: 1_514_000_000 for name in files})
    assert told(intake) == ["error adjustment-not-asked 加减分登记"] * 2
    assert counted(intake) == []


def test_the_template_is_written_where_an_award_has_adjustments() -> None:
    assert "加减分登记.xlsx" in [book.file_name for book in all_books(adjusted_rules())]
    assert "加减分登记.xlsx" not in [book.file_name for book in all_books(small_rules())]
