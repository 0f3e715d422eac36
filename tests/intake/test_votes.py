"""投票结果: whom a row names, which votes can be, two rows for one candidate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.schema.books import all_books
from fuwuyue_xlsx.tables.contract import violations
from fuwuyue_xlsx.tables.edits import edited
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, intake_of, rules_bytes, small_rules, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

PERSON = "优秀个人"
PEOPLE = (("赵一", "电工组"), ("钱二", "班组外"))
MORE = (("孙三", "电工组"), ("周五", "电工组"))


def voted_rules() -> Any:
    """A small campaign in which teams and persons are voted for, and departments are not."""
    base = rows_2017()
    awards = [(PERSON, "个人", "固定", 2, 200, "是", None, None, "全部") if row[1] == "个人" else row for row in base["奖项"] if row[1] != "岗位"]
    parts = [row if row[0] != "优秀班组" or row[3] != "监督检查" else (*row[:3], "投票") for row in base["评分构成"]]
    rules, findings = read_rules(rules_bytes(**{**SMALL, "奖项": awards, "评分构成": [*parts, (PERSON, "投票", "100%", "投票")]}))
    assert rules is not None, findings
    return rules


def nominee(name: str, home: str) -> dict[str, Any]:
    return {"推荐顺序": 1, "姓名": name, "岗位": "电工", "所在班组": home, "主要事迹": "事迹", "科室意见": "同意"}


def row(award: str = "优秀班组", team: str | None = "电工组", name: str | None = None, votes: Any = 12, issued: Any = 50, valid: Any = 40,
        department: str | None = "甲科") -> dict[str, Any]:
    return {"奖项": award, "科室": department, "班组": team, "姓名或岗位": name, "得票": votes, "发出票数": issued, "有效票数": valid}


def read(folder: Path, *books: list[dict[str, Any]], more: tuple[tuple[str, str], ...] = ()) -> Any:
    rules = voted_rules()
    people = [{**nominee(name, home), "推荐顺序": number} for number, (name, home) in enumerate((*PEOPLE, *more), 1)]
    files = {"甲.xlsx": department_file(rules, department_sheets(**{f"{PERSON}推荐": people}))}
    files |= {f"投票{number}.xlsx": filled(template(rules, "votes"), {"投票结果": rows}) for number, rows in enumerate(books)}
    return intake_of(folder, rules, files, {name: 1_514_000_000 + number for number, name in enumerate(files)})


def counted(intake: Any) -> list[tuple[Any, ...]]:
    assert list(violations("votes", intake.tables.votes)) == []
    return [(one["award"], one["team"], one["post"], one["votes"], one["valid"]) for one in rows_of(intake)["votes"]]


def test_rows_for_teams_and_persons_are_read(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(), row(PERSON, name="赵 一", votes="35票"), row(PERSON, "班组外", "钱二", 0), row(PERSON, None, "钱二", 0)])
    assert said(intake) == []
    assert counted(intake) == [("优秀班组", "电工组", None, 12, 40), (PERSON, "电工组", "赵一", 35, 40), (PERSON, None, "钱二", 0, 40)]


@pytest.mark.parametrize(("wrong", "code", "cell"), [
    (row(votes=41), "votes-above", "E"), (row(issued=39, votes=1), "votes-above", "G"), (row("优秀组织奖", None), "unknown-choice", "A"),
    (row(team=None), "votes-for-whom", "C"), (row(team="班组外"), "votes-for-whom", "C"), (row(name="赵一"), "votes-for-whom", "D"),
    (row(PERSON, "电工组"), "votes-for-whom", "D"), (row(PERSON, name="孙三"), "votes-candidate-unknown", "D"),
    (row(PERSON, None, "赵一"), "votes-candidate-unknown", "D"), (row(team="医生组"), "unknown-name", "C"),
    (row(valid=0, votes=0), "number-out-of-range", "G"), (row(votes=1.5), "not-a-whole-number", "E"), (row(votes=None), "required-empty", "E"),
])
def test_a_row_that_cannot_be_meant_is_an_error_at_its_cell_and_does_not_count(tmp_path: Path, wrong: dict[str, Any], code: str, cell: str) -> None:
    intake = read(tmp_path, [wrong])
    assert [line.rstrip("0123456789") for line in errors(intake)] == [f"error {code} 投票结果!{cell}"]
    assert counted(intake) == []


def test_the_bounds_themselves_count(tmp_path: Path) -> None:
    assert errors(read(tmp_path, [row(votes=40, issued=40)])) == []


def test_one_candidate_with_other_votes_is_an_error_and_the_newer_row_counts(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(votes=12)], [row(votes=13)])
    assert [line.split("!")[0] for line in errors(intake)] == ["error votes-twice 投票结果"]
    assert [votes for *_, votes, _ in counted(intake)] == [13]


def test_the_same_votes_twice_count_once(tmp_path: Path) -> None:
    intake = read(tmp_path, [row()], [row(), row(PERSON, name="赵一")])
    assert errors(intake) == []
    assert len(counted(intake)) == 2


def test_the_template_is_written_where_an_award_has_votes() -> None:
    assert "投票结果.xlsx" in [book.file_name for book in all_books(voted_rules())]
    assert "投票结果.xlsx" not in [book.file_name for book in all_books(small_rules())]


def test_one_row_with_other_valid_ballots_than_all_others_is_tried_with_theirs(tmp_path: Path) -> None:
    intake = read(tmp_path, [row(PERSON, name="赵一", valid=20), row(PERSON, "班组外", "钱二"), row(PERSON, name="孙三"), row()], more=MORE)
    (doubt,) = intake.doubts
    assert [(one.code, one.place.cell, one in intake.findings) for one in doubt.findings] == [("votes-valid-differ", "E5", True)]
    (way,) = doubt.readings
    tried = rows_of(replace(intake, tables=edited(intake.tables, way)))["votes"]
    assert sorted((one["post"] or "", one["valid"], one["votes"]) for one in tried) == [("", 40, 12), ("孙三", 40, 12), ("赵一", 40, 12), ("钱二", 40, 12)]


@pytest.mark.parametrize("valid", [
    (40, 40, 40), (20, 40),  # nobody can say which of two is odd
    (20, 20, 40, 40), (20, 30, 40),  # several ballots were held
    (60, 10, 10),  # there are more votes than the others have ballots
])
def test_ballots_that_agree_or_of_which_none_is_odd_alone_are_in_order(tmp_path: Path, valid: tuple[int, ...]) -> None:
    whom = [("电工组", "赵一"), ("班组外", "钱二"), ("电工组", "孙三"), ("电工组", "周五")]
    rows = [row(PERSON, team, name, votes=11 if count == 60 else 9, issued=60, valid=count) for (team, name), count in zip(whom, valid, strict=False)]
    assert read(tmp_path, rows, more=MORE).doubts == ()
