"""random_campaign(seed): one invented campaign, the same for the same seed."""

from __future__ import annotations

from .dice import tempered
from .model import Campaign
from .random_additions import add_to
from .random_incidents import random_incidents
from .random_office import (
    random_profiles,
    random_reviewers,
    random_surveys,
    random_visits,
)
from .random_rules import random_rules
from .random_submissions import random_submission


def random_campaign(seed: int, size: str = "small") -> Campaign:
    """Rules and everything handed in; sizes are small and medium."""
    dice = tempered(seed)
    rules = random_rules(dice, size)
    submissions = [
        random_submission(dice, rules, department)
        for department in rules.departments
        if not dice.gap(0.1)
    ]
    profiles = random_profiles(dice, rules)
    return add_to(Campaign(
        seed=seed,
        rules=rules,
        submissions=submissions,
        reviewers=random_reviewers(dice, rules, profiles, submissions),
        visits=random_visits(dice, rules, profiles),
        surveys=random_surveys(dice, rules, profiles),
        incidents=random_incidents(dice, rules, submissions),
    ))


def campaign_of(seed: int) -> Campaign:
    """Every fourth campaign is of medium size."""
    return random_campaign(seed, "medium" if seed % 4 == 0 else "small")
