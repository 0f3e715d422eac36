"""评优结果.xlsx on vetoes: thresholds, posts and pending seats stand in its cells as the evaluation decides them, and follow changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.contested_seats import random_campaign, with_conclusions
from tests.support.evaluation_inputs import Inputs
from tests.support.recalculation import emptied, recalculated, undecided, values
from tests.support.small_campaigns import staff, tables_of
from tests.support.workbook_edits import conclusion, row_where, threshold

# what the cells of an award's sheet say besides statuses and prizes
SAID = ("原因", "状态")


@cache
def campaign(seed: int) -> Inputs:
    made, facts, found = random_campaign(Random(seed))
    return Inputs(made, tables_of(made, *facts, *with_conclusions(found), *staff("甲科", 9, 9)))


def test_the_cells_say_what_the_evaluation_decides() -> None:
    assert {seed: lines for seed in range(40) if (lines := undecided(campaign(seed).outcome))} == {}


def test_the_random_campaigns_have_what_is_tried() -> None:
    said = "".join(reason for seed in range(40) for result in campaign(seed).outcome.evaluation.awards for standing in result.standings
                   for reason in standing.reasons)
    for words in ("递补；", "递补的也有事项待查", "并列竞争", "名额由 1 个变为 2 个", "名额空缺", "同一事项波及的另外", "属实满 2 件即一票否决",
                  "另有事项待查"):
        assert words in said, words


def shown(data: dict[str, dict[str, object]], inputs: Inputs) -> dict[tuple[str, str], object]:
    """Status, reason and results of every list, and of 一票否决."""
    sheets = [*(award.name for award in inputs.rules.awards), "一票否决", "条件核查"]
    return {(sheet, cell): value for sheet in sheets for cell, value in data[sheet].items()}


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind, seeds", [(conclusion, range(2)), *(pytest.param(kind, range(6), marks=pytest.mark.long) for kind in (conclusion, threshold))])
def test_a_changed_conclusion_or_threshold_moves_statuses_and_reasons(tmp_path: Path, kind, seeds: range) -> None:
    """The edited workbook, recalculated, says what the workbook of the changed inputs says, wherever their rows are the same."""
    books, wanted = {}, {}
    for seed in seeds:
        inputs = campaign(seed)
        data = results_workbook(inputs.outcome)
        edit = kind(inputs, values(data), Random(seed))
        if edit is not None:
            books[f"c{seed}"] = emptied(data, edit.cells)
            wanted[f"c{seed}"] = edit.changed
    assert len(books) >= 2
    found = recalculated(tmp_path, books)
    wrong = {}
    for name, inputs in wanted.items():
        lines = [f"{who}: {told[who]} is not {decided}" for told, decided_all in [(told_in(found[name], inputs), decided_in(inputs))]
                 for who, decided in decided_all.items() if told[who] != decided]
        if lines:
            wrong[name] = lines
    assert wrong == {}


def decided_in(inputs: Inputs) -> dict[tuple[str, str], tuple[str, str]]:
    """Status and reason of everybody."""
    return {(result.award.name, standing.candidate.name): (standing.status.label, "；".join(standing.reasons))
            for result in inputs.outcome.evaluation.awards for standing in result.standings if standing.candidate.nominated}


def told_in(sheets: dict, inputs: Inputs) -> dict[tuple[str, str], tuple[object, object]]:
    """The same as the workbook's cells have it."""
    told = {}
    for result in inputs.outcome.evaluation.awards:
        title = result.award.name
        header = row_where(sheets, title, A="排名")
        columns = {value: cell.rstrip("0123456789") for cell, value in sheets[title].items() if cell.endswith(str(header)) and cell.strip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(header)}
        for standing in result.standings:
            if standing.candidate.nominated:
                row = row_where(sheets, title, B=standing.candidate.name)
                told[title, standing.candidate.name] = tuple(sheets[title].get(f"{columns[name]}{row}") for name in ("状态", "原因"))
    return told


def test_a_threshold_is_shown_where_it_counts() -> None:
    made, facts, _ = random_campaign(Random(1))
    awards = tuple(replace(one, conditions=tuple(replace(c, threshold=Decimal(2)) for c in one.conditions)) for one in made.awards)
    register = [{"number": "SG-1", "team": "一组", "person": None, "conclusion": "属实"}]
    inputs = Inputs(replace(made, awards=awards), tables_of(made, *facts, *with_conclusions(register)))
    cells = set(map(str, values(results_workbook(inputs.outcome))["一票否决"].values()))
    assert "计入件数，够数才否决：优秀班组 一组" in cells and "属实 1 件，满 2 件即否决" in cells
