"""What an intake says, in plain words that tests compare: findings, states of files, rows."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.messages.findings import Finding
from tests.support.table_rows import rows_of

# what any inbox says that holds neither all departments nor a register
ABSENT = ("department-not-submitted", "register-missing")


def everything_read(intake: Intake) -> tuple[Any, ...]:
    """Everything that an evaluation, a list of files and a list of findings are made of."""
    files = [(f.path, f.location, f.sha256, f.saved, f.modified, f.kind, f.department, f.state, f.account, f.reason, f.findings) for f in intake.files]
    return rows_of(intake), intake.tables.has_register, intake.submitted, intake.findings, files


def nominated(intake: Intake, award: str) -> list[tuple[Any, ...]]:
    """(name, team, order, agreed) of an award's nominations."""
    rows = [row for row in rows_of(intake)["nominations"] if row["award"] == award]
    return [(row["person"] or row["post"] or row["team"], row["team"], row["order"], row["agreed"]) for row in rows]


def said(found: Intake | list[Finding], sheet: str | None = None) -> list[str]:
    """Findings as "error code sheet!cell" in their order, less what is only absent."""
    findings = found.findings if isinstance(found, Intake) else found
    return [
        f"{p.severity.value} {p.code} " + "!".join(part for part in (p.place.sheet, p.place.cell) if part)
        for p in findings
        if p.code not in ABSENT and sheet in (None, p.place.sheet)
    ]


def errors(intake: Intake) -> list[str]:
    """Only the errors of `said`."""
    return [line for line in said(intake) if line.startswith("error")]


def states(intake: Intake) -> dict[str, str]:
    """File name → state."""
    return {file.name: file.state.value for file in intake.files}


def reasons(intake: Intake, name: str) -> list[str]:
    """Findings on a whole file as "severity code"."""
    return [f"{p.severity.value} {p.code}" for p in intake.findings if p.place.file.endswith("/" + name) and not p.place.cell]


def places_of(findings: list[Finding] | tuple[Finding, ...], code: str) -> list[str]:
    """The places (sheet!cell) of all findings with a code."""
    return ["!".join(part for part in (p.place.sheet, p.place.cell) if part) for p in findings if p.code == code]
