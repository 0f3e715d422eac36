"""Answer sheets that stand in two files: left out of the later one where moments tell, else told of the files as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fuwuyue_xlsx.intake.kinds.fingerprints import spread
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER
from fuwuyue_xlsx.intake.submissions import RowFingerprints, RowsBySheet, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding

# fewer equal rows than these may be chance
FEWEST_ALIKE, MOSTLY = 5, 0.8
_IN_ORDER = 8
# of moments that tell no seconds: a smaller share of equal sheets may be of people who answered alike in one minute
_MORE_THAN_CHANCE = 0.02
_MINUTE = 60


def repeated_rows(files: Sequence[SourceFile]) -> dict[int, tuple[RowsBySheet, tuple[Finding, ...]]]:
    """The files with rows that stand in a file before them, by number: the same answer sheet counts once.

    Each has those rows by sheet, and a finding for each such sheet. Equal rows on one and the same sheet are nobody's copies: of three
    that stand once in the other file two count.
    """
    found: dict[int, tuple[RowsBySheet, tuple[Finding, ...]]] = {}
    seen: list[tuple[str, RowFingerprints]] = []
    for number, file in enumerate(files):
        for mine in file.content.fingerprints if file.content else ():
            if len(mine.rows):
                both, other, what = _repeated(mine, seen)
                if both.any():
                    rows = mine.rows[both].tolist()
                    told = finding("export-rows-repeated", Place(file.path, mine.sheet, f"A{rows[0]}"), count=len(rows), other=other, what=what)
                    by_sheet, findings = found.get(number, ({}, ()))
                    found[number] = {**by_sheet, mine.sheet: frozenset(rows)}, (*findings, told)
                seen.append((f"{file.path}!{mine.sheet}", mine))
    return found


def _repeated(mine: RowFingerprints, seen: Sequence[tuple[str, RowFingerprints]]) -> tuple[np.ndarray, str, str]:
    """(the rows of a sheet that stand on a sheet before it, which sheet has most of them, what is the same besides the moment)."""
    both, most, where, what = np.zeros(len(mine.rows), bool), 0, "", ""
    for there, theirs in seen:
        copied, same = _copied(mine, theirs)
        if copied.sum() > most:
            most, where, what = int(copied.sum()), there, same
        both |= copied
    return both, where, what


def _copied(mine: RowFingerprints, theirs: RowFingerprints) -> tuple[np.ndarray, str]:
    """Which rows of one sheet stand on another: of one moment, and from one address or, where no address is known, of equal answers."""
    both = len(mine.addressed) > 0 and len(theirs.addressed) > 0
    by_minute = _tells_no_seconds(mine) or _tells_no_seconds(theirs)
    copied = np.zeros(len(mine.rows), bool)
    if both:
        at, there = np.flatnonzero(_timed(mine) & (mine.addressed != 0)), np.flatnonzero(_timed(theirs) & (theirs.addressed != 0))
        copied[at] = _held(_at_moment(mine, mine.addressed, by_minute)[at], _at_moment(theirs, theirs.addressed, by_minute)[there])
    at, there = (np.flatnonzero(_timed(one) & (one.addressed == 0 if both else np.ones(len(one.rows), bool))) for one in (mine, theirs))
    alike = _held(_at_moment(mine, mine.marks, by_minute)[at], _at_moment(theirs, theirs.marks, by_minute)[there])
    if not by_minute or alike.sum() > _MORE_THAN_CHANCE * min(len(at), len(there)):
        copied[at] |= alike
    return copied, "网络地址" if both else "回答"


def _timed(sheet: RowFingerprints) -> np.ndarray:
    timed: np.ndarray = sheet.moments != NEVER
    return timed


def _tells_no_seconds(sheet: RowFingerprints) -> bool:
    return not (sheet.moments[_timed(sheet)] % _MINUTE).any()


def _at_moment(sheet: RowFingerprints, marks: np.ndarray, by_minute: bool) -> np.ndarray:
    moments = sheet.moments // _MINUTE if by_minute else sheet.moments
    both: np.ndarray = marks ^ spread(moments)
    return both


def _held(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Which of these marks stand among the others, each as often as it stands there: (mine,) of bool."""
    order = np.argsort(mine, kind="stable")
    ordered = mine[order]
    nth = np.arange(len(mine)) - np.searchsorted(ordered, ordered)
    others = np.sort(theirs)
    there = np.searchsorted(others, ordered, "right") - np.searchsorted(others, ordered)
    held = np.zeros(len(mine), bool)
    held[order] = nth < there
    return held


def likely_copies(files: Sequence[SourceFile]) -> Iterator[tuple[Finding, ...]]:
    """For each file a finding for every file before it that has most of its rows, or most of whose rows it has.

    Copies of a survey all count, and somebody may have mended one and left the first where it was. Of two exports that both tell the
    moments the same rows are left out already.
    """
    seen: list[tuple[SourceFile, _Marks, _Marks]] = []
    for file in files:
        sheets = file.content.fingerprints if file.content else []
        mine, untimed = (_Marks.of(held) for held in (sheets, [sheet for sheet in sheets if not _timed(sheet).any()]))
        yield tuple(
            finding("survey-looks-repeated", Place(file.path), other=other.path, count=shared)
            for other, theirs, theirs_untimed in seen if (shared := max(_alike(mine, theirs_untimed), _alike(untimed, theirs)))
        )
        seen.append((file, mine, untimed))


@dataclass(frozen=True)
class _Marks:
    """The different marks of a file's rows, where half of them differ at least, and of every eight rows below one another, downwards
    and upwards: where people agree the order alone tells a copy from another survey."""

    rows: np.ndarray
    down: np.ndarray
    up: np.ndarray

    @staticmethod
    def of(sheets: Sequence[RowFingerprints]) -> _Marks:
        marks = [sheet.marks for sheet in sheets]
        ways = (marks, [_windows(each) for each in marks], [_windows(each[::-1]) for each in marks])
        rows, down, up = (np.unique(np.concatenate(way)) if way else np.zeros(0, np.uint64) for way in ways)
        telling = 2 * len(rows) >= sum(map(len, marks))
        return _Marks(rows if telling else rows[:0], down, up)


def _windows(marks: np.ndarray) -> np.ndarray:
    """A mark for every eight rows below one another: (rows - 7,) of uint64."""
    found = np.zeros(max(0, len(marks) - _IN_ORDER + 1), np.uint64)
    for first in range(_IN_ORDER if len(found) else 0):
        found = spread(found) + marks[first : first + len(found)]
    return found


def _alike(mine: _Marks, theirs: _Marks) -> int:
    """How many rows two files share; 0 unless they are most of the smaller one's."""
    shared = _shared(mine.rows, theirs.rows)
    in_order = max(_shared(mine.down, theirs.down), _shared(mine.down, theirs.up))
    return shared or (in_order + _IN_ORDER - 1 if in_order else 0)


def _shared(mine: np.ndarray, theirs: np.ndarray) -> int:
    shared, least = len(np.intersect1d(mine, theirs, assume_unique=True)), min(len(mine), len(theirs))
    return shared if least >= FEWEST_ALIKE and shared >= MOSTLY * least else 0
