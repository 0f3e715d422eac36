"""What was read from a file, kept for the next run: by the file's content, the program and the rules.

The folder may be deleted at any time. What lies in it is never trusted: a file that was damaged or made by another
program is read anew, and loading one can make nothing but our own records.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import sys
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fuwuyue_xlsx.intake.submissions import Content, InboxEntry, SourceFile
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import Columns

Loaded = TypeVar("Loaded")
ENDING, _UNFINISHED = ".read", ".part"
_BEGIN = b"fuwuyue-read-1\n"
_DIGEST = 32
# what a record may consist of, besides the classes of this package that are named in `_OURS`
_PLAIN = {
    ("builtins", "int"), ("builtins", "set"), ("builtins", "frozenset"), ("collections", "defaultdict"), ("datetime", "date"),
    ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("datetime", "timezone"), ("decimal", "Decimal"),
    ("numpy", "ndarray"), ("numpy", "dtype"), ("numpy._core.multiarray", "_reconstruct"), ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.numeric", "_frombuffer"), ("numpy.core.numeric", "_frombuffer"),
}
_OURS = {
    "fuwuyue_xlsx.intake.submissions": {"Content", "RowFingerprints", "SourceFile", "State", "Visit"},
    "fuwuyue_xlsx.tables.columns": {"SourceIndex"},
    "fuwuyue_xlsx.messages.entry": {"Severity"},
    "fuwuyue_xlsx.messages.findings": {"Place", "Finding"},
    "fuwuyue_xlsx.reading.grid": {"Account"},
    "fuwuyue_xlsx.basics.cell_values": {"CellError", "PercentNumber", "UnvaluedFormula"},
}


def packed(source: SourceFile) -> bytes:
    """A file as read, as bytes; its tables are bytes within them, packed tight."""
    content = source.content
    if content is not None and content.tables:
        content = replace(content, tables={}, folded=zlib.compress(pickle.dumps(content.tables, pickle.HIGHEST_PROTOCOL), 1))
    return pickle.dumps(replace(source, location=None, content=content), pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> SourceFile:
    """The inverse of `packed`, but for the tables. Raises UnpicklingError for anything but such a record."""
    return _loaded(data, SourceFile)


def tables_in(content: Content) -> dict[str, Columns]:
    """The tables of a content, folded or not."""
    return _loaded(zlib.decompress(content.folded), dict) if content.folded else content.tables


def _loaded(data: bytes, wanted: type[Loaded]) -> Loaded:
    found = _Records(io.BytesIO(data)).load()
    if not isinstance(found, wanted):
        raise pickle.UnpicklingError(type(found).__name__)
    return found


class _Records(pickle.Unpickler):
    """Makes nothing but the records of a file as read, whatever the bytes ask for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or name in _OURS.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


@lru_cache(maxsize=1)
def program() -> str:
    """A number of this program: of its own files and of the libraries that read for it."""
    from importlib import metadata  # what it imports in turn takes longer than the rest of this module

    told = hashlib.sha256(sys.version.encode())
    for library in ("numpy", "python-calamine", "xlrd", "olefile", "msoffcrypto-tool"):
        told.update(f"{library} {metadata.version(library)}\n".encode())
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        told.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


class Cache:
    """The folder of what was read. Nothing is written to it until `keep` says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._asked: set[str] = set()
        self._new: dict[str, bytes] = {}

    def key(self, entry: InboxEntry, sha256: str, rules: str) -> str:
        """What a file's record is kept under: its path and the hashes of its content, of the rules, of the program."""
        parts = (program(), rules, sha256, entry.shown)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()

    def get(self, key: str) -> bytes | None:
        """The record kept under a key; None without one, and for one that is damaged."""
        self._asked.add(key)
        try:
            data = (self.folder / f"{key}{ENDING}").read_bytes()
        except OSError:
            return None
        start = len(_BEGIN) + _DIGEST
        packed_tight = data[start:]
        if not data.startswith(_BEGIN) or data[len(_BEGIN) : start] != _checked(key, packed_tight):
            return None
        return zlib.decompress(packed_tight)

    def put(self, key: str, record: bytes) -> None:
        """Have a record ready to be kept."""
        self._new[key] = zlib.compress(record, 1)

    def keep(self) -> None:
        """Write the new records, each whole or not at all, and delete those that nobody asked for: of files that are gone,
        of other rules and programs. A folder that cannot be written to keeps nothing, and nobody is troubled with it."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            for key in list(self._new):
                self._write(key, self._new.pop(key))
            for path in self.folder.iterdir():
                if path.suffix in (ENDING, _UNFINISHED) and path.stem not in self._asked:
                    path.unlink()

    def _write(self, key: str, packed_tight: bytes) -> None:
        new = self.folder / f"{key}{os.getpid()}{_UNFINISHED}"
        new.write_bytes(_BEGIN + _checked(key, packed_tight) + packed_tight)
        os.replace(new, self.folder / f"{key}{ENDING}")


def _checked(key: str, record: bytes) -> bytes:
    return hashlib.sha256(key.encode() + record).digest()


class CachedPass:
    """The records of one pass over an inbox under some rules; without a cache nothing is known and nothing kept."""

    def __init__(self, cache: Cache | None, rules: Rules) -> None:
        self.cache = cache
        self._rules = hashlib.sha256(repr(rules).encode("utf-8", "backslashreplace")).hexdigest() if cache else ""
        self._keys: dict[str, str] = {}
        self._equals: dict[Any, Any] = {}

    def load(self, entry: InboxEntry) -> SourceFile | None:
        """A file as it was read before, with the time it bears now; None when it has to be read."""
        if self.cache is None:
            return None
        try:
            read = entry.read()
        except OSError:
            return None
        self._keys[entry.shown] = key = self.cache.key(entry, hashlib.sha256(read.content or b"").hexdigest(), self._rules)
        try:
            record = self.cache.get(key)
            file = unpacked(record) if record is not None else None
            if file is not None and file.content is not None:
                tables_in(file.content)
        except Exception:  # noqa: BLE001  whatever a damaged record does, the file itself is still there to be read
            return None
        return None if file is None else self._placed(replace(file, modified=read.modified), entry)

    def accept(self, entry: InboxEntry, record: bytes) -> SourceFile:
        """A file that a worker has read; its record is kept when it was opened and has not changed since `load` saw it."""
        file = self._placed(unpacked(record), entry)
        key = self._keys.get(entry.shown)
        if self.cache is not None and key is not None and file.accounts and self.cache.key(entry, file.sha256, self._rules) == key:
            self.cache.put(key, record)
        return file

    def _placed(self, file: SourceFile, entry: InboxEntry) -> SourceFile:
        """The file where it lies. Books of one kind have the same sheets, and often the same counts: each is held once."""
        same = self._equals.setdefault
        accounts = {same(title, title): same(account, account) for title, account in file.accounts.items()}
        return replace(file, location=entry.path, accounts=accounts)
