"""The tables of a campaign read in another way: some rows out, others in. A doubt is a finding with the ways it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.tables.columns import Columns, concat, length_of, take
from fuwuyue_xlsx.tables.contract import TABLES
from fuwuyue_xlsx.tables.frames import Tables, frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Edit:
    """Another reading of some rows, by the names of their tables.

    out   the `source` of every row that is left out; in a table without one the `file` of the rows
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
    readings: tuple[Edit, ...] = ()


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


def edit_between(now: Mapping[str, Columns], then: Mapping[str, Columns]) -> Edit:
    """The edit that makes the tables `then` of the tables `now`: rows are known again by their `source`, or their `file`, and by what
    they say.

    Answers of a survey, which only serve as evidence, stay as they are.
    """
    out: dict[str, frozenset[str]] = {}
    rows: dict[str, Columns] = {}
    for name in dict.fromkeys((*now, *then)):
        if name not in TABLES or TABLES[name].questions:
            continue
        (before, said), (after, says) = (_by_mark(name, tables.get(name, {})) for tables in (now, then))
        changed = {mark for mark in (*before, *after) if said.get(mark) != says.get(mark)}
        gone = frozenset(mark for mark in before if mark in changed)
        come = sorted(number for mark, numbers in after.items() if mark in changed for number in numbers)
        out |= {name: gone} if gone else {}
        rows |= {name: take(then[name], come)} if come else {}
    return Edit(out, rows)


def _by_mark(name: str, columns: Columns) -> tuple[dict[str, list[int]], dict[str, list[tuple[Any, ...]]]]:
    """(numbers of the rows, what they say) by what tells the rows of a table apart."""
    numbers: dict[str, list[int]] = {}
    said: dict[str, list[tuple[Any, ...]]] = {}
    columns_said = [list(columns[each]) for each in TABLES[name].names if each in columns]
    for number, (mark, *row) in enumerate(zip(columns.get(_marked_by(name), ()), *columns_said, strict=True)):
        numbers.setdefault(mark, []).append(number)
        said.setdefault(mark, []).append(tuple(row))
    return numbers, said


def _marked_by(name: str) -> str:
    """The column by which the rows of a table are left out."""
    return "source" if "source" in TABLES[name].names else "file"


def _edited(name: str, rows: pd.DataFrame, edit: Edit) -> pd.DataFrame:
    import pandas as pd

    stay = rows[~rows[_marked_by(name)].isin(list(edit.out[name]))] if edit.out.get(name) else rows
    more = edit.rows.get(name, {})
    return pd.concat([stay, frame(name, more)], ignore_index=True) if length_of(dict(more)) else stay.reset_index(drop=True)
