"""The entries of an inbox: what each file is before anybody opens it."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.grid import Account
from fuwuyue_xlsx.reading.opening import READABLE_ENDINGS, OpenedBook, Refusal, open_book
from fuwuyue_xlsx.schema import department as d
from fuwuyue_xlsx.schema import office

BOOK_KINDS = (d.KIND, office.INSPECTION, office.SURVEY, office.INCIDENTS, office.REVIEW)
_SYSTEM_NAMES = {"thumbs.db", ".ds_store", "desktop.ini"}
_OUR_NAMES = ("科室填报表", "监督检查评分表", "满意度测评表", "事故投诉登记表", "评委打分表")


class State(StrEnum):
    """What became of a file."""

    USED = "used"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        return {"used": "已使用", "superseded": "已被取代", "rejected": "未使用"}[self.value]


@dataclass
class SourceFile:
    """One entry of the inbox. `path` is relative to the workspace, with /; times are in UTC."""

    path: str
    location: Path | None = None
    sha256: str = ""
    saved: dt.datetime | None = None
    modified: dt.datetime = dt.datetime.min.replace(tzinfo=dt.timezone.utc)
    kind: str | None = None
    department: str | None = None
    state: State = State.REJECTED
    opened: OpenedBook | None = None
    problems: list[Problem] = field(default_factory=list)
    account: Account = Account()

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


def list_inbox(inbox: Path, root: Path) -> list[tuple[Path, str]]:
    """Every entry of the inbox that is no folder, with its path in the workspace, sorted by that path."""
    entries = [path for path in inbox.rglob("*") if path.is_symlink() or not path.is_dir()]
    named = [(path, shown_path(path, root)) for path in entries]
    return sorted(named, key=lambda entry: entry[1])


def shown_path(path: Path, root: Path) -> str:
    """The path relative to the workspace with /; the whole path for a file outside of it."""
    try:
        text = path.relative_to(root).as_posix()
    except ValueError:
        text = path.as_posix()
    return text.encode("utf-8", "replace").decode("utf-8")


def take_file(path: Path, shown: str) -> SourceFile:
    """Read and open one entry. Whatever is wrong with it is a finding on it."""
    source = SourceFile(shown, path)
    refusal = _not_worth_opening(path)
    if refusal is None:
        try:
            data = path.read_bytes()
            source.modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.timezone.utc)
        except OSError:
            refusal = Refusal("file-unreadable")
        else:
            source.sha256 = hashlib.sha256(data).hexdigest()
            opened = open_book(data) if data else Refusal("file-copying")
            refusal = opened if isinstance(opened, Refusal) else None
            if isinstance(opened, OpenedBook):
                source.opened, source.saved = opened, opened.saved
    if refusal is not None:
        source.problems.append(refused(source, refusal))
    return source


def _not_worth_opening(path: Path) -> Refusal | None:
    name = path.name.lower()
    if name in _SYSTEM_NAMES or name.startswith(("~$", ".~lock.", "._", ".~")):
        return Refusal("file-system")
    if path.is_symlink():
        return Refusal("file-link")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Refusal("file-system")
    except OSError:
        return Refusal("file-unreadable")
    if not name.endswith(READABLE_ENDINGS):
        return Refusal("file-not-readable-format", {"ending": path.suffix or "无扩展名"})
    return None


def refused(source: SourceFile, refusal: Refusal) -> Problem:
    """Why a file was not opened. It matters only when its name or its stamp says that it is one of ours."""
    ours = source.named_as_ours or (refusal.stamp is not None and refusal.stamp.kind in BOOK_KINDS)
    code = refusal.code
    if code == "file-damaged" and not ours:
        code = "file-damaged-foreign"
    found = problem(code, Place(source.path), **refusal.details)
    return found if ours else found.as_warning()
