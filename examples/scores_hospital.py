"""The points of the hospital's campaign: how good everybody is, what reviewers and inspectors give, who was voted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chance import Chance, within
from content import Department, Row
from content_hospital import STAR_SHEET, day, moment
from rules_hospital import INSPECTORS, LEADERS, REVIEWERS, STAFF, STAR, WARDS

# about what a team gets, out of 100: by leaders, by the wards, by inspectors, by patients and relatives, by colleagues
TEAM_LEVELS: dict[str, tuple[float, float, float, float, float]] = {
    "职工餐厅组": (85, 84, 86, 80, 78),
    "病员配餐组": (92, 93, 92, 90, 88),
    "治疗膳食组": (94, 92, 91, 88, 88),
    "送餐组": (85, 88, 87, 84, 82),
    "门诊保洁组": (84, 84, 85, 80, 80),
    "住院楼保洁组": (89, 92, 88, 87, 87),
    "手术区保洁组": (94, 95, 94, 84, 93),
    "医疗废物收运组": (89, 90, 93, 82, 88),
    "绿化组": (82, 82, 86, 82, 80),
    "患者陪检组": (95, 95, 93, 92, 90),
    "标本运送组": (92, 93, 90, 84, 91),
    "药品配送组": (92, 92, 91, 86, 88),
    "夜间运送组": (87, 88, 86, 83, 86),
    "供配电组": (87, 84, 90, 80, 86),
    "空调水暖组": (85, 83, 86, 77, 80),
    "医用气体组": (94, 91, 95, 86, 91),
    "报修调度组": (93, 93, 92, 88, 92),
    "被服收送组": (90, 91, 88, 87, 88),
    "洗涤组": (86, 86, 87, 83, 84),
    "缝补组": (82, 85, 84, 80, 82),
    "门诊秩序组": (88, 86, 87, 87, 84),
    "停车引导组": (80, 78, 76, 68, 70),
    "消防监控组": (86, 83, 90, 78, 82),
}
# the same of those who are no team: a department by leaders and wards, a person by the wards and by colleagues, a post by the wards
DEPARTMENT_LEVELS = {"膳食科": (90, 91), "环境科": (93, 92), "运送科": (92, 94), "设施科": (97, 88), "洗涤科": (89, 91)}
PERSON_LEVELS = {
    "褚玉芬": (93, 92), "祝颖": (88, 89), "温兆祥": (90, 95), "司马兰": (95, 92), "瞿桂香": (88, 88), "成玉梅": (91, 90),
    "甄海燕": (95, 94), "蔺晨": (92, 92), "解长风": (94, 94), "濮阳辉": (92, 93), "桑琪": (92, 92), "卓立新": (90, 89),
    "项美华": (85, 86), "费秀兰": (83, 84), "左振邦": (90, 88), "牛保国": (90, 91), "封丽": (86, 86),
}
POST_LEVELS = {"病员订餐窗口": 88, "轮椅借还处": 95, "门诊问询岗": 95, "陪检预约台": 88, "报修接待窗口": 95, "失物与热水服务点": 87}
# two posts on which the wards are of one mind: each reviewer gives both the same points
_ALIKE = {"门诊问询岗": "轮椅借还处"}
# how mild a reviewer is, and what the own department gets on top of it
_MILDNESS = {"程立新": -0.8, "顾若兰": 0.6, "季小岚": 0.4, "陶静怡": -0.5, "乔雨桐": 0.2, "贺春生": 0.5, "岳红梅": -0.3, "阮志强": 0.0}
_FAVOUR = 7.0
REVIEWS_SAVED = {name: moment(4, 28, 1 + number, 20 + 3 * number) for number, (name, *_) in enumerate(REVIEWERS)}


@dataclass(frozen=True)
class Candidate:
    """Whom reviewers score: a department, a team of it, or somebody in it by name."""

    award: str
    department: str
    team: str | None = None
    name: str | None = None


def review_points(reviewer: str, candidate: Candidate, maxima: list[int]) -> list[float]:
    """A reviewer's points of one candidate in halves, for criteria with these maxima."""
    home, group = next((home, group) for name, home, group in REVIEWERS if name == reviewer)
    who = _ALIKE.get(candidate.name or "", candidate.name) or candidate.team or candidate.department
    chance = Chance("hospital", "review", reviewer, candidate.award, who)
    favour = _FAVOUR if home == candidate.department else 0.0
    overall = _level(group, candidate, who) + _MILDNESS[reviewer] + favour + chance.normal(spread=0.8)
    return [within(maximum * (overall + chance.normal(spread=1.0)) / 100, 0, maximum, 0.5) for maximum in maxima]


def _level(group: str, candidate: Candidate, who: str) -> float:
    if candidate.name is None:
        levels = DEPARTMENT_LEVELS[who] if candidate.team is None else TEAM_LEVELS[who][:2]
        return levels[(LEADERS, WARDS).index(group)]
    return PERSON_LEVELS[who][(WARDS, STAFF).index(group)] if candidate.award == STAR else POST_LEVELS[who]


@dataclass(frozen=True)
class Visit:
    """One round of an inspector: to which departments (none: to all), and what cost points."""

    date: dt.date
    inspector: str
    saved: dt.datetime
    notes: dict[str, str]
    departments: tuple[str, ...] = ()


VISITS = (
    Visit(day(3, 19), INSPECTORS[0], moment(3, 19, 9, 10), {"停车引导组": "出口没有人，车辆压住通道", "绿化组": "割草机没有挂警示牌"}),
    Visit(day(4, 9), INSPECTORS[1], moment(4, 9, 8, 50), {"停车引导组": "交接班记录缺两天", "门诊保洁组": "三层卫生间地面有水"}),
    Visit(day(4, 15), INSPECTORS[0], moment(4, 15, 14, 30), {"药品配送组": "一个冷链箱没有放温度计"}, ("运送科", "安保科")),
)


def item_points(visit: Visit, team: str, item: str, maximum: int) -> float:
    """An inspector's points for one item, in halves."""
    chance = Chance("hospital", "visit", visit.date, team, item)
    return within(maximum * TEAM_LEVELS[team][2] / 100 + chance.normal(spread=0.03 * maximum), 0.6 * maximum, maximum, 0.5)


# ballots of the whole staff, of which each named up to three people
ISSUED, VALID = 260, 248
VOTES_SAVED, COUNTED_BY = moment(4, 27, 3, 0), "总务部计票组"
VOTES = {
    "褚玉芬": 131, "祝颖": 64, "温兆祥": 122, "司马兰": 88, "瞿桂香": 108, "成玉梅": 96, "甄海燕": 139, "蔺晨": 80, "解长风": 118,
    "濮阳辉": 79, "桑琪": 84, "卓立新": 52, "项美华": 41, "费秀兰": 38, "左振邦": 102, "牛保国": 60, "封丽": 0,
}


def vote_rows(departments: Iterable[Department]) -> tuple[tuple[str, ...], list[Row]]:
    """(columns, rows) of 投票结果: how many voted for each person who is nominated."""
    rows: list[Row] = [(STAR, department.name, row[3], row[1], VOTES[str(row[1])], ISSUED, VALID)
                       for department in departments for row in department.tables[STAR_SHEET]]
    return ("奖项", "科室", "班组", "姓名或岗位", "得票", "发出票数", "有效票数"), rows
