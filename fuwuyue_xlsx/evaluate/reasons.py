"""Why a candidate stands where it does, in plain Chinese sentences.

Each sentence is declared once, as a template with named slots. The evaluation fills the slots with values, for JSON and
`explain`; the results workbook builds its formulas from the same templates, so that they say the same and follow changes.
Several sentences of one candidate stand side by side with SEPARATOR between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from fuwuyue_xlsx.evaluate.decisions import Candidate, Ruling, Standing
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.ranking import Seat
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.evaluate.succession import Succession
from fuwuyue_xlsx.rules.awards import Condition
from fuwuyue_xlsx.rules.exclusions import Exclusion
from fuwuyue_xlsx.rules.model import Award

SEPARATOR, LISTING = "；", "、"
# so many names are told; of more their number
MOST_NAMES = 8
ONE_NAME, MANY_NAMES = "“{name}”", "{count} 个候选"

# what keeps a candidate out of the ranking
NOT_SUBMITTED = "所在科室还没有报送填报表"
NOT_AGREED = "推荐表上科室意见不是“同意”，按未推荐处理"
NOT_NOMINATED = "科室没有推荐"
VETOED = "一票否决：{incident}"
LATE = "材料逾期报送（{place}）"
BARRED = "裁定取消资格：{reason}（{by}，{place}）"
EXCLUDED = "资格排除：{reason}{basis}（{place}）"
UNMET = "第 {number} 条“{condition}”不满足：{words}"
UNSCORED = "缺少评分：{components}，不予排名"

# where a ranked candidate stands
BY_SCORE = "综合得分 {score}，第 {rank} 名"
ADJUSTED_SCORE = "综合得分 {score}（含加减分 {points}），第 {rank} 名"
BY_ORDER = "科室推荐第 {order} 位，排在第 {rank}"
WITHOUT_ORDER = "推荐顺序不清，排在第 {rank}"

RULED = "{place}，与{others}完全并列，由{by}裁定{decision}（{cell}）"

# what follows from it
WON = "{place}，在 {seats} 个名额之内"
NOT_SELECTED = "{place}，名额 {seats} 个，未进入"
TIED = "{place}，与{others}完全并列，共争 {open} 个名额，待领导定夺"
# where the winners of a department are bounded
BOUNDED_WON, BOUNDED_LOST = "{place}，名额 {seats} 个，{bounds}，在名额之内", "{place}，名额 {seats} 个，{bounds}，未进入"
KEPT = "{place}，是本科室前 {fewest} 个，每科室至少 {fewest} 个，在名额之内"
FULL = "{place}，本科室排在前面的不少于 {most} 个，每科室至多 {most} 个，未进入"
BOUNDS_MOST, BOUNDS_FEWEST = "每科室至多 {most} 个", "每科室至少 {fewest} 个"
# tiers
PLACED, PLACED_PENDING = "已获“{award}”，不再参加本奖项", "在“{award}”的名额之内，有事项待查，名额暂留，不再参加本奖项"
PLACED_SOMEWHERE = "并列怎么定夺都会获得较高的等次，不再参加本奖项"
DEPENDS = "{place}，能不能获奖要等“{award}”的并列定夺以后才知道"
MANY_OTHERS = "另外 {count} 个候选"
PENDING = "{place}，本在 {seats} 个名额之内，但有事项待查：{incidents}{counted}；如查实则不能获奖，{heirs}；如不属实则获奖"
TIED_AND_PENDING = "；另有事项待查：{incidents}{counted}，如查实则不能获奖"
COUNTED = "（属实满 {needed} 件即一票否决）"
WITHOUT_SEATS = "{place}；科室员工人数不全，名额算不出来，暂列待查"
BORROWED = "{component}沿用科室得分"
# what becomes of the seat of a pending candidate
HEIRS, LOOKED_INTO, SHARERS, NO_HEIR = "名额由{names}递补", "（递补的也有事项待查）", "名额由{names}并列竞争", "名额空缺"
CONTESTED = "并列待定的名额由 {before} 个变为 {after} 个"
ANEW = "名额按名次重新排定"
OTHERS_OUT = "同一事项波及的另外 {count} 个候选也不能获奖，名额按名次顺延"


def names(candidates: Sequence[Candidate]) -> str:
    """The names side by side; of more than `MOST_NAMES` their number."""
    if len(candidates) > MOST_NAMES:
        return MANY_NAMES.format(count=len(candidates))
    return LISTING.join(ONE_NAME.format(name=candidate.name) for candidate in candidates)


def before_ranking(case: Case, submitted: bool) -> tuple[str, ...]:
    """Reasons for a status that keeps a candidate out of the ranking; unmet conditions are always named."""
    if case.status is Status.NOT_NOMINATED:
        if not submitted:
            return (NOT_SUBMITTED,)
        return (NOT_AGREED,) if case.candidate.source else (NOT_NOMINATED,)
    vetoes = tuple(VETOED.format(incident=incident.words) for incident in case.vetoes)
    late = (LATE.format(place=case.late),) if case.late else ()
    barred = (barring(case.barred),) if case.barred else ()
    unmet = tuple(
        UNMET.format(number=evidence.condition.number, condition=evidence.condition.text, words=evidence.words) + of_group(evidence.condition)
        for evidence in case.evidence if evidence.unmet
    )
    missing = [name for name, value in case.components.items() if value is None]
    unscored = (UNSCORED.format(components=LISTING.join(missing)),) if case.status is Status.UNSCORED else ()
    return (*vetoes, *barred, *map(exclusion, case.excluded), *late, *unmet, *unscored)


def barring(ruling: Ruling) -> str:
    """A disqualification as a reason."""
    return BARRED.format(reason=ruling.reason, by=ruling.by, place=ruling.source)


def of_group(condition: Condition) -> str:
    """What the group of an unmet condition asks for; empty for one that stands alone."""
    return f"（{condition.group.words}）" if condition.group else ""


def exclusion(row: Exclusion) -> str:
    """A row of 资格排除 as a reason, with its cell."""
    return EXCLUDED.format(reason=row.reason, basis=f"，依据：{row.basis}" if row.basis else "", place=row.source)


def of_seat(seat: Seat[Case], award: Award, status: Status, quota: int) -> tuple[str, ...]:
    """Reasons of a ranked candidate of a scored award or of a department's people; of a pending one see `of_pending`."""
    return (_verdict(seat, award, status, quota), *_borrowed(seat.thing))


def of_pending(seat: Seat[Case], award: Award, quota: int, after: Succession | None) -> tuple[str, ...]:
    """Reasons of a candidate who would have a seat but for the incidents that are looked into. `after`: who would have it then; None: that
    is not to be said in a few words."""
    heirs = ANEW if after is None else _heirs(after)
    pending = PENDING.format(place=_ruled_place(seat), seats=quota, heirs=heirs, **_looked_into(seat.thing, award.veto_from))
    return (pending, *_borrowed(seat.thing))


def placed_reason(above: Standing | None) -> str:
    """The reason of somebody who has its seat in a higher tier; None: in one or another of them."""
    if above is None:
        return PLACED_SOMEWHERE
    return (PLACED_PENDING if above.status is Status.PENDING else PLACED).format(award=above.candidate.award)


def bounds_of(award: Award) -> str:
    """How the winners of a department are bounded."""
    most = () if award.most_each is None else (BOUNDS_MOST.format(most=award.most_each),)
    fewest = (BOUNDS_FEWEST.format(fewest=award.fewest_each),) if award.fewest_each else ()
    return LISTING.join((*most, *fewest))


def without_seats(seat: Seat[Case]) -> tuple[str, ...]:
    """Reasons of a person whose department's seats are unknown."""
    return (WITHOUT_SEATS.format(place=_place(seat)), *_borrowed(seat.thing))


def _borrowed(case: Case) -> tuple[str, ...]:
    return tuple(BORROWED.format(component=name) for name in case.borrowed)


def _place(seat: Seat[Case]) -> str:
    case, order = seat.thing, seat.thing.candidate.order
    if case.score is not None:
        template = BY_SCORE if case.adjusted is None else ADJUSTED_SCORE
        return template.format(score=case.score, rank=seat.rank, points=case.adjusted)
    return WITHOUT_ORDER.format(rank=seat.rank) if order is None else BY_ORDER.format(order=order, rank=seat.rank)


def _ruled_place(seat: Seat[Case]) -> str:
    """Where a candidate stands, with what leaders ruled on the tie that it was in."""
    place = _place(seat)
    return ruled(place, seat.ruling, others([case.candidate for case in seat.equals], seat.thing.candidate)) if seat.ruling else place


def _looked_into(case: Case, veto_from: int) -> dict[str, str]:
    """The incidents that may come to a veto, those already substantiated among them, and how many it takes where one is not enough."""
    incidents = SEPARATOR.join(incident.words for incident in case.incidents)
    return {"incidents": incidents, "counted": COUNTED.format(needed=veto_from) if veto_from > 1 else ""}


def _verdict(seat: Seat[Case], award: Award, status: Status, quota: int) -> str:
    place = _ruled_place(seat)
    if seat.ruling:
        return place
    if seat.depends:
        return DEPENDS.format(place=place, award="”“".join(seat.depends)) + _also_looked_into(seat, award)
    if status is Status.TIED:
        tied = TIED.format(place=place, others=_others(seat), open=seat.tie.seats if seat.tie else 0)
        return tied + _also_looked_into(seat, award)
    if award.capped:
        return _bounded(seat, award, status, quota, place)
    return (WON if status is Status.WINNER else NOT_SELECTED).format(place=place, seats=quota)


def _also_looked_into(seat: Seat[Case], award: Award) -> str:
    return TIED_AND_PENDING.format(**_looked_into(seat.thing, award.veto_from)) if seat.thing.pending else ""


def _bounded(seat: Seat[Case], award: Award, status: Status, quota: int, place: str) -> str:
    """Where a candidate stands in an award that bounds the winners of a department."""
    if seat.bound:
        return (KEPT if status is Status.WINNER else FULL).format(place=place, most=award.most_each, fewest=award.fewest_each)
    return (BOUNDED_WON if status is Status.WINNER else BOUNDED_LOST).format(place=place, seats=quota, bounds=bounds_of(award))


def _others(seat: Seat[Case]) -> str:
    return others([case.candidate for case in seat.equals], seat.thing.candidate)


def others(equals: Sequence[Candidate], candidate: Candidate) -> str:
    """The equals but for the candidate itself: of several that bear its name the first is left out."""
    if len(equals) > MOST_NAMES:
        return MANY_OTHERS.format(count=len(equals) - 1)
    own = next(place for place, equal in enumerate(equals) if equal.name == candidate.name)
    return names([*equals[:own], *equals[own + 1:]])


def ruled(place: str, ruling: Ruling, equals: str) -> str:
    """What leaders ruled on a tie, behind where the candidate stands; `equals` names the others."""
    return RULED.format(place=place, others=equals, by=ruling.by, decision=ruling.decision, cell=ruling.source)


def _heirs(after: Succession) -> str:
    """What becomes of the seat: who comes in, or who shares it. Of incidents that reach others, too, only that it moves on."""
    if after.others_out:
        return OTHERS_OUT.format(count=after.others_out)
    if after.heirs:
        return HEIRS.format(names=names(after.heirs)) + (LOOKED_INTO if after.looked_into else "")
    if after.sharers:
        return SHARERS.format(names=names(after.sharers))
    return CONTESTED.format(before=after.contested[0], after=after.contested[1]) if after.contested[1] else NO_HEIR
