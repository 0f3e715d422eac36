"""`fuwuyue explain`: why a department, team, person or post stands where it does."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.commands.console import state_lines
from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.report.derivation import explain, homes, names_meant, near_name
from fuwuyue_xlsx.schema.field_kinds import maybe
from fuwuyue_xlsx.workspace import Workspace

# so many names are listed where more fit
_MOST = 40


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
    """Derive the standing of every candidate of that name; a part of a name will do that fits a single one. Where several
    fit, they are listed. Reads and evaluates; writes nothing."""
    outcome, stopped = read_and_decide(workspace, options)
    if outcome is None:
        return ExplainReport(findings=stopped)
    meant = names_meant(outcome, name)
    if len(meant) > 1:
        listed = "；".join(homes(outcome, one) for one in meant[:_MOST]) + (" 等" if len(meant) > _MOST else "")
        return ExplainReport(findings=(finding("several-of-that-name", name=name, count=len(meant), names=listed),))
    lines = explain(outcome, meant[0]) if meant else None
    if lines is None:
        return ExplainReport(findings=(finding("nobody-of-that-name", name=name, suggestion=maybe(near_name(outcome, name))),))
    return ExplainReport((*state_lines(outcome), *lines))
