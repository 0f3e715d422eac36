"""Incidents laid to a person who is on no list, read as if a nominated one or one at a nominated post were meant: a look-alike, or a
namesake in another team or department.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fuwuyue_xlsx.basics.text import key, near_names
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.messages.findings import Finding, of_code
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit

CODE = "incident-person-unmatched"


# by department: the name of each who is nominated or works at a nominated post, and the team
_People = Mapping[str, Sequence[tuple[str, str | None]]]


def near_person_doubts(facts: Facts, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """A doubt for each finding on such an incident for which somebody else may be meant."""
    by_place = of_code(findings, CODE)
    if not by_place:
        return ()
    people: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for candidate in facts.candidates:
        if candidate.nominated:
            people[candidate.department] += [(name, candidate.team) for name in (candidate.person, *candidate.holders) if name]
    doubted = ((row, by_place[row["source"]]) for row in facts.incidents if row["source"] in by_place)
    doubts = (Doubt((finding,), tuple(_ways(row, people))) for row, finding in doubted)
    return tuple(doubt for doubt in doubts if doubt.readings)


def elsewhere(person: str, department: str, facts: Facts) -> tuple[str, ...]:
    """The other departments in which somebody of this very name is nominated or works at a nominated post."""
    said = key(person)
    return tuple(dict.fromkeys(one.department for one in facts.candidates if one.nominated and one.department != department
                               and any(key(name) == said for name in (one.person, *one.holders) if name)))


def _ways(row: dict[str, Any], people: _People) -> Iterator[Edit]:
    """The incident laid to each person who may be meant, in the team of that person where the row names one; to somebody of another
    department where nobody of the name is in its own."""
    own, said = people.get(row["department"], ()), key(row["person"])
    meant = [(row["department"], name, team) for name, team in own if _may_be_meant(row, name, team)]
    if not any(key(name) == said for name, _ in own):
        meant += [(department, name, team) for department, named in people.items() for name, team in named
                  if department != row["department"] and key(name) == said]
    laid = ((department, name, team if row["team"] is not None else None) for department, name, team in meant)
    for department, name, team in dict.fromkeys(laid):
        yield Edit({"incidents": frozenset([row["source"]])},
                   {"incidents": from_records([{**row, "department": department, "person": name, "team": team}])})


def _may_be_meant(row: dict[str, Any], name: str, team: str | None) -> bool:
    """Whether the names are one, whatever the team, or are alike within the team that the row names, if it names any."""
    if key(name) == key(row["person"]):
        return True
    return row["team"] in (None, team) and bool(near_names(row["person"], [name]))
