"""The finished rows and links of sheets put into the workbook that xlsxwriter made around their marks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from fuwuyue_xlsx.workbook.xlsxwriter_internals import LINKS_MARK, ROWS_MARK, TARGETS_MARK, ResultsSheet, attribute

# of 1 to 9: takes little more than half the time of the usual 6 and makes files larger by a thirtieth
_LEVEL = 5
_RELATION = re.compile(rf'<Relationship [^>]*"{TARGETS_MARK}"[^>]*/>')
_ID = re.compile(r'(?<= Id=")[^"]*')


def with_rows(data: bytes, sheets: Sequence[ResultsSheet]) -> bytes:
    """The workbook with what its sheets hold ready, which is let go. `sheets`: all of them, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as written, zipfile.ZipFile(
            buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        bodies = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)}
        relations = {f"xl/worksheets/_rels/sheet{number}.xml.rels": sheet for number, sheet in enumerate(sheets, 1)}
        for name in written.namelist():
            whole = written.read(name)
            # opened by its name, a part gets the day 1980-01-01: the same outcome gives the same bytes
            with book.open(name, "w") as part:
                if name in bodies:
                    for piece in _body(whole, bodies[name]):
                        part.write(piece)
                else:
                    part.write(_related(whole, relations[name]) if name in relations else whole)
    return buffer.getvalue()


def _body(whole: bytes, sheet: ResultsSheet) -> Iterator[bytes]:
    """A sheet's XML piece by piece."""
    rest = whole
    for number, run in enumerate(sheet.runs):
        before, placeholder, rest = rest.partition(ROWS_MARK.format(number).encode())
        assert placeholder, (sheet.name, number)
        yield before
        yield from run.pieces
        run.pieces = []
    if sheet.links:
        before, placeholder, rest = rest.partition(LINKS_MARK.encode())
        assert placeholder, sheet.name
        end = b"</hyperlinks>"
        yield before.removesuffix(end) if before.endswith(end) else before + b"<hyperlinks>"
        yield "".join(sheet.links).encode() + end
    yield rest


def _related(whole: bytes, sheet: ResultsSheet) -> bytes:
    """A sheet's relations: for the marked one, one for each file that a finished link leads to."""
    if not sheet.targets:
        return whole
    text = whole.decode()
    relation = _RELATION.search(text)
    assert relation, sheet.name
    before, after = _ID.sub("link{}", relation[0]).split(TARGETS_MARK)
    head, tail = before.split("{}")
    relations = (f"{head}{number}{tail}{attribute(target)}{after}" for number, target in enumerate(sheet.targets, 1))
    return (text[: relation.start()] + "".join(relations) + text[relation.end():]).encode()
