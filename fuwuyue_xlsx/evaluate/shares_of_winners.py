"""What share of each department's winners are of a category of people (类别比例): told, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.messages.findings import Finding, Place, finding, place_of
from fuwuyue_xlsx.rules.category_shares import CategoryShare


class ShareOfWinners(NamedTuple):
    """How many of a department's winners of an award are of a category, against what is asked for; there is one winner at least."""

    award: str
    department: str
    share: CategoryShare
    winners: int
    of_category: int

    @property
    def met(self) -> bool:
        """Whether it is as the rules ask."""
        return self.share.met(self.of_category, self.winners)

    @property
    def words(self) -> str:
        """「“优秀个人”维修管理科获奖 5 人，其中一线 2 人（一线不少于 50%）」."""
        return f"“{self.award}”{self.department}获奖 {self.winners} 人，其中{self.share.category} {self.of_category} 人（{self.share.words}）"


def shares_of_winners(result: AwardResult) -> tuple[ShareOfWinners, ...]:
    """Department by department in the order of the list, and for each what the award asks for; departments without winners have none."""
    winners = _winners(result) if result.award.shares else {}
    return tuple(ShareOfWinners(result.award.name, department, share, len(people), sum(is_of(who, share.category) for who in people))
                 for department, people in winners.items() for share in result.award.shares)


def is_of(who: Candidate, category: str) -> bool:
    """Whether somebody is of a category; who has none that can be read is of no category."""
    return who.category is not None and key(who.category) == key(category)


def _winners(result: AwardResult) -> dict[str, list[Candidate]]:
    winners: dict[str, list[Candidate]] = defaultdict(list)
    for standing in result.standings:
        if standing.status is Status.WINNER:
            winners[standing.candidate.department].append(standing.candidate)
    return winners


def share_findings(results: tuple[AwardResult, ...]) -> Iterator[Finding]:
    """A warning for each share that a department's winners do not come to, and for each department of whose winners some have no category."""
    for result in results:
        for one in shares_of_winners(result):
            if not one.met:
                yield finding("category-share", Place(), award=one.award, department=one.department, winners=one.winners, category=one.share.category,
                              count=one.of_category, wanted=one.share.words)
        for department, people in _winners(result).items() if result.award.shares else ():
            unknown = [who for who in people if who.category is None]
            if unknown:
                yield finding("category-unknown", place_of(unknown[0].source), award=result.award.name, department=department, count=len(unknown),
                              names="、".join(who.name for who in unknown[:8]) + ("等" if len(unknown) > 8 else ""))
