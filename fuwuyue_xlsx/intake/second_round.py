"""What the workers are asked once all files are known, in one round: versions compared, exports read again.

The first round reads each file by itself. Only then can anybody know which files are versions of one another, and which rows
of an export stand in another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.merging import Pairs
from fuwuyue_xlsx.intake.read_file import Job, open_entry, read_entry
from fuwuyue_xlsx.intake.scan_inbox import entry_of, packed_entry
from fuwuyue_xlsx.intake.submissions import InboxEntry, RowsBySheet, SourceFile, State, not_opened
from fuwuyue_xlsx.intake.versions import differences
from fuwuyue_xlsx.intake.workers.local import Death
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.limits import costs_of
from fuwuyue_xlsx.reading.open_workbook import Unopened


class CompareVersions(NamedTuple):
    """In which cells does an older version differ from the one that counts?"""

    older: InboxEntry
    newer: InboxEntry

    @property
    def costs(self) -> tuple[int, int]:
        """Seconds, and bytes of memory."""
        return costs_of(self.older.size + self.newer.size)

    def run(self, job: Job) -> list[Finding]:
        """A finding for each such cell; a single one when either file cannot be opened any more."""
        older, newer = (open_entry(entry, job)[1] for entry in self)
        if isinstance(older, Unopened) or isinstance(newer, Unopened):
            return [_not_compared(self.older.shown, self.newer.shown)]
        return differences(self.older.shown, older, newer)


class ReadWithout(NamedTuple):
    """What does an export say without the rows that stand in another one?"""

    entry: InboxEntry
    left_out: RowsBySheet

    @property
    def costs(self) -> tuple[int, int]:
        """Seconds, and bytes of memory."""
        return costs_of(self.entry.size)

    def run(self, job: Job) -> SourceFile:
        """The file, read again."""
        return read_entry(self.entry, job, self.left_out)


Question = CompareVersions | ReadWithout


def answer(question: Question, job: Job) -> Any:
    """The answer to a question, found where files are read."""
    return question.run(job)


def _not_compared(older: str, newer: str) -> Finding:
    return finding("version-not-compared", Place(older), other=newer)


@dataclass(frozen=True)
class SecondRound:
    """What is to be asked about the files of an inbox; they are named by their numbers.

    of_kind    kind → the files that say something
    pairs      kind → the older versions, each with the one that counts, by their places in `of_kind`
    repeated   files with rows that stand in another: those rows, and the findings on them
    questions  what is asked: about the repeated first, then the pairs kind after kind
    """

    of_kind: dict[str, list[int]]
    pairs: dict[str, Pairs]
    repeated: dict[int, tuple[RowsBySheet, tuple[Finding, ...]]]
    questions: tuple[Question, ...]


def second_round(files: Sequence[SourceFile]) -> SecondRound:
    """What has to be asked about files that were read one by one."""
    of_kind = {kind: [number for number, file in enumerate(files) if file.kind == kind and file.content is not None] for kind in KIND_READERS}
    pairs = {kind: _versions(kind, [files[number] for number in numbers]) for kind, numbers in of_kind.items()}
    repeated = dict(_repeated(files, of_kind))
    compared = ((of_kind[kind][older], of_kind[kind][newer]) for kind in pairs for older, newer in pairs[kind])
    return SecondRound(of_kind, pairs, repeated, (
        *(ReadWithout(_entry(files[number]), rows) for number, (rows, _) in repeated.items()),
        *(CompareVersions(_entry(files[older]), _entry(files[newer])) for older, newer in compared),
    ))


def _versions(kind: str, files: list[SourceFile]) -> Pairs:
    versions = KIND_READERS[kind].versions
    if versions is None:
        return ()
    return versions.pairs(files)


def _repeated(files: Sequence[SourceFile], of_kind: dict[str, list[int]]) -> Iterator[tuple[int, tuple[RowsBySheet, tuple[Finding, ...]]]]:
    for kind, numbers in of_kind.items():
        export = KIND_READERS[kind].export
        if export is not None:
            yield from ((numbers[place], rows) for place, rows in export.repeated([files[number] for number in numbers]).items())


def _entry(file: SourceFile) -> InboxEntry:
    assert file.location is not None
    if file.packed is not None:
        return packed_entry(file.location, file.packed, file.path)
    return entry_of(file.location, file.location.parent, shown=file.path)


def settled(files: Sequence[SourceFile], asked: SecondRound, answers: Sequence[Any]) -> list[SourceFile]:
    """The files with what was found out about them; `answers` stand in the order of the questions, a Death for none."""
    found, given = list(files), iter(answers)
    for number, (_, findings) in asked.repeated.items():
        found[number] = _read_again(found[number], next(given), findings)
    for kind, pairs in asked.pairs.items():
        for older, newer in pairs:
            number, instead = asked.of_kind[kind][older], files[asked.of_kind[kind][newer]]
            found[number] = _superseded(kind, found[number], instead, next(given))
    return found


def _read_again(file: SourceFile, again: SourceFile | Death, findings: tuple[Finding, ...]) -> SourceFile:
    """An export without the rows that stand in another; nothing of it when it has changed in the meantime."""
    if isinstance(again, SourceFile) and again.sha256 == file.sha256:
        return replace(file, content=again.content).with_findings(*findings)
    return replace(file, content=None, state=State.REJECTED, findings=(not_opened(file.path, Unopened(finding("file-copying"))),))


def _superseded(kind: str, older: SourceFile, newer: SourceFile, differing: list[Finding] | Death) -> SourceFile:
    """An older version put aside, with every cell in which it differs from the one that counts."""
    versions = KIND_READERS[kind].versions
    assert versions is not None
    cells = [_not_compared(older.path, newer.path)] if isinstance(differing, Death) else differing
    return older.superseded(versions.why(older, newer), *cells)
