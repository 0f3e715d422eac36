"""Who wins and who is tied, by name: all that policies are compared by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fuwuyue_xlsx.evaluate.decisions import Candidate, Evaluation, Status

SELECTED = (Status.WINNER, Status.TIED)


class Selection(NamedTuple):
    """Who wins and who is tied over the last seats, as 名称（奖项，科室）: award by award, in the order of the lists.

    A name stands twice when two candidates of an award share it.
    """

    winners: tuple[str, ...]
    tied: tuple[str, ...]


def selection_of(evaluation: Evaluation) -> Selection:
    """The selection that a full evaluation has made."""
    return selection_by_status((standing.status, standing.candidate) for result in evaluation.awards for standing in result.standings)


def selection_by_status(listed: Iterable[tuple[Status, Candidate]]) -> Selection:
    """The selection from the candidates of all lists, in their order, each with its status."""
    names: dict[Status, list[str]] = {status: [] for status in SELECTED}
    for status, candidate in listed:
        if status in names:
            names[status].append(f"{candidate.name}（{candidate.award}，{candidate.department}）")
    return Selection(*(tuple(names[status]) for status in SELECTED))
