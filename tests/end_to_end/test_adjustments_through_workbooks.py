"""A whole campaign with 加减分: rules typed, templates filled, run by the command, told in JSON, explained, printed, compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, rules_bytes
from tests.support.json_contract import breaches
from tests.support.recalculation import differences, emptied, recalculated

PERSON = "优秀个人"


def workspace(folder: Path) -> Path:
    """Two people for one seat, ranked by reviewers' points and 加减分."""
    base = rows_2017()
    awards = [(PERSON, "个人", "固定", 1, 200, "是", None, None, "全部") if row[1] == "个人" else (*row[:5], "否", *row[6:]) for row in base["奖项"]]
    parts = [(PERSON, "业绩", "100%", "评委打分"), (PERSON, "奖惩", None, "加减分", None, 5)]
    conditions = [row for row in base["评选条件"] if row[0] == PERSON]
    teams = [row for row in SMALL["班组划分"] if row[0] == "甲科"]
    data = rules_bytes(**{**SMALL, "班组划分": teams, "评选条件": conditions, "奖项": awards, "评分构成": parts,
                          "评审要点": [(PERSON, 1, "工作业绩", 50)], "评委名单": [("周一", None, None, PERSON)]})
    (folder / "评选规则.xlsx").write_bytes(data)
    made = CliRunner().invoke(main, ["templates", str(folder)])
    assert made.exit_code == 0, made.output
    return folder


def row(name: str, points: Any, **more: Any) -> dict[str, Any]:
    return {"奖项": None, "科室": "甲科", "班组": "电工组", "姓名或岗位": name, "分数": points, "理由": "技能竞赛一等奖", "依据": "竞赛通报", **more}


def fill(folder: Path, rows: list[dict[str, Any]] | None) -> None:
    rules, _ = read_rules_file(folder / "评选规则.xlsx")
    assert rules is not None
    inbox, templates = folder / "收件箱", folder / "下发模板"
    inbox.mkdir(exist_ok=True)
    nominees = [{"推荐顺序": order, "姓名": name, "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
                for order, name in enumerate(("赵一", "钱二"), 1)]
    basics = {title: sheet for title, sheet in department_sheets().items() if title in ("科室信息", "班组信息")}
    (inbox / "甲科.xlsx").write_bytes(department_file(rules, {**basics, f"{PERSON}推荐": nominees}))
    given = [{"科室": "甲科", "班组": "电工组", "姓名": name, "工作业绩（50分）": point} for name, point in (("赵一", 45), ("钱二", 43))]
    (inbox / "周一.xlsx").write_bytes(filled((templates / "评委打分表_周一.xlsx").read_bytes(), {PERSON: given}))
    (inbox / "登记.xlsx").write_bytes((templates / "事故投诉登记表.xlsx").read_bytes())
    if rows is not None:
        (inbox / "加减分登记.xlsx").write_bytes(filled((templates / "加减分登记.xlsx").read_bytes(), {"加减分登记": rows}))


def run(folder: Path) -> dict:
    done = CliRunner().invoke(main, ["run", str(folder), "--json", "--quiet"])
    assert done.exit_code in (0, 1), done.output
    said = json.loads(done.stdout)
    assert breaches(said) == []
    return said


def standings(said: dict) -> list[tuple[Any, ...]]:
    award = next(one for one in said["awards"] if one["award"] == PERSON)
    return [(one["person"], one["status"], one["score"], one["components"]["奖惩"]) for one in award["standings"]]


def test_points_decide_and_every_row_is_shown(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 4), row("钱二", 2, 理由="拾金不昧"), row("赵一", "-1.5", 理由="迟到")])
    said = run(folder)
    assert said["campaign"]["open"] == []
    assert standings(said) == [("钱二", "winner", "91.00", "5.00"), ("赵一", "not_selected", "88.50", "-1.50")]
    told = CliRunner().invoke(main, ["explain", str(folder), "钱二"]).output
    assert "奖惩（加减分，至多 ±5 分）：5.00" in told
    assert "+4 分：技能竞赛一等奖（依据：竞赛通报）" in told
    assert "← 收件箱/加减分登记.xlsx!加减分登记!E" in told
    assert "合计 6 分，超过上限，按 5 分计 → 5.00" in told
    assert "综合得分 = 86.00×100% + 5.00 = 91.00" in told
    against = CliRunner().invoke(main, ["explain", str(folder), "赵一"]).output
    assert "综合得分 = 90.00×100% + (-1.50) = 88.50" in against
    assert CliRunner().invoke(main, ["forms", str(folder)]).exit_code == 0
    feedback = load_workbook(folder / "结果" / "反馈" / "甲科.xlsx")
    cells = {str(cell.value) for sheet in feedback for line in sheet.iter_rows() for cell in line}
    assert {"技能竞赛一等奖（依据：竞赛通报）", "合计 6 分，超过上限，按 5 分计", "86.00×100% + 5.00"} <= cells


def test_a_changed_row_is_told_as_the_cause(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 4)])
    run(folder)
    fill(folder, [row("钱二", 1)])
    assert standings(run(folder))[0][:2] == ("赵一", "winner")
    told = CliRunner().invoke(main, ["diff", str(folder)]).output
    assert "加减分" in told
    assert "+4 分" in told


def test_without_the_register_nothing_is_final_and_a_blank_one_will_do(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, None)
    said = run(folder)
    assert [one["kind"] for one in said["campaign"]["owed"]] == ["adjustments"]
    assert said["campaign"]["state"] == "preliminary"
    fill(folder, [])
    assert run(folder)["campaign"]["state"] == "final"


@pytest.mark.parametrize(("points", "state"), [(3, "preliminary"), (2, "final")])
def test_a_name_like_that_of_a_candidate_is_asked_about_where_it_decides(tmp_path: Path, points: int, state: str) -> None:
    """钱二 has 87 of the 90 that 赵一 has; 钱二二 is nobody who is recommended."""
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 1, 理由="拾金不昧"), row("钱二二", points)])
    said = run(folder)
    assert said["campaign"]["state"] == state, said["campaign"]["open"]
    assert [one["code"] for one in said["issues"] if one["code"].startswith("adjust")] == ["adjustment-person-unmatched"]


@pytest.mark.parametrize(("ahead", "state"), [(0, "preliminary"), (2, "final")])
def test_a_row_that_stands_twice_is_asked_about_where_it_decides(tmp_path: Path, ahead: int, state: str) -> None:
    """Twice 3 points, of which 5 count, bring 钱二 from 86 before the 90 of 赵一, once does not; where 赵一 is further ahead neither does."""
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 3), row("钱二", 3), row("赵一", ahead, 理由="好人好事")])
    said = run(folder)
    assert [one["code"] for one in said["issues"] if one["code"].startswith("adjust")] == ["adjustment-repeated"]
    assert said["campaign"]["state"] == state, said["campaign"]["open"]


def test_a_corrected_register_in_its_place_is_not_missed(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 3)])
    run(folder)
    fill(folder, [row("钱二", 2)])
    said = run(folder)
    assert said["campaign"]["open"] == []
    assert standings(said)[0][:2] == ("赵一", "winner")


def test_a_register_that_is_gone_is_missed(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 4)])
    run(folder)
    (folder / "收件箱" / "加减分登记.xlsx").unlink()
    said = run(folder)
    assert [one["code"] for one in said["issues"] if one["code"] == "book-gone"] == ["book-gone"]
    assert any("上次有、这次没有：收件箱/加减分登记.xlsx" in line for line in said["campaign"]["open"])


@pytest.mark.libreoffice
def test_the_results_follow_when_points_are_typed_over(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, [row("钱二", 4), row("赵一", "-1.5", 理由="迟到")])
    run(folder)
    data = (folder / "结果" / "评优结果.xlsx").read_bytes()
    (again := tmp_path / "again").mkdir()
    sheet = load_workbook(folder / "结果" / "评优结果.xlsx")["评分明细"]
    at = next(f"E{line[0].row}" for line in sheet.iter_rows() if str(line[3].value).startswith("技能竞赛一等奖") and line[4].value == 4)
    found = recalculated(again, {"same": emptied(data), "tried": emptied(data, {"评分明细": {at: -4}})})
    assert differences(data, found["same"]) == []
    ranks = {name: [found[name][PERSON][cell] for cell in ("A8", "B8", "A9", "B9")] for name in found}
    assert ranks == {"same": [1, "钱二", 2, "赵一"], "tried": [2, "钱二", 1, "赵一"]}
