"""Who wins more than one award: allowed, and told, so that nobody finds it out from the public notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.rules.model import Level


class SeveralAwards(NamedTuple):
    """A candidate with its standing in every award that it wins, in the order of the awards; two at least."""

    candidate: Candidate
    won: tuple[Standing, ...]

    @property
    def words(self) -> str:
        """「“电工组”（维修管理科）兼得：优秀班组、班组进步奖」."""
        who = self.candidate
        home = "" if who.level is Level.DEPARTMENT else f"（{who.department}）"
        return f"“{who.name}”{home}兼得：{'、'.join(standing.candidate.award for standing in self.won)}"


def several_awards(results: Iterable[AwardResult]) -> tuple[SeveralAwards, ...]:
    """Who wins more than one award, in the order of the lists. A person is the same by department and name, whatever team is written."""
    won: dict[tuple[str | None, ...], list[Standing]] = {}
    for result in results:
        for standing in result.standings:
            if standing.status is Status.WINNER:
                who = standing.candidate
                team = None if who.level is Level.PERSON else who.team
                won.setdefault((who.level, who.department, team, key(who.person or who.post)), []).append(standing)
    return tuple(SeveralAwards(standings[0].candidate, tuple(standings)) for standings in won.values() if len(standings) > 1)
