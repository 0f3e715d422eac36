"""Why a candidate stands where it does, in plain Chinese sentences."""

from __future__ import annotations

from collections.abc import Sequence

from fuwuyue_xlsx.evaluate.decisions import Candidate, Status
from fuwuyue_xlsx.evaluate.judging import Case
from fuwuyue_xlsx.evaluate.ranking import Seat

MOST_NAMES = 8


def names(candidates: Sequence[Candidate]) -> str:
    """The names side by side; of many the first few and their number."""
    listed = "、".join(f"“{c.name}”" for c in candidates[:MOST_NAMES])
    return f"{listed}等 {len(candidates)} 个" if len(candidates) > MOST_NAMES else listed


def before_ranking(case: Case, submitted: bool) -> tuple[str, ...]:
    """Reasons for a status that keeps a candidate out of the ranking; unmet conditions are always named."""
    unmet = tuple(f"第 {e.condition.number} 条“{e.condition.text}”不满足：{e.words}" for e in case.evidence if e.met is False)
    late = (f"材料逾期报送（{case.late}）",) if case.late else ()
    if case.status is Status.NOT_NOMINATED:
        if not submitted:
            return ("所在科室还没有报送填报表",)
        return ("推荐表上科室意见不是“同意”，按未推荐处理",) if case.candidate.source else ("科室没有推荐",)
    vetoes = tuple(f"一票否决：{incident.words}" for incident in case.vetoes)
    missing = [name for name, value in case.components.items() if value is None]
    unscored = (f"缺少评分：{'、'.join(missing)}，不予排名",) if case.status is Status.UNSCORED else ()
    return (*vetoes, *late, *unmet, *unscored)


def of_seat(seat: Seat[Case], status: Status, quota: int, open_seats: int, heirs: Sequence[Candidate]) -> tuple[str, ...]:
    """Reasons of a ranked candidate of a scored award or of a department's people."""
    case = seat.thing
    if case.score is None:
        order = case.candidate.order
        stands = f"科室推荐第 {order} 位，排在第 {seat.rank}" if order is not None else f"推荐顺序不清，排在第 {seat.rank}"
    else:
        stands = f"综合得分 {case.score}，第 {seat.rank} 名"
    borrowed = (f"{'、'.join(case.borrowed)}沿用科室得分",) if case.borrowed else ()
    return (_verdict(stands, seat, status, quota, open_seats, heirs), *borrowed)


def _verdict(stands: str, seat: Seat[Case], status: Status, quota: int, open_seats: int, heirs: Sequence[Candidate]) -> str:
    if status is Status.WINNER:
        return f"{stands}，在 {quota} 个名额之内"
    if status is Status.NOT_SELECTED:
        return f"{stands}，名额 {quota} 个，未进入"
    if status is Status.TIED:
        near = [case.candidate for case in seat.equals[: MOST_NAMES + 2] if case is not seat.thing]
        others = names(near) if len(seat.equals) <= MOST_NAMES + 1 else f"另外 {len(seat.equals) - 1} 个候选"
        return f"{stands}，与{others}完全并列，共争 {open_seats} 个名额，待领导定夺"
    incidents = "；".join(incident.words for incident in seat.thing.pending)
    heir = f"名额由{names(heirs)}{'并列竞争' if len(heirs) > 1 else '递补'}" if heirs else "名额空缺"
    return f"{stands}，本在 {quota} 个名额之内，但有事项待查：{incidents}；如查实则不能获奖，{heir}"
