"""An Open XML book made ready for the reader of cells: which sheets it is to read, and what it will not tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fuwuyue_xlsx.reading.archive import Archive, Refused, well_formed
from fuwuyue_xlsx.reading.formats import xlsb, xlsx
from fuwuyue_xlsx.reading.formats.package import Package
from fuwuyue_xlsx.reading.formats.plain_books import EMPTY_SHEET, plain_xlsb, plain_xlsx
from fuwuyue_xlsx.reading.formats.sheet_metadata import SheetMetadata
from fuwuyue_xlsx.reading.formats.xlsx_comments import read_annotations
from fuwuyue_xlsx.reading.formats.xlsx_styles import styles_of

Titled = list[tuple[str, SheetMetadata]]


def prepared(archive: Archive, package: Package) -> tuple[bytes, Titled]:
    """(a book that the reader understands, the title and the look of each of its sheets in order).

    Raises Refused for what is damaged or too large.
    """
    return _binary(archive, package) if package.binary else _xml(archive, package)


def _xml(archive: Archive, package: Package) -> tuple[bytes, Titled]:
    archive.check_form(package.tables)
    parts = [part for title, part in package.sheets if title not in package.others or _holds_cells(archive, part)]
    by_part, taken = {}, {}
    for part, (metadata, changed) in zip(parts, xlsx.each_metadata(archive, parts, styles_of(archive, package)), strict=True):
        by_part[part], taken[part] = metadata, changed
    read_annotations(archive, by_part)
    titled = _titled(package, by_part)
    if archive.is_large and package.is_usual and not any(taken.values()):
        data = archive.data
    else:
        sheets = [(taken[part] or archive.read(part)) if part in taken else EMPTY_SHEET for _, part in package.sheets]
        texts, styles = (xlsx.in_utf_8(archive.read(part)) if part else b"" for part in (package.texts, package.styles))
        data = plain_xlsx(sheets, texts, styles, package.of_1904)
    archive.forget((*parts, *package.tables))
    return data, titled


def _holds_cells(archive: Archive, part: str) -> bool:
    """Whether a sheet that need not hold cells does: old macros, which never run, may stand among others."""
    try:
        return part in archive and b"sheetData" in archive.read(part) and well_formed(archive.read(part))
    except Refused:
        return False


def _binary(archive: Archive, package: Package) -> tuple[bytes, Titled]:
    styles, most = xlsb.styles_of(archive, package), archive.limits.cells
    inspected = {part: xlsb.read_sheet(archive.read(part), styles, most) for title, part in package.sheets if title not in package.others}
    by_part = {part: metadata for part, (metadata, _) in inspected.items()}
    read_annotations(archive, by_part)
    sheets = [inspected[part][1] if part in inspected else xlsb.EMPTY_SHEET for _, part in package.sheets]
    texts, tables = (archive.read(part) if part else b"" for part in (package.texts, package.styles))
    return plain_xlsb(sheets, texts, tables, xlsb.properties_of(archive.read(package.main))), _titled(package, by_part)


def _titled(package: Package, by_part: Mapping[str, SheetMetadata]) -> Titled:
    """Title and metadata of each sheet, by those of the parts. Whether a whole sheet is hidden stands in the workbook, not in its part."""
    there = [(title, by_part.get(part, SheetMetadata())) for title, part in package.sheets]
    return [(title, replace(metadata, hidden=replace(metadata.hidden, whole=title in package.hidden))) for title, metadata in there]
