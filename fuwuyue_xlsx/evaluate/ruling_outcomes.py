"""What became of each ruling: it acts, it was made on a question that is no longer asked, or it decides nothing as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import AwardResult, RulingOutcome, Standing
from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt, not_applicable
from fuwuyue_xlsx.evaluate.leaders_rulings import Answer, Owner, Question, Row, Rulings, key_of, owner_in, owner_of
from fuwuyue_xlsx.messages.findings import Finding, finding, place_of
from fuwuyue_xlsx.schema.ruling_book import DISQUALIFIED

TIE, DISQUALIFICATION, CONFIRMATION = "tie", "disqualification", "confirmation"
_MOST_NAMES = 8


def ruling_outcomes(rulings: Rulings, results: Iterable[AwardResult]) -> tuple[tuple[RulingOutcome, ...], list[Finding]]:
    """The rulings on ties and disqualifications in their order, and a finding on each that is wrong or no longer asked for."""
    listed = [*results]
    standings = {(result.award.name, owner_of(standing.candidate)): standing for result in listed for standing in result.standings}
    acting = {standing.ruling.source for standing in standings.values() if standing.ruling}
    asked = [*_questions(listed)]
    answers = [(question, answer) for question in asked if (answer := rulings.answer(question)) is not None]
    wrong = [(question, answer) for question, answer in answers if answer.wrong]
    outcomes = [_outcome(TIE, row, row["decision"], row["source"] in acting) for row in rulings.ties if row["decision"]]
    findings = [*_tie_findings(rulings, acting, wrong, asked)]
    for row in rulings.disqualifications:
        reached = [standing for (award, owner), standing in standings.items() if row["award"] in (None, award) and owner == owner_in(row)]
        applies = any(standing.candidate.nominated for standing in reached)
        outcomes.append(_outcome(DISQUALIFICATION, row, DISQUALIFIED, applies))
        if not applies:
            findings.append(finding("ruling-void", place_of(row["source"]), candidate=name_in(row), why="没有被推荐，本来就不参加评选"))
    return tuple(outcomes), findings


def name_in(row: Row) -> str:
    """The name by which a row's candidate is shown."""
    return str(row["person"] or row["post"] or row["team"] or row["department"])


def _outcome(kind: str, row: Row, decision: str, applies: bool) -> RulingOutcome:
    return RulingOutcome(kind, row["award"], name_in(row), decision, row["by"], str(row["date"]), row["source"], applies)


def _questions(results: Iterable[AwardResult]) -> Iterator[Question]:
    """Every tie over last seats that is open now."""
    for result in results:
        for question, _ in ties_of(result):
            yield question


def ties_of(result: AwardResult) -> Iterator[tuple[Question, list[Standing]]]:
    """What leaders are asked about an award, with those who are tied: question by question, in the order of the list. A tie that waits for one
    of a higher tier is not asked about yet."""
    asked = dict.fromkeys(standing.question for standing in result.standings if standing.question)
    for question in asked:
        if question is not None:
            yield question, [standing for standing in result.standings if standing.question == question]


def _tie_findings(rulings: Rulings, acting: set[str], wrong: list[tuple[Question, Answer]], asked: list[Question]) -> Iterator[Finding]:
    by_award: dict[str, list[Question]] = {}
    for question in asked:
        by_award.setdefault(question.award, []).append(question)
    replaced = {(owner_in(row), row["award"], row["score"], row["seats"]) for row in rulings.ties if row["source"] in acting}
    for row in rulings.ties:
        if not row["decision"] or row["source"] in acting:
            continue
        place, details = place_of(row["source"]), {"candidate": name_in(row), "award": row["award"]}
        waits = next(((question, answer) for question, answer in wrong if question.key == key_of(row) and owner_in(row) in question.members), None)
        if waits is not None:
            question, answer = waits
            if any(other is row for other in answer.rows):
                yield finding(answer.wrong, place, **details, **_why(answer, row, question))
        elif (owner_in(row), row["award"], row["score"], row["seats"]) not in replaced:
            yield finding("ruling-void", place, candidate=details["candidate"], why=_changed(row, by_award.get(row["award"], [])))


def _why(answer: Answer, row: Row, question: Question) -> dict[str, Any]:
    """The details of the finding on an answer that decides nothing."""
    ruled = {owner_in(other) for other in answer.rows}
    others = [other["source"] for other in answer.rows if owner_in(other) == owner_in(row) and other is not row]
    missing = [owner for owner in question.members if owner not in ruled]
    return {"bounds": _bounds(question), "missing": _names(missing), "seats": question.seats, "count": len(answer.rows), "other": others[0] if others else ""}


def _bounds(question: Question) -> str:
    return "、".join(f"“{name}”{f'至少 {fewest} 个、' if fewest else ''}至多 {most} 个" for name, fewest, most in question.bounds)


def _changed(row: Row, asked: list[Question]) -> str:
    """In words what is asked now instead of what a row answers."""
    now = next((question for question in asked if owner_in(row) in question.members), None)
    if now is None:
        return "现在没有并列待定，不需要裁定" if not asked else "现在并列待定的没有它"
    score = "" if now.score is None else f"综合得分 {now.score}，"
    return f"现在并列的是{_names(now.members)}，{score}共争 {now.seats} 个名额"


def _names(owners: Iterable[Owner]) -> str:
    names = sorted(f"“{person or post or team or department}”" for department, team, person, post in owners)
    return "、".join(names[:_MOST_NAMES]) + (f" 等 {len(names)} 个" if len(names) > _MOST_NAMES else "")


# confirmations


def confirmation_outcomes(rows: Sequence[Row], doubts: Sequence[WeighedDoubt]) -> tuple[RulingOutcome, ...]:
    """What became of each confirmation of a finding."""
    void = [row["source"] for row in not_applicable(rows, doubts)]
    return tuple(RulingOutcome(CONFIRMATION, None, None, row["treatment"], row["by"], str(row["date"]), row["source"], row["source"] not in void)
                 for row in rows)


def void_confirmations(rows: Sequence[Row], doubts: Sequence[WeighedDoubt]) -> list[Finding]:
    """A finding on each confirmation of something that is no longer asked."""
    return [finding("confirmation-void", place_of(row["source"])) for row in not_applicable(rows, doubts)]
