"""Who is listed for an award: every department and team of the rules, and every person and post with a row."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.rules.model import Award, Level, Rules
from fuwuyue_xlsx.tables.frames import Tables


def candidates_of(rules: Rules, tables: Tables) -> list[Candidate]:
    """All candidates of all enabled awards, award by award, in the rules' and then the sheets' order."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in tables.nominations.to_dict("records"):
        rows.setdefault(row["award"], []).append(row)
    return [c for award in rules.enabled_awards for c in _of_award(rules, award, rows.get(award.name, []))]


def _of_award(rules: Rules, award: Award, rows: list[dict[str, Any]]) -> list[Candidate]:
    if award.level is Level.DEPARTMENT:
        return _listed(award, [(department, None) for department in rules.departments], rows)
    if award.level is Level.TEAM:
        return _listed(award, [(team.department, team.name) for team in rules.teams], rows)
    order = {department: number for number, department in enumerate(rules.departments)}
    placed = sorted(rows, key=lambda row: (order[row["department"]], row["position"]))
    return [_candidate(award, row, position) for position, row in enumerate(placed)]


def _listed(award: Award, names: list[tuple[str, str | None]], rows: list[dict[str, Any]]) -> list[Candidate]:
    """Each name of the rules, nominated or not."""
    by_name = {(row["department"], row["team"]): row for row in rows}
    listed = []
    for position, (department, team) in enumerate(names):
        row = by_name.get((department, team))
        if row is not None:
            listed.append(_candidate(award, row, position))
        else:
            listed.append(Candidate(award.name, award.level, department, team, position=position))
    return listed


def _candidate(award: Award, row: dict[str, Any], position: int) -> Candidate:
    return Candidate(
        award.name, award.level, row["department"], row["team"], row["person"], row["post"],
        bool(row["agreed"]), row["order"], position, row["source"],
    )
