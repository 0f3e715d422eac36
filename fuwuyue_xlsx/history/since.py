"""Against which run a run is compared, and the comparison of two runs that somebody names."""

from __future__ import annotations

from pathlib import Path

from fuwuyue_xlsx.history.compare import Comparison, compare, nothing_before
from fuwuyue_xlsx.history.record import NotARecord, read_record
from fuwuyue_xlsx.history.store import RunHistory, StoredRecord, load
from fuwuyue_xlsx.messages.findings import Finding, finding

# a record may be forged or damaged in ways that nobody thought of; whatever it does, the run it is compared with goes on
_UNFORESEEN = (Exception, MemoryError)


def since_last(past: RunHistory, data: bytes) -> Comparison:
    """This run's record against the newest one that says something else; one that cannot be compared is left aside for an older one."""
    # read back, so that a comparison of two files and one of a run say the same
    now = read_record(data)
    for before in past.others_than(data):
        try:
            return compare(before.record, now, before.title, past.unusable)
        except _UNFORESEEN:
            past.leave_out(before)
    return nothing_before(past.unusable)


def between(folder: Path, names: tuple[str, ...]) -> tuple[Comparison | None, Finding | None]:
    """Two records of a folder, the earlier against the later; without names the newest two, with one name that and the newest.

    A name is a number (1 = the newest), a record's file name, or a path to one.
    """
    past = RunHistory(folder)
    if len(names) < 2 and len(past.first(2 - len(names))) < 2 - len(names):
        return None, finding("nothing-to-compare", folder=folder, count=len(past.first(2)))
    chosen: list[StoredRecord] = []
    for name in names or ("2", "1"):
        stored = _find(past, folder, name)
        if isinstance(stored, Finding):
            return None, stored
        chosen.append(stored)
    if len(chosen) == 1:
        chosen += past.first(1)
    if all(record.moment and record.path.resolve().parent == folder.resolve() for record in chosen):
        chosen.sort(key=lambda record: record.moment or ())
    old, new = chosen
    try:
        return _between(past, old, new, bool(names)), None
    except _UNFORESEEN:
        return None, finding("record-unreadable", name=old.path.name)


def _between(past: RunHistory, old: StoredRecord, new: StoredRecord, named: bool) -> Comparison:
    return compare(old.record, new.record, f"{old.title}（现在：{new.title}）" if named else old.title, past.unusable)


def _find(past: RunHistory, folder: Path, name: str) -> StoredRecord | Finding:
    if name.isascii() and name.isdecimal() and len(name) < 5:
        newest = past.first(int(name))
        return newest[-1] if newest and len(newest) == int(name) else _unknown(past, name)
    for path in (Path(name), folder / name, folder / f"{name}.json"):
        if path.is_file():
            try:
                return load(path)
            except (OSError, NotARecord):
                return finding("record-unreadable", name=name)
    return _unknown(past, name)


def _unknown(past: RunHistory, name: str) -> Finding:
    known = "，".join(f"{number}（{record.title}）" for number, record in enumerate(past.first(5), 1)) or "没有"
    return finding("record-unknown", name=name, known=known)
