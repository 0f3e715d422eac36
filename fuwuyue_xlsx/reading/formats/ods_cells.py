"""What one cell of an OpenDocument sheet holds: a value of the type that it names, or the text that it shows."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
PARAGRAPH, NOTE = f"{TEXT}p", f"{OFFICE}annotation"
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")
_WHITE = re.compile(r"[ \t\r\n]+")
# stands for a blank that is meant, while white space between words is drawn together
_BLANK = "\ue000"


def check(cell: ElementTree.Element) -> None:
    """Raise ValueError for a text that stands in a cell and in none of its paragraphs, notes and pictures: nothing reads it."""
    loose = [cell.text, *(part.tail for part in cell)]
    loose += [text for part in cell if part.tag not in (PARAGRAPH, NOTE) and not part.tag.startswith((DRAW, TABLE)) for text in part.itertext()]
    if any((text or "").strip() for text in loose):
        raise ValueError("a text outside the paragraphs")


def value_of(cell: ElementTree.Element, text: str | None) -> tuple[str | None, Any]:
    """(the type a cell says it has, its value): of that type, else the text that it shows; None where there is neither."""
    kind = cell.get(f"{OFFICE}value-type")
    stored = cell.get(f"{OFFICE}{_STORED.get(kind or '', 'value')}")
    if kind == "string":
        return kind, (text or "") if stored is None else stored
    if kind is None or stored is None:
        return kind, text
    value = _READ[kind](stored.strip()) if kind in _READ else None
    return kind, value if value is not None else text or stored


def _number(stored: str) -> float | None:
    try:
        value = float(stored)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _moment(stored: str) -> dt.date | dt.datetime | None:
    """A day without a time is a day."""
    try:
        moment = dt.datetime.fromisoformat(stored)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return None
    return moment if "T" in stored else moment.date()


def _time(stored: str) -> dt.time | None:
    match = _DURATION.fullmatch(stored)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3]) > 59:
        return None
    return dt.time(int(match[1]), int(match[2]), int(match[3]), int((match[4] or "0").ljust(6, "0")[:6]))


# the attributes that hold a value by its type, and how they are read; a text stands in paragraphs besides
_STORED = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
_READ: dict[str, Callable[[str], Any]] = {"float": _number, "percentage": _number, "currency": _number, "date": _moment,
                                          "time": _time, "boolean": {"true": True, "false": False}.get}


def text_of(paragraph: ElementTree.Element) -> str:
    """A paragraph as it is seen: its blanks, tabs and line breaks, but not the notes within; other white space parts words."""
    return _WHITE.sub(" ", _pieces(paragraph)).strip(" ").replace(_BLANK, " ").replace("\ue001", "\t").replace("\ue002", "\n")


def _pieces(part: ElementTree.Element) -> str:
    if part.tag == f"{TEXT}s":
        return _BLANK * int(part.get(f"{TEXT}c", "1"))
    own = {f"{TEXT}tab": "\ue001", f"{TEXT}line-break": "\ue002"}.get(part.tag, part.text or "")
    return own + "".join((_pieces(inner) if inner.tag != NOTE else "") + (inner.tail or "") for inner in part)
