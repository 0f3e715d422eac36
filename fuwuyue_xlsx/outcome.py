"""The outcome of one run, from which all results are written."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import Evaluation, RulingOutcome
from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt, held_up
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.policy_effects import Effect
from fuwuyue_xlsx.evaluate.ruling_outcomes import confirmation_outcomes
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import Tables, records

CHANGED = "定稿之后有变化"


@dataclass(frozen=True)
class GoneBook:
    """A book that an earlier run used, and that is gone now with nothing newer that stands for it.

    path  where it lay; another may lie there now
    kind  the name of its kind of book
    holds what it held, a text each (`history/book_contents.py`)
    """

    path: str
    sha256: str
    kind: str
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finalised:
    """The newest time that the campaign's result was frozen.

    at       when: 2018-01-02T09:30:00, local time
    by       who; empty where the record of it cannot be read
    changed  what has changed since, a Chinese sentence each; none: everything is as it was frozen
    """

    at: str
    by: str
    changed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """When and by whom, and whether anything has changed since, in one sentence."""
        by = f"由{self.by}" if self.by else ""
        return f"{self.at.replace('T', ' ')} {by}定稿，{CHANGED if self.changed else '之后没有变化'}"


@dataclass(frozen=True)
class Outcome:
    """Everything that one run read and decided.

    rules       what the campaign asked for
    tables      what was handed in
    evaluation  what was decided: standings, prizes, incidents
    files       every entry of the inbox with its state
    findings    on the rules, the files and the decisions, in a fixed order
    submitted   the departments with a book that counts
    open        what keeps the result preliminary, a sentence each; none: it is final
    effects     policies that would decide otherwise if they were set otherwise
    facts       what the tables say before any policy is applied
    doubts      findings that leave another way to read something, and whether it could change who wins
    finalised   when it was frozen, and what has changed since; None: it never was
    gone        books that an earlier run used and that are gone, not yet put back or replaced
    inbox       the folder that was read, as records name it
    """

    rules: Rules
    tables: Tables
    evaluation: Evaluation
    files: tuple[SourceFile, ...]
    findings: tuple[Finding, ...]
    submitted: tuple[str, ...]
    open: tuple[str, ...]
    effects: tuple[Effect, ...]
    facts: Facts
    doubts: tuple[WeighedDoubt, ...] = ()
    finalised: Finalised | None = None
    gone: tuple[GoneBook, ...] = ()
    inbox: str = ""

    @property
    def final(self) -> bool:
        """Whether nothing is open."""
        return not self.open

    @property
    def state(self) -> str:
        """`final` or `preliminary`, as JSON has it."""
        return "final" if self.final else "preliminary"

    @property
    def state_title(self) -> str:
        """The state as people read it."""
        return "可公示" if self.final else "初步结果"

    @property
    def state_line(self) -> str:
        """The state, and beside a final one what could still change who wins (口径 影响结果的提示: 只提示)."""
        beside = held_up(self.doubts) if self.final else ""
        return f"{self.state_title}（另有{beside}，见“结果总览”）" if beside else self.state_title

    @property
    def changed_since_final(self) -> bool:
        """Whether it was frozen, and differs from what was frozen."""
        return self.finalised is not None and bool(self.finalised.changed)

    def warning(self, not_yet: str) -> str:
        """What every printed page warns of: that the result is preliminary (in the page's words), or no longer the frozen one; else empty."""
        return "；".join(words for words, so in ((not_yet, not self.final), (CHANGED, self.changed_since_final)) if so)

    @property
    def rulings(self) -> tuple[RulingOutcome, ...]:
        """Every signed row of 领导裁定: on ties, disqualifications, then confirmations."""
        return (*self.evaluation.rulings, *confirmation_outcomes(records(self.tables.confirmations), self.doubts))

    @property
    def errors(self) -> list[Finding]:
        """The findings that keep a result preliminary."""
        return [finding for finding in self.findings if finding.blocks]
