"""A look at the raw parts of a zipped book: which format it is, its stamp, its saved time, its sheets' parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fuwuyue_xlsx.reading.archive import Archive, local_name
from fuwuyue_xlsx.schema.stamp import ORIGIN_PROPERTY, STAMP_NAME, STAMP_PROPERTY, Stamp

XLSX, XLSB, ODS = "xlsx", "xlsb", "ods"
MAIN_PARTS = {"xl/workbook.xml": XLSX, "xl/workbook.bin": XLSB, "content.xml": ODS}
# the parts of an Open XML book without which its cells cannot be understood, beside the sheets
TABLES = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")
_CORE = {"modified": ("docProps/core.xml", "modified"), "created": ("docProps/core.xml", "created")}
_META = {"modified": ("meta.xml", "date"), "created": ("meta.xml", "creation-date")}


def form_of(archive: Archive) -> str | None:
    """The format of a zipped book; None for an archive that is no workbook."""
    form = next((form for part, form in MAIN_PARTS.items() if part in archive), None)
    if form == ODS and "mimetype" in archive and b"spreadsheet" not in archive.read("mimetype"):
        return None
    return form


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


def stamp_in_name(archive: Archive) -> Stamp | None:
    """The stamp in the book's defined name."""
    root = archive.xml("xl/workbook.xml")
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
        found = dt.datetime.fromisoformat(text.strip().removesuffix("Z"))
        if found.tzinfo is None and not local:
            found = found.replace(tzinfo=dt.UTC)
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet title → name of its part."""
    workbook, relations = archive.xml("xl/workbook.xml"), archive.xml("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        return {}
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    parts = {}
    for entry in workbook.iter():
        if local_name(entry) == "sheet":
            relation = next((value for name, value in entry.attrib.items() if name.endswith("}id")), None)
            target = targets.get(relation, "")
            parts[entry.get("name", "")] = archive.name_of(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return parts


def whole_number(attribute: str | None, otherwise: int = 0) -> int:
    """The number that an attribute holds, or `otherwise` where it holds none."""
    return int(attribute) if attribute is not None and attribute.isdecimal() else otherwise
