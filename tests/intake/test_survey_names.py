"""Answer sheets about a department or team that the rules do not have: not counted, told, and weighed by the nearest name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.kinds.survey_names import Misnamed, objects_meant
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.intake.record_bytes import packed, unpacked
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.edits import edited
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, intake_of, rules_of, with_policy
from tests.support.one_file import read_one

ONE, TWO = "态度好不好", "质量好不好"
RIGHT = {"身份": "学生", "科室": "甲科", "班组": "电工组", ONE: "满意", TWO: "一般"}
NEAR = "survey-name-near"


def rules() -> Rules:
    return rules_of(**SMALL, 口径设置=with_policy(无效问卷上限="100%"))


def read(root: Path, *changes: dict[str, Any], right: int = 5) -> Intake:
    rows = [*[RIGHT] * right, *({**RIGHT, **change} for change in changes)]
    return intake_of(root, rules(), {"测评.xlsx": office_file(rules(), "survey", {"测评结果": rows})})


def owners(intake: Intake, way: Any) -> dict[tuple[str, str | None], int]:
    """How many responses there are about whom, read so."""
    frame = edited(intake.tables, way).responses
    counts: dict[tuple[str, str | None], int] = {}
    for department, team, count in zip(frame["department"], frame["team"], frame["count"], strict=True):
        counts[department, team] = counts.get((department, team), 0) + count
    return counts


@pytest.mark.parametrize("change, meant", [
    ({"班组": "电工"}, [("甲科", "电工组")]), ({"班组": "水工组"}, [("甲科", "水工组、仓管")]), ({"班组": "电工班组"}, [("甲科", "电工组")]),
    ({"班组": "医生组"}, [("甲科", None), ("乙科", "医生组")]), ({"科室": "甲"}, [("甲科", "电工组")]), ({"科室": "甲科室"}, [("甲科", "电工组")]),
    ({"科室": "甲科室", "班组": None}, [("甲科", None)]), ({"科室": None}, [("甲科", "电工组")]), ({"科室": "后勤处", "班组": "医生组"}, [("乙科", "医生组")]),
    ({"班组": "园林"}, [("甲科", None)]), ({"科室": None, "班组": None}, []), ({"科室": "后勤处", "班组": "园林"}, []),
], ids=lambda value: str(value))
def test_what_counts_when_the_nearest_name_is_meant(tmp_path: Path, change: dict[str, Any], meant: list[Any]) -> None:
    """A way for each name that is equally near; of a known department at least the department; no doubt where nothing is near."""
    intake = read(tmp_path, change, change)
    doubts = [doubt for doubt in intake.doubts if doubt.findings[0].code == NEAR]
    assert [doubt.findings[0].details["count"] for doubt in doubts] == ([2] if meant else [])
    now = {("甲科", "电工组"): 5}
    for doubt in doubts:
        assert [owners(intake, way) for way in doubt.readings] == [{**now, owner: now.get(owner, 0) + 2} for owner in meant]
    assert sum(p.code == "survey-row-invalid" for p in intake.findings) == 2


def test_the_grades_come_with_the_rows(tmp_path: Path) -> None:
    intake = read(tmp_path, {"班组": "电工", ONE: "很不满意", TWO: None}, {"班组": "电工", ONE: "很满意"})
    (doubt,) = intake.doubts
    grades = edited(intake.tables, doubt.readings[0]).grades
    assert grades.groupby("grade")["count"].sum().to_dict() == {"满意": 5, "一般": 6, "很不满意": 1, "很满意": 1}


def test_one_doubt_a_wrong_name(tmp_path: Path) -> None:
    """All rows of one wrong name are one finding with all their cells, which takes one confirmation."""
    intake = read(tmp_path, *[{"班组": "电工"}] * 3, {"班组": "水工组"}, {"班组": "电工"})
    told = [(p.place.cell, p.details["count"], p.details["cells"], p.details["names"]) for p in intake.findings if p.code == NEAR]
    first = int(told[0][0].lstrip("D"))
    assert told == [(f"D{first}", 4, f"D{first}:D{first + 2}、D{first + 4}", "“电工组”（甲科）"),
                    (f"D{first + 3}", 1, f"D{first + 3}", "“水工组、仓管”（甲科）")]
    assert [doubt.findings for doubt in intake.doubts] == [(p,) for p in intake.findings if p.code == NEAR]


@pytest.mark.parametrize("change", [{}, {"班组": None}, {"班组": "班组外"}, {"科室": " 甲 科 "}, {"身份": "领导"}, {"班组": "电工", ONE: None, TWO: None}])
def test_no_doubt_where_it_is_known_whom_a_row_is_about(tmp_path: Path, change: dict[str, Any]) -> None:
    """Nor about a row that answers nothing: it would count nowhere."""
    assert [doubt for doubt in read(tmp_path, change).doubts if doubt.findings[0].code == NEAR] == []


def test_a_doubt_travels_with_its_file() -> None:
    """Workers and the cache hand on what the other way would count."""
    rows = [RIGHT, {**RIGHT, "班组": "电工"}]
    file = read_one(office_file(rules(), "survey", {"测评结果": rows}), rules())
    assert file.content is not None and file.content.doubts
    again = unpacked(packed(file))
    assert again.content is not None and again.content.doubts == file.content.doubts
    assert [way.rows for way in again.content.doubts[0].readings] == [way.rows for way in file.content.doubts[0].readings]


def test_a_team_in_the_wrong_department_leaves_both_open() -> None:
    assert objects_meant(Misnamed("乙科", "电工组"), rules()) == (("乙科", None), ("甲科", "电工组"))
