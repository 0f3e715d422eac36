"""What every command needs: how the inbox is read, what a terminal shows meanwhile, how the outcome is told.

Heavy imports wait until they are needed, so that --help answers at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fuwuyue_xlsx.commands.check import CheckReport
    from fuwuyue_xlsx.commands.progress import Bar
    from fuwuyue_xlsx.commands.run import RunReport
    from fuwuyue_xlsx.intake.read_inbox import ReadOptions
    from fuwuyue_xlsx.intake.workers.local import Workers
    from fuwuyue_xlsx.messages.findings import Finding
    from fuwuyue_xlsx.workspace import Workspace


def say_findings(findings: tuple[Finding, ...], most: int = 30) -> None:
    """The findings, one line for those of one cause."""
    from fuwuyue_xlsx.commands.console import finding_lines

    for line in finding_lines(findings, most):
        print(line, file=sys.stderr)


def say_result(report: RunReport, workspace: Workspace) -> None:
    """Who wins, what is open, what to mend, where it was written."""
    from fuwuyue_xlsx.commands.console import finding_lines, hint_lines, shown, summary_lines
    from fuwuyue_xlsx.forms.makers import PRINTED

    for line in summary_lines(report.outcome) if report.outcome else ():
        print(line)
    for line in [*finding_lines(report.findings), *hint_lines(report.findings)]:
        print(line, file=sys.stderr)
    if any((workspace.output / name).exists() for name in PRINTED):
        print("“结果”里的公示名单、奖状等是以前生成的，不随这次运行更新；要用请重新运行 fuwuyue forms。", file=sys.stderr)
    say_elsewhere(report, workspace)
    print(f"结果工作簿：{shown(report.written['results'])}")
    if report.asked is not None:
        print(f"等待裁定的事项：{shown(report.asked)}，填好放进收件箱，再运行一次")


def say_elsewhere(report: RunReport, workspace: Workspace) -> None:
    """That the results stand under another name: whoever opens the old file would take it for the new one."""
    written = report.written["results"]
    if written != workspace.results:
        print(f"“{workspace.results.name}”正被打开，换不了；新结果另存为“{written.name}”，关闭旧的再运行一次即可。", file=sys.stderr)


def say_failure(code: str, **details: Any) -> None:
    """The JSON object of a command that could not even begin, or did not end."""
    from fuwuyue_xlsx.messages.findings import finding
    from fuwuyue_xlsx.report.json_report import failure

    _write_json(failure([finding(code, **details)]))


def say_json(report: RunReport, workspace: Workspace) -> None:
    """The run as one JSON object on standard output."""
    from fuwuyue_xlsx.intake.scan_inbox import shown_path
    from fuwuyue_xlsx.report.json_report import as_json, failure

    if report.exit_code == 2 or report.outcome is None:
        said = failure(report.findings)
    else:
        outputs = {name: shown_path(path, workspace.root) for name, path in report.written.items()}
        said = as_json(report.outcome, outputs)
    _write_json(said)


def say_check_json(report: CheckReport, workspace: Workspace) -> None:
    """The end of a check as one JSON object on standard output."""
    from fuwuyue_xlsx.intake.scan_inbox import shown_path
    from fuwuyue_xlsx.report.json_report import check_as_json, failure

    copies = {name: shown_path(path, workspace.root) for name, path in report.written.items()}
    _write_json(failure(report.findings) if report.stopped else check_as_json(report.files, report.findings, copies))


def _write_json(said: dict[str, Any]) -> None:
    """UTF-8 whatever the console's encoding; a lone surrogate in a file's name becomes a ?."""
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


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
