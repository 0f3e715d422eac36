"""Copies and versions: what counts once, what is newer, and where two versions differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.schema.wording import OWN_SHEETS

T = TypeVar("T")
_NO_CONTENT = {key(title) for title in OWN_SHEETS}


def without_copies(files: Sequence[SourceFile], returnable: Collection[str]) -> tuple[list[SourceFile], list[tuple[int, int]]]:
    """The files in their order, each that only repeats another put aside and without its content; and which returned copies count.

    Byte-identical files count once: the first by path stays, one in a zip file only where there is none beside. A returned copy that
    was handed in stands for the submission it was made of, in the kinds named as `returnable`: those whose copies would all count; of the
    others the newer counts.
    The pairs are the numbers of such a submission and of the copy that stands for it.
    """
    first: dict[str, SourceFile] = {}
    for file in sorted(files, key=lambda file: file.packed is not None):
        if file.accounts:
            first.setdefault(file.sha256, file)
    different = []
    for file in files:
        original = first[file.sha256] if file.accounts else file
        if original is not file:
            why = finding("file-identical", Place(file.path), other=original.path)
            file = replace(file.superseded(why), content=None)
        different.append(file)
    by_sum = {file.sha256: number for number, file in enumerate(different) if file.content is not None and file.kind in returnable}
    copy_of = {different[number].origin: number for sha256, number in by_sum.items() if different[number].origin not in ("", sha256)}
    pairs = [(by_sum[sha256], copy) for sha256, copy in copy_of.items() if sha256 in by_sum and different[by_sum[sha256]].kind == different[copy].kind]
    for original_number, copy in pairs:
        original = different[original_number]
        why = finding("file-superseded", Place(original.path), other=different[copy].path)
        different[original_number] = replace(original.superseded(why), content=None)
    return different, pairs


def newest(things: Iterable[T], same_as: Callable[[T], Hashable | None], source: Callable[[T], SourceFile]
           ) -> list[tuple[T, T]]:
    """Pairs of an older thing and the one that counts instead.

    Things with equal keys (`same_as`) are versions of one; without a key a thing has none. Newer is by the saved time of the
    file that it stands in (`source`), then by the time of the file system, then the last by path.
    """
    groups: dict[Hashable, list[T]] = {}
    for thing in things:
        same = same_as(thing)
        if same is not None:
            groups.setdefault(same, []).append(thing)
    pairs = []
    for group in groups.values():
        ordered = sorted(group, key=lambda thing: (source(thing).age, source(thing).path))
        pairs += [(older, ordered[-1]) for older in ordered[:-1]]
    return pairs


def replaced(older: SourceFile, newer: SourceFile, info: Finding) -> Finding:
    """The finding on an older version: `info`, or, at equal times, an error, as nobody knows which is right."""
    if older.age == newer.age:
        return finding("file-same-time", Place(older.path, info.place.sheet), other=newer.path)
    return info


def differences(path: str, older: OpenedBook, newer: OpenedBook) -> list[Finding]:
    """A finding for every cell in which an older version, the file at `path`, differs from the one that is used.

    The sheets that say nothing of their own (guide, lists, remarks) are left out; white space at the ends is no difference.
    """
    findings: list[Finding] = []
    titles = {key(grid.title): grid.title for grid in (*newer.grids, *older.grids)}
    for title in titles.values():
        if key(title) not in _NO_CONTENT:
            first, second = older.grid(title), newer.grid(title)
            findings += [_difference(path, title, cell, first, second) for cell in _differing(first, second)]
    return findings


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
