"""Whom each row of an export is about, where the respondent has chosen the department and the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.intake.kinds.survey_header import mapped_as
from fuwuyue_xlsx.reading.read_table import Table
from fuwuyue_xlsx.rules.model import OF_DEPARTMENT, OF_TEAM, OUTSIDE_TEAMS, MappedColumn, Rules
from fuwuyue_xlsx.schema.answer_kinds import chooses_nobody, named_in
from fuwuyue_xlsx.schema.field_kinds import asked_about
from fuwuyue_xlsx.tables.factorized import Factorized, factorize, factorize_pairs
from fuwuyue_xlsx.tables.survey_tables import Owner

# what stands between a department and its team in one cell: 维修科-电工组
_BETWEEN = "-—–―/>→:|、,.·~_"


@dataclass(frozen=True)
class Rated:
    """Whom a row is about: its owner, or None with the column to blame and why."""

    owner: Owner | None
    title: str = ""
    why: str = ""


def rated_rows(table: Table, rules: Rules) -> Factorized:
    """A `Rated` for each row of a table, from its columns of departments and of teams."""
    columns = [*mapped_as(rules, table.columns, OF_DEPARTMENT), *mapped_as(rules, table.columns, OF_TEAM)]
    chosen = Factorized([()], factorize([0] * len(table)).codes)
    for column in columns:
        pairs = factorize_pairs(chosen, factorize(table.values[column.header]))
        chosen = pairs.rename_categories([(*before, text or "") for before, text in pairs.categories])
    return chosen.rename_categories([_rated(columns, texts, rules) for texts in chosen.categories])


def _rated(columns: Sequence[MappedColumn], texts: Sequence[str], rules: Rules) -> Rated:
    """Whom a row is about in which these texts stand in these columns, those of departments first."""
    called = {key(short): name for short, name in rules.short_names}
    given = [(column, called.get(key(text), text)) for column, text in zip(columns, texts, strict=True) if text and not chooses_nobody(text)]
    rated: list[Owner] = []
    for column, text in given:
        known = list(dict.fromkeys(department for department, _ in rated))
        if len(known) == 1 and column.department not in (None, known[0]):
            return Rated(None, column.header, f"科室是“{known[0]}”，却选了“{column.department}”的班组“{text[:40]}”")
        of = [column.department] if column.department is not None else known or list(rules.departments)
        if key(text) == key(OUTSIDE_TEAMS):
            rated += [(of[0], None)] if len(of) == 1 else []
            continue
        meant = _named(key(text), column, of, rules)
        if len(meant) != 1:
            return Rated(None, column.header, _unknown(column, text, of, meant, rules))
        rated += meant
    departments, teams = {department for department, _ in rated}, {owner for owner in rated if owner[1] is not None}
    if not rated:
        return Rated(None, columns[0].header if columns else "", "科室没有填写")
    if len(departments) > 1 or len(teams) > 1:
        named = "、".join(f"“{text[:40]}”" for _, text in given)
        return Rated(None, given[-1][0].header, f"选了几个不同的科室或班组：{named}")
    return Rated(next(iter(teams), rated[0]))


def _named(text: str, column: MappedColumn, of: Sequence[str], rules: Rules) -> list[Owner]:
    """The departments, or the teams of these departments, that a text's key can mean; the names as they are before any others."""
    meant: list[Owner] = []
    if column.question == OF_TEAM:
        for department in of:
            team = named_in(text, map(key, rules.teams_of(department)))
            meant += [(department, rules.own_team(department, team))] if team is not None else []
        exact = [owner for owner in meant if key(owner[1]) == text]
        meant = exact or meant
    elif (department_key := named_in(text, map(key, of))) is not None:
        meant = [(name, None) for name in of if key(name) == department_key]
    return meant or named_together(text, of, rules)


def named_together(text: str, departments: Sequence[str], rules: Rules) -> list[Owner]:
    """A department and one of its teams in the key of one cell: 维修科-电工组, 维修科 电工组, 维修科(电工组)."""
    owners: list[Owner] = []
    for name in departments:
        after = text.removeprefix(key(name))
        rest = after[1:-1] if after[:1] == "(" and after[-1:] == ")" else after.lstrip(_BETWEEN)
        if after != text and rest:
            outside, team = rest == key(OUTSIDE_TEAMS), rules.own_team(name, rest)
            owners += [(name, team)] if team is not None or outside else []
    return owners


def _unknown(column: MappedColumn, text: str, of: Sequence[str], meant: Sequence[Owner], rules: Rules) -> str:
    """Why a text names nobody of these departments, or several."""
    if len(meant) > 1:
        return f"“{text[:40]}”不止一个科室有，看不出是哪个科室的"
    if column.question == OF_TEAM and len(of) == 1 and any(named_in(key(text), map(key, rules.teams_of(name))) for name in rules.departments):
        return f"“{text[:40]}”不是“{of[0]}”的班组"
    known = list(of) if column.question == OF_DEPARTMENT else [team for department in of for team in rules.teams_of(department)]
    question = asked_about(text, known)
    return f"{column.question}“{text[:40]}”不在名单里{f'，{question}' if question else ''}"
