"""`explain`: the whole derivation of one candidate's standing in plain Chinese, down to file!sheet!cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.evidence import Figure
from fuwuyue_xlsx.evaluate.incident_reach import owner_key
from fuwuyue_xlsx.evaluate.quotas import units_of
from fuwuyue_xlsx.evaluate.reasons import bounds_of
from fuwuyue_xlsx.evaluate.shares_of_winners import shares_of_winners
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.report.survey_rows import survey_rows
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Component, ConditionKind, Level, QuotaKind, Source
from fuwuyue_xlsx.workbook.source_links import grouped


def names_meant(outcome: Outcome, asked: str) -> list[str]:
    """The candidates' names that somebody may mean, none twice: the very name, or else every name that holds what was `asked`.
    White space and width make no difference; nothing asked is nobody's name. Department after department, as the rules list them."""
    order = {name: number for number, name in enumerate(outcome.rules.departments)}
    everybody = (standing.candidate for result in outcome.evaluation.awards for standing in result.standings)
    candidates = sorted(everybody, key=lambda who: order.get(who.department, len(order)))
    meant = [who.name for who in candidates if key(who.name) == key(asked)] or [who.name for who in candidates if key(asked) in key(who.name)]
    return list({key(name): name for name in meant}.values()) if key(asked) else []


def homes(outcome: Outcome, name: str) -> str:
    """A name with the departments in which it stands; a department's own name alone: 电工组（公寓中心）."""
    departments = dict.fromkeys(standing.candidate.department for result in outcome.evaluation.awards for standing in result.standings
                                if key(standing.candidate.name) == key(name))
    others = [department for department in departments if key(department) != key(name)]
    return f"{name}（{'、'.join(others)}）" if others else name


def explain(outcome: Outcome, name: str) -> list[str] | None:
    """Lines for every award in which the name stands as a candidate; None when it stands in none."""
    standings = [
        (result, standing)
        for result in outcome.evaluation.awards
        for standing in result.standings
        if key(standing.candidate.name) == key(name)
    ]
    if not standings:
        return None
    lines: list[str] = []
    for result, standing in standings:
        lines += [*_derivation(outcome, result, standing), ""]
    return lines[:-1]


def names_of(outcome: Outcome) -> Iterator[str]:
    """The names of all candidates, award by award."""
    return (standing.candidate.name for result in outcome.evaluation.awards for standing in result.standings)


def _derivation(outcome: Outcome, result: AwardResult, standing: Standing) -> Iterator[str]:
    who = standing.candidate
    home = {Level.DEPARTMENT: "", Level.TEAM: f"（{who.department}）"}.get(
        who.level, f"（{who.department} {who.team or OUTSIDE_TEAMS}）")
    yield f"■ {who.name}{home} · {result.award.name}"
    tiers = outcome.rules.tiers_of(result.award)
    if len(tiers) > 1:
        yield f"等次：奖项组“{result.award.group}”依次是{'、'.join(tier.name for tier in tiers)}，已获较高等次的不再参加较低的"
    rank = f"，第 {standing.rank} 名" if standing.rank else ""
    yield f"结论：{standing.status.label}{rank}"
    yield from (f"  {reason}" for reason in standing.reasons)
    yield from _nomination(standing)
    yield from _category(result, who)
    yield from _incidents(outcome, result, standing)
    yield from _conditions(standing)
    if result.award.scored:
        yield from _scores(outcome, result, standing)
        yield from _place(outcome, result, standing)
    elif isinstance(result.quota, dict):
        yield from _personal_quota(outcome, result, who)
    if standing.certainty:
        yield f"锁定情况：{Certainty(standing.certainty).label}"


def _nomination(standing: Standing) -> Iterator[str]:
    who = standing.candidate
    if who.source:
        order = f"，推荐顺序 {who.order}" if who.order is not None else ""
        holders = f"，在岗人员 {'、'.join(who.holders)}" if who.holders else ""
        yield f"推荐：{'同意' if who.nominated else '科室意见不是“同意”'}{order}{holders} ← {who.source}"


def _category(result: AwardResult, who: Candidate) -> Iterator[str]:
    """Somebody's category, and how the winners of the department come to the shares that the award asks for."""
    if result.award.shares:
        yield f"人员类别：{who.category or '没有可用的'}（只用来核对类别比例，不影响获奖）"
        for one in shares_of_winners(result):
            if one.department == who.department:
                yield f"  {one.words}：{'达到' if one.met else '没有达到'}"


def _incidents(outcome: Outcome, result: AwardResult, standing: Standing) -> Iterator[str]:
    if not result.award.vetoes:
        yield "一票否决：本奖项没有一票否决条件"
        return
    named = [i for i in outcome.evaluation.incidents if (i.id or i.source) in standing.incidents]
    if not named:
        yield "一票否决：认定期间内没有波及本候选的属实或待查事项"
    if result.award.veto_from > 1:
        yield f"一票否决：属实的事项满 {result.award.veto_from} 件才否决"
    who = owner_key(standing.candidate)
    named += [i for i in outcome.evaluation.incidents if i.harmless and who in i.reached]
    for incident in named:
        if incident.harmless:
            yield f"事故投诉：{incident.words}，“{incident.kind}”只登记，不否决 ← {incident.source}"
            continue
        yield f"一票否决：{incident.words}，波及 {'→'.join(incident.reaches)} ← {incident.source}"


def _conditions(standing: Standing) -> Iterator[str]:
    for evidence in standing.evidence:
        condition = evidence.condition
        if condition.kind is ConditionKind.VETO:
            continue
        group = f"，{condition.group.words}" if condition.group else ""
        yield f"条件 {condition.number}（{condition.kind.value}{group}）“{condition.text}”：{evidence.verdict}。{evidence.words}"
        yield from _cells(evidence.sources, "    ")


def _cells(sources: Iterable[str], indent: str) -> Iterator[str]:
    """Cells of one sheet side by side: ← file!sheet!C5、C6."""
    yield from (f"{indent}← {line}" for line in grouped(sources))


def _scores(outcome: Outcome, result: AwardResult, standing: Standing) -> Iterator[str]:
    for part in result.award.components:
        figure = standing.figures[part.name]
        borrowed = "，沿用科室得分" if part.name in standing.borrowed else ""
        value = figure.value if figure.value is not None else "缺"
        yield f"{part.name}（{part.said_source}，{part.said_share}{borrowed}）：{value}"
        yield from _figure(outcome, standing, part, figure)
    if standing.score is not None:
        terms = " + ".join(part.term(standing.components[part.name]) for part in result.award.components)
        yield f"综合得分 = {terms} = {standing.score}"


def _figure(outcome: Outcome, standing: Standing, part: Component, figure: Figure) -> Iterator[str]:
    if figure.value is None:
        return
    if part.source is Source.SURVEY:
        terms = " + ".join(detail.basis for detail in figure.parts)
        tally = "，".join(f"{detail.label} {detail.basis.partition('×')[2]} 个" for detail in figure.parts)
        yield f"    回答：{tally}"
        answers = figure.how.partition("÷")[2].partition(" ")[0]
        yield f"    （{terms}）÷{answers} = {figure.value}"
        borrowed = part.name in standing.borrowed
        yield from (f"    ← {line}" for line in survey_rows(outcome, standing.candidate, whole_department=borrowed, scope=part.scope))
        return
    if part.source is Source.ADJUSTMENT:
        for row in figure.parts:
            yield f"    {row.basis} 分：{row.label}"
            yield from _cells(row.sources, "      ")
        yield f"    {figure.how} → {figure.value}" if figure.parts else f"    {figure.how}"
        return
    for detail in figure.parts:
        yield f"    {detail.label}：{detail.basis} = {detail.value}"
        yield from _cells(detail.sources, "      ")
    values = "、".join(str(detail.value) for detail in figure.parts)
    yield f"    {figure.how}：{values} → {figure.value}"


def _place(outcome: Outcome, result: AwardResult, standing: Standing) -> Iterator[str]:
    ranked, department = [s for s in result.standings if s.rank is not None], standing.candidate.department
    yield from _units(outcome, result, department)
    if standing.rank is None:
        return
    if isinstance(result.quota, dict):
        ranked = [s for s in ranked if s.candidate.department == department]
        yield f"排名：本科室 {len(ranked)} 个候选参加排名，本科室名额 {result.quota[department]} 个"
    else:
        bounded = f"，{bounds_of(result.award)}" if result.award.capped else ""
        yield f"排名：{len(ranked)} 个候选参加排名，名额 {result.quota} 个{bounded}"
    for other in _neighbours(ranked, standing):
        arrow = "→" if other is standing else "  "
        yield f"  {arrow} 第 {other.rank} 名 {other.candidate.name} {other.score}（{other.status.label}）"
    margin = standing.margin
    if margin is None:
        return
    inside = standing.status in (Status.WINNER, Status.PENDING)
    yield f"与入围线：比“{margin.rival}”{'高' if inside else '低'} {abs(margin.points)} 分"
    for name, value in margin.moves.items():
        if value is None:
            bonus = result.award.adjustment is not None and result.award.adjustment.name == name
            yield f"    只改{name}：改到{'最低' if inside else '上限' if bonus else '满分'}也不会换位"
        else:
            yield f"    只改{name}：从 {standing.components[name]} {'降到' if inside else '升到'} {value} 就会换位"


def _units(outcome: Outcome, result: AwardResult, department: str) -> Iterator[str]:
    """How a share of the number of units comes to seats, and that seats are listed by department."""
    award, each = result.award, isinstance(result.quota, dict)
    if award.quota_kind is QuotaKind.LISTED:
        yield "名额：分科室，见评选规则的“名额分配”"
    if award.quota_kind is QuotaKind.UNITS:
        count = units_of(award, outcome.rules, department if each else None)
        seats = result.quota[department] if isinstance(result.quota, dict) else result.quota
        whose = f"{'本科室' if each else '全部'} {count} 个{award.level.label}"
        share = plain(count * (award.quota or Decimal(0)) / 100)
        yield f"名额：{whose} × {plain(award.quota)}% = {share}，{outcome.rules.policies.quota_rounding} → {seats} 个"


def _neighbours(ranked: list[Standing], standing: Standing) -> list[Standing]:
    at = ranked.index(standing)
    return ranked[max(0, at - 2): at + 3]


def _personal_quota(outcome: Outcome, result: AwardResult, who: Candidate) -> Iterator[str]:
    quota = result.quota[who.department] if isinstance(result.quota, dict) else None
    if result.award.quota_kind is QuotaKind.LISTED:
        yield f"名额：分科室，本科室 {result.award.listed.get(who.department, 0)} 人（评选规则的“名额分配”）"
        return
    if result.award.quota_kind is QuotaKind.FIXED:
        yield f"名额：固定，每个科室 {plain(result.award.quota)} 人"
        return
    yield "名额的计算："
    rows = [r for r in outcome.tables.headcounts.to_dict("records") if r["department"] == who.department]
    for row in rows:
        number = row["headcount"] if row["headcount"] is not None else "缺"
        yield f"    {row['team'] or OUTSIDE_TEAMS} {number} 人 ← {row['source']}"
    if quota is None:
        yield "    员工人数不全，算不出来"
        return
    staff = sum(row["headcount"] for row in rows)
    policies = outcome.rules.policies
    minimum = f"，至少 {policies.quota_minimum} 人" if policies.quota_minimum else ""
    share = plain(staff * (result.award.quota or Decimal(0)) / 100)
    yield f"    合计 {staff} 人 × {plain(result.award.quota)}% = {share}，{policies.quota_rounding}{minimum} → {quota} 人"
