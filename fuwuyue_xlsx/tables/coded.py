"""Long columns of few different values: each value once, and a number for each row, so that counting is numpy's work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


class _Numbers(dict[Any, int]):
    """Gives each value it is asked for the next number."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


@dataclass(frozen=True, eq=False)
class Coded:
    """A column: `values`, no two of them equal, and for each row the number of its value, (rows,) of integers."""

    values: list[Any]
    codes: np.ndarray

    @staticmethod
    def of(column: Coded | Sequence[Any]) -> Coded:
        """A column of hashable values, coded in the order in which they first stand there."""
        if isinstance(column, Coded):
            return column
        numbers = _Numbers()
        codes = np.fromiter(map(numbers.__getitem__, column), np.int64, len(column))
        return Coded(list(numbers), codes)

    @staticmethod
    def pairs(one: Coded, other: Coded) -> Coded:
        """The column of (one, other), row by row; in the order in which the pairs first stand there."""
        many = max(1, len(other.values))
        found, codes = _renumbered(one.codes * many + other.codes, len(one.values) * many)
        return Coded([(one.values[pair // many], other.values[pair % many]) for pair in found.tolist()], codes)

    def mapped(self, values: list[Any]) -> Coded:
        """The column with these in the places of its values; two that are equal become one."""
        numbers = _Numbers()
        codes = np.array([numbers[value] for value in values], np.int64)
        return Coded(list(numbers), codes[self.codes])

    def taken(self, rows: Sequence[int] | np.ndarray) -> Coded:
        """The column of these rows; values that none of them holds may remain."""
        return Coded(self.values, self.codes[rows])

    def compact(self) -> Coded:
        """The same column without the values that no row holds."""
        found, codes = _renumbered(self.codes, len(self.values))
        return Coded([self.values[number] for number in found.tolist()], codes)

    def holds(self, value: Any) -> np.ndarray:
        """A mask of the rows that hold this value."""
        return self.codes == (self.values.index(value) if value in self.values else -1)

    def __getitem__(self, row: int) -> Any:
        return self.values[self.codes[row]]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.codes.tolist())


def _renumbered(codes: np.ndarray, many: int) -> tuple[np.ndarray, np.ndarray]:
    """(the numbers below `many` that stand there, in the order in which they first do, and the column by their places)."""
    if many > 4 * len(codes) + 1_000:
        different, codes = np.unique(codes, return_inverse=True)
        found, codes = _renumbered(codes, len(different))
        return different[found], codes
    first = np.full(many, len(codes))
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    found = np.argsort(first, kind="stable")[: int((first < len(codes)).sum())]
    places = np.empty(many, np.int64)
    places[found] = np.arange(len(found))
    return found, places[codes]


Column = Coded | Sequence[Any]
