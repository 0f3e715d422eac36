"""`fuwuyue forms`: read and decide as a run does, then write every printable form and each department's feedback."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fuwuyue_xlsx.forms.feedback import feedback_files
from fuwuyue_xlsx.forms.makers import MAKERS
from fuwuyue_xlsx.intake.read_inbox import Progress, ReadOptions
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.outputs import results_folder, write_outputs
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.results import print_set
from fuwuyue_xlsx.workspace import FEEDBACK, Workspace, not_writable


@dataclass(frozen=True)
class FormsReport:
    """What was written where, by its name below the results folder, and what stands in the way."""

    outcome: Outcome | None
    findings: tuple[Finding, ...] = ()
    written: dict[str, Path] = field(default_factory=dict)
    complete: bool = False

    @property
    def exit_code(self) -> int:
        """0 final · 1 written but preliminary · 2 not written, or not all of it."""
        if self.outcome is None or not self.complete:
            return 2
        return 0 if self.outcome.final else 1


def make_forms(workspace: Workspace, *, options: ReadOptions | None = None, progress: Progress | None = None,
               clock: Callable[[], dt.datetime] = dt.datetime.now) -> FormsReport:
    """Read, decide, and write every form into the results folder; one that somebody has edited since is kept aside."""
    outcome, stopped = read_and_decide(workspace, options)
    if outcome is None:
        return FormsReport(None, stopped)
    total = len(MAKERS) + 1 + len(outcome.rules.departments)
    moment = f"{clock():%Y%m%d-%H%M%S}"
    written: dict[str, Path] = {}
    findings, stuck = list[Finding](), list[OSError]()
    for number, output in enumerate(write_outputs(results_folder(workspace), form_files(outcome), moment), 1):
        if output.failure is None:
            written[output.name] = output.path
        else:
            stuck.append(output.failure)
        findings += output.remarks
        if progress:
            progress(number, total)
    if not written:
        return FormsReport(outcome, (not_writable(workspace.output, stuck[0]),))
    preliminary = [] if outcome.final else [finding("forms-preliminary", count=len(outcome.open))]
    return FormsReport(outcome, (*preliminary, *findings), written, complete=not stuck)


def form_files(outcome: Outcome) -> Iterator[tuple[str, bytes]]:
    """Every form's name below the results folder with its bytes."""
    yield from ((name, make(outcome)) for name, make in MAKERS)
    yield print_set.FILE, print_set.print_set(outcome)
    yield from ((f"{FEEDBACK}/{name}", data) for name, data in feedback_files(outcome))
