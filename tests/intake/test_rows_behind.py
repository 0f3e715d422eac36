"""A row that is left out gives way to what it had replaced: an older book of the reviewer, an older sheet of the visit, an older register."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.intake.kinds.incidents import merge_registers
from fuwuyue_xlsx.intake.merging import Merged
from fuwuyue_xlsx.intake.reviewers import merge_reviews
from fuwuyue_xlsx.intake.row_versions import with_what_stands_behind
from fuwuyue_xlsx.intake.submissions import Content
from fuwuyue_xlsx.intake.visits import merge_inspections
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from tests.support.filled_books import small_rules
from tests.support.read_parts import CANDIDATES, SHEET, book, file_of, visit

RULES = small_rules()
ELECTRICIANS, PLUMBERS, DOCTORS = CANDIDATES[2:]
FOUND = (finding("visit-outside", Place("收件箱/a.xlsx"), value="", start="", end=""),)


def read_so(merged: Merged, table: str, way: Edit, name: str = "team") -> dict[str, list[int]]:
    """What counts in this reading, with what stands behind: the points by team, in the order of the rows."""
    ((way,),) = (doubt.readings for doubt in with_what_stands_behind([Doubt(FOUND, (way,))], merged.behind))
    return counted(merged, table, way, name)


def counted(merged: Merged, table: str, way: Edit, name: str = "team") -> dict[str, list[int]]:
    points: dict[str, list[int]] = {}
    out = way.out.get(table, frozenset())
    now: Columns = merged.tables[table]
    for columns, gone in ((now, out), (way.rows.get(table, {}), frozenset())):
        for who, source, value in zip(columns.get(name, ()), columns.get("source", ()), columns.get("points", ()), strict=True):
            if source not in gone:
                points.setdefault(who, []).append(int(value))
    return points


def sources(file: Any, table: str = "reviews") -> frozenset[str]:
    return frozenset(file.content.tables[table]["source"])


def test_a_reviewers_older_row_stands_again() -> None:
    """The newest book left out: the one before it counts, row by row, and the oldest where that says nothing."""
    a, b, c = (book("a", 0, {ELECTRICIANS: 1, PLUMBERS: 2}), book("b", 5, {ELECTRICIANS: 3}), book("c", 9, {ELECTRICIANS: 5, PLUMBERS: 6, DOCTORS: 7}))
    merged = merge_reviews([a, b, c], (), RULES)
    assert read_so(merged, "reviews", Edit({"reviews": sources(c)})) == {"电工组": [3, 3], "水工组、仓管": [2, 2]}
    assert read_so(merged, "reviews", Edit({"reviews": sources(c) | sources(b)})) == {"电工组": [1, 1], "水工组、仓管": [2, 2]}
    assert read_so(merged, "reviews", Edit({"reviews": sources(a) | sources(b) | sources(c)})) == {}
    only = next(iter(sources(c)))
    assert sum(map(len, read_so(merged, "reviews", Edit({"reviews": frozenset((only,))})).values())) == 5


def test_a_reviewers_books_in_doubt_of_their_author() -> None:
    """The third book is not the reviewer's own: the first counts again where the second says nothing."""
    a, b = book("a", 0, {ELECTRICIANS: 1, PLUMBERS: 2}), book("b", 5, {ELECTRICIANS: 3}, author="周一")
    c = book("c", 9, {ELECTRICIANS: 5, PLUMBERS: 6}, author="吴二")
    merged = merge_reviews([a, b, c], (), RULES)
    doubts = with_what_stands_behind(merged.doubts, merged.behind)
    of_b_and_c = next(doubt for doubt in doubts if [p.place.file[-6:] for p in doubt.findings] == ["b.xlsx", "c.xlsx"])
    assert counted(merged, "reviews", of_b_and_c.readings[0]) == {"电工组": [3, 3], "水工组、仓管": [2, 2]}


def test_a_way_that_puts_a_version_in_gets_no_other() -> None:
    """Where the older version is taken already nothing stands behind it a second time."""
    a, b, c = (book(name, minutes, {ELECTRICIANS: points}) for name, minutes, points in (("a", 0, 1), ("b", 5, 3), ("c", 9, 5)))
    merged = merge_reviews([a, b, c], (), RULES)
    doubts = with_what_stands_behind(merged.doubts, merged.behind)
    assert sorted(counted(merged, "reviews", way)["电工组"] for doubt in doubts for way in doubt.readings) == [[1, 1], [3, 3]]


def test_the_older_sheet_of_a_visit_stands_again() -> None:
    older, newer = visit("a", 0, SHEET), visit("b", 5, {"电工组": {"及时": 5, "安全": 4}})
    merged = merge_inspections([older, newer], (), RULES)
    rows = newer.content.visits[0].rows["source"]
    assert read_so(merged, "inspections", Edit({"inspections": frozenset(rows)})) == {"电工组": [9, 8], "水工组、仓管": [7]}
    # an item alone takes nothing of what the newer sheet says of the team
    assert read_so(merged, "inspections", Edit({"inspections": frozenset(rows[:1])})) == {"电工组": [4], "水工组、仓管": [7]}


def test_a_visit_is_left_out_with_all_of_its_sheets() -> None:
    """An older sheet has the same day and inspector: it is doubted as well, and is not what the newer one gives way to."""
    sheets = [visit("a", 0, SHEET), visit("b", 5, SHEET)]
    sheets[1] = sheets[1].with_findings(finding("visit-outside", Place(sheets[1].path, "甲科", "B3"), value="", start="", end=""))
    merged = merge_inspections(sheets, (), RULES)
    (doubt,) = [doubt for doubt in with_what_stands_behind(merged.doubts, merged.behind) if doubt.findings[0].code == "visit-outside"]
    assert counted(merged, "inspections", doubt.readings[0]) == {}


def incident(name: str, number: str, conclusion: str) -> dict[str, Any]:
    place = Place(f"收件箱/{name}.xlsx", "事故投诉", "A5")
    return {"id": number, "date": dt.date(2017, 12, 3), "department": "甲科", "team": "电工组", "known_team": True, "person": None,
            "conclusion": conclusion, "summary": "略", "kind": "安全事故", "origin": None, "basis": None, "source": str(place), "place": place,
            "person_place": place, "points": Decimal(1)}


def test_the_row_of_another_register_stands_again() -> None:
    """Of one 编号 the graver row stands; without it the other one."""
    files = [file_of(name, minutes, Content(incidents=[incident(name, "SG-1", conclusion)]))
             for name, minutes, conclusion in (("a", 0, "不属实"), ("b", 5, "属实"))]
    _, rows, _, behind = merge_registers(files, RULES)
    assert [row["conclusion"] for row in rows] == ["属实"]
    way = Edit({"incidents": frozenset(row["source"] for row in rows)})
    ((again,),) = (doubt.readings for doubt in with_what_stands_behind([Doubt(FOUND, (way,))], behind))
    assert again.rows["incidents"]["conclusion"] == ["不属实"]
