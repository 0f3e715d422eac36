"""Outputs are written anew with every run; what somebody has typed into the one that stands there is kept beside it.

What was written is known by its checksum, which is noted before the file is put in place: a run that is killed in between
leaves a file that is known. Where nobody has noted it (the note was deleted, or cannot be written), the book itself is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fuwuyue_xlsx.intake.scan_inbox import shown_path
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.workspace import Workspace, write_whole

# in 历史: name below the results folder → the checksums of what was written there last
WRITTEN = ".写出.json"
EDITED = "有人改过"
_AT_ONCE = 50
Checksums = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Output:
    """One output as it was written.

    name  its name below the results folder, with /
    path  where it stands; under another name when the old one is held open
    kept  the finding on the one that stood there, when somebody had edited it
    problem  why it could not be written; what stood there still stands
    """

    name: str
    path: Path
    kept: Finding | None = None
    problem: OSError | None = None


def write_outputs(workspace: Workspace, files: Iterable[tuple[str, bytes]], moment: str) -> Iterator[Output]:
    """Write files, given by their names below the results folder, each whole; yields each when it stands, or with its problem.

    `moment` marks the names of copies, 20171230-164005. One that cannot be written costs only itself.
    """
    waiting = iter(files)
    while batch := list(islice(waiting, _AT_ONCE)):
        before = _noted(workspace)
        noted = _note(workspace, before, batch)
        for name, data in batch:
            path = workspace.output / name
            try:
                kept = keep_edited(path, data, before.get(name) if noted else None, moment)
                written = write_whole(path, data, moment)
            except OSError as why:
                yield Output(name, path, problem=why)
            else:
                yield Output(name, written, edited_finding(workspace, name, kept) if kept else None)


def keep_edited(path: Path, data: bytes, known: Collection[str] | None, moment: str) -> Path | None:
    """Copy what stands at `path` beside it, when somebody has edited it since it was written and `data` is to take its place.

    `known`: the checksums of what was written there; None: nobody knows, and the book itself is asked. One that was only
    opened and saved counts as edited. Returns the copy, or an equal one of an earlier time; None when nothing was edited.
    Raises OSError when the copy cannot be written.
    """
    try:
        standing = path.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError:  # what nobody can look into is moved, not copied
        return path.replace(_free_name(path, moment))
    if standing == data or (checksum(standing) in known if known is not None else not saved_by_a_person(standing)):
        return None
    earlier = (copy for copy in path.parent.iterdir() if copy.name.startswith(f"{path.stem}（{EDITED}，"))
    same = next((copy for copy in earlier if copy.is_file() and copy.read_bytes() == standing), None)
    return same or write_whole(_free_name(path, moment), standing, moment)


def edited_finding(workspace: Workspace, name: str, kept: Path) -> Finding:
    """The finding that an output was edited and is kept aside."""
    return finding("output-edited", Place(shown_path(kept, workspace.root)), name=name, kept=kept.name)


def saved_by_a_person(data: bytes) -> bool:
    """Whether a workbook that the program wrote was saved since: as it is written it says that it was saved when it was made;
    Excel and WPS change that. What cannot be opened was not written by the program."""
    opened = open_book(data)
    return not isinstance(opened, OpenedBook) or opened.saved != opened.created


def checksum(data: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _free_name(path: Path, moment: str) -> Path:
    """公示名单（有人改过，20171230-164005）.xlsx, numbered when that is taken."""
    times = (moment, *(f"{moment}_{number}" for number in range(2, 10_000)))
    names = (path.with_name(f"{path.stem}（{EDITED}，{time}）{path.suffix}") for time in times)
    return next(name for name in names if not name.exists())


def _noted(workspace: Workspace) -> Checksums:
    """What was written last, as it was noted; nothing where the note is missing or damaged."""
    try:
        noted = json.loads((workspace.history / WRITTEN).read_bytes())
        return {str(name): tuple(map(str, checksums)) for name, checksums in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _note(workspace: Workspace, before: Mapping[str, tuple[str, ...]], files: Iterable[tuple[str, bytes]]) -> bool:
    """Note what is about to be written beside what stands there now, if that is known. Returns whether it could be noted."""
    noted = dict(before)
    for name, data in files:
        noted[name] = tuple(dict.fromkeys([*_standing(workspace.output / name, before.get(name, ())), checksum(data)]))
    try:
        write_whole(workspace.history / WRITTEN, json.dumps(noted, ensure_ascii=False, indent=1, sort_keys=True).encode(), "新")
    except OSError:
        return False
    return True


def _standing(path: Path, known: Collection[str]) -> list[str]:
    try:
        standing = checksum(path.read_bytes())
    except OSError:
        return []
    return [standing] if standing in known else []
