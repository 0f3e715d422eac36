"""Damaged books of .xls, .ods and .xlsb: whatever is wrong, nothing fails, and what counts is as before or something is said.

An .xls has no checksums: a digit that has become another digit is one that somebody could have typed. There the same
cells hold something, or it is said.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from fuwuyue_xlsx.intake.workers.local import LocalProcesses
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from tests.support.binary_books import as_ods, as_xlsb
from tests.support.binary_damage import damaged
from tests.support.libreoffice import convert
from tests.support.one_file import findings, meaning, read_one
from tests.support.workspaces import review_file, rules, visit_file

MADE = {"ods": as_ods, "xlsb": as_xlsb}


@cache
def books(ending: str) -> tuple[bytes, ...]:
    """Two small books in a format."""
    return tuple(MADE[ending](data) for data in (review_file(), visit_file()))


def filled(data: bytes) -> dict[str, set[tuple[int, int]]]:
    """The cells of each sheet that hold something."""
    book = open_book(data)
    assert isinstance(book, OpenedBook)
    return {grid.title: {(int(row), int(column)) for row, column in zip(*grid.filled.nonzero(), strict=True)} for grid in book.grids}


def complaints(ending: str, whole: tuple[bytes, ...], seeds: range) -> list[str]:
    """What was passed over in silence."""
    found, told = [], 0
    right = [(findings(source), meaning(source)) for source in (read_one(data, rules(), f"表.{ending}") for data in whole)]
    assert all(said == set() and meant is not None for said, meant in right)
    for seed in seeds:
        how, data = damaged(whole[seed % len(whole)], ending, seed)
        source = read_one(data, rules(), f"表.{ending}")
        told += bool(findings(source))
        if findings(source) or meaning(source) == right[seed % len(whole)][1]:
            continue
        if ending != "xls" or filled(data) != filled(whole[seed % len(whole)]):
            found.append(f"{seed} {how}: the rows have changed, and nothing is said")
    assert told > len(seeds) // 3 or len(seeds) == 1
    return found


@pytest.mark.parametrize("ending", ["ods", "xlsb"])
def test_damaged_books_of_other_formats(ending: str) -> None:
    assert complaints(ending, books(ending), range(60)) == []


@pytest.mark.long
@pytest.mark.parametrize("ending", ["ods", "xlsb"])
def test_thousands_of_damaged_books_of_other_formats(ending: str) -> None:
    """The same at length."""
    assert complaints(ending, books(ending), range(60, 3_560)) == []


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    """The books as LibreOffice saves them in Excel's old format."""
    folder = tmp_path_factory.mktemp("old")
    for name, data in {"a": review_file(), "b": visit_file()}.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    return tuple(Path(path).read_bytes() for path in convert(folder, [folder / "a.xlsx", folder / "b.xlsx"], "xls"))


def some_seeds(item: range, shared: tuple[bytes, ...]) -> list[str]:
    return complaints("xls", shared, item)


def in_processes(whole: tuple[bytes, ...], seeds: range) -> list[str]:
    """The same in processes of their own, as the program reads: some damages make the reader of cells die, which is told then."""
    found: list[str] = []
    pieces = [range(seed, seed + 1) for seed in seeds]
    for seed, result in zip(seeds, LocalProcesses(1).run(some_seeds, pieces, whole, lambda item: (60, 1 << 30)), strict=True):
        found += result if isinstance(result, list) else [f"{seed} never ended"] if result.too_slow else []
    return found


@pytest.mark.long
@pytest.mark.libreoffice
def test_damaged_books_of_the_old_format(saved: tuple[bytes, ...]) -> None:
    assert in_processes(saved, range(60)) == []


@pytest.mark.long
@pytest.mark.libreoffice
def test_thousands_of_damaged_books_of_the_old_format(saved: tuple[bytes, ...]) -> None:
    """The same at length."""
    assert in_processes(saved, range(60, 3_060)) == []
