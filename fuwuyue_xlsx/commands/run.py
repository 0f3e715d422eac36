"""`fuwuyue run`: read the rules and the inbox, evaluate, write 评优结果.xlsx and the record of the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from fuwuyue_xlsx.history.compare import Comparison, nothing_before
from fuwuyue_xlsx.history.make_record import record_of
from fuwuyue_xlsx.history.since import since_last
from fuwuyue_xlsx.history.store import RunHistory, add_record, left_aside
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, sort_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.outputs import not_removed, results_folder, saved_by_a_person, write_outputs
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.results.rulings_asked import rulings_asked
from fuwuyue_xlsx.schema.ruling_book import RULINGS_FILE
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import RESULTS_FILE, Workspace, not_writable, system_error_text


@dataclass(frozen=True)
class RunReport:
    """The end of a run.

    `outcome` is None when nothing could be read or decided; `findings` then say why. `written` maps the name of an
    output (`results`) to the path it was written to, and is empty when nothing was written. `asked` is 领导裁定.xlsx, when
    something waits for a ruling.
    """

    outcome: Outcome | None
    findings: tuple[Finding, ...]
    written: dict[str, Path] = field(default_factory=dict)
    asked: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 final · 1 written but preliminary · 2 nothing could be written."""
        if self.outcome is None or "results" not in self.written:
            return 2
        return 0 if self.outcome.final else 1


def run(workspace: Workspace, *, options: ReadOptions | None = None, strict: bool = False,
        clock: Callable[[], dt.datetime] = dt.datetime.now) -> RunReport:
    """Read the rules and the inbox, evaluate, and write the results workbook and the record of the run.

    With `strict`, nothing is written as long as any finding is an error. A folder that takes no file is a finding; a
    record that cannot be written is a finding too, and the results stand without it; so is a results workbook that
    somebody has edited since the last run, and that is kept aside.
    """
    outcome, stopped = read_and_decide(workspace, options)
    if outcome is None:
        return RunReport(None, stopped)
    if strict and outcome.errors:
        return RunReport(outcome, (*outcome.findings, finding("strict-errors", count=len(outcome.errors))))
    moment, record, past = clock(), record_of(outcome).to_bytes(), RunHistory(workspace.history)
    stamp, since = f"{moment:%Y%m%d-%H%M%S}", since_last(past, record)
    unusable = [p for p in left_aside(past) if p not in outcome.findings]
    outcome = replace(outcome, findings=tuple(sorted([*outcome.findings, *unusable], key=sort_key)))
    try:
        (output,) = write_outputs(results_folder(workspace), [(RESULTS_FILE, _results(outcome, workspace, since))], stamp)
        if output.failure:
            raise output.failure
    except OSError as why:
        return RunReport(outcome, (*outcome.findings, not_writable(workspace.output, why)))
    more = [*output.remarks, *_recorded(workspace, past, record, moment)]
    asked, about_rulings = ask_for_rulings(workspace, outcome, stamp)
    more += [*about_rulings, *(options.cache.keep() if options is not None and options.cache is not None else ())]
    outcome = replace(outcome, findings=(*outcome.findings, *more))
    return RunReport(outcome, outcome.findings, {"results": output.path}, asked)


def _recorded(workspace: Workspace, past: RunHistory, record: bytes, moment: dt.datetime) -> list[Finding]:
    """Add the record of the run to the history; a finding when that cannot be."""
    try:
        add_record(workspace.history, past, record, moment)
    except OSError as why:
        return [finding("history-not-written", Place(str(workspace.history)), why=system_error_text(why))]
    return []


def ask_for_rulings(workspace: Workspace, outcome: Outcome, moment: str) -> tuple[Path | None, list[Finding]]:
    """Write 领导裁定.xlsx when something waits for a ruling; else remove the one that nobody has filled in.

    Returns where it stands, and what a person should know: one that somebody has filled in is kept aside when another takes
    its place; one that cannot be written or removed.
    """
    book = rulings_asked(outcome)
    if book is not None:
        (output,) = write_outputs(results_folder(workspace), [(RULINGS_FILE, write_book(book, outcome.rules.campaign))], moment)
        return None if output.failure else output.path, [*output.remarks]
    standing = workspace.output / RULINGS_FILE
    try:
        if standing.is_file() and not saved_by_a_person(standing.read_bytes()):
            standing.unlink()
    except OSError as why:
        return None, [not_removed(standing, why)]
    return None, []


def _results(outcome: Outcome, workspace: Workspace, since: Comparison) -> bytes:
    """The results workbook. When it cannot be made, it is tried once more without the comparison: an old record stops no run."""
    try:
        return results_workbook(outcome, workspace.way_back, since)
    except OSError:
        raise
    except Exception:  # noqa: BLE001  a fault that is not the record's comes again
        return results_workbook(outcome, workspace.way_back, nothing_before(since.unusable))
