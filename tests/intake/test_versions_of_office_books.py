"""Versions of the office's books: a reviewer's, a visit's, surveys, and incident registers merged by number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from tests.support.altered_books import Cells, office_file, saved_at, spot
from tests.support.filled_books import intake_of, small_rules, template
from tests.support.intake_report import errors, said, states
from tests.support.table_rows import rows_of

RULES = small_rules()
EARLY, LATE = "2017-12-20T10:00:00Z", "2017-12-21T10:00:00Z"


def office(kind: str, cells: Cells, saved: str | None = EARLY) -> bytes:
    """A book of the office, saved then."""
    return saved_at(office_file(RULES, kind, cells), saved)


def read(root: Path, files: dict[str, bytes]) -> Intake:
    """What is read; the files themselves all have the same time."""
    return intake_of(root, RULES, files, dict.fromkeys(files, 1_514_000_000))


def review(points: tuple[Any, Any], reviewer: str | None = "周一", saved: str = EARLY) -> bytes:
    """A reviewer's book with points for 电工组."""
    row = dict(zip(("工作特色（50分）", "工作成绩（50分）"), points))
    return office("review", {"评委信息": {"评委": reviewer}, "优秀班组": [row]}, saved)


def points_of(intake: Intake) -> list[Any]:
    """The points that count, by the place where they stand."""
    rows = rows_of(intake)["reviews"] + rows_of(intake)["inspections"]
    return [row["points"] for row in sorted(rows, key=lambda row: row["source"])]


def test_the_newer_book_of_a_reviewer_counts(tmp_path: Path) -> None:
    """The older is put aside with its differing cells; what is wrong in it is no error."""
    cell = spot(template(RULES, "review"), "优秀班组", "工作特色（50分）")
    intake = read(tmp_path / "1", {"b.xlsx": review((99, None)), "a.xlsx": review((40, 45), "周 一", LATE)})
    assert (states(intake), points_of(intake)) == ({"a.xlsx": "used", "b.xlsx": "superseded"}, [40, 45])
    differing = {f"{p.severity.value} {p.place}" for p in intake.findings if p.code == "superseded-difference"}
    assert f"info 收件箱/b.xlsx!优秀班组!{cell}" in differing
    assert "info reviewer-superseded 评委信息!B3" in said(intake) and errors(intake) == []
    same = read(tmp_path / "2", {"a.xlsx": review((40, 45)), "b.xlsx": review((41, 45))})
    assert (points_of(same), errors(same)) == ([41, 45], ["error file-same-time 评委信息"])
    assert [p.place.file for p in same.findings if p.blocks] == ["收件箱/a.xlsx"]


def test_two_reviewers_and_two_without_a_name_all_count(tmp_path: Path) -> None:
    """Only one reviewer's own books are versions; a book without a name is a reviewer of its own, and an error."""
    files = {"a.xlsx": review((1, 2)), "b.xlsx": review((3, 4), "周二", LATE), "c.xlsx": review((5, 6), None),
             "d.xlsx": review((7, 8), None, LATE)}
    intake = read(tmp_path, files)
    assert (set(states(intake).values()), points_of(intake)) == ({"used"}, [1, 2, 3, 4, 5, 6, 7, 8])
    assert errors(intake) == ["error reviewer-unknown 评委信息!B3"] * 2
    assert len({row["reviewer"] for row in rows_of(intake)["reviews"]}) == 4


POINTS = spot(template(RULES, "inspection"), "甲科", "电工组")


def visit(points: dict[str, Any], saved: str = EARLY, date: Any = "2017-12-05", inspector: str | None = "赵一") -> bytes:
    """An inspection book with one row of points on the sheet of each department named."""
    teams = {"甲科": "电工组", "乙科": "医生组"}
    top = {"检查日期": date, "检查人": inspector}
    return office("inspection", {name: [{**top, teams[name]: value}] for name, value in points.items()}, saved)


def test_of_two_sheets_of_one_visit_the_newer_counts(tmp_path: Path) -> None:
    """Sheet by sheet: 甲科's is replaced, 乙科's stands; a book is superseded when all its sheets are."""
    old, new = visit({"甲科": 9, "乙科": 6}), visit({"甲科": 7}, LATE, "2017年12月5日", "赵 一")
    intake = read(tmp_path / "1", {"a.xlsx": old, "b.xlsx": new})
    assert (states(intake), points_of(intake)) == ({"a.xlsx": "used", "b.xlsx": "used"}, [6, 7])
    assert said(intake) == ["info visit-superseded 甲科", *(f"info {code} 甲科!{POINTS}" for code in ("superseded-difference", "newer-difference"))]
    whole = read(tmp_path / "2", {"a.xlsx": visit({"甲科": 9}), "b.xlsx": new})
    assert (states(whole), points_of(whole)) == ({"a.xlsx": "superseded", "b.xlsx": "used"}, [7])
    same = read(tmp_path / "3", {"a.xlsx": visit({"甲科": 9}), "b.xlsx": visit({"甲科": 8})})
    assert (points_of(same), errors(same)) == ([8], ["error file-same-time 甲科"])


@pytest.mark.parametrize("wrong", [[{"电工组": 99}], [{"电工组": 9}, {"电工组": "九"}]], ids=["all points", "one of two"])
def test_what_is_wrong_on_a_superseded_sheet_is_no_error(tmp_path: Path, wrong: list[dict[str, Any]]) -> None:
    """An older sheet's unreadable points no longer matter, be they all of its points or one; a newer one's do."""
    sheet = {"甲科": [{"检查日期": "2017-12-05", "检查人": "赵一", **wrong[0]}, *wrong[1:]]}
    files = {"a.xlsx": office("inspection", sheet), "b.xlsx": visit({"甲科": 8}, LATE)}
    mended = read(tmp_path / "1", files)
    assert (points_of(mended), errors(mended)) == ([8], [])
    spoilt = read(tmp_path / "2", {"a.xlsx": office("inspection", sheet, LATE), "b.xlsx": visit({"甲科": 8})})
    assert (points_of(spoilt), len(errors(spoilt))) == ([8] if len(wrong) == 1 else [9], 1)


def test_a_sheet_without_points_replaces_none(tmp_path: Path) -> None:
    """A newer copy in which only date and inspector stand is no visit; the older one's points count."""
    intake = read(tmp_path, {"a.xlsx": visit({"甲科": 9}), "b.xlsx": visit({"甲科": None}, LATE)})
    assert (states(intake)["a.xlsx"], points_of(intake), said(intake)) == ("used", [9], [])


@pytest.mark.parametrize("more", [{"date": "2017-12-06"}, {"inspector": "赵二"}, {"date": None}, {"inspector": None}], ids=str)
def test_other_visits_are_no_versions(tmp_path: Path, more: dict[str, Any]) -> None:
    """Another day or inspector is another visit; sheets without a date are never copies of each other."""
    books = {"a.xlsx": visit({"甲科": 9}, **more), "b.xlsx": visit({"甲科": 8}, LATE, **(more if None in more.values() else {}))}
    intake = read(tmp_path, books)
    assert (set(states(intake).values()), points_of(intake)) == ({"used"}, [9, 8])


def test_all_other_survey_copies_count(tmp_path: Path) -> None:
    """Surveys have no versions: each copy that differs in a byte counts, old or new, with the same answers or not."""
    answer = {"测评结果": [{"身份": "学生", "科室": "甲科", "态度好不好": "满意"}]}
    intake = read(tmp_path, {"a.xlsx": office("survey", answer), "b.xlsx": office("survey", answer, LATE)})
    assert (set(states(intake).values()), len(rows_of(intake)["answers"]), said(intake)) == ({"used"}, 2, [])


CASE = {"编号": "SG-1", "发生日期": "2017-12-03", "科室": "甲科", "班组": "电工组", "责任人": "李七", "类型": "安全事故",
        "来源": "热线", "情况简述": "略", "调查结论": "待查", "依据": "记录"}


def register(*rows: dict[str, Any], saved: str = EARLY) -> bytes:
    """An incident register."""
    return office("incidents", {"事故投诉": list(rows)}, saved)


@pytest.mark.parametrize("change", [
    {"类型": "服务质量事故投诉"}, {"来源": "信箱"}, {"情况简述": "详"}, {"依据": None}, {},
], ids=str)
def test_the_newer_row_of_one_incident_counts(tmp_path: Path, change: dict[str, Any]) -> None:
    """By 编号, whatever its white space; with a warning on the older row when the two differ in what decides nothing."""
    other = {**CASE, "编号": "SG-2"}
    files = {"b.xlsx": register(CASE, other), "a.xlsx": register({**CASE, **change, "编号": " ＳＧ-1"}, saved=LATE)}
    intake = read(tmp_path, files)
    kept = sorted((row["source"].split("!")[0], row["conclusion"]) for row in rows_of(intake)["incidents"])
    assert kept == [("收件箱/a.xlsx", change.get("调查结论", "待查")), ("收件箱/b.xlsx", "待查")]
    assert said(intake) == (["warning incident-id-differs 事故投诉!A7"] if change else [])
    assert [p.place.file for p in intake.findings if p.code == "incident-id-differs"] == ["收件箱/b.xlsx"] * bool(change)


def test_what_is_wrong_in_a_replaced_row_is_no_error(tmp_path: Path) -> None:
    """The older register's row without a date is mended by the newer register's row; a row of its own is not."""
    old = register({**CASE, "发生日期": None}, {**CASE, "编号": "SG-2", "发生日期": None})
    intake = read(tmp_path, {"a.xlsx": old, "b.xlsx": register(CASE, saved=LATE)})
    assert errors(intake) == ["error incident-date-missing 事故投诉!B8"]


def test_one_number_twice_in_one_register_is_an_error(tmp_path: Path) -> None:
    """Both rows count, since nobody knows which is right."""
    intake = read(tmp_path, {"a.xlsx": register(CASE, {**CASE, "编号": "SG-2"}, {**CASE, "编号": "SG- 1", "调查结论": "属实"})})
    assert said(intake) == ["error incident-id-twice 事故投诉!A9"]
    assert [row["conclusion"] for row in rows_of(intake)["incidents"]] == ["待查", "待查", "属实"]
