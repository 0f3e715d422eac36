"""The tags of a sheet's cells, all at once: whether they match, and are spelled as all common programs spell them.

The rows of a sheet are a regular language of few tags, so that each pair of neighbours tells whether the whole is
well-formed; numpy looks at a million tags in a few hundredths of a second, where a parser takes a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import numpy as np

# rows are looked at in runs of so many bytes, which the processor keeps near
_RUN = 1 << 19
# and of a sheet longer than so many the runs are shared out
_LONG = 1 << 23
# where the quote after a reference may stand: <c r="A1" … <c r="XFD1048576"
_QUOTE_AFTER = range(8, 17)
# where a row's number begins: <row r="1"; the digits of the last row's; columns of a sheet
_ROW_NUMBER, _MOST_DIGITS, _COLUMNS = 8, 7, 1 << 14
# no room for t="inlineStr" in so few bytes, room for s="12345"
_SHORT = 10
# tag → its first two bytes, its width where that is fixed, what may follow; a name with / at its end closes itself
_GRAMMAR = {
    "row": ("ro", 0, "c c/ /row"),
    "row/": ("ro", 0, "row row/"),
    "/row": ("/r", 5, "row row/"),
    "c": ("c ", 0, "v v/ f f/ is /c"),
    "c/": ("c ", 0, "c c/ /row"),
    "/c": ("/c", 3, "c c/ /row"),
    "v": ("v>", 2, "/v"),
    "v/": ("v/v ", 0, "/c"),
    "/v": ("/v", 3, "/c"),
    "f": ("f>f ", 0, "/f"),
    "f/": ("f/f ", 0, "v v/ /c"),
    "/f": ("/f", 3, "v v/ /c"),
    "is": ("is", 3, "t t/"),
    "/is": ("/i", 4, "/c"),
    "t": ("t>t ", 0, "/t"),
    "t/": ("t/t ", 0, "/is"),
    "/t": ("/t", 3, "/is"),
}
_OPENING = ("row", "c", "v", "f", "is", "t")
_CLOSING = tuple(f"/{name}" for name in _OPENING)
# a tag's number: twice that of its name, and one more where it closes itself
_NUMBER = {name: 2 * number for number, name in enumerate((*_OPENING, *_CLOSING), 1)} | {f"{n}/": 2 * i + 1 for i, n in enumerate(_OPENING, 1)}
_TAGS = 32


def _tables() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(two bytes → a tag's number, number → its fixed width or 0, pair of numbers → whether they may be neighbours)."""
    names, widths, pairs = np.zeros(1 << 16, np.uint8), np.zeros(_TAGS, np.int64), np.zeros(_TAGS * _TAGS, bool)
    for tag, (starts, width, followers) in _GRAMMAR.items():
        for first, second in zip(starts[::2], starts[1::2], strict=True):
            names[ord(first) << 8 | ord(second)] = _NUMBER[tag] & ~1
        widths[_NUMBER[tag]] = width
        for follower in followers.split():
            pairs[_NUMBER[tag] * _TAGS + _NUMBER[follower]] = True
    return names, widths, pairs


_NAMES, _WIDTHS, _PAIRS = _tables()
_ROWS_END = (_NUMBER["/row"], _NUMBER["row/"])
_HOLDS_TEXT = np.isin(np.arange(_TAGS), [_NUMBER[name] for name in ("v", "f", "t")])
# so that what is looked for behind the last tag's beginning is never out of bounds
_PADDING = np.zeros(24, np.uint8)


@dataclass
class CellTags:
    """What the tags alone tell of cells.

    errors    offsets of the cells that hold an error value
    unvalued  offsets of formulas that may have no stored value, each somewhere inside its cell
    turns     offsets of the rows, and of the cells, that do not stand behind the one that is written before them
    last_row  the last row's number
    wide      whether there are cells beyond column Z
    """

    errors: list[int] = field(default_factory=list)
    unvalued: list[int] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    last_row: int = 0
    wide: bool = False
    # of the rows, and of the cells: the first one's offset and place, the last one's place
    _edges: tuple[tuple[int, int, int], ...] = field(default=(), compare=False, repr=False)

    def part(self, start: int, end: int) -> CellTags:
        """What of it lies from `start` to `end`, with offsets from `start`."""
        errors, unvalued, turns = ([at - start for at in offsets if start <= at < end] for offsets in (self.errors, self.unvalued, self.turns))
        return CellTags(errors, unvalued, turns, self.last_row, self.wide)


def tags_of(rows: bytes | memoryview) -> CellTags | None:
    """The tags of a sheet's rows, or of those of several sheets put together; None where anything is not as usual.

    As usual: rows of cells and nothing else, every tag closed by its own, each cell with its reference first and its
    type last, no date as text, no white space, comments or formatted texts between, no values spelled with &#53;.
    """
    tags = CellTags()
    for some in _each_run(rows):
        if some is None:
            return None
        tags.errors += some.errors
        tags.unvalued += some.unvalued
        tags.turns += some.turns
        tags.turns += [first for (first, place, _), (_, _, before) in zip(some._edges, tags._edges, strict=False) if place <= before]
        tags.last_row, tags.wide, tags._edges = max(tags.last_row, some.last_row), tags.wide or some.wide, _joined(tags._edges, some._edges)
    return tags


def _joined(before: tuple[tuple[int, int, int], ...], after: tuple[tuple[int, int, int], ...]) -> tuple[tuple[int, int, int], ...]:
    """The edges of runs put together; a run without cells has no last one."""
    if not before:
        return after
    return tuple((*one[:2], other[2]) if other[0] >= 0 else one for one, other in zip(before, after, strict=True))


def _each_run(rows: bytes | memoryview) -> Iterator[CellTags | None]:
    """The tags of run after run; those of a long sheet are looked at by two threads, where numpy does most of the work."""
    if len(rows) < _LONG:
        yield from (_tags_of_run(rows, span) for span in _runs(rows))
        return
    pool = ThreadPoolExecutor(2)
    try:
        yield from pool.map(partial(_tags_of_run, rows), _runs(rows))
    finally:
        pool.shutdown(cancel_futures=True)


def _tags_of_run(rows: bytes | memoryview, span: tuple[int, int]) -> CellTags | None:
    start, end = span
    run = _Run(np.frombuffer(rows, np.uint8, end - start, start))
    return run.tags_from(start) if run.is_usual and not run.has_spelled_values() and run.has_places() else None


def _runs(rows: bytes | memoryview) -> Iterator[tuple[int, int]]:
    """The rows cut into runs that end with a row's end."""
    start, size = 0, len(rows)
    while start < size:
        near = bytes(rows[start + _RUN : start + 2 * _RUN])
        cut = near.find(b"</row>")
        end = start + _RUN + cut + 6 if cut >= 0 else size
        yield start, end
        start = end


class _Run:
    """The tags of some rows: where each opens and closes, and its number."""

    def __init__(self, rows: np.ndarray) -> None:
        self.bytes = np.append(rows, _PADDING)
        self.opens, self.closes = np.flatnonzero(rows == ord("<")), np.flatnonzero(rows == ord(">"))
        self.is_usual = len(self.opens) == len(self.closes) > 0 and self._tags_match() and self._rows_match() and self._cells_match()

    def _tags_match(self) -> bool:
        """Whether the tags follow one another as they must, with nothing between them but values."""
        opens, closes = self.opens, self.closes
        width, gap = closes - opens, opens[1:] - closes[:-1]
        if opens[0] or closes[-1] + 1 + len(_PADDING) != len(self.bytes) or width.min() < 2 or gap.min(initial=1) < 1:
            return False
        names = self.bytes[opens + 1].astype(np.uint16) << 8 | self.bytes[opens + 2]
        self.tags = tags = _NAMES[names] | (self.bytes[closes - 1] == ord("/"))
        fixed = _WIDTHS[tags]
        begins_and_ends = tags[0] >> 1 == _NUMBER["row"] >> 1 and tags[-1] in _ROWS_END
        if not begins_and_ends or not _PAIRS[tags[:-1].astype(np.int64) * _TAGS + tags[1:]].all() or ((fixed != 0) & (fixed != width)).any():
            return False
        self.empty = np.append(gap == 1, True)
        return bool((self.empty | _HOLDS_TEXT[tags]).all())

    def _spelled(self, tags: np.ndarray, offset: int, text: str) -> bool:
        return all((self.bytes[tags + offset + i] == ord(c)).all() for i, c in enumerate(text))

    def _rows_match(self) -> bool:
        rows, ends = self.opens[self.tags >> 1 == _NUMBER["row"] >> 1], self.opens[self.tags == _NUMBER["/row"]]
        strings = self.opens[self.tags == _NUMBER["/is"]]
        return self._spelled(rows, 3, "w r=") and self._spelled(ends, 3, "ow") and self._spelled(strings, 3, "s")

    def _cells_match(self) -> bool:
        """Whether each cell is spelled as usual, and its value stands where its type says."""
        at = np.flatnonzero(self.tags >> 1 == _NUMBER["c"] >> 1)
        self.cells, close = self.opens[at], self.closes[at]
        if not self._spelled(self.cells, 3, 'r="') or (self.bytes[self.cells + 6] - ord("A") > 25).any():
            return False
        self.quotes = quote = np.zeros_like(self.cells)
        for offset in _QUOTE_AFTER:
            quote[(quote == 0) & (self.bytes[self.cells + offset] == ord('"'))] = offset
        last, inline = self.bytes[close - 2], self.bytes[close - 4] == ord("S")
        inside = np.append(self.tags, 0)[at + 1] == _NUMBER["is"]
        untyped = (last - ord("0") <= 9) & (close - self.cells - quote <= _SHORT) & ~inside
        single = self.bytes[close - 3] == ord('"')
        typed = (last >= ord("a")) & (inline == inside) & ~(single & (last == ord("d")))
        self.errors = self.cells[single & (last == ord("e"))]
        return bool(quote.all() and (untyped | typed | (self.tags[at] == _NUMBER["c/"])).all())

    def has_spelled_values(self) -> bool:
        """Whether a value is spelled with numbers of characters, which the reader takes as they stand; texts may be."""
        text = self.bytes.tobytes()
        if b"&" not in text or b"&#" not in text:  # a single byte is found ten times as fast as two
            return False
        values = self.opens[(self.tags == _NUMBER["v"]) & ~self.empty]
        return any(b"&#" in text[start : text.index(b"</", start)] for start in values.tolist())

    def has_places(self) -> bool:
        """Whether each row and each cell says where it stands: letters of a column, then digits."""
        second = self.bytes[self.cells + 7] >= ord("A")
        letters = 1 + second + (second & (self.bytes[self.cells + 8] >= ord("A")))
        columns = np.zeros(len(self.cells), np.int64)
        for at in range(3):
            letter = self.bytes[self.cells + 6 + at].astype(np.int64) - ord("A") + 1
            columns = np.where(at < letters, columns * 26 + letter, columns)
        numbers = self._numbers(self.cells + 6 + letters, self.cells + self.quotes)
        rows = self.opens[self.tags >> 1 == _NUMBER["row"] >> 1]
        ends = np.zeros_like(rows)
        for offset in range(_ROW_NUMBER + 1, _ROW_NUMBER + 2 + _MOST_DIGITS):
            ends[(ends == 0) & (self.bytes[rows + offset] == ord('"'))] = offset
        self.rows, self.places, self.wide = rows, numbers * _COLUMNS + columns - 1, bool(second.any())
        self.row_numbers = self._numbers(rows + _ROW_NUMBER, rows + ends)
        return bool((columns <= _COLUMNS).all() and (numbers >= 0).all() and (self.row_numbers >= 0).all())

    def _numbers(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """The whole numbers that stand between; -1 where none does."""
        numbers, width = np.zeros(len(starts), np.int64), ends - starts
        wrong = (width < 1) | (width > _MOST_DIGITS)
        for at in range(min(int(width.max(initial=0)), _MOST_DIGITS)):
            digit = self.bytes[starts + at].astype(np.int64) - ord("0")
            wrong |= (at < width) & ((digit < 0) | (digit > 9))
            numbers = np.where(at < width, numbers * 10 + digit, numbers)
        return np.where(wrong, -1, numbers)

    def tags_from(self, start: int) -> CellTags:
        """What has to be looked at, with its offset from the beginning of all rows."""
        tags, value = self.tags, _NUMBER["v"]
        formulas = np.flatnonzero((tags == _NUMBER["/f"]) | (tags == _NUMBER["f/"]))
        unvalued = formulas[(tags[formulas + 1] != value) | self.empty[formulas + 1]]
        ordered = ((self.rows + start, self.row_numbers), (self.cells + start, self.places))
        turns = [at for offsets, places in ordered for at in offsets[1:][places[1:] <= places[:-1]].tolist()]
        edges = tuple((int(offsets[0]), int(places[0]), int(places[-1])) if len(places) else (-1, 0, 0) for offsets, places in ordered)
        last = int(max(self.row_numbers.max(initial=0), self.places.max(initial=0) // _COLUMNS))
        return CellTags((self.errors + start).tolist(), (self.opens[unvalued] + start).tolist(), turns, last, self.wide, edges)
