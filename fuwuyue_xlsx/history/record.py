"""A record of one run as JSON: facts with their cells, candidates with what they rest on, rules, files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from json.encoder import encode_basestring
from typing import Any, NamedTuple

VERSION = 1
_AT_ONCE = 1_000


class NotARecord(ValueError):
    """The bytes are no record of a run that this program can read."""


class Fact(NamedTuple):
    """One thing that was read: whom it is about, which item, its value as text, the cell (file!sheet!cell).

    `named`: the item tells it from every other of its kind, so that a change of its value is a change and not a
    removal beside an addition (a reviewer's point for a criterion is named, a row of 技能比赛 is not).
    """

    table: str
    award: str
    department: str
    team: str
    name: str
    item: str
    value: str
    at: str
    named: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        """The fact's identity: a later run's fact with the same key is the same fact, perhaps with another value."""
        return (self.table, self.award, self.department, self.team, self.name, self.item)


class Basis(NamedTuple):
    """Something that decided about a candidate, in words, and the numbers of the facts it was made from."""

    words: str
    facts: tuple[int, ...] = ()


@dataclass(frozen=True)
class CandidateRecord:
    """One candidate of one award as it stood. Scores are texts with the policy's decimals; '' is missing."""

    award: str
    level: str
    department: str
    team: str
    person: str
    post: str
    status: str
    rank: int | None
    score: str
    prize: int
    components: dict[str, Basis] = field(hash=False)
    conditions: dict[str, Basis] = field(hash=False)
    other: tuple[int, ...] = ()
    borrowed: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The candidate's identity: award, department, team, person and post; empty texts where there is none."""
        return (self.award, self.department, self.team, self.person, self.post)

    @property
    def name(self) -> str:
        """The name by which lists show the candidate."""
        return self.person or self.post or self.team or self.department


@dataclass(frozen=True)
class Record:
    """One run: what it came to, and every value it rests on.

    state     `final` or `preliminary`; `open` lists the open matters, a line each
    confirmed prize money of winners, yuan; `opened` that of tied and pending seats
    rules     sheet of 评选规则.xlsx → item → value as text
    quotas    award → department ('' where the award has one quota for all) → seats as text ('' unknown)
    files     path → its sha256, kind and state, and what it holds (`book_contents`), a line each
    answers   a fact for each survey response; None when there are too many, then only `tallies` tell of them
    tallies   a fact for each survey sheet and team: how many responses, how often each grade
    inbox     the folder that was read; empty in records of an earlier program
    gone      sha256 of a book that an earlier run used, and that nothing stands for → its path, kind and what it held
    """

    year: int
    state: str
    open: tuple[str, ...]
    confirmed: int
    opened: int
    rules: dict[str, dict[str, str]] = field(hash=False)
    quotas: dict[str, dict[str, str]] = field(hash=False)
    files: dict[str, dict[str, str]] = field(hash=False)
    entries: tuple[CandidateRecord, ...]
    facts: tuple[Fact, ...]
    answers: tuple[Fact, ...] | None
    tallies: tuple[Fact, ...]
    inbox: str = ""
    gone: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)

    def to_bytes(self) -> bytes:
        """The record as JSON in UTF-8; equal runs give equal bytes, and `read_record` takes them back."""
        sheets: dict[str, int] = {}
        values = {
            "format": "fuwuyue-run", "version": VERSION, "year": self.year, "inbox": self.inbox, "state": self.state, "open": list(self.open),
            "confirmed": self.confirmed, "opened": self.opened, "rules": self.rules, "quotas": self.quotas, "files": self.files, "gone": self.gone,
            "entries": [_entry_row(entry) for entry in self.entries],
        }
        pieces_by_name: dict[str, Iterable[str]] = {name: (_json(value),) for name, value in values.items()}
        pieces_by_name["facts"] = _rows(self.facts, sheets)
        pieces_by_name["answers"] = ("null",) if self.answers is None else _rows(self.answers, sheets)
        pieces_by_name["tallies"] = _rows(self.tallies, sheets)
        # after all rows, which number them
        pieces_by_name["sheets"] = (_json(list(sheets)) for _ in range(1))
        texts = (text for number, (name, pieces) in enumerate(pieces_by_name.items())
                 for text in (",\n" if number else "{", f"{json.dumps(name)}: ", *pieces))
        # turned into bytes piece by piece: as one text it would take several times the room
        return b"".join(text.encode("utf-8", "replace") for text in chain(texts, ("}\n",)))


def read_record(data: bytes) -> Record:
    """The record in these bytes; raises NotARecord whatever is wrong with them."""
    try:
        values = json.loads(data.decode("utf-8"))
        if values["format"] != "fuwuyue-run" or values["version"] != VERSION:
            raise NotARecord("another format")
        sheets = [str(name) for name in values["sheets"]]
        facts = _facts(values["facts"], sheets)
        record = Record(
            _amount(values["year"]), str(values["state"]), tuple(map(str, values["open"])), _amount(values["confirmed"]), _amount(values["opened"]),
            _two_deep(values["rules"]), _two_deep(values["quotas"]), _two_deep(values["files"]),
            tuple(_entry(row, len(facts)) for row in values["entries"]), facts,
            None if values["answers"] is None else _facts(values["answers"], sheets), _facts(values["tallies"], sheets),
            str(values.get("inbox", "")), _two_deep(values.get("gone", {})),
        )
    except NotARecord:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as why:
        raise NotARecord(str(why)) from why
    return record


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rows(facts: Iterable[Fact], sheets: dict[str, int]) -> Iterator[str]:
    """Facts as rows of JSON, in pieces; a sheet's name is written once and numbered. Joined by hand: they are most of a record."""
    rows: list[str] = []
    about: tuple[str, ...] = ()
    before = "["
    for fact in facts:
        if fact[:5] != about:
            about = fact[:5]
            start = ",".join(map(encode_basestring, about))
        sheet, _, cell = fact.at.rpartition("!")
        number = sheets.setdefault(sheet, len(sheets))
        rows.append(f"[{start},{encode_basestring(fact.item)},{encode_basestring(fact.value)},{number},{encode_basestring(cell)},{int(fact.named)}]")
        if len(rows) == _AT_ONCE:
            yield before + ",".join(rows)
            rows, before = [], ","
    yield (before + ",".join(rows) if rows or before == "[" else "") + "]"


def _facts(rows: list[list[Any]], sheets: list[str]) -> tuple[Fact, ...]:
    facts = []
    for *texts, sheet, cell, named in rows:
        table, award, department, team, name, item, value = map(str, texts)
        at = f"{sheets[sheet]}!{cell}" if sheets[sheet] else str(cell)
        facts.append(Fact(table, award, department, team, name, item, value, at, bool(named)))
    return tuple(facts)


def _entry_row(entry: CandidateRecord) -> dict[str, Any]:
    return {
        "who": [entry.award, entry.level, entry.department, entry.team, entry.person, entry.post],
        "status": entry.status, "rank": entry.rank, "score": entry.score, "prize": entry.prize,
        "components": {name: [basis.words, list(basis.facts)] for name, basis in entry.components.items()},
        "conditions": {name: [basis.words, list(basis.facts)] for name, basis in entry.conditions.items()},
        "other": list(entry.other), "borrowed": list(entry.borrowed),
    }


def _entry(row: dict[str, Any], facts: int) -> CandidateRecord:
    award, level, department, team, person, post = map(str, row["who"])
    rank, score = None if row["rank"] is None else _amount(row["rank"]), str(row["score"])
    if score and not _SCORE.fullmatch(score):
        raise NotARecord("a score is a decimal")
    return CandidateRecord(award, level, department, team, person, post, str(row["status"]), rank, score, _amount(row["prize"]),
                 _bases(row["components"], facts), _bases(row["conditions"], facts), _numbers(row["other"], facts),
                 tuple(map(str, row["borrowed"])))


def _amount(number: Any) -> int:
    """A whole number as a run writes it: an amount of money, a year, a rank."""
    if not isinstance(number, int) or abs(number) > _LARGEST_AMOUNT:
        raise NotARecord("no such number")
    return int(number)


_LARGEST_AMOUNT = 10**15
_SCORE = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def _bases(bases: dict[str, Any], facts: int) -> dict[str, Basis]:
    return {str(name): Basis(str(words), _numbers(numbers, facts)) for name, (words, numbers) in bases.items()}


def _numbers(numbers: list[Any], facts: int) -> tuple[int, ...]:
    """Numbers of facts that are there."""
    if not all(isinstance(number, int) and 0 <= number < facts for number in numbers):
        raise NotARecord("a fact that is not there")
    return tuple(numbers)


def _two_deep(texts: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {str(name): {str(item): str(value) for item, value in items.items()} for name, items in texts.items()}
