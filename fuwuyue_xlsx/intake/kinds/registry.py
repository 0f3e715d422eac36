"""How each kind of book is recognised, read and merged: one record a kind. `schema.books` has the half without reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.intake import merging
from fuwuyue_xlsx.intake.kinds.adjustments import adjustment_content, match_adjustments, merge_adjustments
from fuwuyue_xlsx.intake.kinds.department import department_content
from fuwuyue_xlsx.intake.kinds.incidents import check_persons, incident_content
from fuwuyue_xlsx.intake.kinds.inspection import inspection_content
from fuwuyue_xlsx.intake.kinds.receipts import receipt_content
from fuwuyue_xlsx.intake.kinds.review import match_posts, review_content
from fuwuyue_xlsx.intake.kinds.rulings import match_rulings, ruling_content
from fuwuyue_xlsx.intake.kinds.survey import survey_content
from fuwuyue_xlsx.intake.kinds.survey_copies import likely_copies
from fuwuyue_xlsx.intake.kinds.survey_export import export_content, export_grids, near_grids
from fuwuyue_xlsx.intake.kinds.survey_repeats import repeated_rows
from fuwuyue_xlsx.intake.kinds.votes import match_votes, merge_votes, vote_content
from fuwuyue_xlsx.intake.merging import Merged, Pairs
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.reviewers import merge_reviews, reviewer_superseded, superseded_books
from fuwuyue_xlsx.intake.submissions import Content, Repeats, RowsBySheet, SourceFile
from fuwuyue_xlsx.intake.versions import newest, replaced
from fuwuyue_xlsx.intake.visits import merge_inspections
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema import adjustment_book, office_books, ruling_book, vote_book
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.tables.columns import Columns

Tables = Mapping[str, Columns]


def _superseded(older: SourceFile, newer: SourceFile) -> Finding:
    return replaced(older, newer, finding("file-superseded", Place(older.path), other=newer.path))


@dataclass(frozen=True)
class Versions:
    """How books of a kind are known as superseded by newer ones, with which they are compared cell by cell.

    pairs  places of the books that are superseded, each with that of the one that counts instead
    why    the finding on an older one: (older, newer) → finding; an error when nobody can tell which is newer
    """

    pairs: Callable[[Sequence[SourceFile]], Pairs]
    why: Callable[[SourceFile, SourceFile], Finding] = _superseded

    @classmethod
    def of_whole_books(cls, same_as: Callable[[SourceFile], Hashable | None]) -> Versions:
        """Of the books that have this in common the newest counts; a book with None has no versions."""
        return cls(lambda files: newest(range(len(files)), lambda place: same_as(files[place]), lambda place: files[place]))


@dataclass(frozen=True)
class Export:
    """How the same content is read from the tables of another program, which have no sheet of ours.

    grids     the sheets that hold it; none: the book is no such export
    near      the sheets of a book that is no such export, and nearly is one; nothing of it may be passed over
    content   the content of those sheets less some rows, and the findings: (book, path, sheets, rules, rows) → …
    repeated  the files with rows that certainly stand in another one: number → rows by sheet, and the findings on them
    likely    the same of rows of which it is only likely: (files, what is certain) → …
    """

    grids: Callable[[OpenedBook, Rules], list[Grid]]
    near: Callable[[OpenedBook, Rules], list[Grid]]
    content: Callable[[OpenedBook, str, list[Grid], Rules, RowsBySheet], tuple[Content, list[Finding]]]
    repeated: Callable[[Sequence[SourceFile]], dict[int, Repeats]]
    likely: Callable[[Sequence[SourceFile], Mapping[int, Repeats]], dict[int, Repeats]]


@dataclass(frozen=True)
class KindReader:
    """How a kind of book is recognised, read and merged.

    content         a book's rows; findings that no single cell can tell are added to the book as read
    merge           the files of the kind → their tables: (files, pairs of versions, rules) → merged
    versions        how books are known as superseded; None: none is before the merge
    telltale_sheets titles of sheets that every book of the kind has: three of them make a book one of it, whatever stands there
    blank_counts    a book in which nothing is typed says something: that nothing has happened
    copies_count    all copies of a book count, so that only a returned copy stands for the one it was made of
    export          how the same is read from another program's tables
    cross_check     what can be checked only when all tables are there: (tables, departments that have submitted) →
                    the tables that it changes, the findings
    """

    content: Callable[[BookRead, Rules], Content]
    merge: Callable[[Sequence[SourceFile], Pairs, Rules], Merged]
    versions: Versions | None = None
    telltale_sheets: tuple[str, ...] = ()
    blank_counts: bool = False
    copies_count: bool = False
    export: Export | None = None
    cross_check: Callable[[Tables, frozenset[str]], tuple[dict[str, Columns], list[Finding]]] | None = None


# by the kind's name, in the order in which a book without a stamp is compared with them
KIND_READERS: dict[str, KindReader] = {
    office_books.REVIEW: KindReader(review_content, merge_reviews, Versions(superseded_books, reviewer_superseded),
                                    cross_check=match_posts),
    office_books.SURVEY: KindReader(survey_content, merging.merge_surveys, copies_count=True,
                                    export=Export(export_grids, near_grids, export_content, repeated_rows, likely_copies)),
    office_books.INCIDENTS: KindReader(incident_content, merging.merge_incidents, blank_counts=True, copies_count=True,
                                       cross_check=check_persons),
    office_books.INSPECTION: KindReader(inspection_content, merge_inspections),
    d.KIND: KindReader(department_content, merging.merge_departments, Versions.of_whole_books(lambda file: file.department),
                       telltale_sheets=d.FIXED_SHEETS),
    office_books.RECEIPTS: KindReader(receipt_content, merging.merge_receipts, copies_count=True),
    vote_book.VOTES: KindReader(vote_content, merge_votes, copies_count=True, cross_check=match_votes),
    adjustment_book.ADJUSTMENTS: KindReader(adjustment_content, merge_adjustments, blank_counts=True, copies_count=True,
                                            cross_check=match_adjustments),
    ruling_book.RULINGS: KindReader(ruling_content, merging.merge_rulings, copies_count=True, cross_check=match_rulings),
}
