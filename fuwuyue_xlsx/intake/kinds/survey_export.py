"""Exports of an online survey tool: one row a respondent, one column an object and question, mapped by 问卷对照."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fuwuyue_xlsx.basics.references import address, cell_ranges
from fuwuyue_xlsx.intake.kinds.survey_doubts import SheetOfAnswers, doubts_of
from fuwuyue_xlsx.intake.kinds.survey_moments import moments_of
from fuwuyue_xlsx.intake.kinds.survey_respondents import marks_of, respondents_of, responses_of, with_responses
from fuwuyue_xlsx.intake.kinds.survey_titles import listed, near_titles, title_findings
from fuwuyue_xlsx.intake.kinds.survey_unread import unread_finding, words_in
from fuwuyue_xlsx.intake.submissions import Content, RowsBySheet, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Claim, Grid
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import Table, find_header, read_table
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.rules_workbook import MAPPING, RULES_FILE
from fuwuyue_xlsx.tables.factorized import column_at, factorize
from fuwuyue_xlsx.tables.survey_tables import sheet_tables, unread_tables


def export_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns, when one of them holds two at least, or the only one there is."""
    if not rules.mapping:
        return []
    held = [(grid, find_header(grid, books_of(rules).export)[1]) for grid in opened.grids]
    if not any(len(columns) >= min(2, len(rules.mapping)) for _, columns in held):
        return []
    # beside an export a sheet with one mapped column is a part of it, and so is one with titles that are nearly mapped
    found = {title for _, columns in held for title in columns}
    return [grid for grid, columns in held if columns or near_titles(grid, rules, found)]


def near_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns or titles near them, when there are two of these at least, or the only one."""
    if not rules.mapping:
        return []
    exact = {grid.title: find_header(grid, books_of(rules).export)[1] for grid in opened.grids}
    held = [(grid, len(exact[grid.title]) + len(near_titles(grid, rules, exact[grid.title]))) for grid in opened.grids]
    return [grid for grid, titles in held if titles >= min(2, len(rules.mapping))]


def export_content(opened: OpenedBook, path: str, grids: list[Grid], rules: Rules, left_out: RowsBySheet) -> tuple[Content, list[Finding]]:
    """The responses of every sheet that holds mapped columns, less the rows that are left out, and the findings on them.

    `path` is the file's path in the workspace. All other cells of the book are claimed and reported.
    """
    content = Content()
    findings: list[Finding] = []
    tables = [(grid, read_table(grid, replace(books_of(rules).export, title=grid.title), path)) for grid in grids]
    content.mapped = tuple(title for _, table in tables for title in table.columns)
    for grid, table in tables:
        near = near_titles(grid, rules, content.mapped, table.header)
        content.near += tuple((title.mapped, title.text) for title in near)
        findings += title_findings(near, grid, rules, path, table.header)
        if table.header >= 0:
            findings += [*_answers(content, table, grid, path, rules, left_out.get(grid.title, frozenset())), *table.findings]
    return content, findings + _report_rest(opened, path)


def _answers(content: Content, table: Table, grid: Grid, path: str, rules: Rules, left_out: frozenset[int]) -> list[Finding]:
    """Puts what a sheet answers into the content, and returns what is to be said of it."""
    people = respondents_of(table, grid, rules)
    kept = ~np.isin(np.array(table.rows, np.int64) + 1, list(left_out))
    moments = moments_of(grid, table.rows, table.columns.values())
    sheet = SheetOfAnswers(table.rows, table.header, np.maximum(people.cells, 0), np.zeros(len(table), np.int64), moments, alone=True)
    doubts, doubted = doubts_of(sheet, grid, path, rules.policies)
    found = responses_of(people, table, rules, doubts, kept)
    unread, read = (np.asarray(found.pop(name)) for name in ("unread", "read"))
    answered = np.flatnonzero(read > 0)
    content.surveys.append(sheet_tables(path, grid.title, {name: column_at(column, answered) for name, column in found.items()}, rules.questions))
    content.unread.append(unread_tables(path, grid.title, found, unread, read == 0))
    mine = marks_of(people, table, grid, moments, kept, rules)
    content.fingerprints.append(with_responses(mine, {name: column_at(column, answered) for name, column in found.items()}, rules))
    rows, invalid, _ = content.answer_rows
    content.answer_rows = rows + int(kept.sum()), invalid + int(((people.cells < 0).any(axis=1) & kept).sum()), 0
    cells = [cell for cell in people.unread if cell[0] + 1 not in left_out]
    words = words_in(grid, cells)
    content.unread_words = dict(Counter(content.unread_words) + Counter(words))
    return [*_numbered(table, grid, path, rules), *doubted, *unread_finding(path, grid, cells, words, rules.policies)]


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


def unmapped(files: Sequence[SourceFile], rules: Rules) -> list[Finding]:
    """A finding on the headers of 问卷对照 that stand in none of the exports, each with a title that is near it: their answers are lost."""
    exports = [(file.path, file.content) for file in files if file.content]
    found = {header for _, content in exports for header in content.mapped}
    gone = [mapped.header for mapped in rules.mapping if mapped.header not in found]
    near = {header: f"（“{path}”里有相近的“{text}”）" for path, content in reversed(exports) for header, text in content.near}
    titles = listed([f"“{header}”{near.get(header, '')}" for header in gone])
    return [finding("mapped-column-missing", Place(RULES_FILE, MAPPING), count=len(gone), titles=titles)] if gone else []


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
