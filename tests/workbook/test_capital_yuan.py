"""Amounts in 大写: as finance writes them, and as LibreOffice works the same formula out."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from fuwuyue_xlsx.workbook.capital_yuan import capital_yuan
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.xlsxwriter_internals import PlainSheet
from tests.support.recalculation import recalculated

AMOUNTS = {
    0: "零元整", 1: "壹元整", 10: "壹拾元整", 100: "壹佰元整", 105: "壹佰零伍元整", 110: "壹佰壹拾元整", 1001: "壹仟零壹元整", 1010: "壹仟零壹拾元整",
    2600: "贰仟陆佰元整", 9999: "玖仟玖佰玖拾玖元整", 10_000: "壹万元整", 10_005: "壹万零伍元整", 10_050: "壹万零伍拾元整", 11_050: "壹万壹仟零伍拾元整",
    100_000: "壹拾万元整", 100_010: "壹拾万零壹拾元整", 101_000: "壹拾万壹仟元整", 1_000_010: "壹佰万零壹拾元整", 1_111_111: "壹佰壹拾壹万壹仟壹佰壹拾壹元整",
    100_000_000: "壹亿元整", 100_000_005: "壹亿零伍元整", 100_001_000: "壹亿零壹仟元整", 100_050_000: "壹亿零伍万元整",
    1_010_101_010: "壹拾亿壹仟零壹拾万壹仟零壹拾元整",
    999_999_999_999: "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整", 10**12: "1000000000000元整",
}


def words(amount: int) -> object:
    return capital_yuan(Expression("A1", lambda row: amount)).value(0)


def read_back(text: str) -> int:
    """The number that 大写 says, by a reading that knows nothing of how it was written."""
    total = section = digit = 0
    for sign in text.removesuffix("元整"):
        if sign in "亿万":
            total, section, digit = total + (section + digit) * {"亿": 10**8, "万": 10**4}[sign], 0, 0
        elif sign in "仟佰拾":
            section, digit = section + digit * {"仟": 1000, "佰": 100, "拾": 10}[sign], 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
    return total + section + digit


@pytest.mark.parametrize("amount, wanted", AMOUNTS.items())
def test_amounts_are_written_as_on_receipts(amount, wanted):
    assert words(amount) == wanted


@given(st.one_of(st.integers(0, 10**12 - 1), st.integers(0, 10**5), st.integers(0, 10**8)))
def test_what_is_written_reads_back_as_the_amount(amount):
    text = str(words(amount))
    assert read_back(text) == amount
    assert "零零" not in text and not (amount and text.startswith("零")) and (not amount or not text.endswith("零元整"))


@pytest.mark.long
@pytest.mark.libreoffice
def test_libreoffice_comes_to_the_same(tmp_path: Path):
    chance = random.Random(7)
    amounts = [*AMOUNTS, *(chance.randrange(10**chance.randint(1, 12)) for _ in range(200))]
    buffer = io.BytesIO()
    workbook = Workbook(buffer)
    sheet = workbook.add_worksheet("一", PlainSheet)
    for row, amount in enumerate(amounts):
        sheet.write_number(row, 0, amount)
        formula, value = capital_yuan(Expression(f"A{row + 1}", lambda row, amount=amount: amount)).formula(row)
        sheet.write_formula(row, 1, formula, None, value)
    workbook.close()
    cells = recalculated(tmp_path, {"book": buffer.getvalue()})["book"]["一"]
    assert [cells[f"B{row + 1}"] for row in range(len(amounts))] == [words(amount) for amount in amounts]
