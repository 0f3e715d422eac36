"""Files with most of another one's answer sheets, of which nobody can be certain that they are the same: told, and weighed without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fuwuyue_xlsx.intake.kinds.fingerprints import RowFingerprints, spread
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER
from fuwuyue_xlsx.intake.kinds.survey_repeats import at_moment, by_answer, comparable, held, sheets_of, tells_no_seconds
from fuwuyue_xlsx.intake.submissions import Repeats, RowsBySheet, SourceFile
from fuwuyue_xlsx.messages.findings import Place, finding

# fewer equal rows than these may be chance
_FEWEST_ALIKE, _MOSTLY = 5, 0.8
_IN_ORDER = 8


def likely_copies(files: Sequence[SourceFile], certain: Mapping[int, Repeats]) -> dict[int, Repeats]:
    """The files that have most of another's rows, or most of whose rows another has, by number: these rows, and the finding.

    Copies of a survey all count, and somebody may have mended one and left the first where it was, or handed in by one door what came
    in by another. `certain` are the rows that count once already. Of several such files that is named which shares most.
    """
    shared: dict[int, dict[int, RowsBySheet]] = {}
    seen: list[tuple[int, RowFingerprints]] = []
    for number, sheet in sheets_of(files):
        mine = _less(sheet, certain.get(number, ({}, ()))[0].get(sheet.sheet, frozenset()))
        for other, theirs in seen:
            rows = _shared_rows(mine, theirs) if other != number else ()
            if len(rows):
                shared.setdefault(number, {}).setdefault(other, {})[sheet.sheet] = frozenset(int(row) for row in rows)
        seen.append((number, sheet))
    return {number: _most(files, number, others) for number, others in shared.items()}


def _most(files: Sequence[SourceFile], number: int, others: Mapping[int, RowsBySheet]) -> Repeats:
    """The rows that a file shares with the one with which it shares most, and the finding."""
    count, _, other = max((sum(map(len, rows.values())), -other, other) for other, rows in others.items())
    return others[other], (finding("survey-looks-repeated", Place(files[number].path), other=files[other].path, count=count),)


def _less(sheet: RowFingerprints, left_out: frozenset[int]) -> RowFingerprints:
    """A sheet without rows that count no longer."""
    if not left_out:
        return sheet
    still_in = ~np.isin(sheet.rows, list(left_out))
    places = np.cumsum(still_in) - 1
    of = still_in[sheet.responded]
    return replace(sheet, hashes=sheet.hashes[still_in], rows=sheet.rows[still_in], moments=sheet.moments[still_in],
                   addressed=sheet.addressed[still_in] if len(sheet.addressed) else sheet.addressed,
                   telling=sheet.telling[still_in] if len(sheet.telling) else sheet.telling,
                   responses=sheet.responses[of], responded=places[sheet.responded[of]])


def _shared_rows(mine: RowFingerprints, theirs: RowFingerprints) -> np.ndarray:
    """The rows of one sheet that stand on another, when they are most of either; else none.

    Where both tell the moments equal answers at other moments are two people's. Of our own books, which say who answers about whom, all
    that is said is compared with the time as typed, and without any times on either the single answers.
    """
    pairs = [comparable(mine, theirs)]
    untimed = not (_tells_time(mine) and _tells_time(theirs))
    if mine.own and theirs.own and untimed:
        pairs.append((by_answer(mine), by_answer(theirs)))
    for one, other in pairs:
        by_minute = tells_no_seconds(one) or tells_no_seconds(other)
        first, second = (sheet.hashes if untimed else at_moment(sheet, sheet.hashes, by_minute) for sheet in (one, other))
        orders = [second, second[np.argsort(other.rows, kind="stable")]]
        if any(_alike(_Windows.of(first), _Windows.of(order)) for order in orders):
            return one.rows[held(first, second)]
    return mine.rows[:0]


def _tells_time(sheet: RowFingerprints) -> bool:
    return bool((sheet.moments != NEVER).any())


@dataclass(frozen=True)
class _Windows:
    """The different marks of a sheet's rows, where half of them differ at least, and of every eight rows below one another, downwards
    and upwards: where people agree the order alone tells a copy from another survey."""

    rows: np.ndarray
    down: np.ndarray
    up: np.ndarray

    @staticmethod
    def of(hashes: np.ndarray) -> _Windows:
        rows, down, up = (np.unique(each) for each in (hashes, _windows(hashes), _windows(hashes[::-1])))
        return _Windows(rows if 2 * len(rows) >= len(hashes) else rows[:0], down, up)


def _windows(hashes: np.ndarray) -> np.ndarray:
    """A mark for every eight rows below one another: (rows - 7,) of uint64."""
    windows = np.zeros(max(0, len(hashes) - _IN_ORDER + 1), np.uint64)
    for first in range(_IN_ORDER if len(windows) else 0):
        windows = spread(windows) + hashes[first : first + len(windows)]
    return windows


def _alike(mine: _Windows, theirs: _Windows) -> bool:
    """Whether two sheets share most of the smaller one's rows."""
    return _mostly(mine.rows, theirs.rows) or _mostly(mine.down, theirs.down) or _mostly(mine.down, theirs.up)


def _mostly(mine: np.ndarray, theirs: np.ndarray) -> bool:
    least = min(len(mine), len(theirs))
    return least >= _FEWEST_ALIKE and len(np.intersect1d(mine, theirs, assume_unique=True)) >= _MOSTLY * least
