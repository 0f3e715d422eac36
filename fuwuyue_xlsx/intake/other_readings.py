"""Whole files read in another way: as the submission that a returned copy stands for, or with what is typed in merged cells in every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from fuwuyue_xlsx.intake.merging import Merged, Pairs
from fuwuyue_xlsx.intake.submissions import SourceFile
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt, edit_between


def other_readings(merge: Callable[[Sequence[SourceFile], Pairs, Rules], Merged], numbers: Sequence[int], files: Sequence[SourceFile],
                   originals: Mapping[int, SourceFile], tables: Mapping[str, Columns], rules: Rules) -> Iterator[Doubt]:
    """The doubts about the files of one kind, those of these numbers, that leave another way to read a whole file.

    `originals` are the submissions for which returned copies stand, by the copies' numbers; `tables` what all files come to as they
    were read. Of a department's book only the department's own are put together again. A way that changes nothing is none.
    """
    for number in numbers:
        near = [each for each in numbers if files[each].department == files[number].department]
        for findings, other in _otherwise(files[number], originals.get(number)):
            now = tables if len(near) == len(numbers) else merge([files[each] for each in near], (), rules).tables
            way = edit_between(now, merge([other if each == number else files[each] for each in near], (), rules).tables)
            if way.out or way.rows:
                yield Doubt(findings, (way,))


def _otherwise(file: SourceFile, original: SourceFile | None) -> Iterator[tuple[tuple[Finding, ...], SourceFile]]:
    """The findings that leave another way to read a file, with the file read so."""
    if original is not None:
        yield original.findings[:1], original
    for findings, content in file.content.otherwise if file.content else ():
        yield findings, replace(file, content=content)
