"""The policies (口径): readings of the rules that the notice leaves open, each with a default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.basics.cell_values import Raw, shown
from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.policy_values import (
    ROUNDING,
    YES_OR_NO,
    OneOf,
    Unusable,
    one_of,
    parse_grades,
    parse_least,
    parse_order,
    parse_period,
    parse_share,
    whole,
)

MEAN, TRIMMED_MEAN = "平均", "去最高最低后平均"
TRIMMED_FROM = 5
NO_RANK, FROM_DEPARTMENT = "不予排名", "沿用科室"
REMIND, DISQUALIFY = "提醒", "取消资格"
COUNT_IN, LEAVE_OUT = "计入", "不计"
MUST_SCORE, MAY_SKIP = "列为未了", "允许"
OPEN_MATTER, TELL_ONLY = "列为未了", "只提示"
LARGE_IS_BEST, SMALL_IS_BEST = "大数最满意", "小数最满意"
# how 事故认定期间 says the days of the campaign itself, whatever they are
WHOLE_CAMPAIGN = "宣传开始 至 材料截止"
# what a late plan fails, where no rules say which conditions these are
LATE_PLAN = "核查方案完成系列数的条件"


@dataclass(frozen=True)
class Policies:
    """The readings of the rules that the notice leaves open (口径), each with its value.

    What each of them means, and how 口径设置 writes it, stands in `POLICIES`. More has to be said of:

    tie_order        names of components, the one that is compared first in front
    veto_first       the first day of 事故认定期间; it and `veto_last` are included
    decimals         places behind the point to which every number that is shown is rounded, 0 … 4
    grades           (name, points) of each grade of the survey, the best first, 0 … 100 points
    quickest_answer  seconds; an online answer given in less is doubted, 0: none is
    most_invalid     percent, 0 … 100; with a larger share of answer sheets that cannot be read in full the survey is open
    """

    quota_rounding: str
    quota_minimum: int
    review_mean: str
    recusal: bool
    missing: str
    tie_order: tuple[str, ...]
    veto_first: dt.date
    veto_last: dt.date
    lateness: str
    decimals: int
    grades: tuple[tuple[str, Decimal], ...]
    fewest_answers: int
    doubtful: str
    quickest_answer: int
    numbered: str
    skipping: str
    doubts: str
    most_invalid: Decimal

    @property
    def doubts_open(self) -> bool:
        """Whether a finding that could change who wins keeps the result preliminary until it is confirmed."""
        return self.doubts == OPEN_MATTER

    def grade_of(self, answer: str) -> str:
        """The grade an answer names: by its word, or by its number among n grades (大数最满意: n is the best)."""
        if not answer.isdecimal() or answer in dict(self.grades):
            return answer
        best_first = int(answer) - 1 if self.numbered == SMALL_IS_BEST else len(self.grades) - int(answer)
        return self.grades[best_first][0]

    def in_veto_period(self, day: dt.date | None) -> bool:
        """Whether an incident of this day may veto (附1 二: 活动期间), first and last day included; one without a day may, too."""
        return day is None or self.veto_first <= day <= self.veto_last


@dataclass(frozen=True)
class Policy:
    """A policy (口径): one reading of the rules that the notice leaves open.

    name         as 口径设置 lists it
    field        the attribute of `Policies` that has its value; 事故认定期间 has two, `veto_first` and `veto_last`
    default      the value in force when the rules do not list the policy, as it is written there
    options      the values that may be chosen, in words
    explanation  what a notice says, or does not say, where the rules do not quote it (`OwnWords.explanations`)
    parse        raw cell value → the value in `Policies`; use `read`, which says why a value cannot be used
    optional     a rules workbook may leave the policy out without a warning: rules of earlier years read as ever
    also         other words that are understood, as the cell's own hint lists them; empty: there are none
    """

    name: str
    field: str
    default: str
    options: str
    explanation: str
    parse: Callable[[Raw], Any]
    optional: bool = False
    also: str = ""

    @property
    def hint(self) -> str:
        """What may be written, as the rules workbook says it beside the cell: the options, and other words for them."""
        return f"{self.options}；也可写 {self.also}" if self.also else self.options

    @property
    def choices(self) -> dict[str, Any]:
        """Word → value of every value that may be chosen; empty where a number, a period or an order is asked for."""
        return self.parse.values if isinstance(self.parse, OneOf) else {}

    @property
    def fields(self) -> tuple[str, ...]:
        """The attributes of `Policies` that have its value: one, of 事故认定期间 the first and the last day."""
        return ("veto_first", "veto_last") if self.field == "veto_period" else (self.field,)

    def read(self, raw: Raw) -> Any | Finding:
        """The value that a cell gives the policy; where it cannot be used a finding without a place, which says why."""
        try:
            return self.parse(raw)
        except Unusable as why:
            return finding("rule-policy-value", policy=self.name, value=shown(raw), why=str(why), options=self.hint)


POLICIES: tuple[Policy, ...] = (
    Policy("个人名额取整", "quota_rounding", "四舍五入", "四舍五入、进一、舍去",
           "通知没有说按比例算出的名额有小数时怎么取整", ROUNDING, also="只入不舍、有余即进（进一），只舍不入（舍去）"),
    Policy("个人名额每科室至少", "quota_minimum", "0", "不小于 0 的整数",
           "人数少的科室取整后可能没有名额，通知没有说是否保底", parse_least, also="不足1人按1人计（就是 1）"),
    Policy("评委打分汇总", "review_mean", "平均", "平均、去最高最低后平均（满 5 位评委起，不足 5 位仍平均并提示）",
           "通知没有说几位评委的打分怎样合成一个分", one_of(MEAN, TRIMMED_MEAN)),
    Policy("评委回避本科室", "recusal", "否", "是、否",
           "通知没有说评委给自己科室打的分是否计入；选“是”则不计", YES_OR_NO),
    Policy("缺项处理", "missing", "不予排名", "不予排名、沿用科室（班组沿用本科室的该项得分，并注明）",
           "通知没有说缺少某一项评分的候选怎么办", one_of(NO_RANK, FROM_DEPARTMENT)),
    Policy("同分顺序", "tie_order", "满意度测评 > 监督检查 > 工作特色和工作成绩", "各分项的任意先后，用 > 隔开",
           "通知没有说综合得分相同时谁在前", parse_order),
    Policy("事故认定期间", "veto_period", "2017-11-20 至 2017-12-30", "任意期间，写成“起始日 至 截止日”",
           "通知没有写明从哪天到哪天的事故投诉算数", parse_period, also=f"{WHOLE_CAMPAIGN}（就是活动信息里的这两天）"),
    Policy("逾期报送", "lateness", "提醒", "提醒、取消资格（方案逾期则" + LATE_PLAN + "不满足；材料逾期则全科室不符合条件）",
           "通知规定了截止时间，没有说逾期的后果", one_of(REMIND, DISQUALIFY)),
    Policy("得分小数位", "decimals", "2", "0 到 4 的整数", "通知没有说得分保留几位小数", whole(0, 4)),
    Policy("满意度等级分值", "grades", "很满意=100, 满意=80, 一般=60, 不满意=40, 很不满意=20",
           "每级 0 到 100，从高到低", "通知没有说各满意度等级折算多少分", parse_grades),
    Policy("最少有效问卷", "fewest_answers", "30", "不小于 0 的整数；少于它只提示，不影响评选",
           "通知没有说多少份问卷才有代表性", whole(0, None)),
    Policy("可疑答卷", "doubtful", COUNT_IN, "计入、不计（重复、过快、一律同分、成批雷同的答卷）",
           "通知没有说可疑的答卷怎么办；无论计不计都逐行列出", one_of(COUNT_IN, LEAVE_OUT), optional=True),
    Policy("最短答题秒数", "quickest_answer", "30", "不小于 0 的整数；网上问卷所用时间少于它算过快，0 表示不查",
           "通知没有说网上答卷多快算可疑", whole(0, None), optional=True),
    Policy("数字等级", "numbered", LARGE_IS_BEST, "大数最满意、小数最满意（网上问卷用 1、2、3…… 表示等级时）",
           "问卷平台导出的数字哪一头是最满意，要看问卷怎么设置", one_of(LARGE_IS_BEST, SMALL_IS_BEST), optional=True),
    Policy("评委漏评", "skipping", MUST_SCORE, "列为未了、允许（评委没有给每个候选都打分时；允许的，各候选的评委人数不一只作提示）",
           "通知没有说评委可不可以只给一部分候选打分；名单上的评委一份也没有交的，总是列为未了", one_of(MUST_SCORE, MAY_SKIP), optional=True),
    Policy("影响结果的提示", "doubts", OPEN_MATTER, "列为未了、只提示（都在结果总览列出；列为未了时改正或确认以后才可公示）",
           "通知没有说换一种读法获奖名单就会不同的提示，是否要先核实", one_of(OPEN_MATTER, TELL_ONLY), optional=True),
    Policy("无效问卷上限", "most_invalid", "10%", "0% 到 100% 的百分数；全部答卷里无效的、有回答认不出的超过它，测评列为未了",
           "通知没有说多少问卷无效时测评还能用", parse_share, optional=True),
)


def policy_text(policy: Policy, policies: Policies) -> str:
    """A policy's value as the rules workbook would write it."""
    if policy.field == "veto_period":
        if (policies.veto_first, policies.veto_last) == (dt.date.min, dt.date.max):
            return "不限期间"
        return f"{policies.veto_first} 至 {policies.veto_last}"
    value = getattr(policies, policy.field)
    if policy.field == "tie_order":
        return " > ".join(value)
    if policy.field == "most_invalid":
        return f"{plain(value)}%"
    if policy.field == "grades":
        return ", ".join(f"{name}={plain(points)}" for name, points in value)
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


@lru_cache(maxsize=64)
def tie_names(order: tuple[str, ...], components: tuple[str, ...]) -> tuple[str, ...]:
    """An award's components in the order of 同分顺序, each as the award writes it; components that it does not name are left out."""
    by_key = {key(name): name for name in components}
    return tuple(by_key[key(name)] for name in order if key(name) in by_key)
