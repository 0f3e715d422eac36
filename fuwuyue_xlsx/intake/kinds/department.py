"""A department's book as rows of the tidy tables, with the checks that need more than one cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.doubtful_days import eased_unless, makes_differ
from fuwuyue_xlsx.intake.kinds.headcount_doubts import headcount_findings
from fuwuyue_xlsx.intake.kinds.lateness import material_lateness, plan_lateness
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Content
from fuwuyue_xlsx.messages.findings import Finding, finding
from fuwuyue_xlsx.rules.model import AGREED, OUTSIDE_TEAMS, YES, Award, Level, QuotaKind, Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.date_kinds import Day
from fuwuyue_xlsx.schema.declarations import Sheet
from fuwuyue_xlsx.schema.field_kinds import NAME_MARKS
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import Columns, concat, from_records, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.factorized import AnyColumn

_SEPARATORS = re.compile(f"[{NAME_MARKS}]")


def department_content(read: BookRead, rules: Rules) -> Content:
    """Everything the book says, table by table; findings are added to the book."""
    department, titles = read.book.department, d.nomination_titles(rules)
    tables = {
        "departments": from_records([_info(read)]),
        "headcounts": from_records(_headcounts(read, rules)),
        **{sheet.table: _entries(read, sheet) for sheet in read.book.sheets if sheet.table},
        "nominations": concat(_of_tiers(read, rules, titles), COLUMNS["nominations"]),
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


def _of_tiers(read: BookRead, rules: Rules, titles: Mapping[str, str]) -> Iterator[Columns]:
    """The nominations award by award; one for a group's first award serves its lower tiers, where these say nothing of their own."""
    by_award = {award.name: _nominations(read, award, titles[award.name]) for award in rules.enabled_awards}
    for award in rules.enabled_awards:
        own, higher = by_award[award.name], rules.tiers_above(award)
        yield own
        if higher and not (award.level is Level.DEPARTMENT and _says_something(read, titles[award.name])):
            yield _also_for(award, own, by_award[higher[0].name])


def _says_something(read: BookRead, sheet: str) -> bool:
    """Whether a department declares on a lower tier's own sheet that it takes part, or that it does not."""
    form = read.forms.get(sheet)
    return form is not None and form.values.get("是否申报") is not None


def _also_for(award: Award, own: Columns, first: Columns) -> Columns:
    """The nominations for a group's first award as those for another, but for whom its own sheet names; they stand behind its own."""
    named = {_candidate(own, row) for row in range(length_of(own))}
    others = [row for row in range(length_of(first)) if _candidate(first, row) not in named]
    positions = [position for position in own.get("position", ()) if position is not None]
    behind = max(positions, default=-1) + 1
    rows = take(first, others)
    return {**rows, "award": [award.name] * len(others), "position": [behind + position for position in rows["position"]]} if others else {}


def _candidate(rows: Columns, row: int) -> tuple[object, ...]:
    """Whom a nomination names: posts of one name in two teams are two, persons of one name one."""
    person, post = (key(rows[column][row]) for column in ("person", "post"))
    return None if person else rows["team"][row], person, post


def _nominations(read: BookRead, award: Award, sheet: str) -> Columns:
    """The recommended of one award, one row each; a second row for one of them is an error and left out."""
    if award.level is Level.DEPARTMENT:
        return _declaration(read, award, sheet)
    title = {Level.TEAM: "班组", Level.PERSON: "姓名", Level.POST: "岗位名称"}[award.level]
    names, count = read.column(sheet, title), len(read.column(sheet, title))
    home = names if award.level is Level.TEAM else [None if team == OUTSIDE_TEAMS else team for team in read.column(sheet, "所在班组")]
    every: Columns = {
        "award": [award.name] * count,
        "team": home,
        "person": names if award.level is Level.PERSON else [None] * count,
        "post": names if award.level is Level.POST else [None] * count,
        "holders": read.column(sheet, d.HOLDERS) if award.level is Level.POST else [None] * count,
        "order": read.column(sheet, "推荐顺序"),
        "agreed": [opinion == AGREED for opinion in read.column(sheet, "科室意见")],
        "position": list(range(count)),
        "deeds": read.column(sheet, "主要事迹"),
        "job": read.column(sheet, "岗位"),
        "basics": read.column(sheet, "班组基本情况"),
        "category": read.column(sheet, d.CATEGORY) if award.level is Level.PERSON else [None] * count,
        "source": read.sources(sheet, title),
    }
    firsts = _first_named(read, sheet, title, home if award.level is Level.POST else None)
    for index in firsts if award.level is Level.PERSON else ():
        if _SEPARATORS.search(names[index]):
            place = read.place(sheet, read.tables[sheet].cell(index, title))
            read.findings.append(finding("several-persons", place, title=title, value=names[index]))
    if award.level is Level.PERSON:
        _doubt_namesakes(read, sheet, title, firsts)
    if award.level is Level.POST and award.vetoes:
        _posts_without_holders(read, award, sheet, [index for index in firsts if every["agreed"][index] and not every["holders"][index]])
    return take(every, firsts)


def _posts_without_holders(read: BookRead, award: Award, sheet: str, rows: list[int]) -> None:
    """Posts for which nobody is named: no incident finds its way to them, so that the award's veto cannot fire."""
    names = read.column(sheet, "岗位名称")
    for index in rows:
        table = read.tables[sheet]
        cell = table.cell(index, d.HOLDERS if d.HOLDERS in table.columns else "岗位名称")
        read.findings.append(finding("post-without-holders", read.place(sheet, cell), award=award.name, post=names[index]))


def _first_named(read: BookRead, sheet: str, title: str, home: AnyColumn | None) -> list[int]:
    """The numbers of the rows that name somebody first; posts of one name in two teams are two."""
    seen: set[tuple[str, Any]] = set()
    firsts = []
    for index, name in enumerate(read.column(sheet, title)):
        if name is None:
            continue
        same = (key(name), home[index] if home else None)
        if same in seen:
            place = read.place(sheet, read.tables[sheet].cell(index, title))
            read.findings.append(finding("nominee-twice", place, name=name))
            continue
        seen.add(same)
        firsts.append(index)
    return firsts


def _doubt_namesakes(read: BookRead, sheet: str, title: str, firsts: list[int]) -> None:
    """A name with something about it beside the name alone, 李七（班长） and 李七: nobody can tell whether they are one."""
    names = read.column(sheet, title)
    rows = {key(names[index]): index for index in firsts}
    for text, name in wrapping(rows):
        place = read.place(sheet, read.tables[sheet].cell(rows[text], title))
        read.findings.append(finding("nominee-unclear", place, value=names[rows[text]], name=names[rows[name]]))


def _declaration(read: BookRead, award: Award, sheet: str) -> Columns:
    form = read.forms.get(sheet)
    if form is None or form.values.get("是否申报") != YES:
        return {}
    place = read.place(sheet, form.cells.get("是否申报", ""))
    declared = {"award": award.name, "agreed": True, "position": 0, "deeds": form.values.get("主要事迹"), "source": str(place)}
    return {name: [declared.get(name)] for name in COLUMNS["nominations"]}


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
