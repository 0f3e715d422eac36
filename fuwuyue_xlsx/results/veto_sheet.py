"""一票否决: every incident with its conclusion, effect and reach, and below it each candidate that an incident concerns."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect
from fuwuyue_xlsx.evaluate.incident_reach import NONE, OPEN, VETO
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.veto_plan import (
    ABOUT,
    CONCERNED,
    CONCLUSION,
    COUNTED,
    HEADER,
    OPEN_WORDS,
    TITLE,
    VETO_REASONS,
    VETOED,
    WAITING,
    VetoPlan,
    incident_text,
)
from fuwuyue_xlsx.rules.model import Award
from fuwuyue_xlsx.schema.office_books import PENDING, SUBSTANTIATED, UNFOUNDED
from fuwuyue_xlsx.workbook.expressions import sentence
from fuwuyue_xlsx.workbook.functions import TEXT
from fuwuyue_xlsx.workbook.page import Column, InputCell, Link, Page
from fuwuyue_xlsx.workbook.range_functions import COUNTIF
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks

_TINTS = {VETO: "bad", OPEN: "open", NONE: ""}
_PERIOD = "认定期间 {first} 至 {last}（含首尾两天）。属实的逐级上溯：个人或岗位→班组→科室，不向下牵连；待查的名额暂留。"


def write_vetoes(workbook: Workbook, options: SheetOptions, outcome: Outcome, plan: VetoPlan, links: SourceLinks) -> None:
    """Both tables; a changed conclusion moves effects, statuses and prizes."""
    columns = (Column("编号", 10), Column("发生日期", 12, "center", "yyyy-mm-dd"), Column("情况", 40), Column("调查结论", 11, "center"),
               Column("效力", 16, "center"), Column("波及（逐级上溯）", 24), Column("结果", 40), Column("出处", 34))
    page = Page(workbook, options, TITLE, [column.width for column in columns], long=True)
    page.heading("一票否决与事故投诉")
    period = sentence(_PERIOD, first=TEXT(plan.rules.veto_first.qualified, "yyyy-mm-dd"), last=TEXT(plan.rules.veto_last.qualified, "yyyy-mm-dd"))
    page.line(period.formula(page.row))
    page.legend()
    assert page.row == HEADER
    page.head(columns)
    for incident in plan.incidents:
        _incident(page, columns, incident, plan, links)
    if not plan.incidents:
        page.line("登记表里没有事故投诉。" if outcome.tables.has_register else "没有收到事故投诉登记表。")
    else:
        page.sheet.data_validation(HEADER + 1, CONCLUSION, plan.last, CONCLUSION, {
            "validate": "list", "source": [SUBSTANTIATED, UNFOUNDED, PENDING]})
    if plan.pairs:
        _pairs(page, plan)
    end = page.row
    if options.live and plan.incidents:
        effect = f"${plan.effect.cell(HEADER + 1).ref.local}"
        cases = [(f'{effect}="{VETOED}"', "bad"), (f'{effect}="{WAITING}"', "open")]
        page.live_tints(HEADER + 1, end - 1, [(0, 0), (2, 2), (4, len(columns) - 1)], cases)
    page.row = plan.last + 1
    page.main(HEADER, len(columns))
    page.row = end


def _incident(page: Page, columns: tuple[Column, ...], incident: IncidentEffect, plan: VetoPlan, links: SourceLinks) -> None:
    row = page.row
    page.table_row(columns, [
        links.labelled(incident.id or "未填", [incident.source]), InputCell(plan.day.value(row)), incident.summary or "未写情况",
        InputCell(plan.conclusion.value(row)), plan.effect.formula(row), _reach(incident),
        plan.result.formula(row), incident.source,
    ], page.tint(_TINTS[incident.effect]), beside=((CONCERNED, plan.names.value(row)), *(((COUNTED, plan.counted_names.value(row)),) if plan.counted else ())))


def _reach(incident: IncidentEffect) -> str:
    """Whom it would reach, and the posts that nobody can say it is about."""
    within = "→".join(incident.within) or "没有查到是哪个科室"
    return f"{within}；未落实到岗位：{'、'.join(incident.loose)}" if incident.loose else within


def _pairs(page: Page, plan: VetoPlan) -> None:
    page.section("逐个候选：哪些事项与它有关")
    columns = (Column("编号"), Column("奖项"), Column("候选"), Column("调查结论", 0, "center"), Column("效力", 0, "center"),
               Column("科室"), Column("情况"), Column("件数" if plan.counted else ""))
    page.head(columns)
    assert page.row == plan.first_pair
    for award, standing, number in plan.pairs:
        incident, who, row = plan.incidents[number], standing.candidate, page.row
        cells = [Link(incident.id or "未填", plan.effect.cell(HEADER + 1 + number).ref.link), award.name, who.name,
                 plan.pair_conclusion.formula(row), plan.pair_effect.formula(row), who.department, incident_text(incident), _counted(plan, award, who, row)]
        beside = ((ABOUT, plan.about.value(row)), (VETO_REASONS, plan.veto_reasons.formula(row)), (OPEN_WORDS, plan.open_words.formula(row)))
        page.table_row(columns, cells, page.tint(_TINTS[incident.effect]), beside=beside if page.options.live else ())
    page.sheet.set_column(len(columns), OPEN_WORDS, 12, None, {"level": 1, "hidden": True})


def _counted(plan: VetoPlan, award: Award, who: Candidate, row: int) -> object:
    """How many are substantiated, and how many it takes, where one incident is not enough."""
    needed, effects = plan.rules.veto_from(award), plan.of(who, plan.pair_effect)
    if needed is None or effects is None:
        return None
    return sentence("属实 {count} 件，满 {needed} 件即否决", count=COUNTIF(effects.local, VETOED), needed=needed).formula(row)
