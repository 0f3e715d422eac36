"""How far out an .xls reaches is known before its grid is made: a damaged row number costs a finding, not gigabytes."""

from __future__ import annotations

import struct
import tempfile
from functools import cache
from pathlib import Path

import pytest

from fuwuyue_xlsx.reading import open_workbook
from fuwuyue_xlsx.reading.formats.xls_records import largest_box
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from tests.support.libreoffice import convert
from tests.support.raw_workbooks import book_bytes

BEGIN, END, SHEET, NUMBER, NUMBERS, BLANK = 0x0809, 0x000A, 0x0085, 0x0203, 0x00BD, 0x0201


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, 1.5))


def stream(*cells: bytes) -> bytes:
    """The records of a book with one sheet."""
    head = record(BEGIN, bytes(16))
    name = record(SHEET, struct.pack("<IBB", len(head) + 12 + 4, 0, 0) + b"\x01\x00")
    return head + name + record(END, b"") + record(BEGIN, bytes(16)) + b"".join(cells) + record(END, b"")


@pytest.mark.parametrize("cells, box", [
    ((), 0), ((number(0, 0),), 1), ((number(1, 2), number(4, 0)), 15), ((number(65_535, 255),), 65_536 * 256),
    ((record(NUMBERS, struct.pack("<HH", 9, 2) + bytes(12) + struct.pack("<H", 3)),), 40),
    ((number(0, 0), record(BLANK, struct.pack("<HHH", 65_535, 255, 0))), 1),  # a format alone takes no room
])
def test_the_box_of_the_filled_cells(cells: tuple[bytes, ...], box: int) -> None:
    assert largest_box(stream(*cells)) == box


def test_records_that_are_cut_are_looked_at_as_far_as_they_go() -> None:
    whole = stream(number(9, 9), number(99, 9))
    assert largest_box(whole[:-4]) == 1_000 and largest_box(whole[:-12]) == 1_000 and largest_box(whole[:50]) == 0
    assert largest_box(b"") == largest_box(b"\x03\x02") == 0


@cache
def small() -> bytes:
    """A book of four cells as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.xlsx"
        file.write_bytes(book_bytes({"表": [["名", 0.123456789], ["甲", 1.5]]}))
        return convert(Path(folder), [file], "xls")[0].read_bytes()


def moved(row: int, column: int) -> bytes:
    """The same book, its number at B1 elsewhere: two numbers of the file have changed."""
    data = small()
    at = data.index(struct.pack("<d", 0.123456789)) - 10
    assert struct.unpack_from("<HHHH", data, at)[2:] == (0, 1)
    return data[: at + 4] + struct.pack("<HH", row, column) + data[at + 8 :]


@pytest.mark.libreoffice
def test_a_cell_far_away_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of cells, which would make every cell between, is not asked."""
    monkeypatch.setattr(open_workbook, "CalamineWorkbook", None)
    for row, column in ((65_535, 255), (65_535, 65_535), (40_000, 200)):
        book = open_book(moved(row, column))
        assert isinstance(book, Unopened) and book.why.code == "file-too-wide" and book.why.blocks


@pytest.mark.libreoffice
@pytest.mark.parametrize("row, column", [(0, 1), (3_000, 100), (60_000, 3)])
def test_a_large_sheet_is_read(row: int, column: int) -> None:
    book = open_book(moved(row, column))
    assert isinstance(book, OpenedBook) and book.grids[0].account().nonempty == 4
