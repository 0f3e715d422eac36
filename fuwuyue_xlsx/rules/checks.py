"""The checks (核查项) that a condition can name: the levels they serve and what they count (附1 二)."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.rules.model import Level, Source

_ALL = (Level.DEPARTMENT, Level.TEAM, Level.PERSON, Level.POST)


@dataclass(frozen=True)
class Check:
    """A check: its name, its levels, whether it needs a threshold, and its evidence in words with its unit."""

    name: str
    levels: tuple[Level, ...]
    words: str
    unit: str = ""
    threshold: bool = True
    source: Source | None = None


PLANNED_SERIES = "方案完成系列数"
TRADES = "比赛工种数"
TRAINING_FORMS = "培训形式数"
SERVICES = "特色服务数"
PUBLICITY_FORMS = "宣传形式数"
SUGGESTIONS = "合理化建议数"
CONTRIBUTIONS = "比赛培训次数"
INCIDENTS = "事故投诉"
SATISFACTION = "满意度"
INSPECTION = "监督检查"
OPINION = "科室意见"

CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        Check(PLANNED_SERIES, (Level.DEPARTMENT,), "有计划且已完成的活动系列", "个"),
        Check(TRADES, (Level.DEPARTMENT,), "技能比赛的不同工种", "个"),
        Check(TRAINING_FORMS, (Level.DEPARTMENT,), "技能培训的不同形式", "种"),
        Check(SERVICES, (Level.DEPARTMENT,), "特色服务", "项"),
        Check(PUBLICITY_FORMS, (Level.DEPARTMENT,), "宣传的不同形式", "种"),
        Check(SUGGESTIONS, (Level.TEAM,), "本班组的合理化建议", "条"),
        Check(CONTRIBUTIONS, (Level.TEAM,), "本班组参与的比赛和培训", "次"),
        Check(INCIDENTS, _ALL, "事故投诉登记表", threshold=False),
        Check(SATISFACTION, _ALL, "满意度测评", "分", source=Source.SURVEY),
        Check(INSPECTION, _ALL, "监督检查", "分", source=Source.INSPECTION),
        Check(OPINION, _ALL, "科室意见", threshold=False),
    )
}
