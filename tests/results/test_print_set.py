"""打印用.xlsx: what leaders print and sign, the same as in 评优结果.xlsx, and nothing to click or to change."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.results.print_set import print_set
from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import random_inputs
from tests.support.repetition import every
from tests.support.tiered_campaigns import random_tiers


def opened(data: bytes, *, values: bool = True) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=values)


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(value for value in row if value is not None) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("campaign", [random_inputs, random_tiers])
@pytest.mark.parametrize("seed", every(5, range(30)))
def test_it_says_of_every_candidate_what_the_results_say(campaign: object, seed: int) -> None:
    outcome = campaign(seed).outcome  # type: ignore[operator]
    paper, results = opened(print_set(outcome)), opened(results_workbook(outcome))
    awards = [result for result in outcome.evaluation.awards if result.award.enabled]
    assert paper.sheetnames == ["结果总览", *(result.award.name for result in awards), "一票否决"]
    for result in awards:
        shown = [one for one in result.standings if one.status is not Status.NOT_NOMINATED]
        width = paper[result.award.name].max_column
        there = [row[:width] for row in results[result.award.name].iter_rows(7, 6 + len(shown), values_only=True)]
        assert [row[:width] for row in paper[result.award.name].iter_rows(7, 6 + len(shown), values_only=True)] == there
    assert [row for row in rows(paper["结果总览"]) if row[:1] == ("状态",)] == []
    assert rows(paper["结果总览"])[1] == rows(results["结果总览"])[1]


def test_every_page_of_a_preliminary_result_says_so() -> None:
    for final in (True, False):
        outcome = next(one for one in (random_inputs(seed).outcome for seed in range(30)) if one.final is final)
        headers = {sheet.oddHeader.center.text for sheet in opened(print_set(outcome)).worksheets}
        assert headers == ({None} if final else {"初步结果，不能公示"})


def test_nothing_in_it_is_a_formula_a_link_or_a_chart() -> None:
    outcome = random_inputs(1).outcome
    book = opened(print_set(outcome), values=False)
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert not sheet._charts
    texts = " ".join(str(value) for sheet in book.worksheets for row in rows(sheet) for value in row)
    assert "可以改" not in texts and "展开" not in texts
    assert print_set(outcome) == print_set(outcome)
