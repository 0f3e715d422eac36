"""What every command needs: how the inbox is read, and what a terminal shows meanwhile.

Heavy imports wait until they are needed, so that --help answers at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fuwuyue_xlsx.commands.progress import Bar
    from fuwuyue_xlsx.intake.read_inbox import ReadOptions
    from fuwuyue_xlsx.intake.workers.local import Workers
    from fuwuyue_xlsx.workspace import Workspace


def workspace_at(folder: Path, inbox: Path | None = None, output: Path | None = None) -> Workspace:
    """The workspace in a folder; inbox and results folder may be elsewhere."""
    from fuwuyue_xlsx.workspace import Workspace

    return Workspace(folder, inbox, output)


@contextlib.contextmanager
def read_options(workspace: Workspace, passwords: tuple[str, ...] = (), hidden: bool = False, workers: Workers | None = None,
               cached: bool = True) -> Iterator[ReadOptions]:
    """How the inbox is read: every file in a process that may die alone, what was read before from the cache."""
    from fuwuyue_xlsx.intake.cache import Cache
    from fuwuyue_xlsx.intake.read_inbox import ReadOptions
    from fuwuyue_xlsx.intake.workers.local import seldom_collect

    seldom_collect()
    with progress_bar("读取文件", hidden) as progress:
        now = dt.datetime.now(dt.UTC)
        yield ReadOptions(workers or workers_of(), passwords, progress, Cache(workspace.cache) if cached else None, now)


def workers_of(jobs: int | None = None, cluster: str | None = None) -> Workers:
    """The processes of this machine, one a core, or those of a cluster."""
    if cluster is not None:
        from fuwuyue_xlsx.intake.workers.dask_cluster import DaskCluster

        return DaskCluster(cluster)
    from fuwuyue_xlsx.intake.workers.local import LocalProcesses

    # what the evaluation needs is loaded while the first files are read
    return LocalProcesses(jobs or os.cpu_count() or 1, meanwhile=lambda: importlib.import_module("pandas"))


def progress_bar(label: str, hidden: bool = False) -> Bar:
    """A progress bar on a terminal, none when piped."""
    from fuwuyue_xlsx.commands.progress import Bar

    return Bar(label, sys.stderr if sys.stderr.isatty() and not hidden else None)
