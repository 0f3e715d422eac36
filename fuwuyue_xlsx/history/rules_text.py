"""The rules as texts by sheet and item, so that the rules of two runs can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.rules.awards import Condition
from fuwuyue_xlsx.rules.model import NO, NO_PRIZE, YES, Award, Component, Criterion, QuotaKind, Rules
from fuwuyue_xlsx.rules.own_words import OwnWords
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, POLICIES, policy_text
from fuwuyue_xlsx.schema.rules_workbook import (
    ALLOCATION,
    CAMPAIGN_ITEMS,
    EXCLUSIONS,
    GRADE_WORDS,
    IDENTITIES,
    INCIDENT_TYPES,
    INSPECTORS,
    MAPPING,
    OPTIONAL_ITEMS,
    OWN_CHECKS,
    READINGS,
    REVIEWERS,
    SHORT_NAMES,
    VISIT_PLAN,
    WORD_ITEMS,
)

POLICY_SHEET = "口径设置"


def rules_text(rules: Rules) -> dict[str, dict[str, str]]:
    """Sheet of 评选规则.xlsx → item → value as text."""
    *campaign, notice = asdict(rules.campaign).values()
    awards = rules.awards
    return {
        "活动信息": {name: str(value) for name, value in zip((*CAMPAIGN_ITEMS, *OPTIONAL_ITEMS), (*campaign, *notice.values()), strict=True)
                 if value is not None},
        "班组划分": {f"{t.department} {t.name}": t.line for t in rules.teams},
        "奖项": {f"{a.name} {item}": value for a in awards for item, value in _award(a).items()},
        **_allocation(rules),
        "评分构成": {f"{a.name} {c.name}": _part(c) for a in awards for c in a.components},
        "评选条件": {
            f"{a.name} 第 {c.number} 条": _condition(c)
            for a in awards for c in a.conditions
        },
        **({OWN_CHECKS: {check.name: f"{check.said}，{check.said_levels}" for check in rules.own_checks}} if rules.own_checks else {}),
        **_exclusions(rules),
        **({INCIDENT_TYPES: {kind.name: YES if kind.vetoes else NO for kind in rules.own_types}} if rules.own_types else {}),
        "检查标准": {f"{line} {name}": worth for line, items in rules.checklists.items() for name, worth in _points(items)},
        "评审要点": {f"{a.name} {name}": worth for a in awards for name, worth in _points(a.criteria)},
        "测评题目": {question: "有" for question in rules.questions},
        "活动系列": {f"第 {number} 项": name for number, name in rules.series},
        MAPPING: {m.header: " ".join((m.department or "", m.team or "", m.question)) for m in rules.mapping},
        GRADE_WORDS: {f"{w.word} {w.question or ''}".strip(): w.grade or LEAVE_OUT for w in rules.words},
        **_expected(rules),
        SHORT_NAMES: dict(rules.short_names),
        **_own_words(rules.own),
        POLICY_SHEET: {policy.name: policy_text(policy, rules.policies) for policy in POLICIES},
    }


def _condition(condition: Condition) -> str:
    least = "" if condition.threshold is None else f" {plain(condition.threshold)}"
    group = f"，{condition.group.words}" if condition.group else ""
    return f"{condition.text}（{condition.kind.value}，{condition.check}{least}{group}）"


def _own_words(own: OwnWords) -> dict[str, dict[str, str]]:
    """The campaign's own words that bear on what is read or printed, where any are said."""
    words = {name: word for name, word in zip(WORD_ITEMS, (own.served, own.everyone, own.deputy, own.head, own.basis), strict=True) if word}
    said = {"称呼": words, IDENTITIES: dict.fromkeys(own.identities, "有"), READINGS: {what: how for what, how, _ in own.readings}}
    return {sheet: items for sheet, items in said.items() if items}


def _allocation(rules: Rules) -> dict[str, dict[str, str]]:
    """The seats of departments by award, where any are listed."""
    seats = {f"{award.name} {department}": f"{number} 个" for award in rules.awards for department, number in award.listed.items()}
    return {ALLOCATION: seats} if seats else {}


def _exclusions(rules: Rules) -> dict[str, dict[str, str]]:
    """Who may not win and why, where the rules name anybody; what several rows say of one stands side by side."""
    said: dict[str, list[str]] = {}
    for row in rules.exclusions:
        whom = " ".join(part for part in (row.award or "全部奖项", row.department, row.team, row.person) if part)
        said.setdefault(whom, []).append(f"{row.reason}（{row.basis}）" if row.basis else row.reason)
    return {EXCLUSIONS: {whom: "；".join(reasons) for whom, reasons in said.items()}} if said else {}


def _expected(rules: Rules) -> dict[str, dict[str, str]]:
    """Of whom something is expected; of a reviewer the department and group, where there are any, and the awards."""
    expected = rules.expected
    return {
        REVIEWERS: {r.name: "，".join(part for part in (r.department, r.group, "、".join(r.awards)) if part) or "有" for r in expected.reviewers},
        VISIT_PLAN: {department: f"至少 {least} 次" for department, least in expected.visits.items()},
        INSPECTORS: dict.fromkeys(expected.inspectors, "有"),
    }


def _award(award: Award) -> dict[str, str]:
    unit = "%" if award.quota_kind.percent else ""
    quota = "" if award.quota is None else f"{plain(award.quota)}{unit}"
    prize = "" if award.prize is None else NO_PRIZE if award.honour else str(award.prize)
    kind = {"名额方式": award.quota_kind.value} if award.quota_kind in (QuotaKind.UNITS, QuotaKind.LISTED) else {}
    return {"级别": award.level.label, **kind, "名额": quota, "奖金(元)": prize,
            "启用": YES if award.enabled else NO, **({"名额范围": award.scope.value} if award.scope else {}),
            **({"类别比例": "；".join(share.words for share in award.shares)} if award.shares else {}),
            **{title: str(value) for title, value in (("奖项组", award.group), ("每科室至多", award.most_each), ("每科室至少", award.fewest_each)) if value}}


def _points(items: Iterable[Criterion]) -> list[tuple[str, str]]:
    return [(item.name, f"{plain(item.maximum)} 分") for item in items]


def _part(part: Component) -> str:
    share = f"{plain(part.weight)}%" if part.limit is None else part.said_share
    return f"{share}，{part.said_source}"
