"""The metadata of the sheets of an Open XML book: by their tags where they are spelled as usual, else by a parser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Set
from dataclasses import replace
from xml.etree import ElementTree

from fuwuyue_xlsx.basics.references import cell_of, column_number
from fuwuyue_xlsx.reading.archive import Archive, Refused, well_formed
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, SheetMetadata, area, far_cells, set_aside
from fuwuyue_xlsx.reading.formats.xlsx_anew import KNOWN_ERRORS, written_anew
from fuwuyue_xlsx.reading.formats.xlsx_hidden import hidden_in
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles
from fuwuyue_xlsx.reading.formats.xlsx_tags import CellTags, tags_of

_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_SHARED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* t="s"[^>]*><v>(\d+)</v>')
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? s="(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(?:<f[^>]*/>|<f[^>]*>([^<]*)</f>)(<v>[^<]+</v>)?(<v></v>|<v/>)?')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})')
_ROWS, _ROWS_END, _SHEET, _SHEET_END = b"<sheetData>", b"</sheetData>", b"<worksheet>", b"</worksheet>"
# sheets up to so many bytes are looked at together with the others of their book
_SMALL = 1 << 18
_MUCH = 1 << 22
# the hint of a sheet's reach that the reader understands, and may be left where it is
_REACH = re.compile(rb'<dimension ref="[A-Z]{1,2}[1-9]\d{0,5}(?::[A-Z]{1,2}[1-9]\d{0,5})?"\s*/>')
_ANY_REACH = re.compile(rb"<dimension\b[^>]*?(?:/>|>\s*</dimension\s*>)")


def each_metadata(archive: Archive, names: list[str], styles: Styles) -> Iterator[tuple[SheetMetadata, bytes | None]]:
    """For each of these parts of a book what `metadata_of` tells, and the sheet only where the reader cannot take it as it is.

    Small sheets are looked at together. The parts of a large book are let go of.
    """
    most = archive.limits.cells
    for some in _together(archive, names):
        sheets = [archive.read(name) for name in some]
        for sheet, tags in zip(sheets, _tags_of_all(sheets), strict=True):
            metadata, taken = _metadata_of(sheet, tags, styles, most)
            yield metadata, None if taken is sheet else taken
        if archive.is_large:
            archive.forget(some)


def _struck(sheet: bytes, styles: Styles) -> list[Cell]:
    """The cells that are crossed out, or whose shared text is in part."""
    cells = _styled(sheet, styles.struck) if styles.struck else []
    if styles.struck_texts:
        cells += [cell_of(m[1], m[2]) for m in _SHARED.finditer(sheet) if int(m[3]) in styles.struck_texts]
    return cells


def _styled(sheet: bytes, styles: Set[int]) -> list[Cell]:
    """The cells that have one of these styles."""
    return [cell_of(m[1], m[2]) for m in _STYLED.finditer(sheet) if int(m[3]) in styles]


def _together(archive: Archive, names: list[str]) -> Iterator[list[str]]:
    """The parts in groups of a few megabytes, so that the thousands of sheets of a book are never all there at once."""
    some: list[str] = []
    size = 0
    for name in names:
        some.append(name)
        size += len(archive.read(name))
        if size > _MUCH:
            yield some
            some, size = [], 0
    yield some


def metadata_of(sheet: bytes, styles: Styles, most: int) -> tuple[SheetMetadata, bytes]:
    """(what the reader will not tell of a sheet, the sheet as the reader can take it).

    A sheet spelled as usual comes back as it is but for cells too far out, which are taken away, error values of newer
    programs (#SPILL! …), which become #VALUE!, and a <dimension> that is none; any other is written anew. Raises Refused
    for what is no XML, and when more than `most` cells would remain.
    """
    return _metadata_of(sheet, usual_tags(sheet), styles, most)


def _metadata_of(sheet: bytes, tags: CellTags | None, styles: Styles, most: int) -> tuple[SheetMetadata, bytes]:
    if tags is None or _has_turns(sheet, tags):
        metadata, taken = written_anew(sheet, styles, most)
        metadata.hidden = replace(hidden_in(in_utf_8(sheet)), cells=metadata.hidden.cells)
        return metadata, taken
    metadata, taken = _by_tags(sheet, tags, styles.percents, most)
    if styles.struck or styles.struck_texts:
        metadata.struck = [at for at in _struck(taken, styles) if at not in metadata.far]
    metadata.hidden = replace(hidden_in(sheet), cells=_styled(taken, styles.blank) if styles.blank else [])
    metadata.seconds = _styled(taken, styles.seconds) if styles.seconds and len(sheet) <= _SMALL else []
    return metadata, _without_odd_reach(taken)


def _has_turns(sheet: bytes, tags: CellTags) -> bool:
    """Whether a row or a cell does not stand behind the one before; the first of a sheet has none before."""
    if not tags.turns:
        return False
    begin = sheet.find(_ROWS) + len(_ROWS)
    return bool(set(tags.turns) - {0, sheet.find(b"<c ", begin) - begin})


def _without_odd_reach(sheet: bytes) -> bytes:
    """The sheet without its hint of where it ends, where the reader would stumble over that."""
    head = sheet[: sheet.find(_ROWS)]
    if b"<dimension" not in head or _REACH.search(head):
        return sheet
    return _ANY_REACH.sub(b"", head) + sheet[len(head) :]


def usual_tags(sheet: bytes) -> CellTags | None:
    """The tags of a sheet's cells; None when the sheet is spelled otherwise than all common programs spell it."""
    span = _span(sheet)
    return tags_of(memoryview(sheet)[slice(*span)]) if span else None


def _tags_of_all(sheets: list[bytes]) -> Iterator[CellTags | None]:
    spans = [_span(sheet) if len(sheet) <= _SMALL else None for sheet in sheets]
    rows = [sheet[slice(*span)] if span else b"" for sheet, span in zip(sheets, spans, strict=True)]
    together = tags_of(b"".join(rows))
    start = 0
    for sheet, some in zip(sheets, rows, strict=True):
        yield together.part(start, start + len(some)) if some and together else usual_tags(sheet)
        start += len(some)


def _span(sheet: bytes) -> tuple[int, int] | None:
    """Where the rows of a sheet begin and end, when what stands around them is well-formed; else None."""
    begin, end = sheet.find(_ROWS), sheet.rfind(_ROWS_END)
    if begin < 0 or end < begin:
        return None
    begin += len(_ROWS)
    around = (sheet[:begin] + _ROWS_END + _SHEET_END, _SHEET + _ROWS + sheet[end:])
    return (begin, end) if all(map(well_formed, around)) else None


def _by_tags(sheet: bytes, tags: CellTags, percents: Set[int], most: int) -> tuple[SheetMetadata, bytes]:
    """The metadata of a sheet spelled as usual: of its cells only those are looked at that its tags make doubtful."""
    begin = sheet.find(_ROWS) + len(_ROWS)
    metadata = SheetMetadata()
    errors = (_ERROR.match(sheet, begin + at) for at in tags.errors)
    metadata.errors = {cell_of(m[1], m[2]): m[3].decode("utf-8", "replace") for m in errors if m}
    for at in tags.unvalued:
        m = _FORMULA.match(sheet, sheet.rfind(b"<c ", begin, begin + at))
        # a text formula whose stored value is empty gave an empty text
        if m and m[5] is None and not (m[6] and b' t="str"' in m[3]):
            metadata.unvalued[cell_of(m[1], m[2])] = (m[4] or b"").decode("utf-8", "replace")
    if percents:
        metadata.percents = _styled(sheet, percents)
    if _reach(sheet, tags) > most or any(error not in KNOWN_ERRORS for error in metadata.errors.values()):
        return _mended(sheet, metadata, most)
    return metadata, sheet


def _reach(sheet: bytes, tags: CellTags) -> int:
    """At least the number of cells from A1 to the last row and column that are written, filled or not."""
    columns = [column_number(letters.decode("ascii")) for letters in set(_WIDE.findall(sheet))] if tags.wide else []
    return tags.last_row * (max(columns, default=25) + 1)


def _mended(sheet: bytes, metadata: SheetMetadata, most: int) -> tuple[SheetMetadata, bytes]:
    """Far cells taken away, newer error values replaced, in a sheet spelled as usual."""
    filled = {cell_of(m[1], m[2]): m for m in _CELL.finditer(sheet) if m[4]}
    far = far_cells(filled, most)
    if area(cell for cell in filled if cell not in far) > most:
        raise Refused("file-too-wide")
    set_aside(metadata, {cell: _plain_text(filled[cell][4]) for cell in far})
    new = {cell for cell, error in metadata.errors.items() if error not in KNOWN_ERRORS}
    reach = max((cell for cell in filled if cell not in far), default=(0, 0))[0]

    def changed(m: re.Match[bytes]) -> bytes:
        cell = cell_of(m[1], m[2])
        if cell in far or (m[4] is None and (cell[0] > reach or cell[1] > 255)):
            return b""
        return re.sub(rb"<v>[^<]*</v>", b"<v>#VALUE!</v>", m[0]) if cell in new else m[0]

    return metadata, _CELL.sub(changed, sheet) if far or new else sheet


def _plain_text(inside: bytes) -> str:
    return re.sub(rb"<f.*?</f>|<[^>]*>", b"", inside).decode("utf-8", "replace")


def in_utf_8(part: bytes) -> bytes:
    """A part as the reader takes it: in UTF-8, without comments and CDATA, which it takes for nothing."""
    if b"<![CDATA[" not in part and b"<!--" not in part and b"\0" not in part[:200]:
        return part
    try:
        return ElementTree.canonicalize(from_file=io.BytesIO(part)).encode("utf-8")
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why
