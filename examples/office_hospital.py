"""What the hospital's office keeps itself: the register of incidents, what was received when, and how the leaders decided a tie."""

from __future__ import annotations

from content import Row
from content_hospital import day, moment

INCIDENT_COLUMNS = ("编号", "发生日期", "科室", "班组", "责任人", "类型", "来源", "情况简述", "调查结论", "依据")
INCIDENTS_SAVED, KEEPER = moment(4, 27, 8, 30), "总务部办公室"
INCIDENTS: tuple[Row, ...] = (
    # before the campaign: no effect
    ("SG-01", day(2, 24), "膳食科", "病员配餐组", None, "服务投诉", "病区反映",
     "一份低盐餐送成普通餐，发现时还没有开始吃", "属实", "活动开始以前的事，科室已整改"),
    # true, within the period: vetoes the team, and counts as the first of its department, which takes two
    ("SG-02", day(3, 21), "环境科", "住院楼保洁组", None, "服务投诉", "意见箱",
     "夜里拖地声音大，患者连续两晚没有睡好", "属实", "值班护士记录；班组已改用软轮车"),
    # of a kind that vetoes nobody: found and reported by the team itself
    ("SG-03", day(3, 24), "设施科", "医用气体组", "濮阳辉", "主动上报的隐患",
     "班组自查", "巡检发现备用汇流排一处接头渗漏，当班换好并上报", "属实",
     "巡检记录和更换照片"),
    # true, and of one person: vetoes the person, and the team above
    ("SG-04", day(4, 2), "运送科", "夜间运送组", "解长风", "安全事故", "科室上报",
     "推平车下坡没有拉住护栏，患者手背擦伤", "属实", "监控录像；当班已向患者道歉并处置伤口"),
    # unfounded: no effect
    ("SG-05", day(4, 8), "环境科", "医疗废物收运组", None, "医疗废物管理差错", "感控科抽查",
     "反映一袋医疗废物没有贴标签", "不属实", "调看录像，标签脱落在箱内，已当面补贴"),
)
RECEIPT_COLUMNS = ("科室", "材料", "收到时间", "经手人")
RECEIPTS_SAVED = moment(4, 24, 9, 30)
RECEIPTS: tuple[Row, ...] = (
    # the department wrote down the moment at which it looked back; the office has the stamp of the afternoon
    ("洗涤科", "总结材料", moment(4, 24, 16, 40), "文静"),
)
# the tie over the last seat: what the leaders decided, by whom, when, why
DECISION_COLUMNS = ("候选", "裁定", "裁定人", "裁定日期", "理由")
DECISION_SAVED = moment(4, 29, 7, 0)
_SIGNED = ("宁致远", day(4, 29), "两个岗位同分；问询岗服务的人更多，轮椅借还处明年再评")
DECISIONS: tuple[Row, ...] = (("轮椅借还处", "不获奖", *_SIGNED), ("门诊问询岗", "获奖", *_SIGNED))
