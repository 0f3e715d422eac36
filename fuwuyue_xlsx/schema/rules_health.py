"""The health check of the rules workbook: what its first sheet watches while somebody edits, each line declared once.

A line names what is wrong, and nothing when all is well. Here the lines reckon over rows as they are typed, for the values that a new workbook
carries; `templates.health_formulas` says the same in formulas, and a test holds the two equal. The program itself checks far
more when it reads the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.model import YES, ConditionKind, Level, QuotaKind, Source
from fuwuyue_xlsx.rules.policies import WHOLE_CAMPAIGN
from fuwuyue_xlsx.schema.rules_workbook import CAMPAIGN_ITEMS, OWN_CHECKS, SHEETS
from fuwuyue_xlsx.schema.trial_sheet import TRIALS

RULES_GUIDE = "规则说明"
HEALTH_SECTION, HEALTH_COLUMNS = "随改随查（改了别的表，这里马上跟着变）", ("核对什么", "结果")
SENTENCES = "程序这样理解每个奖项（随改随变，请逐句核对；fuwuyue rules 说的是同样的话）"
WELL, LOOK, LATER = "没有问题", "请看：", "程序运行时核对"
UNTRIED, TRIED = "没有写（可以不写）", " 组，请运行 fuwuyue rules 逐组核对"
# so many awards the sheet can watch
MOST_AWARDS = 24
PERIOD = "事故认定期间"
OUTSIDE = f"“{PERIOD}”与活动的日期没有重叠，一票否决不会生效"


class TypedRules:
    """Rows of the rules workbook as they are typed, by sheet and column."""

    def __init__(self, values: dict[str, list[tuple[Any, ...]]]) -> None:
        self._rows = {sheet.title: [dict(zip((column.title for column in sheet.columns), row, strict=False)) for row in values.get(sheet.title, ())]
                      for sheet in SHEETS}

    def rows(self, sheet: str, **where: Any) -> list[dict[str, Any]]:
        """The rows of a sheet, or those in which some columns say this."""
        return [row for row in self._rows[sheet] if all(row.get(column) == value for column, value in where.items())]

    @property
    def enabled(self) -> list[dict[str, Any]]:
        """The awards that are on, of those that the sheet watches."""
        return [row for row in self._rows["奖项"][:MOST_AWARDS] if row.get("奖项") and row.get("启用") == YES]

    def item(self, name: str) -> Any:
        """The content of an item of 活动信息, or the value of a policy; None where it is not there."""
        values = [row["内容"] for row in self.rows("活动信息", 项目=name)] + [row["取值"] for row in self.rows("口径设置", 口径=name)]
        return next((value for value in values if value not in (None, "")), None)


@dataclass(frozen=True)
class HealthLine:
    """A line of the check.

    label  what is checked, in the words of the sheet
    wrong  what is wrong with rows as typed, each as a name or a number; empty: nothing
    tells  it is no check: what is found is only told
    """

    label: str
    wrong: Callable[[TypedRules], Sequence[str]]
    tells: bool = False

    def result(self, rules: TypedRules) -> str:
        """What stands beside the label."""
        wrong = self.wrong(rules)
        if self.tells:
            return "".join(wrong)
        return LOOK + "".join(f"“{name}”" for name in wrong) if wrong else WELL


def weight(typed: Any) -> float:
    """A weight as typed, in percent: 40%, 40, 0.4; 0 for what is none."""
    text = str(typed or "").strip()
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        return 0.0
    return number if text.endswith("%") or number > 1 else number * 100


def _awards_that(fails: Callable[[TypedRules, dict[str, Any]], bool]) -> Callable[[TypedRules], list[str]]:
    return lambda rules: [award["奖项"] for award in rules.enabled if fails(rules, award)]


def _parts(rules: TypedRules, award: dict[str, Any], **where: Any) -> list[dict[str, Any]]:
    return rules.rows("评分构成", 奖项=award["奖项"], **where)


def _missing_numbers(rules: TypedRules, award: dict[str, Any]) -> bool:
    seats = award.get("名额方式") != QuotaKind.LISTED and award.get("名额") in (None, "")
    return seats or award.get("奖金(元)") in (None, "")


def _weights_off(rules: TypedRules, award: dict[str, Any]) -> bool:
    parts = _parts(rules, award)
    return bool(parts) and abs(sum(weight(part["权重"]) for part in parts) - 100) > 1e-6


def _limits_off(rules: TypedRules, award: dict[str, Any]) -> bool:
    def off(part: dict[str, Any]) -> bool:
        limited, weighed = (part.get(column) not in (None, "") for column in ("上限", "权重"))
        return weighed or not limited if part.get("数据来源") == Source.ADJUSTMENT else limited

    return any(map(off, _parts(rules, award)))


def _unknown_awards(rules: TypedRules) -> list[str]:
    known = {row.get("奖项") for row in rules.rows("奖项")}
    rows = [row for sheet in ("评分构成", "评选条件", "评审要点") for row in rules.rows(sheet) if row.get("奖项") and row["奖项"] not in known]
    return [f"{len(rows)} 行"] if rows else []


def _without_checklist(rules: TypedRules) -> list[str]:
    known = {row.get("业务类型") for row in rules.rows("检查标准")}
    rows = [row for row in rules.rows("班组划分") if row.get("业务类型") and row["业务类型"] not in known]
    return [f"{len(rows)} 个班组"] if rows else []


def _unused_checks(rules: TypedRules) -> list[str]:
    used = {row.get("核查项") for row in rules.rows("评选条件")}
    rows = [row for row in rules.rows(OWN_CHECKS) if row.get("名称") and row["名称"] not in used]
    return [f"{len(rows)} 个"] if rows else []


def _twice(rules: TypedRules) -> list[str]:
    names = [(row.get("科室"), row.get("班组")) for row in rules.rows("班组划分") if row.get("班组")]
    names += [("", row.get("奖项")) for row in rules.rows("奖项") if row.get("奖项")]
    twice = sum(names.count(name) > 1 for name in names)
    return [f"{twice} 行"] if twice else []


def _period(rules: TypedRules) -> list[str]:
    typed, first, last = rules.item(PERIOD), rules.item("宣传开始"), rules.item("材料截止")
    if typed in (None, WHOLE_CAMPAIGN) or first is None or last is None:
        return []
    try:
        begins, ends = (dt.date.fromisoformat(part.strip()) for part in str(typed).split("至"))
        start, end = (dt.date.fromisoformat(str(value)[:10]) for value in (first, last))
    except ValueError:
        return [LATER]
    return [OUTSIDE] if ends < start or begins > end else []


def _trials(rules: TypedRules) -> list[str]:
    names = {str(row["试算名称"]).casefold() for row in rules.rows(TRIALS) if row.get("试算名称")}
    return [f"{len(names)}{TRIED}" if names else UNTRIED]


_REVIEWED = {"数据来源": Source.REVIEW}
HEALTH: dict[str, HealthLine] = {
    "items": HealthLine("活动信息的必填各项都有内容", lambda rules: [name for name in CAMPAIGN_ITEMS if rules.item(name) is None]),
    "numbers": HealthLine("启用的奖项都有名额和奖金（没有奖金的填“无”）", _awards_that(_missing_numbers)),
    "weights": HealthLine("每个奖项各分项的权重合计 100%", _awards_that(_weights_off)),
    "parts": HealthLine("科室、班组、岗位的奖项都有评分构成", _awards_that(
        lambda rules, award: award.get("级别") != Level.PERSON.label and not _parts(rules, award))),
    "limits": HealthLine("加减分写了上限、没有权重，别的分项没有上限", _awards_that(_limits_off)),
    "criteria": HealthLine("有评委打分的奖项都有评审要点", _awards_that(
        lambda rules, award: bool(_parts(rules, award, **_REVIEWED)) and not rules.rows("评审要点", 奖项=award["奖项"]))),
    "conditions": HealthLine("启用的奖项都有评选条件", _awards_that(lambda rules, award: not rules.rows("评选条件", 奖项=award["奖项"]))),
    "vetoes": HealthLine("启用的奖项都有一票否决（确实不要的不用管）", _awards_that(
        lambda rules, award: not rules.rows("评选条件", 奖项=award["奖项"], 类型=ConditionKind.VETO))),
    "names": HealthLine("评分构成、评选条件、评审要点里的奖项，“奖项”表里都有", _unknown_awards),
    "own_checks": HealthLine("自定义核查都有评选条件用到", _unused_checks),
    "checklists": HealthLine("每个班组的业务类型都有检查标准", _without_checklist),
    "questions": HealthLine("用满意度测评打分的，有测评题目", lambda rules: [] if rules.rows("测评题目") or not rules.rows(
        "评分构成", 数据来源=Source.SURVEY) else ["测评题目"]),
    "twice": HealthLine("没有重复的班组和奖项", _twice),
    "period": HealthLine("事故认定期间落在活动的日期里", _period),
    "many": HealthLine(f"奖项不超过 {MOST_AWARDS} 个（再多这一页看不全，请用 fuwuyue rules）", lambda rules: [
        f"{len(rules.rows('奖项'))} 个"] if len(rules.rows("奖项")) > MOST_AWARDS else []),
    "trials": HealthLine("“试算”里写了几组", _trials, tells=True),
}


def rules_guide_texts() -> set[str]:
    """The keys of the words of the check on the first sheet, besides the results of its formulas."""
    return {key(text) for text in (HEALTH_SECTION, *HEALTH_COLUMNS, SENTENCES, *(line.label for line in HEALTH.values()))}
