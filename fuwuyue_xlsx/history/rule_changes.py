"""The items of the rules workbook that differ from the run before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE

Sheets = dict[str, dict[str, str]]


@dataclass(frozen=True)
class RuleChange:
    """An item of a sheet of the rules; '' stands for what is or was not there."""

    sheet: str
    item: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """The change in one line: 评选规则.xlsx!奖项：优秀班组 名额 7 → 8."""
        return f"{RULES_FILE}!{self.sheet}：{self.item} {self.old or '没有'} → {self.new or '没有'}"


def rule_changes(old: Sheets, new: Sheets) -> list[RuleChange]:
    """The changes by sheet and item."""
    return list(_changes(old, new))


def _changes(old: Sheets, new: Sheets) -> Iterator[RuleChange]:
    for sheet in dict.fromkeys([*new, *old]):
        before, after = old.get(sheet, {}), new.get(sheet, {})
        for item in dict.fromkeys([*after, *before]):
            if before.get(item, "") != after.get(item, ""):
                yield RuleChange(sheet, item, before.get(item, ""), after.get(item, ""))
