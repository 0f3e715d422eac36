"""Which book a file is: by its stamp, else by its sheet titles. Never by its name."""

from __future__ import annotations

from fuwuyue_xlsx.intake.inbox import SourceFile
from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.opening import OpenedBook
from fuwuyue_xlsx.reading.parts import Stamp
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department as d
from fuwuyue_xlsx.schema import office
from fuwuyue_xlsx.schema.wording import HIDDEN_SHEET
from fuwuyue_xlsx.text import key

RESULTS_KIND, RULES_KIND = "results", "rules"
KINDS = (d.KIND, office.INSPECTION, office.SURVEY, office.INCIDENTS, office.REVIEW)
_DEPARTMENT_SHEETS = (d.INFO, d.TEAMS, d.PLAN, d.CONTESTS, d.TRAININGS, d.SERVICES, d.PUBLICITY, d.SUGGESTIONS)


def stamp_of(opened: OpenedBook) -> Stamp | None:
    """The stamp: in the document properties, else on the hidden sheet."""
    if opened.stamp:
        return opened.stamp
    hidden = opened.grid(HIDDEN_SHEET)
    return Stamp.parse(str(hidden.value(0, 0))) if hidden and hidden.height else None


def recognise(source: SourceFile, rules: Rules) -> Problem | None:
    """Set the file's kind; a finding when it is none of this campaign's books."""
    assert source.opened is not None
    stamp = stamp_of(source.opened)
    if stamp is None:
        source.kind = _kind_by_sheets(source.opened, rules)
        return None if source.kind else problem("file-foreign", Place(source.path))
    if stamp.kind in (RESULTS_KIND, RULES_KIND):
        return problem("file-own-output", Place(source.path))
    if stamp.kind not in KINDS:
        return problem("file-foreign", Place(source.path))
    if stamp.campaign != str(rules.campaign.year):
        return problem("file-other-year", Place(source.path), stamped=f"{stamp.campaign} 年")
    source.kind = stamp.kind
    return None


def _kind_by_sheets(opened: OpenedBook, rules: Rules) -> str | None:
    titles = {key(grid.title) for grid in opened.grids}

    def has(*names: str) -> int:
        return sum(key(name) in titles for name in names)

    if has(*_DEPARTMENT_SHEETS) >= 3:
        return d.KIND
    if has(office.REVIEWER_SHEET):
        return office.REVIEW
    if has(office.SURVEY_SHEET):
        return office.SURVEY
    if has(office.INCIDENT_SHEET):
        return office.INCIDENTS
    if has(*office.inspection_titles(rules).values()):
        return office.INSPECTION
    return None
