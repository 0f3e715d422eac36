"""Exports of an online survey tool: one row a respondent, one column an object and question, mapped by 问卷对照."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.inbox import SourceFile, State
from fuwuyue_xlsx.problems import Place, problem
from fuwuyue_xlsx.reading.grid import Claim, Grid, address
from fuwuyue_xlsx.reading.tables import find_header, read_table
from fuwuyue_xlsx.rules.model import MappedColumn, Rules
from fuwuyue_xlsx.schema.kinds import Choice
from fuwuyue_xlsx.schema.model import Field, Sheet


def export_sheet(rules: Rules, title: str) -> Sheet:
    """The mapped columns as the columns of a sheet; nothing wrong on it is an error."""
    grades = Choice(tuple(name for name, _ in rules.policies.grades))
    columns = tuple(Field(mapped.header, grades) for mapped in rules.mapping)
    return Sheet(title, columns=columns, lenient=True)


def export_grid(source: SourceFile, rules: Rules) -> Grid | None:
    """The first sheet of a file that holds most of the mapped columns."""
    for grid in source.opened.grids if source.opened and rules.mapping else ():
        _, places = find_header(grid, export_sheet(rules, grid.title).columns)
        if 2 * len(places) > len(rules.mapping):
            return grid
    return None


def export_answers(source: SourceFile, rules: Rules) -> list[dict[str, Any]]:
    """One response for each department or team of which a mapped column is answered, row by row."""
    grid = export_grid(source, rules)
    assert grid is not None
    table = read_table(grid, export_sheet(rules, grid.title), source.path)
    rows = []
    for index, record in table.records():
        where = {"file": source.path, "sheet": grid.title, "row": table.rows[index] + 1}
        for (department, team), columns in _objects(rules).items():
            grades = {mapped.question: record[mapped.header] for mapped in columns if record[mapped.header] is not None}
            if grades:
                blank = dict.fromkeys(rules.questions)
                rows.append({"department": department, "team": team, **where, **blank, **grades})
    source.problems += table.problems
    _report_rest(source)
    source.state = State.USED
    return rows


def _objects(rules: Rules) -> dict[tuple[str, str | None], list[MappedColumn]]:
    found: dict[tuple[str, str | None], list[MappedColumn]] = {}
    for mapped in rules.mapping:
        found.setdefault((mapped.department, mapped.team), []).append(mapped)
    return found


def _report_rest(source: SourceFile) -> None:
    """The tool's own columns (序号, 提交时间, IP …) are told in one finding a sheet."""
    for grid in source.opened.grids if source.opened else ():
        rest = grid.unclaimed()
        if rest:
            grid.claim_rest(Claim.REPORTED)
            place = Place(source.path, grid.title, address(*rest[0]))
            source.problems.append(problem("export-columns-unused", place, count=len(rest)))
