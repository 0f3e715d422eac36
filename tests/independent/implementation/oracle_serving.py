"""What the first award of a group gives its lower tiers: nominations, and points where the criteria are the same — evaluation.md, 奖项组."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .model import Award, Campaign
from .oracle_panels import asked_for


def with_nominations_for_all(campaign: Campaign) -> Campaign:
    """One nomination for the first award of a group serves all its tiers, and so do the points where the criteria are the same."""
    submissions, reviewers = [], []
    for submission in campaign.submissions:
        nominations, declarations = dict(submission.nominations), dict(submission.declarations)
        for first, award in lower_tiers(campaign):
            for said in (nominations, declarations):
                if first.name in said:
                    said[award.name] = _served(said[first.name], said.get(award.name))
        submissions.append(replace(submission, nominations=nominations, declarations=declarations))
    for reviewer in campaign.reviewers:
        rows = dict(reviewer.rows)
        for _, award in lower_tiers(campaign):
            asked = asked_for(campaign.rules, award).name
            if asked in rows:
                rows[award.name] = rows[asked]
        reviewers.append(replace(reviewer, rows=rows))
    return replace(campaign, submissions=submissions, reviewers=reviewers)


def _served(first: Any, own: Any) -> Any:
    """What the tier's own sheet says stands before what the first's says; whom it alone names takes part in this tier alone."""
    if isinstance(first, list):
        return [*(own or []), *first]
    return own or first


def lower_tiers(campaign: Campaign) -> list[tuple[Award, Award]]:
    """(first of its group, award) of every lower tier."""
    found, firsts = [], {}
    for award in campaign.rules.enabled():
        if award.group:
            first = firsts.setdefault(award.group, award)
            if first is not award:
                found.append((first, award))
    return found
