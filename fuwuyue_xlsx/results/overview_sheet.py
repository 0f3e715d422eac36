"""结果总览: who wins, whether it is final, what it costs, who is vetoed, what is open; winners and totals are live."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.references import quoted_title
from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.doubts import held_up, with_doubts
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO
from fuwuyue_xlsx.evaluate.open_matters import UNSETTLED, input_matters
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.trial_outcomes import differing_words
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.charts import write_charts
from fuwuyue_xlsx.results.overview_doubts import write_doubts
from fuwuyue_xlsx.results.overview_prizes import write_prizes
from fuwuyue_xlsx.results.overview_rulings import write_rulings
from fuwuyue_xlsx.results.overview_winners import HELPER, WIDTHS, write_winners
from fuwuyue_xlsx.results.plans import Plans
from fuwuyue_xlsx.results.record_sheets import SUBMISSIONS
from fuwuyue_xlsx.results.veto_plan import HEADER as VETO_HEADER
from fuwuyue_xlsx.results.veto_plan import TITLE as VETOES
from fuwuyue_xlsx.results.veto_plan import VETOED, WAITING, incident_text
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, total
from fuwuyue_xlsx.workbook.page import LINK_COLOUR, TINTS, Column, Link, Page
from fuwuyue_xlsx.workbook.range_functions import COUNTIF
from fuwuyue_xlsx.workbook.ranges import Cell
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks

TITLE = "结果总览"
# points that a printed page holds
_PAGE = 1110.0
_MOST_NAMES, _MOST_INCIDENTS = 8, 15
FINAL = "状态：可公示。所有科室已报送，没有待改的错误，没有待定的名额。"


def write_overview(workbook: Workbook, options: SheetOptions, outcome: Outcome, plans: Plans, links: SourceLinks) -> None:
    """Write the first sheet: on its first printed page everything that decides, the charts behind it."""
    page = Page(workbook, options, TITLE, WIDTHS, landscape=False)
    page.least = 18.0
    page.heading(outcome.rules.campaign.titled("评选结果"))
    _finalised(page, outcome)
    _state(page, outcome, plans)
    if differing := differing_words(outcome.findings):
        page.line(differing, "open")
    write_doubts(page, outcome, links)
    write_rulings(page, outcome, links)
    write_winners(page, outcome, plans)
    prizes = write_prizes(page, outcome, plans)
    starts = [(page.row, page.points)]
    _vetoes(page, outcome, plans)
    starts.append((page.row, page.points))
    _submissions(page, outcome)
    page.signing()
    starts.append((page.row, page.points))
    page.sheet.set_h_pagebreaks(page_breaks(starts))
    if options.live:
        write_charts(workbook, page, plans, prizes)
    page.sheet.print_area(0, 0, page.row - 1, len(WIDTHS) - 1)
    if not options.printed:
        _contents(page, workbook)
    page.finish()
    page.sheet.freeze_panes(1, 0)
    page.sheet.set_column(HELPER, HELPER, 6, None, {"hidden": True})


def page_breaks(starts: Sequence[tuple[int, float]]) -> list[int]:
    """The rows before which a printed page ends: of those that follow the prizes each part is whole, and the charts have a page of their own.

    `starts`: (row, points above it) of each part, then those of the charts. Lists longer than a page flow as they come.
    """
    if starts[0][1] > _PAGE:
        return []
    breaks, top = [], 0.0
    for (row, points), (_, end) in pairwise(starts):
        if end - top > _PAGE:
            breaks.append(row)
            top = points
    return [*breaks, starts[-1][0]]


# final or preliminary, and frozen


def _finalised(page: Page, outcome: Outcome) -> None:
    """When the result was frozen, and first of all what has changed since."""
    if outcome.finalised:
        changed = outcome.finalised.changed
        page.line(f"{outcome.finalised.words}{'：' if changed else '。'}", "bad" if changed else "good", least=28, strong=True)
        for number, change in enumerate(changed, 1):
            page.line(f"{number}. {change}", "bad")


def _state(page: Page, outcome: Outcome, plans: Plans) -> None:
    """The state, and the list to work off: what the inputs lack, then what the awards leave open."""
    ledger = outcome.evaluation.ledger
    about_inputs = input_matters(outcome.rules, outcome.submitted, outcome.tables.has_register, outcome.findings, ledger)
    lines = with_doubts(outcome.rules, about_inputs, outcome.doubts, ledger.owed)
    listed = [plan for plan in plans.awards.values() if plan.layout.standings]
    matters = [(plan, status, words, plan.layout.having(status)) for plan in listed for status, words in UNSETTLED]
    weights = [(plan, plans.rules.weights_total[plan.award.name].qualified) for plan in listed if plan.award.name in plans.rules.weights_total]
    terms = [expression(len(lines)), *(_count(plan, status) > 0 for plan, status, _, _ in matters), *(weight != 100 for _, weight in weights)]
    counter = Cell(page.ref(HELPER), total(terms))
    page.put(page.row, HELPER, counter.formula, page.helper)
    row = page.row
    beside = held_up(outcome.doubts)
    final = f"{FINAL}另有{beside}，见下。" if beside else FINAL
    state = IF(counter.local == 0, final, sentence("状态：初步结果，不能公示。还有 {count} 项未了：", count=counter.local))
    page.line(state.formula(row), "open", least=28, strong=True)
    good = page.formats.get(bg_color=TINTS["good"])
    page.sheet.conditional_format(row, 0, row, len(WIDTHS) - 1, {"type": "formula", "criteria": f"={counter.ref.absolute}=0", "format": good})
    for number, matter in enumerate(lines, 1):
        page.line(f"{number}. {matter}", "open")
    rest = []
    for plan, status, words, having in matters:
        title = plans.title(plan)
        if having:
            line = _matter(plan, status, words, having, title)
            page.line(line.formula(page.row), "open", link=f"internal:{plan.layout.top.qualified}")
        else:
            count = _count(plan, status)
            rest.append(IF(count > 0, sentence(f"■ “{{award}}”有 {{count}} 个候选{words}　", award=title, count=count), ""))
    wrong = [IF(weight != 100, sentence("■ “{award}”的权重合计不是 100%，结果不能用　", award=plans.title(plan)), "") for plan, weight in weights]
    if rest or wrong:
        page.line(join(*rest, *wrong).formula(page.row), least=16)


def _count(plan: AwardPlan, status: Status) -> Expression:
    return COUNTIF(plan.status.qualified, status.label)


def _matter(plan: AwardPlan, status: Status, words: str, having: list[Standing], title: Expression) -> Expression:
    """What an award leaves open, with the names while they are still the same."""
    first = having[:_MOST_NAMES]
    rows = [plan.layout.at[standing.candidate] for standing in first]
    count = _count(plan, status)
    same = AND(count == len(having), *(plan.status.cell(row).qualified == status.label for row in rows))
    names = _side_by_side([plan.name.cell(row).qualified for row in rows])
    more = [" 等"] if len(having) > len(first) else []
    details = IF(same, join("：", *names, *more), "，见该奖项的表")
    return IF(count == 0, "■ （已了）", join(sentence(f"■ “{{award}}”有 {{count}} 个候选{words}", award=title, count=count), details))


def _side_by_side(names: Sequence[Expression]) -> list[Expression | str]:
    parts: list[Expression | str] = []
    for name in names:
        parts += ["、", name] if parts else [name]
    return parts


def _contents(page: Page, workbook: Workbook) -> None:
    """Links to every other sheet, side by side."""
    titles = [sheet.get_name() for sheet in workbook.worksheets() if sheet.get_name() != TITLE]
    style = page.formats.get(font_size=10, font_color=LINK_COLOUR, underline=1, align="left", shrink=True)
    page.note("各页说明为什么，点名称直达：")
    places = (0, 1, 2, 3)
    for start in range(0, min(len(titles), 24), len(places)):
        for column, title in zip(places, titles[start: start + len(places)], strict=False):
            if column == 3:
                page.sheet.merge_range(page.row, 3, page.row, 5, "", style)
            page.put(page.row, column, Link(f"→ {title}", f"internal:{quoted_title(title)}!A1"), style)
        page.high(page.row, 18)
        page.row += 1


# vetoes and submissions


def _vetoes(page: Page, outcome: Outcome, plans: Plans) -> None:
    """A line an incident: its finding, what it does, whom it costs an award."""
    incidents = outcome.evaluation.incidents
    page.section("一票否决")
    without = "、".join(f"“{award.name}”" for award in outcome.rules.awards_without_veto)
    if without:
        page.line(f"{without}没有一票否决条件，属实的事故投诉不影响它的评选。", "open")
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
        incident, row = incidents[number], VETO_HEADER + 1 + number
        conclusion, effect, result = (series.cell(row) for series in (plans.vetoes.conclusion, plans.vetoes.effect, plans.vetoes.result))
        cell = page.cell(Column("结果"), page.tint(tints[incident.effect]))
        page.sheet.merge_range(page.row, 3, page.row, 5, "", cell)
        height = page.text_height(str(result.value), sum(WIDTHS[3:]))
        at = page.row
        page.table_row(columns[:3], [Link(conclusion.qualified.formula(at), conclusion.ref.link), incident_text(incident),
                                     effect.qualified.formula(at)], page.tint(tints[incident.effect]), height)
        page.put(at, 3, result.qualified.formula(at), cell)
    if page.options.live:
        effects = f"$C{first + 1}"
        page.live_tints(first, page.row - 1, [(0, 5)], [(f'{effects}="{VETOED}"', "bad"), (f'{effects}="{WAITING}"', "open")])
    if len(shown) > _MOST_INCIDENTS:
        page.line(f"其余 {len(shown) - _MOST_INCIDENTS} 件见“一票否决”。", link=f"internal:{quoted_title(VETOES)}!A1")


def _submissions(page: Page, outcome: Outcome) -> None:
    page.section("报送")
    submitted = frozenset(outcome.submitted)
    absent = [d for d in outcome.rules.departments if d not in submitted]
    total = len(outcome.rules.departments)
    used = sum(file.state.value == "used" for file in outcome.files)
    words = f"{total} 个科室已报送 {len(outcome.submitted)} 个" + (f"，还缺：{'、'.join(absent)}" if absent else "")
    rest = "" if used == len(outcome.files) else "，其余的原因见“报送情况”"
    page.line(f"{words}。收件箱共 {len(outcome.files)} 个文件，使用了 {used} 个{rest}。", "open" if absent else "",
              link=f"internal:{quoted_title(SUBMISSIONS)}!A1")
    if unlisted := outcome.evaluation.ledger.unlisted:
        page.line(f"没有{'／'.join(unlisted)}，无法核对是否交齐。", link=f"internal:{quoted_title(SUBMISSIONS)}!A1")


