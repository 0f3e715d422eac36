"""`fuwuyue explain`: why a department, team, person or post stands where it does."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.commands.console import state_lines
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.report.derivation import explain, names_of
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.workspace import Workspace


@dataclass(frozen=True)
class ExplainReport:
    """The derivation, line by line; without lines, `findings` say why there are none."""

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 explained · 2 nothing of that name, or nothing could be read."""
        return 0 if self.lines else 2


def explain_name(workspace: Workspace, name: str, *, options: ReadOptions | None = None) -> ExplainReport:
    """Derive the standing of every candidate of that name. Reads and evaluates; writes nothing."""
    outcome, stopped = read_and_decide(workspace, options)
    if outcome is None:
        return ExplainReport(findings=stopped)
    lines = explain(outcome, name)
    if lines is None:
        return ExplainReport(findings=(finding("nobody-of-that-name", name=name, suggestion=offered(name, names_of(outcome))),))
    return ExplainReport((*state_lines(outcome), *lines))
