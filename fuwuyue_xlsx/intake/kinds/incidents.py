"""The incident register: rows with their findings, merged over files by their number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.doubtful_days import days_doubts, eased_unless, is_on_row, makes_differ
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.row_versions import Behind
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.name_kinds import cuts, wraps
from fuwuyue_xlsx.tables.columns import Columns, from_records, length_of
from fuwuyue_xlsx.tables.edits import Doubt
from fuwuyue_xlsx.tables.incident_effect import NONE, OPEN, VETO, effect_of

_SHEET = office_books.INCIDENT_SHEET
# what every row must say of what decides; what else two registers may say otherwise
_MUST_STAND = {"conclusion": "调查结论", "date": "发生日期", "department": "科室"}
_COMPARED = ("summary", "kind", "origin", "basis")


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
        _check_date(read, index, row, rules)
        if row["id"] is not None and key(row["id"]) in seen:
            place = read.place(_SHEET, table.cell(index, "编号"))
            read.findings.append(finding("incident-id-twice", place, id=row["id"]))
        seen.add(key(row["id"]))
    table.findings = eased_unless(table.findings, lambda one: makes_differ(rules.policies.in_veto_period, one))
    return rows


def _check_team(read: BookRead, rules: Rules, index: int, record: dict[str, Any]) -> bool:
    """False when a team is named that the department does not have; such a row reaches the department alone."""
    table, team, department = read.tables[_SHEET], record["班组"], record["科室"]
    if (index, "班组") in table.unreadable:
        return False
    if team in (None, OUTSIDE_TEAMS) or department is None or rules.own_team(department, team):
        return True
    near = offered(team, rules.teams_of(department))
    place = read.place(_SHEET, table.cell(index, "班组"))
    read.findings.append(finding("unknown-name", place, title=f"{department}的班组", value=team, suggestion=near))
    return False


def _check_date(read: BookRead, index: int, row: dict[str, Any], rules: Rules) -> None:
    """A missing or unreadable date is an error unless the finding is 不属实, or its kind vetoes nobody; then it is a warning."""
    if row["date"] is not None:
        return
    table = read.tables[_SHEET]
    cell = table.cell(index, "发生日期")
    kind = row["kind"] if row["kind"] in rules.harmless_types else None
    harmless = row["conclusion"] == office_books.UNFOUNDED or kind is not None
    unreadable = (index, "发生日期") in table.unreadable
    if unreadable:
        table.findings = [p.as_warning() if harmless and p.place.cell == cell else p for p in table.findings]
        return
    table.findings = [p for p in table.findings if p.place.cell != cell or "发生日期" not in table.columns]
    code = "incident-date-missing-harmless" if harmless else "incident-date-missing"
    what = row["conclusion"] if row["conclusion"] == office_books.UNFOUNDED else kind or row["conclusion"] or "结论不清"
    read.findings.append(finding(code, read.place(_SHEET, cell), conclusion=what))


def merge_registers(files: Sequence[SourceFile], rules: Rules) -> tuple[list[SourceFile], list[Row], list[Finding], list[Behind]]:
    """The rows of all registers, older files first. Of one 编号 in two files the row with the graver effect stands, of equals the newer.

    Returns the files in their order, the rows that stand, the findings on rows that differ from the one in their place, and the rows
    behind those that stand.
    """
    ordered = sorted(((file, file.content.incidents) for file in files if file.content), key=lambda register: (register[0].age, register[0].path))
    by_number: dict[str, dict[int, list[Row]]] = {}
    for position, (_, rows) in enumerate(ordered):
        for row in rows:
            if row["id"] is not None:
                by_number.setdefault(key(row["id"]), {}).setdefault(position, []).append(row)
    stands = {number: max(versions, key=lambda position: (max(_gravity(row, rules) for row in versions[position]), position))
              for number, versions in by_number.items()}
    standing = [row for position, (_, rows) in enumerate(ordered) for row in rows
                if row["id"] is None or stands[key(row["id"])] == position]
    replaced = [row for number, versions in by_number.items() for position, rows in versions.items() if position < stands[number] for row in rows]
    differing = [one for number, versions in by_number.items() for one in _contradictions(versions, stands[number], rules)]
    behind = [_behind(versions, stands[number]) for number, versions in by_number.items() if len(versions) > 1]
    return [_without_errors_of(file, replaced) for file in files], standing, differing, behind


def _behind(versions: Mapping[int, Sequence[Row]], stands: int) -> Behind:
    """The rows about one 编号 of the other registers, the newest first, behind the rows that stand."""
    others = [from_records(versions[position]) for position in sorted(versions, reverse=True) if position != stands]
    return Behind("incidents", frozenset(row["source"] for row in versions[stands]), tuple((rows, range(length_of(rows))) for rows in others))


def incident_doubts(files: Sequence[SourceFile], rows: Sequence[Row]) -> list[Doubt]:
    """The standing rows with the other days on which they may have happened."""
    def row_of(one: Finding) -> tuple[Row, str] | None:
        return next(((row, "date") for row in rows if is_on_row(one, row)), None)

    return list(days_doubts((one for file in files for one in file.findings), "incidents", "source", row_of))


def _gravity(row: Row, rules: Rules) -> int:
    """Nothing, under inquiry, a veto: in this order."""
    return (NONE, OPEN, VETO).index(effect_of(row, rules))


def _contradictions(versions: Mapping[int, Sequence[Row]], stands: int, rules: Rules) -> list[Finding]:
    """The findings on one 编号 that several registers have.

    An error on both rows where they differ in what decides; a warning on the row that gave way where they differ in anything else.
    """
    findings = []
    for position, rows in versions.items():
        for row, other in ((row, other) for row in rows for other in versions[stands] if position != stands):
            titles = _deciding(row, other, rules)
            if titles:
                code = "incident-id-reused" if _another_matter(row, other) else "incident-id-contradicts"
                details = {"id": row["id"], "titles": "、".join(titles)}
                findings += [finding(code, row["place"], other=other["place"].file, **details),
                             finding(code, other["place"], other=row["place"].file, **details)]
            elif any(row[name] != other[name] for name in _COMPARED):
                findings.append(finding("incident-id-differs", row["place"], id=row["id"], other=other["place"].file))
    return findings


def _deciding(row: Row, other: Row, rules: Rules) -> list[str]:
    """The titles of what two rows about one incident say otherwise, of what decides whether it vetoes and whom.

    A date, a conclusion or a name that could not be read is an error of its own, and the other row mends it.
    """
    titles = [title for name, title in _MUST_STAND.items() if None not in (row[name], other[name]) and row[name] != other[name]]
    if row["known_team"] and other["known_team"] and row["team"] != other["team"]:
        titles.append("班组")
    if None not in (row["kind"], other["kind"]) and (row["kind"] in rules.harmless_types) != (other["kind"] in rules.harmless_types):
        titles.append("类型")
    return [*titles, "责任人"] if key(row["person"]) != key(other["person"]) else titles


def _another_matter(row: Row, other: Row) -> bool:
    """Whether another day and another department stand under one number: two registers that each count from 1."""
    return all(None not in (row[name], other[name]) and row[name] != other[name] for name in ("date", "department"))


def _without_errors_of(file: SourceFile, rows: list[Row]) -> SourceFile:
    """A file without what is wrong in rows of its that a newer register replaces: that no longer matters."""
    lines = {(row["place"].sheet, cell_index(row["place"].cell)[0]) for row in rows if row["place"].file == file.path}

    def is_replaced(one: Finding) -> bool:
        return one.blocks and bool(one.place.cell) and (one.place.sheet, cell_index(one.place.cell)[0]) in lines

    return replace(file, findings=tuple(one for one in file.findings if not is_replaced(one))) if lines else file


def check_persons(tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """The incidents with 责任人 checked against the nominations.

    Several names are an error and reach nobody; nothing else may hide a nominated person, or somebody who works at a nominated post,
    here or in the nomination. A name is matched within the row's department and team; a namesake elsewhere clears up nothing.
    """
    nominations, incidents = tables["nominations"], tables["incidents"]
    people: dict[str, list[tuple[str | None, str]]] = {}
    named_in = (nominations[title] for title in ("department", "team", "person", "holders"))
    for department, team, person, holders in zip(*named_in, strict=True):
        people.setdefault(department, []).extend((team, name) for name in (person, *(holders or ())) if name is not None)
    everybody = {key(name): name for named in people.values() for _, name in named}
    persons, findings = [], []
    about = (incidents.get(title, ()) for title in ("person", "department", "team", "person_place"))
    for person, department, team, place in zip(*about, strict=True):
        wrong = _doubt(person, team, people.get(department, []), everybody)
        persons.append(None if wrong else person)
        if wrong:
            code, details = wrong
            findings.append(finding(code, place, value=person, **details))
    return {"incidents": {**incidents, "person": persons}}, findings


def _doubt(person: str | None, team: str | None, within: list[tuple[str | None, str]], everybody: dict[str, str]
           ) -> tuple[str, dict[str, str]] | None:
    """Why nobody can tell whom a name means (code, details); None where it is plain, or names no nominated person.

    `within` are the (team, name) of the row's department, `everybody` the names of all by their keys.
    """
    said = key(person)
    if person is None or any(key(name) == said and team in (None, own) for own, name in within):
        return None
    names = {key(name): name for _, name in within} if said in everybody else everybody
    inside = next((name for known, name in names.items() if wraps(said, known) or wraps(known, said)), None)
    if said not in everybody and _several(person, everybody):
        return "several-persons", {"title": "责任人"}
    return None if inside is None else ("person-unclear", {"name": inside})


def _several(text: str, names: dict[str, str]) -> bool:
    """True for two known names run together, and for a list of which one part is a known name."""
    parts = [part for part in re.split(r"[,;/、，；／和及与跟同&＆+＋\s]", text) if part]
    listed = len(parts) > 1 and any(key(part) in names for part in parts)
    run_together = any(key(text) == a + b for a in names for b in names if key(text).startswith(a))
    return listed or run_together or bool(cuts(key(text), names))
