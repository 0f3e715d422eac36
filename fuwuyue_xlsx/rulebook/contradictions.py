"""Checks of the rules for contradictions, each of which yields its findings at their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fuwuyue_xlsx.basics.text import compact, differing, key, label_key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rulebook.adjustment_rows import adjustments
from fuwuyue_xlsx.rulebook.component_rows import components, ranges, reviewers_out_of_range, sources_twice, weights
from fuwuyue_xlsx.rulebook.condition_groups import faults_of_groups
from fuwuyue_xlsx.rulebook.condition_rows import awards_without_veto, conditions, vetoes_that_differ
from fuwuyue_xlsx.rulebook.exclusion_rows import faults_of_exclusions
from fuwuyue_xlsx.rulebook.expected_rows import faults_of_expected
from fuwuyue_xlsx.rulebook.incident_type_rows import faults_of_types
from fuwuyue_xlsx.rulebook.own_check_rows import faults_of_own_checks
from fuwuyue_xlsx.rulebook.own_word_rows import faults_of_own_words
from fuwuyue_xlsx.rulebook.quota_rows import allocation, quota_kinds, scopes
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rulebook.share_rows import faults_of_shares
from fuwuyue_xlsx.rulebook.short_names import faults_of_short_names
from fuwuyue_xlsx.rulebook.survey_mapping import faults_of_mapping
from fuwuyue_xlsx.rulebook.tier_rows import bounds, groups
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, WHOLE_DEPARTMENT, YES, QuotaKind, Source
from fuwuyue_xlsx.schema.checks import PLANNED_SERIES
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.rules_workbook import ALLOCATION, INCIDENT_TYPES, OWN_CHECKS, RULES_FILE

# sheet → the columns that together must not occur twice
LONGEST_NAME = 100
_UNIQUE = {
    "活动信息": ("项目",),
    "班组划分": ("科室", "班组"),
    "奖项": ("奖项",),
    "评分构成": ("奖项", "分项"),
    "评选条件": ("奖项", "序号"),
    "检查标准": ("业务类型", "检查项目"),
    "评审要点": ("奖项", "要点"),
    "测评题目": ("题目",),
    "活动系列": ("活动系列",),
    "问卷对照": ("列标题",),
    ALLOCATION: ("奖项", "科室"),
    INCIDENT_TYPES: ("类型",),
    OWN_CHECKS: ("名称",),
    "口径设置": ("口径",),
}


def repeated(rows: RuleRows) -> Iterator[Finding]:
    """A team twice in its department, an award twice, a condition's number twice …"""
    for sheet, columns in _UNIQUE.items():
        seen: set[tuple[str, ...]] = set()
        for row in rows[sheet]:
            value = tuple(label_key(row[column]) for column in columns)
            if all(value) and value in seen:
                name = " ".join(str(row[column]) for column in columns)
                yield finding("rule-twice", row.place(columns[-1]), name=name)
            seen.add(value)
    yield from _repeated_numbers(rows)


def _repeated_numbers(rows: RuleRows) -> Iterator[Finding]:
    seen: set[int] = set()
    for row in rows["活动系列"]:
        if row["序号"] is not None and row["序号"] in seen:
            yield finding("rule-twice", row.place("序号"), name=f"序号 {row['序号']}")
        seen.add(row["序号"])


# sheet → (the columns within which a name is looked for again, the column of the name)
_NAMES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("班组划分", (), "科室"), ("班组划分", ("科室",), "班组"), ("奖项", (), "奖项"), ("评分构成", ("奖项",), "分项"),
    ("检查标准", ("业务类型",), "检查项目"), ("评审要点", ("奖项",), "要点"), ("测评题目", (), "题目"), (INCIDENT_TYPES, (), "类型"),
    (OWN_CHECKS, (), "名称"),
)


def names_alike(rows: RuleRows) -> Iterator[Finding]:
    """Names that differ in case alone, which Excel takes for one, and a name written in two ways that look alike."""
    for sheet, within, column in _NAMES:
        first: dict[tuple[str, ...], str] = {}
        for row in rows[sheet]:
            name = row[column]
            if name is not None:
                known = first.setdefault((*map(row.key, within), key(name).casefold()), name)
                if compact(name) != compact(known) and (key(name) != key(known) or column == "科室"):
                    yield finding("rule-names-alike", row.place(column), name=name, other=known, how=differing(name, known) or "只差大小写或字形")


def departments_without_team(rows: RuleRows) -> Iterator[Finding]:
    """A department whose rows name no team at all."""
    with_team = {row.key("科室") for row in rows["班组划分"] if row["班组"] is not None}
    for row in rows["班组划分"]:
        if row["科室"] is not None and row.key("科室") not in with_team:
            yield finding("rule-department-without-team", row.place("科室"), name=row["科室"])


def unknown_names(rows: RuleRows) -> Iterator[Finding]:
    """Names of awards and lines of business that no sheet gives."""
    awards = [row["奖项"] for row in rows["奖项"] if row["奖项"]]
    lines = [row["业务类型"] for row in rows["检查标准"] if row["业务类型"]]
    for sheet in ("评分构成", "评选条件", "评审要点"):
        for row in rows[sheet]:
            yield from _known(row, "奖项", awards)
    for row in rows["班组划分"]:
        if row["业务类型"] is not None and row.key("业务类型") not in {key(line) for line in lines}:
            yield finding("rule-no-checklist", row.place("业务类型"), line=row["业务类型"])


def _known(row: Row, column: str, names: list[str]) -> Iterator[Finding]:
    value = row[column]
    if value is not None and key(value) not in {key(name) for name in names}:
        near = offered(value, names)
        yield finding("unknown-name", row.place(column), title=column, value=value, suggestion=near)


def award_numbers(rows: RuleRows) -> Iterator[Finding]:
    """Quotas and prizes that are missing in an enabled award."""
    for row in rows["奖项"]:
        name, enabled = row["奖项"], row["启用"] == YES
        if row["名额"] is None and enabled and row["名额方式"] != QuotaKind.LISTED and "名额" not in row.unreadable:
            yield finding("rule-quota-missing", row.place("名额"), award=name)
        if row["奖金(元)"] is None and enabled and "奖金(元)" not in row.unreadable:
            yield finding("rule-prize-missing", row.place("奖金(元)"), award=name)




# sheet, column → names that stand for something else where this one is written or used as a header
_RESERVED = {
    ("班组划分", "班组"): (OUTSIDE_TEAMS, WHOLE_DEPARTMENT, "业务类型", "检查项目", "满分", "检查日期", "检查人"),
    ("检查标准", "检查项目"): ("扣分说明",),
    ("评审要点", "要点"): ("科室", "班组", "岗位名称", "备注"),
    ("测评题目", "题目"): ("提交时间", "身份", "科室", "班组", "意见建议"),
}


def reserved_names(rows: RuleRows) -> Iterator[Finding]:
    """A team called 班组外, a question called 科室 …: on the forms nobody could tell the two apart."""
    for (sheet, column), names in _RESERVED.items():
        reserved = {label_key(name) for name in names}
        for row in rows[sheet]:
            if row[column] is not None and label_key(row[column]) in reserved:
                yield finding("rule-reserved-name", row.place(column), title=column, name=row[column])


def long_names(rows: RuleRows) -> Iterator[Finding]:
    """Names that neither a file's name nor a template's stamp can hold."""
    for sheet, column in (("班组划分", "科室"), ("班组划分", "班组"), ("奖项", "奖项")):
        for row in rows[sheet]:
            if row[column] is not None and len(str(row[column])) > LONGEST_NAME:
                yield finding("rule-name-too-long", row.place(column), title=column, most=LONGEST_NAME)


def empty_sheets(rows: RuleRows) -> Iterator[Finding]:
    """Sheets without which there is no campaign: teams, awards; questions and series where they are asked for."""
    asked = {"班组划分": True, "奖项": True}
    asked["测评题目"] = any(row["数据来源"] == Source.SURVEY for row in rows["评分构成"])
    asked["活动系列"] = any(row["核查项"] == PLANNED_SERIES for row in rows["评选条件"])
    for sheet, needed in asked.items():
        if needed and not rows[sheet] and sheet not in rows.missing:
            yield finding("rule-sheet-empty", Place(RULES_FILE, sheet), sheet=sheet)


CONTRADICTIONS: tuple[Callable[[RuleRows], Iterator[Finding]], ...] = (
    repeated,
    names_alike,
    departments_without_team,
    unknown_names,
    award_numbers,
    quota_kinds,
    scopes,
    allocation,
    groups,
    bounds,
    faults_of_shares,
    sources_twice,
    ranges,
    reviewers_out_of_range,
    weights,
    adjustments,
    components,
    conditions,
    faults_of_groups,
    awards_without_veto,
    vetoes_that_differ,
    reserved_names,
    long_names,
    empty_sheets,
    faults_of_own_checks,
    faults_of_exclusions,
    faults_of_types,
    faults_of_expected,
    faults_of_short_names,
    faults_of_mapping,
    faults_of_own_words,
)
