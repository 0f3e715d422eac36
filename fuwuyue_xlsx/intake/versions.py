"""Copies and versions: what counts once, what is newer, and where two versions differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.schema.wording import OWN_SHEETS

T = TypeVar("T")
_NO_CONTENT = {key(title) for title in OWN_SHEETS}


def drop_identical(files: Iterable[SourceFile]) -> list[SourceFile]:
    """Byte-identical files count once: the first by path stays, the others are listed."""
    first: dict[str, SourceFile] = {}
    kept = []
    for file in files:
        if not file.accounts:
            continue
        original = first.setdefault(file.sha256, file)
        if original is file:
            kept.append(file)
        else:
            supersede(file, finding("file-identical", Place(file.path), other=original.path))
    return kept


def replace_returned(files: Iterable[SourceFile]) -> None:
    """A returned copy that was handed in stands for the submission it was made of: those whose copies would all count."""
    by_sum = {file.sha256: file for file in files if file.content is not None}
    for copy in list(by_sum.values()):
        original = by_sum.get(copy.origin)
        if original is not None and original is not copy and original.kind == copy.kind:
            supersede(original, finding("file-superseded", Place(original.path), other=copy.path))
            original.content = None


def supersede(file: SourceFile, why: Finding) -> None:
    """Put a file aside: listed with the reason, nothing else of it counts."""
    file.state = State.SUPERSEDED
    file.findings = [why]


def newest(things: list[T], same_as: Callable[[T], Hashable | None], source: Callable[[T], SourceFile]
           ) -> tuple[list[T], list[tuple[T, T]]]:
    """(the things that count, pairs of an older thing and the one that counts instead).

    Newer is by the file's own saved time, then the file's, then the last by path. Without a key a thing has no copies.
    """
    groups: dict[Hashable, list[T]] = {}
    kept: list[T] = []
    for thing in things:
        same = same_as(thing)
        kept.append(thing) if same is None else groups.setdefault(same, []).append(thing)
    pairs = []
    for group in groups.values():
        ordered = sorted(group, key=lambda thing: (source(thing).age, source(thing).path))
        kept.append(ordered[-1])
        pairs += [(older, ordered[-1]) for older in ordered[:-1]]
    return kept, pairs


def replaced(older: SourceFile, newer: SourceFile, info: Finding) -> Finding:
    """The finding on an older version; at equal times nobody knows which is right, and that is an error."""
    if older.age == newer.age:
        return finding("file-same-time", Place(older.path, info.place.sheet), other=newer.path)
    return info


def differences(path: str, older: OpenedBook, newer: OpenedBook) -> list[Finding]:
    """Every cell in which an older version, the file at `path`, differs from the one that is used."""
    found: list[Finding] = []
    titles = {key(grid.title): grid.title for grid in (*newer.grids, *older.grids)}
    for title in titles.values():
        if key(title) not in _NO_CONTENT:
            first, second = older.grid(title), newer.grid(title)
            found += [_difference(path, title, cell, first, second) for cell in _differing(first, second)]
    return found


def _differing(grid: Grid | None, other: Grid | None) -> Iterable[tuple[int, int]]:
    there = [one for one in (grid, other) if one is not None]
    height = max((one.height for one in there), default=0)
    width = max((one.width for one in there), default=0)
    for row in range(height):
        for column in range(width):
            if _text(grid, row, column) != _text(other, row, column):
                yield row, column


def _text(grid: Grid | None, row: int, column: int) -> str:
    value: Any = grid.value(row, column) if grid else ""
    return "" if is_empty(value) else shown(value)


def _difference(path: str, title: str, cell: tuple[int, int], grid: Grid | None, other: Grid | None) -> Finding:
    here, there = _text(grid, *cell) or "空", _text(other, *cell) or "空"
    return finding("superseded-difference", Place(path, title, address(*cell)), here=here[:60], there=there[:60])
