"""Books read one at a time, and what they say compared: the ground of tests that put a tolerance beside its limit."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.read_file import Job, read_entry
from fuwuyue_xlsx.intake.submissions import Content, SourceFile
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from tests.support.table_rows import content_rows

# where a row stands; two books that say the same may say it in different places
_PLACES = {"place", "person_place", "file", "sheet", "row", "position", "respondent"}


_UNFILLED = re.compile(r"\{[a-z_]+\}")


def read_one(data: bytes, rules: Rules, name: str = "表.xlsx") -> SourceFile:
    """One file read as a worker reads it. Its account adds up, and its findings can be shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        source = read_entry(InboxEntry(path, f"收件箱/{name}", len(data)), Job(rules))
    check(source)
    return source


def check(source: SourceFile) -> None:
    """What holds for every file, whatever is in it."""
    account = source.account
    assert account.used + account.template + account.reported == account.nonempty
    assert source.state.value == "used" or account.used == 0
    assert source.state.value == "used" or source.findings, "put aside without a word"
    for found in source.findings:
        assert found.message and found.hint and "Traceback" not in found.message
        assert not _UNFILLED.search(found.message + found.hint), found.message


def meaning(source: SourceFile) -> Any:
    """What the file says to the evaluation, wherever in the file it says it; None when it is not used."""
    content = source.content
    return None if content is None or source.state.value != "used" else _meaning_of(content)


def _meaning_of(content: Content) -> Any:
    rows = {kind: [_less_places(row) for row in found] for kind, found in content_rows(content).items()}
    visits = [(visit.department, visit.date, visit.inspector, len(visit.rows["points"])) for visit in content.visits]
    return rows, content.reviewer, visits


def _less_places(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _PLACES and not name.endswith("source")}


def code_and_cell(finding: Finding) -> tuple[str, str]:
    """(code, sheet!cell)."""
    return finding.code, "!".join(part for part in (finding.place.sheet, finding.place.cell) if part)


def findings(source: SourceFile) -> set[tuple[str, str]]:
    """(code, sheet!cell) of every finding on a file."""
    return {code_and_cell(finding) for finding in source.findings}
