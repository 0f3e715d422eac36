"""收文登记: where the office wrote down when it received something, lateness is judged by that."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide
from fuwuyue_xlsx.report.derivation import explain
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.tables.contract import violations
from tests.support.filled_books import Row, department_file, department_sheets, filled, intake_of, template
from tests.support.table_rows import rows_of
from tests.support.workspaces import complete, rulebook, rules

PLAN, MATERIAL = "活动方案", "总结材料"
OWN_PLAN, OWN_MATERIAL = dt.date(2017, 11, 23), dt.datetime(2017, 12, 29, 16, 30)
LIST = "收件箱/收文登记.xlsx"


def receipt(material: str, received: Any, department: str = "甲科") -> Row:
    return {"科室": department, "材料": material, "收到时间": received, "经手人": "王某"}


def book(*rows: Row) -> bytes:
    return filled(template(rules(), "receipts"), {"收文登记": list(rows)})


def read(root: Path, *rows: Row, **more: bytes) -> Intake:
    intake = intake_of(root, rules(), {**complete(), "收文登记.xlsx": book(*rows), **more})
    assert list(violations("receipts", intake.tables.receipts)) == [] and list(violations("departments", intake.tables.departments)) == []
    return intake


def told(intake: Intake) -> list[tuple[str, str, str]]:
    """(code, file, cell) of every finding."""
    return [(p.code, p.place.file, p.place.cell) for p in intake.findings]


def of_department(intake: Intake, department: str = "甲科") -> Row:
    return next(row for row in rows_of(intake)["departments"] if row["department"] == department)


def test_without_a_list_the_departments_own_dates_stand(tmp_path: Path) -> None:
    intake = intake_of(tmp_path, rules(), complete())
    assert told(intake) == [] and intake.tables.receipts.empty
    assert (of_department(intake)["plan_date"], of_department(intake)["material_time"]) == (OWN_PLAN, OWN_MATERIAL)


def test_a_receipt_in_time_is_taken_with_its_cell(tmp_path: Path) -> None:
    intake = read(tmp_path, receipt(MATERIAL, dt.datetime(2017, 12, 29, 17, 30)), receipt(PLAN, dt.datetime(2017, 11, 24, 0, 20)))
    row = of_department(intake)
    assert told(intake) == []  # an hour later, and twenty minutes into the next day, are no contradiction
    assert (row["material_time"], row["material_source"]) == (dt.datetime(2017, 12, 29, 17, 30), f"{LIST}!收文登记!C4")
    assert (row["plan_date"], row["plan_source"]) == (dt.date(2017, 11, 24), f"{LIST}!收文登记!C5")
    assert of_department(intake, "乙科")["material_source"].startswith("收件箱/乙科.xlsx")


@pytest.mark.parametrize("material, received, code, own_cell", [
    (MATERIAL, dt.datetime(2017, 12, 30, 17, 1), "material-late", "B9"),
    (PLAN, dt.datetime(2017, 11, 25, 8, 0), "plan-late", "B8"),
])
def test_late_by_the_list_is_told_at_its_cell_and_the_departments_own_date_is_doubted(
        material: str, received: dt.datetime, code: str, own_cell: str, tmp_path: Path) -> None:
    intake = read(tmp_path, receipt(material, received))
    assert sorted(told(intake)) == sorted([(code, LIST, "C4"), ("received-later", "收件箱/甲科.xlsx", own_cell)])
    assert all(p.department == "甲科" and not p.blocks for p in intake.findings)


@pytest.mark.parametrize("own, received, doubted", [
    (OWN_MATERIAL, OWN_MATERIAL + dt.timedelta(hours=1), False),
    (OWN_MATERIAL, OWN_MATERIAL + dt.timedelta(hours=1, minutes=1), True),
    (OWN_MATERIAL, OWN_MATERIAL - dt.timedelta(days=3), False),  # what is to a department's disadvantage is its own word
])
def test_an_own_time_earlier_by_more_than_an_hour_is_doubted(own: dt.datetime, received: dt.datetime, doubted: bool, tmp_path: Path) -> None:
    intake = read(tmp_path, receipt(MATERIAL, received))
    assert ("received-later" in [code for code, *_ in told(intake)]) is doubted


def test_a_late_own_date_no_longer_counts_where_the_list_says_in_time(tmp_path: Path) -> None:
    info = {**department_sheets()["科室信息"], "材料报送时间": "2017-12-31 09:00", "方案报送日期": "2017-01-24"}
    late = department_file(rules(), department_sheets(科室信息=info))
    without = intake_of(tmp_path / "a", rules(), {**complete(), "甲科.xlsx": late})
    assert {code for code, *_ in told(without)} == {"material-late", "handed-in-before"}
    intake = read(tmp_path / "b", receipt(MATERIAL, dt.datetime(2017, 12, 30, 17, 0)), receipt(PLAN, dt.datetime(2017, 11, 24, 9)),
                  **{"甲科.xlsx": late})
    assert told(intake) == [("received-later", "收件箱/甲科.xlsx", "B8")]
    only_material = read(tmp_path / "c", receipt(MATERIAL, dt.datetime(2017, 12, 30, 17, 0)), **{"甲科.xlsx": late})
    assert [code for code, *_ in told(only_material)] == ["handed-in-before"]


def test_of_several_receipts_the_first_one_counts_whatever_their_order_and_book(tmp_path: Path) -> None:
    early, late = dt.datetime(2017, 12, 29, 9, 0), dt.datetime(2017, 12, 31, 9, 0)
    intake = read(tmp_path, receipt(MATERIAL, late), receipt(MATERIAL, early), **{"收文登记_2.xlsx": book(receipt(MATERIAL, early + dt.timedelta(hours=1)))})
    assert of_department(intake)["material_time"] == early
    assert told(intake) == [("received-again", LIST, "C4"), ("received-again", "收件箱/收文登记_2.xlsx", "C4")]
    assert all(file.state.value == "used" for file in intake.files)


@pytest.mark.parametrize("row, code, cell", [
    (receipt(MATERIAL, "月底"), "not-a-moment", "C4"),
    (receipt("方案", dt.datetime(2017, 12, 29)), "unknown-choice", "B4"),
    (receipt(MATERIAL, dt.datetime(2017, 12, 29), "丙科"), "unknown-name", "A4"),
    ({"科室": "甲科", "材料": MATERIAL}, "required-empty", "C4"),
])
def test_a_row_that_does_not_say_all_is_an_error_and_changes_nothing(row: Row, code: str, cell: str, tmp_path: Path) -> None:
    intake = read(tmp_path, row)
    assert (code, LIST, cell) in told(intake) and any(p.blocks for p in intake.findings)
    assert of_department(intake)["material_time"] == OWN_MATERIAL and intake.tables.receipts.empty


def test_a_receipt_from_before_the_campaign_is_doubted(tmp_path: Path) -> None:
    intake = read(tmp_path, receipt(MATERIAL, dt.datetime(2017, 1, 2, 9, 0)))
    assert told(intake) == [("handed-in-before", LIST, "C4")]


def test_a_receipt_of_a_department_without_a_book_is_told(tmp_path: Path) -> None:
    files = {name: data for name, data in complete().items() if name != "乙科.xlsx"}
    intake = intake_of(tmp_path, rules(), {**files, "收文登记.xlsx": book(receipt(PLAN, dt.datetime(2017, 12, 1), "乙科"))})
    assert ("received-without-book", LIST, "C4") in told(intake) and intake.submitted == ("甲科",)


def outcome(root: Path, *rows: Row) -> Outcome:
    strict, findings = read_rules(rulebook(逾期报送="取消资格"))
    assert strict is not None, findings
    return decide(strict, intake_of(root, strict, {**complete(), "收文登记.xlsx": book(*rows)}))


def test_late_by_the_list_disqualifies_as_a_late_own_date_does(tmp_path: Path) -> None:
    """And `explain` names the list's cell; the book itself says that it was in time."""
    late = outcome(tmp_path / "a", receipt(MATERIAL, dt.datetime(2017, 12, 30, 17, 1)))
    statuses = {s.candidate.department: s.status.value for s in late.evaluation.awards[0].standings}
    assert statuses["甲科"] == "ineligible" != statuses["乙科"]
    assert f"{LIST}!收文登记!C4" in "\n".join(explain(late, "甲科") or ())
    timely = outcome(tmp_path / "b", receipt(MATERIAL, dt.datetime(2017, 12, 30, 17, 0)))
    assert "ineligible" not in {s.status.value for s in timely.evaluation.awards[0].standings}


def test_a_late_plan_by_the_list_leaves_its_condition_unmet(tmp_path: Path) -> None:
    late = outcome(tmp_path, receipt(PLAN, dt.datetime(2017, 11, 25, 8, 0)))
    standing = next(s for s in late.evaluation.awards[0].standings if s.candidate.department == "甲科")
    assert standing.status.value == "ineligible" and standing.unmet == (1,)
