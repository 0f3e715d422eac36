"""One filled row of an office book: its cells, what is reported of it, and whether the candidate that it names can be one."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.intake.read_book import BookRead
from fuwuyue_xlsx.intake.submissions import Row
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Rules
from fuwuyue_xlsx.schema.field_kinds import offered

# what a row says to name one candidate of a level and nothing more
HOW_TO_NAME = {Level.DEPARTMENT: "只写科室", Level.TEAM: "写科室和班组", Level.PERSON: "写科室、班组和姓名", Level.POST: "写科室、班组和岗位"}


class TypedRow:
    """One row of a sheet. `index`: its number in the table that was read, from 0."""

    def __init__(self, read: BookRead, sheet: str, index: int, record: Row) -> None:
        self.read, self.sheet, self.index, self.record = read, sheet, index, record

    def place(self, title: str) -> Place:
        """The cell of a column in the row."""
        return self.read.place(self.sheet, self.read.tables[self.sheet].cell(self.index, title))

    def report(self, code: str, at: str, **details: Any) -> bool:
        """Add a finding at the row's cell of the column `at`. Always False, with which a check ends that has reported something."""
        self.read.findings.append(finding(code, self.place(at), **details))
        return False

    def unreadable(self, title: str) -> bool:
        """Whether something stands in the column that could not be read."""
        return (self.index, title) in self.read.tables[self.sheet].unreadable


class CandidateRow(TypedRow):
    """A row that names a candidate by 科室, 班组 and a name."""

    def knows_team(self, rules: Rules) -> bool:
        """Whether the team, if one is named, is the department's own; else that is reported."""
        department, team = self.record["科室"], self.record["班组"]
        if team in (None, OUTSIDE_TEAMS) or rules.own_team(department, team) is not None:
            return True
        return self.report("unknown-name", "班组", title=f"{department}的班组", value=team, suggestion=offered(team, rules.teams_of(department)))

    def team(self, rules: Rules) -> str | None:
        """The team as the rules write it; None for somebody outside teams, and where none is named."""
        team = self.record["班组"]
        return None if team in (None, OUTSIDE_TEAMS) else rules.own_team(self.record["科室"], team)
