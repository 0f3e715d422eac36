"""What once came out as 可公示 with the wrong winner: each is open now, with a line that says what to do; or it changes nothing any more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.filled_books import rules_bytes, with_policy
from tests.support.random_workspaces import (
    LATER,
    SAVED,
    TEAMS,
    Campaign,
    Files,
    campaign,
    decided,
    department_file,
    register_file,
    review_file,
    rules_sheets,
    saved_at,
    survey_file,
)
from tests.support.raw_workbooks import book_bytes
from tests.support.repetition import every

NOW = dt.datetime(2018, 1, 10, tzinfo=dt.UTC)
QUESTIONS = ("态度好不好", "质量好不好")
ALL_TEAMS = [(department, team) for department, teams in TEAMS.items() for team in teams]
INCIDENT = {"编号": "SG-90", "发生日期": dt.date(2017, 12, 6), "科室": "甲科", "班组": "一组", "类型": "安全事故", "情况简述": "梯子没有人扶"}


@cache
def made() -> Campaign:
    return campaign(Random(3))


def without(files: Files, *names: str) -> Files:
    return {name: data for name, data in files.items() if name not in names}


def four_reviewers_are_missing(files: Files) -> Files:
    return without(files, *(f"评委/评委{name}.xlsx" for name in "乙丙丁"))


def half_copied_under_another_name(files: Files) -> Files:
    return {**files, "新建 Microsoft Excel 工作表.xlsx": survey_file(made().answers)[:6000]}


def half_copied_as_temporary(files: Files) -> Files:
    return {**files, "~$打分.xlsx": review_file("评委甲", made().reviews["评委乙"], LATER)[:6000]}


def saved_in_2035(files: Files) -> Files:
    return {**files, "科室/旧.xlsx": department_file("甲科", ("周七七", *made().people["甲科"][1:]), "2035-01-01T00:00:00Z")}


def answers_in_other_words(files: Files) -> Files:
    words = {"很满意": "非常满意", "满意": "比较满意"}
    return {**files, "问卷.xlsx": survey_file(tuple({**row, **{title: words.get(row[title], row[title]) for title in QUESTIONS}} for row in made().answers))}


def a_stranger_gives_zeros(files: Files) -> Files:
    points = {who: tuple(0 if n else 30 for n, _ in enumerate(given)) for who, given in made().reviews["评委甲"].items()}
    return {**files, "科室/附件.xlsx": review_file("过路人", points)}


def a_newer_register_says_unfounded(files: Files) -> Files:
    return {**files, "登记表.xlsx": register_file(({**INCIDENT, "调查结论": "属实"},), SAVED),
            "科室/登记表.xlsx": register_file(({**INCIDENT, "调查结论": "不属实"},), LATER)}


# what was done → the line that says what to do
OPEN: tuple[tuple[Callable[[Files], Files], str], ...] = (
    (four_reviewers_are_missing, "还没有收到评委“评委[乙丙丁]”的打分：优秀组织奖、优秀班组"),
    (half_copied_under_another_name, "有 1 个文件整个没有用上：收件箱/新建 Microsoft Excel 工作表.xlsx（文件不完整，可能还在复制）"),
    (half_copied_as_temporary, r"有 1 个文件整个没有用上：收件箱/~\$打分.xlsx（文件不完整，可能还在复制）"),
    (saved_in_2035, "可能影响结果的提示 1 条，见“结果总览”；核对后改正，或由领导在“领导裁定”的“提示确认”里确认"),
    (answers_in_other_words, "满意度测评的 37 份答卷里有 .* 份无效，或有回答认不出（.*，上限是 10%）：.*“非常满意”.*"),
    (a_stranger_gives_zeros, "有 1 个错误要改正，在 1 个文件里，见“问题清单”"),
    (a_newer_register_says_unfounded, "有 2 个错误要改正，在 2 个文件里，见“问题清单”"),
)


def winners(outcome: Outcome) -> set[str]:
    return set(selection_of(outcome.evaluation).winners)


def test_without_a_fault_it_is_final(tmp_path: Path) -> None:
    assert decided(tmp_path, made().files(), now=NOW).final


@pytest.mark.parametrize("fault, line", OPEN, ids=[fault.__name__ for fault, _ in OPEN])
def test_it_is_open_with_a_line_that_says_what_to_do(fault: Callable[[Files], Files], line: str, tmp_path: Path) -> None:
    outcome = decided(tmp_path, fault(made().files()), now=NOW)
    assert not outcome.final and any(re.fullmatch(line, said) for said in outcome.open), outcome.open


def test_a_supplement_wipes_nothing(tmp_path: Path) -> None:
    """A later book of two rows: the earlier book's other rows stand, and nothing waits for it."""
    points = {key: tuple(one if n < 2 else None for n, one in enumerate(given)) for key, given in made().reviews["评委甲"].items()
              if key[0] == "优秀班组"}
    truth = decided(tmp_path / "a", made().files(), now=NOW)
    outcome = decided(tmp_path / "b", {**made().files(), "评委/补充.xlsx": review_file("评委甲", points, LATER)}, now=NOW)
    assert outcome.final and winners(outcome) == winners(truth)


def exported(dash: str) -> bytes:
    """The answers about teams as a survey tool's export, a column for each team's question."""
    asked = [row for row in made().answers if row["班组"]]
    titles = ["提交时间", *(f"{team}{dash}{question}" for _, team in ALL_TEAMS for question in QUESTIONS)]
    rows = [(f"2017-12-{n % 20 + 1:02} 09:{n:02}:30", *(row[question] if row["班组"] == team else None for _, team in ALL_TEAMS for question in QUESTIONS))
            for n, row in enumerate(asked)]
    return saved_at(book_bytes({"Sheet1": [tuple(titles), *rows]}), SAVED)


@pytest.mark.parametrize("dash", every(2, ["—", "-", "：", " - ", "_", "－", "（", "\n-"]))
def test_titles_with_another_dash_are_no_foreign_file(dash: str, tmp_path: Path) -> None:
    """Titles with a dash of another kind: the export is used, or the result waits for it; never final without these answers."""
    mapping = [(f"{team}-{question}", *where, question) for where in ALL_TEAMS for team in where[1:] for question in QUESTIONS]
    book = rules_bytes(**rules_sheets(), 问卷对照=mapping)
    own = survey_file(tuple(row for row in made().answers if not row["班组"]))
    files = {**without(made().files(), "问卷.xlsx"), "问卷.xlsx": own}
    truth = decided(tmp_path / "a", {**files, "导出.xlsx": exported("-")}, book, NOW)
    assert truth.final
    outcome = decided(tmp_path / "b", {**files, "导出.xlsx": exported(dash)}, book, NOW)
    assert winners(outcome) == winners(truth) if outcome.final else any("导出" in f.place.file and f.blocks for f in outcome.findings)


def test_last_years_veto_period_stops_the_run() -> None:
    book = rules_bytes(**{**rules_sheets(), "口径设置": with_policy(事故认定期间="2016-11-20 至 2016-12-30")})
    rules, found = read_rules(book)
    assert rules is None and any("事故认定期间" in one.message for one in found)
