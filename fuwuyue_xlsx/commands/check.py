"""`fuwuyue check`: find all that a run would find, write no results, and give copies with every finding marked in its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from fuwuyue_xlsx.evaluate.evaluate import evaluate
from fuwuyue_xlsx.intake.read_inbox import ReadOptions, read_files
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.intake.workers.local import WorkersLost
from fuwuyue_xlsx.messages.findings import Finding, finding, sort_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, not_writable

# made of what several files say, so that a file by itself cannot be blamed
_OF_SEVERAL_FILES = ("incident-person-unmatched", "ruling-void", "tie-ruled-in-part", "tie-too-many-winners", "rulings-contradict")


@dataclass(frozen=True)
class CheckReport:
    """The end of a check.

    `files` are the files that were looked into. `written` maps the name of a file, as findings give it, to its marked
    copy. `stopped` says that nothing could be checked or written; `findings` then say why. `outcome`: what a run would
    come to, but for other policies; None where only some files were checked, or nothing.
    """

    findings: tuple[Finding, ...]
    files: tuple[SourceFile, ...] = ()
    written: dict[str, Path] = field(default_factory=dict)
    stopped: bool = False
    outcome: Outcome | None = None

    @property
    def exit_code(self) -> int:
        """0 no error · 1 something to mend · 2 nothing could be checked."""
        if self.stopped:
            return 2
        return 1 if any(one.blocks for one in self.findings) else 0


def check(workspace: Workspace, files: tuple[Path, ...] = (), *, options: ReadOptions | None = None,
          clock: Callable[[], dt.datetime] = dt.datetime.now) -> CheckReport:
    """Read and check the whole inbox, or only `files`; marked copies of what is to be mended go to 退回修改.

    The whole inbox goes the way that it goes in a run, so that the same is found: too many people for a quota, a ruling that
    no longer holds, a book that is gone. Of `files` alone only what no other file could settle.

    When `files` are named, marked copies of an earlier check stay; a check of the whole inbox replaces them all, and what
    somebody has typed into one is kept aside and named.
    """
    from fuwuyue_xlsx.returns.copies import write_returns  # and openpyxl, which nothing else needs

    rules, read = _of_some(workspace, files, options) if files else _of_all(workspace, options)
    if rules is None:
        return read
    try:
        written, more = write_returns(workspace, read.files, read.findings, partial(_empty_template, rules), options or ReadOptions(),
                                      f"{clock():%Y%m%d-%H%M%S}", whole=not files)
    except OSError as why:
        return replace(read, findings=(*read.findings, not_writable(workspace.returns, why)), stopped=True)
    return replace(read, findings=(*read.findings, *more), written=written)


def _of_all(workspace: Workspace, options: ReadOptions | None) -> tuple[Rules | None, CheckReport]:
    """The rules and what was found in the whole inbox; no rules and why, where it could not be read."""
    outcome, stopped = read_and_decide(workspace, options, announced=False)
    if outcome is None:
        return None, CheckReport(stopped, stopped=True)
    return outcome.rules, CheckReport(outcome.findings, outcome.files, outcome=outcome)


def _of_some(workspace: Workspace, files: tuple[Path, ...], options: ReadOptions | None) -> tuple[Rules | None, CheckReport]:
    """The same of a few files. What is decided of them is told where it has a place, and no other file has a say in it."""
    rules, rules_findings = read_rules_file(workspace.rules)
    stopped = [finding("nothing-to-check", file=file) for file in files if not file.is_file()]
    if rules is None or stopped:
        return None, CheckReport((*rules_findings, *stopped), stopped=True)
    try:
        intake = read_files(files, workspace.root, rules, options)
    except WorkersLost as why:
        return None, CheckReport((*rules_findings, finding(why.code, **why.details)), stopped=True)
    decided = [p for p in evaluate(rules, intake.tables).findings if p.place.file and p.code not in _OF_SEVERAL_FILES]
    return rules, CheckReport(tuple(sorted([*rules_findings, *intake.findings, *decided], key=sort_key)), tuple(intake.files))


def _empty_template(rules: Rules, kind: str, department: str | None) -> bytes:
    return write_book(books_of(rules).of(kind, department), rules.campaign)
