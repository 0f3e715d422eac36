"""What the styles of an Open XML book say of its cells: percentages (0.85 is 85, not 0.85), and texts crossed out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.etree.ElementTree import Element

from fuwuyue_xlsx.reading.archive import Archive, local_name, parsed
from fuwuyue_xlsx.reading.formats.package import Package
from fuwuyue_xlsx.reading.formats.xlsx_parts import whole_number

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# number formats that books do not spell out: percentages, and those with seconds
BUILT_IN = {9: "0%", 10: "0.00%", 21: "h:mm:ss"}


@dataclass(frozen=True)
class Styles:
    """Numbers of the cell styles that show a percentage, the seconds of a moment, or nothing at all, or are crossed out, and of shared
    texts with a part crossed out.
    """

    percents: frozenset[int] = frozenset()
    seconds: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    struck_texts: frozenset[int] = frozenset()


def styles_of(archive: Archive, package: Package) -> Styles:
    """What the styles of a book say; nothing where they cannot be read."""
    styles = _cell_styles(archive.read(package.styles)) if package.styles else Styles()
    texts = archive.read(package.texts) if package.texts else b""
    return replace(styles, struck_texts=_struck_texts(archive.xml(package.texts))) if b"strike" in texts.replace(b"\0", b"") else styles


@lru_cache(maxsize=32)
def _cell_styles(part: bytes) -> Styles:
    """The books of one template have the same styles."""
    root = parsed(part)
    if root is None:
        return Styles()
    formats = {whole_number(e.get("numFmtId")): e.get("formatCode", "") for e in root.iter() if local_name(e) == "numFmt"}
    fonts = {number for number, font in enumerate(_children(root, "fonts")) if is_struck(font)}
    crosses = _children(root, "cellXfs")
    codes = [(BUILT_IN | formats).get(whole_number(cross.get("numFmtId")), "") for cross in crosses]
    struck = frozenset(index for index, cross in enumerate(crosses) if whole_number(cross.get("fontId")) in fonts)
    return replace(styles_by(codes), struck=struck)


def styles_by(codes: Sequence[str]) -> Styles:
    """What cell styles of these number formats show."""
    def those(is_so: Callable[[str], bool]) -> frozenset[int]:
        return frozenset(index for index, code in enumerate(codes) if is_so(code))

    return Styles(those(is_percent), those(shows_seconds), those(shows_nothing))


def _children(root: Element, name: str) -> list[Element]:
    return list(next((entry for entry in root if local_name(entry) == name), ()))


def is_struck(element: Element) -> bool:
    """Whether a font, or a part of a text, is crossed out."""
    return any(local_name(part) == "strike" and part.get("val", "1") not in ("0", "false") for part in element.iter())


def _struck_texts(root: Element | None) -> frozenset[int]:
    texts = [entry for entry in root if local_name(entry) == "si"] if root is not None else []
    return frozenset(number for number, text in enumerate(texts) if is_struck(text))


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: 0.0% does; 0"%" and 0_% (a space as wide as %) do not."""
    return "%" in re.sub(r"[_*].", "", _LITERAL.sub("", code))


def shows_seconds(code: str) -> bool:
    """Whether a number format shows the seconds of a moment: yyyy-mm-dd h:mm:ss does; yyyy-mm-dd hh:mm and 0"s" do not."""
    return "s" in re.sub(r"[_*].", "", _LITERAL.sub("", code)).lower()


def shows_nothing(code: str) -> bool:
    """Whether a number format shows nothing at all, whatever stands in the cell: ;;;."""
    return re.fullmatch(r"\s*;\s*;\s*;\s*", code) is not None
