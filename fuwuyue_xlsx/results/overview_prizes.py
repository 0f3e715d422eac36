"""结果总览: what the awards and the departments' prizes cost, live."""

from __future__ import annotations

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import prize_plan
from fuwuyue_xlsx.results.plans import Plans
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.capital_yuan import capital_yuan
from fuwuyue_xlsx.workbook.expressions import sentence
from fuwuyue_xlsx.workbook.functions import IF, text_format
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.ranges import Cell

_YUAN = "#,##0"
_YUAN_COLUMN = 5


def write_prizes(page: Page, outcome: Outcome, plans: Plans) -> tuple[str, int, int, int, int]:
    """By award, then by department; the latter's place is handed back for the chart."""
    prizes = plans.prizes
    page.section("奖金" if prizes.paid else "名额")
    capitals = Column("已定奖金大写")
    columns = (Column("奖项"), capitals, Column("名额", 0, "center", _YUAN), Column("获奖数", 0, "center", _YUAN),
               Column("待定", 0, "center", _YUAN), Column("已定(元)", 0, "center", _YUAN))
    page.head(columns)

    def linked(cell: Cell) -> Link:
        return Link(cell.qualified.formula(page.row), cell.ref.link)

    def amounts(row: int, *shown: int) -> list[object]:
        return [linked(prizes.cell(row, column)) for column in shown]

    honours = {result.award.name for result in prizes.enabled if result.award.honour}

    def capital(row: int) -> object:
        """The row's amount in 大写."""
        return capital_yuan(Cell(page.ref(_YUAN_COLUMN), prizes.cell(row, prize_plan.CONFIRMED).qualified).local).formula(page.row)

    for name, row in prizes.awards.items():
        seats = amounts(row, prize_plan.QUOTA, prize_plan.WINNERS, prize_plan.SEATS)
        page.table_row(columns, [name, None, *seats, None] if name in honours else [name, capital(row), *seats, *amounts(row, prize_plan.CONFIRMED)])
    totals = [None, *amounts(prizes.total, prize_plan.WINNERS, prize_plan.SEATS)]
    page.table_row(columns, ["合计", capital(prizes.total), *totals, *amounts(prizes.total, prize_plan.CONFIRMED)] if prizes.paid
                   else ["合计", None, *totals, None], "good")
    if prizes.paid:
        opened = prizes.cell(prizes.total, prize_plan.OPEN).qualified
        page.line(IF(opened > 0, sentence("待定名额另有奖金 {yuan} 元，不在合计内。", yuan=opened), "").formula(page.row), least=12)
    points = text_format(outcome.rules.policies.decimals)
    columns = (Column("科室"), capitals, Column("满意度测评", 0, "center", points), Column("监督检查", 0, "center", points),
               Column("获奖数", 0, "center", _YUAN), Column("已定(元)", 0, "center", _YUAN))
    page.head(columns)
    first = page.row
    for number, (department, row) in enumerate(prizes.departments.items()):
        series = (plans.department_figures[source] for source in (Source.SURVEY, Source.INSPECTION))
        figures = [linked(column.cell(column.area.first + number)) for column in series]
        won = amounts(row, prize_plan.WINNERS)
        page.table_row(columns, [department, capital(row), *figures, *won, *amounts(row, prize_plan.CONFIRMED)] if prizes.paid
                       else [department, None, *figures, *won, None])
    return page.title, first, page.row - 1, 0, _YUAN_COLUMN
