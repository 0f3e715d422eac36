"""Parts of the score that count some groups of reviewers alone, in the live workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.grouped_panels import random_groups
from tests.support.recalculation import differences, emptied, recalculated, undecided
from tests.support.repetition import every


@pytest.mark.parametrize("seed", every(3, range(30)))
def test_the_workbook_decides_as_the_evaluation_does(seed: int) -> None:
    assert undecided(random_groups(seed).outcome) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("seeds", every(3, [range(2), range(2, 4), range(100, 130)]))
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_groups(seed).outcome) for seed in seeds}
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}
