"""Reviewers' books put together: of one reviewer's books the newer row of points counts, and what only an older one has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.review import REFUSED, WHOSE
from fuwuyue_xlsx.intake.merging import Merged, Pairs, content_of
from fuwuyue_xlsx.intake.record_bytes import tables_in
from fuwuyue_xlsx.intake.row_versions import doubt_of, points_differ, replaced_rows, rows_by, the_other_way, times_doubted
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.intake.versions import replaced
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, place_of
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import Columns, concat, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit

_TABLE = "reviews"
# two books of one reviewer that judge so many of the same candidates are compared, and doubted when more than half differ
_ENOUGH = 5
Who = tuple[object, ...]


def reviewer_of(file: SourceFile) -> str | None:
    """By which two books are one reviewer's; None for a book without a name."""
    return key(content_of(file).reviewer) or None


@dataclass(frozen=True)
class _Book:
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
        return self.tables.get(_TABLE, {})

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
class _Reviewer:
    """The books of one reviewer, oldest first."""

    books: list[_Book]
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

    def other(self, place: int) -> _Book:
        """The newest book that says again what this one says; the newest of all for one that stands whole."""
        return self.books[max(self.replaced[place].values(), default=len(self.books) - 1)]

    @property
    def name(self) -> str | None:
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

    def counting(self, awards: Sequence[str]) -> Columns:
        """All rows that count, award after award, in the order in which they would stand in one book."""
        if len(self.books) == 1:
            return tables_in(content_of(self.books[0].file)).get(_TABLE, {})
        parts = [take(book.rows, self.standing(place)) for place, book in enumerate(self.books)]
        rows = self.one_spelling(concat(parts, (*COLUMNS[_TABLE], "place")))
        ranks = [cell_index(place_of(source).cell)[0] for source in rows["source"]]
        order = sorted(range(len(ranks)), key=lambda number: (awards.index(rows["award"][number]), ranks[number]))
        return take(rows, order)


def superseded_books(files: Sequence[SourceFile]) -> Pairs:
    """The books of which the newest book of the same reviewer has every row, each with that one: they are compared cell by cell."""
    pairs = []
    for group in _groups(files):
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
    first, second = (_Book(0, file).said for file in (older, newer))
    contradict = any(who in second and second[who] != said for who, said in first.items())
    return replaced(older, newer, info) if contradict else info


def _groups(files: Sequence[SourceFile]) -> list[_Reviewer]:
    by_name: dict[str | int, list[int]] = {}
    for number, file in enumerate(files):
        by_name.setdefault(reviewer_of(file) or number, []).append(number)
    groups = []
    for numbers in by_name.values():
        ordered = sorted(numbers, key=lambda number: (files[number].age, files[number].path))
        groups.append(_Reviewer([_Book(number, files[number]) for number in ordered]))
    return groups


def merge_reviews(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The rows of all reviewers, reviewer after reviewer in the order of their files' paths.

    `pairs` are the books that were superseded whole already, with every cell in which they differ.
    """
    groups = _groups(files)
    settled = list(files)
    doubts: list[Doubt] = []
    for group in groups:
        if len(group.books) > 1:
            for place, book in enumerate(group.books):
                settled[book.number] = _settled(group, place)
            doubts += group.doubts + _two_authors(group)
            for number, more in group.findings.items():
                settled[number] = settled[number].with_findings(*more)
    for number, found in _doubtful_reviewers(settled):
        settled[number] = settled[number].with_findings(found)
    counting = sorted((min(book.file.path for book in group.books), number) for number, group in enumerate(groups))
    awards = [award.name for award in rules.reviewed_awards]
    rows = concat((groups[number].counting(awards) for _, number in counting), (*COLUMNS[_TABLE], "place"))
    return Merged(settled, {_TABLE: rows}, doubts=tuple(doubts))


def _settled(group: _Reviewer, place: int) -> SourceFile:
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
        way = the_other_way(_TABLE, out, group.one_spelling(book.rows), book.numbers_of(differing))
        group.doubts += doubt_of(info, doubted, way)
    return file


def _superseded(group: _Reviewer, place: int, cells: list[Finding]) -> tuple[Finding, SourceFile]:
    """A book of which no row stands: (why, the file put aside). What else is wrong in it no longer matters."""
    book = group.books[place]
    if book.file.state is State.SUPERSEDED:
        return book.file.findings[0], book.file
    why = reviewer_superseded(book.file, group.other(place).file)
    return why, book.file.superseded(why, *cells)


def _partly(group: _Reviewer, place: int, differing: list[Who], cells: list[Finding]) -> tuple[Finding, SourceFile]:
    """A book of which some rows stand: (how many, the file). What is wrong in rows that a newer book has no longer matters."""
    book, gone = group.books[place], group.replaced[place]
    newer = {who for later in group.books[place + 1:] for who in later.said}
    mended = {(sheet, row) for who, sheet, row in book.refused if who in newer}
    mended |= {(book.cells[number].sheet, cell_index(book.cells[number].cell)[0] + 1) for number in book.numbers_of(gone)}
    kept = tuple(p for p in book.file.findings if not (p.place.cell and (p.place.sheet, cell_index(p.place.cell)[0] + 1) in mended))
    info = finding("file-partly-replaced", content_of(book.file).place, other=group.other(place).file.path, replaced=len(gone),
                   count=len(book.said) - len(gone), what="参评对象")
    equal = next((group.books[gone[who]] for who in differing if group.books[gone[who]].file.age == book.file.age), None)
    why = replaced(book.file, equal.file, info) if equal is not None else info
    return why, replace(book.file, findings=kept).with_findings(*dict.fromkeys((why, info)), *cells)


def _cells_that_differ(group: _Reviewer, place: int, differing: list[Who]) -> list[Finding]:
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


def _two_authors(group: _Reviewer) -> list[Doubt]:
    """Doubts whether two books under one name are one person's, with a warning on both."""
    doubts = []
    for (first, older), (second, newer) in combinations(enumerate(group.books), 2):
        why = _unlike(older, newer)
        if not why:
            continue
        found = []
        for book, other in ((older, newer), (newer, older)):
            told = content_of(book.file)
            found.append(finding("reviewer-in-two-books", told.place, reviewer=told.reviewer, other=other.file.path, why=why))
            group.findings.setdefault(book.number, []).append(found[-1])
        doubts.append(Doubt(tuple(found), tuple(_other_authors(group, first, second))))
    return doubts


def _unlike(older: _Book, newer: _Book) -> str:
    """Why two books under one name may be two people's, in words; empty where nothing speaks for it."""
    first, second = content_of(older.file), content_of(newer.file)
    both = [who for who in older.said if who in newer.said]
    differing = sum(older.said[who] != newer.said[who] for who in both)
    if key(first.author or first.reviewer) != key(second.author or second.reviewer):
        return "但两份模板是发给不同的人的"
    if first.home and second.home and first.home != second.home:
        return f"但所属科室不同（“{first.home}”和“{second.home}”）"
    return f"但两份都打了分的 {len(both)} 个对象里有 {differing} 个打得不同" if len(both) >= _ENOUGH and 2 * differing > len(both) else ""


def _other_authors(group: _Reviewer, first: int, second: int) -> list[Edit]:
    """The older book taken, the newer one taken, and both as books of two people."""
    older, newer = group.books[first], group.books[second]
    taken = [who for who, instead in group.replaced[first].items() if instead == second]
    back, stands = older.numbers_of(taken), group.standing(first)
    whole = list(range(length_of(older.rows)))
    apart = {**older.rows, "reviewer": [f"{content_of(older.file).reviewer}（{older.file.path}）"] * len(whole)}
    ways = [
        the_other_way(_TABLE, [(newer.rows, group.standing(second))], group.one_spelling(older.rows), back),
        the_other_way(_TABLE, [(older.rows, stands)], older.rows, []),
        the_other_way(_TABLE, [(older.rows, stands)], apart, whole),
    ]
    return [way for way in ways if way.out or way.rows]


def _doubtful_reviewers(files: Sequence[SourceFile]) -> Iterable[tuple[int, Finding]]:
    """Two books that count, of 评委甲 and 评委甲（工会主席）: nobody can tell whether they are one reviewer's."""
    named = ((reviewer_of(file), number) for number, file in enumerate(files) if file.state is State.USED)
    by_name = {name: number for name, number in named if name}
    for text, name in wrapping(by_name):
        (mine, file), other = (content_of(files[by_name[text]]), by_name[text]), files[by_name[name]]
        yield file, finding("reviewer-unclear", mine.place, value=mine.reviewer, name=content_of(other).reviewer, other=other.path)
