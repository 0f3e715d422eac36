"""Inspection books: each sheet somebody wrote on is one visit to one department."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fuwuyue_xlsx.basics.cell_values import number, shown
from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.references import address, column_letters
from fuwuyue_xlsx.basics.text import key, label_key
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content, SourceFile, Visit
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.reading.fast_values import FastReader, fast_reader
from fuwuyue_xlsx.reading.grid import Claim, is_empty
from fuwuyue_xlsx.reading.read_form import Form
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.reading.read_value import findings_of, read_value
from fuwuyue_xlsx.rules.model import Criterion, Rules, Team
from fuwuyue_xlsx.schema import office_books
from fuwuyue_xlsx.schema.declarations import Field
from fuwuyue_xlsx.schema.name_kinds import also_called, read_as
from fuwuyue_xlsx.schema.number_kinds import Score
from fuwuyue_xlsx.tables.columns import Columns, concat
from fuwuyue_xlsx.tables.edits import Doubt, Edit


def inspection_content(read: BookRead, rules: Rules) -> Content:
    """What one book says."""
    return Content(visits=visits_of(read, rules))


def same_visit(visit: Visit) -> tuple[str, dt.date, str] | None:
    """Two sheets with equal keys are copies of one visit; without date or inspector a sheet has none."""
    return (visit.department, visit.date, key(visit.inspector)) if visit.date and visit.inspector else None


def visits_of(read: BookRead, rules: Rules) -> list[Visit]:
    """The visits in a book. A sheet nobody wrote on is no visit, and nothing is wrong with it."""
    visits = []
    for department, sheet in zip(rules.departments, read.book.sheets, strict=True):
        title = sheet.title
        form, table = read.forms.get(title), read.tables.get(title)
        if form is None or table is None:
            continue
        read.findings += _short_names(read, table, rules, department, title)
        if not table.rows:
            form.findings = [p for p in form.findings if p.code != "required-empty"]
            continue
        rows = _points(read, table, rules, department, title)
        visit = Visit(title, department, form.values["检查日期"], form.values["检查人"], rows, _written(table, rules, department))
        if visit.written:
            read.findings += _doubts_about(read, visit, form, rules)
            visits.append(visit)
    return visits


def _short_names(read: BookRead, table: Table, rules: Rules, department: str, sheet: str) -> Iterator[Finding]:
    """Tells where what people call the department, as the sheet's title, or a team, as a column's, was taken for the name."""
    if key(sheet) in map(key, also_called(department, rules.short_names)):
        yield read_as(sheet, department).at(read.place(sheet), title="工作表的名称")
    grid = read.opened.grid(sheet)
    for team in rules.teams_of(department):
        if grid is not None and team in table.columns:
            typed = shown(grid.value(table.header, table.columns[team]))
            if label_key(typed) != label_key(team):
                yield read_as(typed, team).at(read.place(sheet, address(table.header, table.columns[team])), title="班组")


def _written(table: Table, rules: Rules, department: str) -> dict[str, str]:
    """The teams to which anybody gave points, readable or not, with their columns; a date or a remark alone makes no visit."""
    items = [item not in (None, office_books.DEDUCTIONS) for item in table.values["检查项目"]]
    return {
        team: column_letters(table.columns[team]) for team in rules.teams_of(department)
        if any(is_item and not is_empty(raw) for is_item, raw in zip(items, table.values[team], strict=True))
    }


# why a visit may not belong to this campaign
_DOUBTS = ("visit-outside", "inspector-not-listed")


def _doubts_about(read: BookRead, visit: Visit, form: Form, rules: Rules) -> Iterator[Finding]:
    """A day outside the campaign, and inspectors whom 检查组, where there is one, does not have."""
    span = rules.campaign.span
    if visit.date and not span.first <= visit.date <= span.last:
        place = read.place(visit.sheet, form.cells.get("检查日期", ""))
        yield finding("visit-outside", place, value=visit.date, start=span.first, end=span.last)
    strangers = rules.expected.strangers(visit.inspector) if visit.inspector and rules.expected.inspectors else ()
    if strangers:
        yield finding("inspector-not-listed", read.place(visit.sheet, form.cells.get("检查人", "")), value="、".join(strangers))


def doubted_visits(sheets: Iterable[tuple[SourceFile, Visit]]) -> Iterator[Doubt]:
    """The doubts about one visit, each with the way to read it otherwise: without the visit, that is without all of its sheets,
    those that are put aside for newer ones among them."""
    versions = list(sheets)
    way = Edit({"inspections": frozenset(source for _, visit in versions for source in visit.rows["source"])})
    for code in _DOUBTS:
        findings = [p for file, visit in versions for p in file.findings if p.code == code and p.place.sheet == visit.sheet]
        if findings:
            yield Doubt(tuple(findings), (way,))


def _points(read: BookRead, table: Table, rules: Rules, department: str, sheet: str) -> Columns:
    """Every team's points for every item of its line."""
    teams = rules.team_rows_of(department)
    criteria = {line: {item.name: item for item in rules.checklists[line]} for line in rules.lines_of(department)}
    parts = []
    rows = _item_rows(read, table, rules, sheet)
    for team in teams:
        cells = _Cells(read, table, team, sheet)
        for index, item, line in rows:
            criterion = criteria[team.line].get(item) if line in (None, team.line) else None
            cells.take(index, item, criterion)
        parts.append(cells.columns())
    return concat(parts, ("team", "item", "points", "maximum", "source"))


def _item_rows(read: BookRead, table: Table, rules: Rules, sheet: str) -> list[tuple[int, str, str | None]]:
    """(number of the row, its item, its line of business) of every row that stands for an item; of two alike the first."""
    seen: set[tuple[str | None, str]] = set()
    rows = []
    for index, record in table.records():
        item, line = record["检查项目"], record.get("业务类型")
        if item is None or item == office_books.DEDUCTIONS:
            continue
        if (line, item) in seen:
            place = read.place(sheet, table.cell(index, "检查项目"))
            read.findings.append(finding("row-twice", place, name=item))
            continue
        seen.add((line, item))
        _check_maximum(read, table, rules, index, record, sheet)
        rows.append((index, item, line))
    return rows


def _check_maximum(read: BookRead, table: Table, rules: Rules, index: int, record: dict[str, Any], sheet: str) -> None:
    """The maximum that stands in the row is the rules' own: points given out of another one mean something else."""
    typed, item = record.get("满分"), record["检查项目"]
    lines = [record["业务类型"]] if record.get("业务类型") else list(rules.checklists)
    maxima = {c.maximum for line in lines for c in rules.checklists.get(line, ()) if c.name == item}
    if typed is not None and maxima and number(typed, ("分",)) not in maxima:
        place = read.place(sheet, table.cell(index, "满分"))
        details = {"item": item, "value": typed, "maximum": "、".join(plain(maximum) for maximum in sorted(maxima))}
        read.findings.append(finding("maximum-differs", place, **details))


class _Cells:
    """One team's column of points, read item by item."""

    def __init__(self, read: BookRead, table: Table, team: Team, sheet: str) -> None:
        self.read, self.table, self.team, self.sheet = read, table, team, sheet
        self.raws = table.values[team.name]
        # (number of the row, item, points, maximum)
        self.taken: list[tuple[int, str, Any, Decimal]] = []

    def columns(self) -> Columns:
        """What was taken, a row an item."""
        rows, items, points, maxima = (list(column) for column in zip(*self.taken, strict=True)) if self.taken else ([], [], [], [])
        sources = self.read.sources(self.sheet, self.team.name, rows)
        return {"team": [self.team.name] * len(rows), "item": items, "points": points, "maximum": maxima, "source": sources}

    def take(self, index: int, item: str, criterion: Criterion | None) -> None:
        """The points for one item, if they can be read and the item is of the team's line."""
        raw = self.raws[index]
        if is_empty(raw):
            return
        if criterion is None:
            self._refuse(index, raw)
            return
        (points,) = _fast_score(criterion.maximum)((raw,))
        if points is None:
            points = self._read_with_care(index, item, criterion, raw)
        if points is not None:
            self.taken.append((index, item, points, criterion.maximum))

    def _refuse(self, index: int, raw: Any) -> None:
        grid = self.read.opened.grid(self.sheet)
        if grid is not None:
            grid.claim(self.table.rows[index], self.table.columns[self.team.name], Claim.REPORTED)
        self.read.findings.append(finding("content-unused", self._place(index), value=shown(raw)))

    def _read_with_care(self, index: int, item: str, criterion: Criterion, raw: Any) -> Any:
        field = Field(f"{self.team.name}的“{item}”得分", Score(criterion.maximum))
        reading = read_value(field, raw)
        self.read.findings += findings_of(field, reading, self._place(index))
        return reading.value

    def _place(self, index: int) -> Place:
        return self.read.place(self.sheet, self.table.cell(index, self.team.name))


@lru_cache(maxsize=256)
def _fast_score(maximum: Decimal) -> FastReader:
    return fast_reader(Score(maximum))
