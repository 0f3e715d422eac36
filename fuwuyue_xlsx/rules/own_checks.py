"""自定义核查 of the rules: what the office has counted for its conditions beside the checks that are built in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fuwuyue_xlsx.rules.awards import Level


@dataclass(frozen=True)
class OwnCheck:
    """A row of 自定义核查: the rows of a sheet of the department's book are counted, or the different texts of a column of it.

    column  of which the different texts are counted; None: every row counts
    only    (another column, a word): rows where that column says the word; None: all
    levels  of the awards whose conditions may name it: departments, teams or both
    """

    name: str
    sheet: str
    column: str | None
    only: tuple[str, str] | None
    levels: tuple[Level, ...]

    @property
    def said(self) -> str:
        """What is counted, in words: “合理化建议”里“是否采纳”为“是”的行."""
        where = f"“{self.only[0]}”为“{self.only[1]}”的" if self.only else ""
        return f"“{self.sheet}”里{where}{f'不同的“{self.column}”' if self.column else '行'}"

    @property
    def said_levels(self) -> str:
        """For whom it is counted, in words: 科室、班组."""
        return "、".join(level.label for level in self.levels)


def columns_of(checks: Iterable[OwnCheck]) -> frozenset[tuple[str, str]]:
    """(sheet, column) of all that these checks look at besides the rows themselves."""
    named = ((check.sheet, title) for check in checks for title in (check.column, check.only[0] if check.only else None))
    return frozenset((sheet, title) for sheet, title in named if title)
