"""What no form or table took: the template's own words are told from content that was not used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from fuwuyue_xlsx.basics.cell_values import UnvaluedFormula, shown
from fuwuyue_xlsx.basics.references import address, cell_ranges
from fuwuyue_xlsx.basics.text import is_near, key, label_key, loose
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, without_marks
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.open_workbook import OpenedBook
from fuwuyue_xlsx.reading.read_table import find_header
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, WHOLE_DEPARTMENT
from fuwuyue_xlsx.schema.declarations import Book, Sheet
from fuwuyue_xlsx.schema.rules_health import HEALTH, HEALTH_COLUMNS, MOST_AWARDS, RULES_GUIDE, SENTENCES, rules_guide_texts
from fuwuyue_xlsx.schema.stamp import Stamp
from fuwuyue_xlsx.schema.wording import (
    GUIDE_SHEET,
    HIDDEN_SHEET,
    LIVE_COLUMNS,
    RECKONED,
    REMARKS_LINE,
    REMARKS_SHEET,
    guide_texts,
    hidden_texts,
    sheet_texts,
)

MOST_LISTED = 30
MOST_NAMED = 200
# rows above the list of 修改意见, and its columns
REMARKS_HEAD, REMARKS_COLUMNS = 3, 5
# between the options of a list that is one text: tabs, and line breaks in templates of before
_BETWEEN = frozenset("\t\n")
_PARTS = re.compile(r"[\t\n]")


def report_unused_cells(opened: OpenedBook, book: Book, file: str, given: Collection[str] = ()) -> list[Finding]:
    """Claim every cell that is left: as template, or as content that was not used, with a finding.

    `given`: keys of what the template has filled in for the one whom it is made out to, which its hidden sheet holds again.
    """
    declared = {key(sheet.title): sheet for sheet in book.sheets}
    known = {title: sheet_texts(sheet) for title, sheet in declared.items()}
    known[key(GUIDE_SHEET)] = guide_texts(book)
    known[key(RULES_GUIDE)] = guide_texts(book) | rules_guide_texts()
    known[key(HIDDEN_SHEET)] = hidden_texts(book) | set(given)
    findings: list[Finding] = []
    for grid in opened.grids:
        title = key(grid.title)
        if title == key(REMARKS_SHEET) and key(grid.value(0, 0)) == key(REMARKS_LINE):
            _claim_remarks(grid)
            findings += _report_cells(grid, file)
        elif title in known and opened.grid(grid.title) is grid:  # of two that differ in white space the other is a stranger
            if title == key(HIDDEN_SHEET):
                _claim_reckoning(grid, known[title])
            elif title == key(RULES_GUIDE):
                _claim_rule_lines(grid)
            elif title == key(GUIDE_SHEET):
                _claim_live_cells(grid, max(len(book.sheets), len(book.hints)))
            else:
                _claim_beside(grid, declared[title])
            grid.claim_template(_is_one_of(known[title]))
            findings += _report_cells(grid, file)
        else:
            findings += _report_sheet(grid, file, book)
    return findings


def _is_one_of(texts: Collection[str]) -> Callable[[Any], bool]:
    return lambda value: key(value) in texts


def report_annotations(opened: OpenedBook, file: str) -> list[Finding]:
    """What stands beside the cells of any sheet: nothing reads it, so that it is told, but for the program's own notes."""
    findings = []
    for grid in opened.grids:
        place, beside = Place(file, grid.title), grid.beside
        notes = [(cell, note) for cell, text in sorted(beside.notes.items()) if (note := without_marks(text))]
        findings += [finding("note-unused", Place(file, grid.title, address(*cell)), value=_shortly(note)) for cell, note in notes[:MOST_LISTED]]
        if more := [cell for cell, _ in notes[MOST_LISTED:]]:
            findings.append(finding("note-unused-more", Place(file, grid.title, address(*more[0])), count=len(more), cells=_named(more)))
        if beside.boxes:
            texts = _shortly("；".join(dict.fromkeys(beside.boxes)), 500)
            findings.append(finding("box-unused", place, sheet=grid.title, count=len(beside.boxes), value=texts))
        if beside.unread:
            findings.append(finding("beside-unread", place, sheet=grid.title, count=beside.unread))
        if beside.pictures:
            findings.append(finding("pictures-unused", place, sheet=grid.title, count=beside.pictures))
    return findings


def report_struck(opened: OpenedBook, file: str) -> list[Finding]:
    """Cells that are used although they are crossed out, row by row: nobody can tell whether they still hold."""
    return [one for grid in opened.grids for one in _row_by_row("struck-through", grid, grid.struck, file, Claim.USED)]


def report_written_twice(opened: OpenedBook, file: str) -> list[Finding]:
    """Cells that the file itself holds twice, row by row: which of the two is meant nobody can tell."""
    return [one for grid in opened.grids for one in _row_by_row("written-twice", grid, grid.twice, file)]


def _row_by_row(code: str, grid: Grid, cells: Iterable[tuple[int, int]], file: str, claimed: Claim | None = None) -> list[Finding]:
    """A finding for each row of those of the cells that hold something and, where one is asked for, have this claim."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for row, column in sorted(set(cells)):
        if not is_empty(grid.value(row, column)) and claimed in (None, grid.claims[row, column]):
            rows.setdefault(row, []).append((row, column))
    return [finding(code, Place(file, grid.title, address(*some[0])), cells=cell_ranges(some), value=shown(grid.value(*some[0]))[:40])
            for some in rows.values()]


def _shortly(text: str, most: int = 60) -> str:
    return " ".join(text.split())[:most]


def _claim_reckoning(grid: Grid, known: set[str]) -> None:
    """What the hidden sheet holds: the stamp, its lists, lists joined to one text, and figures to reckon with."""
    if Stamp.parse(str(grid.value(0, 0))) is not None:
        grid.claim(0, 0, Claim.TEMPLATE)
    words = known | _ELSEWHERE

    def is_templates(value: object) -> bool:
        if isinstance(value, str) and not isinstance(value, UnvaluedFormula):
            return value in known or value.startswith(RECKONED) or (not _BETWEEN.isdisjoint(value) and _is_joined(value, words))
        return True

    grid.claim_template(is_templates)


def _is_joined(text: str, words: set[str]) -> bool:
    return all(line in words or key(line) in words for line in _PARTS.split(text) if line)


# names that stand in joined lists and in no list of their own
_ELSEWHERE = {key(OUTSIDE_TEAMS), key(WHOLE_DEPARTMENT)}


def _claim_live_cells(grid: Grid, most: int) -> None:
    """The self-check's formulas stand below their headers, whatever the program that saved them made of them.

    They end with the first row that has no label: nothing else on the sheet is taken for a formula's result.
    """
    wanted = {key(title) for title in LIVE_COLUMNS}
    for row, column in [divmod(at, grid.width) for at, value in enumerate(grid.flat) if value and key(value) in wanted]:
        for below in range(row + 1, row + 1 + most):
            if is_empty(grid.value(below, 0)):
                break
            grid.claim(below, column, Claim.TEMPLATE)


def _claim_rule_lines(grid: Grid) -> None:
    """The results of the health check stand below their header, and the sentences of the awards below theirs."""
    below = {key(HEALTH_COLUMNS[1]): len(HEALTH), key(SENTENCES): MOST_AWARDS}
    for row, column in [divmod(at, grid.width) for at, value in enumerate(grid.flat) if value and key(value) in below]:
        for line in range(row + 1, min(grid.height, row + 1 + below[key(grid.value(row, column))])):
            grid.claim(line, column, Claim.TEMPLATE)


def _claim_beside(grid: Grid, sheet: Sheet) -> None:
    """What stands beside a table for people to read is the template's, in the rows where something else stands."""
    wanted = {column_key for column in sheet.beside for column_key in column.keys}
    if not wanted:
        return
    for row, values in grid.rows_within(grid.height):
        columns = [column for column, value in enumerate(values) if label_key(value) in wanted]
        for below in range(row, grid.height) if columns else ():
            if any(not is_empty(other) for at, other in enumerate(grid.row(below)) if at not in columns):
                for column in columns:
                    grid.claim(below, column, Claim.TEMPLATE)
        if columns:
            return


def _report_cells(grid: Grid, file: str) -> list[Finding]:
    """Each cell with its value; beyond thirty the others together, all of them named."""
    rest = [*grid.unclaimed(), *sorted(grid.far)]
    if not rest:
        return []
    findings = []
    for cell in rest[:MOST_LISTED]:
        value = grid.far.get(cell, grid.value(*cell))
        findings.append(finding("content-unused", Place(file, grid.title, address(*cell)), value=shown(value)[:40]))
    more = rest[MOST_LISTED:]
    if more:
        place = Place(file, grid.title, address(*more[0]))
        findings.append(finding("content-unused-more", place, count=len(more), cells=_named(more)))
    grid.claim_rest(Claim.REPORTED)
    return findings


def _claim_remarks(grid: Grid) -> None:
    """The list of a returned copy: its head, and the rows that are numbered; what somebody adds is content."""
    for row, values in grid.rows_within(grid.height):
        if row < REMARKS_HEAD or (values and isinstance(values[0], (int, float))):
            for column in range(min(len(values), REMARKS_COLUMNS)):
                grid.claim(row, column, Claim.TEMPLATE)


def _likeness(grid: Grid, book: Book) -> str | None:
    """The title of our sheet whose required headers all stand on this one, with rows filled below them.

    Where only two are required, all of its headers.
    """
    for sheet in book.sheets:
        wanted = {column.title for column in sheet.columns if column.required or column.must_stand}
        wanted = wanted if len(wanted) > 2 else {column.title for column in sheet.columns}
        header, places = find_header(grid, sheet) if len(wanted) > 1 else (-1, {})
        if header >= 0 and wanted <= set(places):
            typed = [places[c.title][0] for c in sheet.columns if not c.locked and c.title in places]
            if grid.filled[header + 1 :, typed].any():
                return sheet.title
        elif not sheet.columns and _is_like_form(grid, sheet):
            return sheet.title
    return None


def _is_like_form(grid: Grid, sheet: Sheet) -> bool:
    """Whether all labels of a form stand on the sheet, and something is typed right of one."""
    cells = {label_key(value): (row, column) for row, values in grid.rows_within(grid.height) for column, value in enumerate(values)}
    places = [next((cells[name] for name in item.keys if name in cells), None) for item in sheet.form]
    return None not in places and any(place and not is_empty(grid.value(place[0], place[1] + 1))
                                      for item, place in zip(sheet.form, places, strict=True) if not item.locked)


def _report_sheet(grid: Grid, file: str, book: Book) -> list[Finding]:
    rest = [*grid.unclaimed(), *sorted(grid.far)]
    if not rest:
        return []
    grid.claim_rest(Claim.REPORTED)
    place = Place(file, grid.title, address(*rest[0]))
    like = _likeness(grid, book)
    if like:
        return [finding("sheet-looks-ours", place, sheet=grid.title, like=like, count=len(rest))]
    near = next((sheet for sheet in book.sheets if is_near(loose(grid.title), loose(sheet.title))), None)
    if near and not _is_blank_copy(grid, near):
        return [finding("sheet-title-near", place, sheet=grid.title, like=near.title, count=len(rest))]
    return [finding("sheet-unused", place, sheet=grid.title, count=len(rest))]


def _is_blank_copy(grid: Grid, sheet: Sheet) -> bool:
    """Whether nothing stands on a sheet but what the template itself holds on the one that it is like."""
    fields = (*sheet.form, *sheet.columns, *sheet.beside)
    prefilled = (shown(value) for row in sheet.rows for value in row.values())
    examples = (text for field in fields for text in (field.example, *field.example_texts))
    known = sheet_texts(sheet) | {name for field in fields for name in field.keys} | {key(text) for text in (*prefilled, *examples)}
    return not grid.far and all(is_empty(value) or key(shown(value)) in known or label_key(shown(value)) in known for value in grid.flat)


def _named(cells: list[tuple[int, int]]) -> str:
    names = cell_ranges(cells).split("、")
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} 处" if len(names) > MOST_NAMED else "")
