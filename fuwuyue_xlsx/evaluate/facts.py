"""The facts of a campaign: the tables reduced once, before any policy is applied, to be evaluated under as many policies as one likes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from fuwuyue_xlsx.evaluate.candidates import candidates_of
from fuwuyue_xlsx.evaluate.counts import Counts, counts_of
from fuwuyue_xlsx.evaluate.decisions import Candidate
from fuwuyue_xlsx.evaluate.leaders_rulings import Rulings, rulings_of
from fuwuyue_xlsx.evaluate.quotas import Headcount, headcounts_of
from fuwuyue_xlsx.evaluate.sums import Sums, sums_again, sums_of
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.schema.known_checks import checks_of
from fuwuyue_xlsx.tables.contract import RULING_TABLES
from fuwuyue_xlsx.tables.frames import Tables, records


@dataclass(frozen=True)
class Facts:
    """All that policies do not touch: candidates, sums of points and answers, counts by check, headcounts, the rows of the tables
    of departments and of incidents, what leaders ruled; whether an incident register, and 加减分登记, were handed in at all.
    """

    candidates: tuple[Candidate, ...]
    sums: Sums
    counts: dict[str, Counts]
    headcounts: dict[str, tuple[Headcount, ...]]
    departments: dict[str, dict[str, Any]]
    incidents: tuple[dict[str, Any], ...]
    has_register: bool
    rulings: Rulings = field(default_factory=Rulings)
    has_adjustments: bool = False

    @property
    def submitted(self) -> frozenset[str]:
        """The departments that have handed in a book."""
        return frozenset(self.departments)


def facts_of(rules: Rules, tables: Tables) -> Facts:
    """Reduce the tables of a campaign. Policies play no part; the sheets' rules on who is listed do."""
    return Facts(
        tuple(candidates_of(rules, tables)),
        sums_of(tables),
        counts_of(tables, checks_of(rules).values()),
        headcounts_of(tables),
        _departments(tables),
        _incidents(tables),
        tables.has_register,
        rulings_of(tables),
        tables.has_adjustments or not tables.adjustments.empty,
    )


def facts_again(rules: Rules, facts: Facts, tables: Tables, changed: Collection[str]) -> Facts:
    """The facts of tables of which only those named differ from the ones that `facts` were made of.

    What rests on other tables is taken over, and stays the very object.
    """
    again: dict[str, Any] = {"sums": sums_again(facts.sums, tables, changed)}
    if {"tie_decisions", "disqualifications"} & set(changed):
        again["rulings"] = rulings_of(tables)
    if "nominations" in changed:
        again["candidates"] = tuple(candidates_of(rules, tables))
    if not tables.activities.keys().isdisjoint(changed):
        again["counts"] = counts_of(tables, checks_of(rules).values())
    if "headcounts" in changed:
        again["headcounts"] = headcounts_of(tables)
    if "departments" in changed:
        again["departments"] = _departments(tables)
    if "incidents" in changed:
        again["incidents"] = _incidents(tables)
    if not set(RULING_TABLES).isdisjoint(changed):
        again["rulings"] = rulings_of(tables)
    return replace(facts, **again)


def _departments(tables: Tables) -> dict[str, dict[str, Any]]:
    return {row["department"]: row for row in records(tables.departments)}


def _incidents(tables: Tables) -> tuple[dict[str, Any], ...]:
    return tuple(records(tables.incidents))
