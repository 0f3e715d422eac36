"""评分构成 of the rules: each fault of an award's components at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.expected_rows import names_in
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import YES, Level, Source
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import REVIEWERS


def groups_listed(rows: RuleRows) -> dict[str, str]:
    """Key → the name of every group of reviewers in 评委名单."""
    return {row.key("组别"): row["组别"] for row in reversed(rows[REVIEWERS]) if row["组别"]}


def reviewer_groups_of(row: Row, groups: dict[str, str]) -> tuple[str, ...]:
    """The groups that a component's 范围 names, each once, as 评委名单 writes them; unknown ones are left out."""
    named = (key(name) for name in names_in(row["范围"] or "", groups))
    return tuple(dict.fromkeys(groups[name] for name in named if name in groups))


def ranges(rows: RuleRows) -> Iterator[Finding]:
    """范围: of a source that has none, groups that no reviewer is in, or none who gives points for the award, one group in two parts."""
    groups = groups_listed(rows)
    for award in (row["奖项"] for row in rows["奖项"] if row["奖项"]):
        earlier: dict[str, Row] = {}
        for part in rows.award_rows("评分构成", award):
            if part["范围"] is None:
                continue
            if part["数据来源"] not in (None, Source.REVIEW):
                yield finding("rule-range-source", part.place("范围"), part=part["分项"], source=part["数据来源"])
            elif not groups:
                yield finding("rule-range-without-groups", part.place("范围"), part=part["分项"])
            else:
                yield from _unknown_groups(part, groups)
                yield from _groups_twice(award, part, groups, earlier)
                yield from _nobody(rows, award, part, groups)


def _unknown_groups(part: Row, groups: dict[str, str]) -> Iterator[Finding]:
    for name in names_in(part["范围"], groups):
        if key(name) not in groups:
            yield finding("unknown-name", part.place("范围"), title="评委的组别", value=name, suggestion=offered(name, groups.values()))


def _groups_twice(award: str, part: Row, groups: dict[str, str], earlier: dict[str, Row]) -> Iterator[Finding]:
    for name in reviewer_groups_of(part, groups):
        other = earlier.setdefault(name, part)
        if other is not part:
            yield finding("rule-range-twice", part.place("范围"), award=award, group=name, part=part["分项"], other=other["分项"])


def _nobody(rows: RuleRows, award: str, part: Row, groups: dict[str, str]) -> Iterator[Finding]:
    """Groups of which everybody gives points for other awards alone: the part would never have a figure."""
    awards = {row.key("奖项"): row["奖项"] for row in rows["奖项"] if row["奖项"]}

    def scores_it(reviewer: Row) -> bool:
        return reviewer["奖项"] is None or key(award) in map(key, names_in(reviewer["奖项"], awards))

    for name in reviewer_groups_of(part, groups):
        if not any(scores_it(row) for row in rows[REVIEWERS] if row.key("组别") == key(name)):
            yield finding("rule-range-nobody", part.place("范围"), award=award, group=name)


def reviewers_out_of_range(rows: RuleRows) -> Iterator[Finding]:
    """A reviewer who is to give points for an award that counts other groups' rows alone."""
    groups = groups_listed(rows)
    awards = {row.key("奖项"): row["奖项"] for row in rows["奖项"] if row["奖项"]}
    for row in rows[REVIEWERS]:
        for name in names_in(row["奖项"] or "", awards):
            parts = [part for part in rows.award_rows("评分构成", name) if part["数据来源"] == Source.REVIEW]
            if parts and all(part["范围"] is not None and row["组别"] not in reviewer_groups_of(part, groups) for part in parts):
                yield finding("rule-reviewer-out-of-range", row.place("奖项"), reviewer=row["评委"], award=name)


def sources_twice(rows: RuleRows) -> Iterator[Finding]:
    """Two parts of one award with one source of which one has no 范围: nothing could tell their figures apart, and one would count twice."""
    for award in rows["奖项"]:
        parts = rows.award_rows("评分构成", award["奖项"]) if award["奖项"] else []
        often = Counter(part["数据来源"] for part in parts)
        whole = {part["数据来源"] for part in parts if part["范围"] is None or part["数据来源"] != Source.REVIEW}
        first = {part["数据来源"]: part for part in reversed(parts)}
        for part in parts:
            source = part["数据来源"]
            if source in whole and source is not None and often[source] > 1 and part is not first[source]:
                yield finding("rule-source-twice", part.place("数据来源"), award=award["奖项"], source=source, part=part["分项"],
                              other=first[source]["分项"])


def weights(rows: RuleRows) -> Iterator[Finding]:
    """The weights of an award's components sum to 100 %."""
    for award in rows["奖项"]:
        parts = rows.award_rows("评分构成", award["奖项"]) if award["奖项"] else []
        if parts and all(part["权重"] is not None for part in parts):
            total = sum((part["权重"] for part in parts), Decimal(0))
            if total != 100:
                yield finding("rule-weights", parts[0].place("权重"), award=award["奖项"], total=plain(total))


def components(rows: RuleRows) -> Iterator[Finding]:
    """Every enabled award has components, but one for persons may do without; where reviewers give points it has criteria for them."""
    for award in rows["奖项"]:
        name, enabled = award["奖项"], award["启用"] == YES
        parts = rows.award_rows("评分构成", name) if name else []
        if enabled and name and award["级别"] and not parts and "评分构成" not in rows.missing:
            if award["级别"] != Level.PERSON.label:
                yield finding("rule-no-components", award.place("奖项"), award=name)
        elif enabled and not rows.award_rows("评审要点", name or ""):
            reviewed = [part for part in parts if part["数据来源"] == Source.REVIEW]
            if reviewed and "评审要点" not in rows.missing:
                yield finding("rule-no-criteria", reviewed[0].place("数据来源"), award=name)
