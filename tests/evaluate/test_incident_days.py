"""Incidents dated outside 事故认定期间 by what may be a slip of the pen: weighed as if they had happened within it."""

from __future__ import annotations

import datetime as dt

import pytest

from fuwuyue_xlsx.evaluate.doubts import WeighedDoubt, weighed
from fuwuyue_xlsx.evaluate.evaluate import decide
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.evaluate.incident_days import CODE, day_slip_doubts
from tests.support.small_campaigns import Fact, incident, rules, tables_of, team, team_award

LISTED = [*team("电工组", 90), *team("木工组", 80)]
RULES = rules(team_award(1))


def told(*facts: Fact) -> tuple[list[str], tuple[WeighedDoubt, ...]]:
    """The codes of what is found, and the slips weighed."""
    tables = tables_of(RULES, *LISTED, *facts)
    facts_then = facts_of(RULES, tables)
    evaluation = decide(RULES, facts_then)
    doubts = day_slip_doubts(RULES, facts_then, evaluation.findings)
    return [found.code for found in evaluation.findings], weighed(RULES, tables, facts_then, evaluation, doubts)


@pytest.mark.parametrize("day, meant", [
    ("2016-12-03", "2017-12-03"), ("2018-11-25", "2017-11-25"), ("1917-12-30", "2017-12-30"),  # another year
    ("2017-05-12", "2017-12-05"),  # month and day exchanged
    ("2017-01-25", "2017-11-25"), ("2017-02-03", "2017-12-03"),  # the 1 of the month left out
])
@pytest.mark.parametrize("conclusion", ["属实", "待查"])
def test_a_slip_that_hides_a_veto_is_asked_about(day: str, meant: str, conclusion: str) -> None:
    codes, (doubt,) = told(*incident("甲科", "电工组", date=dt.date.fromisoformat(day), conclusion=conclusion))
    assert doubt.holds and doubt.findings[0].code == CODE and CODE in codes and "incident-outside" not in codes
    assert str(doubt.findings[0].details["meant"]) == meant


@pytest.mark.parametrize("day", [
    "2017-10-08", "2017-11-19", "2017-12-31", "2018-01-05",  # before and after, as they stand in every register
    "2018-01-25",  # two slips at once are none
    "2016-10-08", "2017-08-11", "2016-02-29",
])
def test_other_days_outside_the_period_are_only_listed(day: str) -> None:
    codes, doubts = told(*incident("甲科", "电工组", date=dt.date.fromisoformat(day)))
    assert doubts == () and "incident-outside" in codes and CODE not in codes


def test_a_slip_that_could_change_nothing_holds_nothing_up() -> None:
    """The team that is laid to would not win anyway."""
    codes, (doubt,) = told(*incident("甲科", "木工组", date=dt.date(2016, 12, 3)))
    assert CODE in codes and not doubt.matters


def test_what_is_unfounded_has_no_effect_on_any_day() -> None:
    codes, doubts = told(*incident("甲科", "电工组", date=dt.date(2016, 12, 3), conclusion="不属实"))
    assert doubts == () and "incident-outside" in codes


def test_a_day_within_the_period_is_as_it_stands() -> None:
    codes, doubts = told(*incident("甲科", "电工组", date=dt.date(2017, 12, 1)))
    assert doubts == () and CODE not in codes
