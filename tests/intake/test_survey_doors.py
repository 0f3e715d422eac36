"""A survey comes in by our own book or by an export: what is doubted, left out, open or asked about is the same in both."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fuwuyue_xlsx.evaluate.ledger import Ledger
from fuwuyue_xlsx.evaluate.open_matters import input_matters
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER, seconds_since_1970
from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.edits import edited
from tests.support.altered_books import office_file
from tests.support.filled_books import intake_of
from tests.support.intake_report import ABSENT
from tests.support.online_survey import ALL_BAD, GRADES, HEADERS, MAPPED, QUESTIONS, TEAM, counted, export, honest, own_book, rules, when
from tests.support.raw_workbooks import book_bytes
from tests.support.repetition import every
from tests.support.table_rows import rows_of


def told(intake: Intake, *wanted: str) -> list[tuple[str, str, int]]:
    return [(p.severity.value, p.code, p.details.get("count", 0)) for p in intake.findings if p.code in wanted]


# ---- pasted in numbers

BOTH_DOORS = pytest.mark.parametrize("door", ["own", "export"])


def by(door: str, used: Rules, rows: list[tuple[Any, list[str]]]) -> dict[str, bytes]:
    return {"满意度测评表.xlsx": own_book(used, rows)} if door == "own" else {"导出.xlsx": export(rows)}


@BOTH_DOORS
@pytest.mark.parametrize("pasted", [
    [(when(5), ALL_BAD)] * 60, [(None, ["不满意", *ALL_BAD[1:]])] * 60, [(when(5), ["一般", "不满意", "一般", "不满意", "一般"])] * 15,
    [(when(number), ["不满意", "一般", "不满意", "不满意", "很不满意"]) for number in range(40)],
], ids=["one moment", "no moment", "fifteen", "other moments"])
@pytest.mark.parametrize("policy", ["计入", "不计"])
def test_answer_sheets_pasted_in_numbers(tmp_path: Path, door: str, pasted: list[Any], policy: str) -> None:
    """All but the first are doubted, by either door; 可疑答卷 says whether they count."""
    used = rules(可疑答卷=policy)
    intake = intake_of(tmp_path, used, by(door, used, [*honest(120), *pasted]))
    found = [p for p in intake.findings if p.code == "export-doubtful"]
    assert {(p.severity.value, policy in p.message) for p in found} == {("warning", True)}
    if len(set(pasted[0][1])) > 1 or door == "own":  # an export's sheet of one grade throughout is doubted for itself
        assert [p.details["count"] for p in found if "成批" in p.message] == [len(pasted) - 1]
    assert sum(row["count"] for row in rows_of(intake)["responses"] if row["doubtful"]) >= len(pasted) - 1
    assert counted(intake) == 120 + len(pasted)


@BOTH_DOORS
def test_pasted_sheets_among_others(tmp_path: Path, door: str) -> None:
    """Spread among the others they are known by their one moment."""
    used = rules()
    rows = honest(120)
    for number in range(30):
        rows.insert(4 * number, (when(3), ["不满意", *ALL_BAD[1:]]))
    intake = intake_of(tmp_path, used, by(door, used, rows))
    assert [p.details["count"] for p in intake.findings if p.code == "export-doubtful" and "成批" in p.message] == [29]


def test_one_grade_throughout_about_team_after_team(tmp_path: Path) -> None:
    """One who gives every team the worst grade is no crowd, though each sheet is about another team."""
    used = rules()
    teams = [("甲科", "电工组"), ("甲科", "水工组、仓管"), ("乙科", "医生组")]
    rows = [{"提交时间": moment, "身份": "学生", "科室": TEAM[0], "班组": TEAM[1], **dict(zip(QUESTIONS, grades, strict=True))}
            for moment, grades in honest(100)]
    rows += [{"提交时间": when(number), "身份": "学生", "科室": teams[number % 3][0], "班组": teams[number % 3][1],
              **dict.fromkeys(QUESTIONS, "很不满意")} for number in range(24)]
    intake = intake_of(tmp_path, used, {"测评.xlsx": office_file(used, "survey", {"测评结果": rows})})
    assert [p.details["count"] for p in intake.findings if p.code == "export-doubtful"] == [23]


@BOTH_DOORS
@pytest.mark.parametrize("weights", [(5, 5, 2, 1, 1), (30, 2, 1, 0, 0), (100, 1, 0, 0, 0)], ids=["mixed", "content", "of one mind"])
@pytest.mark.parametrize("batches", [False, True])
@pytest.mark.parametrize("seed", every(4, range(4)))
def test_honest_answers_are_not_called_pasted(tmp_path: Path, door: str, weights: tuple[int, ...], batches: bool, seed: int) -> None:
    """However many agree, and though a clerk types a class's sheets with one moment."""
    used = rules()
    rows = honest(160, seed, weights=weights)
    if batches:
        rows = [(when(number // 40), grades) for number, (_, grades) in enumerate(rows)]
    intake = intake_of(tmp_path, used, by(door, used, rows))
    assert [p.message for p in intake.findings if p.code == "export-doubtful" and "成批" in p.message] == []


# ---- one survey in two files

def half(moment: dt.datetime) -> str:
    return "上午" if moment.hour < 12 else "下午"


SPELLINGS = {
    "as a date": lambda m: m, "to the minute": lambda m: f"{m:%Y-%m-%d %H:%M}", "slashes": lambda m: f"{m:%Y/%m/%d %H:%M:%S}",
    "short": lambda m: f"{m.year}/{m.month}/{m.day} {m.hour}:{m:%M}:{m:%S}",
    "Excel's number": lambda m: (m - dt.datetime(1899, 12, 30)).total_seconds() / 86_400,
    "American": lambda m: f"{m:%m/%d/%Y %I:%M %p}", "Chinese": lambda m: f"{m:%Y年%m月%d日 %H时%M分}",
    "half days": lambda m: f"{m:%Y/%m/%d} {half(m)}{m:%I:%M:%S}", "Google's": lambda m: f"{m:%Y/%m/%d %I:%M:%S} {half(m)} GMT+8",
    "ISO": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}Z", "months by name": lambda m: f"{m:%b %d, %Y %I:%M:%S %p}",
    "full width": lambda m: f"{m:%Y－%m－%d　%H：%M}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_moment_is_one_however_it_is_spelled(spelling: str) -> None:
    for moment in (dt.datetime(2017, 12, 20, 10, 0), dt.datetime(2017, 12, 3, 15, 7)):
        assert seconds_since_1970(SPELLINGS[spelling](moment)) == (moment - dt.datetime(1970, 1, 1)).total_seconds()


@pytest.mark.parametrize("text", ["2017-12-20", "00:01:05", "10.0.0.1", "65秒", "很满意", "2017-13-20 10:00", "2017-12-20 25:00", 65.0, 43_089.0, None, True])
def test_what_is_no_moment(text: Any) -> None:
    assert seconds_since_1970(text) == NEVER


def test_a_day_before_its_month() -> None:
    """05/12/2017 is in May, unless another cell of the column says that days stand in front."""
    fifth = dt.datetime(2017, 12, 5, 10)
    assert seconds_since_1970("05/12/2017 10:00", day_first=True) == (fifth - dt.datetime(1970, 1, 1)).total_seconds()


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("time", every(2, ["提交答卷时间", "Timestamp", "时间戳记", "列2"]))
def test_two_exports_of_one_survey(tmp_path: Path, spelling: str, time: str) -> None:
    """What stands in both counts once, whatever the column of moments is called and however it spells them."""
    rows = honest(40, seconds=spelling not in ("to the minute", "American", "Chinese", "full width"))
    written = [(SPELLINGS[spelling](moment), grades) for moment, grades in rows]
    intake = intake_of(tmp_path, rules(), {"一.xlsx": export(rows[:35]), "二.xlsx": export(written, time, numbers=False)})
    assert told(intake, "export-rows-repeated", "survey-looks-repeated") == [("warning", "export-rows-repeated", 35)]
    assert "一.xlsx" in next(p.message for p in intake.findings if p.code == "export-rows-repeated") and counted(intake) == 40


def test_two_exports_under_other_titles(tmp_path: Path) -> None:
    """Both titles of a question are mapped: a respondent is known by the answers, not by the columns' names."""
    other = [(f"您对电工组的评价 [{question}]", *TEAM, question) for question in QUESTIONS]
    rows = honest(30, seconds=True)
    files = {"一.xlsx": export(rows[:20]), "二.xlsx": export(rows, "Timestamp", [header for header, *_ in other], numbers=False)}
    intake = intake_of(tmp_path, rules([*MAPPED, *other]), files)
    assert told(intake, "export-rows-repeated") == [("warning", "export-rows-repeated", 20)] and counted(intake) == 30


def test_one_export_without_moments(tmp_path: Path) -> None:
    """Nobody can tell which rows are the same: it is told of the file."""
    rows = honest(40)
    intake = intake_of(tmp_path, rules(), {"一.xlsx": export(rows), "二.xlsx": export(rows, None)})
    assert [code for _, code, _ in told(intake, "export-rows-repeated", "survey-looks-repeated")] == ["survey-looks-repeated"]


@pytest.mark.parametrize("seconds", [False, True])
def test_two_exports_of_different_people(tmp_path: Path, seconds: bool) -> None:
    """Two surveys of the same weeks: who answers alike in one minute of them is another person."""
    files = {f"{seed}.xlsx": export(honest(200, seed, seconds)) for seed in (1, 2)}
    late = {"1.xlsx": files["1.xlsx"], "2.xlsx": export([(moment + dt.timedelta(minutes=31), grades) for moment, grades in honest(200, 2, seconds)])}
    intake = intake_of(tmp_path, rules(), late)
    assert told(intake, "export-rows-repeated", "survey-looks-repeated") == [] and counted(intake) == 400


def test_equal_rows_count_as_often_as_the_other_file_has_them_not(tmp_path: Path) -> None:
    """Of three equal sheets of one moment, of which the first export has one, two are new."""
    same = (when(1), GRADES)
    intake = intake_of(tmp_path, rules(), {"一.xlsx": export([same, *honest(5)]), "二.xlsx": export([same, same, same])})
    assert told(intake, "export-rows-repeated") == [("warning", "export-rows-repeated", 1)] and counted(intake) == 8


# ---- answers that name no grade

OTHER_WORDS = {"很满意": "非常满意", "满意": "比较满意"}


def in_other_words(rows: list[tuple[Any, list[str]]]) -> list[tuple[Any, list[str]]]:
    return [(moment, [OTHER_WORDS.get(grade, grade) for grade in grades]) for moment, grades in rows]


@BOTH_DOORS
def test_answers_in_other_words_are_open(tmp_path: Path, door: str) -> None:
    """Above the limit they are an open matter that names the words; at it they are not."""
    rows = in_other_words(honest(60))
    words = {word: sum(grades.count(word) for _, grades in rows) for word in OTHER_WORDS.values()}
    used = rules()
    intake = intake_of(tmp_path / "1", used, by(door, used, rows))
    (line,) = [line for line in input_matters(used, used.departments, True, intake.findings, Ledger()) if "满意度测评" in line]
    assert all(f"“{word}”{count} 处" in line for word, count in words.items()) and "上限是 10%" in line
    limited = rules(无效问卷上限="100%")
    assert [p for p in intake_of(tmp_path / "2", limited, by(door, limited, rows)).findings if p.code == "survey-mostly-invalid"] == []


@BOTH_DOORS
@pytest.mark.parametrize("bad, opened", [(6, False), (7, True)])
def test_the_limit_is_strict_and_of_all_rows_together(tmp_path: Path, door: str, bad: int, opened: bool) -> None:
    """6 of 60 sheets are the limit, 7 are above it; one answer that cannot be read makes a sheet one of them."""
    used = rules()
    rows = [(when(number), ["还行" if number < bad else "满意", *GRADES[1:]]) for number in range(60)]
    files = {**by(door, used, rows[:20]), "另一份.xlsx": export(rows[20:])}
    intake = intake_of(tmp_path, used, files)
    assert [p.code for p in intake.findings if p.code == "survey-mostly-invalid"] == ["survey-mostly-invalid"] * opened


def test_rows_about_nobody_are_invalid(tmp_path: Path) -> None:
    used = rules()
    intake = intake_of(tmp_path, used, {"一.xlsx": own_book(used, honest(30)), "二.xlsx": own_book(used, honest(5, 1), 科室="后勤科", 班组=None)})
    (line,) = [p.message for p in intake.findings if p.code == "survey-mostly-invalid"]
    assert "35 份答卷里有 5 份无效" in line and "对不上或一题没答的 5 份" in line


@BOTH_DOORS
def test_unread_answers_can_be_taken_as_the_best_and_as_the_worst(tmp_path: Path, door: str) -> None:
    """All of them in one doubt with two ways; a sheet of which nothing could be read counts as one then."""
    used = rules()
    rows = [*honest(60), (when(70), ["还行", *GRADES[1:]]), (when(71), ["好"] * 5)]
    intake = intake_of(tmp_path, used, by(door, used, rows))
    (doubt,) = intake.doubts
    assert doubt.findings == tuple(p for p in intake.findings if p.code == "survey-answers-unread") and "“好”5 处、“还行”1 处" in doubt.findings[0].message
    now = {row["grade"]: row["count"] for row in rows_of(intake)["grades"]}
    for way, grade in zip(doubt.readings, ("很满意", "很不满意"), strict=True):
        then = edited(intake.tables, way)
        assert then.grades.groupby("grade")["count"].sum().to_dict() == {**now, grade: now[grade] + 6}
        assert then.responses["count"].sum() == 62 and counted(intake) == 61


# ---- titles that are nearly the mapped ones

def near(change: Any) -> Any:
    return [change(number, question) for number, question in enumerate(QUESTIONS, 6)]


@pytest.mark.parametrize("titles", [
    near(lambda n, q: f"{n + 1}、{q}"), near(lambda n, q: f"{n}. {q}"), near(lambda n, q: f"{q}"), near(lambda n, q: f"（{n}）{q}"),
    near(lambda n, q: f"Q{n}_{q}"), near(lambda n, q: f"第{n}题　{q}"), near(lambda n, q: f"{n}、{q}[单选题]"), near(lambda n, q: f"{n}、“{q}”？"),
    near(lambda n, q: f"{n + 1}、请问{q}"),
], ids=["renumbered", "full stop", "no number", "brackets", "Q", "第…题", "tag", "marks", "other words"])
def test_titles_near_the_mapped_ones(tmp_path: Path, titles: list[str]) -> None:
    """The file is ours, its answers are missing: an error at the titles, and one that shows them at 问卷对照; no word of a department."""
    intake = intake_of(tmp_path, rules(), {"导出.xlsx": export(honest(30), headers=titles)})
    assert sorted(told(intake, "export-titles-near", "mapped-column-missing")) == [("error", "export-titles-near", 5), ("error", "mapped-column-missing", 5)]
    assert all(titles[0] in p.message for p in intake.findings if p.code in ("export-titles-near", "mapped-column-missing"))
    assert "科室交来" not in "".join(p.sentences for p in intake.findings) and [file.kind for file in intake.files] == ["survey"]


def test_another_mark_in_the_titles_of_a_second_export(tmp_path: Path) -> None:
    """All mapped columns are found in the first; a dash of another kind is a dash, and what stands under other marks is not passed over."""
    mapping = [(f"电工组—{question}", *TEAM, question) for question in QUESTIONS]
    right, other = ([f"电工组{dash}{question}" for question in QUESTIONS] for dash in "—/")
    dashed = {"一.xlsx": export(honest(30), headers=right), "二.xlsx": export(honest(30, 1, True), headers=[title.replace("—", "-") for title in right])}
    intake = intake_of(tmp_path / "0", rules(mapping), dashed)
    assert told(intake, "export-titles-near", "mapped-column-missing") == [] and counted(intake) == 60
    files = {"一.xlsx": export(honest(30), headers=right), "二.xlsx": export(honest(30, 1, True), headers=other)}
    intake = intake_of(tmp_path / "1", rules(mapping), files)
    assert told(intake, "export-titles-near", "mapped-column-missing") == [("error", "export-titles-near", 5)]
    partly = {**files, "二.xlsx": export(honest(30, 1, True), headers=[*right[:4], other[4]])}
    intake = intake_of(tmp_path / "2", rules(mapping), partly)
    assert told(intake, "export-titles-near", "mapped-column-missing") == [("error", "export-titles-near", 1)] and counted(intake) == 60


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    """The team above, its questions below: told plainly, and nothing is final."""
    mapping = [(f"{team}—{question}", department, team, question) for department, team in (TEAM, ("乙科", "医生组")) for question in QUESTIONS]
    rows = [("序号", "提交时间", "电工组", None, None, None, None, "医生组"), (None, None, *QUESTIONS, *QUESTIONS),
            *((number, f"{moment:%Y/%m/%d %H:%M}", *grades, *grades) for number, (moment, grades) in enumerate(honest(30), 1))]
    intake = intake_of(tmp_path, rules(mapping), {"导出.xlsx": book_bytes({"Sheet1": rows})})
    assert sorted(told(intake, "export-two-headers", "mapped-column-missing")) == [("error", "export-two-headers", 10), ("error", "mapped-column-missing", 10)]


def test_a_foreign_book_is_still_foreign(tmp_path: Path) -> None:
    """Neither the titles of another book nor grades without any likeness make it ours."""
    other = book_bytes({"人员": [("序号", "姓名", "电话"), (1, "张三", "13800000000")]})
    poll = book_bytes({"Sheet1": [("姓名", "食堂的菜", "宿舍的水"), ("张三", "满意", "一般")]})
    intake = intake_of(tmp_path, rules(), {"导出.xlsx": export(honest(30)), "名单.xlsx": other, "别的.xlsx": poll})
    assert {file.name: file.kind for file in intake.files} == {"导出.xlsx": "survey", "名单.xlsx": None, "别的.xlsx": None}
    assert [p.code for p in intake.findings if p.blocks] == []


def test_grades_under_a_title_that_is_not_mapped(tmp_path: Path) -> None:
    """It may be meant so; it is told."""
    intake = intake_of(tmp_path, rules(), {"导出.xlsx": export([(m, [*g, "满意"]) for m, g in honest(30)], headers=[*HEADERS, "30、总体评价"])})
    assert told(intake, "export-grades-unmapped") == [("warning", "export-grades-unmapped", 1)]
    assert [p.code for p in intake.findings if p.blocks] == []


def test_an_export_in_order_says_nothing(tmp_path: Path) -> None:
    intake = intake_of(tmp_path, rules(), {"导出.xlsx": export(honest(60))})
    assert {p.code for p in intake.findings if p.severity.value != "info"} - set(ABSENT) <= {"export-doubtful"}
    assert intake.doubts == ()


@pytest.mark.parametrize("copied, found", [(True, ["survey-looks-repeated"]), (False, [])])
def test_copies_without_moments_where_few_answers_differ(tmp_path: Path, copied: bool, found: list[str]) -> None:
    """One question about one team: everybody gives one of five answers, so that only their order tells a copy from another survey."""
    first = [(moment, grades[:1]) for moment, grades in honest(80, 1)]
    second = [*first[::-1], (None, ["一般"])] if copied else [(moment, grades[:1]) for moment, grades in honest(80, 2)]
    files = {f"{number}.xlsx": export(rows, None, HEADERS[:1], numbers=False) for number, rows in enumerate((first, second))}
    assert [code for _, code, _ in told(intake_of(tmp_path, rules(MAPPED[:1]), files), "survey-looks-repeated")] == found
