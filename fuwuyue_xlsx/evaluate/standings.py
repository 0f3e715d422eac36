"""From candidates judged to an award's list: ranked, seated, in the order in which they are shown.

The two tables between are pandas frames, so that lists, open seats and prizes are selected and summed from them; who has a seat is worked
out in `seating.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Ruling, Standing
from fuwuyue_xlsx.evaluate.incident_reach import VETO
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.leaders_rulings import Rulings
from fuwuyue_xlsx.evaluate.ranking import Seated
from fuwuyue_xlsx.evaluate.reasons import before_ranking, of_pending, of_seat, placed_reason, without_seats
from fuwuyue_xlsx.evaluate.seating import Quota, question_of, seated_status, seats_of_group
from fuwuyue_xlsx.evaluate.statuses import RANKED, Status
from fuwuyue_xlsx.evaluate.succession import succession
from fuwuyue_xlsx.evaluate.tier_seats import Identity, identity
from fuwuyue_xlsx.rules.model import Award, Rules

if TYPE_CHECKING:
    import pandas as pd

_AFTER = (Status.PLACED_HIGHER, Status.UNSCORED, Status.INELIGIBLE, Status.VETOED, Status.NOT_NOMINATED)


def judged_table(cases: Sequence[Case]) -> pd.DataFrame:
    """One row a candidate of any award, in the order of the cases: `award`, `department`, `score`, `case`, and `status`, which is
    None for those who take part in the ranking. All columns have dtype object; scores are Decimals."""
    import pandas as pd

    rows = [(case.candidate.award, case.candidate.department, case.score, case.status, case) for case in cases]
    return pd.DataFrame(rows, columns=["award", "department", "score", "status", "case"], dtype=object)


def seat_table(rules: Rules, ranked: pd.DataFrame, quotas: Mapping[str, Quota], rulings: Rulings) -> pd.DataFrame:
    """One row a ranked candidate, award by award, best first: `award`, `department`, `rank`, `status`, `standing`, `opens`. Who has a seat
    in a higher tier is not ranked and has none.

    `ranked` are rows of the judged table. `opens` is how many seats its row leaves open: 1 for a pending one; the seats that
    ties contest stand with the first of those tied, as they belong to no department yet.
    """
    import pandas as pd

    cases: dict[str, list[Case]] = {award.name: [] for award in rules.enabled_awards}
    for case in ranked["case"]:
        cases[case.candidate.award].append(case)
    rows: list[tuple[Any, ...]] = []
    for award in rules.enabled_awards:
        if rules.tiers_above(award):
            continue
        tiers = rules.tiers_of(award)
        for tier, seated in zip(tiers, seats_of_group(rules, tiers, cases, quotas, rulings), strict=True):
            for quota, pool in seated.pools:
                rows += _seated(tier, pool, quota, bool(rules.tiers_above(tier)))
    return pd.DataFrame(rows, columns=["award", "department", "rank", "status", "opens", "standing"], dtype=object)


def seat_counts(rules: Rules, seated: pd.DataFrame) -> pd.DataFrame:
    """One row an award and department of the rules, which are its index: how many are `ranked`, how many of them have `won`, and
    how many seats they leave open (`opens`); all int64."""
    import pandas as pd

    every = pd.MultiIndex.from_product([[award.name for award in rules.awards], rules.departments], names=["award", "department"])
    rows = pd.DataFrame({
        "award": seated["award"], "department": seated["department"], "ranked": 1,
        "won": seated["status"].eq(Status.WINNER).astype("int64"), "opens": seated["opens"].astype("int64"),
    })
    return rows.groupby(["award", "department"]).sum().reindex(every, fill_value=0)


def award_result(award: Award, quota: Quota, judged: pd.DataFrame, seated: pd.DataFrame, counts: pd.DataFrame,
                 submitted: frozenset[str], placed: Mapping[Identity, Standing] = MappingProxyType({})) -> AwardResult:
    """An award's list from these tables: those ranked, and those who are not. One that is off has none.

    `placed`: who has a seat in a higher tier, with its standing there.
    """
    if not award.enabled:
        return AwardResult(award, None)
    own = seated.loc[seated["award"] == award.name, "standing"]
    cases = judged.loc[judged["award"] == award.name, "case"]
    there = {standing.candidate for standing in own}
    higher = [(case, placed.get(identity(case.candidate))) for case in cases
              if (case.candidate.nominated and identity(case.candidate) in placed) or (case.status is None and case.candidate not in there)]
    elsewhere = {case.candidate for case, _ in higher}
    outside = [case for case in cases if case.status is not None and case.candidate not in elsewhere]
    standings = in_order([*own, *(_outside(case, submitted) for case in outside), *(_placed(case, above) for case, above in higher)])
    by_department = counts.loc[award.name]
    opens = {str(department): seats for department, seats in by_department["opens"].items() if seats}
    return AwardResult(award, quota, tuple(standings), opens, _empty(quota, by_department["won"] + by_department["opens"]))


def _empty(quota: Quota, taken: pd.Series) -> int:
    """The number of seats that nobody has and nobody can have; `taken` is department → how many are won or open."""
    if isinstance(quota, dict):
        return sum(max(0, seats - count) for seats, count in zip(quota.values(), taken[list(quota)].tolist(), strict=True) if seats is not None)
    return max(0, (quota or 0) - int(taken.sum()))


def _seated(award: Award, seated: Seated[Case], quota: int | None, lower: bool) -> Iterator[tuple[Any, ...]]:
    """The rows of the seated table for those who share a quota. `lower`: there are higher tiers."""
    first = next((seat for seat in seated.seats if seat.status is Status.TIED), None)
    for seat in seated.seats:
        status = seated_status(seat, quota)
        if quota is None:
            reasons = without_seats(seat)
        elif status is Status.PENDING:
            after = None if lower or award.capped else succession(seat.thing, seated.seats, quota, seated.open, award.veto_from)
            reasons = of_pending(seat, award, quota, after)
        else:
            reasons = of_seat(seat, award, status, quota)
        who = seat.thing.candidate
        opens = seated.open if seat is first else int(status is Status.PENDING)
        standing = _standing(seat.thing, status, seat.rank, reasons, seat.ruling)
        within = who.department if award.each_department else None
        question = question_of(seat.tie, within) if seat.tie else None
        yield who.award, who.department, seat.rank, status, opens, replace(standing, question=question, bound=seat.bound, depends=seat.depends)


def _outside(case: Case, submitted: frozenset[str]) -> Standing:
    reasons = before_ranking(case, case.candidate.department in submitted)
    return _standing(case, case.status or Status.NOT_NOMINATED, None, reasons, case.barred if case.candidate.nominated else None)


def _standing(case: Case, status: Status, rank: int | None, reasons: tuple[str, ...], ruling: Ruling | None) -> Standing:
    incidents = tuple(incident.id or incident.source for incident in sorted(case.incidents, key=lambda incident: incident.effect != VETO))
    return Standing(
        case.candidate, status, rank, case.score, case.components, case.figures, case.borrowed, case.unmet,
        case.evidence, incidents, reasons, late=case.late, ruling=ruling, excluded=case.excluded if case.candidate.nominated else (),
    )


def _placed(case: Case, above: Standing | None) -> Standing:
    """Somebody who has its seat in a higher tier; None: in one or another of them, as ties are decided."""
    standing = _standing(case, Status.PLACED_HIGHER, None, (placed_reason(above),), None)
    return replace(standing, placed=above.candidate.award if above else "")


def in_order(standings: list[Standing]) -> list[Standing]:
    """By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules and sheets list them."""

    def place(standing: Standing) -> tuple[int, int, int]:
        group = 0 if standing.status in RANKED else 1 + _AFTER.index(standing.status)
        return group, standing.rank or 0, standing.candidate.position

    return sorted(standings, key=place)
