"""Answer sheets that look doubtful, in our own book as in an export: repeated, given without reading, too quick, pasted in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import label_key
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, Policies

# the survey tools' own columns, by the keys of their titles
_ADDRESS = ("ip", "来自ip", "来源ip", "ip地址", "提交ip", "答题ip", "ipaddress", "ip-address")
_DURATION = ("所用时间", "答题时长", "答题用时", "用时", "填写时长", "所用时间(秒)", "duration", "duration(seconds)", "duration(inseconds)")
_SECONDS = re.compile(r"(?:(\d+)(?:时|小时))?(?:(\d+)分钟?)?(?:(\d+)秒?)?")
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})")
_DIGITS_OF_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
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
    header   the row of the titles
    answers  a number for each answer, the same for equal ones and 0 for none: (rows, questions)
    about    a number for who answers about whom, the same for equal ones
    moments  when each was given, in seconds since 1970, or NEVER
    alone    whether a row is all that one person says; else it is one of several, and says too little to be doubted for itself
    """

    rows: Sequence[int]
    header: int
    answers: np.ndarray
    about: np.ndarray
    moments: np.ndarray
    alone: bool


def doubts_of(sheet: SheetOfAnswers, grid: Grid, file: str, policies: Policies) -> tuple[dict[int, str], list[Finding]]:
    """(index of the row → why it is doubted, a finding for each kind of doubt with all its rows).

    Repeated: the same IP address as a row above. Too quick: less than the policy's seconds for the whole sheet. Straight-lined: five
    answers or more by one person, all equal. Pasted: ten equal sheets or more one below the other, or of one moment, that chance does
    not put there (`_runs`, `_crowds`); the first of them is not doubted. A row is doubted for the first of these that holds.
    """
    columns = _tool_columns(grid, sheet.header)
    doubts: dict[int, str] = {}
    if columns:
        _by_columns(doubts, sheet, grid, columns, policies)
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


def _by_columns(doubts: dict[int, str], sheet: SheetOfAnswers, grid: Grid, columns: dict[str, int], policies: Policies) -> None:
    seen: set[str] = set()
    for index, row in enumerate(sheet.rows):
        came_from = address_in(_raw(grid, row, columns.get("address")))
        took = seconds(_raw(grid, row, columns.get("duration")))
        if came_from and came_from in seen:
            doubts[index] = REPEATED
        elif took is not None and took < policies.quickest_answer:
            doubts[index] = QUICK
        seen.add(came_from)


def _straight(answers: np.ndarray) -> np.ndarray:
    """Whether two answers or more were given, all equal: (rows,) of bool."""
    given = answers > 0
    lowest = np.where(given, answers, np.iinfo(answers.dtype).max).min(axis=1, initial=np.iinfo(answers.dtype).max)
    equal: np.ndarray = (given.sum(axis=1) > 1) & (answers.max(axis=1, initial=0) == lowest)
    return equal


def _numbers(rows: np.ndarray) -> np.ndarray:
    """A number for each row of a table of whole numbers, the same for equal rows: (rows,) of int64."""
    marks = np.zeros(len(rows), np.uint64)
    for number, column in enumerate(rows.T, 1):
        marks = marks * _STEP + column.astype(np.uint64) * np.uint64(2 * number + 1)
    _, numbers = np.unique(marks, return_inverse=True)
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
    marks = np.zeros(count, bool)
    unlikely = count * share ** lengths < _BY_CHANCE
    for start, length in zip(starts[unlikely].tolist(), lengths[unlikely].tolist(), strict=True):
        marks[start + 1 : start + length] = True
    return marks


def _crowds(whole: np.ndarray, patterns: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """The same of equal sheets of one moment, wherever they stand: of k sheets of a moment g are equal, which the sheets of other moments
    make unlikely (Chernoff's bound on the binomial distribution, times the number of such moments)."""
    marks = np.zeros(len(whole), bool)
    timed = np.flatnonzero(moments != NEVER)
    _, codes, sizes = np.unique(moments[timed], return_inverse=True, return_counts=True)
    crowded = timed[sizes[codes] >= FEWEST_PASTED]
    if not len(crowded):
        return marks
    groups = _numbers(np.column_stack([whole[crowded], moments[crowded]]))
    _, first, group, equal = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    at_once = _held(moments[timed], np.searchsorted(timed, crowded[first]))
    share = _share(_held(patterns, crowded[first]) - equal, len(whole) - at_once)
    ratio = equal / at_once
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = ratio * np.log(ratio / share) + np.where(ratio < 1, (1 - ratio) * np.log((1 - ratio) / (1 - share)), 0)
    chance = np.where(ratio > share, np.exp(-at_once * np.nan_to_num(apart)), 1.0) * (sizes >= FEWEST_PASTED).sum()
    doubted = (equal >= FEWEST_PASTED) & (chance < _BY_CHANCE)
    marks[crowded] = doubted[group]
    marks[crowded[first]] = False
    return marks


def _held(numbers: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many rows hold the same number as each of these rows."""
    _, codes, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    held: np.ndarray = counts[codes[at]]
    return held


def _share(found: np.ndarray, of: np.ndarray) -> np.ndarray:
    """A share estimated from a sample: (found + 1) ÷ (all + 2), which is never 0 or 1, and of no sample a half."""
    share: np.ndarray = (np.clip(found, 0, np.maximum(of, 0)) + 1) / (np.maximum(of, 0) + 2)
    return share


def _findings(doubts: dict[int, str], sheet: SheetOfAnswers, place: Place, policies: Policies) -> Iterator[Finding]:
    effect = "按口径“不计”，没有计入" if policies.doubtful == LEAVE_OUT else "按口径“计入”，照常计入"
    reasons = {REPEATED: "与上面的答卷网络地址（IP）相同", QUICK: f"所用时间不到 {policies.quickest_answer} 秒",
               STRAIGHT: "每道题的回答都一样" if sheet.alone else "成批的答卷每道题的回答都一样", PASTED: "成批出现、内容完全相同"}
    for why in dict.fromkeys(doubts.values()):
        rows = sorted(sheet.rows[index] + 1 for index, found in doubts.items() if found == why)
        listed = "、".join(str(row) for row in rows[:200]) + (" 等" if len(rows) > 200 else "")
        yield finding("export-doubtful", Place(place.file, place.sheet, f"A{rows[0]}"), count=len(rows), why=reasons[why], rows=listed,
                      effect=effect)


def address_column(grid: Grid, header: int) -> int | None:
    """The column that says from where an answer sheet came; None where the tool left it out."""
    return _tool_columns(grid, header).get("address")


def _tool_columns(grid: Grid, header: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, value in enumerate(grid.row(header)):
        title = label_key(value).lower()
        if title in _ADDRESS:
            found.setdefault("address", column)
        elif title in _DURATION:
            found.setdefault("duration", column)
    return found


def _raw(grid: Grid, row: int, column: int | None) -> Any:
    return None if column is None else grid.value(row, column)


def address_in(raw: Any) -> str:
    """An IP address, without the place that some tools write after it: 10.0.0.1(北京-北京) → 10.0.0.1; empty where nothing stands."""
    text = "" if is_empty(raw) else shown(raw)
    found = _DIGITS_OF_ADDRESS.match(text)
    return found[0] if found else text


def seconds(raw: Any) -> int | None:
    """How long a respondent took: 65 · 65秒 · 1分5秒 · 00:01:05; None when it cannot be read."""
    if is_empty(raw) or isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return int(raw)
    text = label_key(shown(raw))
    clock = _CLOCK.fullmatch(text)
    found = clock or _SECONDS.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + rest
