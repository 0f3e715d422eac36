"""Answer sheets that look doubtful, in our own book as in an export: repeated, given without reading, too quick, pasted in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER
from fuwuyue_xlsx.intake.kinds.survey_tools import address_column, address_in, durations
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, Policies

# an odd number of 64 bits that spreads what it multiplies
_STEP = np.uint64(0x9E3779B97F4A7C15)
# fewer equal answers than these say nothing about who gave them; fewer equal sheets side by side may be chance
FEWEST_STRAIGHT, FEWEST_PASTED = 5, 10
# what happens by chance in fewer surveys than one in a thousand is no chance
_BY_CHANCE = 1e-3
DOUBTS = REPEATED, QUICK, STRAIGHT, PASTED = "重复", "过快", "一律同分", "雷同"


@dataclass(frozen=True)
class SheetOfAnswers:
    """The answer sheets of one sheet, row by row, all arrays of one length.

    rows     their rows in the grid, from 0
    titles   column → the title above it
    answers  a number for each answer, the same for equal ones and 0 for none: (rows, questions)
    about    a number for who answers about whom, the same for equal ones
    moments  when each was given, in seconds since 1970, or NEVER
    alone    whether a row is all that one person says; else it is one of several, and says too little to be doubted for itself
    rated    a number for whom a row is about, where one person may hand in several rows, each about another; None: any two are one too many
    """

    rows: Sequence[int]
    titles: Mapping[int, object]
    answers: np.ndarray
    about: np.ndarray
    moments: np.ndarray
    alone: bool
    rated: np.ndarray | None = None


def doubts_of(sheet: SheetOfAnswers, grid: Grid, file: str, policies: Policies) -> tuple[dict[int, str], list[Finding]]:
    """(index of the row → why it is doubted, a finding for each kind of doubt with all its rows).

    Repeated: the same IP address as a row above (about the same, where people hand in a row for each). Too quick: less than the
    policy's seconds for the whole sheet. Straight-lined: five
    answers or more by one person, all equal. Pasted: ten equal sheets or more one below the other, or of one moment, that chance does
    not put there (`_runs`, `_crowds`); the first of them is not doubted. A row is doubted for the first of these that holds.
    """
    doubts: dict[int, str] = {}
    if sheet.rows:
        _by_columns(doubts, sheet, grid, policies)
    straight = _straight(sheet.answers)
    if sheet.alone:
        _doubt(doubts, straight & ((sheet.answers > 0).sum(axis=1) >= FEWEST_STRAIGHT), STRAIGHT)
    patterns = _numbers(sheet.answers)
    whole = _numbers(np.column_stack([patterns, sheet.about]))
    answered = (sheet.answers > 0).any(axis=1)
    pasted = (_runs(whole, patterns, sheet.about) | _crowds(whole, patterns, sheet.moments)) & answered
    _doubt(doubts, pasted, PASTED)
    if not sheet.alone:
        same = np.where(straight & answered, sheet.answers.max(axis=1, initial=0), -1 - np.arange(len(straight)))
        _doubt(doubts, _runs(same, same, np.zeros(len(same), np.int64)), STRAIGHT)
    place = Place(file, grid.title)
    return doubts, list(_findings(doubts, sheet, place, policies))


def _doubt(doubts: dict[int, str], rows: np.ndarray, why: str) -> None:
    for index in np.flatnonzero(rows).tolist():
        doubts.setdefault(index, why)


def _by_columns(doubts: dict[int, str], sheet: SheetOfAnswers, grid: Grid, policies: Policies) -> None:
    address, took = address_column(sheet.titles), durations(grid, sheet.rows, sheet.titles)
    about = [0] * len(sheet.rows) if sheet.rated is None else sheet.rated.tolist()
    seen: set[tuple[str, int]] = set()
    for index, row in enumerate(sheet.rows):
        came_from = "" if address is None else address_in(grid.value(row, address))
        if came_from and (came_from, about[index]) in seen:
            doubts[index] = REPEATED
        elif took and (lasted := took[index]) is not None and lasted < policies.quickest_answer:
            doubts[index] = QUICK
        seen.add((came_from, about[index]))


def _straight(answers: np.ndarray) -> np.ndarray:
    """Whether two answers or more were given, all equal: (rows,) of bool."""
    given = answers > 0
    lowest = np.where(given, answers, np.iinfo(answers.dtype).max).min(axis=1, initial=np.iinfo(answers.dtype).max)
    equal: np.ndarray = (given.sum(axis=1) > 1) & (answers.max(axis=1, initial=0) == lowest)
    return equal


def _numbers(rows: np.ndarray) -> np.ndarray:
    """A number for each row of a table of whole numbers, the same for equal rows: (rows,) of int64."""
    hashes = np.zeros(len(rows), np.uint64)
    for number, column in enumerate(rows.T, 1):
        hashes = hashes * _STEP + column.astype(np.uint64) * np.uint64(2 * number + 1)
    _, numbers = np.unique(hashes, return_inverse=True)
    return numbers


def _runs(whole: np.ndarray, patterns: np.ndarray, about: np.ndarray) -> np.ndarray:
    """The rows of a run of equal sheets, but the first of it: where n · p^length is below one in a thousand.

    p is how often these answers stand elsewhere: among all other sheets, or among those about the same, whichever is more. Where most
    people are of one mind, equal sheets stand side by side, and are not doubted.
    """
    count = len(whole)
    starts = np.flatnonzero(np.append(True, whole[1:] != whole[:-1])) if count else np.zeros(0, np.int64)
    lengths = np.diff(np.append(starts, count))
    starts, lengths = starts[lengths >= FEWEST_PASTED], lengths[lengths >= FEWEST_PASTED]
    if not len(starts):
        return np.zeros(count, bool)
    share = np.maximum(_share(_held(patterns, starts) - lengths, count - lengths),
                       _share(_held(whole, starts) - lengths, _held(about, starts) - lengths))
    flags = np.zeros(count, bool)
    unlikely = count * share ** lengths < _BY_CHANCE
    for start, length in zip(starts[unlikely].tolist(), lengths[unlikely].tolist(), strict=True):
        flags[start + 1 : start + length] = True
    return flags


def _crowds(whole: np.ndarray, patterns: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """The same of equal sheets of one moment, wherever they stand: of k sheets of a moment g are equal, which the sheets of other moments
    make unlikely (Chernoff's bound on the binomial distribution, times the number of such moments)."""
    flags = np.zeros(len(whole), bool)
    timed = np.flatnonzero(moments != NEVER)
    _, codes, sizes = np.unique(moments[timed], return_inverse=True, return_counts=True)
    crowded = timed[sizes[codes] >= FEWEST_PASTED]
    if not len(crowded):
        return flags
    groups = _numbers(np.column_stack([whole[crowded], moments[crowded]]))
    _, first, group, equal = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    at_once = _held(moments[timed], np.searchsorted(timed, crowded[first]))
    share = _share(_held(patterns, crowded[first]) - equal, len(whole) - at_once)
    ratio = equal / at_once
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = ratio * np.log(ratio / share) + np.where(ratio < 1, (1 - ratio) * np.log((1 - ratio) / (1 - share)), 0)
    chance = np.where(ratio > share, np.exp(-at_once * np.nan_to_num(apart)), 1.0) * (sizes >= FEWEST_PASTED).sum()
    doubted = (equal >= FEWEST_PASTED) & (chance < _BY_CHANCE)
    flags[crowded] = doubted[group]
    flags[crowded[first]] = False
    return flags


def _held(numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many rows hold the same number as each of these rows."""
    _, codes, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    held: np.ndarray = counts[codes[at]]
    return held


def _share(hits: np.ndarray, of: np.ndarray) -> np.ndarray:
    """A share estimated from a sample: (found + 1) ÷ (all + 2), which is never 0 or 1, and of no sample a half."""
    share: np.ndarray = (np.clip(hits, 0, np.maximum(of, 0)) + 1) / (np.maximum(of, 0) + 2)
    return share


def _findings(doubts: dict[int, str], sheet: SheetOfAnswers, place: Place, policies: Policies) -> Iterator[Finding]:
    effect = "按口径“不计”，没有计入" if policies.doubtful == LEAVE_OUT else "按口径“计入”，照常计入"
    reasons = {REPEATED: "与上面的答卷网络地址（IP）相同", QUICK: f"所用时间不到 {policies.quickest_answer} 秒",
               STRAIGHT: "每道题的回答都一样" if sheet.alone else "成批的答卷每道题的回答都一样", PASTED: "成批出现、内容完全相同"}
    for why in dict.fromkeys(doubts.values()):
        rows = sorted(sheet.rows[index] + 1 for index, doubt in doubts.items() if doubt == why)
        listed = "、".join(str(row) for row in rows[:200]) + (" 等" if len(rows) > 200 else "")
        yield finding("export-doubtful", Place(place.file, place.sheet, f"A{rows[0]}"), count=len(rows), why=reasons[why], rows=listed,
                      effect=effect)
