"""`fuwuyue finalise`: a final result is frozen, once and for all, with everything that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fuwuyue_xlsx import __version__
from fuwuyue_xlsx.commands.forms import form_files
from fuwuyue_xlsx.forms.final_slip import FILE, SlipFacts, final_slip
from fuwuyue_xlsx.history.frozen_record import frozen_record
from fuwuyue_xlsx.history.make_record import record_of
from fuwuyue_xlsx.history.since import since_last
from fuwuyue_xlsx.history.since_final import RECORD_FILE, frozen_folders, moment_of
from fuwuyue_xlsx.history.store import RunHistory
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.outputs import checksum
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE
from fuwuyue_xlsx.workspace import RESULTS_FILE, Workspace, not_writable, write_folder_whole


@dataclass(frozen=True)
class FinaliseReport:
    """The end of a finalise: the folder that was made, or None and the findings that say why there is none."""

    outcome: Outcome | None
    findings: tuple[Finding, ...] = ()
    folder: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 frozen · 2 not."""
        return 0 if self.folder else 2


def finalise(workspace: Workspace, by: str, note: str = "", *, options: ReadOptions | None = None,
             clock: Callable[[], dt.datetime] = dt.datetime.now) -> FinaliseReport:
    """Read and decide, and when the result is final freeze it in a folder of its own in 结果/定稿.

    The folder holds the results, the forms, the rules, 定稿单.xlsx and the record that later runs are compared with; it is
    there whole or not at all, and nothing that was frozen before is touched.
    """
    try:
        rules = workspace.rules.read_bytes()
    except OSError:
        rules = b""  # reading them says what is wrong
    outcome, stopped = read_and_decide(workspace, options)
    if outcome is None:
        return FinaliseReport(None, stopped)
    if not outcome.final:
        return FinaliseReport(outcome, (*outcome.errors, finding("not-final", count=len(outcome.open), open="；".join(outcome.open))))
    now = clock().replace(microsecond=0)
    try:
        # a clock that was set back does not put this one behind an older one
        newest = max([now, *(moment_of(folder.name)[0] for folder in frozen_folders(workspace))])
        name = f"{newest:%Y%m%d-%H%M%S}"
        files = frozen_files(workspace, replace(outcome, finalised=None), rules, (now.isoformat(), by, note), workspace.frozen / name)
        folder = write_folder_whole(workspace.frozen, name, files)
    except OSError as why:
        return FinaliseReport(outcome, (not_writable(workspace.frozen, why),))
    return FinaliseReport(outcome, folder=folder)


def frozen_files(workspace: Workspace, outcome: Outcome, rules: bytes, who: tuple[str, str, str], folder: Path) -> dict[str, bytes]:
    """Everything that is frozen, by name. `who`: when, by whom, with which note; `folder`: where it will stand, for links."""
    since = since_last(RunHistory(workspace.history), record_of(outcome).to_bytes())
    files = {RESULTS_FILE: results_workbook(outcome, workspace.way_from(folder), since), RULES_FILE: rules, **dict(form_files(outcome))}
    outputs = {name: checksum(data) for name, data in files.items()}
    files[FILE] = final_slip(outcome, SlipFacts(*who, __version__, outputs[RULES_FILE], outputs))
    record = frozen_record(outcome.rules, outcome.files, outcome.evaluation, outputs[RULES_FILE], who, __version__)
    return {**files, RECORD_FILE: replace(record, outputs={**outputs, FILE: checksum(files[FILE])}).to_bytes()}
