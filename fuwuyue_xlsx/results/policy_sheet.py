"""口径与影响: each policy, its value, what the notice says, and what another value would change."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import LATE_PLAN, POLICIES, Policy, policy_text
from fuwuyue_xlsx.schema.checks import PLANNED_SERIES
from fuwuyue_xlsx.workbook.page import Column, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions

TITLE = "口径与影响"


def policy_options(policy: Policy, rules: Rules) -> str:
    """The values that a policy may have, in words; a condition that a late plan fails is named as the rules number it."""
    named = "、".join(f"{award.name}第 {condition.number} 条" for award in rules.enabled_awards for condition in award.hard
                     if condition.check == PLANNED_SERIES)
    return policy.options.replace(LATE_PLAN, named or LATE_PLAN)


def write_policies(workbook: Workbook, options: SheetOptions, outcome: Outcome) -> None:
    """A row for every other value that was tried; the results under it against those announced."""
    columns = (Column("口径", 20), Column("本次取值", 32), Column("通知怎么说", 40), Column("如果改为", 32), Column("结果变化", 60))
    page = Page(workbook, options, TITLE, [column.width for column in columns])
    page.heading("口径与影响")
    page.line("通知没有写明的做法，请领导确认。每一行只改一项口径、其余不变，重新评选一次，与现在的结果比较。")
    page.note("“结果变化”是程序运行时算出的；在本簿里改动分数或规则后不随之变化，请重新运行。")
    rules = outcome.rules
    rows, tints = [], []
    for policy in POLICIES:
        start = [policy.name, policy_text(policy, rules.policies), rules.own.explanation(policy.name, policy.explanation)]
        effects = [effect for effect in outcome.effects if effect.policy is policy]
        changing = [effect for effect in effects if effect.words != "不变"]
        for effect in changing:
            rows.append([*start, effect.value, effect.words])
            tints.append("open")
        same = [effect.value for effect in effects if effect.words == "不变"]
        if same or not effects:
            rows.append([*start, "\n".join(same) or policy_options(policy, rules), "不变" if same else "只影响提示，不影响获奖"])
            tints.append("")
    rows += [[name, reading, source, "—", "通知的文字如此理解，不设口径"] for name, reading, source in rules.own.readings]
    page.table(columns, rows, [*tints, *("quiet" for _ in rules.own.readings)], main=True)
