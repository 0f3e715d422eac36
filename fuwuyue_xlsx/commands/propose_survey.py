"""`fuwuyue survey`: what the columns of an export may stand for, for the office to correct; the rules workbook is never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuwuyue_xlsx.intake.kinds.survey_proposal import Proposal, proposal_of
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.outputs import results_folder, write_outputs
from fuwuyue_xlsx.reading.open_workbook import NO_BOOK, OpenedBook, Unopened, open_book
from fuwuyue_xlsx.reading.text_book import open_text
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.rules_workbook import GRADE_WORDS, MAPPING, PROPOSAL_FILE, proposal_book
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, not_writable


@dataclass(frozen=True)
class SurveyReport:
    """The proposal, where it was written, and what stands in the way."""

    proposal: Proposal | None = None
    written: Path | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 written · 2 not."""
        return 0 if self.written else 2

    @property
    def summary(self) -> str:
        """How many rows are proposed, and how many of them the office has to fill in."""
        if self.proposal is None:
            return ""
        rows = [*self.proposal.mapping, *self.proposal.words]
        left = sum(row.open for row in rows)
        still_open = f"，其中 {left} 行有空着的格要填" if left else ""
        return f"{MAPPING} {len(self.proposal.mapping)} 行，{GRADE_WORDS} {len(self.proposal.words)} 行{still_open}。"


def _opened(data: bytes, passwords: tuple[str, ...], rules: Rules) -> OpenedBook | Unopened:
    """The export as a book, or as the text with tables that it may be as well."""
    opened = open_book(data, passwords, books_of(rules).most_sheets)
    text = open_text(data) if isinstance(opened, Unopened) and opened.why.code in NO_BOOK else None
    return text.opened if text is not None and text.opened is not None else opened


def propose(workspace: Workspace, file: Path, passwords: tuple[str, ...] = (),
            clock: Callable[[], dt.datetime] = dt.datetime.now) -> SurveyReport:
    """Propose 问卷对照 and 等级对照 for an export and write them into the results folder; a proposal that somebody has filled in is kept."""
    if not workspace.root.is_dir():
        return SurveyReport(findings=(finding("not-a-folder", folder=workspace.root),))
    if workspace.output_in_inbox:
        return SurveyReport(findings=(finding("output-in-inbox", folder=workspace.output),))
    rules, findings = read_rules_file(workspace.rules)
    if rules is None:
        return SurveyReport(findings=tuple(findings))
    try:
        opened = _opened(file.read_bytes(), passwords, rules)
    except FileNotFoundError:
        return SurveyReport(findings=(finding("nothing-to-check", file=file),))
    except OSError:
        return SurveyReport(findings=(finding("file-unreadable", Place(str(file))),))
    if isinstance(opened, Unopened):
        return SurveyReport(findings=(opened.why.at(Place(str(file))),))
    proposal = proposal_of(opened, rules)
    if not proposal.mapping:
        return SurveyReport(findings=(finding("survey-nothing-found", file=file.name),))
    values = {title: [(*row.values, row.likeness, row.remark) for row in rows] for title, rows in
              ((MAPPING, proposal.mapping), (GRADE_WORDS, proposal.words))}
    data = write_book(proposal_book(), rules.campaign, values)
    (output,) = write_outputs(results_folder(workspace), [(PROPOSAL_FILE, data)], f"{clock():%Y%m%d-%H%M%S}")
    if output.failure is not None:
        return SurveyReport(proposal, findings=(not_writable(workspace.output, output.failure),))
    return SurveyReport(proposal, output.path, output.remarks)
