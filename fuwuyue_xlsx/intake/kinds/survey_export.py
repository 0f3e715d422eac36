"""Exports of an online survey tool: one row a respondent, one column an object and question, mapped by 问卷对照."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address, cell_ranges
from fuwuyue_xlsx.intake.kinds.survey import fingerprints_of
from fuwuyue_xlsx.intake.kinds.survey_doubts import doubts_of, moment_columns
from fuwuyue_xlsx.intake.submissions import Content, RowFingerprints, RowsBySheet, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import Table, find_header, read_table
from fuwuyue_xlsx.rules.model import MappedColumn, Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.rules_workbook import MAPPING, RULES_FILE
from fuwuyue_xlsx.tables.columns import Columns, from_records
from fuwuyue_xlsx.tables.factorized import factorize
from fuwuyue_xlsx.tables.survey_tables import ABOUT, sheet_tables


def export_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns, when one of them holds two at least, or the only one there is."""
    if not rules.mapping:
        return []
    held = [(grid, len(find_header(grid, books_of(rules).export)[1])) for grid in opened.grids]
    found = [grid for grid, columns in held if columns >= min(2, len(rules.mapping))]
    # beside an export a sheet with one mapped column is a part of it
    return [grid for grid, columns in held if columns] if found else []


def export_content(opened: OpenedBook, path: str, grids: list[Grid], rules: Rules, left_out: RowsBySheet) -> tuple[Content, list[Finding]]:
    """The responses of every sheet that holds mapped columns, less the rows that are left out, and the findings on them.

    `path` is the file's path in the workspace. All other cells of the book are claimed and reported.
    """
    content, findings = Content(), []
    for grid in grids:
        table = read_table(grid, replace(books_of(rules).export, title=grid.title), path)
        content.mapped += tuple(table.columns)
        findings += _numbered(table, grid, path, rules)
        doubts, doubted = doubts_of(table, grid, path, rules.policies)
        content.fingerprints.append(_marks(table, grid))
        answers = _responses(table, rules, doubts, left_out.get(grid.title, frozenset()))
        content.surveys.append(sheet_tables(path, grid.title, answers, rules.questions))
        findings += [*table.findings, *doubted]
    return content, findings + _report_rest(opened, path)


def _numbered(table: Table, grid: Grid, file: str, rules: Rules) -> list[Finding]:
    """Grades given as numbers: which end is the best one is a policy, and the tool may have meant the other."""
    policies, grades = rules.policies, dict(rules.policies.grades)
    for title, column in table.values.items():
        numbers = {answer for answer in factorize(column).categories if answer is not None and answer.isdecimal() and answer not in grades}
        first = next((index for index, answer in enumerate(column) if answer in numbers), None) if numbers else None
        if first is not None:
            place, most = Place(file, grid.title, table.cell(first, title)), len(grades)
            return [finding("export-numbers", place, reading=policies.numbered, one=policies.grade_of("1"), most=most,
                            other=policies.grade_of(str(most)))]
    return []


def _responses(table: Table, rules: Rules, doubts: dict[int, str], left_out: frozenset[int]) -> Columns:
    """One response for each department or team of which a mapped column is answered, row by row."""
    found = from_records((), (*ABOUT, *rules.questions))
    objects = [(owner, [_asked(table, columns, question) for question in rules.questions]) for owner, columns in _objects(rules).items()]
    nothing = [None] * len(rules.questions)
    for index, row in enumerate(table.rows):
        if row + 1 in left_out:
            continue
        for (department, team), columns in objects:
            grades = [next((column[index] for column in asked if column[index] is not None), None) for asked in columns]
            if grades != nothing:
                for column, value in zip(found.values(), (department, team, row + 1, doubts.get(index), *grades), strict=True):
                    column.append(value)
    return found


def _asked(table: Table, columns: list[MappedColumn], question: str) -> list[list[Any]]:
    """The columns in which a question is answered, the last one first: of two answers to it the last counts."""
    return [list(table.values[mapped.header]) for mapped in reversed(columns) if mapped.question == question]


def _marks(table: Table, grid: Grid) -> RowFingerprints:
    """The same mark for the same answer sheet in two exports: when and from where it came, and what it answers to.

    Words and numbers are two exports of one answer, so that the answers themselves play no part where the address is
    known; without time or address nobody can tell two answer sheets apart: they all count, and are marked by all they say.
    """
    when = moment_columns(grid, table.header)
    if len(when) < 2:
        told = [[_moment(grid.value(row, column)) for row in table.rows] for column in when]
        return RowFingerprints(grid.title, fingerprints_of([*told, *table.values.values()], np.arange(len(table))))
    marks, rows = [], []
    titles: dict[tuple[bool, ...], str] = {}
    for row, answers in zip(table.rows, zip(*table.values.values(), strict=True), strict=False):
        values = [grid.value(row, column) for column in when]
        if any(map(is_empty, values)):
            continue
        given = tuple(answer is not None for answer in answers)
        if given not in titles:
            titles[given] = "\x1f".join(sorted(title for title, told in zip(table.values, given, strict=True) if told))
        text = "\x1f".join([_moment(values[0]), *map(shown, values[1:]), titles[given]])
        marks.append(int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big"))
        rows.append(row + 1)
    return RowFingerprints(grid.title, np.array(marks, np.uint64), True, np.array(rows, np.int64))


_WRITTEN_MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?")


def _moment(raw: Any) -> str:
    """A moment the same whether it is a date or a text, to the second; anything else as it is seen."""
    if isinstance(raw, dt.datetime):
        return f"{raw + dt.timedelta(milliseconds=500):%Y-%m-%d %H:%M:%S}"
    found = _WRITTEN_MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return "{}-{:0>2}-{:0>2} {:0>2}:{}:{}".format(*found.groups("00")) if found else shown(raw)


def unmapped(files: Sequence[SourceFile], rules: Rules) -> list[Finding]:
    """A finding on the headers of 问卷对照 that stand in none of the exports: a question renamed is lost.

    None when there are no exports at all, or all headers stand there.
    """
    exports = [file.content.mapped for file in files if file.content and file.content.mapped]
    gone = [mapped.header for mapped in rules.mapping if not any(mapped.header in headers for headers in exports)] if exports else []
    titles = "、".join(f"“{header}”" for header in gone[:10]) + (" 等" if len(gone) > 10 else "")
    return [finding("mapped-column-missing", Place(RULES_FILE, MAPPING), count=len(gone), titles=titles)] if gone else []


def _objects(rules: Rules) -> dict[tuple[str, str | None], list[MappedColumn]]:
    found: dict[tuple[str, str | None], list[MappedColumn]] = {}
    for mapped in rules.mapping:
        found.setdefault((mapped.department, mapped.team), []).append(mapped)
    return found


def repeated_rows(files: Sequence[SourceFile]) -> dict[int, tuple[RowsBySheet, tuple[Finding, ...]]]:
    """The files with rows that stand in a file before them, by number: the same answer sheet counts once.

    Each has those rows by sheet, and a finding for each such sheet. Equal rows on one and the same sheet are nobody's copies.
    """
    found: dict[int, tuple[RowsBySheet, tuple[Finding, ...]]] = {}
    seen: list[tuple[str, RowFingerprints]] = []
    for number, file in enumerate(files):
        for mine in file.content.fingerprints if file.content else ():
            if mine.exact:
                rows, other = _repeated(mine, seen)
                if rows:
                    told = finding("export-rows-repeated", Place(file.path, mine.sheet, f"A{rows[0]}"), count=len(rows), other=other)
                    by_sheet, findings = found.get(number, ({}, ()))
                    found[number] = {**by_sheet, mine.sheet: frozenset(rows)}, (*findings, told)
                seen.append((f"{file.path}!{mine.sheet}", mine))
    return found


def _repeated(mine: RowFingerprints, seen: list[tuple[str, RowFingerprints]]) -> tuple[list[int], str]:
    """The rows of a sheet whose fingerprints stand on a sheet before it, and which sheet has the first of them."""
    copies = [(there, np.isin(mine.marks, theirs.marks)) for there, theirs in seen]
    both = np.logical_or.reduce([copied for _, copied in copies]) if copies else np.zeros(len(mine.marks), bool)
    if not both.any():
        return [], ""
    at = int(np.flatnonzero(both)[0])
    return mine.rows[both].tolist(), next(there for there, copied in copies if copied[at])


def _report_rest(opened: OpenedBook, path: str) -> list[Finding]:
    """The tool's own columns (序号, 提交时间, IP …) are told in one finding a sheet."""
    findings = []
    for grid in opened.grids:
        rest = [*grid.unclaimed(), *sorted(grid.far)]
        if rest:
            grid.claim_rest(Claim.REPORTED)
            named = cell_ranges(rest).split("、")
            cells = "、".join(named[:30]) + (" 等" if len(named) > 30 else "")
            place = Place(path, grid.title, address(*rest[0]))
            findings.append(finding("export-columns-unused", place, count=len(rest), cells=cells))
    return findings
