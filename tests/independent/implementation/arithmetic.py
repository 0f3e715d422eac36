"""Exact numbers: every value is a fraction, rounded only where the specification rounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any


def rounded(value: Fraction, places: int) -> Fraction:
    """Rounded half away from zero (四舍五入) — evaluation.md, Numbers 1."""
    scaled = abs(value) * 10**places
    nearest = (2 * scaled + 1) // 2
    return Fraction(nearest if value >= 0 else -nearest, 10**places)


def mean(values: Sequence[Fraction], places: int) -> Fraction | None:
    """The rounded mean, or None of nothing."""
    if not values:
        return None
    return rounded(sum(values, Fraction(0)) / len(values), places)


def percentage(pairs: Sequence[tuple[Any, Decimal]], places: int) -> Fraction:
    """Σ points ÷ Σ maxima × 100 of pairs of points and maximum, rounded."""
    got = sum((Fraction(points) for points, _ in pairs), Fraction(0))
    possible = sum((Fraction(maximum) for _, maximum in pairs), Fraction(0))
    return rounded(got / possible * 100, places)


def shown(value: Fraction | None, places: int) -> str | None:
    """Scores are decimal strings with the policy's decimals; what is missing is null."""
    if value is None:
        return None
    digits = str(abs(value) * 10**places)
    assert "/" not in digits, "a shown number has been rounded before"
    digits = digits.rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
