"""Answer sheets that stand in two files, at the same moment: they are left out of one of them, and count once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints, spread
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER
from fuwuyue_xlsx.intake.submissions import Repeats, SourceFile
from fuwuyue_xlsx.messages.findings import Place, finding

# of moments that tell no seconds: a smaller share of equal sheets may be of people who answered alike in one minute
_MORE_THAN_CHANCE = 0.02
_MINUTE = 60


def repeated_rows(files: Sequence[SourceFile]) -> dict[int, Repeats]:
    """The files with rows that stand in another file, by number: the same answer sheet counts once.

    Each has those rows by sheet, and a finding for each such sheet. Equal rows on one and the same sheet are nobody's copies: of three
    that stand once in the other file two count. Of two exports, and of two of our own books, the later loses the rows; of our own
    book and an export always the book.
    """
    repeats: dict[int, Repeats] = {}
    seen: list[tuple[str, RowFingerprints]] = []
    for number, mine in sheets_of(files):
        file = files[number]
        both, other, what = _repeated(mine, seen)
        if both.any():
            rows = mine.rows[both].tolist()
            repeated = finding("export-rows-repeated", Place(file.path, mine.sheet, f"A{rows[0]}"), count=len(rows), other=other, what=what)
            by_sheet, findings = repeats.get(number, ({}, ()))
            repeats[number] = {**by_sheet, mine.sheet: frozenset(rows)}, (*findings, repeated)
        seen.append((f"{file.path}!{mine.sheet}", mine))
    return repeats


def sheets_of(files: Sequence[SourceFile]) -> Iterator[tuple[int, RowFingerprints]]:
    """(number of the file, a sheet of answers): exports first, then our own books."""
    sheets = [(number, sheet) for number, file in enumerate(files) if file.content for sheet in file.content.fingerprints if len(sheet.rows)]
    return iter(sorted(sheets, key=lambda each: each[1].own))


def comparable(mine: RowFingerprints, theirs: RowFingerprints) -> tuple[RowFingerprints, RowFingerprints]:
    """Two sheets as they can be compared: row by row, or, of our own book and an export, by single answers about a department or team."""
    return (mine, theirs) if mine.own == theirs.own else (by_answer(mine), by_answer(theirs))


def by_answer(sheet: RowFingerprints) -> RowFingerprints:
    """The sheet as one of single answers, each a row: who gave it plays no part."""
    of, telling = sheet.responded, sheet.telling if len(sheet.telling) else np.ones(len(sheet.rows), bool)
    return replace(sheet, hashes=sheet.responses, rows=sheet.rows[of], moments=sheet.moments[of], telling=telling[of], addressed=sheet.addressed[:0])


def _repeated(mine: RowFingerprints, seen: Sequence[tuple[str, RowFingerprints]]) -> tuple[np.ndarray, str, str]:
    """(the rows of a sheet that stand on a sheet before it, which sheet has most of them, what is the same besides the moment)."""
    both, most, where, what = np.zeros(len(mine.rows), bool), 0, "", ""
    for there, theirs in seen:
        copied, same = _copied(*comparable(mine, theirs))
        if copied.sum() > most:
            most, where, what = int(copied.sum()), there, same
        both |= copied
    return both, where, what


def _copied(mine: RowFingerprints, theirs: RowFingerprints) -> tuple[np.ndarray, str]:
    """Which rows of one sheet stand on another: of one moment, and from one address or, where no address is known, of equal answers."""
    both = len(mine.addressed) > 0 and len(theirs.addressed) > 0
    by_minute = tells_no_seconds(mine) or tells_no_seconds(theirs)
    copied = np.zeros(len(mine.rows), bool)
    if both:
        at, there = np.flatnonzero(_timed(mine) & (mine.addressed != 0)), np.flatnonzero(_timed(theirs) & (theirs.addressed != 0))
        copied[at] = held(at_moment(mine, mine.addressed, by_minute)[at], at_moment(theirs, theirs.addressed, by_minute)[there])
    at, there = (np.flatnonzero(_timed(one) & (one.addressed == 0 if both else np.ones(len(one.rows), bool))) for one in (mine, theirs))
    alike = held(at_moment(mine, mine.hashes, by_minute)[at], at_moment(theirs, theirs.hashes, by_minute)[there])
    if not by_minute or alike.sum() > _MORE_THAN_CHANCE * min(len(at), len(there)):
        copied[at] |= alike
    return copied, "网络地址" if both else "回答"


def _timed(sheet: RowFingerprints) -> np.ndarray:
    """The rows whose moment tells them from others."""
    timed: np.ndarray = sheet.moments != NEVER
    return timed & sheet.telling if len(sheet.telling) else timed


def tells_no_seconds(sheet: RowFingerprints) -> bool:
    """Whether all moments of a sheet are whole minutes."""
    return not (sheet.moments[sheet.moments != NEVER] % _MINUTE).any()


def at_moment(sheet: RowFingerprints, hashes: np.ndarray, by_minute: bool) -> np.ndarray:
    """A mark for each row and its moment: (rows,) of uint64."""
    moments = np.where(sheet.moments == NEVER, NEVER, sheet.moments // _MINUTE) if by_minute else sheet.moments
    both: np.ndarray = hashes ^ spread(moments)
    return both


def held(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Which of these marks stand among the others, each as often as it stands there: (mine,) of bool."""
    order = np.argsort(mine, kind="stable")
    ordered = mine[order]
    nth = np.arange(len(mine)) - np.searchsorted(ordered, ordered)
    others = np.sort(theirs)
    there = np.searchsorted(others, ordered, "right") - np.searchsorted(others, ordered)
    present = np.zeros(len(mine), bool)
    present[order] = nth < there
    return present
