"""Reads the rows of 评选规则.xlsx, each value with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import Table, read_table
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.schema.rules_workbook import OWN_CHECKS, RULES_FILE, SHEETS, sheets_with


@dataclass(frozen=True)
class Row:
    """One row: values by title (None: empty or unreadable) and the cell of each."""

    sheet: str
    values: dict[str, Any] = field(hash=False)
    cells: dict[str, str] = field(hash=False)
    unreadable: frozenset[str] = frozenset()

    def __getitem__(self, title: str) -> Any:
        return self.values.get(title)

    def key(self, title: str) -> str:
        """The value in the form in which texts are compared; empty for a cell without a value."""
        return key(self.values.get(title))

    def place(self, title: str) -> Place:
        """The cell of this title in the row; the sheet alone where the sheet has no such column."""
        return Place(RULES_FILE, self.sheet, self.cells.get(title, ""))


@dataclass
class RuleRows:
    """All sheets of the rules workbook as rows; `missing` names the sheets that are not there."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    def __getitem__(self, sheet: str) -> list[Row]:
        return self.sheets.get(sheet, [])

    def award_names(self) -> dict[str, str]:
        """Key → name of the awards in the sheet 奖项."""
        return {row.key("奖项"): row["奖项"] for row in self["奖项"] if row["奖项"]}

    def award_rows(self, sheet: str, award: str) -> list[Row]:
        """The rows of a sheet that name an award."""
        return [row for row in self[sheet] if row.key("奖项") == key(award)]


def read_rows(opened: OpenedBook) -> tuple[RuleRows, list[Finding]]:
    """Every sheet's rows, with the findings about single values, missing sheets and missing columns."""
    rows, findings = RuleRows(), []
    for sheet in sheets_with(names_of_own_checks(opened)):
        grid = opened.grid(sheet.title)
        if grid is None:
            rows.missing.add(sheet.title)
            if not sheet.optional:
                findings.append(finding("sheet-missing", Place(RULES_FILE), sheet=sheet.title))
            continue
        table = read_table(grid, sheet, RULES_FILE)
        idle = _idle_rows(table, sheet)
        findings += [finding("content-unused", Place(RULES_FILE, sheet.title, table.cell(index, title)), value=shown(table.values[title][index])[:40])
                     for index in idle for title in table.columns if table.values[title][index] is not None]
        table = table.without([table.rows[index] + 1 for index in idle])
        findings += table.findings
        rows.sheets[sheet.title] = [_row(sheet, table, index, values) for index, values in table.records()]
    return rows, findings


def names_of_own_checks(opened: OpenedBook) -> tuple[str, ...]:
    """What the sheet 自定义核查 calls its checks, each name once."""
    grid, sheet = opened.grid(OWN_CHECKS), next(sheet for sheet in SHEETS if sheet.title == OWN_CHECKS)
    names = read_table(grid, sheet, RULES_FILE).values.get("名称", ()) if grid is not None else ()
    return tuple({key(name): name for name in reversed(list(names)) if name is not None}.values())


def _idle_rows(table: Table, sheet: Sheet) -> list[int]:
    """The rows that say nothing but what no decision depends on, such as an example that was left when its line was taken away."""
    deciding = [field.title for field in sheet.columns if field.decides and field.title in table.columns]
    unreadable = {index for index, _ in table.unreadable}
    return [index for index, values in table.records() if index not in unreadable and all(values[title] is None for title in deciding)]


def _row(sheet: Sheet, table: Any, index: int, values: dict[str, Any]) -> Row:
    cells = {title: table.cell(index, title) for title in table.columns}
    bad = frozenset(title for at, title in table.unreadable if at == index)
    return Row(sheet.title, values, cells, bad)
