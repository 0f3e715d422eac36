"""A department's book as rows of the tidy tables, with the checks that need more than one cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.doubtful_days import eased_unless, makes_differ
from fuwuyue_xlsx.intake.kinds.headcount_doubts import headcount_findings
from fuwuyue_xlsx.intake.kinds.lateness import material_lateness, plan_lateness
from fuwuyue_xlsx.intake.kinds.nominations import nominations_of_awards
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import QuotaKind, Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.tables.columns import Columns, concat, from_records, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS


def department_content(read: BookRead, rules: Rules) -> Content:
    """Everything the book says, table by table; findings are added to the book."""
    department, titles = read.book.department, d.nomination_titles(rules)
    tables = {
        "departments": from_records([_info(read)]),
        "headcounts": from_records(_headcounts(read, rules)),
        **{sheet.table: _entries(read, sheet) for sheet in read.book.sheets if sheet.table},
        "nominations": concat(nominations_of_awards(read, rules, titles), COLUMNS["nominations"]),
    }
    for columns in tables.values():
        columns["department"] = [department] * length_of(columns)
    read.findings += _dates_outside(read, rules) + _lateness(read, rules)
    _doubtful_days(read, rules)
    return Content(tables)


def _doubtful_days(read: BookRead, rules: Rules) -> None:
    """Days that may be meant otherwise are asked about where they would be late, or no longer; of what was done they decide nothing."""
    late = {d.PLAN_DATE: rules.campaign.plan_is_late, d.MATERIAL_TIME: rules.campaign.material_is_late}
    form = read.forms.get(d.INFO)
    if form is not None:
        form.findings = eased_unless(form.findings, lambda one: makes_differ(late[one.details["title"]], one))
    for table in read.tables.values():
        table.findings = eased_unless(table.findings, lambda _: False)


def _entries(read: BookRead, sheet: Sheet) -> Columns:
    """The filled rows of a sheet as its table: each column that travels, and the cell by which a row is cited."""
    every: Columns = {}
    for field, part in sheet.table_columns:
        values = read.column(sheet.title, field.title)
        every[part.name] = [value is not None for value in values] if part.flag else values
    every["source"] = read.sources(sheet.title, sheet.cited.title)
    return take(every, _unique(read, sheet.title, sheet.unique[0])) if sheet.unique else every


def _unique(read: BookRead, sheet: str, title: str) -> list[int]:
    """The numbers of the filled rows of a table that holds one row a thing; a second one for it is an error and left out."""
    seen, firsts = set(), []
    for index, name in enumerate(read.column(sheet, title)):
        if name is not None and name in seen:
            place = read.place(sheet, read.tables[sheet].cell(index, title))
            read.findings.append(finding("row-twice", place, name=name))
            continue
        seen.add(name)
        firsts.append(index)
    return firsts


def _info(read: BookRead) -> dict[str, Any]:
    form = read.forms.get(d.INFO)
    values = form.values if form else {}
    cells = form.cells if form else {}

    def source(title: str) -> str:
        return str(read.place(d.INFO, cells.get(title, "")))

    return {
        "file": read.path,
        "plan_date": values.get(d.PLAN_DATE),
        "plan_source": source(d.PLAN_DATE),
        "material_time": values.get(d.MATERIAL_TIME),
        "material_source": source(d.MATERIAL_TIME),
    }


def _headcounts(read: BookRead, rules: Rules) -> list[dict[str, Any]]:
    """One row a team, in the rules' order, and one for the staff outside teams."""
    department = read.book.department or ""
    names, numbers, about = (read.column(d.TEAMS, title) for title in ("班组", "员工人数", "班组基本情况"))
    by_team = {names[index]: (index, numbers[index], about[index]) for index in _unique(read, d.TEAMS, "班组")}
    rows: list[dict[str, Any]] = []
    for team in rules.teams_of(department):
        index, headcount, basics = by_team.get(team, (None, None, None))
        cell = read.tables[d.TEAMS].cell(index, "员工人数") if index is not None else _prefilled_cell(read, team)
        place = read.place(d.TEAMS, cell)
        rows.append({"team": team, "headcount": headcount, "basics": basics, "source": str(place)})
        if index is None and _needs_headcount(rules):
            read.findings.append(finding("headcount-missing", place, team=team, department=department))
    form = read.forms.get(d.INFO)
    cell = form.cells.get("班组外员工人数", "") if form else ""
    outside = form.values.get("班组外员工人数") if form else None
    rows.append({"team": None, "headcount": outside, "basics": None, "source": str(read.place(d.INFO, cell))})
    read.findings += headcount_findings(rows)
    return rows


def _needs_headcount(rules: Rules) -> bool:
    return any(award.quota_kind is QuotaKind.RATIO for award in rules.enabled_awards)


def _prefilled_cell(read: BookRead, team: str) -> str:
    """Where the headcount of a team whose row nobody filled would stand."""
    table, grid = read.tables.get(d.TEAMS), read.opened.grid(d.TEAMS)
    if table is not None and grid is not None and {"班组", "员工人数"} <= set(table.columns):
        for row in range(table.header + 1, grid.height):
            if key(grid.value(row, table.columns["班组"])) == key(team):
                return table.address_of(row, "员工人数")
    return ""


def _dates_outside(read: BookRead, rules: Rules) -> list[Finding]:
    """Dates outside the campaign are a warning, and count. What was handed in later than it is late, and told as that."""
    span = rules.campaign.span
    findings = _handed_in_before(read, span.first)
    for sheet in read.book.sheets:
        table = read.tables.get(sheet.title)
        if table is None:
            continue
        for column in sheet.columns:
            if not isinstance(column.kind, Day):
                continue
            for index, day in enumerate(table.values.get(column.title, ())):
                if day is not None and not span.first <= day <= span.last:
                    place = read.place(sheet.title, table.cell(index, column.title))
                    findings.append(finding("date-outside", place, title=column.title, value=day, start=span.first, end=span.last))
    return findings


def _handed_in_before(read: BookRead, first: dt.date) -> list[Finding]:
    """The two dates of handing in, where they lie before the campaign: mistyped, most likely, and perhaps in truth late."""
    form = read.forms.get(d.INFO)
    findings: list[Finding] = []
    if form is None:
        return findings
    for title in (d.PLAN_DATE, d.MATERIAL_TIME):
        value = form.values.get(title)
        if value is not None and (value.date() if isinstance(value, dt.datetime) else value) < first:
            findings.append(finding("handed-in-before", read.place(d.INFO, form.cells[title]), title=title, value=written(value), start=first))
    return findings


def _lateness(read: BookRead, rules: Rules) -> list[Finding]:
    """A plan or material handed in after the deadline."""
    form = read.forms.get(d.INFO)
    if form is None:
        return []
    plan: dt.date | None = form.values.get(d.PLAN_DATE)
    material: dt.datetime | None = form.values.get(d.MATERIAL_TIME)
    late = plan_lateness(rules, read.place(d.INFO, form.cells[d.PLAN_DATE]), plan) if plan is not None else []
    return late + (material_lateness(rules, read.place(d.INFO, form.cells[d.MATERIAL_TIME]), material) if material is not None else [])
