"""`fuwuyue templates`: the blank books that the rules ask for, written into 下发模板."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from fuwuyue_xlsx.evaluate.candidates import candidates_of
from fuwuyue_xlsx.intake.read_inbox import Progress, ReadOptions, read_inbox
from fuwuyue_xlsx.intake.workers.local import Death
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.outputs import saved_by_a_person
from fuwuyue_xlsx.reading.open_workbook import OpenedBook, open_book
from fuwuyue_xlsx.rulebook.read_rules import read_rules_file
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Rules
from fuwuyue_xlsx.schema import department_book
from fuwuyue_xlsx.schema.declarations import Book
from fuwuyue_xlsx.schema.office_books import DEEDS_BESIDE, for_reviewers, review_book
from fuwuyue_xlsx.schema.office_books import REVIEW as REVIEW_KIND
from fuwuyue_xlsx.schema.reviewers_books import reviewers_books
from fuwuyue_xlsx.templates.all_templates import template_books
from fuwuyue_xlsx.templates.template_book import write_book
from fuwuyue_xlsx.workspace import Workspace, not_writable, write_whole

REVIEW_STAGE, RETIRED, KEPT = "评审阶段", "已不用的模板", "_已填写备份_"
# seconds and bytes of memory for one template
_COST = (300, 4 << 30)
START, REVIEW = "start", "review"


@dataclass(frozen=True)
class TemplatesReport:
    """What was written, what was kept aside because somebody had filled it in, and what stopped the work.

    `retired`: books that the rules no longer have, moved aside.
    """

    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    retired: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def exit_code(self) -> int:
        return 2 if any(found.blocks for found in self.findings) else 0


def make_templates(workspace: Workspace, stage: str = START, progress: Progress | None = None,
                   options: ReadOptions | None = None) -> TemplatesReport:
    """The templates of the rules. A template that was filled in where it stands is moved aside, never overwritten."""
    if not workspace.root.is_dir():
        return TemplatesReport(findings=(finding("not-a-folder", folder=workspace.root),))
    rules, found = read_rules_file(workspace.rules)
    if rules is None:
        return TemplatesReport(findings=tuple(found))
    if stage == REVIEW and not workspace.inbox.is_dir():
        return TemplatesReport(findings=(finding("no-inbox", folder=workspace.inbox),))
    folder = workspace.templates / REVIEW_STAGE if stage == REVIEW else workspace.templates
    books = list(reviewers_books(review_stage_book(workspace, rules, options), rules) if stage == REVIEW else template_books(rules))
    written, kept = [], []
    retired: list[Path] = []
    try:
        retired = _retire(folder, {book.file_name for book in books})
        made = (options or ReadOptions()).workers.run(write_book, books, rules.campaign, lambda _: _COST)
        for number, (book, data) in enumerate(zip(books, made, strict=True), 1):
            path = folder / book.file_name
            if isinstance(data, Death):
                data = write_book(book, rules.campaign)
            kept += _keep_filled(path, data)
            written.append(write_whole(path, data, "新"))
            if progress:
                progress(number, len(books))
    except OSError as why:
        return TemplatesReport(tuple(written), tuple(kept), tuple(retired), (not_writable(folder, why),))
    return TemplatesReport(tuple(written), tuple(kept), tuple(retired), tuple(found))


def review_stage_book(workspace: Workspace, rules: Rules, options: ReadOptions | None = None) -> Book:
    """The reviewers' book with only those nominated, department by department, each with its deeds; it is made out to nobody yet."""
    intake = read_inbox(workspace.inbox, workspace.root, rules, options)
    deeds = {row["source"]: row["deeds"] for row in intake.tables.nominations.to_dict("records")}
    rows: dict[str, tuple[dict[str, str], ...]] = {}
    order = {name: number for number, name in enumerate(rules.departments)}
    for candidate in sorted(candidates_of(rules, intake.tables), key=lambda c: order[c.department]):
        if not candidate.nominated or candidate.level is Level.PERSON:
            continue
        row = {"科室": candidate.department}
        if candidate.level is not Level.DEPARTMENT:
            row["班组"] = candidate.team or OUTSIDE_TEAMS
        if candidate.post:
            row["岗位名称"] = candidate.post
        row[DEEDS_BESIDE.title] = for_reviewers(deeds.get(candidate.source))
        rows[candidate.award] = (*rows.get(candidate.award, ()), row)
    return review_book(rules, rows)


def _keep_filled(path: Path, data: bytes) -> list[Path]:
    """Move a template that somebody has saved since it was written to a free name beside it."""
    if not path.exists() or path.read_bytes() == data or not saved_by_a_person(path.read_bytes()):
        return []
    aside = path.with_name(f"{path.stem}{KEPT}{_digest(path)}{path.suffix}")
    path.replace(aside)
    return [aside]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _retire(folder: Path, current: set[str]) -> list[Path]:
    """Move the books of departments and reviewers that the rules no longer have into a folder of their own, filled in or not.

    Only files that carry our stamp and lie in the folder itself; copies kept aside as filled in stay.
    """
    moved = []
    for path in sorted(folder.glob("*.xlsx")) if folder.is_dir() else ():
        if path.name in current or KEPT in path.name or path.name.startswith(("~", ".")) or not _is_somebodys(path):
            continue
        aside = folder / RETIRED / path.name
        if aside.exists():
            aside = aside.with_name(f"{path.stem}_{_digest(path)}{path.suffix}")
        aside.parent.mkdir(exist_ok=True)
        path.replace(aside)
        moved.append(aside)
    return moved


def _is_somebodys(path: Path) -> bool:
    """Whether a file is a book of a department or of reviewers."""
    opened = open_book(path.read_bytes())
    kinds = (department_book.KIND, REVIEW_KIND)
    return isinstance(opened, OpenedBook) and opened.stamp is not None and opened.stamp.kind in kinds
