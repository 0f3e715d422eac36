"""What each book of the inbox holds that no other can stand for: whose scores, which visits, incidents, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import place_of
from fuwuyue_xlsx.tables.frames import Tables

if TYPE_CHECKING:
    import pandas as pd

Contents = dict[str, tuple[str, ...]]


def contents_of(tables: Tables) -> Contents:
    """File → what it holds, a text each that means the same in every run; a file that counts nowhere holds nothing.

    A department for its book, a reviewer, 日期 检查人 科室 of a visit, an incident's number, 科室 材料 that was received, whom
    a ruling disqualifies, who is given points for what; of a survey how often each grade was given to whom.
    """
    held: dict[str, dict[str, None]] = defaultdict(dict)
    frames = tables.by_name
    for name, words in _WORDS.items():
        if name in frames:
            for file, text in words(frames[name]):
                held[file][text] = None
    return {file: tuple(texts) for file, texts in held.items()}


def _rows(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """The distinct rows of these columns, in order."""
    return iter(dict.fromkeys(zip(*(frame[name].tolist() for name in names), strict=True)))


def _departments(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return _rows(frame, "file", "department")


def _reviewers(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Sheet by sheet, not cell by cell: there may be very many."""
    sheets = dict.fromkeys((source.rpartition("!")[0], reviewer) for source, reviewer in _rows(frame, "source", "reviewer"))
    return ((_file(f"{sheet}!A1"), key(reviewer)) for sheet, reviewer in sheets)


def _visits(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(f"{visit}!A1"), _joined(about)) for visit, *about in _rows(frame, "visit", "date", "inspector", "department"))


def _incidents(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(source), key(number) if number else _joined(about))
            for source, number, *about in _rows(frame, "source", "id", "date", "department", "team", "conclusion"))


def _disqualified(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(source), _joined(about)) for source, *about in _rows(frame, "source", "award", "department", "team", "person", "post"))


def _received(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(source), _joined(about)) for source, *about in _rows(frame, "source", "department", "material"))


def _voted(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(source), _joined(about)) for source, *about in _rows(frame, "source", "award", "department", "team", "post"))


def _adjusted(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    return ((_file(source), _joined(about))
            for source, *about in _rows(frame, "source", "award", "department", "team", "post", "reason"))


def _grades(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    counts: dict[tuple[Any, ...], int] = defaultdict(int)
    columns = (frame[name].tolist() for name in ("file", "department", "team", "grade", "count"))
    for file, department, team, grade, count in zip(*columns, strict=True):
        counts[file, department, team, grade] += count
    return ((file, f"{_joined(about)}\t{count}") for (file, *about), count in counts.items())


_WORDS: dict[str, Callable[[pd.DataFrame], Iterator[tuple[str, str]]]] = {
    "departments": _departments, "reviews": _reviewers, "inspections": _visits, "incidents": _incidents, "grades": _grades,
    "disqualifications": _disqualified, "receipts": _received, "votes": _voted, "adjustments": _adjusted,
}


def _file(source: str) -> str:
    return place_of(source).file


def _joined(parts: Iterable[Any]) -> str:
    """Names however they are spaced; what is missing is an empty place."""
    return " ".join(key(str(part)) if part is not None else "—" for part in parts)
