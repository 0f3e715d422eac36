"""评分构成 of the rules: each fault of an award's components at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.expected_rows import names_in
from fuwuyue_xlsx.rulebook.own_word_rows import identities_of
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import YES, Level, Source
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import REVIEWERS

# source → key → the name, of those of whom a component of this source can count some alone
Countable = dict[Source, dict[str, str]]


def countable(rows: RuleRows) -> Countable:
    """What a 范围 can name: of 评委打分 the groups of reviewers in 评委名单, of 满意度测评 the identities in 测评身份."""
    groups = {row.key("组别"): row["组别"] for row in reversed(rows[REVIEWERS]) if row["组别"]}
    return {Source.REVIEW: groups, Source.SURVEY: {key(name): name for name in identities_of(rows)}}


def scope_of(row: Row, named: Countable) -> tuple[str, ...]:
    """The groups or identities that a component's 范围 names, each once, as the sheet that lists them writes them; unknown ones are left out."""
    known = named.get(row["数据来源"], {})
    keys = (key(name) for name in names_in(row["范围"] or "", known))
    return tuple(dict.fromkeys(known[name] for name in keys if name in known))


def ranges(rows: RuleRows) -> Iterator[Finding]:
    """范围: of a source that has none, groups or identities that no sheet lists, groups of which nobody gives points for the award, and a
    group or identity in two parts."""
    named = countable(rows)
    for award in (row["奖项"] for row in rows["奖项"] if row["奖项"]):
        earlier: dict[tuple[Source, str], Row] = {}
        for part in rows.award_rows("评分构成", award):
            source = part["数据来源"]
            if part["范围"] is None or source is None:
                continue
            if source not in named:
                yield finding("rule-range-source", part.place("范围"), part=part["分项"], source=source)
            elif not named[source]:
                code = "rule-range-without-groups" if source == Source.REVIEW else "rule-range-without-identities"
                yield finding(code, part.place("范围"), part=part["分项"])
            else:
                yield from _unknown(part, named[source])
                yield from _twice(award, part, named, earlier)
                yield from _nobody(rows, award, part, named) if source == Source.REVIEW else ()


def _unknown(part: Row, known: dict[str, str]) -> Iterator[Finding]:
    title = "评委的组别" if part["数据来源"] == Source.REVIEW else "答卷人的身份"
    for name in names_in(part["范围"], known):
        if key(name) not in known:
            yield finding("unknown-name", part.place("范围"), title=title, value=name, suggestion=offered(name, known.values()))


def _twice(award: str, part: Row, named: Countable, earlier: dict[tuple[Source, str], Row]) -> Iterator[Finding]:
    for name in scope_of(part, named):
        other = earlier.setdefault((part["数据来源"], name), part)
        if other is not part:
            yield finding("rule-range-twice", part.place("范围"), award=award, group=name, part=part["分项"], other=other["分项"])


def _nobody(rows: RuleRows, award: str, part: Row, named: Countable) -> Iterator[Finding]:
    """Groups of which everybody gives points for other awards alone: the part would never have a figure."""
    awards = rows.award_names()

    def scores_it(reviewer: Row) -> bool:
        return reviewer["奖项"] is None or key(award) in map(key, names_in(reviewer["奖项"], awards))

    for name in scope_of(part, named):
        if not any(scores_it(row) for row in rows[REVIEWERS] if row.key("组别") == key(name)):
            yield finding("rule-range-nobody", part.place("范围"), award=award, group=name)


def reviewers_out_of_range(rows: RuleRows) -> Iterator[Finding]:
    """A reviewer who is to give points for an award that counts other groups' rows alone."""
    named = countable(rows)
    awards = rows.award_names()
    for row in rows[REVIEWERS]:
        for name in names_in(row["奖项"] or "", awards):
            parts = [part for part in rows.award_rows("评分构成", name) if part["数据来源"] == Source.REVIEW]
            if parts and all(part["范围"] is not None and row["组别"] not in scope_of(part, named) for part in parts):
                yield finding("rule-reviewer-out-of-range", row.place("奖项"), reviewer=row["评委"], award=name)


def sources_twice(rows: RuleRows) -> Iterator[Finding]:
    """Two parts of one award with one source of which one has no 范围: nothing could tell their figures apart, and one would count twice."""
    for award in rows["奖项"]:
        parts = [part for part in rows.award_rows("评分构成", award["奖项"] or "") if part["数据来源"] != Source.ADJUSTMENT]
        often = Counter(part["数据来源"] for part in parts)
        whole = {part["数据来源"] for part in parts if part["范围"] is None or part["数据来源"] not in (Source.REVIEW, Source.SURVEY)}
        first = {part["数据来源"]: part for part in reversed(parts)}
        for part in parts:
            source = part["数据来源"]
            if source in whole and source is not None and often[source] > 1 and part is not first[source]:
                yield finding("rule-source-twice", part.place("数据来源"), award=award["奖项"], source=source, part=part["分项"],
                              other=first[source]["分项"])


def weights(rows: RuleRows) -> Iterator[Finding]:
    """The weights of an award's components sum to 100 %, but for what is added and taken off, which has none."""
    for award in rows["奖项"]:
        parts = [part for part in rows.award_rows("评分构成", award["奖项"] or "") if part["数据来源"] != Source.ADJUSTMENT]
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
