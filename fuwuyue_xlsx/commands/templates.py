"""`fuwuyue templates`: the blank books that the rules ask for, written into 下发模板."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fuwuyue_xlsx.evaluate.candidates import candidates_of
from fuwuyue_xlsx.intake.read_inbox import Progress, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import Death
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.outputs import EDITED, OutputFolder, checksum, write_outputs
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Rules
from fuwuyue_xlsx.schema import department_book
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.office_books import REVIEW as REVIEW_KIND
from fuwuyue_xlsx.schema.review_book import DEEDS_BESIDE, OWN_NAME, for_reviewers, review_book
from fuwuyue_xlsx.schema.reviewers_books import reviewers_books
from fuwuyue_xlsx.templates.all_templates import template_books
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import BESIDE, Workspace, marked_names, not_writable, system_error_text

REVIEW_STAGE, RETIRED = "评审阶段", "已不用的模板"
# in the names of templates that were kept aside; programs before this one used the second
KEPT = f"（{EDITED}，", "_已填写备份_"
# seconds and bytes of memory for one template
_COST = (300, 4 << 30)
START, REVIEW = "start", "review"


@dataclass(frozen=True)
class TemplatesReport:
    """What was written, and what a person should know: a filled-in one that is kept aside, one that could not be written.

    `retired`: books that the rules no longer have, moved aside.
    """

    written: tuple[Path, ...] = ()
    retired: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        """2 when something keeps the templates from being used, else 0."""
        return 2 if any(one.blocks for one in self.findings) else 0


def make_templates(workspace: Workspace, stage: str = START, progress: Progress | None = None, options: ReadOptions | None = None,
                   clock: Callable[[], dt.datetime] = dt.datetime.now) -> TemplatesReport:
    """The templates of the rules. What somebody has filled in where it stands is kept aside, never overwritten; a template that
    cannot be written costs only itself."""
    if not workspace.root.is_dir():
        return TemplatesReport(findings=(finding("not-a-folder", folder=workspace.root),))
    rules, rules_findings = read_rules_file(workspace.rules)
    if rules is None:
        return TemplatesReport(findings=tuple(rules_findings))
    if stage == REVIEW and not workspace.inbox.is_dir():
        return TemplatesReport(findings=(finding("no-inbox", folder=workspace.inbox),))
    folder = workspace.templates / REVIEW_STAGE if stage == REVIEW else workspace.templates
    books = list(reviewers_books(review_stage_book(workspace, rules, options), rules) if stage == REVIEW else template_books(rules))
    contents = (options or ReadOptions()).workers.run(write_book, books, rules.campaign, lambda _: _COST)
    files = ((book.file_name, write_book(book, rules.campaign) if isinstance(data, Death) else data)
             for book, data in zip(books, contents, strict=True))
    retired, findings = _retire(folder, {book.file_name for book in books})
    written, stuck = [], []
    for number, output in enumerate(write_outputs(OutputFolder(workspace.root, folder), files, f"{clock():%Y%m%d-%H%M%S}"), 1):
        if output.failure is None:
            written.append(output.path)
        else:
            stuck.append(output.failure)
        findings += output.remarks
        if progress:
            progress(number, len(books))
    if not written:
        findings = [not_writable(folder, stuck[0])]
    return TemplatesReport(tuple(written), tuple(retired), (*rules_findings, *findings))


def review_stage_book(workspace: Workspace, rules: Rules, options: ReadOptions | None = None) -> Book:
    """The reviewers' book with only those nominated, department by department, each with its deeds; it is made out to nobody yet."""
    intake = read_inbox(workspace.inbox, workspace.root, rules, options)
    deeds = {row["source"]: row["deeds"] for row in intake.tables.nominations.to_dict("records")}
    rows: dict[str, tuple[dict[str, str], ...]] = {}
    order = {name: number for number, name in enumerate(rules.departments)}
    for candidate in sorted(candidates_of(rules, intake.tables), key=lambda c: order[c.department]):
        if not candidate.nominated:
            continue
        row = {"科室": candidate.department}
        if candidate.level is not Level.DEPARTMENT:
            row["班组"] = candidate.team or OUTSIDE_TEAMS
        if candidate.level in OWN_NAME:
            row[OWN_NAME[candidate.level]] = candidate.name
        row[DEEDS_BESIDE.title] = for_reviewers(deeds.get(candidate.source))
        listed = rows.get(candidate.reviewed_for, ())
        # whoever is nominated for several tiers is reviewed for the first of them
        if not any(other.items() >= {name: row[name] for name in row if name != DEEDS_BESIDE.title}.items() for other in listed):
            rows[candidate.reviewed_for] = (*listed, row)
    return review_book(rules, rows)


def _retire(folder: Path, current: set[str]) -> tuple[list[Path], list[Finding]]:
    """Move the books of departments and reviewers that the rules no longer have into a folder of their own, filled in or not.

    Only files that carry our stamp and lie in the folder itself; copies kept aside as filled in stay, and so does what was
    written beside a template of the rules that was held open. One that cannot be moved is a finding.
    """
    moved, stuck = [], []
    beside = {path.name for name in current for path in marked_names(folder / name, BESIDE)}
    for path in sorted(folder.glob("*.xlsx")) if folder.is_dir() else ():
        if path.name in current | beside or any(word in path.name for word in KEPT) or path.name.startswith(("~", ".")):
            continue
        try:
            if _is_somebodys(path):
                moved.append(_moved_aside(path, folder / RETIRED / path.name))
        except OSError as why:
            stuck.append(finding("template-not-retired", Place(str(path)), name=path.name, why=system_error_text(why)))
    return moved, stuck


def _moved_aside(path: Path, aside: Path) -> Path:
    """A name that is taken gets a part of the file's checksum."""
    if aside.exists():
        aside = aside.with_name(f"{path.stem}_{checksum(path.read_bytes())[:8]}{path.suffix}")
    aside.parent.mkdir(exist_ok=True)
    return path.replace(aside)


def _is_somebodys(path: Path) -> bool:
    """Whether a file is a book of a department or of reviewers."""
    opened = open_book(path.read_bytes())
    kinds = (department_book.KIND, REVIEW_KIND)
    return isinstance(opened, OpenedBook) and opened.stamp is not None and opened.stamp.kind in kinds
