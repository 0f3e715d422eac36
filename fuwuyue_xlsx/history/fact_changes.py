"""The facts that differ between two runs: changed, new or gone. A fact that has only moved to another cell or file does not differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.history.record import Fact
from fuwuyue_xlsx.messages.findings import place_of

Numbered = tuple[int, Fact]
# so many cells of one sheet that are all new or all gone share one line
MANY = 4


@dataclass(frozen=True)
class FactChange:
    """A fact that differs. `old` None: it is new; `new` None: it is gone.

    `old_number` and `new_number` are its numbers in the two records, by which candidates refer to it; −1 where it is not.
    """

    old: Fact | None
    new: Fact | None
    old_number: int = -1
    new_number: int = -1

    @property
    def fact(self) -> Fact:
        """The fact as it is now; of one that is gone, as it was."""
        fact = self.new or self.old
        assert fact is not None
        return fact

    @property
    def subject(self) -> str:
        """Whom and what it is about: 评委打分 优秀班组 电工组 评委甲 工作特色."""
        fact = self.fact
        home = fact.team or fact.department
        return " ".join(part for part in (fact.table, fact.award, home, fact.name, fact.item if fact.item != home else "") if part)

    @property
    def words(self) -> str:
        """The change with its cells: 收件箱/评委.xlsx!优秀班组!C5：45 → 40（…）."""
        if self.old is None:
            return f"{self.fact.at}：新填“{self.fact.value}”（{self.subject}）"
        if self.new is None:
            return f"{self.fact.at}：原为“{self.fact.value}”，现在没有了（{self.subject}）"
        if self.old.at == self.new.at:
            return f"{self.new.at}：{self.old.value or '空'} → {self.new.value or '空'}（{self.subject}）"
        another = "；采用了另一份" if place_of(self.old.at).file != place_of(self.new.at).file else ""
        return f"{self.old.at} {self.old.value or '空'} → {self.new.at} {self.new.value or '空'}（{self.subject}{another}）"


def fact_changes(old: Sequence[Fact], new: Sequence[Fact]) -> list[FactChange]:
    """The differences in the new record's order, what is gone at the end of its kind.

    Facts that say the same are matched first, wherever they stand. Of the rest, a named one is matched by its name,
    an unnamed one by its cell: [（电工, A6）, （木工, A7）] → [（木工, A6）] is one row gone, not one changed and one gone.
    """
    # most stand as they stood: they go first, so that only the rest is matched with care
    unchanged = set(old).intersection(new)
    before, after = _left(*([numbered for numbered in enumerate(facts) if numbered[1] not in unchanged] for facts in (old, new)))
    changes: list[FactChange] = []
    for key in dict.fromkeys([*after, *before]):
        changes += _paired(before.get(key, []), after.get(key, []))
    return changes


def _left(old: Iterable[Numbered], new: Iterable[Numbered]) -> tuple[dict[tuple, list[Numbered]], dict[tuple, list[Numbered]]]:
    """By key what is left on each side when those that say the same, in other cells, are taken away."""
    sides: list[dict[tuple, dict[str, list[Numbered]]]] = []
    for facts in (old, new):
        by_key: dict[tuple, dict[str, list[Numbered]]] = defaultdict(lambda: defaultdict(list))
        for number, fact in facts:
            by_key[fact.key][fact.value].append((number, fact))
        sides.append(by_key)
    left: tuple[dict[tuple, list[Numbered]], dict[tuple, list[Numbered]]] = ({}, {})
    for key in dict.fromkeys([*sides[1], *sides[0]]):
        values = [side.get(key, {}) for side in sides]
        for value in dict.fromkeys([*values[1], *values[0]]):
            rest = _without_equals(values[0].get(value, []), values[1].get(value, []))
            for remaining, numbered in zip(left, rest, strict=True):
                remaining.setdefault(key, []).extend(numbered)
    return left


def _without_equals(old: list[Numbered], new: list[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """n old and m new ones that say the same: min(n, m) pairs go."""
    pairs = min(len(old), len(new))
    return old[pairs:], new[pairs:]


def _paired(old: list[Numbered], new: list[Numbered]) -> list[FactChange]:
    changes = []
    waiting = sorted(old)
    for number, fact in sorted(new):
        partner = next((numbered for numbered in waiting if numbered[1].at == fact.at), None)
        if partner is None and fact.named and waiting:
            partner = waiting[0]
        if partner is None:
            changes.append(FactChange(None, fact, new_number=number))
        else:
            waiting.remove(partner)
            changes.append(FactChange(partner[1], fact, partner[0], number))
    return changes + [FactChange(fact, None, old_number=number) for number, fact in waiting]


def in_groups(changes: Iterable[FactChange]) -> list[list[FactChange]]:
    """The changes in groups: of one sheet and kind of fact, 4 or more new ones are a group, and 4 or more that are gone."""
    groups: dict[tuple, list[FactChange]] = defaultdict(list)
    for change in changes:
        kind = "changed" if change.old and change.new else "gone" if change.old else "new"
        groups[change.fact.at.rpartition("!")[0], change.fact.table, kind].append(change)
    split: list[list[FactChange]] = []
    for (_, _, kind), group in groups.items():
        split += [group] if kind != "changed" and len(group) >= MANY else [[change] for change in group]
    return split


def summary(changes: Iterable[FactChange]) -> list[str]:
    """The changes as lines, one for each of `in_groups`: a single change in full, a group by its number and an example."""
    lines = []
    for group in in_groups(changes):
        first, *rest = group
        fact = first.fact
        sheet, _, cell = fact.at.rpartition("!")
        verb = "是新的" if first.old is None else "现在没有了"
        lines.append(f"{sheet}：{fact.table}有 {len(group)} 处{verb}，例如 {cell}“{fact.value}”（{first.subject}）" if rest else first.words)
    return lines
