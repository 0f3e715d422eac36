"""Answer sheets about a department or team that the rules do not have: told by the wrong name, and weighed as if the nearest was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fuwuyue_xlsx.basics.cell_values import shown
from fuwuyue_xlsx.basics.references import address, cell_ranges
from fuwuyue_xlsx.basics.text import key, near_names
from fuwuyue_xlsx.messages.findings import Place, finding
from fuwuyue_xlsx.reading.grid import Grid
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Rules
from fuwuyue_xlsx.schema.name_kinds import known_name
from fuwuyue_xlsx.tables.columns import Columns
from fuwuyue_xlsx.tables.edits import Doubt, Edit
from fuwuyue_xlsx.tables.survey_tables import Owner

_LONGEST, _MOST_RANGES = 40, 20


class Misnamed(NamedTuple):
    """What rows say of whom they are about, as it stands there, when the rules do not have it; "" for an empty cell."""

    department: str
    team: str

    def words(self, rules: Rules) -> str:
        """The name that is wrong, with the one beside it: 班组“电工”（维修管理科）."""
        team = f"班组“{self.team[:_LONGEST]}”" if self.team else ""
        if known_department(self.department, rules):
            return f"{team}（{self.department}）"
        return f"科室“{self.department[:_LONGEST]}”" + (f"（{team}）" if team else "") if self.department else f"{team}，没有写科室"


def misnamed_rows(table: Table, grid: Grid, indices: Iterable[int]) -> dict[Misnamed, list[int]]:
    """These rows of a survey by what they say of whom they are about."""
    by_name: dict[Misnamed, list[int]] = {}
    for index in indices:
        said = Misnamed(*(_text(table, grid, index, title) for title in ("科室", "班组")))
        by_name.setdefault(said, []).append(index)
    return by_name


def _text(table: Table, grid: Grid, index: int, title: str) -> str:
    return shown(grid.value(table.rows[index], table.columns[title])).strip() if title in table.columns else ""


def misnamed_doubts(rows: Mapping[Misnamed, Sequence[int]], table: Table, grid: Grid, file: str, rules: Rules,
                    counted: Callable[[Sequence[int], Owner], dict[str, Columns]]) -> Iterator[Doubt]:
    """A doubt for each wrong name that is near a right one, with a way for each of the names that are equally near.

    `counted` makes the survey's tables of some rows as if they were about a given department or team.
    """
    for said, indices in rows.items():
        owners = objects_meant(said, rules)
        if owners:
            title = "班组" if known_department(said.department, rules) or not said.department else "科室"
            cells = [(table.rows[index], table.columns[title]) for index in indices]
            ranges = cell_ranges(cells).split("、")
            where = "、".join(ranges[:_MOST_RANGES]) + (" 等" if len(ranges) > _MOST_RANGES else "")
            place = Place(file, grid.title, address(*cells[0]))
            names = "或".join(f"“{team or department}”" + (f"（{department}）" if team else "") for department, team in owners)
            near = finding("survey-name-near", place, count=len(indices), said=said.words(rules), cells=where, names=names)
            yield Doubt((near,), tuple(Edit(rows=counted(indices, owner)) for owner in owners))


def objects_meant(said: Misnamed, rules: Rules) -> tuple[Owner, ...]:
    """Whom a name that the rules do not have is likely to mean; of a known department at least the department itself.

    Either of the two names may be the wrong one: a team of another department leaves both open.
    """
    department = known_department(said.department, rules)
    named = said.team if key(said.team) != key(OUTSIDE_TEAMS) else ""
    if department is not None:
        own: list[Owner] = [(department, team) for team in near_names(named, rules.teams_of(department))]
        return tuple(dict.fromkeys((own or [(department, None)]) + _of_team(named, rules.departments, rules)))
    near = near_names(said.department, rules.departments) if said.department else ()
    if not named:
        return tuple((one, None) for one in near)
    meant = _of_team(named, near, rules) or _of_team(named, rules.departments, rules)
    meant = meant or [(one, team) for one in near for team in near_names(named, rules.teams_of(one))]
    return tuple(meant or [(one, None) for one in near])


def _of_team(name: str, departments: Iterable[str], rules: Rules) -> list[Owner]:
    """The team of this very name, when only one of these departments has it."""
    named_so: list[Owner] = [(department, team) for department in departments if (team := rules.own_team(department, name)) is not None]
    return named_so if len(named_so) == 1 else []


def known_department(name: str, rules: Rules) -> str | None:
    """The department as the rules write it, whatever people call it; None for a name that they do not have."""
    department: str | None = known_name(rules.departments, rules.short_names).read(name).value
    return department
