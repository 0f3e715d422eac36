"""What the live self-check on 填写说明 says of each sheet, as it stands in a file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import load_workbook

from fuwuyue_xlsx.schema.wording import GUIDE_COLUMNS, GUIDE_SHEET


def states_of(data: bytes) -> dict[str, tuple[Any, ...]]:
    """Sheet → (state, missing, wrong, doubtful) as they stand in the file."""
    return _states(load_workbook(io.BytesIO(data), data_only=True)[GUIDE_SHEET].iter_rows(values_only=True))


def states_in(sheets: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The same from the values by sheet and cell, as `recalculated` gives them."""
    return _states(_rows(sheets[GUIDE_SHEET]))


def _rows(cells: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    last = max(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for cell in cells)
    return [tuple(cells.get(f"{letter}{row}") for letter in "ABCDEF") for row in range(1, last + 1)]


def _states(rows: Iterable[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        if row[0] == GUIDE_COLUMNS[0]:
            found = {"": ()}
        elif found and row[0] is None:
            break
        elif found:
            found[row[0]] = row[2:6]
    return {title: state for title, state in found.items() if title}


def hints_of(data: bytes) -> dict[str, tuple[Any, ...]]:
    """Label → (now, hint) of the lines about quotas and conditions."""
    return _hints(list(load_workbook(io.BytesIO(data), data_only=True)[GUIDE_SHEET].iter_rows(values_only=True)))


def hints_in(sheets: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """The same from the values by sheet and cell, as `recalculated` gives them."""
    return _hints(_rows(sheets[GUIDE_SHEET]))


def _hints(rows: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    start = next(number for number, row in enumerate(rows) if row[0] == "名额与条件")
    return {row[0]: (row[2], row[4] or "") for row in rows[start + 1 :] if row[0]}
