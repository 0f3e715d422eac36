"""The hidden sheet 列表: the stamp, the lists of the dropdowns, and what the self-check reckons with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from fuwuyue_xlsx.basics.references import column_letters
from fuwuyue_xlsx.basics.text import compact
from fuwuyue_xlsx.schema.stamp import STAMP_NAME
from fuwuyue_xlsx.schema.wording import HIDDEN_SHEET

# a cell takes 32,767 characters; a name's string constant 255
LONGEST_LIST, LONGEST_CONSTANT = 30_000, 255
# around each option of a list that is one text: nothing that is compared with it can hold a tab, and of line breaks a cell takes 253
_BETWEEN = "\t"
# between the two parts of an option
PAIR = 2 * _BETWEEN


class HiddenSheet:
    """The hidden sheet of one book while it is written.

    Row 1 holds the stamp, then each list as one text a cell. Below it each dropdown's list has a column of its own, and the last
    column holds the formulas that other sheets refer to.
    """

    def __init__(self, workbook: Workbook, worksheet: Worksheet, stamp: str, dropdowns: list[tuple[str, ...]],
                 more: Mapping[tuple[str, ...], Sequence[tuple[str, str]]] | None = None) -> None:
        """`more`: a list's options → (address, text) of the cells on other sheets in which further options may be typed."""
        self._workbook, self._worksheet = workbook, worksheet
        self._ranges: dict[tuple[str, ...], str] = {}
        self._joined: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._names = self._formulas = 0
        worksheet.write_string(0, 0, stamp)
        constant = '="' + stamp.replace('"', '""') + '"'
        if len(stamp) <= LONGEST_CONSTANT:
            workbook.define_name(STAMP_NAME, constant)
        for column, options in enumerate(dropdowns):
            for row, option in enumerate(options, 1):
                worksheet.write_string(row, column, option)
            letters = column_letters(column)
            self._ranges[options] = f"'{HIDDEN_SHEET}'!${letters}$2:${letters}${len(options) + 1}"
        self._formula_column = len(dropdowns)
        for options, cells in (more or {}).items():
            self._ranges[options] = self._growing(dropdowns.index(options), len(options), cells)
        worksheet.hide()

    def _growing(self, column: int, fixed: int, cells: Sequence[tuple[str, str]]) -> str:
        """A list with what is typed in these cells below its own options, down to the last of them that holds something."""
        for row, (cell, text) in enumerate(cells, fixed + 1):
            self._worksheet.write_formula(row, column, f'=IF({cell}="","",{cell})', None, text)
        typed = f"{cells[0][0]}:{cells[-1][0].rpartition('!')[2]}"
        last = max((number for number, (_, text) in enumerate(cells, 1) if text), default=0)
        filled = self.formula_cell(f'MAX(({typed}<>"")*(ROW({typed})-ROW({cells[0][0]})+1))', last)
        return f"OFFSET('{HIDDEN_SHEET}'!${column_letters(column)}$2,0,0,{fixed}+{filled},1)"

    def dropdown(self, options: tuple[str, ...]) -> str:
        """The range that holds a dropdown's list, as a validation takes it. Raises KeyError for a list that the book does not have."""
        return self._ranges[options]

    def listed(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the cells that hold the options as one text, each option between two tabs; a long list has several cells.

        They are defined names, because a conditional format of Excel 2007 cannot refer to another sheet.
        """
        if options not in self._joined:
            self._joined[options] = tuple(self._joined_cell(text) for text in _joined_texts(options))
        return self._joined[options]

    def _joined_cell(self, text: str) -> str:
        self._names += 1
        self._worksheet.write_string(0, self._names, text)
        name = f"_list{self._names}"
        self._workbook.define_name(name, f"='{HIDDEN_SHEET}'!${column_letters(self._names)}$1")
        return name

    def formula_column(self, formulas: Sequence[str], value: float | str) -> tuple[str, ...]:
        """The addresses of new hidden cells one below the other, each with a formula; `value` is what each comes to on the blank template."""
        return tuple(self.formula_cell(formula, value) for formula in formulas)

    def formula_cell(self, formula: str, value: float | str) -> str:
        """The address of a new hidden cell with an array formula (without =). `value` is what it comes to on the blank template."""
        self._formulas += 1
        self._worksheet.write_array_formula(
            self._formulas, self._formula_column, self._formulas, self._formula_column, f"{{={formula}}}", None, value)
        return f"'{HIDDEN_SHEET}'!${column_letters(self._formula_column)}${self._formulas + 1}"


def _joined_texts(options: tuple[str, ...]) -> list[str]:
    """The options' keys between tabs, cut where a cell is full. An option of two parts has two tabs within."""
    texts = [_BETWEEN]
    for option in options:
        if len(texts[-1]) + len(option) > LONGEST_LIST:
            texts.append(_BETWEEN)
        texts[-1] += PAIR.join(compact(part) for part in option.split(PAIR)) + _BETWEEN
    return texts
