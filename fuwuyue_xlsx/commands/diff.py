"""`fuwuyue diff`: two runs compared, and why anything moved between them."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.history.comparison_text import lines
from fuwuyue_xlsx.history.since import between
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.workspace import Workspace


@dataclass(frozen=True)
class DiffReport:
    """The comparison, line by line; without lines, `findings` say why there are none."""

    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 compared · 2 there was nothing to compare."""
        return 0 if self.lines else 2


def diff(workspace: Workspace, names: tuple[str, ...] = ()) -> DiffReport:
    """Compare two records of a workspace's runs.

    `names` holds at most two names, each a number (1 is the newest), a file name in 结果/历史, or a path; one name is
    compared with the newest record, none with the two newest.
    """
    comparison, why = between(workspace.history, names)
    if comparison is None:
        return DiffReport(findings=(why,) if why else ())
    return DiffReport(tuple(lines(comparison)))
