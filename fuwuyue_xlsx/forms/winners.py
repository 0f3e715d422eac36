"""The winners as the forms list them: those of the evaluation and nobody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.rules.model import Award, Level

BLANK_DAY = "____年__月__日"
BLANK = "____________"


@dataclass(frozen=True)
class Winner:
    """One winner of one award with the prize in whole yuan."""

    award: Award
    standing: Standing

    @property
    def name(self) -> str:
        """The winner's name, as lists show it."""
        return self.standing.candidate.name

    @property
    def department(self) -> str:
        """The department that it belongs to."""
        return self.standing.candidate.department

    @property
    def prize(self) -> int:
        """Whole yuan; 0 where the award has none."""
        return self.award.prize or 0

    @property
    def level(self) -> Level:
        """Whether a department, a team, a person or a post has won."""
        return self.award.level


def winners_of(outcome: Outcome, award: Award) -> list[Winner]:
    """An award's winners in the order of its list; people and posts by department as the rules list them."""
    order = {department: number for number, department in enumerate(outcome.rules.departments)}
    winners = [
        Winner(award, standing)
        for result in outcome.evaluation.awards if result.award.name == award.name
        for standing in result.standings if standing.status is Status.WINNER
    ]
    if award.level is Level.PERSON and award.each_department:
        winners.sort(key=lambda winner: order[winner.department])
    return winners


def all_winners(outcome: Outcome) -> list[Winner]:
    """The winners of every award, award by award."""
    return [winner for award in outcome.rules.enabled_awards for winner in winners_of(outcome, award)]


def day(value: dt.date | None) -> str:
    """2018年1月2日, or a blank to fill in by hand."""
    return f"{value.year}年{value.month}月{value.day}日" if value else BLANK_DAY


def signature(outcome: Outcome) -> str:
    """The unit that signs: school and office."""
    campaign = outcome.rules.campaign
    return f"{campaign.organisation}{campaign.host}"
