"""Addresses of a template's cells, as formulas write them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from fuwuyue_xlsx.basics.references import column_letters, quoted_title
from fuwuyue_xlsx.schema.cell_rules import any_of
from fuwuyue_xlsx.schema.declarations import Field, Sheet
from fuwuyue_xlsx.schema.number_kinds import ItemPoints
from fuwuyue_xlsx.templates.layout import layout_of


@dataclass(frozen=True)
class FieldCells:
    """A field with the address of the cells in which it is typed; `maximum`: of the cells with the maxima of its points.

    The points of several teams are one range, of as many columns; its field is the first team's.
    """

    field: Field
    address: str
    maximum: str = ""


class SheetAddresses:
    """The addresses of a sheet's fields, all absolute. `outside`: they name the sheet, for formulas on other sheets."""

    def __init__(self, sheet: Sheet, *, outside: bool = True) -> None:
        self.sheet, self.layout = sheet, layout_of(sheet)
        self._prefix = f"{quoted_title(sheet.title)}!" if outside else ""

    def item(self, title: str) -> str:
        """The cell in which a form's item is typed."""
        index = next(i for i, item in enumerate(self.sheet.form) if item.title == title)
        return f"{self._prefix}$B${self.layout.form + index + 1}"

    def column(self, title: str) -> str:
        """The cells of a column, from the first row for typing to the last."""
        return self._range(title, self.layout.first, self.layout.last)

    def cells(self, title: str) -> tuple[str, ...]:
        """Each cell of a column, from the first row for typing to the last."""
        return tuple(self._range(title, row, row).partition(":")[0] for row in range(self.layout.first, self.layout.last + 1))

    def _range(self, title: str, first: int, last: int, until: str = "") -> str:
        """The cells of a column from a row to a row; with `until`, of the columns up to that one."""
        titles = [field.title for field in self.sheet.columns]
        left, right = (column_letters(titles.index(name)) for name in (title, until or title))
        return f"{self._prefix}${left}${first + 1}:${right}${last + 1}"

    @cached_property
    def items(self) -> tuple[FieldCells, ...]:
        """Every item of the form, locked ones too."""
        return tuple(FieldCells(item, self.item(item.title)) for item in self.sheet.form)

    @cached_property
    def columns(self) -> tuple[FieldCells, ...]:
        """Every column; points of a checklist only in the rows of items of the team's line of business.

        Teams of one line that stand side by side share one range: a book with thousands of them is half as large.
        """
        cells: list[FieldCells] = []
        for kind, equal in groupby(self.sheet.columns, lambda field: field.kind if isinstance(field.kind, ItemPoints) else field):
            fields = list(equal)
            if isinstance(kind, ItemPoints):
                first, last = fields[0].title, fields[-1].title
                cells += [FieldCells(fields[0], self._range(first, top, bottom, last), self._range("满分", top, bottom))
                          for top, bottom in self._items_of(kind.line)]
            else:
                cells.append(FieldCells(fields[0], self.column(fields[0].title)))
        return tuple(cells)

    def _items_of(self, line: str) -> list[tuple[int, int]]:
        """The first and last row of each run of items of a line of business."""
        runs: list[tuple[int, int]] = []
        for row, given in enumerate(self.sheet.rows, self.layout.first):
            if given.get("业务类型") == line and "满分" in given:
                if runs and runs[-1][1] == row - 1:
                    runs[-1] = (runs[-1][0], row)
                else:
                    runs.append((row, row))
        return runs

    @cached_property
    def begun_rows(self) -> str:
        """An array expression with 1 for each row in which anything is typed, and 0 for the others."""
        return any_of(*(f"(1-ISBLANK({self.column(field.title)}))" for field in self.sheet.columns if not field.locked))

    @cached_property
    def typed_items(self) -> str:
        """An expression for the number of form items in which anything is typed; 1 for a form that the template itself has filled."""
        return "(" + ("+".join(f"(1-ISBLANK({item.address}))" for item in self.items if not item.field.locked) or "1") + ")"
