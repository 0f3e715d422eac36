"""One file that somebody corrects between two runs, put back afterwards."""

from __future__ import annotations

import contextlib
import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

# a text anybody may write differently: how a planned activity went
_CELL = re.compile("<t>(开展情况1号)</t>".encode())


@contextlib.contextmanager
def one_changed(workspace: Path, serial: int) -> Iterator[Path]:
    """A department book in the middle of the inbox with one cell changed, for another serial to another text; then the
    file as it was, with its date."""
    books = sorted((workspace / "收件箱" / "科室").iterdir())
    path = books[len(books) // 2]
    before, times = path.read_bytes(), path.stat()
    path.write_bytes(changed(before, serial))
    try:
        yield path
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def changed(book: bytes, serial: int) -> bytes:
    """A generated department book with one cell telling more; every other part as it is."""
    buffer, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if not count:
                data, count = _CELL.subn(rb"<t>\1" + f"，第{serial}次补充".encode() + b"</t>", data, count=1)
            new.writestr(entry, data)
    if not count:
        raise ValueError("no cell to change")
    return buffer.getvalue()
