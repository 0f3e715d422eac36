"""Which book a file is: by its stamp, else by its sheet titles and headers. Never by its name."""

from __future__ import annotations

from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.traces import traces_in_book
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_form import find_labels, read_form
from fuwuyue_xlsx.reading.read_table import find_header
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS, books_of, named_as_ours
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.department_book import INFO
from fuwuyue_xlsx.schema.field_kinds import Text, offered
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.schema.stamp import LAYOUT_VERSION, Stamp
from fuwuyue_xlsx.schema.wording import HIDDEN_SHEET

RESULTS_KIND, RULES_KIND = "results", "rules"
# telltale titles that together make a book one of a kind, and headers that make a sheet ours whatever its title
FEWEST_SHEETS, FEWEST_HEADERS = 3, 3


def stamp_of(opened: OpenedBook) -> Stamp | None:
    """The stamp: in the document properties or the defined name, else on the hidden sheet."""
    if opened.stamp:
        return opened.stamp
    hidden = opened.grid(HIDDEN_SHEET)
    return Stamp.parse(str(hidden.value(0, 0))) if hidden and hidden.height else None


def recognise(opened: OpenedBook, path: str, rules: Rules) -> tuple[str | None, tuple[Finding, ...]]:
    """The name of the book's kind, with a finding where its layout is of another version.

    None, with the reason as a finding, for a book that is none of this campaign's. `path` is the file's in the workspace.
    """
    stamp, place = stamp_of(opened), Place(path)
    if stamp is None:
        kind = _kind_by_sheets(opened, rules)
        return kind, () if kind else (_foreign(opened, path, rules),)
    if stamp.kind in (RESULTS_KIND, RULES_KIND):
        return None, (finding("file-own-output", place),)
    if stamp.campaign != str(rules.campaign.year):
        return None, (finding("file-other-year", place, stamped=f"{stamp.campaign} 年"),)
    if stamp.kind not in BOOK_KINDS:
        return None, (finding("file-looks-ours", place, seen=f"模板的印记“{stamp.kind[:20]}”"),)
    if stamp.version != LAYOUT_VERSION:
        return stamp.kind, (finding("file-other-version", place, version=stamp.version, ours=LAYOUT_VERSION),)
    return stamp.kind, ()


def is_ours(opened: OpenedBook, path: str, rules: Rules) -> bool:
    """Whether a book is one of this campaign's, or shows something of one."""
    kind, findings = recognise(opened, path, rules)
    return kind is not None or any(one.code == "file-looks-ours" for one in findings)


def is_export(opened: OpenedBook, path: str, rules: Rules) -> bool:
    """Whether a book without a stamp is what a survey tool exported, or nearly so, and has no sheet of our own survey book."""
    kind, _ = recognise(opened, path, rules)
    export = KIND_READERS[kind].export if kind is not None else None
    if kind is None or export is None or any(opened.grid(sheet.title) is not None for sheet in books_of(rules).of(kind).sheets):
        return False
    return bool(export.grids(opened, rules) or export.near(opened, rules))


def _foreign(opened: OpenedBook, path: str, rules: Rules) -> Finding:
    """A book that is none of ours, as far as can be seen; one that bears the name of a form is asked about."""
    seen = traces_in_book(opened, rules)
    if seen:
        return finding("file-looks-ours", Place(path), seen=seen)
    stranger = finding("file-foreign", Place(path))
    asked_about = named_as_ours(path.rsplit("/", 1)[-1])
    return finding("file-named-as-ours", Place(path), why=stranger.message) if asked_about else stranger


def _kind_by_sheets(opened: OpenedBook, rules: Rules) -> str | None:
    """A kind whose sheet titles and headers are there; a title alone makes no book ours."""
    for kind, reader in KIND_READERS.items():
        if sum(opened.grid(title) is not None for title in reader.telltale_sheets) >= FEWEST_SHEETS:
            return kind
    books = {kind: books_of(rules).of(kind) for kind in KIND_READERS}
    for kind, reader in KIND_READERS.items():
        if not reader.telltale_sheets and any(_fits(opened.grid(sheet.title), sheet) for sheet in books[kind].sheets):
            return kind
    for kind, reader in KIND_READERS.items():
        if reader.export is not None and reader.export.grids(opened, rules):
            return kind
    renamed = next((kind for kind, book in books.items() if _fits_by_headers(opened, book)), None)
    exports = ((kind, reader.export) for kind, reader in KIND_READERS.items() if reader.export is not None)
    return renamed or next((kind for kind, export in exports if export.near(opened, rules)), None)


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


def find_department(opened: OpenedBook, path: str, rules: Rules) -> tuple[str | None, tuple[Finding, ...]]:
    """Whose book it is: what its sheet 科室信息 says, else its stamp; with a finding where the two differ.

    None, with a finding, when neither is a department of the rules.
    """
    stamp = stamp_of(opened)
    stamped = stamp.department if stamp else None
    typed, cell = _typed_department(opened, path)
    place, known = Place(path, INFO, cell), known_name(rules.departments, rules.short_names)
    department = known.read(typed or stamped or "").value
    if department is None:
        near = offered(typed or stamped or "", rules.departments)
        return None, (finding("department-unclear", place, value=typed or stamped or "", suggestion=near),)
    if stamped and typed and known.read(stamped).value != department:
        return department, (finding("department-differs", place, stamped=stamped, value=department),)
    return department, ()


def _typed_department(opened: OpenedBook, path: str) -> tuple[str | None, str]:
    """The text right of the label 科室, and its cell."""
    grid = opened.grid(INFO)
    if grid is None:
        return None, ""
    form = read_form(grid, Sheet(INFO, form=(Field("科室", Text(), locked=True),)), path)
    return form.values["科室"], form.cells.get("科室", "")
