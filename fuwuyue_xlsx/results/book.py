"""评优结果.xlsx, sheet by sheet in the order in which leaders read it. The same outcome gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import warnings

from xlsxwriter import Workbook

from fuwuyue_xlsx.history.compare import Comparison, nothing_before
from fuwuyue_xlsx.look import Formats
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.reading.parts import STAMP_PROPERTY, Stamp
from fuwuyue_xlsx.results import changes, evidence, money, overview, policies, records
from fuwuyue_xlsx.results.award import write_award
from fuwuyue_xlsx.text import sheet_titles

_FIXED = (overview.TITLE, evidence.VETOES, evidence.CONDITIONS, money.TITLE, evidence.SCORES, records.SUBMISSIONS,
          records.ISSUES, policies.TITLE, records.RULES, changes.TITLE)


def results_workbook(outcome: Outcome, way: str | None = "../", since: Comparison | None = None) -> bytes:
    """The results workbook as bytes. `way`: the path from the results folder to the workspace, for links; None: no links.
    `since`: what differs from the run before; None: there was none."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _write(workbook, outcome, way, since or nothing_before())
        workbook.close()
    return buffer.getvalue()


def _write(workbook: Workbook, outcome: Outcome, way: str | None, since: Comparison) -> None:
    campaign = outcome.rules.campaign
    created = dt.datetime.combine(campaign.material_due.date(), dt.time(18))
    workbook.set_properties({"title": f"{campaign.name}评选结果", "created": created})
    workbook.set_custom_property(STAMP_PROPERTY, Stamp("results", str(campaign.year)).text(), "text")
    formats = Formats(workbook)
    titles = sheet_titles((award.name for award in outcome.rules.awards), _FIXED)
    overview.write_overview(workbook, formats, outcome, titles)
    for result in outcome.evaluation.awards:
        write_award(workbook, formats, outcome, result, titles[result.award.name])
    evidence.write_vetoes(workbook, formats, outcome)
    evidence.write_conditions(workbook, formats, outcome)
    money.write_money(workbook, formats, outcome)
    evidence.write_scores(workbook, formats, outcome)
    records.write_submissions(workbook, formats, outcome)
    records.write_issues(workbook, formats, outcome, way)
    policies.write_policies(workbook, formats, outcome)
    records.write_rules(workbook, formats, outcome)
    changes.write_changes(workbook, formats, since)
