"""The whole inbox in one pass: files read, versions chosen, tables merged, findings gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from fuwuyue_xlsx.intake import merging
from fuwuyue_xlsx.intake.cache import Cache
from fuwuyue_xlsx.intake.kinds.incidents import check_persons
from fuwuyue_xlsx.intake.kinds.review import match_posts
from fuwuyue_xlsx.intake.kinds.survey import warn_of_copies
from fuwuyue_xlsx.intake.kinds.survey_export import repeated_rows, unmapped
from fuwuyue_xlsx.intake.read_file import Job, compare_entries, read_entry, read_packed
from fuwuyue_xlsx.intake.scan_inbox import entry_of, list_inbox
from fuwuyue_xlsx.intake.shelf import Shelf
from fuwuyue_xlsx.intake.submissions import BOOK_KINDS, Entry, SourceFile, State, refused
from fuwuyue_xlsx.intake.versions import drop_identical, replace_returned
from fuwuyue_xlsx.intake.workers.local import Death, InThisProcess, Workers
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, sort_key
from fuwuyue_xlsx.reading.limits import costs_of
from fuwuyue_xlsx.reading.open_workbook import Refusal, stamp_in
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.tables.columns import Columns, from_records
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.frames import Tables, by_department, tables_of


class Progress(Protocol):
    """Is told how many of how many are done, and which one is waited for."""

    def __call__(self, done: int, total: int, waiting: str = "") -> None: ...


@dataclass
class Intake:
    """What came back: tables for the evaluation, every file with its state, every finding in a fixed order."""

    tables: Tables
    files: list[SourceFile]
    findings: list[Finding]
    submitted: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """How files are read: by which workers, with which passwords, telling whom how far it is, what is kept of them."""

    workers: Workers = field(default_factory=InThisProcess)
    passwords: tuple[str, ...] = ()
    progress: Progress | None = None
    cache: Cache | None = None


def read_inbox(inbox: Path, root: Path, rules: Rules, reading: Reading | None = None) -> Intake:
    """Everything in the inbox. The same files give the same result, whatever order they are listed or read in."""
    entries = list_inbox(inbox, root)
    found = [] if entries else [finding("inbox-empty", Place(inbox.name))]
    return _gather(entries, rules, reading or Reading(), found, inbox.name)


def read_files(paths: Iterable[Path], root: Path, rules: Rules, reading: Reading | None = None) -> Intake:
    """A few named files, as `read_inbox`; nobody is missed."""
    entries = [entry_of(path, root, shown=path.as_posix()) for path in sorted(paths, key=lambda path: path.as_posix())]
    return _gather(entries, rules, reading or Reading(), [], None)


def _gather(entries: list[Entry], rules: Rules, reading: Reading, found: list[Finding], inbox: str | None) -> Intake:
    files = _read(entries, rules, reading)
    by_kind: dict[str, list[SourceFile]] = {kind: [] for kind in BOOK_KINDS}
    different = drop_identical(files)
    replace_returned(file for file in different if file.kind in (office_books.SURVEY, office_books.INCIDENTS))
    for file in different:
        if file.content is not None:
            by_kind[file.kind or ""].append(file)
    books = merging.merge_departments(by_kind[d.KIND], rules, _comparer(reading, rules))
    columns = merging.department_tables(books)
    submitted = tuple(file.department for file in books if file.department)
    columns |= _merge_offices(by_kind, columns["nominations"], set(submitted), found, reading, rules)
    has_register = bool(by_kind[office_books.INCIDENTS])
    if inbox is not None:
        found += _missing(rules, submitted, has_register, inbox)
    for file in files:
        file.content = None  # it stands in the tables now
        found += [replace(p, department=p.department or file.department) for p in file.findings]
    tables = tables_of(columns, has_register)
    ordered = {name: by_department(getattr(tables, name), rules.departments) for name in ("reviews", "inspections")}
    return Intake(replace(tables, **ordered), files, sorted(set_of(found), key=sort_key), submitted)


def _read(entries: list[Entry], rules: Rules, reading: Reading) -> list[SourceFile]:
    """Every entry read, in the entries' order; what needs no opening, or was read before, never reaches a worker."""
    job = Job(rules, reading.passwords)
    # what a password opened is not kept on the disk in the open
    shelf = Shelf(reading.cache if not reading.passwords else None, rules)
    known = {entry.shown: shelf.known(entry) for entry in entries if entry.refusal is None}
    worth = [entry for entry in entries if entry.refusal is None and known[entry.shown] is None]
    results = reading.workers.run(read_packed, worth, job, lambda entry: costs_of(entry.size))
    files = []
    for entry in entries:
        file = read_entry(entry, job) if entry.refusal is not None else known[entry.shown]
        if file is None:
            if reading.progress:
                reading.progress(len(files), len(entries), entry.shown)
            result = next(results)
            file = _died(entry, result, reading) if isinstance(result, Death) else shelf.taken(entry, result)
        files.append(file)
    if reading.progress:
        reading.progress(len(files), len(entries))
    return files


def _died(entry: Entry, death: Death, reading: Reading) -> SourceFile:
    """A file whose reading killed its worker or never ended. Its stamp, if it has one, is looked for with care."""
    source = SourceFile(entry.shown, entry.path)
    (stamp,) = reading.workers.run(_stamp_of, [entry], None, lambda entry: costs_of(0))
    code = "file-too-slow" if death.too_slow else "file-kills-reader"
    source.findings.append(refused(source, Refusal(code, {}, None if isinstance(stamp, Death) else stamp)))
    return source


def _stamp_of(entry: Entry, _: Any) -> Any:
    try:
        return stamp_in(entry.read().content or b"")
    except OSError:
        return None


def set_of(found: list[Finding]) -> list[Finding]:
    """The findings without repetitions."""
    seen: dict[tuple[Any, ...], Finding] = {}
    for p in found:
        seen.setdefault((p.code, p.place, p.message), p)
    return list(seen.values())


def _merge_offices(by_kind: dict[str, list[SourceFile]], nominations: Columns, submitted: set[str], found: list[Finding],
                   reading: Reading, rules: Rules) -> dict[str, Columns]:
    """The tables of the office's books; what is found in putting them together is added to `found`."""
    surveys = by_kind[office_books.SURVEY]
    found += unmapped(surveys, rules)
    _leave_out_repeated(surveys, reading, rules)
    warn_of_copies(surveys)
    inspections = merging.merge_inspections(by_kind[office_books.INSPECTION])
    reviews = merging.merge_reviews(by_kind[office_books.REVIEW], _comparer(reading, rules))
    incidents, differing = merging.merge_incidents(by_kind[office_books.INCIDENTS])
    found += differing
    found += check_persons(incidents, nominations)
    found += match_posts(reviews, nominations, submitted)
    return {"inspections": inspections, "reviews": reviews, "incidents": from_records(incidents, COLUMNS["incidents"]),
            **merging.merge_surveys(surveys)}


def _leave_out_repeated(files: list[SourceFile], reading: Reading, rules: Rules) -> None:
    """Answer sheets that stand in two exports count once: the later file is read again without them."""
    repeated = repeated_rows(files)
    again = [file for file in files if file.path in repeated]
    job = Job(rules, reading.passwords, repeated)
    results = reading.workers.run(read_entry, [_entry(file) for file in again], job, lambda entry: costs_of(entry.size))
    for file, result in zip(again, results, strict=True):
        if isinstance(result, SourceFile) and result.sha256 == file.sha256:
            file.content = result.content
        else:
            file.content, file.state = None, State.REJECTED
            file.findings = [refused(file, Refusal("file-copying"))]


def _comparer(reading: Reading, rules: Rules) -> merging.Compare:
    """Compares pairs of files, older and newer, cell by cell, where they were read."""

    def compare(pairs: Sequence[tuple[SourceFile, SourceFile]]) -> list[list[Finding]]:
        entries = [tuple(_entry(file) for file in pair) for pair in pairs]
        job = Job(rules, reading.passwords)
        results = reading.workers.run(compare_entries, entries, job, lambda pair: costs_of(sum(entry.size for entry in pair)))
        return [
            [finding("version-not-compared", Place(older.path), other=newer.path)] if isinstance(result, Death) else result
            for (older, newer), result in zip(pairs, results, strict=True)
        ]

    return compare


def _entry(file: SourceFile) -> Entry:
    assert file.location is not None
    return entry_of(file.location, file.location.parent, shown=file.path)


def _missing(rules: Rules, submitted: tuple[str, ...], has_register: bool, inbox: str) -> list[Finding]:
    handed_in = frozenset(submitted)
    absent = [department for department in rules.departments if department not in handed_in]
    found = [finding("department-not-submitted", Place(inbox), department=name) for name in absent]
    return found if has_register else [*found, finding("register-missing", Place(inbox))]
