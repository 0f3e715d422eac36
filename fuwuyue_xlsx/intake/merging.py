"""Files read one by one become the tables of their kind: rows put together. Reviewers' books and visits have modules of their own.

Each `merge_…` takes the files of one kind in the order of their paths, and the pairs of them that are versions of one
another (numbers of the older and of the one that counts). The older ones are superseded already; all still have their content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.intake.kinds.doubtful_days import asked_about, days_doubts
from fuwuyue_xlsx.intake.kinds.headcount_doubts import headcount_doubts
from fuwuyue_xlsx.intake.kinds.incidents import incident_doubts, merge_registers
from fuwuyue_xlsx.intake.kinds.survey_export import unmapped
from fuwuyue_xlsx.intake.kinds.survey_unnamed import unnamed_doubts
from fuwuyue_xlsx.intake.kinds.survey_unread import too_many_invalid, unread_doubts
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.row_versions import Behind, doubt_of, times_doubted
from fuwuyue_xlsx.intake.submissions import Content, SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.department_book import MATERIAL_TIME, PLAN_DATE
from fuwuyue_xlsx.tables.columns import Columns, concat_tables, from_records, length_of, to_records
from fuwuyue_xlsx.tables.contract import COLUMNS, RULING_TABLES
from fuwuyue_xlsx.tables.edits import Doubt, edit_between
from fuwuyue_xlsx.tables.survey_tables import SURVEY_TABLES

# texts up to so many characters stand in very many rows
_SHORT = 40
# columns that say where a row stands
_WHERE = ("source", "file", "plan_source", "material_source", "position")
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Merged:
    """What the files of one kind come to.

    files     the same files in the same order, with what the merge says of their state and findings
    tables    rows by table, in columns; a column that the evaluation does not know serves a later check
    findings  what no single file is to blame for
    doubts    findings, of files or of the whole, that leave another way to read some rows
    behind    what older versions say of things whose rows count in newer ones
    """

    files: Sequence[SourceFile]
    tables: dict[str, Columns] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    behind: tuple[Behind, ...] = ()


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
    settled, doubts = list(files), []
    for older, newer in pairs:
        warnings, versions_doubts = _other_version(files[older], files[newer])
        for number in (older, newer):
            settled[number] = settled[number].with_findings(*(p for p in warnings if p.place.file == files[number].path))
        doubts += versions_doubts
    tables = department_tables(books)
    return Merged(settled, tables, doubts=(*doubts, *_doubtful_days(settled, tables), *headcount_doubts(books)))


def _doubtful_days(files: Iterable[SourceFile], tables: Mapping[str, Columns]) -> Iterator[Doubt]:
    """The days of handing in that may be meant otherwise, with the department's row as it then would be."""
    findings = [one for file in _counting(list(files)) for one in file.findings]
    rows = {row["file"]: row for row in to_records(tables["departments"])} if any(asked_about(findings)) else {}
    dated = {PLAN_DATE: "plan_date", MATERIAL_TIME: "material_time"}
    return days_doubts(findings, "departments", "file", lambda one: (rows[one.place.file], dated[one.details["title"]]))


def _other_version(older: SourceFile, newer: SourceFile) -> tuple[list[Finding], list[Doubt]]:
    """What would be if the older book counted: warnings where its age is in doubt, and the doubt; none where both say the same."""
    now, then = (department_tables([file]) for file in (newer, older))
    if all(_told(now[table]) == _told(then[table]) for table in now):
        return [], []
    doubted = times_doubted(older, [newer])
    return list(doubted.values()), doubt_of(older.findings[0], doubted, edit_between(now, then))


def _told(rows: Columns) -> dict[str, list[Any]]:
    """What rows say, wherever they stand."""
    return {name: list(values) for name, values in rows.items() if name not in _WHERE}


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
    """The survey's tables, sheet after sheet in the order of their files."""
    sheets = (tables for file in files if file.content for tables in file.content.surveys)
    tables = concat_tables(sheets, {name: COLUMNS[name] for name in SURVEY_TABLES})
    own, unnamed = (doubt for file in files if file.content for doubt in file.content.doubts), tuple(unnamed_doubts(tables, rules))
    told = (*unmapped(files, rules), *too_many_invalid(files, rules), *(found for doubt in unnamed for found in doubt.findings))
    return Merged(files, tables, told, (*unread_doubts(files, rules), *unnamed, *own))


def merge_incidents(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of all registers, and where two of them disagree."""
    settled, rows, differing, behind = merge_registers(files, rules)
    tables = {"incidents": from_records(rows, (*COLUMNS["incidents"], "place", "person_place"))}
    return Merged(settled, tables, tuple(differing), tuple(incident_doubts(settled, rows)), behind=tuple(behind))


def merge_receipts(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of every list of receipts, in the order of their paths."""
    books = sorted(_counting(files), key=lambda file: file.path)
    return Merged(files, concat_tables((tables_in(content_of(file)) for file in books), {"receipts": COLUMNS["receipts"]}))


def merge_rulings(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of every book of rulings, older books first; which of two rulings stands is decided when the question is known."""
    books = sorted(_counting(files), key=lambda file: (file.age, file.path))
    names = {table: (*COLUMNS[table], "place") for table in RULING_TABLES}
    return Merged(files, concat_tables((_saved(tables_in(content_of(file)), file) for file in books), names))


def _saved(tables: dict[str, Columns], file: SourceFile) -> dict[str, Columns]:
    return {table: {**columns, "saved": [file.age[0]] * length_of(columns)} for table, columns in tables.items()}
