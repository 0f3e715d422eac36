"""Where the cells of the rules workbook stand, for formulas on its first sheet, and what stands in them while it is written."""

from __future__ import annotations

from functools import cache
from typing import Any

from fuwuyue_xlsx.basics.references import address, column_letters, quoted_title
from fuwuyue_xlsx.schema.rules_health import MOST_AWARDS, TypedRules, weight
from fuwuyue_xlsx.schema.rules_workbook import SHEETS
from fuwuyue_xlsx.templates.layout import layout_of

# rows that formulas watch at least; rows that are inserted among them are watched as well
_WATCHED = 500
_SHEETS = {sheet.title: sheet for sheet in SHEETS}


@cache
def _at(sheet: str, title: str) -> tuple[int, int]:
    """The first row below a sheet's header, and where a column stands."""
    declared = _SHEETS[sheet]
    return layout_of(declared).first, [column.title for column in declared.columns].index(title)


class RuleCells:
    """The addresses in the rules workbook. Rows count from 0, the first below the header; `values` are its rows by sheet."""

    def __init__(self, values: dict[str, list[tuple[Any, ...]]]) -> None:
        self.typed = TypedRules(values)
        self._values = values

    def ready(self, sheet: str) -> int:
        """How many rows the sheet offers, filled or not."""
        return len(self._values.get(sheet, ())) + _SHEETS[sheet].ready

    @property
    def awards(self) -> int:
        """How many rows of awards the first sheet watches."""
        return min(self.ready("奖项"), MOST_AWARDS)

    def column(self, sheet: str, title: str) -> str:
        """The absolute address of a column below its header."""
        first, column = _at(sheet, title)
        letters = column_letters(column)
        return f"{quoted_title(sheet)}!${letters}${first + 1}:${letters}${first + max(_WATCHED, self.ready(sheet))}"

    def offered(self, sheet: str, title: str) -> str:
        """The absolute address of the rows that the sheet offers, for a dropdown."""
        first, column = _at(sheet, title)
        letters = column_letters(column)
        return f"{quoted_title(sheet)}!${letters}${first + 1}:${letters}${first + self.ready(sheet)}"

    def cell(self, sheet: str, title: str, row: int) -> str:
        """The address of a column's cell in a row."""
        first, column = _at(sheet, title)
        return f"{quoted_title(sheet)}!{address(first + row, column)}"

    def award_name(self, row: int) -> Any:
        """The award that stands in a row while the workbook is written; None for an empty one."""
        rows = self.typed.rows("奖项")
        return rows[row].get("奖项") if row < len(rows) else None

    def sum_of_weights(self, row: int) -> float:
        """The sum of the weights of this row's award, in percent."""
        name = self.award_name(row)
        return sum(weight(part.get("权重")) for part in self.typed.rows("评分构成", 奖项=name)) if name else 0.0
