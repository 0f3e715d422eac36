"""Books of .ods, .xlsb and .xls damaged at random. One seed, one damage."""

from __future__ import annotations

import random
import re
import struct
from xml.etree import ElementTree

from tests.support.binary_books import record
from tests.support.workbook_parts import parts_of, zipped

_TAG = re.compile(r"<[^<>]*>")
_CELLS = range(1, 12)


def damaged(data: bytes, ending: str, seed: int) -> tuple[str, bytes]:
    """(what was done, the book) for the damage with this number."""
    dice = random.Random(seed)
    kinds = {"ods": (_bytes, _bytes, _directory, _parts, _markup, _markup, _renamed), "xlsb": (_bytes, _bytes, _directory, _parts, _records, _records),
             "xls": (_bytes, _sectors)}[ending]
    return dice.choice(kinds)(data, dice)


def _bytes(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """Some bytes are gone, others, zero, or stand twice."""
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.choice((1, 16, 500, 5_000)))
    how = dice.choice(("flipped", "zeroed", "cut out", "doubled", "noise", "cut off", "cut off before"))
    piece, before, after = data[start:end], data[:start], data[end:]
    changed = {
        "flipped": before + bytes([data[start] ^ 1 << dice.randrange(8)]) + data[start + 1 :], "zeroed": before + bytes(len(piece)) + after,
        "cut out": before + after, "doubled": before + 2 * piece + after, "noise": before + dice.randbytes(len(piece)) + after, "cut off": before,
        "cut off before": data[start:],
    }[how]
    return f"bytes {start}–{end} {how}", changed


def _sectors(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """Two sectors of a disk have changed places, or one is empty or another's copy."""
    one, other = (512 * dice.randrange(len(data) // 512) for _ in range(2))
    how = dice.choice(("swapped", "copied", "emptied"))
    wrong = bytearray(data)
    wrong[one : one + 512] = bytes(512) if how == "emptied" else data[other : other + 512]
    if how == "swapped":
        wrong[other : other + 512] = data[one : one + 512]
    return f"sectors at {one} and {other} {how}", bytes(wrong)


def _directory(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    mark, size = dice.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
    start = dice.choice([found.start() for found in re.finditer(re.escape(mark), data)])
    at = start + dice.randrange(4, size, 2)
    wrong = bytearray(data)
    struct.pack_into("<H", wrong, at, dice.choice((0, 1, 8, 12, 0xFFFF, dice.randrange(65536))))
    return f"{mark[2:].hex()} at {at - start}", bytes(wrong)


def _parts(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    parts = parts_of(data)
    name, other = dice.choice(sorted(parts)), dice.choice(sorted(parts))
    how = dice.choice(("removed", "renamed", "swapped", "emptied", "cut short"))
    content = parts.pop(name)
    if how == "renamed":
        parts[f"{name}x"] = content
    elif how == "swapped":
        parts[name] = parts.get(other, content)
    elif how != "removed":
        parts[name] = content[: 0 if how == "emptied" else dice.randrange(len(content) + 1)]
    return f"{name} {how} ({other})", zipped(parts)


def _markup(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """A tag is gone or stands twice, or some characters are gone, so that it is no XML any more."""
    parts = parts_of(data)
    xml = parts["content.xml"].decode()
    tags = list(_TAG.finditer(xml))
    while True:
        found = dice.choice(tags)
        what, width = dice.choice(("", found[0] * 2)), dice.choice((0, 1, 10, 100))
        changed = xml[: found.start()] + what + xml[found.end() + width :]
        try:
            ElementTree.fromstring(changed)
        except ElementTree.ParseError:
            return f"{found[0][:50]} → {what[:50]} and {width} gone", zipped(parts | {"content.xml": changed.encode()})


def _renamed(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """An element of another name: what it held is there, and is nothing that a sheet holds."""
    parts = parts_of(data)
    xml = parts["content.xml"].decode()
    name = dice.choice(("text:p", "table:table-cell", "table:table-row"))
    found = dice.choice([one for one in re.finditer(rf"<{name}(?: [^>]*[^/])?>.*?</{name}>", xml, re.S) if re.search(">[^<]", one[0])])
    new = re.sub(rf"^<{name}|</{name}>$", lambda tag: tag[0].replace(name, f"{name}q"), found[0])
    return f"{found[0][:60]} renamed", zipped(parts | {"content.xml": (xml[: found.start()] + new + xml[found.end() :]).encode()})


def _records(data: bytes, dice: random.Random) -> tuple[str, bytes]:
    """A record of a sheet stands twice or is cut short, its length is another, or the end of the cells is gone."""
    parts = parts_of(data)
    name = dice.choice([part for part in sorted(parts) if "sheet" in part])
    found = list(_taken_apart(parts[name]))
    how = dice.choice(("doubled", "cut short", "longer", "no end", "no beginning", "torn"))
    at = dice.choice([number for number, (kind, _) in enumerate(found) if kind in _CELLS])
    kind, body = found[at]
    spelled = [record(*one) for one in found]
    if how in ("no end", "no beginning"):
        spelled = [record(*one) for one in found if one[0] != {"no end": 146, "no beginning": 145}[how]]
    else:
        spelled[at] = {"doubled": 2 * spelled[at], "cut short": record(kind, body[: dice.randrange(8)]), "longer": spelled[at][:1] + b"\x7f" + spelled[at][2:],
                       "torn": spelled[at][: dice.randrange(1, len(spelled[at]))]}[how]
    return f"{name}: record {kind} at {at} {how}", zipped(parts | {name: b"".join(spelled)})


def _taken_apart(part: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(part):
        kind, at = (part[at], at + 1) if part[at] < 128 else (part[at] & 127 | part[at + 1] << 7, at + 2)
        size = shift = 0
        while True:
            size, shift, at = size | (part[at] & 127) << shift, shift + 7, at + 1
            if part[at - 1] < 128:
                break
        found.append((kind, part[at : at + size]))
        at += size
    return found
