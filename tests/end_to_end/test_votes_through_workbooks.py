"""A whole campaign with persons by score and votes: templates filled, run by the command, told in JSON, explained."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from tests.support.filled_books import SMALL, department_file, department_sheets, filled, rules_bytes
from tests.support.json_contract import breaches

PERSON = "优秀个人"


def workspace(folder: Path) -> Path:
    """Two people for one seat, ranked by reviewers' points and votes over all departments."""
    base = rows_2017()
    awards = [(PERSON, "个人", "固定", 1, 200, "是", None, None, "全部") if row[1] == "个人" else (*row[:5], "否", *row[6:]) for row in base["奖项"]]
    parts = [(PERSON, "业绩", "60%", "评委打分", "领导"), (PERSON, "民主投票", "40%", "投票")]
    listed = [("周一", None, "领导", PERSON), ("吴二", None, "领导", PERSON)]
    conditions = [row for row in base["评选条件"] if row[0] == PERSON]
    teams = [row for row in SMALL["班组划分"] if row[0] == "甲科"]
    data = rules_bytes(**{**SMALL, "班组划分": teams, "评选条件": conditions, "奖项": awards, "评分构成": parts,
                          "评审要点": [(PERSON, 1, "工作业绩", 50)], "评委名单": listed})
    (folder / "评选规则.xlsx").write_bytes(data)
    made = CliRunner().invoke(main, ["templates", str(folder)])
    assert made.exit_code == 0, made.output
    return folder


def fill(folder: Path, with_votes: bool = True) -> None:
    rules, _ = read_rules_file(folder / "评选规则.xlsx")
    assert rules is not None
    inbox, templates = folder / "收件箱", folder / "下发模板"
    inbox.mkdir(exist_ok=True)
    nominees = [{"推荐顺序": order, "姓名": name, "岗位": "电工", "所在班组": "电工组", "主要事迹": "事迹", "科室意见": "同意"}
                for order, name in enumerate(("赵一", "钱二"), 1)]
    basics = {title: sheet for title, sheet in department_sheets().items() if title in ("科室信息", "班组信息")}
    (inbox / "甲科.xlsx").write_bytes(department_file(rules, {**basics, f"{PERSON}推荐": nominees}))
    for reviewer, points in (("周一", (40, 45)), ("吴二", (40, 35))):
        given = [{"科室": "甲科", "班组": "电工组", "姓名": name, "工作业绩（50分）": point} for name, point in zip(("赵一", "钱二"), points, strict=True)]
        (inbox / f"{reviewer}.xlsx").write_bytes(filled((templates / f"评委打分表_{reviewer}.xlsx").read_bytes(), {PERSON: given}))
    counted = [{"奖项": PERSON, "科室": "甲科", "班组": "电工组", "姓名或岗位": name, "得票": votes, "发出票数": 50, "有效票数": 40}
               for name, votes in (("赵一", 10), ("钱二", 30))]
    if with_votes:
        (inbox / "投票结果.xlsx").write_bytes(filled((templates / "投票结果.xlsx").read_bytes(), {"投票结果": counted}))
    (inbox / "登记.xlsx").write_bytes((templates / "事故投诉登记表.xlsx").read_bytes())


def run(folder: Path) -> dict:
    done = CliRunner().invoke(main, ["run", str(folder), "--json", "--quiet"])
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)


def test_the_votes_and_the_points_decide_and_the_order_does_not(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder)
    said = run(folder)
    assert breaches(said) == []
    assert said["campaign"]["open"] == []
    award = next(one for one in said["awards"] if one["award"] == PERSON)
    assert [(one["person"], one["status"], one["score"], one["components"]) for one in award["standings"]] == [
        ("钱二", "winner", "78.00", {"业绩": "80.00", "民主投票": "75.00"}), ("赵一", "not_selected", "58.00", {"业绩": "80.00", "民主投票": "25.00"})]
    told = CliRunner().invoke(main, ["explain", str(folder), "钱二"]).output
    assert "30÷40×100" in told
    assert "评委打分（领导）" in told
    assert CliRunner().invoke(main, ["forms", str(folder)]).exit_code == 0


def test_without_the_book_of_votes_nothing_is_final(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    fill(folder, with_votes=False)
    said = run(folder)
    assert [one["kind"] for one in said["campaign"]["owed"]] == ["votes"]
    assert said["campaign"]["state"] == "preliminary"
