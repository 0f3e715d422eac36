"""Numbers by which the same rows are known again in other files, the same in every process."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from fuwuyue_xlsx.tables.factorized import AnyColumn, factorize

# odd numbers of 64 bits that spread what they multiply
_STEP, _SPREAD = np.uint64(0x9E3779B97F4A7C15), 0xD1B54A32D192ED03


def mark_of(value: Any) -> int:
    """A number of 64 bits for a value."""
    return (zlib.crc32(repr(value).encode("utf-8", "replace")) * _SPREAD) % (1 << 64)


def fingerprints_of(columns: Sequence[AnyColumn]) -> np.ndarray:
    """A number for each row, the same for the same values in the same columns: (rows,) of uint64. Columns of no rows are passed over."""
    marks = np.zeros(max(map(len, columns), default=0), np.uint64)
    for column in map(factorize, filter(len, columns)):
        marks = marks * _STEP + np.array([mark_of(value) for value in column.categories], np.uint64)[column.codes]
    return marks


def spread(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers as marks that can be added to others: (rows,) of uint64."""
    return numbers.astype(np.uint64) * _STEP
