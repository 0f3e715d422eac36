"""Exports of an online survey tool: one row a respondent, one column an object and question, mapped by 问卷对照."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from fuwuyue_xlsx.intake.books import books_of
from fuwuyue_xlsx.intake.inbox import Content, SourceFile
from fuwuyue_xlsx.intake.respondents import doubts_of, moment_columns
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid, is_empty
from fuwuyue_xlsx.reading.opening import OpenedBook
from fuwuyue_xlsx.reading.tables import Table, find_header, read_table
from fuwuyue_xlsx.references import address, cell_ranges
from fuwuyue_xlsx.rules.model import MappedColumn, Rules
from fuwuyue_xlsx.schema.readings import shown


def export_grids(opened: OpenedBook, rules: Rules) -> list[Grid]:
    """The sheets of a book that hold mapped columns, when one of them holds two at least, or the only one there is."""
    if not rules.mapping:
        return []
    held = [(grid, len(find_header(grid, books_of(rules).export)[1])) for grid in opened.grids]
    found = [grid for grid, columns in held if columns >= min(2, len(rules.mapping))]
    # beside an export a sheet with one mapped column is a part of it
    return [grid for grid, columns in held if columns] if found else []


def export_content(source: SourceFile, rules: Rules) -> Content:
    """The responses of every sheet that holds mapped columns. Claims and reports all other cells of the book."""
    assert source.opened is not None
    rows: list[dict[str, Any]] = []
    for grid in export_grids(source.opened, rules):
        table = read_table(grid, replace(books_of(rules).export, title=grid.title), source.path)
        doubts, found = doubts_of(table, grid, source.path, rules.policies)
        rows += _responses(table, grid, source, rules, doubts)
        source.problems += [*table.problems, *found]
    _report_rest(source)
    return Content({"answers": rows})


def _responses(table: Table, grid: Grid, source: SourceFile, rules: Rules, doubts: dict[int, str]) -> list[dict[str, Any]]:
    """One response for each department or team of which a mapped column is answered, row by row."""
    rows = []
    objects, blank, when = _objects(rules), dict.fromkeys(rules.questions), moment_columns(grid, table.header)
    for index, record in table.records():
        row = table.rows[index]
        where = {"file": source.path, "sheet": grid.title, "row": row + 1, "doubt": doubts.get(index)}
        respondent = _fingerprint(grid.cells[row], when, record)
        for (department, team), columns in objects.items():
            grades = {mapped.question: record[mapped.header] for mapped in columns if record[mapped.header] is not None}
            if grades:
                rows.append({"department": department, "team": team, **where, "respondent": respondent, **blank, **grades})
    return rows


def _fingerprint(values: list[Any], when: tuple[int, ...], record: dict[str, Any]) -> str | None:
    """The same for the same answer sheet in two exports: when and from where it came, and what it answers to.

    Words and numbers are two exports of one answer, so that the answers themselves play no part where the address is
    known; without time or address nobody can tell two answer sheets apart, and there is none.
    """
    moment = [shown(values[column]) for column in when if not is_empty(values[column])]
    if len(moment) < len(when) or len(when) < 2:
        return None
    answered = sorted(title for title, value in record.items() if value is not None)
    return hashlib.sha256("\x1f".join([*moment, *answered]).encode("utf-8", "replace")).hexdigest()


def _objects(rules: Rules) -> dict[tuple[str, str | None], list[MappedColumn]]:
    found: dict[tuple[str, str | None], list[MappedColumn]] = {}
    for mapped in rules.mapping:
        found.setdefault((mapped.department, mapped.team), []).append(mapped)
    return found


def mark_repeated(files: list[SourceFile]) -> None:
    """Rows that stand in two exports (one of them holds the other's) are the same answer sheet, and count once."""
    first: dict[str, tuple[str, str]] = {}
    for file in files:
        repeated, kept = set(), []
        for row in file.content.rows["answers"] if file.content else ():
            respondent, here = row.pop("respondent", None), (file.path, row["sheet"])
            there = first.setdefault(respondent, here) if respondent else here
            if there == here:
                kept.append(row)
            else:
                repeated.add((row["sheet"], row["row"], "!".join(there)))
        if file.content:
            file.content.rows["answers"] = kept
        for sheet in sorted({sheet for sheet, _, _ in repeated}):
            numbers = sorted(number for title, number, _ in repeated if title == sheet)
            other = next(other for title, _, other in sorted(repeated) if title == sheet)
            file.problems.append(problem("export-rows-repeated", Place(file.path, sheet, f"A{numbers[0]}"), count=len(numbers),
                                         other=other))


def _report_rest(source: SourceFile) -> None:
    """The tool's own columns (序号, 提交时间, IP …) are told in one finding a sheet."""
    for grid in source.opened.grids if source.opened else ():
        rest = [*grid.unclaimed(), *sorted(grid.far)]
        if rest:
            grid.claim_rest(Claim.REPORTED)
            named = cell_ranges(rest).split("、")
            cells = "、".join(named[:30]) + (" 等" if len(named) > 30 else "")
            place = Place(source.path, grid.title, address(*rest[0]))
            source.problems.append(problem("export-columns-unused", place, count=len(rest), cells=cells))
