"""The books of one reviewer, oldest first: what each says of whom, and which of its rows a newer one says again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.review import REFUSED, WHOSE
from fuwuyue_xlsx.intake.merging import content_of
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.row_versions import Behind, replaced_rows, rows_by
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, place_of
from fuwuyue_xlsx.tables.columns import Columns, concat, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt

TABLE = "reviews"
Who = tuple[object, ...]


def reviewer_of(file: SourceFile) -> str | None:
    """By which two books are one reviewer's; None for a book without a name."""
    return key(content_of(file).reviewer) or None


@dataclass(frozen=True)
class ReviewerBook:
    """A reviewer's book; `number` is that of the file among those of its kind."""

    number: int
    file: SourceFile

    @cached_property
    def tables(self) -> dict[str, Columns]:
        """Held only of books that have versions: there are thousands without."""
        return tables_in(content_of(self.file))

    @property
    def rows(self) -> Columns:
        """The whole rows of points, in columns, a row a candidate and criterion."""
        return self.tables.get(TABLE, {})

    @cached_property
    def cells(self) -> list[Place]:
        """Where each of these rows stands."""
        return [place_of(source) for source in self.rows.get("source", ())]

    @cached_property
    def by_candidate(self) -> dict[Who, list[int]]:
        """The numbers of the rows of points by the candidate whom they judge."""
        return {_who(named): numbers for named, numbers in rows_by(self.rows, WHOSE).items()}

    @cached_property
    def said(self) -> dict[Who, dict[str, Any]]:
        """The points of each candidate by criterion."""
        criteria, points = self.rows.get("criterion", ()), self.rows.get("points", ())
        return {who: {criteria[number]: points[number] for number in numbers} for who, numbers in self.by_candidate.items()}

    @cached_property
    def refused(self) -> list[tuple[Who, str, int]]:
        """(candidate, sheet, row from 1) of the rows of points that do not count."""
        table = self.tables.get(REFUSED, {})
        rows = zip(*(table.get(name, ()) for name in (*WHOSE, "sheet", "row")), strict=True)
        return [(_who(row[:4]), row[4], row[5]) for row in rows]

    def numbers_of(self, candidates: Iterable[Who]) -> list[int]:
        """The rows of points for these candidates."""
        return [number for who in candidates for number in self.by_candidate[who]]


def _who(named: tuple[Any, ...]) -> Who:
    return (*named[:3], key(named[3]) or None)


def _is_clear(who: Who) -> bool:
    return who[1] is not None


@dataclass
class BooksOfReviewer:
    """The books of one reviewer, oldest first."""

    books: list[ReviewerBook]
    findings: dict[int, list[Finding]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @cached_property
    def replaced(self) -> list[dict[Who, int]]:
        """For each book its rows that a newer one has too, with that book's place."""
        return replaced_rows([book.said for book in self.books])

    def standing(self, place: int) -> list[int]:
        """The rows of a book that count."""
        book = self.books[place]
        return sorted(book.numbers_of(who for who in book.said if who not in self.replaced[place]))

    def is_superseded(self, place: int) -> bool:
        """Whether no row of an older book stands, nor one that a newer book would have to mend."""
        book, gone = self.books[place], self.replaced[place]
        if place == len(self.books) - 1 or len(gone) < len(book.said):
            return False
        newer = {who for later in self.books[place + 1:] for who in later.said}
        return all(who in newer or (bool(gone) and not _is_clear(who)) for who, _, _ in book.refused)

    def differing(self, place: int) -> list[Who]:
        """The candidates of a book for whom a newer one has other points."""
        book = self.books[place]
        return [who for who, instead in self.replaced[place].items() if self.books[instead].said[who] != book.said[who]]

    def other(self, place: int) -> ReviewerBook:
        """The newest book that says again what this one says; the newest of all for one that stands whole."""
        return self.books[max(self.replaced[place].values(), default=len(self.books) - 1)]

    @property
    def name(self) -> str | None:
        """The reviewer's name as the newest book spells it; None for a book without a name."""
        return content_of(self.books[-1].file).reviewer

    @property
    def home(self) -> str | None:
        """The reviewer's own department, as the newest book has it that says so."""
        homes = (home for book in reversed(self.books) for home in book.rows.get("reviewer_department", ())[:1] if home)
        return next(homes, None)

    def one_spelling(self, rows: Columns) -> Columns:
        """Rows of any of the books under the name and the department of the newest."""
        count = length_of(rows)
        return {**rows, "reviewer": [self.name] * count, "reviewer_department": [self.home] * count}

    def behind(self) -> Iterator[Behind]:
        """For each row that counts what older books say of the same candidate."""
        said = [{**self.one_spelling(book.rows), "source": list(book.rows.get("source", ()))} for book in self.books]
        for place, book in enumerate(self.books):
            for who in (who for who in book.said if who not in self.replaced[place]):
                older = tuple((said[at], self.books[at].by_candidate[who]) for at in reversed(range(place)) if who in self.books[at].said)
                if older:
                    yield Behind(TABLE, frozenset(said[place]["source"][number] for number in book.by_candidate[who]), older)

    def counting(self, awards: Sequence[str]) -> Columns:
        """All rows that count, award after award, in the order in which they would stand in one book."""
        if len(self.books) == 1:
            return tables_in(content_of(self.books[0].file)).get(TABLE, {})
        parts = [take(book.rows, self.standing(place)) for place, book in enumerate(self.books)]
        rows = self.one_spelling(concat(parts, (*COLUMNS[TABLE], "place")))
        ranks = [cell_index(place_of(source).cell)[0] for source in rows["source"]]
        order = sorted(range(len(ranks)), key=lambda number: (awards.index(rows["award"][number]), ranks[number]))
        return take(rows, order)


def books_by_reviewer(files: Sequence[SourceFile]) -> list[BooksOfReviewer]:
    """The books of each reviewer; one without a name is nobody else's."""
    by_name: dict[str | int, list[int]] = {}
    for number, file in enumerate(files):
        by_name.setdefault(reviewer_of(file) or number, []).append(number)
    groups = []
    for numbers in by_name.values():
        ordered = sorted(numbers, key=lambda number: (files[number].age, files[number].path))
        groups.append(BooksOfReviewer([ReviewerBook(number, files[number]) for number in ordered]))
    return groups
