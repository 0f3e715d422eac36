"""Two versions of one thing, row by row: the newer row stands, and the older one where the newer version says nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, place_of
from fuwuyue_xlsx.tables.columns import Columns, concat, take
from fuwuyue_xlsx.tables.edits import Doubt, Edit

Row = TypeVar("Row", bound=Hashable)
# what points are given for → the points
Points = Mapping[str, object]


@dataclass(frozen=True)
class Behind:
    """What older versions say of a thing whose rows count in a newer one: it stands again where a reading leaves these out.

    table    the table of all of them
    sources  where the rows stand that count, such as a reviewer's for one candidate, or a visit's for one team
    older    (columns, the numbers of its rows in them) of each older version, the newest first
    """

    table: str
    sources: frozenset[str]
    older: tuple[tuple[Columns, Sequence[int]], ...]


def replaced_rows(versions: Sequence[Mapping[Row, Points]]) -> list[dict[Row, int]]:
    """For each version, oldest first: its rows that a newer one has too, each with the number of the newest that has it."""
    newest = {row: number for number, version in enumerate(versions) for row in version}
    return [{row: newest[row] for row in version if newest[row] != number} for number, version in enumerate(versions)]


def rows_by(columns: Columns, names: Sequence[str]) -> dict[tuple[object, ...], list[int]]:
    """The numbers of the rows by what stands in these columns."""
    numbers: dict[tuple[object, ...], list[int]] = {}
    for number, named in enumerate(zip(*(columns.get(name, ()) for name in names), strict=True)):
        numbers.setdefault(named, []).append(number)
    return numbers


def points_differ(older: Columns, newer: Columns, rows: Iterable[tuple[int, int]], files: tuple[SourceFile, SourceFile]
                  ) -> tuple[list[Finding], list[Finding]]:
    """Infos at both cells wherever two rows that belong together (older, newer) have other points: on the older file, on the newer."""
    sources, instead = list(older["source"]), list(newer["source"])
    here: list[Finding] = []
    there: list[Finding] = []
    for row, other in rows:
        was, now = older["points"][row], newer["points"][other]
        if was != now:
            here.append(finding("superseded-difference", place_of(sources[row]), here=plain(was), there=plain(now)))
            there.append(finding("newer-difference", place_of(instead[other]), here=plain(now), there=plain(was), other=files[0].path))
    return here, there


def the_other_way(table: str, out: Iterable[tuple[Columns, Iterable[int]]], rows: Columns, numbers: Sequence[int]) -> Edit:
    """Rows of these columns left out, and those of these numbers put in for them."""
    sources = frozenset(source for columns, gone in out for source in _at(list(columns["source"]), gone))
    return Edit({table: sources} if sources else {}, {table: take(rows, numbers)} if numbers else {})


def _at(values: Sequence[str], numbers: Iterable[int]) -> list[str]:
    return [values[number] for number in numbers]


def times_doubted(older: SourceFile, newer: Iterable[SourceFile]) -> dict[str, Finding]:
    """A warning for each of these versions of one thing whose time is no evidence of its age, by the file's path."""
    warnings: dict[str, Finding] = {}
    for instead in newer:
        for file, other in ((older, instead), (instead, older)):
            why = file.time_in_doubt or (file.file_time_in_doubt if file.saved == other.saved else "")
            if why and file.path != other.path:
                warnings.setdefault(file.path, finding("version-time-doubtful", Place(file.path), told=why, other=other.path))
    return warnings


def doubt_of(info: Finding, doubted: Mapping[str, Finding], way: Edit) -> list[Doubt]:
    """The other version taken: held against the warnings on its time, or only told with `info`. At equal times the error says it all."""
    if doubted:
        return [Doubt(tuple(doubted.values()), (way,))]
    return [] if info.blocks else [Doubt((info,), (way,))]


def with_what_stands_behind(doubts: Iterable[Doubt], behind: Iterable[Behind]) -> list[Doubt]:
    """The doubts, each way with the newest older version of what it leaves out altogether, unless it puts another one in its place."""
    by_source = {(each.table, min(each.sources)): each for each in behind if each.sources and each.older}
    return [replace(doubt, readings=tuple(_restored(way, by_source) for way in doubt.readings)) for doubt in doubts]


def _restored(way: Edit, by_source: Mapping[tuple[str, str], Behind]) -> Edit:
    rows = dict(way.rows)
    for table, out in way.out.items():
        put_in = set(way.rows.get(table, {}).get("source", ()))
        for source in sorted(source for source in out if (table, source) in by_source):
            each = by_source[table, source]
            versions = [take(columns, numbers) for columns, numbers in each.older] if each.sources <= out else []
            if put_in.isdisjoint(each.sources) and put_in.isdisjoint(place for version in versions for place in version["source"]):
                again = [version for version in versions if out.isdisjoint(version["source"])][:1]
                rows |= {table: concat([rows.get(table, {}), *again])} if again else {}
    return replace(way, rows=rows)
