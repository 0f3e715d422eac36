"""Outcome → the record of its run. Nothing of the clock is in it: the moment stands in the record's file name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Standing
from fuwuyue_xlsx.evaluate.evidence import Evidence, Figure
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.history.book_contents import contents_of
from fuwuyue_xlsx.history.record import Basis, CandidateRecord, Record
from fuwuyue_xlsx.history.recorded_facts import answers_in, facts_in, tallies_in
from fuwuyue_xlsx.history.rules_text import rules_text
from fuwuyue_xlsx.outcome import Outcome


def record_of(outcome: Outcome) -> Record:
    """The record of a run: its decisions, and every value that they rest on."""
    facts = facts_in(outcome.rules, outcome.tables)
    numbers: dict[str, tuple[int, ...]] = {}
    for number, fact in enumerate(facts):
        at = fact.at
        numbers[at] = (*numbers[at], number) if at in numbers else (number,)
    incidents = {incident.id or incident.source: incident.source for incident in outcome.evaluation.incidents}
    results = outcome.evaluation.awards
    prizes = outcome.evaluation.prizes
    return Record(
        outcome.rules.campaign.year, outcome.state, outcome.open, prizes.confirmed, prizes.open,
        rules_text(outcome.rules),
        {result.award.name: _quota(result) for result in results},
        _files(outcome),
        tuple(_entry(result, standing, numbers, incidents) for result in results for standing in result.standings),
        tuple(facts), answers_in(outcome.rules, outcome.tables), tallies_in(outcome.rules, outcome.tables),
        outcome.inbox, {book.sha256: {"path": book.path, "kind": book.kind, **_holds(book.holds)} for book in outcome.gone},
    )


def _files(outcome: Outcome) -> dict[str, dict[str, str]]:
    held = contents_of(outcome.tables)
    return {file.path: {"sha256": file.sha256, "kind": file.kind or "", "state": file.state.value, **_holds(held.get(file.path, ()))}
            for file in outcome.files}


def _holds(texts: Iterable[str]) -> dict[str, str]:
    """What a book holds, a line each; nothing is not written."""
    words = "\n".join(texts)
    return {"holds": words} if words else {}


def _quota(result: AwardResult) -> dict[str, str]:
    """Seats by department, or under '' the seats of an award that has one quota for all; an unknown number is ''."""
    quota = result.quota if isinstance(result.quota, dict) else {"": result.quota}
    return {name: "" if seats is None else str(seats) for name, seats in quota.items()}


def _entry(result: AwardResult, standing: Standing, numbers: dict[str, tuple[int, ...]], incidents: dict[str, str]) -> CandidateRecord:
    candidate = standing.candidate
    components = {
        name: Basis("" if value is None else str(value), _numbers(_cells(standing.figures.get(name)), numbers))
        for name, value in standing.components.items()
    }
    conditions = {
        str(evidence.condition.number): Basis(_verdict(evidence), _numbers(evidence.sources, numbers))
        for evidence in standing.evidence if evidence.met is not None
    }
    ruling = [standing.ruling.source] if standing.ruling else []
    other = _numbers([candidate.source, *ruling, *(incidents.get(incident, "") for incident in standing.incidents)], numbers)
    prize = (result.award.prize or 0) if standing.status is Status.WINNER else 0
    return CandidateRecord(
        candidate.award, candidate.level.value, candidate.department, candidate.team or "", candidate.person or "", candidate.post or "",
        standing.status.value, standing.rank, "" if standing.score is None else str(standing.score), prize, components, conditions, other,
        standing.borrowed,
    )


def _cells(figure: Figure | None) -> list[str]:
    return [cell for part in figure.parts for cell in part.sources] if figure else []


def _verdict(evidence: Evidence) -> str:
    return f"{evidence.verdict}（{evidence.words}）"


def _numbers(cells: Iterable[str], numbers: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """The facts that stand in these cells, each once, in order."""
    return tuple(sorted(set(chain.from_iterable(filter(None, map(numbers.get, cells))))))
