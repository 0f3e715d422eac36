"""结果/领导裁定.xlsx: what waits for a ruling, filled in but for the answers; rulings already made are kept in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.doubts import GONE
from fuwuyue_xlsx.evaluate.leaders_rulings import owner_in, owner_of
from fuwuyue_xlsx.evaluate.ruling_outcomes import ties_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS
from fuwuyue_xlsx.schema import ruling_book as r
from fuwuyue_xlsx.schema.declarations import Book

Row = dict[str, Any]


def rulings_asked(outcome: Outcome) -> Book | None:
    """The book with its questions, to be written as a template is; None when nothing waits for a ruling."""
    ties, doubts = [*_ties(outcome)], [*_doubts(outcome)]
    if not any(row.get(r.RULING) is None for row in ties) and not any(row.get(r.TREATMENT) is None for row in doubts):
        return None
    return r.ruling_book(outcome.rules, tuple(ties), tuple(_disqualified(outcome)), tuple(doubts))


def _ties(outcome: Outcome) -> Iterator[Row]:
    """Every tie over last seats, then those that were decided and still are."""
    for result in outcome.evaluation.awards:
        labels = _labels(result)
        for question, tied in ties_of(result):
            answered, seats = outcome.facts.rulings.so_far(question), question.seats
            for standing in tied:
                row = answered.get(owner_of(standing.candidate))
                given = {r.RULING: row["decision"], **_signed(row)} if row else {}
                yield {**_asked(standing, labels, seats), **given}
        for standing, row, seats in _decided(outcome, result):
            yield {**_asked(standing, labels, seats), r.RULING: row["decision"], **_signed(row)}


def _decided(outcome: Outcome, result: AwardResult) -> Iterator[tuple[Standing, Row, int]]:
    """(a candidate of a tie that leaders decided, its ruling, the seats that were contested)."""
    rows = {row["source"]: dict(row) for row in outcome.facts.rulings.ties}
    for standing in result.standings:
        if standing.ruling and standing.rank is not None:
            row = rows[standing.ruling.source]
            yield standing, row, row["seats"]


def _labels(result: AwardResult) -> dict[Candidate, str]:
    """The name of each candidate, with its team where another of its department bears it."""
    named = Counter((standing.candidate.department, key(standing.candidate.name)) for standing in result.standings)
    candidates = [standing.candidate for standing in result.standings]
    return {who: r.apart(who.name, who.team) if named[who.department, key(who.name)] > 1 else who.name for who in candidates}


def _asked(standing: Standing, labels: dict[Candidate, str], seats: int) -> Row:
    who = standing.candidate
    return {"奖项": who.award, "科室": who.department, "候选": labels[who], r.SCORE: standing.score, r.SEATS: seats}


def _signed(row: Any) -> Row:
    return {r.RULER: row["by"], r.RULED_ON: row["date"], "理由": row["reason"]}


def _disqualified(outcome: Outcome) -> Iterator[Row]:
    for row in outcome.facts.rulings.disqualifications:
        _, team, person, post = owner_in(row)
        somebody = person or post
        yield {"奖项": row["award"], "科室": row["department"], "班组": team or (OUTSIDE_TEAMS if somebody else None), "姓名或岗位": somebody, **_signed(row)}


def _doubts(outcome: Outcome) -> Iterator[Row]:
    """The findings that are to be confirmed, then those that are."""
    always = outcome.rules.policies.doubts_open
    asked = [doubt for doubt in outcome.doubts if doubt.holds and (always or doubt.findings[0].code == GONE)]
    for doubt in (*asked, *(doubt for doubt in outcome.doubts if doubt.confirmed_by)):
        confirmed = doubt.confirmed_by or (None,) * len(doubt.findings)
        for finding, by in zip(doubt.findings, confirmed, strict=True):
            place = finding.place
            given = {r.TREATMENT: r.AS_IT_STANDS, r.RULER: by.by, r.RULED_ON: by.date} if by else {}
            yield {"提示代号": finding.code, "文件": place.file or None, "表": place.sheet or None, "格": place.cell or None,
                   "提示内容": finding.message, **given}
