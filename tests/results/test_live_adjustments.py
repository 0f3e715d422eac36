"""加减分 in the live workbook: rows, their sum within the limit, and what follows when somebody types other points."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuwuyue_xlsx.results.results_workbook import results_workbook
from tests.support.adjusted_campaigns import random_adjustments
from tests.support.recalculation import differences, emptied, recalculated, undecided


@pytest.mark.parametrize("seed", range(60))
def test_the_workbook_decides_as_the_evaluation_does(seed: int) -> None:
    assert undecided(random_adjustments(seed).outcome) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(100, 140), marks=pytest.mark.long)])
def test_what_is_stored_is_what_the_formulas_come_to(tmp_path: Path, seeds: range) -> None:
    books = {f"c{seed}": results_workbook(random_adjustments(seed).outcome) for seed in seeds}
    found = recalculated(tmp_path, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}
