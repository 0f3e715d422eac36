"""Answer sheets that do not say who gave them, where a part of a score counts the answers of some identities alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import Columns, from_records, to_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.survey_tables import COUNTED


def unnamed_doubts(tables: Mapping[str, Columns], rules: Rules) -> Iterator[Doubt]:
    """The answers of the survey's `tables` without an identity, as if all of them were of each identity that a part counts alone; none
    where nobody is told apart. A finding for each sheet that has some."""
    counted = dict.fromkeys(identity for scope in rules.survey_scopes for identity in scope)
    sheets: dict[tuple[str, str], int] = {}
    for row in to_records(tables["responses"]) if counted else ():
        if row["identity"] is None and row["count"]:
            at = row["file"], row["sheet"]
            sheets[at] = sheets.get(at, 0) + row["count"]
    if sheets:
        findings = tuple(finding("answers-without-identity", Place(*at), count=count, known="、".join(counted)) for at, count in sheets.items())
        files = frozenset(file for file, _ in sheets)
        yield Doubt(findings, tuple(_all_of(tables, identity, files) for identity in counted))


def _all_of(tables: Mapping[str, Columns], identity: str, files: frozenset[str]) -> Edit:
    """These files' rows with the identity where there is none."""
    rows = {name: [row for row in to_records(tables[name]) if row["file"] in files] for name in COUNTED}
    named = {name: from_records([{**row, "identity": row["identity"] or identity} for row in found], tables[name]) for name, found in rows.items()}
    return Edit(dict.fromkeys(COUNTED, files), named)
