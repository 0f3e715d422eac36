"""A recognised book read sheet by sheet through its declaration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fuwuyue_xlsx.basics.references import column_letters
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_form import Form, read_form
from fuwuyue_xlsx.reading.read_table import Table, read_table
from fuwuyue_xlsx.schema.declarations import Book, Sheet
from fuwuyue_xlsx.tables.columns import SourceIndex
from fuwuyue_xlsx.tables.factorized import AnyColumn


@dataclass
class BookRead:
    """A book as read, sheet by sheet: forms and tables by sheet title; a sheet that is gone has none.

    What a kind of book finds in it that no single form or table can tell is added to `findings`. `path` is the file's
    path in the workspace, `opened` its sheets as they stand there, `given` the keys of form values that its template already had.
    """

    path: str
    opened: OpenedBook
    book: Book
    forms: dict[str, Form] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    given: frozenset[str] = frozenset()

    def place(self, sheet: str, cell: str = "") -> Place:
        """The place of a cell, or of a whole sheet."""
        return Place(self.path, sheet, cell)

    def cell(self, sheet: str, index: int, title: str) -> str:
        """The source text of a table's value: file!sheet!cell."""
        return str(self.place(sheet, self.tables[sheet].cell(index, title)))

    def column(self, sheet: str, title: str) -> AnyColumn:
        """The values of a column in the filled rows; [] without the sheet, None in each row without the column."""
        table = self.tables.get(sheet)
        return [] if table is None else table.values.get(title, [None] * len(table))

    def sources(self, sheet: str, title: str, numbers: Iterable[int] | None = None) -> SourceIndex:
        """The source texts of a column's values, file!sheet!cell; of the rows of these numbers, or of all."""
        table = self.tables.get(sheet)
        if table is None:
            return SourceIndex()
        start = f"{self.path}!{sheet}!{column_letters(table.columns.get(title, 0))}"
        rows = table.rows if numbers is None else [table.rows[index] for index in numbers]
        return SourceIndex.from_rows(start, [row + 1 for row in rows])

    @property
    def blank(self) -> bool:
        """True when nobody typed anything into it."""
        typed = any(
            (form.values[item.title] is not None and key(form.values[item.title]) not in self.given) or item.title in form.unreadable
            for title, form in self.forms.items()
            for item in self.book.sheet(title).form
            if not item.locked
        )
        return not typed and not any(table.rows for table in self.tables.values())


def read_book(path: str, opened: OpenedBook, book: Book, spread: bool = False) -> BookRead:
    """Read every declared sheet of a book. A sheet that is gone is a finding; those of values stay with their table.

    `spread`: what is typed in merged cells belongs to each of their rows, and not to the first alone.
    """
    read = BookRead(path, opened, book)
    for sheet in book.sheets:
        grid = opened.grid(sheet.title)
        if grid is None:
            if not sheet.optional:
                read.findings.append(finding("sheet-missing", read.place(""), sheet=sheet.title))
            continue
        if sheet.form:
            read.forms[sheet.title] = read_form(grid, sheet, path)
        if sheet.columns:
            read.tables[sheet.title] = read_table(grid, sheet, path, spread=spread)
    return read


def titled_as_in(opened: OpenedBook, book: Book) -> Book:
    """The book as declared; a sheet that stands in the file under an alias alone has the title that it has there."""
    sheets = tuple(_titled_as_in(opened, sheet) for sheet in book.sheets)
    return book if sheets == book.sheets else replace(book, sheets=sheets)


def _titled_as_in(opened: OpenedBook, sheet: Sheet) -> Sheet:
    there = next((grid.title for name in (sheet.title, *sheet.aliases) if (grid := opened.grid(name)) is not None), sheet.title)
    return sheet if key(there) == key(sheet.title) else replace(sheet, title=there, aliases=(sheet.title, *sheet.aliases))


def gather(read: BookRead) -> list[Finding]:
    """The findings of the book and of all its sheets, once its rows are made (which may take some of them back)."""
    sheets: list[Form | Table] = [*read.forms.values(), *read.tables.values()]
    return [*read.findings, *_short_names_once(one for sheet in sheets for one in sheet.findings)]


def _short_names_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those on one short name in one column of a sheet as one at the first of its cells, with their number."""
    by_cause: dict[object, list[Finding]] = {}
    for number, one in enumerate(findings):
        of_short_name = one.code == "short-name-read"
        by_cause.setdefault((one.place.sheet, one.details["title"], one.details["value"]) if of_short_name else number, []).append(one)
    return [one[0] if len(one) == 1 else _with_number(one[0], len(one)) for one in by_cause.values()]


def _with_number(first: Finding, count: int) -> Finding:
    return replace(first, details={**first.details, "times": f"，这张表里共 {count} 处"})
