"""Reviewers' books put together: of one reviewer's books the newer row of points counts, and what only an older one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.intake.fraction_points import fraction_doubts
from fuwuyue_xlsx.intake.merging import Merged, Pairs, content_of
from fuwuyue_xlsx.intake.reviewer_authors import doubtful_reviewers, others_templates, two_authors
from fuwuyue_xlsx.intake.reviewer_books import TABLE, BooksOfReviewer, ReviewerBook, Who, books_by_reviewer
from fuwuyue_xlsx.intake.row_versions import Behind, doubt_of, points_differ, the_other_way, times_doubted
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.intake.versions import replaced
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import concat
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt


def superseded_books(files: Sequence[SourceFile]) -> Pairs:
    """The books of which the newest book of the same reviewer has every row, each with that one: they are compared cell by cell."""
    pairs = []
    for group in books_by_reviewer(files):
        if len(group.books) == 1:
            continue
        last = group.books[-1]
        for place, book in enumerate(group.books[:-1]):
            if group.is_superseded(place) and set(group.replaced[place].values()) <= {len(group.books) - 1}:
                pairs.append((book.number, last.number))
    return pairs


def reviewer_superseded(older: SourceFile, newer: SourceFile) -> Finding:
    """The finding on a reviewer's book of which no row stands; an error when nobody can tell which of the two is newer."""
    info = finding("reviewer-superseded", content_of(older).place, reviewer=content_of(older).reviewer, other=newer.path)
    first, second = (ReviewerBook(0, file).said for file in (older, newer))
    contradict = any(who in second and second[who] != said for who, said in first.items())
    return replaced(older, newer, info) if contradict else info


def merge_reviews(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of all reviewers, reviewer after reviewer in the order of their files' paths.

    `pairs` are the books that were superseded whole already, with every cell in which they differ.
    """
    groups = books_by_reviewer(files)
    settled = list(files)
    doubts: list[Doubt] = []
    behind: list[Behind] = []
    for group in groups:
        if len(group.books) > 1:
            behind += group.behind()
            for place, book in enumerate(group.books):
                settled[book.number] = _settled(group, place)
            doubts += group.doubts + two_authors(group)
        doubts += others_templates(group, rules)
        for number, more in group.findings.items():
            settled[number] = settled[number].with_findings(*more)
    for number, doubtful in doubtful_reviewers(settled):
        settled[number] = settled[number].with_findings(doubtful)
    counting = sorted((min(book.file.path for book in group.books), number) for number, group in enumerate(groups))
    awards = [award.name for award in rules.reviewed_awards]
    rows = concat((groups[number].counting(awards) for _, number in counting), (*COLUMNS[TABLE], "place"))
    return Merged(settled, {TABLE: rows}, doubts=(*doubts, *fraction_doubts(settled, TABLE, rows)), behind=tuple(behind))


def _settled(group: BooksOfReviewer, place: int) -> SourceFile:
    """A book with what newer ones of the same reviewer say of it; what is noted on those is added to the group's findings."""
    book, gone = group.books[place], group.replaced[place]
    if place == len(group.books) - 1:
        return book.file
    differing = group.differing(place)
    cells = _cells_that_differ(group, place, differing)
    info, file = _partly(group, place, differing, cells) if not group.is_superseded(place) else _superseded(group, place, cells)
    if differing:
        instead = [group.books[gone[who]] for who in differing]
        doubted = times_doubted(book.file, (one.file for one in instead))
        for path, warning in doubted.items():
            group.findings.setdefault(next(one.number for one in group.books if one.file.path == path), []).append(warning)
        out = [(group.books[gone[who]].rows, group.books[gone[who]].by_candidate[who]) for who in differing]
        way = the_other_way(TABLE, out, group.one_spelling(book.rows), book.numbers_of(differing))
        group.doubts += doubt_of(info, doubted, way)
    return file


def _superseded(group: BooksOfReviewer, place: int, cells: list[Finding]) -> tuple[Finding, SourceFile]:
    """A book of which no row stands: (why, the file put aside). What else is wrong in it no longer matters."""
    book = group.books[place]
    if book.file.state is State.SUPERSEDED:
        return book.file.findings[0], book.file
    why = reviewer_superseded(book.file, group.other(place).file)
    return why, book.file.superseded(why, *cells)


def _partly(group: BooksOfReviewer, place: int, differing: list[Who], cells: list[Finding]) -> tuple[Finding, SourceFile]:
    """A book of which some rows stand: (how many, the file). What is wrong in rows that a newer book has no longer matters."""
    book, gone = group.books[place], group.replaced[place]
    newer = {who for later in group.books[place + 1:] for who in later.said}
    mended = {(sheet, row) for who, sheet, row in book.refused if who in newer}
    mended |= {(book.cells[number].sheet, cell_index(book.cells[number].cell)[0] + 1) for number in book.numbers_of(gone)}
    remaining = tuple(p for p in book.file.findings if not (p.place.cell and (p.place.sheet, cell_index(p.place.cell)[0] + 1) in mended))
    info = finding("file-partly-replaced", content_of(book.file).place, other=group.other(place).file.path, replaced=len(gone),
                   count=len(book.said) - len(gone), what="参评对象")
    equal = next((group.books[gone[who]] for who in differing if group.books[gone[who]].file.age == book.file.age), None)
    why = replaced(book.file, equal.file, info) if equal is not None else info
    return why, replace(book.file, findings=remaining).with_findings(*dict.fromkeys((why, info)), *cells)


def _cells_that_differ(group: BooksOfReviewer, place: int, differing: list[Who]) -> list[Finding]:
    """Infos at every cell of an older book whose points a newer one has otherwise; those on the newer ones go to the group."""
    book, here = group.books[place], []
    for who in differing:
        instead = group.books[group.replaced[place][who]]
        criteria = {instead.rows["criterion"][number]: number for number in instead.by_candidate[who]}
        both = [(number, criteria[book.rows["criterion"][number]]) for number in book.by_candidate[who]]
        older, newer = points_differ(book.rows, instead.rows, both, (book.file, instead.file))
        here += older
        group.findings.setdefault(instead.number, []).extend(newer)
    return here
