"""结果总览: who wins, whether it is final, what it costs, who is vetoed, what is open."""

from __future__ import annotations

from collections import defaultdict

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.model import AwardResult, Standing, Status
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award import points_format
from fuwuyue_xlsx.results.page import CAPITAL_YUAN, Column, Link, Page
from fuwuyue_xlsx.rules.model import Level

TITLE = "结果总览"
_YUAN = "#,##0"
_WIDTHS = (20, 44, 18, 10, 8, 12)


def write_overview(workbook: Workbook, formats: Formats, outcome: Outcome, sheets: dict[str, str]) -> None:
    """The first sheet. `sheets`: award → the title of its sheet."""
    page = Page(workbook, formats, TITLE, _WIDTHS, landscape=False)
    campaign = outcome.rules.campaign
    page.heading(f"{campaign.name}评选结果")
    if outcome.final:
        page.line("状态：可公示。所有科室已报送，没有待改的错误，没有待定的名额。", "good")
    else:
        page.line(f"状态：初步结果，不能公示。还有 {len(outcome.open)} 项未了：", "open")
        for number, matter in enumerate(outcome.open, 1):
            page.line(f"{number}. {matter}", "open")
    page.section("获奖名单")
    points = points_format(outcome.rules.policies.decimals)
    columns = (Column("奖项"), Column("获奖者"), Column("科室"), Column("得分", 0, "center", points), Column("名次", 0, "center"),
               Column("奖金(元)", 0, "center", _YUAN))
    page.table(columns, _winner_rows(outcome, sheets), nothing="暂时没有可以确定的获奖者")
    for result in outcome.evaluation.awards:
        for line in _award_lines(result):
            page.line(line)
    _prizes(page, outcome)
    _vetoes(page, outcome)
    _submissions(page, outcome)
    page.finish()


def _winner_rows(outcome: Outcome, sheets: dict[str, str]) -> list[list[object]]:
    rows: list[list[object]] = []
    for result in outcome.evaluation.awards:
        winners = [s for s in result.standings if s.status is Status.WINNER]
        link = Link(result.award.name, f"internal:'{sheets.get(result.award.name, TITLE)}'!A1")
        if result.award.level is Level.PERSON:
            rows += _people_rows(result, winners, link)
        else:
            rows += [[link, s.candidate.name, s.candidate.department, s.score, s.rank, result.award.prize] for s in winners]
    return rows


def _people_rows(result: AwardResult, winners: list[Standing], link: Link) -> list[list[object]]:
    """One row a department, its people side by side."""
    by_department: dict[str, list[str]] = defaultdict(list)
    for standing in winners:
        by_department[standing.candidate.department].append(standing.candidate.name)
    prize = result.award.prize or 0
    return [
        [link, "、".join(names), department, None, f"{len(names)} 人", len(names) * prize]
        for department, names in by_department.items()
    ]


def _award_lines(result: AwardResult) -> list[str]:
    """What a leader would ask about an award: off, empty seats, seats still open."""
    award = result.award
    if not award.enabled:
        return [f"“{award.name}”本次没有启用{'：' + award.note if award.note else ''}"]
    lines = []
    if result.empty_seats:
        lines.append(f"“{award.name}”有 {result.empty_seats} 个名额空缺：符合条件的候选不足")
    opened = sum(result.open_seats.values())
    if opened:
        lines.append(f"“{award.name}”有 {opened} 个名额待定")
    return lines


def _prizes(page: Page, outcome: Outcome) -> None:
    prizes = outcome.evaluation.prizes
    page.section("奖金")
    columns = (Column("奖项"), Column("按科室"), Column("已定(元)", 0, "center", _YUAN))
    rows = []
    for result in outcome.evaluation.awards:
        name = result.award.name
        if name in prizes.by_award:
            shares = [(d, prizes.cells[name, d][1]) for d in outcome.rules.departments]
            rows.append([name, "，".join(f"{d} {yuan:,}" for d, yuan in shares if yuan), prizes.by_award[name]])
    rows.append(["合计", "", prizes.confirmed])
    page.table(columns, rows)
    page.put(page.row, 0, "合计大写", page.formats.get())
    page.put(page.row, 1, prizes.confirmed, page.formats.get(num_format=CAPITAL_YUAN, align="left"))
    page.row += 1
    if prizes.open:
        page.line(f"待定名额另有奖金 {prizes.open:,} 元，不在合计内。", "open")


def _vetoes(page: Page, outcome: Outcome) -> None:
    page.section("一票否决")
    lines = [
        f"“{s.candidate.name}”（{result.award.name}，{s.candidate.department}）：{s.reasons[0]}"
        for result in outcome.evaluation.awards
        for s in result.standings
        if s.status is Status.VETOED
    ]
    for line in lines:
        page.line(line, "bad")
    if not lines:
        page.line("没有候选被一票否决。")


def _submissions(page: Page, outcome: Outcome) -> None:
    page.section("报送")
    absent = [d for d in outcome.rules.departments if d not in outcome.submitted]
    total = len(outcome.rules.departments)
    page.line(f"{total} 个科室已报送 {len(outcome.submitted)} 个" + (f"，还缺：{'、'.join(absent)}" if absent else "。"),
              "open" if absent else "")
    used = sum(file.state.value == "used" for file in outcome.files)
    page.line(f"收件箱共 {len(outcome.files)} 个文件，使用了 {used} 个，其余的原因见“报送情况”。")
