"""结果总览: who wins, whether it is final, what it costs, who is vetoed, what is open; winners and totals are live."""

from __future__ import annotations

from collections import Counter

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import Standing, Status
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO
from fuwuyue_xlsx.evaluate.open_matters import UNSETTLED, input_matters
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import prize_sheet
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.charts import write_charts
from fuwuyue_xlsx.results.overview_winners import HELPER, WIDTHS, Found, write_winners
from fuwuyue_xlsx.results.record_sheets import INSPECTION, SUBMISSIONS, SURVEY, department_area
from fuwuyue_xlsx.results.score_plan import MISSING
from fuwuyue_xlsx.results.veto_sheet import TITLE as VETOES
from fuwuyue_xlsx.results.veto_sheet import VETOED, WAITING, effect_words, incident_text
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.addresses import CellRef, Formula, Value, quoted, text_format
from fuwuyue_xlsx.workbook.page import CAPITAL_YUAN, LINK_COLOUR, TINTS, Column, Link, Looks, Page

TITLE = "结果总览"
_YUAN = "#,##0"
# points that a printed page holds
_PAGE = 850.0
_MOST_NAMES, _MOST_INCIDENTS = 8, 15
FINAL = "状态：可公示。所有科室已报送，没有待改的错误，没有待定的名额。"


def write_overview(workbook: Workbook, looks: Looks, outcome: Outcome, found: Found) -> None:
    """The first sheet."""
    page = Page(workbook, looks, TITLE, WIDTHS, landscape=False)
    page.least = 18.0
    page.heading(f"{outcome.rules.campaign.name}评选结果")
    _state(page, outcome, found)
    write_winners(page, outcome, found)
    prizes = _prizes(page, outcome, found)
    so_far, row = page.points, page.row
    _vetoes(page, outcome, found)
    _submissions(page, outcome)
    page.signing()
    # who wins and what it costs on the first page, vetoes and charts on the second; longer lists flow as they come
    if so_far <= _PAGE:
        page.sheet.set_h_pagebreaks([row if page.points > _PAGE else page.row])
    if looks.live:
        write_charts(workbook, page, outcome, found.awards, prizes)
    page.sheet.print_area(0, 0, page.row - 1, len(WIDTHS) - 1)
    _contents(page, workbook)
    page.finish()
    page.sheet.freeze_panes(1, 0)
    page.sheet.set_column(HELPER, HELPER, 6, None, {"hidden": True})


# final or preliminary


def _state(page: Page, outcome: Outcome, found: Found) -> None:
    """The state, and the list to work off: what the inputs lack, then what the awards leave open."""
    lines = input_matters(outcome.rules, outcome.submitted, outcome.tables.has_register, outcome.findings)
    plans = [plan for plan in found.awards.values() if plan.standings]
    matters = [(plan, status, words, plan.having(status)) for plan in plans for status, words in UNSETTLED]
    counter = CellRef(TITLE, page.row, HELPER)
    weights = [f"({spot.on}<>100)" for name, spot in found.rules.weights_total.items() if name in found.awards and found.awards[name].standings]
    terms = [str(len(lines)), *(f"({_count(plan, status)}>0)" for plan, status, _, _ in matters), *weights]
    now = len(lines) + sum(bool(having) for _, _, _, having in matters)
    said = f"状态：初步结果，不能公示。还有 {now} 项未了：" if now else FINAL
    text = f'=IF({counter.here}=0,"{FINAL}","状态：初步结果，不能公示。还有 "&{counter.here}&" 项未了：")'
    page.put(counter.row, counter.column, Formula("=" + "+".join(terms), now), page.helper)
    row = page.row
    page.line(Formula(text, said), "open", least=28, strong=True)
    good = page.formats.get(bg_color=TINTS["good"])
    page.sheet.conditional_format(row, 0, row, len(WIDTHS) - 1, {"type": "formula", "criteria": f"={counter.fixed}=0", "format": good})
    for number, matter in enumerate(lines, 1):
        page.line(f"{number}. {matter}", "open")
    rest = []
    for plan, status, words, having in matters:
        name = found.rules.quota[plan.result.award.name]
        title = CellRef(name.sheet, name.row, 0).on
        if having:
            page.line(_matter(plan, status, words, having, title), "open", link=f"internal:{CellRef(plan.title, 0, 0).on}")
        else:
            count = _count(plan, status)
            rest.append(f'IF({count}>0,"■ “"&{title}&"”有 "&{count}&" 个候选{words}　","")')
    wrong = [f'IF({spot.on}<>100,"■ “"&{CellRef(spot.sheet, spot.row, 0).on}&"”的权重合计不是 100%，结果不能用　","")'
             for name, spot in found.rules.weights_total.items() if name in found.awards and found.awards[name].standings]
    if rest or wrong:
        page.line(Formula("=" + "&".join([*rest, *wrong]), ""), least=16)


def _count(plan: AwardPlan, status: Status) -> str:
    return f'COUNTIF({plan.area(plan.status_column).on},"{status.label}")'


def _matter(plan: AwardPlan, status: Status, words: str, having: list[Standing], title: str) -> Formula:
    """What an award leaves open, with the names while they are still the same."""
    first = having[:_MOST_NAMES]
    same = ",".join([f"{_count(plan, status)}={len(having)}",
                     *(f'{plan.spot(s.candidate, plan.status_column).on}="{status.label}"' for s in first)])
    names = '&"、"&'.join(plan.spot(s.candidate, plan.name_column).on for s in first)
    more = '&" 等"' if len(having) > len(first) else ""
    count = _count(plan, status)
    text = (f'=IF({count}=0,"■ （已了）","■ “"&{title}&"”有 "&{count}&" 个候选{words}"'
            f'&IF(AND({same}),"："&{names}{more},"，见该奖项的表"))')
    listed = "、".join(s.candidate.name for s in first) + (" 等" if more else "")
    return Formula(text, f"■ “{plan.result.award.name}”有 {len(having)} 个候选{words}：{listed}")


def _contents(page: Page, workbook: Workbook) -> None:
    """Links to every other sheet, side by side."""
    titles = [sheet.get_name() for sheet in workbook.worksheets() if sheet.get_name() != TITLE]
    look = page.formats.get(font_size=10, font_color=LINK_COLOUR, underline=1, align="left", shrink=True)
    page.note("各页说明为什么，点名称直达：")
    places = (0, 1, 2, 3)
    for start in range(0, min(len(titles), 24), len(places)):
        for column, title in zip(places, titles[start: start + len(places)]):
            if column == 3:
                page.sheet.merge_range(page.row, 3, page.row, 5, "", look)
            page.put(page.row, column, Link(f"→ {title}", f"internal:{quoted(title)}!A1"), look)
        page.high(page.row, 18)
        page.row += 1


# prizes


def _prizes(page: Page, outcome: Outcome, found: Found) -> tuple[str, int, int, int, int]:
    """By award, then by department; the latter's place is handed back for the chart."""
    prizes, places = outcome.evaluation.prizes, found.money
    page.section("奖金")
    capitals = Column("已定奖金大写", 0, "left", CAPITAL_YUAN)
    columns = (Column("奖项"), capitals, Column("名额", 0, "center", _YUAN), Column("获奖数", 0, "center", _YUAN),
               Column("待定", 0, "center", _YUAN), Column("已定(元)", 0, "center", _YUAN))
    page.head(columns)

    def looked_up(row: int, column: int, value: object) -> Link:
        spot = places.spot(row, column)
        return Link(Formula(f"={spot.on}", value), spot.link)  # type: ignore[arg-type]

    for result in outcome.evaluation.awards:
        name = result.award.name
        if name not in places.awards:
            continue
        row, yuan = places.awards[name], prizes.by_award[name]
        quota = sum(n or 0 for n in result.quota.values()) if isinstance(result.quota, dict) else result.award.quota
        won = sum(s.status is Status.WINNER for s in result.standings)
        page.table_row(columns, [
            name, _capital(page, yuan), looked_up(row, prize_sheet.QUOTA, quota), looked_up(row, prize_sheet.WON, won),
            looked_up(row, prize_sheet.SEATS, sum(result.open_seats.values())), looked_up(row, prize_sheet.CONFIRMED, yuan)])
    enabled = [result for result in outcome.evaluation.awards if result.award.enabled]
    won = sum(s.status is Status.WINNER for result in enabled for s in result.standings)
    opened = sum(sum(result.open_seats.values()) for result in enabled)
    page.table_row(columns, ["合计", _capital(page, prizes.confirmed), None, looked_up(places.total, prize_sheet.WON, won),
                             looked_up(places.total, prize_sheet.SEATS, opened), looked_up(places.total, prize_sheet.CONFIRMED, prizes.confirmed)], "good")
    spot = places.spot(places.total, prize_sheet.OPEN).on
    more = f"待定名额另有奖金 {prizes.open} 元，不在合计内。" if prizes.open else ""
    page.line(Formula(f'=IF({spot}>0,"待定名额另有奖金 "&{spot}&" 元，不在合计内。","")', more), least=12)
    points = text_format(outcome.rules.policies.decimals)
    columns = (Column("科室"), capitals, Column("满意度测评", 0, "center", points), Column("监督检查", 0, "center", points),
               Column("获奖数", 0, "center", _YUAN), Column("已定(元)", 0, "center", _YUAN))
    page.head(columns)
    first = page.row
    winners = Counter(s.candidate.department for result in enabled for s in result.standings if s.status is Status.WINNER)
    for number, department in enumerate(outcome.rules.departments):
        row, yuan = places.departments[department], prizes.by_department[department]
        figures = [_figure(outcome, found, column, number) for column in (SURVEY, INSPECTION)]
        page.table_row(columns, [department, _capital(page, yuan), *figures, looked_up(row, prize_sheet.WON, winners[department]),
                                 looked_up(row, prize_sheet.CONFIRMED, yuan)])
    return TITLE, first, page.row - 1, 0, 5


def _capital(page: Page, yuan: int) -> Formula:
    """The row's amount in 大写: the cell's format writes it."""
    return Formula(f"={page.here(5)}", yuan)


def _figure(outcome: Outcome, found: Found, column: int, number: int) -> Link:
    area = department_area(outcome, column)
    spot = CellRef(area.sheet, area.first + number, column)
    return Link(Formula(f"={spot.on}", _figure_now(outcome, found, column, number)), spot.link)


def _figure_now(outcome: Outcome, found: Found, column: int, number: int) -> Value:
    source = Source.SURVEY if column == SURVEY else Source.INSPECTION
    value = found.figures.of_department(source, outcome.rules.departments[number], None).value
    return value if value is not None else MISSING


# vetoes and submissions


def _vetoes(page: Page, outcome: Outcome, found: Found) -> None:
    """A line an incident: its finding, what it does, whom it costs an award."""
    incidents = outcome.evaluation.incidents
    page.section("一票否决")
    if not incidents:
        page.line("登记表里没有事故投诉，没有候选被一票否决。" if outcome.tables.has_register else "没有收到事故投诉登记表。")
        return
    columns = (Column("调查结论", 0, "center"), Column("情况"), Column("效力", 0, "center"), Column("结果"), Column(""), Column(""))
    order = {VETO: 0, OPEN: 1, NONE: 2}
    shown = sorted(range(len(incidents)), key=lambda number: (order[incidents[number].effect], number))
    page.head(columns)
    page.sheet.merge_range(page.row - 1, 3, page.row - 1, 5, "结果", page.formats.header)
    first = page.row
    tints = {VETO: "bad", OPEN: "open", NONE: ""}
    for number in shown[:_MOST_INCIDENTS]:
        incident, effect = incidents[number], found.vetoes.effect[number]
        conclusion, result = found.vetoes.conclusion[number], found.vetoes.result[number]
        cell = page.cell(Column("结果"), page.tint(tints[incident.effect]))
        words = found.vetoes.said[number]
        page.sheet.merge_range(page.row, 3, page.row, 5, "", cell)
        height = page.text_height(words, sum(WIDTHS[3:]))
        row = [Link(Formula(f"={conclusion.on}", incident.conclusion or "结论不清"), conclusion.link), incident_text(incident),
               Formula(f"={effect.on}", effect_words(incident))]
        at = page.row
        page.table_row(columns[:3], row, page.tint(tints[incident.effect]), height)
        page.put(at, 3, Formula(f"={result.on}", words), cell)
    if page.looks.live:
        effects = f"$C{first + 1}"
        page.live_tints(first, page.row - 1, [(0, 5)], [(f'{effects}="{VETOED}"', "bad"), (f'{effects}="{WAITING}"', "open")])
    if len(shown) > _MOST_INCIDENTS:
        page.line(f"其余 {len(shown) - _MOST_INCIDENTS} 件见“一票否决”。", link=f"internal:{quoted(VETOES)}!A1")


def _submissions(page: Page, outcome: Outcome) -> None:
    page.section("报送")
    submitted = frozenset(outcome.submitted)
    absent = [d for d in outcome.rules.departments if d not in submitted]
    total = len(outcome.rules.departments)
    used = sum(file.state.value == "used" for file in outcome.files)
    words = f"{total} 个科室已报送 {len(outcome.submitted)} 个" + (f"，还缺：{'、'.join(absent)}" if absent else "")
    rest = "" if used == len(outcome.files) else "，其余的原因见“报送情况”"
    page.line(f"{words}。收件箱共 {len(outcome.files)} 个文件，使用了 {used} 个{rest}。", "open" if absent else "",
              link=f"internal:{quoted(SUBMISSIONS)}!A1")


