"""A second look at the sheets of an Open XML book: by their tags where they are spelled as usual, else by a parser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from xml.etree import ElementTree

from fuwuyue_xlsx.basics.references import cell_index, cell_of, column_number
from fuwuyue_xlsx.reading.archive import Archive, Refused, local_name, well_formed
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, SheetMetadata, area, far_cells
from fuwuyue_xlsx.reading.formats.xlsx_hidden import hidden_in
from fuwuyue_xlsx.reading.formats.xlsx_parts import whole_number
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles, styles_of
from fuwuyue_xlsx.reading.formats.xlsx_tags import CellTags, tags_of

# error values of Excel 2007; the reader refuses a whole sheet over any other
KNOWN_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_SHARED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* t="s"[^>]*><v>(\d+)</v>')
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*? s="(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>(?:<f[^>]*/>|<f[^>]*>([^<]*)</f>)(<v>[^<]+</v>)?(<v></v>|<v/>)?')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})')
_LAST_ROW = re.compile(rb'<row r="(\d{1,7})"')
_ROWS, _ROWS_END, _SHEET, _SHEET_END = b"<sheetData>", b"</sheetData>", b"<worksheet>", b"</worksheet>"
# sheets up to so many bytes are looked at together with the others of their book
_SMALL = 1 << 18
_MUCH = 1 << 22
_PIECES = (b"<![CDATA[", b"<!--", b"&#")
_REFERENCE = re.compile(r"[A-Za-z]+[0-9]+")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}:\d{2}")


@dataclass(frozen=True)
class XmlCell:
    """One cell of a sheet's XML: where, its style and type, its formula, its stored value (None: not stored)."""

    at: Cell
    style: int
    kind: str
    formula: str | None
    value: str | None


def each_metadata(archive: Archive, names: list[str]) -> Iterator[tuple[SheetMetadata, bytes | None]]:
    """For each of these parts of a book what `look_at` tells, and the sheet only where the reader cannot take it as it is.

    Small sheets are looked at together. The parts of a large book are let go of.
    """
    styles, most = styles_of(archive), archive.limits.cells
    for some in _together(archive, names):
        sheets = [archive.read(name) for name in some]
        for sheet, tags in zip(sheets, _tags_of_all(sheets), strict=True):
            look, taken = _look(sheet, tags, styles.percents, most)
            if styles.struck or styles.struck_texts or (tags is None and b"strike" in sheet):
                look.struck = [at for at in _struck(taken, styles) if at not in look.far]
            look.hidden = hidden_in(sheet)
            if styles.blank:
                look.hidden.cells = _styled(taken, styles.blank)
            if styles.seconds and len(sheet) <= _SMALL:
                look.seconds = _styled(taken, styles.seconds)
            yield look, None if taken is sheet else taken
        if archive.is_large:
            archive.forget(some)


def _struck(sheet: bytes, styles: Styles) -> list[Cell]:
    """The cells that are crossed out, or whose text is in part: a shared one, or one that stands in the sheet itself."""
    found = _styled(sheet, styles.struck) if styles.struck else []
    if styles.struck_texts:
        found += [cell_of(m[1], m[2]) for m in _SHARED.finditer(sheet) if int(m[3]) in styles.struck_texts]
    if b"<strike" in sheet:
        found += [cell_of(m[1], m[2]) for m in _CELL.finditer(sheet) if b"<strike" in (m[4] or b"")]
    return found


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


def metadata_of(sheet: bytes, percents: Set[int], most: int) -> tuple[SheetMetadata, bytes]:
    """(what the reader will not tell of a sheet, the sheet as the reader can take it).

    The sheet comes back as it is but for cells too far out, which are taken away, and error values of newer programs
    (#SPILL! …), which become #VALUE!. Raises Refused for what is no XML, and when more than `most` cells would remain.
    """
    return _look(sheet, usual_tags(sheet), percents, most)


def _look(sheet: bytes, tags: CellTags | None, percents: Set[int], most: int) -> tuple[SheetMetadata, bytes]:
    return _thorough(sheet, percents, most) if tags is None else _by_tags(sheet, tags, percents, most)


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
    """The look at a sheet spelled as usual: of its cells only those are looked at that its tags make doubtful."""
    begin = sheet.find(_ROWS) + len(_ROWS)
    look = SheetMetadata()
    errors = (_ERROR.match(sheet, begin + at) for at in tags.errors)
    look.errors = {cell_of(m[1], m[2]): m[3].decode("utf-8", "replace") for m in errors if m}
    for at in tags.unvalued:
        m = _FORMULA.match(sheet, sheet.rfind(b"<c ", begin, begin + at))
        # a text formula whose stored value is empty gave an empty text
        if m and m[5] is None and not (m[6] and b' t="str"' in m[3]):
            look.unvalued[cell_of(m[1], m[2])] = (m[4] or b"").decode("utf-8", "replace")
    if percents:
        look.percents = _styled(sheet, percents)
    if _reach(sheet, tags) > most or any(error not in KNOWN_ERRORS for error in look.errors.values()):
        return _mended(sheet, look, most)
    return look, sheet


def _reach(sheet: bytes, tags: CellTags) -> int:
    """At least the number of cells from A1 to the last row and column that are written, filled or not."""
    last = _LAST_ROW.match(sheet, max(sheet.rfind(b"<row r="), 0))
    rows = int(last[1]) if last else 0
    if 10 ** (tags.digits - 1) > rows:  # the rows are in no order
        rows = 10**tags.digits
    columns = [column_number(letters.decode("ascii")) for letters in set(_WIDE.findall(sheet))] if tags.wide else []
    return rows * (max(columns, default=25) + 1)


def _mended(sheet: bytes, look: SheetMetadata, most: int) -> tuple[SheetMetadata, bytes]:
    """Far cells taken away, newer error values replaced, in a sheet spelled as usual."""
    filled = {cell_of(m[1], m[2]): m for m in _CELL.finditer(sheet) if m[4]}
    far = far_cells(filled, most)
    if area(cell for cell in filled if cell not in far) > most:
        raise Refused("file-too-wide")
    _set_aside(look, {cell: _plain_text(filled[cell][4]) for cell in far})
    new = {cell for cell, error in look.errors.items() if error not in KNOWN_ERRORS}
    reach = max((cell for cell in filled if cell not in far), default=(0, 0))[0]

    def changed(m: re.Match[bytes]) -> bytes:
        cell = cell_of(m[1], m[2])
        if cell in far or (m[4] is None and (cell[0] > reach or cell[1] > 255)):
            return b""
        return re.sub(rb"<v>[^<]*</v>", b"<v>#VALUE!</v>", m[0]) if cell in new else m[0]

    return look, _CELL.sub(changed, sheet) if far or new else sheet


def _set_aside(look: SheetMetadata, far: dict[Cell, str]) -> None:
    """Far cells are told as such alone: an error or a formula among them would make the grid reach them again."""
    look.far = {cell: look.errors.get(cell) or (f"={look.unvalued[cell]}" if cell in look.unvalued else text) for cell, text in far.items()}
    look.errors = {cell: error for cell, error in look.errors.items() if cell not in far}
    look.unvalued = {cell: formula for cell, formula in look.unvalued.items() if cell not in far}
    look.percents = [cell for cell in look.percents if cell not in far]


def _plain_text(inside: bytes) -> str:
    return re.sub(rb"<f.*?</f>|<[^>]*>", b"", inside).decode("utf-8", "replace")


def _thorough(sheet: bytes, percents: Set[int], most: int) -> tuple[SheetMetadata, bytes]:
    """The same look through an XML parser, for sheets spelled otherwise; far cells are refused, not taken away.

    The reader passes over what is between the pieces of a value, so a sheet with such pieces is spelled out for it.
    """
    look, filled = SheetMetadata(), []
    if any(mark in sheet for mark in _PIECES):
        sheet = _spelled_out(sheet)
    for cell in cells_of(sheet):
        if cell.style in percents:
            look.percents.append(cell.at)
        if cell.kind == "e":
            look.errors[cell.at] = cell.value or "#VALUE!"
        elif cell.formula is not None and (cell.value is None or (cell.kind != "str" and not cell.value.strip())):
            look.unvalued[cell.at] = cell.formula
        if cell.value is not None or cell.formula is not None:
            filled.append(cell.at)
    if area(filled) > most:
        raise Refused("file-too-wide")
    for error in {*look.errors.values()} - {*KNOWN_ERRORS}:
        stored = re.escape(error.encode("utf-8"))
        sheet = re.sub(rb"(<(?:\w+:)?v[^>]*>\s*)" + stored + rb"(\s*<)", rb"\1#VALUE!\2", sheet)
    return look, sheet


def _spelled_out(sheet: bytes) -> bytes:
    """The same XML without comments, CDATA and numbers of characters."""
    try:
        return ElementTree.canonicalize(from_file=io.BytesIO(sheet)).encode("utf-8")
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why


def cells_of(sheet: bytes) -> Iterator[XmlCell]:
    """The cells of a sheet's XML however it is spelled: prefixes, quotes, white space, cells without references."""
    row, column = -1, -1
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(sheet), ("start", "end")):
            name = local_name(element)
            if name == "row" and event == "start":
                row, column = whole_number(element.get("r"), row + 2) - 1, -1
            elif name == "c" and event == "start":
                column += 1
            elif name == "c":
                at = _reference(element.get("r"), (row, column))
                row, column = at
                yield _xml_cell(element, at)
            elif name == "row":
                element.clear()
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why


def _xml_cell(element: ElementTree.Element, at: Cell) -> XmlCell:
    parts = {local_name(part): part for part in element}
    formula, value, inline = parts.get("f"), parts.get("v"), parts.get("is")
    kind, text = element.get("t", ""), "".join(inline.itertext()) if inline is not None else None
    if value is not None:
        written, text = text, value.text or ""
        if (kind == "inlineStr" and not written and text) or (kind == "d" and not _ISO_DAY.match(text)):
            kind, text = "e", "#VALUE!"  # a value of another kind than the cell says, which the reader passes over
    return XmlCell(at, whole_number(element.get("s")), kind, None if formula is None else formula.text or "", text)


def _reference(text: str | None, otherwise: Cell) -> Cell:
    return cell_index(text) if text and _REFERENCE.fullmatch(text) else otherwise
