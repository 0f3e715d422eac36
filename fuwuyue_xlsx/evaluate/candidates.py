"""The candidates of an award: every department or team of the rules, or every person or post with a row in a department's book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.rules.model import Award, Level, Rules
from fuwuyue_xlsx.tables.frames import Tables, by_department

if TYPE_CHECKING:
    import pandas as pd

_NAMES = ["award", "department", "team"]


def candidates_of(rules: Rules, tables: Tables) -> list[Candidate]:
    """All candidates of all enabled awards, award by award, in the rules' and then the sheets' order.

    `position` counts them within their award, from 0.
    """
    awards = {award.name: award for award in rules.enabled_awards}
    table = candidate_table(rules, tables.nominations)
    points = {name: "" if (lender := rules.points_award(award)).name == name else lender.name for name, award in awards.items()}
    positions = table.groupby("award").cumcount().tolist()
    named = (*_NAMES, "person", "post", "holders", "agreed", "order", "source", "category")
    rows = zip(*(table[name].tolist() for name in named), positions, strict=True)
    return [
        Candidate(award, awards[award].level, department, team, person, post, bool(agreed), order, position, source or "", holders or (), points[award],
                  category)
        for award, department, team, person, post, holders, agreed, order, source, category, position in rows
    ]


def candidate_table(rules: Rules, nominations: pd.DataFrame) -> pd.DataFrame:
    """One row a candidate, with the columns of its nomination; None in all of them where a department or team has none."""
    import pandas as pd

    fixed = [award for award in rules.enabled_awards if award.level in (Level.DEPARTMENT, Level.TEAM)]
    fixed_names = pd.DataFrame([(award.name, *name) for award in fixed for name in _names(rules, award)], columns=_NAMES, dtype=object)
    fixed_rows = fixed_names.merge(nominations.drop_duplicates(_NAMES, keep="last"), how="left", on=_NAMES)
    others = nominations[nominations["award"].isin([award.name for award in rules.enabled_awards if award not in fixed])]
    others = by_department(others.sort_values("position", kind="stable"), rules.departments)
    order = [award.name for award in rules.enabled_awards]
    table = pd.concat([fixed_rows, others], ignore_index=True).sort_values("award", key=lambda names: names.map(order.index), kind="stable")
    return table.astype(object).where(table.notna(), None)


def _names(rules: Rules, award: Award) -> list[tuple[str, str | None]]:
    """(department, team) of all who are listed for an award of departments or teams."""
    if award.level is Level.DEPARTMENT:
        return [(department, None) for department in rules.departments]
    return [(team.department, team.name) for team in rules.teams]
