"""Exports of an online survey tool: one row a respondent, one column an object and question, mapped by 问卷对照."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address, cell_ranges
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.fingerprints import fingerprints_of
from fuwuyue_xlsx.intake.kinds.survey_doubts import SheetOfAnswers, doubts_of
from fuwuyue_xlsx.intake.kinds.survey_header import Header, end_of_answers, header_of, mapped_as
from fuwuyue_xlsx.intake.kinds.survey_moments import moments_of
from fuwuyue_xlsx.intake.kinds.survey_respondents import Respondents, export_fingerprints, respondents_of, responses_of, with_responses
from fuwuyue_xlsx.intake.kinds.survey_titles import listed, near_titles, title_findings
from fuwuyue_xlsx.intake.kinds.survey_unread import grouped_words, unread_finding, words_in
from fuwuyue_xlsx.intake.submissions import Content, RowsBySheet, SourceFile
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import Table, read_table
from fuwuyue_xlsx.rules.model import OF_DEPARTMENT, OF_IDENTITY, OF_TEAM, OF_TIME, Rules
from fuwuyue_xlsx.schema.answer_kinds import is_skipped, named_in
from fuwuyue_xlsx.schema.books import books_of
from fuwuyue_xlsx.schema.rules_workbook import MAPPING, RULES_FILE
from fuwuyue_xlsx.tables.factorized import Factorized, column_at, factorize
from fuwuyue_xlsx.tables.survey_tables import sheet_tables, unread_tables


def export_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns, when one of them holds answers under two at least, or under the only one."""
    if not rules.mapping:
        return []
    headers = {grid.title: header_of(grid, rules) for grid in opened.grids}
    if not any(_enough(header.places, rules) for header in headers.values()):
        return []
    # beside an export a sheet with one mapped column is a part of it, and so is one with titles that are nearly mapped
    present = {title for header in headers.values() for title in header.places}
    return [grid for grid in opened.grids if mapped_as(rules, headers[grid.title].places) or near_titles(grid, rules, present)]


def near_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns or titles near them, when there are two of these at least, or the only one."""
    if not rules.mapping:
        return []
    exact = {grid.title: header_of(grid, rules).places for grid in opened.grids}
    near = {grid.title: near_titles(grid, rules, exact[grid.title]) for grid in opened.grids}
    held = {title: dict.fromkeys([*exact[title], *(one.mapped for one in near[title])]) for title in exact}
    return [grid for grid in opened.grids if _enough(held[grid.title], rules)]


def _enough(headers: Mapping[str, object], rules: Rules) -> bool:
    """Whether these mapped headers make a sheet an export: two of them, one with answers. 科室 and 班组 alone stand in many a list."""
    return len(headers) >= min(2, len(rules.mapping)) and bool(mapped_as(rules, headers))


def export_content(opened: OpenedBook, path: str, grids: list[Grid], rules: Rules, left_out: RowsBySheet) -> tuple[Content, list[Finding]]:
    """The responses of every sheet that holds mapped columns, less the rows that are left out, and the findings on them.

    `path` is the file's path in the workspace. All other cells of the book are claimed and reported.
    """
    content = Content()
    findings: list[Finding] = []
    headers = [header_of(grid, rules) for grid in grids]
    content.mapped = tuple(title for header in headers for title in header.places)
    for grid, header in zip(grids, headers, strict=True):
        near = near_titles(grid, rules, content.mapped, header if mapped_as(rules, header.places) else None)
        content.near += tuple((title.mapped, title.text) for title in near)
        findings += title_findings(near, grid, rules, path, header)
        if mapped_as(rules, header.places):
            findings += _answers(content, header, grid, path, rules, left_out.get(grid.title, frozenset()))
    return content, findings + _report_rest(opened, path)


def _answers(content: Content, header: Header, grid: Grid, path: str, rules: Rules, left_out: frozenset[int]) -> list[Finding]:
    """Puts what a sheet answers into the content, and returns what is to be said of it."""
    once = {title: columns for title, columns in header.places.items() if len(columns) == 1}
    if _nobody_named(once, rules):
        return [finding("export-nobody-named", Place(path, grid.title, address(header.row, 0)))]
    end = end_of_answers(grid, header.row, rules)
    table = read_table(grid, replace(books_of(rules).export, title=grid.title), path, (header.row, once), end)
    beside = _beside(grid, header, once, table.rows, rules)
    respondents = respondents_of(table, grid, rules)
    counting = ~np.isin(np.array(table.rows, np.int64) + 1, list(left_out))
    moments = moments_of(grid, table.rows, table.columns.values(), [once[mapped.header][0] for mapped in mapped_as(rules, once, OF_TIME)])
    doubts, doubted = doubts_of(_sheet(respondents, table, header, beside, moments), grid, path, rules.policies)
    responses = responses_of(respondents, table, rules, doubts, counting, _who(beside, len(table), rules))
    unread, read = (np.asarray(responses.pop(name)) for name in ("unread", "read"))
    answered = np.flatnonzero(read > 0)
    content.surveys.append(sheet_tables(path, grid.title, {name: column_at(column, answered) for name, column in responses.items()}, rules.questions))
    content.unread.append(unread_tables(path, grid.title, responses, unread, read == 0))
    mine = export_fingerprints(respondents, table, grid, header.titles, moments, counting, rules)
    content.fingerprints.append(with_responses(mine, {name: column_at(column, answered) for name, column in responses.items()}, rules))
    invalid, why = _invalid(respondents, table, counting, Place(path, grid.title))
    wrong = ((respondents.cells < 0).any(axis=1) | invalid) & counting
    rows, wrong_before, nobodys = content.answer_rows
    given = counting & ((respondents.cells != 0).any(axis=1) | (respondents.rated is not None))
    content.answer_rows = rows + int(given.sum()), wrong_before + int(wrong.sum()), nobodys + int((invalid & counting).sum())
    cells = [cell for cell in respondents.unread if cell[0] + 1 not in left_out]
    words = words_in(grid, cells)
    content.unread_words = dict(Counter(content.unread_words) + Counter(words))
    remarks = _left_out_at_end(grid, end, Place(path, grid.title)) + _identities(grid, beside, table.rows, once, rules, Place(path, grid.title))
    return [*remarks, *why, *_numbered(table, grid, path, rules), *doubted, *table.findings,
            *unread_finding(path, grid, cells, words, rules.policies)]


def _nobody_named(headers: Mapping[str, object], rules: Rules) -> bool:
    """Whether there are answers about whom their row names, and no column that names anybody."""
    named = mapped_as(rules, headers, OF_DEPARTMENT) or mapped_as(rules, headers, OF_TEAM)
    return not named and any(mapped.by_row for mapped in mapped_as(rules, headers))


def _sheet(respondents: Respondents, table: Table, header: Header, beside: Mapping[str, Factorized], moments: np.ndarray) -> SheetOfAnswers:
    """The answer sheets as they are looked at for doubts. A row about whom its respondent has chosen is one of several, as in our book."""
    answers = np.maximum(respondents.cells, 0)
    if respondents.rated is None:
        return SheetOfAnswers(table.rows, header.titles, answers, np.zeros(len(table), np.int64), moments, alone=True)
    rated = respondents.rated.rename_categories([one.owner for one in respondents.rated.categories])
    about = fingerprints_of([rated, *beside.values()]).astype(np.int64)
    return SheetOfAnswers(table.rows, header.titles, answers, about, moments, alone=False, rated=rated.codes)


def _beside(grid: Grid, header: Header, once: Mapping[str, list[int]], rows: Sequence[int], rules: Rules) -> dict[str, Factorized]:
    """What the columns of identities say in these rows, by their titles; these and those of moments are claimed with their titles."""
    identities = {mapped.header for mapped in mapped_as(rules, once, OF_IDENTITY)}
    for title in (*identities, *(mapped.header for mapped in mapped_as(rules, once, OF_TIME))):
        (column,) = once[title]
        for row in rows:
            if not is_empty(grid.value(row, column)):
                grid.claim(row, column, Claim.USED)
    for title, columns in header.places.items():
        for column in columns if title in once else ():
            for row in {header.row, header.upper} - {-1}:
                grid.claim(row, column, Claim.TEMPLATE)
    return {title: factorize([key(shown(grid.value(row, once[title][0]))) for row in rows]) for title in sorted(identities)}


def _who(beside: Mapping[str, Factorized], rows: int, rules: Rules) -> Factorized:
    """Who each row says that its respondent is, as the rules write it; None where that decides nothing, where no identity of the rules
    stands, and where two columns name two."""
    if not rules.survey_scopes:
        return factorize([None] * rows)
    names = {key(identity): identity for identity in rules.own.identities}
    columns = [said.rename_categories([names.get(named_in(text, list(names)) or "") for text in said.categories]) for said in beside.values()]
    named = [{name for name in row if name is not None} for row in zip(*columns, strict=True)] if columns else [set()] * rows
    return factorize([min(identities) if len(identities) == 1 else None for identities in named])


def _invalid(respondents: Respondents, table: Table, counting: np.ndarray, place: Place) -> tuple[np.ndarray, list[Finding]]:
    """The rows that count nowhere as they name nobody known, or answer nothing that is read, and the finding on each that is kept."""
    unanswered = ~respondents.named | ~(respondents.cells < 0).any(axis=1)
    invalid = np.zeros(len(table), bool) if respondents.rated is None else ~respondents.read & unanswered
    findings = []
    for index in np.flatnonzero(invalid & counting).tolist():
        rated = respondents.rated[index] if respondents.rated is not None else None
        title, why = (rated.title, rated.why) if rated and rated.owner is None else ("", "没有一道题有可识别的回答")
        findings.append(finding("survey-row-invalid", Place(place.file, place.sheet, table.cell(index, title)), why=why))
    return invalid, findings


def _identities(grid: Grid, beside: Mapping[str, Factorized], rows: Sequence[int], once: Mapping[str, list[int]], rules: Rules,
                place: Place) -> list[Finding]:
    """What respondents say they are and the rules' list has not, of each column together; without a list they may be anything."""
    known = [key(identity) for identity in rules.own.identities]
    findings: list[Finding] = []
    if not known:
        return findings
    for title, said in beside.items():
        strange = {text for text in said.categories if text and not is_skipped(text) and named_in(text, known) is None}
        at = [index for index, text in enumerate(said) if text in strange] if strange else []
        if at:
            words = words_in(grid, [(rows[index], once[title][0]) for index in at])
            cell = address(rows[at[0]], once[title][0])
            code = "survey-identities-uncounted" if rules.survey_scopes else "export-identities-unread"
            findings.append(finding(code, Place(place.file, place.sheet, cell), count=len(at), words=grouped_words(words),
                                    known="、".join(rules.own.identities)))
    return findings


def _left_out_at_end(grid: Grid, end: int, place: Place) -> list[Finding]:
    """That what stands below the answers is no answer sheet."""
    if end >= grid.height:
        return []
    first = next(shown(value) for value in grid.row(end) if not is_empty(value))
    cell = address(end, 0)
    return [finding("export-ends-with-summary", Place(place.file, place.sheet, cell), row=end + 1, value=first[:40])]


def _numbered(table: Table, grid: Grid, file: str, rules: Rules) -> list[Finding]:
    """Grades given as numbers: which end is the best one is a policy, and the tool may have meant the other."""
    policies, grades = rules.policies, dict(rules.policies.grades)
    for title in [mapped.header for mapped in mapped_as(rules, table.columns)]:
        column = table.values[title]
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
    present = {header for _, content in exports for header in content.mapped}
    gone = [mapped.header for mapped in rules.mapping if mapped.header not in present]
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
