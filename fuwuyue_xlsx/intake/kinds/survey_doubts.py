"""Answer sheets of an online survey that look doubtful: repeated, given without reading, or too quick."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import label_key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, Policies

# the survey tools' own columns, by the keys of their titles
_ADDRESS = ("ip", "来自ip", "来源ip", "ip地址", "提交ip", "答题ip")
_MOMENT = ("提交时间", "提交答卷时间", "填写时间", "答题时间", "结束时间", "完成时间")
_DURATION = ("所用时间", "答题时长", "答题用时", "用时", "填写时长", "所用时间(秒)")
_SECONDS = re.compile(r"(?:(\d+)(?:时|小时))?(?:(\d+)分钟?)?(?:(\d+)秒?)?")
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})")
# fewer equal answers than these say nothing about who gave them
FEWEST_STRAIGHT = 5


def doubts_of(table: Table, grid: Grid, file: str, policies: Policies) -> tuple[dict[int, str], list[Finding]]:
    """(index of the row → why it is doubted, a finding for each kind of doubt with all its rows).

    Repeated: the same IP address as a row above. Too quick: less than the policy's seconds for the whole sheet.
    Straight-lined: five mapped answers or more, all equal. A row is doubted for the first of these that holds.
    """
    columns = _tool_columns(grid, table.header)
    doubts: dict[int, str] = {}
    seen: set[str] = set()
    for index, answers in enumerate(zip(*table.values.values(), strict=True)):
        values = grid.row(table.rows[index])
        address = _text(values, columns.get("address"))
        took = seconds(_raw(values, columns.get("duration")))
        if address and address in seen:
            doubts[index] = "重复"
        elif took is not None and took < policies.quickest_answer:
            doubts[index] = "过快"
        elif _straight([value for value in answers if value is not None]):
            doubts[index] = "一律同分"
        seen.add(address)
    place = Place(file, grid.title)
    return doubts, list(_findings(doubts, table, place, policies))


def _findings(doubts: dict[int, str], table: Table, place: Place, policies: Policies) -> Iterator[Finding]:
    effect = "按口径“不计”，没有计入" if policies.doubtful == LEAVE_OUT else "按口径“计入”，照常计入"
    for why in dict.fromkeys(doubts.values()):
        rows = [table.rows[index] + 1 for index, found in doubts.items() if found == why]
        reasons = {"重复": "与上面的答卷网络地址（IP）相同", "过快": f"所用时间不到 {policies.quickest_answer} 秒", "一律同分": "每道题的回答都一样"}
        words = reasons[why]
        listed = "、".join(str(row) for row in rows[:200]) + (" 等" if len(rows) > 200 else "")
        yield finding("export-doubtful", Place(place.file, place.sheet, f"A{rows[0]}"), count=len(rows), why=words, rows=listed,
                      effect=effect)


def moment_columns(grid: Grid, header: int) -> tuple[int, ...]:
    """The columns that say when and from where an answer sheet came; fewer than two where the tool left one out."""
    columns = _tool_columns(grid, header)
    return tuple(columns[name] for name in ("moment", "address") if name in columns)


def _tool_columns(grid: Grid, header: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, value in enumerate(grid.row(header)):
        title = label_key(value).lower()
        if title in _ADDRESS:
            found.setdefault("address", column)
        elif title in _DURATION:
            found.setdefault("duration", column)
        elif title in _MOMENT:
            found.setdefault("moment", column)
    return found


def _raw(values: list[Any], column: int | None) -> Any:
    return None if column is None else values[column]


def _text(values: list[Any], column: int | None) -> str:
    raw = _raw(values, column)
    return "" if is_empty(raw) else shown(raw)


def seconds(raw: Any) -> int | None:
    """How long a respondent took: 65 · 65秒 · 1分5秒 · 00:01:05; None when it cannot be read."""
    if is_empty(raw) or isinstance(raw, bool):
        return None
    if isinstance(raw, (int, float)):
        return int(raw)
    text = label_key(shown(raw))
    clock = _CLOCK.fullmatch(text)
    found = clock or _SECONDS.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + rest


def _straight(answers: list[Any]) -> bool:
    return len(answers) >= FEWEST_STRAIGHT and len(set(answers)) == 1
