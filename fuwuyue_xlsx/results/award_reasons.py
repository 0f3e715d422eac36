"""What award sheets say in words: the summary, the cut, each candidate's reason; the sentences are those of the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from fuwuyue_xlsx.evaluate import reasons
from fuwuyue_xlsx.evaluate.decisions import Candidate, Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.results.award_ranking import EMPTY, NEXT, OPEN_SEATS, AwardColumns, Ranking
from fuwuyue_xlsx.results.ruled_ties import RuledTies
from fuwuyue_xlsx.rules.model import Component, QuotaKind
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER, MID, NOT, SUBSTITUTE, score_text
from fuwuyue_xlsx.workbook.range_functions import COUNT, COUNTIF, SUMIF
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content

# more than a cell holds
_WHOLE = 32_767
_WON = Status.WINNER.label


@dataclass(frozen=True)
class FigurePlaces:
    """Where a component's figure comes from: the candidate's own, and its department's that may stand in for it."""

    own: Cell | None
    lent: Cell | None


class AwardCells(AwardColumns, Protocol):
    """What the sentences need of an award's plan."""

    ranking: Ranking

    @property
    def unmet_reasons(self) -> CellSeries: ...
    @property
    def veto_reasons(self) -> CellSeries: ...
    @property
    def open_words(self) -> CellSeries: ...
    @property
    def ruled_ties(self) -> RuledTies: ...
    def figure(self, who: Candidate, part: Component) -> FigurePlaces: ...
    def header(self, name: str) -> Expression: ...
    def is_reached(self, who: Candidate) -> bool: ...
    def others_out(self, who: Candidate) -> Expression | None: ...
    @property
    def veto_from(self) -> Expression | None: ...
    @property
    def waiting(self) -> CellSeries: ...


def summary(plan: AwardCells) -> Content:
    """名额, 奖金, 空缺, 待定 in one line."""
    award, rules = plan.award, plan.rules
    if not award.each_department and not plan.layout.standings:
        return f"名额 {plan.layout.result.quota or 0} 个" + ("" if award.honour else f"；每个奖金 {award.prize} 元")
    prize = rules.prize[award.name].qualified
    if not award.each_department:
        quota = rules.seats_of_all(award).qualified
        empty, opened = plan.ranking.figures[EMPTY].absolute, plan.ranking.figures[OPEN_SEATS].absolute
        seats = sentence("名额 {quota} 个", quota=quota) if award.honour else sentence("名额 {quota} 个，每个奖金 {prize} 元", quota=quota, prize=prize)
        return join(seats,
                    IF(empty > 0, sentence("；空缺 {count} 个", count=empty), ""), IF(opened > 0, sentence("；待定 {count} 个", count=opened), ""))
    unit, quota = award.level.counted, rules.quota[award.name].qualified
    won = COUNTIF(plan.status.local, _WON) if plan.layout.standings else expression(0)
    share = {QuotaKind.FIXED: f"（{{quota}} {unit}）", QuotaKind.RATIO: "（员工人数的 {quota}%）", QuotaKind.UNITS: "（班组数的 {quota}%）"}
    slots = {"won": won} if award.quota_kind is QuotaKind.LISTED else {"quota": quota, "won": won}
    text = f"每个科室的名额见“规则”{share.get(award.quota_kind, '')}；获奖 {{won}} {unit}"
    if award.honour:
        return sentence(text, **slots)
    return sentence(f"{text}，每{unit}奖金 {{prize}} 元", **slots, prize=prize)


def cut_line(plan: AwardCells) -> Content:
    """Where the cut lies."""
    if not plan.award.scored:
        return "名额之内、未被否决的依科室推荐顺序获奖；有人被否决时后一位递补。"
    if not plan.layout.standings:
        return "没有候选。"
    if plan.award.capped:
        return f"{reasons.bounds_of(plan.award)}；名额之内的按综合得分从高到低获奖。"
    if plan.layout.as_run:
        return "已获较高等次的不参加；其余的在名额之内按综合得分从高到低获奖。"
    if not plan.layout.whole:
        return "各科室分别排名，在本科室名额之内的按综合得分从高到低获奖。"
    inside, outside = plan.ranking.last_inside.absolute, plan.ranking.first_outside.absolute
    first = IF(ISNUMBER(inside), sentence("入围线：线内最低 {score} 分", score=score_text(inside, plan.places)), "还没有人入围")
    second = IF(ISNUMBER(outside), sentence("，线外最高 {score} 分", score=score_text(outside, plan.places)), "，线外没有候选")
    return join(first, second, "。")


def is_barred(standing: Standing) -> bool:
    """Whether leaders disqualified a candidate."""
    return standing.ruling is not None and standing.rank is None


def disqualified(standing: Standing) -> list[str]:
    """A ruling that disqualifies, exclusions by name, and late material as reasons."""
    barred = [reasons.barring(standing.ruling)] if standing.ruling and is_barred(standing) else []
    return barred + [reasons.exclusion(row) for row in standing.excluded] + ([reasons.LATE.format(place=standing.late)] if standing.late else [])


def reason(plan: AwardCells, standing: Standing) -> Content:
    """Why this status. Each branch answers one status, and the status is looked up."""
    if not standing.candidate.nominated:
        return reasons.SEPARATOR.join(standing.reasons)
    return _Reason(plan, standing).whole


class _Reason:
    """The reason of a nominated candidate under every status that it may come to, shared by all that may come to the same."""

    def __init__(self, plan: AwardCells, standing: Standing) -> None:
        self.plan, self.who, self.standing = plan, standing.candidate, standing
        self.ruled = plan.ruled_ties.covers(standing)
        self.quota = plan.quota(standing)
        self.rank, self.equals = plan.ranking.rank.own, plan.ranking.equals.own
        self.reached = plan.is_reached(self.who)
        self.others_out = plan.others_out(self.who)
        self.has_conditions = bool(disqualified(standing) or standing.evidence)
        self.borrowed = tuple((part.name, figure) for part in plan.award.components if (figure := plan.figure(self.who, part)).lent is not None)

    @property
    def whole(self) -> Expression:
        if any(figure.own for _, figure in self.borrowed) or self.others_out is not None:
            return self._whole()
        names = tuple(name for name, _ in self.borrowed)
        return self.plan.shared(("reason", self.quota.text, self.reached, self.has_conditions, self.ruled, names), self._whole)

    def _whole(self) -> Expression:
        plan, borrowed = self.plan, self._borrowed()
        unmet, vetoes = plan.unmet_reasons.own, plan.veto_reasons.own
        branches = [
            (Status.WINNER, join(self._seated(reasons.WON), *borrowed)),
            (Status.NOT_SELECTED, join(self._seated(reasons.NOT_SELECTED), *borrowed)),
            (Status.TIED, join(self._tied(), *borrowed)),
            *([(Status.UNSCORED, self._missing())] if plan.award.scored else []),
            *([(Status.INELIGIBLE, _listed(unmet))] if self.has_conditions else []),
            *([(Status.VETOED, _listed(vetoes, *([unmet] if self.has_conditions else [])))] if self.reached else []),
            *([(Status.PENDING, join(self._pending(), *borrowed))] if self.reached or plan.layout.seats_may_be_unknown else []),
        ]
        whole = expression("")
        for status, branch in reversed(branches):
            whole = IF(plan.status.own == status.label, branch, whole)
        return whole

    # where a ranked candidate stands

    @cached_property
    def place(self) -> Expression:
        """The rank and what it follows from."""
        plan = self.plan
        if plan.award.scored:
            score, adjustment = score_text(plan.score.own, plan.places), plan.award.adjustment
            if adjustment is None:
                return sentence(reasons.BY_SCORE, score=score, rank=self.rank)
            points = score_text(plan.component(adjustment.name).own, plan.places)
            return sentence(reasons.ADJUSTED_SCORE, score=score, points=points, rank=self.rank)
        order = plan.order_number.own
        return IF(ISNUMBER(order), sentence(reasons.BY_ORDER, order=order, rank=self.rank), sentence(reasons.WITHOUT_ORDER, rank=self.rank))

    def _seated(self, template: str) -> Expression:
        seated = sentence(template, place=self.place, seats=self.quota)
        return self.plan.ruled_ties.sentence(self.place, seated) if self.ruled else seated

    def _tied(self) -> Expression:
        tied = sentence(reasons.TIED, place=self.place, others=self._others(), open=self.quota - self.rank + 1)
        if not self.reached:
            return tied
        return join(tied, IF(self.plan.waiting.own > 0, sentence(reasons.TIED_AND_PENDING, **self._looked_into()), ""))

    def _looked_into(self) -> dict[str, Expression]:
        """The incidents that may come to a veto, and how many it takes where one is not enough."""
        needed = self.plan.veto_from
        counted = IF(needed > 1, sentence(reasons.COUNTED, needed=needed), "") if needed is not None else expression("")
        return {"incidents": _listed(self.plan.open_words.own), "counted": counted}

    def _others(self) -> Expression:
        """The equals but for the candidate itself: those next in line, less its own name."""
        own = join(reasons.LISTING, sentence(reasons.ONE_NAME, name=self.plan.name.own))
        others = MID(SUBSTITUTE(self._next(), own, "", 1), len(reasons.LISTING) + 1, _WHOLE)
        return IF(self.equals > reasons.MOST_NAMES, sentence(reasons.MANY_OTHERS, count=self.equals - 1), others)

    def _next(self) -> Expression:
        """The cell with the names of those next in line, each with the mark before it."""
        plan = self.plan
        if plan.layout.whole:
            return plan.ranking.figures[NEXT].absolute
        _, last = plan.layout.departments[self.who.department]
        return plan.ranking.next_so_far.cell(last).absolute

    def _pending(self) -> Expression:
        """An incident is looked into; or, of persons, the seats of the department are unknown."""
        unknown = sentence(reasons.WITHOUT_SEATS, place=self.place)
        if not self.reached:
            return unknown
        place = self.plan.ruled_ties.place(self.place) if self.ruled else self.place
        pending = sentence(reasons.PENDING, place=place, seats=self.quota, heirs=self._heirs(), **self._looked_into())
        return IF(ISNUMBER(self.quota), pending, unknown) if self.plan.layout.seats_may_be_unknown else pending

    def _heirs(self) -> Expression:
        """Who would take the seat: the next group, where all of it would be inside then, or shares the seat; or others fall, too."""
        ranking = self.plan.ranking
        if self.plan.layout.whole:
            inside, ranked = ranking.inside.absolute, ranking.ranked.absolute
            ranks, waiting = ranking.rank.local, self.plan.waiting.local
        else:
            inside, ranks = ranking.inside_of(self.who.department), ranking.of_department(ranking.rank, self.who.department).local
            ranked, waiting = COUNT(ranks), ranking.of_department(self.plan.waiting, self.who.department).local
        heirs = self._next_group(inside, COUNTIF(ranks, inside + 1), SUMIF(ranks, inside + 1, waiting))
        alone = self.plan.ruled_ties.heirs_among(self.standing, IF(ranked > inside, heirs, reasons.NO_HEIR))
        if self.others_out is None:
            return alone
        return IF(self.others_out > 0, sentence(reasons.OTHERS_OUT, count=self.others_out), alone)

    def _next_group(self, inside: Expression, group: Expression, waiting: Expression) -> Expression:
        """What a seat more does for those next in line, so many equals with so many incidents that are looked into."""
        names = IF(group > reasons.MOST_NAMES, sentence(reasons.MANY_NAMES, count=group), MID(self._next(), len(reasons.LISTING) + 1, _WHOLE))
        heirs = join(sentence(reasons.HEIRS, names=names), IF(waiting > 0, reasons.LOOKED_INTO, ""))
        contested = sentence(reasons.CONTESTED, before=self.quota - inside, after=self.quota - inside + 1)
        sharers = IF(inside < self.quota, contested, sentence(reasons.SHARERS, names=names))
        return IF(inside + group <= self.quota + 1, heirs, sharers)

    # what keeps it out

    def _missing(self) -> Expression:
        plan = self.plan
        names = [IF(ISNUMBER(plan.component(part.name).own), "", join(reasons.LISTING, plan.header(part.name))) for part in plan.award.components]
        return sentence(reasons.UNSCORED, components=MID(join(*names), len(reasons.LISTING) + 1, _WHOLE))

    def _borrowed(self) -> list[Expression]:
        """A reason for each component that is its department's."""
        lent = []
        for name, figure in self.borrowed:
            cell = self.plan.component(name).own
            taken = ISNUMBER(cell) if figure.own is None else AND(NOT(ISNUMBER(figure.own.qualified)), ISNUMBER(cell))
            lent.append(IF(taken, join(reasons.SEPARATOR, sentence(reasons.BORROWED, component=self.plan.header(name))), ""))
        return lent


def _listed(*parts: Expression) -> Expression:
    """Reasons side by side, without the first separator."""
    return MID(join(*parts), len(reasons.SEPARATOR) + 1, _WHOLE)
