"""Certainty against a brute-force enumeration of every way in which the open matters can end."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from fuwuyue_xlsx.evaluate.certainty import with_certainty
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect
from fuwuyue_xlsx.evaluate.evidence import Figure
from fuwuyue_xlsx.evaluate.incident_reach import weighed
from fuwuyue_xlsx.evaluate.judging import Case, composite
from fuwuyue_xlsx.evaluate.leaders_rulings import Rulings
from fuwuyue_xlsx.evaluate.standings import award_result, judged_table, seat_counts, seat_table
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.rules.model import Award, Component, Condition, ConditionKind, Level, QuotaKind, Rules, Source
from tests.support.filled_books import small_rules

WEIGHTS = ((50, 50), (40, 60), (100, 0))
VALUES = (None, 0, 60, 60, 80, 100)
TRIED = (None, Decimal(0), Decimal(60), Decimal(100))
Ending = dict[str, tuple[Decimal, ...]]


@dataclass(frozen=True)
class Field:
    """One award's field: cases, and the departments that have submitted."""

    award: Award
    rules: Rules
    cases: tuple[Case, ...]
    submitted: frozenset[str]


def make_award(weights: tuple[int, int], quota: int, level: Level = Level.TEAM, veto_from: int = 1, limit: int | None = None) -> Award:
    """`limit`: a third part, points added and taken off within it."""
    parts: tuple[Component, ...] = (Component("甲项", Decimal(weights[0]), Source.REVIEW), Component("乙项", Decimal(weights[1]), Source.SURVEY))
    if limit is not None:
        parts = (*parts, Component("加减分", Decimal(0), Source.ADJUSTMENT, limit=Decimal(limit)))
    return Award("奖", level, QuotaKind.FIXED, Decimal(quota), 100, True, components=parts,
                 conditions=(Condition(1, "无事故", ConditionKind.VETO, "事故投诉", Decimal(veto_from)),))


def make_case(award: Award, name: str, department: str, values: tuple[int | None, ...], pending: tuple[str, ...] = (),
              status: Status | None = None, known: tuple[str, ...] = ()) -> Case:
    figures = {p.name: Figure(None if v is None else Decimal(v)) for p, v in zip(award.components, values, strict=True)}
    nominated = status is not Status.NOT_NOMINATED
    score = composite(award, {n: f.value for n, f in figures.items()}, 2)
    if status is None and score is None:
        status = Status.UNSCORED
    effects = tuple(IncidentEffect(i, "pending", (name,), i, i) for i in pending)
    facts = tuple(IncidentEffect(i, "veto", (name,), i, i) for i in known)
    vetoes = (IncidentEffect("v", "veto", (name,), "v", "v"),) if status is Status.VETOED else ()
    reached = weighed((*facts, *effects), award.veto_from)
    who = Candidate(award.name, award.level, department, name, nominated=nominated, position=int(name[1:]))
    return Case(who, figures, (), score, (), (), vetoes, reached.pending, None, status, reached.incidents)


def certainties(field: Field) -> dict[str, str | None]:
    judged, quota = judged_table(field.cases), int(field.award.quota or 0)
    rules = replace(field.rules, awards=(field.award,))
    seated = seat_table(rules, judged[judged["status"].isna()], {field.award.name: quota}, Rulings())
    result = award_result(field.award, quota, judged, seated, seat_counts(rules, seated), field.submitted)
    result = with_certainty(result, field.rules, list(field.cases), field.submitted)
    return {s.candidate.team or "": s.certainty for s in result.standings}


def place(award: Award, values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Composite, then 乙项, then 甲项: what is compared, the greater the better."""
    named = dict(zip((part.name for part in award.components), values, strict=True))
    return (composite(award, named, 2) or Decimal(0), named["乙项"], named["甲项"])


def endings(field: Field) -> Iterator[Ending]:
    """Every ending, as the places of those who take part in it."""
    incidents = sorted({i.source for case in field.cases for i in case.incidents if i.effect == "pending"})
    options = [list(_options(field, case)) for case in field.cases]
    for found in itertools.product((True, False), repeat=len(incidents)):
        true = {name for name, held in zip(incidents, found, strict=True) if held}
        for chosen in itertools.product(*options):
            taking_part = {}
            for case, values in zip(field.cases, chosen, strict=True):
                vetoed = sum(i.effect == "veto" or i.source in true for i in case.incidents) >= field.award.veto_from
                if values is not None and not vetoed:
                    taking_part[case.candidate.team or ""] = place(field.award, values)
            yield taking_part


def _options(field: Field, case: Case) -> Iterator[tuple[Decimal, ...] | None]:
    """The values a candidate may turn out to have; None: it does not take part."""
    if case.candidate.department not in field.submitted:
        yield None
        if not case.vetoes:
            yield from itertools.product(*((part.lowest, part.highest) for part in field.award.components))
    elif case.status in (Status.VETOED, Status.INELIGIBLE, Status.NOT_NOMINATED):
        yield None
    else:
        known = [TRIED if f.value is None else (f.value,) for f in case.figures.values()]
        yield from (None if None in values else values for values in itertools.product(*known))


def brute_force(field: Field) -> dict[str, str]:
    """Locked in: no ending in which it can lose; locked out: none in which it can win; a tie goes either way."""
    names = [case.candidate.team or "" for case in field.cases]
    can_win, can_lose = set(), set()
    quota = int(field.award.quota or 0)
    for ending in endings(field):
        for name in names:
            mine = ending.get(name)
            others = [p for other, p in ending.items() if other != name]
            if mine is None or sum(p >= mine for p in others) >= quota:
                can_lose.add(name)
            if mine is not None and sum(p > mine for p in others) < quota:
                can_win.add(name)
    said = {(True, True): "open", (True, False): "locked_in", (False, True): "locked_out", (False, False): "locked_out"}
    return {name: said[name in can_win, name in can_lose] for name in names}


def random_field(seed: int, adjusted: bool = False) -> Field:
    dice = random.Random(seed)
    award = make_award(dice.choice(WEIGHTS), dice.randint(0, 3), veto_from=dice.choice((1, 1, 2, 3)))
    if adjusted:
        award = make_award(dice.choice(WEIGHTS), dice.randint(0, 3), limit=dice.choice((10, 100)))
    rules = small_rules()
    rules = replace(rules, policies=replace(rules.policies, tie_order=("乙项", "甲项")))
    submitted = dice.choice((frozenset(rules.departments), frozenset(rules.departments), frozenset(rules.departments[:1])))
    cases = []
    for number in range(dice.randint(1, 4)):
        department = dice.choice(rules.departments)
        status = dice.choice((None, None, None, None, Status.VETOED, Status.INELIGIBLE, Status.NOT_NOMINATED))
        if department not in submitted:
            status = dice.choice((Status.NOT_NOMINATED, Status.NOT_NOMINATED, Status.VETOED))
        values = tuple(dice.choice(VALUES) if dice.random() < 0.6 else dice.choice((60, 80)) for _ in range(2))
        values += (dice.choice((-10, -7, 0, 0, 3, 10)),) if adjusted else ()
        pending = tuple(i for i in ("一", "二", "三") if status is None and dice.random() < (0.25 if award.veto_from == 1 else 0.5))
        known = tuple(f"known {n}" for n in range(dice.randint(0, award.veto_from - 1))) if status is None else ()
        cases.append(make_case(award, f"t{number}", department, values, pending, status, known))
    return Field(award, rules, tuple(cases), submitted)


def differing(seeds: range, adjusted: bool = False) -> list[tuple[int, dict[str, str | None], dict[str, str]]]:
    found = []
    for seed in seeds:
        field = random_field(seed, adjusted)
        said, true = certainties(field), brute_force(field)
        if said != true:
            found.append((seed, said, true))
    return found


def test_agrees_with_every_ending_of_hundreds_of_campaigns() -> None:
    assert differing(range(120)) == []


def test_agrees_with_every_ending_where_points_are_added_and_taken_off() -> None:
    assert differing(range(120), adjusted=True) == []


@pytest.mark.long
def test_agrees_with_every_ending_of_thousands_of_campaigns() -> None:
    assert differing(range(1_000, 4_000)) == []
    assert differing(range(1_000, 3_000), adjusted=True) == []


@pytest.mark.parametrize(
    ("quota", "teams", "expected"),
    [
        # (values, pending incidents) of t0, t1 …
        (1, [((90, 90), ()), ((80, 80), ())], ["locked_in", "locked_out"]),
        (1, [((90, 90), ("一",)), ((80, 80), ())], ["open", "open"]),
        (1, [((90, 90), ("一",)), ((80, 80), ("一",))], ["open", "locked_out"]),
        (1, [((90, 90), ()), ((90, 90), ())], ["open", "open"]),
        (2, [((90, 90), ()), ((90, 90), ())], ["locked_in", "locked_in"]),
        (1, [((90, 90), ()), ((None, 80), ())], ["open", "open"]),
        (1, [((90, 90), ()), ((None, 60), ())], ["locked_in", "locked_out"]),
        (0, [((90, 90), ())], ["locked_out"]),
    ],
)
def test_single_matters(quota: int, teams: list, expected: list[str]) -> None:
    award = make_award((50, 50), quota)
    rules = small_rules()
    cases = tuple(make_case(award, f"t{n}", "甲科", values, pending) for n, (values, pending) in enumerate(teams))
    said = certainties(Field(award, rules, cases, frozenset(rules.departments)))
    assert [said[f"t{n}"] for n in range(len(teams))] == expected


def test_nobody_is_sure_of_a_post_while_a_department_is_absent() -> None:
    award = make_award((50, 50), 5, Level.POST)
    rules = small_rules()
    case = make_case(award, "t0", "甲科", (90, 90))
    everyone, one = frozenset(rules.departments), frozenset(["甲科"])
    assert certainties(Field(award, rules, (case,), one)) == {"t0": "open"}
    assert certainties(Field(award, rules, (case,), everyone)) == {"t0": "locked_in"}
