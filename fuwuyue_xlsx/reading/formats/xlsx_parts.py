"""A look at the raw parts of a zipped book: its stamp, its saved time, of what it is a copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fuwuyue_xlsx.reading.archive import Archive, local_name
from fuwuyue_xlsx.schema.stamp import ORIGIN_PROPERTY, STAMP_NAME, STAMP_PROPERTY, Stamp

CONTENT = "content.xml"
_CORE = {"modified": ("docProps/core.xml", "modified"), "created": ("docProps/core.xml", "created")}
_META = {"modified": ("meta.xml", "date"), "created": ("meta.xml", "creation-date")}


def is_open_document(archive: Archive) -> bool:
    """Whether an archive is an OpenDocument spreadsheet, by its content and by what it says it is."""
    return CONTENT in archive and ("mimetype" not in archive or b"spreadsheet" in archive.read("mimetype"))


def stamp(archive: Archive) -> Stamp | None:
    """The stamp in the document properties, which survive Excel, WPS and LibreOffice."""
    return next(filter(None, map(Stamp.parse, _own_properties(archive, STAMP_PROPERTY))), None)


def origin(archive: Archive) -> str:
    """The checksum of the submission of which the book is a returned copy; empty for any other book."""
    return next(_own_properties(archive, ORIGIN_PROPERTY), "")


def _own_properties(archive: Archive, wanted: str) -> Iterator[str]:
    for part in ("docProps/custom.xml", "meta.xml"):
        root = archive.xml(part)
        for entry in root.iter() if root is not None else ():
            if wanted in (value for name, value in entry.attrib.items() if name == "name" or name.endswith("}name")):
                yield "".join(entry.itertext()).strip()


def stamp_in_name(archive: Archive, main: str) -> Stamp | None:
    """The stamp in a defined name of the workbook, whose part is `main`."""
    root = archive.xml(main)
    for entry in root.iter() if root is not None else ():
        if local_name(entry) == "definedName" and entry.get("name") == STAMP_NAME:
            return Stamp.of_name(entry.text or "")
    return None


def saved_time(archive: Archive, which: str = "modified") -> dt.datetime | None:
    """When the book says it was last saved (or, with "created", made), in UTC."""
    for part, wanted in (_CORE[which], _META[which]):
        root = archive.xml(part)
        for entry in root.iter() if root is not None else ():
            if local_name(entry) == wanted and entry.text:
                return _moment(entry.text, local=part == "meta.xml" or (which == "modified" and _is_libreoffices(archive)))
    return None


def _is_libreoffices(archive: Archive) -> bool:
    """Whether LibreOffice saved it: what it calls UTC in an Open XML book is the clock on the wall."""
    root = archive.xml("docProps/app.xml")
    return any(local_name(entry) == "Application" and (entry.text or "").startswith("LibreOffice") for entry in (root if root is not None else ()))


def _moment(text: str, local: bool) -> dt.datetime | None:
    """Without a zone Open XML means UTC; `local`: the clock on the wall where it was saved, taken as ours."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().removesuffix("Z"))
        if moment.tzinfo is None and not local:
            moment = moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def whole_number(attribute: str | None, otherwise: int = 0) -> int:
    """The number that an attribute holds, or `otherwise` where it holds none."""
    return int(attribute) if attribute is not None and attribute.isdecimal() else otherwise
