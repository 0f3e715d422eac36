"""The candidates that stand differently than in an earlier run, with the difference and its causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.what_if import policy_fields
from fuwuyue_xlsx.history.candidate_pair import Pair, basis_words, status_label, step
from fuwuyue_xlsx.history.fact_changes import FactChange, summary
from fuwuyue_xlsx.history.record import CandidateRecord, Record
from fuwuyue_xlsx.history.recorded_facts import MATERIAL_TIME, PLAN_DATE, STAFF
from fuwuyue_xlsx.history.rule_changes import RuleChange
from fuwuyue_xlsx.history.rules_text import POLICY_SHEET
from fuwuyue_xlsx.rules.model import Level
from fuwuyue_xlsx.rules.policies import POLICIES

MOST_CAUSES, MOST_OTHERS = 6, 4
# where one stands as seen from another; away: not in the ranking
_BEFORE, _BESIDE, _BEHIND, _AWAY = -1, 0, 1, 2


@dataclass(frozen=True)
class CandidateChange:
    """A candidate that stands differently: `changes` (状态：未获奖 → 获奖) and their `causes`, a line each."""

    award: str
    name: str
    department: str
    changes: tuple[str, ...]
    causes: tuple[str, ...]


def candidate_changes(old: Record, new: Record, facts: Sequence[FactChange], answers: Sequence[FactChange],
                      rules: Sequence[RuleChange]) -> Iterator[CandidateChange]:
    """Everybody whose status, rank, score, prize or component changed: those with another status first, then the others,
    each in the new list's order, those gone last."""
    before = {entry.key: entry for entry in old.entries}
    after = {entry.key: entry for entry in new.entries}
    pairs = [Pair(before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before])]
    tracer = _Tracer(old, new, facts, answers, rules, pairs)
    for pair in sorted(pairs, key=lambda pair: pair.status_stayed):
        changes = _changes(pair)
        if changes:
            entry = pair.entry
            yield CandidateChange(entry.award, entry.name, entry.department, tuple(changes), tuple(tracer.causes(pair)))


def _changes(pair: Pair) -> list[str]:
    old, new = pair.old, pair.new
    if old is None or new is None:
        entry = pair.entry
        words = "新列入名单" if old is None else "不再列入名单"
        return [f"{words}（{'现为' if old is None else '原为'}{status_label(entry)}）"] if entry.status != Status.NOT_NOMINATED else []
    changes = []
    if old.status != new.status:
        changes.append(f"状态：{status_label(old)} → {status_label(new)}")
    if old.rank != new.rank:
        changes.append(f"名次：{old.rank or '无'} → {new.rank or '无'}")
    if old.score != new.score:
        changes.append(f"综合得分：{step(old.score, new.score)}")
    for name in dict.fromkeys([*new.components, *old.components]):
        first, second = basis_words(old.components.get(name)), basis_words(new.components.get(name))
        if first != second:
            changes.append(f"{name}：{step(first, second)}")
    if old.prize != new.prize:
        changes.append(f"奖金：{old.prize:,} → {new.prize:,} 元")
    return changes


class _Tracer:
    """Finds why a candidate stands differently, from both records and the changed facts, by the numbers of the facts."""

    def __init__(self, old: Record, new: Record, facts: Sequence[FactChange], answers: Sequence[FactChange], rules: Sequence[RuleChange],
                 pairs: Sequence[Pair]) -> None:
        self._old, self._new, self._facts, self._answers, self._rules = old, new, facts, answers, rules
        self._by_old = {change.old_number: change for change in facts if change.old}
        self._by_new = {change.new_number: change for change in facts if change.new}
        self._by_award: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            self._by_award[pair.entry.award].append(pair)

    def causes(self, pair: Pair) -> Iterator[str]:
        """The cells that bear on the candidate, then the rules, then those who passed it."""
        changed_facts = list(dict.fromkeys([*self._own(pair), *self._survey(pair), *self._staff(pair), *self._dates(pair)]))
        cells = summary(changed_facts)
        yield from cells[:MOST_CAUSES]
        if len(cells) > MOST_CAUSES:
            yield f"……共 {len(changed_facts)} 处，见“数据的改动”"
        rules = list(self._bearing(pair))
        yield from (change.words for change in rules[:MOST_CAUSES])
        yield from self._seats(pair)
        others = list(self._passing(pair))
        yield from others[:MOST_OTHERS]
        if len(others) > MOST_OTHERS:
            yield f"……另有 {len(others) - MOST_OTHERS} 个候选的名次或状态有变"
        if not (changed_facts or rules or others or self._seats(pair)):
            yield "本候选自己的数据没有改动，见下面文件和规则的改动"

    def _own(self, pair: Pair) -> Iterator[FactChange]:
        """The changed_facts of facts that the candidate rests on, before or now, where what is made of them differs."""
        for entry, table in ((pair.new, self._by_new), (pair.old, self._by_old)):
            other = pair.old if entry is pair.new else pair.new
            if entry is None:
                continue
            for now, then in ((entry.components, other.components if other else {}), (entry.conditions, other.conditions if other else {})):
                for name, basis in now.items():
                    if basis.words != basis_words(then.get(name)):
                        yield from (table[number] for number in basis.facts if number in table)
            yield from (table[number] for number in entry.other if number in table)

    def _survey(self, pair: Pair) -> Iterator[FactChange]:
        """Answers about the candidate, where a component that does not rest on cells changed."""
        entry = pair.entry
        names = {*(pair.old.components if pair.old else ()), *(pair.new.components if pair.new else ())}
        changed = [name for name in names if self._component(pair.old, name) != self._component(pair.new, name)]
        if not any(not self._has_cells(pair, name) for name in changed):
            return
        whole = not entry.team or any(name in side.borrowed for side in (pair.old, pair.new) if side for name in changed)
        yield from (change for change in self._answers
                    if change.fact.department == entry.department and (whole or change.fact.team == entry.team))

    def _component(self, entry: CandidateRecord | None, name: str) -> str:
        return basis_words(entry.components.get(name)) if entry else ""

    def _has_cells(self, pair: Pair, name: str) -> bool:
        return any(entry and name in entry.components and entry.components[name].facts for entry in (pair.old, pair.new))

    def _staff(self, pair: Pair) -> Iterator[FactChange]:
        """Headcounts bear on a department's people through its quota."""
        entry = pair.entry
        if entry.level == Level.PERSON and self._quota(self._old, entry) != self._quota(self._new, entry):
            yield from (change for change in self._facts if change.fact.table == STAFF and change.fact.department == entry.department)

    def _dates(self, pair: Pair) -> Iterator[FactChange]:
        """A department's dates bear on its candidates' being eligible."""
        if pair.status_stayed:
            return
        entry = pair.entry
        yield from (change for change in self._facts
                    if change.fact.table in (PLAN_DATE, MATERIAL_TIME) and change.fact.department == entry.department)

    @staticmethod
    def _quota(record: Record, entry: CandidateRecord) -> str:
        seats = record.quotas.get(entry.award, {})
        return seats.get(entry.department, seats.get("", ""))

    def _by_department(self, entry: CandidateRecord) -> bool:
        """Whether the award's candidates compete within their departments."""
        return (entry.level == Level.PERSON and not entry.components) or "" not in self._new.quotas.get(entry.award, {"": ""})

    def _seats(self, pair: Pair) -> list[str]:
        """The award's seats, where their number changed and the candidate's status with it."""
        before, now = self._quota(self._old, pair.entry), self._quota(self._new, pair.entry)
        return [] if before == now or pair.status_stayed else [f"名额 {before or '不明'} → {now or '不明'}"]

    def _bearing(self, pair: Pair) -> Iterator[RuleChange]:
        """Changes of the rules that name the award or the team, and of the policies that bear on such an award."""
        entry = pair.entry
        scored = bool(entry.components)
        idle = _idle_policies(Level.PERSON if entry.level == Level.PERSON else Level.TEAM, scored)
        if (scored or entry.level != Level.PERSON) and self._quota(self._old, entry) == self._quota(self._new, entry):
            idle |= _SEATS_ALONE  # rounding bears on shares of units alone, and there through the seats
        for change in self._rules:
            if change.sheet == POLICY_SHEET:
                if change.item not in idle:
                    yield change
            elif change.item.startswith(f"{entry.award} ") or (entry.team and change.item.endswith(f" {entry.team}")):
                yield change

    def _passing(self, pair: Pair) -> Iterator[str]:
        """Others of the award who make the candidate's new rank: who is before it now and was not, or the other way.

        With the rank unchanged and another status, those who became its equals, or are no more.
        """
        entry = pair.entry
        if not (pair.old and pair.new) or pair.old.rank is None or pair.new.rank is None:
            return
        other_rank = pair.old.rank != pair.new.rank
        if not other_rank and pair.old.status == pair.new.status:
            return
        which = _BEFORE if other_rank else _BESIDE
        for other in self._by_award[entry.award]:
            if other is pair or (self._by_department(entry) and other.entry.department != entry.department):
                continue
            was, now = _relative_place(other.old, pair.old), _relative_place(other.new, pair.new)
            if (was == which) != (now == which):
                home = f"（{other.entry.department}）" if other.entry.name != other.entry.department else ""
                yield f"“{other.entry.name}”{home}{_turn(other, was, now)}"


_SEATS_ALONE = frozenset(policy.name for policy in POLICIES if policy.field == "quota_rounding")


@cache
def _idle_policies(level: Level, scored: bool) -> frozenset[str]:
    """The names of the policies that decide nothing about awards of a level, by score or by the department's order."""
    fields = policy_fields(level, scored)
    if "doubtful" in fields:
        fields |= {"quickest_answer"}  # read where answers are taken in: it says which of them are doubtful
    return frozenset(policy.name for policy in POLICIES if fields.isdisjoint(policy.fields))


def _relative_place(other: CandidateRecord | None, own: CandidateRecord) -> int:
    """The place of another entry as seen from a candidate's: before, beside or behind it, or away."""
    if other is None or other.rank is None or own.rank is None:
        return _AWAY
    return (other.rank > own.rank) - (other.rank < own.rank)


def _turn(other: Pair, was: int, now: int) -> str:
    old, new = other.old, other.new
    if now == _AWAY:
        return f"退出了排名（{status_label(old) if old else '未列入'} → {status_label(new) if new else '未列入'}）"
    scores = f"（综合得分 {step(old.score, new.score)}）" if old and new and old.score != new.score else ""
    if was == _AWAY:
        return "进入了排名，" + {_BEFORE: "排在前面", _BESIDE: "并列", _BEHIND: "排在后面"}[now]
    return {_BEFORE: "排到了前面", _BESIDE: "变为并列", _BEHIND: "落到了后面"}[now] + scores
