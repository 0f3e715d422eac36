"""Conditional formats: a cell that lacks something or holds something wrong turns red at once, also after pasting."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.schema import cell_rules as f
from fuwuyue_xlsx.schema.cell_rules import Beside
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.number_kinds import ItemPoints, Score
from fuwuyue_xlsx.templates.hidden_sheet import HiddenSheet
from fuwuyue_xlsx.templates.template_addresses import SheetAddresses
from fuwuyue_xlsx.workbook.style import Formats, mark_of


class ConditionalFormats:
    """The conditional formats of one sheet. Each formula is written for the first cell of its range, and Excel shifts it for the others."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, formats: Formats, hidden: HiddenSheet) -> None:
        self.worksheet, self.sheet, self.hidden = worksheet, sheet, hidden
        self.addresses = SheetAddresses(sheet, outside=False)
        self.missing, self.wrong = (formats.only(**mark_of(missing=missing)) for missing in (True, False))

    def write(self) -> None:
        """Add every rule of the sheet: required cells that are empty, values that are wrong, names that stand twice."""
        self._add_form_rules()
        if self.sheet.columns:
            self._add_missing_rules()
            self._add_wrong_rules()
            self._add_twice_rule()

    def _add(self, cells: tuple[int, int, int, int], formula: str, cell_format: Any) -> None:
        self.worksheet.conditional_format(*cells, {"type": "formula", "criteria": f"={formula}", "format": cell_format})

    def _add_form_rules(self) -> None:
        """Items that are wrong, and required ones that are empty once anything is typed."""
        for index, item in enumerate(self.sheet.form):
            if item.locked:
                continue
            cell, row = self.addresses.item(item.title), self.addresses.layout.form + index
            begun = f"{self.addresses.typed_items}>0"
            if item.required_with:
                other, value = item.required_with
                begun = f'{f.same_text(self.addresses.item(other))}=ASC("{value}")'
            if item.required or item.required_with:
                self._add((row, 1, row, 1), f"AND({begun},{f.cleaned(cell)}=\"\")", self.missing)
            self._add_wrong_rule((row, 1, row, 1), cell, item)

    def _add_wrong_rule(self, cells: tuple[int, int, int, int], cell: str, field: Field, maximum: str = "") -> None:
        rule = field.kind.rule(cell, Beside(self.hidden.listed, maximum))
        if rule.wrong != "0":
            self._add(cells, f"AND({f.filled(cell)},{rule.wrong}>0)", self.wrong)

    def _cells(self, column: int) -> tuple[int, int, int, int]:
        return self.addresses.layout.first, column, self.addresses.layout.last, column

    def _first(self, column: int) -> str:
        """The first cell of a column, its row free to move."""
        return "$" + address(self.addresses.layout.first, column)

    def _add_missing_rules(self) -> None:
        """Required cells that are empty in a begun row; points that are empty beside others."""
        typed = [i for i, field in enumerate(self.sheet.columns) if not field.locked]
        begun = "+".join(f"(1-ISBLANK({self._first(i)}))" for i in typed)
        points = [i for i, field in enumerate(self.sheet.columns) if isinstance(field.kind, Score)]
        given = "+".join(f"(1-ISBLANK({self._first(i)}))" for i in points)
        for column in typed:
            field = self.sheet.columns[column]
            some = begun if field.required else given if column in points else ""
            if some:
                self._add(self._cells(column), f'AND(({some})>0,{f.cleaned(self._first(column))}="")', self.missing)

    def _add_wrong_rules(self) -> None:
        titles = [field.title for field in self.sheet.columns]
        for column, field in enumerate(self.sheet.columns):
            if field.locked:
                continue
            cells, maximum = self._cells(column), ""
            if isinstance(field.kind, ItemPoints):
                first, _, last, _ = cells
                cells = first, column, last - 1, column
                maximum = self._first(titles.index("满分"))
            self._add_wrong_rule(cells, self._first(column), field, maximum)

    def _add_twice_rule(self) -> None:
        """The same name again: marked on each of the rows."""
        titles = [field.title for field in self.sheet.columns]
        columns = [titles.index(title) for title in self.sheet.unique]
        if not columns or all(self.sheet.columns[column].locked for column in columns):
            return
        every = f"&{f.BETWEEN}&".join(f.same_name(self.addresses.column(title)) for title in self.sheet.unique)
        this = f"&{f.BETWEEN}&".join(f.same_name(self._first(column)) for column in columns)
        named = f.filled(self._first(columns[0]))
        self._add(self._cells(columns[0]), f"AND({named},SUMPRODUCT(EXACT({every},{this})*1)>1)", self.wrong)
