"""The rules of 2017 as rows of 评选规则.xlsx: facts of the notice (clauses in the 依据 columns), our own wording.

The review criteria are ours: the notice gives 工作特色和工作成绩 40 % and leaves open how it is scored.
"""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.rules.policies import POLICIES
from fuwuyue_xlsx.rules.trials_2017 import trials_2017

_TEAMS = {
    ("饮食服务科", "食堂"): (
        "食堂管理组", "北校区食堂红案组", "北校区食堂白案组", "南校区食堂红案组", "南校区食堂白案组",
        "南校区食堂清洁组", "北校区食堂清洁组",
    ),
    ("物业管理科", "环境"): (
        "花卉组", "南校区绿化组", "北校区绿化组", "北校区道路清扫与厕所保洁组、二次保洁",
        "南校区道路清扫与厕所保洁组、垃圾清运", "北校区1号教学楼管理员班组", "北校区2号教学、图书馆保洁员班组",
        "1、2号实验楼保洁组", "南校区飞天楼管理员班组", "巡天楼管理组",
    ),
    ("维修管理科", "维修"): ("电工组", "水工组、仓管", "木工组"),
    ("卫生所", "医疗"): ("医生组", "护士组"),
}

_CHECKLISTS = {
    "食堂": ("服务行为规范", "质量价格与师生满意", "采购与成本控制", "制度执行与上墙", "环境卫生与消毒保洁设施",
             "食品卫生监督与“四关”把控", "食物中毒应急预案"),
    "维修": ("维修及时与限时办结", "水电供给与设备检修", "饮用水与二次加压设施卫生", "队伍培训与意见征求",
             "制度上墙与停水停电预案", "节约宣传与巡查（跑冒滴漏）", "水电计量与统计"),
    "环境": ("清扫保洁与垃圾日产日清", "公共厕所与沟渠", "教学楼服务", "队伍教育与着装", "制度上墙、除四害与预案",
             "绿化结构与花卉生产", "树木草地养护"),
    "医疗": ("服务态度（五心、五一样）", "门诊规范与病历", "制度上墙与公共卫生预案", "业务培训与无差错",
             "健康教育与体检", "传染病防控", "食品卫生监督"),
}

_ORGANISATION, _TEAM, _PERSON, _POST = "优秀组织奖", "优秀班组", "优秀个人", "优质服务示范岗"
_HARD, _VETO, _ADVISORY = "硬性", "一票否决", "参考"
_FEATURES = "工作特色和工作成绩"

_CONDITIONS = (
    (_ORGANISATION, 1, "制定完整、具体的活动方案，并按计划完成各系列活动", _HARD, "方案完成系列数", 7, "附1 二(一)1"),
    (_ORGANISATION, 2, "组织 2 个以上工种的技能比赛", _HARD, "比赛工种数", 2, "附1 二(一)2"),
    (_ORGANISATION, 3, "以多种形式开展技能培训，有成效", _HARD, "培训形式数", 2, "附1 二(一)3"),
    (_ORGANISATION, 4, "面向全校师生开展 1 个以上有特色的服务、经营或管理", _HARD, "特色服务数", 1, "附1 二(一)4"),
    (_ORGANISATION, 5, "活动期间没有服务质量事故投诉和安全事故，属实的一票否决", _VETO, "事故投诉", None, "附1 二(一)5"),
    (_ORGANISATION, 6, "通过横幅、新闻等方式及时宣传", _HARD, "宣传形式数", 2, "附1 二(一)6"),
    (_ORGANISATION, 7, "师生满意度测评较高", _ADVISORY, "满意度", None, "附1 二(一)7"),
    (_TEAM, 1, "全体成员参加活动，提出合理化建议", _HARD, "合理化建议数", 1, "附1 二(二)1"),
    (_TEAM, 2, "活动期间没有服务质量事故投诉和安全事故，属实的一票否决", _VETO, "事故投诉", None, "附1 二(二)2"),
    (_TEAM, 3, "在技能比赛、技能培训等方面有贡献或成绩", _HARD, "比赛培训次数", 1, "附1 二(二)3"),
    (_TEAM, 4, "态度好、质量高、效果好，得到师生认可", _ADVISORY, "满意度", None, "附1 二(二)4"),
    (_PERSON, 1, "责任心强，认真履行岗位职责", _ADVISORY, "科室意见", None, "附1 二(三)1"),
    (_PERSON, 2, "认真执行上级的指示与要求，遵章守纪", _ADVISORY, "科室意见", None, "附1 二(三)2"),
    (_PERSON, 3, "钻研技术，胜任岗位", _ADVISORY, "科室意见", None, "附1 二(三)3"),
    (_PERSON, 4, "服务意识强，态度好，得到服务对象好评", _ADVISORY, "科室意见", None, "附1 二(三)4"),
    (_PERSON, 5, "活动期间没有服务质量事故投诉和安全事故，属实的一票否决", _VETO, "事故投诉", None, "附1 二(三)5"),
)

_SERIES = ("思想意识教育培训", "完善制度建设", "服务改进", "岗位技能竞赛", "与学生共建",
           "质量提升（ISO 9001、ISO 22000、7S、6T、施工现场标准化）", "“安全月”")

# also what a rules workbook without the sheet 测评身份 means: before there was one, respondents were always of these
IDENTITIES_2017 = ("学生", "教师", "职工", "其他")

# what the notice itself says of a policy
_SAID = {
    "个人名额取整": "附1 二(三)只说按员工人数的 10% 评选，没有说小数怎么取整",
    "事故认定期间": "附1 只说“活动期间”，没有写起止日",
}

_READINGS = (
    (_FEATURES, "由评委按评审要点打分，取各位评委的汇总分", "附1 三.1 只给出比例，没有说由谁打分"),
    ("“全体成员献计献策”", "按班组至少有一条合理化建议核查", "附1 二(二)1"),
    ("个人名额的比例", "按每个科室自己的员工人数计算，不在科室间调剂", "附1 三.2"),
    ("“师生满意度测评较高”", "不另设门槛，通过得分中的满意度测评体现", "附1 二(一)7"),
)
# a trade of a line of business, for the example rows of the templates
_EXAMPLES = {"维修": "电工"}

_QUESTIONS = ("服务态度", "服务质量", "服务效率", "环境与卫生", "对意见的处理")


def _campaign() -> list[tuple[Any, ...]]:
    return [
        ("年度", 2017),
        ("活动名称", "2017年度后勤优质服务月"),
        ("单位名称", "某某学院"),
        ("主办部门", "后勤管理处"),
        ("宣传开始", "2017-11-20"),
        ("方案截止", "2017-11-24"),
        ("实施开始", "2017-11-25"),
        ("实施结束", "2017-12-25"),
        ("材料截止", "2017-12-30 17:00"),
        ("服务对象", "师生"),
        ("全体范围", "全校"),
        ("分管领导称谓", "分管处领导"),
        ("主要领导称谓", "处长"),
        ("依据文件", "2017年度后勤优质服务月的评选办法"),
    ]


def _scoring(award: str) -> list[tuple[Any, ...]]:
    return [
        (award, _FEATURES, "40%", "评委打分"),
        (award, "监督检查", "30%", "监督检查"),
        (award, "满意度测评", "30%", "满意度测评"),
    ]


def _criteria() -> list[tuple[Any, ...]]:
    return [
        (_ORGANISATION, 1, "活动组织与方案落实", 40),
        (_ORGANISATION, 2, "工作特色", 30),
        (_ORGANISATION, 3, "工作成绩", 30),
        (_TEAM, 1, "工作特色", 50),
        (_TEAM, 2, "工作成绩", 50),
    ]


def rows_2017() -> dict[str, list[tuple[Any, ...]]]:
    """Sheet title → rows in the order of the sheet's columns."""
    return {
        "活动信息": _campaign(),
        "班组划分": [
            (department, number, team, line, None)
            for (department, line), teams in _TEAMS.items()
            for number, team in enumerate(teams, 1)
        ],
        "奖项": [
            (_ORGANISATION, "科室", "固定", 2, 1000, "是", "附1 二(一)、四", None),
            (_TEAM, "班组", "固定", 7, 500, "是", "附1 二(二)、四", None),
            (_PERSON, "个人", "按员工人数比例", "10%", 200, "是", "附1 二(三)、三.2、四", "每个科室按本科室员工人数计算"),
            (_POST, "岗位", "固定", None, None, "否", "六；附3",
             "附3未提供。补齐名额、奖金、评分构成、评选条件、评审要点后把“启用”改为“是”即可评选"),
        ],
        "名额分配": [],
        "评分构成": [*_scoring(_ORGANISATION), *_scoring(_TEAM)],
        "评选条件": list(_CONDITIONS),
        "检查标准": [(line, n, item, 10, _EXAMPLES.get(line) if n == 1 else None)
                 for line, items in _CHECKLISTS.items() for n, item in enumerate(items, 1)],
        "自定义核查": [],
        "资格排除": [],
        "事故类型": [],
        "评审要点": _criteria(),
        "测评题目": list(enumerate(_QUESTIONS, 1)),
        "测评身份": [(identity,) for identity in IDENTITIES_2017],
        "活动系列": list(enumerate(_SERIES, 1)),
        "问卷对照": [],
        "评委名单": [],
        "检查计划": [],
        "检查组": [],
        "简称": [],
        "口径设置": [(policy.name, policy.default, policy.hint, _SAID.get(policy.name, policy.explanation)) for policy in POLICIES],
        "其他口径": list(_READINGS),
        "试算": trials_2017(),
    }
