"""A look at the raw parts of an Open XML book: its stamp, its saved time, and what readers do not tell."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

STAMP_PROPERTY = "fuwuyue"
_CELL = re.compile(rb"<c\s([^>]*?)/?>")
_REF = re.compile(rb'\br="([A-Z]+)(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_ERROR = re.compile(rb'<c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<f[^>]*?(?:/>|>.*?</f>))?<v>([^<]*)</v>', re.S)
# error values that are not those of Excel 2007
_NEW_ERROR = re.compile(rb'(<c\s[^>]*\bt="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v>)'
                        rb'#(?!NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)[^<]*(</v>)')
_ROW = re.compile(rb'<row\s[^>]*?\br="(\d{1,7})"')
# the only references that can make a grid large: two letters or more, rows from 100,000, cells from row 1,000,000
_FAR = re.compile(rb'<c\s[^>]*?\br="(?:([A-Z]{2,})(\d+)|[A-Z](\d{7,}))"|<row\s[^>]*?\br="(\d{6,})"')
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True)
class Stamp:
    """What a template carries of itself: kind, campaign, department, version of the layout."""

    kind: str
    campaign: str
    department: str | None = None
    version: int = 1

    def text(self) -> str:
        fields = {"kind": self.kind, "campaign": self.campaign, "department": self.department, "version": self.version}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Stamp | None:
        """The stamp in a text; None for a text that is none."""
        try:
            found = json.loads(text)
            return cls(str(found["kind"]), str(found["campaign"]), found.get("department"), int(found["version"]))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None


def cell_index(letters: bytes, digits: bytes) -> tuple[int, int]:
    """(b'C', b'5') → (4, 2)."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1


def xml_root(book: zipfile.ZipFile, part: str) -> ElementTree.Element | None:
    """A part parsed as XML; None when it is not there, is broken or declares a DOCTYPE."""
    if part not in book.NameToInfo:
        return None
    data = book.read(part)
    if b"<!DOCTYPE" in data:
        return None
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def stamp(book: zipfile.ZipFile) -> Stamp | None:
    """The stamp in the document properties, which survive Excel, WPS and LibreOffice."""
    root = xml_root(book, "docProps/custom.xml")
    for entry in root if root is not None else ():
        if entry.get("name") == STAMP_PROPERTY:
            return Stamp.parse("".join(entry.itertext()))
    return None


def saved_time(book: zipfile.ZipFile, which: str = "modified") -> dt.datetime | None:
    """When the book says it was last saved (or, with "created", made), in UTC."""
    root = xml_root(book, "docProps/core.xml")
    for entry in root if root is not None else ():
        if _local(entry) == which and entry.text:
            try:
                found = dt.datetime.fromisoformat(entry.text.strip().replace("Z", "+00:00"))
            except ValueError:
                return None
            return found if found.tzinfo else found.replace(tzinfo=dt.timezone.utc)
    return None


def sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet title → name of its part."""
    workbook, relations = xml_root(book, "xl/workbook.xml"), xml_root(book, "xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        return {}
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    parts = {}
    for entry in workbook.iter():
        if _local(entry) == "sheet":
            relation = next((value for name, value in entry.attrib.items() if name.endswith("}id")), None)
            target = targets.get(relation, "")
            parts[entry.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def percent_styles(book: zipfile.ZipFile) -> set[int]:
    """The cell styles whose number format is a percentage; a % inside quotes or after a backslash is none."""
    root = xml_root(book, "xl/styles.xml")
    if root is None:
        return set()
    formats = {int(e.get("numFmtId", 0)): e.get("formatCode", "") for e in root.iter() if _local(e) == "numFmt"}
    percent = {9, 10} | {number for number, code in formats.items() if "%" in _LITERAL.sub("", code)}
    crosses = next((e for e in root if _local(e) == "cellXfs"), ())
    return {index for index, cross in enumerate(crosses) if int(cross.get("numFmtId", 0)) in percent}


def percent_cells(sheet: bytes, styles: set[int]) -> list[tuple[int, int]]:
    """The cells (row, column) of a sheet's XML that have one of the styles."""
    found = []
    for cell in _CELL.finditer(sheet) if styles else ():
        style, reference = _STYLE.search(cell[1]), _REF.search(cell[1])
        if style and reference and int(style[1]) in styles:
            found.append(cell_index(*reference.groups()))
    return found


def error_cells(sheet: bytes) -> dict[tuple[int, int], str]:
    """The cells of a sheet's XML that hold an error value, with its text."""
    if b't="e"' not in sheet:
        return {}
    return {cell_index(m[1], m[2]): m[3].decode("utf-8", "replace") for m in _ERROR.finditer(sheet)}


def with_known_errors(data: bytes, book: zipfile.ZipFile, sheets: dict[str, bytes]) -> bytes:
    """The book with error values of newer programs (#SPILL! …) as #VALUE!, or as it is when it holds none.

    The reader refuses a whole sheet over one such cell; the cell itself is told by `error_cells`.
    """
    if not any(_NEW_ERROR.search(sheet) for sheet in sheets.values()):
        return data
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            part = book.read(name)
            copy.writestr(name, _NEW_ERROR.sub(rb"\1#VALUE!\2", part) if name.startswith("xl/worksheets/") else part)
    return changed.getvalue()


def reaches_too_far(sheet: bytes, most: int = 20_000_000) -> bool:
    """True when a stray cell far out would make the grid larger than `most` cells, which no reader survives.

    Columns of one letter are not looked for: even 1,048,576 rows of 19 of them stay below.
    """
    last = _ROW.search(sheet, max(sheet.rfind(b"<row "), 0))
    height, width = int(last[1]) if last else 1, 19
    for letters, row, tall_cell, tall_row in _FAR.findall(sheet):
        height = max(height, int(row or tall_cell or tall_row))
        width = max(width, cell_index(letters, b"1")[1] + 1) if letters else width
    return height * width > most
