"""The effect of incidents and whom they reach: the one-vote veto (附1 二: 经查属实一票否决)."""

from __future__ import annotations

from typing import Any, NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect, Owner
from fuwuyue_xlsx.evaluate.facts import Facts
from fuwuyue_xlsx.evaluate.incident_days import CODE as SLIP
from fuwuyue_xlsx.evaluate.incident_days import day_meant
from fuwuyue_xlsx.evaluate.near_persons import elsewhere
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, place_of
from fuwuyue_xlsx.rules.model import Award, Level, Rules
from fuwuyue_xlsx.schema.field_kinds import offered
from fuwuyue_xlsx.schema.office_books import PENDING
from fuwuyue_xlsx.tables.incident_effect import NONE, OPEN, VETO, effect_of

NOT_CLEAR = "结论不清"
# an incident in words: what it is about, and the conclusion so far
ABOUT, INCIDENT = "{date} {kind}“{summary}”（编号 {number}", "{about}，{conclusion}）"
# so many posts are told by name
_MOST_POSTS = 8
Effects = tuple[IncidentEffect, ...]
# by department and key of a name: the persons of this name, and the posts at which somebody of this name works
People = dict[tuple[str, str], list[Candidate]]


def incident_effects(rules: Rules, facts: Facts) -> Effects:
    """Every incident as registered, with its effect and whom it reaches: person or post → team → department, never down."""
    people: People = {}
    posts: dict[str, list[Candidate]] = {}
    vetoing = {award.name for award in rules.enabled_awards if award.vetoes}
    for candidate in facts.candidates:
        if candidate.nominated:
            for name in (candidate.person,) if candidate.level is Level.PERSON else candidate.holders:
                people.setdefault((candidate.department, key(name)), []).append(candidate)
            if candidate.level is Level.POST and candidate.award in vetoing:
                posts.setdefault(candidate.department, []).append(candidate)
    return tuple(_effect(row, rules, people, posts) for row in facts.incidents)


def incident_about(date: str, summary: str | None, number: str | None, kind: str = "") -> str:
    """An incident in words, up to its conclusion: 2017-12-03 “有人反映”（编号 SG-1. With its kind where the rules have kinds of their own."""
    return ABOUT.format(date=date, kind=kind, summary=summary or "未写情况", number=number or "未填")


def _effect(row: dict[str, Any], rules: Rules, people: People, posts: dict[str, list[Candidate]]) -> IncidentEffect:
    effect = effect_of(row, rules)
    department = row["department"]
    matched = _matched(row, people) if department and row["known_team"] else []
    named = sorted(matched, key=lambda candidate: candidate.level is Level.POST)
    teams = [row["team"]] if row["team"] else list(dict.fromkeys(candidate.team for candidate in named if candidate.team))
    within: tuple[str, ...] = ()
    owners: set[Owner] = set()
    if department:
        within = (*dict.fromkeys(candidate.name for candidate in named), *teams, department)
        owners = {(Level.DEPARTMENT, department, None, ""), *((Level.TEAM, department, team, "") for team in teams)}
        owners |= {owner_key(candidate) for candidate in matched}
    date = f"{row['date']}" if row["date"] else "日期不明"
    conclusion, kind = row["conclusion"] or NOT_CLEAR, (row["kind"] or "") if rules.own_types else ""
    words = INCIDENT.format(about=incident_about(date, row["summary"], row["id"], kind), conclusion=conclusion)
    return IncidentEffect(
        row["id"], effect, within if effect != NONE else (), row["source"], words, department,
        conclusion, date, row["date"], row["summary"] or "", within, frozenset(owners), _loose(row, posts),
        kind, row["kind"] in rules.harmless_types,
    )


def _matched(row: dict[str, Any], people: People) -> list[Candidate]:
    """The nominated people of this name, and the posts at which somebody of this name works, within the team and department; any team's
    when the row names none.
    """
    if row["person"] is None:
        return []
    namesakes = people.get((row["department"], key(row["person"])), [])
    return [candidate for candidate in namesakes if _is_within(candidate, row)]


def _is_within(candidate: Candidate, row: dict[str, Any]) -> bool:
    return row["team"] is None or candidate.team == row["team"]


def _loose(row: dict[str, Any], posts: dict[str, list[Candidate]]) -> tuple[str, ...]:
    """The posts that a row without a person might be about: those of its team, or of the department when it names no team."""
    if row["person"] is not None or not row["known_team"]:
        return ()
    return tuple(dict.fromkeys(post.name for post in posts.get(row["department"], ()) if _is_within(post, row)))


def owner_key(candidate: Candidate) -> Owner:
    """The key under which an incident's `owners` name a candidate: its level, its department, its team, the key of its own name."""
    own = key(candidate.person or candidate.post) if candidate.level in (Level.PERSON, Level.POST) else ""
    return candidate.level, candidate.department, candidate.team, own


class Reached(NamedTuple):
    """The incidents that reach a candidate and have an effect, as the veto of its award weighs them.

    incidents  all of them, in the register's order
    vetoes     those that veto it: all that are substantiated, once there are enough of them
    pending    those still looked into, where with them there might be enough
    """

    incidents: Effects = ()
    vetoes: Effects = ()
    pending: Effects = ()


class Reach:
    """Looks up the incidents that reach a candidate."""

    def __init__(self, effects: Effects) -> None:
        self._by_owner: dict[Owner, list[IncidentEffect]] = {}
        for effect in effects:
            for owner in effect.reached if effect.reaches else ():
                self._by_owner.setdefault(owner, []).append(effect)

    def of(self, award: Award, candidate: Candidate) -> Reached:
        """The incidents that reach the candidate; none where the award has no veto. From `award.veto_from` on they veto."""
        effects = self._by_owner.get(owner_key(candidate)) if self._by_owner and award.vetoes else None
        if not effects:
            return _NOBODY
        return weighed(tuple(effects), award.veto_from)


def weighed(effects: Effects, needed: int) -> Reached:
    """Incidents that reach somebody, as a veto weighs them that falls when `needed` of them are substantiated."""
    vetoes = tuple(effect for effect in effects if effect.effect == VETO)
    pending = tuple(effect for effect in effects if effect.effect == OPEN)
    return Reached(effects, vetoes if len(vetoes) >= needed else (), pending if len(effects) >= needed else ())


_NOBODY = Reached()


def _unmatched(row: dict[str, Any], place: Place, facts: Facts) -> Finding:
    """A person is named whom nobody nominated there: told, with the nominated names that are nearest."""
    within = [candidate for candidate in facts.candidates
              if candidate.nominated and candidate.department == row["department"] and _is_within(candidate, row)]
    posts = any(candidate.level is Level.POST for candidate in within)
    lists, whom = ("个人和在岗人员", "个人和岗位") if posts else ("个人", "个人")
    names = [name for candidate in within for name in (candidate.person, *candidate.holders) if name]
    where = f"“{row['team'] or row['department']}”"
    others = () if key(row["person"]) in map(key, names) else elsewhere(row["person"], row["department"], facts)
    namesakes = f"。{'、'.join(f'“{name}”' for name in others)}推荐的名单里有同名的，是否为他？" if others else ""
    return finding("incident-person-unmatched", place, person=row["person"], where=where, lists=lists, whom=whom,
                   suggestion=offered(row["person"], names) + namesakes)


def incident_findings(rules: Rules, facts: Facts, effects: Effects) -> list[Finding]:
    """Findings about incidents that are outside 事故认定期间, or not narrowed down to a team or person."""
    findings = []
    policies = rules.policies
    for row, effect in zip(facts.incidents, effects, strict=True):
        place = place_of(effect.source)
        if not policies.in_veto_period(row["date"]):
            period = {"value": row["date"], "start": policies.veto_first, "end": policies.veto_last}
            meant = day_meant(row, rules)
            findings.append(finding(SLIP, place, **period, meant=meant) if meant else finding("incident-outside", place, **period))
        elif effect.reaches and not _finds_somebody(effect):
            conclusion = row["conclusion"] or PENDING
            if row["person"]:
                if row["known_team"]:  # else the team's own finding says what to mend
                    findings.append(_unmatched(row, place, facts))
            else:
                below = {"level": "个人", "below": "个人"} if row["team"] else {"level": "班组", "below": "班组和个人"}
                findings.append(finding("incident-not-narrowed", place, conclusion=conclusion, **below))
            if effect.loose:
                findings.append(finding("incident-not-on-post", place, conclusion=conclusion, posts=_listed(effect.loose)))
    return findings


def _listed(posts: tuple[str, ...]) -> str:
    """The names of posts side by side; of many the first."""
    return "、".join(f"“{post}”" for post in posts[:_MOST_POSTS]) + ("等" if len(posts) > _MOST_POSTS else "")


def _finds_somebody(effect: IncidentEffect) -> bool:
    """Whether the responsible person is somebody nominated, or works at a post that is."""
    return any(level in (Level.PERSON, Level.POST) for level, *_ in effect.reached)
