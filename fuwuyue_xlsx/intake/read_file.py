"""One file read from its bytes to rows, findings and accounts: all that a worker does, and all it hands back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.attachments import as_attachment
from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.other_endings import other_ending_finding, text_finding
from fuwuyue_xlsx.intake.read_book import BookRead, gather, read_book, titled_as_in
from fuwuyue_xlsx.intake.recognise import find_department, is_export, is_ours, recognise, stamp_of
from fuwuyue_xlsx.intake.record_bytes import packed
from fuwuyue_xlsx.intake.scan_inbox import first_bytes, not_readable
from fuwuyue_xlsx.intake.submissions import Content, RowsBySheet, SourceFile, State, not_opened
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.beginnings import DOCUMENT, PDF, WORKBOOK_BEGINNINGS, media_of
from fuwuyue_xlsx.reading.grid import Account
from fuwuyue_xlsx.reading.hidden_cells import report_hidden
from fuwuyue_xlsx.reading.open_workbook import NO_BOOK, TEXT_TABLES, OpenedBook, Unopened, open_book
from fuwuyue_xlsx.reading.packed_folder import NotUnpacked
from fuwuyue_xlsx.reading.text_book import open_text
from fuwuyue_xlsx.reading.unused_cells import report_annotations, report_struck, report_unused_cells, report_written_twice
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS, books_of

# what old systems export under these endings is often a web page or a text: it may be anybody's
_OFTEN_TEXT = (".xls", ".et", *TEXT_TABLES)
# findings after which a book may hold more than could be read
_GONE = ("sheet-missing", "column-missing", "label-missing", "sheet-looks-ours", "sheet-title-near")


@dataclass(frozen=True)
class Job:
    """What every file is read with: the rules, and passwords that may open encrypted books."""

    rules: Rules
    passwords: tuple[str, ...] = ()


def read_entry(entry: InboxEntry, job: Job, left_out: RowsBySheet | None = None) -> SourceFile:
    """One entry read as far as it goes. Whatever is wrong with it is a finding on it; its grids stay behind.

    `left_out` are rows of a survey that do not count, as they stand in another file too.
    """
    if entry.holds is not None:
        return _opened_as_folder(entry)
    if entry.ruled_out is None and not entry.has_readable_ending:
        return _text_export(entry, job, left_out) or _other_ending(entry, job)
    source, opened = open_entry(entry, job)
    if isinstance(opened, Unopened):
        attached = opened.why.code == "file-attachment"
        return as_attachment(source, opened.why, job.rules) if attached else source.with_findings(not_opened(entry.shown, opened))
    read = _understood(source, opened, job.rules, left_out or {})
    return replace(read, accounts=_accounts(opened))


def _opened_as_folder(entry: InboxEntry) -> SourceFile:
    """A zip file, of which each file is an entry of its own."""
    digest = hashlib.sha256()
    try:
        with entry.path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return SourceFile(entry.shown, entry.path).with_findings(finding("file-unreadable", Place(entry.shown)))
    source = SourceFile(entry.shown, entry.path, digest.hexdigest(), modified=entry.modified, holds=entry.holds)
    return source.with_findings(finding("archive-opened", Place(entry.shown), count=entry.holds))


_PIECE = 1 << 20


def _text_export(entry: InboxEntry, job: Job, left_out: RowsBySheet | None) -> SourceFile | None:
    """A survey's export that is a text under an ending of texts; None for everything else."""
    try:
        if not entry.name.lower().endswith(_NOTE_ENDINGS) or first_bytes(entry).startswith(WORKBOOK_BEGINNINGS):
            return None
    except OSError:
        return None
    source, opened = open_entry(entry, job)
    if isinstance(opened, Unopened):
        return None
    return replace(_understood(source, opened, job.rules, left_out or {}), accounts=_accounts(opened))


_NOTE_ENDINGS = (".txt", ".htm", ".html", ".mht", ".mhtml", ".xml", ".prn")


def _other_ending(entry: InboxEntry, job: Job) -> SourceFile:
    """A file whose ending is none that is read: not used, and asked about when something of ours can be seen in it."""
    source, unread = SourceFile(entry.shown, entry.path), not_readable(entry.suffix)
    try:
        said = other_ending_finding(entry, unread, job.rules, is_ours)
    except NotUnpacked as why:
        return source.with_findings(why.finding.at(Place(entry.shown)))
    except OSError:
        said = not_opened(entry.shown, Unopened(unread))
    return as_attachment(source, said, job.rules) if said.code == "file-attachment" else source.with_findings(said)


def _as_text(entry: InboxEntry, data: bytes, unopened: Unopened, rules: Rules) -> OpenedBook | Unopened:
    """What is no workbook as a survey's export where it is the text of one, else what it really is."""
    if media_of(data) in (PDF, DOCUMENT):  # some of them are texts, too
        return unopened
    text = open_text(data)
    if text is not None and text.opened is not None and is_export(text.opened, entry.shown, rules):
        return text.opened
    said = text_finding(entry.shown, data, text, rules)
    if said is None or (unopened.why.code == "file-damaged" and said.code != "text-looks-ours"):
        return unopened
    if said.code == "text-looks-ours" or entry.suffix.lower() in _OFTEN_TEXT:
        return Unopened(said)
    return Unopened(finding("file-no-workbook", what=said.details["what"]))


def read_packed(entry: InboxEntry, job: Job) -> bytes:
    """One entry read, as the bytes in which it travels and is kept."""
    return packed(read_entry(entry, job))


def open_entry(entry: InboxEntry, job: Job) -> tuple[SourceFile, OpenedBook | Unopened]:
    """The file as far as its bytes tell it, and the book in them; Unopened, too, where it changes while it is read."""
    source = SourceFile(entry.shown, entry.path, packed=entry.packed)
    if entry.ruled_out is not None:
        return source, Unopened(entry.ruled_out)
    try:
        read = entry.read()
    except NotUnpacked as why:
        return source, Unopened(why.finding)
    except FileNotFoundError:
        return source, Unopened(finding("file-vanished"))
    except OSError:
        return source, Unopened(finding("file-unreadable"))
    data = read.content or b""
    source = replace(source, modified=read.modified, sha256=hashlib.sha256(data).hexdigest())
    if not data:
        return source, Unopened(finding("file-copying" if read.size else "file-empty"))
    opened = open_book(data, job.passwords, books_of(job.rules).most_sheets)
    if isinstance(opened, Unopened) and opened.why.code in NO_BOOK:
        opened = _as_text(entry, data, opened, job.rules)
    if isinstance(opened, Unopened):
        return source, opened
    return replace(source, saved=opened.saved, origin=opened.origin), opened


def _understood(source: SourceFile, opened: OpenedBook, rules: Rules, left_out: RowsBySheet) -> SourceFile:
    """The file with its kind and what it says."""
    kind, recognised = recognise(opened, source.path, rules)
    if kind is None:
        return _of_another_year(source, opened, rules).with_findings(*recognised)
    doubts = [finding(code, Place(source.path)) for code in opened.doubts] + [recognised.at(Place(source.path)) for recognised in opened.unsure]
    beside = report_annotations(opened, source.path) + report_written_twice(opened, source.path)
    known = replace(source, kind=kind).with_findings(*recognised, *doubts, *beside)
    export = KIND_READERS[kind].export
    if export is not None and all(opened.grid(sheet.title) is None for sheet in books_of(rules).of(kind).sheets):
        grids = export.grids(opened, rules) or export.near(opened, rules)
        if grids:
            content, findings = export.content(opened, source.path, grids, rules, left_out)
            findings += report_hidden(opened, source.path)
            state = State.USED if content.mapped else State.REJECTED
            return replace(known, content=content, state=state).with_findings(*findings)
    return _read_own(known, kind, opened, rules, left_out)


def _read_own(source: SourceFile, kind: str, opened: OpenedBook, rules: Rules, left_out: RowsBySheet) -> SourceFile:
    """The file with what its own sheets say, and whose it is."""
    if not BOOK_KINDS[kind].of_department:
        return _read_form(source, kind, opened, rules, left_out)
    department, findings = find_department(opened, source.path, rules)
    whose = replace(source, department=department).with_findings(*findings)
    return whose if department is None else _read_form(whose, kind, opened, rules, left_out)


def _of_another_year(source: SourceFile, opened: OpenedBook, rules: Rules) -> SourceFile:
    """A book of no kind of this campaign's; one whose stamp is another year's with what it would say of this year's.

    Somebody may have filled in an old template: it counts nowhere, and is weighed (`intake/other_years.py`).
    """
    stamp = stamp_of(opened)
    if stamp is None or stamp.kind not in BOOK_KINDS:
        return source
    read = _read_own(replace(source, kind=stamp.kind), stamp.kind, opened, rules, {})
    return replace(source, stamped=stamp.kind, department=read.department, content=read.content) if read.content is not None else source


def _read_form(source: SourceFile, kind: str, opened: OpenedBook, rules: Rules, left_out: RowsBySheet) -> SourceFile:
    """The file with what its own sheets say; one in which nobody typed anything says nothing, in most kinds."""
    reader, path = KIND_READERS[kind], source.path
    read = read_book(path, opened, titled_as_in(opened, books_of(rules).of(kind, source.department)))
    read.given = _made_out(opened, rules)
    if read.blank and not reader.blank_counts:
        # a book that is made out to a reviewer has no sheets of other awards
        gone = [p for p in gather(read) if p.code in _GONE and p.blocks and not (read.given and p.code == "sheet-missing")]
        rest = report_unused_cells(opened, read.book, path, read.given)
        # what was typed may stand where nothing was found
        blank = () if gone and rest else (finding("file-blank", Place(path)),)
        return source.with_findings(*blank, *gone, *rest)
    read.tables = {title: table.without(left_out.get(title, ())) for title, table in read.tables.items()}
    content = replace(reader.content(read, rules), author=_author(opened))
    content = replace(content, otherwise=_with_merges_spread(read, reader.content, rules, left_out))
    unused = report_unused_cells(opened, read.book, path, read.given) + report_struck(opened, path) + report_hidden(opened, path)
    if content.refused is not None:
        return source.with_findings(content.refused, *unused)
    return replace(source, content=content, state=State.USED, aside=content.aside).with_findings(*gather(read), *unused)


def _with_merges_spread(read: BookRead, content: Callable[[BookRead, Rules], Content], rules: Rules, left_out: RowsBySheet
                        ) -> tuple[tuple[tuple[Finding, ...], Content], ...]:
    """What a book says when each row has what is typed in cells merged over it, with the warnings on these; nothing without such cells.

    The cells stay accounted for as they were.
    """
    merged = tuple(p for p in gather(read) if p.code == "merged-value")
    if not merged:
        return ()
    claims = [grid.claims.copy() for grid in read.opened.grids]
    again = read_book(read.path, read.opened, read.book, spread=True)
    again.tables = {title: table.without(left_out.get(title, ())) for title, table in again.tables.items()}
    spread = content(again, rules)
    for grid, before in zip(read.opened.grids, claims, strict=True):
        grid.claims[:] = before
    return ((merged, spread),) if spread.refused is None else ()


def _author(opened: OpenedBook) -> str | None:
    stamp = stamp_of(opened)
    return stamp.reviewer if stamp else None


def _made_out(opened: OpenedBook, rules: Rules) -> frozenset[str]:
    """The keys of what the template itself has filled in for the reviewer whom it is made out to."""
    stamp = stamp_of(opened)
    if stamp is None or stamp.reviewer is None:
        return frozenset()
    listed = rules.expected.reviewer(stamp.reviewer)
    return frozenset({key(stamp.reviewer), key(listed.department if listed else None)})


def _accounts(opened: OpenedBook) -> dict[str, Account]:
    """Every sheet's cells counted; what nothing has claimed by now is reported with the file itself."""
    accounts: dict[str, Account] = {}
    for number, grid in enumerate(opened.grids):
        accounts[grid.title if grid.title not in accounts else f"{grid.title}#{number}"] = grid.account()
    return accounts
