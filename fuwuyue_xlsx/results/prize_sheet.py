"""奖金汇总: award × department, people and amounts, confirmed and open, with totals; every figure a formula."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.prize_plan import CONFIRMED, DEPARTMENT, EMPTY, HEADER, QUOTA, TITLE, Line, PrizePlan
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.workbook.capital_yuan import capital_yuan
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions

_YUAN = "#,##0"


def write_prizes(workbook: Workbook, options: SheetOptions, plan: PrizePlan, awards: Mapping[str, AwardPlan], rules: RulesPlan) -> None:
    """A row an award and department, subtotals, and the grand total in figures and 大写."""
    columns = (Column("奖项", 20), Column("科室", 18), Column("名额", 8, "center", _YUAN), Column("获奖数", 8, "center", _YUAN),
               Column("标准(元)", 10, "center", _YUAN), Column("已定(元)", 12, "center", _YUAN), Column("待定名额", 9, "center", _YUAN),
               Column("待定(元)", 11, "center", _YUAN), Column("空缺", 8, "center", _YUAN))
    page = Page(workbook, options, TITLE, [column.width for column in columns], landscape=False, long=True)
    page.heading(TITLE)
    page.line("已定：状态为“获奖”的名额。待定：并列待定、待查的名额，另列，不计入合计。空缺：可以获奖的候选不足的名额。")
    page.note("并列待定的名额由几个科室共争时，先记在其中列在最前的科室名下。")
    assert page.row == HEADER
    page.head(columns)
    for line in plan.lines:
        _line(page, columns, plan, line, awards, rules)
    page.main(HEADER, len(columns))
    last = page.row
    if plan.paid:
        _closing(page, plan)
    page.signing()
    page.sheet.autofilter(HEADER, 0, last - 1, len(columns) - 1)
    page.sheet.print_area(0, 0, page.row - 1, len(columns) - 1)


def _line(page: Page, columns: tuple[Column, ...], plan: PrizePlan, line: Line, awards: Mapping[str, AwardPlan], rules: RulesPlan) -> None:
    row, title, tint = page.row, line.award, ""
    cells: list[object] = [plan.series[column].formula(row) for column in range(DEPARTMENT, EMPTY + 1)]
    if line.award and line.department:
        label: object = Link(title, f"internal:{awards[title].layout.top.qualified}")
        seats = rules.seats.get((title, line.department))
        if seats is not None:
            cells[QUOTA - DEPARTMENT] = Link(cells[QUOTA - DEPARTMENT], seats.ref.link)
    elif line.award:
        label, tint = f"{title} 小计", "quiet"
    else:
        label, tint = ("各奖项合计", "") if line.department else ("总计", "good")
        cells[0] = line.department or None
    page.table_row(columns, [label, *cells], tint)


def _closing(page: Page, plan: PrizePlan) -> None:
    """大写, and the most it can cost."""
    capitals = page.cell(Column(""))
    page.put(page.row, 0, "总计大写", page.cell(Column("")))
    page.sheet.merge_range(page.row, 1, page.row, 8, "", capitals)
    page.put(page.row, 1, capital_yuan(plan.cell(plan.total, CONFIRMED).local).formula(page.row), capitals)
    page.sheet.set_row(page.row, 24)
    page.row += 1
    known = [result for result in plan.paid if result.quota is not None]
    page.line(plan.most(known).formula(page.row))
