"""What the workers are asked once all files are known, in one round: versions compared, surveys read again.

The first round reads each file by itself. Only then can anybody know which files are versions of one another, and which rows
of a survey stand in another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from fuwuyue_xlsx.intake.inbox_entry import InboxEntry
from fuwuyue_xlsx.intake.kinds.registry import KIND_READERS
from fuwuyue_xlsx.intake.merging import Pairs
from fuwuyue_xlsx.intake.read_file import Job, open_entry, read_entry
from fuwuyue_xlsx.intake.scan_inbox import entry_of, packed_entry
from fuwuyue_xlsx.intake.submissions import Repeats, RowsBySheet, SourceFile, State, not_opened
from fuwuyue_xlsx.intake.versions import differences
from fuwuyue_xlsx.intake.workers.local import Death
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.limits import costs_of
from fuwuyue_xlsx.reading.open_workbook import Unopened
from fuwuyue_xlsx.tables.columns import Columns, concat_tables
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.survey_tables import COUNTED


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
    """What does a file say without the rows that stand in another one?"""

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
    likely     the same of rows of which it is only likely
    questions  what is asked: about the repeated first, then the likely, then the pairs kind after kind
    """

    of_kind: dict[str, list[int]]
    pairs: dict[str, Pairs]
    repeated: dict[int, Repeats]
    likely: dict[int, Repeats]
    questions: tuple[Question, ...]


def second_round(files: Sequence[SourceFile]) -> SecondRound:
    """What has to be asked about files that were read one by one."""
    of_kind = {kind: [number for number, file in enumerate(files) if file.kind == kind and file.content is not None] for kind in KIND_READERS}
    pairs = {kind: _versions(kind, [files[number] for number in numbers]) for kind, numbers in of_kind.items()}
    repeated, likely = _repeated(files, of_kind)
    compared = ((of_kind[kind][older], of_kind[kind][newer]) for kind in pairs for older, newer in pairs[kind])
    return SecondRound(of_kind, pairs, repeated, likely, (
        *(ReadWithout(_entry(files[number]), rows) for number, (rows, _) in repeated.items()),
        *(ReadWithout(_entry(files[number]), _together(rows, repeated.get(number, ({}, ()))[0])) for number, (rows, _) in likely.items()),
        *(CompareVersions(_entry(files[older]), _entry(files[newer])) for older, newer in compared),
    ))


def _together(rows: RowsBySheet, more: RowsBySheet) -> RowsBySheet:
    return {sheet: rows.get(sheet, frozenset()) | more.get(sheet, frozenset()) for sheet in (*rows, *more)}


def _versions(kind: str, files: list[SourceFile]) -> Pairs:
    versions = KIND_READERS[kind].versions
    if versions is None:
        return ()
    return versions.pairs(files)


def _repeated(files: Sequence[SourceFile], of_kind: dict[str, list[int]]) -> tuple[dict[int, Repeats], dict[int, Repeats]]:
    """The rows that certainly stand in another file, and those of which it is likely, by the files' numbers."""
    certain: dict[int, Repeats] = {}
    likely: dict[int, Repeats] = {}
    for kind, numbers in of_kind.items():
        export = KIND_READERS[kind].export
        if export is not None:
            held = [files[number] for number in numbers]
            repeated = export.repeated(held)
            certain |= {numbers[place]: rows for place, rows in repeated.items()}
            likely |= {numbers[place]: rows for place, rows in export.likely(held, repeated).items()}
    return certain, likely


def _entry(file: SourceFile) -> InboxEntry:
    assert file.location is not None
    if file.packed is not None:
        return packed_entry(file.location, file.packed, file.path)
    return entry_of(file.location, file.location.parent, shown=file.path)


def settled(files: Sequence[SourceFile], asked: SecondRound, answers: Sequence[Any]) -> list[SourceFile]:
    """The files with what was found out about them; `answers` stand in the order of the questions, a Death for none."""
    changed, given = list(files), iter(answers)
    for number, (_, findings) in asked.repeated.items():
        changed[number] = _read_again(changed[number], next(given), findings)
    for number, (_, findings) in asked.likely.items():
        changed[number] = _doubted(changed[number], next(given), findings)
    for kind, pairs in asked.pairs.items():
        for older, newer in pairs:
            number, instead = asked.of_kind[kind][older], files[asked.of_kind[kind][newer]]
            changed[number] = _superseded(kind, changed[number], instead, next(given))
    return changed


def _read_again(file: SourceFile, again: SourceFile | Death, findings: tuple[Finding, ...]) -> SourceFile:
    """A file without the rows that stand in another; nothing of it when it has changed in the meantime."""
    if isinstance(again, SourceFile) and again.sha256 == file.sha256:
        return replace(file, content=again.content, findings=(*again.findings, *findings))
    return replace(file, content=None, state=State.REJECTED, findings=(not_opened(file.path, Unopened(finding("file-copying"))),))


def _doubted(file: SourceFile, again: SourceFile | Death, findings: tuple[Finding, ...]) -> SourceFile:
    """A file with the doubt whether rows of it are others' rows: read the other way it is without them. What it is then may be unknown."""
    if file.content is None:
        return file
    content = again.content if isinstance(again, SourceFile) and again.sha256 == file.sha256 else None
    ways = (_of_rest(file, content.surveys),) if content else ()
    return replace(file, content=replace(file.content, doubts=(*file.content.doubts, Doubt(findings, ways)))).with_findings(*findings)


def _of_rest(file: SourceFile, surveys: Iterable[Mapping[str, Columns]]) -> Edit:
    """The tables of a survey file as they are when only the rest of its rows counts."""
    counted = ({name: tables[name] for name in COUNTED} for tables in surveys)
    return Edit(dict.fromkeys(COUNTED, frozenset((file.path,))), concat_tables(counted, {name: COLUMNS[name] for name in COUNTED}))


def _superseded(kind: str, older: SourceFile, newer: SourceFile, differing: list[Finding] | Death) -> SourceFile:
    """An older version put aside, with every cell in which it differs from the one that counts."""
    versions = KIND_READERS[kind].versions
    assert versions is not None
    cells = [_not_compared(older.path, newer.path)] if isinstance(differing, Death) else differing
    return older.superseded(versions.why(older, newer), *cells)
