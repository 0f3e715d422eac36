"""write_rules(folder, campaign), then after `templates`, fill_inbox(folder, campaign)."""

from __future__ import annotations

from pathlib import Path

from .fill_department import fill_department
from .fill_office import fill_counted, fill_incidents, fill_reviewer, fill_survey, fill_visit
from .fill_rules import write_rules
from .hand import Hand
from .model import Campaign

__all__ = ["fill_inbox", "write_rules"]

TEMPLATES, INBOX = "下发模板", "收件箱"


def fill_inbox(folder: Path, campaign: Campaign, variety: bool = True) -> None:
    """Fill copies of the workspace's templates; with variety, values are typed in many ways."""
    templates, inbox = Path(folder) / TEMPLATES, Path(folder) / INBOX
    inbox.mkdir(exist_ok=True)
    hand = Hand(campaign.seed, variety)
    for submission in campaign.submissions:
        fill_department(templates, inbox, campaign, submission, hand)
    for index, reviewer in enumerate(campaign.reviewers):
        fill_reviewer(templates, inbox, campaign.rules, reviewer, index, hand)
    for index in range(len(campaign.visits)):
        fill_visit(templates, inbox, campaign, index, hand)
    for index in range(len(campaign.surveys)):
        fill_survey(templates, inbox, campaign, index, hand)
    fill_incidents(templates, inbox, campaign, hand)
    fill_counted(templates, inbox, campaign, hand)
