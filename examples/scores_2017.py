"""The points of 2017: how good everybody is, and the scores that reviewers and inspectors give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chance import Chance, within
from content import day, moment


@dataclass(frozen=True)
class Level:
    """About what a team or department gets in each component, out of 100."""

    review: float
    inspection: float
    survey: float


TEAM_LEVELS: dict[str, Level] = {
    "食堂管理组": Level(84, 88, 85),
    "北校区食堂红案组": Level(90, 90, 88),
    "北校区食堂白案组": Level(94, 92, 91),
    "南校区食堂红案组": Level(89.5, 88, 87),
    "南校区食堂白案组": Level(85, 87, 86),
    "南校区食堂清洁组": Level(85, 87, 84),
    "北校区食堂清洁组": Level(83, 85, 83),
    "花卉组": Level(92, 92, 90),
    "南校区绿化组": Level(83, 86, 84),
    "北校区绿化组": Level(84, 87, 85),
    "北校区道路清扫与厕所保洁组、二次保洁": Level(83, 84, 82),
    "南校区道路清扫与厕所保洁组、垃圾清运": Level(92, 90, 89),
    "北校区1号教学楼管理员班组": Level(90, 89, 89),
    "北校区2号教学、图书馆保洁员班组": Level(84, 86, 85),
    "1、2号实验楼保洁组": Level(85, 88, 84),
    "南校区飞天楼管理员班组": Level(82, 85, 84),
    "巡天楼管理组": Level(87, 88, 86),
    "电工组": Level(94, 93, 92),
    "水工组、仓管": Level(88, 90, 88),
    "木工组": Level(84, 86, 86),
    "医生组": Level(86, 88, 83),
    "护士组": Level(92, 92, 92),
}

# by department: what reviewers think of its organisation, and what people say who name no team
DEPARTMENT_LEVELS: dict[str, Level] = {
    "饮食服务科": Level(94, 0, 88),
    "物业管理科": Level(89, 0, 85),
    "维修管理科": Level(91, 0, 89),
    "卫生所": Level(85, 0, 84),
}


@dataclass(frozen=True)
class Reviewer:
    """A reviewer: strictness in points, the department of one's own, which comes off rather well."""

    name: str
    department: str | None
    mildness: float
    saved: dt.datetime

    def favour(self, department: str) -> float:
        return 6.0 if department == self.department else 0.0


REVIEWERS = (
    Reviewer("蒋文彬", None, -0.6, moment(12, 31, 1, 40)),
    Reviewer("覃丽萍", None, 0.8, moment(12, 31, 2, 15)),
    Reviewer("何志远", "维修管理科", -0.4, moment(12, 31, 2, 50)),
    Reviewer("沈嘉怡", None, 0.5, moment(12, 31, 3, 20)),
    Reviewer("陆振华", None, -1.2, moment(12, 31, 3, 45)),
)


@dataclass(frozen=True)
class Visit:
    """One round of the supervision group, with the notes on what cost points."""

    date: dt.date
    inspector: str
    saved: dt.datetime
    notes: dict[str, str]


PLANNED_VISITS = 3
VISITS = (
    Visit(day(11, 30), "周海涛", moment(11, 30, 9, 30), {
        "北校区食堂清洁组": "洗消间地面积水，保洁柜门没有关严",
        "北校区道路清扫与厕所保洁组、二次保洁": "2 号公厕有异味，北门绿篱里有塑料袋",
        "木工组": "一份维修单没有签收人",
    }),
    Visit(day(12, 12), "梁静", moment(12, 12, 9, 10), {
        "南校区食堂白案组": "面粉袋直接放在地上",
        "南校区绿化组": "两处断枝没有清走",
        "南校区飞天楼管理员班组": "305 教室下课后灯没有关",
    }),
    Visit(day(12, 21), "谢国强", moment(12, 21, 8, 45), {
        "食堂管理组": "冷库温度记录缺 12 月 17 日一栏",
        "医生组": "抽查病历一份，过敏史漏填",
        "1、2号实验楼保洁组": "2 号楼三层拖把没有上架",
    }),
)

# the checklist items that are no part of a team's work, by words in the team's name; inspectors leave them empty
_FOREIGN_ITEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("食堂清洁", ("质量价格与师生满意", "采购与成本控制")),
    ("花卉", ("清扫保洁与垃圾日产日清", "公共厕所与沟渠", "教学楼服务")),
    ("绿化", ("清扫保洁与垃圾日产日清", "公共厕所与沟渠", "教学楼服务")),
    ("道路", ("教学楼服务", "绿化结构与花卉生产", "树木草地养护")),
    ("楼", ("绿化结构与花卉生产", "树木草地养护")),
    ("图书馆", ("绿化结构与花卉生产", "树木草地养护")),
    ("电工", ("饮用水与二次加压设施卫生",)),
    ("木工", ("水电供给与设备检修", "饮用水与二次加压设施卫生", "水电计量与统计")),
    ("护士", ("食品卫生监督",)),
)


def concerns(team: str, item: str) -> bool:
    """Whether a checklist item is part of the team's work."""
    return not any(word in team and item in items for word, items in _FOREIGN_ITEMS)


def review_points(reviewer: Reviewer, department: str, team: str | None, maxima: list[int]) -> list[float]:
    """A reviewer's points of one candidate, one decimal, for criteria with these maxima."""
    chance = Chance("review", reviewer.name, department, team or "")
    level = (TEAM_LEVELS[team] if team else DEPARTMENT_LEVELS[department]).review
    overall = level + reviewer.mildness + reviewer.favour(department) + chance.normal(spread=1.0)
    return [within(maximum * (overall + chance.normal(spread=1.2)) / 100, 0, maximum, 0.1) for maximum in maxima]


def item_points(visit: Visit, team: str, item: str, maximum: int) -> float:
    """An inspector's points for one item, in halves, seldom below 7 of 10."""
    chance = Chance("visit", visit.date, team, item)
    points = maximum * TEAM_LEVELS[team].inspection / 100 + chance.normal(spread=0.05 * maximum)
    return within(points, 0.7 * maximum, maximum, 0.5)
