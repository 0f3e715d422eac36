"""A file that should be a workbook and is not one that we read: what it is instead, told truly."""

from __future__ import annotations

import codecs
import re

from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.reading.archive import Archive, Refused, well_formed
from fuwuyue_xlsx.reading.beginnings import archive_of, media_of
from fuwuyue_xlsx.reading.formats.package import Package

# parts of a zip file by which it is told what it is
_PARTS = (("word/", "文字文档"), ("ppt/", "演示文稿"))
# Excel 2 to 4 wrote a sheet without a container
_OLD_EXCEL = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
# what a file begins with whose room was set aside and whose content has not come yet
_NOTHING_YET = bytes(512)
_BETWEEN = re.compile(r"[,;\t\r\n<>]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def no_workbook(data: bytes) -> Finding:
    """Why bytes that are neither a zip file nor an OLE file are no workbook."""
    if data.startswith(_NOTHING_YET) or (data and not data.strip(b"\0")):
        return finding("file-copying")
    if data.startswith(_OLD_EXCEL):
        return finding("file-unusual", what="很旧的 Excel 格式")
    archive = archive_of(data)
    if archive:
        return finding("archive-unopened", what=archive)
    what = media_of(data) or ("文本或网页" if decoded(data[:_LOOKED_AT]) else "")
    return finding("file-no-workbook", what=what) if what else finding("file-damaged")


_LOOKED_AT = 1 << 20


def decoded(data: bytes) -> str:
    """The beginning of a text file as text, whatever common encoding it is in; empty for what is no text.

    `data` may end within a character.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codes = ["utf-16"]
    elif b"\0" in data[:1_000]:
        codes = ["utf-16-le", "utf-16-be"]
    else:
        codes = ["utf-8-sig", "gb18030"]
    texts = [text for text in (_decoded(data, code) for code in codes) if text and not _BINARY.search(text)]
    # the bytes of UTF-16 in the other order are text as well, but of one long line
    return max(texts, key=lambda text: len(_BETWEEN.findall(text))) if len(codes) > 1 and codes[0] == "utf-16-le" and texts else next(iter(texts), "")


def _decoded(data: bytes, code: str) -> str:
    """The text in an encoding, less a character that is cut off at the end; empty where it is none."""
    try:
        return codecs.getincrementaldecoder(code)().decode(data)
    except UnicodeDecodeError:
        return ""


def no_workbook_part(archive: Archive) -> Refused:
    """Why a zip file that leads to no workbook is not read: what it is instead."""
    names = list(archive.entries)
    if any(name.startswith("xl/") for name in names):
        return Refused("file-unusual", what="工作簿的主部件另有名字，或不在")
    what = next((what for begin, what in _PARTS if any(name.startswith(begin) for name in names)), "")
    if not what and "mimetype" in archive:
        what = "别的开放格式文档"
    return Refused("file-no-workbook", what=what) if what else Refused("archive-unopened", what="zip 格式，扩展名却是表格的")


def is_whole(archive: Archive, package: Package) -> bool:
    """Whether every part that the reader needs is well-formed, although the reader gave up."""
    if package.binary:
        return False
    try:
        return all(well_formed(archive.read(part)) for part in (*package.tables, *(part for _, part in package.sheets)))
    except (Refused, KeyError):
        return False
