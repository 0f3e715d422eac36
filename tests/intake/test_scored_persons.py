"""Reviewers' points for persons: the sheet, whom a row names, whom it cannot name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.templates import review_stage_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, intake_of, rules_bytes, template
from tests.support.intake_report import errors, said
from tests.support.table_rows import rows_of

AWARD = "优秀个人"


def scored_rules() -> Any:
    """The rules of a small campaign with the award for persons by score, over all departments."""
    base = rows_2017()
    awards = [(AWARD, "个人", "固定", 2, 200, "是", None, None, "全部") if row[1] == "个人" else row for row in base["奖项"] if row[1] != "岗位"]
    rules, findings = read_rules(rules_bytes(**{
        **SMALL, "奖项": awards, "评分构成": [*base["评分构成"], (AWARD, "个人评审", "100%", "评委打分")],
        "评审要点": [*base["评审要点"], (AWARD, 1, "工作业绩", 60)],
    }))
    assert rules is not None, findings
    return rules


def nominee(name: str, home: str = "电工组", opinion: str = "同意") -> dict[str, Any]:
    return {"推荐顺序": 1, "姓名": name, "岗位": "电工", "所在班组": home, "主要事迹": f"{name}的事迹", "科室意见": opinion}


def read(folder: Path, *rows: dict[str, Any]) -> Any:
    """A campaign with 赵一 of 电工组 and 钱二 outside teams, and a reviewer's rows for persons."""
    rules = scored_rules()
    department = department_file(rules, department_sheets(**{f"{AWARD}推荐": [nominee("赵一"), nominee("钱二", "班组外")]}))
    review = filled(template(rules, "review"), {"评委信息": {"评委": "评委甲"}, AWARD: list(rows)})
    return intake_of(folder, rules, {"甲.xlsx": department, "评委.xlsx": review})


def points(name: str, given: Any = 50, home: str | None = "电工组") -> dict[str, Any]:
    return {"科室": "甲科", "班组": home, "姓名": name, "工作业绩（60分）": given}


def test_points_for_persons_are_read_as_the_nomination_spells_them(tmp_path: Path) -> None:
    intake = read(tmp_path, points("赵 一"), points("钱二", 40, "班组外"))
    assert [(row["team"], row["post"], row["points"]) for row in rows_of(intake)["reviews"]] == [("电工组", "赵一", 50), (None, "钱二", 40)]
    assert said(intake) == []


@pytest.mark.parametrize("row", [points("孙三"), points("赵一", home="水工组、仓管"), points("赵一", home=None), points("赵一", home="班组外"), points("钱二")])
def test_points_for_somebody_whom_nobody_recommended_there_are_an_error(tmp_path: Path, row: dict[str, Any]) -> None:
    assert [line.split("!")[0] for line in errors(read(tmp_path, row))] == [f"error review-candidate-unknown {AWARD}"]


def test_a_row_with_points_and_no_name_is_no_persons(tmp_path: Path) -> None:
    intake = read(tmp_path, {**points("赵一"), "姓名": None})
    assert errors(intake) != []
    assert rows_of(intake)["reviews"] == []


def test_the_reviewers_sheet_for_persons_asks_for_the_name_and_the_team() -> None:
    sheet = books_of(scored_rules()).of("review").sheet(AWARD)
    assert [field.title for field in sheet.columns][:3] == ["科室", "班组", "姓名"]
    assert sheet.unique == ("科室", "班组", "姓名")


def test_the_book_of_the_review_stage_lists_the_nominated_persons_with_their_deeds(tmp_path: Path) -> None:
    rules, workspace = scored_rules(), Workspace(tmp_path)
    rows = {f"{AWARD}推荐": [nominee("赵一"), nominee("钱二", "班组外"), nominee("孙三", opinion="不同意")]}
    workspace.inbox.mkdir()
    (workspace.inbox / "甲.xlsx").write_bytes(department_file(rules, department_sheets(**rows)))
    listed = review_stage_book(workspace, rules, None).sheet(AWARD).rows
    assert [(row["班组"], row["姓名"], row["主要事迹"]) for row in listed] == [("电工组", "赵一", "赵一的事迹"), ("班组外", "钱二", "钱二的事迹")]
