"""评优结果.xlsx, sheet by sheet in the order in which leaders read it. The same outcome gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import warnings

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.text import sheet_titles
from fuwuyue_xlsx.history.compare import Comparison, nothing_before
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import (
    award_sheet,
    change_sheet,
    condition_sheet,
    overview_sheet,
    policy_sheet,
    prize_sheet,
    record_sheets,
    rules_sheet,
    score_sheet,
    veto_sheet,
)
from fuwuyue_xlsx.results.award_plan import FIRST, LIVE_MOST, plan_awards
from fuwuyue_xlsx.results.score_plan import ScorePlan, plan_scores
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.schema.stamp import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.workbook.continuation import continued
from fuwuyue_xlsx.workbook.fast_package import with_rows
from fuwuyue_xlsx.workbook.fast_sheet import Sheet, rows_can_be_finished
from fuwuyue_xlsx.workbook.page import MOST_LINKS, MOST_ROWS, Looks
from fuwuyue_xlsx.workbook.source_links import SourceLinks
from fuwuyue_xlsx.workbook.style import Formats


def results_workbook(outcome: Outcome, way: str | None = "../", since: Comparison | None = None, *, most_rows: int = MOST_ROWS,
                     most_links: int = MOST_LINKS, finished: bool | None = None) -> bytes:
    """The results workbook as bytes. `way`: the path from the results folder to the workspace, for links; None: no links.
    `since`: what differs from the run before; None: there was none.

    Lists longer than `most_rows` go on on further sheets; beyond `most_links` links a sheet, texts stand without.
    `finished`: whether long tables are written as finished XML, much faster; None: where this xlsxwriter takes it.
    """
    finished = rows_can_be_finished() if finished is None else finished
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        looks = _write(workbook, outcome, SourceLinks(way), most_rows, most_links, finished)
        change_sheet.write_changes(workbook, looks, since or nothing_before())
        workbook.close()
    return with_rows(buffer.getvalue(), workbook.worksheets()) if finished else buffer.getvalue()


def _write(workbook: Workbook, outcome: Outcome, ways: SourceLinks, most_rows: int, most_links: int, finished: bool) -> Looks:
    """Plan what refers to each other, lay out the sheets in their order, write them in the order of their formulas."""
    campaign = outcome.rules.campaign
    created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
    workbook.set_properties({"title": f"{campaign.name}评选结果", "created": created})
    workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")
    facts = outcome.facts
    score_plan = plan_scores(outcome, facts, most_rows)
    condition_plan = condition_sheet.plan_conditions(outcome, most_rows)
    largest = max((len(result.standings) for result in outcome.evaluation.awards), default=0)
    looks = Looks(Formats(workbook), largest <= min(LIVE_MOST, most_rows - FIRST), most_rows, most_links, finished)
    titles = _add_sheets(workbook, outcome, score_plan, condition_plan, most_rows)
    reached = frozenset(standing.candidate for _, standing, _ in veto_sheet.pairs_of(outcome))
    awards = plan_awards(outcome, titles, reached)

    rules = rules_sheet.write_rules(workbook, looks, outcome, facts)
    found = veto_sheet.write_vetoes(workbook, looks, outcome, rules, ways)
    figures = {Source.SURVEY: record_sheets.department_area(outcome, record_sheets.SURVEY),
               Source.INSPECTION: record_sheets.department_area(outcome, record_sheets.INSPECTION)}
    score_sheet.write_scores(workbook, looks, outcome, score_plan, rules, ways)
    condition_sheet.write_conditions(workbook, looks, condition_plan, condition_sheet.Means(outcome, rules, score_plan, awards, figures, ways))
    for plan in awards.values():
        award_sheet.write_award(workbook, looks, plan, award_sheet.Sources(outcome, rules, score_plan, condition_plan, found))
    sums = prize_sheet.write_money(workbook, looks, outcome, awards, rules)
    record_sheets.write_submissions(workbook, looks, outcome, score_plan, ways)
    record_sheets.write_issues(workbook, looks, outcome, ways)
    policy_sheet.write_policies(workbook, looks, outcome)
    overview_sheet.write_overview(workbook, looks, outcome, overview_sheet.Found(rules, awards, sums, found, score_plan.figures))
    return looks


def _add_sheets(workbook: Workbook, outcome: Outcome, score_plan: ScorePlan, condition_plan: condition_sheet.ConditionPlan,
                most_rows: int) -> dict[str, str]:
    """All sheets in the order of reading; the titles of the awards' own."""
    files = [continued(record_sheets.SUBMISSIONS, n) for n in range(record_sheets.file_sheets(outcome, most_rows))]
    issues = [continued(record_sheets.ISSUES, n) for n in range(record_sheets.issue_sheets(outcome, most_rows))]
    after = [veto_sheet.TITLE, *condition_plan.stack.titles, prize_sheet.TITLE, *score_plan.stack.titles, *files, *issues, policy_sheet.TITLE,
             rules_sheet.TITLE, change_sheet.TITLE]
    titles = sheet_titles((one.name for one in outcome.rules.awards), [overview_sheet.TITLE, *after])
    workbook.add_worksheet(overview_sheet.TITLE, Sheet)
    for result in outcome.evaluation.awards:
        for number in range(award_sheet.award_sheets(len(result.standings), most_rows)):
            workbook.add_worksheet(continued(titles[result.award.name], number), Sheet)
    for title in after:
        workbook.add_worksheet(title, Sheet)
    return titles
