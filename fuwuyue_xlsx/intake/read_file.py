"""One file read from its bytes to rows, findings and accounts: all that a worker does, and all it hands back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from fuwuyue_xlsx.intake.cache import packed
from fuwuyue_xlsx.intake.kinds.department import department_content
from fuwuyue_xlsx.intake.kinds.incidents import incident_content
from fuwuyue_xlsx.intake.kinds.inspection import inspection_content
from fuwuyue_xlsx.intake.kinds.review import review_content
from fuwuyue_xlsx.intake.kinds.survey import survey_content
from fuwuyue_xlsx.intake.kinds.survey_export import LeftOut, export_content, export_grids
from fuwuyue_xlsx.intake.owners import find_department
from fuwuyue_xlsx.intake.read_book import BookRead, gather, read_book
from fuwuyue_xlsx.intake.recognise import recognise
from fuwuyue_xlsx.intake.submissions import Content, Entry, SourceFile, State, refused
from fuwuyue_xlsx.intake.versions import differences
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Refusal, open_book
from fuwuyue_xlsx.reading.unused_cells import report_leftovers, report_marginalia, report_struck
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.books import books_of

_CONTENTS: dict[str, Callable[[BookRead, Rules], Content]] = {
    d.KIND: department_content,
    office_books.INSPECTION: inspection_content,
    office_books.SURVEY: survey_content,
    office_books.INCIDENTS: incident_content,
    office_books.REVIEW: review_content,
}


# findings after which a book may hold more than could be read
_GONE = ("sheet-missing", "column-missing", "label-missing", "sheet-looks-ours")


@dataclass(frozen=True)
class Job:
    """What every file is read with: the rules, passwords that may open encrypted books, rows of exports left out by file."""

    rules: Rules
    passwords: tuple[str, ...] = ()
    left_out: dict[str, LeftOut] = field(default_factory=dict)


def read_entry(entry: Entry, job: Job) -> SourceFile:
    """One entry read as far as it goes. Whatever is wrong with it is a finding on it; its grids stay behind."""
    source = SourceFile(entry.shown, entry.path)
    refusal = entry.refusal or _take(source, entry, job)
    if refusal is not None:
        source.findings.append(refused(source, refusal))
        return source
    _understand(source, job)
    _settle(source)
    return source


def read_packed(entry: Entry, job: Job) -> bytes:
    """One entry read, as the bytes in which it travels and is kept."""
    return packed(read_entry(entry, job))


def _take(source: SourceFile, entry: Entry, job: Job) -> Refusal | None:
    """Read and open the file, unless it changes while it is read."""
    try:
        read = entry.read()
    except FileNotFoundError:
        return Refusal("file-vanished")
    except OSError:
        return Refusal("file-unreadable")
    data = read.content or b""
    source.modified, source.sha256 = read.modified, hashlib.sha256(data).hexdigest()
    if not data:
        return Refusal("file-copying")
    opened = open_book(data, job.passwords, books_of(job.rules).most_sheets)
    if isinstance(opened, Refusal):
        return opened
    source.opened, source.saved, source.origin = opened, opened.saved, opened.origin
    return None


def _understand(source: SourceFile, job: Job) -> None:
    """What the book is and what it says."""
    assert source.opened is not None
    rules = job.rules
    found = recognise(source, rules)
    if found is not None:
        source.findings.append(found)
        return
    source.findings += [finding(code, Place(source.path)) for code in source.opened.doubts]
    source.findings += report_marginalia(source.opened, source.path)
    own_form = source.kind != office_books.SURVEY or source.opened.grid(office_books.SURVEY_SHEET) is not None
    exported = [] if own_form else export_grids(source.opened, rules)
    if exported:
        source.content = export_content(source, exported, rules, job.left_out.get(source.path, {}))
        source.state = State.USED
    elif source.kind != d.KIND or find_department(source, rules):
        _read_kind(source, rules)


def _read_kind(source: SourceFile, rules: Rules) -> None:
    assert source.opened is not None and source.kind is not None
    read = read_book(source, books_of(rules).of(source.kind, source.department))
    if read.blank and source.kind != office_books.INCIDENTS:
        gone = [p for p in gather(read) if p.code in _GONE and p.blocks]
        rest = report_leftovers(source.opened, read.book, source.path)
        if not (gone and rest):  # what was typed may stand where nothing was found
            source.findings.append(finding("file-blank", Place(source.path)))
        source.findings += [*gone, *rest]
        return
    source.content = _CONTENTS[source.kind](read, rules)
    source.findings += gather(read)
    source.findings += report_leftovers(source.opened, read.book, source.path) + report_struck(source.opened, source.path)
    source.state = State.USED


def _settle(source: SourceFile) -> None:
    """Count every sheet's cells; what nothing claimed by now is reported with the file itself."""
    assert source.opened is not None
    for number, grid in enumerate(source.opened.grids):
        title = grid.title if grid.title not in source.accounts else f"{grid.title}#{number}"
        source.accounts[title] = grid.account()
    source.opened = None


def compare_entries(entries: tuple[Entry, Entry], job: Job) -> list[Finding]:
    """Every cell in which the first file, an older version, differs from the second."""
    older, newer = (SourceFile(entry.shown, entry.path) for entry in entries)
    for source, entry in zip((older, newer), entries, strict=True):
        if _take(source, entry, job) is not None:
            return [finding("version-not-compared", Place(older.path), other=newer.path)]
    assert isinstance(older.opened, OpenedBook) and isinstance(newer.opened, OpenedBook)
    return differences(older.path, older.opened, newer.opened)
