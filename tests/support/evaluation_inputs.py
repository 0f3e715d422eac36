"""Rules and tables, which is all that an evaluation and its results workbook follow from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from fuwuyue_xlsx.intake.read_inbox import Intake
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import decide, read_and_decide
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.tables.frames import Tables
from fuwuyue_xlsx.workspace import Workspace
from tests.independent import bridge
from tests.independent.implementation.campaigns import campaign_of
from tests.support.small_campaigns import (
    ORGANISATION,
    TEAM,
    THREE,
    answers,
    department_award,
    incident,
    nominate,
    review,
    rules,
    tables_of,
    team_award,
    visit,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
MANY_TEAMS = {"甲科": tuple(f"{number} 组" for number in range(1, 9)), "乙科": tuple(f"{number} 班" for number in range(1, 7))}


@dataclass(frozen=True)
class Inputs:
    """Rules and tidy tables: all that a result follows from."""

    rules: Rules
    tables: Tables

    @cached_property
    def outcome(self) -> Outcome:
        """What is decided; shared, so look only."""
        return decide(self.rules, Intake(self.tables, [], [], tuple(self.tables.departments["department"])))


@lru_cache(64)
def random_inputs(seed: int) -> Inputs:
    """A random campaign's rules and tables."""
    campaign = campaign_of(seed)
    return Inputs(bridge.rules_of(campaign), bridge.tables_of(campaign))


def many_candidates() -> Inputs:
    """Two departments and fourteen teams with scores of every kind."""
    made = rules(department_award(1, THREE), team_award(5, THREE), units=MANY_TEAMS)
    facts = [*nominate(ORGANISATION, "甲科"), *incident("乙科", "2 班"), *incident("甲科", "3 组", conclusion="待查", number="SG-2")]
    facts += answers("甲科", None, "满意", "一般")
    for department, teams in MANY_TEAMS.items():
        facts += review(ORGANISATION, department, 88, reviewer="周评")
        for number, name in enumerate(teams):
            facts += nominate(TEAM, department, team=name)
            facts += review(TEAM, department, 80 + number, team=name, reviewer="周评")
            facts += review(TEAM, department, 85, team=name, reviewer="吴评", home=department)
            facts += visit(department, name, 90 - number) + answers(department, name, "满意", "很满意")
    return Inputs(made, tables_of(made, *facts))


@cache
def decided_example(name: str = "2017") -> Outcome:
    """An example of the repository, decided; shared, so look only."""
    outcome, stopped = read_and_decide(Workspace(EXAMPLES / name))
    assert outcome is not None, stopped
    return outcome
