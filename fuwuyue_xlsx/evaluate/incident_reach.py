"""The effect of incidents and whom they reach: the one-vote veto (附1 二: 经查属实一票否决)."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.basics.text import key, nearest
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, place_of
from fuwuyue_xlsx.rules.model import Level, Rules
from fuwuyue_xlsx.schema.field_kinds import maybe
from fuwuyue_xlsx.schema.office_books import PENDING
from fuwuyue_xlsx.tables.incident_effect import NONE, OPEN, VETO, effect_of

NOT_CLEAR = "结论不清"
# an incident in words: what it is about, and the conclusion so far
ABOUT, INCIDENT = "{date} “{summary}”（编号 {number}", "{about}，{conclusion}）"
Effects = tuple[IncidentEffect, ...]


def incident_effects(rules: Rules, facts: Facts) -> Effects:
    """Every incident as registered, with its effect and whom it reaches: person → team → department, never down."""
    people: dict[tuple[str, str], list[Candidate]] = {}
    for candidate in facts.candidates:
        if candidate.level is Level.PERSON and candidate.nominated:
            people.setdefault((candidate.department, key(candidate.person)), []).append(candidate)
    return tuple(_effect(row, rules, people) for row in facts.incidents)


def incident_about(date: str, summary: str | None, number: str | None) -> str:
    """An incident in words, up to its conclusion: 2017-12-03 “有人反映”（编号 SG-1."""
    return ABOUT.format(date=date, summary=summary or "未写情况", number=number or "未填")


def _effect(row: dict[str, Any], rules: Rules, people: dict[tuple[str, str], list[Candidate]]) -> IncidentEffect:
    effect = effect_of(row, rules)
    department = row["department"]
    matched = _matched(row, people) if department and row["known_team"] else []
    teams = [row["team"]] if row["team"] else list(dict.fromkeys(candidate.team for candidate in matched if candidate.team))
    within: tuple[str, ...] = ()
    owners: set[tuple[str | None, ...]] = set()
    if department:
        within = (*dict.fromkeys(candidate.person for candidate in matched if candidate.person), *teams, department)
        owners = {(department,), *((department, team) for team in teams)}
        owners |= {(department, candidate.team, key(candidate.person)) for candidate in matched}
    reaches = within if effect != NONE else ()
    date = f"{row['date']}" if row["date"] else "日期不明"
    conclusion = row["conclusion"] or NOT_CLEAR
    words = INCIDENT.format(about=incident_about(date, row["summary"], row["id"]), conclusion=conclusion)
    return IncidentEffect(
        row["id"], effect, reaches, row["source"], words, department,
        frozenset(teams) if reaches else frozenset(),
        frozenset((key(candidate.person), candidate.team) for candidate in matched) if reaches else frozenset(),
        conclusion, date, row["date"], row["summary"] or "", within, frozenset(owners),
    )


def _matched(row: dict[str, Any], people: dict[tuple[str, str], list[Candidate]]) -> list[Candidate]:
    """The nominated people of this name within the team and department; any team's when the row names none."""
    if row["person"] is None:
        return []
    namesakes = people.get((row["department"], key(row["person"])), [])
    return [candidate for candidate in namesakes if row["team"] is None or candidate.team == row["team"]]


def owner_key(candidate: Candidate) -> tuple[str | None, ...] | None:
    """The key under which an incident's `owners` name a candidate; None for posts, which no incident reaches."""
    if candidate.level is Level.DEPARTMENT:
        return (candidate.department,)
    if candidate.level is Level.TEAM:
        return candidate.department, candidate.team
    if candidate.level is Level.PERSON:
        return candidate.department, candidate.team, key(candidate.person)
    return None


class Reach:
    """Looks up the incidents that reach a candidate. No incident reaches a post."""

    def __init__(self, effects: Effects) -> None:
        self._by_name: dict[tuple[Any, ...], list[IncidentEffect]] = {}
        for effect in effects:
            for name in _names(effect):
                self._by_name.setdefault(name, []).append(effect)

    def of(self, candidate: Candidate) -> tuple[Effects, Effects]:
        """The incidents that reach the candidate: those that veto, those still pending."""
        name = owner_key(candidate) if self._by_name else None
        effects = self._by_name.get(name) if name else None
        if not effects:
            return (), ()
        return tuple(effect for effect in effects if effect.effect == VETO), tuple(effect for effect in effects if effect.effect == OPEN)


def _names(effect: IncidentEffect) -> list[tuple[Any, ...]]:
    if not effect.reaches:
        return []
    teams = [(effect.department, team) for team in sorted(effect.teams)]
    people = [(effect.department, team, person) for person, team in sorted(effect.persons, key=str)]
    return [(effect.department,), *teams, *people]


def _unmatched(row: dict[str, Any], place: Place, facts: Facts) -> Finding:
    """A person is named whom nobody nominated there: told, with the nearest nominated name."""
    people = [candidate for candidate in facts.candidates
              if candidate.person and candidate.nominated and candidate.department == row["department"]]
    names = [candidate.person or "" for candidate in people if row["team"] is None or candidate.team == row["team"]]
    where = f"“{row['team'] or row['department']}”"
    return finding("incident-person-unmatched", place, person=row["person"], where=where,
                   suggestion=maybe(nearest(row["person"], names)))


def incident_findings(rules: Rules, facts: Facts, effects: Effects) -> list[Finding]:
    """Findings about incidents that are outside 事故认定期间, or not narrowed down to a team or person."""
    findings = []
    policies = rules.policies
    for row, effect in zip(facts.incidents, effects, strict=True):
        place = place_of(effect.source)
        if not policies.in_veto_period(row["date"]):
            findings.append(finding("incident-outside", place, value=row["date"], start=policies.veto_first, end=policies.veto_last))
        elif effect.reaches and row["person"] and not effect.persons:
            if row["known_team"]:  # else the team's own finding says what to mend
                findings.append(_unmatched(row, place, facts))
        elif effect.reaches and not effect.persons:
            below = {"level": "个人", "below": "个人"} if effect.teams else {"level": "班组", "below": "班组和个人"}
            conclusion = row["conclusion"] or PENDING
            findings.append(finding("incident-not-narrowed", place, conclusion=conclusion, **below))
    return findings
