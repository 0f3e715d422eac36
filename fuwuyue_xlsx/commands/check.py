"""`fuwuyue check`: find all that a run would find, write no results, and give copies with every finding marked in its cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.history.since_final import since_final
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_files, read_inbox
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.intake.workers.local import WorkersLost
from fuwuyue_xlsx.messages.findings import Finding, finding, sort_key
from fuwuyue_xlsx.outcome import Finalised
from fuwuyue_xlsx.pipeline import read_rules_and_folders
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, not_writable

# made of what several files say, so that a file by itself cannot be blamed
_OF_SEVERAL_FILES = ("incident-person-unmatched",)


@dataclass(frozen=True)
class CheckReport:
    """The end of a check.

    `files` are the files that were looked into. `written` maps the name of a file, as findings give it, to its marked
    copy. `stopped` says that nothing could be checked or written; `findings` then say why. `finalised`: the frozen result
    with which the whole inbox was compared.
    """

    findings: tuple[Finding, ...]
    files: tuple[SourceFile, ...] = ()
    written: dict[str, Path] = field(default_factory=dict)
    stopped: bool = False
    finalised: Finalised | None = None

    @property
    def exit_code(self) -> int:
        """0 no error · 1 something to mend · 2 nothing could be checked."""
        if self.stopped:
            return 2
        return 1 if any(found.blocks for found in self.findings) else 0


def check(workspace: Workspace, files: tuple[Path, ...] = (), *, options: ReadOptions | None = None) -> CheckReport:
    """Read and check the whole inbox, or only `files`; marked copies of what is to be mended go to 退回修改.

    Findings of the evaluation are told as well, such as too many people for a quota: a clerk learns of them while they can
    be mended. Of `files` alone only those that no other file could settle.

    When `files` are named, marked copies of an earlier check stay; a check of the whole inbox replaces them all.
    """
    from fuwuyue_xlsx.returns.copies import write_returns  # and openpyxl, which nothing else needs

    if files:
        rules, found = read_rules_file(workspace.rules)
        stopped = [finding("nothing-to-check", file=file) for file in files if not file.is_file()]
    else:
        rules, found, stopped = read_rules_and_folders(workspace)
    if rules is None or stopped:
        return CheckReport(tuple(found + stopped), stopped=True)
    try:
        intake = read_files(files, workspace.root, rules, options) if files else read_inbox(workspace.inbox, workspace.root, rules, options)
    except WorkersLost as why:
        return CheckReport((*found, finding(why.code, **why.details)), stopped=True)
    evaluation = evaluate(rules, intake.tables)
    finalised, touched = (None, []) if files else since_final(workspace, rules, intake.files, evaluation)
    intake = replace(intake, findings=_with_those_decided(intake, evaluation, whole=not files))
    findings = tuple(sorted([*found, *intake.findings, *touched], key=sort_key))
    try:
        written, stuck = write_returns(workspace, intake, partial(_empty_template, rules), options or ReadOptions(), whole=not files)
    except OSError as why:
        return CheckReport((*findings, not_writable(workspace.returns, why)), stopped=True)
    return CheckReport((*findings, *stuck), tuple(intake.files), written, finalised=finalised)


def _with_those_decided(intake: Intake, evaluation: Evaluation, whole: bool) -> list[Finding]:
    """The findings of the intake, and those of the evaluation that have a place; one without is nothing that a clerk could mend."""
    decided = [p for p in evaluation.findings if p.place.file]
    return sorted([*intake.findings, *(p for p in decided if whole or p.code not in _OF_SEVERAL_FILES)], key=sort_key)


def _empty_template(rules: Rules, kind: str, department: str | None) -> bytes:
    return write_book(books_of(rules).of(kind, department), rules.campaign)
