"""The folder 历史: one record a run, named with its moment; whatever else lies there is left alone and named."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from fuwuyue_xlsx.history.model import NotARecord, Record, read_record
from fuwuyue_xlsx.workspace import write_whole

MOST_RECORDS = 50
LARGEST = 50_000_000
_NAME = re.compile(r"运行_(\d{8})-(\d{6})(?:_(\d{1,4}))?\.json")


@dataclass(frozen=True)
class Kept:
    """A record in its file. `title`: its moment as people read it, or the file's name when that tells none."""

    path: Path
    record: Record
    data: bytes

    @property
    def title(self) -> str:
        moment = _moment(self.path.name)
        return f"{moment[0]:%Y-%m-%d %H:%M:%S}" if moment else self.path.name


@dataclass(frozen=True)
class Past:
    """What the folder holds: the records, newest first, and the names of files that are none."""

    kept: tuple[Kept, ...] = ()
    strangers: tuple[str, ...] = ()

    def before(self, data: bytes) -> Kept | None:
        """The newest record that differs from these bytes: running again with nothing changed compares with the same."""
        return next((one for one in self.kept if one.data != data), None)


def read_past(folder: Path, most: int = MOST_RECORDS) -> Past:
    """The newest records of a folder. A folder that is not there, or cannot be read, is an empty past."""
    try:
        entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return Past()
    dated = sorted((path for path in entries if _moment(path.name)), key=lambda path: _moment(path.name) or (), reverse=True)
    kept, strangers = [], [path.name for path in entries if not _moment(path.name)]
    for path in dated[:most]:
        try:
            kept.append(load(path))
        except (OSError, NotARecord):
            strangers.append(path.name)
    return Past(tuple(kept), tuple(sorted(strangers)))


def load(path: Path) -> Kept:
    """One record. Raises OSError or NotARecord."""
    if path.is_symlink() or not path.is_file():
        raise NotARecord("no ordinary file")
    if path.stat().st_size > LARGEST:
        raise NotARecord("too large")
    data = path.read_bytes()
    return Kept(path, read_record(data), data)


def keep(folder: Path, past: Past, data: bytes, moment: dt.datetime) -> Path | None:
    """Add a record unless the newest says the same; the oldest beyond the limit go. Returns the new file.

    A clock that was set back does not put a new record behind an older one: it then takes the newest one's moment.
    """
    newest = past.kept[0] if past.kept else None
    if newest is not None and newest.data == data:
        return None
    taken = [named for path in _dated(folder) if (named := _moment(path.name))]
    when = max([moment.replace(microsecond=0), *(named[0] for named in taken)])
    number = max((named[1] for named in taken if named[0] == when), default=0) + 1
    mark = f"_{number}" if number > 1 else ""
    path = write_whole(folder / f"运行_{when:%Y%m%d-%H%M%S}{mark}.json", data, "新")
    for old in sorted(_dated(folder), key=lambda one: _moment(one.name) or (), reverse=True)[MOST_RECORDS:]:
        old.unlink(missing_ok=True)
    return path


def _dated(folder: Path) -> list[Path]:
    """The files that are named as records; nothing else is ever removed."""
    try:
        return [path for path in folder.iterdir() if _moment(path.name) and path.is_file() and not path.is_symlink()]
    except OSError:
        return []


def _moment(name: str) -> tuple[dt.datetime, int] | None:
    """运行_20171230-164005_2.json → that moment and 2; without a number 1; another name None."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return dt.datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S"), int(found[3] or 1)
    except ValueError:
        return None
