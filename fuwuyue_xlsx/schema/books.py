"""The declarations of all our books under some rules, made once and used for every file."""

from __future__ import annotations

from functools import cached_property

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.name_kinds import Grade

_OFFICE = {
    office_books.INSPECTION: office_books.inspection_book,
    office_books.SURVEY: office_books.survey_book,
    office_books.INCIDENTS: office_books.incident_book,
    office_books.REVIEW: office_books.review_book,
}


class Books:
    """The books that these rules declare, each made when it is first asked for.

    The office's books are kept; of the departments' the last one, as a worker meets each department once and a
    thousand of them would fill its memory.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._offices: dict[str, Book] = {}
        self._last: Book | None = None

    def of(self, kind: str, department: str | None = None) -> Book:
        """The book of a kind; that of the first department where a department's book is asked for and none is named."""
        if kind == d.KIND:
            whose, last = department or self.rules.departments[0], self._last
            if last is None or last.department != whose:
                last = self._last = d.department_book(self.rules, whose)
            return last
        if kind not in self._offices:
            self._offices[kind] = _OFFICE[kind](self.rules)
        return self._offices[kind]

    @property
    def most_sheets(self) -> int:
        """The sheets of the largest book: in an inspection book each department has one."""
        return len(self.rules.departments) + 5

    @cached_property
    def export(self) -> Sheet:
        """The mapped columns of an online survey as the columns of a sheet; nothing wrong on it is an error."""
        grades = Grade(tuple(name for name, _ in self.rules.policies.grades))
        return Sheet("", columns=tuple(Field(mapped.header, grades) for mapped in self.rules.mapping), lenient=True,
                     fewest_headers=1)


_RECENT: list[Books] = []
_MOST_RECENT = 4


def books_of(rules: Rules) -> Books:
    """The declarations under these rules, kept for the rules that were asked about last."""
    found = next((books for books in _RECENT if books.rules is rules), None)
    if found is None:
        found = Books(rules)
        _RECENT[:] = [found, *_RECENT][:_MOST_RECENT]
    return found
