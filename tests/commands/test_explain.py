"""`explain` as golden texts: a winner, a vetoed team, a tied pair, a person. A reader with a calculator can follow."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from tests.support.filled_books import (
    Sheets,
    department_file,
    department_sheets,
    filled,
    put_inbox,
    rules_bytes,
    rules_of,
    template,
    with_policy,
)
from tests.support.repetition import every

GOLDEN = Path(__file__).parent / "golden"
RULES = {
    "班组划分": [("甲科", 1, "电工组", "维修", None), ("甲科", 2, "水工组、仓管", "维修", None), ("甲科", 3, "木工组", "维修", None),
             ("乙科", 1, "医生组", "医疗", None)],
    "检查标准": [("维修", 1, "及时", 10), ("维修", 2, "安全", 10), ("医疗", 1, "态度", 10)],
    "测评题目": [(1, "态度好不好"), (2, "质量好不好")],
    "奖项": [("优秀组织奖", "科室", "固定", 1, 1000, "是", "附1", None), ("优秀班组", "班组", "固定", 2, 500, "是", "附1", None),
           ("优秀个人", "个人", "按员工人数比例", "10%", 200, "是", "附1", None)],
    "口径设置": with_policy(最少有效问卷="0"),
}
TEAMS = ("电工组", "水工组、仓管", "木工组", "医生组")
POINTS = {"电工组": (48, 47.5), "水工组、仓管": (45, 44), "木工组": (46.25, 46), "医生组": (45, 44)}


def nominated(*teams: str) -> list[dict[str, object]]:
    return [{"推荐顺序": n, "班组": team, "主要事迹": "事迹", "科室意见": "同意"} for n, team in enumerate(teams, 1)]


def repair() -> Sheets:
    team_info = [{"班组": team, "班组长": "孙三", "员工人数": count} for team, count in zip(TEAMS, (12, 10, 6), strict=False)]
    suggestions = [{"班组": team, "建议人": "孙五", "日期": dt.date(2017, 12, 5), "建议内容": "换灯"} for team in TEAMS[:3]]
    return department_sheets(班组信息=team_info, 合理化建议=suggestions, 优秀班组推荐=nominated(*TEAMS[:3]))


def clinic() -> Sheets:
    sheets = department_sheets(优秀班组推荐=nominated("医生组"), 优秀个人推荐=[])
    sheets["班组信息"] = [{"班组": "医生组", "班组长": "吴一", "员工人数": 9}]
    training = {"培训主题": "急救", "培训层次": "班组级", "日期": dt.date(2017, 12, 2), "参训人次": 9, "参与班组": "医生组"}
    sheets["技能培训"] = [{**training, "培训形式": form} for form in ("集中授课", "现场实操")]
    sheets["合理化建议"] = [{"班组": "医生组", "建议人": "吴二", "日期": dt.date(2017, 12, 6), "建议内容": "分诊"}]
    return sheets


def review(name: str, more: float) -> Sheets:
    teams = [
        {"科室": "乙科" if team == "医生组" else "甲科", "班组": team, "工作特色（50分）": a + more, "工作成绩（50分）": b}
        for team, (a, b) in POINTS.items()
    ]
    departments = [
        {"科室": d, "活动组织与方案落实（40分）": 36, "工作特色（30分）": 27 + more, "工作成绩（30分）": points}
        for d, points in (("甲科", 28), ("乙科", 26))
    ]
    return {"评委信息": {"评委": name}, "优秀班组": teams, "优秀组织奖": departments}


INSPECTION = {
    "甲科": [{"检查项目": "及时", "电工组": 9.5, "水工组、仓管": 9, "木工组": 9}, {"检查项目": "安全", "电工组": 9, "水工组、仓管": 9, "木工组": 8.5}],
    "乙科": [{"检查项目": "态度", "医生组": 9}],
}
ANSWERS = [
    {"身份": "学生", "科室": "乙科" if team == "医生组" else "甲科", "班组": team, "态度好不好": first, "质量好不好": "满意"}
    for team in TEAMS for first in ("很满意", "满意", "一般")
]
INCIDENT = {"编号": "SG-01", "发生日期": dt.date(2017, 12, 3), "科室": "甲科", "班组": "电工组", "类型": "安全事故",
            "情况简述": "带电作业没有挂牌", "调查结论": "属实"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rules = rules_of(**RULES)
    root = tmp_path_factory.mktemp("explain")
    (root / "评选规则.xlsx").write_bytes(rules_bytes(**RULES))
    dated = {sheet: {"检查日期": dt.date(2017, 12, 8), "检查人": "郑检"} for sheet in INSPECTION}
    inspection = filled(filled(template(rules, "inspection"), dated), INSPECTION)
    put_inbox(root, {
        "甲科.xlsx": department_file(rules, repair(), "甲科"),
        "乙科.xlsx": department_file(rules, clinic(), "乙科"),
        "评委/周评.xlsx": filled(template(rules, "review"), review("周评", 0)),
        "评委/吴评.xlsx": filled(template(rules, "review"), review("吴评", 0.5)),
        "检查.xlsx": inspection,
        "问卷.xlsx": filled(template(rules, "survey"), {"测评结果": ANSWERS}),
        "登记.xlsx": filled(template(rules, "incidents"), {"事故投诉": [INCIDENT]}),
    })
    return root


@pytest.mark.parametrize("name", every(2, ["木工组", "电工组", "李七", "医生组", "甲科", "水工组、仓管"]))
def test_explained_as_in_the_golden_text(workspace: Path, name: str) -> None:
    """Set GOLDEN_REWRITE=1 to write the texts anew; then read them."""
    result = CliRunner().invoke(main, ["explain", str(workspace), name])
    assert result.exit_code == 0, result.output
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN_REWRITE"):
        golden.write_text(result.stdout, encoding="utf-8", newline="\n")
    assert result.stdout == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("part, name", [("电工", "电工组"), ("电 ", "电工组"), ("仓管", "水工组、仓管"), ("七", "李七"), ("甲", "甲科")])
def test_a_part_of_a_name_will_do_where_it_fits_once(workspace: Path, part: str, name: str) -> None:
    result = CliRunner().invoke(main, ["explain", str(workspace), part])
    assert (result.exit_code, result.stdout) == (0, (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))


def test_all_that_a_part_fits_are_listed(workspace: Path) -> None:
    """Departments, teams and persons, with the department that each belongs to."""
    result = CliRunner().invoke(main, ["explain", str(workspace), "工组"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "名称里有“工组”的有 3 个：木工组（甲科）；水工组、仓管（甲科）；电工组（甲科）。问的是哪一个？" in result.stderr
    assert "有 2 个：甲科；乙科。" in CliRunner().invoke(main, ["explain", str(workspace), "科"]).stderr


@pytest.mark.parametrize("name", ["电二组", "点工组"])
def test_a_name_that_is_none_gets_the_nearest(workspace: Path, name: str) -> None:
    result = CliRunner().invoke(main, ["explain", str(workspace), name])
    assert result.exit_code == 2
    assert f"没有叫“{name}”的科室、班组、个人或岗位。是否为" in result.output and "“电工组”（第 " in result.output


def test_no_name_is_nobodys(workspace: Path) -> None:
    assert CliRunner().invoke(main, ["explain", str(workspace), " "]).exit_code == 2


def test_white_space_in_a_name_does_not_matter(workspace: Path) -> None:
    spaced = CliRunner().invoke(main, ["explain", str(workspace), "李 七"])
    assert spaced.stdout == (GOLDEN / "李七.txt").read_text(encoding="utf-8")
