"""A file that is open elsewhere costs only itself: the new one is written beside it, every command says so, the next time takes it up."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.commands.check import check
from fuwuyue_xlsx.commands.forms import make_forms
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.commands.templates import make_templates
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.workspace import Workspace
from tests.support.command_line import call
from tests.support.filled_books import SMALL, rules_bytes
from tests.support.repetition import every
from tests.support.workspaces import complete, review_with_lower_point, unknown_team, workspace

TEMPLATE = "科室填报表_乙科.xlsx"
# command → the file that is open, and what writes it anew
COMMANDS: dict[str, tuple[Callable[[Workspace], Path], Callable[..., Any]]] = {
    "run": (lambda place: place.results, run),
    "forms": (lambda place: place.output / "公示名单.xlsx", make_forms),
    "check": (lambda place: place.returns / "甲科.xlsx", check),
    "templates": (lambda place: place.templates / TEMPLATE, make_templates),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A campaign with something to mend, so that there are copies."""
    monkeypatch.setattr("fuwuyue_xlsx.workspace._PAUSE", 0)
    return Workspace(workspace(tmp_path / "月", unknown_team()))


def hold(monkeypatch: pytest.MonkeyPatch, *held: Path, read: bool = True) -> None:
    """Nobody else can replace, rename or remove these files, nor read them unless `read`, as while Excel has them open."""
    names = {str(path) for path in held}

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call_(*paths: Any, **more: Any) -> Any:
            if names & {str(path) for path in paths}:
                raise PermissionError(13, "in use")
            return real(*paths, **more)

        return call_

    for name in ("replace", "unlink", "rename"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    if not read:
        monkeypatch.setattr(Path, "read_bytes", refusing(Path.read_bytes))


def changed(place: Workspace) -> None:
    """Other points, and other words in the rules: everything that is written anew is another file."""
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    campaign = [(name, "后勤优质服务季" if name == "活动名称" else value) for name, value in rows_2017()["活动信息"]]
    place.rules.write_bytes(rules_bytes(**SMALL, 活动信息=campaign))


def told(findings: Iterable[Finding], code: str) -> list[str]:
    return [found.details["name"].rpartition("/")[2] for found in findings if found.code == code]


def beside(path: Path, mark: str = "另存") -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}（{mark}，*"))


@pytest.mark.parametrize("command, readable", [*((command, True) for command in COMMANDS), *every(4, [(command, False) for command in COMMANDS])])
def test_it_is_written_beside_told_and_taken_up_the_next_time(place: Workspace, monkeypatch: pytest.MonkeyPatch, command: str, readable: bool) -> None:
    where, work = COMMANDS[command]
    path = where(place)
    before = len(work(place).written)
    old = path.read_bytes()
    changed(place)
    with monkeypatch.context() as patched:
        hold(patched, path, read=readable)
        report = work(place, clock=lambda: dt.datetime(2018, 1, 2, 9))
    assert len(report.written) >= before and report.exit_code < 2
    (new,) = beside(path)
    assert new.name == f"{path.stem}（另存，20180102-090000）.xlsx" and path.read_bytes() == old != new.read_bytes()
    assert told(report.findings, "output-held") == [path.name] and told(report.findings, "output-edited") == []
    said = call(command, str(place.root))
    assert beside(path) == beside(path, "有人改过") == [] and "另存" not in said.stderr
    assert path.read_bytes() != old


@pytest.mark.parametrize("command", every(4, COMMANDS))
def test_the_screen_says_it(place: Workspace, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    where, _ = COMMANDS[command]
    call(command, str(place.root))
    changed(place)
    with monkeypatch.context() as patched:
        hold(patched, where(place))
        said = call(command, str(place.root))
    assert said.exit_code < 2 and f"“{where(place).name}”正被打开，换不了" in said.stderr and beside(where(place))[0].name in said.stderr


@pytest.mark.parametrize("command", every(4, COMMANDS))
def test_what_somebody_types_into_the_one_beside_is_kept(place: Workspace, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    where, work = COMMANDS[command]
    path = where(place)
    work(place)
    changed(place)
    with monkeypatch.context() as patched:
        hold(patched, path)
        work(place)
    (new,) = beside(path)
    book = load_workbook(new)
    book.worksheets[0]["A90"] = "手写"
    book.save(new)
    typed = new.read_bytes()
    report = work(place)
    assert beside(path) == [] and [kept.read_bytes() for kept in beside(path, "有人改过")] == [typed]
    assert told(report.findings, "output-edited") == [path.name]


@pytest.mark.long
def test_it_is_held_for_long(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file beside it, the newest, and nothing is taken for somebody's work."""
    run(place)
    changed(place)
    with monkeypatch.context() as patched:
        hold(patched, place.results)
        for minute, points in enumerate((30, 31, 32), 1):
            (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point(points))
            report = run(place, clock=lambda minute=minute: dt.datetime(2018, 1, 2, 9, minute))
            assert [path.name for path in beside(place.results)] == [f"评优结果（另存，20180102-09{minute:02}00）.xlsx"]
            assert told(report.findings, "output-edited") == []


@pytest.mark.long
def test_a_template_beside_is_none_that_the_rules_no_longer_have(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither while the first is open, nor afterwards; that of a department which is gone is."""
    make_templates(place)
    changed(place)
    with monkeypatch.context() as patched:
        hold(patched, place.templates / TEMPLATE)
        make_templates(place)
        assert make_templates(place).retired == () and len(beside(place.templates / TEMPLATE)) == 1
    place.rules.write_bytes(rules_bytes(**{**SMALL, "班组划分": SMALL["班组划分"][:2]}))
    retired = make_templates(place).retired
    assert len(retired) == 2 and not [path for path in place.templates.glob("*乙科*") if path.is_file()]


@pytest.mark.long
def test_a_template_that_cannot_be_moved_aside(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are written, and it is named: nobody should send it out."""
    make_templates(place)
    place.rules.write_bytes(rules_bytes(**{**SMALL, "班组划分": SMALL["班组划分"][:2]}))
    with monkeypatch.context() as patched:
        hold(patched, place.templates / TEMPLATE)
        report = make_templates(place)
    assert report.exit_code == 0 and report.written and report.retired == ()
    assert told(report.findings, "template-not-retired") == [TEMPLATE]
    assert [path.name for path in make_templates(place).retired] == [TEMPLATE]


def test_rulings_that_nobody_waits_for_any_more_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workspace(workspace(tmp_path, complete()))
    place.output.mkdir()
    stale = place.output / "领导裁定.xlsx"
    make_templates(place)
    stale.write_bytes((place.templates / "领导裁定.xlsx").read_bytes())
    with monkeypatch.context() as patched:
        hold(patched, stale)
        report = run(place)
    assert report.exit_code == 0 and told(report.findings, "output-not-removed") == ["领导裁定.xlsx"]
    assert told(run(place).findings, "output-not-removed") == [] and not stale.exists()


@pytest.mark.long
def test_copies_of_earlier_programs_are_understood(place: Workspace) -> None:
    """Their note holds one checksum for a copy: what nobody touched makes way, what somebody typed is kept and named."""
    check(place)
    copy, note = place.returns / "甲科.xlsx", place.returns / ".副本.json"
    note.write_text(json.dumps({name: checksums[-1] for name, checksums in json.loads(note.read_bytes()).items()}))
    assert told(check(place).findings, "output-edited") == [] and beside(copy, "有人改过") == []
    note.write_text(json.dumps({name: checksums[-1] for name, checksums in json.loads(note.read_bytes()).items()}))
    book = load_workbook(copy)
    book.worksheets[0]["A90"] = "已改"
    book.save(copy)
    typed = copy.read_bytes()
    (place.inbox / "甲科.xlsx").write_bytes(complete()["甲科.xlsx"])
    report = check(place)
    assert told(report.findings, "output-edited") == ["甲科.xlsx"] and not copy.exists()
    assert [kept.read_bytes() for kept in beside(copy, "有人改过")] == [typed]


@pytest.mark.parametrize("note", every(5, ['{"../../收件箱/甲科.xlsx": ["x"], "没有.xlsx": 1}', "[1]", "{", "[" * 100_000, '{"甲科.xlsx": [[1]]}']))
def test_a_note_that_is_damaged_or_forged_costs_nothing(place: Workspace, note: str) -> None:
    check(place)
    (place.returns / ".副本.json").write_text(note)
    submission = (place.inbox / "甲科.xlsx").read_bytes()
    assert check(place).exit_code == 1 and (place.inbox / "甲科.xlsx").read_bytes() == submission
