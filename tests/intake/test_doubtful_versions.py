"""Versions whose age or author is in doubt, registers that contradict each other, and what would be if the other version counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl.packaging.custom import StringProperty

from fuwuyue_xlsx.intake.merging import Merged
from fuwuyue_xlsx.intake.read_inbox import Intake, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.reviewers import merge_reviews
from fuwuyue_xlsx.messages import CATALOGUE
from fuwuyue_xlsx.rules.expected import Reviewer
from fuwuyue_xlsx.schema.stamp import ORIGIN_PROPERTY
from fuwuyue_xlsx.tables.edits import Edit, edited
from fuwuyue_xlsx.tables.frames import Tables
from tests.support.altered_books import Cells, office_file, right_book, saved_at, spot, typed
from tests.support.altered_books import edited as edited_book
from tests.support.filled_books import put_inbox, small_rules, template
from tests.support.intake_report import errors, said, states
from tests.support.read_parts import CANDIDATES, FULL, book
from tests.support.table_rows import rows_of

RULES = small_rules()
NOW = dt.datetime(2018, 1, 5, tzinfo=dt.UTC)
# the file's own time, in seconds: 2017-12-23 03:33 in UTC, and after now
FILE_TIME, AHEAD = 1_514_000_000, 1_530_000_000
SOON, LATE, NOON = "2017-12-20T10:00:00Z", "2017-12-21T10:00:00Z", "2017-12-23T04:00:00Z"


def read(root: Path, files: dict[str, bytes], times: dict[str, float] | None = None, now: dt.datetime | None = NOW) -> Intake:
    """What is read at a moment; files have the same time where no other is given."""
    return read_inbox(put_inbox(root, files, {**dict.fromkeys(files, FILE_TIME), **(times or {})}), root, RULES, ReadOptions(now=now))


def workers(number: int, saved: str | None) -> bytes:
    """A book of 甲科 that differs from another in one headcount."""
    return saved_at(typed(right_book(RULES), template(RULES, "department", "甲科"), {"班组信息": [{"员工人数": number}]}), saved)


def office(kind: str, cells: Cells, saved: str | None = SOON) -> bytes:
    return saved_at(office_file(RULES, kind, cells), saved)


def doubted(found: Intake | Merged) -> list[list[str]]:
    """The findings of every doubt, by severity and code."""
    return [[f"{p.severity.value} {p.code}" for p in doubt.findings] for doubt in found.doubts]


DOUBT = "warning version-time-doubtful"


@pytest.mark.parametrize("saved, file_time, now, used, warned", [
    ("2035-01-01T00:00:00Z", FILE_TIME, NOW, "b.xlsx", True), ("2035-01-01T00:00:00Z", FILE_TIME, None, "b.xlsx", True),
    ("2035-01-01T00:00:00Z", FILE_TIME + 9999, NOW, "a.xlsx", True),
    # as far as a day after the file's own time it may have been saved, in another time zone
    ("2017-12-24T03:33:20Z", FILE_TIME, NOW, "a.xlsx", False), ("2017-12-24T03:33:21Z", FILE_TIME, NOW, "b.xlsx", True),
    # not later than the file, but later than now
    ("2018-01-05T00:00:01Z", AHEAD, NOW, "b.xlsx", True), ("2018-01-05T00:00:00Z", AHEAD, NOW, "a.xlsx", False),
    ("2018-01-05T00:00:01Z", AHEAD, None, "a.xlsx", False),
    # a book that does not say when it was saved has the file's time
    (None, AHEAD, NOW, "b.xlsx", True), (None, AHEAD, None, "a.xlsx", False), (None, FILE_TIME + 9999, NOW, "a.xlsx", False),
    # equal saved times, and the file's own decides
    (NOON, AHEAD, NOW, "b.xlsx", True), (NOON, AHEAD, None, "a.xlsx", False),
], ids=str)
def test_a_time_that_cannot_be_is_no_evidence_of_being_newer(
    tmp_path: Path, saved: str | None, file_time: float, now: dt.datetime | None, used: str, warned: bool,
) -> None:
    """The file's own time is used for one that was saved later than it can have been; whether that matters is to be found out."""
    intake = read(tmp_path, {"a.xlsx": workers(11, saved), "b.xlsx": workers(22, NOON)}, {"a.xlsx": file_time}, now)
    assert [name for name, state in states(intake).items() if state == "used"] == [used]
    assert [str(p.place) for p in intake.findings if p.code == "version-time-doubtful"] == ["收件箱/a.xlsx"] * warned
    assert doubted(intake) == [[DOUBT] if warned else ["info file-superseded"]]


def test_a_time_that_cannot_be_is_nothing_to_a_book_without_versions(tmp_path: Path) -> None:
    """Nor where both versions say the same."""
    alone = read(tmp_path / "1", {"a.xlsx": workers(11, "2035-01-01T00:00:00Z")})
    assert (said(alone), alone.doubts) == ([], ())
    alike = read(tmp_path / "2", {"a.xlsx": workers(11, "2035-01-01T00:00:00Z"), "b.xlsx": workers(11, SOON)})
    assert (said(alike), alike.doubts) == (["info file-superseded "], ())


@pytest.mark.parametrize("minutes", [-30, 30])
def test_rows_of_reviewers_whose_time_is_in_doubt(minutes: int) -> None:
    """The file that was saved too late is warned of, be it the older or the newer by its own time; rows that nobody else has are not in question."""
    honest = book("b", 0, {CANDIDATES[2]: 30, CANDIDATES[3]: 31})
    late = book("a", minutes, {CANDIDATES[2]: 40, CANDIDATES[4]: 41})
    late = replace(late, saved=late.modified + dt.timedelta(days=400))
    merged = merge_reviews([late, honest], (), RULES)
    points = dict(zip(merged.tables["reviews"]["team"], map(int, merged.tables["reviews"]["points"]), strict=True))
    assert points == {"电工组": 40 if minutes > 0 else 30, "水工组、仓管": 31, "医生组": 41}
    assert doubted(merged) == [[DOUBT]]
    assert [file.name for file in merged.files for p in file.findings if p.code == "version-time-doubtful"] == ["a.xlsx"]


def facts(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables in an order of their own, the visits under one name."""
    return {name: sorted(({**row, "visit": ""} for row in frame.to_dict("records")), key=str) for name, frame in tables.by_name.items()}


REVIEW = {"评委信息": {"评委": "周一"}}
CASE = {"编号": "SG-1", "发生日期": "2017-12-03", "科室": "甲科", "班组": "电工组", "类型": "安全事故", "情况简述": "略", "调查结论": "属实"}


def scored(points: int, saved: str) -> bytes:
    return office("review", {**REVIEW, "优秀班组": [{"工作特色（50分）": points, "工作成绩（50分）": 45}]}, saved)


def visited(points: int, saved: str) -> bytes:
    return office("inspection", {"甲科": [{"检查日期": "2017-12-05", "检查人": "赵一", "电工组": points}]}, saved)


@pytest.mark.parametrize("book_with, few, more", [(workers, 11, 22), (scored, 40, 45), (visited, 7, 9)], ids=["department", "review", "visit"])
def test_the_other_way_is_what_the_older_version_alone_would_give(
    tmp_path: Path, book_with: Callable[[int, str], bytes], few: int, more: int,
) -> None:
    """A superseded version is told with the reading in which it counts, and holds nothing up."""
    older, newer = book_with(few, SOON), book_with(more, LATE)
    both = read(tmp_path / "1", {"a.xlsx": older, "b.xlsx": newer})
    alone = read(tmp_path / "1", {"a.xlsx": older, "b.xlsx": older})
    assert facts(both.tables) != facts(alone.tables)
    (doubt,) = both.doubts
    (found,) = doubt.findings
    assert (found.severity.value, found in both.findings, errors(both)) == ("info", True, [])
    assert facts(edited(both.tables, doubt.readings[0])) == facts(alone.tables)


ANSWERS: Cells = {"测评结果": [{"身份": "学生", "科室": "甲科", "态度好不好": "满意"}, {"身份": "教师", "科室": "甲科", "态度好不好": "满意"}]}


@pytest.mark.parametrize("kind, cells, sheet, title, value", [
    ("survey", ANSWERS, "测评结果", "态度好不好", "很满意"), ("incidents", {"事故投诉": [CASE]}, "事故投诉", "调查结论", "不属实"),
])
def test_a_returned_copy_is_told_with_the_reading_of_what_it_was_made_of(
    tmp_path: Path, kind: str, cells: Cells, sheet: str, title: str, value: str,
) -> None:
    original = office_file(RULES, kind, cells)
    alone = read(tmp_path / "1", {"a.xlsx": original})
    copy = returned(original, typed(original, template(RULES, kind), {sheet: [{title: value}]}))
    both = read(tmp_path / "1", {"a.xlsx": original, "b.xlsx": copy})
    assert (states(both), doubted(both)) == ({"a.xlsx": "superseded", "b.xlsx": "used"}, [["info file-superseded"]])
    then = edited(both.tables, both.doubts[0].readings[0])
    for name in ("incidents", "responses", "grades"):
        assert then.by_name[name].to_dict("records") == alone.tables.by_name[name].to_dict("records")
    assert any(not way.by_name[name].equals(both.tables.by_name[name]) for way in (then,) for name in ("incidents", "grades"))


def returned(original: bytes, mended: bytes) -> bytes:
    """A mended book as the returned copy of another: its properties say so."""
    mark = StringProperty(name=ORIGIN_PROPERTY, value=sha256(original).hexdigest())
    return edited_book(mended, lambda workbook: workbook.custom_doc_props.append(mark))


def shifted(by: dict[int, int]) -> dict[Any, int]:
    """The full points with those of some candidates, by number, changed."""
    return {who: points + by.get(number, 0) for number, (who, points) in enumerate(FULL.items())}


@pytest.mark.parametrize("first, second, warned", [
    ({}, {"home": "甲科"}, False), ({"home": "甲科"}, {"home": "甲科"}, False), ({"home": "乙科"}, {"home": "甲科"}, True),
    ({"author": "周一"}, {}, False), ({}, {"author": "周二"}, True), ({"author": "周二"}, {"author": "周二"}, False),
    ({"scores": shifted({0: 1, 1: 1})}, {}, False), ({"scores": shifted({0: 1, 1: 1, 2: 1})}, {}, True),
    # of four rows that both have all may differ
    ({"scores": dict(list(shifted({0: 1, 1: 1, 2: 1, 3: 1}).items())[:4])}, {}, False),
], ids=str)
def test_one_name_on_two_books_that_may_be_two_peoples(first: dict[str, Any], second: dict[str, Any], warned: bool) -> None:
    """Other templates, other departments, or more than half of five rows and more with other points: a warning on both books."""
    files = [book(name, minutes, **{"scores": FULL, **given}) for name, minutes, given in (("a", 0, first), ("b", 9, second))]
    merged = merge_reviews(files, (), RULES)
    on = [file.name for file in merged.files for p in file.findings if p.code == "reviewer-in-two-books"]
    assert on == ["a.xlsx", "b.xlsx"] * warned
    assert (["warning reviewer-in-two-books"] * 2 in doubted(merged)) == warned
    assert CATALOGUE["reviewer-in-two-books"].other_way


def test_the_other_ways_of_a_reviewer_in_two_books() -> None:
    """The other book is taken, or both are, as books of two people."""
    old, new = {CANDIDATES[2]: 30, CANDIDATES[3]: 31}, {CANDIDATES[2]: 40, CANDIDATES[4]: 41}
    merged = merge_reviews([book("a", 0, old, home="甲科"), book("b", 9, new, home="乙科")], (), RULES)
    (ways,) = [doubt.readings for doubt in merged.doubts if doubt.findings[0].code == "reviewer-in-two-books"]
    assert [points_after(merged, way) for way in ways] == [
        {("周一", "电工组"): 30, ("周一", "水工组、仓管"): 31},
        {("周一", "电工组"): 40, ("周一", "医生组"): 41},
        {("周一", "电工组"): 40, ("周一", "医生组"): 41, ("周一（收件箱/a.xlsx）", "电工组"): 30, ("周一（收件箱/a.xlsx）", "水工组、仓管"): 31},
    ]


@pytest.mark.parametrize("authors, names, told", [
    (["周二"], ["周一", "周二", "周三"], ["a.xlsx"]),
    ([None], ["周一", "周二"], []),
    (["周 一"], ["周一", "周二"], []),
    (["周二"], ["周一"], []),  # no longer a reviewer: whoever came instead uses the old template
    (["周二", "周二"], ["周一", "周二"], ["b.xlsx"]),  # of the older book nothing stands
    (["周二", None], ["周一", "周二"], []),  # two books made out to two people are doubted as such
])
def test_a_book_on_a_template_made_out_to_another_reviewer(authors: list[str | None], names: list[str], told: list[str]) -> None:
    """It counts, with a warning whose other way is without it."""
    listed = replace(RULES, expected=replace(RULES.expected, reviewers=tuple(map(Reviewer, names))))
    files = [book("ab"[number], number, FULL, author=author) for number, author in enumerate(authors)]
    merged = merge_reviews(files, (), listed)
    assert [file.name for file in merged.files for p in file.findings if p.code == "review-of-other-template"] == told
    ways = [doubt.readings for doubt in merged.doubts if doubt.findings[0].code == "review-of-other-template"]
    assert [[points_after(merged, way) for way in each] for each in ways] == [[{}]] * len(told)


def points_after(merged: Merged, way: Edit) -> dict[tuple[str, str], int]:
    """(reviewer, team) → points, as they would be in another reading."""
    rows = merged.tables["reviews"], way.rows.get("reviews", {})
    out = way.out.get("reviews", frozenset())
    return {(reviewer, team): int(points) for columns in rows if columns
            for reviewer, team, points, source in zip(*(columns[name] for name in ("reviewer", "team", "points", "source")), strict=True)
            if columns is rows[1] or source not in out}


def register(*rows: dict[str, Any], saved: str = SOON) -> bytes:
    return office("incidents", {"事故投诉": list(rows)}, saved)


CONTRADICTS = "error incident-id-contradicts 事故投诉!A7"


@pytest.mark.parametrize("old, new, stands", [
    ({}, {"调查结论": "不属实"}, "a"), ({"调查结论": "不属实"}, {}, "b"), ({"调查结论": "待查"}, {}, "b"), ({}, {"调查结论": "待查"}, "a"),
    ({}, {"发生日期": "2017-10-03"}, "a"), ({}, {"发生日期": "2017-12-04"}, "b"), ({}, {"班组": None}, "b"), ({}, {"科室": "乙科", "班组": "医生组"}, "b"),
    ({"责任人": "李七"}, {"责任人": "李八"}, "b"), ({"责任人": "李七"}, {}, "b"), ({"班组": "水工组、仓管", "调查结论": "待查"}, {"调查结论": "不属实"}, "a"),
], ids=str)
def test_registers_that_contradict_each_other(tmp_path: Path, old: dict[str, Any], new: dict[str, Any], stands: str) -> None:
    """An error at both places; until it is mended the graver effect stands, of equals the newer."""
    intake = read(tmp_path, {"a.xlsx": register({**CASE, **old}), "b.xlsx": register({**CASE, **new, "编号": " ＳＧ-1"}, saved=LATE)})
    found = [(f"{p.severity.value} {p.code} {p.place.sheet}!{p.place.cell}", p.place.file) for p in intake.findings if p.code.startswith("incident-id")]
    assert found == [(CONTRADICTS, "收件箱/a.xlsx"), (CONTRADICTS, "收件箱/b.xlsx")]
    assert [row["source"].split("!")[0] for row in rows_of(intake)["incidents"]] == [f"收件箱/{stands}.xlsx"]


@pytest.mark.parametrize("old, new, wanted", [
    # what the older row lacks is mended by the newer one
    ({"发生日期": None}, {}, []), ({"调查结论": None}, {"调查结论": "待查"}, []), ({"班组": "电工"}, {}, []),
    # what the newer row lacks is still an error there
    ({}, {"调查结论": None}, ["error required-empty"]), ({}, {"班组": "电工"}, ["error unknown-name"]),
    # nothing that decides, a name spelt otherwise, and rows without a number
    ({"责任人": "李七"}, {"责任人": "李 七"}, []), ({"情况简述": "详"}, {}, ["warning incident-id-differs"]),
    ({"编号": None}, {"编号": None, "调查结论": "不属实"}, ["error required-empty"] * 2),
], ids=str)
def test_registers_that_do_not_contradict_each_other(tmp_path: Path, old: dict[str, Any], new: dict[str, Any], wanted: list[str]) -> None:
    intake = read(tmp_path, {"a.xlsx": register({**CASE, **old}), "b.xlsx": register({**CASE, **new}, saved=LATE)})
    told = [f"{p.severity.value} {p.code}" for p in intake.findings if p.place.sheet and p.code != "incident-person-unmatched"]
    assert told == wanted


def test_three_registers_from_inquiry_to_proof_to_dismissal(tmp_path: Path) -> None:
    """The proven one stands, each of the others contradicts it, and it contradicts each."""
    rows = {name: register({**CASE, "调查结论": conclusion}, saved=f"2017-12-20T1{at}:00:00Z")
            for at, (name, conclusion) in enumerate({"a.xlsx": "待查", "b.xlsx": "属实", "c.xlsx": "不属实"}.items())}
    intake = read(tmp_path, rows)
    assert [row["conclusion"] for row in rows_of(intake)["incidents"]] == ["属实"]
    assert sorted(p.place.file for p in intake.findings if p.code == "incident-id-contradicts") == [
        f"收件箱/{name}.xlsx" for name in ("a", "b", "b", "c")]


def test_a_row_that_was_half_filled_is_mended_by_a_newer_book_and_by_no_other(tmp_path: Path) -> None:
    """What is wrong in a reviewer's older book matters while no newer one has the row."""
    mark = spot(template(RULES, "review"), "优秀班组", "工作成绩（50分）")
    half = office("review", {**REVIEW, "优秀班组": [{"工作特色（50分）": 40}, {"工作特色（50分）": 40, "工作成绩（50分）": 41}]})
    other = office("review", {**REVIEW, "优秀班组": [{}, {"工作特色（50分）": 30, "工作成绩（50分）": 31}]}, LATE)
    assert errors(read(tmp_path / "1", {"a.xlsx": half, "b.xlsx": other})) == [f"error review-half-filled 优秀班组!{mark}"]
    mended = office("review", {**REVIEW, "优秀班组": [{"工作特色（50分）": 30, "工作成绩（50分）": 31}]}, LATE)
    after = read(tmp_path / "2", {"a.xlsx": half, "b.xlsx": mended})
    assert (errors(after), states(after)) == ([], {"a.xlsx": "used", "b.xlsx": "used"})
