"""奖项组, 每科室至多 and 每科室至少 of 奖项: what they cannot mean together with the rest of an award."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.basics.cell_values import number
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rulebook.rule_rows import Row, RuleRows
from fuwuyue_xlsx.rules.model import YES, Level, QuotaKind, QuotaScope

GROUP, AT_MOST, AT_LEAST = "奖项组", "每科室至多", "每科室至少"


def groups(rows: RuleRows) -> Iterator[Finding]:
    """A group whose awards are of different levels, or are ranked in different ways; one that only one enabled award bears."""
    by_group: dict[str, list[Row]] = {}
    for row in rows["奖项"]:
        if row[GROUP] and row["奖项"]:
            by_group.setdefault(row.key(GROUP), []).append(row)
    for tiers in by_group.values():
        first, enabled = tiers[0], [row for row in tiers if row["启用"] == YES]
        for row in tiers[1:]:
            if row["级别"] and first["级别"] and row["级别"] != first["级别"]:
                yield finding("rule-group-levels", row.place(GROUP), award=row["奖项"], level=row["级别"], group=row[GROUP], other=first["奖项"],
                              other_level=first["级别"])
        if len(enabled) == 1:
            yield finding("rule-group-alone", enabled[0].place(GROUP), award=enabled[0]["奖项"], group=enabled[0][GROUP])


def bounds(rows: RuleRows) -> Iterator[Finding]:
    """Bounds of an award that has none to bound, that contradict each other, or that ask for more seats than there are."""
    departments = {row.key("科室") for row in rows["班组划分"] if row["科室"]}
    for row in rows["奖项"]:
        for title in (AT_MOST, AT_LEAST):
            if row[title] is not None and (why := _unbounded(row)):
                yield finding("rule-bound-scope", row.place(title), award=row["奖项"], title=title, why=why)
        most, fewest = row[AT_MOST], row[AT_LEAST]
        if most is not None and fewest is not None and fewest > most:
            yield finding("rule-bounds-contradict", row.place(AT_LEAST), award=row["奖项"], fewest=fewest, most=most)
        seats = number(row["名额"], ("个", "名", "人")) if row["名额"] is not None and row["名额方式"] == QuotaKind.FIXED else None
        if fewest and seats is not None and fewest * len(departments) > seats:
            yield finding("rule-bound-seats", row.place(AT_LEAST), award=row["奖项"], fewest=fewest, departments=len(departments),
                          needed=fewest * len(departments), seats=int(seats))


def _unbounded(row: Row) -> str:
    """Why an award has no number of winners of a department to bound; empty: it has."""
    if row["级别"] == Level.DEPARTMENT.label:
        return "它评的是科室本身"
    if row["名额方式"] in (QuotaKind.LISTED, QuotaKind.RATIO):
        return f"它的名额方式是“{row['名额方式']}”，每个科室各有自己的名额"
    if row["名额范围"] == QuotaScope.EACH:
        return "它的名额范围是“每科室”，每个科室各有自己的名额"
    return ""
