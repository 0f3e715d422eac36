"""Titles in an export that are nearly those of 问卷对照: other numbers, dashes, brackets or widths, or set in two rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fuwuyue_xlsx.basics.references import address
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.survey_header import BETWEEN, Header, plain_title, title_key
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Grid, is_empty
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.answer_kinds import Grade

# what survey tools write about a question rather than in it
_TAGS = re.compile(r"[\[(【*](?:单选|多选|量表|打分|矩阵|必答|必填|选填)[^\])】]*[\])】]?")
_NUMBER = re.compile(r"(?:第|[qQ])?\d+(?:[-·]\d+)*(?:题)?|[\[(【][一二三四五六七八九十\d]+[\])】]|[一二三四五六七八九十]+(?=[、,·:])")
# so much of two titles' pairs of characters in common makes them similar
_SIMILAR = 0.6
# where titles are looked for when no mapped one is found, and how many rows below a title tell what stands in its column
_FIRST_ROWS, _LOOKED_AT = 60, 30
# of longer lists of titles no similar ones are looked for
_MOST_COMPARED = 400
_MOST_NAMED = 10


@dataclass(frozen=True)
class NearTitle:
    """A title that is nearly a mapped one.

    mapped   the header in 问卷对照
    text     what stands in the sheet; of a header of two rows both, the upper one first
    row, column  where it stands, from 0
    certain  nothing but numbers, marks, spaces and widths differ; else the two are only similar
    two_rows whether the title comes from two rows
    """

    mapped: str
    text: str
    row: int
    column: int
    certain: bool = True
    two_rows: bool = False


@lru_cache(maxsize=1 << 14)
def loosened(title: str) -> str:
    """A title without its number, marks, white space, widths and a tool's own remarks: 6、电工组—服务态度 → 电工组服务态度."""
    text = _TAGS.sub("", key(plain_title(title)).casefold().replace("ー", "-"))
    bare = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    return "".join(filter(str.isalnum, bare)) or "".join(filter(str.isalnum, text))


def near_titles(grid: Grid, rules: Rules, present: Collection[str], header: Header | None = None) -> list[NearTitle]:
    """The titles of a sheet that are nearly mapped ones, in its header, or without one in the rows that have most of them.

    `found` are the mapped headers that stand in the file as they are; nothing is looked for in their place.
    """
    wanted = [mapped.header for mapped in rules.mapping if mapped.header not in present]
    if not wanted:
        return []
    exact = _mapped_keys(rules)
    if header is not None and header.row >= 0:
        titles = {column: title for column, title in header.titles.items() if title_key(title) not in exact}
        ways = [_matched(((text, text, header.row, column) for column, text in titles.items()), wanted)]
        uppers = [] if header.upper >= 0 else [row for row in (header.row - 1, header.row) if row >= 0]
    else:
        rows = list(range(min(grid.height, _FIRST_ROWS)))
        ways = [_matched(((text, text, row, column) for column, text in _texts(grid.row(row), exact).items()), wanted) for row in rows]
        uppers = rows[:-1]
    ways += [_two_rows(grid, upper, wanted, exact) for upper in uppers]
    best = max(ways, key=len, default=[])
    named, taken = {near.mapped for near in best}, {(near.row, near.column) for near in best}
    rest = [title for title in graded_titles(grid, rules, header) if title[1:] not in taken]
    asked = {mapped.header for mapped in rules.mapping if mapped.answers} - named
    return best + _similar(rest, [title for title in wanted if title in asked])


def _mapped_keys(rules: Rules) -> frozenset[str]:
    return frozenset(title_key(mapped.header) for mapped in rules.mapping)


def _texts(values: Sequence[object], exact: Collection[str]) -> dict[int, str]:
    """Column → text of the cells of a row that are no mapped titles."""
    return {column: plain_title(value) for column, value in enumerate(values)
            if isinstance(value, str) and not is_empty(value) and title_key(value) not in exact}


def _matched(titles: Iterable[tuple[str, str, int, int]], wanted: Sequence[str], two_rows: bool = False) -> list[NearTitle]:
    """Titles (as compared, as they stand, row, column) that differ from wanted ones in nothing that is read, each header once,
    in the order of both."""
    left: dict[str, list[str]] = {}
    for header in reversed(wanted):
        left.setdefault(loosened(header), []).append(header)
    near = []
    for compared, text, row, column in titles:
        headers = left.get(loosened(compared))
        if headers:
            near.append(NearTitle(headers.pop(), text, row, column, two_rows=two_rows))
    return near


def _two_rows(grid: Grid, upper: int, wanted: Sequence[str], exact: Collection[str]) -> list[NearTitle]:
    """The same of two rows read together: what stands above goes for the columns right of it, until something else stands there."""
    group, pairs = "", []
    below = _texts(grid.row(upper + 1), exact) if upper + 1 < grid.height else {}
    for column, value in enumerate(grid.row(upper)):
        group = plain_title(value) if isinstance(value, str) and not is_empty(value) else group
        if group and column in below:
            pairs.append((group, below[column], column))
    together = [_matched(((a + b, f"{a}{BETWEEN}{b}", upper, column) for a, b, column in pairs), wanted, two_rows=True),
                _matched(((b + a, f"{a}{BETWEEN}{b}", upper, column) for a, b, column in pairs), wanted, two_rows=True)]
    return max(together, key=len)


def graded_titles(grid: Grid, rules: Rules, header: Header | None = None) -> list[tuple[str, int, int]]:
    """(title, row, column) of every column in which mostly grades stand, by their words, under a title that is not mapped.

    The title is the last text above the first grade, in the header where that is known.
    """
    is_grade, exact = _GradeWords(rules), _mapped_keys(rules)
    known = header is not None and header.row >= 0
    row_of_titles = header.row if header is not None else -1
    titles: dict[int, tuple[str, int]] = {column: (text, row_of_titles) for column, text in header.titles.items()} if header and known else {}
    graded: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    first = row_of_titles + 1
    for row in range(first, min(grid.height, first + (_LOOKED_AT if known else _FIRST_ROWS))):
        for column, value in enumerate(grid.row(row)):
            if not isinstance(value, str) or is_empty(value):
                continue
            if not known and not (is_grade[value] or column in answered):
                titles[column] = plain_title(value), row
            else:
                graded[column] += is_grade[value]
                answered[column] += 1
    return [(*titles[column], column) for column in sorted(answered)
            if column in titles and 2 * graded[column] > answered[column] and title_key(titles[column][0]) not in exact]


class _GradeWords(dict[str, bool]):
    """Text of a cell → whether it is a grade by its word, with whatever about it; found out once."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._kind = Grade(tuple(name for name, _ in rules.policies.grades))

    def __missing__(self, text: str) -> bool:
        self[text] = bool(self._kind.read(text).value)
        return self[text]


def _similar(titles: Sequence[tuple[str, int, int]], wanted: Sequence[str]) -> list[NearTitle]:
    """Titles over grades that look most like wanted ones, the most alike first, each once."""
    if max(len(wanted), len(titles)) > _MOST_COMPARED:
        return []
    pairs = sorted((-_likeness(loosened(header), loosened(title[0])), at, number)
                   for number, header in enumerate(wanted) for at, title in enumerate(titles))
    left, unnamed, similar = set(range(len(titles))), set(range(len(wanted))), []
    for unlike, at, number in pairs:
        if -unlike >= _SIMILAR and at in left and number in unnamed:
            left.remove(at)
            unnamed.remove(number)
            similar.append(NearTitle(wanted[number], *titles[at], certain=False))
    return sorted(similar, key=lambda near: near.column)


def _likeness(one: str, other: str) -> float:
    """Twice the pairs of neighbouring characters in common ÷ all pairs: 0 … 1."""
    a, b = _pairs(one), _pairs(other)
    return 2 * (a & b).total() / (a.total() + b.total()) if a and b else 0.0


@lru_cache(maxsize=1 << 12)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def title_findings(near: Sequence[NearTitle], grid: Grid, rules: Rules, file: str, header: Header) -> Iterator[Finding]:
    """An error on the titles of a sheet that are nearly mapped ones or stand there twice, and a warning on grades under titles that
    are not even near.

    `header` holds the mapped titles that stand there as they are; only without one a title that is merely similar is taken for one
    that was meant.
    """
    has_header = header.row >= 0
    for mapped, columns in header.places.items():
        if len(columns) > 1:
            yield finding("export-title-twice", _at(file, grid, header.row, columns[1]), title=mapped)
    meant = [title for title in near if title.certain or not has_header]
    if meant:
        named = [f"“{title.text}”（对照里是“{title.mapped}”）" for title in meant]
        code = "export-two-headers" if meant[0].two_rows else "export-titles-near"
        yield finding(code, _at(file, grid, meant[0].row, meant[0].column), count=len(meant), titles=listed(named))
    known = {title.column for title in meant}
    rest = [title for title in graded_titles(grid, rules, header) if title[2] not in known] if has_header else []
    if rest:
        titles = listed([f"“{text}”" for text, _, _ in rest])
        yield finding("export-grades-unmapped", _at(file, grid, *rest[0][1:]), count=len(rest), titles=titles)


def _at(file: str, grid: Grid, row: int, column: int) -> Place:
    return Place(file, grid.title, address(row, column))


def listed(named: Sequence[str]) -> str:
    """The first ten side by side, and whether there are more."""
    return "、".join(named[:_MOST_NAMED]) + (" 等" if len(named) > _MOST_NAMED else "")
