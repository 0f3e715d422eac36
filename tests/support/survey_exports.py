"""The same answer sheets as our own book and as the exports of survey tools, each in the tool's shape. All that is said is made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fuwuyue_xlsx.rules.model import Rules
from tests.support.altered_books import office_file
from tests.support.filled_books import SMALL
from tests.support.raw_workbooks import book_bytes

QUESTIONS = tuple(question for _, question in SMALL["测评题目"])
GRADES = ("很满意", "满意", "一般", "不满意", "很不满意")
TEAMS = (("甲科", "电工组"), ("甲科", "水工组、仓管"), ("乙科", "医生组"))
IDENTITIES = ("学生", "教师", "职工")
Cells = Sequence[Sequence[Any]]
MappingRow = tuple[str, str | None, str | None, str]


@dataclass(frozen=True)
class Answered:
    """What one person says about one team, or (team None) about a department; a grade of None is no answer."""

    moment: dt.datetime
    seconds: int
    identity: str
    department: str
    team: str | None
    grades: tuple[str | None, ...]

    @property
    def begun(self) -> dt.datetime:
        """When the person began."""
        return self.moment - dt.timedelta(seconds=self.seconds)


def answered(count: int = 60, seed: int = 0) -> list[Answered]:
    """So many answer sheets about all teams and a department, some questions of which are left out."""
    dice = random.Random(seed)
    start = dt.datetime(2017, 12, 1, 8, 0, 7)
    sheets = []
    for number in range(count):
        department, team = (("乙科", None) if number % 10 == 9 else TEAMS[number % 3])
        grades = tuple(None if dice.random() < 0.1 and at else dice.choice(GRADES) for at in range(len(QUESTIONS)))
        moment = start + dt.timedelta(minutes=97 * number, seconds=dice.randrange(50))
        sheets.append(Answered(moment, 60 + dice.randrange(200), IDENTITIES[number % 3], department, team, grades))
    return sheets


def own_book(rules: Rules, sheets: Sequence[Answered]) -> bytes:
    """The sheets as our own book."""
    return office_file(rules, "survey", {"测评结果": [
        {"提交时间": sheet.moment.replace(second=0), "身份": sheet.identity, "科室": sheet.department, "班组": sheet.team,
         **dict(zip(QUESTIONS, sheet.grades, strict=True))} for sheet in sheets]})


@dataclass(frozen=True)
class Tool:
    """How a tool exports a survey.

    mapping  the rows of 问卷对照 that fit it
    cells    the answer sheets as the rows of the export's sheet
    merges   what is merged in its header
    sheet    the title of its sheet
    """

    mapping: tuple[MappingRow, ...]
    cells: Callable[[Sequence[Answered]], list[Sequence[Any]]]
    merges: tuple[str, ...] = ()
    sheet: str = "Sheet1"

    def book(self, sheets: Sequence[Answered]) -> bytes:
        """The export as a workbook."""
        return book_bytes({self.sheet: self.cells(sheets)}, self.merges)


def _rated(department: str, team: str, titles: Sequence[str], identity: str | None = None, time: str | None = None) -> tuple[MappingRow, ...]:
    named: list[MappingRow] = [(department, None, None, "科室"), (team, None, None, "班组")]
    named += [(identity, None, None, "身份")] if identity else []
    named += [(time, None, None, "提交时间")] if time else []
    return (*named, *((title, None, None, question) for title, question in zip(titles, QUESTIONS, strict=True)))


_LETTER = dict(zip(GRADES, "ABCDE", strict=True))
_NUMBER = dict(zip(GRADES, (5, 4, 3, 2, 1), strict=True))


def _wenjuanxing(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """A matrix question becomes 「number、stem—row」; what was skipped says so; the whole score stands last."""
    header = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的身份是：", "2、您要评价的科室", "3、您要评价的班组：",
              *(f"4、请评价—{question}" for question in QUESTIONS), "总分")
    return [header, *(
        (n, f"{s.moment:%Y/%m/%d %H:%M:%S}", f"{s.seconds}秒", "手机提交", "微信", f"10.1.{n // 200}.{n % 200}(广西-南宁)", s.identity, s.department,
         s.team or "(跳过)", *(grade or "(空)" for grade in s.grades), sum(_NUMBER[grade] for grade in s.grades if grade))
        for n, s in enumerate(sheets, 1))]


def _tencent(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """Beginning, end and length; letters in front of what was chosen."""
    header = ("编号", "开始答题时间", "结束答题时间", "答题时长", "用户类型", "昵称", "1.您的身份", "2.您要评价的科室", "3.您要评价的班组",
              *(f"4.请评价:{question}" for question in QUESTIONS), "IP", "UA")
    return [header, *(
        (n, f"{s.begun:%Y-%m-%d %H:%M:%S}", f"{s.moment:%Y-%m-%d %H:%M:%S}", f"{s.seconds // 60}分{s.seconds % 60}秒", "匿名用户", None, s.identity,
         s.department, s.team, *(f"{_LETTER[grade]}.{grade}" if grade else None for grade in s.grades), f"10.2.{n // 200}.{n % 200}", "Mozilla/5.0")
        for n, s in enumerate(sheets, 1))]


def _jinshuju(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """A matrix in two header rows, its stem merged over the rows of the matrix; the points behind what was chosen."""
    return [("序号", "您的身份", "您要评价的科室", "您要评价的班组", "请评价", *[None] * (len(QUESTIONS) - 1), "提交人", "提交时间", "填写时长", "IP"),
            (None, None, None, None, *QUESTIONS, None, None, None, None),
            *((n, s.identity, s.department, s.team, *(f"{grade}（{_NUMBER[grade]}分）" if grade else None for grade in s.grades), "匿名",
               s.moment, f"00:0{s.seconds // 60}:{s.seconds % 60:02d}", f"10.3.{n // 200}.{n % 200}") for n, s in enumerate(sheets, 1))]


def _google(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """A grid becomes 「stem [row]」; the moment stands first."""
    header = ("时间戳记", "您的身份", "您要评价的科室", "您要评价的班组", *(f"请评价 [{question}]" for question in QUESTIONS))
    return [header, *((s.moment, s.identity, s.department, s.team, *s.grades) for s in sheets)]


def _kobo(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """Groups are parted by a slash in one row; moments as ISO has them; the numbers that were given to the choices."""
    header = ("start", "end", "about/identity", "about/department", "about/team", *(f"rating/{question}" for question in QUESTIONS), "_id", "_uuid",
              "_submission_time", "_index")
    return [header, *(
        (f"{s.begun:%Y-%m-%dT%H:%M:%S}.000+08:00", f"{s.moment:%Y-%m-%dT%H:%M:%S}.000+08:00", s.identity, s.department, s.team,
         *(_NUMBER[grade] if grade else None for grade in s.grades), 1000 + n, f"aaaa-{n}", f"{s.moment:%Y-%m-%dT%H:%M:%S}", n)
        for n, s in enumerate(sheets, 1))]


def _limesurvey(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """Titles with markup, 「stem [row]」, seconds with places behind the point, N/A for what was left out."""
    header = ("响应 ID", "提交日期", "最后一页", "起始语言", "开始日期", "IP 地址", "<p>您的身份</p>", "<p>您要评价的<b>科室</b></p>", "<p>您要评价的班组</p>",
              *(f"<p>请评价&nbsp;</p> [{question}]" for question in QUESTIONS), "总时间")
    return [header, *(
        (n, f"{s.moment:%Y-%m-%d %H:%M:%S}", 3, "zh-Hans", f"{s.begun:%Y-%m-%d %H:%M:%S}", f"10.4.{n // 200}.{n % 200}", s.identity, s.department,
         s.team or "N/A", *(grade or "N/A" for grade in s.grades), f"{s.seconds}.25") for n, s in enumerate(sheets, 1))]


def _campus(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """A title line, line breaks in the titles, a team question for each department, and averages below."""
    header = ("答题序号", "提交时间", "您要评价的\n科室", "您要评价的班组（甲科）", "您要评价的班组（乙科）",
              *(f"{n}、{q}\n（单选）" for n, q in enumerate(QUESTIONS, 3)))
    rows = [(n, f"{s.moment:%Y-%m-%d %H:%M:%S}", s.department, s.team if s.department == "甲科" else None, s.team if s.department == "乙科" else None,
             *(f"{_NUMBER[grade]}-{grade}" if grade else "跳过" for grade in s.grades)) for n, s in enumerate(sheets, 1)]
    return [("后勤服务满意度测评结果",), (), header, *rows, (), ("平均分", None, None, None, None, *(4 for _ in QUESTIONS)),
            (f"共 {len(sheets)} 份答卷",)]


def _wide(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """A column for each team and question; each person answers about one team, and skips the others."""
    columns = [(department, team, at) for department, team in WIDE for at in range(len(QUESTIONS))]
    header = ("序号", "提交答卷时间", *(f"{n}、{team or department}—{QUESTIONS[at]}" for n, (department, team, at) in enumerate(columns, 1)), "总分")
    return [header, *(
        (n, f"{s.moment:%Y/%m/%d %H:%M:%S}",
         *((s.grades[at] or "(空)") if (s.department, s.team) == (department, team) else "(跳过)" for department, team, at in columns), 100)
        for n, s in enumerate(sheets, 1))]


def _matrix_by_team(sheets: Sequence[Answered]) -> list[Sequence[Any]]:
    """Two header rows, the team in each cell above; option numbers, -3 for what was skipped."""
    columns = [(department, team, at) for department, team in WIDE for at in range(len(QUESTIONS))]
    return [("序号", "提交时间", *(team or department for department, team, _ in columns)), (None, None, *(QUESTIONS[at] for *_, at in columns)),
            *((n, s.moment, *((_NUMBER[s.grades[at]] if s.grades[at] else -2) if (s.department, s.team) == (department, team) else -3  # type: ignore[index]
                              for department, team, at in columns)) for n, s in enumerate(sheets, 1))]


WIDE: tuple[tuple[str, str | None], ...] = (*TEAMS, ("乙科", None))
_STEM = [f"4、请评价—{question}" for question in QUESTIONS]
TOOLS: dict[str, Tool] = {
    "问卷星": Tool(_rated("2、您要评价的科室", "3、您要评价的班组：", _STEM, "1、您的身份是：", "提交答卷时间"), _wenjuanxing),
    "腾讯问卷": Tool(_rated("2.您要评价的科室", "3.您要评价的班组", [f"4.请评价:{q}" for q in QUESTIONS], "1.您的身份", "结束答题时间"), _tencent),
    "金数据": Tool(_rated("您要评价的科室", "您要评价的班组", [f"请评价/{q}" for q in QUESTIONS], "您的身份", "提交时间"), _jinshuju,
                ("E1:F1", "A1:A2", "B1:B2", "C1:C2", "D1:D2")),
    "Google Forms": Tool(_rated("您要评价的科室", "您要评价的班组", [f"请评价 [{q}]" for q in QUESTIONS], "您的身份", "时间戳记"), _google, sheet="表单回复 1"),
    "Kobo": Tool(_rated("about/department", "about/team", [f"rating/{q}" for q in QUESTIONS], "about/identity", "_submission_time"), _kobo),
    "LimeSurvey": Tool(_rated("您要评价的科室", "您要评价的班组", [f"请评价 [{q}]" for q in QUESTIONS], "您的身份"), _limesurvey),
    "校内问卷": Tool(
        (("您要评价的科室", None, None, "科室"), ("您要评价的班组（甲科）", "甲科", None, "班组"), ("您要评价的班组（乙科）", "乙科", None, "班组"),
         *((f"{n}、{q}（单选）", None, None, q) for n, q in enumerate(QUESTIONS, 3))), _campus),
    "问卷星，每个班组几列": Tool(
        tuple((f"{n}、{team or department}—{question}", department, team, question)
              for n, (department, team, question) in enumerate([(*about, question) for about in WIDE for question in QUESTIONS], 1)), _wide),
    "金数据，每个班组一组": Tool(
        tuple((f"{team or department}/{question}", department, team, question) for department, team in WIDE for question in QUESTIONS), _matrix_by_team),
}
