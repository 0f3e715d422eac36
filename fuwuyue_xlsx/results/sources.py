"""Source texts (file!sheet!cell) side by side, as people read them."""

from __future__ import annotations

from collections.abc import Iterable

MOST_SHEETS = 6


def grouped(sources: Iterable[str]) -> list[str]:
    """One text a sheet, its cells side by side: 收件箱/甲.xlsx!技能比赛!A6、A7. Repetitions are dropped."""
    by_sheet: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        if source:
            sheet, _, cell = source.rpartition("!")
            by_sheet.setdefault(sheet, []).append(cell)
    return [f"{sheet}!{'、'.join(cells)}" for sheet, cells in by_sheet.items()]


def sources_text(sources: Iterable[str]) -> str:
    """The same as lines of a cell; beyond a few sheets their number."""
    lines = grouped(sources)
    more = [f"……共 {len(lines)} 张表"] if len(lines) > MOST_SHEETS else []
    return "\n".join([*lines[:MOST_SHEETS], *more])
