"""The tables of a web page, which many systems export under the name of a workbook; nothing is fetched and no script runs."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fuwuyue_xlsx.reading.text_encoding import text_of

Merge = tuple[int, int, int, int]
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.I)
_BREAKS = frozenset(("br", "p", "div", "li"))
_UNSEEN = frozenset(("script", "style", "template", "noscript"))
# no page joins more cells than these
_WIDEST, _LONGEST = 1_000, 100_000


@dataclass
class WebTable:
    """The cells of a table as texts, row by row, and its merges (first row, first column, last row, last column).

    `closed` is False where the page ended before the table did.
    """

    rows: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    closed: bool = False
    _covered: set[tuple[int, int]] = field(default_factory=set)
    _cell: tuple[int, int] | None = None
    _text: list[str] = field(default_factory=list)

    def start_row(self) -> None:
        """Begin a row; a cell that is still open ends."""
        self.end_cell()
        self.rows.append([])

    def start_cell(self, down: int, across: int) -> None:
        """Begin a cell over so many rows and columns, right of what the rows above it cover."""
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        row, column = len(self.rows) - 1, len(self.rows[-1])
        while (row, column) in self._covered:
            column += 1
        self.rows[-1] += [""] * (column + across - len(self.rows[-1]))
        self._covered |= {(below, beside) for below in range(row + 1, row + down) for beside in range(column, column + across)}
        if down > 1 or across > 1:
            self.merges.append((row, column, row + down - 1, column + across - 1))
        self._cell = row, column

    def add(self, text: str) -> None:
        """Add text to the open cell; between cells it belongs to nothing and is dropped."""
        if self._cell is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        """Put the open cell's text in its place, without white space around its lines; nothing when none is open."""
        if self._cell is not None:
            row, column = self._cell
            lines = (line.strip(" ") for line in "".join(self._text).split("\n"))
            self.rows[row][column] = "\n".join(lines).strip("\n")
        self._cell, self._text = None, []

    @property
    def size(self) -> int:
        """How many cells it spans."""
        return len(self._covered) + sum(map(len, self.rows))


class _Page(HTMLParser):
    """Collects the tables of a page; one within a cell of another is a table of its own. Raises OverflowError for too many cells."""

    def __init__(self, most_cells: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[WebTable] = []
        self._open: list[WebTable] = []
        self._most, self._unseen, self._spans = most_cells, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self._open.append(WebTable())
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._open[-1].start_row()
        elif self._open and tag in ("td", "th"):
            attributes = dict(attrs)
            down, across = min(_number(attributes.get("rowspan")), _LONGEST), min(_number(attributes.get("colspan")), _WIDEST)
            self._spans += down * across
            if self._spans > self._most:
                raise OverflowError(self._spans)
            self._open[-1].start_cell(down, across)
        elif self._open and tag in _BREAKS:
            self._open[-1].add("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            table = self._open.pop()
            table.end_cell()
            table.closed = True

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            self._open[-1].add(_SPACE.sub(" ", data))

    def close(self) -> None:
        super().close()
        for table in self._open:
            table.end_cell()


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 7 and int(text) > 0 else 1


def web_tables(text: str, most_cells: int) -> list[WebTable]:
    """The tables of a page that hold anything, in their order. Raises OverflowError where they span more cells than `most_cells`."""
    page = _Page(most_cells)
    page.feed(text)
    page.close()
    return [table for table in page.tables if any(any(row) for row in table.rows)]


def declared_encoding(data: bytes) -> str:
    """The encoding that a page names near its beginning; empty where it names none."""
    match = _CHARSET.search(data[:4_096])
    return match[1].decode("ascii", "replace") if match else ""


def pages_in(data: bytes) -> list[tuple[str, bool]]:
    """The pages of a web archive (MHTML) as texts, each with whether its encoding is sure; a part that is no text is left out."""
    pages = []
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            decoded = text_of(body, part.get_content_charset() or declared_encoding(body)) if isinstance(body, bytes) else None
            if decoded is not None:
                pages.append((decoded.text, decoded.sure))
    return pages
