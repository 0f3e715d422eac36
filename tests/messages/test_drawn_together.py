"""Findings of one cause are one message: on the screen a line, in the list of findings a row that the others are folded under."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.console import LONGEST_LINE, finding_lines
from fuwuyue_xlsx.messages.findings import Finding, Place, drawn_together, finding
from fuwuyue_xlsx.report.json_report import as_json
from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import many_candidates
from tests.support.repetition import every
from tests.support.workbook_comparison import differing


def unknown(file: str, cell: str, value: str = "退休职工家属") -> Finding:
    return finding("unknown-choice", Place(file, "测评结果", cell), title="身份", value=value, options="学生、教师")


ONE_CAUSE = {
    "rows below each other": [unknown("收件箱/a.xlsx", f"B{row}") for row in range(7, 607)],
    "every other row": [unknown("收件箱/a.xlsx", f"B{row}") for row in range(7, 1207, 2)],
    "every row with another value": [unknown("收件箱/a.xlsx", f"B{row}", f"身份{row}") for row in range(7, 607)],
    "a value that fills the cell": [unknown("收件箱/a.xlsx", f"B{row}", "很长的说法" * 200) for row in range(7, 607)],
    "a book each": [unknown(f"收件箱/{number}.xlsx", "B7") for number in range(600)],
    "an error each": [finding("required-empty", Place(f"收件箱/{number}.xlsx", "班组信息", "B5"), title="班组长", words="姓名") for number in range(600)],
}


def findings_sheet(found: list[Finding], **options: Any) -> Any:
    outcome = replace(many_candidates().outcome, findings=tuple(found))
    return load_workbook(io.BytesIO(results_workbook(outcome, **options)))["问题清单"]


def rows_of(sheet: Any) -> list[tuple[int, list[Any]]]:
    return [(row, [cell.value for cell in sheet[row]]) for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value]


@pytest.mark.parametrize("name", ONE_CAUSE)
def test_six_hundred_findings_of_one_cause_are_one_line(name: str) -> None:
    (line,) = finding_lines(ONE_CAUSE[name])
    assert len(line) < LONGEST_LINE + 10
    assert "600" in line or "B7:B606" in line


@pytest.mark.parametrize("name", every(2, ONE_CAUSE))
def test_the_list_of_findings_shows_the_cause_and_folds_the_others(name: str) -> None:
    found = ONE_CAUSE[name]
    rows = rows_of(sheet := findings_sheet(found))
    shown = [row for row, _ in rows if not sheet.row_dimensions[row].hidden]
    assert len(shown) == 1 and "共 600 处" in sheet.cell(shown[0], 6).value and not sheet.protection.sheet
    wanted = Counter((one.place.file, one.place.cell) for one in found)
    assert Counter((values[2], values[4]) for _, values in rows) == wanted
    assert {sheet.row_dimensions[row].outlineLevel for row, _ in rows if row not in shown} == {1}
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_every_finding_stays_in_the_json() -> None:
    found = ONE_CAUSE["a book each"]
    outcome = replace(many_candidates().outcome, findings=tuple(found))
    assert len(as_json(outcome, {})["issues"]) == len(found)


def test_a_few_of_one_cause_and_many_of_many_stay_as_they_are() -> None:
    """Three of a kind need no folding, and what is told of one cell each is not drawn together while there are few."""
    few = [unknown("收件箱/a.xlsx", f"B{row}") for row in (7, 8, 9)] + [unknown(f"收件箱/{number}.xlsx", "B7") for number in range(20)]
    sheet = findings_sheet(few)
    assert all(not sheet.row_dimensions[row].hidden for row, _ in rows_of(sheet)) and len(rows_of(sheet)) == 23
    assert not any("同样的问题" in values[5] for _, values in rows_of(sheet))
    assert finding_lines(few)[0].endswith("a.xlsx!测评结果!B7:B9：身份填的是“退休职工家属”，不在可选项里。请从这些里选：学生、教师。")
    assert len(finding_lines(few)) == 21


def test_another_cause_among_six_hundred_has_its_own_line_and_row() -> None:
    other = finding("required-empty", Place("收件箱/a.xlsx", "班组信息", "B5"), title="班组长", words="姓名")
    found = [*ONE_CAUSE["a book each"][:300], other, *ONE_CAUSE["a book each"][300:]]
    assert len(finding_lines(found)) == 2
    sheet = findings_sheet(found)
    assert [values[5] for row, values in rows_of(sheet) if not sheet.row_dimensions[row].hidden][1] == other.message


def test_errors_and_warnings_of_one_code_stay_apart() -> None:
    found = ONE_CAUSE["an error each"]
    assert len(drawn_together([*found, *(one.as_warning() for one in found)], 30)) == 2


@pytest.mark.long
def test_folded_rows_are_the_same_both_ways_and_each_sheet_has_its_head(tmp_path: Path) -> None:
    outcome = replace(many_candidates().outcome, findings=tuple(ONE_CAUSE["a book each"]))
    assert differing(*(results_workbook(outcome, finished=finished) for finished in (True, False))) == []
    book = load_workbook(io.BytesIO(results_workbook(outcome, most_rows=400)))
    for title in ("问题清单", "问题清单 2"):
        assert [row for row in range(4, book[title].max_row + 1) if not book[title].row_dimensions[row].hidden] == [4]
