"""Days and moments that a few seconds or a time zone would move: asked about where that decides something, only told elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.altered_books import edited
from tests.support.filled_books import department_file, department_sheets, filled, intake_of, template
from tests.support.typed_cells import typed_in
from tests.support.workbook_view import cell_beside, opened
from tests.support.workspaces import clinic_sheets, complete, rulebook, rules, visit_file

NEAR, ZONE, TOLD = "day-near-midnight", "day-by-zone", "zone-told"
EARLY = dt.timedelta(seconds=43)
FIRST_DAY = dt.datetime(2017, 11, 20)


def outcome_of(root: Path, files: dict[str, bytes], **policies: Any) -> Outcome:
    read, findings = read_rules(rulebook(**policies))
    assert read is not None, findings
    return decide(read, intake_of(root, read, {**complete(), **files}))


def told(outcome: Outcome) -> list[tuple[str, str, str]]:
    """(severity, code, cell) of what is said of doubtful days."""
    return [(p.severity.value, p.code, p.place.cell) for p in outcome.findings if p.code in (NEAR, ZONE, TOLD)]


def incident(day: Any) -> dict[str, bytes]:
    row = {"编号": "SG-01", "发生日期": day, "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "梯子没有人扶", "调查结论": "属实"}
    return {"登记表.xlsx": filled(template(rules(), "incidents"), {"事故投诉": [row]})}


def status(outcome: Outcome, team: str = "电工组") -> str:
    return next(s.status.value for award in outcome.evaluation.awards for s in award.standings if s.candidate.team == team and award.award.name == "优秀班组")


def test_an_incident_43_seconds_before_the_period_is_asked_about(tmp_path: Path) -> None:
    """It is read as the day that its cell shows; on the other day it vetoes, so that nothing is final."""
    outcome = outcome_of(tmp_path, incident(FIRST_DAY - EARLY))
    assert told(outcome) == [("warning", NEAR, "B7")] and not outcome.final and status(outcome) == "winner"
    (doubt,) = outcome.doubts
    assert doubt.holds and "电工组" in doubt.change
    message = next(p.message for p in outcome.findings if p.code == NEAR)
    assert "2017-11-19 23:59:17" in message and "2017-11-20" in message


@pytest.mark.parametrize("day, cell", [(dt.datetime(2017, 12, 31) - EARLY, NEAR), (FIRST_DAY + EARLY, NEAR)])
def test_so_is_one_at_the_edges_within(tmp_path: Path, day: dt.datetime, cell: str) -> None:
    """The last day missed by seconds, and the first one overshot: on the day beside them they would veto nobody."""
    outcome = outcome_of(tmp_path, incident(day))
    assert told(outcome) == [("warning", cell, "B7")] and not outcome.final and status(outcome) == "vetoed"


@pytest.mark.parametrize("day", [dt.datetime(2017, 12, 3) - EARLY, dt.datetime(2017, 12, 3) + EARLY, dt.datetime(2017, 10, 3) - EARLY])
def test_where_both_days_are_alike_it_is_only_told(tmp_path: Path, day: dt.datetime) -> None:
    outcome = outcome_of(tmp_path, incident(day))
    assert told(outcome) == [("info", NEAR, "B7")] and outcome.final


@pytest.mark.parametrize("day", [FIRST_DAY, FIRST_DAY - dt.timedelta(minutes=1), FIRST_DAY.replace(hour=9), dt.date(2017, 11, 20)])
def test_midnight_itself_and_other_times_are_ordinary(tmp_path: Path, day: dt.date) -> None:
    assert told(outcome_of(tmp_path, incident(day))) == []


@pytest.mark.parametrize("text, severity, code, wins", [
    ("2017-11-19T16:00:00.000Z", "warning", ZONE, "vetoed"), ("2017-11-19 23:00:00 GMT-0100", "warning", ZONE, "vetoed"),
    ("2017-12-03T08:00:00Z", "info", TOLD, "vetoed"), ("Sun Dec 03 2017 08:00:00 GMT+0800 (中国标准时间)", "info", TOLD, "vetoed"),
    ("2017-12-02T23:30:00Z", "info", ZONE, "vetoed"), ("2017-11-19T15:59:17Z", "warning", NEAR, "winner"),
])
def test_a_day_with_a_zone_is_read_as_the_clock_here_has_it(tmp_path: Path, text: str, severity: str, code: str, wins: str) -> None:
    outcome = outcome_of(tmp_path, incident(text))
    assert told(outcome) == [(severity, code, "B7")] and status(outcome) == wins and outcome.final is (severity == "info")


def handed_in(**form: Any) -> dict[str, bytes]:
    info = {**department_sheets()["科室信息"], **form}
    return {"乙科.xlsx": department_file(rules(), clinic_sheets(科室信息=info), "乙科")}


@pytest.mark.parametrize("form, asked", [
    ({"方案报送日期": dt.datetime(2017, 11, 25) - EARLY}, True), ({"方案报送日期": dt.datetime(2017, 11, 25) + EARLY}, True),
    ({"方案报送日期": dt.datetime(2017, 11, 23) - EARLY}, False),
    ({"材料报送时间": dt.datetime(2017, 12, 30) - EARLY}, True), ({"材料报送时间": dt.datetime(2017, 12, 29) - EARLY}, False),
])
def test_days_of_handing_in_against_their_deadlines(tmp_path: Path, form: dict[str, Any], asked: bool) -> None:
    """Where being late costs the awards; elsewhere they are only told."""
    outcome = outcome_of(tmp_path / "1", handed_in(**form), 逾期报送="取消资格")
    assert [severity for severity, _, _ in told(outcome)] == ["warning" if asked else "info"] and outcome.final is not asked
    lenient = outcome_of(tmp_path / "2", handed_in(**form))
    assert [severity for severity, _, _ in told(lenient)] == ["info"] and lenient.final


def received(moment: dt.datetime) -> dict[str, bytes]:
    row = {"科室": "乙科", "材料": "活动方案", "收到时间": moment, "经手人": "王某"}
    return {"收文登记.xlsx": filled(template(rules(), "receipts"), {"收文登记": [row]})}


def test_a_receipt_too(tmp_path: Path) -> None:
    assert told(outcome_of(tmp_path / "1", received(dt.datetime(2017, 11, 25) - EARLY), 逾期报送="取消资格"))[0][0] == "warning"
    outcome = outcome_of(tmp_path / "2", received(dt.datetime(2017, 11, 24) - EARLY), 逾期报送="取消资格")
    assert told(outcome) == [("info", NEAR, "C4")] and outcome.final


def visited(day: dt.datetime) -> bytes:
    cell = cell_beside(opened(template(rules(), "inspection"))["甲科"], "检查日期")
    return typed_in(visit_file(), {("甲科", cell): day})


def test_a_visit_that_may_be_another_one_or_outside_the_campaign(tmp_path: Path) -> None:
    """The same inspector's two sheets of one day would be one visit; here both say the same, so that it decides nothing."""
    outcome = outcome_of(tmp_path / "1", {"检查2.xlsx": visited(dt.datetime(2017, 12, 1) - EARLY)})
    assert told(outcome) == [("info", NEAR, "B4")] and outcome.final and len(outcome.doubts) > 0
    outside = outcome_of(tmp_path / "2", {"检查.xlsx": visited(FIRST_DAY + EARLY)})
    assert told(outside)[0][:2] == ("warning", NEAR) and not outside.final
    ordinary = outcome_of(tmp_path / "3", {"检查.xlsx": visited(dt.datetime(2017, 12, 5) + EARLY)})
    assert told(ordinary) == [("info", NEAR, "B4")] and ordinary.doubts == ()


def test_what_was_done_on_a_day_decides_nothing(tmp_path: Path) -> None:
    sheets = department_sheets()
    sheets["技能比赛"] = [{**row, "日期": dt.datetime(2017, 12, 1) - EARLY} for row in sheets["技能比赛"]]
    outcome = outcome_of(tmp_path, {"甲科.xlsx": department_file(rules(), sheets)})
    assert {line[:2] for line in told(outcome)} == {("info", NEAR)} and outcome.final


def late(outcome: Outcome) -> list[str]:
    return [p.message for p in outcome.findings if p.code == "material-late"]


def test_seconds_that_nobody_sees_make_nobody_late(tmp_path: Path) -> None:
    """The cell shows 17:00, which is the deadline; 17:01 is late, and no message says that a time is later than itself."""
    shown = {"材料报送时间": dt.datetime(2017, 12, 30, 17, 0, 59)}
    assert late(outcome_of(tmp_path / "1", handed_in(**shown))) == []
    (message,) = late(outcome_of(tmp_path / "2", handed_in(材料报送时间=dt.datetime(2017, 12, 30, 17, 1))))
    assert "2017-12-30 17:01 晚于截止时间 2017-12-30 17:00" in message
    (typed,) = late(outcome_of(tmp_path / "3", handed_in(材料报送时间="2017-12-30 17:00:01")))
    assert "2017-12-30 17:00:01 晚于截止时间 2017-12-30 17:00" in typed


@pytest.mark.parametrize("item, value, code", [
    ("宣传开始", FIRST_DAY - EARLY, NEAR), ("宣传开始", FIRST_DAY, None), ("材料截止", "2017-12-30 23:59:17", NEAR),
    ("材料截止", "2017-12-30T09:00:00Z", ZONE), ("材料截止", "2017-12-30 23:59:59", None), ("材料截止", "2017-12-30T17:00:00+08:00", None),
])
def test_the_rules_own_dates_must_be_plain(item: str, value: Any, code: str | None) -> None:
    """What they decide cannot be tried the other way."""
    def change(book: Workbook) -> None:
        cell = next(row[0] for row in book["活动信息"].iter_rows() if row[0].value == item)
        cell.offset(0, 1).value = value

    _, findings = read_rules(edited(rulebook(), change))
    assert [p.code for p in findings if p.blocks] == ([code] if code else [])
