"""What survey tools write beside the answers: from where a sheet of them came, and how long it took."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.text import compact, label_key
from fuwuyue_xlsx.intake.kinds.survey_moments import NEVER, moments_in
from fuwuyue_xlsx.reading.grid import Grid, is_empty

# the survey tools' own columns, by the keys of their titles
_ADDRESS = ("ip", "来自ip", "来源ip", "ip地址", "提交ip", "答题ip", "填写ip", "用户ip", "ipaddress", "ip-address", "ipaddr")
_DURATION = ("所用时间", "答题时长", "答题用时", "作答时长", "答题时间", "用时", "填写时长", "填写用时", "总耗时", "总时间", "所用时间(秒)", "答题时长(秒)",
             "填写时长(秒)", "用时(秒)", "duration", "duration(seconds)", "duration(inseconds)", "interviewtime", "totaltime")
# where a tool tells no duration, it may tell when somebody began and when that was handed in
_BEGUN = ("开始时间", "开始答题时间", "答题开始时间", "开始填写时间", "开始日期", "start", "starttime", "startdate", "datestarted")
_ENDED = ("结束时间", "结束答题时间", "答题结束时间", "提交时间", "提交答卷时间", "提交日期", "完成时间", "end", "endtime", "submitdate",
          "datesubmitted", "completiontime")
_SECONDS = re.compile(r"(?:(\d+)(?:时|小时|h))?(?:(\d+)(?:分钟?|m|min|′|'))?(?:(\d+)(?:\.\d+)?(?:秒钟?|s|sec|″|\")?)?", re.I)
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})")
_DIGITS_OF_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_MINUTE, _DAY = 60, 86_400


def address_column(titles: Mapping[int, object]) -> int | None:
    """The column that says from where an answer sheet came; None where the tool left it out."""
    return _titled(titles, _ADDRESS)


def _titled(titles: Mapping[int, object], wanted: Sequence[str]) -> int | None:
    """The column with one of these titles, by their keys, the foremost of them first."""
    keys = {column: label_key(title).lower() for column, title in titles.items()}
    return next((column for title in wanted for column, label in keys.items() if label == title), None)


def address_in(raw: Any) -> str:
    """An IP address, without the place that some tools write after it: 10.0.0.1(北京-北京) → 10.0.0.1; empty where nothing stands."""
    text = "" if is_empty(raw) else shown(raw)
    match = _DIGITS_OF_ADDRESS.match(text)
    return match[0] if match else text


def seconds(raw: Any) -> int | None:
    """How long a respondent took: 65 · 65秒 · 1分5秒 · 00:01:05, or Excel's part of a day; None when it cannot be read."""
    if is_empty(raw) or isinstance(raw, bool):
        return None
    if isinstance(raw, dt.time):
        return 3_600 * raw.hour + 60 * raw.minute + raw.second
    if isinstance(raw, dt.timedelta):
        return int(raw.total_seconds())
    if isinstance(raw, (int, float)):
        return round(raw * _DAY) if 0 < raw < 1 else int(raw)
    text = compact(shown(raw)).rstrip(":")
    clock = _CLOCK.fullmatch(text)
    match = clock or _SECONDS.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + rest


def durations(grid: Grid, rows: Sequence[int], titles: Mapping[int, object]) -> list[int | None]:
    """How many seconds the answer sheet in each of these rows took, as the tool says or from its beginning to its end; empty where
    nothing tells. `titles` are those of the columns."""
    column = _titled(titles, _DURATION)
    if column is not None:
        return [seconds(grid.value(row, column)) for row in rows]
    begun, ended = _titled(titles, _BEGUN), _titled(titles, _ENDED)
    if begun is None or ended is None:
        return []
    first, last = moments_in(grid, begun, rows), moments_in(grid, ended, rows)
    known = (first != NEVER) & (last != NEVER) & (last >= first)
    if not (first[known] % _MINUTE).any() and not (last[known] % _MINUTE).any():
        return []  # moments without seconds: a sheet of half a minute ends in the minute in which it begins
    return [end - begin if is_known else None for begin, end, is_known in zip(first.tolist(), last.tolist(), known.tolist(), strict=True)]
