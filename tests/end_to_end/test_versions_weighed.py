"""Versions of inputs, from files to the first sheet: what was put aside is told where it would have given other winners."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import saved_at
from tests.support.filled_books import department_file, department_sheets
from tests.support.workspaces import complete, rules, workspace

FIRST, LATER = "2017-12-20T10:00:00Z", "2017-12-21T10:00:00Z"
NOW = dt.datetime(2018, 1, 5, tzinfo=dt.UTC)
PEOPLE = department_sheets()["优秀个人推荐"]


def decided(root: Path, drafts: list[dict[str, object]], saved: str) -> Outcome:
    """The complete campaign with a first version of 甲科's book that nominates these people, saved then; all files are some days old."""
    book = saved_at(department_file(rules(), department_sheets(优秀个人推荐=drafts)), saved)
    place = workspace(root, {**complete(), "甲科.xlsx": saved_at(complete()["甲科.xlsx"], LATER), "甲科初稿.xlsx": book})
    for path in (root / "收件箱").iterdir():
        os.utime(path, (1_514_000_000 - 200_000 * ("初稿" in path.name),) * 2)
    outcome, stopped = read_and_decide(Workspace(place), ReadOptions(now=NOW))
    assert outcome is not None, stopped
    return outcome


@pytest.mark.parametrize("saved, code, final", [
    (FIRST, "file-superseded", True), ("2017-12-24T10:00:00Z", "version-time-doubtful", False), ("2035-01-01T00:00:00Z", "version-time-doubtful", False),
])
def test_a_version_that_would_give_other_winners(tmp_path: Path, saved: str, code: str, final: bool) -> None:
    """It is told; and it is an open matter when it may be the newer one, which the times cannot say."""
    outcome = decided(tmp_path, [PEOPLE[0]], saved)
    (doubt,) = outcome.doubts
    assert ([p.code for p in doubt.findings], doubt.matters, doubt.holds, outcome.final) == ([code], True, not final, final)
    assert "李八" in doubt.change
    assert {standing.candidate.person for award in outcome.evaluation.awards for standing in award.standings} >= {"李七", "李八"}


def test_a_version_that_would_give_the_same_winners_is_nothing_to_settle(tmp_path: Path) -> None:
    """The clock of its computer may be wrong: it decides nothing."""
    outcome = decided(tmp_path, [{**row, "主要事迹": "另一段事迹"} for row in PEOPLE], "2035-01-01T00:00:00Z")
    assert ([(doubt.findings[0].code, doubt.matters) for doubt in outcome.doubts], outcome.final) == ([("version-time-doubtful", False)], True)
