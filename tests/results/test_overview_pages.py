"""Where the printed pages of 结果总览 end."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.results.overview_sheet import page_breaks
from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import random_inputs

SECTIONS = ["获奖名单", "奖金", "一票否决", "报送"]


@pytest.mark.parametrize(("starts", "breaks"), [
    # (row, points above) of 一票否决, 报送 with the signatures, and the charts
    ([(38, 796), (44, 964), (49, 1054)], [49]),  # everything but the charts on one page
    ([(38, 796), (44, 1100), (49, 1190)], [44, 49]),  # 报送 and the signatures stay together
    ([(38, 900), (44, 1200), (49, 1290)], [38, 49]),  # 一票否决 is not cut in two
    ([(38, 900), (80, 2300), (85, 2390)], [38, 80, 85]),  # longer than a page by itself
    ([(90, 2000), (96, 2200), (99, 2290)], []),  # winners on several pages: the rest flows behind them
])
def test_each_part_stays_whole_and_the_charts_have_a_page_of_their_own(starts: list[tuple[int, float]], breaks: list[int]) -> None:
    assert page_breaks(starts) == breaks


def test_the_first_page_says_who_wins_what_it_costs_and_who_is_vetoed() -> None:
    sheet = load_workbook(io.BytesIO(results_workbook(random_inputs(1).outcome))).worksheets[0]
    (charts,) = [end.id for end in sheet.row_breaks.brk]
    labels = [sheet.cell(row, 1).value for row in range(1, charts + 1)]
    assert [words for words in labels if words in SECTIONS] == SECTIONS
