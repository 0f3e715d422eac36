"""Rows that nobody sees who opens the book: the campaign without them is the other way to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, place_of
from fuwuyue_xlsx.reading.hidden_cells import HIDDEN
from fuwuyue_xlsx.tables.columns import Columns, take, to_records
from fuwuyue_xlsx.tables.contract import TABLES
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.survey_tables import SURVEY_TABLES, survey_tables

# a candidate of whom a reviewer's points are known in part has none of that reviewer
_WHOLE_ROWS = ("reviews",)
Cell = tuple[int, int]


@dataclass(frozen=True)
class _Unseen:
    """What a finding says that nobody sees of a sheet."""

    finding: Finding

    @cached_property
    def _numbers(self) -> tuple[frozenset[int], frozenset[int], frozenset[Cell]]:
        """Rows and columns one by one, and the single cells: a filter may leave every second row of very many."""
        rows, columns = (frozenset(chain.from_iterable(range(first, last + 1) for first, last in self.finding.details[name]))
                         for name in ("rows", "columns"))
        return rows, columns, frozenset(self.finding.details["cells"])

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is among it."""
        rows, columns, cells = self._numbers
        return cell[0] in rows or cell[1] in columns or cell in cells


def hidden_doubts(files: Sequence[SourceFile], tables: Mapping[str, Columns]) -> Iterator[tuple[SourceFile, list[Doubt]]]:
    """Each file with the doubts about what of it nobody sees: whether its rows count. What stands in no row is only told."""
    unseen = {(file.path, one.place.sheet): _Unseen(one) for file in files if file.state is State.USED
              for one in file.findings if one.code == HIDDEN}
    ways = _ways(unseen, tables) if unseen else {}
    books = {path for path, _ in unseen}
    for file in files:
        doubts = [Doubt((unseen[sheet].finding,), (way,)) for sheet, way in ways.items() if sheet[0] == file.path]
        asked = {doubt.findings[0] for doubt in doubts}
        settled = (one.as_info() if one.code == HIDDEN and one not in asked else one for one in file.findings)
        yield replace(file, findings=tuple(settled)) if file.path in books else file, doubts


def _ways(unseen: Mapping[tuple[str, str], _Unseen], tables: Mapping[str, Columns]) -> dict[tuple[str, str], Edit]:
    """For each sheet with rows that nobody sees the campaign without them."""
    out: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
    for name, columns in tables.items():
        if name in TABLES and "source" in TABLES[name].names:
            for sheet, sources in _hidden_sources(name, columns["source"], unseen).items():
                out.setdefault(sheet, {})[name] = frozenset(sources)
    return {**{sheet: Edit(gone) for sheet, gone in out.items()}, **_ways_of_answers(unseen, tables)}


def _hidden_sources(name: str, sources: Iterable[str], unseen: Mapping[tuple[str, str], _Unseen]) -> dict[tuple[str, str], list[str]]:
    """The sources that nobody sees, by file and sheet."""
    starts = {f"{file}!{sheet}!": (file, sheet) for file, sheet in unseen}
    there: dict[tuple[str, str], list[tuple[Cell, str]]] = {}
    for source in sources:
        sheet = starts.get(source[: source.rfind("!") + 1])
        if sheet is not None and (cell := place_of(source).cell):
            there.setdefault(sheet, []).append((cell_index(cell), source))
    by_sheet = {}
    for sheet, cells in there.items():
        hidden = {cell for cell, _ in cells if unseen[sheet].holds(cell)}
        rows = {row for row, _ in hidden} if name in _WHOLE_ROWS else set()
        if hidden:
            by_sheet[sheet] = [source for cell, source in cells if cell in hidden or cell[0] in rows]
    return by_sheet


def _ways_of_answers(unseen: Mapping[tuple[str, str], _Unseen], tables: Mapping[str, Columns]) -> dict[tuple[str, str], Edit]:
    """The same of a survey, whose sheets are reduced to counts: made anew of the answer sheets that are seen.

    Of a sheet with more answers than are kept one by one there is none.
    """
    answers = to_records(tables["answers"]) if "answers" in tables else []
    edits = {}
    for (file, sheet), one in unseen.items():
        own = [row for row in answers if row["file"] == file]
        hidden = [row for row in own if row["sheet"] == sheet and one.holds((row["row"] - 1, -1))]
        if hidden:
            gone = {id(row) for row in hidden}
            remaining: dict[str, Any] = survey_tables([row for row in own if id(row) not in gone])
            for name in SURVEY_TABLES:  # sheets whose answers are not kept one by one stay as they are
                others = [at for at, (path, title) in enumerate(zip(tables[name]["file"], tables[name]["sheet"], strict=True))
                          if path == file and title not in {row["sheet"] for row in own}]
                remaining[name] = _joined(remaining[name], take(tables[name], others))
            edits[file, sheet] = Edit({name: frozenset({file}) for name in SURVEY_TABLES}, remaining)
    return edits


def _joined(first: Columns, second: Columns) -> Columns:
    return {name: [*values, *second.get(name, ())] for name, values in first.items()}
