"""Outputs are written anew with every run; what somebody has typed into the one that stands there is kept beside it.

What was written is known by its checksum, which is noted before the file is put in place: a run that is killed in between
leaves a file that is known. Where nobody has noted it (the note was deleted, or cannot be written), the book itself is asked.
What was written beside a file that was held open is taken up when the file is written the next time.
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
from fuwuyue_xlsx.workspace import BESIDE, Workspace, marked_name, marked_names, system_error_text, write_whole

# in 历史: name below the results folder → the checksums of what was written there last
WRITTEN = ".写出.json"
EDITED = "有人改过"
_AT_ONCE = 50
Checksums = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class OutputFolder:
    """A folder whose files are written anew under the same names.

    root    the workspace, from which findings name files
    folder  where the files stand
    note    where the checksums of what was written last are noted; None: nowhere, the books themselves are asked
    """

    root: Path
    folder: Path
    note: Path | None = None


@dataclass(frozen=True)
class Output:
    """One output as it was written.

    name     its name below the folder, with /
    path     where it stands; under another name when the old one is held open
    remarks  what a person should know: work that is kept aside, an old file that is held open, why it could not be written
    failure  why it could not be written; what stood there still stands
    """

    name: str
    path: Path
    remarks: tuple[Finding, ...] = ()
    failure: OSError | None = None


def results_folder(workspace: Workspace) -> OutputFolder:
    """The results folder, which notes in the history folder what the program wrote into it."""
    return OutputFolder(workspace.root, workspace.output, workspace.history / WRITTEN)


def write_outputs(destination: OutputFolder, files: Iterable[tuple[str, bytes]], moment: str) -> Iterator[Output]:
    """Write files, given by their names below the folder, each whole; yields each when it stands, or with its failure.

    `moment` marks the names of copies, 20171230-164005. One that cannot be written costs only itself.
    """
    waiting = iter(files)
    while batch := list(islice(waiting, _AT_ONCE)):
        before = noted(destination)
        is_noted = _note_ahead(destination, before, batch)
        for name, data in batch:
            known = _Known(before.get(name, ()), complete=is_noted and name in before)
            try:
                yield _written(destination, name, data, known, moment)
            except OSError as why:
                path = destination.folder / name
                yield Output(name, path, (not_written(path, why),), why)


def remove_outputs(destination: OutputFolder, names: Iterable[str], moment: str) -> list[Finding]:
    """Take away outputs that are no longer wanted; of one that somebody has edited its work is kept aside and named.

    One that is held open stays, and that is told. What is gone is no longer noted. A name that is not there is passed by.
    """
    before, findings, gone = noted(destination), list[Finding](), set[str]()
    for name in names:
        path, known = destination.folder / name, _Known(before.get(name, ()), complete=name in before)
        try:
            findings += [_edited(destination, name, aside) for aside in _keep_edited(path, b"", known, moment)]
            path.unlink(missing_ok=True)
            findings += [_edited(destination, name, aside) for aside in _taken_up(path, path, known, moment)]
            gone.add(name)
        except OSError as why:
            findings.append(not_removed(path, why))
    if gone & before.keys():
        _note(destination, {name: checksums for name, checksums in before.items() if name not in gone})
    return findings


def not_written(path: Path, why: OSError) -> Finding:
    """The finding that one file of several could not be written."""
    return finding("file-not-written", Place(str(path)), name=path.name, why=system_error_text(why))


def not_removed(path: Path, why: OSError) -> Finding:
    """The finding that an output which is no longer true could not be removed."""
    return finding("output-not-removed", Place(str(path)), name=path.name, why=system_error_text(why))


def saved_by_a_person(data: bytes) -> bool:
    """Whether a workbook that the program wrote was saved since: as it is written it says that it was saved when it was made;
    Excel and WPS change that. What cannot be opened was not written by the program."""
    opened = open_book(data)
    return not isinstance(opened, OpenedBook) or opened.saved != opened.created


def checksum(data: bytes) -> str:
    """The sha256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class _Known:
    """What is known of what the program wrote under a name. `complete`: nothing else can be its own; else the book is asked."""

    checksums: Collection[str]
    complete: bool

    def untouched(self, data: bytes) -> bool:
        return checksum(data) in self.checksums or (not self.complete and not saved_by_a_person(data))


def _written(destination: OutputFolder, name: str, data: bytes, known: _Known, moment: str) -> Output:
    path = destination.folder / name
    try:
        aside = _keep_edited(path, data, known, moment)
        written = write_whole(path, data, moment)
    except PermissionError:  # held so that nobody can look into it or move it
        aside, written = [], write_whole(marked_name(path, BESIDE, moment), data)
    aside += _taken_up(path, written, known, moment)
    held = [finding("output-held", Place(shown_path(written, destination.root)), name=name, beside=written.name)] if written != path else []
    return Output(name, written, (*(_edited(destination, name, one) for one in aside), *held))


def _keep_edited(path: Path, data: bytes, known: _Known, moment: str) -> list[Path]:
    """Copy what stands at `path` beside it, when somebody has edited it since it was written and `data` is to take its place.

    One that was only opened and saved counts as edited. Returns the copy, or an equal one of an earlier time; nothing when
    nothing was edited. Raises OSError when the copy cannot be written.
    """
    try:
        standing = path.read_bytes()
    except FileNotFoundError:
        return []
    except PermissionError:  # what nobody can look into is moved, not copied
        return [path.replace(_free_name(path, moment))]
    if standing == data or known.untouched(standing):
        return []
    same = next((copy for copy in marked_names(path, EDITED) if copy.read_bytes() == standing), None)
    return [same or write_whole(_free_name(path, moment), standing)]


def _taken_up(path: Path, written: Path, known: _Known, moment: str) -> list[Path]:
    """What stands beside `path` because that was held open makes way for what was `written`; what somebody has edited is
    kept, and returned. What cannot be looked at or moved stays for another time."""
    aside = []
    for beside in marked_names(path, BESIDE):
        if beside == written:
            continue
        try:
            if known.untouched(beside.read_bytes()):
                beside.unlink()
            else:
                aside.append(beside.replace(_free_name(path, moment)))
        except OSError:
            continue
    return aside


def _edited(destination: OutputFolder, name: str, kept: Path) -> Finding:
    return finding("output-edited", Place(shown_path(kept, destination.root)), name=name, kept=kept.name)


def _free_name(path: Path, moment: str) -> Path:
    """公示名单（有人改过，20171230-164005）.xlsx, numbered when that is taken."""
    times = (moment, *(f"{moment}_{number}" for number in range(2, 10_000)))
    return next(name for time in times if not (name := marked_name(path, EDITED, time)).exists())


# the note


def noted(destination: OutputFolder) -> Checksums:
    """What was written last, as it was noted; nothing where there is no note, or it is damaged.

    Programs before this one noted a single checksum for each returned copy.
    """
    try:
        read = json.loads(destination.note.read_bytes()) if destination.note else {}
        return {str(name): (known,) if isinstance(known, str) else tuple(map(str, known)) for name, known in read.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _note_ahead(destination: OutputFolder, before: Mapping[str, tuple[str, ...]], files: Iterable[tuple[str, bytes]]) -> bool:
    """Note what is about to be written beside what stands there now, if that is known or cannot be read. Returns whether it
    could be noted."""
    ahead = dict(before)
    for name, data in files:
        path = destination.folder / name
        standing = {_checksum_of(one) for one in (path, *marked_names(path, BESIDE))}
        ahead[name] = (*(one for one in before.get(name, ()) if one in standing or None in standing), checksum(data))
    return _note(destination, {name: tuple(dict.fromkeys(checksums)) for name, checksums in ahead.items()})


def _note(destination: OutputFolder, checksums: Mapping[str, tuple[str, ...]]) -> bool:
    if destination.note is None:
        return False
    try:
        write_whole(destination.note, json.dumps(checksums, ensure_ascii=False, indent=1, sort_keys=True).encode())
    except OSError:
        return False
    return True


def _checksum_of(path: Path) -> str | None:
    """Empty for what is not there; None for what cannot be read."""
    try:
        return checksum(path.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError:
        return None
