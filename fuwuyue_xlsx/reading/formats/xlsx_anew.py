"""A sheet of an Open XML book that is spelled as few programs spell it: taken in by a parser, and written anew as usual.

Prefixes, quotes, encodings, white space, comments, rows and cells without references or in no order: the reader of cells
takes some of them for something else, or for nothing. What has no place in a sheet is refused, never passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from fuwuyue_xlsx.basics.references import address, cell_index
from fuwuyue_xlsx.reading.archive import Refused, local_name
from fuwuyue_xlsx.reading.formats.sheet_metadata import Cell, Merge, SheetMetadata, Written, area, far_cells, set_aside
from fuwuyue_xlsx.reading.formats.xlsx_parts import whole_number
from fuwuyue_xlsx.reading.formats.xlsx_styles import Styles, is_struck

# error values of Excel 2007; the reader refuses a whole sheet over any other
KNOWN_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}:\d{2}")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
# what may stand in rows, cells and texts; the sound of characters and what later programs add are not read
_INSIDE = {"sheetData": {"row"}, "row": {"c", "extLst"}, "c": {"v", "f", "is", "extLst"}, "is": {"t", "r", "rPh", "phoneticPr"}, "r": {"rPr", "t"}}
_TRUTHS = {"true": "1", "false": "0"}


@dataclass(frozen=True)
class XmlCell:
    """One cell of a sheet's XML: where, its style and type, its formula, its stored value (None: not stored)."""

    at: Cell
    style: int
    kind: str
    formula: str | None
    value: str | None
    struck: bool = False


@dataclass
class _XmlSheet:
    """A sheet while it is parsed."""

    cells: dict[Cell, XmlCell] = field(default_factory=dict)
    written: Written = field(default_factory=Written)
    merges: list[Merge] = field(default_factory=list)
    row: int = -1
    column: int = -1
    held_cells: bool = False


def written_anew(sheet: bytes, styles: Styles, most: int) -> tuple[SheetMetadata, bytes]:
    """(what the reader will not tell of a sheet, its cells as programs usually spell them).

    Of a cell that stands there twice the first is kept. Raises Refused for what is no sheet, and for one whose filled
    cells span more than `most`, those far out left aside.
    """
    parsed = _parsed(sheet)
    metadata = SheetMetadata(merges=parsed.merges, twice=parsed.written.twice())
    filled = {at: cell for at, cell in parsed.cells.items() if cell.value is not None or cell.formula is not None}
    for at, cell in filled.items():
        for cells, those in ((metadata.percents, styles.percents), (metadata.seconds, styles.seconds), (metadata.hidden.cells, styles.blank)):
            if cell.style in those:
                cells.append(at)
        if cell.struck or cell.style in styles.struck or (cell.kind == "s" and whole_number(cell.value, -1) in styles.struck_texts):
            metadata.struck.append(at)
        if cell.kind == "e":
            metadata.errors[at] = cell.value or "#VALUE!"
        elif cell.formula is not None and (cell.value is None or (cell.kind != "str" and not cell.value.strip())):
            metadata.unvalued[at] = cell.formula
    far = far_cells(filled, most)
    if area(at for at in filled if at not in far) > most:
        raise Refused("file-too-wide")
    set_aside(metadata, {at: filled[at].value or "" for at in far})
    written = sorted((cell for at, cell in filled.items() if at not in far and cell.value is not None), key=lambda cell: cell.at)
    rows = (f'<row r="{row + 1}">{"".join(map(_spelled, cells))}</row>' for row, cells in groupby(written, lambda cell: cell.at[0]))
    return metadata, f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode("utf-8", "replace")


def _spelled(cell: XmlCell) -> str:
    kind, value = cell.kind, cell.value or ""
    begin = f'<c r="{address(*cell.at)}"' + (f' s="{cell.style}"' if cell.style else "")
    if kind == "inlineStr":
        return f'{begin} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if kind != "str":
        value = value.strip()
    if kind == "e" and value not in KNOWN_ERRORS:
        value = "#VALUE!"
    if kind == "b":
        value = _TRUTHS.get(value.lower(), value)
    return f"{begin} t={quoteattr(kind or 'n')}><v>{escape(value)}</v></c>" if value else f"{begin}/>"


def _parsed(part: bytes) -> _XmlSheet:
    sheet = _XmlSheet()
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(part), ("start", "end")):
            name = local_name(element)
            if event == "start":
                _begin(sheet, name, element)
            elif name == "c":
                _take_cell(sheet, element)
            elif name in ("row", "sheetData"):
                _check(element)
                element.clear()
            elif name == "mergeCell":
                sheet.merges.append(_merge(element.get("ref", "")))
    except (ElementTree.ParseError, ValueError, LookupError) as why:
        raise Refused("file-damaged") from why
    if not sheet.held_cells:
        raise Refused("file-damaged")
    return sheet


def _begin(sheet: _XmlSheet, name: str, element: ElementTree.Element) -> None:
    if name == "sheetData":
        sheet.held_cells = True
    elif name == "row":
        said = element.get("r")
        if said is not None and not _ROW_NUMBER.fullmatch(said):
            raise Refused("file-damaged")
        sheet.row, sheet.column = (sheet.row + 1 if said is None else int(said) - 1), -1
        sheet.written.row(sheet.row)
    elif name == "c":
        said = element.get("r")
        if said is not None and not _REFERENCE.fullmatch(said):
            raise Refused("file-damaged")
        sheet.row, sheet.column = (sheet.row, sheet.column + 1) if said is None else cell_index(said)
        if not (0 <= sheet.row <= _LAST_ROW and sheet.column <= _LAST_COLUMN):
            raise Refused("file-damaged")


def _take_cell(sheet: _XmlSheet, element: ElementTree.Element) -> None:
    _check(element)
    cell = _cell(element, (sheet.row, sheet.column))
    sheet.written.cell(cell.at, cell.value is not None or cell.formula is not None)
    if cell.at not in sheet.cells or (sheet.cells[cell.at].value is None and sheet.cells[cell.at].formula is None):
        sheet.cells[cell.at] = cell


def _check(element: ElementTree.Element) -> None:
    """Refuse an element with something in it that has no place there: a value under another name, a value in no element."""
    allowed = _INSIDE.get(local_name(element))
    if allowed is None:
        return
    for part in element:
        if local_name(part) not in allowed or (part.tail or "").strip():
            raise Refused("file-damaged")
        if local_name(part) in ("is", "r"):
            _check(part)
    if (element.text or "").strip():
        raise Refused("file-damaged")


def _cell(element: ElementTree.Element, at: Cell) -> XmlCell:
    names = [local_name(part) for part in element]
    if names.count("v") > 1 or names.count("is") > 1:
        raise Refused("file-damaged")
    parts = dict(zip(names, element, strict=True))
    formula, stored, inline = parts.get("f"), parts.get("v"), parts.get("is")
    kind, value = element.get("t", ""), None if stored is None else stored.text or ""
    text = None if inline is None else "".join(part.text or "" for part in _texts(inline))
    if (kind == "inlineStr" and value and not text) or (kind == "d" and value is not None and not _ISO_DAY.match(value.strip())):
        kind, value = "e", "#VALUE!"  # a value of another kind than the cell says, which the reader passes over
    elif text is not None and (kind == "inlineStr" or value is None):
        kind, value = "inlineStr" if kind != "e" else kind, text
    struck = inline is not None and is_struck(inline)
    return XmlCell(at, whole_number(element.get("s")), kind, None if formula is None else formula.text or "", value, struck)


def _texts(inline: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The texts of a text in runs, without the sound of its characters."""
    for part in inline:
        if local_name(part) == "t":
            yield part
        elif local_name(part) == "r":
            yield from (run for run in part if local_name(run) == "t")


def _merge(reference: str) -> Merge:
    """Cells put together. Raises ValueError for what is no range."""
    first, _, last = reference.replace("$", "").partition(":")
    if not all(_REFERENCE.fullmatch(corner) for corner in (first, last or first)):
        raise ValueError(reference)
    return (*cell_index(first), *cell_index(last or first))
