"""The kinds of books that are sent out and come back, one record a kind, and their declarations under some rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from fuwuyue_xlsx.rules.model import OF_DEPARTMENT, OF_TEAM, Rules
from fuwuyue_xlsx.schema import adjustment_book, department_book, office_books, review_book, ruling_book, vote_book
from fuwuyue_xlsx.schema.answer_kinds import Grade
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Text


@dataclass(frozen=True)
class BookKind:
    """One kind of book: all of it that does not depend on how it is read. `intake.kinds.registry` has the other half.

    name           stands in every stamp and in `--json`
    title          begins the name of its files; a file that bears it and is none of ours is asked about
    declare        its sheets and fields under some rules: (rules, department) → book; the department is None where the
                   kind has one book for all departments
    of_department  each department has a book of its own
    sheets_per_department  sheets for each department, in a book for all of them; a few more are always allowed for
    bulk           may be far larger than a form, as one row is one response of a survey
    superseded     code of the finding on a copy, or a sheet of it, that is not used because a newer one is
    wanted         whether these rules need such a book at all; else no template is written
    missing        code of the finding that none was handed in (by a department, where each has its own); "": none is
    """

    name: str
    title: str
    declare: Callable[[Rules, str | None], Book]
    of_department: bool = False
    sheets_per_department: int = 0
    bulk: bool = False
    superseded: str = "file-superseded"
    missing: str = ""
    wanted: Callable[[Rules], bool] = lambda _: True

    @property
    def file_name(self) -> str:
        """The name of its files as the documentation gives it, 〈科室〉 standing for a department."""
        return f"{self.title}{'_〈科室〉' if self.of_department else ''}.xlsx"


def _of_department(rules: Rules, department: str | None) -> Book:
    """A department's book; that of the first department where none is named."""
    return department_book.department_book(rules, department or rules.departments[0])


# by name, in the order in which templates are written and fields documented
BOOK_KINDS: dict[str, BookKind] = {kind.name: kind for kind in (
    BookKind(department_book.KIND, "科室填报表", _of_department, of_department=True, missing="department-not-submitted"),
    BookKind(office_books.INSPECTION, "监督检查评分表", lambda rules, _: office_books.inspection_book(rules), sheets_per_department=1,
             superseded="visit-superseded"),
    BookKind(office_books.SURVEY, "满意度测评表", lambda rules, _: office_books.survey_book(rules), bulk=True),
    BookKind(office_books.INCIDENTS, "事故投诉登记表", lambda rules, _: office_books.incident_book(rules), missing="register-missing"),
    BookKind(office_books.REVIEW, "评委打分表", lambda rules, _: review_book.review_book(rules), superseded="reviewer-superseded"),
    BookKind(office_books.RECEIPTS, "收文登记", lambda rules, _: office_books.receipt_book(rules)),
    BookKind(vote_book.VOTES, "投票结果", lambda rules, _: vote_book.vote_book(rules), wanted=vote_book.has_votes),
    BookKind(adjustment_book.ADJUSTMENTS, "加减分登记", lambda rules, _: adjustment_book.adjustment_book(rules),
             wanted=adjustment_book.has_adjustments),
    BookKind(ruling_book.RULINGS, "领导裁定", lambda rules, _: ruling_book.ruling_book(rules)),
)}
# sheets of a book besides those for each department: its guide, its hidden lists, the remarks of a returned copy …
_FEW_SHEETS = 5


def named_as_ours(file_name: str) -> bool:
    """Whether the name of a file bears the title of a kind: somebody takes it for one of our books."""
    return any(kind.title in file_name for kind in BOOK_KINDS.values())


def all_books(rules: Rules) -> Iterator[Book]:
    """Every book that is sent out, kind after kind: one a department, or one for all of them."""
    for kind in (kind for kind in BOOK_KINDS.values() if kind.wanted(rules)):
        for department in rules.departments if kind.of_department else (None,):
            yield kind.declare(rules, department)


class Books:
    """The books that these rules declare, each made when it is first asked for.

    A book for all departments is held; of the departments' own the last one, as a worker meets each department once and
    a thousand of them would fill its memory.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._for_all: dict[str, Book] = {}
        self._last: Book | None = None

    def of(self, kind: str, department: str | None = None) -> Book:
        """The book of a kind; that of the first department where each has its own and none is named.

        Raises KeyError for a name that is no kind's.
        """
        if BOOK_KINDS[kind].of_department:
            whose, last = department or self.rules.departments[0], self._last
            if last is None or (last.kind, last.department) != (kind, whose):
                last = self._last = BOOK_KINDS[kind].declare(self.rules, whose)
            return last
        if kind not in self._for_all:
            self._for_all[kind] = BOOK_KINDS[kind].declare(self.rules, None)
        return self._for_all[kind]

    @property
    def most_sheets(self) -> int:
        """How many sheets a book for all departments has; bounds on what a file may unpack to grow with it beyond a few hundred."""
        return max(kind.sheets_per_department for kind in BOOK_KINDS.values()) * len(self.rules.departments) + _FEW_SHEETS

    @cached_property
    def export(self) -> Sheet:
        """The mapped columns of an online survey that make a row an answer sheet, as the columns of a sheet; nothing wrong on it is an
        error. When and by whom it was given is read beside it."""
        rules = self.rules
        names = tuple(name for name, _ in rules.policies.grades)
        grades = {question: Grade(names, others=rules.words_for(question), numbered=True) for question in rules.questions}
        columns = tuple(Field(mapped.header, grades[mapped.question] if mapped.answers else Text())
                        for mapped in rules.mapping if mapped.answers or mapped.question in (OF_DEPARTMENT, OF_TEAM))
        return Sheet("", columns=columns, lenient=True, fewest_headers=1)


_RECENT: list[Books] = []
_MOST_RECENT = 4


def books_of(rules: Rules) -> Books:
    """The declarations under these rules (the very object), held for the four rules that were asked about last."""
    known = next((books for books in _RECENT if books.rules is rules), None)
    if known is None:
        known = Books(rules)
        _RECENT[:] = [known, *_RECENT][:_MOST_RECENT]
    return known
