"""The survey of the hospital: patients and relatives scanned a code, staff filled in sheets that were typed into the template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chance import Chance
from content import Row
from content_hospital import YEAR, moment
from rules_hospital import COLLEAGUE, EXPORT_TITLES, GRADES, PATIENT, QUESTIONS, RELATIVE, SHORT_NAMES, TEAMS, TOOL_GRADES
from scores_hospital import TEAM_LEVELS

EXPORT_FILE, EXPORT_SHEET, EXPORT_SAVED = "扫码问卷导出_20260422.xlsx", "Sheet1", moment(4, 22, 9, 5)
BOOK_FILE, BOOK_SAVED = "满意度测评表_职工.xlsx", moment(4, 22, 8, 0)
_BY_PATIENTS, _BY_STAFF = (15, 19), (23, 27)
_SKIPPED = "(空)"
_POINTS = tuple(GRADES.values())
_NAMES = tuple(GRADES)
_SHORT = dict(SHORT_NAMES)
_REMARKS = (("态度很好，谢谢", "有求必应", "来得快，做得细"), ("希望再快一点", "晚上人手有点少", "说话可以再轻一点"))


@dataclass(frozen=True)
class Answered:
    """What one person says about one team; a grade of None is no answer."""

    moment: dt.datetime
    identity: str
    department: str
    team: str
    grades: tuple[str | None, ...]
    seconds: int
    remark: str | None


def answers(colleagues: bool) -> list[Answered]:
    """The answer sheets of the staff, or those of patients and relatives, in the order they came in."""
    found = [_answered(department, team, number, colleagues)
             for (department, _), teams in TEAMS.items() for team in teams for number in range(_how_many(team, colleagues))]
    return sorted(found, key=lambda one: (one.moment, one.team))


def _how_many(team: str, colleagues: bool) -> int:
    return Chance("hospital", "survey size", team, colleagues).whole(*(_BY_STAFF if colleagues else _BY_PATIENTS))


def _answered(department: str, team: str, number: int, colleagues: bool) -> Answered:
    chance = Chance("hospital", "survey", team, number, colleagues)
    level = TEAM_LEVELS[team][4 if colleagues else 3]
    mood = chance.normal(level, 5)
    grades = [None if chance.happens(0.02) else _grade(chance, mood) for _ in QUESTIONS]
    grades[0] = grades[0] or _grade(chance, mood)
    identity = COLLEAGUE if colleagues else (PATIENT if chance.happens(0.6) else RELATIVE)
    when = dt.datetime(YEAR, 4, chance.whole(10, 20), chance.whole(8, 20), chance.whole(0, 59), chance.whole(0, 59))
    remark = chance.pick(_REMARKS[0 if mood >= level else 1]) if chance.happens(0.15) else None
    return Answered(when, identity, department, team, tuple(grades), chance.whole(45, 240), remark)


def _grade(chance: Chance, mood: float) -> str:
    """A grade of the two that are nearest to a mood out of 100, the nearer the more often."""
    better = next((number for number in range(len(_POINTS) - 1) if mood >= _POINTS[number + 1]), len(_POINTS) - 2)
    share = (mood - _POINTS[better + 1]) / (_POINTS[better] - _POINTS[better + 1])
    return _NAMES[better if chance.happens(share) else better + 1]


def export_rows() -> list[Row]:
    """The tool's own file: its header, then a row an answer sheet, in the words of its respondents."""
    header = ("序号", EXPORT_TITLES["提交时间"], "所用时间", "来源", *(EXPORT_TITLES[item] for item in ("身份", "科室", "班组", *QUESTIONS)), "5、您的建议")
    return [header, *(
        (number, f"{one.moment:%Y/%m/%d %H:%M:%S}", f"{one.seconds}秒", "手机扫码", one.identity, one.department,
         _SHORT.get(one.team, one.team), *(TOOL_GRADES.get(grade, grade) if grade else _SKIPPED for grade in one.grades), one.remark or _SKIPPED)
        for number, one in enumerate(answers(colleagues=False), 1))]


def book_rows() -> list[Row]:
    """The rows of 满意度测评表: moment, who, department, team, a grade a question, what else was said."""
    return [(one.moment.replace(second=0), one.identity, one.department, one.team, *one.grades, one.remark) for one in answers(colleagues=True)]


BOOK_COLUMNS = ("提交时间", "身份", "科室", "班组", *QUESTIONS, "意见建议")
