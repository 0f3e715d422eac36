"""How a kind of field looks and behaves in Excel: number format, alignment, validation."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Field
from fuwuyue_xlsx.schema.field_kinds import Kind
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Number, Score

EARLIEST_DAY, LATEST_DAY = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
LONGEST_TITLE, LONGEST_PROMPT, LONGEST_ERROR = 32, 255, 224


def number_format(kind: Kind) -> str:
    """The number format of a cell for a field of this kind. Free text, names and phone numbers get text cells (@)."""
    if isinstance(kind, Day):
        return "yyyy-mm-dd"
    if isinstance(kind, Moment):
        return "yyyy-mm-dd hh:mm"
    if isinstance(kind, (Number, Score, ItemPoints)):
        return "General"
    return "@"


def alignment(kind: Kind) -> str:
    """The horizontal alignment of a cell for a field of this kind: numbers, dates and choices are centred, text stands left."""
    short = isinstance(kind, (Day, Moment, Number, Score, ItemPoints, Choice))
    return "center" if short else "left"


def validation(field: Field, list_range: str | None) -> dict[str, Any]:
    """The data validation of a field, as xlsxwriter takes it: a rule where Excel can hold one, and in any case the prompt.

    `list_range` is the address of the dropdown's list, None for a field without one. Prompt and error message are cut to what
    Excel takes.
    """
    options: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    kind = field.kind
    if list_range:
        stop = "warning" if isinstance(kind, SeveralTeams) or field.chosen_from else "stop"
        options.update(validate="list", source=f"={list_range}", error_type=stop)
    elif isinstance(kind, (Day, Moment)):
        options.update(validate="date", criteria="between", minimum=EARLIEST_DAY, maximum=LATEST_DAY)
    elif isinstance(kind, Number):
        options.update(_bounds("integer" if kind.whole else "decimal", kind.minimum, kind.maximum))
    elif isinstance(kind, Score):
        options.update(_bounds("decimal", Decimal(0), kind.maximum))
    words = kind.words + (f"，例如 {kind.sample}" if isinstance(kind, (Day, Moment)) else "")
    prompt = "。".join(part for part in (field.help, f"应填：{words}") if part)
    options["input_title"] = field.title[:LONGEST_TITLE]
    options["input_message"] = shortened(prompt, LONGEST_PROMPT)
    options["error_title"] = "请检查"
    options["error_message"] = shortened(f"{field.title}应填：{words}", LONGEST_ERROR)
    return options


def _bounds(validate: str, minimum: Decimal | None, maximum: Decimal | None) -> dict[str, Any]:
    if minimum is None:
        return {}
    if maximum is None:
        return {"validate": validate, "criteria": ">=", "value": float(minimum)}
    return {"validate": validate, "criteria": "between", "minimum": float(minimum), "maximum": float(maximum)}


def shortened(text: str, longest: int) -> str:
    """The text, cut to `longest` characters with an ellipsis at its end where it is longer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
