"""条件核查: every nominated candidate × condition, what was counted against what is asked, met or not by formula."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.condition_plan import (
    AMOUNT,
    HEADER,
    OWN_MET,
    REASON,
    TITLE,
    UNMET,
    VETOED,
    ConditionCells,
    ConditionPlan,
    ConditionRow,
)
from fuwuyue_xlsx.results.veto_plan import TITLE as VETOES
from fuwuyue_xlsx.rules.model import ConditionKind
from fuwuyue_xlsx.workbook.functions import text_format
from fuwuyue_xlsx.workbook.page import Column, InputCell, Link, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks, sources_text


def write_conditions(workbook: Workbook, options: SheetOptions, outcome: Outcome, plan: ConditionPlan, awards: Mapping[str, AwardPlan],
                     links: SourceLinks) -> None:
    """Counts may be changed here, thresholds on 规则; a component's figure comes from the award's list."""
    columns = (Column("奖项", 12), Column("候选", 24), Column("科室", 13), Column("序号", 6, "center"), Column("条件", 32),
               Column("类型", 9, "center"), Column("核查数", 9, "center"), Column("要求", 8, "center"), Column("结果", 9, "center"),
               Column("依据", 34), Column("出处", 40))
    points = Column("核查数", 9, "center", text_format(outcome.rules.policies.decimals))
    figures = (*columns[:AMOUNT], points, *columns[AMOUNT + 1:])
    for number, cells in enumerate(plan.sheets):
        page = Page(workbook, options, cells.title, [column.width for column in columns], long=True)
        page.heading(TITLE + (f"（续 {number + 1}）" if number else ""))
        page.line("只列被推荐的候选。硬性条件不满足的不参加排名；参考条件只列依据；一票否决见“一票否决”。")
        page.legend()
        assert page.row == HEADER
        page.head(columns)
        for row in cells.rows:
            _row(page, columns if not row.check.in_points else figures, cells, row, awards, links)
        if not cells.rows:
            page.line("没有被推荐的候选")
        elif options.live:
            page.helpers(REASON, ("不满足的原因", *(("本条满足",) if cells.grouped else ())), HEADER)
            verdict = f"$I{HEADER + 2}"
            page.live_tints(HEADER + 1, page.row - 1, [(0, AMOUNT - 1), (AMOUNT + 1, len(columns) - 1)],
                            [(f'OR({verdict}="{UNMET}",{verdict}="{VETOED}")', "bad")])
        page.main(HEADER, len(columns))


def _row(page: Page, columns: tuple[Column, ...], cells: ConditionCells, row: ConditionRow, awards: Mapping[str, AwardPlan], links: SourceLinks) -> None:
    who, evidence, at = row.standing.candidate, row.evidence, page.row
    condition = evidence.condition
    counts = not row.check.in_points
    number = links.labelled(condition.number, evidence.sources) if evidence.sources and counts else condition.number
    start = [Link(row.result.award.name, awards[row.result.award.name].layout.row_link(who)), who.name, who.department, number, condition.text,
             condition.kind.value]
    words: object = Link("见“一票否决”", f"internal:'{VETOES}'!A1") if row.is_veto else cells.words.formula(at)
    sources = None if row.is_veto else sources_text(evidence.sources) if counts else "见本奖项的名单" if row.check.composite else "见“评分明细”"
    page.table_row(columns, [*start, _amount(cells, row, at), cells.asked.formula(at), cells.verdict.formula(at), words, sources],
                   page.tint(_tint(row)), beside=_helpers(cells, at) if page.options.live and condition.kind is ConditionKind.HARD else ())


def _helpers(cells: ConditionCells, at: int) -> tuple[tuple[int, object], ...]:
    """The cells for formulas alone beside a condition that must be met."""
    own = ((OWN_MET, cells.own_met.formula(at)),) if cells.grouped else ()
    return ((REASON, cells.reason.formula(at)), *own)


def _amount(cells: ConditionCells, row: ConditionRow, at: int) -> object:
    """What was counted, which may be changed, or a score with a link to where it stands."""
    if not row.compares:
        return None
    if not row.check.in_points:
        return InputCell(cells.amount.value(at))
    place = cells.score_cell(row)
    return Link(cells.amount.formula(at), place.ref.link) if place else cells.amount.value(at)


def _tint(row: ConditionRow) -> str:
    if row.is_veto:
        return "bad" if row.evidence.condition.kind is ConditionKind.VETO and row.standing.status is Status.VETOED else ""
    return "bad" if row.compares and row.evidence.unmet else ""
