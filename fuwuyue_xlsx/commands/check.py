"""`fuwuyue check`: read and check without deciding, and write copies with every finding marked in its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fuwuyue_xlsx.intake.read_inbox import ReadOptions, read_files, read_inbox
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, finding, sort_key
from fuwuyue_xlsx.pipeline import read_rules_and_folders
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, not_writable


@dataclass(frozen=True)
class CheckReport:
    """The end of a check.

    `files` are the files that were looked into. `written` maps the name of a file, as findings give it, to its marked
    copy. `stopped` says that nothing could be checked or written; `findings` then say why.
    """

    findings: tuple[Finding, ...]
    files: tuple[SourceFile, ...] = ()
    written: dict[str, Path] = field(default_factory=dict)
    stopped: bool = False

    @property
    def exit_code(self) -> int:
        """0 no error · 1 something to mend · 2 nothing could be checked."""
        if self.stopped:
            return 2
        return 1 if any(found.blocks for found in self.findings) else 0


def check(workspace: Workspace, files: tuple[Path, ...] = (), *, options: ReadOptions | None = None) -> CheckReport:
    """Read and check the whole inbox, or only `files`; marked copies of what is to be mended go to 退回修改.

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
    if files:
        intake = read_files(files, workspace.root, rules, options)
    else:
        intake = read_inbox(workspace.inbox, workspace.root, rules, options)
    findings = tuple(sorted([*found, *intake.findings], key=sort_key))
    try:
        written, stuck = write_returns(workspace, intake, partial(_empty_template, rules), options or ReadOptions(), whole=not files)
    except OSError as why:
        return CheckReport((*findings, not_writable(workspace.returns, why)), stopped=True)
    return CheckReport((*findings, *stuck), tuple(intake.files), written)


def _empty_template(rules: Rules, kind: str, department: str | None) -> bytes:
    return write_book(books_of(rules).of(kind, department), rules.campaign)
