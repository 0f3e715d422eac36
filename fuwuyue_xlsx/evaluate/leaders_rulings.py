"""What leaders ruled (领导裁定), found again by the very question that was asked: the same group, the same score, the same seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import Candidate, Ruling
from fuwuyue_xlsx.evaluate.questions import Owner, Question
from fuwuyue_xlsx.schema.ruling_book import DISQUALIFIED, WINS
from fuwuyue_xlsx.tables.frames import Tables, records

Row = Mapping[str, Any]


def owner_of(candidate: Candidate) -> Owner:
    """A candidate within its award."""
    return candidate.department, candidate.team, candidate.person, candidate.post


def owner_in(row: Row) -> Owner:
    """Whom a row of the tables of rulings names."""
    return row["department"], row["team"], row["person"], row["post"]


IN_PART = "tie-ruled-in-part"


@dataclass(frozen=True)
class Answer:
    """What was ruled on a question.

    rulings  by candidate; empty unless the answer holds
    rows     the rows that say so, or those that are wrong
    wrong    code of the finding why it decides nothing; empty where it holds
    """

    rulings: Mapping[Owner, Ruling]
    rows: tuple[Row, ...]
    wrong: str = ""


@dataclass(frozen=True)
class Rulings:
    """All rulings of a campaign, as rows of the tables `tie_decisions` and `disqualifications`."""

    ties: tuple[Row, ...] = ()
    disqualifications: tuple[Row, ...] = ()

    @cached_property
    def _asked(self) -> dict[tuple[Any, ...], dict[str, list[Row]]]:
        """Question's key → the books that ask it, each with its rows."""
        asked: dict[tuple[Any, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self.ties:
            asked[key_of(row)][row["book"]].append(row)
        return asked

    @cached_property
    def _barred(self) -> dict[Owner, list[Row]]:
        barred: dict[Owner, list[Row]] = defaultdict(list)
        for row in self.disqualifications:
            barred[owner_in(row)].append(row)
        return barred

    def barred(self, candidate: Candidate) -> Ruling | None:
        """The newest disqualification of a candidate in its award; None: there is none. It reaches nobody else."""
        rows = [row for row in self._barred.get(owner_of(candidate), ()) if row["award"] in (None, candidate.award)]
        return _ruling(max(rows, key=_newer), DISQUALIFIED) if rows else None

    def answer(self, question: Question) -> Answer | None:
        """What was ruled on a question; None when nobody was asked it, or nobody has ruled yet.

        Rows of all books that ask the very question count, and those of a newer one that repeats a part of it; of two rows on one
        candidate the newer stands: by the day of the ruling, then by when its book was saved.
        """
        rows = self._rows_on(question)
        return _answer(question, rows) if rows else None

    def so_far(self, question: Question) -> Mapping[Owner, Row]:
        """The newest row by candidate of a question that is answered in part; nothing of one that is contradictory or wrong."""
        answer = self.answer(question)
        return {owner_in(row): row for row in answer.rows} if answer and answer.wrong == IN_PART else {}

    def _rows_on(self, question: Question) -> list[Row]:
        every = self._asked.get(question.key, {})
        books = {book: own for book, rows in every.items() if (own := [row for row in rows if question.concerns(row["department"])])}
        groups = {book: frozenset(map(owner_in, rows)) for book, rows in books.items()}
        asking = [book for book, group in groups.items() if group == question.members]
        if not asking:
            return []
        since = max(books[book][0]["saved"] for book in asking)
        later = [book for book, group in groups.items() if group < question.members and books[book][0]["saved"] > since]
        return [row for book in (*asking, *later) for row in books[book] if row["decision"]]


def key_of(row: Row) -> tuple[Any, ...]:
    """The key of the question that a row answers."""
    return row["award"], row["score"], row["seats"]


def _newer(row: Row) -> tuple[Any, Any]:
    return row["date"], row["saved"]


def _answer(question: Question, rows: Sequence[Row]) -> Answer:
    by_owner: dict[Owner, list[Row]] = defaultdict(list)
    for row in rows:
        by_owner[owner_in(row)].append(row)
    newest = {owner: [row for row in given if _newer(row) == max(map(_newer, given))] for owner, given in by_owner.items()}
    contradicting = [row for given in newest.values() if len({row["decision"] for row in given}) > 1 for row in given]
    if contradicting:
        return Answer({}, tuple(contradicting), "rulings-contradict")
    standing = {owner: given[0] for owner, given in newest.items()}
    if standing.keys() != question.members:
        return Answer({}, tuple(standing.values()), IN_PART)
    winners = [row for row in standing.values() if row["decision"] == WINS]
    if len(winners) > question.seats:
        return Answer({}, tuple(winners), "tie-too-many-winners")
    if not question.allows([row["department"] for row in winners]):
        return Answer({}, tuple(winners), "tie-against-bounds")
    return Answer({owner: _ruling(row, row["decision"]) for owner, row in standing.items()}, tuple(standing.values()))


def _ruling(row: Row, decision: str) -> Ruling:
    return Ruling(decision, row["by"], row["date"], row["source"], row["reason"] or "")


def rulings_of(tables: Tables) -> Rulings:
    """The rulings that were handed in."""
    return Rulings(tuple(records(tables.tie_decisions)), tuple(records(tables.disqualifications)))
