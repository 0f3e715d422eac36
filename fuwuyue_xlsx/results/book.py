"""评优结果.xlsx, sheet by sheet in the order in which leaders read it. The same outcome gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import warnings

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.history.compare import Comparison, nothing_before
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.reading.stamp import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.results import award, changes, conditions, money, overview, policies, records, rules_used, scores, vetoes
from fuwuyue_xlsx.results.award_plan import FIRST, LIVE_MOST, plan_awards
from fuwuyue_xlsx.results.package import with_rows
from fuwuyue_xlsx.results.page import MOST_LINKS, MOST_ROWS, Looks
from fuwuyue_xlsx.results.score_plan import ScorePlan, plan_scores
from fuwuyue_xlsx.results.sheet import Sheet, rows_can_be_finished
from fuwuyue_xlsx.results.sources import Ways
from fuwuyue_xlsx.results.stacks import continued
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.text import sheet_titles


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
        looks = _write(workbook, outcome, Ways(way), most_rows, most_links, finished)
        changes.write_changes(workbook, looks, since or nothing_before())
        workbook.close()
    return with_rows(buffer.getvalue(), workbook.worksheets()) if finished else buffer.getvalue()


def _write(workbook: Workbook, outcome: Outcome, ways: Ways, most_rows: int, most_links: int, finished: bool) -> Looks:
    """Plan what refers to each other, lay out the sheets in their order, write them in the order of their formulas."""
    campaign = outcome.rules.campaign
    created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
    workbook.set_properties({"title": f"{campaign.name}评选结果", "created": created})
    workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")
    facts = outcome.facts or facts_of(outcome.rules, outcome.tables)
    score_plan = plan_scores(outcome, facts, most_rows)
    condition_plan = conditions.plan_conditions(outcome, most_rows)
    largest = max((len(result.standings) for result in outcome.evaluation.awards), default=0)
    looks = Looks(Formats(workbook), largest <= min(LIVE_MOST, most_rows - FIRST), most_rows, most_links, finished)
    titles = _add_sheets(workbook, outcome, score_plan, condition_plan, most_rows)
    reached = frozenset(standing.candidate for _, standing, _ in vetoes.pairs_of(outcome))
    awards = plan_awards(outcome, titles, reached)

    rules = rules_used.write_rules(workbook, looks, outcome, facts)
    found = vetoes.write_vetoes(workbook, looks, outcome, rules, ways)
    figures = {Source.SURVEY: records.department_area(outcome, records.SURVEY),
               Source.INSPECTION: records.department_area(outcome, records.INSPECTION)}
    scores.write_scores(workbook, looks, outcome, score_plan, rules, ways)
    conditions.write_conditions(workbook, looks, condition_plan, conditions.Means(outcome, rules, score_plan, awards, figures, ways))
    for plan in awards.values():
        award.write_award(workbook, looks, plan, award.Sources(outcome, rules, score_plan, condition_plan, found))
    sums = money.write_money(workbook, looks, outcome, awards, rules)
    records.write_submissions(workbook, looks, outcome, score_plan, ways)
    records.write_issues(workbook, looks, outcome, ways)
    policies.write_policies(workbook, looks, outcome)
    overview.write_overview(workbook, looks, outcome, overview.Found(rules, awards, sums, found, score_plan.figures))
    return looks


def _add_sheets(workbook: Workbook, outcome: Outcome, score_plan: ScorePlan, condition_plan: conditions.ConditionPlan,
                most_rows: int) -> dict[str, str]:
    """All sheets in the order of reading; the titles of the awards' own."""
    files = [continued(records.SUBMISSIONS, n) for n in range(records.file_sheets(outcome, most_rows))]
    issues = [continued(records.ISSUES, n) for n in range(records.issue_sheets(outcome, most_rows))]
    after = [vetoes.TITLE, *condition_plan.stack.titles, money.TITLE, *score_plan.stack.titles, *files, *issues, policies.TITLE,
             rules_used.TITLE, changes.TITLE]
    titles = sheet_titles((one.name for one in outcome.rules.awards), [overview.TITLE, *after])
    workbook.add_worksheet(overview.TITLE, Sheet)
    for result in outcome.evaluation.awards:
        for number in range(award.award_sheets(len(result.standings), most_rows)):
            workbook.add_worksheet(continued(titles[result.award.name], number), Sheet)
    for title in after:
        workbook.add_worksheet(title, Sheet)
    return titles
