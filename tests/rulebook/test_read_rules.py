"""The rules of 2017 as campaign.md states them, and rules that somebody changed."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from functools import cache

import pytest
from openpyxl import load_workbook

from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.campaign import PublicNotice
from fuwuyue_xlsx.rules.campaign_2017 import rows_2017
from fuwuyue_xlsx.rules.model import Level, Rules
from tests.support.declared_2017 import TEAMS
from tests.support.edited_rulebooks import COLUMNS, POST_ON, RULE_SHEETS, address, edited, errors, new_row, rules_after
from tests.support.filled_books import header_of, rules_bytes, rules_of, template, with_policy
from tests.support.raw_workbooks import saved

AWARDS = [  # award, level, kind of quota, quota, prize, enabled
    ("优秀组织奖", "科室", "固定", 2, 1000, True),
    ("优秀班组", "班组", "固定", 7, 500, True),
    ("优秀个人", "个人", "按员工人数比例", 10, 200, True),
    ("优质服务示范岗", "岗位", "固定", None, None, False),
]
SCORED = [("工作特色和工作成绩", 40, "评委打分"), ("监督检查", 30, "监督检查"), ("满意度测评", 30, "满意度测评")]
CONDITIONS = {  # number, kind, check, threshold
    "优秀组织奖": [(1, "硬性", "方案完成系列数", 7), (2, "硬性", "比赛工种数", 2), (3, "硬性", "培训形式数", 2),
              (4, "硬性", "特色服务数", 1), (5, "一票否决", "事故投诉", None), (6, "硬性", "宣传形式数", 2),
              (7, "参考", "满意度", None)],
    "优秀班组": [(1, "硬性", "合理化建议数", 1), (2, "一票否决", "事故投诉", None), (3, "硬性", "比赛培训次数", 1),
             (4, "参考", "满意度", None)],
    "优秀个人": [*((number, "参考", "科室意见", None) for number in (1, 2, 3, 4)), (5, "一票否决", "事故投诉", None)],
    "优质服务示范岗": [],
}
CHECKLISTS = {
    "食堂": ("饮食服务科", "服务行为规范 · 质量价格与师生满意 · 采购与成本控制 · 制度执行与上墙 · 环境卫生与消毒保洁设施 · "
           "食品卫生监督与“四关”把控 · 食物中毒应急预案"),
    "维修": ("维修管理科", "维修及时与限时办结 · 水电供给与设备检修 · 饮用水与二次加压设施卫生 · 队伍培训与意见征求 · "
           "制度上墙与停水停电预案 · 节约宣传与巡查（跑冒滴漏） · 水电计量与统计"),
    "环境": ("物业管理科", "清扫保洁与垃圾日产日清 · 公共厕所与沟渠 · 教学楼服务 · 队伍教育与着装 · 制度上墙、除四害与预案 · "
           "绿化结构与花卉生产 · 树木草地养护"),
    "医疗": ("卫生所", "服务态度（五心、五一样） · 门诊规范与病历 · 制度上墙与公共卫生预案 · 业务培训与无差错 · 健康教育与体检 · "
           "传染病防控 · 食品卫生监督"),
}
SERIES = ["思想意识教育培训", "完善制度建设", "服务改进", "岗位技能竞赛", "与学生共建", "质量提升", "安全月"]
SERVED = {"科室": "申报", "班组": "推荐", "个人": "推荐", "岗位": "推荐"}
NOMINATIONS = {  # the columns of a nomination sheet, by level
    "科室": ["是否申报", "主要事迹"],
    "班组": ["推荐顺序", "班组", "班组基本情况", "主要事迹", "科室意见"],
    "个人": ["推荐顺序", "姓名", "岗位", "所在班组", "主要事迹", "科室意见"],
    "岗位": ["推荐顺序", "岗位名称", "所在班组", "在岗人员", "主要事迹", "科室意见"],
}


@cache
def rules_2017() -> Rules:
    """The rules as they are handed out."""
    return rules_of()


def award(rules: Rules, name: str):
    """The award with this name."""
    return next(a for a in rules.awards if a.name == name)


def test_four_departments_with_22_teams_named_as_in_the_notice() -> None:
    rules = rules_2017()
    assert rules.departments == tuple(TEAMS)
    assert {d: list(rules.teams_of(d)) for d in rules.departments} == {d: names.split(" · ") for d, names in TEAMS.items()}
    assert len(rules.teams) == 22


def test_awards_with_their_quotas_and_prizes() -> None:
    said = [(a.name, a.level.label, a.quota_kind.value, a.quota, a.prize, a.enabled) for a in rules_2017().awards]
    assert said == AWARDS


def test_the_award_that_is_off_says_why() -> None:
    notes = {a.name: a.note for a in rules_2017().awards}
    assert "附3未提供" in notes["优质服务示范岗"]
    assert not any("附3未提供" in note for name, note in notes.items() if name != "优质服务示范岗")


@pytest.mark.parametrize("name, parts", [("优秀组织奖", SCORED), ("优秀班组", SCORED), ("优秀个人", []), ("优质服务示范岗", [])])
def test_a_score_is_made_of(name: str, parts: list) -> None:
    assert [(c.name, c.weight, c.source.value) for c in award(rules_2017(), name).components] == parts


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions(name: str) -> None:
    said = [(c.number, c.kind.value, c.check, c.threshold) for c in award(rules_2017(), name).conditions]
    assert said == CONDITIONS[name]


@pytest.mark.parametrize("name, vetoed", [("优秀组织奖", True), ("优秀班组", True), ("优秀个人", True), ("优质服务示范岗", False)])
def test_awards_that_a_veto_reaches(name: str, vetoed: bool) -> None:
    assert award(rules_2017(), name).vetoes is vetoed


@pytest.mark.parametrize("name", ["优秀组织奖", "优秀班组"])
def test_an_award_scored_by_reviewers_has_criteria_of_100_points(name: str) -> None:
    assert sum(c.maximum for c in award(rules_2017(), name).criteria) == 100


@pytest.mark.parametrize("line", CHECKLISTS)
def test_checklists_of_seven_items_with_ten_points_each(line: str) -> None:
    department, items = CHECKLISTS[line]
    rules = rules_2017()
    assert [(item.name, item.maximum) for item in rules.checklists[line]] == [(name, 10) for name in items.split(" · ")]
    assert rules.lines_of(department) == (line,)


def test_the_seven_series_in_order() -> None:
    series = rules_2017().series
    assert [number for number, _ in series] == [1, 2, 3, 4, 5, 6, 7]
    assert [short for (_, name), short in zip(series, SERIES, strict=True) if short not in name] == []


def test_the_calendar() -> None:
    c = rules_2017().campaign
    assert (c.year, c.kickoff, c.plan_due) == (2017, dt.date(2017, 11, 20), dt.date(2017, 11, 24))
    assert (c.start, c.end, c.material_due) == (dt.date(2017, 11, 25), dt.date(2017, 12, 25), dt.datetime(2017, 12, 30, 17))


def test_the_defaults_of_the_policies() -> None:
    p = rules_2017().policies
    assert (p.quota_rounding, p.quota_minimum, p.review_mean, p.recusal, p.missing) == ("四舍五入", 0, "平均", False, "不予排名")
    assert p.tie_order == ("满意度测评", "监督检查", "工作特色和工作成绩")
    assert (p.veto_first, p.veto_last) == (dt.date(2017, 11, 20), dt.date(2017, 12, 30))
    assert (p.lateness, p.decimals, p.fewest_answers) == ("提醒", 2, 30)
    assert p.grades == (("很满意", 100), ("满意", 80), ("一般", 60), ("不满意", 40), ("很不满意", 20))


def test_the_rules_workbook_has_the_sheets_and_columns_of_the_contract() -> None:
    book = load_workbook(io.BytesIO(rules_bytes()))
    assert [sheet for sheet in book.sheetnames if sheet in RULE_SHEETS] == list(RULE_SHEETS)
    for title, columns in COLUMNS.items():
        _, found = header_of(book[title], columns)
        assert list(found) == columns, title


def test_the_rules_are_read_without_any_finding() -> None:
    assert read_rules(rules_bytes())[1] == []


# changed rules

NEXT_YEAR = [("活动信息", 1, "内容", 2018), ("活动信息", 5, "内容", "2018-12-10"), ("活动信息", 6, "内容", "2018.12.14"),
             ("活动信息", 7, "内容", "2018年12月15日"), ("活动信息", 8, "内容", 20190110),
             ("活动信息", 9, "内容", "2019-01-15 12:00"),
             ("口径设置", 7, "取值", "2018-12-10 至 2019-01-15")]


def fifth_award(level: str) -> list:
    """Edits that add an award 节能奖 of a level."""
    row = new_row("奖项", 5, 奖项="节能奖", 级别=level, 名额方式="固定", 名额=1, 启用="是", **{"奖金(元)": 100})
    parts = new_row("评分构成", 7, 奖项="节能奖", 分项="节能", 权重=100, 数据来源="监督检查")
    return [*row, ("奖项", 5, "名额范围", "每科室")] if level == "个人" else [*row, *parts]


@pytest.mark.parametrize(("typed", "percent"), [
    ("1:10", "10"), ("1：10", "10"), ("1/10", "10"), ("1 ∶ 8", "12.5"), ("2‰", "0.2"), ("12.5‰", "1.25"), ("10%", "10"), (10, "10")])
def test_shares_in_the_words_people_use(typed: object, percent: str) -> None:
    assert award(rules_after(("奖项", 3, "名额", typed)), "优秀个人").quota == Decimal(percent)


@pytest.mark.parametrize("typed", ["1:3", "1:0", "3:2", "1/10人", "一比十", dt.time(1, 10), "1:10:2"])
def test_shares_that_cannot_be_meant_exactly_are_refused(typed: object) -> None:
    _, findings = read_rules(edited(("奖项", 3, "名额", typed)))
    assert errors(findings) == [("rule-quota", "奖项!D6")]


@pytest.mark.parametrize(("name", "typed", "field", "value"), [
    ("个人名额取整", "只舍不入", "quota_rounding", "舍去"), ("个人名额取整", "只入不舍", "quota_rounding", "进一"),
    ("个人名额取整", "有余即进", "quota_rounding", "进一"), ("个人名额每科室至少", "不足1人按1人计", "quota_minimum", 1),
    ("个人名额每科室至少", "不足一人的，按一人计算", "quota_minimum", 1), ("个人名额每科室至少", "2人", "quota_minimum", 2)])
def test_policies_in_the_words_people_use(name: str, typed: object, field: str, value: object) -> None:
    rules, findings = read_rules(rules_bytes(口径设置=with_policy(**{name: typed})))
    assert rules is not None, findings
    assert getattr(rules.policies, field) == value


def test_the_words_for_a_least_number_are_sent_to_their_own_cell() -> None:
    _, findings = read_rules(rules_bytes(口径设置=with_policy(个人名额取整="不足1人按1人计")))
    assert [(one.code, one.place.cell) for one in findings if one.blocks] == [("rule-policy-value", "B4")]
    assert "个人名额每科室至少" in findings[0].message


def test_tiers_and_bounds_are_read() -> None:
    rows = [(*row, *(None,) * (9 - len(row))) for row in rows_2017()["奖项"]]
    tiers = [(*row[:9], "评 优" if row[1] == "班组" else None, "2个" if row[1] == "班组" else None, 1 if row[1] == "班组" else None) for row in rows]
    rules, findings = read_rules(rules_bytes(奖项=tiers))
    assert rules is not None, findings
    award = next(one for one in rules.awards if one.level is Level.TEAM)
    assert (award.group, award.most_each, award.fewest_each, award.capped) == ("评 优", 2, 1, True)
    assert [(one.code, one.place.cell) for one in findings if one.code == "rule-group-alone"] == [("rule-group-alone", "J5")]
    assert all(not one.capped and not one.group for one in rules.awards if one is not award)


def test_departments_without_listed_seats_are_told() -> None:
    rows = new_row("名额分配", 1, 奖项="优秀班组", 科室="卫生所", 名额="2个")
    rules, findings = read_rules(edited(("奖项", 2, "名额方式", "分科室"), ("奖项", 2, "名额", None), *rows))
    assert rules is not None
    assert award(rules, "优秀班组").listed == {"卫生所": 2}
    told = [one for one in findings if one.code == "rule-allocation-none"]
    assert [one.details["departments"] for one in told] == ["饮食服务科、物业管理科、维修管理科"]


@pytest.mark.parametrize(("typed", "prize"), [("无", 0), (0, 0), ("0元", 0), (500, 500)])
def test_an_award_of_honour_has_no_prize(typed: object, prize: int) -> None:
    read = award(rules_after(("奖项", 2, "奖金(元)", typed)), "优秀班组")
    assert (read.prize, read.honour) == (prize, prize == 0)


def test_the_hint_beside_a_policy_lists_the_other_words() -> None:
    sheet = load_workbook(io.BytesIO(rules_bytes()))["口径设置"]
    hints = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=4) if row[0].value}
    assert "只舍不入" in hints["个人名额取整"]
    assert "不足1人按1人计" in hints["个人名额每科室至少"]


def test_another_year_with_its_own_calendar() -> None:
    c = rules_after(*NEXT_YEAR).campaign
    assert (c.year, c.kickoff, c.plan_due, c.start) == (2018, dt.date(2018, 12, 10), dt.date(2018, 12, 14), dt.date(2018, 12, 15))
    assert (c.end, c.material_due) == (dt.date(2019, 1, 10), dt.datetime(2019, 1, 15, 12))


def test_real_dates_typed_in_the_calendar() -> None:
    book = load_workbook(io.BytesIO(rules_bytes()))
    for row, value in ((5, dt.date(2017, 11, 13)), (9, dt.datetime(2017, 12, 31, 9, 30))):
        book["活动信息"][address("活动信息", row, "内容").split("!")[1]].value = value
    rules, findings = read_rules(saved(book))
    assert rules is not None and findings == []
    assert (rules.campaign.kickoff, rules.campaign.material_due) == (dt.date(2017, 11, 13), dt.datetime(2017, 12, 31, 9, 30))


def test_other_weights_quotas_and_prizes() -> None:
    rules = rules_after(("评分构成", 4, "权重", 50), ("评分构成", 5, "权重", "20%"), ("奖项", 2, "名额", "5个"), ("奖项", 2, "奖金(元)", "1,200元"))
    team = award(rules, "优秀班组")
    assert ([c.weight for c in team.components], team.quota, team.prize) == ([50, 20, 30], 5, 1200)
    assert [c.weight for c in award(rules, "优秀组织奖").components] == [40, 30, 30]


def sheet_with(rules: Rules, title: str) -> list[str] | None:
    """The labels or headers of a sheet of a department's template; None when it has no such sheet."""
    book = load_workbook(io.BytesIO(template(rules, "department", "卫生所")))
    if title not in book.sheetnames:
        return None
    wanted = {name for names in NOMINATIONS.values() for name in names}
    return [cell.value for row in book[title].iter_rows() for cell in row if cell.value in wanted]


@pytest.mark.parametrize("level", NOMINATIONS)
def test_a_fifth_award_gets_a_sheet_with_the_columns_of_its_level(level: str) -> None:
    assert sheet_with(rules_after(*fifth_award(level)), f"节能奖{SERVED[level]}") == NOMINATIONS[level]
    assert sheet_with(rules_2017(), f"节能奖{SERVED[level]}") is None


def test_the_award_for_posts_switched_on() -> None:
    rules = rules_after(*POST_ON)
    post = award(rules, "优质服务示范岗")
    assert (post.enabled, post.quota, post.prize, post.level.label) == (True, 3, 300, "岗位")
    assert [(c.name, c.weight) for c in post.components] == [("岗位成绩", 100)]
    assert [(c.name, c.maximum) for c in post.criteria] == [("岗位规范", Decimal(60))]
    assert sheet_with(rules, "优质服务示范岗推荐") == NOMINATIONS["岗位"]
    assert sheet_with(rules_2017(), "优质服务示范岗推荐") is None
    assert "优质服务示范岗" in load_workbook(io.BytesIO(template(rules, "review"))).sheetnames
    assert "优质服务示范岗" not in load_workbook(io.BytesIO(template(rules_2017(), "review"))).sheetnames


def test_an_award_switched_off_has_no_sheet_and_keeps_its_numbers() -> None:
    rules = rules_after(("奖项", 2, "启用", "否"))
    assert sheet_with(rules, "优秀班组推荐") is None
    assert (award(rules, "优秀班组").quota, award(rules, "优秀班组").prize) == (7, 500)


@pytest.mark.parametrize(("sheet", "changes", "code"), [
    ("活动信息", {"年度": 2018}, "rule-year"),
    ("活动信息", {"年度": 2017}, None),
])
def test_settings_of_another_year_left_behind_are_a_warning(sheet: str, changes: dict, code: str | None) -> None:
    rows = [(name, changes.get(name, value), *rest) for name, value, *rest in rows_2017()[sheet]]
    rules, findings = read_rules(rules_bytes(**{sheet: rows}))
    assert rules is not None
    assert [p.code for p in findings] == ([code] if code else [])
    assert all(p.severity.value == "warning" and p.place.cell.startswith("B") for p in findings)


NOTICE = [("公示开始", "2018-01-02"), ("公示结束", "2018-01-08"), ("联系人", "张三"), ("联系电话", "0771-1234567"), ("颁奖日期", "2018年1月12日")]


def with_items(*items: tuple[str, object]) -> bytes:
    """The rules of 2017 with further rows in 活动信息."""
    return rules_bytes(活动信息=[*rows_2017()["活动信息"], *items])


def test_the_notice_of_2017_is_blank() -> None:
    assert rules_of().campaign.notice == PublicNotice()


def test_the_items_for_the_notice_may_be_added() -> None:
    rules, findings = read_rules(with_items(*NOTICE))
    assert rules is not None and findings == []
    notice = rules.campaign.notice
    assert (notice.first, notice.last, notice.awarded) == (dt.date(2018, 1, 2), dt.date(2018, 1, 8), dt.date(2018, 1, 12))
    assert (notice.contact, notice.phone) == ("张三", "0771-1234567")


def test_an_item_for_the_notice_may_be_left_blank_and_a_needed_one_may_not() -> None:
    rules, findings = read_rules(with_items(("公示开始", None), ("联系人", "张三")))
    assert rules is not None and findings == [] and rules.campaign.notice == PublicNotice(contact="张三")
    rows = [(name, None if name == "单位名称" else value) for name, value in rows_2017()["活动信息"]]
    rules, findings = read_rules(rules_bytes(活动信息=rows))
    assert rules is None and [p.code for p in findings] == ["required-empty"]


@pytest.mark.parametrize("items, code", [
    ([("公示开始", "下周")], "not-a-date"), ([("公示开始", "2018-01-08"), ("公示结束", "2018-01-02")], "rule-dates-order"),
    ([("公示日期", "2018-01-08")], "rule-item-unknown"),
])
def test_an_item_for_the_notice_must_be_readable_and_in_order(items: list[tuple[str, object]], code: str) -> None:
    rules, findings = read_rules(with_items(*items))
    assert rules is None and [p.code for p in findings] == [code]
