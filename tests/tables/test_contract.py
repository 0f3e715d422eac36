"""The contract of the tables: what intake fills keeps it, and what breaks it is told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fuwuyue_xlsx.intake.read_inbox import read_inbox
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.tables.contract import RULING_TABLES, SCHEMAS, TABLES, tables_reference, violations
from fuwuyue_xlsx.tables.frames import Tables, by_department, frame, tables
from fuwuyue_xlsx.workspace import Workspace
from tests.independent.bridge import tables_of
from tests.independent.implementation.campaigns import random_campaign

EXAMPLES = Path(__file__).parents[2] / "examples"


def broken(made: Tables) -> list[str]:
    return [line for name in TABLES for line in violations(name, made.by_name[name])]


@pytest.mark.parametrize("example", ["2017", "2017-problems"])
def test_intake_keeps_the_contract(example: str) -> None:
    workspace = Workspace(EXAMPLES / example)
    rules, _ = read_rules_file(workspace.rules)
    assert rules is not None
    made = read_inbox(workspace.inbox, workspace.root, rules).tables
    assert broken(made) == []
    unused = ("votes", "adjustments", *(() if example == "2017-problems" else (*RULING_TABLES, "receipts")))
    assert all(len(rows) for name, rows in made.by_name.items() if name not in unused)


@pytest.mark.parametrize("seed", range(5))
def test_random_campaigns_keep_the_contract(seed: int) -> None:
    assert broken(tables_of(random_campaign(seed))) == []


def test_empty_tables_keep_the_contract() -> None:
    assert broken(tables()) == []


HEADCOUNT = {"department": ["甲科"], "team": [None], "headcount": [12], "basics": [None], "source": ["a.xlsx!班组!B6"]}


@pytest.mark.parametrize("changed, line", [
    ({}, None),
    ({"headcount": [None]}, None),
    ({"headcount": [12.0]}, "headcounts.headcount: 12.0 is no int or None"),
    ({"headcount": [True]}, "headcounts.headcount: True is no int or None"),
    ({"headcount": [float("nan")]}, "headcounts.headcount: nan is no int or None"),
    ({"department": [None]}, "headcounts.department: None is no str"),
])
def test_what_breaks_it_is_told(changed: dict[str, list[Any]], line: str | None) -> None:
    assert list(violations("headcounts", frame("headcounts", HEADCOUNT | changed))) == ([] if line is None else [line])


def test_a_frame_that_pandas_made_by_itself_breaks_it() -> None:
    guessed = pd.DataFrame({**HEADCOUNT, "headcount": [12]})
    assert any(line.startswith("headcounts.headcount: dtype int64") for line in violations("headcounts", guessed))
    assert list(violations("headcounts", guessed.drop(columns="basics"))) != []


def test_a_moment_is_no_day_and_points_are_no_floats() -> None:
    (date,) = (column for column in TABLES["incidents"].columns if column.name == "date")
    (points,) = (column for column in TABLES["reviews"].columns if column.name == "points")
    assert date.accepts(dt.date(2017, 12, 1)) and date.accepts(None) and not date.accepts(dt.datetime(2017, 12, 1))
    assert points.accepts(Decimal("8.5")) and not points.accepts(8.5) and not points.accepts(None)


def test_a_frame_has_the_columns_of_the_contract_and_no_guesses() -> None:
    made = frame("headcounts", {"headcount": [3, None], "place": ["x", "y"]})
    assert tuple(made.columns) == TABLES["headcounts"].names and all(dtype.kind == "O" for dtype in made.dtypes)
    assert made["headcount"].tolist() == [3, None] and made["team"].tolist() == [None, None]


def test_rows_go_by_the_rules_departments() -> None:
    """Unknown departments last; within one department as they stand; a frame without rows stays one."""
    rows = frame("services", {"department": ["乙", "丙", "甲", "乙"], "name": ["1", "2", "3", "4"], "source": ["a", "b", "c", "d"]})
    assert by_department(rows, ("甲", "乙"))["name"].tolist() == ["3", "1", "4", "2"]
    assert list(by_department(rows.iloc[:0], ("甲",)).columns) == list(rows.columns)


def test_the_reference_names_every_table_and_column() -> None:
    text = tables_reference()
    for schema in SCHEMAS:
        assert f"## {schema.name}" in text
        assert all(f"| {column.name} | {column.type.__name__} | {column.unit} | {column.description} |" in text for column in schema.columns)
