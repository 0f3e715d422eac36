"""Amounts in the characters of receipts (大写), as a text and by a formula that every spreadsheet program works out.

A number format of Excel writes them too, but other programs show the digits, and a copied cell is a number again.
"""

from __future__ import annotations

from fuwuyue_xlsx.workbook.expressions import AND, IF, INT, MID, MOD, OR, Expression, join

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
# 亿, 万 and what is below stand for four digits each; more than twelve are written as they are
_TOO_LARGE = 10**12


def capital_yuan(amount: Expression) -> Expression:
    """Whole yuan from 0 on as finance writes them: 1050 → 壹仟零伍拾元整, 0 → 零元整, 100010 → 壹拾万零壹拾元整.

    From 10**12 yuan on the digits themselves stand before 元整.
    """
    hundred_millions, ten_thousands, rest = (_four_digits(amount, place) for place in (8, 4, 0))
    words = join(
        IF(amount >= 10**8, join(hundred_millions, "亿"), ""),
        IF(_group(amount, 4) > 0, join(_zero(amount, 4), ten_thousands, "万"), ""),
        IF(_group(amount, 0) > 0, join(_zero(amount, 0), rest), ""),
        "元整",
    )
    return IF(amount >= _TOO_LARGE, join(amount, "元整"), IF(amount < 1, "零元整", words))


def _group(amount: Expression, place: int) -> Expression:
    """The four digits from this power of ten on, as a number."""
    return MOD(INT(amount / 10**place), 10**4)


def _digit(amount: Expression, place: int) -> Expression:
    return MOD(INT(amount / 10**place), 10)


def _zero(amount: Expression, place: int) -> Expression:
    """零 before a group that has fewer than four digits, or follows an empty one, and is not the first."""
    gap = _group(amount, place) < 1000
    if place == 0:
        gap = OR(gap, _group(amount, 4) == 0)
    return IF(AND(amount >= 10**(place + 4), gap), "零", "")


def _four_digits(amount: Expression, place: int) -> Expression:
    """0 → nothing, 1001 → 壹仟零壹, 110 → 壹佰壹拾."""
    thousand, hundred, ten, one = (_digit(amount, place + power) for power in (3, 2, 1, 0))

    def word(digit: Expression, unit: str, otherwise: Expression | str) -> Expression:
        return IF(digit > 0, join(MID(_DIGITS, digit + 1, 1), unit), otherwise)

    return join(
        word(thousand, "仟", ""),
        word(hundred, "佰", IF(AND(thousand > 0, OR(ten > 0, one > 0)), "零", "")),
        word(ten, "拾", IF(AND(hundred > 0, one > 0), "零", "")),
        IF(one > 0, MID(_DIGITS, one + 1, 1), ""),
    )
