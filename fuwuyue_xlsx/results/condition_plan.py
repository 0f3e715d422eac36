"""Where the conditions of each nominated candidate stand on 条件核查, and what their cells hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from fuwuyue_xlsx.evaluate import reasons
from fuwuyue_xlsx.evaluate.conditions import NO_COMPOSITE
from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Standing
from fuwuyue_xlsx.evaluate.evidence import EXCUSED, Evidence
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rules_plan import RulesPlan
from fuwuyue_xlsx.results.score_plan import MISSING, ScorePlan
from fuwuyue_xlsx.results.veto_plan import VETOED as ENOUGH
from fuwuyue_xlsx.rules.awards import Condition, ConditionGroup
from fuwuyue_xlsx.rules.model import ConditionKind, Level, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.schema import checks
from fuwuyue_xlsx.schema.known_checks import checks_of
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.continuation import stacked
from fuwuyue_xlsx.workbook.expressions import Expression, join, sentence
from fuwuyue_xlsx.workbook.functions import AND, IF, ISNUMBER, N, score_text, total
from fuwuyue_xlsx.workbook.range_functions import COUNT, MAX, RANK
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries, Content

TITLE = "条件核查"
MET, UNMET, ADVISORY, NOT_JUDGED = "满足", "不满足", "参考", "未判定"
VETOED, NOT_VETOED = "被否决", "未被否决"
HEADER = 3
NUMBER, TEXT_OF, AMOUNT, ASKED, VERDICT, WORDS, REASON, OWN_MET = 3, 4, 6, 7, 8, 9, 11, 12


class ConditionRow(NamedTuple):
    """One condition of one candidate.

    `is_veto`: whether incidents decide, which 一票否决 tells. `compares`: whether an amount is compared with what is asked;
    the department's opinion has none.
    """

    result: AwardResult
    standing: Standing
    evidence: Evidence
    check: checks.Check
    is_veto: bool
    compares: bool


def _rows(result: AwardResult, standing: Standing, known: Mapping[str, checks.Check]) -> Iterator[ConditionRow]:
    for evidence in standing.evidence:
        condition = evidence.condition
        check = known[condition.check]
        is_veto = condition.kind is ConditionKind.VETO or check.name == checks.INCIDENTS
        yield ConditionRow(result, standing, evidence, check, is_veto, not is_veto and check.name != checks.OPINION)


class ConditionsOfAward(Protocol):
    """What conditions need of an award's plan."""

    def component_of(self, who: Candidate, source: Source | None) -> Cell | None: ...
    def score_of(self, who: Candidate) -> Cell: ...
    def veto_count(self, who: Candidate) -> Cell | None: ...
    def incidents_with(self, who: Candidate, effect: str) -> Expression | None: ...


@dataclass(frozen=True)
class ConditionReferences:
    """What the cells of conditions refer to on other sheets. `awards` may be filled after the plan is made."""

    rules: RulesPlan
    scores: ScorePlan
    department_figures: Mapping[Source, CellSeries]
    awards: Mapping[str, ConditionsOfAward]
    places: int


class ConditionCells:
    """The cells of one sheet that formulas refer to."""

    def __init__(self, title: str, rows: list[ConditionRow], looked_up: ConditionReferences) -> None:
        self.title, self.rows, self._looked_up = title, rows, looked_up
        self._words: dict[tuple[object, ...], Expression] = {}
        self._thresholds: dict[tuple[str, int], Expression] = {}

    def _series(self, column: int, content: Callable[[ConditionRow], Content]) -> CellSeries:
        first = HEADER + 1
        return CellSeries(CellRange(self.title, first, first + len(self.rows) - 1, column), [content(row) for row in self.rows])

    @cached_property
    def number(self) -> CellSeries:
        """The number of the condition in its award (序号)."""
        return self._series(NUMBER, lambda row: row.evidence.condition.number)

    @cached_property
    def text(self) -> CellSeries:
        """The condition in the words of the rules."""
        return self._series(TEXT_OF, lambda row: row.evidence.condition.text)

    @cached_property
    def amount(self) -> CellSeries:
        """What was counted, or a score."""
        first, rows = HEADER + 1, self.rows
        return CellSeries(CellRange(self.title, first, first + len(rows) - 1, AMOUNT), lambda place: self._amount(rows[place]))

    @cached_property
    def asked(self) -> CellSeries:
        """The threshold as it stands on 规则."""
        return self._series(ASKED, self._asked)

    @cached_property
    def verdict(self) -> CellSeries:
        """Met or not; of vetoes whether one falls."""
        return self._series(VERDICT, self._verdict)

    @cached_property
    def words(self) -> CellSeries:
        """The evidence as a sentence."""
        return self._series(WORDS, self._evidence)

    @cached_property
    def reason(self) -> CellSeries:
        """What an unmet condition adds to the candidate's reason, with the separator before it."""
        unmet = sentence(reasons.UNMET, number=self.number.own, condition=self.text.own, words=self.words.own)
        alone = IF(self.verdict.own == UNMET, join(reasons.SEPARATOR, unmet), "")

        def reason(condition: Condition) -> Content:
            if condition.group is not None:
                return IF(self.verdict.own == UNMET, join(reasons.SEPARATOR, unmet, reasons.of_group(condition)), "")
            return alone if condition.kind is ConditionKind.HARD else None

        return self._series(REASON, lambda row: reason(row.evidence.condition))

    def score_cell(self, row: ConditionRow) -> Cell | None:
        """Where a score that is compared stands: the award's own component where it has one of this source, else the
        figure itself, else (沿用科室) the department's."""
        who, looked_up, source = row.standing.candidate, self._looked_up, row.check.source
        if row.check.composite:
            return looked_up.awards[who.award].score_of(who)
        if source is None:
            return None
        return looked_up.awards[who.award].component_of(who, source) or looked_up.scores.of(source, who) or self._lent(row)

    def _lent(self, row: ConditionRow) -> Cell | None:
        who, source = row.standing.candidate, row.check.source
        return self._looked_up.scores.of_department(source, who.department, None) if source and who.level.may_borrow else None

    def _amount(self, row: ConditionRow) -> Content:
        if not row.compares:
            return None
        who, source, looked_up = row.standing.candidate, row.check.source, self._looked_up
        if row.check.composite:
            score = looked_up.awards[who.award].score_of(who).qualified
            return IF(score == "", MISSING, score)
        if source is None:
            return row.evidence.amount
        own = looked_up.awards[who.award].component_of(who, source) or looked_up.scores.of(source, who)
        if own:
            return own.qualified
        lent = self._lent(row)
        return IF(looked_up.rules.policy["missing"].qualified == FROM_DEPARTMENT, lent.qualified, MISSING) if lent else MISSING

    def _asked(self, row: ConditionRow) -> Content:
        condition = row.evidence.condition
        if not row.compares and (not row.is_veto or condition.threshold is None):
            return None
        place = row.result.award.name, condition.number
        if place not in self._thresholds:
            threshold = self._looked_up.rules.threshold[place].qualified
            self._thresholds[place] = threshold if condition.threshold is not None else IF(threshold == "", "", threshold)
        return self._thresholds[place]

    def _verdict(self, row: ConditionRow) -> Content:
        condition = row.evidence.condition
        if row.is_veto:
            return self._vetoed(row) if condition.kind is ConditionKind.VETO else ADVISORY
        if condition.kind is not ConditionKind.HARD:
            return ADVISORY
        if condition.group is not None:
            return self._in_group(row, condition.group)
        if not row.compares:
            return MET
        return UNMET if row.evidence.late else self._high_enough if row.check.composite else self._enough

    def _vetoed(self, row: ConditionRow) -> Content:
        """被否决 follows the incidents that concern the candidate; without any it stays as it is."""
        award, condition = self._looked_up.awards[row.result.award.name], row.evidence.condition
        if condition.threshold is not None:
            incidents = award.incidents_with(row.standing.candidate, ENOUGH)
            needed = MAX(1, N(self._looked_up.rules.threshold[row.result.award.name, condition.number].qualified))
            return IF(incidents >= needed, VETOED, NOT_VETOED) if incidents else NOT_VETOED
        count = award.veto_count(row.standing.candidate)
        return IF(count.qualified > 0, VETOED, NOT_VETOED) if count else NOT_VETOED

    @cached_property
    def _enough(self) -> Expression:
        amount, asked = self.amount.own, self.asked.own
        return IF(ISNUMBER(amount), IF(AND(ISNUMBER(asked), amount < asked), UNMET, MET), UNMET)

    @property
    def grouped(self) -> bool:
        """Whether any condition is one of a group (组合)."""
        return any(row.evidence.condition.group for row in self.rows)

    @cached_property
    def own_met(self) -> CellSeries:
        """1 where a condition of a group is met by itself, or is not judged; 0 where it is not."""
        return self._series(OWN_MET, lambda row: self._own_met(row) if row.evidence.condition.group else None)

    def _own_met(self, row: ConditionRow) -> Content:
        if not row.compares:
            return 1
        if row.evidence.late:
            return 0
        amount, asked = self.amount.own, self.asked.own
        return IF(ISNUMBER(amount), IF(AND(ISNUMBER(asked), amount < asked), 0, 1), 1 if row.check.composite else 0)

    def _in_group(self, row: ConditionRow, group: ConditionGroup) -> Content:
        """Met, or unmet where too few of its group are met."""
        members = [number for number, other in enumerate(self.rows, HEADER + 1)
                   if other.standing is row.standing and other.evidence.condition.group == group]
        met = total([self.own_met.cell(number).local for number in members])
        verdict = IF(self.own_met.own == 1, MET, IF(met >= group.least, EXCUSED, UNMET))
        return IF(ISNUMBER(self.amount.own), verdict, NOT_JUDGED) if row.check.composite else verdict

    @cached_property
    def _high_enough(self) -> Expression:
        """The same of a composite; without one 缺评分 decides, and the condition is not judged."""
        return IF(ISNUMBER(self.amount.own), self._enough, NOT_JUDGED)

    def _evidence(self, row: ConditionRow) -> Content:
        """The sentence follows the figures; rows with the same check share it."""
        if not row.compares:
            return None if row.is_veto else row.evidence.words
        check, who = row.check, row.standing.candidate
        key = check.name, row.evidence.late, who.level is Level.DEPARTMENT
        if key not in self._words:
            self._words[key] = self._scored(check, who) if check.in_points else self._counted(check, row.evidence.late)
        return self._words[key]

    def _counted(self, check: checks.Check, late: str | None) -> Expression:
        amount, asked = self.amount.own, self.asked.own
        wanted = IF(N(asked) == 0, "", join("，要求 ", asked, f" {check.unit}"))
        return join(f"{check.words} ", amount, f" {check.unit}", wanted, *([f"；{late}"] if late else []))

    def _scored(self, check: checks.Check, who: Candidate) -> Expression:
        amount = self.amount.own
        words = join(f"{check.words} ", score_text(amount, self._looked_up.places), " 分")
        departments = self._looked_up.department_figures.get(check.source)  # type: ignore[arg-type]
        if who.level is Level.DEPARTMENT and departments is not None:
            words = join(words, "，在 ", COUNT(departments.qualified), " 个科室中第 ", RANK(amount, departments.qualified))
        return IF(ISNUMBER(amount), words, NO_COMPOSITE if check.composite else f"没有{check.words}得分")


class ConditionPlan:
    """The candidates that are checked, and where the rows of each stand, before anything is written."""

    def __init__(self, outcome: Outcome, most_rows: int, looked_up: ConditionReferences) -> None:
        self.checked = [
            (result, standing)
            for result in outcome.evaluation.awards
            for standing in result.standings
            if standing.candidate.nominated and standing.evidence
        ]
        self.stack = stacked(TITLE, [len(standing.evidence) for _, standing in self.checked], HEADER + 1, most_rows)
        self._at = {standing.candidate: number for number, (_, standing) in enumerate(self.checked)}
        rows: list[list[ConditionRow]] = [[] for _ in self.stack.titles]
        for (result, standing), (sheet, _) in zip(self.checked, self.stack.places, strict=True):
            rows[sheet] += _rows(result, standing, checks_of(outcome.rules))
        self.sheets = [ConditionCells(title, of_sheet, looked_up) for title, of_sheet in zip(self.stack.titles, rows, strict=True)]

    def verdicts(self, candidate: Candidate) -> CellSeries | None:
        """A candidate's verdicts; None: it has no conditions."""
        place = self._place(candidate)
        return self.sheets[place[0]].verdict.between(*place[1:]) if place else None

    def unmet_reasons(self, candidate: Candidate) -> CellSeries | None:
        """The cells in which a candidate's unmet conditions stand in words."""
        place = self._place(candidate)
        return self.sheets[place[0]].reason.between(*place[1:]) if place else None

    def _place(self, candidate: Candidate) -> tuple[int, int, int] | None:
        """The sheet, the first and the last row of a candidate."""
        number = self._at.get(candidate)
        if number is None:
            return None
        sheet, first = self.stack.places[number]
        return sheet, first, first + len(self.checked[number][1].evidence) - 1
