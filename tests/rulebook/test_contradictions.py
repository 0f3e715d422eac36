"""Rules that contradict themselves: each fault at its cell, and beside it a change that is right."""

from __future__ import annotations

import pytest

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from tests.support.edited_rulebooks import COLUMNS, REQUIRED, RULE_SHEETS, Percent, address, edited, errors, new_row, without_sheet
from tests.support.filled_books import rules_bytes, with_policy

MAPPED = dict(列标题="1、电工组的态度", 科室="维修管理科", 班组="电工组", 题目="服务态度")
# a row for the sheets that are empty in the rules of 2017
FILLED = {"问卷对照": MAPPED, "等级对照": dict(说法="非常满意", 等级="很满意"), "名额分配": dict(奖项="优秀班组", 科室="卫生所", 名额=1),
          "评委名单": dict(评委="张三", 组别="一组"), "检查计划": dict(科室="卫生所", 最少次数=3), "简称": dict(名称="电工组", 又称="电工班"),
          "资格排除": dict(科室="卫生所", 原因="受过处分"), "事故类型": dict(类型="责任事故", 否决="是"),
          "自定义核查": dict(名称="采纳的建议", 表="合理化建议", 数什么="行数", 级别="班组")}
MAY_BE_GONE = ("测评身份", "其他口径", "等级对照", "名额分配", "评委名单", "检查计划", "检查组", "简称", "资格排除", "事故类型", "自定义核查",
               "试算")
TEAM = dict(科室="保卫科", 序号=1, 班组="门岗", 业务类型="维修")
NEW_AWARD = dict(奖项="节能奖", 级别="科室", 名额方式="固定", 名额=1, 启用="否", **{"奖金(元)": 100})
# two reviewers, each in a group of its own
GROUPS = [*new_row("评委名单", 1, 评委="张三", 组别="领导"), *new_row("评委名单", 2, 评委="李四", 组别="职工")]
# both the second and the third part of 优秀班组 come from the survey
TWO_SURVEYS = [("评分构成", 5, "数据来源", "满意度测评")]


def scored_persons() -> list:
    """Edits that give 优秀个人 a score."""
    return [*new_row("评分构成", 7, **{**PART, "奖项": "优秀个人"})]


PART = dict(奖项="优质服务示范岗", 分项="成绩", 权重="100%", 数据来源="监督检查")


def emptied(sheet: str, *rows: int) -> list:
    """Edits that empty whole rows."""
    return [(sheet, row, column, None) for row in rows for column in COLUMNS[sheet]]


def mapped(**changes: object) -> list:
    """Edits that map a column of an online survey; what is changed comes first."""
    return new_row("问卷对照", 1, **changes, **{title: value for title, value in MAPPED.items() if title not in changes})


def policy(row: int, value: object) -> list:
    """An edit of one policy's value."""
    return [("口径设置", row, "取值", value)]


def allocated(award: str) -> list:
    """Edits that list seats of an award for each department."""
    departments = ("饮食服务科", "物业管理科", "维修管理科", "卫生所")
    return [edit for n, department in enumerate(departments, 1) for edit in new_row("名额分配", n, 奖项=award, 科室=department, 名额=1)]


def dates(**values: str) -> list:
    """Edits of the calendar."""
    rows = {"宣传开始": 5, "方案截止": 6, "实施开始": 7, "实施结束": 8, "材料截止": 9}
    return [("活动信息", rows[name], "内容", value) for name, value in values.items()]


# wrong edits · the code (at the cell of the first edit, unless places are given) · right edits beside it
FAULTS = {
    "weights that sum to 90": ([("评分构成", 4, "权重", "30%")], "rule-weights",
                               [("评分构成", 4, "权重", "30%"), ("评分构成", 6, "权重", "40%")]),
    "weights that sum to 99.9": ([("评分构成", n, "权重", "33.3%") for n in (4, 5, 6)], "rule-weights",
                                 [("评分构成", n, "权重", w) for n, w in ((4, "33.3%"), (5, "33.3%"), (6, "33.4%"))]),
    "a team twice": ([("班组划分", 20, "班组", "电 工组")], "rule-twice", [("班组划分", 22, "班组", "电工组")]),
    "a team twice in look": ([("班组划分", 20, "班组", "电⼯组")], "rule-twice", [("班组划分", 20, "班组", "电土组")]),
    "departments that differ in case": ([*new_row("班组划分", 23, **{**TEAM, "科室": "IT科"}), *new_row("班组划分", 24, **{**TEAM, "科室": "it科"})],
        [("rule-names-alike", "班组划分", 24, "科室")],
        [*new_row("班组划分", 23, **{**TEAM, "科室": "IT科"}), *new_row("班组划分", 24, **{**TEAM, "科室": "ＩＴ 科", "班组": "门岗二"})]),
    "a department written in two ways": (
        [*new_row("班组划分", 23, **{**TEAM, "科室": "长乐科"}), *new_row("班组划分", 24, **{**TEAM, "科室": "⻓乐科", "班组": "门岗二"})],
        [("rule-names-alike", "班组划分", 24, "科室")],
        [*new_row("班组划分", 23, **{**TEAM, "科室": "长乐科"}), *new_row("班组划分", 24, **{**TEAM, "科室": "常乐科"})]),
    "teams that differ in case": ([*new_row("班组划分", 23, **{**TEAM, "班组": "A岗"}), *new_row("班组划分", 24, **{**TEAM, "班组": "a岗"})],
        [("rule-names-alike", "班组划分", 24, "班组")],
        [*new_row("班组划分", 23, **{**TEAM, "班组": "A岗"}), *new_row("班组划分", 24, **{**TEAM, "科室": "卫生所", "班组": "a岗"})]),
    "awards that differ in case": ([*new_row("奖项", 5, **{**NEW_AWARD, "奖项": "A奖"}), *new_row("奖项", 6, **{**NEW_AWARD, "奖项": "a奖"})],
        [("rule-names-alike", "奖项", 6, "奖项")],
        [*new_row("奖项", 5, **{**NEW_AWARD, "奖项": "A奖"}), *new_row("奖项", 6, **{**NEW_AWARD, "奖项": "B奖"})]),
    "an award twice": (new_row("奖项", 5, **{**NEW_AWARD, "奖项": "优秀 班组", "级别": "班组"}), "rule-twice",
        new_row("奖项", 5, **NEW_AWARD)),
    "a condition's number twice": ([("评选条件", 2, "序号", 1)], "rule-twice", [("评选条件", 2, "序号", 8)]),
    "a department without team": (new_row("班组划分", 23, **{**TEAM, "班组": None}),
                                  [("rule-department-without-team", "班组划分", 23, "科室"), ("required-empty", "班组划分", 23, "班组")],
                                  new_row("班组划分", 23, **TEAM)),
    "an unknown award in the components": (new_row("评分构成", 7, **{**PART, "奖项": "优秀班祖"}), "unknown-name",
                                           [("评分构成", 4, "奖项", "优秀 班组")]),
    "an unknown award in the conditions": ([("评选条件", 8, "奖项", "优秀班祖")], "unknown-name",
        [("评选条件", 8, "奖项", "优秀 班组")]),
    "an unknown award in the criteria": ([("评审要点", 4, "奖项", "优秀班祖")], "unknown-name",
        [("评审要点", 4, "奖项", "优秀 班组")]),
    "a mapped column of an unknown department": (mapped(科室="维修科", 班组=None), "unknown-name", mapped(班组=None)),
    "a mapped column of another department's team": (mapped(班组="医生组"), "unknown-name", mapped(班组="水工组、仓管")),
    "a mapped column of an unknown question": (mapped(题目="菜品"), "unknown-name", mapped(题目="服务 态度")),
    "an unknown check": ([("评选条件", 2, "核查项", "比赛次数")], "unknown-choice", [("评选条件", 2, "核查项", "比赛 工种数")]),
    "an unknown level": ([("奖项", 3, "级别", "员工")], "unknown-choice", [("奖项", 3, "级别", " 个人")]),
    "an unknown kind of quota": ([("奖项", 2, "名额方式", "定额")], "unknown-choice", [("奖项", 2, "名额方式", "固 定")]),
    "an unknown kind of condition": ([("评选条件", 1, "类型", "必须")], "unknown-choice", [("评选条件", 1, "类型", "参考")]),
    "an unknown source": ([("评分构成", 5, "数据来源", "检查")], "unknown-choice", [("评分构成", 5, "数据来源", "监督 检查")]),
    "an unknown policy": (new_row("口径设置", 12, 口径="抽签", 取值="是"), "unknown-choice",
        [("口径设置", 9, "口径", "得分 小数位")]),
    "an unknown item of the campaign": (new_row("活动信息", 10, 项目="地点", 内容="操场"), "rule-item-unknown",
                                        [("活动信息", 3, "项目", "单位 名称")]),
    "a missing item of the campaign": (emptied("活动信息", 4), [("rule-item-missing", "活动信息")], [("活动信息", 4, "内容", "总务处")]),
    "a negative quota": ([("奖项", 2, "名额", -1)], "rule-negative-quota", [("奖项", 2, "名额", 0)]),
    "a negative share": ([("奖项", 3, "名额", "-10%")], "rule-negative-quota", [("奖项", 3, "名额", "0%")]),
    "a share of staff for teams": ([("奖项", 2, "名额方式", "按员工人数比例")], "rule-quota-kind",
                                   [("奖项", 3, "名额方式", "固定"), ("奖项", 3, "名额", 2), ("奖项", 3, "名额范围", "每 科室")]),
    "a fixed number of persons, of whom nobody says": ([("奖项", 3, "名额范围", None), ("奖项", 3, "名额方式", "固定"), ("奖项", 3, "名额", 3)],
        "rule-scope-missing", [("奖项", 3, "名额范围", "每科室"), ("奖项", 3, "名额方式", "固定"), ("奖项", 3, "名额", 3)]),
    "persons of all departments by their departments' orders": ([("奖项", 3, "名额范围", "全部")], "rule-scope-of-persons",
        [("奖项", 3, "名额范围", "每科室")]),
    "a share of the number of units for people": ([("奖项", 3, "名额方式", "按单位数比例")], "rule-quota-kind", [
        ("奖项", 2, "名额方式", "按单位数比例"), ("奖项", 2, "名额", "30%")]),
    "seats by department for departments": ([("奖项", 1, "名额方式", "分科室"), ("奖项", 1, "名额", None), *allocated("优秀组织奖")], "rule-quota-kind", [
        ("奖项", 2, "名额方式", "分科室"), ("奖项", 2, "名额", None), *allocated("优秀班组")]),
    "seats by department and a number besides": ([("奖项", 2, "名额", 7), ("奖项", 2, "名额方式", "分科室"), *allocated("优秀班组")], "rule-quota-elsewhere", [
        ("奖项", 2, "名额", None), ("奖项", 2, "名额方式", "分科室"), *allocated("优 秀班组")]),
    "seats by department over all": ([("奖项", 2, "名额范围", "全部"), ("奖项", 2, "名额", None), ("奖项", 2, "名额方式", "分科室"), *allocated("优秀班组")],
        "rule-scope-listed", [("奖项", 2, "名额范围", "每科室"), ("奖项", 2, "名额", None), ("奖项", 2, "名额方式", "分科室"), *allocated("优秀班组")]),
    "seats by department without any": ([("奖项", 2, "名额方式", "分科室"), ("奖项", 2, "名额", None)], "rule-allocation-missing", [
        ("奖项", 2, "名额方式", "分科室"), ("奖项", 2, "名额", None), ("奖项", 2, "启用", "否")]),
    "listed seats of an award with a fixed number": (allocated("优秀班组")[:3], "rule-allocation-unused", []),
    "listed seats of an unknown department": ([("名额分配", 5, "科室", "车队"), ("名额分配", 5, "奖项", "优秀班组"), ("名额分配", 5, "名额", 1),
        ("奖项", 2, "名额方式", "分科室"), ("奖项", 2, "名额", None), *allocated("优秀班组")],
        "unknown-name", []),
    "seats for departments in each department": ([("奖项", 1, "名额范围", "每科室")], "rule-scope-level", [("奖项", 1, "名额范围", "全部")]),
    "an unknown scope": ([("奖项", 2, "名额范围", "各校区")], "unknown-choice", [("奖项", 2, "名额范围", "全部")]),
    "tiers of two levels": ([("奖项", 2, "奖项组", "评优"), ("奖项", 1, "奖项组", "评优")], "rule-group-levels", [
        *new_row("奖项", 5, **{**NEW_AWARD, "级别": "科室"}, 奖项组="评优"), ("奖项", 1, "奖项组", "评 优")]),
    "at least more than at most": ([("奖项", 2, "每科室至少", 2), ("奖项", 2, "每科室至多", 1), ("奖项", 2, "名额", 9)], "rule-bounds-contradict", [
        ("奖项", 2, "每科室至少", "1个"), ("奖项", 2, "每科室至多", "1 个")]),
    "more seats kept than there are": ([("奖项", 2, "每科室至少", 2)], "rule-bound-seats", [("奖项", 2, "每科室至少", 2), ("奖项", 2, "名额", 8)]),
    "at most where each department has its seats": ([("奖项", 2, "每科室至多", 2), ("奖项", 2, "名额范围", "每科室")], "rule-bound-scope", [
        ("奖项", 2, "每科室至多", 2), ("奖项", 2, "名额范围", "全部")]),
    "at most of departments": ([("奖项", 1, "每科室至多", 1)], "rule-bound-scope", []),
    "at least of people by a share of staff": ([("奖项", 3, "每科室至少", 1)], "rule-bound-scope", []),
    "at most nobody": ([("奖项", 2, "每科室至多", 0)], "number-out-of-range", [("奖项", 2, "每科室至少", 0)]),
    "at most a half": ([("奖项", 2, "每科室至多", 1.5)], "not-a-whole-number", [("奖项", 2, "每科室至多", "2")]),
    "two panels in one award": ([("评分构成", 5, "数据来源", "评委打分")], "rule-source-twice",
        [("评分构成", 5, "数据来源", "监督检查")]),
    "a range of inspections": ([("评分构成", 5, "范围", "学生")], "rule-range-source", [("评分构成", 6, "范围", "学生；教师")]),
    "an unknown identity": ([("评分构成", 6, "范围", "学生；家长")], [("unknown-name", "评分构成", 6, "范围")],
        [*new_row("测评身份", 5, 身份="家长"), ("评分构成", 6, "范围", "学生；家长")]),
    "a range of answers without identities": ([("测评身份", row, "身份", None) for row in range(1, 5)] + [("评分构成", 6, "范围", "学生")],
        [("rule-range-without-identities", "评分构成", 6, "范围")], [("评分构成", 6, "范围", "学生")]),
    "two parts of one identity": ([*TWO_SURVEYS, ("评分构成", 5, "范围", "学生、教师"), ("评分构成", 6, "范围", "教师")],
        [("rule-range-twice", "评分构成", 6, "范围")], [*TWO_SURVEYS, ("评分构成", 5, "范围", "学生"), ("评分构成", 6, "范围", "教师、职工")]),
    "two surveys of which one is everybody": ([*TWO_SURVEYS, ("评分构成", 5, "范围", "学生")], [("rule-source-twice", "评分构成", 6, "数据来源")],
        [*TWO_SURVEYS, ("评分构成", 5, "范围", "学生"), ("评分构成", 6, "范围", "教师")]),
    "a range without groups": ([("评分构成", 4, "范围", "领导")], "rule-range-without-groups", [("评分构成", 4, "范围", " ")]),
    "an unknown group": ([*GROUPS, ("评分构成", 4, "范围", "领导；专家")], [("unknown-name", "评分构成", 4, "范围")],
        [*GROUPS, ("评分构成", 4, "范围", "领导 ；职工")]),
    "two panels of one group": ([*GROUPS, ("评分构成", 4, "范围", "领导、职工"), ("评分构成", 5, "数据来源", "评委打分"), ("评分构成", 5, "范围", "职工")],
        [("rule-range-twice", "评分构成", 5, "范围")],
        [*GROUPS, ("评分构成", 4, "范围", "领导"), ("评分构成", 5, "数据来源", "评委打分"), ("评分构成", 5, "范围", "职工")]),
    "two panels of which one is everybody": ([*GROUPS, ("评分构成", 4, "范围", "领导"), ("评分构成", 5, "数据来源", "评委打分")],
        [("rule-source-twice", "评分构成", 5, "数据来源")], [*GROUPS, ("评分构成", 4, "范围", "领导")]),
    "a group that scores other awards": ([*GROUPS, ("评委名单", 1, "奖项", "优秀组织奖"), ("评分构成", 4, "范围", "领导")],
        [("rule-range-nobody", "评分构成", 4, "范围")],
        [*GROUPS, ("评委名单", 1, "奖项", "优秀组织奖；优秀班组"), ("评分构成", 4, "范围", "领导")]),
    "a reviewer whose group does not count": ([*GROUPS, ("评委名单", 2, "奖项", "优秀班组"), ("评分构成", 4, "范围", "领导")],
        [("rule-reviewer-out-of-range", "评委名单", 2, "奖项")],
        [*GROUPS, ("评委名单", 2, "奖项", "优秀组织奖"), ("评分构成", 4, "范围", "领导")]),
    "one survey under two names": ([("评分构成", 6, "数据来源", "监督检查")], "rule-source-twice", [("评分构成", 6, "分项", "服务对象评价")]),
    "kinds of incidents none of which vetoes": ([("事故类型", 1, "否决", "否"), *new_row("事故类型", 1, 类型="投诉")], "rule-no-type-vetoes", [
        ("事故类型", 1, "否决", "否"), *new_row("事故类型", 1, 类型="投诉"), *new_row("事故类型", 2, 类型="事故", 否决="是")]),
    "a kind of incidents twice": (
        [("事故类型", 2, "类型", "投 诉"), ("事故类型", 2, "否决", "否"), *new_row("事故类型", 1, 类型="投诉", 否决="是")], "rule-twice", [
        ("事故类型", 2, "类型", "表扬"), ("事故类型", 2, "否决", "否"), *new_row("事故类型", 1, 类型="投诉", 否决="是")]),
    "a veto that is neither yes nor no": ([("事故类型", 1, "否决", "看情况"), ("事故类型", 1, "类型", "投诉")], "unknown-choice",
        new_row("事故类型", 1, 类型="投诉", 否决=" 是")),
    "a composite that no award without components has": (
        new_row("评选条件", 17, 奖项="优秀个人", 序号=6, 条件="得分达标", 类型="硬性", 核查项="综合得分", 阈值=80),
        [("rule-check-unscored", "评选条件", 17, "核查项")],
        new_row("评选条件", 17, 奖项="优秀班组", 序号=6, 条件="得分达标", 类型="硬性", 核查项="综合 得分", 阈值=80)),
    "a composite above the best": (
        new_row("评选条件", 17, 阈值=101, 奖项="优秀班组", 序号=6, 条件="得分达标", 类型="硬性", 核查项="综合得分"), "rule-threshold",
        new_row("评选条件", 17, 阈值=100, 奖项="优秀班组", 序号=6, 条件="得分达标", 类型="硬性", 核查项="综合得分")),
    "a group of one condition": ([("评选条件", 2, "组合", "A"), ("评选条件", 2, "组合至少", 1)], "rule-condition-group",
        [("评选条件", 2, "组合", "A"), ("评选条件", 2, "组合至少", 1), ("评选条件", 3, "组合", " a")]),
    "a group of which nobody says how many": ([("评选条件", 2, "组合至少", None), *[("评选条件", n, "组合", "A") for n in (2, 3)]], "rule-condition-group",
        [("评选条件", 2, "组合至少", "1条"), *[("评选条件", n, "组合", "A") for n in (2, 3)]]),
    "more than there are": ([("评选条件", 2, "组合至少", 3), *[("评选条件", n, "组合", "A") for n in (2, 3)]], "rule-condition-group",
        [("评选条件", 2, "组合至少", 2), *[("评选条件", n, "组合", "A") for n in (2, 3)]]),
    "two numbers for one group": (
        [("评选条件", 3, "组合至少", 2), ("评选条件", 2, "组合至少", 1), *[("评选条件", n, "组合", "A") for n in (2, 3)]], "rule-condition-group",
        [("评选条件", 3, "组合至少", 1), ("评选条件", 2, "组合至少", 1), *[("评选条件", n, "组合", "A") for n in (2, 3)]]),
    "a veto in a group": (
        [("评选条件", 5, "组合", "A"), ("评选条件", 2, "组合至少", 1), *[("评选条件", n, "组合", "A") for n in (2, 3)]], "rule-condition-group",
        [("评选条件", 4, "组合", "A"), ("评选条件", 2, "组合至少", 1), *[("评选条件", n, "组合", "A") for n in (2, 3)]]),
    "a number without a letter": ([("评选条件", 2, "组合", None), ("评选条件", 2, "组合至少", 1)], "rule-condition-group", []),
    "an enabled award without quota": ([("奖项", 2, "名额", None)], "rule-quota-missing",
                                       [("奖项", 2, "名额", None), ("奖项", 2, "启用", "否")]),
    "an enabled award without prize": ([("奖项", 2, "奖金(元)", None)], "rule-prize-missing",
                                       [("奖项", 2, "奖金(元)", None), ("奖项", 2, "启用", "否")]),
    "a prize that is not whole": ([("奖项", 2, "奖金(元)", 500.5)], "rule-prize", [("奖项", 2, "奖金(元)", "500元")]),
    "a prize in other words": ([("奖项", 2, "奖金(元)", "没有奖金")], "rule-prize", [("奖项", 2, "奖金(元)", " 无 ")]),
    "a negative prize": ([("奖项", 2, "奖金(元)", -500)], "rule-prize", [("奖项", 2, "奖金(元)", 0)]),
    "reviewers without criteria": (emptied("评审要点", 4, 5), [("rule-no-criteria", "评分构成", 4, "数据来源")],
                                   [*emptied("评审要点", 4, 5), *emptied("评分构成", 4), ("评分构成", 5, "权重", "70%")]),
    "a checklist item twice": ([("检查标准", 2, "检查项目", "服务行为 规范")], "rule-twice",
        [("检查标准", 8, "检查项目", "服务行为规范")]),
    "a component without source": ([("评分构成", 5, "数据来源", None)], "required-empty",
        [("评分构成", 5, "数据来源", " 监督检查")]),
    "a line without checklist": ([("班组划分", 18, "业务类型", "水电")], "rule-no-checklist", [
        ("班组划分", 18, "业务类型", "水电"), *new_row("检查标准", 29, 业务类型="水电", 序号=1, 检查项目="巡查", 满分=10)]),
    "a grade above 100": (policy(10, "很满意=101, 满意=80"), "rule-policy-value", policy(10, "很满意=100, 满意=0")),
    "a grade below 0": (policy(10, "很满意=100, 满意=-1"), "rule-policy-value", policy(10, "优＝90；良＝70；差＝10")),
    "grades that rise": (policy(10, "不满意=20, 满意=80"), "rule-policy-value", policy(10, "满意=80, 不满意=20")),
    "two grades worth the same": (policy(10, "很满意=80, 满意=80"), "rule-policy-value", policy(10, "很满意=80.5, 满意=80")),
    "a scored award for persons without criteria": ([*scored_persons(), ("评分构成", 7, "数据来源", "评委打分")],
        [("rule-no-criteria", "评分构成", 7, "数据来源")], scored_persons()),
    "a share of the staff over all": ([*scored_persons(), ("奖项", 3, "名额范围", "全部")], [("rule-scope-of-staff", "奖项", 3, "名额范围")],
        [*scored_persons(), ("奖项", 3, "名额范围", "全部"), ("奖项", 3, "名额方式", "固定"), ("奖项", 3, "名额", 3)]),
    "an award for teams without components": (emptied("评分构成", 4, 5, 6), [("rule-no-components", "奖项", 2, "奖项")],
                                              [*emptied("评分构成", 4, 5, 6), ("奖项", 2, "启用", "否")]),
    "a check of another level": ([("评选条件", 8, "核查项", "比赛工种数")], "rule-check-level",
        [("评选条件", 8, "核查项", "监督检查")]),
    "a veto by something else": ([("评选条件", 5, "核查项", "满意度")], "rule-check-veto",
                                 [("评选条件", 5, "核查项", "满意度"), ("评选条件", 5, "类型", "参考")]),
    "incidents that are no veto": ([("评选条件", 7, "核查项", "事故投诉")], "rule-check-veto",
                                   [("评选条件", 7, "核查项", "事故投诉"), ("评选条件", 7, "类型", "一票否决")]),
    "a score given as a fraction": (new_row("评选条件", 17, 阈值=0.9, 奖项="优秀班组", 序号=6, 条件="满意", 类型="硬性", 核查项="满意度"),
        "rule-threshold-fraction", new_row("评选条件", 17, 阈值=Percent(0.9), 奖项="优秀班组", 序号=6, 条件="满意", 类型="硬性", 核查项="满意度")),
    "a share of what is counted": (new_row("评选条件", 17, 阈值=0.5, 奖项="优秀班组", 序号=6, 条件="建议", 类型="硬性", 核查项="合理化建议数"),
        "rule-threshold-part", new_row("评选条件", 17, 阈值=1, 奖项="优秀班组", 序号=6, 条件="建议", 类型="硬性", 核查项="合理化建议数")),
    "vetoes from different numbers of incidents on": (
        new_row("评选条件", 17, 阈值=2, 奖项="优秀班组", 序号=6, 条件="轻微投诉不满两件", 类型="一票否决", 核查项="事故投诉"), "rule-vetoes-differ",
        new_row("评选条件", 17, 阈值=1, 奖项="优秀班组", 序号=6, 条件="没有投诉", 类型="一票否决", 核查项="事故投诉")),
    "a threshold above the number of series": ([("评选条件", 1, "阈值", 8)], "rule-threshold",
                                               [("评选条件", 1, "阈值", 8), *new_row("活动系列", 8, 序号=8, 活动系列="节能")]),
    "a threshold above the best score": ([("评选条件", 7, "阈值", 101), ("评选条件", 7, "类型", "硬性")], "rule-threshold",
                                         [("评选条件", 7, "阈值", 100), ("评选条件", 7, "类型", "硬性")]),
    "a hard condition without threshold": ([("评选条件", 2, "阈值", None)], "rule-threshold-missing",
                                           [("评选条件", 2, "阈值", None), ("评选条件", 2, "类型", "参考")]),
    "plans due before the kick-off": (dates(方案截止="2017-11-19"), "rule-dates-order", dates(方案截止="2017-11-20")),
    "a start before plans are due": (dates(实施开始="2017-11-23"), "rule-dates-order", dates(实施开始="2017-11-24")),
    "an end before the start": (dates(实施结束="2017-11-24"), "rule-dates-order", dates(实施结束="2017-11-25")),
    "material due before the end": (dates(材料截止="2017-12-24 23:59"), "rule-dates-order", dates(材料截止="2017-12-25 08:00")),
    "an unreadable date": (dates(宣传开始="下旬"), "not-a-date", dates(宣传开始="2017年11月20日")),
    "an unreadable deadline": (dates(材料截止="月底"), "not-a-moment", dates(材料截止="2017年12月30日17时30分")),
    "a veto period that ends before it begins": (policy(7, "2017-12-30 至 2017-11-20"), "rule-policy-value",
        policy(7, "2017-12-01到2017-12-01")),
    "a veto period of last year": (policy(7, "2016-11-20 至 2016-12-30"), "rule-period-outside", policy(7, "2016-11-20 至 2017-11-20")),
    "a veto period after the campaign": (policy(7, "2017-12-31 至 2018-01-30"), "rule-period-outside", policy(7, "2017-12-30 至 2018-01-30")),
    "an unreadable veto period": (policy(7, "活动期间"), "rule-policy-value", policy(7, "2017.10.1 至 2018.1.31")),
}
VALUES = {  # a cell · values that are right · values that are not, with their code
    ("评分构成", 1, "权重"): ([40, "40%", "４０％", Percent(0.4)], [
        (0.4, "fraction-as-percent"), ("0.4", "fraction-as-percent"), (1, "fraction-as-percent"), ("四成", "not-a-number"),
        (140, "number-out-of-range"), ("-40%", "number-out-of-range")]),
    ("奖项", 3, "名额"): ([10, "10%", Percent(0.1)], [(0.1, "fraction-as-percent"), ("一成", "rule-quota"), (101, "rule-quota")]),
    ("奖项", 2, "名额"): ([7, "7个", "７"], [("七", "rule-quota"), (6.5, "rule-quota"), ("7%", "rule-quota")]),
    ("奖项", 2, "奖金(元)"): (["1,200"], [("五百", "rule-prize")]),
    ("活动信息", 1, "内容"): (["2017年"], [("二〇一七", "not-a-whole-number"), (17, "number-out-of-range")]),
    ("检查标准", 1, "满分"): ([0.5, "20分"], [("十", "not-a-number"), (0, "number-out-of-range"), (-1, "number-out-of-range")]),
    ("评审要点", 1, "满分"): ([100], [("满", "not-a-number"), (0, "number-out-of-range")]),
    ("评选条件", 1, "阈值"): ([6, 0], [("全部", "not-a-number"), (-1, "rule-threshold")]),
    ("评选条件", 5, "阈值"): ([1, 2, "2件"], [(0, "rule-veto-threshold"), (1.5, "rule-veto-threshold"), (-1, "rule-veto-threshold"),
                                        ("两", "not-a-number")]),
    ("班组划分", 1, "序号"): (["1"], [("一", "not-a-whole-number"), (1.5, "not-a-whole-number")]),
    ("口径设置", 1, "取值"): (["进一", "舍去"], [("随便", "rule-policy-value")]),
    ("口径设置", 2, "取值"): ([0, "1人"], [(-1, "rule-policy-value"), (0.5, "rule-policy-value")]),
    ("口径设置", 3, "取值"): (["去最高最低后平均"], [("中位数", "rule-policy-value")]),
    ("口径设置", 4, "取值"): (["是"], [("看情况", "rule-policy-value")]),
    ("口径设置", 5, "取值"): (["沿用科室"], [("补零", "rule-policy-value")]),
    ("口径设置", 6, "取值"): (["监督检查＞满意度测评"], [(wrong, "rule-policy-value") for wrong in (
        "满意度测评 > 印象分", "监督检查 > > 满意度测评", "监督检查 > 监督检查")]),
    ("口径设置", 8, "取值"): (["取消资格"], [("罚款", "rule-policy-value")]),
    ("口径设置", 9, "取值"): ([0, "4"], [(5, "rule-policy-value"), (1.5, "rule-policy-value")]),
    ("口径设置", 11, "取值"): ([0, "50份"], [("多", "rule-policy-value"), (-1, "rule-policy-value")]),
}
RIGHT = [(*cell, value) for cell, (right, _) in VALUES.items() for value in right]
WRONG = [((*cell, value), code) for cell, (_, wrong) in VALUES.items() for value, code in wrong]
# a quota or prize may be missing while the award is off
MISSING_CODES = {("奖项", "名额"): "rule-quota-missing", ("奖项", "奖金(元)"): "rule-prize-missing", ("问卷对照", "科室"): "rule-mapping"}


def found(*edits) -> list[tuple[str, str]]:
    """The errors of the rules after these edits. Rules are given exactly when there is none."""
    rules, findings = read_rules(edited(*edits))
    assert (rules is None) == bool(errors(findings))
    return errors(findings)


def places(expected: object, edits: list) -> list[tuple[str, str]]:
    """Expected (code, sheet!cell): a code stands at the cell of the first edit."""
    if isinstance(expected, str):
        return [(expected, address(*edits[0][:3]))]
    return sorted((code, address(*cell) if len(cell) == 3 else cell[0]) for code, *cell in expected)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_cell(name: str) -> None:
    wrong, expected, _ = FAULTS[name]
    assert found(*wrong) == places(expected, wrong)


@pytest.mark.parametrize("name", FAULTS)
def test_the_right_change_beside_it_is_left_alone(name: str) -> None:
    assert found(*FAULTS[name][2]) == []


@pytest.mark.parametrize("edit, code", WRONG, ids=str)
def test_a_value_that_is_not_right(edit: tuple, code: str) -> None:
    assert found(edit) == [(code, address(*edit[:3]))]


@pytest.mark.parametrize("edit", RIGHT, ids=str)
def test_a_value_that_is_right(edit: tuple) -> None:
    assert found(edit) == []


@pytest.mark.parametrize("sheet, column", [(sheet, column) for sheet, column in REQUIRED if len(COLUMNS[sheet]) > 1])
def test_a_required_cell_that_is_empty(sheet: str, column: str) -> None:
    filler = new_row(sheet, 1, **FILLED.get(sheet, {}))
    at_cell = (MISSING_CODES.get((sheet, column), "required-empty"), address(sheet, 1, column))
    assert at_cell in found(*filler, (sheet, 1, column, None))


@pytest.mark.parametrize("sheet, column", [("班组划分", "备注"), ("奖项", "依据"), ("奖项", "说明"), ("评选条件", "依据"),
                                           ("口径设置", "说明")])
def test_an_optional_cell_may_be_empty(sheet: str, column: str) -> None:
    assert found((sheet, 1, column, None)) == []


@pytest.mark.parametrize("sheet", [sheet for sheet in RULE_SHEETS if sheet not in MAY_BE_GONE])
def test_a_missing_sheet_is_named(sheet: str) -> None:
    rules, findings = read_rules(without_sheet(sheet))
    gone = [p for p in findings if p.code == "sheet-missing"]
    assert rules is None
    assert [(sheet in p.message, p.place.file, p.place.sheet) for p in gone] == [(True, "评选规则.xlsx", "")]


@pytest.mark.parametrize("sheet, column", REQUIRED)
def test_a_missing_column_is_named(sheet: str, column: str) -> None:
    rules, findings = read_rules(edited((sheet, 0, column, None)))
    assert rules is None
    assert [p.place.sheet for p in findings if p.code == "column-missing" and f"“{column}”" in p.message] == [sheet]


def test_several_faults_are_listed_at_once() -> None:
    wrong = [("weights that sum to 90", 1), ("a team twice", 1), ("a negative share", 1), ("grades that rise", 1),
             ("an end before the start", 1), ("a check of another level", 1), ("a department without team", 2),
             ("reviewers without criteria", 1)]
    edits = [edit for name, _ in wrong for edit in FAULTS[name][0]]
    expected = sorted(place for name, _ in wrong for place in places(FAULTS[name][1], FAULTS[name][0]))
    assert len(expected) == sum(count for _, count in wrong)
    assert found(*edits) == expected


@pytest.mark.parametrize("name, value, field", [("得分小数位", "3", "decimals"), ("个人名额取整", "进一", "quota_rounding"),
                                                ("逾期报送", "取消资格", "lateness")])
def test_a_missing_policy_takes_its_default_with_a_warning(name: str, value: str, field: str) -> None:
    default = {"decimals": 2, "quota_rounding": "四舍五入", "lateness": "提醒"}[field]
    set_to, set_findings = read_rules(rules_bytes(口径设置=with_policy(**{name: value})))
    gone, findings = read_rules(rules_bytes(口径设置=[row for row in with_policy(**{name: value}) if row[0] != name]))
    assert set_to is not None and gone is not None
    assert (set_findings, getattr(set_to.policies, field) == default) == ([], False)
    assert ([(p.code, p.severity.value, name in p.message) for p in findings]) == [("rule-policy-missing", "warning", True)]
    assert getattr(gone.policies, field) == default


@pytest.mark.parametrize("data, code", [(b"", "rules-unreadable"), ("不是表格".encode(), "rules-unreadable")])
def test_a_file_that_is_no_workbook(data: bytes, code: str) -> None:
    assert (read_rules(data)[0], errors(read_rules(data)[1])) == (None, [(code, "")])


def without_veto(*edits: tuple) -> list[tuple[str, str, str]]:
    """(award, cell, severity) of every award that is told to have no veto."""
    _, findings = read_rules(edited(*edits))
    return [(f.details["award"], f"{f.place.sheet}!{f.place.cell}", f.severity.value) for f in findings if f.code == "rule-award-without-veto"]


NO_VETO = [("评选条件", 9, "类型", "参考"), ("评选条件", 9, "核查项", "满意度")]


def test_an_award_without_a_veto_beside_others_is_a_warning() -> None:
    assert without_veto() == []
    assert without_veto(*NO_VETO) == [("优秀班组", address("奖项", 2, "奖项"), "warning")]


def test_where_no_award_has_a_veto_or_the_one_without_is_off_nothing_is_said() -> None:
    others = [edit for row in (5, 16) for edit in (("评选条件", row, "类型", "参考"), ("评选条件", row, "核查项", "科室意见"))]
    assert without_veto(*NO_VETO, *others) == []
    assert without_veto(*NO_VETO, ("奖项", 2, "启用", "否")) == []
