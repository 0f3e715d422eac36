"""An invented campaign of a hospital: nothing in its rules is of a university or of 2017, and it may leave its own words out."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, rulebook
from fuwuyue_xlsx.templates.template_book import write_book

Rows = dict[str, list[tuple[Any, ...]]]
ITEMS = (
    ("年度", 2031), ("活动名称", "2031年度护理先锋评选"), ("单位名称", "某某医院"), ("主办部门", "护理部"), ("宣传开始", "2031-03-01"),
    ("方案截止", "2031-03-05"), ("实施开始", "2031-03-06"), ("实施结束", "2031-04-20"), ("材料截止", "2031-04-30 12:00"),
)
WORDS = (("服务对象", "患者"), ("全体范围", "全院"), ("分管领导称谓", "分管副院长"), ("主要领导称谓", "院长"), ("依据文件", "护理先锋评选方案"))
WARD, TEAM, NURSE, DESK = "先锋科室", "先锋小组", "先锋护士", "先锋窗口"
# policies whose value must be the campaign's own
_OWN_POLICIES = {"同分顺序": "评审 > 巡查 > 测评", "事故认定期间": "宣传开始 至 材料截止", "无效问卷上限": "5%"}


def hospital_rows(*, own_words: bool = True, **changes: list[tuple[Any, ...]]) -> Rows:
    """Sheet title → rows; without `own_words` every sheet and item for them is empty."""
    scored = [(name, part, weight, source) for name in (WARD, TEAM) for part, weight, source in
              (("评审", "50%", "评委打分"), ("巡查", "20%", "监督检查"), ("测评", "30%", "满意度测评"))]
    return {
        "活动信息": [*ITEMS, *(WORDS if own_words else ())],
        "班组划分": [("内科", 1, "一病区", "护理", None), ("内科", 2, "二病区", "护理", None), ("导诊部", 1, "门诊导诊", "导诊", None)],
        "奖项": [(WARD, "科室", "固定", 1, "无", "是", "方案第二条", None), (TEAM, "班组", "固定", 1, 600, "是", "方案第三条", None),
                (NURSE, "个人", "按员工人数比例", "20%", 300, "是", None, None), (DESK, "岗位", "固定", 1, 400, "是", None, None)],
        "评分构成": [*scored, (DESK, "评审", "100%", "评委打分")],
        "评选条件": [(WARD, 1, "培训形式多样", "硬性", "培训形式数", 2, "方案第四条"), (TEAM, 1, "没有差错", "一票否决", "事故投诉", None, None),
                  (NURSE, 1, "没有差错", "一票否决", "事故投诉", None, None), (WARD, 2, "没有差错", "一票否决", "事故投诉", None, None),
                  (DESK, 1, "没有差错", "一票否决", "事故投诉", None, None)],
        "检查标准": [("护理", 1, "交接班", 60, "责任护士" if own_words else None), ("护理", 2, "手卫生", 40), ("导诊", 1, "仪表", 100)],
        "评审要点": [(name, 1, "成效", 100) for name in (WARD, TEAM, DESK)],
        "测评题目": [(1, "态度")],
        "测评身份": [("患者",), ("家属",)] if own_words else [],
        "活动系列": [(1, "技能练兵")],
        "口径设置": [(policy.name, _OWN_POLICIES.get(policy.name, policy.default), None, "方案未写" if own_words else None) for policy in POLICIES],
        "其他口径": [("“成效显著”", "由评委打分体现", "方案第五条")] if own_words else [],
        **changes,
    }


def hospital_campaign() -> Campaign:
    """Its dates and names."""
    items = dict(ITEMS)
    return Campaign(*(kind.read(items[name]).value for name, kind in CAMPAIGN_ITEMS.items()))


def hospital_rulebook(*, own_words: bool = True, **changes: list[tuple[Any, ...]]) -> bytes:
    """评选规则.xlsx of this campaign, with whole sheets replaced."""
    return write_book(rulebook(), hospital_campaign(), hospital_rows(own_words=own_words, **changes))
