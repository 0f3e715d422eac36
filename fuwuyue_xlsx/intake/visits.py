"""Inspection visits put together: of the sheets of one visit each team's points count as the newest sheet that has some gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from fuwuyue_xlsx.intake.fraction_points import fraction_doubts
from fuwuyue_xlsx.intake.kinds.doubtful_days import asked_about, eased_unless
from fuwuyue_xlsx.intake.kinds.inspection import doubted_visits, same_visit
from fuwuyue_xlsx.intake.merging import Merged, Pairs, content_of
from fuwuyue_xlsx.intake.repeated_visits import repeated_visit_doubts
from fuwuyue_xlsx.intake.row_versions import Behind, doubt_of, points_differ, replaced_rows, rows_by, the_other_way, times_doubted
from fuwuyue_xlsx.intake.submissions import SourceFile, State, Visit
from fuwuyue_xlsx.intake.versions import replaced
from fuwuyue_xlsx.messages.findings import Finding, Place, finding
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.columns import Columns, concat, length_of, take
from fuwuyue_xlsx.tables.contract import COLUMNS
from fuwuyue_xlsx.tables.edits import Doubt, Edit, edit_between

_TABLE = "inspections"
# of a sheet that is put aside only why it is, and that it cannot be told which is newer, still matters
_WHY = ("visit-superseded", "file-same-time")


@dataclass(frozen=True)
class _Sheet:
    """A sheet of a visit; `number` is that of its file among those of its kind."""

    number: int
    file: SourceFile
    visit: Visit

    @property
    def rows(self) -> Columns:
        return self.visit.rows

    @property
    def place(self) -> Place:
        return Place(self.file.path, self.visit.sheet)

    @cached_property
    def by_team(self) -> dict[str, list[int]]:
        """The numbers of its rows by team."""
        return {str(team): numbers for (team,), numbers in rows_by(self.rows, ("team",)).items()}

    @cached_property
    def said(self) -> dict[str, dict[str, Any]]:
        """The points of each team by the number of the item among those of its name."""
        items, points = self.rows["item"], self.rows["points"]
        return {team: {items[number]: points[number] for number in numbers} for team, numbers in self.by_team.items()}


@dataclass
class _SheetsOfVisit:
    """The sheets of one visit to one department, oldest first."""

    sheets: list[_Sheet]
    doubts: list[Doubt] = field(default_factory=list)

    @cached_property
    def replaced(self) -> list[dict[str, int]]:
        """For each sheet its teams for which a newer one has points, with that sheet's place."""
        return replaced_rows([sheet.said for sheet in self.sheets])

    def is_superseded(self, place: int) -> bool:
        """Whether a newer sheet has points for every team of an older one."""
        newer = {team for sheet in self.sheets[place + 1:] for team in sheet.said}
        return place < len(self.sheets) - 1 and newer.issuperset(self.sheets[place].visit.written)

    def newest(self, place: int) -> _Sheet:
        """The newest sheet that has points for a team of this one; the newest of all for one that stands whole."""
        return self.sheets[max(self.replaced[place].values(), default=len(self.sheets) - 1)]

    def rows(self, teams: Sequence[str]) -> Columns:
        """The points that count, team by team in the order given, as one visit's."""
        if len(self.sheets) == 1:
            return self.one_visit(self.sheets[0])
        standing = {team: sheet for place, sheet in enumerate(self.sheets) for team in sheet.said if team not in self.replaced[place]}
        return concat((self.one_visit(standing[team], standing[team].by_team[team]) for team in teams if team in standing), COLUMNS[_TABLE])

    def behind(self) -> Iterator[Behind]:
        """For each team's points that count what older sheets give it."""
        for place, sheet in enumerate(self.sheets):
            for team in (team for team in sheet.said if team not in self.replaced[place]):
                older = [self.one_visit(one, one.by_team[team]) for one in reversed(self.sheets[:place]) if team in one.said]
                sources = list(sheet.rows["source"])
                stands = frozenset(sources[number] for number in sheet.by_team[team])
                if older:
                    yield Behind(_TABLE, stands, tuple((rows, range(length_of(rows))) for rows in older))

    def one_visit(self, sheet: _Sheet, numbers: Sequence[int] | None = None) -> Columns:
        """Rows of a sheet (all without numbers) as those of this visit, which the newest sheet with points names."""
        named = self.sheets[-1] if len(self.sheets) == 1 else next((one for one in reversed(self.sheets) if one.said), self.sheets[-1])
        visit = named.visit
        who = {"visit": str(named.place), "date": visit.date, "inspector": visit.inspector, "department": visit.department}
        rows = sheet.rows if numbers is None else take(sheet.rows, numbers)
        return {**{name: [value] * len(rows["points"]) for name, value in who.items()}, **rows}


def merge_inspections(files: Sequence[SourceFile], pairs: Pairs, rules: Rules) -> Merged:
    """The points of every visit, in the order of the files' paths and their sheets; the parts of one visit together."""
    groups = _groups(files)
    settled, doubts = list(files), []
    aside: dict[int, int] = {}
    for group in groups:
        for place, sheet in enumerate(group.sheets[:-1]):
            aside[sheet.number] = aside.get(sheet.number, 0) + group.is_superseded(place)
            said, noted = _notes(group, place)
            settled[sheet.number] = _without(settled[sheet.number], sheet, group, place).with_findings(*said)
            for number, each in noted:
                settled[number] = settled[number].with_findings(each)
        doubts += group.doubts
    for number, count in aside.items():
        if count == len(content_of(files[number]).visits):
            settled[number] = replace(settled[number], state=State.SUPERSEDED)
    ordered = sorted(groups, key=lambda group: min((sheet.file.path, sheet.visit.sheet) for sheet in group.sheets))
    rows = _rows(ordered, rules)
    doubted = [doubt for group in ordered for doubt in doubted_visits((settled[sheet.number], sheet.visit) for sheet in group.sheets)]
    behind = tuple(each for group in groups for each in group.behind())
    repeated = list(repeated_visit_doubts(rows, rules.expected.visits))
    places = {file.path: number for number, file in enumerate(settled)}
    for warning in (said for doubt in repeated for said in doubt.findings):
        number = places[warning.place.file]
        settled[number] = settled[number].with_findings(warning)
    settled, days = _doubtful_days(settled, files, rows, rules)
    return Merged(settled, {_TABLE: rows}, doubts=(*doubts, *doubted, *repeated, *fraction_doubts(settled, _TABLE, rows), *days), behind=behind)


def _rows(groups: Iterable[_SheetsOfVisit], rules: Rules) -> Columns:
    """The points that count, visit after visit."""
    teams = {department: rules.teams_of(department) for department in rules.departments}
    return concat((group.rows(teams[group.sheets[0].visit.department]) for group in groups), COLUMNS[_TABLE])


def _doubtful_days(settled: Sequence[SourceFile], files: Sequence[SourceFile], rows: Columns, rules: Rules
                   ) -> tuple[list[SourceFile], list[Doubt]]:
    """Visits that may have been on another day: the files, in which those that this leaves as they are are only told, and the doubts.

    On another day a visit may be one with another visit, or lie outside the campaign, where its points are doubted as well.
    """
    doubts = [Doubt((one,), ways) for number, file in enumerate(settled) for one in asked_about(file.findings)
              if (ways := tuple(_on_another_day(files, number, one, rows, rules)))]
    asked = [doubt.findings[0] for doubt in doubts]
    return [replace(file, findings=tuple(eased_unless(file.findings, asked.__contains__))) for file in settled], doubts


def _on_another_day(files: Sequence[SourceFile], number: int, asked: Finding, rows: Columns, rules: Rules) -> Iterator[Edit]:
    """The readings in which the visit that a finding is about was on another day, as far as they give other points."""
    content, span = content_of(files[number]), rules.campaign.span
    own = frozenset(source for visit in content.visits if visit.sheet == asked.place.sheet for source in visit.rows["source"])
    for other in asked.details["others"]:
        there = [replace(visit, date=other) if visit.sheet == asked.place.sheet else visit for visit in content.visits]
        instead = [*files[:number], replace(files[number], content=replace(content, visits=there)), *files[number + 1:]]
        then = _rows(_groups(instead), rules)
        if _undated(then) != _undated(rows):
            yield edit_between({_TABLE: rows}, {_TABLE: then})
        if own and span.first <= asked.details["taken"] <= span.last and not span.first <= other <= span.last:
            yield Edit({_TABLE: own})


def _undated(rows: Columns) -> list[tuple[Any, ...]]:
    """The rows but for their day, which decides nothing by itself."""
    return sorted(zip(*(list(column) for name, column in rows.items() if name != "date"), strict=True), key=repr)


def _groups(files: Sequence[SourceFile]) -> list[_SheetsOfVisit]:
    by_visit: dict[object, list[_Sheet]] = {}
    for number, file in enumerate(files):
        for visit in content_of(file).visits:
            by_visit.setdefault(same_visit(visit) or (number, visit.sheet), []).append(_Sheet(number, file, visit))
    return [_SheetsOfVisit(sorted(sheets, key=lambda sheet: (sheet.file.age, sheet.place.file, sheet.place.sheet))) for sheets in by_visit.values()]


def _notes(group: _SheetsOfVisit, place: int) -> tuple[list[Finding], list[tuple[int, Finding]]]:
    """What newer sheets of the same visit say of an older one: the findings on it, and those on other files, by number."""
    sheet, gone = group.sheets[place], group.replaced[place]
    differing = [team for team, instead in gone.items() if group.sheets[instead].said[team] != sheet.said[team]]
    findings = _why(group, place, differing)
    why = findings[0]
    findings += _lost(group, place)
    noted: list[tuple[int, Finding]] = []
    for team in differing:
        instead = group.sheets[gone[team]]
        items = {instead.rows["item"][number]: number for number in instead.by_team[team]}
        both = [(number, items[item]) for number in sheet.by_team[team] if (item := sheet.rows["item"][number]) in items]
        here, there = points_differ(sheet.rows, instead.rows, both, (sheet.file, instead.file))
        findings += here
        noted += [(instead.number, each) for each in there]
    if differing:
        newer = [group.sheets[gone[team]] for team in differing]
        doubted = times_doubted(sheet.file, (one.file for one in newer))
        numbers = {one.file.path: one.number for one in (sheet, *newer)}
        noted += [(numbers[path], warning) for path, warning in doubted.items()]
        out = [(one.rows, one.by_team[team]) for one, team in zip(newer, differing, strict=True)]
        back = group.one_visit(sheet, [number for team in differing for number in sheet.by_team[team]])
        group.doubts += doubt_of(why, doubted, the_other_way(_TABLE, out, back, range(length_of(back))))
    return findings, noted


def _why(group: _SheetsOfVisit, place: int, differing: Sequence[str]) -> list[Finding]:
    """Why an older sheet, or a part of it, does not count: first the error, if any, that nobody can tell which is newer."""
    sheet, gone = group.sheets[place], group.replaced[place]
    other = group.newest(place).file.path
    if group.is_superseded(place):
        info = finding("visit-superseded", sheet.place, department=sheet.visit.department, other=other)
    else:
        info = finding("file-partly-replaced", sheet.place, replaced=len(gone), count=len(sheet.said) - len(gone), what="班组", other=other)
    equal = [group.sheets[gone[team]].file for team in differing if group.sheets[gone[team]].file.age == sheet.file.age]
    if not equal:
        return [info]
    return [replaced(sheet.file, equal[0], info), *([] if group.is_superseded(place) else [info])]


def _lost(group: _SheetsOfVisit, place: int) -> list[Finding]:
    """Items that only the older sheet has for a team: somebody may have handed in two parts of the team's points, not two versions."""
    sheet, gone = group.sheets[place], group.replaced[place]
    lost = [number for team, instead in gone.items() for number in sheet.by_team[team]
            if sheet.rows["item"][number] not in group.sheets[instead].said[team]]
    if not lost:
        return []
    lost_points = finding("points-lost", sheet.place, count=len(lost), other=group.newest(place).file.path)
    back = group.one_visit(sheet, lost)
    group.doubts.append(Doubt((lost_points,), (the_other_way(_TABLE, [], back, range(length_of(back))),)))
    return [lost_points]


def _without(file: SourceFile, sheet: _Sheet, group: _SheetsOfVisit, place: int) -> SourceFile:
    """The file without what is wrong on a sheet of its, or in the columns of some teams: it no longer matters, as a newer sheet has them."""
    title, whole = sheet.visit.sheet, group.is_superseded(place)
    newer = {team for later in group.sheets[place + 1:] for team in later.said}
    letters = {column for team, column in sheet.visit.written.items() if team in newer}

    def matters(p: Finding) -> bool:
        on_sheet = p.place.sheet == title and p.code not in _WHY
        return not on_sheet or not (whole or (bool(p.place.cell) and p.place.cell.rstrip("0123456789") in letters))

    return replace(file, findings=tuple(p for p in file.findings if matters(p)), aside=file.aside | ({title} if whole else set()))
