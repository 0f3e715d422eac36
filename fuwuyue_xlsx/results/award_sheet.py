"""A sheet an award: everyone nominated in order, then 未推荐, each with figures, status and reason, all by formula."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.decisions import Standing, Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import award_reasons as reasons
from fuwuyue_xlsx.results import award_values
from fuwuyue_xlsx.results.award_helpers import Helpers
from fuwuyue_xlsx.results.award_plan import CALCULATED, FIRST, HEADER, UNMET, VETOES, WAITING, WEIGHTS, AwardPlan
from fuwuyue_xlsx.results.condition_sheet import ConditionPlan
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.results.score_plan import MISSING, ScorePlan
from fuwuyue_xlsx.results.veto_sheet import VetoPlaces
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Component, Level
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.workbook.addresses import CellRef, Formula, rounded, text_format
from fuwuyue_xlsx.workbook.continuation import continued, slices
from fuwuyue_xlsx.workbook.page import Column, Entry, Link, Looks, Page

_TINT = {Status.WINNER: "good", Status.VETOED: "bad", Status.TIED: "open", Status.PENDING: "open", Status.UNSCORED: "open",
         Status.NOT_NOMINATED: "quiet"}
NOTE = "“锁定情况”按程序运行时的数据；状态改变后显示“须重新运行”。右侧折叠的列是计算过程，点上方的“+”展开。"
NOTE_PEOPLE = "排名是在本科室推荐的人里的名次，按科室的推荐顺序。右侧折叠的列是计算过程，点上方的“+”展开。"


@dataclass(frozen=True)
class Sources:
    """What award sheets look up on the other sheets."""

    outcome: Outcome
    rules: RulePlaces
    scores: ScorePlan
    conditions: ConditionPlan
    vetoes: VetoPlaces


def write_award(workbook: Workbook, looks: Looks, plan: AwardPlan, sources: Sources) -> None:
    """One award's list; of more candidates than a sheet holds, on further sheets (then without formulas)."""
    for number, rows in enumerate(slices(len(plan.standings), looks.most_rows - FIRST)):
        writer = _Writer(workbook, looks, plan, sources, number)
        writer.write([plan.standings[row] for row in rows])


def award_sheets(count: int, most_rows: int) -> int:
    """How many sheets an award with so many candidates takes."""
    return len(slices(count, most_rows - FIRST))


class _Writer:
    """One sheet of one award."""

    def __init__(self, workbook: Workbook, looks: Looks, plan: AwardPlan, sources: Sources, number: int) -> None:
        self.plan, self.sources, self.number = plan, sources, number
        self.award, self.result = plan.result.award, plan.result
        self.places = sources.outcome.rules.policies.decimals
        self.columns = self._columns()
        self.page = Page(workbook, looks, continued(plan.title, number), [column.width for column in self.columns], long=True)
        self.here = self.page.here
        self.helpers = Helpers(self.page, plan, sources.conditions, sources.vetoes, self.places)

    def _columns(self) -> tuple[Column, ...]:
        points = text_format(self.places)
        names = {Level.DEPARTMENT: (), Level.TEAM: (Column("班组", 30),), Level.PERSON: (Column("姓名", 11), Column("班组", 28)),
                 Level.POST: (Column("岗位名称", 18), Column("班组", 28))}[self.award.level]
        start = (Column("排名", 7, "center"), *names, Column("科室", 14))
        end = (Column("状态", 10, "center"), Column("原因", 44), Column("奖金(元)", 9, "center", "#,##0"))
        if not self.award.scored:
            return (*start, Column("推荐顺序", 9, "center"), *end)
        parts = tuple(Column(part.name, 11, "center", points) for part in self.award.components)
        return (*start, *parts, Column("综合得分", 10, "center", points), *end,
                Column("与入围线差", 10, "center", f"+{points};-{points};{points}"), Column("锁定情况", 13, "center"))

    def write(self, standings: list[Standing]) -> None:
        page = self.page
        page.heading(self.award.name + (f"（续 {self.number + 1}）" if self.number else ""))
        if not self.award.enabled:
            page.line(f"本次没有启用。{self.award.note}")
            page.head(self.columns)
            page.line("没有候选")
            page.finish()
            return
        page.line(reasons.summary(self.plan, self.sources.rules))
        page.line(reasons.cut_line(self.plan, self.sources.rules, self.places))
        page.note(NOTE if self.award.scored else NOTE_PEOPLE)
        assert page.row == CALCULATED
        page.legend()
        self._weights()
        page.head(self.columns)
        for standing in standings:
            self._row(standing)
        if not standings:
            page.line("没有候选")
        if standings and page.looks.live:
            page.helpers(self.plan.width, self.helpers.titles(), HEADER)
            self._colours(len(standings))
        page.main(HEADER, len(self.columns))
        page.sheet.print_area(0, 0, max(page.row - 1, HEADER), len(self.columns) - 1)

    def _colours(self, count: int) -> None:
        """Rows coloured by their status as it is now; cells for typing keep their colour."""
        status = f"${self.page.spot(self.plan.status_column, FIRST).here}"
        last = len(self.columns) - 1
        columns = [(0, last)] if self.award.scored else [(0, self.plan.order_column - 1), (self.plan.order_column + 1, last)]
        cases = [(f'{status}="{word.label}"', _TINT[word]) for word in (Status.WINNER, Status.VETOED)]
        waiting = ",".join(f'{status}="{word.label}"' for word in (Status.TIED, Status.PENDING, Status.UNSCORED))
        self.page.live_tints(FIRST, FIRST + count - 1, columns, [*cases, (f"OR({waiting})", "open")])

    def _weights(self) -> None:
        """The row of weights above the components; beside it the award's own figures."""
        page = self.page
        small = Column("", 0, "center", '"权重"0.##"%"')
        for part in self.award.components:
            spot = self.sources.rules.weight[self.award.name, part.name]
            cell = Link(Formula(f"={spot.on}", part.weight), spot.link)
            page.put(WEIGHTS, self.plan.component_column(part.name), cell, page.cell(small, "quiet", False, True))
        page.sheet.set_row(WEIGHTS, 20 if self.award.scored else 6)
        if self.award.scored and self.plan.standings and page.looks.live:
            figures = reasons.award_figures(self.plan, self.sources.rules)
            for number, (title, formula) in enumerate(figures):
                page.put(CALCULATED, self.plan.width + number, title, page.helper)
                page.put(WEIGHTS, self.plan.width + number, formula, page.helper)
        page.row = HEADER

    def _row(self, standing: Standing) -> None:
        who, page = standing.candidate, self.page
        names: list[object] = []
        if who.level is Level.TEAM:
            names = [who.team]
        elif who.level is not Level.DEPARTMENT:
            names = [who.name, who.team or OUTSIDE_TEAMS]
        parts: list[object] = [self._component(standing, part) for part in self.award.components]
        if not self.award.scored:
            parts = [(Entry(who.order if who.order is not None else "不清")) if who.nominated else None]
        score: list[object] = [self._score(standing)] if self.award.scored else []
        start = [self._rank(standing), *names, who.department, *parts, *score]
        tint = _TINT.get(standing.status, "")
        row = [*start, *self._fate(standing)]
        beside = self.helpers.cells(standing) if who.nominated and page.looks.live else ()
        page.table_row(self.columns, row, page.tint(tint) if who.nominated else tint, beside=beside,
                       charted=page.row < FIRST + self.plan.bars)

    # figures

    def _component(self, standing: Standing, part: Component) -> object:
        """A component's figure, from its place on 评分明细; a team's may be its department's (沿用科室)."""
        value: object = standing.components[part.name]
        empty = MISSING if standing.candidate.nominated else ""
        value = empty if value is None else value
        own, lent = own_and_lent(self.sources.scores, self.sources.outcome, standing, part)
        policy = self.sources.rules.policy["missing"].on
        borrowed = f'IF(AND({policy}="{FROM_DEPARTMENT}",ISNUMBER({lent.on})),{lent.on},"{empty}")' if lent else ""
        spot = own or lent
        if spot is None:
            return value
        text = f"={borrowed}" if own is None else f"=IF(ISNUMBER({own.on}),{own.on},{borrowed})" if lent else f"={own.on}"
        if not lent and value == "":
            value = MISSING
        # an empty cell with a link is read as the link's words
        return Formula(text, value) if value == "" else Link(Formula(text, value), spot.link)

    def _score(self, standing: Standing) -> object:
        """Σ weight × component ÷ 100, rounded; nothing while one is missing."""
        return Formula(self.plan.once(("score",), self._score_text), standing.score)

    def _score_text(self) -> str:
        spots = [self.here(self.plan.component_column(part.name)) for part in self.award.components]
        weights = [CellRef(self.page.title, WEIGHTS, self.plan.component_column(part.name)).fixed for part in self.award.components]
        total = "+".join(f"{weight}*{spot}" for weight, spot in zip(weights, spots, strict=True))
        scale = Decimal(10**self.places) / 100
        scaled = total if scale == 1 else f"({total})*{scale}" if scale > 1 else f"({total})/{100 // 10**self.places}"
        return f'=IF(COUNT({spots[0]}:{spots[-1]})={len(spots)},{rounded(scaled, self.places)},"")'

    def _rank(self, standing: Standing) -> object:
        if not standing.candidate.nominated:
            return None
        among = self.plan.area(self.plan.rank_key).here if self.award.scored else f"{self.plan.rows_of(standing.candidate, self.plan.rank_key)},1"
        return Formula(self.plan.once(("rank", among), lambda: self._rank_text(among)), standing.rank)

    def _rank_text(self, among: str) -> str:
        key_cell = self.here(self.plan.rank_key)
        return f'=IF(ISNUMBER({key_cell}),RANK({key_cell},{among}),"")'

    def _fate(self, standing: Standing) -> list[object]:
        """Status, reason, prize, and for scored awards margin and certainty."""
        certainty = Certainty(standing.certainty).label if standing.certainty else None
        if not standing.candidate.nominated:
            more = [None, certainty] if self.award.scored else []
            return [standing.status.label, "；".join(standing.reasons), None, *more]
        status = self.here(self.plan.status_column)
        quota = reasons.quota_of(self.plan, self.sources.rules, standing)
        fate: list[object] = [
            self._status(standing, quota), self._reason(standing, quota),
            Formula(f'=IF({status}="获奖",{self.sources.rules.prize[self.award.name].on},IF(OR({status}="并列待定",{status}="待查"),"待定",""))',
                    award_values.prize_value(self.award, standing))]
        if self.award.scored:
            fate += [reasons.margin(self.plan, standing, self.page, self.places), Formula(
                f'=IF({status}="{standing.status.label}","{certainty}","须重新运行")', certainty)]
        return fate

    def _status(self, standing: Standing, quota: str) -> object:
        """The statuses in their order: 一票否决, 不符合条件, 缺评分, then by rank and quota."""
        return Formula(self.plan.once(("status", quota), lambda: self._status_text(quota)), standing.status.label)

    def _status_text(self, quota: str) -> str:
        plan, rank = self.plan, self.here(0)
        vetoes, waiting, unmet = (self.here(plan.width + column) for column in (VETOES, WAITING, UNMET))
        inside = f'IF({waiting}>0,"待查","获奖")'
        seated = f'IF({rank}+{self.here(plan.equals)}-1<={quota},{inside},IF({rank}>{quota},"未获奖","并列待定"))'
        if self.award.scored:
            seated = f'IF({self.here(plan.score_column)}="","缺评分",{seated})'
        else:
            seated = f'IF(ISNUMBER({quota}),{seated},"待查")'
        return f'=IF({vetoes}>0,"一票否决",IF({unmet}>0,"不符合条件",{seated}))'

    def _reason(self, standing: Standing, quota: str) -> object:
        return reasons.reason(self.plan, standing, self.page, quota, self.sources.conditions, self.sources.vetoes,
                              self._borrowed(standing), self.places)

    def _borrowed(self, standing: Standing) -> list[tuple[str, str, str]]:
        """Components that may be the department's: name cell, own cell or "", the cell itself."""
        found = []
        for part in self.award.components:
            own, lent = own_and_lent(self.sources.scores, self.sources.outcome, standing, part)
            if lent:
                column = self.plan.component_column(part.name)
                name = CellRef(self.page.title, HEADER, column).fixed
                found.append((name, own.on if own else "", self.here(column)))
        return found


def own_and_lent(scores: ScorePlan, outcome: Outcome, standing: Standing, part: Component) -> tuple[CellRef | None, CellRef | None]:
    """The cell of a candidate's own figure, and that of its department's which may stand in for it (teams only).

    None as the second: there is none, or the own figure cannot be missing.
    """
    who = standing.candidate
    own = scores.of(part.source, who)
    if not who.level.may_borrow or (own is not None and not scores.may_fall_away(part.source, who)):
        return own, None
    return own, scores.of_department(part.source, who.department, outcome.rules.lending_award(part))
