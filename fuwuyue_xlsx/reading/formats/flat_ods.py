"""An OpenDocument spreadsheet in one XML file (.fods), as the package of parts that it stands for."""

from __future__ import annotations

import io
from xml.etree import ElementTree

from fuwuyue_xlsx.reading.archive import stored
from fuwuyue_xlsx.reading.formats.ods_cells import OFFICE

_NAMESPACE = OFFICE.strip("{}").encode()
_SPREADSHEET = b"opendocument.spreadsheet"
# the root's namespaces alone take some thousand bytes
_HEAD = 1 << 15


def is_flat(data: bytes) -> bool:
    """Whether bytes begin as such a file, in whatever encoding."""
    head = data[:_HEAD].replace(b"\0", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and _NAMESPACE in head and _SPREADSHEET in head


def package_of(data: bytes) -> bytes:
    """The same book as a package. What the file says of itself (stamp, times) is a part of its own, as it may stand in notes again."""
    return stored({"mimetype": b"application/vnd.oasis." + _SPREADSHEET, "content.xml": data, "meta.xml": _meta(data)})


def _meta(data: bytes) -> bytes:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):  # refused with the sheets; nothing of it is resolved here
        return b"<meta/>"
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data)):
            if element.tag == f"{OFFICE}meta":
                return ElementTree.tostring(element)
            if element.tag == f"{OFFICE}body":
                break
    except (ElementTree.ParseError, ValueError, LookupError):
        pass  # reading the sheets says what is wrong with it
    return b"<meta/>"
