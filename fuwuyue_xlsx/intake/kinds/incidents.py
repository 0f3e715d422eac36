"""The incident register: rows with their findings, merged over files by their number."""

from __future__ import annotations

import re
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.basics.text import key, nearest
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.field_kinds import maybe
from fuwuyue_xlsx.schema.name_kinds import cuts, wraps
from fuwuyue_xlsx.tables.columns import Columns

_SHEET = office_books.INCIDENT_SHEET
_COMPARED = ("date", "department", "team", "person", "conclusion", "summary", "kind", "origin", "basis")


def incident_content(read: BookRead, rules: Rules) -> Content:
    """What one register says."""
    return Content(incidents=incident_rows(read, rules))


def incident_rows(read: BookRead, rules: Rules) -> list[dict[str, Any]]:
    """The rows of one register. `person` stays raw until all nominations are known; see `check_persons`."""
    table = read.tables.get(_SHEET)
    if table is None:
        return []
    seen: set[str] = set()
    rows = []
    for index, record in table.records():
        known_team = _check_team(read, rules, index, record)
        team = rules.own_team(record["科室"] or "", record["班组"] or "") if known_team else None
        row = {
            "id": record["编号"],
            "date": record["发生日期"],
            "department": record["科室"],
            "team": team,
            "known_team": known_team,
            "person": record["责任人"],
            "conclusion": record["调查结论"],
            "summary": record["情况简述"],
            "kind": record["类型"],
            "origin": record["来源"],
            "basis": record["依据"],
            "source": read.cell(_SHEET, index, "编号"),
            "place": read.place(_SHEET, table.cell(index, "编号")),
            "person_place": read.place(_SHEET, table.cell(index, "责任人")),
        }
        rows.append(row)
        _check_date(read, index, row)
        if row["id"] is not None and key(row["id"]) in seen:
            place = read.place(_SHEET, table.cell(index, "编号"))
            read.findings.append(finding("incident-id-twice", place, id=row["id"]))
        seen.add(key(row["id"]))
    return rows


def _check_team(read: BookRead, rules: Rules, index: int, record: dict[str, Any]) -> bool:
    """False when a team is named that the department does not have; such a row reaches the department alone."""
    table, team, department = read.tables[_SHEET], record["班组"], record["科室"]
    if (index, "班组") in table.unreadable:
        return False
    if team in (None, OUTSIDE_TEAMS) or department is None or rules.own_team(department, team):
        return True
    near = maybe(nearest(team, rules.teams_of(department)))
    place = read.place(_SHEET, table.cell(index, "班组"))
    read.findings.append(finding("unknown-name", place, title=f"{department}的班组", value=team, suggestion=near))
    return False


def _check_date(read: BookRead, index: int, row: dict[str, Any]) -> None:
    """A missing or unreadable date is an error unless the finding is 不属实; then it is a warning."""
    if row["date"] is not None:
        return
    table = read.tables[_SHEET]
    cell = table.cell(index, "发生日期")
    harmless = row["conclusion"] == office_books.UNFOUNDED
    unreadable = (index, "发生日期") in table.unreadable
    if unreadable:
        table.findings = [p.as_warning() if harmless and p.place.cell == cell else p for p in table.findings]
        return
    table.findings = [p for p in table.findings if p.place.cell != cell or "发生日期" not in table.columns]
    code = "incident-date-missing-harmless" if harmless else "incident-date-missing"
    read.findings.append(finding(code, read.place(_SHEET, cell), conclusion=row["conclusion"] or "结论不清"))


def merge_registers(registers: list[tuple[Any, list[dict[str, Any]]]]) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Rows of all registers, older files first. The same 编号 in two files: the newer file's row stands."""
    ordered = sorted(registers, key=lambda register: (register[0].age, register[0].path))
    kept: list[dict[str, Any]] = []
    found: list[Finding] = []
    for position, (file, rows) in enumerate(ordered):
        later = {key(r["id"]): r for _, newer in ordered[position + 1:] for r in newer if r["id"] is not None}
        for row in rows:
            newer = later.get(key(row["id"])) if row["id"] is not None else None
            if newer is None:
                kept.append(row)
                continue
            _forget_errors(file, row)
            if any(row[name] != newer[name] for name in _COMPARED):
                code = "incident-id-reused" if _another_matter(row, newer) else "incident-id-differs"
                found.append(finding(code, row["place"], id=row["id"], other=newer["place"].file))
    return kept, found


def _another_matter(row: Row, newer: Row) -> bool:
    """Whether another day and another department stand under one number: two registers that each count from 1."""
    return all(None not in (row[name], newer[name]) and row[name] != newer[name] for name in ("date", "department"))


def _forget_errors(file: SourceFile, row: dict[str, Any]) -> None:
    """What is wrong in a row that a newer register replaces no longer matters."""
    here = row["place"].sheet, cell_index(row["place"].cell)[0]

    def of_row(found: Finding) -> bool:
        return bool(found.place.cell) and (found.place.sheet, cell_index(found.place.cell)[0]) == here

    file.findings = [found for found in file.findings if not (found.blocks and of_row(found))]


def check_persons(rows: list[Row], nominations: Columns) -> list[Finding]:
    """Several names in 责任人 are an error and reach no person; nothing else may hide a nominated one, here or in the nomination.

    A name is matched within the row's department and team; a namesake elsewhere clears up nothing.
    """
    people: dict[str, list[tuple[str | None, str]]] = {}
    for department, team, name in zip(*(nominations[title] for title in ("department", "team", "person")), strict=True):
        if name is not None:
            people.setdefault(department, []).append((team, name))
    everybody = {key(name): name for named in people.values() for _, name in named}
    found = []
    for row in rows:
        said, within = key(row["person"]), people.get(row["department"], [])
        if row["person"] is None or any(key(name) == said and row["team"] in (None, team) for team, name in within):
            continue
        names = {key(name): name for _, name in within} if said in everybody else everybody
        inside = next((name for known, name in names.items() if wraps(said, known) or wraps(known, said)), None)
        if said not in everybody and _several(row["person"], everybody):
            found.append(finding("several-persons", row["person_place"], title="责任人", value=row["person"]))
            row["person"] = None
        elif inside is not None:
            found.append(finding("person-unclear", row["person_place"], value=row["person"], name=inside))
            row["person"] = None
    return found


def _several(text: str, names: dict[str, str]) -> bool:
    """True for two known names run together, and for a list of which one part is a known name."""
    parts = [part for part in re.split(r"[,;/、，；／和及与跟同&＆+＋\s]", text) if part]
    listed = len(parts) > 1 and any(key(part) in names for part in parts)
    run_together = any(key(text) == a + b for a in names for b in names if key(text).startswith(a))
    return listed or run_together or bool(cuts(key(text), names))
