"""What the formulas of an award's sheet come to, as the program has it: these values are stored beside them."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.evaluate.decisions import Candidate, Standing, Status
from fuwuyue_xlsx.evaluate.incident_reach import OPEN, VETO
from fuwuyue_xlsx.results.award_plan import AwardPlan, key_digits
from fuwuyue_xlsx.results.veto_sheet import VetoPlaces, effect_words
from fuwuyue_xlsx.rules.model import Award


def figures_now(plan: AwardPlan) -> dict[str, object]:
    """The figures of a scored award as the program has them."""
    result = plan.result
    ranked = [standing for standing in result.standings if standing.rank is not None]
    inside = [standing for standing in ranked if standing.status in (Status.WINNER, Status.PENDING)]
    quota = int(result.award.quota or 0)
    tied = plan.having(Status.TIED)
    return {
        "quota": quota, "inside": len(inside), "ranked": len(ranked),
        "last_in": inside[-1].score if inside else None,
        "first_out": ranked[len(inside)].score if len(ranked) > len(inside) else None,
        "open": sum(result.open_seats.values()), "empty": result.empty_seats,
        "tied_first": tied[0].candidate.department if tied else "",
    }


def prize_value(award: Award, standing: Standing) -> object:
    if standing.status is Status.WINNER:
        return award.prize
    return "待定" if standing.status in (Status.TIED, Status.PENDING) else None


def figures_now_cached(plan: AwardPlan) -> dict[str, object]:
    """The figures, reckoned once an award."""
    if not plan.now:
        plan.now.update(figures_now(plan))
    return plan.now


def key_value(plan: AwardPlan, standing: Standing, number: int, places: int) -> int:
    """A sorting key as the program has it; the rank so far is that of the keys before."""
    digits, parts = key_digits(places), plan.key_parts[number]
    value = 0
    if number:
        value = 1_000_000 - rank_of_key(plan, standing, number - 1, places)
    for name in parts:
        figure = (standing.components[name] if name else standing.score) or Decimal(0)
        value = value * 10**digits + int(figure.scaleb(places))
    return value


def rank_of_key(plan: AwardPlan, standing: Standing, number: int, places: int) -> int:
    """The rank by the first keys alone, reckoned once for all."""
    if number not in plan.key_ranks:
        values = sorted((key_value(plan, s, number, places) for s in plan.standings if s.rank is not None), reverse=True)
        ranks: dict[int, int] = {}
        for place, value in enumerate(values, 1):
            ranks.setdefault(value, place)
        plan.key_ranks[number] = ranks
    return plan.key_ranks[number][key_value(plan, standing, number, places)]


def count_of(vetoes: VetoPlaces, who: Candidate, effect: str) -> int:
    """How many incidents of an effect concern a candidate."""
    return sum(effect_words(vetoes.incidents[number]) == effect for number in vetoes.concerned.get(who, ()))


def reason_now(plan: AwardPlan, standing: Standing, stands: str, vetoes: VetoPlaces) -> str:
    """The sentence for the status of the run."""
    status = standing.status
    seats = plan.seats(standing)
    if status in (Status.WINNER, Status.NOT_SELECTED, Status.TIED):
        tail = "".join(f"；{name}沿用科室得分" for name in standing.borrowed)
        if status is Status.WINNER:
            return f"{stands}，在 {seats} 个名额之内{tail}"
        if status is Status.NOT_SELECTED:
            return f"{stands}，名额 {seats} 个，未进入{tail}"
        others, open_seats = plan.equal_count(standing) - 1, (seats or 0) - (standing.rank or 0) + 1
        return f"{stands}，与另外 {others} 个候选完全并列，共争 {open_seats} 个名额，待领导定夺{tail}"
    if status is Status.UNSCORED:
        names = "、".join(name for name, value in standing.components.items() if value is None)
        return f"缺少评分：{names}，不予排名"
    if status is Status.INELIGIBLE:
        return _unmet_now(standing)
    if status is Status.VETOED:
        texts = vetoes.texts(standing.candidate, VETO)
        return f"一票否决：{texts[0]}，经查属实" + (f"（共 {len(texts)} 件）" if len(texts) > 1 else "")
    if seats is None:
        return f"{stands}；科室员工人数不全，名额算不出来，暂列待查"
    texts = vetoes.texts(standing.candidate, OPEN)
    more = f"（共 {len(texts)} 件）" if len(texts) > 1 else ""
    return f"{stands}，本在 {seats} 个名额之内，但有事项待查：{texts[0]}{more}；如查实则不能获奖，{_heir_now(plan, standing)}"


def _unmet_now(standing: Standing) -> str:
    unmet = [evidence for evidence in standing.evidence if evidence.met is False]
    if not unmet:
        return "材料逾期报送"
    first = f"第 {unmet[0].condition.number} 条不满足：{unmet[0].words}"
    more = f"（共 {len(unmet)} 条不满足）" if len(unmet) > 1 else ""
    return ("材料逾期报送；" if standing.late else "") + first + more


def _heir_now(plan: AwardPlan, standing: Standing) -> str:
    department = standing.candidate.department
    rivals = [s for s in plan.standings if s.rank is not None and (plan.scored or s.candidate.department == department)]
    outside = [s for s in rivals if s.status not in (Status.WINNER, Status.PENDING)]
    if not outside:
        return "名额空缺"
    equals = sum(s.rank == outside[0].rank for s in outside)
    return f"名额由“{outside[0].candidate.name}”" + (f"等 {equals} 个并列竞争" if equals > 1 else "递补")
