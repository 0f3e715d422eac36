"""资格排除 of the rules: who may not win, by name and with the reason (punishment, tenure, last year's winners)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exclusion:
    """A row of 资格排除. It names exactly one candidate and reaches nobody above or below: a department alone is the department itself.

    award   None: every award in which it is a candidate
    team    the team itself, or that of the person or post; 班组外: one outside teams; None: the department, or somebody of any team
    person  the person's or post's name; None: the team or department itself
    source  the cell of the reason, file!sheet!cell
    named   the cell that names whom it is about: of the person, else of the team, else of the department
    """

    award: str | None
    department: str
    team: str | None
    person: str | None
    reason: str
    basis: str
    source: str
    named: str
