"""Ctrl-C in the middle of a run: it ends at once, says so, leaves nobody behind and the old results as they were."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fuwuyue_xlsx.commands.progress import Bar
from tests.support.workspaces import complete, rulebook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
# a reader that takes its time, so that the interrupt falls into the reading
SLOW = """
import os, sys, time
from fuwuyue_xlsx.intake import read_file, read_inbox
def slow(entry, job):
    open(sys.argv[-1] + "/begun", "a").write(f"{os.getpid()}\\n")
    time.sleep(30)
    return read_file.read_packed(entry, job)
read_inbox.read_packed = slow
from fuwuyue_xlsx.cli import main
main(["run", sys.argv[-1], "--no-cache", "--jobs", "2"])
"""


def test_an_interrupt_while_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "评选规则.xlsx").write_bytes(rulebook())
    for name, data in complete().items():
        (tmp_path / "收件箱").mkdir(exist_ok=True)
        (tmp_path / "收件箱" / name).write_bytes(data)
    (tmp_path / "结果").mkdir()
    (tmp_path / "结果" / "评优结果.xlsx").write_bytes(b"old")
    run = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                           preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
    begun = tmp_path / "begun"
    until = time.monotonic() + 60
    while not (begun.exists() and len(begun.read_text().split()) >= 2) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert run.returncode == 2 and said.decode() == "已中止，没有改动原有的结果。\n"
    assert (tmp_path / "结果" / "评优结果.xlsx").read_bytes() == b"old" and len(list((tmp_path / "结果").iterdir())) == 1
    for worker in map(int, begun.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


class Terminal:
    """Keeps what was written to it."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None: ...


def test_the_bar_names_what_is_slow() -> None:
    """So many of so many; a file that takes longer than three seconds is named with its time."""
    now = [0.0]
    terminal = Terminal()
    with Bar("读取文件", terminal, lambda: now[0]) as bar:  # type: ignore[arg-type]
        bar(0, 4, "收件箱/甲.xlsx")
        assert bar.line() == "读取文件 □□□□□□□□□□□□□□□□□□□□ 0/4"
        now[0] = 2.9
        assert "甲" not in bar.line()
        now[0] = 8.0
        assert bar.line().endswith("0/4 正在读 收件箱/甲.xlsx（8 秒）")
        bar(1, 4, "收件箱/乙.xlsx")
        assert bar.line() == "读取文件 ■■■■■□□□□□□□□□□□□□□□ 1/4"
        bar(4, 4)
    assert terminal.text.endswith("■■■■ 4/4\n") and terminal.text.count("\n") == 1


def test_the_bar_watches_by_itself_and_ends_its_line() -> None:
    """Nobody has to tell it that time goes by; when the work breaks off, what follows stands on a line of its own."""
    terminal = Terminal()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Bar("读取文件", terminal, lambda: 10 * (time.monotonic() - began)) as bar:  # type: ignore[arg-type]
        bar(1, 4, "收件箱/慢.xlsx")
        while "收件箱/慢.xlsx" not in terminal.text and time.monotonic() - began < 10:
            time.sleep(0.05)
        raise KeyboardInterrupt
    assert "正在读 收件箱/慢.xlsx" in terminal.text and terminal.text.endswith("\n")
    silent = Terminal()
    with Bar("读取文件", None) as bar:
        bar(1, 1)
    assert silent.text == ""
