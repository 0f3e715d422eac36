"""Findings: values that say what is wrong, where, and how to mend it. They are collected, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from fuwuyue_xlsx.basics.references import cell_index, cell_ranges
from fuwuyue_xlsx.messages import CATALOGUE, Severity
from fuwuyue_xlsx.messages.files import TOTAL_FAILURES


@dataclass(frozen=True)
class Place:
    """The place of a value: a file (relative to the workspace), a sheet and a cell such as C5; empty texts where it is not known."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)


NOWHERE = Place()


@dataclass(frozen=True)
class Finding:
    """Something about the data, a file or the rules that a person has to know; collected as a value, never raised.

    `code` names the entry of the catalogue that has the texts, `details` fill them. A finding may be made where nobody
    knows its place yet (a value by itself, a file's bytes) and be given one later (`at`).
    """

    code: str
    place: Place = NOWHERE
    details: dict[str, Any] = field(default_factory=dict, hash=False)
    severity: Severity = Severity.ERROR
    department: str | None = None

    @property
    def message(self) -> str:
        """What is wrong, in Chinese, without a closing mark."""
        return CATALOGUE[self.code].text.format_map(self.details)

    @property
    def hint(self) -> str:
        """How to mend it, in Chinese, without a closing mark."""
        return CATALOGUE[self.code].hint.format_map(self.details)

    def at(self, place: Place, **details: Any) -> Finding:
        """The same finding at a place, with details that only its place tells, such as the title of the column."""
        return replace(self, place=place, details={**details, **self.details})

    @property
    def is_total_failure(self) -> bool:
        """True when nothing of a file, a folder or the inbox could be read or used."""
        return self.code in TOTAL_FAILURES

    @property
    def blocks(self) -> bool:
        """True when the finding keeps a result preliminary."""
        return self.severity is Severity.ERROR

    def line(self) -> str:
        """The finding as one line: 「科室填报表.xlsx!班组信息!C5：员工人数填的是“十二”。请填整数，例如 12。」"""
        where = str(self.place)
        return f"{where}：{self.sentences}" if where else self.sentences

    @property
    def sentences(self) -> str:
        """What is wrong and how to mend it, as two sentences."""
        return _closed(self.message) + _closed(self.hint)

    def as_warning(self) -> Finding:
        """The same finding where the data decide nothing: an error becomes a warning."""
        return replace(self, severity=Severity.WARNING) if self.severity is Severity.ERROR else self

    def as_error(self) -> Finding:
        """The same finding where there is no other way to be tried."""
        return replace(self, severity=Severity.ERROR)

    def as_info(self) -> Finding:
        """The same finding where it can change nothing: it is only told."""
        return replace(self, severity=Severity.INFO)


def _closed(text: str) -> str:
    """The text as a sentence with its closing mark."""
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def finding(code: str, place: Place = NOWHERE, *, department: str | None = None, **details: Any) -> Finding:
    """A finding with the severity that the catalogue gives to its code."""
    if department is not None:
        details["department"] = department
    return Finding(code, place, details, CATALOGUE[code].severity, department)


def without_marks(note: str) -> str:
    """The lines of a note on a cell that people wrote; lines that the program left there, in a copy it sent back, begin with a mark and
    are left out.
    """
    marks = tuple(severity.mark for severity in Severity)
    return "\n".join(line for line in note.splitlines() if not line.startswith(marks)).strip()


def place_of(source: str) -> Place:
    """The place a source text (file!sheet!cell) names; files and sheets may hold exclamation marks.

    The file ends with the first ending of a workbook that a mark follows.
    """
    match = _SOURCE.fullmatch(source)
    file, sheet, cell = match.groups() if match else source.rsplit("!", 2)
    return Place(file, sheet, cell)


_SOURCE = re.compile(r"(.*?\.(?:xlsx|xlsm|xlsb|xls|ods|et|csv|tsv|tab|txt|prn|html?|mhtml?|xml))!(.*)!([A-Z]{0,3}\d*)", re.I | re.S)


@dataclass(frozen=True)
class Group:
    """Findings of one cause: the first of them, and all their cells (C5:C9、D2; empty: the whole sheet). Mostly of one sheet."""

    first: Finding
    members: tuple[Finding, ...]

    @property
    def cells(self) -> str:
        """All cells of the group as text, C5:C9、D2; empty when its findings are about a whole sheet or file."""
        cells = {cell_index(finding.place.cell) for finding in self.members if finding.place.cell}
        return cell_ranges(cells)

    @property
    def message(self) -> str:
        """The finding; where the others differ in their values, that there are others."""
        others = {finding.message for finding in self.members} - {self.first.message}
        return f"{self.first.message}；同样的问题共 {len(self.members)} 处" if others else self.first.message

    def line(self) -> str:
        """The group as one line, its cells in the place of the one cell; of very many cells the first, and how many there are."""
        place = self.first.place
        runs = self.cells.split("、")
        if any((one.place.file, one.place.sheet) != (place.file, place.sheet) for one in self.members):
            where = f"{place} 等 {len(self.members)} 处"
        elif len(runs) > _MOST_RUNS:
            where = f"{Place(place.file, place.sheet, '、'.join(runs[:_MOST_RUNS]))} 等 {len(self.members)} 格"
        else:
            where = str(Place(place.file, place.sheet, self.cells))
        sentences = _closed(self.message) + _closed(self.first.hint)
        return f"{where}：{sentences}" if where else sentences


def of_code(findings: Iterable[Finding], code: str) -> dict[str, Finding]:
    """The findings with this code by their place as a row's `source` has it, file!sheet!cell."""
    return {str(one.place): one for one in findings if one.code == code}


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings drawn together: one code, one sheet, one column or one and the same message. In order of the first."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in findings:
        about = finding.details.get("title") if finding.place.cell else None
        cause = (finding.code, finding.severity, finding.place.file, finding.place.sheet, about or (finding.message, finding.hint))
        groups.setdefault(cause, []).append(finding)
    return [Group(members[0], tuple(members)) for members in groups.values()]


def drawn_together(findings: Iterable[Finding], most: int) -> list[Group]:
    """The findings grouped, and where that makes more than `most` groups, those of one code on many sheets as one."""
    groups = grouped(findings)
    if len(groups) <= most:
        return groups
    alike: dict[tuple[Any, ...], list[Group]] = {}
    for group in groups:
        alike.setdefault((group.first.code, group.first.severity), []).append(group)
    drawn: list[Group] = []
    for group in groups:
        same = alike[group.first.code, group.first.severity]
        if len(same) <= _MOST_ALIKE:
            drawn.append(group)
        elif group is same[0]:
            drawn.append(Group(group.first, tuple(member for one in same for member in one.members)))
    return drawn


# runs of cells that a line names, and groups of one code that stay apart where there are many groups
_MOST_RUNS, _MOST_ALIKE = 12, 20

SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def sort_key(finding: Finding) -> tuple:
    """For `sorted`: what could not be read at all first, then errors, each by file, sheet, row and column.

    The order in which files came in plays no part.
    """
    letters = finding.place.cell.rstrip("0123456789")
    digits = finding.place.cell[len(letters):]
    return (
        not finding.is_total_failure,
        SEVERITY_ORDER[finding.severity],
        finding.place.file,
        finding.place.sheet,
        int(digits) if digits else 0,
        len(letters),
        letters,
        finding.code,
        finding.message,
    )
