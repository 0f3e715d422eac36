"""Visits with the very points of another one: told, and weighed without them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

import pytest

from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt
from fuwuyue_xlsx.evaluate.selection import selection_of
from fuwuyue_xlsx.outcome import Outcome
from tests.support.random_workspaces import Campaign, Files, campaign, decided, visit_file

CODE = "visit-looks-repeated"
SEED = 1
DAY = dt.date(2017, 12, 2)


def the_doubts(outcome: Outcome) -> list[WeighedDoubt]:
    return [doubt for doubt in outcome.doubts if doubt.findings[0].code == CODE]


@pytest.fixture(scope="module")
def made() -> Campaign:
    return campaign(Random(SEED))


@pytest.fixture(scope="module")
def truth(made: Campaign, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One visit more than there were is more weight for its points; here it decides who wins."""
    return decided(tmp_path_factory.mktemp("truth"), made.files())


@pytest.mark.parametrize("inspector, day, part", [("郑十", DAY, 5), ("吴九", dt.date(2017, 12, 1), 5), ("吴九", DAY, 5)])
def test_another_day_or_inspector_over_the_same_points(inspector: str, day: dt.date, part: int, made: Campaign, truth: Outcome, tmp_path: Path) -> None:
    points = dict(list(made.visits[0].items())[:part])
    outcome = decided(tmp_path, {**made.files(), "检查/又.xlsx": visit_file(inspector, day, points)})
    (doubt,) = the_doubts(outcome)
    assert doubt.findings[0].place.file in ("收件箱/检查/又.xlsx", "收件箱/检查/0.xlsx") and doubt.findings[0].details["count"] == 10
    assert doubt.holds and not outcome.final
    assert selection_of(outcome.evaluation).winners != selection_of(truth.evaluation).winners


def test_one_that_stands_in_for_a_planned_visit_is_asked_about_whoever_wins(made: Campaign, tmp_path: Path) -> None:
    """Without it a visit is owed, and nobody knows its points."""
    outcome = decided(tmp_path, {**made.files(), "检查/1.xlsx": visit_file("郑十", DAY, made.visits[0])})
    (doubt,) = the_doubts(outcome)
    assert doubt.holds and not outcome.final and not outcome.evaluation.ledger.owed


def only(files: Files, visits: dict[str, bytes]) -> Files:
    return {name: data for name, data in files.items() if not name.startswith("检查/")} | visits


@pytest.mark.parametrize("points", [(10, 10), (9, 9)])
def test_equal_marks_throughout_are_ordinary(points: tuple[int, int], made: Campaign, tmp_path: Path) -> None:
    given = dict.fromkeys(made.visits[0], points)
    visits = {f"检查/{day}.xlsx": visit_file("郑十", dt.date(2017, 12, day), given) for day in (1, 2)}
    assert the_doubts(decided(tmp_path, only(made.files(), visits))) == []


@pytest.mark.parametrize("cells", [1, 2])
def test_one_point_that_differs_makes_two_visits(cells: int, made: Campaign, tmp_path: Path) -> None:
    """As does a visit of few points, which somebody may well give again."""
    who = list(made.visits[0])
    other = {**made.visits[0], who[0]: (made.visits[0][who[0]][0] - 1, made.visits[0][who[0]][1])}
    points = other if cells == 1 else {who[1]: made.visits[0][who[1]]}
    outcome = decided(tmp_path, {**made.files(), "检查/又.xlsx": visit_file("郑十", DAY, points)})
    assert the_doubts(outcome) == []
