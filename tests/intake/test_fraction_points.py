"""Points below one: counted as they stand, told, and weighed as a share of the maximum."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fuwuyue_xlsx.tables.edits import edited
from tests.support.altered_books import office_file
from tests.support.filled_books import intake_of, small_rules
from tests.support.table_rows import rows_of

RULES = small_rules()


def scored(points: object) -> bytes:
    return office_file(RULES, "review", {"评委信息": {"评委": "周一"}, "优秀班组": [{"工作特色（50分）": points, "工作成绩（50分）": 40}]})


@pytest.mark.parametrize("points, meant", [(0.85, "42.5"), ("0.5", "25")])
def test_a_reviewers_fraction_may_be_a_share(tmp_path: Path, points: object, meant: str) -> None:
    intake = intake_of(tmp_path, RULES, {"评委.xlsx": scored(points)})
    (doubt,) = intake.doubts
    assert doubt.findings == tuple(p for p in intake.findings if p.code == "fraction-as-score")
    assert [row["points"] for row in rows_of(intake)["reviews"]] == [Decimal(str(points)), Decimal(40)]
    assert sorted(edited(intake.tables, doubt.readings[0]).reviews["points"]) == sorted([Decimal(meant), Decimal(40)])


@pytest.mark.parametrize("points, doubted", [(1, False), ("85%", False), (0, False), (0.5, True)])
def test_only_what_may_be_a_share_is_weighed(tmp_path: Path, points: object, doubted: bool) -> None:
    """1 point and no points are what they say, and so is a percent."""
    assert bool(intake_of(tmp_path, RULES, {"评委.xlsx": scored(points)}).doubts) == doubted


def test_a_fraction_in_a_row_that_counts_no_more_is_not_weighed(tmp_path: Path) -> None:
    """A newer book has the row."""
    intake = intake_of(tmp_path, RULES, {"0.xlsx": scored(0.5), "1.xlsx": scored(45)})
    assert all(p.code != "fraction-as-score" for doubt in intake.doubts for p in doubt.findings)
