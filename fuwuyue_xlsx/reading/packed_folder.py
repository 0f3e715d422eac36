"""A zip file as a folder of files: what it holds, listed within bounds, and each file of it unpacked to memory by the bytes that come out.

Nothing is ever written to a disk, so that a name in it leads nowhere.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.limits import BULK, FORM, HARDEST_PACKED, MB

ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
# packages of one document each, not folders of files
_DOCUMENT_PARTS = frozenset(("[content_types].xml", "mimetype", "meta-inf/manifest.xml", "xl/workbook.xml", "word/document.xml",
                             "index/document.iwa", "index.zip"))
_MOST_FILES = FORM.entries
# bytes that the list of what a zip file holds may take
_LONGEST_LIST = 8 * MB
_UTF8, _ENCRYPTED = 0x800, 1
_UNICODE_PATH = 0x7075
_PIECE = 1 << 20
# the oldest day that a zip file can tell: that of programs that tell none
_NO_DAY = 1980


@dataclass(frozen=True)
class PackedFile:
    """A file in a zip file.

    name     its path in it, with /, as people see it
    size     its bytes, unpacked; changed: when it was changed, in nanoseconds
    archive  size and time of change (ns) of the zip file when it was listed
    where    where it begins in the zip file, how many bytes it takes there, how it is packed, its checksum
    """

    name: str
    size: int
    changed: int
    archive: tuple[int, int]
    where: tuple[int, int, int, int]
    encrypted: bool = False

    def read(self, path: Path, most: int | None = None) -> bytes:
        """Its bytes out of the zip file at a path, or the first so many; b"" when that is no longer the one that was listed.

        Raises NotUnpacked, and OSError where the zip file itself cannot be read.
        """
        before = os.stat(path)
        if (before.st_size, before.st_mtime_ns) != self.archive:
            return b""
        if most is None and self.size > BULK.file:
            raise NotUnpacked(f"解开后有 {self.size // MB:,} MB")
        try:
            with path.open("rb") as file:
                return self._unpacked(file, self.size if most is None else min(most, self.size), whole=most is None)
        except _BROKEN as why:
            raise NotUnpacked("已损坏，或压缩方式少见") from why

    def _unpacked(self, file: BinaryIO, size: int, whole: bool) -> bytes:
        """Never more than the list says, whatever comes out. Raises ValueError where that is not what the list says."""
        start, packed, method, checksum = self.where
        file.seek(start)
        header = file.read(30)
        if not header.startswith(ZIP_BEGINNINGS[0]) or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(method)
        file.seek(sum(struct.unpack("<HH", header[26:])), os.SEEK_CUR)
        inflater = zlib.decompressobj(-zlib.MAX_WBITS) if method == zipfile.ZIP_DEFLATED else None
        pieces = io.BytesIO()
        while packed > 0 and pieces.tell() <= size and (piece := file.read(min(_PIECE, packed))):
            packed -= len(piece)
            pieces.write(piece if inflater is None else inflater.decompress(piece, size + 1 - pieces.tell()))
        data = pieces.getvalue()
        if whole and (len(data) != size or zlib.crc32(data) != checksum):
            raise ValueError("another content")
        return data[:size]


class NotUnpacked(OSError):
    """A file in a zip file, or the zip file itself, that is not unpacked; the finding says why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.finding = finding("archive-unopened", what=what)


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error)


def packed_files(path: Path) -> list[PackedFile] | Finding | None:
    """What a zip file holds, less folders; None for one that is a document by itself (a workbook, say); a finding on one that is
    damaged, too large, packed too hard or altogether encrypted. Raises OSError."""
    status = os.stat(path)
    archive = (status.st_size, status.st_mtime_ns)
    try:
        with _opened(path) as opened:
            entries = [entry for entry in opened.infolist() if not _name_of(entry).endswith("/")]
            # what ends a package that is stored within is no end of this file
            if entries and min(entry.header_offset for entry in entries) > 0:
                return finding("file-copying")
            if any(_name_of(entry).lower() in _DOCUMENT_PARTS for entry in entries):
                return None
            refused = _refused(entries, status.st_size)
            return refused if refused is not None else list(_listed(entries, archive))
    except NotUnpacked as why:
        return why.finding
    except _BROKEN:
        return finding("archive-unopened", what="已损坏") if _has_end(path) else finding("file-copying")


def _refused(entries: list[zipfile.ZipInfo], size: int) -> Finding | None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES:
        return finding("archive-unopened", what=f"里面有 {len(entries):,} 个文件")
    if unpacked > min(BULK.unpacked, max(FORM.unpacked, HARDEST_PACKED * size)):
        return finding("archive-unopened", what=f"解开后有 {unpacked // MB:,} MB")
    if entries and all(entry.flag_bits & _ENCRYPTED for entry in entries):
        return finding("archive-unopened", what="设了密码")
    return None


def _listed(entries: list[zipfile.ZipInfo], archive: tuple[int, int]) -> Iterator[PackedFile]:
    taken: set[str] = set()
    for entry in entries:
        parts = [part for part in _name_of(entry).split("/") if part not in ("", ".", "..")]
        name, again = "/".join(parts) or "没有名字", 1
        while name.lower() in taken:
            again += 1
            stem, dot, ending = parts[-1].rpartition(".") if parts else ("", "", name)
            name = "/".join([*parts[:-1], f"{stem or ending}~{again}{dot}{ending if dot else ''}"])
        taken.add(name.lower())
        where = entry.header_offset, entry.compress_size, entry.compress_type, entry.CRC
        yield PackedFile(name, entry.file_size, _changed(entry, archive[1]), archive, where, bool(entry.flag_bits & _ENCRYPTED))


def _changed(entry: zipfile.ZipInfo, packed: int) -> int:
    """When the file was changed, as the zip file says it in the packing machine's own time; no later than it was packed."""
    try:
        moment = int(dt.datetime(*entry.date_time).timestamp()) * 1_000_000_000
    except (ValueError, OverflowError, OSError):
        return packed
    return packed if entry.date_time[0] <= _NO_DAY else min(moment, packed)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as it was given: in UTF-8 where it says so, else as Windows writes Chinese names, and always with /."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        name = _unicode_path(entry, raw) or next((decoded for code in ("utf-8", "gb18030") if (decoded := _decoded(raw, code))), name)
    return name.replace("\\", "/").replace("\0", "").encode("utf-8", "backslashreplace").decode()


def _unicode_path(entry: zipfile.ZipInfo, raw: bytes) -> str:
    """The name in UTF-8 that some programs add, where it belongs to this very name; empty without one."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and length > 5 and extra[4] == 1 and struct.unpack("<L", extra[5:9])[0] == zlib.crc32(raw):
            return _decoded(extra[9 : 4 + length], "utf-8")
        extra = extra[4 + length :]
    return ""


def _decoded(raw: bytes, code: str) -> str:
    try:
        return raw.decode(code)
    except UnicodeDecodeError:
        return ""


class _Bounded(io.FileIO):
    """A file of which nobody reads more at once than the list of a zip file may take."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_LIST:
            raise NotUnpacked("里面的文件太多")
        return super().read(-1 if size is None else size) or b""


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with _Bounded(path, "r") as file, zipfile.ZipFile(file) as archive:
        yield archive


def _has_end(path: Path) -> bool:
    """Whether the end of a zip file is there: without it the file is still being copied."""
    with path.open("rb") as file:
        file.seek(max(0, os.stat(path).st_size - 70_000))
        return b"PK\x05\x06" in file.read(70_000)
