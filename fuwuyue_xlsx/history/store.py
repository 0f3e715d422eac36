"""The folder 历史: one record a run, named with its moment; whatever else lies there is left alone and named."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fuwuyue_xlsx.history.record import NotARecord, Record, read_record
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.workspace import write_whole

MOST_RECORDS, MOST_BYTES = 50, 200_000_000
LARGEST = 100_000_000
_NAME = re.compile(r"运行_(\d{8})-(\d{6})(?:_(\d{1,4}))?\.json")


@dataclass(frozen=True)
class StoredRecord:
    """A record with the file it was read from. `title`: its moment, 2017-12-30 16:40:05, or the file's name if that has none."""

    path: Path
    record: Record
    data: bytes

    @property
    def moment(self) -> tuple[dt.datetime, int] | None:
        """When it was, and which of that second; from the file's name."""
        return _moment(self.path.name)

    @property
    def title(self) -> str:
        """The run as it is shown to people: its moment, or the file's name where that has none."""
        return f"{self.moment[0]:%Y-%m-%d %H:%M:%S}" if self.moment else self.path.name


class RunHistory:
    """The records of a folder, newest first, each read when it is asked for: a run needs the newest one or two.

    `unusable`: the names of files that are no records, and of damaged records among those read so far.
    """

    def __init__(self, folder: Path) -> None:
        try:
            entries = [path for path in folder.iterdir() if not path.name.startswith(".")]
        except FileNotFoundError:
            entries = []
        except OSError:
            entries = [folder]
        self.folder = folder
        self._unusable = {path.name for path in entries if not _moment(path.name)}
        self._waiting = sorted((path for path in entries if _moment(path.name)), key=_age, reverse=True)
        self._read: list[StoredRecord] = []

    def __iter__(self) -> Iterator[StoredRecord]:
        number = 0
        while number < len(self._read) or self._read_more():
            yield self._read[number]
            number += 1

    def _read_more(self) -> bool:
        """Read up to the next record that can be read; False when there is none."""
        while self._waiting:
            path = self._waiting.pop(0)
            try:
                self._read.append(load(path))
            except (OSError, NotARecord, MemoryError):
                self._unusable.add(path.name)
            else:
                return True
        return False

    @property
    def unusable(self) -> tuple[str, ...]:
        """The names, sorted, of the files that are no records or could not be read."""
        return tuple(sorted(self._unusable))

    def first(self, count: int) -> list[StoredRecord]:
        """So many of the newest, or as many as there are."""
        return list(islice(self, count))

    def others_than(self, data: bytes) -> Iterator[StoredRecord]:
        """The records that differ from these bytes, newest first: running again with nothing changed compares with the same."""
        return (record for record in self if record.data != data)

    def leave_out(self, record: StoredRecord) -> None:
        """Count a record that was read as unusable: it cannot be compared."""
        self._unusable.add(record.path.name)


def left_aside(past: RunHistory) -> list[Finding]:
    """A finding on each file of the folder that could not be used, as far as that is known by now."""
    return [finding("record-left-aside", Place(str(past.folder / name)), name=name) for name in past.unusable]


def load(path: Path) -> StoredRecord:
    """One record. Raises OSError or NotARecord."""
    if path.is_symlink() or not path.is_file():
        raise NotARecord("no ordinary file")
    if path.stat().st_size > LARGEST:
        raise NotARecord("too large")
    data = path.read_bytes()
    return StoredRecord(path, read_record(data), data)


def add_record(folder: Path, past: RunHistory, data: bytes, moment: dt.datetime) -> Path | None:
    """Write the record of a run into the folder, unless the newest record says the same. Returns the new file, or None.

    The oldest records beyond 50, or beyond 200 MB in total, are removed; the newest two always stay. Raises OSError.

    A clock that was set back does not put a new record behind an older one: it then takes the newest one's moment.
    """
    if any(newest.data == data for newest in past.first(1)):
        return None
    moments = [dated for path in _dated(folder) if (dated := _moment(path.name))]
    when = max([moment.replace(microsecond=0), *(dated[0] for dated in moments)])
    number = max((dated[1] for dated in moments if dated[0] == when), default=0) + 1
    suffix = f"_{number}" if number > 1 else ""
    path = write_whole(folder / f"运行_{when:%Y%m%d-%H%M%S}{suffix}.json", data)
    _drop_oldest(folder)
    return path


def _drop_oldest(folder: Path) -> None:
    """Keep the newest records, as many as the limits on number and size let; two always stay."""
    total = 0
    for number, path in enumerate(sorted(_dated(folder), key=_age, reverse=True)):
        with contextlib.suppress(OSError):  # one that is held open elsewhere goes another time
            total += path.stat().st_size
            if number >= 2 and (number >= MOST_RECORDS or total > MOST_BYTES):
                path.unlink(missing_ok=True)


def _dated(folder: Path) -> list[Path]:
    """The files that are named as records; nothing else is ever removed."""
    try:
        return [path for path in folder.iterdir() if _moment(path.name) and path.is_file() and not path.is_symlink()]
    except OSError:
        return []


def _age(path: Path) -> tuple[dt.datetime, int]:
    """Newer records sort later."""
    return _moment(path.name) or (dt.datetime.min, 0)


def _moment(name: str) -> tuple[dt.datetime, int] | None:
    """运行_20171230-164005_2.json → that moment and 2; without a number 1; another name None."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return dt.datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S"), int(match[3] or 1)
    except ValueError:
        return None
