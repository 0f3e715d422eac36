"""Files read one by one become the tables of their kind: versions settled, rows put together.

Each `merge_…` takes the files of one kind in the order of their paths, and the pairs of them that are versions of one
another (numbers of the older and of the one that counts). The older ones are superseded already; all still have their content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.incidents import merge_registers
from fuwuyue_xlsx.intake.kinds.inspection import same_visit
from fuwuyue_xlsx.intake.kinds.survey import likely_copies
from fuwuyue_xlsx.intake.kinds.survey_export import unmapped
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.submissions import Content, SourceFile, State, Visit
from fuwuyue_xlsx.intake.versions import newest, replaced
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import Columns, concat, concat_tables, from_records
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt
from fuwuyue_xlsx.tables.survey_tables import SURVEY_TABLES

# texts up to so many characters stand in very many rows
_SHORT = 40
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Merged:
    """What the files of one kind come to.

    files     the same files in the same order, with what the merge says of their state and findings
    tables    rows by table, in columns; a column that the evaluation does not know serves a later check
    findings  what no single file is to blame for
    doubts    findings, of files or of the whole, that leave another way to read some rows
    """

    files: Sequence[SourceFile]
    tables: dict[str, Columns] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def content_of(file: SourceFile) -> Content:
    """What a file says that takes part in a merge."""
    assert file.content is not None
    return file.content


def _counting(files: Sequence[SourceFile]) -> list[SourceFile]:
    return [file for file in files if file.state is State.USED]


def merge_departments(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of the one book of each department that counts, in the rules' order of departments."""
    order = {department: number for number, department in enumerate(rules.departments)}
    books = sorted(_counting(files), key=lambda file: order[file.department or ""])
    return Merged(files, department_tables(books))


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
        yield {table: {name: shared(values) for name, values in columns.items()} for table, columns in tables.items()}


def merge_surveys(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The survey's tables, sheet after sheet in the order of their files; a file that holds most of another's rows is doubted."""
    doubted = [file.with_findings(*more) for file, more in zip(files, likely_copies(files), strict=True)]
    sheets = (tables for file in files if file.content for tables in file.content.surveys)
    return Merged(doubted, concat_tables(sheets, {name: COLUMNS[name] for name in SURVEY_TABLES}), tuple(unmapped(files, rules)))


def reviewer_of(file: SourceFile) -> str | None:
    """By which two books are one reviewer's; None for a book without a name."""
    return key(content_of(file).reviewer) or None


def merge_reviews(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of every reviewer's newest book, book after book."""
    more: dict[int, list[Finding]] = {number: [] for number in range(len(files))}
    for older, newer in pairs:
        rows, counting = (tables_in(content_of(files[number])).get("reviews", {}) for number in (older, newer))
        place = content_of(files[older]).place
        more[older] += _lost(place, files[newer], _named(rows, _JUDGED), _named(counting, _JUDGED))
    for number, found in _doubtful_reviewers(files):
        more[number].append(found)
    books = sorted(_counting(files), key=lambda file: file.path)
    rows = concat((tables_in(content_of(file))["reviews"] for file in books), (*COLUMNS["reviews"], "place"))
    return Merged([file.with_findings(*more[number]) for number, file in enumerate(files)], {"reviews": rows})


def _doubtful_reviewers(files: Sequence[SourceFile]) -> Iterable[tuple[int, Finding]]:
    """Two books that count, of 评委甲 and 评委甲（工会主席）: nobody can tell whether they are one reviewer's."""
    named = ((reviewer_of(file), number) for number, file in enumerate(files) if file.state is State.USED)
    by_name = {name: number for name, number in named if name}
    for text, name in wrapping(by_name):
        (mine, file), other = (content_of(files[by_name[text]]), by_name[text]), files[by_name[name]]
        yield file, finding("reviewer-unclear", mine.place, value=mine.reviewer, name=content_of(other).reviewer, other=other.path)


# whom and what points are given for
_CHECKED, _JUDGED = ("team", "item"), ("award", "department", "team", "post", "criterion")


def _named(rows: Columns, names: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return set(zip(*(rows.get(name, ()) for name in names), strict=True))


def _lost(place: Place, newer: SourceFile, had: set[tuple[Any, ...]], has: set[tuple[Any, ...]]) -> list[Finding]:
    """Points that only the older version has: somebody may have handed in two parts, not two versions."""
    return [finding("points-lost", place, count=len(had - has), other=newer.path)] if had - has else []


def merge_inspections(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The points of every visit, book after book; of two sheets of one visit the newer counts."""
    visits = [(number, visit) for number, file in enumerate(files) for visit in content_of(file).visits]
    counting, versions = newest(visits, lambda pair: same_visit(pair[1]), lambda pair: files[pair[0]])
    settled = list(files)
    for (older, visit), (newer, instead) in versions:
        lost = _lost(Place(files[older].path, visit.sheet), files[newer], _named(visit.rows, _CHECKED), _named(instead.rows, _CHECKED))
        settled[older] = _without_visit(settled[older], visit, files[newer]).with_findings(*lost)
    used = {number for number, _ in counting}
    for older in {older for (older, _), _ in versions} - used:
        settled[older] = replace(settled[older], state=State.SUPERSEDED)
    ordered = sorted(counting, key=lambda pair: (files[pair[0]].path, pair[1].sheet))
    rows = concat((_visit_rows(files[number], visit) for number, visit in ordered), COLUMNS["inspections"])
    return Merged(settled, {"inspections": rows})


def _visit_rows(file: SourceFile, visit: Visit) -> Columns:
    who = {"visit": f"{file.path}!{visit.sheet}", "date": visit.date, "inspector": visit.inspector, "department": visit.department}
    count = len(visit.rows["points"])
    return {**{name: [value] * count for name, value in who.items()}, **visit.rows}


def _without_visit(older: SourceFile, visit: Visit, newer: SourceFile) -> SourceFile:
    """A file whose sheet a newer one replaces: the sheet's cells are reported, its own faults no longer matter."""
    info = finding("visit-superseded", Place(older.path, visit.sheet), department=visit.department, other=newer.path)
    matters = (p for p in older.findings if p.place.sheet != visit.sheet or p.code in ("visit-superseded", "file-same-time"))
    return replace(older, findings=(*matters, replaced(older, newer, info)), aside=older.aside | {visit.sheet})


def merge_incidents(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of all registers, and where two of them disagree."""
    settled, rows, differing = merge_registers(files)
    return Merged(settled, {"incidents": from_records(rows, (*COLUMNS["incidents"], "place", "person_place"))}, tuple(differing))
