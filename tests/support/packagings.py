"""The same workbook in other packages: how its parts are called, where they lie, how they are zipped, what lies beside them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from functools import partial

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.support.altered_books import edited
from tests.support.respelled_books import SPELLINGS, is_sheet, respelled, with_dimension
from tests.support.workbook_parts import TYPES, parts_of, repacked, with_new_parts, with_part, zipped

Packaging = Callable[[bytes], bytes]
_MAIN, _LINKS, _KINDS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
_BINARY = "http://schemas.microsoft.com/office/excel/2006/main"


# ---- the archive

class _OneWay(io.RawIOBase):
    """A stream that cannot go back, so that sizes stand behind the parts."""

    def __init__(self) -> None:
        self.kept = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def, override]
        return self.kept.write(data)


def streamed(data: bytes) -> bytes:
    """With data descriptors, as programs write that send a book while they make it."""
    stream = _OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts_of(data).items():
            book.writestr(name, part)
    return stream.kept.getvalue()


def large_fields(data: bytes) -> bytes:
    """With the fields of zip64, which some libraries always write."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts_of(data).items():
            with book.open(name, "w", force_zip64=True) as entry:
                entry.write(part)
    return buffer.getvalue()


def with_folders(data: bytes) -> bytes:
    """With an entry for each folder, and a remark at the end."""
    buffer = io.BytesIO(zipped({f"{folder}/": b"" for folder in ("xl", "_rels", "docProps", "xl/worksheets")} | parts_of(data)))
    with zipfile.ZipFile(buffer, "a") as book:
        book.comment = "教务处".encode("gb18030")
    return buffer.getvalue()


def from_the_end(data: bytes) -> bytes:
    """The parts in the other order."""
    return zipped(dict(reversed(parts_of(data).items())))


def called(change: Callable[[str], str], data: bytes) -> bytes:
    """The parts under other names, of which the relations say nothing."""
    return zipped({change(name): part for name, part in parts_of(data).items()})


# ---- the relations

def moved(where: Callable[[str], str], data: bytes) -> bytes:
    """Parts at other places; relations and content types follow, with targets from the top."""
    parts, moves = parts_of(data), {}
    for name in parts:
        if "_rels/" not in name and name != _KINDS:
            moves[name] = where(name)
    changed: dict[str, bytes] = {}
    for name, part in parts.items():
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            source = posixpath.normpath(posixpath.join(folder, "..", file.removesuffix(".rels")))
            changed[_relations_of(moves.get(source, source))] = _with_targets(part, posixpath.dirname(source), moves)
        elif name == _KINDS:
            changed[name] = re.sub(rb'PartName="/([^"]*)"', lambda found: f'PartName="/{moves[found[1].decode()]}"'.encode(), part)
        else:
            changed[moves[name]] = part
    return zipped(changed)


def _relations_of(source: str) -> str:
    folder, file = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _with_targets(part: bytes, folder: str, moves: dict[str, str]) -> bytes:
    def target(found: re.Match[bytes]) -> bytes:
        old = found[1].decode()
        meant = old.lstrip("/") if old.startswith("/") else posixpath.normpath(posixpath.join(folder, old))
        return f'Target="/{moves.get(meant, meant)}"'.encode()

    return re.sub(rb'Target="([^"]*)"', target, part)


def links(change: Callable[[str], str], data: bytes) -> bytes:
    """The targets of the workbook's relations spelled otherwise: each is given from the workbook's folder."""
    def spelled(found: re.Match[bytes]) -> bytes:
        old = found[1].decode()
        return f'Target="{change(old.removeprefix("/xl/"))}"'.encode()

    return with_part(data, _LINKS, lambda part: re.sub(rb'Target="([^"]*)"', spelled, part))


def _without(part: str, data: bytes) -> bytes:
    assert part in parts_of(data)
    return repacked(data, lambda name, content: None if name == part else content)


def typeless(data: bytes) -> bytes:
    """Every part is said to be a stream of bytes."""
    return with_part(data, _KINDS, lambda part: re.sub(rb'ContentType="[^"]*"', b'ContentType="application/octet-stream"', part))


# ---- what lies beside

def with_sheet(kind: str, folder: str, content: bytes, data: bytes) -> bytes:
    """With a hidden sheet of another kind than a table of cells."""
    named = b'<sheet name="Extra" sheetId="99" state="veryHidden" r:id="rId99" xmlns:r="' + TYPES.encode() + b'"/></sheets>'
    link = f'<Relationship Id="rId99" Type="{kind}" Target="{folder}/sheet1.xml"/></Relationships>'.encode()
    data = with_part(data, _MAIN, lambda part: part.replace(b"</sheets>", named))
    return with_new_parts(with_part(data, _LINKS, lambda part: part.replace(b"</Relationships>", link)), {f"xl/{folder}/sheet1.xml": content})


def beside(data: bytes) -> bytes:
    """With parts that nobody needs, none of which is in order."""
    return with_new_parts(data, {"customXml/item1.xml": b"<!DOCTYPE a><a", "xl/externalLinks/externalLink1.xml": b"<x", "xl/media/image1.png": bytes(9_000),
                                 "xl/printerSettings/printerSettings1.bin": b"\xff", "xl/calcChain.xml": b"<calcChain><c", "xl/theme/theme9.xml": b"&"})


def much_beside(data: bytes) -> bytes:
    """With pictures that unpack to more than a form may."""
    return with_new_parts(data, {f"xl/media/image{number}.bmp": bytes(75_000_000) for number in range(3)})


# ---- the markup

def _with_declaration(change: Callable[[bytes], bytes], data: bytes) -> bytes:
    return repacked(data, lambda name, part: change(part) if is_sheet(name) else part)


def commented(xml: str) -> str:
    """Remarks between the cells, and within values."""
    return xml.replace("<v>", "<!-- x --><v><!-- y -->").replace("</row>", "</row><!-- z -->")


def in_cdata(xml: str) -> str:
    """Every value as it stands, whatever characters it has."""
    return re.sub(r"<v>([^<&]+)</v>", r"<v><![CDATA[\1]]></v>", xml)


def sounded(xml: str) -> str:
    """Every text with how it is pronounced, as Japanese programs keep it."""
    return xml.replace("</t></is>", '</t><rPh sb="0" eb="1"><t>ヨミ</t></rPh><phoneticPr fontId="1"/></is>')


def small_letters(xml: str) -> str:
    """a1 for A1."""
    return re.sub(r'<c r="([A-Z]+)', lambda found: f'<c r="{found[1].lower()}', xml)


def without_row_numbers(xml: str) -> str:
    """Only the cells say where they are."""
    return re.sub(r'<row r="\d+"', "<row", xml)


def further_attributes(xml: str) -> str:
    """What later programs add to rows, cells and the sheet."""
    return re.sub(r"<row ", '<row x14ac:dyDescent="0.25" ', xml).replace("<worksheet ", '<worksheet xmlns:x14ac="http://x14ac" ').replace("<c ", '<c cm="1" ')


def days_of_1904(workbook) -> None:  # type: ignore[no-untyped-def]
    """Days are counted as on old Macs."""
    workbook.epoch = CALENDAR_MAC_1904


def iso_days(workbook) -> None:  # type: ignore[no-untyped-def]
    """Days are written as texts of a type of their own."""
    workbook.iso_dates = True


PACKAGINGS: dict[str, Packaging] = SPELLINGS | {
    "stored": lambda data: repacked(data, lambda _, part: part, zipfile.ZIP_STORED),
    "streamed": streamed, "zip64": large_fields, "folders": with_folders, "from the end": from_the_end,
    "backslashes": partial(called, lambda name: name.replace("/", "\\")),
    "leading slash": partial(called, lambda name: f"/{name}"),
    "leading ./": partial(called, lambda name: f"./{name}"),
    "capitals": partial(called, str.upper),
    "small letters": partial(called, str.lower),
    "XL": partial(called, lambda name: name.replace("xl/", "XL/")),
    "backslashes and capitals": partial(called, lambda name: name.replace("/", "\\").upper()),
    "main part renamed": partial(moved, lambda name: name.replace("workbook.xml", "workbook22.xml")),
    "main part at the top": partial(moved, lambda name: "book.xml" if name == _MAIN else name),
    "other folder": partial(moved, lambda name: name.replace("xl/", "数据/")),
    "sheets elsewhere": partial(moved, lambda name: name.replace("xl/worksheets/sheet", "pages/p")),
    "tables elsewhere": partial(moved, lambda name: name.replace("xl/styles", "look/s").replace("xl/sharedStrings", "text/t")),
    "targets from the top": partial(links, lambda target: f"/xl/{target}"),
    "targets up and down": partial(links, lambda target: f"../xl/./{target}"),
    "targets with backslashes": partial(links, lambda target: target.replace("/", "\\")),
    "targets in capitals": partial(links, str.upper),
    "targets spelled out": partial(links, lambda target: target.replace("sheet", "%73heet")),
    "targets that forget the top": partial(links, lambda target: f"xl/{target}"),
    "no content types": partial(_without, _KINDS), "no content type fits": typeless, "no root relations": partial(_without, "_rels/.rels"),
    "macro sheet": partial(with_sheet, _MACROS, "macrosheets", f'<xm:macrosheet xmlns:xm="{_BINARY}"><sheetData/></xm:macrosheet>'.encode()),
    "broken macro sheet": partial(with_sheet, _MACROS, "macrosheets", b"<xm:macrosheet"),
    "dialog sheet": partial(with_sheet, f"{TYPES}/dialogsheet", "dialogsheets", b"<dialogsheet/>"),
    "chart sheet": partial(with_sheet, f"{TYPES}/chartsheet", "chartsheets", b"<chartsheet/>"),
    "broken parts beside": beside, "200 MB of pictures": much_beside,
    "dimension A0": partial(respelled, partial(with_dimension, "A0:F8")),
    "dimension of a word": partial(respelled, partial(with_dimension, "x")),
    "dimension beyond": partial(respelled, partial(with_dimension, "ZZZ1:ZZZZ99999999")),
    "dimension empty": partial(respelled, lambda xml: re.sub(r"<dimension [^>]*>", "<dimension></dimension>", xml)),
    "UTF-8 with its mark": partial(_with_declaration, lambda part: b"\xef\xbb\xbf" + part),
    "UTF-16": partial(_with_declaration, lambda part: re.sub(r"^<\?xml[^>]*\?>\s*", "", part.decode()).encode("utf-16")),
    "comments": partial(respelled, commented), "CDATA": partial(respelled, in_cdata), "pronounced": partial(respelled, sounded),
    "references in small letters": partial(respelled, small_letters), "rows without numbers": partial(respelled, without_row_numbers),
    "further attributes": partial(respelled, further_attributes),
    "openpyxl": lambda data: edited(data, lambda workbook: None),
    "1904": lambda data: edited(data, days_of_1904), "days as texts": lambda data: edited(data, iso_days),
}
