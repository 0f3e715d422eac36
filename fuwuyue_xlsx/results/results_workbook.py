"""评优结果.xlsx, sheet by sheet in the order in which leaders read it. The same outcome gives the same bytes."""

from __future__ import annotations

import datetime as dt
import gc
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xlsxwriter import Workbook

from fuwuyue_xlsx.history.compare import Comparison, nothing_before
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import (
    award_sheet,
    change_sheet,
    condition_sheet,
    overview_sheet,
    policy_sheet,
    prize_plan,
    prize_sheet,
    record_sheets,
    rules_plan,
    rules_sheet,
    score_sheet,
    share_plan,
    share_sheet,
    veto_plan,
    veto_sheet,
)
from fuwuyue_xlsx.results.award_layout import FIRST, LIVE_MOST
from fuwuyue_xlsx.results.plans import Plans, plan_all
from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.workbook.continuation import continued
from fuwuyue_xlsx.workbook.fast_package import with_rows
from fuwuyue_xlsx.workbook.sheet_options import MOST_LINKS, MOST_ROWS, SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks
from fuwuyue_xlsx.workbook.style import Formats, guard
from fuwuyue_xlsx.workbook.xlsxwriter_internals import ResultsSheet, rows_can_be_finished


def results_workbook(outcome: Outcome, way: str | None = "../", since: Comparison | None = None, *, most_rows: int = MOST_ROWS,
                     most_links: int = MOST_LINKS, finished: bool | None = None) -> bytes:
    """The results workbook as bytes. `way`: the path from the results folder to the workspace, for links; None: no links.
    `since`: what differs from the run before; None: there was none.

    Lists longer than `most_rows` go on on further sheets; beyond `most_links` links a sheet, texts stand without.
    `finished`: whether long tables are written as finished XML, much faster; None: where this xlsxwriter takes it.
    """
    finished = rows_can_be_finished() if finished is None else finished
    buffer = io.BytesIO()
    with warnings.catch_warnings(), _without_collector():
        warnings.simplefilter("error")
        workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        options = _write(workbook, outcome, SourceLinks(way), most_rows, most_links, finished)
        change_sheet.write_changes(workbook, options, since or nothing_before())
        # no formula looks at the findings, and folded rows of a guarded sheet could not be unfolded
        unguarded = _finding_titles(outcome, most_rows)
        for sheet in workbook.worksheets():
            if sheet.get_name() not in unguarded:
                guard(sheet)
        workbook.close()
    return with_rows(buffer.getvalue(), workbook.worksheets()) if finished else buffer.getvalue()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Nothing that a book is made of is dropped before it is whole; looking for what could be takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # what has come together counts as looked through; else the next look would go through all of it
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def _write(workbook: Workbook, outcome: Outcome, links: SourceLinks, most_rows: int, most_links: int, finished: bool) -> SheetOptions:
    """Plan what refers to each other, lay out the sheets in their order, write them in the order of their formulas."""
    book_properties(workbook, outcome)
    facts = outcome.facts
    files = [continued(record_sheets.SUBMISSIONS, n) for n in range(record_sheets.file_sheets(outcome, most_rows))]
    issues = _finding_titles(outcome, most_rows)
    shares = [share_plan.TITLE] if any(award.shares for award in outcome.rules.enabled_awards) else []
    others = (overview_sheet.TITLE, veto_plan.TITLE, *shares, prize_plan.TITLE, *files, *issues, policy_sheet.TITLE, rules_plan.TITLE,
              change_sheet.TITLE)
    plans = plan_all(outcome, facts, most_rows, others)
    largest = max((len(result.standings) for result in outcome.evaluation.awards), default=0)
    options = SheetOptions(Formats(workbook), largest <= min(LIVE_MOST, most_rows - FIRST), most_rows, most_links, finished)
    _add_sheets(workbook, plans, most_rows, files, issues)

    rules_sheet.write_rules(workbook, options, outcome, facts, plans.rules)
    veto_sheet.write_vetoes(workbook, options, outcome, plans.vetoes, links)
    score_sheet.write_scores(workbook, options, outcome, plans.scores, links)
    condition_sheet.write_conditions(workbook, options, outcome, plans.conditions, plans.awards, links)
    for award in plans.awards.values():
        award_sheet.write_award(workbook, options, award)
    share_sheet.write_shares(workbook, options, plans.shares)
    prize_sheet.write_prizes(workbook, options, plans.prizes, plans.awards, plans.rules)
    record_sheets.write_submissions(workbook, options, outcome, plans.scores, plans.department_figures, links)
    record_sheets.write_findings(workbook, options, outcome, links)
    policy_sheet.write_policies(workbook, options, outcome)
    overview_sheet.write_overview(workbook, options, outcome, plans, links)
    return options


def book_properties(workbook: Workbook, outcome: Outcome) -> None:
    """Title, stamp and a time that depends on the rules alone, so that the same outcome gives the same bytes."""
    campaign = outcome.rules.campaign
    created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
    workbook.set_properties({"title": campaign.titled("评选结果"), "created": created})
    workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")


def _finding_titles(outcome: Outcome, most_rows: int) -> list[str]:
    return [continued(record_sheets.FINDINGS_TITLE, n) for n in range(record_sheets.finding_sheets(outcome, most_rows))]


def _add_sheets(workbook: Workbook, plans: Plans, most_rows: int, files: Sequence[str], issues: Sequence[str]) -> None:
    """All sheets in the order of reading."""
    workbook.add_worksheet(overview_sheet.TITLE, ResultsSheet)
    for award in plans.awards.values():
        for title in award_sheet.award_titles(award, most_rows):
            workbook.add_worksheet(title, ResultsSheet)
    shares = [share_plan.TITLE] if plans.shares.rows else []
    for title in (veto_plan.TITLE, *plans.conditions.stack.titles, *shares, prize_plan.TITLE, *plans.scores.stack.titles, *files, *issues,
                  policy_sheet.TITLE, rules_plan.TITLE, change_sheet.TITLE):
        workbook.add_worksheet(title, ResultsSheet)
