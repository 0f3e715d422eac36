"""Which book a file is: by its stamp, else by its sheet titles and headers. Never by its name."""

from __future__ import annotations

from fuwuyue_xlsx.intake.kinds.survey_export import export_grids
from fuwuyue_xlsx.intake.submissions import BOOK_KINDS, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_form import find_labels
from fuwuyue_xlsx.reading.read_table import find_header
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.declarations import Book, Sheet
from fuwuyue_xlsx.schema.stamp import LAYOUT_VERSION, Stamp
from fuwuyue_xlsx.schema.wording import HIDDEN_SHEET

RESULTS_KIND, RULES_KIND = "results", "rules"
# titles alone that make a book a department's, and headers that make a sheet ours whatever its title
FEWEST_SHEETS, FEWEST_HEADERS = 3, 3


def stamp_of(opened: OpenedBook) -> Stamp | None:
    """The stamp: in the document properties or the defined name, else on the hidden sheet."""
    if opened.stamp:
        return opened.stamp
    hidden = opened.grid(HIDDEN_SHEET)
    return Stamp.parse(str(hidden.value(0, 0))) if hidden and hidden.height else None


def recognise(source: SourceFile, rules: Rules) -> Finding | None:
    """Set the file's kind; a finding when it is none of this campaign's books."""
    assert source.opened is not None
    stamp = stamp_of(source.opened)
    if stamp is None:
        source.kind = _kind_by_sheets(source.opened, rules)
        return None if source.kind else _foreign(source)
    if stamp.kind in (RESULTS_KIND, RULES_KIND):
        return finding("file-own-output", Place(source.path))
    if stamp.kind not in BOOK_KINDS:
        return _foreign(source)
    if stamp.campaign != str(rules.campaign.year):
        return finding("file-other-year", Place(source.path), stamped=f"{stamp.campaign} 年")
    source.kind = stamp.kind
    if stamp.version != LAYOUT_VERSION:
        source.findings.append(finding("file-other-version", Place(source.path), version=stamp.version, ours=LAYOUT_VERSION))
    return None


def _foreign(source: SourceFile) -> Finding:
    """A book that is none of ours; one that bears the name of a form is asked about."""
    found = finding("file-foreign", Place(source.path))
    return finding("file-named-as-ours", Place(source.path), why=found.message) if source.named_as_ours else found


def _kind_by_sheets(opened: OpenedBook, rules: Rules) -> str | None:
    """A kind whose sheet titles and headers are there; a title alone makes no book ours."""
    if sum(opened.grid(title) is not None for title in d.FIXED_SHEETS) >= FEWEST_SHEETS:
        return d.KIND
    ours = books_of(rules)
    books = [ours.of(kind) for kind in (office_books.REVIEW, office_books.SURVEY, office_books.INCIDENTS, office_books.INSPECTION)]
    for book in books:
        if any(_fits(opened.grid(sheet.title), sheet) for sheet in book.sheets):
            return book.kind
    if export_grids(opened, rules):
        return office_books.SURVEY
    return next((book.kind for book in (*books, ours.of(d.KIND)) if _fits_by_headers(opened, book)), None)


def _fits(grid: Grid | None, sheet: Sheet) -> bool:
    """Whether a sheet of this title has most of the declared headers, and a label of the form."""
    if grid is None:
        return False
    header, places = find_header(grid, sheet) if sheet.columns else (-1, {})
    if sheet.columns and (header < 0 or 2 * len(places) < len(sheet.columns)):
        return False
    return not sheet.form or any(find_labels(grid, sheet))


def _fits_by_headers(opened: OpenedBook, book: Book) -> bool:
    """Whether a sheet of another title has every required header of one of ours: somebody renamed it."""
    for sheet in book.sheets:
        wanted = {column.title for column in sheet.columns if column.required or column.must_stand}
        if len(wanted) >= FEWEST_HEADERS:
            for grid in opened.grids:
                _, places = find_header(grid, sheet)
                if wanted <= set(places):
                    return True
    return False
