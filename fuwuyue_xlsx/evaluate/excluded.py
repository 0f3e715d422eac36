"""Whom 资格排除 of the rules keeps out, what is told of rows that find nobody, and whom else such a row may mean."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from fuwuyue_xlsx.basics.text import key, near_names
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.messages.findings import Finding, finding, of_code, place_of
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Level, Rules
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit

UNMATCHED, NOBODY, UNCLEAR = "exclusion-person-unmatched", "exclusion-of-nobody", "exclusion-unclear"
_NAMED = (Level.PERSON, Level.POST)


class Exclusions:
    """Looks up the rows that name a candidate."""

    def __init__(self, rules: Rules) -> None:
        self._by_department: dict[str, list[Exclusion]] = defaultdict(list)
        for exclusion in rules.exclusions:
            self._by_department[exclusion.department].append(exclusion)

    def of(self, candidate: Candidate) -> tuple[Exclusion, ...]:
        """The rows that name the candidate, in the sheet's order."""
        rows = self._by_department.get(candidate.department)
        return tuple(row for row in rows if excludes(row, candidate)) if rows else ()


def excludes(row: Exclusion, candidate: Candidate) -> bool:
    """Whether a row names this very candidate; what is above or below it is none of the row's."""
    if row.award not in (None, candidate.award) or row.department != candidate.department:
        return False
    if row.person is not None:
        return candidate.level in _NAMED and key(candidate.person or candidate.post) == key(row.person) and _is_of_team(row, candidate)
    if row.team is not None:
        return candidate.level is Level.TEAM and candidate.team == row.team
    return candidate.level is Level.DEPARTMENT


def _is_of_team(row: Exclusion, candidate: Candidate) -> bool:
    return row.team is None or candidate.team == (None if row.team == OUTSIDE_TEAMS else row.team)


def exclusion_findings(rules: Rules, facts: Facts) -> list[Finding]:
    """What is told of the rows that name somebody by name: nobody of that name is recommended, or two of one award are.

    Who is recommended is not known before the department has handed in its book.
    """
    return [one for row in rules.exclusions if row.person is not None and row.department in facts.submitted for one in _findings(row, facts)]


def _findings(row: Exclusion, facts: Facts) -> Iterator[Finding]:
    meant = [candidate for candidate in _nominated(row, facts) if excludes(row, candidate)]
    awards = [candidate.award for candidate in meant]
    place, whose = place_of(row.named), row.team or row.department
    for award in dict.fromkeys(award for award in awards if awards.count(award) > 1):
        yield finding(UNCLEAR, place, name=row.person, award=award, count=awards.count(award), department=row.department)
    if not meant:
        near = _who_may_be_meant(row, facts)
        if near:
            yield finding(UNMATCHED, place, name=row.person, where=whose, suggestion=_offer(row, near), reason=row.reason)
        else:
            yield finding(NOBODY, place, name=row.person, where=whose)


def _offer(row: Exclusion, near: list[Candidate]) -> str:
    """Who may be meant, in words: names that are like it, and of the same name in which department or at which post."""
    like = [_own_name(candidate) for candidate in near if candidate.department == row.department and not _works_there(row, candidate)]
    others = [f"“{candidate.department}”推荐的“{_own_name(candidate)}”" for candidate in near if candidate.department != row.department]
    others += [f"在岗人员里有他的岗位“{candidate.post}”" for candidate in near if _works_there(row, candidate)]
    return offered(row.person, like) + (f"。是否为{'、'.join(dict.fromkeys(others))}？" if others else "")


def _nominated(row: Exclusion, facts: Facts) -> list[Candidate]:
    """The nominated persons and posts of a row's award, in whatever department."""
    return [candidate for candidate in facts.candidates if candidate.nominated and candidate.level in _NAMED and row.award in (None, candidate.award)]


def _who_may_be_meant(row: Exclusion, facts: Facts) -> list[Candidate]:
    """Who may be meant by a row that names nobody: of its department those of the name in another team, of a like name within the team that
    the row names, if it names any, and the posts at which somebody of the name works; else those of the very name in another department."""
    people = _nominated(row, facts)
    own = [one for one in people if one.department == row.department and (_is_near(row, one) or _works_there(row, one))]
    return own if any(_has_name(row, one) for one in own) else own + [one for one in people if _has_name(row, one)]


def _is_near(row: Exclusion, candidate: Candidate) -> bool:
    return _has_name(row, candidate) or (_is_of_team(row, candidate) and bool(near_names(row.person, [_own_name(candidate)])))


def _has_name(row: Exclusion, candidate: Candidate) -> bool:
    return key(_own_name(candidate)) == key(row.person)


def _works_there(row: Exclusion, candidate: Candidate) -> bool:
    """Whether the candidate is a post at which somebody of the name works."""
    return candidate.level is Level.POST and key(row.person) in map(key, candidate.holders)


def _own_name(candidate: Candidate) -> str:
    return candidate.person or candidate.post or ""


def near_exclusion_doubts(rules: Rules, facts: Facts, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """A doubt for each row that finds nobody although somebody whom it may mean is recommended."""
    unmatched = of_code(findings, UNMATCHED)
    doubted = ((row, unmatched[row.named]) for row in rules.exclusions if row.named in unmatched)
    return tuple(Doubt((one,), tuple(_ways(row, facts))) for row, one in doubted)


def _ways(row: Exclusion, facts: Facts) -> Iterator[Edit]:
    """Each who may be meant kept out, as a ruling would do it."""
    near = _who_may_be_meant(row, facts)
    for one in dict.fromkeys((candidate.department, candidate.team, candidate.person, candidate.post) for candidate in near):
        department, team, person, post = one
        barred: dict[str, Any] = {"award": row.award, "department": department, "team": team, "person": person, "post": post, "by": "",
                                  "date": dt.date.min, "reason": row.reason, "book": "", "saved": dt.datetime.min, "source": row.named}
        yield Edit({}, {"disqualifications": from_records([barred])})
