"""What the cells of an award's sheet hold, known before anything is written, so that all sheets can refer to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.decisions import Candidate, Standing
from fuwuyue_xlsx.evaluate.reasons import SEPARATOR
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import award_reasons
from fuwuyue_xlsx.results.award_layout import HEADER, UNMET, VETOES, WAITING, WEIGHTS, AwardLayout
from fuwuyue_xlsx.results.award_ranking import Ranking
from fuwuyue_xlsx.results.award_reasons import FigurePlaces
from fuwuyue_xlsx.results.awards_as_run import RERUN, AwardAsRun
from fuwuyue_xlsx.results.condition_plan import UNMET as NOT_MET
from fuwuyue_xlsx.results.condition_plan import ConditionPlan
from fuwuyue_xlsx.results.ruled_ties import RuledTies
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.results.score_plan import MISSING, ScorePlan
from fuwuyue_xlsx.results.veto_plan import VETOED, VetoPlan
from fuwuyue_xlsx.results.veto_plan import WAITING as UNDER_INQUIRY
from fuwuyue_xlsx.rules.model import Component, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.workbook.addresses import CellRef
from fuwuyue_xlsx.workbook.expressions import Expression, expression, join
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER, OR, ROUND, rounded, total
from fuwuyue_xlsx.workbook.range_functions import COUNT, COUNTIF, Crossing
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content, OwnRow

WON, LOST, TIED, PENDING, UNSCORED = (status.label for status in (
    Status.WINNER, Status.NOT_SELECTED, Status.TIED, Status.PENDING, Status.UNSCORED))


@dataclass(frozen=True)
class AwardReferences:
    """What award sheets refer to on the other sheets."""

    outcome: Outcome
    rules: RulesPlan
    scores: ScorePlan
    conditions: ConditionPlan
    vetoes: VetoPlan
    awards: Mapping[str, AwardPlan]


class AwardPlan:
    """The series of one award's sheet, each made when first asked for."""

    def __init__(self, layout: AwardLayout, looked_up: AwardReferences) -> None:
        self.layout, self.looked_up, self.rules = layout, looked_up, looked_up.rules
        self.award = layout.result.award
        self.places = looked_up.outcome.rules.policies.decimals
        self.ranking = Ranking(self)
        self.ruled_ties = RuledTies(self, layout, self.ranking)
        self.as_run = AwardAsRun(self, layout, self._higher)
        self._lenders = {part.name: looked_up.outcome.rules.lending_award(part) for part in self.award.components}
        self._components: dict[str, CellSeries] = {}
        self._shared: dict[tuple[object, ...], Expression] = {}

    def _higher(self) -> list[AwardPlan]:
        """The plans of the higher tiers."""
        return [self.looked_up.awards[tier.name] for tier in self.looked_up.outcome.rules.tiers_above(self.award)]

    def series(self, column: int, content: Callable[[Standing], Content], *, in_order: bool = False) -> CellSeries:
        """A column over all candidates."""
        standings = self.layout.standings
        return CellSeries(self.layout.area(column), lambda place: content(standings[place]), in_order=in_order)

    def same(self, column: int, content: Expression) -> CellSeries:
        """A column in which everybody nominated has the same expression."""
        return CellSeries(self.layout.area(column), [content if standing.candidate.nominated else None for standing in self.layout.standings])

    def nominated(self, column: int, content: Callable[[Standing], Content], *, in_order: bool = False) -> CellSeries:
        """A column that is empty for who was not nominated."""
        return self.series(column, lambda standing: content(standing) if standing.candidate.nominated else None, in_order=in_order)

    # names and figures

    @cached_property
    def name(self) -> CellSeries:
        """The column of the candidates' names."""
        return CellSeries(self.layout.area(self.layout.name_column), [standing.candidate.name for standing in self.layout.standings])

    @cached_property
    def department(self) -> CellSeries:
        """The column of their departments."""
        return CellSeries(self.layout.area(self.layout.department_column), [standing.candidate.department for standing in self.layout.standings])

    @cached_property
    def order_number(self) -> CellSeries:
        """Persons: the number that the department gave."""
        return self.nominated(self.layout.order_column, lambda standing: "不清" if standing.candidate.order is None else standing.candidate.order)

    def weight(self, name: str) -> Cell:
        """The weight above a component's column, as it stands on 规则."""
        place = CellRef(self.layout.title, WEIGHTS, self.layout.component_column(name))
        return Cell(place, self.rules.weight[self.award.name, name].qualified)

    def component(self, name: str) -> CellSeries:
        """The cells that hold one component's figures, candidate by candidate."""
        series = self._components.get(name)
        if series is None:
            part = next(part for part in self.award.components if part.name == name)
            series = self.series(self.layout.component_column(name), lambda standing: self._component(standing.candidate, part))
            self._components[name] = series
        return series

    def figure(self, who: Candidate, part: Component) -> FigurePlaces:
        """Where a component of a candidate comes from. No second cell: there is none, or the own figure cannot be missing."""
        scores = self.looked_up.scores
        own = scores.of(part.source, who, part.scope)
        if part.limit is not None or not who.level.may_borrow or (own is not None and not scores.may_fall_away(part.source, who, part.scope)):
            return FigurePlaces(own, None)
        return FigurePlaces(own, scores.of_department(part.source, who.department, self._lenders[part.name], part.scope))

    def _component(self, who: Candidate, part: Component) -> Content:
        """The figure from its place on 评分明细; a team's may be its department's (沿用科室)."""
        empty: str | int = MISSING if who.nominated else ""
        if part.limit is not None:
            empty = 0  # who has no row has nothing added
        figure = self.figure(who, part)
        if figure.lent is None:
            return empty if figure.own is None else figure.own.qualified
        lent = figure.lent.qualified
        borrowed = IF(AND(self.rules.policy["missing"].qualified == FROM_DEPARTMENT, ISNUMBER(lent)), lent, empty)
        return borrowed if figure.own is None else IF(ISNUMBER(figure.own.qualified), figure.own.qualified, borrowed)

    @cached_property
    def score(self) -> CellSeries:
        """Σ weight × component ÷ 100, and what is added or taken off, rounded; nothing while one is missing."""
        if not self.award.components:
            return self.series(self.layout.score_column, lambda standing: None)
        cells = [self.component(part.name).own for part in self.award.components]
        weights = [self.weight(part.name).absolute for part in self.award.components]
        parts = self.award.components
        whole = total([weight * cell if part.limit is None else cell * 100 for part, weight, cell in zip(parts, weights, cells, strict=True)])
        scale = Decimal(10**self.places) / 100
        scaled = whole if scale == 1 else whole * scale if scale > 1 else whole / (100 // 10**self.places)
        score = IF(COUNT(OwnRow(tuple(cells))) == len(cells), rounded(scaled, self.places), "")
        return CellSeries(self.layout.area(self.layout.score_column), [score] * len(self.layout.standings))

    def component_of(self, who: Candidate, source: Source | None) -> Cell | None:
        """A candidate's component with this source, of which everybody's rows or answers count: of several the last, as they all show one
        figure."""
        names = [part.name for part in self.award.components if part.source is source and not part.scope]
        return self.component(names[-1]).cell(self.layout.at[who]) if names else None

    def score_of(self, who: Candidate) -> Cell:
        """Where a candidate's composite stands."""
        return self.score.cell(self.layout.at[who])

    # what keeps a candidate out

    @cached_property
    def vetoes(self) -> CellSeries:
        """How many incidents veto a candidate: none while they are too few."""
        return self._incidents(VETOES, VETOED, VETOED)

    @cached_property
    def waiting(self) -> CellSeries:
        """How many incidents that concern it are still looked into: none while even with them there are too few."""
        return self._incidents(WAITING, UNDER_INQUIRY, VETOED, UNDER_INQUIRY)

    def _incidents(self, helper: int, effect: str, *weighed: str) -> CellSeries:
        """How many incidents have an effect, if those of the weighed effects are enough for a veto."""

        def content(standing: Standing) -> Content:
            count = self.incidents_with(standing.candidate, effect)
            if count is None or self.veto_from is None:
                return count
            enough = [one for one in (self.incidents_with(standing.candidate, other) for other in weighed) if one is not None]
            return IF(total(enough) >= self.veto_from, count, 0)

        return self.nominated(self.layout.helper(helper), content)

    @cached_property
    def veto_from(self) -> Expression | None:
        """From how many incidents a veto falls; None: from the first."""
        return self.rules.veto_from(self.award)

    def incidents_with(self, who: Candidate, effect: str) -> Expression | None:
        """How many incidents that concern a candidate have an effect; None: none concerns it."""
        effects = self.looked_up.vetoes.of(who, self.looked_up.vetoes.pair_effect)
        return COUNTIF(effects.qualified, effect) if effects else None

    def others_out(self, who: Candidate) -> Expression | None:
        """How many other ranked candidates fall with it if its incidents are substantiated; None: it shares none with anybody."""
        vetoes, needed, terms = self.looked_up.vetoes, self.veto_from or expression(1), []
        for other, rows in vetoes.partners.get(who, {}).items():
            known = self.incidents_with(other, VETOED)
            shared = [IF(vetoes.pair_effect.cell(row).qualified == UNDER_INQUIRY, 1, 0) for row in rows]
            falls = total([*([known] if known else []), *shared]) >= needed
            terms.append(IF(AND(ISNUMBER(self.ranking.rank.cell(self.layout.at[other]).absolute), falls), 1, 0))
        return total(terms) if terms else None

    def is_reached(self, who: Candidate) -> bool:
        """Whether an incident concerns a candidate."""
        return who in self.looked_up.vetoes.rows

    def veto_count(self, who: Candidate) -> Cell | None:
        """Where it stands how many incidents veto a candidate; None: none concerns it."""
        return self.vetoes.cell(self.layout.at[who]) if who in self.looked_up.vetoes.rows else None

    @cached_property
    def unmet(self) -> CellSeries:
        """How many conditions are not met; late material that disqualifies is one more, and so is a ruling that does, and each exclusion by name."""
        return self.nominated(self.layout.helper(UNMET), self._unmet)

    def _unmet(self, standing: Standing) -> Content:
        verdicts = self.looked_up.conditions.verdicts(standing.candidate)
        besides = (standing.late is not None) + award_reasons.is_barred(standing) + len(standing.excluded)
        if verdicts is None:
            return besides or None
        count = COUNTIF(verdicts.qualified, NOT_MET)
        return count + besides if besides else count

    @cached_property
    def late(self) -> CellSeries:
        """A ruling and late material as reasons: texts from the inputs, which are no part of a formula."""
        return self.nominated(self.layout.kept_out, lambda standing: "".join(f"{SEPARATOR}{one}" for one in award_reasons.disqualified(standing)) or None)

    @cached_property
    def unmet_reasons(self) -> CellSeries:
        """A ruling, late material and unmet conditions as reasons, each with the separator before it."""
        return self.nominated(self.layout.kept_out + 1, self._unmet_reasons)

    def _unmet_reasons(self, standing: Standing) -> Content:
        unmet = self.looked_up.conditions.unmet_reasons(standing.candidate)
        if award_reasons.disqualified(standing):
            return join(self.late.own, unmet.side_by_side) if unmet else self.late.own
        return unmet.side_by_side if unmet else None

    @cached_property
    def veto_reasons(self) -> CellSeries:
        """Vetoes as reasons, each with the separator before it."""
        return self.nominated(self.layout.kept_out + 2, lambda standing: self._last_row(standing.candidate, self.looked_up.vetoes.veto_reasons))

    @cached_property
    def open_words(self) -> CellSeries:
        """The incidents that are looked into, each with the separator before it."""
        return self.nominated(self.layout.kept_out + 3, lambda standing: self._last_row(standing.candidate, self.looked_up.vetoes.open_words))

    def _last_row(self, who: Candidate, series: CellSeries) -> Content:
        """The last of a candidate's rows on 一票否决, which holds what all of them say."""
        rows = self.looked_up.vetoes.rows.get(who)
        return series.cell(rows[1]).qualified if rows else None

    # what follows

    @cached_property
    def status(self) -> CellSeries:
        """The statuses in their order: 一票否决, 不符合条件, 缺评分, then by rank and quota."""
        return CellSeries(self.layout.area(self.layout.status_column), list(map(self._status, self.layout.standings)))

    def _status(self, standing: Standing) -> Content:
        if not standing.candidate.nominated:
            return standing.status.label
        if self.layout.as_run:
            return self.shared(("status",), lambda: self.as_run.shown(self.as_run.run_status))
        quota = self.quota(standing)
        ruled = self.ruled_ties.covers(standing)
        return self.shared(("status", quota.text, ruled), lambda: self._status_under(quota, ruled))

    def _status_under(self, quota: Expression, ruled: bool) -> Expression:
        rank, equals = self.ranking.rank.own, self.ranking.equals.own
        inside = IF(self.waiting.own > 0, PENDING, WON)
        tied = self.ruled_ties.status(inside, LOST, TIED) if ruled else expression(TIED)
        seated = IF(rank + equals - 1 <= quota, inside, IF(rank > quota, LOST, tied))
        if self.layout.seats_may_be_unknown:
            seated = IF(ISNUMBER(quota), seated, PENDING)
        if self.award.scored:
            seated = IF(self.score.own == "", UNSCORED, seated)
        return IF(self.vetoes.own > 0, Status.VETOED.label, IF(self.unmet.own > 0, Status.INELIGIBLE.label, seated))

    def quota(self, standing: Standing) -> Expression:
        """The seats that a candidate competes for."""
        if self.layout.whole:
            return self.shared(("quota",), lambda: self.ranking.quota.absolute)
        department = standing.candidate.department
        return self.shared(("quota", department), lambda: self.rules.seats[self.award.name, department].qualified)

    @cached_property
    def by_status(self) -> Crossing:
        """Candidates by department and status."""
        return Crossing(self.department, self.status)

    @cached_property
    def by_rank(self) -> Crossing:
        """Candidates by department, and whether they have a rank."""
        return Crossing(self.department, self.ranking.rank)

    @cached_property
    def reason(self) -> CellSeries:
        """One sentence: why this status."""
        if self.layout.as_run:
            return self.series(self.layout.reason_column, lambda standing: self.shared(
                ("reason",), lambda: self.as_run.shown(self.as_run.run_reason)) if standing.candidate.nominated else SEPARATOR.join(standing.reasons))
        return self.series(self.layout.reason_column, lambda standing: award_reasons.reason(self, standing))

    @cached_property
    def prize(self) -> CellSeries:
        """Yuan for winners, 待定 for who may still become one; nothing in an award of honour."""
        if self.award.honour:
            return self.series(self.layout.prize_column, lambda standing: None)
        status = self.status.own
        prize = IF(status == WON, self.rules.prize[self.award.name].qualified, IF(OR(status == TIED, status == PENDING), "待定", ""))
        return self.same(self.layout.prize_column, prize)

    @cached_property
    def margin(self) -> CellSeries:
        """Points before the first outside, or behind the last inside."""
        ranking = self.ranking
        if self.layout.as_run:
            return self.series(self.layout.prize_column + 1, lambda standing: None)
        if not self.layout.whole:
            return self.nominated(self.layout.prize_column + 1, lambda standing: self.shared(
                ("margin", standing.candidate.department), lambda: self._margin(ranking.near_cut(standing, 0), ranking.near_cut(standing, 1))))
        return self.same(self.layout.prize_column + 1, self._margin(ranking.last_inside.absolute, ranking.first_outside.absolute))

    def _margin(self, inside: Expression, outside: Expression) -> Expression:
        status, score = self.status.own, self.score.own
        behind = IF(AND(status == LOST, ISNUMBER(inside)), ROUND(score - inside, self.places), "")
        before = IF(ISNUMBER(outside), ROUND(score - outside, self.places), "")
        return IF(OR(status == WON, status == PENDING), before, behind)

    @cached_property
    def certainty(self) -> CellSeries:
        """What the run said, as long as the status is that of the run."""
        return CellSeries(self.layout.area(self.layout.prize_column + 2), list(map(self._certainty, self.layout.standings)))

    def _certainty(self, standing: Standing) -> Content:
        certainty = Certainty(standing.certainty).label if standing.certainty else None
        if not standing.candidate.nominated:
            return certainty
        return self.shared(("certainty", standing.status, certainty),
                           lambda: IF(self.status.own == standing.status.label, certainty or "", RERUN))

    def header(self, name: str) -> Expression:
        """The cell with a component's name, which a sentence refers to."""
        return Cell(CellRef(self.layout.title, HEADER, self.layout.component_column(name)), name).absolute

    def shared(self, key: tuple[object, ...], make: Callable[[], Expression]) -> Expression:
        """An expression that many rows share, made for the first of them."""
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = make()
        return known

