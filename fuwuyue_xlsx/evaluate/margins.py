"""The distance of a candidate from the cut, in points, and the value that each component alone would have to take to cross it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.evidence import Margin
from fuwuyue_xlsx.evaluate.judging import composite
from fuwuyue_xlsx.evaluate.seating import tie_key
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.rules.model import Award, Component, Rules

NEAREST = 5
_INSIDE = (Status.WINNER, Status.PENDING)


def with_margins(result: AwardResult, rules: Rules) -> AwardResult:
    """Margins for the candidates next to the cut, up to five on each side, by department where each has seats of its own; nobody has one
    where all get in."""
    ranked = [standing for standing in result.standings if standing.rank is not None]
    departments = result.quota if isinstance(result.quota, dict) else (None,)
    near: dict[Candidate, Standing] = {}
    for department in departments:
        near |= _near([standing for standing in ranked if department in (None, standing.candidate.department)])
    standings = tuple(
        replace(standing, margin=_margin(result.award, rules, standing, near[standing.candidate]))
        if standing.candidate in near else standing
        for standing in result.standings
    )
    return replace(result, standings=standings)


def _near(ranked: list[Standing]) -> dict[Candidate, Standing]:
    """Those next to the cut among all who compete for the same seats, each with its rival across it."""
    inside = [standing for standing in ranked if standing.status in _INSIDE]
    others = [standing for standing in ranked if standing.status not in _INSIDE]
    if not inside or not others:
        return {}
    first_out, last_in = others[0], inside[-1]
    near = {standing.candidate: first_out for standing in inside[-NEAREST:]}
    near.update({standing.candidate: last_in for standing in others[:NEAREST] if standing.status is Status.NOT_SELECTED})
    return near


def _margin(award: Award, rules: Rules, standing: Standing, rival: Standing) -> Margin:
    points = (standing.score or Decimal(0)) - (rival.score or Decimal(0))
    moves = {part.name: _needed(award, rules, standing, rival, part) for part in award.components}
    return Margin(points, rival.candidate.name, moves)


def _needed(award: Award, rules: Rules, standing: Standing, rival: Standing, part: Component) -> Decimal | None:
    """The value of one component nearest its own at which the candidate changes places with the rival.

    None when no value that it can have would do it. Keys never fall when a component rises, so the steps can be halved.
    """
    places = rules.policies.decimals
    mine = standing.components[part.name]
    if mine is None:
        return None
    theirs = tie_key(rules, rival.score, rival.components)
    inside = standing.status in _INSIDE
    step = Decimal(-1 if inside else 1).scaleb(-places)
    limit = int((mine - part.lowest if inside else part.highest - mine).scaleb(places))

    def changes_places(steps: int) -> bool:
        values = {**standing.components, part.name: mine + step * steps}
        key = tie_key(rules, composite(award, values, places), values)
        return key > theirs if inside else key < theirs

    if limit < 1 or not changes_places(limit):
        return None
    low, high = 0, limit
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if changes_places(middle) else (middle, high)
    return mine + step * high
