"""Doubts weighed: would the winners be others if a doubted thing were read the other way? Found by evaluating once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Evaluation
from fuwuyue_xlsx.evaluate.facts import Facts, facts_again
from fuwuyue_xlsx.evaluate.ledger import Owed
from fuwuyue_xlsx.evaluate.selection import Change, change, selection_of
from fuwuyue_xlsx.evaluate.what_if import WhatIf
from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.edits import Doubt, Edit, combined, edited
from fuwuyue_xlsx.tables.frames import Tables

MOST_TRIALS = 200
# the code of the finding on a book that the run before used and that is gone
GONE = "book-gone"
_EVERYDAY = ("hidden-content", "day-near-midnight", "day-by-zone", "incident-date-slip")
UNTRIED = "没有逐一试算，按可能改变获奖名单对待"
# a row of 提示确认: its columns by name, as in the table `confirmations`
Row = Mapping[str, Any]


class Confirmation(NamedTuple):
    """By whom and on what day a finding was confirmed as it stands, and the cell that says so."""

    by: str
    date: dt.date
    source: str


@dataclass(frozen=True)
class WeighedDoubt:
    """The findings of one cause, and what the other way to read them would change.

    matters       whether it could change who wins; what could not be tried counts as able to
    change        the change in words, 「新获奖：…；不再获奖：…」; empty where there is none
    confirmed_by  a confirmation for each finding, when every one of them is confirmed; else none
    """

    findings: tuple[Finding, ...]
    matters: bool
    change: str = ""
    confirmed_by: tuple[Confirmation, ...] = ()

    @property
    def otherwise(self) -> str:
        """The other reading and what it would change, in words: 如果…：不再获奖：…."""
        way = CATALOGUE[self.findings[0].code].other_way
        return f"如果{way}：{self.change}" if way else self.change

    @property
    def warns(self) -> bool:
        """Whether it is a warning; what is only told (a version put aside) holds nothing up."""
        return self.findings[0].severity is Severity.WARNING

    @property
    def holds(self) -> bool:
        """Whether somebody has to mend or confirm it before the winners are certain."""
        return self.matters and self.warns and not self.confirmed_by


def weighed(rules: Rules, tables: Tables, facts: Facts, evaluation: Evaluation, doubts: Iterable[Doubt], confirmations: Sequence[Row] = (),
            most: int = MOST_TRIALS) -> tuple[WeighedDoubt, ...]:
    """Each cause of doubt with what it could change, warnings first, in the order given.

    `facts` are those of `tables`, and `evaluation` what was decided from them. At most so many other readings are evaluated:
    of each cause all its findings together, and then, as they may make up for each other, each by itself as far as that goes.
    A cause that was not evaluated at all counts as able to change who wins. Errors block anyway, and are left out.
    """
    causes = sorted(_causes(doubts), key=lambda cause: cause[0].findings[0].severity is not Severity.WARNING)
    trials = _Trials(rules, tables, facts, evaluation, most)
    changes = [trials.first_change(_together(cause)) for cause in causes]
    for number, cause in enumerate(causes):
        if len(cause) > 1 and changes[number] == Change():
            # what is beyond the last trial was tried with the others of its cause
            changes[number] = trials.first_change(way for doubt in cause for way in doubt.readings) or Change()
    return tuple(_weighed(cause, change, confirmations) for cause, change in zip(causes, changes, strict=True))


def confirms(row: Row, finding: Finding) -> bool:
    """Whether a row of 提示确认 confirms this very finding, by name and with a date. A blank 提示内容 asks for the place alone."""
    place = finding.place
    asked = (row["code"], row["file"] or "", row["sheet"] or "", row["cell"] or "")
    same = asked == (finding.code, place.file, place.sheet, place.cell) and key(row["text"]) in ("", key(finding.message))
    return same and None not in (row["treatment"], row["by"], row["date"])


def not_applicable(rows: Iterable[Row], weighed: Iterable[WeighedDoubt]) -> list[Row]:
    """The rows of 提示确认 that confirm none of the findings: the question has changed, or is no longer there."""
    findings = [finding for doubt in weighed for finding in doubt.findings]
    return [row for row in rows if not any(confirms(row, finding) for finding in findings)]


def with_doubts(rules: Rules, matters: Iterable[str], weighed: Sequence[WeighedDoubt], owed: Sequence[Owed]) -> list[str]:
    """Open matters with those that doubts are, where somebody has to settle them or the rules ask for it (口径 影响结果的提示).

    A book that is gone is a matter of its own, whatever the rules say of doubts; what is owed only because it is gone is told in its line.
    """
    gone = [doubt for doubt in weighed if doubt.findings[0].code == GONE]
    missed = {absent: [one.line for one in owed if _is_owed_for(absent, one)] for doubt in gone if doubt.holds for absent in doubt.findings}
    owed_lines = {line for lines in missed.values() for line in lines}
    lines = [line for line in matters if line not in owed_lines]
    lines += ["；".join([f"上次有、这次没有：{absent.place.file}（{absent.details['whose']}{absent.details['kind']}）", *more])
              for absent, more in missed.items()]
    return lines + [f"{line}，见“结果总览”；核对后改正，或由领导在“领导裁定”的“提示确认”里确认"
                    for line in [held_up(doubt for doubt in weighed if doubt not in gone)] if line and rules.policies.doubts_open]


def _is_owed_for(gone: Finding, owed: Owed) -> bool:
    """Whether something is owed by the very one whose book is gone."""
    debtors = gone.details.get("owed_by")
    return owed.kind == gone.details.get("owed") and (debtors is None or key(owed.who) in debtors)


def eased_where_harmless(findings: Iterable[Finding], weighed: Iterable[WeighedDoubt]) -> list[Finding]:
    """The findings; what stands in many a book that is in order (a filter, say) is only told where it could change nobody's prize."""
    harmless = {one for doubt in weighed if not doubt.matters for one in doubt.findings if one.code in _EVERYDAY}
    return [one.as_info() if one in harmless else one for one in findings]


def held_up(weighed: Iterable[WeighedDoubt]) -> str:
    """How many findings are still to be settled, in words; empty when there are none."""
    count = sum(len(doubt.findings) for doubt in weighed if doubt.holds)
    return f"可能影响结果的提示 {count} 条" if count else ""


def _causes(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """The doubts by cause: one code in one file. Two that do away with the same row are two readings, and no cause together."""
    causes: list[list[Doubt]] = []
    latest: dict[tuple[Any, ...], int] = {}
    for doubt in doubts:
        if not doubt.findings or doubt.findings[0].blocks:
            continue
        first = doubt.findings[0]
        name = (first.code, first.severity, first.place.file, len(doubt.readings))
        at = latest.get(name)
        if at is not None and not any(_overlap(doubt, other) for other in causes[at]):
            causes[at].append(doubt)
        else:
            latest[name] = len(causes)
            causes.append([doubt])
    return causes


def _overlap(doubt: Doubt, other: Doubt) -> bool:
    return any(not mine.out[name].isdisjoint(theirs.out.get(name, ())) for mine in doubt.readings for theirs in other.readings for name in mine.out)


def _together(cause: list[Doubt]) -> Iterator[Edit]:
    """All findings of a cause read the other way at once; they have the same number of ways."""
    return (combined(ways) for ways in zip(*(doubt.readings for doubt in cause), strict=True))


def _weighed(cause: list[Doubt], change: Change | None, confirmations: Sequence[Row]) -> WeighedDoubt:
    findings = tuple(finding for doubt in cause for finding in doubt.findings)
    rows = [next((row for row in confirmations if confirms(row, finding)), None) for finding in findings]
    settled = tuple(Confirmation(row["by"], row["date"], row["source"]) for row in rows if row is not None)
    words = UNTRIED if change is None else "" if change == Change() else change.words
    return WeighedDoubt(findings, change != Change(), words, settled if len(settled) == len(findings) else ())


class _Trials:
    """Evaluates other readings of a campaign's tables, as long as some are left."""

    def __init__(self, rules: Rules, tables: Tables, facts: Facts, evaluation: Evaluation, most: int) -> None:
        self._rules, self._tables, self._facts, self._evaluation, self._left = rules, tables, facts, evaluation, most
        self._what_if: WhatIf | None = None

    def first_change(self, ways: Iterable[Edit]) -> Change | None:
        """The first change that one of the ways makes, or none (`Change()`). None when there is no way, or not all could be tried."""
        change: Change | None = None
        for way in ways:
            if not self._left:
                return None
            self._left -= 1
            change = self._change(way)
            if change != Change():
                return change
        return change

    def _change(self, way: Edit) -> Change:
        policies = self._rules.policies
        if self._what_if is None:
            self._now, self._what_if = selection_of(self._evaluation), WhatIf(self._rules, self._facts)
            self._what_if.selection(policies)  # so that what a reading leaves as it is need not be worked out again
        facts = facts_again(self._rules, self._facts, edited(self._tables, way), {*way.out, *way.rows})
        return change(self._now, self._what_if.reread(facts).selection(policies))
