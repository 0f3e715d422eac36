"""Numbers by which the same rows are known again in other files, the same in every process."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fuwuyue_xlsx.tables.factorized import AnyColumn, factorize

# odd numbers of 64 bits that spread what they multiply
_STEP, _SPREAD = np.uint64(0x9E3779B97F4A7C15), 0xD1B54A32D192ED03


def hash_of(value: Any) -> int:
    """A number of 64 bits for a value."""
    return (zlib.crc32(repr(value).encode("utf-8", "replace")) * _SPREAD) % (1 << 64)


def fingerprints_of(columns: Sequence[AnyColumn]) -> np.ndarray:
    """A number for each row, the same for the same values in the same columns: (rows,) of uint64. Columns of no rows are passed over."""
    hashes = np.zeros(max(map(len, columns), default=0), np.uint64)
    for column in map(factorize, filter(len, columns)):
        hashes = hashes * _STEP + np.array([hash_of(value) for value in column.categories], np.uint64)[column.codes]
    return hashes


def spread(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers as marks that can be added to others: (rows,) of uint64."""
    return numbers.astype(np.uint64) * _STEP


@dataclass
class RowFingerprints:
    """Marks of the answer sheets on one sheet of a survey, each a number that is the same in every file and process.

    marks      by all that an answer sheet says; in an export but when and from where it came
    rows       the sheet's row numbers, one a mark
    moments    when each came, in seconds since 1970, or the least int64
    addressed  by the address that each came from and what it answers to, 0 without an address; empty where no sheet has one
    own        whether it is a sheet of our own book, of which each row is about one department or team
    telling    whether its moment tells a row from others about the same: not where a clerk typed a class's sheets; empty: of all
    responses  by what is answered about whom, each department and team for itself; owner after owner
    responded  the number of the row of each of these among the marks
    """

    sheet: str
    hashes: np.ndarray
    rows: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    moments: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    addressed: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    own: bool = False
    telling: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    responses: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    responded: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
