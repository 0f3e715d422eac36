"""Incidents laid to a person whom nobody nominated, read as if a nominated one were meant: a look-alike, or a namesake in another team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from fuwuyue_xlsx.basics.text import key, nearest
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.messages.findings import Finding
from fuwuyue_xlsx.tables.columns import from_records
from fuwuyue_xlsx.tables.edits import Doubt, Edit

CODE = "incident-person-unmatched"


def near_person_doubts(facts: Facts, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """A doubt for each finding on such an incident for which somebody else of the department may be meant."""
    told = {str(finding.place): finding for finding in findings if finding.code == CODE}
    if not told:
        return ()
    people: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in facts.candidates:
        if candidate.person and candidate.nominated:
            people[candidate.department].append(candidate)
    doubted = ((row, told[row["source"]]) for row in facts.incidents if row["source"] in told)
    doubts = (Doubt((finding,), tuple(_ways(row, people[row["department"]]))) for row, finding in doubted)
    return tuple(doubt for doubt in doubts if doubt.ways)


def _ways(row: dict[str, Any], people: list[Candidate]) -> Iterator[Edit]:
    """The incident laid to each person who may be meant, in the team of that person where the row names one."""
    meant = [(who.person, who.team if row["team"] is not None else None) for who in people if _may_be_meant(row, who)]
    for person, team in dict.fromkeys(meant):
        yield Edit({"incidents": frozenset([row["source"]])}, {"incidents": from_records([{**row, "person": person, "team": team}])})


def _may_be_meant(row: dict[str, Any], who: Candidate) -> bool:
    """Whether the names are one, whatever the team, or are alike within the team that the row names, if it names any."""
    if key(who.person) == key(row["person"]):
        return True
    return row["team"] in (None, who.team) and nearest(row["person"], [who.person or ""]) is not None
