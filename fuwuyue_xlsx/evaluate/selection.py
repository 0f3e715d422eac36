"""Who wins and who is tied: all that policies, and other readings of the tables, are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.decisions import Candidate, Evaluation
from fuwuyue_xlsx.evaluate.statuses import Status

SELECTED = (Status.WINNER, Status.TIED)


class Chosen(NamedTuple):
    """One candidate with a seat, or tied over one; team, person and post tell namesakes apart."""

    status: Status
    name: str
    award: str
    department: str
    team: str | None
    person: str
    post: str


class Selection(NamedTuple):
    """Who wins and who is tied over the last seats, as 名称（奖项，科室）: award by award, in the order of the lists.

    A name stands twice when two candidates of an award share it; `chosen` tells them apart.
    """

    winners: tuple[str, ...]
    tied: tuple[str, ...]
    chosen: tuple[Chosen, ...] = ()


def selection_of(evaluation: Evaluation) -> Selection:
    """The selection that a full evaluation has made."""
    return selection_by_status((standing.status, standing.candidate) for result in evaluation.awards for standing in result.standings)


def selection_by_status(listed: Iterable[tuple[Status, Candidate]]) -> Selection:
    """The selection from the candidates of all lists, in their order, each with its status."""
    names: dict[Status, list[str]] = {status: [] for status in SELECTED}
    chosen = []
    for status, who in listed:
        if status in names:
            names[status].append(f"{who.name}（{who.award}，{who.department}）")
            chosen.append(Chosen(status, who.name, who.award, who.department, who.team, key(who.person), key(who.post)))
    winners, tied = (tuple(names[status]) for status in SELECTED)
    return Selection(winners, tied, tuple(chosen))


class Change(NamedTuple):
    """Who would win, be tied, or no longer be either, in another selection."""

    comes_in: tuple[str, ...] = ()
    goes_out: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    untied: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change in words, 「新获奖：…；不再获奖：…」, or 不变."""
        titles = ("新获奖", "不再获奖", "变为并列待定", "不再并列待定")
        return "；".join(f"{title}：{'、'.join(names)}" for title, names in zip(titles, self, strict=True) if names) or "不变"


def change(now: Selection, then: Selection) -> Change:
    """What another selection changes. Where two of one name in one department are in it, their teams are named, too."""
    before, after = set(now.chosen), set(then.chosen)
    added = [one for one in then.chosen if one not in before]
    gone = [one for one in now.chosen if one not in after]
    teams: dict[tuple[str, ...], set[str | None]] = {}
    for one in (*added, *gone):
        teams.setdefault((one.award, one.department, one.name), set()).add(one.team)

    def named(some: Iterable[Chosen]) -> tuple[str, ...]:
        several = ((one, len(teams[one.award, one.department, one.name]) > 1) for one in some)
        return tuple(f"{one.name}（{one.award}，{one.department}{f' {one.team}' if apart and one.team else ''}）" for one, apart in several)

    return Change(
        named(one for one in added if one.status is Status.WINNER),
        named(one for one in gone if one.status is Status.WINNER),
        named(one for one in added if one.status is Status.TIED),
        named(one for one in gone if one.status is Status.TIED and one._replace(status=Status.WINNER) not in after),
    )
