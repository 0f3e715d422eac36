"""Where incidents stand on 一票否决, and below them each nominated candidate with those that concern it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from fuwuyue_xlsx.evaluate import reasons
from fuwuyue_xlsx.evaluate.decisions import Candidate, IncidentEffect, Owner, Standing
from fuwuyue_xlsx.evaluate.incident_reach import INCIDENT, incident_about, owner_key
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.rules.model import Award
from fuwuyue_xlsx.schema.office_books import SUBSTANTIATED, UNFOUNDED
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.cell_contents import day_number
from fuwuyue_xlsx.workbook.expressions import Expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER, NOT, OR
from fuwuyue_xlsx.workbook.ranges import CellSeries, Content

TITLE = "一票否决"
VETOED, WAITING = "一票否决", "待查"
OUTSIDE, FALSE, HARMLESS = "无影响（不在认定期间）", "无影响（不属实）", "无影响（这类事项不否决）"
HEADER = 3
DAY, CONCLUSION, EFFECT, RESULT = 1, 3, 4, 6
# columns for formulas alone: of incidents whom they concern, and whom only with others; of candidates what an incident is about, and sentences so far
CONCERNED, COUNTED, ABOUT, VETO_REASONS, OPEN_WORDS = 8, 9, 8, 9, 10
# a day before this one has another number in Excel than in other programs
_FIRST_DAY = 60
# between the two tables: a free row, a title, a header
_SECTION = 3
Pair = tuple[Award, Standing, int]


@dataclass
class VetoPlan:
    """Rows of incidents, then rows of pairs of a candidate and an incident. `rows`: those of each candidate, first and last.

    concerned, counted  whom each incident concerns: those whom it may veto alone, and those of awards where it takes a number
    """

    incidents: tuple[IncidentEffect, ...]
    rules: RulesPlan
    pairs: list[Pair]
    concerned: dict[int, list[str]]
    counted: dict[int, list[str]]
    rows: dict[Candidate, tuple[int, int]] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last row of the upper table."""
        return HEADER + max(len(self.incidents), 1)

    @property
    def first_pair(self) -> int:
        """The first row of the lower table."""
        return self.last + 1 + _SECTION

    # incidents

    @cached_property
    def day(self) -> CellSeries:
        """The day of each incident (发生日期), a cell that may be changed."""
        return self._of_incidents(DAY, lambda number: _day(self.incidents[number]))

    @cached_property
    def conclusion(self) -> CellSeries:
        """The conclusion of each incident (调查结论), a cell that may be changed; effects and statuses follow it."""
        return self._of_incidents(CONCLUSION, lambda number: self.incidents[number].conclusion)

    @cached_property
    def effect(self) -> CellSeries:
        """What an incident does, by its conclusion and date."""
        day, conclusion, rules = self.day.own, self.conclusion.own, self.rules
        inside = OR(NOT(ISNUMBER(day)), AND(day >= rules.veto_first.qualified, day <= rules.veto_last.qualified))
        effect = IF(conclusion == UNFOUNDED, FALSE, IF(inside, IF(conclusion == SUBSTANTIATED, VETOED, WAITING), OUTSIDE))
        return self._of_incidents(EFFECT, lambda number: HARMLESS if self.incidents[number].harmless else effect)

    @cached_property
    def names(self) -> CellSeries:
        """Whom an incident concerns: texts from inputs are no part of a formula, so they stand in a cell of their own."""
        return self._of_incidents(CONCERNED, lambda number: "、".join(self.concerned.get(number, ())))

    @cached_property
    def counted_names(self) -> CellSeries:
        """The same of candidates whom a single incident may not veto."""
        return self._of_incidents(COUNTED, lambda number: "、".join(self.counted.get(number, ())))

    @cached_property
    def result(self) -> CellSeries:
        """What an incident leads to, in words."""
        names, effect = self.names.own, self.effect.own
        if self.counted:
            return self._result_where_counted()
        followed = IF(effect == WAITING, sentence("如查实即否决：{names}", names=names), "—")
        result = IF(names == "", "没有波及被推荐的候选", IF(effect == VETOED, sentence("否决：{names}", names=names), followed))
        return self._of_incidents(RESULT, lambda number: result)

    def _result_where_counted(self) -> CellSeries:
        """The same where some vetoes take more than one incident: whom it counts for, the lower table says whether it is enough."""
        names, counted, effect = self.names.own, self.counted_names.own, self.effect.own

        def told(at_once: str, so_far: str) -> Expression:
            separator = IF(AND(NOT(names == ""), NOT(counted == "")), "；", "")
            return join(IF(names == "", "", sentence(at_once, names=names)), separator, IF(counted == "", "", sentence(so_far, names=counted)))

        followed = IF(effect == WAITING, told("如查实即否决：{names}", "如查实即计入件数：{names}"), "—")
        whole = IF(effect == VETOED, told("否决：{names}", "计入件数，够数才否决：{names}"), followed)
        result = IF(AND(names == "", counted == ""), "没有波及被推荐的候选", whole)
        return self._of_incidents(RESULT, lambda number: result)

    def _of_incidents(self, column: int, content: Callable[[int], Content]) -> CellSeries:
        first = HEADER + 1
        count = len(self.incidents)
        return CellSeries(CellRange(TITLE, first, first + count - 1, column), [content(number) for number in range(count)])

    # pairs

    @cached_property
    def pair_conclusion(self) -> CellSeries:
        """The conclusion of each pair's incident, taken from the upper table."""
        return self._of_pairs(CONCLUSION, lambda number, row: self.conclusion.cell(HEADER + 1 + number).local)

    @cached_property
    def pair_effect(self) -> CellSeries:
        """The effect of each pair's incident, taken from the upper table."""
        return self._of_pairs(EFFECT, lambda number, row: self.effect.cell(HEADER + 1 + number).local)

    @cached_property
    def about(self) -> CellSeries:
        """The incident of each pair in one phrase, with its day and number."""
        return self._of_pairs(ABOUT, lambda number, row: _about(self.incidents[number]))

    @cached_property
    def veto_reasons(self) -> CellSeries:
        """The reasons of a candidate's vetoes down to a row, each with the separator before it."""
        return self._so_far(VETO_REASONS, self.pair_effect.own == VETOED, sentence(reasons.VETOED, incident=self._words))

    @cached_property
    def open_words(self) -> CellSeries:
        """The same of all incidents with an effect, in words: while some are looked into, those known are too few for a veto."""
        return self._so_far(OPEN_WORDS, OR(self.pair_effect.own == VETOED, self.pair_effect.own == WAITING), self._words)

    @property
    def _words(self) -> Expression:
        return sentence(INCIDENT, about=self.about.own, conclusion=self.pair_conclusion.own)

    def _so_far(self, column: int, applies: Expression, words: Expression) -> CellSeries:
        own = IF(applies, join(reasons.SEPARATOR, words), "")
        first = {first for first, _ in self.rows.values()}

        def content(number: int, row: int) -> Content:
            return own if row in first else below

        series = self._of_pairs(column, content, in_order=True)
        below = join(series.above, own)
        return series

    def _of_pairs(self, column: int, content: Callable[[int, int], Content], *, in_order: bool = False) -> CellSeries:
        first = self.first_pair
        area = CellRange(TITLE, first, first + len(self.pairs) - 1, column)
        return CellSeries(area, lambda place: content(self.pairs[place][2], first + place), in_order=in_order)

    @cached_property
    def partners(self) -> dict[Candidate, dict[Candidate, list[int]]]:
        """Candidates of an award that share incidents: of each the others, with its own rows of those that both have."""
        sharing: dict[tuple[str, int], list[tuple[Candidate, int]]] = defaultdict(list)
        for row, (award, standing, number) in enumerate(self.pairs, self.first_pair):
            sharing[award.name, number].append((standing.candidate, row))
        partners: dict[Candidate, dict[Candidate, list[int]]] = defaultdict(dict)
        for group in sharing.values():
            for who, row in group if len(group) > 1 else ():
                for other, _ in group:
                    if other is not who:
                        partners[who].setdefault(other, []).append(row)
        return dict(partners)

    def of(self, who: Candidate, series: CellSeries) -> CellSeries | None:
        """A candidate's rows of a column; None: no incident concerns it."""
        return series.between(*self.rows[who]) if who in self.rows else None


def plan_vetoes(outcome: Outcome, rules: RulesPlan) -> VetoPlan:
    """Every incident, then every nominated candidate of an award with a veto and every incident that names it or one below it."""
    pairs = _pairs(outcome)
    concerned: dict[int, list[str]] = defaultdict(list)
    counted: dict[int, list[str]] = defaultdict(list)
    for award, standing, number in pairs:
        names = concerned if rules.veto_from(award) is None else counted
        names[number].append(f"{award.name} {standing.candidate.name}")
    plan = VetoPlan(outcome.evaluation.incidents, rules, pairs, dict(concerned), dict(counted))
    for row, (_, standing, _) in enumerate(pairs, plan.first_pair):
        first, _ = plan.rows.get(standing.candidate, (row, row))
        plan.rows[standing.candidate] = first, row
    return plan


def _pairs(outcome: Outcome) -> list[Pair]:
    by_owner: dict[Owner, list[int]] = defaultdict(list)
    for number, incident in enumerate(outcome.evaluation.incidents):
        for owner in incident.reached:
            by_owner[owner].append(number)
    pairs = []
    for result in outcome.evaluation.awards:
        for standing in result.standings if result.award.vetoes else ():
            if standing.candidate.nominated:
                pairs += [(result.award, standing, number) for number in by_owner.get(owner_key(standing.candidate), ())]
    return pairs


def _about(incident: IncidentEffect) -> str:
    return incident_about(incident.date, incident.summary, incident.id, incident.kind)


def incident_text(incident: IncidentEffect) -> str:
    """An incident without its conclusion: 2017-12-03 “有人反映”（编号 SG-1）."""
    return f"{_about(incident)}）"


def _day(incident: IncidentEffect) -> Content:
    """A date's number in the workbook, from 1900-03-01 on; what is missing in words."""
    if incident.day is None:
        return "日期不明"
    number = day_number(incident.day)
    return number if number > _FIRST_DAY else str(incident.day)
