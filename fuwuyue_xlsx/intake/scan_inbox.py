"""The inbox listed: every entry once, with what rules it out before anybody opens it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.beginnings import DOCUMENT_ENDINGS, LOOKED_AT, WORKBOOK_BEGINNINGS, archive_of, media_of, named_kind
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS
from fuwuyue_xlsx.reading.packed_folder import ZIP_BEGINNINGS, NotUnpacked, PackedFile, packed_files

_SYSTEM_NAMES = {"thumbs.db", ".ds_store", "desktop.ini"}
_SYSTEM_STARTS = ("~$", ".~", "._")
# what is no document, nor a workbook or text, and may hold any of them
_ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab")


def list_inbox(inbox: Path, root: Path) -> list[InboxEntry]:
    """Every entry of the inbox, in any subfolder, sorted by its path in the workspace. Links are not followed.

    A folder is no entry, but for one that is a link or cannot be looked into. A zip file is an entry, and so is each file in it.
    """
    entries = (entry for path, ruled_out in _walk(inbox) for entry in entries_of(path, root, ruled_out))
    return sorted(entries, key=lambda entry: entry.shown)


def _walk(inbox: Path) -> Iterator[tuple[Path, Finding | None]]:
    closed: list[Path] = []
    for folder, folders, files in os.walk(inbox, onerror=lambda why: closed.append(Path(why.filename))):
        yield from ((Path(folder, name), None) for name in files)
        yield from ((path, None) for path in (Path(folder, name) for name in folders) if path.is_symlink())
    yield from ((path, finding("folder-unreadable")) for path in closed)


def entries_of(path: Path, root: Path, ruled_out: Finding | None = None, shown: str | None = None) -> list[InboxEntry]:
    """One file as an entry; of a zip file that is no document itself every file in it besides, with its path in the zip file behind
    the zip file's own. A zip file within is not opened."""
    entry = entry_of(path, root, ruled_out, shown)
    if entry.ruled_out is not None or entry.has_readable_ending or entry.name.lower().endswith(DOCUMENT_ENDINGS):
        return [entry]
    try:
        held = packed_files(path) if first_bytes(entry).startswith(ZIP_BEGINNINGS) else None
    except OSError:
        return [replace(entry, ruled_out=finding("file-unreadable"))] if _may_be_packed(entry) else [entry]
    if held is None:
        return [entry]
    if isinstance(held, Finding):
        return [replace(entry, ruled_out=held)]
    return [replace(entry, holds=len(held)), *(packed_entry(path, packed, f"{entry.shown}/{packed.name}") for packed in held)]


def entry_of(path: Path, root: Path, ruled_out: Finding | None = None, shown: str | None = None) -> InboxEntry:
    """One file as an entry."""
    size, changed = 0, 0
    if ruled_out is None:
        ruled_out, size, changed = _on_disk(path)
    entry = InboxEntry(path, shown_path(path, root) if shown is None else shown, size, ruled_out, changed)
    return entry if ruled_out is not None else replace(entry, ruled_out=_by_beginning(entry))


def packed_entry(path: Path, packed: PackedFile, shown: str) -> InboxEntry:
    """A file in the zip file at `path` as an entry; `shown` is its path in the workspace, through the zip file."""
    entry = InboxEntry(path, shown, packed.size, None, packed.changed, packed=packed)
    if _is_system(entry):
        return replace(entry, ruled_out=finding("file-system"))
    if packed.encrypted:
        return replace(entry, ruled_out=finding("archive-unopened", what="设了密码"))
    return replace(entry, ruled_out=_by_beginning(entry))


def _is_system(entry: InboxEntry) -> bool:
    """Whether it is a file that a system or a program keeps for itself: by its name, unless it holds a workbook under the name of a
    temporary file, where somebody renamed it or a copy has not ended."""
    name = entry.name.lower()
    if name in _SYSTEM_NAMES or not name.startswith(_SYSTEM_STARTS):
        return name in _SYSTEM_NAMES
    try:
        is_file = entry.packed is not None or stat.S_ISREG(entry.path.lstat().st_mode)
        return not (is_file and first_bytes(entry).startswith(WORKBOOK_BEGINNINGS))
    except (OSError, NotUnpacked):
        return True


def _by_beginning(entry: InboxEntry) -> Finding | None:
    """What rules out a file by its first bytes: pictures, documents, sound, film, archives that are not opened. None for what may be a
    workbook or a text, whatever its name says."""
    if entry.has_readable_ending:
        return None
    try:
        beginning = first_bytes(entry)
    except NotUnpacked as why:
        return why.finding
    except OSError:
        document = named_kind(entry.name)
        return finding("file-attachment", what=document, whose="") if document else finding("file-unreadable") if _may_be_packed(entry) else None
    archive, media = archive_of(beginning), media_of(beginning)
    if archive:
        return finding("archive-unopened", what=archive)
    if media:
        return finding("file-attachment", what=media, whose="")
    if _may_be_packed(entry) and not beginning.startswith(ZIP_BEGINNINGS):
        return finding("archive-unopened", what="已损坏，或格式少见") if beginning.strip(b"\0") else finding("file-copying" if entry.size else "file-empty")
    return None


def _may_be_packed(entry: InboxEntry) -> bool:
    return entry.name.lower().endswith(_ARCHIVE_ENDINGS)


def first_bytes(entry: InboxEntry) -> bytes:
    """The first bytes of a file. Raises OSError."""
    if entry.content is not None:
        return entry.content[:LOOKED_AT]
    if entry.packed is not None:
        return entry.packed.read(entry.path, LOOKED_AT)
    with entry.path.open("rb") as file:
        return file.read(LOOKED_AT)


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


def _on_disk(path: Path) -> tuple[Finding | None, int, int]:
    """What the name and the file system say of a file, its size, when it was changed (ns)."""
    if _is_system(InboxEntry(path, path.as_posix())):
        return finding("file-system"), 0, 0
    unread = None if path.name.lower().endswith(READABLE_ENDINGS) else not_readable(path.suffix)
    try:
        status = path.lstat()
    except FileNotFoundError:
        return unread or finding("file-vanished"), 0, 0
    except OSError:
        return unread or finding("file-unreadable"), 0, 0
    if stat.S_ISLNK(status.st_mode):
        return finding("file-link"), 0, 0
    if not stat.S_ISREG(status.st_mode):
        return finding("file-system"), 0, 0
    return None, status.st_size, status.st_mtime_ns


def not_readable(ending: str) -> Finding:
    """The finding on a file whose ending is none that is read."""
    return finding("file-not-readable-format", ending=ending or "无扩展名")
