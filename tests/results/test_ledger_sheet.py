"""The ledger on 报送情况, and what the first sheet says of lists that the rules do not have."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import Workbook, load_workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.report.json_report import as_json
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rules.expected import Expected, Reviewer
from fuwuyue_xlsx.rules.model import Rules
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import FEATURES, INSPECTION, TEAM, nominate, review, rules, tables_of, team_award, visit

TEAMS = ("电工组", "木工组")
RULES = rules(team_award(weights={FEATURES: 50, INSPECTION: 50}))
FACTS = [fact for name in TEAMS for fact in nominate(TEAM, "甲科", team=name)]
FACTS += [fact for n, name in enumerate(TEAMS) for fact in (*review(TEAM, "甲科", 90 - n, team=name), *visit("甲科", name, 80))]
PANEL = (Reviewer("评委甲", None, "", (TEAM,)), Reviewer("评委乙", None, "", (TEAM,)))


def outcome(expected: Expected, given: Rules = RULES) -> Outcome:
    made = replace(given, expected=expected)
    return Inputs(made, tables_of(made, *FACTS)).outcome


def opened(of: Outcome) -> Workbook:
    return load_workbook(io.BytesIO(results_workbook(of)), data_only=True)


def ledger(of: Outcome) -> list[tuple[object, ...]]:
    """The rows of the ledger, and the lines below it."""
    rows = [tuple(cell.value for cell in row[:5]) for row in opened(of)["报送情况"].iter_rows()]
    first = next(n for n, row in enumerate(rows) if row[0] == "应交什么")
    last = next(n for n, row in enumerate(rows) if row[0] == "收件箱里的每个文件")
    return [row for row in rows[first + 1:last] if row[0] is not None]


def first_sheet(of: Outcome) -> str:
    return "\n".join(str(cell.value) for row in opened(of)["结果总览"].iter_rows() for cell in row if cell.value is not None)


def test_the_ledger_says_what_is_due_there_and_owed() -> None:
    rows = ledger(outcome(Expected(PANEL, {"甲科": 2, "乙科": 2}, ())))
    assert [row[:4] for row in rows[:5]] == [
        ("科室的活动方案", 2, 2, 0), ("科室的总结材料", 2, 2, 0), ("评委", 2, 1, 1), ("评委打分", 4, 2, 2), ("监督检查", 4, 2, 2)]
    assert [row[0] for row in rows[6:]] == [
        "欠交 1：还没有收到评委“评委乙”的打分：优秀班组", "欠交 2：检查组还差“甲科”的检查：电工组 1 次、木工组 1 次（计划每个至少 2 次）"]


def test_what_nothing_says_is_not_counted_as_owed() -> None:
    rows = ledger(outcome(Expected()))
    assert [row[:4] for row in rows[2:5]] == [("评委", "没有写明", 1, "无法核对"), ("评委打分", 2, 2, 0), ("监督检查", "没有写明", 2, "无法核对")]


def test_the_first_sheet_names_the_lists_that_are_missing_and_nothing_waits_for_them() -> None:
    neither, no_plan, both = Expected(), Expected(PANEL[:1]), Expected(PANEL[:1], {"甲科": 1})
    said = [first_sheet(outcome(expected)) for expected in (neither, no_plan, both)]
    assert "没有评委名单／检查计划，无法核对是否交齐。" in said[0]
    assert "没有检查计划，无法核对是否交齐。" in said[1]
    assert "无法核对" not in said[2]
    assert [outcome(expected).final for expected in (neither, no_plan, both)] == [True, True, True]


def test_the_first_sheet_and_json_tell_what_is_owed() -> None:
    waiting = outcome(Expected(PANEL, {"甲科": 1}))
    assert "1. 还没有收到评委“评委乙”的打分：优秀班组" in first_sheet(waiting)
    campaign = as_json(waiting, {})["campaign"]
    assert campaign["owed"] == [{"kind": "review", "who": "评委乙", "what": "评委打分表（优秀班组）"}]
    assert campaign["open"] == ["还没有收到评委“评委乙”的打分：优秀班组"]
