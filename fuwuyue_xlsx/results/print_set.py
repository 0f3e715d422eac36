"""打印用.xlsx: the sheets of the results that are printed and signed, as figures: 结果总览, the awards that are on, 一票否决."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import award_sheet, overview_sheet, veto_plan, veto_sheet
from fuwuyue_xlsx.results.plans import plan_all
from fuwuyue_xlsx.results.results_workbook import book_properties
from fuwuyue_xlsx.workbook.sheet_options import MOST_ROWS, SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks
from fuwuyue_xlsx.workbook.style import Formats, guard
from fuwuyue_xlsx.workbook.xlsxwriter_internals import ResultsSheet

FILE = "打印用.xlsx"
NOT_YET = "初步结果，不能公示"
_ALARM = "C00000"


def print_set(outcome: Outcome) -> bytes:
    """The workbook as bytes; the same outcome gives the same bytes. Every page of a preliminary result says so.

    Nothing in it is a formula or a link: whoever wants to know why, or to try another value, opens 评优结果.xlsx.
    """
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book_properties(workbook, outcome)
    plans = plan_all(outcome, outcome.facts, MOST_ROWS, (overview_sheet.TITLE, veto_plan.TITLE))
    options, nowhere = SheetOptions(Formats(workbook), live=False, most_links=0, printed=True), SourceLinks(None)
    shown = [plan for plan in plans.awards.values() if plan.award.enabled]
    titles = (title for plan in shown for title in award_sheet.award_titles(plan, MOST_ROWS))
    for title in (overview_sheet.TITLE, *titles, veto_plan.TITLE):
        workbook.add_worksheet(title, ResultsSheet)
    veto_sheet.write_vetoes(workbook, options, outcome, plans.vetoes, nowhere)
    for plan in shown:
        award_sheet.write_award(workbook, options, plan)
    overview_sheet.write_overview(workbook, options, outcome, plans, nowhere)
    warning = outcome.warning(NOT_YET)
    for sheet in workbook.worksheets():
        if warning:
            sheet.set_header(f"&C&14&K{_ALARM}{warning}")
        guard(sheet)
    workbook.close()
    return buffer.getvalue()
