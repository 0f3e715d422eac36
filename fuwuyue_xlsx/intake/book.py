"""A recognised book read sheet by sheet through its declaration."""

from __future__ import annotations

from dataclasses import dataclass, field

from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.problems import Place, Problem, problem
from fuwuyue_xlsx.reading.leftovers import report_leftovers
from fuwuyue_xlsx.reading.tables import Form, Table, read_form, read_table
from fuwuyue_xlsx.schema.model import Book


@dataclass
class BookRead:
    """Forms and tables by sheet title; a sheet that is gone has none."""

    source: SourceFile
    book: Book
    forms: dict[str, Form] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, sheet: str, cell: str = "") -> Place:
        return Place(self.source.path, sheet, cell)

    def cell(self, sheet: str, index: int, title: str) -> str:
        """The source text of a table's value: file!sheet!cell."""
        return str(self.place(sheet, self.tables[sheet].cell(index, title)))

    @property
    def blank(self) -> bool:
        """True when nobody typed anything into it."""
        typed = any(
            form.values[item.title] is not None or item.title in form.unreadable
            for title, form in self.forms.items()
            for item in self.book.sheet(title).form
            if not item.locked
        )
        return not typed and not any(table.rows for table in self.tables.values())


def read_book(source: SourceFile, book: Book) -> BookRead:
    """Every declared sheet read; what no form or table took is reported. Findings of values stay with their table."""
    assert source.opened is not None
    read = BookRead(source, book)
    for sheet in book.sheets:
        grid = source.opened.grid(sheet.title)
        if grid is None:
            if not sheet.optional:
                read.problems.append(problem("sheet-missing", read.place(""), sheet=sheet.title))
            continue
        if sheet.form:
            read.forms[sheet.title] = read_form(grid, sheet, source.path)
        if sheet.columns:
            read.tables[sheet.title] = read_table(grid, sheet, source.path)
    return read


def set_aside(read: BookRead) -> None:
    """Account for a book that does not count: the template's own words are told from what was typed."""
    assert read.source.opened is not None
    report_leftovers(read.source.opened, read.book, read.source.path)


def use(read: BookRead) -> None:
    """Take the book as one that counts: gather the findings of all sheets, account for every cell.

    Call once, after the kind's own reading.
    """
    for form in read.forms.values():
        read.problems += form.problems
    for table in read.tables.values():
        read.problems += table.problems
    assert read.source.opened is not None
    read.problems += report_leftovers(read.source.opened, read.book, read.source.path)
    read.source.state = State.USED
    read.source.problems += read.problems
