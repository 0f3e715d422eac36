"""结果/领导裁定.xlsx: what waits is in it, what was ruled is kept, and what is read back answers the very question."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt, confirms
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rulings_asked import rulings_asked
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.filled_books import filled, header_of, intake_of
from tests.support.ruled_campaigns import ONE, persons, teams
from tests.support.table_rows import rows_of

SIGNED = {"裁定人": "钱九", "裁定日期": "2017-12-31"}
DOUBTED = (finding("date-outside", Place("收件箱/甲.xlsx", "技能比赛", "B6"), title="日期", value="2017-10-01", start="2017-11-20", end="2017-12-30"),
           finding("few-answers", award="优秀班组", department="甲科", candidate="一组", count=3, minimum=30))


def written(outcome: Outcome) -> bytes:
    book = rulings_asked(outcome)
    assert book is not None
    return write_book(book, outcome.rules.campaign)


def rows(data: bytes, sheet: str, *titles: str) -> list[list[object]]:
    """The filled rows of a sheet under these headers."""
    opened = load_workbook(io.BytesIO(data))[sheet]
    header, columns = header_of(opened, [*titles])
    found = [[opened.cell(row, columns[title]).value for title in titles] for row in range(header + 1, opened.max_row + 1)]
    return [row for row in found if any(value is not None for value in row)]


def test_nothing_is_asked_where_nothing_waits() -> None:
    assert rulings_asked(teams(2, (95, 90, 80)).outcome) is None and rulings_asked(teams(2, (95, 90, 90, 80), *ONE).outcome) is None


def test_a_tie_is_asked_with_all_that_it_is_known_by(tmp_path: Path) -> None:
    inputs = teams(2, (95, 90, 90, 80))
    data = written(inputs.outcome)
    assert data == written(inputs.outcome)
    assert rows(data, "并列", "候选", "综合得分", "空余名额", "裁定") == [["二组", 90, 1, None], ["三组", 90, 1, None]]
    locked = [cell.protection.locked for cell in load_workbook(io.BytesIO(data))["并列"][5]][:9]
    assert locked == [True] * 5 + [False] * 4
    answers = [{"科室": "甲科", "候选": name, "裁定": word, **SIGNED} for name, word in (("二组", "不获奖"), ("三组", "获奖"))]
    read = rows_of(intake_of(tmp_path, inputs.rules, {"领导裁定.xlsx": filled(data, {"并列": answers})}))["tie_decisions"]
    asked = [(row["team"], row["score"], row["seats"], row["decision"]) for row in read]
    assert asked == [("二组", 90, 1, "不获奖"), ("三组", 90, 1, "获奖")]


def test_what_was_ruled_is_kept_beside_what_is_asked() -> None:
    """优秀个人 of 甲科 is decided, that of 乙科 is not."""
    data = written(persons().outcome)
    assert rows(data, "并列", "候选", "裁定", "裁定人")[-2:] == [["甲科员工2", "不获奖", "钱九"], ["甲科员工3", "获奖", "钱九"]]
    assert {name for name, decision, _ in rows(data, "并列", "候选", "裁定", "裁定人") if decision is None} == {f"乙科员工{n}" for n in (1, 2, 3)}


def test_a_doubt_is_asked_and_what_comes_back_confirms_it(tmp_path: Path) -> None:
    inputs = teams(2, (95, 90, 90, 80), *ONE)
    doubted = replace(inputs.outcome, doubts=tuple(WeighedDoubt((found,), True, "新获奖：一组") for found in DOUBTED))
    data = written(doubted)
    assert rows(data, "提示确认", "提示代号", "文件", "格") == [["date-outside", "收件箱/甲.xlsx", "B6"], ["few-answers", None, None]]
    answers = [{"提示代号": found.code, "处理": "已核实，按现值", **SIGNED} for found in DOUBTED]
    read = rows_of(intake_of(tmp_path, inputs.rules, {"领导裁定.xlsx": filled(data, {"提示确认": answers})}))["confirmations"]
    assert [[confirms(row, found) for found in DOUBTED] for row in read] == [[True, False], [False, True]]
