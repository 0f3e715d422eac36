"""Reviewers' books and visits in several parts and versions: row by row the newer counts, whatever the parts and their order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuwuyue_xlsx.intake.merging import Merged
from fuwuyue_xlsx.intake.reviewers import merge_reviews
from fuwuyue_xlsx.intake.submissions import State
from fuwuyue_xlsx.intake.visits import merge_inspections
from tests.support.filled_books import small_rules
from tests.support.read_parts import CANDIDATES, FULL, SHEET, TEAMS, book, visit

RULES = small_rules()


def told(merged: Merged) -> dict[str, list[str]]:
    """File name → the codes of its findings."""
    return {file.name: [f"{p.severity.value} {p.code}" for p in file.findings] for file in merged.files}


def rows_said(merged: Merged, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table less what tells the files apart."""
    columns = merged.tables[table]
    cells = [source.split("!", 1)[1] for source in columns["source"]]
    names = [name for name in columns if name not in ("source", "place", "visit")]
    return list(zip(cells, *(columns[name] for name in names), strict=True))


def given_to(merged: Merged, team: str) -> list[int]:
    """The points of a team that count, in the order of the table."""
    columns = merged.tables.get("reviews") or merged.tables["inspections"]
    return [int(points) for at, points in zip(columns["team"], columns["points"], strict=True) if at == team]


parted = st.lists(st.tuples(st.sets(st.sampled_from(CANDIDATES), min_size=1), st.integers(0, 3)), min_size=1, max_size=4)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(parted)
def test_a_reviewers_book_in_any_parts_is_the_whole_book(parts: list[tuple[set[tuple[str, str, str | None]], int]]) -> None:
    """Whatever rows stand in which part, once or again, and whenever each was saved: the same table, and nothing to mend or doubt."""
    rest = set(CANDIDATES) - set().union(*(rows for rows, _ in parts))
    files = [book(f"{number}", minutes, {who: FULL[who] for who in rows}) for number, (rows, minutes) in enumerate([*parts, (rest, 1)])]
    merged, whole = merge_reviews(files, (), RULES), merge_reviews([book("0", 0, FULL)], (), RULES)
    assert rows_said(merged, "reviews") == rows_said(whole, "reviews")
    assert (merged.doubts, {p.severity.value for file in merged.files for p in file.findings} <= {"info"}) == ((), True)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sets(st.sampled_from(TEAMS)), st.integers(0, 3)), min_size=1, max_size=4))
def test_a_visit_in_any_parts_is_the_whole_visit(parts: list[tuple[set[str], int]]) -> None:
    rest = set(TEAMS) - set().union(*(teams for teams, _ in parts))
    files = [visit(f"{number}", minutes, {team: SHEET[team] for team in teams}) for number, (teams, minutes) in enumerate([*parts, (rest, 1)]) if teams]
    merged, whole = merge_inspections(files, (), RULES), merge_inspections([visit("0", 0, SHEET)], (), RULES)
    assert rows_said(merged, "inspections") == rows_said(whole, "inspections")
    assert (len(set(merged.tables["inspections"]["visit"])), merged.doubts) == (1, ())


ELECTRICIANS, PLUMBERS, DOCTORS = CANDIDATES[2:]


def test_three_versions_each_with_a_row_of_its_own() -> None:
    """The newest row of each candidate counts; a book with none left is superseded, the others say how many of theirs count."""
    files = [book("c", 0, {ELECTRICIANS: 1, PLUMBERS: 2}), book("a", 5, {ELECTRICIANS: 3, DOCTORS: 4}), book("b", 9, {ELECTRICIANS: 5, DOCTORS: 6})]
    merged = merge_reviews(files, (), RULES)
    assert {team: given_to(merged, team) for team in ("电工组", "水工组、仓管", "医生组")} == {
        "电工组": [5, 5], "水工组、仓管": [2, 2], "医生组": [6, 6]}
    assert {file.name: file.state.value for file in merged.files} == {"c.xlsx": "used", "a.xlsx": "superseded", "b.xlsx": "used"}
    partly = next(p for file in merged.files for p in file.findings if p.code == "file-partly-replaced")
    assert (partly.place.file, partly.details["replaced"], partly.details["count"]) == ("收件箱/c.xlsx", 1, 1)
    assert told(merged)["a.xlsx"] == ["info reviewer-superseded", *["info superseded-difference"] * 4]
    # of 电工组 both older books differ, of 医生组 one: at each cell of the row that counts the other value is told
    assert told(merged)["b.xlsx"] == ["info newer-difference"] * 6


def test_a_supplement_with_one_row_changed_and_one_new() -> None:
    """Older or newer than the main book: the row that both have is the newer one's, the new one counts in any case."""
    main = {who: points for who, points in FULL.items() if who != DOCTORS}
    for minutes, points in ((-5, FULL[ELECTRICIANS]), (5, 40)):
        merged = merge_reviews([book("主", 0, main), book("补", minutes, {ELECTRICIANS: 40, DOCTORS: 41})], (), RULES)
        assert (given_to(merged, "电工组"), given_to(merged, "医生组")) == ([points] * 2, [41] * 2)
        assert {file.state for file in merged.files} == {State.USED}
        (doubt,) = merged.doubts
        assert ([p.severity.value for p in doubt.findings], len(doubt.readings)) == (["info"], 1)
        assert [int(value) for value in doubt.readings[0].rows["reviews"]["points"]] == [40 if points != 40 else FULL[ELECTRICIANS]] * 2
        assert {source.rsplit("!", 1)[1] for source in doubt.readings[0].out["reviews"]} == {"C7", "D7"}


def test_equal_times_are_an_error_only_where_rows_differ() -> None:
    same = merge_reviews([book("a", 0, {ELECTRICIANS: 1}), book("b", 0, {ELECTRICIANS: 1, DOCTORS: 2})], (), RULES)
    assert told(same) == {"a.xlsx": ["info reviewer-superseded"], "b.xlsx": []}
    unlike = merge_reviews([book("a", 0, {ELECTRICIANS: 1, PLUMBERS: 3}), book("b", 0, {ELECTRICIANS: 2, DOCTORS: 2})], (), RULES)
    assert told(unlike)["a.xlsx"][:2] == ["error file-same-time", "info file-partly-replaced"]
    assert (given_to(unlike, "电工组"), unlike.doubts) == ([2, 2], ())


@pytest.mark.parametrize("homes", [(None, "甲科"), ("甲科", None)])
def test_the_parts_of_one_reviewer_are_under_one_name_and_department(homes: tuple[str | None, str | None]) -> None:
    """A part that leaves 所属科室 empty says nothing against the other."""
    merged = merge_reviews([book("a", 0, {ELECTRICIANS: 1}, "周 一", homes[0]), book("b", 1, {DOCTORS: 2}, "周一", homes[1])], (), RULES)
    columns = merged.tables["reviews"]
    assert ({*columns["reviewer"]}, {*columns["reviewer_department"]}, merged.doubts) == ({"周一"}, {"甲科"}, ())


def test_a_newer_sheet_that_empties_a_team_leaves_its_points_standing() -> None:
    merged = merge_inspections([visit("a", 0, SHEET), visit("b", 5, {"电工组": {"及时": 5, "安全": 8}})], (), RULES)
    assert (given_to(merged, "电工组"), given_to(merged, "水工组、仓管")) == ([5, 8], [7])
    assert told(merged) == {"a.xlsx": ["info file-partly-replaced", "info superseded-difference"], "b.xlsx": ["info newer-difference"]}
    assert {file.state for file in merged.files} == {State.USED}


def test_items_that_only_the_older_sheet_has_for_a_team_are_asked_about() -> None:
    """The newer points of a team count as a whole; in the other reading the older ones are put in as well."""
    merged = merge_inspections([visit("a", 0, SHEET), visit("b", 5, {**SHEET, "电工组": {"及时": 9}})], (), RULES)
    assert given_to(merged, "电工组") == [9]
    ways = {p.code: doubt.readings[0] for doubt in merged.doubts for p in doubt.findings}
    assert set(ways) == {"points-lost", "visit-superseded"}
    added = ways["points-lost"].rows["inspections"]
    assert (added["item"], added["visit"], dict(ways["points-lost"].out)) == (["安全"], ["收件箱/b.xlsx!甲科"], {})
    assert sorted(ways["visit-superseded"].rows["inspections"]["item"]) == ["及时", "安全"]


def test_visits_of_another_inspector_are_no_parts() -> None:
    merged = merge_inspections([visit("a", 0, SHEET), visit("b", 5, SHEET, "赵二")], (), RULES)
    assert (len(set(merged.tables["inspections"]["visit"])), set(map(str, told(merged).values()))) == (2, {"[]"})
