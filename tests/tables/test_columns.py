"""Columns on their way: sources held as runs, rows put together and taken out."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.tables.columns import SourceIndex, concat, concat_tables, from_records, take

cells = st.lists(st.tuples(st.sampled_from(["甲.xlsx!表!A", "甲.xlsx!表!AB", "乙.xlsx!表!A"]), st.integers(1, 9)), max_size=30)


def sources(of: list[tuple[str, int]]) -> SourceIndex:
    return SourceIndex.concat(SourceIndex.from_rows(start, [row]) for start, row in of)


def test_cells_below_one_another_are_one_run() -> None:
    index = SourceIndex.from_rows("甲.xlsx!表!C", [5, 6, 7, 9])
    assert index.runs == (("甲.xlsx!表!C", 5, 3), ("甲.xlsx!表!C", 9, 1))
    assert list(index) == [f"甲.xlsx!表!C{row}" for row in (5, 6, 7, 9)] and len(index) == 4


@given(cells, st.lists(st.text(max_size=3), max_size=4), st.data())
def test_they_are_as_a_list_of_texts_would_be(of: list[tuple[str, int]], texts: list[str], data: st.DataObject) -> None:
    """Whatever is put together, taken, or sent to another process; a text that is no cell, and an empty one, too."""
    wanted, index = [f"{start}{row}" for start, row in of] + texts, SourceIndex.concat([sources(of), texts])
    assert list(index) == wanted and len(index) == len(wanted)
    kept = data.draw(st.lists(st.integers(0, len(wanted) - 1), max_size=40) if wanted else st.just([]))
    assert list(index.take(kept)) == [wanted[number] for number in kept]
    assert list(pickle.loads(pickle.dumps(index))) == wanted


def test_rows_are_put_below_others_in_either_form() -> None:
    parts = [{"name": ["a", "b"], "source": SourceIndex.from_rows("f!s!A", [3, 4])}, {"name": ["c"], "source": ["f!s"]},
             {"name": ["d"], "source": SourceIndex.from_rows("f!s!A", [9])}]
    columns = concat(parts)
    assert isinstance(columns["source"], SourceIndex) and list(columns["source"]) == ["f!s!A3", "f!s!A4", "f!s", "f!s!A9"]
    assert {name: list(values) for name, values in take(columns, [3, 0]).items()} == {"name": ["d", "a"], "source": ["f!s!A9", "f!s!A3"]}
    assert parts[1] == {"name": ["c"], "source": ["f!s"]}


def test_what_a_part_does_not_have_is_none() -> None:
    """Before the column first comes, after it, and where it never comes; a part without rows adds nothing."""
    columns = concat([{"a": [1, 2]}, {}, {"b": [3]}, {"a": [4]}], ("a", "c"))
    assert columns == {"a": [1, 2, None, 4], "c": [None] * 4, "b": [None, None, 3, None]}
    assert concat([], ("a", "b")) == {"a": [], "b": []}


row = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1, max_size=3)


@given(st.lists(st.lists(row, max_size=4), max_size=5))
def test_several_tables_are_put_together_as_their_records_are(parts: list[list[dict[str, Any]]]) -> None:
    records = [dict.fromkeys("abc") | one for part in parts for one in part]
    tables = [{"t": from_records(part), "u": from_records(part[::-1])} for part in parts]
    found = concat_tables(tables, {"t": "abc", "u": "abc"})
    assert found["t"] == from_records(records, "abc")
    assert found["u"] == from_records([dict.fromkeys("abc") | one for part in parts for one in part[::-1]], "abc")


def test_putting_rows_together_counts_none_of_them_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting sources goes run by run: done for every book, it would grow with the square of their number."""
    counted = []
    monkeypatch.setattr(SourceIndex, "__len__", lambda self: counted.append(1) or len(self.runs))
    columns = concat({"name": [book], "source": SourceIndex.from_rows(f"{book}!s!A", [1])} for book in range(3))
    assert not counted and list(columns["source"]) == ["0!s!A1", "1!s!A1", "2!s!A1"]
