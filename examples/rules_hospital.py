"""The rules of an invented hospital's campaign as rows of 评选规则.xlsx: the awards of its support services in the spring of 2026."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.rules.policies import POLICIES

DEPARTMENT, GOLD, SILVER, STAR, SKILLED, DESK = "先进科室", "金牌班组", "银牌班组", "服务之星", "岗位能手", "文明窗口"
LEADERS, WARDS, STAFF = "院领导", "临床", "职工代表"
PATIENT, RELATIVE, COLLEAGUE = "患者", "家属", "职工"
# what share of each department's winners are to be of a category of people
SHARE, FRONT, OTHERS = "一线≥50%", "一线", "其他"
GRADES = {"非常满意": 100, "满意": 80, "一般": 60, "不满意": 30}
QUESTIONS = ("服务态度", "响应速度", "服务质量", "环境与秩序")
_HARD, _VETO, _ADVISORY = "硬性", "一票否决", "参考"
_BASIS = "《保障服务明星评选办法》"

TEAMS: dict[tuple[str, str], tuple[str, ...]] = {
    ("膳食科", "膳食"): ("职工餐厅组", "病员配餐组", "治疗膳食组", "送餐组"),
    ("环境科", "环境"): ("门诊保洁组", "住院楼保洁组", "手术区保洁组", "医疗废物收运组", "绿化组"),
    ("运送科", "运送"): ("患者陪检组", "标本运送组", "药品配送组", "夜间运送组"),
    ("设施科", "设施"): ("供配电组", "空调水暖组", "医用气体组", "报修调度组"),
    ("洗涤科", "洗涤"): ("被服收送组", "洗涤组", "缝补组"),
    ("安保科", "秩序"): ("门诊秩序组", "停车引导组", "消防监控组"),
}
CHECKLISTS: dict[str, tuple[str, ...]] = {
    "膳食": ("食品留样与索证", "操作间卫生", "配餐核对", "送餐时限"),
    "环境": ("清洁质量", "消毒液配比", "医疗废物分类交接", "手卫生与防护"),
    "运送": ("身份核对", "交接登记", "到位时限", "车具清洁"),
    "设施": ("巡检记录", "报修响应", "安全操作", "机房整洁"),
    "洗涤": ("污洁分区", "交接数量", "洗涤质量", "车辆消毒"),
    "秩序": ("着装仪容", "通道畅通", "巡查记录", "应急处置"),
}
# a job of each line of business, for the example rows of the templates
_JOBS = {"膳食": "配餐员", "环境": "保洁员", "运送": "陪检员", "设施": "值班员", "洗涤": "收送员", "秩序": "秩序员"}
ITEM_POINTS = 25

_CAMPAIGN = (
    ("年度", 2026), ("活动名称", "2026年度保障服务明星评选"), ("单位名称", "某某医院"), ("主办部门", "总务部"),
    ("宣传开始", "2026-03-02"), ("方案截止", "2026-03-09"), ("实施开始", "2026-03-10"), ("实施结束", "2026-04-20"),
    ("材料截止", "2026-04-24 17:00"), ("公示开始", "2026-05-06"), ("公示结束", "2026-05-12"), ("联系人", "总务部文秘"),
    ("联系电话", "0000-8600123"), ("颁奖日期", "2026-05-20"), ("服务对象", "患者"), ("全体范围", "全院"),
    ("分管领导称谓", "分管副院长"), ("主要领导称谓", "院长"), ("依据文件", "《保障服务明星评选办法（2026 年修订）》"),
)
# award, level, kind of quota, quota, prize, on, clause, note, scope, group, most, fewest of a department, shares of categories
_AWARDS = (
    (DEPARTMENT, "科室", "固定", 2, "无", "是", "第五条", "集体荣誉，授牌匾", None, None, None, None, None),
    (GOLD, "班组", "固定", 3, 800, "是", "第六条", "一个科室最多一个；不足 91 分的宁缺毋滥", None, "明星班组", 1, None, None),
    (SILVER, "班组", "按单位数比例", "20%", 500, "是", "第六条", "一个科室最多两个，不含已获金牌的", None, "明星班组", 2, None, None),
    (STAR, "个人", "固定", 8, 300, "是", "第七条", "全院统一排名；每个科室最多两人，至少一人", "全部", None, 2, 1, SHARE),
    (SKILLED, "个人", "分科室", None, 200, "是", "第八条", "按科室分配名额，由科室推荐先后决定", None, None, None, None, None),
    (DESK, "岗位", "固定", 2, 400, "是", "第九条", None, "全部", None, None, None, None),
)
SEATS = {"膳食科": 2, "环境科": 2, "运送科": 2, "设施科": 1, "洗涤科": 1, "安保科": 1}
# award → its parts: name, weight, source, whose
PARTS: dict[str, tuple[tuple[str, int, str, str | None], ...]] = {
    DEPARTMENT: (("领导评分", 30, "评委打分", LEADERS), ("临床评分", 30, "评委打分", WARDS), ("监督检查", 20, "监督检查", None),
                 ("患者满意度", 20, "满意度测评", f"{PATIENT}；{RELATIVE}")),
    GOLD: (("领导评分", 20, "评委打分", LEADERS), ("临床评分", 20, "评委打分", WARDS), ("监督检查", 25, "监督检查", None),
           ("患者满意度", 20, "满意度测评", f"{PATIENT}；{RELATIVE}"), ("职工满意度", 15, "满意度测评", COLLEAGUE)),
    STAR: (("临床评分", 25, "评委打分", WARDS), ("同事评分", 25, "评委打分", STAFF), ("监督检查", 20, "监督检查", None), ("投票", 30, "投票", None)),
    DESK: (("临床评分", 60, "评委打分", WARDS), ("满意度", 40, "满意度测评", None)),
}
PARTS[SILVER] = PARTS[GOLD]
CRITERIA: dict[str, tuple[tuple[str, int], ...]] = {
    DEPARTMENT: (("组织落实", 40), ("服务改进", 30), ("安全管理", 30)),
    GOLD: (("工作质量", 40), ("响应与协作", 30), ("改进创新", 30)),
    SILVER: (("工作质量", 40), ("响应与协作", 30), ("改进创新", 30)),
    STAR: (("工作表现", 50), ("患者口碑", 50)),
    DESK: (("服务规范", 60), ("标识与环境", 40)),
}
TIE_ORDER = ("患者满意度", "投票", "临床评分", "监督检查", "满意度")

# award, number, condition, kind, check, threshold, clause, letter, at least
_CONDITIONS = (
    (DEPARTMENT, 1, "按方案完成全部系列活动", _HARD, "方案完成系列数", 3, "第五条(一)", None, None),
    (DEPARTMENT, 2, "科室、班组、岗位三级培训不少于两级", _HARD, "培训层次数", 2, "第五条(二)", None, None),
    (DEPARTMENT, 3, "举办技能比赛", _HARD, "比赛工种数", 1, "第五条(三)", "A", 2),
    (DEPARTMENT, 4, "推出两项以上便民举措", _HARD, "特色服务数", 2, "第五条(三)", "A", None),
    (DEPARTMENT, 5, "用两种以上形式宣传", _HARD, "宣传形式数", 2, "第五条(三)", "A", None),
    (DEPARTMENT, 6, "活动期间属实的投诉、事故不满两件", _VETO, "事故投诉", 2, "第五条(四)", None, None),
    (GOLD, 1, "提出的合理化建议有被采纳的", _HARD, "采纳的建议", 1, "第六条(一)", None, None),
    (GOLD, 2, "参加技能比赛或培训", _HARD, "比赛培训次数", 1, "第六条(二)", None, None),
    (GOLD, 3, "综合得分不低于 91 分", _HARD, "综合得分", 91, "第六条(三)", None, None),
    (GOLD, 4, "活动期间没有属实的投诉、事故", _VETO, "事故投诉", None, "第六条(四)", None, None),
    (SILVER, 1, "提出的合理化建议有被采纳的", _HARD, "采纳的建议", 1, "第六条(一)", None, None),
    (SILVER, 2, "参加技能比赛或培训", _HARD, "比赛培训次数", 1, "第六条(二)", None, None),
    (SILVER, 3, "活动期间没有属实的投诉、事故", _VETO, "事故投诉", None, "第六条(四)", None, None),
    (STAR, 1, "所在班组监督检查不低于 80 分", _HARD, "监督检查", 80, "第七条(一)", None, None),
    (STAR, 2, "认真履职，得到患者和同事好评", _ADVISORY, "科室意见", None, "第七条(二)", None, None),
    (STAR, 3, "活动期间没有属实的投诉、事故", _VETO, "事故投诉", None, "第七条(三)", None, None),
    (SKILLED, 1, "岗位技能过硬", _ADVISORY, "科室意见", None, "第八条(一)", None, None),
    (SKILLED, 2, "活动期间没有属实的投诉、事故", _VETO, "事故投诉", None, "第八条(二)", None, None),
    (DESK, 1, "所在班组满意度不低于 75 分", _HARD, "满意度", 75, "第九条(一)", None, None),
    (DESK, 2, "活动期间没有属实的投诉、事故", _VETO, "事故投诉", None, "第九条(二)", None, None),
)
# name, sheet, what is counted, column, in which rows, level
_OWN_CHECKS = (("采纳的建议", "合理化建议", "行数", None, "是否采纳=是", "班组"),)
_EXCLUSIONS = (
    (GOLD, "运送科", "患者陪检组", None, "上年度已获金牌班组", "第十条(一)"),
    (STAR, "膳食科", "职工餐厅组", "温兆祥", "到岗不满一年", "第十条(二)"),
    (None, "安保科", "停车引导组", "牛保国", "本年度受过警告处分", "第十条(三)"),
)
_INCIDENT_TYPES = (("服务投诉", "是"), ("安全事故", "是"), ("医疗废物管理差错", "是"), ("主动上报的隐患", "否"))
# name, own department, group, awards
REVIEWERS: tuple[tuple[str, str | None, str], ...] = (
    ("程立新", None, LEADERS), ("顾若兰", None, LEADERS),
    ("季小岚", None, WARDS), ("陶静怡", None, WARDS), ("乔雨桐", None, WARDS),
    ("贺春生", "膳食科", STAFF), ("岳红梅", "环境科", STAFF), ("阮志强", "设施科", STAFF),
)
INSPECTORS = ("费海明", "席文娟")
_PLANNED_VISITS = ((None, 2), ("运送科", 3))
SHORT_NAMES = (("病员配餐组", "配餐组"), ("患者陪检组", "陪检组"), ("医疗废物收运组", "医废组"))
# the survey's export: titles as the tool writes them, and what each of them asks
EXPORT_TITLES = {"提交时间": "提交答卷时间", "身份": "1、您的身份是：", "科室": "2、您要评价的科室", "班组": "3、您要评价的班组",
                 **{question: f"4、请评价—{question}" for question in QUESTIONS}}
# grades as the tool's respondents chose them, where the rules say it otherwise
TOOL_GRADES = {"非常满意": "很满意", "不满意": "不太满意"}

_POLICIES = {
    "评委回避本科室": ("是", "第十二条：职工代表不给本科室的人打分"),
    "同分顺序": (" > ".join(TIE_ORDER), "第十三条：得分相同，先比患者满意度，再比投票、临床评分、监督检查"),
    "事故认定期间": ("宣传开始 至 材料截止", "第十一条：活动期间从宣传开始算到材料截止"),
    "逾期报送": ("取消资格", "第四条：逾期报送材料的科室不参加本年度评选"),
    "满意度等级分值": (", ".join(f"{name}={points}" for name, points in GRADES.items()), "第十四条：四级分别按 100、80、60、30 分折算"),
    "最少有效问卷": ("15", "第十四条：每个候选不少于 15 份"),
    "无效问卷上限": ("5%", "第十四条：无效答卷超过二十分之一的，重新测评"),
}
_READINGS = (
    ("“得到患者和同事好评”", "不另设门槛，由患者、家属、职工的测评和投票体现", "第七条(二)没有写多少算好评"),
    ("“全院投票”", "每人一票，可以投三个人；得票率按有效票计算", "第七条只写投票占三成，没有写怎么投"),
)


def rows_hospital() -> dict[str, list[tuple[Any, ...]]]:
    """Sheet title → rows in the order of the sheet's columns."""
    return {
        "活动信息": list(_CAMPAIGN),
        "班组划分": [(department, number, team, line, None) for (department, line), teams in TEAMS.items() for number, team in enumerate(teams, 1)],
        "奖项": list(_AWARDS),
        "名额分配": [(SKILLED, department, seats) for department, seats in SEATS.items()],
        "评分构成": [(award, name, f"{weight}%", source, scope) for award in (DEPARTMENT, GOLD, SILVER, STAR, DESK)
                 for name, weight, source, scope in PARTS[award]],
        "评选条件": list(_CONDITIONS),
        "自定义核查": list(_OWN_CHECKS),
        "资格排除": list(_EXCLUSIONS),
        "事故类型": list(_INCIDENT_TYPES),
        "检查标准": [(line, number, item, ITEM_POINTS, _JOBS[line] if number == 1 else None)
                 for line, items in CHECKLISTS.items() for number, item in enumerate(items, 1)],
        "评审要点": [(award, number, name, most) for award, criteria in CRITERIA.items() for number, (name, most) in enumerate(criteria, 1)],
        "测评题目": list(enumerate(QUESTIONS, 1)),
        "测评身份": [(PATIENT,), (RELATIVE,), (COLLEAGUE,)],
        "活动系列": list(enumerate(("服务规范再培训", "安全隐患大排查", "便民举措大家提"), 1)),
        "问卷对照": [(title, None, None, item) for item, title in EXPORT_TITLES.items()],
        "等级对照": [(word, grade, None) for grade, word in TOOL_GRADES.items()],
        "评委名单": [(name, home, group, None) for name, home, group in REVIEWERS],
        "检查计划": list(_PLANNED_VISITS),
        "检查组": [(name,) for name in INSPECTORS],
        "简称": list(SHORT_NAMES),
        "口径设置": [(policy.name, *_policy(policy.name, policy.default, policy.hint)) for policy in POLICIES],
        "其他口径": list(_READINGS),
    }


def _policy(name: str, default: str, hint: str) -> tuple[str, str, str | None]:
    """Value, what may be written, and what the campaign's own document says of it."""
    value, said = _POLICIES.get(name, (default, None))
    return value, hint, said or "评选办法没有写明，按通常的做法"
