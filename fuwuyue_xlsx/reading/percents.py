"""Which cell styles show a percentage: 0.85 under such a style is 85, not 0.85."""

from __future__ import annotations

import re
from functools import lru_cache

from fuwuyue_xlsx.reading.archive import Archive, local_name, parsed
from fuwuyue_xlsx.reading.parts import whole_number

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_STYLES = "xl/styles.xml"


def percent_styles(archive: Archive) -> frozenset[int]:
    """The cell styles whose number format is a percentage."""
    return _percent_styles(archive.read(_STYLES)) if _STYLES in archive else frozenset()


@lru_cache(maxsize=32)
def _percent_styles(part: bytes) -> frozenset[int]:
    """The books of one template have the same styles."""
    root = parsed(part)
    if root is None:
        return frozenset()
    formats = {whole_number(e.get("numFmtId")): e.get("formatCode", "") for e in root.iter() if local_name(e) == "numFmt"}
    percent = {9, 10} | {number for number, code in formats.items() if is_percent(code)}
    crosses = next((e for e in root if local_name(e) == "cellXfs"), ())
    return frozenset(index for index, cross in enumerate(crosses) if whole_number(cross.get("numFmtId")) in percent)


def is_percent(code: str) -> bool:
    """Whether a number format shows a percentage: 0.0% does; 0"%" and 0_% (a space as wide as %) do not."""
    return "%" in re.sub(r"[_*].", "", _LITERAL.sub("", code))
