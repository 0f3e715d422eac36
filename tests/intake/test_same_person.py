"""Names that look alike are one person, wherever they stand; names that anybody tells apart are two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.pipeline import decide
from tests.support.altered_books import office_file, read_department, saved_at, spot
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, intake_of, rules_of, small_rules, template
from tests.support.intake_report import errors, states
from tests.support.repetition import every
from tests.support.table_rows import rows_of

RULES = small_rules()
BLANK = template(RULES, "department", "甲科")
# how a name is typed, and how else it may come: dots, radicals, selectors, compatibility forms, other alphabets, what shows nothing
ALIKE = [("阿不都·买买提", f"阿不都{dot}买买提") for dot in "•・‧⋅．.。"] + [
    ("陈长生", "陈⻓生"), ("高飞", "⾼飞"), ("葛立民", "葛\ufe00立民"), ("葛立民", "葛立\U000e0101民"), ("金立民", "\uf90a立民"), ("李Ann", "李Аnn"),
    ("李口", "李ロ"), ("葛立民", "\u3164葛立民"), ("葛立民", "葛\u2800立民"), ("葛立民", "葛立民\ufffc"), ("葛立民", "葛\u034f立民"),
]
UNLIKE = [("张三", "张叁"), ("李己", "李已"), ("李未", "李末"), ("李土", "李士"), ("李长生", "李常生"), ("黄小梅", "黃小梅"), ("阿不都·买买提", "阿不都买买提")]


POINTS = [{"科室": "甲科", "班组": "电工组", "工作特色（50分）": 44, "工作成绩（50分）": 43}]


def book(name: str, saved: str | None = None) -> bytes:
    """A reviewer's book, saved at a moment."""
    return saved_at(filled(template(RULES, "review"), {"评委信息": {"评委": name}, "优秀班组": POINTS}), saved)


def nominations(*names: str) -> dict[str, list[dict[str, Any]]]:
    one = department_sheets()["优秀个人推荐"][0]
    return {"优秀个人推荐": [{**one, "推荐顺序": number, "姓名": name} for number, name in enumerate(names, 1)]}


def nominees(intake: Intake) -> list[str]:
    return [row["person"] for row in rows_of(intake)["nominations"] if row["person"]]


@pytest.mark.parametrize("name, again", ALIKE)
def test_one_person_nominated_twice(tmp_path: Path, name: str, again: str) -> None:
    """The second row is an error and not used."""
    intake = read_department(tmp_path, nominations(name, again))
    assert [line for line in errors(intake) if "优秀个人推荐" in line] == [f"error nominee-twice 优秀个人推荐!{spot(BLANK, '优秀个人推荐', '姓名', 1)}"]
    assert nominees(intake) == [name]


@pytest.mark.parametrize("name, other", UNLIKE)
def test_two_people_are_two(tmp_path: Path, name: str, other: str) -> None:
    intake = read_department(tmp_path, nominations(name, other))
    assert errors(intake) == [] and nominees(intake) == [name, other]


@pytest.mark.parametrize("name, again", every(3, ALIKE))
def test_one_reviewer_in_two_books(tmp_path: Path, name: str, again: str) -> None:
    """The newer book stands for the older one, row by row; listed, either is the one on the list."""
    files = {"a.xlsx": book(name, "2017-12-20T10:00:00Z"), "b.xlsx": book(again, "2017-12-21T10:00:00Z")}
    intake = intake_of(tmp_path / "1", RULES, files)
    assert states(intake) == {"a.xlsx": "superseded", "b.xlsx": "used"} and len({row["reviewer"] for row in rows_of(intake)["reviews"]}) == 1
    listed = rules_of(**{**SMALL, "评委名单": [(again, None, None, None)]})
    intake = intake_of(tmp_path / "2", listed, {"a.xlsx": book(name)})
    assert "reviewer-not-listed" not in {p.code for p in intake.findings}


@pytest.mark.parametrize("name, other", UNLIKE)
def test_two_reviewers_are_two(tmp_path: Path, name: str, other: str) -> None:
    files = {"a.xlsx": book(name, "2017-12-20T10:00:00Z"), "b.xlsx": book(other, "2017-12-21T10:00:00Z")}
    assert {row["reviewer"] for row in rows_of(intake_of(tmp_path, RULES, files))["reviews"]} == {name, other}


def visit(name: str, saved: str) -> bytes:
    return saved_at(office_file(RULES, "inspection", {"甲科": [{"检查日期": "2017-12-05", "检查人": name, "电工组": 9}]}), saved)


@pytest.mark.parametrize("name, other, one", every(3, [*((*names, True) for names in ALIKE), *((*names, False) for names in UNLIKE)]))
def test_inspectors_of_one_day(tmp_path: Path, name: str, other: str, one: bool) -> None:
    """One inspector's two books of a day are one visit; two inspectors' are two. 检查组 knows each by either spelling."""
    files = {"a.xlsx": visit(name, "2017-12-20T10:00:00Z"), "b.xlsx": visit(other, "2017-12-21T10:00:00Z")}
    intake = intake_of(tmp_path / "1", RULES, files)
    assert states(intake) == {"a.xlsx": "superseded" if one else "used", "b.xlsx": "used"}
    listed = rules_of(**{**SMALL, "检查组": [(other,)]})
    found = intake_of(tmp_path / "2", listed, {"a.xlsx": visit(name, "2017-12-20T10:00:00Z")}).findings
    assert ("inspector-not-listed" in {p.code for p in found}) is not one


@pytest.mark.parametrize("name, other, one", every(2, [*((*names, True) for names in ALIKE[::3]), *((*names, False) for names in UNLIKE)]))
def test_whom_an_incident_is_laid_to(tmp_path: Path, name: str, other: str, one: bool) -> None:
    """The person nominated under another spelling is vetoed; another person is not."""
    case = {"编号": "1", "发生日期": "2017-12-01", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实", "责任人": other}
    files = {"甲.xlsx": department_file(RULES, department_sheets(**nominations(name))), "登记.xlsx": office_file(RULES, "incidents", {"事故投诉": [case]})}
    outcome = decide(RULES, intake_of(tmp_path, RULES, files))
    found = [standing.status for result in outcome.evaluation.awards for standing in result.standings if standing.candidate.person == name]
    assert [status is Status.VETOED for status in found] == [one]
    assert ("incident-person-unmatched" in {p.code for p in outcome.findings}) is not one


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\ufe0f", "\ufffc", "\u034f", "\u115f\u1160", "\u17b4", "\U000e0101", "\u180e\u3000", "\ufff9\u2064"])
def test_a_name_that_shows_nothing_is_none(tmp_path: Path, blank: str) -> None:
    """Of a nominee, of a team's head, of a reviewer: the required cell is empty."""
    intake = read_department(tmp_path / "1", nominations("张三", blank))
    assert f"error required-empty 优秀个人推荐!{spot(BLANK, '优秀个人推荐', '姓名', 1)}" in errors(intake) and nominees(intake) == ["张三"]
    intake = read_department(tmp_path / "2", {"班组信息": [{"班组长": blank}]})
    assert errors(intake) == [f"error required-empty 班组信息!{spot(BLANK, '班组信息', '班组长', 0)}"]
    assert errors(intake_of(tmp_path / "3", RULES, {"a.xlsx": book(blank)})) == ["error reviewer-unknown 评委信息!B3"]


@pytest.mark.parametrize("typed, told", [
    ("电工纽", "是否为“电工组”（第 3 个字符是“纽”，应为“组”）？"), ("电工", "是否为“电工组”？"), ("泥瓦匠", ""),
])
def test_an_offer_says_what_differs(tmp_path: Path, typed: str, told: str) -> None:
    intake = read_department(tmp_path, {"合理化建议": [{"班组": typed}]})
    (message,) = [p.message for p in intake.findings if p.code == "unknown-name"]
    assert message.endswith(told) and bool(told) is ("是否为" in message)


@pytest.mark.parametrize("typed", ["电⼯组", "电エ组", "电工\ufe00组", "电工\u3164组"])
def test_a_team_that_looks_like_ours_is_ours(tmp_path: Path, typed: str) -> None:
    intake = read_department(tmp_path, {"合理化建议": [{"班组": typed}]})
    assert errors(intake) == [] and rows_of(intake)["suggestions"][0]["team"] == "电工组"
