"""The titles of an export: in one row or in two, with a tool's markup or without, and which of them 问卷对照 maps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from fuwuyue_xlsx.basics.text import label_key
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.reading.read_form import HEADER_WITHIN
from fuwuyue_xlsx.rules.model import MappedColumn, Rules

# where a header of two rows is looked for
TWO_ROWS_WITHIN = 60
BETWEEN = "/"
# how lines begin that stand below the answers
_BELOW = re.compile(r"合计|总计|共计|小计|汇总|统计|平均|均值|总体?平均|得分率|满意率|满意度|有效(?:填写|答卷|问卷|份)"
                    r"|导出(?:时间|人|日期|自)|以上|说明|备注|注:|本(?:表|问卷)|共\d+[份条人行]|(?:grand)?total|average|mean|sum\b", re.I)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.S)


@dataclass(frozen=True)
class Header:
    """The titles of a sheet.

    row     the last row of titles, from 0: the answers stand below it; -1: no mapped title was found
    titles  column → its title as a person reads it, under a header of two rows 「group/title」
    places  mapped header → the columns over which it stands
    upper   the row of the groups; -1 under a header of one row
    """

    row: int = -1
    titles: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[str, list[int]] = field(default_factory=dict)
    upper: int = -1


def title_key(title: str) -> str:
    """The form in which titles are compared: as every label, without a tool's markup: <p>1、态度&nbsp;</p> = 1、态度."""
    return label_key(plain_title(title))


@lru_cache(maxsize=1 << 14)
def plain_title(title: str) -> str:
    """A title without the markup that a tool has left in it; < and > that are none of it remain."""
    if "<" not in title and "&" not in title:
        return title.strip()
    return unescape(_MARKUP.sub("", title)).strip()


def header_of(grid: Grid, rules: Rules) -> Header:
    """The row, or the two rows, with most of the mapped titles; of equals the one row, and the first."""
    wanted: dict[str, str] = {}
    for mapped in rules.mapping:
        wanted.setdefault(title_key(mapped.header), mapped.header)
    best = Header()
    for row, values in grid.rows_within(HEADER_WITHIN):
        titles = _texts(values)
        if any(title_key(title) in wanted for title in titles.values()):
            best = _better(best, Header(row, titles, _places(titles, wanted)))
            if len(best.places) == len(wanted):
                return best
    for upper in range(min(TWO_ROWS_WITHIN, grid.height - 1)):
        titles = titles_of_two_rows(grid, upper)
        if any(BETWEEN in title for title in titles.values()):
            places = _places(titles, wanted)
            lower = _places({column: title.partition(BETWEEN)[2] for column, title in titles.items() if BETWEEN in title}, wanted)
            places |= {header: columns for header, columns in lower.items() if header not in places}
            best = _better(best, Header(upper + 1, titles, places, upper))
    return best


def _better(one: Header, other: Header) -> Header:
    return other if len(other.places) > len(one.places) else one


def _places(titles: Mapping[int, str], wanted: Mapping[str, str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for column, title in titles.items():
        header = wanted.get(title_key(title))
        if header is not None:
            places.setdefault(header, []).append(column)
    return places


def _texts(values: Sequence[object]) -> dict[int, str]:
    """Column → text of the cells of a row that hold any."""
    return {column: plain_title(value) for column, value in enumerate(values) if isinstance(value, str) and not is_empty(value)}


def titles_of_two_rows(grid: Grid, upper: int) -> dict[int, str]:
    """Column → 「group/title」 of two rows below one another.

    A group goes for the columns that it is merged over; in a sheet without merges there, for those right of it until something else
    stands there. A cell above with nothing below is a title of its own, and so is one below with nothing above.
    """
    above, below = _texts(grid.row(upper)), _texts(grid.row(upper + 1))
    merged = {left: right for top, left, bottom, right in grid.merges if top == upper == bottom and right > left}
    groups = dict(_groups(above, below, merged, grid.width))
    titles: dict[int, str] = {}
    for column in range(grid.width):
        group, title = groups.get(column, above.get(column)), below.get(column)
        if group and title and label_key(group) != label_key(title):
            titles[column] = f"{group}{BETWEEN}{title}"
        elif group or title:
            titles[column] = title or group or ""
    return titles


def _groups(above: Mapping[int, str], below: Mapping[int, str], merged: Mapping[int, int], width: int) -> Iterator[tuple[int, str]]:
    """(column, the group that goes for it), for the columns that have a title below."""
    group, until = "", -1
    for column in range(width):
        if column in above:
            # what has nothing below it is no group: nothing right of it belongs to it
            group = above[column] if column in below else ""
            until = merged.get(column, column if merged else width)
        if group and column <= until and column in below:
            yield column, group


def end_of_answers(grid: Grid, header: int, rules: Rules) -> int:
    """The row below the last answer sheet: what a tool writes below them begins with a word such as 合计, 平均分 or 导出时间, and no grade
    stands in it by its word."""
    end, grades = grid.height, {label_key(name) for name, _ in rules.policies.grades}
    for row in range(grid.height - 1, header, -1):
        first = next((value for value in grid.row(row) if not is_empty(value)), None)
        if first is None:
            continue
        if not isinstance(first, str) or not _BELOW.match(label_key(first)) or grades & set(map(label_key, grid.row(row))):
            break
        end = row
    return end


def mapped_as(rules: Rules, headers: Mapping[str, object], item: str | None = None) -> list[MappedColumn]:
    """The mapped columns among these headers that answer a question, or that say this item of their row."""
    return [mapped for mapped in rules.mapping
            if mapped.header in headers and (mapped.answers if item is None else mapped.question == item)]
