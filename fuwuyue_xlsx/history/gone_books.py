"""Books that the run before used and that are gone now, with nothing newer that stands for them. Carried on until they are settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.doubts import GONE
from fuwuyue_xlsx.evaluate.ledger import OwedKind
from fuwuyue_xlsx.history.book_contents import Contents, contents_of
from fuwuyue_xlsx.history.record import Record
from fuwuyue_xlsx.history.store import RunHistory
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.scan_inbox import shown_path
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.messages.findings import Place, finding, sort_key
from fuwuyue_xlsx.outcome import GoneBook
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import adjustment_book, department_book, office_books, vote_book
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.tables.edits import Doubt
from fuwuyue_xlsx.workspace import Workspace

_MOST = 3


def inbox_name(workspace: Workspace) -> str:
    """The inbox as records name it, the same wherever a command is typed."""
    return shown_path(workspace.inbox.resolve(), workspace.root.resolve())


def gone_books(past: RunHistory, inbox: str, rules: Rules, intake: Intake) -> tuple[GoneBook, ...]:
    """What is gone since the newest run of the same year on the same inbox, by its name; nothing when there was none.

    A book counts as there while its bytes are, under whatever name; and as replaced when books that the run before did not
    have hold all that it held. A book at the very place of the old one need only share something with it.
    """
    year = rules.campaign.year
    before = next((stored.record for stored in past if (stored.record.year, stored.record.inbox) == (year, inbox)), None)
    if before is None:
        return ()
    now = _Now(before, intake)
    used = {file.get("sha256", ""): {**file, "path": path} for path, file in before.files.items() if file.get("state") == State.USED}
    books = (GoneBook(file.get("path", ""), checksum, file.get("kind", ""), tuple(filter(None, file.get("holds", "").split("\n"))))
             for checksum, file in {**before.gone, **used}.items())
    gone = (book for book in books if _is_wanted(book, rules) and not now.stands_for(book))
    return tuple(sorted(gone, key=lambda book: (book.path, book.sha256)))


def with_gone(intake: Intake, gone: Iterable[GoneBook]) -> Intake:
    """The intake with a finding for each book that is gone, and a doubt that has no other way to be tried."""
    findings = [finding(GONE, Place(book.path), whose=whose(book), kind=BOOK_KINDS[book.kind].title, **_owed(book)) for book in gone]
    doubts = (Doubt((one,)) for one in findings)
    return replace(intake, findings=sorted([*intake.findings, *findings], key=sort_key), doubts=(*intake.doubts, *doubts))


def whose(book: GoneBook) -> str:
    """Whose book it is, or of which visits, in short: 何志远的, 2017-11-30 郑十 卫生所 等 4 项的; of other kinds the file says it."""
    if book.kind not in (department_book.KIND, office_books.REVIEW, office_books.INSPECTION) or not book.holds:
        return ""
    more = f" 等 {len(book.holds)} 项" if len(book.holds) > _MOST else ""
    return f"{'、'.join(book.holds[:_MOST])}{more}的"


# what is owed where a book of a kind is gone
_OWED = {office_books.REVIEW: OwedKind.REVIEW, department_book.KIND: OwedKind.DEPARTMENT, office_books.INCIDENTS: OwedKind.REGISTER,
         office_books.SURVEY: OwedKind.SURVEY, vote_book.VOTES: OwedKind.VOTES,
         adjustment_book.ADJUSTMENTS: OwedKind.ADJUSTMENTS}


def _owed(book: GoneBook) -> dict[str, Any]:
    """The kind of what is owed now that the book is gone, and the keys of those by whom: None where there is only one."""
    if book.kind not in _OWED:
        return {}
    debtors = frozenset(map(key, book.holds)) if book.kind in (office_books.REVIEW, department_book.KIND) else None
    return {"owed": _OWED[book.kind], "owed_by": debtors}


def _is_wanted(book: GoneBook, rules: Rules) -> bool:
    """Whether it held anything that the rules still ask for: not a department or a reviewer that they no longer have."""
    if book.kind not in BOOK_KINDS:
        return False
    if book.kind == department_book.KIND:
        return bool(set(book.holds) & set(rules.departments))
    if book.kind == office_books.REVIEW:
        expected = rules.expected
        return any(expected.reviewer(name) for name in book.holds) if expected.reviewers else bool(book.holds)
    if book.kind == vote_book.VOTES:
        return bool(book.holds) and vote_book.has_votes(rules)
    if book.kind == adjustment_book.ADJUSTMENTS:
        return adjustment_book.has_adjustments(rules)
    return bool(book.holds) or book.kind == office_books.INCIDENTS


class _Now:
    """What is in the inbox now, as far as the run before had it not."""

    def __init__(self, before: Record, intake: Intake) -> None:
        known = {file.get("sha256") for file in before.files.values()}
        self._checksums = {file.sha256 for file in intake.files}
        self._used: dict[str, SourceFile] = {file.path: file for file in intake.files if file.state is State.USED}
        self._new: dict[str, list[SourceFile]] = {}
        for file in self._used.values():
            if file.sha256 not in known and file.kind:
                self._new.setdefault(file.kind, []).append(file)
        self._held: Contents = contents_of(intake.tables)

    def stands_for(self, book: GoneBook) -> bool:
        """Whether the book is still there, or newer ones hold what it held."""
        if book.sha256 in self._checksums:
            return True
        new = self._new.get(book.kind, [])
        held = [frozenset(self._held.get(file.path, ())) for file in new]
        at_its_place = next((number for number, file in enumerate(new) if file.path == book.path), None)
        if book.kind == office_books.SURVEY:
            return at_its_place is not None or any(_holds_answers(self._held.get(file.path, ()), book.holds) for file in new)
        if not book.holds:
            return bool(new)
        if at_its_place is not None and not held[at_its_place].isdisjoint(book.holds):
            return True
        return frozenset(book.holds) <= frozenset[str]().union(*held)


def _holds_answers(new: Sequence[str], old: Sequence[str]) -> bool:
    """Whether a survey has every grade as often as another one, for everybody."""
    counts, wanted = (dict(map(_counted, texts)) for texts in (new, old))
    return all(counts.get(about, 0) >= count for about, count in wanted.items())


def _counted(text: str) -> tuple[str, int]:
    """What is counted, and how often; of a text that somebody spoilt a number that nothing reaches."""
    about, _, count = text.rpartition("\t")
    return about, int(count) if count.isdecimal() and len(count) < 10 else 10**9
