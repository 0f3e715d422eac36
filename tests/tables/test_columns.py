"""Columns of rows: sources held as runs, rows put together and taken out."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.tables.columns import Sources, extend, taken

cells = st.lists(st.tuples(st.sampled_from(["甲.xlsx!表!A", "甲.xlsx!表!AB", "乙.xlsx!表!A"]), st.integers(1, 9)), max_size=30)


def sources(of: list[tuple[str, int]]) -> Sources:
    found = Sources()
    for start, row in of:
        found.extend(Sources.below(start, [row]))
    return found


def test_cells_below_one_another_are_one_run() -> None:
    found = Sources.below("甲.xlsx!表!C", [5, 6, 7, 9])
    assert found.runs == [("甲.xlsx!表!C", 5, 3), ("甲.xlsx!表!C", 9, 1)]
    assert list(found) == [f"甲.xlsx!表!C{row}" for row in (5, 6, 7, 9)] and len(found) == 4


@given(cells, st.lists(st.text(max_size=3), max_size=4), st.data())
def test_they_are_as_a_list_of_texts_would_be(of: list[tuple[str, int]], texts: list[str], data: st.DataObject) -> None:
    """Whatever is put together, taken, or sent to another process; a text that is no cell, and an empty one, too."""
    wanted, found = [f"{start}{row}" for start, row in of] + texts, sources(of)
    found.extend(texts)
    assert list(found) == wanted and len(found) == len(wanted)
    kept = data.draw(st.lists(st.integers(0, len(wanted) - 1), max_size=40) if wanted else st.just([]))
    assert list(found.take(kept)) == [wanted[index] for index in kept]
    assert list(pickle.loads(pickle.dumps(found))) == wanted


def test_rows_are_put_below_others_in_either_form() -> None:
    columns = {"name": [], "source": []}
    extend(columns, {"name": ["a", "b"], "source": Sources.below("f!s!A", [3, 4])})
    extend(columns, {"name": ["c"], "source": ["f!s"]})
    extend(columns, {"name": ["d"], "source": Sources.below("f!s!A", [9])})
    assert isinstance(columns["source"], Sources) and list(columns["source"]) == ["f!s!A3", "f!s!A4", "f!s", "f!s!A9"]
    assert {name: list(values) for name, values in taken(columns, [3, 0]).items()} == {"name": ["d", "a"], "source": ["f!s!A9", "f!s!A3"]}
    plain: dict[str, list[str]] = {"source": ["x"]}
    extend(plain, {"source": Sources.below("f!s!A", [1])})
    assert plain == {"source": ["x", "f!s!A1"]}


def test_putting_rows_together_counts_none_of_them_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting goes run by run: done for every book, it would grow with the square of their number."""
    columns = {"source": Sources.below("0!s!A", [1])}
    counted = []
    monkeypatch.setattr(Sources, "__len__", lambda self: counted.append(1) or len(self.runs))
    for book in range(1, 4):
        extend(columns, {"source": Sources.below(f"{book}!s!A", [1])})
    assert not counted and list(columns["source"]) == ["0!s!A1", "1!s!A1", "2!s!A1", "3!s!A1"]
