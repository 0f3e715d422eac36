"""评选条件 of the rules: checks that the award's level or score cannot have, vetoes by something else, thresholds that nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.adjustment_rows import limit_of
from fuwuyue_xlsx.rulebook.own_check_rows import known_checks
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.awards import ConditionKind, Level
from fuwuyue_xlsx.rules.model import YES
from fuwuyue_xlsx.rules.score_parts import WHOLE
from fuwuyue_xlsx.schema.checks import INCIDENTS, PLANNED_SERIES, Check

LEVELS = {level.label: level for level in Level}


def conditions(rows: RuleRows) -> Iterator[Finding]:
    """Checks that serve the award's level, vetoes that name incidents, thresholds that can be reached.

    Incidents reach candidates of every level, so that no level of award has a veto that nothing can set off.
    """
    known = known_checks(rows)
    levels = {row.key("奖项"): LEVELS.get(row["级别"]) for row in rows["奖项"]}
    for row in rows["评选条件"]:
        check = known.get(row["核查项"])
        if check is None:
            continue
        level = levels.get(row.key("奖项"))
        if level is not None and level not in check.levels:
            yield finding("rule-check-level", row.place("核查项"), check=check.name, level=level.label)
        elif check.composite and level is not None and "评分构成" not in rows.missing and not rows.award_rows("评分构成", row["奖项"]):
            yield finding("rule-check-unscored", row.place("核查项"), check=check.name, award=row["奖项"])
        if row["类型"] and (row["类型"] == ConditionKind.VETO) != (check.name == INCIDENTS):
            yield finding("rule-check-veto", row.place("核查项"), kind=row["类型"], check=check.name)
        yield from _threshold(row, rows, check)


def _threshold(row: Row, rows: RuleRows, check: Check) -> Iterator[Finding]:
    value = row["阈值"]
    if value is None:
        if check.threshold and row["类型"] == ConditionKind.HARD and "阈值" not in row.unreadable:
            yield finding("rule-threshold-missing", row.place("阈值"), check=check.name)
    elif check.name == INCIDENTS:
        if value < 1 or value != value.to_integral_value():
            yield finding("rule-veto-threshold", row.place("阈值"), value=plain(value))
    elif value < 0:
        yield finding("rule-threshold", row.place("阈值"), check=check.name, value=plain(value), words="请填 0 或正数")
    elif check.in_points and 0 < value < 1:
        yield finding("rule-threshold-fraction", row.place("阈值"), check=check.name, value=plain(value), whole=plain(value * 100))
    elif check.counting and value != value.to_integral_value():
        yield finding("rule-threshold-part", row.place("阈值"), check=check.name, value=plain(value), unit=check.unit)
    elif check.in_points and value > (most := WHOLE + (limit_of(rows, row["奖项"]) if check.composite else 0)):
        yield finding("rule-threshold", row.place("阈值"), check=check.name, value=plain(value),
                      words=f"得分最高 {plain(most)} 分，阈值不能超过它")
    elif check.name == PLANNED_SERIES and value > len(rows["活动系列"]) and "活动系列" not in rows.missing:
        words = f"活动系列只有 {len(rows['活动系列'])} 个，阈值不能超过它"
        yield finding("rule-threshold", row.place("阈值"), check=check.name, value=plain(value), words=words)


def vetoes_that_differ(rows: RuleRows) -> Iterator[Finding]:
    """Vetoes of one award from different numbers of incidents on: all kinds are counted together, so that only the smallest number would
    have a meaning. The finding stands at each larger one.
    """
    for name in [award["奖项"] for award in rows["奖项"] if award["奖项"]]:
        vetoes = [(row, _veto_from(row)) for row in rows.award_rows("评选条件", name) if row["类型"] == ConditionKind.VETO]
        usable = [(row, count) for row, count in vetoes if count is not None]
        counts = sorted({count for _, count in usable})
        said = "、".join(f"{plain(count)} 件" for count in counts)
        yield from (finding("rule-vetoes-differ", row.place("阈值"), award=name, counts=said, least=plain(counts[0]))
                    for row, count in usable if count > counts[0])


def _veto_from(row: Row) -> Decimal | None:
    """From how many incidents on the row vetoes; None where it says so in no way that can be meant."""
    if "阈值" in row.unreadable:
        return None
    count: Decimal = Decimal(1) if row["阈值"] is None else row["阈值"]
    return count if count >= 1 and count == count.to_integral_value() else None


def awards_without_veto(rows: RuleRows) -> Iterator[Finding]:
    """An award that is on and has no veto, while another has one: a line may have been forgotten."""
    enabled = [row for row in rows["奖项"] if row["奖项"] and row["启用"] == YES]
    vetoing = {row.key("奖项") for row in rows["评选条件"] if row["类型"] == ConditionKind.VETO}
    if any(row.key("奖项") in vetoing for row in enabled):
        yield from (finding("rule-award-without-veto", row.place("奖项"), award=row["奖项"]) for row in enabled if row.key("奖项") not in vetoing)
