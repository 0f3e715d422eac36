"""How the hospital's departments hand in what they did: the columns that their rows fill, and a book made of them."""

from __future__ import annotations

import datetime as dt

from content import COLUMNS, Department, Row, Value
from rules_hospital import DEPARTMENT, DESK, GOLD, SILVER, SKILLED, STAR

YEAR = 2026
_PERSON = ("推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见")
_TEAM = ("推荐顺序", "班组", "主要事迹", "科室意见")
TEAM_SHEET, SILVER_SHEET, STAR_SHEET, SKILLED_SHEET, DESK_SHEET = (f"{award}推荐" for award in (GOLD, SILVER, STAR, SKILLED, DESK))

COLUMNS_HOSPITAL: dict[str, tuple[str, ...]] = {
    **COLUMNS,
    "活动方案与总结": ("序号", "计划内容", "计划完成日期", "责任人", "完成情况", "实际完成日期", "开展情况"),
    "特色服务": ("项目名称", "类别", "服务对象", "日期", "亮点特色", "患者反响"),
    TEAM_SHEET: _TEAM,
    SILVER_SHEET: _TEAM,
    STAR_SHEET: (*_PERSON, "人员类别"),
    SKILLED_SHEET: _PERSON,
    DESK_SHEET: ("推荐顺序", "岗位名称", "所在班组", "在岗人员", "主要事迹", "科室意见"),
}


def day(month: int, number: int) -> dt.date:
    """A day of the campaign's year."""
    return dt.date(YEAR, month, number)


def moment(month: int, number: int, hour: int, minute: int) -> dt.datetime:
    """A moment of the campaign's year."""
    return dt.datetime(YEAR, month, number, hour, minute)


def department(name: str, info: dict[str, Value], tables: dict[str, tuple[Row, ...]], deeds: str, saved: dt.datetime) -> Department:
    """A department's book; without `deeds` it does not apply for the award of departments."""
    return Department(name, info, tables, deeds, saved, f"{DEPARTMENT}申报")
