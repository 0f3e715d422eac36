"""获奖名单 of the first sheet: the winners line by line without a gap, and below them room for those whom a change may add."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import random_inputs
from tests.support.repetition import every
from tests.support.tiered_campaigns import random_tiers

CAMPAIGNS = [random_inputs, random_tiers]


def first_sheet(data: bytes, *, values: bool = True) -> Worksheet:
    return load_workbook(io.BytesIO(data), data_only=values).worksheets[0]


def lines(sheet: Worksheet, outcome: Outcome) -> list[int]:
    """The rows of the list that show something, from its first to its last."""
    awards = {award.name for award in outcome.rules.awards}
    first = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 2).value == "获奖者") + 1
    end = next(row for row in range(first, sheet.max_row) if sheet.cell(row, 1).value == "奖金")
    return [row for row in range(first, end) if sheet.cell(row, 1).value in awards]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("seed", every(10, range(30)))
def test_no_empty_line_stands_among_the_winners(campaign: Callable[[int], object], seed: int) -> None:
    outcome = campaign(seed).outcome  # type: ignore[attr-defined]  # both give Inputs
    sheet = first_sheet(results_workbook(outcome))
    shown = lines(sheet, outcome)
    assert shown == list(range(shown[0], shown[-1] + 1))
    names = {sheet.cell(row, 2).value for row in shown}
    winners = [s.candidate.name for result in outcome.evaluation.awards if not isinstance(result.quota, dict)
               for s in result.standings if s.status is Status.WINNER]
    assert set(winners) <= names


def test_lines_for_further_winners_stand_below_them() -> None:
    """They hold the formulas of a winner's line, and nothing to be seen."""
    outcome = next(o for o in (random_inputs(seed).outcome for seed in range(30)) if any(
        sum(s.candidate.nominated for s in result.standings) > sum(s.status is Status.WINNER for s in result.standings) > 0
        for result in o.evaluation.awards if not isinstance(result.quota, dict)))
    data = results_workbook(outcome)
    below = lines(first_sheet(data), outcome)[-1] + 1
    assert first_sheet(data, values=False).cell(below, 2).value.startswith("=IF(")
    assert [first_sheet(data).cell(below, column).value for column in range(1, 7)] == [None] * 6
