"""奖金发放表.xlsx: who is paid what, to sign; subtotals by department and the total are live sums."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.forms.paper import BLACK, Paper, print_ready
from fuwuyue_xlsx.forms.winners import BLANK_DAY, Winner, all_winners, signature
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.workbook.capital_yuan import capital_yuan
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.style import HEAD, Formats

FILE = "奖金发放表.xlsx"
NOT_YET = "初步结果，不得发放"
_TITLES = ("序号", "科室", "领款人（集体或个人）", "奖项", "金额（元）", "领款人签名")
_WIDTHS = (6, 14, 36, 13, 12, 18)
_ALIGNS = ("center", "left", "left", "left", "right", "left")
_AMOUNT = 4
_YUAN = "#,##0"


def payout_workbook(outcome: Outcome) -> bytes:
    """The list to sign: winners by department in the order of the rules, prizes in whole yuan."""
    return print_ready(outcome, "奖金发放表", lambda workbook, formats: _write(workbook, formats, outcome))


def _write(workbook: Workbook, formats: Formats, outcome: Outcome) -> None:
    paper = Paper(workbook, formats, "奖金发放表", _WIDTHS, outcome.warning(NOT_YET))
    paper.changes(outcome)
    paper.title(f"{outcome.rules.campaign.name}奖金发放表")
    paper.across(f"单位：{signature(outcome)}　　制表日期：{BLANK_DAY}", font_size=11)
    paper.header(_TITLES)
    paper.sheet.repeat_rows(paper.row - 1)
    paper.sheet.freeze_panes(paper.row, 0)
    if not outcome.rules.pays:
        paper.across("本次各奖项都是荣誉奖项，没有奖金。", font_size=12)
        return
    first = paper.row
    winners = [winner for winner in all_winners(outcome) if winner.prize]
    number = 0
    for department in outcome.rules.departments:
        mine = [winner for winner in winners if winner.department == department]
        start = paper.row
        for winner in mine:
            number += 1
            paper.cells((number, department, _payee(winner), winner.award.name, winner.prize, ""), _ALIGNS, 27, num_format=_YUAN)
        if mine:
            total = sum(winner.prize for winner in mine)
            _sum(paper, f"{department} 小计（{len(mine)} 笔）", f"=SUM({_cell(start)}:{_cell(paper.row - 1)})", total, "#EDEDED")
    total = sum(winner.prize for winner in winners)
    # only numbered rows are payments; the subtotals between them have no number
    numbers = f"{address(first, 0)}:{address(max(paper.row - 1, first), 0)}"
    formula = f'=SUMIF({numbers},">0",{_cell(first)}:{_cell(max(paper.row - 1, first))})' if winners else "=0"
    sum_row = paper.row
    _sum(paper, f"合计（{number} 笔）", formula, total, "#DCE6F1")
    _in_words(paper, sum_row, total)
    paper.gap(22)
    for column, words in ((0, "制表："), (2, "审核："), (4, "领导签字：")):
        paper.text(paper.row, column, words, font_size=12)
    paper.sheet.set_row(paper.row, 30)


def _payee(winner: Winner) -> str:
    """The person; a department or team takes its prize as a whole."""
    if winner.level in (Level.PERSON, Level.POST):
        return winner.name
    return f"{winner.name}（集体）"


def _cell(row: int) -> str:
    return address(row, _AMOUNT)


def _sum(paper: Paper, words: str, formula: str, value: int, colour: str) -> None:
    style = {"font_name": HEAD, "bg_color": colour, **BLACK}
    paper.sheet.merge_range(paper.row, 0, paper.row, _AMOUNT - 1, "", paper.formats.get(align="right", indent=1, **style))
    paper.text(paper.row, 0, words, align="right", indent=1, **style)
    paper.sheet.write_formula(paper.row, _AMOUNT, formula, paper.formats.get(num_format=_YUAN, align="right", indent=1, **style), value)
    paper.sheet.write_blank(paper.row, _AMOUNT + 1, None, paper.formats.get(**style))
    paper.sheet.set_row(paper.row, 26)
    paper.row += 1


def _in_words(paper: Paper, sum_row: int, total: int) -> None:
    """The total again, in the characters used on receipts."""
    style = {"font_name": HEAD, **BLACK}
    last = len(_WIDTHS) - 1
    paper.sheet.merge_range(paper.row, 0, paper.row, 1, "", paper.formats.get(align="center", **style))
    paper.text(paper.row, 0, "合计（大写）", align="center", **style)
    capital = paper.formats.get(align="left", indent=1, **style)
    paper.sheet.merge_range(paper.row, 2, paper.row, last, "", capital)
    formula, words = capital_yuan(Expression(_cell(sum_row), lambda row: total)).formula(paper.row)
    paper.sheet.write_formula(paper.row, 2, formula, capital, words)
    paper.sheet.set_row(paper.row, 28)
    paper.row += 1
