"""A row or a cell that a file holds twice: told at its place, the first is used; blank repetitions are nothing."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.reading.unused_cells import report_written_twice
from tests.support.binary_books import binary_book, binary_cell, number_cell, row
from tests.support.workbook_parts import with_part

SHEET = "xl/worksheets/sheet1.xml"
FIRST = '<row r="2"><c r="A2" t="n"><v>5</v></c><c r="B2" t="n"><v>6</v></c></row>'


def book(rows: str) -> bytes:
    """A workbook of one sheet 表 whose rows are written so."""
    made = Workbook()
    made.active.title = "表"
    made.active["A1"] = 1
    buffer = io.BytesIO()
    made.save(buffer)
    return with_part(buffer.getvalue(), SHEET, lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))


def told(data: bytes) -> tuple[list[tuple[str, str]], object]:
    """((first cell, cells) of each row that is told, what A2 holds)."""
    opened = open_book(data)
    assert isinstance(opened, OpenedBook), opened
    found = report_written_twice(opened, "甲.xlsx")
    assert {one.code for one in found} <= {"written-twice"} and all(one.blocks for one in found)
    grid = opened.grid("表")
    assert grid is not None
    return [(one.place.cell, one.details["cells"]) for one in found], grid.value(1, 0)


@pytest.mark.parametrize("rows, wanted", [
    (FIRST + '<row r="2"><c r="A2"><v>7</v></c></row>', [("A2", "A2")]),
    (FIRST + '<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row>', [("A2", "A2、B2")]),
    ('<row r="2"><c r="A2"><v>5</v></c><c r="A2"><v>7</v></c></row>', [("A2", "A2")]),
    ('<row r="2"><c r="A2"><v>5</v></c><c r="A2"><v>5</v></c></row>', [("A2", "A2")]),
])
def test_a_row_or_a_cell_that_stands_twice_is_told_and_the_first_is_used(rows, wanted):
    assert told(book(rows)) == (wanted, 5)


@pytest.mark.parametrize("rows", [
    FIRST,
    FIRST + '<row r="3"/><row r="3"/>',
    FIRST + '<row r="2"/>',
    FIRST + '<row r="4"><c r="A4" s="0"/><c r="A4" s="0"/></row>',
])
def test_what_is_blank_may_stand_twice(rows):
    assert told(book(rows)) == ([], 5)


def test_so_it_is_in_binary_books():
    again = binary_book(row(1, number_cell(0, 0, 5.0), number_cell(1, 0, 6.0)), row(1, number_cell(0, 0, 7.0)))
    assert told(again) == ([("A2", "A2")], 5)
    blank = binary_book(row(1, number_cell(0, 0, 5.0)), row(2, binary_cell(1, 0, 0), binary_cell(1, 0, 0)))
    assert told(blank) == ([], 5)
