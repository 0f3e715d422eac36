"""Books as the reader of cells takes them: the cells' parts alone, under their usual names, whatever the file calls them.

Sheets are numbered from 1 and bear their number as title.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from fuwuyue_xlsx.reading.archive import stored
from fuwuyue_xlsx.reading.formats.xlsb_records import BOOK_PROPERTIES, SHEET_NAMED, record, wide

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EMPTY_SHEET = b"<worksheet><sheetData></sheetData></worksheet>"


def plain_xlsx(sheets: Sequence[bytes], texts: bytes, styles: bytes, of_1904: bool) -> bytes:
    """An .xlsx of these sheets, the table of shared texts and the styles, each as XML; an empty one is left out."""
    named = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    properties = '<workbookPr date1904="1"/>' if of_1904 else ""
    workbook = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}<sheets>{named}</sheets></workbook>'
    return _packed("xml", workbook.encode(), sheets, texts, styles)


def plain_xlsb(sheets: Sequence[bytes], texts: bytes, styles: bytes, properties: bytes) -> bytes:
    """The same of a binary book, whose `properties` say from which year days are counted."""
    named = b"".join(record(SHEET_NAMED, struct.pack("<II", 0, n) + wide(f"r{n}") + wide(str(n))) for n in range(1, len(sheets) + 1))
    said = record(BOOK_PROPERTIES, properties) if properties else b""
    return _packed("bin", record(131) + said + record(143) + named + record(144) + record(132), sheets, texts, styles)


def _packed(ending: str, workbook: bytes, sheets: Sequence[bytes], texts: bytes, styles: bytes) -> bytes:
    numbered = {f"worksheets/sheet{n}.{ending}": sheet for n, sheet in enumerate(sheets, 1)}
    tables = {f"{name}.{ending}": part for name, part in (("sharedStrings", texts), ("styles", styles)) if part}
    related = [_relation(f"r{n}", "worksheet", target) for n, target in enumerate(numbered, 1)]
    related += [_relation(f"t{n}", target.partition(".")[0], target) for n, target in enumerate(tables, 1)]
    return stored({
        "_rels/.rels": _relations([_relation("r1", "officeDocument", f"xl/workbook.{ending}")]), f"xl/workbook.{ending}": workbook,
        f"xl/_rels/workbook.{ending}.rels": _relations(related), **{f"xl/{name}": part for name, part in (numbered | tables).items()},
    })


def _relation(number: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(related: list[str]) -> bytes:
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(related)}</Relationships>'.encode()
