"""What is wrong in each book of examples/2017-problems: one line a slip, named by the finding it provokes."""

from __future__ import annotations

import datetime as dt

from content import AGREED, COLUMNS, day, moment
from slips import (
    Slip,
    beside,
    cell_says,
    form_says,
    header_repeated,
    label_says,
    merged_down,
    note_says,
    row_added,
    row_empty,
    row_hidden,
    sheet_gone,
    sheet_of_ones_own,
    stamped,
    struck_through,
)

from fuwuyue_xlsx.schema.stamp import LAYOUT_VERSION

EXPORT_COLUMN = "1. 您对食堂的服务态度满意吗？"
_POST = "优质服务示范岗"
_POST_COLUMNS = ("推荐顺序", "岗位名称", "所在班组", "主要事迹", "科室意见")
_FEATURES, _RESULTS = "工作特色（50分）", "工作成绩（50分）"
_PEOPLE = "优秀个人推荐"

# not wrong: the award for posts is switched on, so that reviewers can name a post nobody recommended
_POSTS_ON = tuple(
    Slip(None, change) for change in (
        cell_says("奖项", _POST, "名额", 2),
        cell_says("奖项", _POST, "奖金(元)", 300),
        cell_says("奖项", _POST, "启用", "是"),
        cell_says("奖项", _POST, "说明", None),
        row_added("评分构成", ("奖项", "分项", "权重", "数据来源"), (_POST, "工作特色和工作成绩", "60%", "评委打分")),
        row_added("评分构成", ("奖项", "分项", "权重", "数据来源"), (_POST, "满意度测评", "40%", "满意度测评")),
        row_added("评审要点", ("奖项", "序号", "要点", "满分"), (_POST, 1, "工作特色", 50)),
        row_added("评审要点", ("奖项", "序号", "要点", "满分"), (_POST, 2, "工作成绩", 50)),
        row_added("评选条件", ("奖项", "序号", "条件", "类型", "核查项"), (_POST, 1, "没有属实的事故投诉", "一票否决", "事故投诉")),
    )
)
RULE_SLIPS = (
    *_POSTS_ON,
    # not wrong: one column of an online survey is mapped, so that its export is read
    Slip(None, row_added("问卷对照", ("列标题", "科室", "题目"), (EXPORT_COLUMN, "饮食服务科", "服务态度"))),
    # not wrong: what the clinic's people call their nurses
    Slip(None, row_added("简称", ("名称", "又称"), ("护士组", "护士班"))),
    Slip("inspector-not-listed", row_added("检查组", ("检查人",), ("梁静",))),
    # 附1 二(三)5: the veto of 优秀个人 becomes one more condition for the department's opinion
    Slip("rule-award-without-veto", cell_says("评选条件", "附1 二(三)5", "类型", "参考")),
    Slip(None, cell_says("评选条件", "附1 二(三)5", "核查项", "科室意见")),
    Slip("few-reviewers", cell_says("口径设置", "评委打分汇总", "取值", "去最高最低后平均")),
    Slip("rule-policy-missing", row_empty("口径设置", "得分小数位", ("口径", "取值", "可选值", "说明"))),
    # the trial of equal candidates is as in 2017; that of ties expects another winner, that of a complaint has an order for teams
    Slip("trial-differs", cell_says("试算", "与三组同分，满意度测评高，排在前面", "期望状态", "未获奖")),
    Slip("trial-cell", cell_says("试算", "投诉没有写到它", "推荐顺序", 1)),
)

CANTEEN_SLIPS = (
    Slip("handed-in-before", form_says("科室信息", "方案报送日期", day(1, 24))),
    Slip("digits-lost", form_says("科室信息", "联系电话", 139077312345891234)),
    Slip("logical-value", form_says("科室信息", "班组外员工人数", True)),
    Slip("not-a-moment", form_says("科室信息", "材料报送时间", "月底")),
    Slip("not-a-whole-number", cell_says("班组信息", "食堂管理组", "员工人数", "七")),
    Slip("required-empty", cell_says("班组信息", "北校区食堂白案组", "班组长", None)),
    Slip("error-value", cell_says("班组信息", "南校区食堂白案组", "员工人数", "#DIV/0!")),
    Slip("headcount-missing", row_empty("班组信息", "北校区食堂清洁组", COLUMNS["班组信息"][1:])),
    Slip("merged-value", merged_down("活动方案与总结", "开展情况", 2)),
    Slip("not-a-date", cell_says("技能比赛", "白案", "日期", "上周三")),
    Slip("number-as-date", cell_says("技能比赛", "餐具洗消", "日期", 12.9, number_format="General")),
    Slip("column-missing", label_says("技能比赛", "参赛人数", "人数")),
    Slip("unknown-choice", cell_says("技能培训", "窗口服务礼仪", "培训形式", "讲座")),
    Slip("date-outside", cell_says("特色服务", "小份半价菜", "日期", day(10, 12))),
    Slip("example-left", cell_says("合理化建议", "潘玉莲", "建议人", "示例：潘玉莲")),
    Slip("formula-unvalued", cell_says("技能培训", "老面发酵手艺", "参训人次", "=18+7")),
    Slip("picture-value", cell_says("优秀班组推荐", "南校区食堂清洁组", "主要事迹", '=DISPIMG("ID_7C1F",1)')),
    Slip("day-near-midnight", cell_says("技能培训", "窗口服务礼仪", "日期", dt.datetime(2017, 12, 4, 23, 59, 17))),
    Slip("day-by-zone", cell_says("技能培训", "老面发酵手艺", "日期", "2017-12-05T16:00:00Z")),
    Slip("content-unused", beside("优秀班组推荐", [("请领导先看第二个",)])),
    Slip("struck-through", struck_through("特色服务", "小份半价菜", "项目名称")),
    Slip("note-unused", note_says("技能培训", "窗口服务礼仪", "参训人次", "第二天还有 6 人补训")),
    Slip("nominee-unclear", row_added(_PEOPLE, COLUMNS[_PEOPLE],
                                      (11, "赵永福（厨师长）", "厨师", "北校区食堂红案组", "带出两名徒弟，菜品评比两次第一。", AGREED))),
    Slip("nominee-twice", row_added(_PEOPLE, COLUMNS[_PEOPLE], (10, "赵永福", "厨师", "北校区食堂红案组", "见第一行。", AGREED))),
)

REPAIR_SLIPS = (
    Slip("post-without-holders", row_added(f"{_POST}推荐", _POST_COLUMNS,
                       (1, "报修接待岗", "电工组", "一部电话、一个微信号，四百多单报修没有漏接一单，办完逐个回访。", AGREED))),
    Slip("department-differs", stamped("department", "2017", "卫生所")),
    Slip("headcount-doubtful", form_says("科室信息", "班组外员工人数", 4000)),
    Slip("plan-late", form_says("科室信息", "方案报送日期", day(11, 27))),
    Slip("moment-without-time", form_says("科室信息", "材料报送时间", "2017-12-29")),
    Slip("label-missing", label_says("科室信息", "填报人", "制表")),
    Slip("zone-told", cell_says("技能培训", "停电应急处置", "日期", "2017-12-06T15:00:00+08:00")),
    Slip("hidden-content", row_hidden("合理化建议", "宋伟")),
    Slip("teams-unclear", cell_says("技能培训", "停电应急处置", "参与班组", "电工组、泥工组")),
    Slip("unknown-name", cell_says("合理化建议", "宋伟", "班组", "电工")),
    Slip("column-twice", header_repeated("合理化建议", "是否采纳")),
    Slip("sheet-missing", sheet_gone("宣传报道")),
    Slip("sheet-unused", sheet_of_ones_own("照片清单", [("照片", "拍摄人"), ("抢修.jpg", "宋伟")])),
    Slip("sheet-title-near", sheet_of_ones_own("技能比赛2", [("谁", "得了什么"), ("宋伟", "第二名")])),
    Slip("content-unused-more", beside("特色服务", [[f"签到{row * 4 + column}" for column in range(1, 5)] for row in range(8)])),
)

CLINIC_SLIPS = (
    Slip("material-late", form_says("科室信息", "材料报送时间", moment(12, 31, 9, 0))),
    Slip("example-unmarked", row_added("合理化建议", COLUMNS["合理化建议"], ("医生组", "王某", day(12, 1), "楼道灯改为声控", "是"))),
    Slip("short-name-read", cell_says("合理化建议", "冯雅琴", "班组", "护士班")),
    Slip("row-twice", row_added("班组信息", COLUMNS["班组信息"], ("医生组", "谢明远", 9, None))),
    Slip("over-nominated", row_added(_PEOPLE, COLUMNS[_PEOPLE],
                                     (3, "林秋霞", "主管护师", "护士组", "带教两名新护士，急救箱改成三色包的主意是她提的。", AGREED))),
)
# the version of the day before: file-superseded, and a cell that differs
FIRST_DRAFT = (Slip("superseded-difference", cell_says("班组信息", "护士组", "员工人数", 10)),)
UNCLEAR_DEPARTMENT = (Slip("department-unclear", form_says("科室信息", "科室", "维修科")),)

REVIEW_SLIPS = (
    Slip("review-half-filled", cell_says("优秀班组", "电工组", _RESULTS, None)),
    Slip("number-out-of-range", cell_says("优秀班组", "护士组", _FEATURES, 55)),
    Slip("fraction-as-score", cell_says("优秀班组", "医生组", _FEATURES, 0.85)),
    Slip("not-a-number", cell_says("优秀班组", "水工组、仓管", _RESULTS, "良好")),
    Slip("review-row-twice", row_added("优秀班组", ("科室", "班组", _FEATURES, _RESULTS), ("饮食服务科", "南校区食堂红案组", 44, 45))),
)
SECOND_REVIEW = (
    Slip(None, form_says("评委信息", "评委", "覃丽萍")),
    Slip(None, form_says("评委信息", "所属科室", "维修管理科")),
    Slip(None, cell_says("优秀班组", "电工组", _FEATURES, 46)),
    Slip(None, cell_says("优秀班组", "电工组", _RESULTS, 47)),
    Slip("review-candidate-unknown", row_added(_POST, ("科室", "班组", "岗位名称", _FEATURES, _RESULTS),
                                               ("维修管理科", "电工组", "报修窗口岗", 45, 44))),
)
FIRST_REVIEW_DRAFT = (
    Slip("reviewer-superseded", form_says("评委信息", "评委", "覃丽萍")),
    Slip("superseded-difference", cell_says("优秀班组", "电工组", _FEATURES, 44)),
    Slip("reviewer-in-two-books", form_says("评委信息", "所属科室", "卫生所")),
)
SAME_REVIEWER = (Slip("reviewer-unclear", form_says("评委信息", "评委", "覃丽萍（工会）")),)
NAMELESS_REVIEW = (Slip("reviewer-unknown", form_says("评委信息", "评委", None)),)

VISIT_SLIPS = (
    Slip("visit-outside", form_says("维修管理科", "检查日期", day(10, 30))),
    Slip("maximum-differs", cell_says("维修管理科", "水电计量与统计", "满分", 20)),
    Slip("number-out-of-range", cell_says("饮食服务科", "服务行为规范", "食堂管理组", 11)),
)
VISIT_CORRECTION = (
    Slip("visit-superseded", cell_says("卫生所", "传染病防控", "医生组", 9.5)),
    Slip("newer-difference", cell_says("卫生所", "传染病防控", "护士组", 9)),
    Slip("points-lost", cell_says("卫生所", "健康教育与体检", "医生组", None)),
    Slip(None, form_says("维修管理科", "检查日期", day(11, 30))),
    Slip(None, form_says("维修管理科", "检查人", "周海涛")),
    Slip("file-partly-replaced", cell_says("维修管理科", "水电计量与统计", "电工组", 9)),
)

SURVEY_SLIPS = (
    Slip("survey-row-invalid", row_added("测评结果", ("身份", "科室", "服务态度"), ("学生", "后勤科", "满意"))),
    Slip("survey-name-near", row_added("测评结果", ("身份", "科室", "服务态度"), ("学生", "卫生科", "满意"))),
    Slip("survey-answers-unread", row_added("测评结果", ("身份", "科室", "服务态度", "服务质量"), ("学生", "卫生所", "比较满意", "满意"))),
)
SECOND_SHEET = (
    Slip("sheet-looks-ours", sheet_of_ones_own("12月事故投诉", [
        ("编号", "发生日期", "科室", "班组", "责任人", "类型", "来源", "情况简述", "调查结论", "依据"),
        ("SG-21", "2017-12-20", "卫生所", None, None, "服务质量事故投诉", "来访", "反映开窗晚了五分钟", "不属实", None),
    ])),
)
OTHER_VERSION = (Slip("file-other-version", stamped("incidents", "2017", version=LAYOUT_VERSION + 1)),)
OTHER_YEAR = (Slip("file-other-year", stamped("incidents", "2016")),)

_TIE = ("奖项", "科室", "候选", "综合得分", "空余名额", "裁定", "裁定人", "裁定日期")
_DISQUALIFIED = ("科室", "班组", "姓名或岗位", "理由", "裁定人", "裁定日期")
_CONFIRMED = ("提示代号", "处理", "裁定人", "裁定日期")
_RULER, _RULED_ON = "农国栋", day(12, 31)
RULING_SLIPS = (
    Slip("ruling-unsigned", row_added("并列", _TIE, ("优秀班组", "卫生所", "医生组", 88.5, 1, "获奖", None, _RULED_ON))),
    Slip("ruling-candidate-unknown", row_added("并列", _TIE, ("优秀班组", "维修管理科", "电工", 88.5, 1, "不获奖", _RULER, _RULED_ON))),
    # not wrong: somebody gives the award back
    Slip(None, row_added("取消资格", _DISQUALIFIED, ("卫生所", "护士组", None, "公示期间本组申请退出", _RULER, _RULED_ON))),
    # not wrong: a warning that was looked into
    Slip(None, row_added("提示确认", _CONFIRMED, ("few-answers", "已核实，按现值", _RULER, _RULED_ON))),
    Slip("confirmed-code-unknown", row_added("提示确认", _CONFIRMED, ("few-answer", "已核实，按现值", _RULER, _RULED_ON))),
)

_RECEIPT = ("科室", "材料", "收到时间", "经手人")
RECEIPT_SLIPS = (
    Slip("received-later", row_added("收文登记", _RECEIPT, ("维修管理科", "总结材料", moment(12, 30, 10, 0), "农国栋"))),
    Slip("received-again", row_added("收文登记", _RECEIPT, ("维修管理科", "总结材料", moment(12, 30, 15, 0), "农国栋"))),
    Slip("received-without-book", row_added("收文登记", _RECEIPT, ("物业管理科", "活动方案", moment(11, 24, 9, 0), "农国栋"))),
)
