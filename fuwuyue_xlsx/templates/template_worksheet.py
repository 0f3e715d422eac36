"""A worksheet for templates. It leans on two private methods of xlsxwriter; without them templates stay right.

A later xlsxwriter that no longer calls them writes the same templates more slowly, with rows that do not grow.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class TemplateSheet(Worksheet):
    """A worksheet that writes formulas as they are, and whose rows may have a height that Excel still fits to their text."""

    def set_growing_row(self, row: int, points: float) -> None:
        """Give a row this height in points, and let it grow with what is typed: the height is not marked as set by hand."""
        self.set_row(row, points)
        self._growing_rows().add(row + 1)

    def _growing_rows(self) -> set[int]:
        return self.__dict__.setdefault("growing_rows", set())

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """xlsxwriter looks for functions of newer programs, of which templates have none: half of the time."""
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row" and dict(attributes).get("r") in self._growing_rows():
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
