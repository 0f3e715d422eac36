"""Expressions: the text for Excel and the value agree, single cases by hand and random ones through LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from xlsxwriter import Workbook

from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef, in_row
from fuwuyue_xlsx.workbook.cell_contents import stored_result
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join, sentence
from fuwuyue_xlsx.workbook.functions import (
    AND,
    IF,
    ISNUMBER,
    LEN,
    MID,
    NOT,
    OR,
    ROUND,
    ROUNDDOWN,
    ROUNDUP,
    SUBSTITUTE,
    TEXT,
    N,
    rounded,
    total,
)
from fuwuyue_xlsx.workbook.range_functions import AVERAGE, COUNT, COUNTIF, INDEX, MATCH, MAX, MIN, RANK, SMALL, SUM, SUMIF, Crossing
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content, OwnRow
from tests.support.recalculation import differences, emptied, recalculated

SHEET, OTHER = "表", "别的'表"


def series(*contents: Content, column: int = 0, first: int = 0, sheet: str = SHEET) -> CellSeries:
    return CellSeries(CellRange(sheet, first, first + len(contents) - 1, column), contents)


def cell(content: Content, row: int = 5, column: int = 7, sheet: str = SHEET) -> Cell:
    return Cell(CellRef(sheet, row, column), content)


ONE, TWO = cell(2).local, cell(Decimal("2.5"), 6).local
SCORES = series(91, 88, None, "缺", 88, Decimal("85.5"))


@pytest.mark.parametrize(("made", "text", "value"), [
    (ONE + TWO * 3, "H6+H7*3", Decimal("9.5")),
    ((ONE + TWO) * 3, "(H6+H7)*3", Decimal("13.5")),
    (ONE - (TWO - 1), "H6-(H7-1)", Decimal("0.5")),
    (ONE - TWO - 1, "H6-H7-1", Decimal("-1.5")),
    (1 - ONE, "1-H6", -1),
    (ONE / (TWO / 5), "H6/(H7/5)", 4),
    ("第 " & ONE & " 名", '"第 "&H6&" 名"', "第 2 名"),
    ("共 " & (ONE - 1), '"共 "&(H6-1)', "共 1"),
    ("得 " & TWO, '"得 "&H7', "得 2.5"),
    (join('"', ONE), '""""&H6', '"2'),
    (sentence("在 {seats} 个名额之内", seats=ONE), '"在 "&H6&" 个名额之内"', "在 2 个名额之内"),
    (ONE == 2, "H6=2", True),
    (ONE != 2, "H6<>2", False),
    (ONE + 1 >= TWO, "H6+1>=H7", True),
    (cell(None).local == "", 'H6=""', True),
    (cell(None).local == 0, "H6=0", True),
    (cell("").local == 0, "H6=0", False),
    (cell("abC").local == "ABc", 'H6="ABc"', True),
    (cell("2").local == 2, "H6=2", False),
    ((ONE > 1) + (ONE > 9), "(H6>1)+(H6>9)", 1),
    (IF(ONE > 1, "多", "少"), 'IF(H6>1,"多","少")', "多"),
    (IF(ISNUMBER(cell("缺").local), cell("缺").local * 2, ""), 'IF(ISNUMBER(H6),H6*2,"")', ""),
    (AND(ISNUMBER(cell("缺").local), cell("缺").local > 1), "AND(ISNUMBER(H6),H6>1)", False),
    (OR(NOT(ISNUMBER(cell("缺").local)), cell("缺").local > 1), "OR(NOT(ISNUMBER(H6)),H6>1)", True),
    (N(cell("缺").local), "N(H6)", 0),
    (LEN(cell("一二").local), "LEN(H6)", 2),
    (MID(cell("、甲、乙").local, 2, 200), "MID(H6,2,200)", "甲、乙"),
    (SUBSTITUTE(cell("甲乙甲").local, "甲", "", 1), 'SUBSTITUTE(H6,"甲","",1)', "乙甲"),
    (TEXT(cell(85).local, "0.00"), 'TEXT(H6,"0.00")', "85.00"),
    (TEXT(cell(1234567).local, "#,##0"), 'TEXT(H6,"#,##0")', "1,234,567"),
    (TEXT(cell(43072).local, "yyyy-mm-dd"), 'TEXT(H6,"yyyy-mm-dd")', "2017-12-03"),
    (ROUND(cell(Decimal("-0.005")).local, 2), "ROUND(H6,2)", Decimal("-0.01")),
    (ROUNDUP(cell(Decimal("1.01")).local, 0), "ROUNDUP(H6,0)", 2),
    (ROUNDDOWN(cell(Decimal("1.99")).local, 0), "ROUNDDOWN(H6,0)", 1),
    (rounded(cell(Decimal("8567.5")).local, 2), "ROUND(ROUND(H6,8),0)/100", Decimal("85.68")),
    (rounded(cell(1).local / 3 * 150 + Decimal("0.5"), 0), "ROUND(ROUND(H6/3*150+0.5,8),0)", 51),
    (COUNT(SCORES.local), "COUNT($A$1:$A$6)", 4),
    (COUNTIF(SCORES.local, 88), "COUNTIF($A$1:$A$6,88)", 2),
    (COUNTIF(SCORES.qualified, "缺"), "COUNTIF('表'!$A$1:$A$6,\"缺\")", 1),
    (SUM(SCORES.local), "SUM($A$1:$A$6)", Decimal("352.5")),
    (AVERAGE(SCORES.between(0, 1).local), "AVERAGE($A$1:$A$2)", Decimal("89.5")),
    (MAX(SCORES.local) - MIN(SCORES.local), "MAX($A$1:$A$6)-MIN($A$1:$A$6)", Decimal("5.5")),
    (MAX(0, ONE - 5), "MAX(0,H6-5)", 0),
    (SMALL(SCORES.local, 2), "SMALL($A$1:$A$6,2)", 88),
    (MATCH(88, SCORES.local), "MATCH(88,$A$1:$A$6,0)", 2),
    (INDEX(SCORES.local, ONE + 2), "INDEX($A$1:$A$6,H6+2)", "缺"),
    (RANK(cell(88).local, SCORES.local), "RANK(H6,$A$1:$A$6)", 2),
    (RANK(cell(88).local, SCORES.local, rising=True), "RANK(H6,$A$1:$A$6,1)", 2),
    (SUMIF(series("a", "b", "a").local, "a", series(1, 2, "x", column=1).local), 'SUMIF($A$1:$A$3,"a",$B$1:$B$3)', 1),
    (Crossing(series("甲", "乙", "甲"), series("获奖", "获奖", "待查", column=1)).count(cell("甲").local, "获奖", SHEET),
     'SUMPRODUCT(($A$1:$A$3=H6)*($B$1:$B$3="获奖"))', 1),
    (Crossing(series("甲", "乙", "甲"), series(1, 2, "", column=1)).count_numbers(cell("甲").local, SHEET),
     "SUMPRODUCT(($A$1:$A$3=H6)*ISNUMBER($B$1:$B$3))", 1),
    (cell(3, sheet=OTHER).qualified, "'别的''表'!H6", 3),
    (cell(3).absolute, "$H$6", 3),
    (total([]), "0", 0),
])
def test_text_and_value(made: Expression, text: str, value: object) -> None:
    assert made.text == text
    assert made.value(0) == value and isinstance(made.value(0), bool) == isinstance(value, bool)


def test_a_column_is_one_text_for_all_rows() -> None:
    numbers = series(4, 5, 6, column=1, first=10)
    doubled = numbers.own * 2
    below = IF(doubled > 9, join(numbers.above, "→", numbers.own), "")
    column = CellSeries(CellRange(SHEET, 10, 12, 2), [doubled, below, below])
    assert [column.formula(row).value for row in (10, 11, 12)] == [8, "4→5", "5→6"]  # type: ignore[union-attr]
    assert column.formula(11).text == column.formula(12).text  # type: ignore[union-attr]
    assert in_row(column.formula(12).text, 12) == '=IF(B13*2>9,B12&"→"&B13,"")'  # type: ignore[union-attr]


def test_values_are_worked_out_once_and_only_when_asked_for() -> None:
    asked: list[int] = []

    def content(place: int) -> Content:
        asked.append(place)
        return expression(place) + 1

    column = CellSeries(CellRange(SHEET, 3, 5, 0), content)
    assert asked == []
    assert column.value(4) == 2 == column.value(4) and asked == [1]
    assert SUM(column.local).value(0) == 6 and asked == [1, 0, 2]


def test_a_column_of_rows_that_look_above_is_as_long_as_one_likes() -> None:
    count = 5_000
    column = CellSeries(CellRange(SHEET, 0, count - 1, 0), lambda place: 1 if place == 0 else column.above + 1, in_order=True)
    assert column.value(count - 1) == count


def test_ranks_of_a_long_column_take_one_look() -> None:
    count = 20_000
    column = series(*range(count))
    ranks = RANK(column.own, column.local)
    assert [ranks.value(row) for row in (0, count - 1)] == [count, 1]
    assert sum(ranks.value(row) for row in range(count)) == count * (count + 1) // 2  # type: ignore[misc]


@pytest.mark.parametrize("made", [MATCH("无", SCORES.local), SMALL(SCORES.local, 9), SMALL(SCORES.local, 0), RANK(cell(1).local, SCORES.local),
                                  AVERAGE(series("x").local), cell("缺").local + 1, ONE / 0])
def test_what_is_an_error_in_excel_is_one_here(made: Expression) -> None:
    with pytest.raises((LookupError, ArithmeticError, ValueError)):
        made.value(0)


# random expressions

Maker = Callable[[int], Expression]


class Gardener:
    """Grows random expressions over a table of numbers, texts and gaps, none of which comes to an error."""

    def __init__(self, dice: Random, columns: list[CellSeries]) -> None:
        self.dice, self.columns = dice, columns

    def cell(self) -> Expression:
        column = self.dice.choice(self.columns)
        row = self.dice.randint(column.area.first, column.area.last)
        return self.dice.choice([column.own, column.cell(row).absolute, column.cell(row).local])

    def number(self, depth: int) -> Expression:
        """A number; not so precise that binary arithmetic could show."""
        area = self.dice.choice(self.columns).local
        makers: list[Callable[[], Expression]] = [
            lambda: expression(self.dice.choice([0, 1, 7, Decimal("2.5"), Decimal("0.25")])), lambda: N(self.cell()), lambda: COUNT(area),
            lambda: SUM(area), lambda: LEN(self.text(0)), lambda: COUNTIF(area, self.dice.choice(["甲", "乙", 3, Decimal("2.5")]))]
        if depth > 0:
            makers += [
                lambda: self.number(depth - 1) + self.number(depth - 1), lambda: self.number(depth - 1) - self.number(depth - 1),
                lambda: self.number(depth - 1) * self.dice.choice([2, 10, Decimal("0.5")]), lambda: self.number(depth - 1) / self.dice.choice([2, 4, 8]),
                lambda: rounded(self.number(depth - 1) * 100 / self.dice.choice([3, 7, 6]), 2), lambda: ROUND(self.number(depth - 1), 1),
                lambda: ROUNDUP(ROUND(self.number(depth - 1), 8), 0), lambda: IF(self.test(depth - 1), self.number(depth - 1), self.number(depth - 1)),
                lambda: MAX(self.number(depth - 1), self.number(depth - 1)), lambda: COUNT(OwnRow(tuple(column.own for column in self.columns))),
                lambda: IF(COUNT(area) > 0, SMALL(area, 1), MIN(area)), lambda: rounded(IF(COUNT(area) > 0, AVERAGE(area), 0) * 10, 1)]
        return self.dice.choice(makers)()

    def text(self, depth: int) -> Expression:
        makers: list[Callable[[], Expression]] = [lambda: expression(self.dice.choice(["甲", "乙", "", '"', "a1"])), lambda: join(self.cell(), "")]
        if depth > 0:
            makers += [lambda: join(self.text(depth - 1), self.text(depth - 1)), lambda: join(ROUND(self.number(depth - 1), 2), self.text(depth - 1)),
                       lambda: TEXT(ROUND(self.number(depth - 1), 4), self.dice.choice(["0", "0.00", "0.0", "#,##0"])),
                       lambda: MID(self.text(depth - 1), 2, 3), lambda: IF(self.test(depth - 1), self.text(depth - 1), self.text(depth - 1)),
                       lambda: SUBSTITUTE(self.text(depth - 1), "甲", "丙丁", 1)]
        return self.dice.choice(makers)()

    def test(self, depth: int) -> Expression:
        makers: list[Callable[[], Expression]] = [
            lambda: ISNUMBER(self.cell()), lambda: self.cell() == self.dice.choice(["甲", "乙", "", 0, 3]), lambda: self.cell() == self.cell()]
        if depth > 0:
            makers += [lambda: self.number(depth - 1) > self.number(depth - 1), lambda: self.text(depth - 1) != self.text(depth - 1),
                       lambda: AND(self.test(depth - 1), self.test(depth - 1)), lambda: OR(self.test(depth - 1), self.test(depth - 1)),
                       lambda: NOT(self.test(depth - 1)), lambda: self.number(depth - 1) <= 3]
        return self.dice.choice(makers)()

    def any(self) -> Expression:
        return IF(self.test(2), self.number(3), self.text(3)) if self.dice.random() < 0.2 else self.dice.choice([self.number, self.text])(3)


def random_book(seed: int, formulas: int) -> bytes:
    """A table of six rows and, right of it, random formulas with the values that the expressions say."""
    dice = Random(seed)
    pool: list[Content] = [None, "甲", "乙", "A1", 0, 3, 3, 12, Decimal("2.5"), Decimal("-7.25"), 100]
    columns = [series(*[dice.choice(pool) for _ in range(6)], column=column) for column in range(4)]
    gardener, buffer = Gardener(dice, columns), io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet(SHEET)
    for column in columns:
        for row, value in enumerate(column.values):
            if value is not None:
                sheet.write(row, column.area.column, float(value) if isinstance(value, Decimal) else value)
    for number in range(formulas):
        row, made = number % 6, gardener.any()
        text, value = made.formula(row)
        sheet.write_formula(row, 6 + number // 6, in_row(text, row), None, stored_result(value))
    workbook.close()
    return buffer.getvalue()


def assert_libreoffice_agrees(folder: Path, seeds: range, formulas: int) -> None:
    books = {f"r{seed}": random_book(seed, formulas) for seed in seeds}
    found = recalculated(folder, {name: emptied(data) for name, data in books.items()})
    assert {name: lines for name, data in books.items() if (lines := differences(data, found[name]))} == {}


@pytest.mark.libreoffice
def test_random_expressions_come_to_what_libreoffice_finds(tmp_path: Path) -> None:
    assert_libreoffice_agrees(tmp_path, range(3), 300)


@pytest.mark.long
@pytest.mark.libreoffice
def test_many_random_expressions_come_to_what_libreoffice_finds(tmp_path: Path) -> None:
    assert_libreoffice_agrees(tmp_path, range(100, 130), 900)
