"""One raw value read through its field, and the findings about it at its cell."""

from __future__ import annotations

import math
from typing import Any

from fuwuyue_xlsx.basics.cell_values import CellError, UnvaluedFormula, shown
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.schema.declarations import EXAMPLE_MARK, Field
from fuwuyue_xlsx.schema.field_kinds import LONGEST_EXACT, Reading

_PICTURE = "DISPIMG("


def read_value(field_: Field, raw: Any) -> Reading:
    """A raw value through its field's kind; an error value is never a blank."""
    code = doubt_of(raw)
    if code:
        return Reading(None, (finding(code, value=shown(raw)[:60], words=field_.kind.words),))
    return field_.kind.read(raw)


def doubt_of(raw: Any) -> str | None:
    """The code for a cell that shows no value of its own, whatever its field asks for; None for an ordinary one."""
    if isinstance(raw, UnvaluedFormula):
        return "picture-value" if _PICTURE in raw.upper() else "formula-unvalued"
    if isinstance(raw, CellError):
        return "error-value"
    if isinstance(raw, str):
        if raw.startswith("=") and _PICTURE in raw.upper():
            return "picture-value"
        return "example-left" if is_marked(raw) else None
    if isinstance(raw, float) and not math.isfinite(raw):
        return "error-value"
    digits = isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) >= LONGEST_EXACT
    return "digits-lost" if digits else None


def findings_of(field_: Field, reading: Reading, place: Place) -> list[Finding]:
    """The findings of a reading at its cell; where the field decides nothing, as warnings."""
    placed = [one.at(place, title=field_.title) for one in reading.findings]
    return placed if field_.decides else [one.as_warning() for one in placed]


def empty_finding(field_: Field, place: Place) -> Finding:
    """The finding that a required field is empty."""
    empty = finding("required-empty", place, title=field_.title, words=field_.kind.words or "内容")
    return empty if field_.decides else empty.as_warning()


def is_marked(raw: Any) -> bool:
    """Whether a text begins with the example's mark."""
    return isinstance(raw, str) and EXAMPLE_MARK[0] in raw and key(raw).startswith(key(EXAMPLE_MARK))
