"""Excel's functions of single values, and what is made of several of them: rounding, scores as text, sums."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from math import floor

from fuwuyue_xlsx.workbook.cell_contents import Value
from fuwuyue_xlsx.workbook.expressions import (
    ATOM,
    MULTIPLICATION,
    Expression,
    Operand,
    expression,
    function,
    is_number,
    number,
    of_one,
    shown_text,
)

# Excel's number of a date less the ordinal of Python
_EPOCH = 693594
_FIXED = re.compile(r"0(?:\.(0+))?")


def IF(condition: Expression, then: Operand, otherwise: Operand) -> Expression:
    """One of two values; the other is never worked out, so it may be one that cannot be."""
    first, second = expression(then), expression(otherwise)
    test, yes, no = condition.value, first.value, second.value
    return Expression(f"IF({condition.text},{first.text},{second.text})", lambda row: yes(row) if test(row) else no(row))


def AND(*conditions: Expression) -> Expression:
    """True when all are. Those after the first false one are not worked out."""
    return _condition("AND", False, conditions)


def OR(*conditions: Expression) -> Expression:
    """True when one is. Those after the first true one are not worked out."""
    return _condition("OR", True, conditions)


def _condition(name: str, decisive: bool, conditions: tuple[Expression, ...]) -> Expression:
    tests = [condition.value for condition in conditions]

    def value(row: int) -> bool:
        for test in tests:
            if bool(test(row)) is decisive:
                return decisive
        return not decisive

    return Expression(f"{name}({','.join([one.text for one in conditions])})", value)


def NOT(condition: Expression) -> Expression:
    """True when the condition is not."""
    return of_one("NOT", condition, lambda value: not value)


def ISNUMBER(operand: Expression) -> Expression:
    """Whether a value is a number."""
    return of_one("ISNUMBER", operand, is_number)


def N(operand: Expression) -> Expression:
    """A number as it is, anything else as 0."""
    return of_one("N", operand, lambda value: value if is_number(value) else 0)


def LEN(operand: Expression) -> Expression:
    """The number of characters of a text."""
    return of_one("LEN", operand, lambda value: len(shown_text(value)))


def MID(operand: Operand, start: Operand, length: int) -> Expression:
    """So many characters from one on, counted from 1."""
    def value(text: Value, first: Value, _: Value) -> str:
        begin = int(number(first)) - 1
        return shown_text(text)[begin: begin + length]

    return function("MID", value, operand, start, length)


def SUBSTITUTE(operand: Expression, old: Operand, new: str, which: int) -> Expression:
    """A text with the first place of another replaced (`which`: 1); case matters."""
    assert which == 1, which
    return function("SUBSTITUTE", lambda text, old_text, put, _: shown_text(text).replace(shown_text(old_text), put, 1), operand, old, new, which)


def TEXT(operand: Operand, number_format: str) -> Expression:
    """A number in words of a format: 0.00 (decimals), #,##0 (thousands) or yyyy-mm-dd (a date's number)."""
    fixed = _FIXED.fullmatch(number_format)
    if fixed:
        places = len(fixed[1] or "")
        return of_one("TEXT", operand, lambda value: value if type(value) is str else str(_half_up(number(value), places)), number_format)
    if number_format == "#,##0":
        return of_one("TEXT", operand, lambda value: value if type(value) is str else f"{_half_up(number(value), 0):,}", number_format)
    assert number_format == "yyyy-mm-dd", number_format
    return of_one("TEXT", operand, lambda value: value if type(value) is str else str(dt.date.fromordinal(int(number(value)) + _EPOCH)), number_format)


def INT(operand: Operand) -> Expression:
    """The whole number below or at a number."""
    return of_one("INT", operand, lambda value: floor(number(value)))


def MOD(operand: Operand, divisor: int) -> Expression:
    """What is left of a number that is not negative after dividing by a positive one."""
    return of_one("MOD", operand, lambda value: number(value) % divisor, divisor)


def ROUND(operand: Operand, places: int) -> Expression:
    """Rounded half away from zero."""
    return of_one("ROUND", operand, lambda value: _half_up(number(value), places), places)


def ROUNDUP(operand: Operand, places: int) -> Expression:
    """Rounded away from zero."""
    return of_one("ROUNDUP", operand, lambda value: _quantized(number(value), places, ROUND_UP), places)


def ROUNDDOWN(operand: Operand, places: int) -> Expression:
    """A number rounded towards zero, as Excel's ROUNDDOWN."""
    return of_one("ROUNDDOWN", operand, lambda value: _quantized(number(value), places, ROUND_DOWN), places)


_STEPS = {places: Decimal(1).scaleb(-places) for places in range(10)}


def _half_up(value: int | Decimal, places: int) -> Decimal:
    return _quantized(value, places, ROUND_HALF_UP)


def _quantized(value: int | Decimal, places: int, rounding: str) -> Decimal:
    """The number with so many decimals; never a nought with a sign."""
    return Decimal(value).quantize(_STEPS[places], rounding) + 0


def rounded(scaled: Expression, places: int) -> Expression:
    """A quantity rounded half away from zero, exactly.

    `scaled` is the quantity × 10^places. Its distance from a half is either nought or more than 5E-9 (its denominator is
    below 10^8), while binary arithmetic errs by less than 1E-9; so ROUND(…,8) puts every true half exactly on the half,
    which binary numbers hold, and the outer ROUND decides as a pocket calculator does: 85.675 → 85.68 at 2 places.
    """
    text, inner = f"ROUND(ROUND({scaled.text},8),0)", scaled.value
    return Expression(f"{text}/{10**places}" if places else text,
                      lambda row: _half_up(_half_up(number(inner(row)), 8), 0).scaleb(-places), MULTIPLICATION if places else ATOM)


def text_format(places: int) -> str:
    """The format of scores with so many decimals: 2 → 0.00."""
    return "0" + ("." + "0" * places if places else "")


def score_text(score: Operand, places: int) -> Expression:
    """A score inside a sentence: always with all its decimals."""
    return TEXT(score, text_format(places))


def total(terms: list[Expression]) -> Expression:
    """The terms added up; 0 of none."""
    whole = terms[0] if terms else expression(0)
    for term in terms[1:]:
        whole = whole + term
    return whole


