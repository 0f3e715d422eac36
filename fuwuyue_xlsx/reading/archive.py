"""A zip file opened with care: every part is inflated by the bytes that really come out, and checked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.reading.limits import MB, Limits

_END = b"PK\x05\x06"
_LOCAL = b"PK\x03\x04"
_MARKUP = (".xml", ".rels", ".vml")
_MEDIA = ("xl/media/", "pictures/", "media/", "thumbnails/", "docprops/thumbnail")
_DOCTYPE = "<!DOCTYPE"

# parts up to this size are parsed to see that they are well-formed; a survey's sheet is too large for that
PARSED_WHOLE = MB
# a file that unpacks to more is given to the reader packed
PLAIN_WHOLE = 20 * MB
_PIECE = 4 * MB
# and up to this size it is remembered whether they were
_REMEMBERED = 64_000
# what stands as often as the other in a part whose tags match, as all common programs write it
_BALANCED = ((b"<", b">"), (b"<v>", b"</v>"), (b"<is>", b"</is>"), (b"<si>", b"</si>"), (b"<row ", b"</row>"))


class Refused(Exception):
    """A file that is not read on. It carries the finding that says why, and never leaves the folder `reading`."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.finding = finding(code, **details)


@dataclass
class Archive:
    """The parts of a zip file, kept once inflated until they are forgotten; together they stay within the limits.

    `entries` has them by their plain names: in small letters, parted by /. Whoever asks for a part may spell it otherwise.
    """

    data: bytes
    entries: dict[str, zipfile.ZipInfo]
    limits: Limits
    inflated: int = 0
    _parts: dict[str, bytes] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _roots: dict[str, ElementTree.Element | None] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self.entries

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises Refused when it is damaged, too large, or declares a DOCTYPE."""
        name = plain_name(name)
        if name not in self._parts:
            part = _inflate(self.data, self.entries[name], self.limits)
            if name not in self._seen:
                self._look_into(name, part)
            self._parts[name] = part
        return self._parts[name]

    def _look_into(self, name: str, part: bytes) -> None:
        self.inflated += len(part)
        if self.inflated > self.limits.unpacked:
            raise _too_large(self.inflated)
        if name.endswith(_MARKUP) and _declares_doctype(part):
            raise Refused("file-malformed", what="部件里有 DOCTYPE 声明")
        self._seen.add(name)

    def xml(self, name: str) -> ElementTree.Element | None:
        """A part parsed as XML; None when it is not there or is broken."""
        name = plain_name(name)
        if name not in self.entries:
            return None
        if name not in self._roots:
            self._roots[name] = parsed(self.read(name))
        return self._roots[name]

    def check_form(self, names: Iterable[str]) -> None:
        """Refuse a part that is no XML: the reader of cells passes over tags that do not match, and values with them."""
        for name in map(plain_name, names):
            if name in self._roots:
                whole = self._roots[name] is not None
            else:
                whole = name not in self.entries or _is_whole(self.read(name))
            if not whole:
                raise Refused("file-damaged")

    @cached_property
    def is_large(self) -> bool:
        """Whether it unpacks to more than one would hold twice."""
        return sum(entry.file_size for entry in self.entries.values()) > PLAIN_WHOLE

    def forget(self, names: Iterable[str]) -> None:
        """Let go of the bytes of parts that nobody needs any more."""
        for name in names:
            self._parts.pop(plain_name(name), None)


def plain_name(name: str) -> str:
    r"""A part's name as every program takes it: without a \ or a / in front, without . and .., whatever the case."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def stored(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts without compression. zipfile takes ten times as long over small ones."""
    pieces, directory, offset = [], [], 0
    for name, part in parts.items():
        title = name.encode("utf-8")
        fields = struct.pack("<5H3L2H", 20, 0x800, 0, 0, 33, zlib.crc32(part), len(part), len(part), len(title), 0)
        pieces += [_LOCAL, fields, title, part]
        directory += [b"PK\x01\x02\x14\x00", fields, struct.pack("<3H2L", 0, 0, 0, 0, offset), title]
        offset += 4 + len(fields) + len(title) + len(part)
    size = sum(map(len, directory))
    return b"".join([*pieces, *directory, _END, struct.pack("<4H2LH", 0, 0, len(parts), len(parts), size, offset, 0)])


def open_archive(data: bytes, limits: Limits) -> Archive:
    """The archive in a file's bytes. Raises Refused for what is damaged, incomplete, too large or misleading."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            entries = book.infolist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error) as why:
        raise Refused("file-copying" if _END not in data[-70_000:] else "file-damaged") from why
    entries = [entry for entry in entries if not entry.filename.endswith("/")]
    # pictures and films are never unpacked
    read = [entry for entry in entries if not plain_name(entry.filename).startswith(_MEDIA)]
    if len(read) > limits.entries:
        raise Refused("file-too-large", what=f"里面有 {len(read)} 个部件")
    by_name = {plain_name(entry.filename): entry for entry in entries}
    if len(by_name) < len(entries):
        raise Refused("file-malformed", what="有同名的部件")
    claimed = sum(entry.file_size for entry in read)
    if claimed > limits.unpacked:
        raise _too_large(claimed)
    return Archive(data, by_name, limits)


def _too_large(size: int) -> Refused:
    return Refused("file-too-large", what=f"解开后 {size // MB:,} MB")


def _declares_doctype(part: bytes) -> bool:
    """In UTF-8, or, where there are zero bytes at all, in UTF-16."""
    codes = ("ascii", "utf-16-le", "utf-16-be") if b"\0" in part else ("ascii",)
    return any(_DOCTYPE.encode(code) in part for code in codes)


def parsed(part: bytes) -> ElementTree.Element | None:
    """A part parsed as XML; None when it is broken."""
    try:
        return ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None


def local_name(element: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def _is_whole(part: bytes) -> bool:
    """Whether a part is well-formed. Of a large one only what counting its tags makes doubtful is parsed."""
    balanced = len(part) > PARSED_WHOLE and all(part.count(one) == part.count(other) for one, other in _BALANCED)
    return balanced or well_formed(part)


def well_formed(part: bytes) -> bool:
    """Whether this is XML. Small ones are remembered: what stands around the rows is the same in many books."""
    return _remembered(part) if len(part) <= _REMEMBERED else _parses(part)


def _parses(part: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


_remembered = lru_cache(maxsize=128)(_parses)


def _inflate(data: bytes, entry: zipfile.ZipInfo, limits: Limits) -> bytes:
    """One part as its compressed bytes give it, not as its header claims; the two have to agree."""
    if entry.file_size > limits.part:
        raise _too_large(entry.file_size)
    raw = _compressed(data, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        part, whole = raw, True
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        part, whole = _inflated(raw, limits.part)
    else:
        raise Refused("file-malformed", what="部件的压缩方式不是表格软件用的")
    if not whole or len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
        raise Refused("file-damaged")
    return part


def _inflated(raw: bytes, most: int) -> tuple[bytes, bool]:
    """(what it inflates to, whether that is all). Piece after piece, as zlib alone would hold a long part twice."""
    inflater, pieces = zlib.decompressobj(-zlib.MAX_WBITS), io.BytesIO()
    try:
        piece = inflater.decompress(raw, _PIECE)
        if inflater.eof and len(piece) <= most:
            return piece, True
        while piece:
            pieces.write(piece)
            if pieces.tell() > most:
                raise _too_large(pieces.tell())
            piece = inflater.decompress(inflater.unconsumed_tail, _PIECE)
    except zlib.error as why:
        raise Refused("file-damaged") from why
    return pieces.getvalue(), inflater.eof


def _compressed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    start = entry.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or not header.startswith(_LOCAL):
        raise Refused("file-damaged")
    if entry.flag_bits & 1:
        raise Refused("file-encrypted")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    name = data[start + 30 : start + 30 + name_length]
    if name != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"):
        raise Refused("file-malformed", what="部件的名称前后不一致")
    first = start + 30 + name_length + extra_length
    return data[first : first + entry.compress_size]
