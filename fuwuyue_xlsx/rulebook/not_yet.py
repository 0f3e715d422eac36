"""What people write in 评选规则.xlsx and the program cannot do: refused at its cell, as nothing may be left aside that was meant as a rule."""

from __future__ import annotations

from collections.abc import Iterator

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.basics.text import label_key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import find_header
from fuwuyue_xlsx.schema.rules_workbook import RULES_FILE, SHEETS

# sheet → titles of columns that rules elsewhere have → what can be done instead
_COLUMNS = {
    "评分构成": {
        "上限": "加减分目前不支持：请删去这一栏",
    },
}


def not_yet(opened: OpenedBook) -> Iterator[Finding]:
    """A finding at every filled cell of such a column; an empty column says nothing."""
    for sheet in SHEETS:
        grid, refused = opened.grid(sheet.title), {label_key(title): (title, words) for title, words in _COLUMNS.get(sheet.title, {}).items()}
        if grid is None or not refused:
            continue
        header, _ = find_header(grid, sheet)
        for column, value in enumerate(grid.row(header) if header >= 0 else ()):
            title, words = refused.get(label_key(value), ("", "")) if isinstance(value, str) else ("", "")
            for row, typed in enumerate(grid.column(column, header + 1) if title else (), header + 1):
                if typed not in (None, ""):
                    yield finding("rule-not-supported", Place(RULES_FILE, sheet.title, address(row, column)), title=title, value=shown(typed), words=words)
