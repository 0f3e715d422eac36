"""The entries of an inbox and what becomes of each: what it is, what it says, what of it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints
from fuwuyue_xlsx.messages.findings import NOWHERE, Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Account
from fuwuyue_xlsx.reading.open_workbook import Unopened
from fuwuyue_xlsx.reading.packed_folder import PackedFile
from fuwuyue_xlsx.schema.books import BOOK_KINDS, named_as_ours
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt

Row = dict[str, Any]
# title of a sheet → numbers of its rows, from 1
RowsBySheet = dict[str, frozenset[int]]
# rows of a file that stand in another one, and the findings on them
Repeats = tuple[RowsBySheet, tuple[Finding, ...]]


class State(StrEnum):
    """What became of a file."""

    USED = "used"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The state as people read it."""
        return {"used": "已使用", "superseded": "已被取代", "rejected": "未使用"}[self.value]


_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
# a file keeps its time when it is copied, but in the time zone of another machine
_A_DAY = dt.timedelta(days=1)


@dataclass
class Visit:
    """One inspection visit to one department, on one sheet, with a row for each item scored (columns by name).

    written  the teams for which somebody wrote points, readable or not, each with the letters of its column
    """

    sheet: str
    department: str
    date: dt.date | None
    inspector: str | None
    rows: Columns
    written: dict[str, str] = field(default_factory=dict)


@dataclass
class Content:
    """What a book of ours says, in compact columns: its tables, its incidents one by one, its visits.

    surveys              the tables of each survey sheet
    folded               the tables as they travelled, while there is no need for them; thousands of books are held so
    reviewer, place      the reviewer whose book it is, and where that stands
    home                 the department that the reviewer wrote to be of
    author               to whom its template was made out, as its stamp says; None: to nobody
    row_marks            for each survey sheet numbers by which the same answer sheet is known again in another file
    mapped               the headers of 问卷对照 that stand in it
    refused              why the book counts nowhere, although it could be read
    aside                titles of the sheets that count nowhere although the book does
    near                 headers of 问卷对照 that stand in it nearly so: (header, what stands there)
    answer_rows          how many answer sheets it holds; of how many something could not be read; how many count nowhere at all
    unread_words         how often it has which answer that names no grade
    unread               these answers as survey tables of each sheet; their grade is None
    doubts               findings in it that leave another way to read some rows, with these ways
    otherwise            findings in it that leave another way to read the whole book, each group with what it says then
    """

    tables: dict[str, Columns] = field(default_factory=dict)
    incidents: list[Row] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    surveys: list[dict[str, Columns]] = field(default_factory=list)
    fingerprints: list[RowFingerprints] = field(default_factory=list)
    mapped: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    answer_rows: tuple[int, int, int] = (0, 0, 0)
    unread_words: dict[str, int] = field(default_factory=dict)
    unread: list[dict[str, Columns]] = field(default_factory=list)
    doubts: tuple[Doubt, ...] = ()
    otherwise: tuple[tuple[tuple[Finding, ...], Content], ...] = ()
    folded: bytes = b""
    reviewer: str | None = None
    place: Place = NOWHERE
    home: str | None = None
    author: str | None = None
    refused: Finding | None = None
    aside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SourceFile:
    """One entry of the inbox, read.

    path        relative to the workspace, with /; findings name the file so
    location    where the file, or the zip file that holds it, lies on this machine
    packed      where it stands in that zip file; None for a file of its own
    sha256      of its bytes, in hex; "" for one that could not be read
    saved       when the book says that it was last saved, in UTC; None where it does not say so
    modified    when the file system says that it was changed, in UTC
    seen        when the inbox was looked at, in UTC; None where nobody says: no time is then in the future
    kind        the name of its kind of book; None for one that is none of ours
    stamped     the kind of a book that was made out for another year: its content is what it would say of this one, and counts nowhere
    department  whose book it is, where each department has its own
    state       what became of it
    content     its rows, as long as they have not gone into the tables; None for a file that says nothing
    findings    what is wrong with it or in it
    accounts    sheet title → its cells, counted as if the file were used
    aside       titles of the sheets that are not used although the file is
    origin      the checksum of the submission of which it is a returned copy; "": it is none
    attachment  of a document that only accompanies the books: what it is, in words (图片, PDF 文档 …); "": it is none
    holds       of a zip file that is opened like a folder: how many files it holds, each of which is listed by itself
    """

    path: str
    location: Path | None = None
    sha256: str = ""
    saved: dt.datetime | None = None
    modified: dt.datetime = _LONG_AGO
    seen: dt.datetime | None = None
    kind: str | None = None
    stamped: str | None = None
    department: str | None = None
    state: State = State.REJECTED
    content: Content | None = None
    findings: tuple[Finding, ...] = ()
    accounts: dict[str, Account] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    origin: str = ""
    attachment: str = ""
    holds: int | None = None
    packed: PackedFile | None = None

    @property
    def state_label(self) -> str:
        """What became of it, as people read it."""
        if self.holds is not None:
            return "已打开"
        return "附件" if self.attachment else self.state.label

    @property
    def age(self) -> tuple[dt.datetime, dt.datetime]:
        """Newer files sort later: by their own saved time, then the file's. A time that cannot be is no evidence of being newer."""
        of_file = _LONG_AGO if self._in_future(self.modified) else self.modified
        return of_file if self.saved is None or self._saved_too_late else self.saved, of_file

    @property
    def time_in_doubt(self) -> str:
        """Why the time by which it would be older or newer cannot be, in words; empty for a time that may be."""
        if self.saved is not None and self._in_future(self.saved):
            return f"表里写的保存时间 {self.saved:%Y-%m-%d} 比现在还晚"
        if self.saved is not None and self._saved_too_late:
            return f"表里写的保存时间 {self.saved:%Y-%m-%d} 比文件自己的时间 {self.modified:%Y-%m-%d} 晚一天以上"
        return self.file_time_in_doubt if self.saved is None else ""

    @property
    def file_time_in_doubt(self) -> str:
        """Why the file's own time cannot be, in words; empty for one that may be."""
        return f"文件的时间 {self.modified:%Y-%m-%d} 比现在还晚" if self._in_future(self.modified) else ""

    @property
    def _saved_too_late(self) -> bool:
        """A book is put into the file when it is saved: it can hardly have been saved after the file was last changed."""
        return self.saved is not None and (self._in_future(self.saved) or self.saved - _A_DAY > self.modified)

    def _in_future(self, moment: dt.datetime) -> bool:
        return self.seen is not None and moment > self.seen

    @property
    def name(self) -> str:
        """The path's last part."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def account(self) -> Account:
        """Cells of the whole file: used + template + reported = nonempty. What does not count is not used."""
        unused = self.state is not State.USED
        accounts = (account.set_aside() if unused or title in self.aside else account for title, account in self.accounts.items())
        return sum(accounts, Account())

    @property
    def reason(self) -> str:
        """Why the file, or a sheet of it, is not used; empty for one that is."""
        superseded = {kind.superseded for kind in BOOK_KINDS.values()}
        reasons = [p.message for p in self.findings if p.code.startswith("file-") or p.code in superseded]
        if not reasons and self.state is not State.USED:
            reasons = [p.message for p in self.findings[:1]]
        return "；".join(reasons)

    def with_findings(self, *more: Finding) -> SourceFile:
        """The same file with these findings besides its own."""
        return replace(self, findings=(*self.findings, *more)) if more else self

    def superseded(self, why: Finding, *more: Finding) -> SourceFile:
        """The same file put aside for another: listed with the reason, and nothing else of it is found fault with."""
        return replace(self, state=State.SUPERSEDED, findings=(why, *more))


def not_opened(path: str, unopened: Unopened) -> Finding:
    """Why the file at a path was not opened. What bears the name of a form and cannot be one is asked about."""
    why = unopened.why.at(Place(path))
    if why.code == "file-not-readable-format" and named_as_ours(path.rsplit("/", 1)[-1]):
        return finding("file-named-as-ours", why.place, why=why.message)
    return why
