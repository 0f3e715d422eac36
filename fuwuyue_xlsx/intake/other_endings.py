"""A file that is not read as a workbook looked into for what may be ours: text tables, web pages, archives, hidden workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.submissions import not_opened
from fuwuyue_xlsx.intake.traces import traces_in_book, traces_in_text
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.beginnings import WORKBOOK_BEGINNINGS, named_kind
from fuwuyue_xlsx.reading.limits import FORM
from fuwuyue_xlsx.reading.no_workbook import decoded
from fuwuyue_xlsx.reading.open_workbook import READABLE_ENDINGS, TEXT_TABLES, OpenedBook, Unopened, open_book
from fuwuyue_xlsx.reading.packed_folder import ZIP_BEGINNINGS
from fuwuyue_xlsx.reading.text_book import TextBook, open_text
from fuwuyue_xlsx.reading.text_encoding import spoilt_text
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import named_as_ours

# bytes at the beginning that are looked into
_BEGINNING = 1 << 21
_TEXT_ENDINGS = (*TEXT_TABLES, ".txt", ".prn", ".htm", ".html", ".mht", ".mhtml", ".xml", ".xls", ".et")
# texts under these endings are documents unless they hold a table or something of ours
_NOTES = (".txt", ".htm", ".html", ".mht", ".mhtml")
_NOTE = "文本或网页"
# a download or a copy that has not ended keeps the name and adds an ending of its own
_UNFINISHED = re.compile(rf"({'|'.join(map(re.escape, READABLE_ENDINGS))})[~.].*(part|download|tmp|temp|!ut|td|filepart|unconfirmed)", re.I)


def other_ending_finding(entry: InboxEntry, unread: Finding, rules: Rules, recognised: Callable[[OpenedBook, str, Rules], bool]) -> Finding:
    """What is said of a file whose ending is none that is read: `unread`, unless something of ours can be seen in it, or it is a
    document by its name (`file-attachment`).

    `recognised` says of an opened book whether it is one of ours: (book, path, rules) → yes or no. Raises OSError.
    """
    place = Place(entry.shown)
    if _UNFINISHED.search(entry.name):
        return finding("file-copying", place)
    data, document = _glimpse(entry), named_kind(entry.name)
    unused = finding("file-attachment", place, what=document, whose="") if document else not_opened(entry.shown, Unopened(unread))
    if data.startswith(WORKBOOK_BEGINNINGS) and entry.size <= FORM.file:
        opened = open_book(entry.read().content or b"")
        if isinstance(opened, OpenedBook):
            ours = recognised(opened, entry.shown, rules)
            ending = entry.suffix or "无扩展名"
            return finding("ending-hides-ours", place, ending=ending) if ours else not_opened(entry.shown, Unopened(unread))
        if entry.packed is not None and not document and opened.why.code == "archive-unopened":
            return finding("archive-unopened", place, what="它在另一个压缩包里")
    elif entry.packed is not None and not document and data.startswith(ZIP_BEGINNINGS):
        return finding("archive-unopened", place, what="它在另一个压缩包里")
    text = open_text(entry.read().content or b"") if decoded(data) and entry.size <= FORM.file else None
    about_text = text_finding(entry.shown, data, text, rules)
    if about_text is not None and about_text.code == "text-looks-ours":
        return about_text
    if about_text is not None and entry.name.lower().endswith(_NOTES):
        return about_text if _is_table(text) else finding("file-attachment", place, what=_NOTE, whose="")
    return unused


def text_finding(path: str, data: bytes, text: TextBook | None, rules: Rules) -> Finding | None:
    """What is said of a text table or a web page at a path, with its beginning and its tables: ours, or not, and what it really is;
    None for bytes that are no text."""
    beginning = decoded(data[:_BEGINNING])
    what = text.what if text else "文本或网页" if beginning else "有些字节读不出来的文本"
    beginning = beginning or spoilt_text(data[:_BEGINNING])
    if not beginning:
        return None
    name = path.rsplit("/", 1)[-1]
    seen = "文件名" if named_as_ours(name) and name.lower().endswith(_TEXT_ENDINGS) else traces_in_text(beginning, rules)
    if not seen and text is not None and text.opened is not None:  # the words of a web archive are packed, others may be spelt in codes
        seen = traces_in_book(text.opened, rules)
    if seen:
        return finding("text-looks-ours", Place(path), what=what, seen=seen)
    return finding("text-foreign", Place(path), what=what)


def _is_table(text: TextBook | None) -> bool:
    """Whether a text holds a table of two rows and two columns at least."""
    return text is not None and text.opened is not None and any(grid.height > 1 and grid.width > 1 for grid in text.opened.grids)


def _glimpse(entry: InboxEntry) -> bytes:
    """The beginning of a file. Raises OSError."""
    if entry.content is not None:
        return entry.content[:_BEGINNING]
    if entry.packed is not None:
        return entry.packed.read(entry.path, _BEGINNING)
    with entry.path.open("rb") as file:
        return file.read(_BEGINNING)
