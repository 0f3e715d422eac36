"""How fast and how large everything is, against what is possible on this machine now: `python benchmarks/measure.py`.

Prints tables; README.md beside it says what the lines mean. Exit code 0 whatever the figures, 1 when something could
not be measured. Every measured thing is a process of its own; this one stays small.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

from benchmarks import plan, report  # noqa: E402  after the path is set
from benchmarks.changing import one_changed  # noqa: E402
from benchmarks.probe import MAXRSS_UNIT, MB  # noqa: E402
from benchmarks.report import Findings, Sample  # noqa: E402
from benchmarks.things import QUICK, Before, Group, Place, Sizes, Thing  # noqa: E402

HERE = ROOT / "benchmarks"
RESULTS = "结果"
# what a generated workspace is made by; when it changes, kept ones are made again
MAKERS = ("benchmarks/workspaces.py", "fuwuyue_xlsx/schema", "fuwuyue_xlsx/rules", "fuwuyue_xlsx/templates", "fuwuyue_xlsx/workbook")


class Failed(Exception):
    """A process did not end well; the text is its last words."""


def measure(chosen: Iterable[Group], folder: Path, times: int) -> list[Findings]:
    """Every group measured in turn, its workspaces made first if they are not there."""
    compileall.compile_dir(ROOT / "fuwuyue_xlsx", quiet=2)
    return [_measure_group(group, folder, times * group.factor) for group in chosen]


def _measure_group(group: Group, folder: Path, rounds: int) -> Findings:
    findings = Findings(group)
    try:
        for place in group.places:
            _provide(place, folder)
    except Failed as why:
        findings.failures = {thing.key: f"no workspace: {why}" for thing in group.things}
        return findings
    if any(thing.place == plan.EXAMPLE for thing in group.things):
        shutil.rmtree(folder / plan.EXAMPLE, ignore_errors=True)
        shutil.copytree(ROOT / "examples" / "2017", folder / plan.EXAMPLE, ignore=shutil.ignore_patterns(RESULTS))
    for stale in folder.glob("cache-*"):
        shutil.rmtree(stale)
    for number in range(rounds):
        for thing in group.things:
            if thing.key not in findings.failures and (not thing.once or number == rounds // 2):
                _say(f"{group.name} {number + 1}/{rounds}: {thing.key}: {thing.what}")
                _take(thing, folder, number, findings)
    return findings


def _take(thing: Thing, folder: Path, number: int, findings: Findings) -> None:
    """One sample of a thing into the findings, or why there is none."""
    try:
        with _prepared(thing, folder, number):
            sample, told = one_sample(thing, folder)
    except Failed as why:
        findings.failures[thing.key] = str(why)
        return
    findings.samples.setdefault(thing.key, []).append(sample)
    for remark in _remarks(thing, told):
        if remark not in findings.remarks:
            findings.remarks.append(remark)


def _remarks(thing: Thing, told: dict[str, Any]) -> list[str]:
    """What makes figures mean less than they seem to."""
    unread = [f"{thing.place}: not read, the figures lack it: {path}" for path in told.get("unread", ())]
    return [*unread, *([f"{thing.place}: {told['missing']} departments' books missing"] if told.get("missing") else [])]


@contextlib.contextmanager
def _prepared(thing: Thing, folder: Path, number: int) -> Any:
    """The state in which a thing begins."""
    workspace = folder / thing.place
    if thing.before is Before.NO_RESULTS:
        shutil.rmtree(workspace / RESULTS, ignore_errors=True)
    if thing.before in (Before.READ_ONCE, Before.ONE_CHANGED):
        one_sample(thing, folder)
    with one_changed(workspace, number + 1) if thing.before is Before.ONE_CHANGED else contextlib.nullcontext():
        yield


def one_sample(thing: Thing, folder: Path) -> tuple[Sample, dict[str, Any]]:
    """Run a thing once: what it took and what it told. Raises Failed."""
    wall, usage, output = _run([word.replace("{folder}", str(folder)).replace("{probe}", str(HERE / "probe.py")) for word in thing.command])
    told: dict[str, Any] = {}
    if thing.command[0] == "{probe}":
        told = json.loads(output.splitlines()[-1])
    scale = told.get("scale", 1.0)
    if thing.inside:
        wall, cpu = told["wall"], told["cpu"]
    else:
        cpu = usage.ru_utime + usage.ru_stime
    peak = told.get("peak", usage.ru_maxrss * MAXRSS_UNIT / MB)
    return Sample(wall * scale, cpu * scale, peak, told.get("worker_peak", 0.0), told.get("printed", 0.0)), told


def _run(words: Sequence[str]) -> tuple[float, resource.struct_rusage, str]:
    """A Python process from start to exit: seconds, what it and its children used, what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, *words], stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        # a run that finds open matters ends with 1, and so does a Python that stumbles: only the latter says so
        said = errors.read().decode("utf-8", "replace").strip()
        if code not in (0, 1) or "Traceback (most recent call last)" in said:
            raise Failed(f"exit code {code}: {said.splitlines()[-1] if said else 'without a word'}")
        return wall, usage, output.read().decode("utf-8", "replace")


def _provide(place: Place, folder: Path) -> None:
    """The workspace, made unless it is there whole and made by the same code; its files read once, to be in memory."""
    workspace, mark, now = folder / place.name, folder / f"{place.name}.made", made_by()
    if not mark.exists() or mark.read_text("ascii") != now:
        _say(f"making {workspace.name}")
        mark.unlink(missing_ok=True)
        shutil.rmtree(workspace, ignore_errors=True)
        answers = ["--answers", str(place.answers)] if place.answers else []
        _run([str(HERE / "probe.py"), "make", str(workspace), "--departments", str(place.departments), *answers])
        mark.write_text(now, "ascii")
    for path in workspace.rglob("*.xlsx"):
        path.read_bytes()


def made_by() -> str:
    """A mark of the code that makes workspaces."""
    found = hashlib.sha256()
    for name in MAKERS:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*.py")]):
            found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _machine() -> str:
    return f"{dt.date.today()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def text_of(all_findings: Sequence[Findings], quick: bool) -> str:
    """The whole report."""
    head = [_machine(), *(["A quick trial: sizes are small, the targets are meant for the full ones."] if quick else []), ""]
    sections = [line for findings in all_findings for line in report.section(findings)]
    return "\n".join([*head, *sections, *report.conclusion(all_findings)])


def as_json(all_findings: Sequence[Findings]) -> dict[str, Any]:
    """Every sample and every comparison, by group."""
    return {"machine": _machine(), "groups": {
        findings.group.name: {
            "samples": {key: [dataclasses.asdict(sample) for sample in samples] for key, samples in findings.samples.items()},
            "failures": findings.failures, "remarks": findings.remarks,
            "comparisons": [{**dataclasses.asdict(one.comparison), "value": one.value, "cpu": one.cpu, "verdict": one.verdict}
                            for one in report.judged_all(findings)],
        } for findings in all_findings}}


def main(arguments: Sequence[str] | None = None, sizes: Sizes | None = None) -> int:
    """The command. `sizes`: instead of the full or quick ones."""
    names = [group.name for group in plan.groups(Sizes())]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100 books and 20,000 answers at most, for trying it out")
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"only these: {', '.join(names)}")
    parser.add_argument("--times", type=int, default=3, help="rounds (3); medians are taken over them, long things are measured once")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the generated workspaces here, for the next time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample and every figure here")
    parser.add_argument("--write-readme", action="store_true", help="put the tables into benchmarks/README.md")
    options = parser.parse_args(arguments)
    chosen = [group for group in plan.groups(sizes or (QUICK if options.quick else Sizes())) if not options.only or group.name in options.only]
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fuwuyue-measure-")))
        folder.mkdir(parents=True, exist_ok=True)
        all_findings = measure(chosen, folder.resolve(), max(1, options.times))
    text = text_of(all_findings, options.quick)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(as_json(all_findings), ensure_ascii=False, indent=1), "utf-8")
    if options.write_readme:
        readme = HERE / "README.md"
        readme.write_text(report.with_figures(readme.read_text("utf-8"), text), "utf-8")
    return 1 if any(findings.failures for findings in all_findings) else 0


if __name__ == "__main__":
    sys.exit(main())
