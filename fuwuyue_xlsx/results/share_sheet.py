"""类别比例: a row for each department and each share that an award for persons asks for; it is told, and decides nothing."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.results.share_plan import HEADER, MET, PARTS, TITLE, UNMET, VERDICT, SharePlan
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions

_COLUMNS = (Column("奖项", 20), Column("科室", 20), Column("人员类别", 16), Column("要求", 24), Column("获奖人数", 10, "center"),
            Column("其中该类别", 10, "center"), Column("核对", 12, "center"))


def write_shares(workbook: Workbook, options: SheetOptions, plan: SharePlan) -> None:
    """Write the sheet, where any award asks for a share."""
    if not plan.rows:
        return
    page = Page(workbook, options, TITLE, [column.width for column in _COLUMNS], landscape=False, long=True)
    page.heading(TITLE)
    page.line("每个科室的获奖者里各类人员占多少，只核对、不影响获奖。没有获奖者的科室不用核对；没有写人员类别的不算在任何一类。")
    assert page.row == HEADER
    page.head(_COLUMNS)
    for row in plan.rows:
        award = Link(row.plan.award.name, f"internal:{row.plan.layout.top.qualified}")
        counted = [series.formula(page.row) for series in (plan.winners, plan.of_category, plan.verdict)]
        beside = [(part.area.column, part.formula(page.row)) for part in plan.parts] if page.options.live else ()
        page.table_row(_COLUMNS, [award, row.department, row.share.category, row.share.words, *counted], beside=beside)
    if page.options.live:
        page.helpers(PARTS, ["其中该类别（分段）"] * len(plan.parts), HEADER)
    verdict = f"$G{HEADER + 2}"
    page.live_tints(HEADER + 1, page.row - 1, [(0, VERDICT)], [(f'{verdict}="{UNMET}"', "open"), (f'{verdict}="{MET}"', "good")])
    page.main(HEADER, len(_COLUMNS))
    page.sheet.print_area(0, 0, page.row - 1, len(_COLUMNS) - 1)
