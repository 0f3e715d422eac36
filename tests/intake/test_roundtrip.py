"""Blank template → filled with right values in all their spellings → read: the same values, and nothing to mend."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.schema.number_kinds import ItemPoints
from tests.support.filled_books import book, template
from tests.support.table_rows import rows_of as intake_rows
from tests.support.template_fillings import placed_cells, read_back, right_values, rules, taken_in, values_read
from tests.support.typed_cells import typed_in

KINDS = ["department", "inspection", "survey", "incidents", "review"]
# what right values may still bring: what is not there yet, a late plan, half a point, two nominees of whom one name begins the other,
# a number of persons that dwarfs the others
MAY_COME = {"department-not-submitted", "register-missing", "plan-late", "fraction-as-score", "nominee-unclear", "headcount-doubtful"}
QUICK = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


def filled_in(kind: str, values: dict[str, Any]) -> bytes:
    """The template with these values typed in."""
    return typed_in(template(rules(), kind, "甲科"), {cell: pair[0] for cell, pair in placed_cells(kind, values).items()})


def meant(kind: str, values: dict[str, Any]) -> dict[str, tuple[dict, dict]]:
    """The same of the values that were typed; points of a checklist are read as they stand."""
    raw = {field.title for sheet in book(rules(), kind, "甲科").sheets for field in sheet.columns if isinstance(field.kind, ItemPoints)}
    return {
        sheet: ({label: value for label, (_, value) in form.items()},
                {at: {title: pair[title not in raw] for title, pair in row.items()} for at, row in table.items()})
        for sheet, (form, table) in values.items()
    }


@cache
def blank_cells(kind: str) -> int:
    """How many cells the blank template has."""
    return taken_in({"表.xlsx": template(rules(), kind, "甲科")}).files[0].account.nonempty


def check_round_trip(kind: str, values: dict[str, Any]) -> None:
    """What is typed is what is read; nothing is to be mended, and every cell is accounted for."""
    data = filled_in(kind, values)
    assert values_read(read_back(kind, data)) == meant(kind, values)
    intake = taken_in({"表.xlsx": data})
    (file,) = intake.files
    assert [p.line() for p in intake.findings if p.code not in MAY_COME] == []
    assert (file.state.value, file.kind) == ("used", kind)
    typed = len(placed_cells(kind, values))
    assert (file.account.nonempty, file.account.reported) == (blank_cells(kind) + typed, 0)
    assert file.account.used + file.account.template == file.account.nonempty and file.account.used >= typed


def something(values: dict[str, Any]) -> bool:
    """True when anything is filled in."""
    return any(form or table for form, table in values.values())


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(st.data())
def test_round_trip(kind: str, data: st.DataObject) -> None:
    check_round_trip(kind, data.draw(right_values(kind).filter(something)))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@settings(QUICK, max_examples=100)
@given(st.data())
def test_many_round_trips(kind: str, data: st.DataObject) -> None:
    check_round_trip(kind, data.draw(right_values(kind).filter(something)))


@QUICK
@given(st.data())
def test_points_of_a_checklist_reach_the_evaluation(data: st.DataObject) -> None:
    values = data.draw(right_values("inspection"))
    points = {f"{sheet}!{cell}": value for (sheet, cell), (_, value) in placed_cells("inspection", values).items()
              if not isinstance(value, str) and "!B" not in f"!{cell}"}
    rows = intake_rows(taken_in({"表.xlsx": filled_in("inspection", values)}))["inspections"]
    assert {row["source"].partition("!")[2]: row["points"] for row in rows} == points


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_template_holds_no_values(kind: str) -> None:
    assert all(not form and not table for form, table in values_read(read_back(kind, template(rules(), kind, "甲科"))).values())


@pytest.mark.parametrize("kind", ["department", "inspection", "survey", "review"])
def test_a_blank_template_is_put_aside(kind: str) -> None:
    intake = taken_in({"表.xlsx": template(rules(), kind, "甲科")})
    (file,) = intake.files
    assert (file.state.value, file.account.used) == ("rejected", 0)
    found = [(p.code, p.place.file, p.severity.value) for p in intake.findings if p.code not in MAY_COME]
    assert found == [("file-blank", "收件箱/表.xlsx", "warning")]
    assert file.account.template + file.account.reported == file.account.nonempty == blank_cells(kind)


def test_a_blank_register_says_that_nothing_happened() -> None:
    intake = taken_in({"表.xlsx": template(rules(), "incidents")})
    (file,) = intake.files
    assert (file.state.value, file.account.used, file.account.reported) == ("used", 0, 0)
    assert {p.code for p in intake.findings} == {"department-not-submitted"}
    assert "register-missing" in {p.code for p in taken_in({}).findings}
