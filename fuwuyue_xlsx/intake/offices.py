"""The office's books: each kind read, its copies and versions settled, its rows handed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuwuyue_xlsx.intake.book import BookRead, read_book, set_aside, use
from fuwuyue_xlsx.intake.export import export_answers, export_grid
from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.intake.incidents import incident_rows
from fuwuyue_xlsx.intake.inspection import Visit, visits_of
from fuwuyue_xlsx.intake.review import Review, review_of
from fuwuyue_xlsx.intake.survey import answers_of
from fuwuyue_xlsx.intake.versions import differences, newest, replaced, supersede
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.reading.grid import Claim
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import office
from fuwuyue_xlsx.schema.model import Book

OFFICE_KINDS = (office.INSPECTION, office.SURVEY, office.INCIDENTS, office.REVIEW)
Row = dict[str, Any]


def _filled(files: list[SourceFile], book: Book) -> Iterator[BookRead]:
    """The books somebody wrote in; a blank template is put aside."""
    for file in files:
        read = read_book(file, book)
        if read.blank:
            file.problems.append(problem("file-blank", Place(file.path)))
            set_aside(read)
        else:
            yield read


def read_surveys(files: list[SourceFile], rules: Rules) -> list[Row]:
    """The valid responses of all copies; every copy counts."""
    exports = [file for file in files if file.opened and file.opened.grid(office.SURVEY_SHEET) is None and export_grid(file, rules)]
    rows = [row for file in exports for row in export_answers(file, rules)]
    for read in _filled([file for file in files if file not in exports], office.survey_book(rules)):
        rows += answers_of(read, rules)
        use(read)
    return rows


def read_registers(files: list[SourceFile], rules: Rules) -> list[tuple[SourceFile, list[Row]]]:
    """Each register with its rows. A blank one counts: it says that nothing happened."""
    registers = []
    for file in files:
        read = read_book(file, office.incident_book(rules))
        registers.append((file, incident_rows(read, rules)))
        use(read)
    return registers


def read_reviews(files: list[SourceFile], rules: Rules) -> list[Row]:
    """The rows of every reviewer's newest book."""
    reads = list(_filled(files, office.review_book(rules)))
    reviews = [(read, review_of(read, rules)) for read in reads]
    kept, pairs = newest(reviews, lambda pair: pair[1].same_as, lambda pair: pair[1].source)
    for (read, older), (_, newer) in pairs:
        place = Place(older.source.path, older.place.sheet, older.place.cell)
        info = problem("reviewer-superseded", place, reviewer=older.reviewer, other=newer.source.path)
        supersede(older.source, replaced(older.source, newer.source, info))
        older.source.problems += differences(older.source, newer.source)
        set_aside(read)
    rows: list[Row] = []
    for read, review in sorted(kept, key=lambda pair: pair[1].source.path):
        rows += _review_rows(review)
        use(read)
    return rows


def _review_rows(review: Review) -> list[Row]:
    who = {"reviewer": review.reviewer or review.source.path, "reviewer_department": review.department}
    return [{**who, **row} for row in review.rows]


def read_inspections(files: list[SourceFile], rules: Rules) -> list[Row]:
    """The points of every visit; of two sheets of one visit the newer counts."""
    reads = list(_filled(files, office.inspection_book(rules)))
    by_path = {read.source.path: read for read in reads}
    visits = [visit for read in reads for visit in visits_of(read, rules)]
    kept, pairs = newest(visits, lambda visit: visit.same_as, lambda visit: visit.source)
    for older, newer in pairs:
        _put_visit_aside(by_path[older.source.path], older, newer)
    used = {visit.source.path for visit in kept}
    aside = {older.source.path for older, _ in pairs}
    for read in reads:
        use(read)
        if read.source.path in aside - used:
            read.source.state = State.SUPERSEDED
    return [row for visit in sorted(kept, key=lambda v: (v.source.path, v.sheet)) for row in _visit_rows(visit)]


def _visit_rows(visit: Visit) -> list[Row]:
    who = {"visit": f"{visit.source.path}!{visit.sheet}", "date": visit.date, "inspector": visit.inspector,
           "department": visit.department}
    return [{**who, **row} for row in visit.rows]


def _put_visit_aside(read: BookRead, older: Visit, newer: Visit) -> None:
    """A sheet that a newer one replaces: its cells are reported, its own faults no longer matter."""
    place = Place(older.source.path, older.sheet)
    info = problem("visit-superseded", place, department=older.department, other=newer.source.path)
    read.problems = [p for p in read.problems if p.place.sheet != older.sheet]
    read.forms[older.sheet].problems, read.tables[older.sheet].problems = [], []
    read.problems.append(replaced(older.source, newer.source, info))
    grid = read.source.opened.grid(older.sheet) if read.source.opened else None
    if grid is not None:
        grid.claims[grid.claims == Claim.USED] = Claim.REPORTED
