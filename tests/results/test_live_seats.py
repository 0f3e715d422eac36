"""Seats among all, in each department, by the number of units and by a list, in the live workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.department_seats import random_seats
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.repetition import every


@pytest.mark.parametrize("seed", every(6, range(40)))
def test_the_workbook_decides_as_the_evaluation_does(seed: int) -> None:
    assert undecided(random_seats(seed).outcome) == []


def assert_recalculates_the_same(folder: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_seats(seed).outcome) for seed in seeds}
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


@pytest.mark.libreoffice
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path) -> None:
    assert_recalculates_the_same(tmp_path, range(2))


@pytest.mark.long
@pytest.mark.libreoffice
def test_dozens_of_campaigns_recalculate_the_same(tmp_path: Path) -> None:
    assert_recalculates_the_same(tmp_path, range(100, 120))
