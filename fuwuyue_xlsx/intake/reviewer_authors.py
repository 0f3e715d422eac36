"""Whether books under one reviewer's name are one person's, and books under two names two people's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.merging import content_of
from fuwuyue_xlsx.intake.reviewer_books import TABLE, BooksOfReviewer, ReviewerBook, reviewer_of
from fuwuyue_xlsx.intake.row_versions import the_other_way
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import length_of
from fuwuyue_xlsx.tables.edits import Doubt, Edit

# two books of one reviewer that judge so many of the same candidates are compared, and doubted when more than half differ
_ENOUGH = 5


def two_authors(group: BooksOfReviewer) -> list[Doubt]:
    """Doubts whether two books under one name are one person's, with a warning on both."""
    doubts = []
    for (first, older), (second, newer) in combinations(enumerate(group.books), 2):
        why = _unlike(older, newer)
        if not why:
            continue
        findings = []
        for book, other in ((older, newer), (newer, older)):
            content = content_of(book.file)
            findings.append(finding("reviewer-in-two-books", content.place, reviewer=content.reviewer, other=other.file.path, why=why))
            group.findings.setdefault(book.number, []).append(findings[-1])
        doubts.append(Doubt(tuple(findings), tuple(_other_authors(group, first, second))))
    return doubts


def others_templates(group: BooksOfReviewer, rules: Rules) -> list[Doubt]:
    """Doubts on books whose template was made out to another reviewer of 评委名单, as if they were nobody's. Two books under one name
    that were made out to two people are doubted already."""
    if len({key(content_of(book.file).author or content_of(book.file).reviewer) for book in group.books}) > 1:
        return []
    doubts = []
    for place, book in enumerate(group.books):
        told, author = content_of(book.file), rules.expected.reviewer(content_of(book.file).author)
        if author is None or key(author.name) == key(told.reviewer) or not group.standing(place):
            continue
        found = finding("review-of-other-template", told.place, reviewer=told.reviewer, author=author.name)
        group.findings.setdefault(book.number, []).append(found)
        doubts.append(Doubt((found,), (the_other_way(TABLE, [(book.rows, group.standing(place))], {}, []),)))
    return doubts


def _unlike(older: ReviewerBook, newer: ReviewerBook) -> str:
    """Why two books under one name may be two people's, in words; empty where nothing speaks for it."""
    first, second = content_of(older.file), content_of(newer.file)
    both = [who for who in older.said if who in newer.said]
    differing = sum(older.said[who] != newer.said[who] for who in both)
    if key(first.author or first.reviewer) != key(second.author or second.reviewer):
        return "但两份模板是发给不同的人的"
    if first.home and second.home and first.home != second.home:
        return f"但所属科室不同（“{first.home}”和“{second.home}”）"
    return f"但两份都打了分的 {len(both)} 个对象里有 {differing} 个打得不同" if len(both) >= _ENOUGH and 2 * differing > len(both) else ""


def _other_authors(group: BooksOfReviewer, first: int, second: int) -> list[Edit]:
    """The older book taken, the newer one taken, and both as books of two people."""
    older, newer = group.books[first], group.books[second]
    taken = [who for who, instead in group.replaced[first].items() if instead == second]
    back, stands = older.numbers_of(taken), group.standing(first)
    whole = list(range(length_of(older.rows)))
    apart = {**older.rows, "reviewer": [f"{content_of(older.file).reviewer}（{older.file.path}）"] * len(whole)}
    ways = [
        the_other_way(TABLE, [(newer.rows, group.standing(second))], group.one_spelling(older.rows), back),
        the_other_way(TABLE, [(older.rows, stands)], older.rows, []),
        the_other_way(TABLE, [(older.rows, stands)], apart, whole),
    ]
    return [way for way in ways if way.out or way.rows]


def doubtful_reviewers(files: Sequence[SourceFile]) -> Iterable[tuple[int, Finding]]:
    """Two books that count, of 评委甲 and 评委甲（工会主席）: nobody can tell whether they are one reviewer's."""
    named = ((reviewer_of(file), number) for number, file in enumerate(files) if file.state is State.USED)
    by_name = {name: number for name, number in named if name}
    for text, name in wrapping(by_name):
        (mine, file), other = (content_of(files[by_name[text]]), by_name[text]), files[by_name[name]]
        yield file, finding("reviewer-unclear", mine.place, value=mine.reviewer, name=content_of(other).reviewer, other=other.path)
