"""Columns 组合 and 组合至少 of 评选条件: conditions of an award of which some need not be met. Each fault at its cell, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.awards import ConditionGroup, ConditionKind


def faults_of_groups(rows: RuleRows) -> Iterator[Finding]:
    """A number without a letter, a condition that cannot be one of several, a group of one, or of which nobody says how many, or more than there are."""
    for row in rows["评选条件"]:
        if row["组合至少"] is not None and row["组合"] is None and "组合" not in row.unreadable:
            yield finding("rule-condition-group", row.place("组合"), award=row["奖项"], group="", why="没有写字母，却写了至少满足几条",
                          words="请在几条的“组合”里写同一个字母，或清空“组合至少”")
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows["评选条件"]:
        if row["组合"] is not None and row["奖项"] is not None:
            groups.setdefault((row.key("奖项"), row.key("组合").casefold()), []).append(row)
    for members in groups.values():
        yield from _of_group(members)


def _of_group(members: Sequence[Row]) -> Iterator[Finding]:
    first, least = members[0], members[0]["组合至少"]

    def fault(row: Row, title: str, why: str, words: str) -> Finding:
        return finding("rule-condition-group", row.place(title), award=row["奖项"], group=row["组合"], why=why, words=words)

    for row in members:
        if row["类型"] is not None and row["类型"] != ConditionKind.HARD:
            yield fault(row, "组合", f"里有一条是“{row['类型']}”", "组合只用于“硬性”条件，请改类型，或清空“组合”")
        if row is not first and row["组合至少"] not in (None, least):
            yield fault(row, "组合至少", "写了两个不同的数", "“组合至少”只写在它的第一行，请清空这一格")
    if len(members) == 1:
        yield fault(first, "组合", "只有一条", "请在同一个奖项的另几条也写这个字母，或清空“组合”“组合至少”")
    elif least is None and "组合至少" not in first.unreadable:
        yield fault(first, "组合至少", "没有写至少满足几条", "请在它的第一行填“组合至少”，例如 1")
    elif least is not None and least > len(members):
        yield fault(first, "组合至少", f"只有 {len(members)} 条，至少满足 {least} 条达不到", f"请填 1 到 {len(members)}")


def groups_of(rows: Sequence[Row]) -> dict[str, ConditionGroup]:
    """Key of a letter → its group, of the conditions of one award."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        if row["组合"] is not None:
            members.setdefault(row.key("组合").casefold(), []).append(row)
    return {letter: ConditionGroup(group[0]["组合"], group[0]["组合至少"] or len(group), tuple(row["序号"] for row in group))
            for letter, group in members.items()}
