"""From candidates judged to an award's list: ranked, seated, in the order in which they are shown.

The two tables between are pandas frames, so that lists, open seats and prizes are selected and summed from them. The
seats themselves are given by a short pass over sorted keys (`ranking.py`): `groupby.rank` gives the same ranks, but takes
half a millisecond a call, and the effects of policies ask for seats some fifty times in a run over four departments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from fuwuyue_xlsx.evaluate.decisions import RANKED, AwardResult, Candidate, IncidentEffect, Ruling, Standing, Status
from fuwuyue_xlsx.evaluate.incident_reach import VETO
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.leaders_rulings import Question, Rulings, owner_of
from fuwuyue_xlsx.evaluate.ranking import Seat, seats
from fuwuyue_xlsx.evaluate.reasons import before_ranking, of_pending, of_seat, without_seats
from fuwuyue_xlsx.evaluate.succession import succession
from fuwuyue_xlsx.rules.model import Award, Rules
from fuwuyue_xlsx.rules.policies import tie_names
from fuwuyue_xlsx.schema.ruling_book import WINS

if TYPE_CHECKING:
    import pandas as pd

# seats of a scored award, or by department (None: the headcounts are not whole); None for an award that is off
Quota = int | dict[str, int | None] | None
_AFTER = (Status.UNSCORED, Status.INELIGIBLE, Status.VETOED, Status.NOT_NOMINATED)


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


class Seated(NamedTuple, Generic[C]):
    """Those who share a quota, best first; the seats that equals leave open, and those that leaders gave to nobody."""

    seats: list[Seat[C]]
    open: int
    lapsed: int = 0


def tie_key(rules: Rules, score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    """Best first: the composite, then the tie policy's components that the award has. Better keys are smaller."""
    return _tie_key(rules.policies.tie_order, score, components)


def _tie_key(order: tuple[str, ...], score: Decimal | None, components: Mapping[str, Decimal | None]) -> tuple[Decimal, ...]:
    names = tie_names(order, tuple(components))
    return tuple([-value for value in (score, *[components[name] for name in names]) if value is not None])


def seats_by_score(rules: Rules, ranked: Iterable[C], quota: int | dict[str, int | None],
                   rulings: Rulings) -> Iterator[tuple[int | None, Seated[C]]]:
    """(seats there are, who is seated) of a scored award, best first: among all, or department by department.

    Without a known quota (None) there is a seat for everybody of the department, and all are pending.
    """
    if not isinstance(quota, dict):
        yield quota, _by_score(rules, ranked, quota, rulings)
        return
    by_department: dict[str, list[C]] = defaultdict(list)
    for contender in ranked:
        by_department[contender.candidate.department].append(contender)
    for department, number in quota.items():
        contenders = by_department[department]
        yield number, _by_score(rules, contenders, len(contenders) if number is None else number, rulings, department)


def _by_score(rules: Rules, ranked: Iterable[C], quota: int, rulings: Rulings, within: str | None = None) -> Seated[C]:
    order = rules.policies.tie_order
    keyed = [(_tie_key(order, contender.score, contender.components), contender.candidate.position, contender) for contender in ranked]
    keyed.sort(key=itemgetter(0, 1))
    seated, open_seats = seats([contender for *_, contender in keyed], [place for place, *_ in keyed], quota)
    return _ruled(seated, open_seats, rulings, within)


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
        seated, open_seats = seats(contenders, places, len(keyed) if quota is None else quota)
        yield department, _ruled(seated, open_seats, rulings, department)


def _ruled(seated: list[Seat[C]], open_seats: int, rulings: Rulings, within: str | None = None) -> Seated[C]:
    """The seats with a tie decided as leaders ruled, where they ruled on this very tie. `within`: the department whose seats they are."""
    tied = [seat.thing for seat in seated if seat.status is Status.TIED]
    answer = rulings.answer(question_of(tied, open_seats, within)) if tied else None
    if answer is None or answer.wrong:
        return Seated(seated, open_seats)
    settled = [_settled(seat, answer.rulings[owner_of(seat.thing.candidate)]) if seat.status is Status.TIED else seat for seat in seated]
    return Seated(settled, 0, open_seats - sum(ruling.decision == WINS for ruling in answer.rulings.values()))


def question_of(tied: Sequence[Contender | Standing], open_seats: int, within: str | None) -> Question:
    """What leaders are asked about those who are tied; `within`: the department whose seats they are, None: the award's."""
    first = tied[0]
    return Question(first.candidate.award, frozenset(owner_of(one.candidate) for one in tied), first.score, open_seats, within)


def _settled(seat: Seat[C], ruling: Ruling) -> Seat[C]:
    return seat._replace(status=Status.WINNER if ruling.decision == WINS else Status.NOT_SELECTED, ruling=ruling)


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
    """One row a ranked candidate, award by award, best first: `award`, `department`, `rank`, `status`, `standing`, `opens`, `lapsed`.

    `ranked` are rows of the judged table. `opens` is how many seats its row leaves open: 1 for a pending one; the seats that
    a straddling group contests stand with the first of it, as they belong to no department yet; so does `lapsed`, how many of
    them leaders gave to nobody.
    """
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for award in rules.enabled_awards:
        cases = ranked.loc[ranked["award"] == award.name, "case"].tolist()
        for quota, seated in _seats_of(award, rules, cases, quotas[award.name], rulings):
            rows += _seated(award, seated, quota)
    return pd.DataFrame(rows, columns=["award", "department", "rank", "status", "opens", "lapsed", "standing"], dtype=object)


def seat_counts(rules: Rules, seated: pd.DataFrame) -> pd.DataFrame:
    """One row an award and department of the rules, which are its index: how many are `ranked`, how many of them have `won`,
    how many seats they leave open (`opens`), and how many leaders gave to nobody (`lapsed`); all int64."""
    import pandas as pd

    every = pd.MultiIndex.from_product([[award.name for award in rules.awards], rules.departments], names=["award", "department"])
    rows = pd.DataFrame({
        "award": seated["award"], "department": seated["department"], "ranked": 1,
        "won": seated["status"].eq(Status.WINNER).astype("int64"), "opens": seated["opens"].astype("int64"),
        "lapsed": seated["lapsed"].astype("int64"),
    })
    return rows.groupby(["award", "department"]).sum().reindex(every, fill_value=0)


def award_result(award: Award, quota: Quota, judged: pd.DataFrame, seated: pd.DataFrame, counts: pd.DataFrame,
                 submitted: frozenset[str]) -> AwardResult:
    """An award's list from these tables: those ranked, and those who are not. One that is off has none."""
    if not award.enabled:
        return AwardResult(award, None)
    own = seated.loc[seated["award"] == award.name, "standing"]
    outside = judged.loc[(judged["award"] == award.name) & judged["status"].notna(), "case"]
    standings = in_order([*own, *(_outside(case, submitted) for case in outside)])
    by_department = counts.loc[award.name]
    opens = {str(department): seats for department, seats in by_department["opens"].items() if seats}
    return AwardResult(award, quota, tuple(standings), opens, _empty(quota, by_department["ranked"]) + int(by_department["lapsed"].sum()))


def _empty(quota: Quota, ranked: pd.Series) -> int:
    """The number of seats that no ranked candidate is there for; `ranked` is department → how many are ranked."""
    if isinstance(quota, dict):
        return sum(max(0, seats - count) for seats, count in zip(quota.values(), ranked[list(quota)].tolist(), strict=True) if seats is not None)
    return max(0, (quota or 0) - int(ranked.sum()))


def _seats_of(award: Award, rules: Rules, cases: list[Case], quota: Quota, rulings: Rulings) -> Iterator[tuple[int | None, Seated[Case]]]:
    """(seats there are, who is seated) of a scored award, or of each department's people (附1 三.2)."""
    if award.scored:
        yield from seats_by_score(rules, cases, quota or 0, rulings)
    elif isinstance(quota, dict):
        yield from ((quota[department], seated) for department, seated in seats_by_order(cases, quota, rulings))


def _order_key(candidate: Candidate) -> tuple[Any, ...]:
    """The department's order; without a readable number last, each in its own place on the sheet."""
    return (0, candidate.order, 0) if candidate.order is not None else (1, 0, candidate.position)


def _seated(award: Award, seated: Seated[Case], quota: int | None) -> Iterator[tuple[Any, ...]]:
    """The rows of the seated table for those who share a quota."""
    first = next((seat for seat in seated.seats if seat.status is Status.TIED or seat.ruling), None)
    for seat in seated.seats:
        status = seated_status(seat, quota)
        if quota is None:
            reasons = without_seats(seat)
        elif status is Status.PENDING:
            reasons = of_pending(seat, quota, award.veto_from, succession(seat.thing, seated.seats, quota, seated.open, award.veto_from))
        else:
            reasons = of_seat(seat, status, quota, seated.open, award.veto_from)
        who = seat.thing.candidate
        opens = seated.open if status is Status.TIED and seat is first else int(status is Status.PENDING)
        lapsed = seated.lapsed if seat is first else 0
        yield who.award, who.department, seat.rank, status, opens, lapsed, _standing(seat.thing, status, seat.rank, reasons, seat.ruling)


def _outside(case: Case, submitted: frozenset[str]) -> Standing:
    reasons = before_ranking(case, case.candidate.department in submitted)
    return _standing(case, case.status or Status.NOT_NOMINATED, None, reasons, case.barred if case.candidate.nominated else None)


def _standing(case: Case, status: Status, rank: int | None, reasons: tuple[str, ...], ruling: Ruling | None) -> Standing:
    incidents = tuple(incident.id or incident.source for incident in sorted(case.incidents, key=lambda incident: incident.effect != VETO))
    return Standing(
        case.candidate, status, rank, case.score, case.components, case.figures, case.borrowed, case.unmet,
        case.evidence, incidents, reasons, late=case.late, ruling=ruling, excluded=case.excluded if case.candidate.nominated else (),
    )


def in_order(standings: list[Standing]) -> list[Standing]:
    """By rank, then unscored, ineligible, vetoed, not nominated; equals as the rules and sheets list them."""

    def place(standing: Standing) -> tuple[int, int, int]:
        group = 0 if standing.status in RANKED else 1 + _AFTER.index(standing.status)
        return group, standing.rank or 0, standing.candidate.position

    return sorted(standings, key=place)
