"""Columns held as numbers: they say what the plain ones say, and large sheets read so are read alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.reading import grid, table_rows
from fuwuyue_xlsx.reading.formats.sheet_metadata import SheetMetadata
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.read_table import Table, read_table
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Text
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.tables.factorized import Factorized, factorize, factorize_pairs

pytestmark = pytest.mark.smoke
VALUES = st.lists(st.sampled_from(["甲", "乙", "", None, 1.0, dt.date(2017, 12, 1)]), max_size=40)


@given(VALUES)
def test_a_factorized_column_says_what_the_plain_one_says(column: list[Any]) -> None:
    factorized = factorize(column)
    assert list(factorized) == column and len(factorized) == len(column) and factorize(factorized) is factorized
    assert [factorized[row] for row in range(len(column))] == column
    assert factorized.categories == list(dict.fromkeys(column))
    assert [value for value, there in zip(column, factorized.eq("甲"), strict=True) if there] == ["甲"] * column.count("甲")
    assert not factorized.eq("丙").any()
    odd = list(range(1, len(column), 2))
    assert list(factorized.take(odd)) == list(factorized.take(odd).remove_unused_categories()) == column[1::2]
    assert factorized.take(odd).remove_unused_categories().categories == list(dict.fromkeys(column[1::2]))


@given(VALUES, st.integers(1, 5000))
def test_pairs_are_in_the_order_in_which_they_first_stand(column: list[Any], spread: int) -> None:
    """Also where far more pairs could be than there are rows."""
    other = [index * 7 % 5 for index in range(len(column))]
    wide = Factorized(list(range(spread * 5)), factorize(other).codes * spread)
    pairs = factorize_pairs(factorize(column), wide)
    wanted = [(value, wide.codes[row]) for row, value in enumerate(column)]
    assert list(pairs) == wanted and pairs.categories == list(dict.fromkeys(wanted))


def test_values_that_become_equal_become_one() -> None:
    found = factorize(["甲", " 甲", "乙"]).rename_categories(["甲", "甲", None])
    assert (found.categories, found.codes.tolist()) == (["甲", None], [0, 0, 1])


SHEET = Sheet("表", columns=(
    Field("等级", Choice(("满意", "不满意")), required=True), Field("日期", Day()), Field("人数", Number(whole=True)),
    Field("意见", Text(), example="好"),
), lenient=True)
SHEET_TITLES = [column.title for column in SHEET.columns]
CELLS = st.sampled_from(["满意", " 满意", "不 满意", "不知道", "", " ", "\u200b", "示例：好", "示例：满意", "#N/A", 3.0, 2.5, -1.0, 43070.0,
                         dt.date(2017, 12, 1), dt.datetime(2017, 12, 1, 9), "2017-12-02"])
ODD = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 4)), st.sampled_from(["#N/A", "满意"]), max_size=2)


def said(rows: list[list[Any]], merges: list[Any], look: SheetMetadata) -> tuple[Any, ...]:
    sheet = Grid("表", [[*SHEET_TITLES, ""], *map(list, rows)], list(merges))
    sheet.lay_on(look)
    table: Table = read_table(sheet, SHEET, "收件箱/a.xlsx")
    values = {title: list(column) for title, column in table.values.items()}
    findings = sorted((p.code, p.place.cell, p.message) for p in table.findings)
    return table.rows, values, table.unreadable, findings, sheet.claims.tolist(), sheet.account(), sheet.marked, sheet.has_blank_texts


@pytest.mark.parametrize("odd", [False, True])
@settings(deadline=None)
@given(data=st.data())
def test_a_large_sheet_is_read_as_a_small_one(odd: bool, data: st.DataObject) -> None:
    """With errors, formulas, percentages and merges among the cells, too: then it is not held as numbers at all."""
    rows = data.draw(st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=8))
    look, merges = SheetMetadata(), []
    if odd:
        look = SheetMetadata(errors=data.draw(ODD), unvalued=data.draw(ODD), percents=[(1, 2)])
        merges = data.draw(st.sampled_from([[], [(1, 0, 3, 0)], [(2, 1, 2, 2)]]))
    small = said(rows, merges, look)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        assert said(rows, merges, look) == small
        patch.setattr(table_rows, "MOST_VALUES", 3)
        assert said(rows, merges, look) == small


def test_rows_that_travel_on_stay_plain_columns() -> None:
    """Only answers are reduced where they are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        tables = [read_table(Grid("表", [SHEET_TITLES, ["满意", "", "", "好"]]), replace(SHEET, lenient=lenient), "a.xlsx") for lenient in (True, False)]
    assert [type(table.values["等级"]) for table in tables] == [Factorized, list]


def test_what_equals_and_is_not_the_same_is_never_one() -> None:
    """TRUE and 1, an error and its own text."""
    rows = [["等级"], [1.0], [True], ["#N/A"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "LARGE", 0)
        mixed = Grid("表", rows)
        assert mixed.filled.all() and mixed.factorized is None
        plain = Grid("表", [["等级"], [1.0], ["#N/A"]])
        assert plain.filled.all() and plain.factorized is not None
        column = plain.factorized_column(0, [1, 2])
        assert column is not None and list(column) == [1.0, "#N/A"]
        plain.lay_on(SheetMetadata(errors={(2, 0): "#N/A"}))
        assert plain.filled.all() and plain.factorized is None
