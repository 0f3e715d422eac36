"""Processes that may die: a file that kills its reader costs itself alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake import read_inbox as read_module
from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.read_file import Job, read_packed
from fuwuyue_xlsx.intake.read_inbox import ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import Death, InThisProcess, LocalProcesses
from tests.support.altered_books import foreign_book, right_book
from tests.support.filled_books import put_inbox, small_rules, template
from tests.support.intake_report import states

pytestmark = pytest.mark.smoke
RULES = small_rules()
MUCH = 1 << 40


def act(word: str, shared: str) -> str:
    """What a reader of files might do."""
    if word == "abort":
        os.abort()
    if word == "exit":
        os._exit(3)
    if word == "hang":
        time.sleep(60)
    if word == "eat":
        return str(len(bytearray(1 << 32)))
    return f"{shared} {word}"


def quick(word: str) -> tuple[int, int]:
    return (1 if word == "hang" else 60), (1 << 28 if word == "eat" else MUCH)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_whoever_dies_dies_alone(jobs: int) -> None:
    """Every other item has its result, in order; the dead are told from the slow."""
    words = ["a", "abort", "b", "hang", "c", "exit", "d", "abort", "e"]
    results = list(LocalProcesses(jobs).run(act, words, "did", quick))
    wanted: list[Any] = [f"did {word}" for word in words]
    for at, word in enumerate(words):
        if word in ("abort", "exit", "hang"):
            wanted[at] = Death(too_slow=word == "hang")
    assert results == wanted


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not bound memory")
def test_memory_is_bounded() -> None:
    """Four gigabytes are not to be had where a quarter was allowed: that call is lost, the next is served."""
    assert list(LocalProcesses(1).run(act, ["eat", "b"], "did", quick)) == [Death(too_slow=False), "did b"]


def test_both_kinds_of_workers_give_the_same() -> None:
    for workers in (InThisProcess(), LocalProcesses(2)):
        assert list(workers.run(act, ["x", "y"], "z", quick)) == ["z x", "z y"]
        assert list(workers.run(act, [], "z", quick)) == []


def deadly(entry: InboxEntry, job: Job) -> bytes:
    """Reading that dies of what its name says."""
    act(entry.path.stem.split("_")[0], "")
    return read_packed(entry, job)


@pytest.fixture
def deadly_inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files that end their reader among ours."""
    monkeypatch.setattr(read_module, "read_packed", deadly)
    monkeypatch.setattr(read_module, "costs_of", lambda size: (2, MUCH))
    return put_inbox(tmp_path, {
        "甲.xlsx": right_book(RULES),
        "abort_一份.xlsx": template(RULES, "department", "乙科"),
        "abort_二份.xlsx": foreign_book(),
        "hang_科室填报表.xlsx": foreign_book(),
        "登记.xlsx": template(RULES, "incidents"),
    })


def test_a_file_that_kills_its_reader(deadly_inbox: Path, tmp_path: Path) -> None:
    """It is listed with the reason, an error whatever its name: nobody knows what it holds. The others are used."""
    intake = read_inbox(deadly_inbox, tmp_path, RULES, ReadOptions(LocalProcesses(2)))
    assert states(intake) == {"甲.xlsx": "used", "登记.xlsx": "used", "abort_一份.xlsx": "rejected", "abort_二份.xlsx": "rejected",
                              "hang_科室填报表.xlsx": "rejected"}
    told = {(p.place.file.removeprefix("收件箱/"), p.code, p.severity.value) for p in intake.findings if p.code.startswith("file-")}
    assert told == {("abort_一份.xlsx", "file-kills-reader", "error"), ("abort_二份.xlsx", "file-kills-reader", "error"),
                    ("hang_科室填报表.xlsx", "file-too-slow", "error")}
    assert all(file.reason for file in intake.files if file.state == "rejected")


def test_a_file_that_vanishes_or_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not the same before and after is still being copied."""
    inbox = put_inbox(tmp_path, {"去.xlsx": foreign_book(), "长.xlsx": foreign_book(), "留.xlsx": right_book(RULES)})
    read_bytes = Path.read_bytes

    def changing(path: Path) -> bytes:
        data = read_bytes(path)
        if path.name == "去.xlsx":
            path.unlink()
        if path.name == "长.xlsx":
            with path.open("ab") as more:
                more.write(b"more")
        return data

    monkeypatch.setattr(Path, "read_bytes", changing)
    intake = read_inbox(inbox, tmp_path, RULES)
    assert {file.name: [p.code for p in file.findings] for file in intake.files if file.name != "留.xlsx"} == {
        "去.xlsx": ["file-vanished"], "长.xlsx": ["file-copying"]}
    assert states(intake)["留.xlsx"] == "used"


def test_a_folder_nobody_may_look_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in it may matter: an error, listed once."""
    inbox = put_inbox(tmp_path, {"a.xlsx": foreign_book(), "密/b.xlsx": foreign_book()})
    scandir = os.scandir

    def closed(path: Any) -> Any:
        if str(path).endswith("密"):
            raise PermissionError(13, "closed", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    intake = read_inbox(inbox, tmp_path, RULES)
    assert [(file.path, [p.code for p in file.findings]) for file in intake.files][1:] == [("收件箱/密", ["folder-unreadable"])]
    assert [p.code for p in intake.findings if p.blocks] == ["folder-unreadable"]


def test_something_else_is_done_while_the_workers_begin() -> None:
    done: list[str] = []
    assert list(LocalProcesses(1, meanwhile=lambda: done.append("x")).run(act, ["a"], "z", quick)) == ["z a"]
    assert done == ["x"]
    assert list(LocalProcesses(1, meanwhile=lambda: done.append("x")).run(act, [], "z", quick)) == [] and done == ["x"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_waits_until_the_workers_have_begun() -> None:
    """What is begun is ended first; then it breaks off the run, and the handler is the old one again."""
    done: list[str] = []

    def meanwhile() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append("whole")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(LocalProcesses(1, meanwhile).run(act, ["a"], "z", quick))
        assert done == ["whole"] and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        assert list(LocalProcesses(1, meanwhile).run(act, ["a"], "z", quick)) == ["z a"]
    finally:
        signal.signal(signal.SIGINT, before)
