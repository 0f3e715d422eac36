"""Exact numbers: a cell's decimal, rounding half away from zero, numbers as shown."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.basics.decimals import decimal_of, plain, ratio_half_up, round_half_up

typed = st.decimals(Decimal("-999999.999999"), Decimal("999999.999999"), places=6)


def by_hand(value: Decimal, places: int) -> Decimal:
    """The standard library's own rounding, wide enough never to round on the way."""
    return value.quantize(Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP, decimal.Context(prec=60))


@pytest.mark.parametrize("stored, shown", [
    (85.675, "85.675"),
    (0.1 + 0.2, "0.3"),
    (1.1 * 3, "3.3"),
    (12, "12"),
    (12.0, "12"),
    (0.0, "0"),
    (-0.5, "-0.5"),
    (1e15, "1000000000000000"),
    (1e22, "10000000000000000000000"),
    (1e30, "1" + "0" * 30),
    (1e-7, "0.0000001"),
])
def test_a_stored_number_is_the_decimal_that_is_shown(stored, shown):
    """Fifteen significant digits, as a spreadsheet has them; a very large number is a number too."""
    found = decimal_of(stored)
    assert plain(found) == shown
    assert found == Decimal(shown)


@given(typed)
def test_what_was_typed_comes_back(number):
    """Any number of up to 12 digits survives being stored as a binary float."""
    assert decimal_of(float(number)) == number


@given(st.integers(-10**30, 10**30))
def test_whole_numbers_are_exact(number):
    """An int has no digits to lose."""
    assert decimal_of(number) == number


@pytest.mark.parametrize("value, places, rounded", [
    ("87.715", 2, "87.72"),
    ("87.705", 2, "87.71"),
    ("0.005", 2, "0.01"),
    ("2.675", 2, "2.68"),
    ("80.255", 2, "80.26"),
    ("80.254999", 2, "80.25"),
    ("-0.005", 2, "-0.01"),
    ("-87.715", 2, "-87.72"),
    ("0.5", 0, "1"),
    ("1.5", 0, "2"),
    ("2.5", 0, "3"),
    ("85", 2, "85.00"),
    ("85.67545", 4, "85.6755"),
])
def test_half_goes_away_from_zero(value, places, rounded):
    """四舍五入, shown with all its places."""
    assert str(round_half_up(Decimal(value), places)) == rounded


@given(st.integers(-1_000_000, 1_000_000), st.integers(0, 4))
def test_every_half_way_case(steps, places):
    """Exact at every x.xx5: as the sign goes, so goes the rounding."""
    half = Decimal(10 * steps + 5).scaleb(-places - 1)
    up = Decimal(steps + 1 if half > 0 else steps).scaleb(-places)
    assert round_half_up(half, places) == up


@given(st.decimals(Decimal(-10**9), Decimal(10**9), places=8), st.integers(0, 4))
def test_rounding_agrees_with_decimal(value, places):
    """Against ROUND_HALF_UP of the standard library, digits and places alike."""
    assert round_half_up(value, places).as_tuple() == _without_sign_of_zero(by_hand(value, places)).as_tuple()


def _without_sign_of_zero(value: Decimal) -> Decimal:
    return value if value else abs(value)


@given(st.fractions(-1000, 1000, max_denominator=999), st.integers(0, 4))
def test_fractions_are_rounded_to_the_nearest(value, places):
    """A mean is a fraction: the result is off by half a step at most, and by less than half below it."""
    off = (abs(Fraction(round_half_up(value, places))) - abs(value)) * 10**places
    assert -Fraction(1, 2) < off <= Fraction(1, 2)


divisors = st.one_of(st.integers(1, 10**6), st.decimals(Decimal("0.01"), Decimal(9999), places=2))


@given(typed, divisors, st.booleans(), st.integers(0, 4))
def test_a_ratio_is_rounded_once(numerator, divisor, negative, places):
    """Points ÷ maxima, whole or not, of either sign: as the exact fraction is rounded."""
    divisor = -divisor if negative else divisor
    exact = Fraction(numerator) / Fraction(divisor)
    off = Fraction(ratio_half_up(numerator, divisor, places)) - exact
    assert ratio_half_up(numerator, divisor, places) == round_half_up(exact, places)
    assert abs(off) * 2 * 10**places <= 1 and -ratio_half_up(-numerator, divisor, places) == ratio_half_up(numerator, divisor, places)


@pytest.mark.parametrize("numerator, denominator, places, rounded", [
    (560, 7, 2, "80.00"), (2, 3, 2, "0.67"), (1, 8, 2, "0.13"), (-1, 8, 2, "-0.13"), (1, -8, 2, "-0.13"), (Decimal("0.5"), 1, 0, "1"),
    (Decimal("17.5"), Decimal("2.5"), 1, "7.0"), (0, 5, 2, "0.00"),
])
def test_ratios_by_hand(numerator, denominator, places, rounded):
    """0.125 → 0.13, whichever of the two is negative."""
    assert str(ratio_half_up(numerator, denominator, places)) == rounded


def test_thirds_and_sevenths():
    """2 ÷ 3, and 560 ÷ 7 of the worked example."""
    assert str(round_half_up(Fraction(2, 3), 2)) == "0.67"
    assert str(round_half_up(Fraction(560, 7), 2)) == "80.00"
    assert str(round_half_up(7, 2)) == "7.00"


@pytest.mark.parametrize("weights, parts, total", [
    ((40, 30, 30), ("85.5", "90.25", "88.15"), "87.72"),
    ((40, 30, 30), ("87.55", "92.35", "89.45"), "89.56"),
])
def test_the_worked_composites(weights, parts, total):
    """0.4×85.5 + 0.3×90.25 + 0.3×88.15 = 87.72, not 87.71 or 87.719999."""
    exact = sum(Decimal(weight) * Decimal(part) / 100 for weight, part in zip(weights, parts, strict=True))
    assert str(round_half_up(exact, 2)) == total


@pytest.mark.parametrize("value, text", [
    (Decimal("2.50"), "2.5"), (Decimal("40.00"), "40"), (Decimal("100"), "100"), (Decimal("1E+3"), "1000"), (7, "7"),
    (Decimal("0.00"), "0"), (Decimal("1E-7"), "0.0000001"), (Decimal("-3.10"), "-3.1"), (None, ""),
])
def test_plain(value, text):
    """No zeros at the end, no exponent, nothing for nothing."""
    assert plain(value) == text


@given(typed)
def test_plain_loses_nothing(number):
    """What is shown reads back as the same number."""
    assert Decimal(plain(number)) == number
