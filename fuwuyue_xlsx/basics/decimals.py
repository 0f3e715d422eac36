"""Exact numbers: cell values as decimals, and rounding that a pocket calculator confirms."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def decimal_of(number: int | float) -> Decimal:
    """The decimal a spreadsheet shows for a stored number: 15 significant digits.

    85.675 → Decimal('85.675'), not the nearest binary float; 0.1 + 0.2 → Decimal('0.3').
    """
    if isinstance(number, int):
        return Decimal(number)
    shown = Decimal(format(number, ".15g"))
    return Decimal(int(shown)) if shown == shown.to_integral_value() else shown


# decimals as large as this and rounded to such places fit into the 28 digits that `quantize` keeps
_SURE, _STEPS = 20, {places: Decimal(1).scaleb(-places) for places in range(5)}


def round_half_up(value: Decimal | Fraction | int, places: int) -> Decimal:
    """Round half away from zero (四舍五入), exactly: 87.715 → 87.72, 2/3 → 0.67, -0.005 → -0.01."""
    if isinstance(value, Decimal) and places in _STEPS and not value.is_signed() and value.adjusted() < _SURE:
        return value.quantize(_STEPS[places], ROUND_HALF_UP)
    return ratio_half_up(*value.as_integer_ratio(), places)


def ratio_half_up(numerator: Decimal | int, denominator: Decimal | int, places: int) -> Decimal:
    """numerator ÷ denominator, rounded half away from zero without ever holding the endless quotient.

    560 ÷ 7 at 2 places → 80.00; 2 ÷ 3 → 0.67; the denominator is not zero.
    """
    top, below_top = numerator.as_integer_ratio()
    bottom, below_bottom = denominator.as_integer_ratio()
    over, under = top * below_bottom * 10**places, bottom * below_top
    if under < 0:
        over, under = -over, -under
    steps = (2 * abs(over) + under) // (2 * under)
    return Decimal(-steps if over < 0 else steps).scaleb(-places)


def plain(value: Decimal | int | None) -> str:
    """A decimal without trailing zeros or exponent: 40 → '40', 2.50 → '2.5', None → ''."""
    if value is None:
        return ""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
