"""Zip files as programs of all kinds make them: names in other encodings, without times, with a password."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


class _Named(zipfile.ZipInfo):
    """A name in an encoding that its entry does not tell, as programs of Windows and others write it."""

    def __init__(self, name: str, moment: tuple[int, int, int, int, int, int], code: str) -> None:
        super().__init__(name, moment)
        self._code = code

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self._code), self.flag_bits


def zip_at(path: Path, files: Mapping[str, bytes], code: str = "", packing: int = zipfile.ZIP_DEFLATED,
           moment: tuple[int, int, int, int, int, int] = (2017, 12, 31, 9, 0, 0)) -> Path:
    """A zip file of these files at a path; `code` is the encoding of names that do not tell theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = _Named(name, moment, code) if code else zipfile.ZipInfo(name, moment)
            info.compress_type = packing
            archive.writestr(info, data)
    return path


def locked(data: bytes) -> bytes:
    """A zip file's bytes with the mark on each entry that it is encrypted."""
    spoilt = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = spoilt.find(mark)
        while start >= 0:
            spoilt[start + at] |= 1
            start = spoilt.find(mark, start + 4)
    return bytes(spoilt)
