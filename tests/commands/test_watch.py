"""Watching: a run when something has changed and come to rest, and none while it is still being copied."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from fuwuyue_xlsx.commands.watch import AT_REST_AFTER, LOOK_EVERY, changes, snapshot
from fuwuyue_xlsx.workspace import Workspace
from tests.support.workspaces import workspace

CALM = int(AT_REST_AFTER / LOOK_EVERY) + 1


def runs(seen: list[str]) -> list[int]:
    """What is seen at each look → at which look a run begins. The end of the list ends the watch."""
    looks: list[int] = []
    begun: list[int] = []

    def look() -> frozenset:
        if len(looks) == len(seen):
            raise KeyboardInterrupt
        looks.append(1)
        return frozenset({(seen[len(looks) - 1], 0, 0)})

    try:
        for _ in changes(look, sleep=lambda _: None):
            begun.append(len(looks))
    except KeyboardInterrupt:
        pass
    return begun


def test_one_run_at_the_start_and_none_while_nothing_changes() -> None:
    assert runs(["a"] * 30) == [CALM + 1]


def test_one_run_for_each_change_that_has_come_to_rest() -> None:
    """Three steps of one copy are one change; a file that comes and goes again is none."""
    growing = ["a"] * (CALM + 2) + ["a1", "a12", "a123"] + ["a123"] * 10
    assert len(runs(growing)) == 2
    assert len(runs(["a"] * (CALM + 2) + ["b"] + ["a"] * 20)) == 1


def test_what_is_looked_at(tmp_path: Path) -> None:
    """The rules and every file of the inbox, in subfolders too; results are not."""
    root = workspace(tmp_path)
    before = snapshot(Workspace(root))
    (root / "结果").mkdir(exist_ok=True)
    (root / "结果" / "x.xlsx").write_bytes(b"x")
    assert snapshot(Workspace(root)) == before
    folder = root / "收件箱" / "子"
    folder.mkdir()
    (folder / "y.txt").write_bytes(b"y")
    assert len(snapshot(Workspace(root))) == len(before) + 1
    os.utime(root / "评选规则.xlsx", (1, 1))
    assert snapshot(Workspace(root)) != before


def test_the_command_runs_and_ends_cleanly(tmp_path: Path) -> None:
    """Ctrl-C ends it with a word; the results of the run stand."""
    root = workspace(tmp_path)
    process = subprocess.Popen([sys.executable, "-m", "fuwuyue_xlsx", "watch", str(root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # whoever started us may ignore it
    end = time.monotonic() + 90
    while not (root / "结果" / "评优结果.xlsx").exists() and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (root / "结果" / "评优结果.xlsx").exists()
    assert process.returncode == 0 and "Traceback" not in errors.decode() and "守着" in errors.decode()
