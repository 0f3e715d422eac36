"""The sectors of an OLE file as it chains them: no reader of cells minds a chain that runs in a circle or leads beyond the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

# numbers from here on are no sectors: the end of a chain, a free sector, a sector of the tables themselves
_NO_SECTOR = 0xFFFFFFFA
_ENTRY, _STREAM, _ROOT = 128, 2, 5
_HEADER_TABLES = struct.Struct("<109I")


def chains_end(container: Any, header: bytes) -> bool:
    """Whether every chain of an opened container ends within the file; `header` are its first 512 bytes.

    The reader of cells follows a chain without end until there is no memory left, and makes room for whatever sector one names.
    """
    sectors, minis = container.nb_sect, _minis(container)
    tables = [*_HEADER_TABLES.unpack_from(header, 76), *([container.first_difat_sector] if container.num_difat_sectors else [])]
    if any(sectors <= sector < _NO_SECTOR for sector in tables) or (not container.num_difat_sectors and container.first_difat_sector < _NO_SECTOR):
        return False
    starts = [container.first_dir_sector, *([container.first_mini_fat_sector] if container.num_mini_fat_sectors else [])]
    seen: dict[bool, set[int]] = {True: set(), False: set()}
    for is_mini, start in [*((False, start) for start in starts), *_entries(container)]:
        table, count = (minis, len(minis)) if is_mini else (container.fat, sectors)
        if not _ends(start, table, count, seen[is_mini]):
            return False
    return True


def _minis(container: Any) -> Sequence[int]:
    """The table of the small sectors; empty where there is none."""
    if not container.num_mini_fat_sectors:
        return ()
    if not container.minifat:
        container.loadminifat()
    return tuple(container.minifat)


def _entries(container: Any) -> Iterator[tuple[bool, int]]:
    """(whether its sectors are the small ones, the first of them) of everything in the directory that holds bytes."""
    directory = container.directory_fp.getvalue()
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        kind = directory[at + 66]
        start, size = struct.unpack_from("<II", directory, at + 116)
        if kind in (_STREAM, _ROOT) and size:
            yield kind == _STREAM and size < container.minisectorcutoff, start


def _ends(start: int, table: Sequence[int], count: int, known: set[int]) -> bool:
    """Whether a chain ends, each sector of it within the file. `known` are sectors of chains that end; those of this one are added."""
    passed: set[int] = set()
    while start < _NO_SECTOR:
        if start >= min(count, len(table)) or start in passed:
            return False
        if start in known:
            break
        passed.add(start)
        start = table[start]
    known |= passed
    return True
