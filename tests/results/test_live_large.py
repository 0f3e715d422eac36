"""Large results: lists go on on further sheets, links have a limit, and too many candidates are told without formulas."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef
from fuwuyue_xlsx.workbook.continuation import continued, slices, stacked
from tests.support.evaluation_inputs import many_candidates
from tests.support.recalculation import differences, emptied, formulas, recalculated, values


def titles(data: bytes) -> list[str]:
    return load_workbook(io.BytesIO(data), read_only=True).sheetnames


def links(data: bytes) -> list[int]:
    """The number of links by sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [len(re.findall(b"<hyperlink ", parts.read(name))) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]


def rows(data: bytes, title: str, first: int) -> list[tuple[object, ...]]:
    """The rows of a list over all its sheets."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.title == title or sheet.title.startswith(f"{title} ")]
    return [row for sheet in sheets for row in sheet.iter_rows(min_row=first, max_col=7, values_only=True) if any(v is not None for v in row)]


def test_long_lists_go_on_on_further_sheets_and_nothing_is_cut() -> None:
    outcome = many_candidates().outcome
    whole, parted = results_workbook(outcome), results_workbook(outcome, most_rows=60)
    assert "评分明细 2" not in titles(whole)
    assert {"评分明细 2", "评分明细 3"} <= set(titles(parted))
    assert rows(parted, "评分明细", 6) == rows(whole, "评分明细", 6)
    assert rows(parted, "条件核查", 5) == rows(whole, "条件核查", 5)


@pytest.mark.libreoffice
def test_formulas_reach_over_the_further_sheets(tmp_path: Path) -> None:
    data = results_workbook(many_candidates().outcome, most_rows=60)
    assert any("'评分明细 2'!" in formula for cells in formulas(data).values() for formula in cells.values())
    assert differences(data, recalculated(tmp_path, {"a": emptied(data)})["a"]) == []


def test_an_award_with_more_candidates_than_a_sheet_is_told_without_formulas() -> None:
    outcome = many_candidates().outcome
    whole, parted = results_workbook(outcome), results_workbook(outcome, most_rows=20)
    assert "优秀班组 2" in titles(parted) and not any(formulas(parted).values())
    assert rows(parted, "优秀班组", 8) == rows(whole, "优秀班组", 8) and len(rows(whole, "优秀班组", 8)) == 14
    assert "不含公式" in str(values(parted)["奖金汇总"]) + str(values(parted)["优秀班组"])
    totals = [values(data)["奖金汇总"] for data in (whole, parted)]
    assert totals[0] == totals[1]


def test_findings_beyond_a_sheet_go_on() -> None:
    outcome = many_candidates().outcome
    found = tuple(finding("few-answers", Place("收件箱/甲.xlsx", "甲", f"A{n}"), award="优秀班组", department="甲科", candidate=f"{n} 组", count=1,
                          minimum=30) for n in range(100))
    outcome = type(outcome)(**{**vars(outcome), "findings": found})
    data = results_workbook(outcome, most_rows=40)
    assert "问题清单 3" in titles(data)
    assert sum("30" in str(row) for row in rows(data, "问题清单", 4)) == 100


def test_links_stop_at_their_limit_and_the_texts_stand_without() -> None:
    outcome = many_candidates().outcome
    free, limited = results_workbook(outcome), results_workbook(outcome, most_links=5)
    assert max(links(free)) > 5 >= max(links(limited)) > 0
    assert values(free) == values(limited)


def test_blocks_are_never_parted() -> None:
    assert stacked("明细", [3, 4, 2, 5], first_row=1, most_rows=9).places == ((0, 1), (0, 4), (1, 1), (1, 3))
    with pytest.raises(ValueError):
        stacked("明细", [9], first_row=1, most_rows=9)


def test_sheets_that_go_on_are_numbered() -> None:
    assert [continued("评分明细", n) for n in range(3)] == ["评分明细", "评分明细 2", "评分明细 3"]
    assert slices(5, 2) == [range(0, 2), range(2, 4), range(4, 5)] and slices(0, 2) == [range(0)]


def test_addresses() -> None:
    spot = CellRef("甲'乙", 5, 7)
    assert (spot.local, spot.absolute, spot.qualified, spot.link) == ("H6", "$H$6", "'甲''乙'!H6", "internal:'甲''乙'!H6")
    assert spot.seen_from("甲'乙") == "H6" and quoted_title("表") == "'表'"
    area = CellRange("表", 5, 9, 27)
    assert (area.local, area.qualified, area.of_column(0).local) == ("$AB$6:$AB$10", "'表'!$AB$6:$AB$10", "$A$6:$A$10")
