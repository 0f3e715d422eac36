"""The `--json` contract: one object on standard output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Evaluation, Standing
from fuwuyue_xlsx.evaluate.shares_of_winners import shares_of_winners
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.outcome import Finalised, Outcome

VERSION = 1


def as_json(outcome: Outcome, outputs: dict[str, str]) -> dict[str, Any]:
    """The whole outcome; scores are decimal strings, what is missing is null."""
    rules = outcome.rules
    campaign = {"year": rules.campaign.year, "name": rules.campaign.name, "state": outcome.state, "open": list(outcome.open),
                "owed": [{"kind": owed.kind.value, "who": owed.who, "what": owed.what} for owed in outcome.evaluation.ledger.owed],
                "finalised": _finalised(outcome.finalised)}
    return {
        "version": VERSION,
        "campaign": campaign,
        **decisions(outcome.evaluation),
        "decisions": [asdict(ruling) for ruling in outcome.rulings],
        "submissions": [_submission(file) for file in outcome.files],
        "issues": issues(outcome.findings),
        "outputs": outputs,
    }


def _finalised(finalised: Finalised | None) -> dict[str, Any] | None:
    return {"at": finalised.at, "by": finalised.by or None, "changed": list(finalised.changed)} if finalised else None


def decisions(evaluation: Evaluation) -> dict[str, Any]:
    """The part of the contract that the evaluation alone decides: awards, prizes, incidents."""
    prizes = evaluation.prizes
    return {
        "awards": [_award(result) for result in evaluation.awards],
        "prizes": {
            "confirmed_yuan": prizes.confirmed,
            "open_yuan": prizes.open,
            "by_award": prizes.by_award,
            "by_department": prizes.by_department,
        },
        "incidents": [
            {"id": i.id, "effect": i.effect, "reaches": list(i.reaches), "source": i.source} for i in evaluation.incidents
        ],
    }


def check_as_json(files: Iterable[SourceFile], findings: Iterable[Finding], copies: dict[str, str], open_matters: Iterable[str] = ()
                  ) -> dict[str, Any]:
    """What a check found; `outputs` maps each file, as findings name it, to its marked copy."""
    return {"version": VERSION, "open": list(open_matters), "submissions": [_submission(file) for file in files], "issues": issues(findings),
            "outputs": copies}


def failure(findings: Iterable[Finding]) -> dict[str, Any]:
    """What stands on standard output when nothing could be written."""
    return {"version": VERSION, "issues": issues(findings), "outputs": {}}


def issues(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings with their place, message and hint."""
    return [
        {"severity": p.severity.value, "code": p.code, **asdict(p.place), "message": p.message, "hint": p.hint}
        for p in findings
    ]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _award(result: AwardResult) -> dict[str, Any]:
    award = result.award
    return {
        "award": award.name,
        "level": award.level.value,
        "quota": result.quota,
        "prize_yuan": award.prize,
        "category_shares": [
            {"department": one.department, "category": one.share.category, "asked": one.share.words, "winners": one.winners,
             "of_category": one.of_category, "met": one.met} for one in shares_of_winners(result)
        ],
        "standings": [_standing(standing) for standing in result.standings],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    who = standing.candidate
    return {
        "department": who.department,
        "team": who.team,
        "person": who.person,
        "post": who.post,
        "nominated": who.nominated,
        "status": standing.status.value,
        "rank": standing.rank,
        "score": _text(standing.score),
        "components": {name: _text(value) for name, value in standing.components.items()},
        "unmet": list(standing.unmet),
        "certainty": standing.certainty,
        "reasons": list(standing.reasons),
    }


def _submission(file: SourceFile) -> dict[str, Any]:
    return {
        "department": file.department,
        "kind": file.kind,
        "file": file.path,
        "state": file.state.value,
        "sha256": file.sha256 or None,  # a file that nobody opened
        "attachment": file.attachment or None,
        "cells": asdict(file.account),
    }
