"""What the rules say of an award, in one plain sentence, so that the office reads back what it has written.

Each part is declared once, as a template with named slots: here its slots are filled with values, in 规则说明 of the rules workbook
with formulas over the cells, so that the sentence there follows every change.
"""

from __future__ import annotations

from fuwuyue_xlsx.basics.decimals import plain
from fuwuyue_xlsx.evaluate.reasons import LISTING, bounds_of
from fuwuyue_xlsx.rules.model import Award, Component, Level, QuotaKind, Rules, Source

BETWEEN, BEFORE = "；", "："
OFF = "没有启用，不评"
# whom the seats are for: how many there are of departments and teams; of others nobody knows before they are recommended
UNITS = {Level.DEPARTMENT: "{count} 个科室", Level.TEAM: "{count} 个班组", Level.PERSON: "推荐的人", Level.POST: "推荐的岗位"}
AMONG_ALL, OF_EACH = "{units}中选 {seats} {counted}", "每个科室选 {seats} {counted}"
SHARE_OF_STAFF, SHARE_OF_UNITS = "每个科室按员工人数的 {share} 选", "{units}中选 {share}"
SHARE_OF_OWN_TEAMS = "每个科室按本科室班组数的 {share} 选"
LISTED = "每个科室选几{counted}见“名额分配”"
FIRST_TIER = "奖项组“{group}”最高的等次，推荐到它就参加全部等次"
LOWER_TIER = "奖项组“{group}”的第 {number} 等，已获更高等次的不参加"
SCORE, BY_ORDER, PART, OF_GROUPS, PLUS = "得分={parts}", "按科室的推荐顺序取", "{weight}{source}", "（{groups}）", "+"
ADJUSTED = "{source}（±{limit} 分以内）"
# of persons and posts whose score has one of these
OF_THEIR_TEAM = "监督检查、满意度测评取所在班组的得分"
TIES = "同分依次比 {order}"
HARD, NO_HARD = "要满足 {count} 条硬性条件", "没有硬性条件"
VETO, VETO_FROM, NO_VETO = "一票否决：有属实的事故投诉", "一票否决：属实的事故投诉满 {count} 件", "不设一票否决"
# of an award with 类别比例; what it asks for is told by itself
SHARES = "获奖者的类别比例只核对，不影响获奖"
PRIZE, HONOUR = "奖金 {yuan} 元/{counted}", "荣誉奖项，没有奖金"


def award_sentence(award: Award, rules: Rules) -> str:
    """The sentence on an award, as the program understands it: 优秀班组：22 个班组中选 7 个；得分=40%评委打分+….

    Rules without fault are asked for: an award that is on has its quota and its prize.
    """
    if not award.enabled:
        return award.name + BEFORE + OFF
    ties = (TIES.format(order=" > ".join(rules.policies.tie_order)),) if award.scored else ()
    bounds = (bounds_of(award),) if award.capped else ()
    shares = (SHARES,) if award.shares else ()
    parts = (_seats(award, rules), *bounds, *_tier(award, rules), _score(award), *ties, _conditions(award), _veto(award), *shares, _prize(award))
    return award.name + BEFORE + BETWEEN.join(parts)


def sentences_of(rules: Rules) -> tuple[str, ...]:
    """The sentence on every award, in the rules' order."""
    return tuple(award_sentence(award, rules) for award in rules.awards)


def _seats(award: Award, rules: Rules) -> str:
    counted = award.level.counted
    if award.quota_kind is QuotaKind.LISTED:
        return LISTED.format(counted=counted)
    count = len(rules.departments) if award.level is Level.DEPARTMENT else len(rules.teams)
    units, quota = UNITS[award.level].format(count=count), plain(award.quota or 0)
    if award.quota_kind is QuotaKind.RATIO:
        return SHARE_OF_STAFF.format(share=f"{quota}%")
    if award.quota_kind is QuotaKind.UNITS and award.each_department:
        return SHARE_OF_OWN_TEAMS.format(share=f"{quota}%")
    if award.quota_kind is QuotaKind.UNITS:
        return SHARE_OF_UNITS.format(units=units, share=f"{quota}%")
    return OF_EACH.format(seats=quota, counted=counted) if award.each_department else AMONG_ALL.format(units=units, seats=quota, counted=counted)


def _tier(award: Award, rules: Rules) -> tuple[str, ...]:
    """Which tier it is; nothing of an award that stands by itself."""
    tiers, higher = rules.tiers_of(award), rules.tiers_above(award)
    if len(tiers) == 1:
        return ()
    if not higher:
        return (FIRST_TIER.format(group=award.group),)
    return (LOWER_TIER.format(group=award.group, number=len(higher) + 1),)


def _score(award: Award) -> str:
    if not award.scored:
        return BY_ORDER
    borrowed = award.level in (Level.PERSON, Level.POST) and (award.uses(Source.INSPECTION) or award.uses(Source.SURVEY))
    return SCORE.format(parts=PLUS.join(map(_part, award.components))) + (BETWEEN + OF_THEIR_TEAM if borrowed else "")


def _part(part: Component) -> str:
    if part.limit is not None:
        return ADJUSTED.format(source=part.source.value, limit=plain(part.limit))
    groups = OF_GROUPS.format(groups=LISTING.join(part.scope)) if part.scope else ""
    return PART.format(weight=f"{plain(part.weight)}%", source=part.source.value) + groups


def _conditions(award: Award) -> str:
    return HARD.format(count=len(award.hard)) if award.hard else NO_HARD


def _veto(award: Award) -> str:
    if not award.vetoes:
        return NO_VETO
    return VETO if award.veto_from == 1 else VETO_FROM.format(count=award.veto_from)


def _prize(award: Award) -> str:
    return HONOUR if award.honour else PRIZE.format(yuan=award.prize, counted=award.level.counted)
