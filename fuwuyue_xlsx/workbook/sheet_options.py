"""How the sheets of one workbook are written: their formats, whether their formulas are live, and what one sheet holds at most."""

from __future__ import annotations

from dataclasses import dataclass

from fuwuyue_xlsx.workbook.style import Formats

# Excel holds 65,530 links a sheet
MOST_LINKS = 20_000
# rows of a sheet, and one that stays free
MOST_ROWS = 1_048_575


@dataclass(frozen=True)
class SheetOptions:
    """How the sheets of one workbook are made: its formats, whether formulas are live, the most rows and links a sheet.

    `finished`: whether rows of long tables are written as finished XML.
    `printed`: whether the workbook is for paper alone, without anything that is said of changing it.
    """

    formats: Formats
    live: bool = True
    most_rows: int = MOST_ROWS
    most_links: int = MOST_LINKS
    finished: bool = False
    printed: bool = False
