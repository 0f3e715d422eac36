"""Workbooks damaged at random: their bytes, their zip directory, their XML, their values. One seed, one damage."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

Cell = tuple[str, int]  # (sheet, row)
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'(?<=[\s])([\w:]+)="([^"]*)"')
_TEXT = re.compile(r"<(?:v|t)(?: [^>]*)?>([^<]+)</(?:v|t)>")
_WHOLE = re.compile(r'<c r="[A-Z]+\d+"[^>]*?(?:/>|>.*?</c>)|<row r="\d+".*?</row>', re.S)
NUMBERS = ("0", "-1", "1", "99", "1E+308", "-1E+308", "1E+999", "NaN", "1e-320", "9" * 30, "0.5", "2017", "43070", "十二", "", "TRUE", "#REF!")
TEXTS = ("", " ", "\u200b", "无", "电工组", "甲科", "同意", "示例：王某", "#DIV/0!", "=1+1", "编号", "x" * 40_000, "&amp;lt;", "\ud83d\ude00", "属实")
ATTRIBUTES = ("", "0", "1", "-1", "99999", "2147483648", "rId1", "rId999", "A1", "B4", "C5", "XFD1048576", "AAAA1", "A0", "Z700000", "e", "s", "b", "n", "d",
              "str", "inlineStr", "x", "科室信息", "xl/worksheets/sheet1.xml", "worksheets/sheet2.xml", "/etc/passwd", "../../x", "UTF-16")


@dataclass(frozen=True)
class Damage:
    """A damaged book. `touched` is the (sheet, row) of the only value that was changed into another ordinary one, or that
    was emptied; None: the damage is in the structure, and nothing may come of it unsaid. `kept`: what was touched still
    stands there, and may not be passed over unsaid."""

    name: str
    data: bytes
    touched: Cell | None = None
    kept: bool = False


def damage(data: bytes, seed: int) -> Damage:
    """The damage with this number."""
    dice = random.Random(seed)
    make = dice.choice(_KINDS)
    return make(data, dice)


# ---- bytes

def _flipped(data: bytes, dice: random.Random) -> Damage:
    wrong = bytearray(_stored(data) if dice.random() < 0.5 else data)
    count = dice.choice((1, 1, 2, 8, 64))
    for _ in range(count):
        wrong[dice.randrange(len(wrong))] ^= 1 << dice.randrange(8)
    return Damage(f"{count} bits flipped", bytes(wrong))


def _range_changed(data: bytes, dice: random.Random) -> Damage:
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice((1, 16, 500, 5_000)))
    how = dice.choice(("zeroed", "cut out", "doubled", "noise", "cut off", "cut off before"))
    piece = data[start:end]
    changed = {
        "zeroed": data[:start] + bytes(end - start) + data[end:], "cut out": data[:start] + data[end:], "doubled": data[:end] + piece + data[end:],
        "noise": data[:start] + dice.randbytes(end - start) + data[end:], "cut off": data[:start], "cut off before": data[start:],
    }[how]
    return Damage(f"bytes {start}–{end} {how}", changed)


def _directory_changed(data: bytes, dice: random.Random) -> Damage:
    """A field of a local header, of the central directory or of the end record says something else."""
    mark, size = dice.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    places = [found.start() for found in re.finditer(re.escape(mark), data)]
    start = dice.choice(places)
    at = start + dice.randrange(4, size, 2)
    wrong = bytearray(data)
    struct.pack_into("<H", wrong, at, dice.choice((0, 1, 8, 12, 0xFFFF, dice.randrange(65536))))
    return Damage(f"{mark[2:].hex()} at {at - start}", bytes(wrong))


# ---- parts

def _parts_changed(data: bytes, dice: random.Random) -> Damage:
    parts = list(parts_of(data))
    one, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    name, content = parts[one]
    how = dice.choice(("removed", "renamed", "swapped", "doubled", "emptied", "cut short", "lower case", "two copies"))
    if how == "removed":
        del parts[one]
    elif how == "renamed":
        parts[one] = (name + "x", content)
    elif how == "swapped":
        parts[one], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    elif how == "doubled":
        parts.append((name.replace(".xml", "_.xml"), content))
    elif how == "two copies":
        parts.append((name, parts[other][1]))
    elif how == "lower case":
        parts[one] = (name.upper(), content)
    else:
        parts[one] = (name, content[: 0 if how == "emptied" else dice.randrange(len(content) + 1)])
    return Damage(f"{name} {how} ({parts[other % len(parts)][0]})", _packed(parts))


# ---- markup

def _tag_changed(data: bytes, dice: random.Random) -> Damage:
    """A tag is gone, stands twice, or has another name."""
    part, xml = _some_part(data, dice)
    found = dice.choice(list(_TAG.finditer(xml)))
    how = dice.choice(("removed", "doubled", "renamed"))
    new = {"removed": "", "doubled": found[0] * 2, "renamed": re.sub(r"(\w)", r"\1q", found[0], count=1)}[how]
    return Damage(f"{part}: {found[0][:60]} {how}", _with(data, part, xml[: found.start()] + new + xml[found.end():]))


def _attribute_changed(data: bytes, dice: random.Random) -> Damage:
    part, xml = _some_part(data, dice)
    places = list(_ATTRIBUTE.finditer(xml))
    wanted = dice.choice(sorted({found[1] for found in places}))
    found = dice.choice([found for found in places if found[1] == wanted])
    others = [found[2] for found in places if found[1] == wanted]
    value = dice.choice((dice.choice(ATTRIBUTES), dice.choice(others)))
    changed = f'{found[1]}="{value}"' if dice.random() < 0.9 else ""
    return Damage(f"{part}: {found[0]} → {changed}", _with(data, part, xml[: found.start()] + changed + xml[found.end():]))


def _slice_gone(data: bytes, dice: random.Random) -> Damage:
    """Some characters of the markup are gone."""
    part, xml = _some_part(data, dice)
    start = dice.choice([found.start() for found in _TAG.finditer(xml)])
    end = start + dice.choice((1, 2, 10, 100, 1_000))
    changed = xml[:start] + xml[end:]
    if _is_whole(changed):  # it took whole elements away; see _cell_gone
        return _tag_changed(data, dice)
    return Damage(f"{part}: {xml[start:end][:60]} gone", _with(data, part, changed))


def _is_whole(xml: str) -> bool:
    try:
        ElementTree.fromstring(xml)
    except ElementTree.ParseError:
        return False
    return True


# ---- values

def _value_changed(data: bytes, dice: random.Random) -> Damage:
    """What stands in a cell becomes something else that could stand there."""
    part, xml = _some_sheet(data, dice)
    found = dice.choice(list(_TEXT.finditer(xml)))
    old = found[1]
    digit = old[: -1] + dice.choice("0123456789")
    number = old.replace(".", "", 1).replace("-", "").isdigit()
    new = dice.choice((digit, dice.choice(NUMBERS if number else TEXTS), dice.choice(list(_TEXT.finditer(xml)))[1] if not number else digit))
    changed = xml[: found.start(1)] + new + xml[found.end(1):]
    return Damage(f"{part}: {old[:30]} → {new[:30]}", _with(data, part, changed), _cell_at(data, part, xml, found.start()))


def _cell_gone(data: bytes, dice: random.Random) -> Damage:
    """A cell or a row is gone."""
    part, xml = _some_sheet(data, dice)
    found = dice.choice(list(_WHOLE.finditer(xml)))
    touched = _cell_at(data, part, xml, found.start() + 1)
    return Damage(f"{part}: {found[0][:40]} gone", _with(data, part, xml[: found.start()] + xml[found.end():]), touched)


def _element_renamed(data: bytes, dice: random.Random) -> Damage:
    """An element of another name, so that the markup stays well-formed: what it held is there and is not a value any more."""
    part, xml = _some_sheet(data, dice)
    name = dice.choice(("v", "t", "is", "c", "row", "sheetData", "f"))
    places = list(re.finditer(rf"<{name}(?: [^>]*[^/])?>.*?</{name}>", xml, re.S))
    if not places:
        return _cell_gone(data, dice)
    found = dice.choice(places)
    new = re.sub(rf"^<{name}|</{name}>$", lambda tag: tag[0].replace(name, name + "q"), found[0])
    touched = None if name == "sheetData" else _cell_at(data, part, xml, found.start())
    return Damage(f"{part}: {found[0][:60]} renamed", _with(data, part, xml[: found.start()] + new + xml[found.end():]), touched)


def _kind_of_cell_changed(data: bytes, dice: random.Random) -> Damage:
    """A cell says that it holds something of another kind, or stands elsewhere, or looks otherwise."""
    part, xml = _some_sheet(data, dice)
    name = dice.choice(("t", "t", "r", "s"))
    places = list(re.finditer(rf'<c [^>]*?\b{name}="([^"]*)"[^>]*>', xml))
    if not places:
        return _cell_gone(data, dice)
    found = dice.choice(places)
    others = {"t": ("n", "e", "s", "b", "d", "str", "inlineStr", "x", ""), "s": ("0", "1", "5", "12", "20", "25", "999"),
              "r": ("A1", "H30", "Z700000", "XFD1048576", "AAAA1", "A0", "1A", "")}  # not where a person could have typed it
    value = dice.choice(others[name])
    changed = xml[: found.start(1)] + value + xml[found.end(1):]
    touched = _cell_at(data, part, xml, found.start()) if name == "t" else None
    return Damage(f"{part}: {found[0]} {name} → {value}", _with(data, part, changed), touched, kept=True)


_KINDS: tuple[Callable[[bytes, random.Random], Damage], ...] = (
    _flipped, _range_changed, _directory_changed, _parts_changed, _tag_changed, _attribute_changed, _attribute_changed, _slice_gone, _value_changed,
    _value_changed, _cell_gone, _element_renamed, _kind_of_cell_changed, _kind_of_cell_changed,
)


# ---- parts and back

@cache
def parts_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """(name, content) of every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return tuple((name, book.read(name)) for name in book.namelist())


@cache
def _stored(data: bytes) -> bytes:
    return _packed(list(parts_of(data)))


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    """The parts as a book, not compressed: quick, and every checksum right."""
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as book:
        warnings.simplefilter("ignore")
        for name, content in parts:
            book.writestr(name, content)
    return buffer.getvalue()


def _with(data: bytes, part: str, xml: str) -> bytes:
    return _packed([(name, xml.encode("utf-8", "surrogatepass") if name == part else content) for name, content in parts_of(data)])


def _some_part(data: bytes, dice: random.Random) -> tuple[str, str]:
    """A part of markup: a sheet in two of three."""
    parts = dict(parts_of(data))
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    others = [name for name in parts if name.endswith((".xml", ".rels")) and name not in sheets]
    name = dice.choice(sheets if dice.random() < 2 / 3 else others)
    return name, parts[name].decode()


def _some_sheet(data: bytes, dice: random.Random) -> tuple[str, str]:
    parts = dict(parts_of(data))
    name = dice.choice([name for name in parts if name.startswith("xl/worksheets/sheet") and re.search(b"<[tv]>", parts[name])])
    return name, parts[name].decode()


def _cell_at(data: bytes, part: str, xml: str, at: int) -> Cell:
    """(title of the sheet, row) of the cell in which a place of the markup lies."""
    titles = re.findall(r'<sheet [^>]*?name="([^"]*)"', dict(parts_of(data))["xl/workbook.xml"].decode())
    number = int(re.findall(r"\d+", part)[-1])
    rows = re.findall(r'<(?:row r="|c r="[A-Z]+)(\d+)"', xml[: xml.index(">", at)])
    return unescape(titles[number - 1]), int(rows[-1])
