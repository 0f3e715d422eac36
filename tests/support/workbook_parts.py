"""Workbooks as a program sees them: archives of parts, which are taken apart and put together again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Name → content of every part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with every part passed through `change`; None leaves a part out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", method) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return buffer.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed, which it must have."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert part in book.namelist()
    return repacked(data, lambda name, content: change(content) if name == part else content)


def with_new_parts(data: bytes, parts: dict[str, bytes | str]) -> bytes:
    """The workbook with parts more, none of which it has."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            assert name not in book.namelist()
            book.writestr(name, content)
    return buffer.getvalue()


def related(*targets: tuple[str, str]) -> str:
    """The XML that relates a part to others: kinds of relation and where they lead."""
    entries = "".join(f'<Relationship Id="r{n}" Type="{TYPES}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets))
    return f'<Relationships xmlns="{RELATIONS}">{entries}</Relationships>'
