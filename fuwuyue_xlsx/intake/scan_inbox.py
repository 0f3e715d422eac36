"""The inbox listed: every entry once, with what rules it out before anybody opens it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from fuwuyue_xlsx.intake.submissions import InboxEntry
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS

_SYSTEM_NAMES = {"thumbs.db", ".ds_store", "desktop.ini"}
_SYSTEM_STARTS = ("~$", ".~", "._")
# documents, pictures, sound and film hold no tables: nobody looks into them
_DOCUMENTS = (
    ".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt", ".ofd", ".ppt", ".pptx", ".pps", ".ppsx", ".dps", ".odp", ".jpg", ".jpeg", ".png", ".gif",
    ".bmp", ".heic", ".heif", ".webp", ".tif", ".tiff", ".svg", ".mp3", ".m4a", ".wav", ".amr", ".mp4", ".mov", ".avi", ".mkv", ".wmv", ".exe",
)


def list_inbox(inbox: Path, root: Path) -> list[InboxEntry]:
    """Every entry of the inbox, in any subfolder, sorted by its path in the workspace. Links are not followed.

    A folder is no entry, but for one that is a link or cannot be looked into.
    """
    return sorted((entry_of(path, root, ruled_out) for path, ruled_out in _walk(inbox)), key=lambda entry: entry.shown)


def _walk(inbox: Path) -> Iterator[tuple[Path, Finding | None]]:
    closed: list[Path] = []
    for folder, folders, files in os.walk(inbox, onerror=lambda why: closed.append(Path(why.filename))):
        yield from ((Path(folder, name), None) for name in files)
        yield from ((path, None) for path in (Path(folder, name) for name in folders) if path.is_symlink())
    yield from ((path, finding("folder-unreadable")) for path in closed)


def entry_of(path: Path, root: Path, ruled_out: Finding | None = None, shown: str | None = None) -> InboxEntry:
    """One file as an entry."""
    size, changed = 0, 0
    if ruled_out is None:
        ruled_out, size, changed = _look(path)
    return InboxEntry(path, shown_path(path, root) if shown is None else shown, size, ruled_out, changed)


def shown_path(path: Path, root: Path) -> str:
    """The path relative to the workspace with /; the whole path for a file outside of it. Never a lone surrogate."""
    try:
        text = _within(path, root) or _within(path.resolve(), root.resolve()) or path.as_posix()
    except OSError:
        text = path.as_posix()
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _within(path: Path, root: Path) -> str | None:
    """The way down from a folder to a path; None where it leads up first, or is none."""
    try:
        way = path.relative_to(root)
    except ValueError:
        return None
    return None if ".." in way.parts else way.as_posix()


def _look(path: Path) -> tuple[Finding | None, int, int]:
    """What the name and the file system say of a file, its size, when it was changed (ns)."""
    name = path.name.lower()
    if name in _SYSTEM_NAMES or name.startswith(_SYSTEM_STARTS):
        return finding("file-system"), 0, 0
    unread = None if name.endswith(READABLE_ENDINGS) else not_readable(path)
    try:
        told = path.lstat()
    except FileNotFoundError:
        return unread or finding("file-vanished"), 0, 0
    except OSError:
        return unread or finding("file-unreadable"), 0, 0
    if stat.S_ISLNK(told.st_mode):
        return finding("file-link"), 0, 0
    if not stat.S_ISREG(told.st_mode):
        return finding("file-system"), 0, 0
    return unread if name.endswith(_DOCUMENTS) else None, told.st_size, told.st_mtime_ns


def not_readable(path: Path) -> Finding:
    """The finding on a file whose ending is none that is read."""
    return finding("file-not-readable-format", ending=path.suffix or "无扩展名")
