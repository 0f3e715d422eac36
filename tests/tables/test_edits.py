"""The tables read in another way: rows out by their source, rows in below those that stay."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.tables.edits import Edit, edited
from fuwuyue_xlsx.tables.frames import tables

A, B = "收件箱/a.xlsx!事故投诉!B3", "收件箱/a.xlsx!事故投诉!B4"
GIVEN = tables(has_register=True, incidents=[{"id": "1", "person": "甲", "source": A}, {"id": "2", "person": "乙", "source": B}],
               contests=[{"department": "卫生所", "source": "c"}])

CASES = [
    (Edit(), ["甲", "乙"]),
    (Edit({"incidents": frozenset({A})}), ["乙"]),
    (Edit({"incidents": frozenset({"elsewhere"})}), ["甲", "乙"]),
    (Edit({"incidents": frozenset({A})}, {"incidents": {"id": ["1"], "person": ["丙"], "source": [A]}}), ["乙", "丙"]),
    (Edit({}, {"incidents": {"id": ["3"], "person": ["丁"], "source": ["x"]}}), ["甲", "乙", "丁"]),
]


@pytest.mark.parametrize("edit, persons", CASES)
def test_incidents_in_another_reading(edit: Edit, persons: list[str]) -> None:
    then = edited(GIVEN, edit)
    assert then.incidents["person"].tolist() == persons
    assert then.has_register and then.activities["contests"]["source"].tolist() == ["c"]
    assert GIVEN.incidents["person"].tolist() == ["甲", "乙"]


def test_a_sheet_of_what_departments_did_is_edited_like_any_other() -> None:
    then = edited(GIVEN, Edit({"contests": frozenset({"c"})}))
    assert then.activities["contests"].empty and list(then.activities["contests"].columns) == list(GIVEN.activities["contests"].columns)
