"""A file that is not read as a workbook looked into for what may be ours: text tables, web pages, archives, hidden workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable

from fuwuyue_xlsx.intake.submissions import InboxEntry, not_opened
from fuwuyue_xlsx.intake.traces import traces_in_text
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.limits import FORM
from fuwuyue_xlsx.reading.no_workbook import decoded
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS, OpenedBook, Unopened, open_book
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import BOOK_KINDS, named_as_ours

# bytes at the beginning that are looked into, and at the end, where an archive lists what it holds
_BEGINNING, _END = 1 << 21, 1 << 18
_TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".prn", ".htm", ".html", ".mht", ".xml", ".xls", ".et")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# a download or a copy that has not ended keeps the name and adds an ending of its own
_UNFINISHED = re.compile(rf"({'|'.join(map(re.escape, READABLE_ENDINGS))})[~.].*(part|download|tmp|temp|!ut|td|filepart|unconfirmed)", re.I)


def look_into(entry: InboxEntry, unread: Finding, rules: Rules, recognised: Callable[[OpenedBook, str, Rules], bool]) -> Finding:
    """What is said of a file whose ending is none that is read: `unread`, unless something of ours can be seen in it.

    `recognised` says of an opened book whether it is one of ours: (book, path, rules) → yes or no. Raises OSError.
    """
    if _UNFINISHED.search(entry.path.name):
        return finding("file-copying", Place(entry.shown))
    data, end = _glimpse(entry)
    if data.startswith(_WORKBOOKS) and entry.size <= FORM.file:
        opened = open_book(entry.read().content or b"")
        if isinstance(opened, OpenedBook) and recognised(opened, entry.shown, rules):
            return finding("ending-hides-ours", Place(entry.shown), ending=entry.path.suffix or "无扩展名")
    if data.startswith(_ARCHIVES):
        seen = _named_in(data + end)
        return finding("archive-looks-ours", Place(entry.shown), seen=seen) if seen else not_opened(entry.shown, Unopened(unread))
    text = text_finding(entry.shown, data, rules)
    ours = text is not None and text.code == "text-looks-ours"
    return text if text is not None and ours else not_opened(entry.shown, Unopened(unread))


def text_finding(path: str, data: bytes, rules: Rules) -> Finding | None:
    """What is said of a text table or a web page at a path: ours, or not; None for bytes that are no text."""
    text = decoded(data[:_BEGINNING])
    if not text:
        return None
    name = path.rsplit("/", 1)[-1]
    seen = "文件名" if named_as_ours(name) and name.lower().endswith(_TEXT_ENDINGS) else traces_in_text(text, rules)
    return finding("text-looks-ours", Place(path), seen=seen) if seen else finding("text-foreign", Place(path))


def _glimpse(entry: InboxEntry) -> tuple[bytes, bytes]:
    """The beginning and the end of a file. Raises OSError."""
    if entry.content is not None:
        return entry.content[:_BEGINNING], entry.content[_BEGINNING:][-_END:]
    with entry.path.open("rb") as file:
        beginning = file.read(_BEGINNING)
        file.seek(max(_BEGINNING, entry.size - _END))
        return beginning, file.read(_END)


def _named_in(data: bytes) -> str:
    """The title of a form that stands in the names of what an archive holds, however they are encoded."""
    titles = (kind.title for kind in BOOK_KINDS.values())
    return next((title for title in titles for code in ("utf-8", "gb18030", "utf-16-le") if title.encode(code) in data), "")
