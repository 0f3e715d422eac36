"""Columns held as numbers: they say what the plain ones say, and large sheets read so are read alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuwuyue_xlsx.coded import Coded
from fuwuyue_xlsx.reading import body, grid
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.look import SheetLook
from fuwuyue_xlsx.reading.tables import Table, read_table
from fuwuyue_xlsx.schema.kinds import Day, Number, Text
from fuwuyue_xlsx.schema.model import Field, Sheet
from fuwuyue_xlsx.schema.names import Choice

pytestmark = pytest.mark.smoke
VALUES = st.lists(st.sampled_from(["甲", "乙", "", None, 1.0, dt.date(2017, 12, 1)]), max_size=40)


@given(VALUES)
def test_a_coded_column_says_what_the_plain_one_says(column: list[Any]) -> None:
    coded = Coded.of(column)
    assert list(coded) == column and len(coded) == len(column) and Coded.of(coded) is coded
    assert [coded[row] for row in range(len(column))] == column
    assert coded.values == list(dict.fromkeys(column))
    assert [value for value, there in zip(column, coded.holds("甲"), strict=True) if there] == ["甲"] * column.count("甲")
    assert not coded.holds("丙").any()
    odd = list(range(1, len(column), 2))
    assert list(coded.taken(odd)) == list(coded.taken(odd).compact()) == column[1::2]
    assert coded.taken(odd).compact().values == list(dict.fromkeys(column[1::2]))


@given(VALUES, st.integers(1, 5000))
def test_pairs_are_in_the_order_in_which_they_first_stand(column: list[Any], spread: int) -> None:
    """Also where far more pairs could be than there are rows."""
    other = [index * 7 % 5 for index in range(len(column))]
    wide = Coded(list(range(spread * 5)), Coded.of(other).codes * spread)
    pairs = Coded.pairs(Coded.of(column), wide)
    wanted = [(value, wide.codes[row]) for row, value in enumerate(column)]
    assert list(pairs) == wanted and pairs.values == list(dict.fromkeys(wanted))


def test_values_that_become_equal_become_one() -> None:
    found = Coded.of(["甲", " 甲", "乙"]).mapped(["甲", "甲", None])
    assert (found.values, found.codes.tolist()) == (["甲", None], [0, 0, 1])


SHEET = Sheet("表", columns=(
    Field("等级", Choice(("满意", "不满意")), required=True), Field("日期", Day()), Field("人数", Number(whole=True)),
    Field("意见", Text(), example="好"),
), lenient=True)
SHEET_TITLES = [column.title for column in SHEET.columns]
CELLS = st.sampled_from(["满意", " 满意", "不 满意", "不知道", "", " ", "\u200b", "示例：好", "示例：满意", "#N/A", 3.0, 2.5, -1.0, 43070.0,
                         dt.date(2017, 12, 1), dt.datetime(2017, 12, 1, 9), "2017-12-02"])
ODD = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 4)), st.sampled_from(["#N/A", "满意"]), max_size=2)


def said(rows: list[list[Any]], merges: list[Any], look: SheetLook) -> tuple[Any, ...]:
    sheet = Grid("表", [[*SHEET_TITLES, ""], *map(list, rows)], list(merges))
    sheet.lay_on(look)
    table: Table = read_table(sheet, SHEET, "收件箱/a.xlsx")
    values = {title: list(column) for title, column in table.values.items()}
    findings = sorted((p.code, p.place.cell, p.message) for p in table.problems)
    return table.rows, values, table.unreadable, findings, sheet.claims.tolist(), sheet.account(), sheet.marked, sheet.has_blank_texts


@pytest.mark.parametrize("odd", [False, True])
@given(data=st.data())
def test_a_large_sheet_is_read_as_a_small_one(odd: bool, data: st.DataObject) -> None:
    """With errors, formulas, percentages and merges among the cells, too: then it is not held as numbers at all."""
    rows = data.draw(st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8))
    look, merges = SheetLook(), []
    if odd:
        look = SheetLook(errors=data.draw(ODD), unvalued=data.draw(ODD), percents=[(1, 2)])
        merges = data.draw(st.sampled_from([[], [(1, 0, 3, 0)], [(2, 1, 2, 2)]]))
    small = said(rows, merges, look)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        assert said(rows, merges, look) == small
        patch.setattr(body, "MOST_VALUES", 3)
        assert said(rows, merges, look) == small


def test_rows_that_travel_on_stay_plain_columns() -> None:
    """Only answers are reduced where they are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        tables = [read_table(Grid("表", [SHEET_TITLES, ["满意", "", "", "好"]]), replace(SHEET, lenient=lenient), "a.xlsx") for lenient in (True, False)]
    assert [type(table.values["等级"]) for table in tables] == [Coded, list]


def test_what_equals_and_is_not_the_same_is_never_one() -> None:
    """TRUE and 1, an error and its own text."""
    rows = [["等级"], [1.0], [True], ["#N/A"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        mixed = Grid("表", rows)
        assert mixed.filled.all() and mixed.coded is None
        plain = Grid("表", [["等级"], [1.0], ["#N/A"]])
        assert plain.filled.all() and plain.coded is not None
        column = plain.coded_column(0, [1, 2])
        assert column is not None and list(column) == [1.0, "#N/A"]
        plain.lay_on(SheetLook(errors={(2, 0): "#N/A"}))
        assert plain.filled.all() and plain.coded is None
