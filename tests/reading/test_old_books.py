"""Excel's old format (.xls): chains of sectors that never end are no memory's death, and two readings that differ are told."""

from __future__ import annotations

import struct

import pytest

from fuwuyue_xlsx.reading.open_workbook import OpenedBook, Unopened, open_book
from tests.support.old_books import END, SECTOR, container, old_book, old_cell, old_record, old_sheet

ROWS = [["姓名", "分"], ["张三", 5.0], ["李四", 7.5]]
# the table of sectors is sector 0, behind the header; the directory and the stream begin with these
TABLE, DIRECTORY, STREAM = SECTOR, 1, 2


def with_next(book: bytes, sector: int, following: int) -> bytes:
    """The book with another number in its table of sectors."""
    wrong = bytearray(book)
    struct.pack_into("<I", wrong, TABLE + 4 * sector, following)
    return bytes(wrong)


def test_a_whole_book_is_read() -> None:
    book = open_book(old_book(ROWS))
    assert isinstance(book, OpenedBook)
    assert (book.grids[0].flat, book.doubts) == ([value for row in ROWS for value in row], ())


def test_a_longer_chain_than_the_stream_needs_is_read() -> None:
    """Some programs set room aside behind the last record."""
    stream = old_book(ROWS)[3 * SECTOR :]
    book = open_book(container(stream + bytes(20 * SECTOR)))
    assert isinstance(book, OpenedBook) and book.doubts == ()


@pytest.mark.parametrize("sector, following", [
    (STREAM + 3, STREAM),
    (STREAM + 3, STREAM + 3),
    (DIRECTORY, DIRECTORY),
    (STREAM + 3, 0x00FFFFFF),
    (DIRECTORY, 0x0FFFFFF0),
    (STREAM + 3, 0xFFFFFFF0),
], ids=["the stream runs in a circle", "a sector follows itself", "the directory follows itself", "far beyond the file", "the directory too", "the farthest"])
def test_chains_that_never_end_are_damaged(sector: int, following: int) -> None:
    """Not followed until the memory is full, and no room is made for a sector of 8 GB and more."""
    book = open_book(with_next(old_book(ROWS), sector, following))
    assert isinstance(book, Unopened) and book.why.code == "file-damaged"


def test_a_table_of_sectors_that_is_empty_is_damaged() -> None:
    """Then every sector is followed by the first."""
    book = old_book(ROWS)
    opened = open_book(book[:TABLE] + bytes(SECTOR) + book[TABLE + SECTOR :])
    assert isinstance(opened, Unopened) and opened.why.code == "file-damaged"


@pytest.mark.parametrize("at, number", [(68, 0), (76 + 4, 0x00FFFFFF)], ids=["a further table that is none", "a table far beyond the file"])
def test_a_header_that_leads_astray_is_damaged(at: int, number: int) -> None:
    wrong = bytearray(old_book(ROWS))
    struct.pack_into("<I", wrong, at, number)
    opened = open_book(bytes(wrong))
    assert isinstance(opened, Unopened) and opened.why.code == "file-damaged"


def test_a_chain_that_ends_early_is_told() -> None:
    """The end of the stream is gone: what is there is read, and it is said that the book is in doubt, or it is not read."""
    opened = open_book(with_next(old_book([["x" * 200, float(n)] for n in range(60)]), STREAM + 4, END))
    assert isinstance(opened, Unopened) or opened.doubts


def cells() -> list[bytes]:
    return [old_cell(row, column, value) for row, values in enumerate(ROWS) for column, value in enumerate(values)]


def doubts_of(*records: bytes) -> tuple[str, ...]:
    book = open_book(old_book({"表": old_sheet(*records)}))
    assert isinstance(book, OpenedBook)
    return book.doubts


# the second reader passes over it as well, or stumbles over it
TOLD = [("file-contradicts",), ("file-half-looked-at",)]


def with_kind(record: bytes, kind: int) -> bytes:
    """A record whose type is another: a bit of it has changed."""
    return struct.pack("<H", kind) + record[2:]


@pytest.mark.parametrize("kind", [0x0003, 0x0202, 0x0283, 0x0603, 0x8203, 0x0206, 0x0406])
@pytest.mark.parametrize("at", [3, 4])
def test_a_cell_whose_record_is_none_is_told(kind: int, at: int) -> None:
    """Every reader passes over it: 5 points would be none without a word."""
    records = cells()
    records[at] = with_kind(records[at], kind)
    assert doubts_of(*records) in TOLD


@pytest.mark.parametrize("kind", [0x0003, 0x0206, 0x0406])
def test_a_last_cell_of_an_older_version_is_told(kind: int) -> None:
    *before, last = cells()
    assert doubts_of(*before, with_kind(last, kind)) in TOLD


def test_a_number_that_is_none_is_told() -> None:
    """What is no number to one reader is a strange one to the other."""
    assert doubts_of(*cells()[:-1], old_cell(2, 1, float("nan"))) == ("file-contradicts",)


@pytest.mark.parametrize("among", [
    old_record(0x0208, struct.pack("<HHHHIHH", 1, 0, 2, 255, 0, 0, 15)), old_record(0x00D7, bytes(8)), old_record(0x01C2, bytes(10)),
], ids=["a row", "the index of rows", "a changed formula"])
def test_what_belongs_among_the_cells_is_nothing(among: bytes) -> None:
    records = cells()
    assert doubts_of(*records[:3], among, *records[3:]) == ()


def test_what_stands_before_and_behind_the_cells_is_nothing() -> None:
    """Pages, windows and private records of other programs."""
    stranger = old_record(0x0F03, bytes(8))
    assert doubts_of(stranger, *cells(), stranger) == ()
