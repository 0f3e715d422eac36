"""What can still be seen of our forms in a file that is none of them: a title, a row of headers, the questions of the survey.

Near is: alike but for white space, width, punctuation, numbers in front and behind, and at most one character in four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from fuwuyue_xlsx.basics.text import is_near, loose
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS, books_of
from fuwuyue_xlsx.schema.declarations import Sheet

# rows of a sheet in which a header is looked for: it stands near the top
_WITHIN = 50
# so many titles of one of our sheets, and half of them, make a list one of ours
_FEWEST_TITLES = 3
_CELL_ENDS = re.compile(r"<[^<>]*>|[,;|\t\r\n\"]")
_SHOWN = 3


@dataclass(frozen=True)
class Vocabulary:
    """Our words under some rules, loosened: titles of sheets by themselves telling, and the titles on each sheet.

    A department's name is no telling title: other people's books have a sheet for each department, too.
    """

    sheets: dict[str, str]
    lists: tuple[frozenset[str], ...]
    mapped: frozenset[str]
    questions: frozenset[str]


def vocabulary(rules: Rules) -> Vocabulary:
    """The words of all forms, of the survey and of 问卷对照."""
    declared = [sheet for kind in BOOK_KINDS for sheet in books_of(rules).of(kind).sheets]
    departments = {loose(name) for name in rules.departments}
    sheets = {loose(sheet.title): sheet.title for sheet in declared if loose(sheet.title) not in departments}
    lists = {_titles_on(sheet) for sheet in declared}
    return Vocabulary(sheets, tuple(sorted(lists, key=sorted)), frozenset(loose(mapped.header) for mapped in rules.mapping if mapped.answers) - {""},
                      frozenset(map(loose, rules.questions)) - {""})


def _titles_on(sheet: Sheet) -> frozenset[str]:
    return frozenset(loose(field.title) for field in (*sheet.form, *sheet.columns)) - {""}


def traces_in_book(opened: OpenedBook, rules: Rules) -> str:
    """What of ours a readable book shows that is recognised as none of our kinds, in words; empty: nothing."""
    words = vocabulary(rules)
    for grid in opened.grids:
        if any(is_near(loose(grid.title), title) for title in words.sheets):
            return f"工作表名“{grid.title}”"
    for grid in opened.grids:
        rows = [[value for value in values if value.__class__ is str] for _, values in grid.rows_within(_WITHIN)]
        labels = [row[0] for row in rows if row]
        seen = next(filter(None, (_headers_in(cells, words) for cells in (*rows, labels))), "")
        if seen:
            return f"工作表“{grid.title}”里的{seen}"
    return ""


def traces_in_text(text: str, rules: Rules) -> str:
    """The same of the beginning of a text table or a web page, whose cells end at tags, commas, semicolons and tabs."""
    words = vocabulary(rules)
    cells = [unescape(cell).strip() for cell in _CELL_ENDS.split(text) if cell.strip()]
    title = next((cell for cell in cells if loose(cell) in words.sheets), None)
    return f"“{title}”" if title else next(filter(None, (_headers_in(some, words) for some in _stretches(cells))), "")


def _stretches(cells: list[str]) -> Iterator[list[str]]:
    """Some cells one after the other: a header does not stand scattered over a text."""
    length = 60
    yield from (cells[start : start + length] for start in range(0, max(1, len(cells) - length // 2), length // 2))


def _headers_in(cells: Iterable[str], words: Vocabulary) -> str:
    """Which cells are headers of ours, in words, where they are enough of one sheet, of the survey or of 问卷对照."""
    texts = {loose(cell): cell for cell in cells if len(cell) <= 200}
    texts.pop("", None)
    for titles, fewest in (*((titles, max(_FEWEST_TITLES, -(-len(titles) // 2))) for titles in words.lists),
                           (words.questions, min(2, len(words.questions))), (words.mapped, min(2, len(words.mapped)))):
        near = {title: cell for title in titles for text, cell in texts.items() if is_near(text, title)}
        if near and len(near) >= fewest:
            there = set(near.values())
            return "表头" + "".join(f"“{cell[:30]}”" for cell in [cell for cell in texts.values() if cell in there][:_SHOWN])
    return ""
