"""Answer sheets that come in twice, by whichever doors: once where it is certain, weighed without the repeats where it is likely."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.edits import edited
from tests.support.altered_books import edited as altered
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL, intake_of, rules_of, with_policy
from tests.support.raw_workbooks import book_bytes
from tests.support.table_rows import rows_of

QUESTIONS = ["态度好不好", "质量好不好", "快不快", "净不净", "听不听"]
TEAMS = [("甲科", "电工组"), ("甲科", "水工组、仓管"), ("乙科", "医生组")]
MAPPED = [(f"{department}{team}{question}", department, team, question) for department, team in TEAMS for question in QUESTIONS]
GRADES = ["很满意", "满意", "一般", "不满意", "很不满意"]
CERTAIN, LIKELY = "export-rows-repeated", "survey-looks-repeated"
# a moment, and the answers about each of the teams
Person = tuple[Any, list[list[str]]]


def rules() -> Rules:
    return rules_of(**{**SMALL, "测评题目": list(enumerate(QUESTIONS, 1))}, 问卷对照=MAPPED, 口径设置=with_policy())


def people(count: int, seed: int = 0, weights: tuple[int, ...] = (5, 5, 2, 1, 1), seconds: bool = True) -> list[Person]:
    dice = random.Random(seed)
    start = dt.datetime(2017, 12, 1, 8)
    moments = [start + dt.timedelta(minutes=61 * n + dice.randrange(60), seconds=dice.randrange(60) if seconds else 0) for n in range(count)]
    return [(moment, [dice.choices(GRADES, weights, k=5) for _ in TEAMS]) for moment in moments]


def own(answered: list[Person], by_team: bool = False, **about: Any) -> bytes:
    """Our own book: a row about each team, respondent by respondent or team by team."""
    rows = [(moment, team, grades[at]) for moment, grades in answered for at, team in enumerate(TEAMS)]
    rows = sorted(rows, key=lambda row: TEAMS.index(row[1])) if by_team else rows
    return office_file(rules(), "survey", {"测评结果": [
        {"提交时间": moment, "身份": "学生", "科室": department, "班组": team, **dict(zip(QUESTIONS, grades, strict=True)), **about}
        for moment, (department, team), grades in rows]})


def export(answered: list[Person], time: bool = True) -> bytes:
    titles = [title for title, *_ in MAPPED]
    rows = [(*([moment] if time else []), *(grade for about in grades for grade in about)) for moment, grades in answered]
    return book_bytes({"Sheet1": [(*(["提交时间"] if time else []), *titles), *rows]})


def read(root: Path, **files: bytes) -> Intake:
    return intake_of(root, rules(), {f"{name}.xlsx": data for name, data in files.items()})


def counted(intake: Intake) -> int:
    return sum(row["count"] for row in rows_of(intake)["responses"])


def told(intake: Intake) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.file.rsplit("/", 1)[1], p.details["count"]) for p in intake.findings if p.code in (CERTAIN, LIKELY)]


def without_repeats(intake: Intake) -> list[int]:
    """How many responses there are in the other ways of the doubts about copies."""
    return [edited(intake.tables, way).responses["count"].sum() for doubt in intake.doubts if doubt.findings[0].code == LIKELY for way in doubt.readings]


def untimed(answered: list[Person]) -> list[Person]:
    return [(None, grades) for _, grades in answered]


@pytest.mark.parametrize("seconds", [True, False])
def test_an_earlier_book_within_a_later_one(tmp_path: Path, seconds: bool) -> None:
    """Last week's answers stand in this week's book as well: they count once, for certain."""
    everybody = people(30, seconds=seconds)
    intake = read(tmp_path, 一=own(everybody[:20]), 二=own(everybody))
    assert told(intake) == [(CERTAIN, "二.xlsx", 60)] and counted(intake) == 90 and intake.doubts == ()
    assert all(file.account.used + file.account.template + file.account.reported == file.account.nonempty for file in intake.files)


@pytest.mark.parametrize("names", [("一", "二"), ("二", "一")], ids=["book first", "export first"])
@pytest.mark.parametrize("by_team", [False, True])
def test_a_book_and_an_export_of_the_same_answers(tmp_path: Path, names: tuple[str, str], by_team: bool) -> None:
    """The book loses the rows, whichever file comes first: in the export a row is a person."""
    everybody = people(30)
    intake = read(tmp_path, **{names[0]: own(everybody[:20], by_team), names[1]: export(everybody)})
    assert told(intake) == [(CERTAIN, f"{names[0]}.xlsx", 60)] and counted(intake) == 90


@pytest.mark.parametrize("copy", ["export", "own", "own by team"])
def test_the_same_answers_without_moments(tmp_path: Path, copy: str) -> None:
    """Nobody can be certain: both count, and it is weighed as if they counted once."""
    everybody = people(40)
    first = export(everybody) if copy == "export" else own(everybody)
    intake = read(tmp_path, 一=first, 二=own(untimed(everybody), by_team=copy == "own by team"))
    assert told(intake) == [(LIKELY, "二.xlsx", 120)] and counted(intake) == 240
    assert without_repeats(intake) == [120]


def test_what_is_new_in_a_likely_copy_stays(tmp_path: Path) -> None:
    everybody = people(40)
    intake = read(tmp_path, 一=own(untimed(everybody)), 二=own(untimed([*everybody, *people(5, 7)])))
    ((_, _, count),) = told(intake)
    assert 120 <= count <= 123 and without_repeats(intake) == [255 - count]


@pytest.mark.parametrize("weights", [(5, 5, 2, 1, 1), (30, 2, 1, 0, 0), (100, 1, 0, 0, 0)], ids=["mixed", "content", "of one mind"])
@pytest.mark.parametrize("doors", ["own own", "own export"])
def test_different_people_are_no_copies(tmp_path: Path, weights: tuple[int, ...], doors: str) -> None:
    """However many agree: they answered at other moments."""
    first, second = people(80, 1, weights), people(80, 2, weights)
    intake = read(tmp_path, 一=own(first), 二=own(second) if doors == "own own" else export(second))
    assert told(intake) == [] and counted(intake) == 480


@pytest.mark.parametrize("classes", [1, 2])
def test_a_class_typed_with_one_moment(tmp_path: Path, classes: int) -> None:
    """Its sheets are told apart by nothing: another class's with equal answers stay; the same class twice is weighed."""
    moment = dt.datetime(2017, 12, 8, 10)
    first, second = ([(moment, grades) for _, grades in people(60, seed, (30, 2, 1, 0, 0))] for seed in (1, 2))
    intake = read(tmp_path, 一=own(first), 二=own(second if classes == 2 else [*first, *second[:3]]))
    assert counted(intake) == 360 + (9 if classes == 1 else 0)
    assert [code for code, *_ in told(intake)] == ([] if classes == 2 else [LIKELY])


def test_who_answered_tells_rows_of_our_own_book_apart(tmp_path: Path) -> None:
    """Equal answers of one minute by a student and by a teacher are two people's."""
    everybody = people(30, seconds=False)
    intake = read(tmp_path, 一=own(everybody), 二=own(everybody, 身份="教师"))
    assert [p for p in told(intake) if p[0] == CERTAIN] == [] and counted(intake) == 180


def test_a_column_of_moments_beside_our_own_table(tmp_path: Path) -> None:
    """Any column of moments serves as time, in our own book as in an export."""
    def moved(workbook: Any) -> None:
        sheet = workbook["测评结果"]
        header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "提交时间")
        sheet.cell(header.row, 30).value = "结束答题"
        for row in range(header.row + 1, sheet.max_row + 1):
            moment = sheet.cell(row, header.column).value
            if isinstance(moment, dt.datetime):
                sheet.cell(row, 30).value, sheet.cell(row, header.column).value = f"{moment:%Y/%m/%d %H:%M:%S}", None

    everybody = people(30)
    intake = read(tmp_path, 一=export(everybody), 二=altered(own(everybody), moved))
    assert told(intake) == [(CERTAIN, "二.xlsx", 90)] and counted(intake) == 90


def test_a_doubt_is_told_once_though_rows_are_left_out(tmp_path: Path) -> None:
    """A file that is read again without some rows says nothing more of these."""
    everybody = people(20)
    misnamed = own(everybody, 班组="电工")
    intake = read(tmp_path, 一=own(everybody), 二=own([*everybody, *people(3, 5)]), 三=misnamed)
    assert all(p in intake.findings for doubt in intake.doubts for p in doubt.findings)
