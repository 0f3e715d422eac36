"""The facts of a campaign: the tables reduced once, before any policy is applied, to be evaluated under as many policies as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fuwuyue_xlsx.evaluate.candidates import candidates_of
from fuwuyue_xlsx.evaluate.counts import Counts, counts_of
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.leaders_rulings import Rulings, rulings_of
from fuwuyue_xlsx.evaluate.quotas import Headcount, headcounts_of
from fuwuyue_xlsx.evaluate.sums import Sums, sums_of
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import Tables, records


@dataclass(frozen=True)
class Facts:
    """All that policies do not touch: candidates, sums of points and answers, counts by check, headcounts, the rows of the tables
    of departments and of incidents, and what leaders ruled.
    """

    candidates: tuple[Candidate, ...]
    sums: Sums
    counts: dict[str, Counts]
    headcounts: dict[str, tuple[Headcount, ...]]
    departments: dict[str, dict[str, Any]]
    incidents: tuple[dict[str, Any], ...]
    rulings: Rulings = field(default_factory=Rulings)

    @property
    def submitted(self) -> frozenset[str]:
        """The departments that have handed in a book."""
        return frozenset(self.departments)


def facts_of(rules: Rules, tables: Tables) -> Facts:
    """Reduce the tables of a campaign. Policies play no part; the sheets' rules on who is listed do."""
    return Facts(
        tuple(candidates_of(rules, tables)),
        sums_of(tables),
        counts_of(tables),
        headcounts_of(tables),
        {row["department"]: row for row in records(tables.departments)},
        tuple(records(tables.incidents)),
        rulings_of(tables),
    )
