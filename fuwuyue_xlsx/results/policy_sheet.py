"""口径与影响: each policy, its value, what the notice says, and what another value would change."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.policies import POLICIES, policy_text
from fuwuyue_xlsx.workbook.page import Column, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions

TITLE = "口径与影响"
# readings of the notice that no setting changes (附1 二, 三)
FIXED_READINGS = (
    ("工作特色和工作成绩", "由评委按评审要点打分，取各位评委的汇总分", "附1 三.1 只给出比例，没有说由谁打分"),
    ("“全体成员献计献策”", "按班组至少有一条合理化建议核查", "附1 二(二)1"),
    ("个人名额的比例", "按每个科室自己的员工人数计算，不在科室间调剂", "附1 三.2"),
    ("“师生满意度测评较高”", "不另设门槛，通过得分中的满意度测评体现", "附1 二(一)7"),
)


def write_policies(workbook: Workbook, options: SheetOptions, outcome: Outcome) -> None:
    """A row for every other value that was tried; the results under it against those announced."""
    columns = (Column("口径", 20), Column("本次取值", 32), Column("通知怎么说", 40), Column("如果改为", 32), Column("结果变化", 60))
    page = Page(workbook, options, TITLE, [column.width for column in columns])
    page.heading("口径与影响")
    page.line("通知没有写明的做法，请领导确认。每一行只改一项口径、其余不变，重新评选一次，与现在的结果比较。")
    page.note("“结果变化”是程序运行时算出的；在本簿里改动分数或规则后不随之变化，请重新运行。")
    rows, tints = [], []
    for policy in POLICIES:
        start = [policy.name, policy_text(policy, outcome.rules.policies), policy.explanation]
        effects = [effect for effect in outcome.effects if effect.policy is policy]
        changing = [effect for effect in effects if effect.words != "不变"]
        for effect in changing:
            rows.append([*start, effect.value, effect.words])
            tints.append("open")
        same = [effect.value for effect in effects if effect.words == "不变"]
        if same or not effects:
            rows.append([*start, "\n".join(same) or policy.options, "不变" if same else "只影响提示，不影响获奖"])
            tints.append("")
    rows += [[name, reading, source, "—", "通知的文字如此理解，不设口径"] for name, reading, source in FIXED_READINGS]
    page.table(columns, rows, [*tints, *("quiet" for _ in FIXED_READINGS)], main=True)
