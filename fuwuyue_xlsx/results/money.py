"""奖金汇总: award × department, people and amounts, confirmed and open, with totals."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.model import AwardResult
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.page import CAPITAL_YUAN, Column, Page

TITLE = "奖金汇总"
_YUAN = "#,##0"


def write_money(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    """A row an award and department, subtotals, and the grand total in figures and 大写."""
    columns = (Column("奖项", 22), Column("科室", 20), Column("获奖数", 10, "center"), Column("标准(元)", 12, "center", _YUAN),
               Column("已定(元)", 14, "center", _YUAN), Column("待定(元)", 14, "center", _YUAN))
    page = Page(workbook, formats, TITLE, [column.width for column in columns], landscape=False)
    prizes, departments = outcome.evaluation.prizes, outcome.rules.departments
    page.heading("奖金汇总")
    page.line("已定：状态为“获奖”的名额。待定：并列待定、待查的名额，不计入合计。")
    rows, tints = [], []
    for result in outcome.evaluation.awards:
        name = result.award.name
        if name not in prizes.by_award:
            continue
        cells = {department: prizes.cells[name, department] for department in departments}
        for department, (count, yuan, opened) in cells.items():
            rows.append([name, department, count, result.award.prize, yuan, opened])
        rows.append([f"{name} 小计", "", sum(c[0] for c in cells.values()), "", prizes.by_award[name], sum(c[2] for c in cells.values())])
        tints += [""] * len(cells) + ["quiet"]
    for department in departments:
        counts = [prizes.cells[name, department] for name in prizes.by_award]
        rows.append(["各奖项合计", department, sum(c[0] for c in counts), "", prizes.by_department[department], sum(c[2] for c in counts)])
        tints.append("")
    winners = sum(prizes.cells[name, d][0] for name in prizes.by_award for d in departments)
    rows.append(["总计", "", winners, "", prizes.confirmed, prizes.open])
    tints.append("good")
    page.table(columns, rows, tints, main=True)
    page.put(page.row, 0, "总计大写", formats.get())
    page.put(page.row, 1, prizes.confirmed, formats.get(num_format=CAPITAL_YUAN, align="left"))
    page.row += 1
    most = [_most(result) for result in outcome.evaluation.awards if result.award.enabled]
    if all(amount is not None for amount in most):
        page.line(f"名额全部用满时的最高支出：{sum(amount or 0 for amount in most):,} 元。")


def _most(result: AwardResult) -> int | None:
    """The prize of all seats; None while a department's seats are unknown."""
    prize = result.award.prize or 0
    if isinstance(result.quota, dict):
        seats = list(result.quota.values())
        return sum(n or 0 for n in seats) * prize if all(n is not None for n in seats) else None
    return (result.quota or 0) * prize
