"""Headcounts that no department has, or that dwarf all others of the department: a slip of the keyboard gives away prizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS
from fuwuyue_xlsx.tables.columns import take
from fuwuyue_xlsx.tables.edits import Doubt, Edit

CODE, _TABLE = "headcount-doubtful", "headcounts"
# no department has so many people; so few are nothing to ask about, as a small department may well have one larger team
_TOO_MANY, _ASKED_FROM, _TIMES = 100_000, 100, 10


def headcount_findings(rows: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    """A warning for each figure of a department that is doubted. `rows` are its teams, and with team None the staff outside teams.

    A figure from 100 on is, when it is more than ten times all the others together, and there is another team; any is above 100,000.
    """
    known = [row for row in rows if row["headcount"] is not None]
    for row in known:
        number, others = row["headcount"], [other for other in known if other is not row]
        together = sum(other["headcount"] for other in others)
        dwarfs = number >= _ASKED_FROM and number > _TIMES * together > 0 and any(other["team"] is not None for other in others)
        if number > _TOO_MANY or dwarfs:
            why = f"是本科室其余人数合计（{together}）的 {number // together} 倍" if dwarfs else f"超过了 {_TOO_MANY}"
            yield finding(CODE, place_of(row["source"]), team=row["team"] or OUTSIDE_TEAMS, value=number, why=why)


def headcount_doubts(books: Iterable[SourceFile]) -> Iterator[Doubt]:
    """The doubt of each such warning in books that count. The other way is that nobody is there: a number between gives seats between."""
    for file in books:
        for one in file.findings:
            if one.code == CODE and file.content is not None:
                columns = tables_in(file.content)[_TABLE]
                own = take(columns, [number for number, source in enumerate(columns["source"]) if source == str(one.place)])
                yield Doubt((one,), (Edit({_TABLE: frozenset([str(one.place)])}, {_TABLE: {**own, "headcount": [0] * len(own["source"])}}),))
