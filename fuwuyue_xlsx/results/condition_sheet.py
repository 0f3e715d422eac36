"""条件核查: every nominated candidate × condition, what was counted against what is asked, met or not by formula."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Candidate, Evidence, Standing, Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.results.score_plan import ScorePlan
from fuwuyue_xlsx.results.veto_sheet import TITLE as VETOES
from fuwuyue_xlsx.rules.model import Condition, ConditionKind, Level, Source
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.schema import checks
from fuwuyue_xlsx.workbook.addresses import CellRange, Formula, shown, text_format
from fuwuyue_xlsx.workbook.continuation import Continuation, stacked
from fuwuyue_xlsx.workbook.page import Column, Entry, Link, Looks, Page
from fuwuyue_xlsx.workbook.source_links import SourceLinks, sources_text

TITLE = "条件核查"
MET, UNMET, ADVISORY = "满足", "不满足", "参考"
VETOED, NOT_VETOED = "被否决", "未被否决"
_HEADER = 3
NUMBER, AMOUNT, ASKED, VERDICT, WORDS = 3, 6, 7, 8, 9


@dataclass
class ConditionPlan:
    """The candidates that are checked, and where the rows of each stand, before anything is written."""

    checked: list[tuple[AwardResult, Standing]]
    stack: Continuation
    at: dict[Candidate, int] = field(default_factory=dict)

    def area(self, candidate: Candidate, column: int) -> CellRange | None:
        """A candidate's rows in one column; None: it has no conditions."""
        number = self.at.get(candidate)
        if number is None:
            return None
        first = self.stack.places[number][1]
        return CellRange(self.stack.title_of(number), first, first + len(self.checked[number][1].evidence) - 1, column)


def plan_conditions(outcome: Outcome, most_rows: int) -> ConditionPlan:
    """Award by award, in the order of the lists."""
    checked = [
        (result, standing)
        for result in outcome.evaluation.awards
        for standing in result.standings
        if standing.candidate.nominated and standing.evidence
    ]
    stack = stacked(TITLE, [len(standing.evidence) for _, standing in checked], _HEADER + 1, most_rows)
    return ConditionPlan(checked, stack, {standing.candidate: number for number, (_, standing) in enumerate(checked)})


@dataclass(frozen=True)
class Means:
    """What the rows look up elsewhere."""

    outcome: Outcome
    rules: RulePlaces
    scores: ScorePlan
    awards: dict[str, AwardPlan]
    department_figures: dict[Source, CellRange]
    ways: SourceLinks


def write_conditions(workbook: Workbook, looks: Looks, plan: ConditionPlan, means: Means) -> None:
    """Counts may be changed here, thresholds on 规则; a component's figure comes from the award's list."""
    columns = (Column("奖项", 12), Column("候选", 24), Column("科室", 13), Column("序号", 6, "center"), Column("条件", 32),
               Column("类型", 9, "center"), Column("核查数", 9, "center"), Column("要求", 8, "center"), Column("结果", 9, "center"),
               Column("依据", 34), Column("出处", 40))
    points = Column("核查数", 9, "center", text_format(means.outcome.rules.policies.decimals))
    figures = (*columns[:AMOUNT], points, *columns[AMOUNT + 1:])
    pages = []
    for number, title in enumerate(plan.stack.titles):
        page = Page(workbook, looks, title, [column.width for column in columns], long=True)
        page.heading("条件核查" + (f"（续 {number + 1}）" if number else ""))
        page.line("只列被推荐的候选。硬性条件不满足的不参加排名；参考条件只列依据；一票否决见“一票否决”。")
        page.legend()
        assert page.row == _HEADER
        page.head(columns)
        pages.append(page)
    for number, (result, standing) in enumerate(plan.checked):
        page = pages[plan.stack.places[number][0]]
        for evidence in standing.evidence:
            _row(page, columns, figures, result, standing, evidence, means)
    for page in pages:
        if page.row == _HEADER + 1:
            page.line("没有被推荐的候选")
        elif looks.live:
            verdict = f"$I{_HEADER + 2}"
            page.live_tints(_HEADER + 1, page.row - 1, [(0, AMOUNT - 1), (AMOUNT + 1, len(columns) - 1)],
                            [(f'OR({verdict}="{UNMET}",{verdict}="{VETOED}")', "bad")])
        page.main(_HEADER, len(columns))


def _row(page: Page, columns: tuple[Column, ...], figures: tuple[Column, ...], result: AwardResult, standing: Standing, evidence: Evidence, means: Means) -> None:
    who, condition = standing.candidate, evidence.condition
    start = [Link(result.award.name, means.awards[result.award.name].row_link(who)), who.name, who.department,
             means.ways.labelled(condition.number, evidence.sources) if evidence.sources and check_counts(condition) else condition.number,
             condition.text, condition.kind.value]
    check = checks.CHECKS[condition.check]
    if condition.kind is ConditionKind.VETO or check.name == checks.INCIDENTS:
        row = [*start, None, None, *_veto(result, standing, condition, means), None]
        tint = "bad" if condition.kind is ConditionKind.VETO and standing.status is Status.VETOED else ""
    elif check.name == checks.OPINION:
        verdict = MET if condition.kind is ConditionKind.HARD else ADVISORY
        row, tint = [*start, None, None, verdict, evidence.words, sources_text(evidence.sources)], ""
    else:
        amount, asked = page.here(AMOUNT), page.here(ASKED)
        threshold = means.rules.threshold[result.award.name, condition.number]
        wanted = condition.threshold
        copied = Formula(f"={threshold.on}" if wanted is not None else f'=IF({threshold.on}="","",{threshold.on})', wanted)
        row = [*start, _amount(evidence, standing, check, means), copied, _verdict(condition, evidence, amount, asked),
               _words(who, evidence, check, amount, asked, means), sources_text(evidence.sources) if check.source is None else "见“评分明细”"]
        tint = "bad" if evidence.met is False else ""
    page.table_row(columns if check.source is None else figures, row, page.tint(tint))


def check_counts(condition: Condition) -> bool:
    """Whether a condition's evidence stands in submitted books, and not in the figures of 评分明细."""
    return checks.CHECKS[condition.check].source is None


def _veto(result: AwardResult, standing: Standing, condition: Condition, means: Means) -> list[object]:
    """被否决 follows the incidents that concern the candidate; without any it stays as it is."""
    link = Link("见“一票否决”", f"internal:'{VETOES}'!A1")
    if condition.kind is not ConditionKind.VETO:
        return [ADVISORY, link]
    count = means.awards[result.award.name].veto_count(standing.candidate)
    value = VETOED if standing.status is Status.VETOED else NOT_VETOED
    return [Formula(f'=IF({count.on}>0,"{VETOED}","{NOT_VETOED}")', value) if count else value, link]


def _amount(evidence: Evidence, standing: Standing, check: checks.Check, means: Means) -> object:
    """What was counted (may be changed), or a figure that stands elsewhere."""
    if check.source is None:
        return Entry(evidence.amount)
    value = evidence.amount if evidence.amount is not None else "缺"
    who = standing.candidate
    # the award's own component where it has one of this source, else the figure itself, else (沿用科室) the department's
    spot = means.awards[who.award].component_of(who, check.source) or means.scores.of(check.source, who)
    if spot is not None:
        return Link(Formula(f"={spot.on}", value), spot.link)
    lent = means.scores.of_department(check.source, who.department, None) if who.level.may_borrow else None
    if lent is None:
        return value
    return Link(Formula(f'=IF({means.rules.policy["missing"].on}="{FROM_DEPARTMENT}",{lent.on},"缺")', value), lent.link)


def _verdict(condition: Condition, evidence: Evidence, amount: str, asked: str) -> object:
    if condition.kind is not ConditionKind.HARD:
        return ADVISORY
    value = MET if evidence.met else UNMET
    if evidence.late:
        return UNMET
    enough = f'IF(AND(ISNUMBER({asked}),{amount}<{asked}),"{UNMET}","{MET}")'
    return Formula(f'=IF(ISNUMBER({amount}),{enough},"{UNMET}")', value)


def _words(who: Candidate, evidence: Evidence, check: checks.Check, amount: str, asked: str, means: Means) -> object:
    """The evidence as a sentence that follows the figures."""
    places = means.outcome.rules.policies.decimals
    if check.source is None:
        late = f"；{evidence.late}" if evidence.late else ""
        text = (f'="{check.words} "&{amount}&" {check.unit}"&IF(N({asked})=0,"","，要求 "&{asked}&" {check.unit}")'
                + (f'&"{late}"' if late else ""))
        return Formula(text, evidence.words)
    place, suffix = "", ""
    area = means.department_figures.get(check.source)
    if who.level is Level.DEPARTMENT and area is not None:
        place = f'&"，在 "&COUNT({area.on})&" 个科室中第 "&RANK({amount},{area.on})'
        suffix = evidence.words[evidence.words.find("，在 "):] if "，在 " in evidence.words else ""
    text = f'=IF(ISNUMBER({amount}),"{check.words} "&{shown(amount, places)}&" 分"{place},"没有{check.words}得分")'
    if evidence.amount is None:
        return Formula(text, f"没有{check.words}得分")
    return Formula(text, f"{check.words} {evidence.amount:.{places}f} 分{suffix}")


