"""Ten published rule sets as rows of 评选规则.xlsx: levels, seats, weights, thresholds, vetoes as they ask for them, no word of their text.

Each says what kind of organisation it is of and of which year. Units, days and people are invented, and so is what the part of the document
that could be read leaves open; its docstring says so.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.support.rule_sets import (
    HARD,
    INSPECTION,
    POINTS,
    REVIEW,
    SURVEY,
    VOTES,
    Refusal,
    RuleSet,
    at_least,
    award,
    cell,
    no_incident,
    tried,
    units,
)


def safety_of_a_plant() -> RuleSet:
    """A production firm's rules on safety prizes (undated, of the 2010s): whole units that reach 91 points, a quarter of each unit's teams, a
    fifth of the safety people, 200 yuan for each member of a team.

    Units recommend their teams there without a score; here they are ranked by the inspections.
    """
    unit, team, person = "安全先进单位", "安全先进班组", "安全先进工作者"
    awards = [award(unit, "科室", "100%", "按单位数比例"), award(team, "班组", "1:4", "按单位数比例", scope="每科室", note="每名成员 200 元，另行造册"),
              award(person, "个人", "1:5", "按员工人数比例", 500)]
    wrong = [award(unit, "科室", "不限"), award(team, "班组", "1:4", "按单位数比例", "200元/人", "每科室"), award(person, "个人", "1:5", "按员工人数比例", 500)]
    return RuleSet(
        {"班组划分": units(一分厂=4, 二分厂=8, 物资部=1), "奖项": awards,
         "评分构成": [(unit, "年终考核", "100%", REVIEW), (team, "班组检查", "100%", INSPECTION)],
         "评选条件": [at_least(unit, 91), no_incident(team), no_incident(unit, 2), no_incident(person)],
         "试算": [tried("91 分", unit, "获奖", "甲部", 评委打分=91), tried("91 分", unit, "获奖", "乙部", 评委打分=96),
                tried("91 分", unit, "不符合条件", "丙部", 评委打分="90.99"),
                *(tried("四取一", team, status, 班组=f"{n}组", 监督检查=points) for n, points, status in
                  ((1, 90, "未获奖"), (2, 95, "获奖"), (3, 80, "未获奖"), (4, 70, "未获奖"))),
                *(tried("五取一", person, status, 姓名或岗位=name, 推荐顺序=order, 员工人数=staff) for name, order, staff, status in
                  (("孙七", 1, 10, "获奖"), ("吴八", 2, None, "获奖"), ("郑九", 3, None, "未获奖")))]},
        {unit: ("3 个科室中选 100%", "要满足 1 条硬性条件", "荣誉奖项，没有奖金"), team: ("每个科室按本科室班组数的 25% 选", "一票否决：有属实的事故投诉"),
         person: ("每个科室按员工人数的 20% 选", "奖金 500 元/人")},
        Refusal({"奖项": wrong, "评分构成": [(unit, "年终考核", "100%", REVIEW)]},
                (("rule-no-components", cell("奖项", "A", 2)), ("rule-prize", cell("奖项", "E", 2)), ("rule-quota", cell("奖项", "D", 1))),
                ("请改用按比例的名额，填 100%", "按人数、职务分开发的和没有奖金的填“无”，发法写在“说明”里", "请在“评分构成”里补上")),
        ("“安全先进单位”的硬性条件：第 1 条 综合得分不少于 91 分", "按比例的名额有小数的四舍五入"),
    )


def builder() -> RuleSet:
    """A building firm's year-end notice (2012): two projects, one office, three units for safety of which the next follows a vetoed one, three
    managers over all, staff by the size of their unit.
    """
    project, office, safe, manager, staff = "优秀项目部", "先进部门", "安全先进奖", "优秀项目经理", "优秀员工"
    awards = [award(project, "科室", 2), award(office, "科室", 1), award(safe, "科室", 3), award(manager, "个人", 3, scope="全部"),
              award(staff, "个人", None, "分科室")]
    return RuleSet(
        {"班组划分": units(项目甲=1, 项目乙=2, 机关=1), "奖项": awards, "名额分配": [(staff, "项目甲", 1), (staff, "项目乙", 2), (staff, "机关", 3)],
         "评分构成": [(name, "综合考评", "100%", REVIEW) for name in (project, office, safe, manager)],
         "评选条件": [no_incident(safe)],
         "试算": [tried("依次后推", safe, "获奖", "甲部", 评委打分=95), tried("依次后推", safe, "一票否决", "乙部", 评委打分=94, 事故投诉="属实"),
                tried("依次后推", safe, "获奖", "丙部", 评委打分=93), tried("依次后推", safe, "获奖", "丁部", 评委打分=90),
                tried("依次后推", safe, "未获奖", "戊部", 评委打分=89)]},
        {project: ("3 个科室中选 2 个",), safe: ("3 个科室中选 3 个", "一票否决：有属实的事故投诉"), manager: ("推荐的人中选 3 人", "得分=100%评委打分"),
         staff: ("每个科室选几人见“名额分配”", "按科室的推荐顺序取")},
        Refusal({"奖项": [*awards[:3], award(manager, "个人", 3), awards[4]],
                 "名额分配": [(staff, "项目甲", "10人以下1名"), (staff, "项目乙", 2), (staff, "机关", 3)]},
                (("not-a-whole-number", cell("名额分配", "C", 1)), ("rule-scope-missing", cell("奖项", "I", 4))),
                ("请填整数", "全部候选合在一起评的填“全部”")),
    )


def mine() -> RuleSet:
    """A coal mine's prizes for teams (2016): three tiers over everybody from 75 points on, out at one grave or two light injuries, money by rank in
    the team.

    How many a tier has was not said; here a fifth, three and five tenths of the teams.
    """
    tiers = ("一等奖班组", "二等奖班组", "三等奖班组")
    shares = ("20%", "30%", "50%")
    awards = [award(name, "班组", share, "按单位数比例", group="优秀班组", note="按班组长、副班长、成员分别发放")
              for name, share in zip(tiers, shares, strict=True)]
    conditions = [row for name in tiers for row in (at_least(name, 75), no_incident(name, 2))]
    points = {"一班": 95, "二班": 90, "三班": 80, "四班": 75, "五班": "74.99"}
    return RuleSet(
        {"班组划分": units(采煤队=5, 掘进队=5), "奖项": awards, "评分构成": [(name, "月度考评", "100%", INSPECTION) for name in tiers],
         "评选条件": conditions, "事故类型": [("重伤及以上事故", "是"), ("轻伤事故", "否")],
         "试算": [*(tried("等次", tiers[0], status, 班组=team, 监督检查=points[team]) for team, status in
                  (("一班", "获奖"), ("二班", "未获奖"), ("三班", "未获奖"), ("四班", "未获奖"), ("五班", "不符合条件"))),
                *(tried("等次", tiers[1], status, 班组=team) for team, status in (("一班", "已获更高奖项"), ("二班", "获奖"), ("三班", "获奖"))),
                *(tried("等次", tiers[2], status, 班组=team) for team, status in (("四班", "获奖"), ("五班", "不符合条件"))),
                tried("轻伤只登记", tiers[0], "获奖", 班组="一班", 监督检查=95, 名额=1, 事故投诉="属实", 事故类型="轻伤事故", 件数=2),
                tried("轻伤只登记", tiers[0], "一票否决", 班组="二班", 监督检查=96, 事故投诉="属实", 事故类型="重伤及以上事故")]},
        {tiers[0]: ("10 个班组中选 20%", "奖项组“优秀班组”最高的等次", "一票否决：有属实的事故投诉"), tiers[1]: ("中选 30%", "第 2 等，已获更高等次的不参加"),
         tiers[2]: ("中选 50%", "第 3 等", "要满足 1 条硬性条件")},
        Refusal({"奖项": [award(tiers[0], "班组", "20%", "按单位数比例", "1500/1200/800", group="优秀班组"), *awards[1:]],
                 "评选条件": [*conditions, no_incident(tiers[0], 3, 2)]},
                (("rule-prize", cell("奖项", "E", 1)), ("rule-vetoes-differ", cell("评选条件", "F", 7))),
                ("按人数、职务分开发的和没有奖金的填“无”", "件数较多的那些类型在“事故类型”里填“否”（只登记），数满的候选写进“资格排除”")),
        (*(f"“{name}”的硬性条件：第 1 条 综合得分不少于 75 分" for name in tiers), "按比例的名额有小数的四舍五入",
         "事故投诉里，重伤及以上事故一票否决；轻伤事故只登记，不否决"),
    )


def county_hospital() -> RuleSet:
    """A county hospital's year-end awards (about 2022): five clinical departments by income and two by another list, the next one where both name
    the same; two technical and one office department by ballot; ten doctors and ten nurses, two of a department at most; full attendance.

    Income is no source of figures: whoever reckons it enters points as a reviewer. The two lists have criteria of their own, so that each is
    scored by itself though they are one group.
    """
    income, skills, technical, office = "先进科室（效益）", "先进科室（技术）", "先进医技科室", "先进职能科室"
    doctor, nurse, devoted = "十佳医生", "十佳护士", "奉献奖"
    awards = [award(income, "科室", 5, group="临床先进科室"), award(skills, "科室", 2, group="临床先进科室"), award(technical, "科室", 2),
              award(office, "科室", 1), award(doctor, "个人", 10, scope="全部", most=2), award(nurse, "个人", 10, scope="全部", most=2),
              award(devoted, "个人", 5, scope="全部")]
    parts = [(income, "效益", "100%", REVIEW), (skills, "技术", "100%", REVIEW), (technical, "选举", "100%", VOTES), (office, "选举", "100%", VOTES),
             *((name, "院委会评分", "100%", REVIEW) for name in (doctor, nurse, devoted))]
    return RuleSet(
        {"班组划分": units(内科=1, 外科=1, 检验科=1, 院办=1), "奖项": awards, "评分构成": parts, "评选条件": [],
         "评审要点": [(name, 1, seen, 100) for name, seen in ((income, "纯收入"), (skills, "适宜技术"), (doctor, "实绩"), (nurse, "实绩"), (devoted, "实绩"))],
         "资格排除": [(devoted, "院办", None, "吕一一", "缺勤 1 天，没有全勤", None)],
         "试算": [tried("重叠顺延", income, "获奖", "甲部", 评委打分=99, 名额=1), tried("重叠顺延", income, "未获奖", "乙部", 评委打分=98),
                tried("重叠顺延", skills, "已获更高奖项", "甲部", 评委打分=99, 名额=1), tried("重叠顺延", skills, "获奖", "乙部", 评委打分=70),
                *(tried("每科室至多两名", doctor, status, department, 姓名或岗位=name, 评委打分=points, 名额=3) for department, name, points, status in
                  (("甲部", "孙七", 99, "获奖"), ("甲部", "吴八", 98, "获奖"), ("甲部", "郑九", 97, "未获奖"), ("乙部", "冯十", 60, "获奖"))),
                tried("选举", office, "获奖", "甲部", 投票="21/40"), tried("选举", office, "未获奖", "乙部", 投票="19/40", 期望综合得分="47.50")]},
        {income: ("4 个科室中选 5 个", "最高的等次"), skills: ("第 2 等，已获更高等次的不参加",), technical: ("中选 2 个", "得分=100%投票"),
         office: ("中选 1 个", "得分=100%投票"), doctor: ("推荐的人中选 10 人", "每科室至多 2 个"), nurse: ("推荐的人中选 10 人", "每科室至多 2 个"),
         devoted: ("推荐的人中选 5 人",)},
        Refusal({"评分构成": [(income, "效益", "100%", "纯收入"), *parts[1:]], "评选条件": [(devoted, 1, "全年出勤率 100%", HARD, "出勤率", 100, None)]},
                (("unknown-choice", cell("评分构成", "D", 1)), ("unknown-choice", cell("评选条件", "E", 1))),
                ("评委打分、监督检查、满意度测评", "请从这些里选：方案完成系列数")),
    )


def service_of_a_hospital() -> RuleSet:
    """A hospital's awards for service (undated): everybody, and every department, from 90 points on, without complaint; no number is set."""
    person, department = "服务标兵", "优秀科室"
    awards = [award(person, "个人", "100%", "按员工人数比例"), award(department, "科室", "100%", "按单位数比例")]
    conditions = [at_least(person, 90), no_incident(person, 2), at_least(department, 90), no_incident(department, 2)]
    return RuleSet(
        {"班组划分": units(门诊=2, 住院=2), "奖项": awards, "评分构成": [(person, "月度考核", "100%", REVIEW), (department, "月度考核", "100%", REVIEW)],
         "评选条件": conditions,
         "试算": [tried("90 分", person, status, 姓名或岗位=name, 评委打分=points, 员工人数=staff, **more) for name, points, staff, status, more in
                (("孙七", 90, 3, "获奖", {}), ("吴八", "89.99", None, "不符合条件", {}), ("郑九", 99, None, "一票否决", {"事故投诉": "属实"}))]},
        {person: ("每个科室按员工人数的 100% 选", "要满足 1 条硬性条件", "一票否决"), department: ("2 个科室中选 100%", "得分=100%评委打分")},
        Refusal({"评选条件": [at_least(person, "90分以上"), at_least(department, 90, 1, "每个人的考核")]},
                (("not-a-number", cell("评选条件", "F", 1)), ("unknown-choice", cell("评选条件", "E", 2))),
                ("请填数字", "请从这些里选")),
        (*(f"“{name}”的硬性条件：第 1 条 综合得分不少于 90 分" for name in (person, department)), "按比例的名额有小数的四舍五入"),
    )


def trading_firm() -> RuleSet:
    """A consumer goods firm's employees of the year (undated): at most 26 over all by a ballot of everybody, not within half a year of
    employment, after a punishment or below 90 points of the department's own assessment.

    How many a department may put up by its size is the departments' own affair: the program sets no number of nominations.
    """
    name = "优秀员工"
    awards = [award(name, "个人", 26, scope="全部")]
    excluded = [(name, "市场部", None, "孙七", "转正不满半年", None), (name, "市场部", None, "吴八", "部门评估不足 90 分", None)]
    return RuleSet(
        {"班组划分": units(市场部=1, 财务部=1), "奖项": awards, "评分构成": [(name, "全员投票", "100%", VOTES)], "评选条件": [], "资格排除": excluded,
         "试算": [tried("得票多的", name, status, 姓名或岗位=who, 投票=votes, 名额=1, 期望综合得分=points) for who, votes, status, points in
                (("郑九", "120/160", "获奖", "75.00"), ("冯十", "119/160", "未获奖", "74.38"))]},
        {name: ("推荐的人中选 26 人", "得分=100%投票", "荣誉奖项，没有奖金")},
        Refusal({"奖项": [award(name, "个人", "26人以内", scope="全部")], "评分构成": [(name, "全员投票", "100%", VOTES, "全体员工")],
                 "评选条件": [at_least(name, 90, 1, "部门评估")]},
                (("rule-quota", cell("奖项", "D", 1)), ("rule-range-source", cell("评分构成", "E", 1)), ("unknown-choice", cell("评选条件", "E", 1))),
                ("固定名额请填整数", "请把“范围”留空", "请从这些里选")),
    )


def star_of_service() -> RuleSet:
    """A model of firms' rules for stars of service (2025): one over all by 40 % customers, 30 % superiors, 20 % colleagues, 10 % contributions.

    What customers and colleagues say is of the person there; the survey asks of teams, and the sentence says so.
    """
    name = "年度服务之星"
    parts = [(name, "顾客评价", "40%", SURVEY, "顾客"), (name, "上级评价", "30%", REVIEW, "上级"), (name, "同事评价", "20%", SURVEY, "同事"),
             (name, "个人贡献", "10%", REVIEW, "考核组")]
    return RuleSet(
        {"班组划分": units(前台=1, 客房=1), "奖项": [award(name, "个人", 1, prize=1000, scope="全部")], "评分构成": parts, "评选条件": [],
         "测评身份": [("顾客",), ("同事",)], "评委名单": [("褚一", None, "上级", name), ("卫二", None, "考核组", name)],
         "试算": [tried("四部分", name, "获奖", 班组="甲组", 姓名或岗位="孙七", 评委打分="上级评价=90；个人贡献=50", 满意度测评="顾客评价=90；同事评价=80",
                      期望综合得分="84.00", 期望奖金=1000),
                tried("四部分", name, "未获奖", 班组="乙组", 姓名或岗位="吴八", 评委打分="上级评价=80；个人贡献=100", 满意度测评="顾客评价=80；同事评价=80",
                      期望综合得分="82.00")]},
        {name: ("推荐的人中选 1 人", "40%满意度测评（顾客）",
                "监督检查、满意度测评取所在班组的得分", "30%评委打分（上级）", "20%满意度测评（同事）", "10%评委打分（考核组）", "奖金 1000 元/人")},
        Refusal({"评分构成": [*parts[:3], (name, "个人贡献", "10%", POINTS, None, 10)], "评委名单": [("褚一", None, "上级", name)]},
                (("rule-adjustment-weight", cell("评分构成", "C", 4)), ("rule-weights", cell("评分构成", "C", 1))),
                ("请清空这一格，在“上限”里写至多加减多少分", "请调整权重")),
    )


def association() -> RuleSet:
    """An association of universities' support services (2021): a fifth of the members as units, persons up to three tenths of the number of
    members.
    """
    unit, person = "先进单位", "先进个人"
    parts = [(unit, "评审", "100%", REVIEW), (person, "评审", "100%", REVIEW)]
    members = {f"{name}校": 1 for name in "甲乙丙丁戊己庚辛壬癸"}
    return RuleSet(
        {"班组划分": units(**members), "奖项": [award(unit, "科室", "20%", "按单位数比例"), award(person, "个人", 3, scope="全部", note="会员单位数的 30%")],
         "评分构成": parts, "评选条件": [],
         "试算": [tried("五取一", unit, "获奖" if points == 99 else "未获奖", f"{name}校", 评委打分=points) for name, points in
                zip("甲乙丙丁戊", (90, 91, 99, 92, 93), strict=True)]},
        {unit: ("10 个科室中选 20%",), person: ("推荐的人中选 3 人",)},
        Refusal({"奖项": [award(unit, "科室", "20%", "按单位数比例"), award(person, "个人", "30%", "按单位数比例", scope="全部")]},
                (("rule-quota-kind", cell("奖项", "C", 2)),), ("请改为“固定”、“按员工人数比例”、“分科室”",)),
        ("按比例的名额有小数的四舍五入",),
    )


def university_group() -> RuleSet:
    """A university's logistics group, its ten stars (2009): ten of twenty by the dormitories' ballot, a ballot on the net and a jury.

    Their weights were not said; here half is the jury's.
    """
    name = "服务之星"
    return RuleSet(
        {"班组划分": units(宿管部=2, 餐饮部=2), "奖项": [award(name, "个人", 10, scope="全部")],
         "评分构成": [(name, "投票", "50%", VOTES), (name, "评委会", "50%", REVIEW)], "评选条件": [],
         "试算": [tried("同分看投票", name, "获奖", 姓名或岗位="孙七", 投票="90/100", 评委打分=80, 名额=1, 期望名次=1),
                tried("同分看投票", name, "未获奖", 姓名或岗位="吴八", 投票="80/100", 评委打分=90, 期望名次=2, 期望综合得分="85.00"),
                tried("全相同", name, "并列待定", 姓名或岗位="郑九", 投票="90/100", 评委打分=80, 名额=1),
                tried("全相同", name, "并列待定", 姓名或岗位="冯十", 投票="90/100", 评委打分=80)]},
        {name: ("推荐的人中选 10 人", "得分=50%投票+50%评委打分", "同分依次比 投票 > 评委会")},
        Refusal({"评分构成": [(name, "寝室投票", "25%", VOTES), (name, "网上投票", "25%", VOTES), (name, "评委会", "50%", REVIEW)]},
                (("rule-source-twice", cell("评分构成", "D", 2)),), ("请把权重合在一起，只用一次",)),
    )


def trade_union() -> RuleSet:
    """A city's trade union, its medals (2006): 260 persons, 60 units; among the persons at least 45 % of the front line and 20 % of science and
    education, at most 10 % heads of firms.
    """
    medal, unit = "劳动奖章", "劳动奖状"
    wanted = "一线≥45%；科教≥20%；负责人≤10%"
    parts = [(medal, "评审", "100%", REVIEW), (unit, "评审", "100%", REVIEW)]
    return RuleSet(
        {"班组划分": units(东区=1, 西区=1), "奖项": [award(medal, "个人", 260, scope="全部", shares=wanted), award(unit, "科室", 60)],
         "评分构成": parts, "评选条件": [], "资格排除": [(medal, "东区", None, "孙七", "局级以上领导干部不参评", None)],
         "试算": [tried("得分高的", medal, "获奖", 姓名或岗位="吴八", 评委打分=80, 名额=1),
                tried("得分高的", medal, "未获奖", "乙部", 姓名或岗位="郑九", 评委打分=79)]},
        {medal: ("推荐的人中选 260 人", "获奖者的类别比例只核对，不影响获奖"), unit: ("2 个科室中选 60 个",)},
        Refusal({"奖项": [award(medal, "个人", 260, scope="全部", shares="一线>45%；科教≥20%；负责人≤10%"), award(unit, "科室", 60)]},
                (("rule-category-share", cell("奖项", "M", 1)),), ("请写成 一线≥50% 这样",)),
        ("“劳动奖章”每个科室的获奖者里，一线不少于 45%，科教不少于 20%，负责人不超过 10%；只核对，不影响获奖",),
    )


RULE_SETS: dict[str, Callable[[], RuleSet]] = {
    made.__name__: made for made in (safety_of_a_plant, builder, mine, county_hospital, service_of_a_hospital, trading_firm, star_of_service,
                                     association, university_group, trade_union)
}
