"""The survey of 2017: some 670 answers in four books, made up from how content people are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chance import Chance
from content import YEAR, Row, moment
from scores_2017 import DEPARTMENT_LEVELS, TEAM_LEVELS

_GRADES = ("很满意", "满意", "一般", "不满意", "很不满意")
_ANSWERS_OF_NOMINATED, _ANSWERS_OF_OTHERS, _ANSWERS_OF_DEPARTMENT = (34, 41), (9, 15), (13, 18)


@dataclass(frozen=True)
class SurveyBook:
    """A copy of the survey table: whom it was put to, on which campus, when it was typed in."""

    name: str
    identities: tuple[str, ...]
    campus: str
    saved: dt.datetime


BOOKS = (
    SurveyBook("北校区学生", ("学生",), "北校区", moment(12, 22, 9, 0)),
    SurveyBook("南校区学生", ("学生",), "南校区", moment(12, 22, 9, 40)),
    SurveyBook("教职工", ("教师", "教师", "职工"), "", moment(12, 23, 2, 10)),
    SurveyBook("现场扫码", ("学生", "学生", "职工", "其他"), "", moment(12, 24, 1, 30)),
)

# what people write under 意见建议, by department; the first ones are the friendlier
_REMARKS: dict[str, tuple[str, ...]] = {
    "饮食服务科": ("半份菜很实在，希望一直保留", "紫薯花卷好吃", "早餐开得早了，跑操回来有热豆浆", "阿姨打菜不抖勺", "晚上九点以后能不能有碗热面",
              "中午排队还是有点长", "希望少放点油", "素菜品种可以再多一些"),
    "物业管理科": ("爱心驿站的伞救了我两次", "教室比以前干净多了", "草坪认养很有意思", "图书馆拖地不再赶人了", "北门落叶扫得很及时",
              "厕所里的钩子终于有了", "晚自习后楼道灯关得太早", "希望周末也有人巡回保洁"),
    "维修管理科": ("扫码报修很快", "师傅上门穿了鞋套，收拾得干净", "周末修好了我的台灯", "停电那晚抢修很给力", "路灯亮了，晚上走路放心",
              "水卡充值点中午也开就好了", "热水器报修等了一天"),
    "卫生所": ("午间能看病太方便了", "护士姐姐打针不疼", "急救课学到了真本事", "医生讲得很细", "口腔科预约太难排", "希望药的种类多一点"),
}


def survey_rows(departments: dict[str, tuple[str, ...]], nominated: Iterable[str], questions: int) -> dict[str, list[Row]]:
    """Book name → its answers in the order they came in. `departments`: department → its teams."""
    wanted = set(nominated)
    found: dict[str, list[Row]] = {book.name: [] for book in BOOKS}
    for department, teams in departments.items():
        for team in (*teams, None):
            for number in range(_how_many(department, team, wanted)):
                chance = Chance("survey", department, team or "", number)
                book = _book_for(chance, team)
                found[book.name].append(_answer(chance, book, department, team, questions))
    return {name: sorted(rows, key=lambda row: (row[0], str(row))) for name, rows in found.items()}


def _how_many(department: str, team: str | None, nominated: set[str]) -> int:
    span = _ANSWERS_OF_DEPARTMENT if team is None else (_ANSWERS_OF_NOMINATED if team in nominated else _ANSWERS_OF_OTHERS)
    return Chance("survey size", department, team or "").whole(*span)


def _book_for(chance: Chance, team: str | None) -> SurveyBook:
    """Teams of one campus are judged by its students, by the staff, and by whoever scans a code on the spot."""
    fitting = [book for book in BOOKS if not book.campus or not team or "校区" not in team or book.campus in team]
    own = [book for book in BOOKS if book.campus and book.campus in (team or "")]
    return chance.pick([*fitting, *own])


def _answer(chance: Chance, book: SurveyBook, department: str, team: str | None, questions: int) -> Row:
    level = (TEAM_LEVELS[team] if team else DEPARTMENT_LEVELS[department]).survey
    mood = chance.normal(level, 6)
    grades = [None if chance.happens(0.015) else _grade(chance.normal(mood, 8)) for _ in range(questions)]
    grades[0] = grades[0] or _grade(mood)
    remark = _remark(chance, department, mood >= level) if chance.happens(0.12) else None
    return _time(chance), chance.pick(book.identities), department, team, *grades, remark


def _grade(satisfaction: float) -> str:
    """The grade nearest to a satisfaction out of 100: 90 and more 很满意, below 30 很不满意."""
    return _GRADES[min(4, max(0, 4 - int((satisfaction - 10) // 20)))]


def _remark(chance: Chance, department: str, content: bool) -> str:
    remarks = _REMARKS[department]
    half = (len(remarks) + 1) // 2
    return chance.pick(remarks[:half] if content else remarks[half:])


def _time(chance: Chance) -> dt.datetime:
    return dt.datetime(YEAR, 12, chance.whole(11, 21), chance.whole(8, 21), chance.whole(0, 59))
