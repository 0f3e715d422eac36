"""试算 of the rules: invented competitions with the outcome that the office expects, so that the rules can be tried before they decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from fuwuyue_xlsx.rules.score_parts import Source

# a figure or points, the name of a survey's grade, or (votes, valid ballots)
Given = Decimal | str | tuple[int, int]


@dataclass(frozen=True)
class TrialFigure:
    """What a cell gives for one part of a score: a value a reviewer, visit or answer.

    scope  the groups or identities of the part (`Component.scope`); empty: everybody's
    cell   file!sheet!cell
    """

    source: Source
    scope: tuple[str, ...]
    values: tuple[Given, ...]
    cell: str


@dataclass(frozen=True)
class TrialIncident:
    """Incidents that name the candidate of a row: as many of the same conclusion, kind (None: one that vetoes) and day (None: one within
    事故认定期间).
    """

    conclusion: str
    times: int
    kind: str | None
    day: dt.date | None
    cell: str


@dataclass(frozen=True)
class TrialOutcome:
    """What the office expects: the status in the words of the results; of the rest what is None is not asked."""

    status: str
    rank: int | None = None
    score: Decimal | None = None
    prize: int | None = None


@dataclass(frozen=True)
class TrialRow:
    """An invented candidate for an award, with all that decides about it.

    team    its team, or that of the person or post; None: a department, or outside teams
    name    of the person or post; None: a department or team
    counts  (check, number) of what is counted for its conditions; a check that is not there has what the award's conditions ask for
    order   the department's own order; None: not given
    staff   the number of people of the department; None: not given
    cell    of the status that is expected, file!sheet!cell
    """

    award: str
    department: str
    team: str | None
    name: str | None
    expected: TrialOutcome
    cell: str
    figures: tuple[TrialFigure, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    order: int | None = None
    staff: int | None = None
    incident: TrialIncident | None = None

    @property
    def candidate(self) -> str:
        """The name by which lists show the candidate."""
        return self.name or self.team or self.department


@dataclass(frozen=True)
class Trial:
    """The rows of one name: an invented competition, which is decided as a whole.

    seats   award → its seats here, for each department where each has its own; an award that is not there has those of the rules
    usable  False: a cell of it cannot be used, which a finding tells, and nothing is tried
    """

    name: str
    rows: tuple[TrialRow, ...] = ()
    seats: dict[str, int] = field(default_factory=dict, hash=False)
    usable: bool = True
