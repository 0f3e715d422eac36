"""What was read from a file, kept for the next run: by the file's content, the program and the rules.

The folder may be deleted at any time. What lies in it is never trusted: records are plain data, signed with a key that lies
in the user's profile and not in the workspace, which others may share; one that is damaged, forged or another user's is
left aside, told, and the file read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import sys
import zlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.private_key import private_key
from fuwuyue_xlsx.intake.record_bytes import MOST_BYTES, NotOurs, inflated, tables_in, unpacked
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import system_error_text

ENDING, _UNFINISHED = ".read", ".part"
_BEGIN = b"fuwuyue-read-2\n"
_DIGEST = 32
_MOST_NAMED = 5


@lru_cache(maxsize=1)
def program() -> str:
    """A number of this program: of its own files and of the libraries that read for it."""
    from importlib import metadata  # what it imports in turn takes longer than the rest of this module

    digest = hashlib.sha256(sys.version.encode())
    for library in ("numpy", "python-calamine", "xlrd", "olefile", "msoffcrypto-tool"):
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


class Cache:
    """The folder of what was read. Nothing is written to it until `keep` says so.

    `used`: how many files were not read because their records are here. Without a private key nothing is used or kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used = 0
        self._secret = private_key(folder.parent)
        self._fresh = False
        self._asked: set[str] = set()
        self._refused: dict[str, None] = {}
        self._new: dict[str, bytes] = {}

    def read_afresh(self) -> None:
        """From now on no record is used; what is read is still kept."""
        self._fresh = True

    def key(self, entry: InboxEntry, sha256: str, rules: str) -> str:
        """What a file's record is kept under: its path and the hashes of its content, of the rules, of the program."""
        parts = (program(), rules, sha256, entry.shown)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()

    def get(self, key: str) -> SourceFile | None:
        """The record kept under a key; None without one, and for one that is not to be trusted."""
        self._asked.add(key)
        if self._secret is None or self._fresh:
            return None
        path = self.folder / f"{key}{ENDING}"
        try:
            if path.stat().st_size > MOST_BYTES:
                raise NotOurs("too large")
            file = unpacked(inflated(self._signed(key, path.read_bytes())))
            if file.content is not None:
                tables_in(file.content)
        except OSError:
            return None
        except (NotOurs, MemoryError):
            self._refused[path.name] = None
            return None
        self.used += 1
        return file

    def put(self, key: str, record: bytes) -> None:
        """Have a record ready to be kept."""
        self._new[key] = zlib.compress(record, 1)

    @property
    def findings(self) -> list[Finding]:
        """What a person should know: records that were not to be trusted, and that there is no key to trust any."""
        if self._secret is None:
            return [finding("cache-off", Place(self.folder.name))]
        names = "、".join(list(self._refused)[:_MOST_NAMED]) + (" 等" if len(self._refused) > _MOST_NAMED else "")
        return [finding("cache-refused", Place(self.folder.name), count=len(self._refused), names=names)] if self._refused else []

    def keep(self) -> list[Finding]:
        """Write the new records, each whole or not at all, and delete those that nobody asked for: of files that are gone,
        of other rules and programs. A folder that cannot be written to keeps nothing, which is told."""
        if self._secret is None:
            return []
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for key in list(self._new):
                self._write(key, self._new.pop(key))
            for path in self.folder.iterdir():
                if path.suffix in (ENDING, _UNFINISHED) and path.stem not in self._asked:
                    with contextlib.suppress(OSError):  # one that is held open goes another time
                        path.unlink()
        except OSError as why:
            return [finding("cache-not-written", Place(self.folder.name), why=system_error_text(why))]
        return []

    def _write(self, key: str, packed_tight: bytes) -> None:
        new = self.folder / f"{key}{os.getpid()}{_UNFINISHED}"
        new.write_bytes(_BEGIN + self._digest(key, packed_tight) + packed_tight)
        with contextlib.suppress(OSError):
            os.replace(new, self.folder / f"{key}{ENDING}")

    def _signed(self, key: str, data: bytes) -> bytes:
        """What stands behind the signature. Raises NotOurs where it is not signed by us, for this name."""
        start = len(_BEGIN) + _DIGEST
        signature, record = data[len(_BEGIN) : start], data[start:]
        if not data.startswith(_BEGIN) or not hmac.compare_digest(signature, self._digest(key, record)):
            raise NotOurs("not signed")
        return record

    def _digest(self, key: str, record: bytes) -> bytes:
        return hmac.digest(self._secret or b"", key.encode() + record, "sha256")


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
        file = self.cache.get(key)
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
        return replace(file, location=entry.path, packed=entry.packed, accounts=accounts)
