"""The entries of an inbox and what becomes of each: what it is, what it says, what of it counts."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Account
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Refusal
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.tables.columns import Columns

BOOK_KINDS = (d.KIND, office_books.INSPECTION, office_books.SURVEY, office_books.INCIDENTS, office_books.REVIEW)
_OUR_NAMES = ("科室填报表", "监督检查评分表", "满意度测评表", "事故投诉登记表", "评委打分表")
Row = dict[str, Any]


class State(StrEnum):
    """What became of a file."""

    USED = "used"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return {"used": "已使用", "superseded": "已被取代", "rejected": "未使用"}[self.value]


@dataclass(frozen=True)
class Entry:
    """One entry of the inbox as it was listed. `shown` is its path in the workspace, with /; `refusal` what already
    rules it out (a link, a system file, a format nobody reads); `changed` when it was changed, in nanoseconds.

    content  what it holds, for a reader elsewhere who does not see the file; b"": it changed while it was read
    """

    path: Path
    shown: str
    size: int = 0
    refusal: Refusal | None = None
    changed: int = 0
    content: bytes | None = None

    def read(self) -> Entry:
        """The same with its content. Raises OSError."""
        if self.content is not None:
            return self
        before = os.stat(self.path)
        content = self.path.read_bytes()
        after = os.stat(self.path)
        steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(content) == after.st_size
        return replace(self, size=after.st_size, changed=after.st_mtime_ns, content=content if steady else b"")

    @property
    def modified(self) -> dt.datetime:
        """When it was changed, in UTC."""
        return dt.datetime.fromtimestamp(self.changed / 1e9, dt.timezone.utc)


@dataclass
class Visit:
    """One inspection visit to one department, on one sheet, with a row for each item scored (columns by name)."""

    sheet: str
    department: str
    date: dt.date | None
    inspector: str | None
    rows: Columns


@dataclass
class RowFingerprints:
    """Marks of the answer sheets on one sheet of a survey, each a number that is the same in every file and process.

    exact  whether equal marks mean one and the same answer sheet (its time and address), or only the same answers
    rows   the sheet's row numbers, one a mark; empty where `exact` is False
    """

    sheet: str
    marks: np.ndarray
    exact: bool = False
    rows: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass
class Content:
    """What a book of ours says, in compact columns: its tables, its incidents one by one, its visits.

    surveys              the tables of each survey sheet
    folded               the tables as they travelled, while there is no need for them; thousands of books are held so
    reviewer, place      the reviewer whose book it is, and where that stands
    row_marks            for each survey sheet numbers by which the same answer sheet is known again in another file
    mapped               the headers of 问卷对照 that stand in it
    """

    tables: dict[str, Columns] = field(default_factory=dict)
    incidents: list[Row] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    surveys: list[dict[str, Columns]] = field(default_factory=list)
    row_marks: list[RowFingerprints] = field(default_factory=list)
    mapped: tuple[str, ...] = ()
    folded: bytes = b""
    reviewer: str | None = None
    place: Place = Place()


@dataclass
class SourceFile:
    """One entry of the inbox, read. `path` is relative to the workspace, with /; times are in UTC.

    `accounts` counts each sheet's cells as if the file were used; the sheets in `aside` are not. `origin` is the checksum
    of the submission of which it is a returned copy.
    """

    path: str
    location: Path | None = None
    sha256: str = ""
    saved: dt.datetime | None = None
    modified: dt.datetime = dt.datetime.min.replace(tzinfo=dt.timezone.utc)
    kind: str | None = None
    department: str | None = None
    state: State = State.REJECTED
    opened: OpenedBook | None = None
    content: Content | None = None
    findings: list[Finding] = field(default_factory=list)
    accounts: dict[str, Account] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    origin: str = ""

    @property
    def age(self) -> tuple[dt.datetime, dt.datetime]:
        """Newer files sort later: by their own saved time, then the file's."""
        return self.saved or self.modified, self.modified

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def named_as_ours(self) -> bool:
        return any(name in self.name for name in _OUR_NAMES)

    @property
    def account(self) -> Account:
        """Cells of the whole file: used + template + reported = nonempty. What does not count is not used."""
        unused = self.state is not State.USED
        accounts = (account.set_aside() if unused or title in self.aside else account for title, account in self.accounts.items())
        return sum(accounts, Account())

    @property
    def reason(self) -> str:
        """Why the file, or a sheet of it, is not used; empty for one that is."""
        told = [p.message for p in self.findings if p.code.startswith(("file-", "reviewer-superseded", "visit-superseded"))]
        if not told and self.state is not State.USED:
            told = [p.message for p in self.findings[:1]]
        return "；".join(told)


def refused(source: SourceFile, refusal: Refusal) -> Finding:
    """Why a file was not opened. It matters only when its name or its stamp says that it is one of ours."""
    ours = source.named_as_ours or (refusal.stamp is not None and refusal.stamp.kind in BOOK_KINDS)
    code = refusal.code
    if code == "file-damaged" and not ours:
        code = "file-damaged-foreign"
    found = finding(code, Place(source.path), **refusal.details)
    if code in _NOT_OURS and source.named_as_ours:
        return finding("file-named-as-ours", Place(source.path), why=found.message)
    return found if ours or code in _ALWAYS_MATTERS else found.as_warning()


# what a file that bears the name of a form cannot be without being asked about
_NOT_OURS = ("file-not-readable-format", "file-foreign")
_ALWAYS_MATTERS = ("folder-unreadable",)
