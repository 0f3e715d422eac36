"""Campaigns in which leaders ruled: rows of 领导裁定 as facts, and small lists in which teams or people share the last seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fuwuyue_xlsx.rules.model import QuotaKind
from tests.support.evaluation_inputs import Inputs
from tests.support.small_campaigns import PERSON, TEAM, Fact, people, person_award, rules, staff, tables_of, team, team_award

FIVE = {"甲科": ("一组", "二组", "三组", "四组", "五组")}
RULED = dt.date(2017, 12, 31)
SAVED = dt.datetime(2017, 12, 31, 9, tzinfo=dt.UTC)


def ruled(score: Any, seats: int, *, by: str = "钱九", day: dt.date = RULED, hour: int = 9, book: str = "裁定.xlsx", award: str = TEAM,
          **decided: bool | None) -> list[Fact]:
    """One book's rows on a tie of teams (of 甲科), or of people: who wins, who does not, and on whom nothing is said (None)."""
    facts: list[Fact] = []
    for at, (name, wins) in enumerate(decided.items()):
        who = {"team": None, "person": name} if award == PERSON else {"team": name, "person": None}
        signed = {"by": by, "date": day} if wins is not None else {"by": None, "date": None}
        facts.append(("tie_decisions", {
            "award": award, "department": "甲科", **who, "post": None, "score": None if score is None else Decimal(str(score)), "seats": seats,
            "decision": {True: "获奖", False: "不获奖", None: None}[wins], **signed, "reason": None, "book": book,
            "saved": SAVED.replace(hour=hour), "source": f"{book}!并列!F{5 + at}"}))
    return facts


def barred(award: str | None = None, *, reason: str = "弃权", by: str = "钱九", department: str = "甲科", team: str | None = None,
           person: str | None = None) -> list[Fact]:
    return [("disqualifications", {"award": award, "department": department, "team": team, "person": person, "post": None, "by": by, "date": RULED,
                                   "reason": reason, "book": "裁定.xlsx", "saved": SAVED})]


ONE = ruled(90, 1, 二组=True, 三组=False)


def teams(quota: int, scores: Sequence[int], *more: Fact) -> Inputs:
    made = rules(team_award(quota), units=FIVE)
    return Inputs(made, tables_of(made, *(fact for name, score in zip(FIVE["甲科"], scores) for fact in team(name, score)), *more))


def persons(*more: Fact) -> Inputs:
    made = rules(person_award(2, QuotaKind.FIXED))
    facts = [*people(1, 2, 2, 3), *people(1, 1, 1, department="乙科"), *staff("甲科", 5, 5, 5, 5), *staff("乙科", 5, 5, 5)]
    decided = ruled(None, 1, award=PERSON, 甲科员工2=False, 甲科员工3=True)
    return Inputs(made, tables_of(made, *facts, *((kind, {**row, "team": "电工组"}) for kind, row in decided), *more))
