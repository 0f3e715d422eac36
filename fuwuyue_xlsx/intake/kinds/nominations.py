"""Whom a department's book recommends, award by award; for the tiers of a group one nomination serves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.messages.findings import finding
from fuwuyue_xlsx.rules.model import AGREED, OUTSIDE_TEAMS, YES, Award, Level, Rules
from fuwuyue_xlsx.schema import department_book as d
from fuwuyue_xlsx.schema.field_kinds import NAME_MARKS
from fuwuyue_xlsx.schema.name_kinds import wrapping
from fuwuyue_xlsx.tables.columns import Columns, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.factorized import AnyColumn

_SEPARATORS = re.compile(f"[{NAME_MARKS}]")


def nominations_of_awards(read: BookRead, rules: Rules, titles: Mapping[str, str]) -> Iterator[Columns]:
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
