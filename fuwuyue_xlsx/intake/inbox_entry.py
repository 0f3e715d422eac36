"""One entry of the inbox as it was listed, before anybody has read it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS
from fuwuyue_xlsx.reading.packed_folder import PackedFile


@dataclass(frozen=True)
class InboxEntry:
    """One entry of the inbox as it was listed. `shown` is its path in the workspace, with /; `ruled_out` the finding
    that already rules it out (a link, a system file, a format nobody reads); `changed` when it was changed, in nanoseconds.

    content  what it holds, for a reader elsewhere who does not see the file; b"": it changed while it was read
    packed   where it stands in the zip file at `path`; None for a file of its own
    holds    of a zip file that is opened like a folder: how many files it holds, each of which is an entry as well
    """

    path: Path
    shown: str
    size: int = 0
    ruled_out: Finding | None = None
    changed: int = 0
    content: bytes | None = None
    packed: PackedFile | None = None
    holds: int | None = None

    @property
    def name(self) -> str:
        """Its own name, without a folder."""
        return self.shown.rsplit("/", 1)[-1]

    @property
    def suffix(self) -> str:
        """The ending of its name, with the dot; empty without one."""
        return PurePosixPath(self.name).suffix

    @property
    def has_readable_ending(self) -> bool:
        """Whether its name says that it is a workbook or a text table; any other file is only looked into for what may be ours."""
        return self.name.lower().endswith(READABLE_ENDINGS)

    @property
    def on_disk(self) -> tuple[int, int]:
        """Size and time of change (ns) of the file at `path`."""
        return (self.size, self.changed) if self.packed is None else self.packed.archive

    def read(self) -> InboxEntry:
        """The same with its content. Raises OSError."""
        if self.content is not None:
            return self
        if self.packed is not None:
            return replace(self, content=self.packed.read(self.path))
        before = os.stat(self.path)
        content = self.path.read_bytes()
        after = os.stat(self.path)
        steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) and len(content) == after.st_size
        return replace(self, size=after.st_size, changed=after.st_mtime_ns, content=content if steady else b"")

    @property
    def modified(self) -> dt.datetime:
        """When it was changed, in UTC."""
        return dt.datetime.fromtimestamp(self.changed / 1e9, dt.UTC)
