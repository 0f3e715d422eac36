"""One copy, form or list that cannot be written or removed costs only itself, and is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.workspace import Workspace
from tests.support.filled_books import department_file
from tests.support.workspaces import complete, rules, score_of_101, unknown_team, workspace


def two_wrong(tmp_path: Path) -> Workspace:
    """甲科's book and the reviewer's have an error each."""
    return Workspace(workspace(tmp_path, {**unknown_team(), "评委.xlsx": score_of_101()["评委.xlsx"]}))


def refusing(monkeypatch: pytest.MonkeyPatch, call: str, name: str) -> None:
    """A system call that fails for the paths with a name in them, as on a file that is open elsewhere."""
    real: Any = getattr(os, call)

    def refuse(path: Any, *more: Any, **options: Any) -> Any:
        if any(name in str(one) for one in (path, *more)) and "退回修改" in str(path):
            raise PermissionError(13, "in use", str(path))
        return real(path, *more, **options)

    monkeypatch.setattr(os, call, refuse)


def test_an_old_copy_that_cannot_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copies of the others are written, exit code 1; once it can be removed, it goes."""
    place = two_wrong(tmp_path)
    assert len(check(place).written) == 2
    (place.inbox / "甲科.xlsx").write_bytes(department_file(rules()))
    with monkeypatch.context() as patched:
        refusing(patched, "unlink", "甲科")
        report = check(place)
    assert report.exit_code == 1 and [path.name for path in report.written.values()] == ["评委.xlsx"]
    assert [(found.code, found.details["name"]) for found in report.findings if found.code.startswith("output")] == [("output-not-removed", "甲科.xlsx")]
    again = check(place)
    assert [found.code for found in again.findings if found.code.startswith("output")] == [] and not (place.returns / "甲科.xlsx").exists()


def test_a_folder_in_the_place_of_a_copy(tmp_path: Path) -> None:
    """It stays, it is named, and the other copies are written."""
    place = two_wrong(tmp_path)
    (place.returns / "甲科.xlsx" / "里面").mkdir(parents=True)
    report = check(place)
    assert report.exit_code == 1 and [path.name for path in report.written.values()] == ["评委.xlsx"]
    assert [found.details["name"] for found in report.findings if found.code == "file-not-written"] == ["甲科.xlsx"]


def test_the_only_copy_is_stuck(tmp_path: Path) -> None:
    """The list of what is wrong is told all the same."""
    place = Workspace(workspace(tmp_path, unknown_team()))
    (place.returns / "甲科.xlsx").mkdir(parents=True)
    report = check(place)
    assert (report.exit_code, report.written) == (1, {}) and "file-not-written" in [found.code for found in report.findings]


def test_a_folder_that_takes_no_file_at_all(tmp_path: Path) -> None:
    place = two_wrong(tmp_path)
    place.output.mkdir()
    place.returns.write_bytes(b"")
    assert check(place).exit_code == 2


def test_one_form_that_is_stuck(tmp_path: Path) -> None:
    """The others are written; it is named, and the exit code says that not all is there."""
    place = Workspace(workspace(tmp_path, complete()))
    (place.output / "奖状.xlsx").mkdir(parents=True)
    report = make_forms(place)
    assert report.exit_code == 2 and {"公示名单.xlsx", "奖金发放表.xlsx"} <= set(report.written)
    assert [found.details["name"] for found in report.findings if found.code == "file-not-written"] == ["奖状.xlsx"]
