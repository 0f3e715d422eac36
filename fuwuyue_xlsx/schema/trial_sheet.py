"""The sheet 试算 of 评选规则.xlsx: a row an invented candidate, rows of one name a small competition."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import PersonName, Text
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.number_kinds import Number
from fuwuyue_xlsx.schema.office_books import FINDINGS

TRIALS = "试算"
# the statuses with a rank, and those without; nobody expects 未推荐 of a candidate whom he writes down to be tried
WON = "获奖"
RANKED_WORDS = (WON, "未获奖", "并列待定", "待查")
OUT_WORDS = ("缺评分", "不符合条件", "一票否决", "已获更高奖项")
UNSCORED_WORD = "缺评分"
# the most incidents of a candidate, and answers or counted entries in a cell
MOST_INCIDENTS, MOST_TIMES = 99, 9_999
_TEXT = Text()


def _whole(least: int, most: int | None, *units: str, sample: str) -> Number:
    return Number(Decimal(least), None if most is None else Decimal(most), whole=True, units=units, sample=sample)


_FIGURE_HELP = {
    Source.REVIEW: "0 到 100 的得分；几位评委的用、隔开，例如 80.25、80.26。有几个分项的写 分项=得分，用；隔开",
    Source.INSPECTION: "0 到 100 的得分；几次检查的用、隔开。科室的得分由它的班组算出：这一组里写了班组的，科室的留空",
    Source.SURVEY: "0 到 100 的得分，或各个回答的等级，用、隔开，几个相同的写 等级×个数。有几个分项的写 分项=得分，用；隔开",
    Source.VOTES: "得票的百分数，或 得票/有效票数，例如 12/40",
    Source.ADJUSTMENT: "加的分，扣的分前面写减号；几件事的用、隔开，例如 2、-1",
}

TRIAL_SHEET = Sheet(
    TRIALS, optional=True, ready=60,
    heading="试算（可以不填；编几个候选，写明该是什么结果，fuwuyue rules 用真正的规则算一遍，哪里不同、为什么，逐个说明）",
    columns=(
        Field("试算名称", _TEXT, True, width=24, help="名称相同的几行是一组，当作一次小的评选一起算"),
        Field("奖项", _TEXT, True, width=16, chosen_from=("奖项", "奖项"), help="“奖项”里启用的一个；一组里可以有几个奖项"),
        Field("科室", _TEXT, True, width=14, help="可以编一个，例如 甲科；各组的候选互不相干"),
        Field("班组", _TEXT, width=16, must_stand=True, help="班组奖项必填；个人、岗位写所在班组，班组外的不填；科室奖项不填"),
        Field("姓名或岗位", PersonName(), width=14, must_stand=True, help="个人、岗位奖项必填，别的不填"),
        Field("名额", _whole(0, None, "个", "名", "人", sample="2"), width=8,
              help="这一组里这个奖项有几个名额（各科室分别算名额的，是每个科室几个）；不填就照规则，按比例的按这一组的人数、单位数算"),
        *(Field(source.value, _TEXT, width=16, must_stand=True, help=f"{_FIGURE_HELP.get(source, '得分')}。没有的不填") for source in Source),
        Field("核查", _TEXT, width=24, must_stand=True, help="写 核查项=数到几，几项之间用；隔开，例如 比赛工种数=1。没有写的核查项算刚好达到"),
        Field("推荐顺序", _whole(1, None, "号", sample="1"), width=9, help="按科室推荐顺序评的个人奖项填"),
        Field("员工人数", _whole(0, None, "人", "名", sample="15"), width=9, help="科室的员工人数；名额按员工人数算、又没有写名额的奖项填，每个科室写一行就行"),
        Field("事故投诉", Choice(FINDINGS), width=10, must_stand=True, help="有事故投诉写到这个候选的，填调查结论；没有的不填"),
        Field("件数", _whole(1, MOST_INCIDENTS, "件", sample="2"), width=7, must_stand=True, help="不填是 1 件"),
        Field("事故类型", _TEXT, width=18, must_stand=True, help="不填就是要否决的类型"),
        Field("发生日期", Day(sample="年-月-日"), width=12, must_stand=True, help="不填就在事故认定期间里"),
        Field("期望状态", Choice((*RANKED_WORDS, *OUT_WORDS)), True, width=12, help="这个候选该是什么结果"),
        Field("期望名次", _whole(1, None, "名", sample="1"), width=9, help="不填就不核对名次"),
        Field("期望综合得分", Number(None, units=("分",), sample="88.50"), width=12, help="按规则保留的小数位写；不填就不核对得分"),
        Field("期望奖金", _whole(0, None, "元", sample="500"), width=9, help="这个候选得多少元，没有获奖的是 0；不填就不核对奖金"),
        Field("说明", _TEXT, width=40, decides=False, help="为什么该是这样，给自己看的"),
    ),
)
