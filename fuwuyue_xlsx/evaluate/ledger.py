"""The values of the ledger 应交 / 已交 / 欠交: what is due, what is there, and who owes what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fuwuyue_xlsx.messages.findings import Finding


class OwedKind(StrEnum):
    """What somebody owes; the value is the code in JSON."""

    REVIEW = "review"
    VISIT = "visit"
    DEPARTMENT = "department"
    REGISTER = "register"
    SURVEY = "survey"
    VOTES = "votes"
    ADJUSTMENTS = "adjustments"


@dataclass(frozen=True)
class Owed:
    """One thing that is owed: who owes it, what it is and for whom, and both in one sentence for the open matters."""

    kind: OwedKind
    who: str
    what: str
    line: str


@dataclass(frozen=True)
class LedgerLine:
    """One kind of thing: how many are due (None: nothing says how many), how many of those are there, a remark."""

    kind: OwedKind
    title: str
    due: int | None
    there: int
    note: str = ""

    @property
    def missing(self) -> int:
        """How many are owed."""
        return 0 if self.due is None else self.due - self.there


@dataclass(frozen=True)
class Ledger:
    """What was owed for the campaign, what came, and what is still owed (应交、已交、欠交).

    lines      one a kind of thing
    owed       what keeps the result preliminary, cause by cause
    unlisted   the sheets of the rules that would say what is due and do not: 评委名单, 检查计划
    unsettled  the names of the awards of which a score may still change by what is owed
    findings   panels and visits that are uneven where nothing says that they must be even
    """

    lines: tuple[LedgerLine, ...] = ()
    owed: tuple[Owed, ...] = ()
    unlisted: tuple[str, ...] = ()
    unsettled: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
