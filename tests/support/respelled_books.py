"""The same workbook in other spellings that programs write: XML dialects, other ways to store a value, other stamps."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial
from xml.etree import ElementTree

from openpyxl.workbook.defined_name import DefinedName

from fuwuyue_xlsx.reading.open_workbook import open_book
from fuwuyue_xlsx.schema.stamp import STAMP_NAME
from tests.support.altered_books import edited
from tests.support.workbook_parts import repacked, with_new_parts, with_part

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    MAIN.encode(): b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties":
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties":
        b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
    b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes":
        b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
}
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
_INLINE = re.compile(r' t="inlineStr">\s*<is><t([^>]*)>([^<]*)</t></is>')
Change = Callable[[str], str]


def is_sheet(part: str) -> bool:
    """Whether a part of a workbook holds a sheet's cells."""
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def respelled(change: Change, data: bytes) -> bytes:
    """The workbook with the XML of every sheet changed."""
    return repacked(data, lambda name, part: change(part.decode()).encode() if is_sheet(name) else part)


def strict(data: bytes) -> bytes:
    """As Excel's "Strict Open XML" names its parts' words."""
    def change(_: str, part: bytes) -> bytes:
        for old, new in _STRICT.items():
            part = part.replace(old, new)
        return part

    return repacked(data, change)


def prefixed(xml: str) -> str:
    """<x:worksheet xmlns:x=…>, as some libraries write."""
    return re.sub(r"<(/?)(?=\w)", r"<\1x:", xml).replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def single_quoted(xml: str) -> str:
    """Attributes in single quotes."""
    return re.sub(r'="([^"\']*)"', r"='\1'", xml)


def pretty_printed(xml: str) -> str:
    """A line for each element."""
    return re.sub(r">\s*<(?!/t>)", ">\n    <", xml)


def rows_upside_down(xml: str) -> str:
    """The rows from the last to the first."""
    return _of_data(xml, lambda data: "".join(reversed(re.findall(r"<row [^>]*/>|<row .*?</row>", data, re.S))))


def cells_backwards(xml: str) -> str:
    """The cells of each row from the last to the first."""
    def turned(row: re.Match[str]) -> str:
        return row[1] + "".join(reversed([found[0] for found in _CELL.finditer(row[2])])) + "</row>"

    return re.sub(r"(<row [^>]*[^/]>)(.*?)</row>", turned, xml, flags=re.S)


def without_addresses(xml: str) -> str:
    """Neither rows nor cells say where they are: each follows the one before."""
    return _of_data(xml, lambda data: re.sub(r'<(row|c) r="\w+"', r"<\1", _closed_up(data)))


def _closed_up(data: str) -> str:
    """The rows with every gap filled by empty rows and cells."""
    rows, last = [], 0
    for row in re.finditer(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', data, re.S):
        number, cells, filled = int(row[1]), [], 0
        rows += ["<row/>"] * (number - last - 1)
        for found in _CELL.finditer(row[3] or ""):
            at = _column(found[1])
            cells += ["<c/>"] * (at - filled - 1) + [found[0]]
            filled = at
        rows.append(f"<row{row[2]}>{''.join(cells)}</row>")
        last = number
    return "".join(rows)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def in_runs(xml: str) -> str:
    """Every text of two characters and more in two runs, the second one bold."""
    def split(found: re.Match[str]) -> str:
        text = found[2]
        if len(text) < 2 or "&" in text or found[1]:
            return found[0]
        runs = f"<r><t>{text[0]}</t></r><r><rPr><b/></rPr><t>{text[1:]}</t></r>"
        return f' t="inlineStr"><is>{runs}</is>'

    return _INLINE.sub(split, xml)


def with_dimension(ref: str | None, xml: str) -> str:
    """<dimension> as it should not be; None: not there."""
    assert "<dimension" in xml
    return re.sub(r"<dimension [^>]*>", f'<dimension ref="{ref}"/>' if ref else "", xml)


def in_shared_strings(data: bytes) -> bytes:
    """The texts in a table of their own, as Excel keeps them."""
    texts: dict[str, int] = {}

    def change(name: str, part: bytes) -> bytes:
        if is_sheet(name):
            def shared(found: re.Match[str]) -> str:
                number = texts.setdefault(f"<si><t{found[1]}>{found[2]}</t></si>", len(texts))
                return f' t="s"><v>{number}</v>'

            return _INLINE.sub(shared, part.decode()).encode()
        if name == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            return part.replace(b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode())
        if name == "xl/_rels/workbook.xml.rels":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            more = f'<Relationship Id="rIdTexts" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
            return part.replace(b"</Relationships>", more.encode())
        return part

    assert b"sharedStrings" not in data
    changed = repacked(data, change)
    table = f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}" count="{len(texts)}">{"".join(texts)}</sst>'
    return with_new_parts(changed, {"xl/sharedStrings.xml": table.encode()})


def in_utf_16(data: bytes) -> bytes:
    """Every sheet's part in UTF-16 with its mark, as the XML standard allows."""
    def change(name: str, part: bytes) -> bytes:
        if not is_sheet(name):
            return part
        text = re.sub(r"^<\?xml[^>]*\?>\s*", "", part.decode())
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")

    return repacked(data, change)


def as_macro_book(data: bytes) -> bytes:
    """The workbook as it says of itself that it holds macros."""
    old, new = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    old = b"application/vnd.openxmlformats-officedocument." + old
    changed = with_part(data, "[Content_Types].xml", lambda part: part.replace(old, b"application/vnd." + new))
    assert changed != data
    return with_new_parts(changed, {"xl/vbaProject.bin": bytes(512)})


def part_of(data: bytes, sheet: str) -> str:
    """The part that holds a sheet of a workbook saved by openpyxl, which numbers them in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
    titles = [entry.get("name") for entry in workbook.iter(f"{{{MAIN}}}sheet")]
    return f"xl/worksheets/sheet{titles.index(sheet) + 1}.xml"


def with_cell(data: bytes, sheet: str, cell: str, inside: str, kind: str = "", style: int | None = None) -> bytes:
    """The workbook with what a cell holds (its <f>, <v>, <is>), its type and perhaps its style replaced."""
    found = 0

    def change(xml: bytes) -> bytes:
        def replaced(old: re.Match[str]) -> str:
            nonlocal found
            if old[1] + old[2] != cell:
                return old[0]
            found += 1
            kept = re.search(r' s="(\d+)"', old[3])
            number = style if style is not None else kept and int(kept[1])
            styled = "" if number is None else f' s="{number}"'
            return f'<c r="{cell}"{styled}{f" t={chr(34)}{kind}{chr(34)}" if kind else ""}>{inside}</c>'

        return _CELL.sub(replaced, xml.decode()).encode()

    changed = with_part(data, part_of(data, sheet), change)
    assert found == 1, f"{sheet}!{cell} stands {found} times"
    return changed


def with_style(data: bytes, number_format: int) -> tuple[bytes, int]:
    """(the workbook with one more cell style of a built-in number format, which no part declares; its number)."""
    style = 0

    def change(xml: bytes) -> bytes:
        nonlocal style
        whole = xml.decode()
        found = re.search(r'<cellXfs count="(\d+)"[^>]*>(.*?)</cellXfs>', whole, re.S)
        assert found
        style = int(found[1])
        more = f'<xf numFmtId="{number_format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        return (whole[: found.start()] + f'<cellXfs count="{style + 1}">{found[2]}{more}</cellXfs>' + whole[found.end():]).encode()

    return with_part(data, "xl/styles.xml", change), style


def add_cells(data: bytes, sheet: str, rows: str) -> bytes:
    """The workbook with rows of XML added below the last row of a sheet."""
    part = part_of(data, sheet)
    return with_part(data, part, lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))


def of_1904(data: bytes) -> bytes:
    """The workbook saying that its days are counted from 1904, as old Macs did."""
    def change(xml: bytes) -> bytes:
        assert b"<workbookPr" in xml
        return re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', xml, count=1)

    return with_part(data, "xl/workbook.xml", change)


def hidden_stamp_only(data: bytes) -> bytes:
    """Only the hidden sheet says what the book is."""
    return _less(data, properties=True, name=True)


def named_stamp_only(data: bytes) -> bytes:
    """Only the defined name says what the book is."""
    stamp = open_book(data).stamp
    assert stamp is not None
    quoted = '"' + stamp.text().replace('"', '""') + '"'
    return edited(without_any_stamp(data), lambda book: book.defined_names.add(DefinedName(STAMP_NAME, attr_text=quoted)))


def property_stamp_only(data: bytes) -> bytes:
    """Only the document's properties say what the book is."""
    return _less(data, name=True, sheet=True)


def without_any_stamp(data: bytes) -> bytes:
    """Nothing but titles and headers says what the book is."""
    return _less(data, properties=True, name=True, sheet=True)


def _less(data: bytes, properties: bool = False, name: bool = False, sheet: bool = False) -> bytes:
    def change(book) -> None:
        if properties:
            for title in list(book.custom_doc_props.names):
                del book.custom_doc_props[title]
        if name:
            book.defined_names.pop(STAMP_NAME, None)
        if sheet:
            book.remove(book["列表"])

    return edited(data, change)


def _of_data(xml: str, change: Change) -> str:
    """The sheet with what stands inside <sheetData> changed."""
    return re.sub(r"(<sheetData>)(.*)(</sheetData>)", lambda found: found[1] + change(found[2]) + found[3], xml, flags=re.S)


# name → the same workbook, spelled so in all its sheets
SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "strict Open XML": strict,
    "prefixed": partial(respelled, prefixed),
    "single quotes": partial(respelled, single_quoted),
    "pretty-printed": partial(respelled, pretty_printed),
    "rows upside down": partial(respelled, rows_upside_down),
    "cells backwards": partial(respelled, cells_backwards),
    "no addresses": partial(respelled, without_addresses),
    "texts in runs": partial(respelled, in_runs),
    "shared strings": in_shared_strings,
    "macros": as_macro_book,
    "dimension A1": partial(respelled, partial(with_dimension, "A1")),
    "dimension A1:XFD2": partial(respelled, partial(with_dimension, "A1:XFD2")),
    "dimension A1:XFD1048576": partial(respelled, partial(with_dimension, "A1:XFD1048576")),
    "dimension wrong": partial(respelled, partial(with_dimension, "C3:B2")),
    "no dimension": partial(respelled, partial(with_dimension, None)),
}
