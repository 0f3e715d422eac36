"""How much a file may ask for. Bounds come first: no reader limits itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fuwuyue_xlsx.schema.books import BOOK_KINDS

MB = 1_000_000
GIB = 1 << 30


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost: bytes of the file, of all its parts unpacked and of one part, its entries,
    the cells of one sheet's bounding box (32 bytes each in the reader), seconds, bytes of memory."""

    file: int
    unpacked: int
    part: int
    entries: int
    cells: int
    seconds: int
    memory: int


# real forms never reach these (99.9 % of 6,800 workbooks found in the wild)
FORM = Limits(20 * MB, 200 * MB, 100 * MB, 2_000, 1_000_000, 60, GIB)
# a survey of a million responses is one large book
BULK = Limits(300 * MB, 3_000 * MB, 2_000 * MB, 2_000, 60_000_000, 900, 8 * GIB)
# what a survey can be packed to; a bomb is packed far harder
HARDEST_PACKED = 100
# cells of the bounding box for each byte of a large file: a filled one takes two bytes and more, however packed
CELLS_A_BYTE = 4


def form_of(sheets: int) -> Limits:
    """The limits of a form with so many sheets: beyond a few hundred each has three parts and 100 kB of its own."""
    return replace(FORM, entries=max(FORM.entries, 3 * sheets), unpacked=max(FORM.unpacked, MB * sheets // 10),
                   file=max(FORM.file, MB * sheets // 50))


def limits_of(kind: str | None, size: int, sheets: int = 0) -> Limits:
    """The limits for a kind of book (None: not known yet) in a file of `size` bytes, where a form may need so many sheets.

    Books of a bulk kind, and files without a stamp (exports of survey tools have none), may be far larger than forms, but
    unpack to at most 100 times their size once that is more than a form's 200 MB. A sheet of theirs may span 4 cells
    for each byte of the file once that is more than a form's million, 60 million at most.
    """
    form = form_of(sheets)
    if kind is not None and not (kind in BOOK_KINDS and BOOK_KINDS[kind].bulk):
        return form
    unpacked = min(BULK.unpacked, max(form.unpacked, HARDEST_PACKED * size))
    part = min(BULK.part, max(FORM.part, HARDEST_PACKED * size))
    cells = min(BULK.cells, max(FORM.cells, CELLS_A_BYTE * size))
    return Limits(BULK.file, unpacked, part, form.entries, cells, BULK.seconds, BULK.memory)


def costs_of(size: int) -> tuple[int, int]:
    """(seconds, bytes of memory) a worker is given for a file of `size` bytes, before anybody knows its kind.

    Up to a form's 20 MB 60 s and 1 GiB; beyond, 900 s and 64 bytes more for each byte of the file, 8 GiB at most.
    """
    if size <= FORM.file:
        return FORM.seconds, FORM.memory
    return BULK.seconds, min(BULK.memory, FORM.memory + 64 * size)
