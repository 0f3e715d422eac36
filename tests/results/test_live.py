"""评优结果.xlsx is live: recalculated from nothing it says what the program said, and a change moves it as the program would."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.evaluation_inputs import random_inputs
from tests.support.recalculation import NOTHING, differences, emptied, formulas, recalculated, values
from tests.support.workbook_edits import KINDS, Edit, told

pytestmark = pytest.mark.libreoffice


def assert_recalculates_the_same(folder: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_inputs(seed).outcome) for seed in seeds}
    assert min(sum(map(len, formulas(data).values())) for data in books.values()) > 100
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    assert_recalculates_the_same(tmp_path, range(1))


@pytest.mark.long
@pytest.mark.parametrize("first", [0, 100, 110])
def test_thirty_campaigns_recalculate_the_same(tmp_path: Path, first: int) -> None:
    assert_recalculates_the_same(tmp_path, range(first, first + 10))


def test_the_values_are_really_lost_before_the_recalculation() -> None:
    data = results_workbook(random_inputs(1).outcome)
    lost = values(emptied(data))
    cells = [(sheet, cell) for sheet, found in formulas(data).items() for cell in found]
    assert cells and all(lost[sheet][cell] == NOTHING for sheet, cell in cells)


def edits_of(seeds: range, most: int) -> dict[str, tuple[bytes, Edit]]:
    """An edit of each kind in each campaign that has something to edit, at the most so many of a kind."""
    found: dict[str, tuple[bytes, Edit]] = {}
    for seed in seeds:
        inputs = random_inputs(seed)
        data = results_workbook(inputs.outcome)
        shown = values(data)
        for number, kind in enumerate(KINDS):
            edit = kind(inputs, shown, Random(seed * 100 + number))
            if edit is not None and sum(other.kind == edit.kind for _, other in found.values()) < most:
                found[f"{edit.kind}-{seed}"] = (emptied(data, edit.cells), edit)
    return found


def assert_edits_move_the_workbook_as_the_program_would(folder: Path, seeds: range, least: int, most: int) -> None:
    edits = edits_of(seeds, most)
    kinds = Counter(edit.kind for _, edit in edits.values())
    assert len(kinds) == len(KINDS) and min(kinds.values()) >= least, kinds
    found = recalculated(folder, {name: data for name, (data, _) in edits.items()})
    wrong = {}
    for name, (_, edit) in edits.items():
        outcome = edit.changed.outcome
        wanted, got = told(values(results_workbook(outcome)), outcome), told(found[name], outcome)
        lines = [f"{key}: {wanted.get(key)} → {got.get(key)}" for key in {**wanted, **got} if wanted.get(key) != got.get(key)]
        if lines:
            wrong[name] = lines
    assert wrong == {}


def test_a_change_moves_winners_and_totals_as_the_program_would(tmp_path: Path) -> None:
    assert_edits_move_the_workbook_as_the_program_would(tmp_path, range(4, 7), least=1, most=1)


@pytest.mark.long
@pytest.mark.parametrize("first, count, least", [(4, 3, 1), (200, 10, 3)])
def test_many_changes_move_the_workbook_as_the_program_would(tmp_path: Path, first: int, count: int, least: int) -> None:
    assert_edits_move_the_workbook_as_the_program_would(tmp_path, range(first, first + count), least, most=count)
