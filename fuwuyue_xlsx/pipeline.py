"""The whole story on one screen: what each command does, from files to files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from fuwuyue_xlsx.evaluate import evaluate
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.open_matters import open_matters
from fuwuyue_xlsx.evaluate.policy_effects import policy_effects
from fuwuyue_xlsx.history.make_record import record_of
from fuwuyue_xlsx.history.since import since_last
from fuwuyue_xlsx.history.store import Past, keep
from fuwuyue_xlsx.intake.read_inbox import Intake, Reading, read_files, read_inbox
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.intake.workers.local import WorkersLost
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, sort_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.report.derivation import explain, near_name
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.field_kinds import maybe
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, write_whole

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True)
class RunReport:
    """What a run came to. `outcome` None: nothing could be read; `written` lists what was put where."""

    outcome: Outcome | None
    findings: tuple[Finding, ...]
    written: dict[str, Path] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 final · 1 written but preliminary · 2 nothing could be written."""
        if self.outcome is None or "results" not in self.written:
            return 2
        return 0 if self.outcome.final else 1


def run(workspace: Workspace, *, reading: Reading | None = None, strict: bool = False,
        clock: Clock = dt.datetime.now) -> RunReport:
    """The main job: read the rules and the inbox, evaluate, write the results workbook."""
    outcome, stopped = read_and_decide(workspace, reading)
    if outcome is None:
        return RunReport(None, stopped)
    if strict and outcome.errors:
        refusal = finding("strict-errors", count=len(outcome.errors))
        return RunReport(outcome, (*outcome.findings, refusal))
    moment, record, past = clock(), record_of(outcome).text(), Past(workspace.history)
    try:
        book = results_workbook(outcome, workspace.way_back, since_last(past, record))
        path = write_whole(workspace.results, book, f"{moment:%Y%m%d-%H%M%S}")
    except OSError as why:
        refusal = finding("output-not-writable", Place(str(workspace.output)), folder=workspace.output, why=reason(why))
        return RunReport(outcome, (*outcome.findings, refusal))
    try:
        keep(workspace.history, past, record, moment)
    except OSError as why:
        unkept = finding("history-not-written", Place(str(workspace.history)), why=reason(why))
        outcome = replace(outcome, findings=(*outcome.findings, unkept))
    if reading is not None and reading.cache is not None:
        reading.cache.keep()
    return RunReport(outcome, outcome.findings, {"results": path})


def read_and_decide(workspace: Workspace, reading: Reading | None = None
                    ) -> tuple[Outcome | None, tuple[Finding, ...]]:
    """What the rules and the inbox come to; None with what stopped it. Writes nothing."""
    rules, found, stopped = _ready(workspace)
    if rules is None or stopped:
        return None, tuple(found + stopped)
    try:
        intake = read_inbox(workspace.inbox, workspace.root, rules, reading)
    except WorkersLost as why:
        return None, (*found, finding(why.code, **why.details))
    return decide(rules, intake, found), ()


def _ready(workspace: Workspace) -> tuple[Rules | None, list[Finding], list[Finding]]:
    """The rules, the findings on them, and what stops the run before anything is read."""
    if not workspace.root.is_dir():
        return None, [], [finding("not-a-folder", folder=workspace.root)]
    rules, found = read_rules_file(workspace.rules)
    stopped = []
    if rules is not None and not workspace.inbox.is_dir():
        stopped.append(finding("no-inbox", folder=workspace.inbox))
    elif rules is not None and workspace.output_in_inbox:
        stopped.append(finding("output-in-inbox", folder=workspace.output))
    return rules, found, stopped


def decide(rules: Rules, intake: Intake, more: Iterable[Finding] = ()) -> Outcome:
    """Evaluate what came in, and say what is still open."""
    facts = facts_of(rules, intake.tables)
    evaluation = evaluate.decide(rules, facts)
    findings = sorted([*more, *intake.findings, *evaluation.findings], key=sort_key)
    matters = open_matters(rules, intake.submitted, intake.tables.has_register, evaluation, findings)
    effects = policy_effects(rules, facts, evaluation)
    files, submitted = tuple(intake.files), intake.submitted
    return Outcome(rules, intake.tables, evaluation, files, tuple(findings), submitted, tuple(matters), effects, facts)


@dataclass(frozen=True)
class CheckReport:
    """What a check found. `stopped`: nothing could be read or written."""

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


def check(workspace: Workspace, files: tuple[Path, ...] = (), *, reading: Reading | None = None) -> CheckReport:
    """Read and check only: the whole inbox, or a few files; annotated copies go to 退回修改."""
    from fuwuyue_xlsx.returns.copies import write_returns  # and openpyxl, which nothing else needs

    if files:
        rules, found = read_rules_file(workspace.rules)
        stopped = [finding("nothing-to-check", file=file) for file in files if not file.is_file()]
    else:
        rules, found, stopped = _ready(workspace)
    if rules is None or stopped:
        return CheckReport(tuple(found + stopped), stopped=True)
    if files:
        intake = read_files(files, workspace.root, rules, reading)
    else:
        intake = read_inbox(workspace.inbox, workspace.root, rules, reading)
    findings = tuple(sorted([*found, *intake.findings], key=sort_key))
    try:
        written = write_returns(workspace, intake, partial(_blank, rules), reading or Reading(), whole=not files)
    except OSError as why:
        refusal = finding("output-not-writable", Place(str(workspace.returns)), folder=workspace.returns, why=reason(why))
        return CheckReport((*findings, refusal), stopped=True)
    return CheckReport(findings, tuple(intake.files), written)


def _blank(rules: Rules, kind: str, department: str | None) -> bytes:
    """The empty template of a kind of book."""
    return write_book(books_of(rules).of(kind, department), rules.campaign)


@dataclass(frozen=True)
class ExplainReport:
    """The derivation, line by line, or why there is none."""

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 explained · 2 nothing of that name, or nothing could be read."""
        return 0 if self.lines else 2


def explain_name(workspace: Workspace, name: str, *, reading: Reading | None = None) -> ExplainReport:
    """Why a department, team, person or post stands where it does. Reads and evaluates; writes nothing."""
    outcome, stopped = read_and_decide(workspace, reading)
    if outcome is None:
        return ExplainReport(findings=stopped)
    lines = explain(outcome, name)
    if lines is None:
        return ExplainReport(findings=(finding("nobody-of-that-name", name=name, suggestion=maybe(near_name(outcome, name))),))
    return ExplainReport((f"{outcome.rules.campaign.name}：{outcome.state_title}", *lines))


def reason(why: OSError) -> str:
    """An operating system's error in plain Chinese."""
    words = {13: "没有写入权限", 28: "磁盘已满", 30: "磁盘是只读的", 20: "路径里有一段不是文件夹", 17: "同名的不是文件夹",
             27: "超过了允许的文件大小", 122: "磁盘配额已用完"}
    return words.get(why.errno or 0, "系统拒绝写入")
