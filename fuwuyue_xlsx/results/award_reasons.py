"""What award sheets say in words and in single figures: the summary, the cut, each candidate's reason, by formula."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.decisions import Standing, Status
from fuwuyue_xlsx.results.award_plan import HEADER, UNMET, VETOES, WAITING, AwardPlan
from fuwuyue_xlsx.results.award_values import figures_now, figures_now_cached, reason_now
from fuwuyue_xlsx.results.condition_sheet import NUMBER, VERDICT, WORDS, ConditionPlan
from fuwuyue_xlsx.results.condition_sheet import UNMET as NOT_MET
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.results.veto_sheet import VETOED, VetoPlaces
from fuwuyue_xlsx.results.veto_sheet import WAITING as UNDER_INQUIRY
from fuwuyue_xlsx.workbook.addresses import CellRef, Formula, shown
from fuwuyue_xlsx.workbook.page import Page

# the award's own figures, in the order of their cells
QUOTA, INSIDE, LAST_IN, FIRST_OUT, OPEN_SEATS, RANKED, EMPTY, TIED_FIRST = range(8)
_WORDS_COLUMN = 6


def award_figures(plan: AwardPlan, rules: RulePlaces) -> list[tuple[str, Formula]]:
    """Quota, seats and the cut of a scored award, each with its title."""
    now = figures_now(plan)
    status, order = plan.area(plan.status_column).here, plan.area(plan.order).here
    score, department = plan.area(plan.score_column).here, plan.area(plan.department_column).here
    quota, inside, ranked = (plan.calculated(number).fixed for number in (QUOTA, INSIDE, RANKED))

    def at(place: str, values: str) -> str:
        return f"INDEX({values},MATCH(SMALL({order},{place}),{order},0))"

    tied = f'COUNTIF({status},"并列待定")'
    return [
        ("名额", Formula(f"={rules.quota[plan.result.award.name].on}", now["quota"])),
        ("入围数", Formula(f'=COUNTIF({status},"获奖")+COUNTIF({status},"待查")', now["inside"])),
        ("线内最低分", Formula(f'=IF({inside}=0,"",{at(inside, score)})', now["last_in"])),
        ("线外最高分", Formula(f'=IF({ranked}>{inside},{at(f"{inside}+1", score)},"")', now["first_out"])),
        ("待定名额", Formula(f'=COUNTIF({status},"待查")+IF({tied}>0,{quota}-{inside},0)', now["open"])),
        ("参评数", Formula(f"=COUNT({order})", now["ranked"])),
        ("空缺", Formula(f"=MAX(0,{quota}-{ranked})", now["empty"])),
        ("并列首位科室", Formula(f'=IF({tied}>0,{at(f"{inside}+1", department)},"")', now["tied_first"])),
    ]


def summary(plan: AwardPlan, rules: RulePlaces) -> object:
    """名额, 奖金, 空缺, 待定 in one line."""
    award = plan.result.award
    prize, quota = rules.prize[award.name].on, rules.quota[award.name].on
    if not award.scored:
        status = plan.area(plan.status_column).here
        won = len(plan.having(Status.WINNER))
        count = f'COUNTIF({status},"获奖")' if plan.standings else "0"
        unit = "%" if award.quota_kind.value == "按员工人数比例" else " 人"
        text = f'="每个科室的名额见“规则”（{"员工人数的 " if unit == "%" else ""}"&{quota}&"{unit}）；获奖 "&{count}&" 人，每人奖金 "&{prize}&" 元"'
        share = "员工人数的 " if unit == "%" else ""
        return Formula(text, f"每个科室的名额见“规则”（{share}{plain(award.quota)}{unit}）；获奖 {won} 人，每人奖金 {award.prize} 元")
    if not plan.standings:
        return f"名额 {plain(award.quota)} 个；每个奖金 {award.prize} 元"
    now = figures_now(plan)
    empty, opened = plan.calculated(EMPTY).fixed, plan.calculated(OPEN_SEATS).fixed
    text = (f'="名额 "&{quota}&" 个，每个奖金 "&{prize}&" 元"&IF({empty}>0,"；空缺 "&{empty}&" 个","")'
            f'&IF({opened}>0,"；待定 "&{opened}&" 个","")')
    more = (f"；空缺 {now['empty']} 个" if now["empty"] else "") + (f"；待定 {now['open']} 个" if now["open"] else "")
    return Formula(text, f"名额 {now['quota']} 个，每个奖金 {award.prize} 元{more}")


def cut_line(plan: AwardPlan, rules: RulePlaces, places: int) -> object:
    """Where the cut lies."""
    if not plan.scored:
        return "名额之内、未被否决的依科室推荐顺序获奖；有人被否决时后一位递补。"
    if not plan.standings:
        return "没有候选。"
    now = figures_now(plan)
    inside, outside = plan.calculated(LAST_IN).fixed, plan.calculated(FIRST_OUT).fixed
    text = (f'=IF(ISNUMBER({inside}),"入围线：线内最低 "&{shown(inside, places)}&" 分","还没有人入围")'
            f'&IF(ISNUMBER({outside}),"，线外最高 "&{shown(outside, places)}&" 分","，线外没有候选")&"。"')
    first = f"入围线：线内最低 {now['last_in']} 分" if now["last_in"] is not None else "还没有人入围"
    second = f"，线外最高 {now['first_out']} 分" if now["first_out"] is not None else "，线外没有候选"
    return Formula(text, f"{first}{second}。")


def quota_of(plan: AwardPlan, rules: RulePlaces, standing: Standing) -> str:
    """The cell of the seats that a candidate competes for."""
    if plan.scored:
        return plan.calculated(QUOTA).fixed
    return rules.personal_quota[plan.result.award.name, standing.candidate.department].on


def margin(plan: AwardPlan, standing: Standing, page: Page, places: int) -> Formula:
    """Points before the first outside, or behind the last inside."""
    status, score = page.here(plan.status_column), page.here(plan.score_column)
    inside, outside = plan.calculated(LAST_IN).fixed, plan.calculated(FIRST_OUT).fixed
    text = plan.once(("margin",), lambda: (
        f'=IF(OR({status}="获奖",{status}="待查"),IF(ISNUMBER({outside}),ROUND({score}-{outside},{places}),""),'
        f'IF(AND({status}="未获奖",ISNUMBER({inside})),ROUND({score}-{inside},{places}),""))'))
    now = figures_now_cached(plan)
    value: Decimal | None = None
    if standing.score is not None and standing.status in (Status.WINNER, Status.PENDING) and now["first_out"] is not None:
        value = standing.score - now["first_out"]  # type: ignore[operator]
    elif standing.score is not None and standing.status is Status.NOT_SELECTED and now["last_in"] is not None:
        value = standing.score - now["last_in"]  # type: ignore[operator]
    return Formula(text, value)


def reason(plan: AwardPlan, standing: Standing, page: Page, quota: str, conditions: ConditionPlan, vetoes: VetoPlaces,
           borrowed: list[tuple[str, str, str]], places: int) -> Formula:
    """One sentence: why this status. Each branch answers one status, and the status is looked up."""
    who = standing.candidate
    status, rank = page.here(plan.status_column), page.here(0)
    equals = page.here(plan.equals)
    stands = plan.once(("stands",), lambda: _stands(plan, page, places))
    lent = _lent(borrowed)
    won = f'{stands}&"，在 "&{quota}&" 个名额之内"'
    lost = f'{stands}&"，名额 "&{quota}&" 个，未进入"'
    tied = f'{stands}&"，与另外 "&({equals}-1)&" 个候选完全并列，共争 "&({quota}-{rank}+1)&" 个名额，待领导定夺"'
    branches = [("获奖", won + lent), ("未获奖", lost + lent), ("并列待定", tied + lent)]
    if plan.scored:
        branches.append(("缺评分", plan.once(("missing",), lambda: _missing(plan, page))))
    unmet = _unmet(plan, standing, page, conditions)
    if unmet:
        branches.append(("不符合条件", unmet))
    pairs = vetoes.pairs.get(who)
    if pairs:
        effects, words = pairs.on, pairs.beside(_WORDS_COLUMN).on
        count = page.spot(plan.width + VETOES).here
        branches.append(("一票否决", f'"一票否决："&INDEX({words},MATCH("{VETOED}",{effects},0))&"，经查属实"&IF({count}>1,"（共 "&{count}&" 件）","")'))
        waiting = page.spot(plan.width + WAITING).here
        inquiry = (f'"，本在 "&{quota}&" 个名额之内，但有事项待查："&INDEX({words},MATCH("{UNDER_INQUIRY}",{effects},0))'
                   f'&IF({waiting}>1,"（共 "&{waiting}&" 件）","")&"；如查实则不能获奖，"&{_heir(plan, standing, page)}')
        branches.append(("待查", f"{stands}&{inquiry}"))
    if not plan.scored:
        unknown = f'{stands}&"；科室员工人数不全，名额算不出来，暂列待查"'
        waiting_text = branches.pop()[1] if pairs else unknown
        branches.append(("待查", f"IF(ISNUMBER({quota}),{waiting_text},{unknown})" if pairs else unknown))
    text = '""'
    for word, branch in reversed(branches):
        text = f'IF({status}="{word}",{branch},{text})'
    return Formula(f"={text}", reason_now(plan, standing, _stands_now(plan, standing), vetoes))


def _stands(plan: AwardPlan, page: Page, places: int) -> str:
    rank = page.here(0)
    if plan.scored:
        return f'"综合得分 "&{shown(page.here(plan.score_column), places)}&"，第 "&{rank}&" 名"'
    order = page.here(plan.order_column)
    return f'IF(ISNUMBER({order}),"科室推荐第 "&{order}&" 位","推荐顺序不清")&"，排在第 "&{rank}'


def _stands_now(plan: AwardPlan, standing: Standing) -> str:
    if plan.scored:
        return f"综合得分 {standing.score}，第 {standing.rank} 名"
    number = standing.candidate.order
    first = f"科室推荐第 {number} 位" if number is not None else "推荐顺序不清"
    return f"{first}，排在第 {standing.rank}"


def _lent(borrowed: list[tuple[str, str, str]]) -> str:
    """；X沿用科室得分, for each component that is its department's."""
    text = ""
    for name, own, cell in borrowed:
        mine = f"AND(NOT(ISNUMBER({own})),ISNUMBER({cell}))" if own else f"ISNUMBER({cell})"
        text += f'&IF({mine},"；"&{name}&"沿用科室得分","")'
    return text


def _missing(plan: AwardPlan, page: Page) -> str:
    parts = []
    for part in plan.result.award.components:
        column = plan.component_column(part.name)
        parts.append(f'IF(ISNUMBER({page.here(column)}),"","、"&{CellRef("", HEADER, column).fixed})')
    return f'"缺少评分："&MID({"&".join(parts)},2,200)&"，不予排名"'


def _unmet(plan: AwardPlan, standing: Standing, page: Page, conditions: ConditionPlan) -> str:
    verdicts = conditions.area(standing.candidate, VERDICT)
    late = '"材料逾期报送"' if standing.late else ""
    if verdicts is None:
        return late
    count = page.spot(plan.width + UNMET).here
    at = f'MATCH("{NOT_MET}",{verdicts.on},0)'
    first = (f'"第 "&INDEX({verdicts.beside(NUMBER).on},{at})&" 条不满足："&INDEX({verdicts.beside(WORDS).on},{at})'
             f'&IF({count}>{2 if late else 1},"（共 "&{f"({count}-1)" if late else count}&" 条不满足）","")')
    return f'IF({count}>1,{late}&"；"&{first},{late})' if late else first


def _heir(plan: AwardPlan, standing: Standing, page: Page) -> str:
    """Who would take the seat: the first in order outside, or the equals who would share it."""
    if plan.scored:
        inside, ranked = plan.calculated(INSIDE).fixed, plan.calculated(RANKED).fixed
        order, names, ranks = (plan.area(column).here for column in (plan.order, plan.name_column, 0))
        name = f"INDEX({names},MATCH(SMALL({order},{inside}+1),{order},0))"
    else:
        first, last = plan.departments[standing.candidate.department]
        ranks, names, statuses = (
            f"{CellRef('', first, column).fixed}:{CellRef('', last, column).fixed}" for column in (0, plan.name_column, plan.status_column))
        inside = f'(COUNTIF({statuses},"获奖")+COUNTIF({statuses},"待查"))'
        ranked = f"COUNT({ranks})"
        name = f"INDEX({names},MATCH({inside}+1,{ranks},0))"
    equals = f"COUNTIF({ranks},{inside}+1)"
    shared = f'IF({equals}>1,"等 "&{equals}&" 个并列竞争","递补")'
    return f'IF({ranked}>{inside},"名额由“"&{name}&"”"&{shared},"名额空缺")'
