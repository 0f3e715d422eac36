"""Whole rule sets as rows of 评选规则.xlsx, with what their sentences say and what is refused of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import POLICIES, WHOLE_CAMPAIGN
from fuwuyue_xlsx.rules.trials_2017 import trial_row
from fuwuyue_xlsx.schema.rules_workbook import rulebook
from fuwuyue_xlsx.templates.template_book import write_book
from tests.support.hospital_campaign import ITEMS, Rows, hospital_campaign

Said = dict[str, tuple[str, ...]]
_LINE = "服务"
HARD, VETO, INCIDENTS, COMPOSITE = "硬性", "一票否决", "事故投诉", "综合得分"
REVIEW, INSPECTION, SURVEY, VOTES, POINTS = "评委打分", "监督检查", "满意度测评", "投票", "加减分"
_FIRST_ROW = 4


@dataclass(frozen=True)
class Refusal:
    """What its writer would type where the program cannot mean it.

    sheets  the sheets as he would fill them in place of those of the rule set
    faults  (code, sheet!cell) of every error, sorted
    advice  parts of what the messages say can be done instead
    """

    sheets: Rows
    faults: tuple[tuple[str, str], ...]
    advice: tuple[str, ...]


@dataclass(frozen=True)
class RuleSet:
    """A rule set: its sheets, award → phrases that its sentence must have, written from the facts, what is refused, and the lines that say
    what the sentences leave out.
    """

    sheets: Rows
    said: Said
    refusal: Refusal
    details: tuple[str, ...] = ()


def book(sheets: Rows) -> bytes:
    """评选规则.xlsx with these sheets; what all of them have in common is added."""
    order = " > ".join(dict.fromkeys(row[1] for row in sheets["评分构成"] if row[3] != POINTS))
    own = {"同分顺序": order, "事故认定期间": WHOLE_CAMPAIGN}
    reviewed = dict.fromkeys(row[0] for row in sheets["评分构成"] if row[3] == REVIEW)
    common: Rows = {
        "活动信息": list(ITEMS),
        "检查标准": [(_LINE, 1, "现场", 100)],
        "评审要点": [(award, 1, "实绩", 100) for award in reviewed],
        "测评题目": [(1, "评价")],
        "活动系列": [(1, "评优")],
        "口径设置": [(policy.name, own.get(policy.name, policy.default), None, None) for policy in POLICIES],
    }
    return write_book(rulebook(), hospital_campaign(), common | sheets)


def read(sheets: Rows) -> tuple[Rules | None, list[Finding]]:
    """What the product makes of such a workbook."""
    return read_rules(book(sheets))


def units(**teams: int) -> list[tuple[Any, ...]]:
    """班组划分: so many teams in each department."""
    return [(department, number, f"{department}{number}组", _LINE, None) for department, count in teams.items() for number in range(1, count + 1)]


def award(name: str, level: str, quota: Any, by: str = "固定", prize: Any = "无", scope: str | None = None, group: str | None = None, *,
          note: str | None = None, most: int | None = None, shares: str | None = None) -> tuple[Any, ...]:
    """A row of 奖项, switched on."""
    return (name, level, by, quota, prize, "是", None, note, scope, group, most, None, shares)


def no_incident(name: str, number: int = 1, count: int | None = None) -> tuple[Any, ...]:
    """The veto of an award as a row of 评选条件."""
    return (name, number, "没有属实的事故投诉", VETO, INCIDENTS, count, None)


def at_least(name: str, points: Any, number: int = 1, check: str = COMPOSITE) -> tuple[Any, ...]:
    """A hard condition of an award as a row of 评选条件."""
    return (name, number, "达到规定的分数", HARD, check, points, None)


def tried(trial: str, name: str, status: str, department: str = "甲部", **more: Any) -> tuple[Any, ...]:
    """A row of 试算."""
    return trial_row(试算名称=trial, 奖项=name, 科室=department, 期望状态=status, **more)


def cell(sheet: str, column: str, row: int) -> str:
    """Where the row of that number on a sheet has a column: ("奖项", "D", 1) is 奖项!D4."""
    return f"{sheet}!{column}{_FIRST_ROW - 1 + row}"


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep the rules from being used."""
    return [found for found in findings if found.blocks]
