"""Rows of long tables as finished XML: what `Page.put` hands to xlsxwriter cell by cell, in a tenth of the time.

Both ways give the same cells, formats, heights and links; a test writes whole books both ways and compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from xlsxwriter.format import Format

from fuwuyue_xlsx.basics.references import column_letters
from fuwuyue_xlsx.workbook.addresses import OWN_ROW, ROW_ABOVE
from fuwuyue_xlsx.workbook.cell_contents import (
    Column,
    Fold,
    Formula,
    InputCell,
    Link,
    lines_of,
    printable,
    stored_result,
    stored_text,
    under_link,
)
from fuwuyue_xlsx.workbook.style import height
from fuwuyue_xlsx.workbook.xlsxwriter_internals import ResultsSheet, content, style_number

_FOLDED = {Fold.NO: "", Fold.HEAD: ' collapsed="1"', Fold.UNDER: ' hidden="1" outlineLevel="1"'}
# whole numbers nearer to nought are written with their digits
_PLAIN = 10**15
# formulas kept as XML for the rows below
_MOST_KEPT = 5_000
_MARKS = re.compile(f"([{OWN_ROW}{ROW_ABOVE}])")
# results that Excel takes for errors when a formula comes to them
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))


class Style(NamedTuple):
    """How cells of one column look, as XML around what they hold.

    start + row number + (text + index + end | number + value + end | formula + … | blank); a text longer than `enough`
    may take several lines of `width`. `cells`: by text, what follows the row number, and its lines.
    """

    start: str
    text: str
    number: str
    formula: str
    words: str
    error: str
    blank: str
    enough: float
    width: int
    cells: dict[str, tuple[str, int]]


def style_of(column: int, cell_format: Format, width: int) -> Style:
    """The style of the cells of a column (from 0) of this width in characters, in a format of the workbook."""
    numbered = f'" s="{style_number(cell_format)}"'
    return Style(f'<c r="{column_letters(column)}', f'{numbered} t="s"><v>', f"{numbered}><v>", f"{numbered}><f>", f'{numbered} t="str"><f>',
                 f'{numbered} t="e"><f>', f"{numbered}/>", (width - 2) / 2, width, {})


class RowStyle(NamedTuple):
    """The styles of a table's columns in one tint; `special`: by place, whether an entry, whether a link.

    `Rows` finds it by the identity of the columns; as long as it refers to them, no other object can bear that identity.
    """

    columns: Sequence[Column]
    tint: str
    styles: tuple[Style, ...]
    special: dict[tuple[int, bool, bool], Style]


class Rows:
    """Makes rows for one sheet. `cell`: the format of a column's cell, given tint, entry, link; `link`: whether one more may be laid."""

    def __init__(self, sheet: ResultsSheet, widths: Sequence[int], live: bool, helper: Format, cell: Callable[..., Format],
                 link: Callable[[Link], bool]) -> None:
        self.sheet, self.widths, self.live = sheet, widths, live
        self._cell, self._link, self._helper = cell, link, helper
        self._row_styles: dict[tuple[int, str], RowStyle] = {}
        self._beside: dict[int, Style] = {}
        self._texts: dict[str, int] = {}
        self._escaped: dict[str, str] = {}

    def add(self, at: int, columns: Sequence[Column], row: Sequence[Any], tint: str, beside: Iterable[tuple[int, Any]],
            least: float, fold: Fold = Fold.NO) -> float:
        """One row of a table, counted from 0, and what stands beside it in ascending columns. Gives its height."""
        number, most = str(at + 1), 1
        cells = [""]
        row_style = self._row_styles.get((id(columns), tint)) or self._row_style(columns, tint)
        last = len(columns) - 1
        for style, value in zip(row_style.styles, row, strict=True):
            kind = type(value)
            if kind is Link or kind is InputCell:
                style, value = self._special(len(cells) - 1, row_style, value, number)
                kind = type(value)
            if kind is str and value:
                rest, lines = style.cells.get(value) or self._cell_of(style, value)
                cells.append(f"{style.start}{number}{rest}")
            elif value is None:
                cells.append(f"{style.start}{number}{style.blank}")
                continue
            else:
                cells.append(self._any(style, number, value))
                shown = value.value if kind is Formula else value
                lines = lines_of(shown, style.width) if isinstance(shown, str) and len(shown) > style.enough else 1
            if lines > most:
                most = lines
        for last, value in beside:
            style = self._beside.get(last) or self._helper_style(last)
            cells.append(self._any(style, number, value))
        points, opening = _row_height(most, least, fold)
        cells[0] = f'<row r="{number}{opening}'
        cells.append("</row>")
        self.sheet.add_row(at, last, "".join(cells))
        return points

    def _any(self, style: Style, number: str, value: Any) -> str:
        """One cell."""
        kind = type(value)
        if kind is Formula:
            if self.live:
                return self._formula(style, number, value)
            value = value.value
            kind = type(value)
        if kind is int:
            # 12 → 12, as a float of 16 digits is written
            return f"{style.start}{number}{style.number}{value if -_PLAIN < value < _PLAIN else f'{float(value):.16G}'}</v></c>"
        if value is None or value == "":
            return f"{style.start}{number}{style.blank}"
        if kind is not str:
            if isinstance(value, (int, float, Decimal)) and kind is not bool:
                return f"{style.start}{number}{style.number}{float(value):.16G}</v></c>"
            value = str(value)
        return f"{style.start}{number}{style.text}{self._index(value)}</v></c>"

    def _becomes_text(self, value: Any) -> bool:
        """Whether a value is stored as a text of its own."""
        if type(value) is Formula:
            if self.live:
                return False
            value = value.value
        return not (value is None or value == "" or (isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)))

    def _formula(self, style: Style, number: str, formula: Formula) -> str:
        text, value = formula
        text = (self._escaped.get(text) or self._escape(text)).replace(OWN_ROW, number)
        if ROW_ABOVE in text:
            text = text.replace(ROW_ABOVE, str(int(number) - 1))
        if type(value) is not int:
            value = stored_result(value)
            if isinstance(value, str):
                opening = style.error if value in _ERRORS else style.words
                return f"{style.start}{number}{opening}{text}</f><v>{content(value)}</v></c>"
        return f"{style.start}{number}{style.formula}{text}</f><v>{value}</v></c>"

    def _cell_of(self, style: Style, text: str) -> tuple[str, int]:
        lines = lines_of(text, style.width) if len(text) > style.enough else 1
        cell = style.cells[text] = f"{style.text}{self._index(text)}</v></c>", lines
        return cell

    def _escape(self, formula: str) -> str:
        """A formula as XML holds it; kept where it may be that of many rows."""
        escaped = content(formula.removeprefix("="))
        if not escaped.replace(OWN_ROW, "").isprintable():
            escaped = "".join([part if part in (OWN_ROW, ROW_ABOVE) else printable(part) for part in _MARKS.split(escaped)])
        if len(self._escaped) < _MOST_KEPT:
            self._escaped[formula] = escaped
        return escaped

    def _index(self, text: str) -> int:
        index = self._texts.get(text)
        if index is None:
            index = self._texts[text] = self.sheet.text_index(stored_text(text))
        return index

    def _row_style(self, columns: Sequence[Column], tint: str) -> RowStyle:
        styles = tuple(style_of(n, self._cell(column, tint), width) for n, (column, width) in enumerate(zip(columns, self.widths, strict=False)))
        row_style = self._row_styles[id(columns), tint] = RowStyle(columns, tint, styles, {})
        return row_style

    def _special(self, place: int, row_style: RowStyle, value: InputCell | Link, number: str) -> tuple[Style, Any]:
        """The style of an entry or a link, which is laid, and what stands in the cell."""
        entry = isinstance(value, InputCell)
        inside: Any = value.value if isinstance(value, InputCell) else value
        link = isinstance(inside, Link)
        style = row_style.special.get((place, entry, link))
        if style is None:
            format_ = self._cell(row_style.columns[place], row_style.tint, entry, link)
            style = row_style.special[place, entry, link] = style_of(place, format_, self.widths[place])
        if not link:
            return style, inside
        if self._link(inside):
            self.sheet.add_link(f"{column_letters(place)}{number}", printable(inside.target), under_link(inside.text), self._becomes_text(inside.text))
        return style, inside.text

    def _helper_style(self, column: int) -> Style:
        style = self._beside[column] = style_of(column, self._helper, 0)
        return style


@lru_cache(maxsize=1 << 10)
def _row_height(lines: int, least: float, fold: Fold) -> tuple[float, str]:
    """A row's height and how xlsxwriter writes it: in whole pixels, of which 4 are 3 points."""
    points = height(lines, least)
    return points, f'" ht="{int(points * 4.0 / 3.0 + 0.5) * 0.75:.16g}" customHeight="1"{_FOLDED[fold]}>'
