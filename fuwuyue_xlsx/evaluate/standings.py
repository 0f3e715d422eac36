"""From candidates judged to an award's list: ranked, seated, in the order in which they are shown.

The two tables between are pandas frames, so that lists, open seats and prizes are selected and summed from them. The
seats themselves are given by a short pass over sorted keys (`ranking.py`): `groupby.rank` gives the same ranks, but takes
half a millisecond a call, and the effects of policies ask for seats some fifty times in a run over four departments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from fuwuyue_xlsx.evaluate.capped_seats import capped_seats
from fuwuyue_xlsx.evaluate.decisions import RANKED, AwardResult, Candidate, IncidentEffect, Ruling, Standing, Status
from fuwuyue_xlsx.evaluate.incident_reach import VETO
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.leaders_rulings import Answer, Rulings, owner_of
from fuwuyue_xlsx.evaluate.questions import Question
from fuwuyue_xlsx.evaluate.ranking import Seat, Seated, Tie, seats
from fuwuyue_xlsx.evaluate.reasons import before_ranking, of_pending, of_seat, placed_reason, without_seats
from fuwuyue_xlsx.evaluate.succession import succession
from fuwuyue_xlsx.evaluate.tier_seats import Identity, Pools, TierSeats, identity, seats_of_tiers
from fuwuyue_xlsx.rules.model import Award, Rules
from fuwuyue_xlsx.rules.policies import tie_names
from fuwuyue_xlsx.schema.ruling_book import WINS

if TYPE_CHECKING:
    import pandas as pd

# seats of a scored award, or by department (None: the headcounts are not whole); None for an award that is off
Quota = int | dict[str, int | None] | None
_AFTER = (Status.PLACED_HIGHER, Status.UNSCORED, Status.INELIGIBLE, Status.VETOED, Status.NOT_NOMINATED)


class Contender(Protocol):
    """A candidate who takes part in the ranking, with all that its seat depends on.

    `components` gives the value of each component, `pending` the incidents that are still looked into.
    """

    @property
    def candidate(self) -> Candidate: ...
    @property
    def score(self) -> Decimal | None: ...
    @property
    def components(self) -> Mapping[str, Decimal | None]: ...
    @property
    def pending(self) -> tuple[IncidentEffect, ...]: ...


C = TypeVar("C", bound=Contender)


def tie_key(rules: Rules, score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    """Best first: the composite, then the tie policy's components that the award has. Better keys are smaller."""
    return _tie_key(rules.policies.tie_order, score, components)


def _tie_key(order: tuple[str, ...], score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    names = tie_names(order, tuple(components))
    return tuple([-value for value in (score, *[components[name] for name in names]) if value is not None])


def seats_by_score(rules: Rules, award: Award, ranked: Iterable[C], quota: int | dict[str, int | None],
                   rulings: Rulings) -> Iterator[tuple[int | None, Seated[C]]]:
    """(seats there are, who is seated) of a scored award, best first: among all, or department by department.

    Without a known quota (None) there is a seat for everybody of the department, and all are pending.
    """
    if not isinstance(quota, dict):
        yield quota, _by_score(rules, award, ranked, quota, rulings)
        return
    by_department: dict[str, list[C]] = defaultdict(list)
    for contender in ranked:
        by_department[contender.candidate.department].append(contender)
    for department, number in quota.items():
        contenders = by_department[department]
        yield number, _by_score(rules, award, contenders, len(contenders) if number is None else number, rulings, department)


def _by_score(rules: Rules, award: Award, ranked: Iterable[C], quota: int, rulings: Rulings, within: str | None = None) -> Seated[C]:
    order = rules.policies.tie_order
    keyed = [(_tie_key(order, contender.score, contender.components), contender.candidate.position, contender) for contender in ranked]
    keyed.sort(key=itemgetter(0, 1))
    contenders, places = [contender for *_, contender in keyed], [place for place, *_ in keyed]
    if not award.capped:
        return _ruled(seats(contenders, places, quota)[0], rulings, within)
    homes = [contender.candidate.department for contender in contenders]
    return _ruled(capped_seats(contenders, places, homes, quota, award.most_each, award.fewest_each), rulings)


def seats_by_order(ranked: Iterable[C], quotas: dict[str, int | None], rulings: Rulings) -> Iterator[tuple[str, Seated[C]]]:
    """Department by department the seats for its people in its own order (附1 三.2).

    Without a known quota there is a seat for everybody, and all are pending.
    """
    by_department: dict[str, list[tuple[tuple[Any, ...], C]]] = defaultdict(list)
    for contender in ranked:
        by_department[contender.candidate.department].append((_order_key(contender.candidate), contender))
    for department, quota in quotas.items():
        keyed = sorted(by_department[department], key=itemgetter(0))
        contenders, places = [contender for _, contender in keyed], [place for place, _ in keyed]
        seated, _ = seats(contenders, places, len(keyed) if quota is None else quota)
        yield department, _ruled(seated, rulings, department)


def _ruled(seated: list[Seat[C]], rulings: Rulings, within: str | None = None) -> Seated[C]:
    """The seats with each tie decided as leaders ruled, where they ruled on this very tie. `within`: the department whose seats they are."""
    answers: dict[int, Answer | None] = {}
    decided, open_seats = [], 0
    for seat in seated:
        if seat.tie is None:
            decided.append(seat)
            continue
        if id(seat.tie) not in answers:
            answer = rulings.answer(question_of(seat.tie, within))
            answers[id(seat.tie)] = answer = None if answer is None or answer.wrong else answer
            open_seats += seat.tie.seats if answer is None else 0
        given = answers[id(seat.tie)]
        decided.append(seat if given is None else _settled(seat, given.rulings[owner_of(seat.thing.candidate)]))
    return Seated(decided, open_seats)


def question_of(tie: Tie[Any], within: str | None = None) -> Question:
    """What leaders are asked about those who are tied; `within`: the department whose seats they are, None: as the tie has it."""
    first = tie.members[0]
    members = frozenset(owner_of(one.candidate) for one in tie.members)
    return Question(first.candidate.award, members, first.score, tie.seats, within or tie.within, tie.bounds, tie.apart)


def _settled(seat: Seat[C], ruling: Ruling) -> Seat[C]:
    return seat._replace(status=Status.WINNER if ruling.decision == WINS else Status.NOT_SELECTED, ruling=ruling, tie=None, bound="")


def seated_status(seat: Seat[C], quota: int | None) -> Status:
    """The status of a seat: a would-be winner with a pending incident is pending, and so is everybody where the quota is unknown
    (None).
    """
    held_up = quota is None or (seat.status is Status.WINNER and seat.thing.pending)
    return Status.PENDING if held_up else seat.status


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


def seats_of_group(rules: Rules, tiers: Sequence[Award], ranked: Mapping[str, Sequence[C]], quotas: Mapping[str, Quota],
                   rulings: Rulings) -> Iterator[TierSeats[C]]:
    """The seats of the tiers of a group, or of an award that stands by itself. `ranked`: by award, who takes part before anybody is placed."""

    def seat(number: int, contenders: list[C], ruled: bool) -> Pools[C]:
        award = tiers[number]
        return list(_seats_of(award, rules, contenders, quotas[award.name], rulings if ruled else Rulings()))

    return seats_of_tiers([tier.name for tier in tiers], [ranked[tier.name] for tier in tiers], seat)


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


def _seats_of(award: Award, rules: Rules, cases: Sequence[C], quota: Quota, rulings: Rulings) -> Iterator[tuple[int | None, Seated[C]]]:
    """(seats there are, who is seated) of a scored award, or of each department's people (附1 三.2)."""
    if award.scored:
        yield from seats_by_score(rules, award, cases, quota or 0, rulings)
    elif isinstance(quota, dict):
        yield from ((quota[department], seated) for department, seated in seats_by_order(cases, quota, rulings))


def _order_key(candidate: Candidate) -> tuple[Any, ...]:
    """The department's order; without a readable number last, each in its own place on the sheet."""
    return (0, candidate.order, 0) if candidate.order is not None else (1, 0, candidate.position)


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
