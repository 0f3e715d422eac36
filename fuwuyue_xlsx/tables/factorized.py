"""Long columns of few different values as codes into categories: what pandas.Categorical holds, in numpy alone.

Sheets are read in worker processes, and those do without pandas: loading it beside numpy takes each of them 0.35 s of
processor time and 40 MB, more than a department's book takes to read, and `pandas.factorize` is no faster on lists of cells than a dict
(2 million cells: 0.36 s and 0.24 s). So a long sheet of answers is held by this class until its answers are counted
(`survey_tables.py`); only the counts leave the worker, and pandas puts them together.

The names are those of pandas. None is a category like any other here, so that a column gives back what it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


class _Codes(dict[Any, int]):
    """Gives each value it is asked for the next code."""

    def __missing__(self, value: Any) -> int:
        code = self[value] = len(self)
        return code


@dataclass(frozen=True, eq=False)
class Factorized:
    """A column of hashable values: `categories`, no two of them equal, and `codes`, (rows,) of int64, one a row."""

    categories: list[Any]
    codes: np.ndarray

    def rename_categories(self, values: Sequence[Any]) -> Factorized:
        """The column with these values in the places of its categories; other than in pandas two may be equal, and become one."""
        numbers = _Codes()
        codes = np.array([numbers[value] for value in values], np.int64)
        return Factorized(list(numbers), codes[self.codes])

    def take(self, indices: Sequence[int] | np.ndarray) -> Factorized:
        """The rows of these numbers; categories that none of them holds may remain."""
        return Factorized(self.categories, self.codes[indices])

    def remove_unused_categories(self) -> Factorized:
        """The same column without the categories that no row holds."""
        used, codes = _renumbered(self.codes, len(self.categories))
        return Factorized([self.categories[code] for code in used.tolist()], codes)

    def eq(self, value: Any) -> np.ndarray:
        """A mask of the rows that hold this value, (rows,) of bool."""
        return self.codes == (self.categories.index(value) if value in self.categories else -1)

    def __getitem__(self, row: int) -> Any:
        return self.categories[self.codes[row]]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        return map(self.categories.__getitem__, self.codes.tolist())


# a column in either form
AnyColumn = Factorized | Sequence[Any]


def column_at(column: AnyColumn, indices: np.ndarray) -> AnyColumn:
    """The rows of these numbers of a column in either form; an array gives a list."""
    if isinstance(column, Factorized):
        return column.take(indices)
    values: list[Any] = np.asarray(column, object)[indices].tolist()
    return values


def factorize(values: AnyColumn) -> Factorized:
    """The column with its categories in the order in which they first stand there: 甲, 乙, 甲 → codes 0, 1, 0."""
    if isinstance(values, Factorized):
        return values
    numbers = _Codes()
    codes = np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
    return Factorized(list(numbers), codes)


def factorize_pairs(left: Factorized, right: Factorized) -> Factorized:
    """The column of (left, right), row by row; its categories in the order in which the pairs first stand there."""
    width = max(1, len(right.categories))
    used, codes = _renumbered(left.codes * width + right.codes, len(left.categories) * width)
    return Factorized([(left.categories[pair // width], right.categories[pair % width]) for pair in used.tolist()], codes)


def _renumbered(codes: np.ndarray, bound: int) -> tuple[np.ndarray, np.ndarray]:
    """(the codes that occur, in the order in which they first do; for each row the place of its code among them).

    All codes are below `bound`.
    """
    if bound > 4 * len(codes) + 1_000:
        different, codes = np.unique(codes, return_inverse=True)
        used, codes = _renumbered(codes, len(different))
        return different[used], codes
    first = np.full(bound, len(codes))
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    used = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    places = np.empty(bound, np.int64)
    places[used] = np.arange(len(used))
    return used, places[codes]
