"""The whole inbox: files read, versions chosen, tables merged, findings gathered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from fuwuyue_xlsx.intake.cache import Cache, CachedPass
from fuwuyue_xlsx.intake.hidden_rows import hidden_doubts
from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.kinds.receipts import dated_by_receipts, judged_by_receipts, receipt_doubts
from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.merging import Merged
from fuwuyue_xlsx.intake.other_readings import other_readings
from fuwuyue_xlsx.intake.other_years import other_year_doubts
from fuwuyue_xlsx.intake.read_file import Job, read_entry, read_packed
from fuwuyue_xlsx.intake.row_versions import Behind, with_what_stands_behind
from fuwuyue_xlsx.intake.scan_inbox import entries_of, list_inbox, not_readable
from fuwuyue_xlsx.intake.second_round import SecondRound, answer, second_round, settled
from fuwuyue_xlsx.intake.submissions import SourceFile, State, not_opened
from fuwuyue_xlsx.intake.versions import without_copies
from fuwuyue_xlsx.intake.workers.local import Death, InThisProcess, Workers
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, sort_key
from fuwuyue_xlsx.reading.limits import costs_of
from fuwuyue_xlsx.reading.open_workbook import Unopened
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import adjustment_book, department_book, office_books
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.tables.columns import Columns, concat_tables
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.frames import Tables, by_department, tables_of

_OF_WHOLE_INBOX = ("mapped-column-missing",)


class Progress(Protocol):
    """Is told how many of how many are done, and which one is waited for."""

    def __call__(self, done: int, total: int, waiting: str = "") -> None: ...


@dataclass(frozen=True)
class Intake:
    """What reading the whole inbox came to.

    tables     for the evaluation
    files      every entry of the inbox with its state, by path
    findings   every finding, of files and of the whole, in a fixed order and none twice
    submitted  the departments with a book that counts, as the rules list them
    doubts     the findings that leave another way to read some rows, with these ways
    """

    tables: Tables
    files: list[SourceFile]
    findings: list[Finding]
    submitted: tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class ReadOptions:
    """How files are read: by which workers, with which passwords, telling whom how far it is, what is kept of them.

    now  the moment, in UTC, after which no file can have been saved; None: no time is taken for a future one
    """

    workers: Workers = field(default_factory=InThisProcess)
    passwords: tuple[str, ...] = ()
    progress: Progress | None = None
    cache: Cache | None = None
    now: dt.datetime | None = None


def read_inbox(inbox: Path, root: Path, rules: Rules, options: ReadOptions | None = None) -> Intake:
    """Everything in the inbox, and what is missing there. `root` is the workspace, from which paths are named.

    The same files give the same result, whatever order they are listed or read in. Raises WorkersLost when there is nobody
    to read them; whatever is wrong with the files themselves is a finding.
    """
    return _intake(list_inbox(inbox, root), rules, options or ReadOptions(), inbox.name)


def read_files(paths: Iterable[Path], root: Path, rules: Rules, options: ReadOptions | None = None) -> Intake:
    """A few named files, as `read_inbox`; nobody's book is missed."""
    entries = [entry for path in sorted(paths, key=lambda path: path.as_posix()) for entry in entries_of(path, root, shown=path.as_posix())]
    return _intake(entries, rules, options or ReadOptions(), None)


def _intake(entries: list[InboxEntry], rules: Rules, options: ReadOptions, inbox: str | None) -> Intake:
    """`inbox` is the folder's name where what is not there is to be missed."""
    merged = _read_and_merge(entries, rules, options)
    missing = _missing(merged.files, rules, inbox) if inbox is not None else []
    whose = {file.path: file.department for file in merged.files}
    own = [_of_department(p, whose) for file in merged.files for p in file.findings]
    doubts = tuple(replace(doubt, findings=tuple(_of_department(p, whose) for p in doubt.findings)) for doubt in merged.doubts)
    registers = (bool(_used(merged.files, kind)) for kind in (office_books.INCIDENTS, adjustment_book.ADJUSTMENTS))
    tables = tables_of(merged.tables, *registers)
    # their rows come file by file and are read department by department
    reviews, inspections = (by_department(frame, rules.departments) for frame in (tables.reviews, tables.inspections))
    of_cache = options.cache.findings if options.cache is not None else []
    # of a few named files nobody expects that they are all there is
    about_all = [p for p in merged.findings if inbox is not None or p.code not in _OF_WHOLE_INBOX]
    findings = sorted(_different([*about_all, *missing, *own, *of_cache]), key=sort_key)
    ordered = replace(tables, reviews=reviews, inspections=inspections)
    return Intake(ordered, list(merged.files), findings, _submitted(merged.files, rules), doubts)


def _of_department(one: Finding, whose: Mapping[str, str | None]) -> Finding:
    """The finding with the department in whose book it was found."""
    return replace(one, department=one.department or whose.get(one.place.file))


def _read_and_merge(entries: list[InboxEntry], rules: Rules, options: ReadOptions) -> Merged:
    """The files and the tables of all kinds. The workers are asked twice: about each file, and about what all of them raise."""
    job = Job(rules, options.passwords)
    read = _read(entries, job, options)
    read = [replace(file, seen=options.now) for file in read] if options.now else read
    files, returned = without_copies(read, [kind for kind, reader in KIND_READERS.items() if reader.copies_count])
    asked = second_round(files)
    answers = list(options.workers.run(answer, asked.questions, job, lambda question: question.costs))
    originals = {copy: replace(files[original], content=read[original].content, state=State.USED) for original, copy in returned}
    return _merge_kinds(settled(files, asked, answers), asked, originals, rules)


def _read(entries: list[InboxEntry], job: Job, options: ReadOptions) -> list[SourceFile]:
    """Every entry read, in the entries' order. What needs no opening, or was read before, never reaches a worker."""
    # what a password opened is not kept on the disk in the open
    cached = CachedPass(options.cache if not options.passwords else None, job.rules)
    known = {entry.shown: cached.load(entry) for entry in entries if entry.ruled_out is None and entry.has_readable_ending}
    unread = [entry for entry in entries if not _needs_no_opening(entry) and known.get(entry.shown) is None]
    results = options.workers.run(read_packed, unread, job, lambda entry: costs_of(entry.size))
    files: list[SourceFile] = []
    for number, entry in enumerate(entries):
        file = read_entry(entry, job) if _needs_no_opening(entry) else known.get(entry.shown)
        if file is None:
            if options.progress:
                options.progress(number, len(entries), entry.shown)
            result = next(results)
            if isinstance(result, Death):
                file = _not_read(entry, result)
            else:
                file = cached.accept(entry, result)
        files.append(file)
    if options.progress:
        options.progress(len(files), len(entries))
    return files


def _needs_no_opening(entry: InboxEntry) -> bool:
    """Whether all that is to be said of it is known from its listing: of a zip file the files in it are read, each by itself."""
    return entry.ruled_out is not None or entry.holds is not None


def _not_read(entry: InboxEntry, death: Death) -> SourceFile:
    """A file whose reading killed its worker, or never ended."""
    why = finding("file-too-slow" if death.too_slow else "file-kills-reader") if entry.has_readable_ending else not_readable(entry.suffix)
    return SourceFile(entry.shown, entry.path).with_findings(not_opened(entry.shown, Unopened(why)))


def _merge_kinds(files: list[SourceFile], asked: SecondRound, originals: Mapping[int, SourceFile], rules: Rules) -> Merged:
    """Kind after kind put into the tables, then checked against one another. The files give up their content to the tables.

    `originals` are the submissions for which returned copies stand, by the copies' numbers.
    """
    parts: list[dict[str, Columns]] = []
    findings: list[Finding] = []
    doubts: list[Doubt] = []
    behind: list[Behind] = []
    for kind in BOOK_KINDS:
        numbers, pairs = asked.of_kind[kind], asked.pairs[kind]
        of_kind = [files[number] for number in numbers]
        merged = KIND_READERS[kind].merge(of_kind, pairs, rules)
        doubts += other_readings(KIND_READERS[kind].merge, numbers, files, originals, merged.tables, rules)
        doubts += other_year_doubts(kind, of_kind, files, merged.tables, rules)
        parts.append(merged.tables)
        findings += merged.findings
        doubts += merged.doubts
        behind += merged.behind
        for number, (file, unseen) in zip(numbers, hidden_doubts(merged.files, merged.tables), strict=True):
            files[number] = file
            doubts += unseen
    tables = concat_tables(parts, COLUMNS)
    submitted = frozenset(_submitted(files, rules))
    for kind in BOOK_KINDS:
        checked, further = _cross_checked(kind, tables, submitted)
        tables |= checked
        findings += further
    doubts = [
        replace(doubt, readings=tuple(dated_by_receipts(_checked_way(way, tables, submitted), tables, rules) for way in doubt.readings))
        for doubt in with_what_stands_behind(doubts, behind)
    ]
    doubts += receipt_doubts(files, tables, rules)
    files, dated, further = judged_by_receipts(files, tables, rules)
    tables |= dated
    findings += further
    return Merged([replace(file, content=None) for file in files], tables, tuple(findings), tuple(doubts))


def _cross_checked(kind: str, tables: Mapping[str, Columns], submitted: frozenset[str]) -> tuple[dict[str, Columns], list[Finding]]:
    """The tables that a kind's check across kinds changes, and its findings."""
    cross_check = KIND_READERS[kind].cross_check
    return cross_check(tables, submitted) if cross_check is not None else ({}, [])


def _checked_way(way: Edit, tables: Mapping[str, Columns], submitted: frozenset[str]) -> Edit:
    """Another reading of some rows, checked as those that count were: against all others."""
    rows = dict(way.rows)
    for kind in BOOK_KINDS:
        checked, _ = _cross_checked(kind, {**tables, **rows}, submitted) if rows else ({}, [])
        rows |= {name: columns for name, columns in checked.items() if name in rows}
    return replace(way, rows=rows)


def _used(files: Iterable[SourceFile], kind: str) -> list[SourceFile]:
    return [file for file in files if file.kind == kind and file.state is State.USED]


def _submitted(files: Iterable[SourceFile], rules: Rules) -> tuple[str, ...]:
    handed_in = {file.department for file in _used(files, department_book.KIND)}
    return tuple(department for department in rules.departments if department in handed_in)


def _missing(files: Sequence[SourceFile], rules: Rules, inbox: str) -> list[Finding]:
    """A finding for every book that is missed: of a department, or the only one of its kind; and when there is nothing at all."""
    findings = [] if files else [finding("inbox-empty", Place(inbox))]
    failed = [file for file in files if any(one.is_total_failure for one in file.findings)]
    if len(failed) > 1 and not any(file.accounts for file in files):
        findings.append(finding("nothing-read", Place(inbox), count=len(failed)))
    for name, kind in BOOK_KINDS.items():
        used = _used(files, name)
        if kind.missing and kind.of_department:
            handed_in = {file.department for file in used}
            absent = (department for department in rules.departments if department not in handed_in)
            findings += [finding(kind.missing, Place(inbox), department=department) for department in absent]
        elif kind.missing and not used:
            findings.append(finding(kind.missing, Place(inbox)))
    return findings


def _different(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repetitions, the first of each."""
    seen: dict[tuple[Any, ...], Finding] = {}
    for p in findings:
        seen.setdefault((p.code, p.place, p.message), p)
    return list(seen.values())
