"""The tables of a campaign read in another way: some rows out, others in. A doubt is a finding with the ways it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.tables.columns import Columns, concat, length_of
from fuwuyue_xlsx.tables.frames import Tables, frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Edit:
    """Another reading of some rows, by the names of their tables.

    out   the `source` of every row that is left out
    rows  rows that are put in, below those that stay
    """

    out: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    rows: Mapping[str, Columns] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Doubt:
    """Something that may be meant otherwise than it was read: the findings of one cause, and the other ways to read it.

    A doubt without another way cannot be tried, and counts as able to change who wins.
    """

    findings: tuple[Finding, ...]
    ways: tuple[Edit, ...] = ()


def combined(edits: Iterable[Edit]) -> Edit:
    """All of the edits at once; none of them may put in what another leaves out."""
    parts = list(edits)
    out = {name: frozenset().union(*(part.out.get(name, ()) for part in parts)) for part in parts for name in part.out}
    rows = {name: concat([part.rows[name] for part in parts if name in part.rows]) for part in parts for name in part.rows}
    return parts[0] if len(parts) == 1 else Edit(out, rows)


def edited(tables: Tables, edit: Edit) -> Tables:
    """The tables as they would be in this reading; those given stay as they are."""
    frames = tables.by_name
    changed = {name: _edited(name, frames[name], edit) for name in dict.fromkeys((*edit.out, *edit.rows))}
    activities = {name: changed.pop(name, rows) for name, rows in tables.activities.items()}
    fields: dict[str, Any] = {**changed, "activities": activities}
    return replace(tables, **fields)


def _edited(name: str, rows: pd.DataFrame, edit: Edit) -> pd.DataFrame:
    import pandas as pd

    stay = rows[~rows["source"].isin(list(edit.out[name]))] if edit.out.get(name) else rows
    more = edit.rows.get(name, {})
    return pd.concat([stay, frame(name, more)], ignore_index=True) if length_of(dict(more)) else stay.reset_index(drop=True)
