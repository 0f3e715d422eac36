"""examples/2026-hospital: who wins as reckoned by hand, and that each feature of its rules decides something there."""

from __future__ import annotations

import importlib.util
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.intake.read_inbox import Intake, read_inbox
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide, read_and_decide
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.templates.all_templates import rulebook_of
from fuwuyue_xlsx.workspace import Workspace
from tests.support import hospital_by_hand as by_hand
from tests.support.recalculation import differences, emptied, recalculated, undecided

EXAMPLE = Path(__file__).parents[2] / "examples" / "2026-hospital"
# award → who wins, with the score; the table of examples/README.md says why
WINNERS: dict[str, dict[str, str | None]] = {
    "先进科室": {"运送科": "91.26", "设施科": "89.72"},
    "金牌班组": {"医用气体组": "91.51", "手术区保洁组": "91.36"},
    "银牌班组": {"患者陪检组": "92.58", "报修调度组": "91.35", "标本运送组": "90.79", "病员配餐组": "90.46", "被服收送组": "89.34"},
    "服务之星": {"甄海燕": "83.02", "褚玉芬": "80.37", "司马兰": "75.78", "成玉梅": "75.00", "濮阳辉": "74.84", "蔺晨": "74.25", "左振邦": "74.13",
             "项美华": "65.15"},
    "岗位能手": dict.fromkeys(("柏志刚", "褚玉芬", "阎晓东", "司马兰", "尚文杰", "蔺晨", "晏国平", "章小满", "封丽")),
    "文明窗口": {"报修接待窗口": "92.57", "门诊问询岗": "90.38"},
}
Sheets = dict[str, list[tuple[Any, ...]]]


@cache
def own_rows() -> Sheets:
    """The rows of the example's rules, from the module that writes them."""
    spec = importlib.util.spec_from_file_location("rules_hospital", EXAMPLE.parent / "rules_hospital.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.rows_hospital()


@cache
def outcome() -> Outcome:
    found, stopped = read_and_decide(Workspace(EXAMPLE))
    assert found is not None, stopped
    return found


@cache
def intake() -> Intake:
    return read_inbox(EXAMPLE / "收件箱", EXAMPLE, outcome().rules)


def winners(found: Outcome) -> dict[str, dict[str, str | None]]:
    return {result.award.name: {one.candidate.name: None if one.score is None else str(one.score)
                                for one in result.standings if one.status.value == "winner"} for result in found.evaluation.awards}


def statuses(found: Outcome, award: str) -> dict[str, str]:
    (result,) = [result for result in found.evaluation.awards if result.award.name == award]
    return {one.candidate.name: one.status.value for one in result.standings}


def under(changed: Callable[[Sheets], Sheets]) -> Outcome:
    """The same inbox under other rules."""
    rules, findings = read_rules(rulebook_of({**own_rows(), **changed(own_rows())}))
    assert rules is not None, [found.line() for found in findings]
    return decide(rules, intake(), announced=False)


def test_it_is_final_with_the_winners_of_the_table() -> None:
    assert winners(outcome()) == WINNERS
    assert outcome().final
    assert {found.code for found in outcome().findings if found.severity.value != "info"} == {"over-nominated"}
    (gold,) = [result for result in outcome().evaluation.awards if result.award.name == "金牌班组"]
    assert gold.empty_seats == 1
    assert outcome().evaluation.prizes.confirmed == 2 * 800 + 5 * 500 + 8 * 300 + 9 * 200 + 2 * 400 == 9_100


def test_every_score_is_what_a_pocket_calculator_finds() -> None:
    reckoned = {"科室": lambda c: by_hand.score_of_department(c.department), "班组": lambda c: by_hand.score_of_team(c.department, c.team),
                "个人": lambda c: by_hand.score_of_person(c.department, c.team, c.name), "岗位": lambda c: by_hand.score_of_post(c.department, c.team, c.name)}
    compared = 0
    for result in outcome().evaluation.awards:
        for one in result.standings:
            if result.award.scored and one.candidate.nominated:
                assert (one.candidate.name, one.score) == (one.candidate.name, reckoned[result.award.level.label](one.candidate))
                compared += 1
    assert compared == 5 + 16 + 17 + 17 + 6


def test_the_winners_are_those_of_the_rules_applied_by_hand() -> None:
    departments = by_hand.best_first((name, name, by_hand.score_of_department(name)) for name in by_hand.applied())
    assert by_hand.seated(departments, 2) == list(WINNERS["先进科室"])

    def team(row: dict[str, Any]) -> tuple[str, str, Decimal]:
        return row["班组"], row["科室"], by_hand.score_of_team(row["科室"], row["班组"])

    def person(row: dict[str, Any]) -> tuple[str, str, Decimal]:
        return row["姓名"], row["科室"], by_hand.score_of_person(row["科室"], row["所在班组"], row["姓名"])

    def post(row: dict[str, Any]) -> tuple[str, str, Decimal]:
        return row["岗位名称"], row["科室"], by_hand.score_of_post(row["科室"], row["所在班组"], row["岗位名称"])

    vetoed = ("住院楼保洁组", "夜间运送组")
    gold = by_hand.seated([row for row in by_hand.scores("金牌班组", team, *vetoed, "患者陪检组") if row[2] >= 91], 3, most=1)
    assert gold == list(WINNERS["金牌班组"])
    silver = by_hand.best_first([*by_hand.scores("金牌班组", team, *vetoed, *gold), *by_hand.scores("银牌班组", team)])
    silver = [row for row in silver if by_hand.adopted(row[1], row[0])]
    # a fifth of 23 teams is 4.6
    assert by_hand.seated(silver, 5, most=2) == list(WINNERS["银牌班组"])
    stars = by_hand.scores("服务之星", person, "解长风", "温兆祥", "牛保国")
    assert by_hand.seated(stars, 8, most=2, fewest=1) == list(WINNERS["服务之星"])
    skilled = [row for row in by_hand.nominated("岗位能手") if row["姓名"] != "牛保国"]
    first = {row["姓名"] for department, seats in by_hand.SEATS.items()
             for row in sorted((r for r in skilled if r["科室"] == department), key=lambda r: r["推荐顺序"])[:seats]}
    assert first == set(WINNERS["岗位能手"])
    (best, _, _), second, third = by_hand.scores("文明窗口", post)[:3]
    assert best == "报修接待窗口"
    assert {second[0], third[0]} == {"门诊问询岗", "轮椅借还处"}
    assert second[2] == third[2]


def _without(sheet: str, *gone: object) -> Callable[[Sheets], Sheets]:
    """The rules without the rows of a sheet that hold one of these values."""
    return lambda rows: {sheet: [row for row in rows[sheet] if not set(row) & set(gone)]}


def _with(sheet: str, column: int, value: object, *names: object) -> Callable[[Sheets], Sheets]:
    """The rules with another value in a column of the rows that begin with one of these names."""
    return lambda rows: {sheet: [(*row[:column], value, *row[column + 1:]) if row[0] in names else row for row in rows[sheet]]}


def _one_panel(rows: Sheets) -> Sheets:
    """All reviewers as one part of the score."""
    parts = [(award, "评分", "60%" if award == "先进科室" else "40%", "评委打分", None) if part == "领导评分" else (award, part, *more)
             for award, part, *more in rows["评分构成"] if (award, part) not in {(one, "临床评分") for one in ("先进科室", "金牌班组", "银牌班组")}]
    return {"评分构成": parts}


def _one_survey(rows: Sheets) -> Sheets:
    """Patients, relatives and staff as one part of the score."""
    teams = ("金牌班组", "银牌班组")
    return {"评分构成": [(award, part, "35%", source, None) if award in teams and part == "患者满意度" else (award, part, weight, source, scope)
                     for award, part, weight, source, scope in rows["评分构成"] if not (award in teams and part == "职工满意度")]}


# what is taken away → award → who comes in, who goes out
DECIDES: dict[str, tuple[Callable[[Sheets], Sheets], dict[str, tuple[set[str], set[str]]]]] = {
    "评委组别": (_one_panel, {"先进科室": ({"环境科"}, {"设施科"})}),
    "测评身份": (_one_survey, {"金牌班组": ({"标本运送组"}, set())}),
    "等次": (_with("奖项", 9, None, "金牌班组", "银牌班组"), {"银牌班组": (set(), set(WINNERS["银牌班组"]))}),
    "每科室至多（班组）": (_with("奖项", 10, None, "金牌班组"), {"金牌班组": ({"报修调度组"}, set())}),
    "每科室至多（银牌）": (_with("奖项", 10, None, "银牌班组"), {"银牌班组": ({"药品配送组"}, {"被服收送组"})}),
    "每科室至多（个人）": (_with("奖项", 10, None, "服务之星"), {"服务之星": ({"瞿桂香"}, {"蔺晨"})}),
    "每科室至少": (_with("奖项", 11, None, "服务之星"), {"服务之星": ({"桑琪"}, {"项美华"})}),
    "综合得分": (_without("评选条件", "综合得分不低于 91 分"), {"金牌班组": ({"标本运送组"}, set())}),
    "按单位数比例": (_with("奖项", 3, "18%", "银牌班组"), {"银牌班组": (set(), {"被服收送组"})}),
    "分科室": (lambda rows: {"名额分配": [(award, name, 3 if name == "膳食科" else seats) for award, name, seats in rows["名额分配"]]},
            {"岗位能手": ({"苗秋生"}, set())}),
    "资格排除（班组）": (_without("资格排除", "患者陪检组"), {"金牌班组": ({"患者陪检组"}, set())}),
    "资格排除（个人）": (_without("资格排除", "温兆祥"), {"服务之星": ({"温兆祥"}, {"蔺晨"})}),
    "资格排除（全部奖项）": (_without("资格排除", "牛保国"), {"岗位能手": ({"牛保国"}, {"封丽"})}),
    "事故类型": (_with("事故类型", 1, "是", "主动上报的隐患"),
             {"服务之星": ({"桑琪"}, {"濮阳辉"}), "金牌班组": ({"报修调度组"}, {"医用气体组"})}),
    "自定义核查": (lambda rows: {"评选条件": [(*row[:4], "合理化建议数" if row[4] == "采纳的建议" else row[4], *row[5:]) for row in rows["评选条件"]]},
              {"银牌班组": ({"治疗膳食组"}, {"被服收送组"})}),
    "组合": (lambda rows: {"评选条件": [(*row[:7], None, None) for row in rows["评选条件"]]}, {"先进科室": ({"环境科"}, {"设施科"})}),
    "两件起否决": (lambda rows: {"评选条件": [(*row[:5], None, *row[6:]) if row[5] == 2 and row[3] == "一票否决" else row for row in rows["评选条件"]]},
              {"先进科室": ({"膳食科"}, {"运送科"})}),
    "评委回避本科室": (lambda rows: {"口径设置": [(name, "否" if name == "评委回避本科室" else value, *more) for name, value, *more in rows["口径设置"]]},
                {"服务之星": ({"桑琪"}, {"蔺晨"})}),
}


@pytest.mark.parametrize("feature", DECIDES)
def test_each_feature_decides_something(feature: str) -> None:
    changed, moved = DECIDES[feature]
    found = winners(under(changed))
    for award, (comes_in, goes_out) in moved.items():
        before, after = set(WINNERS[award]), set(found[award])
        assert (after - before, before - after) == (comes_in, goes_out)


def test_shares_of_categories_are_told_and_decide_nothing() -> None:
    assert "category-share" not in {found.code for found in outcome().findings}
    strict = under(_with("奖项", 12, "一线≥60%", "服务之星"))
    (told,) = [found for found in strict.findings if found.code == "category-share"]
    assert "环境科" in told.message
    assert winners(strict) == WINNERS


def test_votes_decide() -> None:
    votes = intake().tables.votes.copy()
    votes.loc[votes["post"] == "蔺晨", "votes"] = 0
    found = decide(outcome().rules, replace(intake(), tables=replace(intake().tables, votes=votes)), announced=False)
    assert set(winners(found)["服务之星"]) == {*WINNERS["服务之星"], "桑琪"} - {"蔺晨"}


@pytest.fixture
def copied(tmp_path: Path) -> Workspace:
    shutil.copytree(EXAMPLE, tmp_path / "评优", ignore=shutil.ignore_patterns("结果", "缓存", "下发模板"))
    return Workspace(tmp_path / "评优")


def test_without_the_ruling_the_tie_is_open_and_without_the_receipt_a_department_is_late(copied: Workspace) -> None:
    (copied.inbox / "领导裁定.xlsx").unlink()
    (copied.inbox / "收文登记.xlsx").unlink()
    found, stopped = read_and_decide(copied, announced=False)
    assert found is not None, stopped
    assert not found.final
    posts = statuses(found, "文明窗口")
    assert [name for name, status in posts.items() if status == "tied"] == ["轮椅借还处", "门诊问询岗"]
    assert posts["报修接待窗口"] == "winner"
    assert {statuses(found, award)[name] for award, name in (("先进科室", "洗涤科"), ("银牌班组", "被服收送组"), ("服务之星", "项美华"))} == {"ineligible"}


def test_an_award_of_honour_shows_no_amount() -> None:
    book = load_workbook(io.BytesIO(results_workbook(outcome(), "..")), data_only=True)
    sheet = book["先进科室"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "奖金(元)")
    assert {sheet.cell(row, column).value for row in range(8, sheet.max_row + 1)} <= {None, ""}


def test_the_results_workbook_decides_as_the_evaluation_does() -> None:
    assert undecided(outcome()) == []


@pytest.mark.long
@pytest.mark.libreoffice
def test_recalculated_nothing_differs(tmp_path: Path) -> None:
    book = results_workbook(outcome(), "..")
    assert differences(book, recalculated(tmp_path, {"评优结果": emptied(book)})["评优结果"]) == []
