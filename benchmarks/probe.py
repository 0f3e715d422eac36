"""One measured thing in a process of its own: `python benchmarks/probe.py WHAT [FOLDER] [options]` prints one JSON line.

wall, cpu: seconds of the thing itself, after imports; cpu counts the processes it started and ended too.
peak, worker_peak: the most memory this process, and the largest process it started, ever held, in MB of 1,000,000 bytes.
printed: of that what holds the rows and files which the results workbook prints (read).
Nothing heavy is imported before a thing needs it, so that memory and start-up are those of the thing.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MB = 1_000_000
# Linux tells kilobytes, macOS bytes
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
BOOKS = ".xlsx"
BUSY_LOOP = 12_000_000

Told = dict[str, Any]


def spreadsheets(folder: Path) -> list[Path]:
    """Every workbook of a workspace's inbox, in a fixed order."""
    return sorted((folder / "收件箱").rglob(f"*{BOOKS}"))


def calamine(options: argparse.Namespace) -> Told:
    """The floor: every sheet of every file as python-calamine gives it."""
    from python_calamine import CalamineWorkbook

    def work() -> Told:
        rows = 0
        for path in spreadsheets(options.folder):
            with path.open("rb") as file:
                book = CalamineWorkbook.from_filelike(file)
                rows += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
        return {"rows": rows}

    return measured(work)


def inflate(options: argparse.Namespace) -> Told:
    """Every part of every file unpacked."""
    return measured(lambda: {"bytes": sum(_unpacked(path) for path in spreadsheets(options.folder))})


def _unpacked(path: Path) -> int:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return sum(len(archive.read(name)) for name in archive.namelist())


def openpyxl(options: argparse.Namespace) -> Told:
    """The usual script: `pandas.read_excel` of every sheet with openpyxl. With --sample N evenly chosen department
    books stand for the whole; `scale` says by how much, in unpacked bytes."""
    import warnings

    import openpyxl as _  # noqa: F401  pandas takes it when it first reads
    import pandas

    files = spreadsheets(options.folder)
    chosen = sample_of(files, options.sample)
    scale = 1.0 if chosen == files else sum(map(_unpacked, files)) / sum(map(_unpacked, chosen))

    def work() -> Told:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path in chosen:
                pandas.read_excel(path, sheet_name=None, engine="openpyxl")
        return {"files": len(chosen), "scale": scale}

    return measured(work)


def sample_of(files: list[Path], most: int | None) -> list[Path]:
    """At most so many department books, evenly spread; all files when none is asked for or there are no more."""
    books = [path for path in files if path.parent.name == "科室"]
    if most is None or len(books) <= most:
        return files
    return [books[number * len(books) // most] for number in range(most)]


def read(options: argparse.Namespace) -> Told:
    """Our own reading: rules, then the whole inbox, read, checked and accounted for."""
    import pebble as _  # noqa: F401  the workers take it when they first start

    from fuwuyue_xlsx.intake.read_inbox import read_inbox
    from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
    from fuwuyue_xlsx.workspace import Workspace

    workspace = Workspace(options.folder)
    reading = reading_of(options.jobs, options.cache)
    kept: list[Any] = []

    def work() -> Told:
        rules, findings = read_rules_file(workspace.rules)
        if rules is None:
            raise SystemExit("\n".join(found.line() for found in findings))
        intake = read_inbox(workspace.inbox, workspace.root, rules, reading)
        if reading.cache:
            reading.cache.keep()
        kept.append(intake)
        unread = [file.path for file in intake.files if file.state != "used"]
        return {"files": len(intake.files), "unread": unread[:3], "missing": len(rules.departments) - len(intake.submitted)}

    # the peak is that of the reading, not of the counting
    told = {**measured(work), **peaks()}
    return {**told, "printed": size_of(kept)}


def size_of(thing: Any) -> float:
    """The MB that plain data takes: records, containers, tables and what they hold, each thing once."""
    # held, so that no other thing gets its id
    seen: dict[int, Any] = {}
    waiting, size = [thing], 0
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, type):
            seen[id(one)] = one
            own, parts = _taken_apart(one)
            size += own
            waiting += parts
    return size / MB


def _taken_apart(thing: Any) -> tuple[int, list[Any]]:
    """(the bytes of a thing itself, what it holds)"""
    kind = type(thing).__name__
    if kind == "DataFrame":
        return 0, [thing[name].to_numpy() for name in thing.columns]
    if kind == "ndarray":
        return thing.nbytes, thing.tolist() if thing.dtype == object else []
    own = sys.getsizeof(thing)
    if isinstance(thing, dict):
        return own, [*thing, *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        return own, [*thing]
    slots = [getattr(thing, name) for name in getattr(type(thing), "__slots__", ()) if hasattr(thing, name)]
    return own, [*slots, vars(thing)] if hasattr(thing, "__dict__") else slots


def reading_of(jobs: int, cache: Path | None) -> Any:
    """How the inbox is read. `cache`: where what was read before is kept; None reads all anew."""
    from fuwuyue_xlsx.intake.cache import Cache
    from fuwuyue_xlsx.intake.read_inbox import ReadOptions
    from fuwuyue_xlsx.intake.workers.local import LocalProcesses

    return ReadOptions(LocalProcesses(jobs), cache=Cache(cache) if cache else None)


def run(options: argparse.Namespace) -> Told:
    """The command as `python -m fuwuyue_xlsx run` runs it, in this very process, so that its own memory and that of
    its workers can be told apart. Whoever wants start-up in the figure takes the time outside."""
    import runpy

    sys.argv = ["fuwuyue", "run", str(options.folder), "--quiet", "--jobs", str(options.jobs)]
    sys.argv += [] if options.cached else ["--no-cache"]

    def work() -> Told:
        try:
            runpy.run_module("fuwuyue_xlsx", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            if end.code not in (0, 1):
                raise
            return {"exit_code": end.code}
        raise AssertionError("a command ends by exiting")

    return measured(work)


def busy(options: argparse.Namespace) -> Told:
    """The control: the same loop in so many processes at once. Takes the time of one when each has a core to itself."""
    import multiprocessing

    processes = [multiprocessing.Process(target=_spin) for _ in range(options.jobs)]

    def work() -> Told:
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return {"processes": len(processes)}

    return measured(work)


def _spin() -> None:
    number = 0
    for _ in range(BUSY_LOOP):
        number += 1


def make(options: argparse.Namespace) -> Told:
    """Make the workspace that others measure."""
    from benchmarks.workspaces import make_survey, make_workspace

    def work() -> Told:
        if options.answers:
            make_survey(options.folder, options.answers, options.departments)
        else:
            make_workspace(options.folder, options.departments)
        return {"files": len(spreadsheets(options.folder))}

    return measured(work)


def measured(work: Callable[[], Told]) -> Told:
    """What the work tells, with the seconds it took by the clock and by the processors."""
    begun, used = time.perf_counter(), _processor()
    told = work()
    return {"wall": time.perf_counter() - begun, "cpu": _processor() - used, **told}


def _processor() -> float:
    """Seconds this process and those it has waited for spent computing."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peaks() -> Told:
    """The most memory held by this process, and by the largest it has waited for (0: there was none)."""
    own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"peak": own * MAXRSS_UNIT / MB, "worker_peak": others * MAXRSS_UNIT / MB}


THINGS: dict[str, Callable[[argparse.Namespace], Told]] = {
    thing.__name__: thing for thing in (calamine, inflate, openpyxl, read, run, busy, make)
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=THINGS)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), help="the workspace")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes (read, run), busy processes (busy)")
    parser.add_argument("--cache", type=Path, help="read: where what was read before is kept")
    parser.add_argument("--cached", action="store_true", help="run: without --no-cache")
    parser.add_argument("--sample", type=int, help="openpyxl: so many department books stand for all")
    parser.add_argument("--departments", type=int, default=4, help="make: so many department books")
    parser.add_argument("--answers", type=int, help="make: a survey of so many answers")
    options = parser.parse_args()
    told = THINGS[options.what](options)
    print(json.dumps({**peaks(), **told}))


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    main()
