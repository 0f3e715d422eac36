"""Titles, headers and choices of the workbooks, copied from workbooks.md, and our file names."""

from __future__ import annotations

from .model import DEPARTMENT, LEVELS, PERSON, POST, TEAM, Award

INFO_SHEET, TEAM_SHEET, PLAN_SHEET = "科室信息", "班组信息", "活动方案与总结"
SURVEY_SHEET, INCIDENT_SHEET, REVIEWER_SHEET = "测评结果", "事故投诉", "评委信息"
SURVEY_FILE, VISIT_FILE, REVIEW_FILE = "满意度测评表", "监督检查评分表", "评委打分表"
INCIDENT_FILE = "事故投诉登记表"
VOTE_FILE, VOTE_SHEET = "投票结果", "投票结果"
POINTS_FILE, POINTS_SHEET = "加减分登记", "加减分登记"
WHOLE_DEPARTMENT, OUTSIDE_TEAMS = "全科室", "班组外"
AGREED = "同意"

INFO_LABELS = ["科室负责人", "填报人", "联系电话", "班组外员工人数", "方案报送日期", "材料报送时间"]

REQUIRED: dict[str, list[str]] = {
    TEAM_SHEET: ["班组长", "员工人数"],
    PLAN_SHEET: ["计划内容", "计划完成日期", "责任人", "完成情况"],
    "技能比赛": ["工种", "比赛名称", "日期", "参赛人数", "参与班组"],
    "技能培训": ["培训主题", "培训形式", "培训层次", "日期", "参训人次", "参与班组"],
    "特色服务": ["项目名称", "类别", "服务对象", "日期", "亮点特色"],
    "宣传报道": ["宣传形式", "标题", "日期"],
    "合理化建议": ["班组", "建议人", "日期", "建议内容"],
    INCIDENT_SHEET: ["编号", "发生日期", "科室", "类型", "情况简述", "调查结论"],
}
NOMINATION_REQUIRED = {
    TEAM: ["班组", "主要事迹", "科室意见"],
    PERSON: ["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见"],
    POST: ["岗位名称", "所在班组", "主要事迹", "科室意见"],
}
"""For teams and posts an order number at fault is only a warning, so it is not among these."""

FREE_TABLES = ["技能比赛", "技能培训", "特色服务", "宣传报道", "合理化建议"]

CHOICES: dict[str, list[str]] = {
    "完成情况": ["已完成", "部分完成", "未完成"],
    "培训形式": ["集中授课", "现场实操", "外出学习", "线上学习", "师带徒", "应急演练", "其他"],
    "培训层次": ["科室级", "班组级", "岗位级"],
    "类别": ["服务", "经营", "管理"],
    "宣传形式": ["横幅", "海报", "新闻", "网络", "广播", "其他"],
    "是否采纳": ["是", "否"],
    "是否申报": ["是", "否"],
    "科室意见": ["同意", "不同意"],
    "身份": ["学生", "教师", "职工", "其他"],
    "类型": ["服务质量事故投诉", "安全事故"],
    "调查结论": ["属实", "不属实", "待查"],
}
DATE_COLUMNS = ["日期", "计划完成日期", "实际完成日期"]
COUNT_COLUMNS = ["参赛人数", "参训人次", "员工人数"]

CHECKS_BY_LEVEL = {
    DEPARTMENT: ["方案完成系列数", "比赛工种数", "培训形式数", "特色服务数", "宣传形式数"],
    TEAM: ["合理化建议数", "比赛培训次数"],
    PERSON: [],
    POST: [],
}


def nomination_sheet(award: Award) -> str:
    """〈奖项〉申报 (level 科室) or 〈奖项〉推荐 (others)."""
    return sheet_title(award.name + ("申报" if award.level == DEPARTMENT else "推荐"))


def sheet_title(name: str) -> str:
    """Sheet titles made of names are cut to 31 characters, forbidden ones replaced by _."""
    return "".join("_" if char in r"[]:*?/\\" else char for char in name)[:31]


def department_file(department: str) -> str:
    return f"科室填报表_{department}.xlsx"


def numbered_file(kind: str, index: int) -> str:
    return f"{kind}_{index + 1:02d}.xlsx"


def level_word(award: Award) -> str:
    return LEVELS[award.level]
