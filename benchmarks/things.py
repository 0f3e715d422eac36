"""What measuring is made of: workspaces, things, comparisons, groups of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Before(Enum):
    """What is done, unmeasured, before a thing."""

    NOTHING = "nothing"
    NO_RESULTS = "earlier results are removed"
    READ_ONCE = "the same has run once just before"
    ONE_CHANGED = "the same has run once, then one department book was changed"


@dataclass(frozen=True)
class Place:
    """A generated workspace: so many department books; `answers` None: a survey of five answers a department."""

    departments: int
    answers: int | None = None

    @property
    def name(self) -> str:
        return f"answers-{self.answers}" if self.answers else f"books-{self.departments}"

    @property
    def title(self) -> str:
        return f"{self.answers:,} answers" if self.answers else f"{self.departments:,} books"


@dataclass(frozen=True)
class Thing:
    """A measured process. `command`: arguments of Python, a {folder} in them is the work folder, {probe} the probe.

    inside: seconds are those the probe tells, after its imports; else those of the whole process from outside.
    once: measured once, in the middle of the rounds, as it takes long.
    """

    key: str
    what: str
    command: tuple[str, ...]
    inside: bool = False
    place: str = ""
    before: Before = Before.NOTHING
    once: bool = False


@dataclass(frozen=True)
class Comparison:
    """One figure made of two measured things: above / below. `most` or `least`: the target; neither: for information.

    figure: "wall" (seconds), "peak" (memory of the largest process), "beside" (the same, less the rows and files that the results
    workbook prints) or "cores" (2 × below / above, of the control).
    needs_cores: key of the "cores" figure that must tell of two free cores for a verdict.
    """

    title: str
    above: str
    below: str
    figure: str = "wall"
    most: float | None = None
    least: float | None = None
    needs_cores: tuple[str, str] | None = None


@dataclass(frozen=True)
class Group:
    """Things measured in turn, round after round, and what is made of them."""

    name: str
    title: str
    things: tuple[Thing, ...]
    comparisons: tuple[Comparison, ...]
    places: tuple[Place, ...] = ()
    factor: int = 1


@dataclass(frozen=True)
class Sizes:
    """How large everything is: few, some and many department books, `answers` and `more_answers` of a survey.
    `before_many` and `before_more` are what the growth to many books and to more answers is measured from."""

    few: int = 4
    some: int = 400
    many: int = 4_000
    before_many: int = 400
    answers: int = 200_000
    more_answers: int = 1_000_000
    before_more: int = 200_000


QUICK = Sizes(some=100, many=100, before_many=10, answers=20_000, more_answers=20_000, before_more=4_000)
