"""XML Spreadsheet 2003, as old systems and Excel 2003 write it: parsed as it streams, without entities or anything outside of it."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any
from xml.parsers import expat

from fuwuyue_xlsx.basics.cell_values import CellError, UnvaluedFormula

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


class XmlSheet:
    """A sheet as it is read: its title, rows of raw values, merges (first row, first column, last row, last column)."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: list[list[Any]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self._column = 0

    def row(self, index: str | None) -> None:
        """The next row, or that of a number from 1. Raises ValueError for one that stands before the last."""
        number = len(self.rows) if index is None else int(index) - 1
        if not len(self.rows) <= number < _MOST_ROWS:
            raise ValueError(index)
        self.rows += [[] for _ in range(number + 1 - len(self.rows))]
        self._column = 0

    def cell(self, index: str | None, across: int, down: int) -> tuple[int, int]:
        """The place of the next cell. Raises ValueError for one that stands before the last, or beyond any sheet."""
        column = self._column if index is None else int(index) - 1
        if not self.rows or not self._column <= column < _MOST_COLUMNS or min(across, down) < 0:
            raise ValueError(index)
        place = len(self.rows) - 1, column
        if across or down:
            self.merges.append((*place, place[0] + down, column + across))
        self._column = column + across + 1
        return place

    def put(self, place: tuple[int, int], value: Any) -> None:
        """Set a value in a row that has begun; cells before it that nobody has set are empty texts."""
        row = self.rows[place[0]]
        row += [""] * (place[1] + 1 - len(row))
        row[place[1]] = value


class _Reader:
    def __init__(self, most_cells: int) -> None:
        self.sheets: list[XmlSheet] = []
        self._most, self._span = most_cells, 0
        self._place: tuple[int, int] | None = None
        self._formula = ""
        self._kind: str | None = None
        self._text: list[str] = []
        self._beside = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.removeprefix(f"{NAMESPACE}|")
        attributes = {attribute.removeprefix(f"{NAMESPACE}|"): value for attribute, value in given.items()}
        self._beside += name == "Comment"
        if name == "Worksheet":
            self.sheets.append(XmlSheet(attributes.get("Name", "")))
        elif name == "Row" and self.sheets:
            self.sheets[-1].row(attributes.get("Index"))
        elif name == "Cell" and self.sheets:
            self._place = self.sheets[-1].cell(attributes.get("Index"), int(attributes.get("MergeAcross", 0)), int(attributes.get("MergeDown", 0)))
            self._span = max(self._span, self._place[1] + 1)
            if self._span * len(self.sheets[-1].rows) > self._most:
                raise OverflowError(self._most)
            self._formula = attributes.get("Formula", "")
        elif name == "Data" and not self._beside:
            self._kind, self._text = attributes.get("Type", "String"), []

    def end(self, tag: str) -> None:
        name = tag.removeprefix(f"{NAMESPACE}|")
        self._beside -= name == "Comment"
        if name == "Data" and not self._beside and self._kind is not None and self._place is not None:
            self.sheets[-1].put(self._place, _value(self._kind, "".join(self._text)))
            self._kind, self._formula = None, ""
        elif name == "Cell" and self._place is not None:
            if self._formula:
                self.sheets[-1].put(self._place, UnvaluedFormula(self._formula))
            self._place = None

    def text(self, data: str) -> None:
        if self._kind is not None and not self._beside:
            self._text.append(data)


def _value(kind: str, text: str) -> Any:
    """A cell's value. Raises ValueError for a number or moment that is none."""
    if kind == "Number":
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    if kind == "DateTime":
        return dt.datetime.fromisoformat(text.removesuffix("Z"))
    if kind == "Boolean":
        return text.strip() == "1"
    return CellError(text or "#VALUE!") if kind == "Error" else text


def _refuse(*_: Any) -> None:
    raise ValueError("a DOCTYPE")


def xml_sheets(text: str, most_cells: int) -> list[XmlSheet] | None:
    """The sheets of such a text; None for one that is broken, contradicts itself or declares a DOCTYPE.

    Raises OverflowError where a sheet spans more cells than `most_cells`.
    """
    reader, declared = _Reader(most_cells), _DECLARATION.match(text)
    parser = expat.ParserCreate("utf-8", "|")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.start, reader.end, reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(text[declared.end() if declared else 0 :].encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError):
        return None
    return reader.sheets
