"""A real cluster of two workers reads the same as this machine, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.intake import scan_inbox
from fuwuyue_xlsx.intake.cache import Cache
from fuwuyue_xlsx.intake.read_inbox import ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.dask_cluster import DaskCluster
from fuwuyue_xlsx.intake.workers.local import Death, WorkersLost
from tests.support.altered_books import foreign_book
from tests.support.filled_books import put_inbox
from tests.support.intake_report import everything_read
from tests.support.workspaces import complete, rulebook, rules

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")
RULES = rules()
COPIES = 12


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers of one thread each, as processes of their own that are started again when they die.

    The cluster gives up a worker that is not back in 15 seconds, which a busy machine may well take to start it again.
    """
    with (dask.config.set({"distributed.deploy.lost-worker-timeout": "5 minutes"}),
          distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made):
        yield made


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The complete inbox, foreign books among it so that there is something to do, and one older copy."""
    more = {f"别的{number:02d}.xlsx": foreign_book(f"表{number}") for number in range(COPIES)}
    older = {"旧/甲科.xlsx": complete()["乙科.xlsx"], "旧/甲科2.xlsx": complete()["甲科.xlsx"]}
    return put_inbox(tmp_path, {**complete(), **more, **older})


def read(root: Path, options: ReadOptions) -> tuple[Any, ...]:
    return everything_read(read_inbox(root / "收件箱", root, RULES, options))


@pytest.mark.smoke
def test_the_same_as_here(cluster: Any, inbox: Path, tmp_path: Path) -> None:
    assert read(tmp_path, ReadOptions(DaskCluster(cluster.scheduler_address))) == read(tmp_path, ReadOptions())


def test_files_that_the_workers_do_not_see_reach_them_as_bytes(cluster: Any, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To a worker another file stands at the path: it must not read that one."""
    here = read(tmp_path, ReadOptions())
    on_disk = scan_inbox._on_disk
    monkeypatch.setattr(scan_inbox, "_on_disk", lambda path: (*on_disk(path)[:2], 5))
    assert read(tmp_path, ReadOptions(DaskCluster(cluster.scheduler_address))) == here


@pytest.mark.long
def test_a_worker_killed_in_mid_run(cluster: Any, inbox: Path, tmp_path: Path) -> None:
    """Its files are given to the other, and to the one that takes its place."""
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2)
        victims = list(client.run(os.getpid).values())
    killed: list[int] = []

    def progress(done: int, total: int, waiting: str = "") -> None:
        if done == 3 and not killed:
            killed.append(victims[0])
            os.kill(victims[0], signal.SIGKILL)

    options = ReadOptions(DaskCluster(cluster.scheduler_address), progress=progress)
    assert read(tmp_path, options) == read(tmp_path, ReadOptions()) and killed


def act(word: str, shared: str) -> str:
    """What a reader of files might do."""
    if word == "abort":
        os.abort()
    if word == "hang":
        time.sleep(60)
    if word == "fail":
        raise MemoryError
    return f"{shared} {word}"


@pytest.mark.long
def test_whoever_dies_dies_alone(cluster: Any) -> None:
    """As in processes of this machine, where the last word on such a file is spoken; results come in order."""
    words = ["a", "abort", "b", "fail", "c", "d", "e"]
    results = list(DaskCluster(cluster.scheduler_address).run(act, words, "did", lambda word: (60, 1 << 40)))
    assert results == ["did a", Death(False), "did b", Death(False), "did c", "did d", "did e"]


@pytest.mark.long
def test_a_file_that_never_ends(cluster: Any) -> None:
    results = list(DaskCluster(cluster.scheduler_address).run(act, ["a", "hang", "b"], "did", lambda word: (3, 1 << 40)))
    assert results == ["did a", Death(True), "did b"]


def test_another_program_is_refused(cluster: Any) -> None:
    """Two versions might read a file in two ways."""
    workers = DaskCluster(cluster.scheduler_address)
    workers.program = "another"
    with pytest.raises(WorkersLost, match="cluster-other-program"):
        list(workers.run(act, ["a"], "did", lambda word: (60, 1 << 40)))


def test_nobody_there() -> None:
    with pytest.raises(WorkersLost, match="cluster-unreachable"):
        list(DaskCluster("tcp://127.0.0.1:9").run(act, ["a"], "did", lambda word: (60, 1 << 40)))


@pytest.mark.long
def test_the_command(cluster: Any, inbox: Path, tmp_path: Path) -> None:
    """The same results, written here; what was read is kept here, so that a second run asks the cluster for nothing."""
    (tmp_path / "评选规则.xlsx").write_bytes(rulebook())
    runner = CliRunner()
    here = runner.invoke(main, ["run", str(tmp_path), "--json", "--no-cache", "--output", str(tmp_path / "甲")])
    there = runner.invoke(main, ["run", str(tmp_path), "--json", "--cluster", cluster.scheduler_address, "--output", str(tmp_path / "乙")])
    first, second = (json.loads(result.stdout) for result in (here, there))
    assert {**first, "outputs": 0} == {**second, "outputs": 0} and here.exit_code == there.exit_code
    known = ReadOptions(DaskCluster("tcp://127.0.0.1:9"), cache=Cache(tmp_path / "缓存"))
    for file in (tmp_path / "收件箱").rglob("*.xlsx"):
        file.parent.name == "旧" and file.unlink()
    read_inbox(tmp_path / "收件箱", tmp_path, RULES, replace(known))


@pytest.mark.long
def test_the_command_without_a_cluster(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "评选规则.xlsx").write_bytes(rulebook())
    result = CliRunner().invoke(main, ["run", str(tmp_path), "--cluster", "tcp://127.0.0.1:9"])
    assert result.exit_code == 2 and "连不上集群“tcp://127.0.0.1:9”" in result.stderr
    assert not (tmp_path / "结果" / "评优结果.xlsx").exists()
