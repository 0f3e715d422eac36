"""What every command needs: how the inbox is read, what a terminal shows meanwhile, how the outcome is told.

Heavy imports wait until they are needed, so that --help answers at once.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fuwuyue_xlsx.intake.read import Reading
    from fuwuyue_xlsx.intake.workers import Workers
    from fuwuyue_xlsx.pipeline import RunReport
    from fuwuyue_xlsx.problems import Problem
    from fuwuyue_xlsx.progress import Bar
    from fuwuyue_xlsx.workspace import Workspace


def say_problems(problems: tuple[Problem, ...], most: int = 30) -> None:
    """The findings, one line for those of one cause."""
    from fuwuyue_xlsx.console import problem_lines

    for line in problem_lines(problems, most):
        print(line, file=sys.stderr)


def say_result(report: RunReport, workspace: Workspace) -> None:
    """Who wins, what is open, what to mend, where it was written."""
    from fuwuyue_xlsx.console import hint_lines, problem_lines, shown, summary_lines
    from fuwuyue_xlsx.results.forms.makers import PRINTED

    for line in summary_lines(report.outcome) if report.outcome else ():
        print(line)
    for line in [*problem_lines(report.problems), *hint_lines(report.problems)]:
        print(line, file=sys.stderr)
    if any((workspace.output / name).exists() for name in PRINTED):
        print("“结果”里的公示名单、奖状等是以前生成的，不随这次运行更新；要用请重新运行 fuwuyue forms。", file=sys.stderr)
    say_elsewhere(report, workspace)
    print(f"结果工作簿：{shown(report.written['results'])}")


def say_elsewhere(report: RunReport, workspace: Workspace) -> None:
    """That the results stand under another name: whoever opens the old file would take it for the new one."""
    written = report.written["results"]
    if written != workspace.results:
        print(f"“{workspace.results.name}”正被打开，换不了；新结果另存为“{written.name}”，关闭旧的再运行一次即可。", file=sys.stderr)


def say_failure(code: str, **details: str) -> None:
    """The JSON object of a command that could not even begin, or did not end."""
    from fuwuyue_xlsx.problems import problem
    from fuwuyue_xlsx.results.contract import failure

    _write_json(failure([problem(code, **details)]))


def say_json(report: RunReport, workspace: Workspace) -> None:
    """The run as one JSON object on standard output."""
    from fuwuyue_xlsx.intake.listing import shown_path
    from fuwuyue_xlsx.results.contract import as_json, failure

    if report.exit_code == 2 or report.outcome is None:
        said = failure(report.problems)
    else:
        outputs = {name: shown_path(path, workspace.root) for name, path in report.written.items()}
        said = as_json(report.outcome, outputs)
    _write_json(said)


def _write_json(said: dict[str, Any]) -> None:
    """UTF-8 whatever the console's encoding; a lone surrogate in a file's name becomes a ?."""
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


@contextlib.contextmanager
def reading_of(workspace: Workspace, passwords: tuple[str, ...] = (), hidden: bool = False, workers: Workers | None = None,
               cached: bool = True) -> Iterator[Reading]:
    """How the inbox is read: every file in a process that may die alone, what was read before from the cache."""
    from fuwuyue_xlsx.intake.cache import Cache
    from fuwuyue_xlsx.intake.read import Reading
    from fuwuyue_xlsx.intake.workers import seldom_collect

    seldom_collect()
    with progress_bar("读取文件", hidden) as progress:
        yield Reading(workers or workers_of(), passwords, progress, Cache(workspace.cache) if cached else None)


def workers_of(jobs: int | None = None, cluster: str | None = None) -> Workers:
    """The processes of this machine, one a core, or those of a cluster."""
    if cluster is not None:
        from fuwuyue_xlsx.intake.cluster import DaskCluster

        return DaskCluster(cluster)
    from fuwuyue_xlsx.intake.workers import LocalProcesses

    # what the evaluation needs is loaded while the first files are read
    return LocalProcesses(jobs or os.cpu_count() or 1, meanwhile=lambda: importlib.import_module("pandas"))


def progress_bar(label: str, hidden: bool = False) -> Bar:
    """A progress bar on a terminal, none when piped."""
    from fuwuyue_xlsx.progress import Bar

    return Bar(label, sys.stderr if sys.stderr.isatty() and not hidden else None)
