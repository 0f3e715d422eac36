"""Between the workers and the cache: which files need not be read again, and what of those read is kept."""

from __future__ import annotations

import hashlib
from typing import Any

from fuwuyue_xlsx.intake.cache import Cache, tables_in, unpacked
from fuwuyue_xlsx.intake.submissions import Entry, SourceFile
from fuwuyue_xlsx.rules.model import Rules


class Shelf:
    """The records of one pass over an inbox; without a cache it knows nothing and keeps nothing."""

    def __init__(self, cache: Cache | None, rules: Rules) -> None:
        self.cache = cache
        self._rules = hashlib.sha256(repr(rules).encode("utf-8", "backslashreplace")).hexdigest() if cache else ""
        self._keys: dict[str, str] = {}
        self._equals: dict[Any, Any] = {}

    def known(self, entry: Entry) -> SourceFile | None:
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
        if file is not None:
            file.location, file.modified = entry.path, read.modified
            self._share(file)
        return file

    def taken(self, entry: Entry, record: bytes) -> SourceFile:
        """A file that a worker has read; kept when it was opened and has not changed since it was looked at here."""
        file = unpacked(record)
        file.location = entry.path
        self._share(file)
        key = self._keys.get(entry.shown)
        if self.cache is not None and key is not None and file.accounts and self.cache.key(entry, file.sha256, self._rules) == key:
            self.cache.put(key, record)
        return file

    def _share(self, file: SourceFile) -> None:
        """Books of one kind have the same sheets, and often the same counts: each is held once."""
        same = self._equals.setdefault
        file.accounts = {same(title, title): same(account, account) for title, account in file.accounts.items()}
