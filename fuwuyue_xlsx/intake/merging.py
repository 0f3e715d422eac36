"""Files read one by one become one inbox: copies and versions settled, rows of every kind put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.cache import tables_in
from fuwuyue_xlsx.intake.kinds.incidents import merge_registers
from fuwuyue_xlsx.intake.kinds.inspection import same_visit
from fuwuyue_xlsx.intake.submissions import Content, Row, SourceFile, State, Visit
from fuwuyue_xlsx.intake.versions import newest, replaced, supersede
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import Columns, concat, concat_tables
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.survey_tables import SURVEY_TABLES

_SHORT = 40
Compare = Callable[[list[tuple[SourceFile, SourceFile]]], list[list[Finding]]]


def content_of(file: SourceFile) -> Content:
    """What a file that counts says."""
    assert file.content is not None
    return file.content


def department_tables(files: Iterable[SourceFile]) -> dict[str, Columns]:
    """The rows of departments' books by table, book after book; every table of the contract is there."""
    return concat_tables(_department_tables(files), COLUMNS)


def _department_tables(files: Iterable[SourceFile]) -> Iterator[dict[str, Columns]]:
    """One book's tables at a time. Short texts, much the same in all books, are held once."""
    texts: dict[str, str] = {}

    def shared(values: Any) -> Any:
        if not isinstance(values, list):
            return values
        return [texts.setdefault(v, v) if v.__class__ is str and len(v) <= _SHORT else v for v in values]

    for file in files:
        tables = tables_in(content_of(file))
        file.content = None
        yield {table: {name: shared(values) for name, values in columns.items()} for table, columns in tables.items()}


def merge_surveys(files: Iterable[SourceFile]) -> dict[str, Columns]:
    """The survey's tables of all files; sheets in the order of their files."""
    sheets = (tables for file in files if file.content for tables in file.content.surveys)
    return concat_tables(sheets, {name: COLUMNS[name] for name in SURVEY_TABLES})


def merge_departments(files: list[SourceFile], rules: Rules, compare: Compare) -> list[SourceFile]:
    """The one book of each department that counts, in the rules' order; the others are put aside with the reason."""
    kept, pairs = newest(files, lambda file: file.department, lambda file: file)
    _supersede(pairs, compare, lambda older, newer: finding("file-superseded", Place(older.path), other=newer.path))
    order = {department: number for number, department in enumerate(rules.departments)}
    return sorted(kept, key=lambda file: order[file.department or ""])


def merge_reviews(files: list[SourceFile], compare: Compare) -> Columns:
    """The rows of every reviewer's newest book."""
    kept, pairs = newest(files, lambda file: key(content_of(file).reviewer) or None, lambda file: file)
    _supersede(pairs, compare, _reviewer_superseded)
    for older, newer in pairs:
        rows, counting = (tables_in(content_of(file)).get("reviews", {}) for file in (older, newer))
        _tell_of_lost(older, content_of(older).place, newer, _named(rows, _JUDGED), _named(counting, _JUDGED))
    _doubt_reviewers(kept)
    books = sorted(kept, key=lambda file: file.path)
    return concat((tables_in(content_of(file))["reviews"] for file in books), COLUMNS["reviews"])


def _doubt_reviewers(files: list[SourceFile]) -> None:
    """Two books that count, of 评委甲 and 评委甲（工会主席）: nobody can tell whether they are one reviewer's."""
    by_name = {key(content_of(file).reviewer): file for file in files if content_of(file).reviewer}
    for text, name in wrapping(by_name):
        file, other = by_name[text], by_name[name]
        names = content_of(file).reviewer, content_of(other).reviewer
        file.findings.append(finding("reviewer-unclear", content_of(file).place, value=names[0], name=names[1], other=other.path))


# whom and what points are given for
_CHECKED, _JUDGED = ("team", "item"), ("award", "department", "team", "post", "criterion")


def _named(rows: Columns, names: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return set(zip(*(rows.get(name, ()) for name in names), strict=True))


def _tell_of_lost(older: SourceFile, place: Place, newer: SourceFile, had: set[tuple[Any, ...]], has: set[tuple[Any, ...]]) -> None:
    """Points that only the older version has: somebody may have handed in two parts, not two versions."""
    if had - has:
        older.findings.append(finding("points-lost", place, count=len(had - has), other=newer.path))


def _reviewer_superseded(older: SourceFile, newer: SourceFile) -> Finding:
    content = content_of(older)
    return finding("reviewer-superseded", content.place, reviewer=content.reviewer, other=newer.path)


def _supersede(pairs: list[tuple[SourceFile, SourceFile]], compare: Compare,
               info: Callable[[SourceFile, SourceFile], Finding]) -> None:
    """Put each older file aside, with every cell in which it differs from the one that counts."""
    for (older, newer), differing in zip(pairs, compare(pairs), strict=True):
        supersede(older, replaced(older, newer, info(older, newer)))
        older.findings += differing


def merge_inspections(files: list[SourceFile]) -> Columns:
    """The points of every visit; of two sheets of one visit the newer counts."""
    visits = [(file, visit) for file in files for visit in content_of(file).visits]
    kept, pairs = newest(visits, lambda pair: same_visit(pair[1]), lambda pair: pair[0])
    for (older, visit), (newer, counting) in pairs:
        _put_visit_aside(older, visit, newer)
        _tell_of_lost(older, Place(older.path, visit.sheet), newer, _named(visit.rows, _CHECKED), _named(counting.rows, _CHECKED))
    used = {file.path for file, _ in kept}
    for older, _ in (pair[0] for pair in pairs):
        if older.path not in used:
            older.state = State.SUPERSEDED
    ordered = sorted(kept, key=lambda pair: (pair[0].path, pair[1].sheet))
    return concat((_visit_rows(file, visit) for file, visit in ordered), COLUMNS["inspections"])


def _visit_rows(file: SourceFile, visit: Visit) -> Columns:
    who = {"visit": f"{file.path}!{visit.sheet}", "date": visit.date, "inspector": visit.inspector, "department": visit.department}
    count = len(visit.rows["points"])
    return {**{name: [value] * count for name, value in who.items()}, **visit.rows}


def _put_visit_aside(older: SourceFile, visit: Visit, newer: SourceFile) -> None:
    """A sheet that a newer one replaces: its cells are reported, its own faults no longer matter."""
    place = Place(older.path, visit.sheet)
    info = finding("visit-superseded", place, department=visit.department, other=newer.path)
    older.findings = [p for p in older.findings if p.place.sheet != visit.sheet or p.code in ("visit-superseded", "file-same-time")]
    older.findings.append(replaced(older, newer, info))
    older.aside.add(visit.sheet)


def merge_incidents(files: list[SourceFile]) -> tuple[list[Row], list[Finding]]:
    """The rows of all registers, and where two of them disagree."""
    return merge_registers([(file, content_of(file).incidents) for file in files])
