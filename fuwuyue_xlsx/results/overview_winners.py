"""获奖名单 of the first sheet: winners looked up on the awards' sheets, and below them room for more."""

from __future__ import annotations

from collections.abc import Sequence

from fuwuyue_xlsx.evaluate.several_awards import several_awards
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import prize_plan
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.award_ranking import LONGEST_NAMES
from fuwuyue_xlsx.results.plans import Plans
from fuwuyue_xlsx.results.share_plan import TITLE as SHARES
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, LEN, text_format
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.range_functions import COUNT, INDEX, MATCH, SMALL
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries

WIDTHS = (23, 62, 23, 12, 9, 16)
HELPER = len(WIDTHS) + 1
_YUAN = "#,##0"
# winners of one award that the sheet lists, and rows kept free for more seats
_MOST_WINNERS, _SPARE = 100, 2
# winners of several awards that are named
_MOST_SEVERAL = 20


def write_winners(page: Page, outcome: Outcome, plans: Plans) -> None:
    """Award by award its winners, then in words what stays empty or open."""
    page.section("获奖名单")
    points = text_format(outcome.rules.policies.decimals)
    columns = (Column("奖项"), Column("获奖者"), Column("科室"), Column("得分", 0, "center", points), Column("名次", 0, "center"),
               Column("奖金(元)", 0, "center", _YUAN))
    page.head(columns)
    rest: list[Expression] = []
    kept_free: list[tuple[AwardPlan, range]] = []
    for plan in plans.with_candidates():
        if plan.layout.whole:
            shown, rows = _listed(page, plan)
            for number in range(shown):
                page.table_row(columns, _place(page, plan, plans, number))
            kept_free.append((plan, range(shown, rows)))
        else:
            rows = _people_rows(page, columns, plan, plans)
        rest.append(_rest(plan, plans, rows))
    # below every winner: an empty line among them reads as if somebody was struck off
    for plan, numbers in kept_free:
        for number in numbers:
            _spare_row(page, columns, _place(page, plan, plans, number))
    if rest:
        page.line(join(*rest).formula(page.row), least=18)
    _several(page, outcome, plans)
    _shares(page, plans)
    for result in outcome.evaluation.awards:
        if not result.award.enabled:
            page.line(f"“{result.award.name}”本次没有启用{'：' + result.award.note if result.award.note else ''}")


def _several(page: Page, outcome: Outcome, plans: Plans) -> None:
    """Who wins more than one award, a line each, as long as it does; beyond some only how many."""
    several = several_awards(outcome.evaluation.awards)
    for one in several[:_MOST_SEVERAL]:
        layouts = [(plans.awards[standing.candidate.award], standing.candidate) for standing in one.won]
        still = AND(*(plan.status.cell(plan.layout.at[who]).qualified == Status.WINNER.label for plan, who in layouts))
        page.line(IF(still, f"{one.words}。", f"“{one.candidate.name}”不再兼得。").formula(page.row), "open")
    if len(several) > _MOST_SEVERAL:
        page.line(f"另有 {len(several) - _MOST_SEVERAL} 个获奖者也兼得几个奖项。", "open")


def _shares(page: Page, plans: Plans) -> None:
    """How many shares of categories are not as the rules ask, where they ask for any."""
    if plans.shares.rows:
        short = sentence("类别比例：有 {count} 处没有达到，见“类别比例”；只核对，不影响获奖。", count=plans.shares.unmet)
        line, tint = IF(plans.shares.unmet == 0, "类别比例：获奖者都达到了。", short), "open" if plans.shares.unmet.value(page.row) else ""
        page.line(line.formula(page.row), tint, link=f"internal:'{SHARES}'!A1")


def _listed(page: Page, plan: AwardPlan) -> tuple[int, int]:
    """How many lines an award has that show something, one where nobody wins, and how many with those kept free for seats that a change may add."""
    layout = plan.layout
    winners = len(layout.having(Status.WINNER))
    if not page.options.live:
        return min(winners, _MOST_WINNERS), min(winners, _MOST_WINNERS)
    nominated = sum(standing.candidate.nominated for standing in layout.standings)
    seats = layout.result.quota if isinstance(layout.result.quota, int) else 0
    rows = min(nominated, max(winners, min(seats, nominated), 1) + _SPARE, _MOST_WINNERS)
    return min(max(winners, 1), rows), rows


def _place(page: Page, plan: AwardPlan, plans: Plans, number: int) -> Sequence[object]:
    """The line of an award's winner, looked up by the place among its winners, from 0; empty while there is none."""
    award = plan.award
    places, link = plan.ranking.winners.qualified, f"internal:{plan.layout.top.qualified}"
    at = Cell(page.ref(HELPER), IF(expression(number + 1) <= COUNT(places), MATCH(SMALL(places, number + 1), places), ""))
    page.put(page.row, HELPER, at.formula, page.helper)
    looked_up = [_looked_up(at, series, "（暂时没有）" if number == 0 and series is plan.name else "")
                 for series in (plan.name, plan.department, plan.score, plan.ranking.rank)]
    title: object = IF(at.local == "", "", plans.title(plan)).formula(page.row) if number else award.name
    prize = None if award.honour else IF(at.local == "", "", plans.rules.prize[award.name].qualified).formula(page.row)
    return [Link(title, link), *(cell.formula(page.row) for cell in looked_up), prize]


def _looked_up(at: Cell, series: CellSeries, nobody: str) -> Expression:
    return IF(at.local == "", nobody, INDEX(series.qualified, at.local))


def _spare_row(page: Page, columns: Sequence[Column], row: Sequence[object]) -> None:
    """A row that shows nothing, and no border, until a formula in it shows something."""
    for number, (column, value) in enumerate(zip(columns, row, strict=True)):
        style = page.formats.get(text_wrap=True, align=column.align, num_format=column.number_format)
        page.put(page.row, number, value.text if isinstance(value, Link) else value, style)
    framed = page.formats.get(border=1, border_color="#A6A6A6")
    page.sheet.conditional_format(page.row, 0, page.row, len(columns) - 1,
                                  {"type": "formula", "criteria": f'=$A${page.row + 1}<>""', "format": framed})
    page.high(page.row, 14)
    page.row += 1


def _people_rows(page: Page, columns: Sequence[Column], plan: AwardPlan, plans: Plans) -> int:
    """A row a department, its winners side by side."""
    layout, award = plan.layout, plan.award
    prize = plans.rules.prize[award.name].qualified
    for department, (_, last) in layout.departments.items():
        names = plan.ranking.winners_so_far.cell(last).qualified
        place = Cell(page.ref(2), department)
        count = Cell(page.ref(HELPER), plan.by_status.count(place.local, Status.WINNER.label, page.title))
        page.put(page.row, HELPER, count.formula, page.helper)
        listed = IF(count.local == 0, "（暂无）", join(names, IF(LEN(names) > LONGEST_NAMES, " 等", "")))
        counted = sentence(f"{{count}} {award.level.counted}", count=count.local)
        yuan = None if award.honour else (count.local * prize).formula(page.row)
        page.table_row(columns, [Link(award.name, f"internal:{layout.top.qualified}"), listed.formula(page.row), department, None,
                                 counted.formula(page.row), yuan])
    return len(layout.standings)


def _rest(plan: AwardPlan, plans: Plans, listed: int) -> Expression:
    """Empty and open seats of an award, and winners beyond those listed, in a few words."""
    row, title = plans.prizes.awards[plan.award.name], plans.title(plan)
    empty, opened = (plans.prizes.cell(row, column).qualified for column in (prize_plan.EMPTY, prize_plan.SEATS))
    parts = [IF(empty > 0, sentence("“{award}”空缺 {count} 个名额，可以获奖的候选不足。", award=title, count=empty), ""),
             IF(opened > 0, sentence("“{award}”有 {count} 个名额待定。", award=title, count=opened), "")]
    if plan.layout.whole:
        won = COUNT(plan.ranking.winners.qualified)
        more = sentence("“{award}”另有 {count} 个获奖者，见该奖项的表。", award=title, count=won - listed)
        parts.append(IF(won > listed, more, ""))
    return join(*parts)
