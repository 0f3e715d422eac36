"""The parts of a copy as stricter programs than Excel want them; openpyxl writes them otherwise."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

_RELATION = re.compile(r"<Relationship [^>]*>")
_TARGET = re.compile(r'(?<= Target=")[^"]*')
_HYPERLINK = re.compile(r' Type="[^"]*/hyperlink"')
# openpyxl keeps no result of a formula and writes an empty number for it
_NO_RESULT = re.compile(rb"(</f>|<f [^>]*/>|<f/>)<v ?(?:/>|></v>)")


def strict(data: bytes) -> bytes:
    """The workbook with relative targets inside it, slashes in its links, and no result where a formula has none.

    Some programs find comments by relative targets alone, links with a backslash lead nowhere outside Windows, and an empty number is no number.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as written, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        for entry in written.infolist():
            part = written.read(entry)
            if entry.filename.endswith(".rels"):
                part = _related(part.decode(), _folder_of(entry.filename)).encode()
            elif entry.filename.startswith("xl/worksheets/"):
                part = _NO_RESULT.sub(rb"\1", part)
            book.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _folder_of(relations: str) -> str:
    """The folder of the part whose relations these are: xl/worksheets/_rels/sheet1.xml.rels → /xl/worksheets."""
    return "/" + posixpath.dirname(posixpath.dirname(relations))


def _related(text: str, folder: str) -> str:
    def plain(match: re.Match[str]) -> str:
        relation = match[0]
        if _HYPERLINK.search(relation):
            return _TARGET.sub(lambda target: target[0].replace("\\", "/"), relation)
        if ' TargetMode="External"' in relation:
            return relation
        return _TARGET.sub(lambda target: posixpath.relpath(target[0], folder) if target[0].startswith("/") else target[0], relation)

    return _RELATION.sub(plain, text)
