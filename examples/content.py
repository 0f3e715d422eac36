"""What a department hands in, as plain data: one object a department, rows in the order of the columns below."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Value = str | int | float | dt.date | dt.datetime | None
Row = tuple[Value, ...]

YEAR = 2017
AGREED = "同意"

# the columns that the rows of each table fill, by sheet title
COLUMNS: dict[str, tuple[str, ...]] = {
    "班组信息": ("班组", "班组长", "员工人数", "班组基本情况"),
    "活动方案与总结": ("序号", "计划内容", "计划完成日期", "责任人", "完成情况", "实际完成日期", "开展情况"),
    "技能比赛": ("工种", "比赛名称", "日期", "参赛人数", "参与班组", "成绩与成效"),
    "技能培训": ("培训主题", "培训形式", "培训层次", "日期", "参训人次", "参与班组", "成效"),
    "特色服务": ("项目名称", "类别", "服务对象", "日期", "亮点特色", "师生反响"),
    "宣传报道": ("宣传形式", "标题", "日期", "发布位置", "链接"),
    "合理化建议": ("班组", "建议人", "日期", "建议内容", "是否采纳"),
    "优秀班组推荐": ("推荐顺序", "班组", "班组基本情况", "主要事迹", "科室意见"),
    "优秀个人推荐": ("推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见"),
}
# tables whose rows stand ready in the template and are known by their first column
PREFILLED = ("班组信息", "活动方案与总结")


def day(month: int, number: int) -> dt.date:
    """A day of the campaign's year."""
    return dt.date(YEAR, month, number)


def moment(month: int, number: int, hour: int, minute: int) -> dt.datetime:
    """A moment of the campaign's year."""
    return dt.datetime(YEAR, month, number, hour, minute)


@dataclass(frozen=True)
class Department:
    """One department's book: its forms by label, its tables by sheet title, when it was last saved.

    deeds        what it applies with for the award of departments; empty: it does not apply
    application  the title of that sheet
    """

    name: str
    info: dict[str, Value]
    tables: dict[str, tuple[Row, ...]] = field(hash=False)
    deeds: str
    saved: dt.datetime
    application: str = "优秀组织奖申报"

    @property
    def forms(self) -> dict[str, dict[str, Value]]:
        """The sheets that hold a form: 科室信息 and the application."""
        applied: dict[str, Value] = {"是否申报": "是", "主要事迹": self.deeds} if self.deeds else {"是否申报": "否"}
        return {"科室信息": self.info, self.application: applied}

    @property
    def teams(self) -> tuple[str, ...]:
        return tuple(str(row[0]) for row in self.tables["班组信息"])

    @property
    def nominated_teams(self) -> tuple[str, ...]:
        return tuple(str(row[1]) for row in self.tables["优秀班组推荐"])

    @property
    def nominated_people(self) -> tuple[str, ...]:
        return tuple(str(row[1]) for row in self.tables["优秀个人推荐"])
