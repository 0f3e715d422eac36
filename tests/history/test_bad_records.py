"""A bad record among 历史 stops no run: it is named and left aside, and the next older one is compared with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.commands.diff import diff
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.history import since
from fuwuyue_xlsx.workspace import Workspace
from tests.support.workspaces import change_sheet_text, review_with_lower_point, workspace


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def of(data: bytes) -> bytes:
        values = json.loads(data)
        change(values)
        return json.dumps(values).encode()

    return of


def every_entry(**values: Any) -> Callable[[bytes], bytes]:
    return changed(lambda record: [entry.update(values) for entry in record["entries"]])


BAD: dict[str, Callable[[bytes], bytes]] = {
    "a huge exponent": every_entry(score="1e999999999"),
    "a score that is none": every_entry(score="NaN"),
    "a huge rank": every_entry(rank=10**400),
    "a rank that is a list": every_entry(rank=[1]),
    "a prize without end": changed(lambda record: record.update(confirmed=float("inf"))),
    "money with a fraction": changed(lambda record: record.update(opened=1.5)),
    "deep nesting": lambda data: b'{"format": "fuwuyue-run", "version": 1, "open": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "another program's": lambda data: b'{"name": "package", "version": 1}',
    "a list": lambda data: b"[1, 2]",
    "half": lambda data: data[: len(data) // 2],
    "nothing": lambda data: b"",
    "zeros": lambda data: bytes(len(data)),
    "another encoding": lambda data: data.decode().encode("utf-16"),
    "facts that are not there": every_entry(other=[10**9]),
}


@pytest.mark.parametrize("how", [how if number % 8 == 0 else pytest.param(how, marks=pytest.mark.long) for number, how in enumerate(BAD)])
def test_a_bad_record_is_named_and_the_older_one_is_used(tmp_path: Path, how: str) -> None:
    """The result is written and stays final; the finding is a warning; 变化 compares with the run before."""
    place = Workspace(workspace(tmp_path))
    assert run(place).exit_code == 0
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    assert run(place).exit_code == 0
    first, second = sorted(place.history.glob("运行_*.json"), key=lambda path: path.stat().st_mtime_ns)
    second.write_bytes(BAD[how](first.read_bytes()))
    report = run(place)
    assert report.exit_code == 0
    assert [(found.severity.value, found.details["name"]) for found in report.findings if found.code == "record-left-aside"] == [("warning", second.name)]
    assert "电工组" in change_sheet_text(place)


def test_whatever_a_comparison_stumbles_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that can be read and not be compared is left aside as well; diff says which."""
    place = Workspace(workspace(tmp_path))
    run(place)
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    run(place)

    def stumble(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(since, "compare", stumble)
    report = run(place)
    assert report.exit_code == 0 and "record-left-aside" in [found.code for found in report.findings]
    assert [found.code for found in diff(place).findings] == ["record-unreadable"]


def test_a_workbook_that_an_old_record_spoils_is_made_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program itself comes again and is not hidden."""
    from fuwuyue_xlsx.commands import run as run_module

    real, place = run_module.results_workbook, Workspace(workspace(tmp_path))

    def spoilt(outcome: Any, way_back: Any, comparison: Any) -> bytes:
        if comparison.base is not None:
            raise OverflowError
        return real(outcome, way_back, comparison)

    run(place)
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    monkeypatch.setattr(run_module, "results_workbook", spoilt)
    assert run(place).exit_code == 0
    monkeypatch.setattr(run_module, "results_workbook", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        run(place)


@pytest.mark.parametrize("in_place", ["file", "folder"])
def test_a_history_that_is_no_folder_costs_only_the_record(tmp_path: Path, in_place: str) -> None:
    """The results are written, and that there is no record is told."""
    place = Workspace(workspace(tmp_path))
    place.output.mkdir()
    if in_place == "file":
        place.history.write_bytes(b"")
    else:
        (place.history / "运行_20171230-164005.json").mkdir(parents=True)
    report = run(place)
    assert report.exit_code == 0 and place.results.exists()
    assert {found.code for found in report.findings} & {"history-not-written", "record-left-aside"}
