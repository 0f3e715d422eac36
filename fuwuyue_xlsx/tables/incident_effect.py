"""The effect of an incident by itself, which decides the veto and which of two rows about it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.office_books import SUBSTANTIATED, UNFOUNDED

VETO, OPEN, NONE = "veto", "pending", "none"


def effect_of(row: Mapping[str, Any], rules: Rules) -> str:
    """The effect of an incident, `veto`, `pending` or `none`, by its conclusion, date and kind alone (附1 二).

    Without a date the row counts as inside the period; an unreadable conclusion counts as 待查; both ends are inside.
    Of a kind with 否决 = 否 (事故类型) nothing follows.
    """
    if not rules.policies.in_veto_period(row["date"]) or row["conclusion"] == UNFOUNDED or row["kind"] in rules.harmless_types:
        return NONE
    return VETO if row["conclusion"] == SUBSTANTIATED else OPEN
