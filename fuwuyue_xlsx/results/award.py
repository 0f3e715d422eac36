"""A sheet an award: everyone nominated in order, then 未推荐, each with figures, status and reason, all by formula."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.certainty import Certainty
from fuwuyue_xlsx.evaluate.model import Standing, Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import award_reasons as reasons
from fuwuyue_xlsx.results.award_plan import CALCULATED, FIRST, HEADER, KEYS, UNMET, VETOES, WAITING, WEIGHTS, AwardPlan, key_digits
from fuwuyue_xlsx.results.cells import Formula, Spot, rounded, text_format
from fuwuyue_xlsx.results.conditions import UNMET as NOT_MET
from fuwuyue_xlsx.results.conditions import VERDICT, ConditionPlan
from fuwuyue_xlsx.results.page import Column, Entry, Link, Looks, Page
from fuwuyue_xlsx.results.rules_used import RulePlaces
from fuwuyue_xlsx.results.scores import MISSING, ScorePlan
from fuwuyue_xlsx.results.stacks import continued, slices
from fuwuyue_xlsx.results.vetoes import VETOED, VetoPlaces
from fuwuyue_xlsx.results.vetoes import WAITING as UNDER_INQUIRY
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Component, Level
from fuwuyue_xlsx.rules.policies import FROM_DEPARTMENT
from fuwuyue_xlsx.text import key

_TINT = {Status.WINNER: "good", Status.VETOED: "bad", Status.TIED: "open", Status.PENDING: "open", Status.UNSCORED: "open",
         Status.NOT_NOMINATED: "quiet"}
NOTE = "“锁定情况”按程序运行时的数据；状态改变后显示“须重新运行”。右侧折叠的列是计算过程，点上方的“+”展开。"
NOTE_PEOPLE = "排名是在本科室推荐的人里的名次，按科室的推荐顺序。右侧折叠的列是计算过程，点上方的“+”展开。"
LONGEST_NAMES = 600
# places of the order column: rank × this + position
_PLACES = 1_000_000


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
        self.names: dict[str, str] = {}
        self.page = Page(workbook, looks, continued(plan.title, number), [column.width for column in self.columns])

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
            page.helpers(self.plan.width, self._helper_titles(), HEADER)
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

    def _helper_titles(self) -> list[str]:
        keys = [f"排序值{number}" if number > 1 else "排序值" for number in range(1, len(self.plan.key_parts) + 1)]
        if not self.award.scored:
            return ["否决", "待查", "未满足", "排序值", "同名次", "获奖名单"]
        parts = [f"{part.name}×权重" for part in self.award.components]
        return ["否决", "待查", "未满足", *keys, "同名次", "名单序", "获奖序", *parts, "入围线"]

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
        page.table_row(self.columns, [*start, *self._fate(standing)], page.tint(tint) if who.nominated else tint)
        if who.nominated and page.looks.live:
            page.row -= 1
            self._helpers(standing)
            page.row += 1

    def here(self, column: int) -> str:
        return self.page.spot(column).here

    # figures

    def _component(self, standing: Standing, part: Component) -> object:
        """A component's figure, from its place on 评分明细; a team's may be its department's (沿用科室)."""
        value: object = standing.components[part.name]
        empty = MISSING if standing.candidate.nominated else ""
        value = empty if value is None else value
        own, lent = own_and_lent(self.sources.scores, self.sources.outcome, standing, part)
        policy = self.sources.rules.policy["missing"].on
        borrowed = f'IF({policy}="{FROM_DEPARTMENT}",{lent.on},"{empty}")' if lent else ""
        if own is None:
            return Link(Formula(f"={borrowed}", value), lent.link) if lent else value
        text = f"=IF(ISNUMBER({own.on}),{own.on},{borrowed})" if lent else f"={own.on}"
        if not lent and value == "":
            value = MISSING
        return Link(Formula(text, value), own.link)

    def _score(self, standing: Standing) -> object:
        """Σ weight × component ÷ 100, rounded; nothing while one is missing."""
        spots = [self.here(self.plan.component_column(part.name)) for part in self.award.components]
        weights = [Spot(self.page.title, WEIGHTS, self.plan.component_column(part.name)).fixed for part in self.award.components]
        total = "+".join(f"{weight}*{spot}" for weight, spot in zip(weights, spots, strict=True))
        scale = Decimal(10**self.places) / 100
        scaled = total if scale == 1 else f"({total})*{scale}" if scale > 1 else f"({total})/{100 // 10**self.places}"
        formula = f'=IF(COUNT({spots[0]}:{spots[-1]})={len(spots)},{rounded(scaled, self.places)},"")'
        return Formula(formula, standing.score)

    def _rank(self, standing: Standing) -> object:
        if not standing.candidate.nominated:
            return None
        key_cell = self.here(self.plan.rank_key)
        if self.award.scored:
            ranking = f"RANK({key_cell},{self.plan.area(self.plan.rank_key).here})"
        else:
            first, last = self.plan.departments[standing.candidate.department]
            ranking = f"RANK({key_cell},{self._people(first, last, self.plan.rank_key)},1)"
        return Formula(f'=IF(ISNUMBER({key_cell}),{ranking},"")', standing.rank)

    def _people(self, first: int, last: int, column: int) -> str:
        return f"{Spot('', first, column).fixed}:{Spot('', last, column).fixed}"

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
                    reasons.prize_value(self.award, standing))]
        if self.award.scored:
            fate += [reasons.margin(self.plan, standing, self.page, self.places), Formula(
                f'=IF({status}="{standing.status.label}","{certainty}","须重新运行")', certainty)]
        return fate

    def _status(self, standing: Standing, quota: str) -> object:
        """The statuses in their order: 一票否决, 不符合条件, 缺评分, then by rank and quota."""
        plan, rank = self.plan, self.here(0)
        vetoes, waiting, unmet = (self.here(plan.width + column) for column in (VETOES, WAITING, UNMET))
        inside = f'IF({waiting}>0,"待查","获奖")'
        seated = f'IF({rank}+{self.here(plan.equals)}-1<={quota},{inside},IF({rank}>{quota},"未获奖","并列待定"))'
        if self.award.scored:
            seated = f'IF({self.here(plan.score_column)}="","缺评分",{seated})'
        else:
            seated = f'IF(ISNUMBER({quota}),{seated},"待查")'
        text = f'=IF({vetoes}>0,"一票否决",IF({unmet}>0,"不符合条件",{seated}))'
        return Formula(text, standing.status.label)

    def _reason(self, standing: Standing, quota: str) -> object:
        return reasons.reason(self.plan, standing, self.page, quota, self.sources.conditions, self.sources.vetoes,
                              self._borrowed(standing), self.places)

    def _borrowed(self, standing: Standing) -> list[tuple[str, str, str, bool]]:
        """Components that may be the department's: name cell, own cell or "", the cell itself, whether it is so now."""
        found = []
        for part in self.award.components:
            own, lent = own_and_lent(self.sources.scores, self.sources.outcome, standing, part)
            if lent:
                column = self.plan.component_column(part.name)
                name = Spot(self.page.title, HEADER, column).fixed
                found.append((name, own.on if own else "", self.here(column), part.name in standing.borrowed))
        return found

    # helper columns

    def _helpers(self, standing: Standing) -> None:
        plan, page, who = self.plan, self.page, standing.candidate
        cells: dict[int, object] = {}
        pairs = self.sources.vetoes.pairs.get(who)
        if pairs:
            cells[plan.width + VETOES] = Formula(f'=COUNTIF({pairs.on},"{VETOED}")', reasons.count_of(self.sources.vetoes, who, VETOED))
            cells[plan.width + WAITING] = Formula(f'=COUNTIF({pairs.on},"{UNDER_INQUIRY}")', reasons.count_of(self.sources.vetoes, who, UNDER_INQUIRY))
        verdicts = self.sources.conditions.area(who, VERDICT)
        late = "+1" if standing.late else ""
        if verdicts:
            cells[plan.width + UNMET] = Formula(f'=COUNTIF({verdicts.on},"{NOT_MET}"){late}', len(standing.unmet) + bool(standing.late))
        elif standing.late:
            cells[plan.width + UNMET] = 1
        ranked = standing.rank is not None
        rank, equal = self.here(0), plan.equal_count(standing) if ranked else None
        ranks = plan.area(0).here if self.award.scored else self._people(*plan.departments[who.department], 0)
        cells[plan.equals] = Formula(f'=IF(ISNUMBER({rank}),COUNTIF({ranks},{rank}),"")', equal)
        cells |= self._scored_helpers(standing) if self.award.scored else self._people_helpers(standing)
        for column, value in cells.items():
            page.put(page.row, column, value, page.helper)

    def _scored_helpers(self, standing: Standing) -> dict[int, object]:
        plan, who = self.plan, standing.candidate
        cells: dict[int, object] = {}
        free = f"{self.here(plan.width + VETOES)}=0,{self.here(plan.width + UNMET)}=0,ISNUMBER({self.here(plan.score_column)})"
        for number, text in enumerate(self._keys()):
            condition = f"AND({free})" if number == 0 else f"ISNUMBER({self.here(plan.width + KEYS + number - 1)})"
            value = reasons.key_value(plan, standing, number, self.places) if standing.rank is not None else None
            cells[plan.width + KEYS + number] = Formula(f'=IF({condition},{text},"")', value)
        rank, status = self.here(0), self.here(plan.status_column)
        place = who.position + 1
        listed = standing.rank * _PLACES + place if standing.rank is not None else None
        cells[plan.order] = Formula(f'=IF(ISNUMBER({rank}),{rank}*{_PLACES}+{place},"")', listed)
        won = standing.status is Status.WINNER
        cells[plan.winners] = Formula(f'=IF({status}="获奖",{self.here(plan.order)},"")', listed if won else None)
        if self.page.row < FIRST + plan.bars:
            cells |= self._bar(standing)
        return cells

    def _bar(self, standing: Standing) -> dict[int, object]:
        """What the chart stacks: weight × component, and the cut."""
        cells: dict[int, object] = {}
        for number, part in enumerate(self.award.components):
            column = self.plan.component_column(part.name)
            weight = Spot(self.page.title, WEIGHTS, column).fixed
            value = (standing.components[part.name] or Decimal(0)) * part.weight / 100
            cells[self.plan.weighted + number] = Formula(f"=N({self.here(column)})*{weight}/100", value)
        cut = reasons.figures_now(self.plan)["last_in"]
        spot = self.plan.calculated(reasons.LAST_IN)
        cells[self.plan.weighted + len(self.award.components)] = Formula(f"=N({spot.fixed})", cut or 0)
        return cells

    def _keys(self) -> list[str]:
        """The sorting keys: whole numbers that hold the figures side by side, greater is better."""
        plan, digits, scale = self.plan, key_digits(self.places), 10**self.places
        texts = []
        for number, parts in enumerate(plan.key_parts):
            width = (len(parts) - 1) * digits
            terms = []
            if number:
                before = plan.width + KEYS + number - 1
                terms.append(f"({_PLACES}-RANK({self.here(before)},{plan.area(before).here}))*{10 ** (len(parts) * digits)}")
            for place, name in enumerate(parts):
                column = plan.component_column(name) if name else plan.score_column
                figure = f"ROUND({self.here(column)}*{scale},0)" if scale > 1 else self.here(column)
                terms.append(f"{figure}*{10 ** (width - place * digits)}" if width > place * digits else figure)
            texts.append("+".join(terms))
        return texts

    def _people_helpers(self, standing: Standing) -> dict[int, object]:
        plan, who = self.plan, standing.candidate
        order, status, name = self.here(plan.order_column), self.here(plan.status_column), self.here(plan.name_column)
        vetoes, unmet = self.here(plan.width + VETOES), self.here(plan.width + UNMET)
        number = who.order if who.order is not None else _UNKNOWN + who.position
        cells: dict[int, object] = {plan.rank_key: Formula(
            f'=IF(AND({vetoes}=0,{unmet}=0),IF(ISNUMBER({order}),{order},{_UNKNOWN + who.position}),"")',
            number if standing.rank is not None else None)}
        first, _ = plan.departments[who.department]
        row = self.page.row
        before = f'{Spot("", row - 1, plan.order).here}' if row > first else '""'
        longer = f'IF({before}="",{name},IF(LEN({before})>{LONGEST_NAMES},{before},{before}&"、"&{name}))'
        cells[plan.order] = Formula(f'=IF({status}="获奖",{longer},{before})', self._names_so_far(standing))
        return cells

    def _names_so_far(self, standing: Standing) -> str:
        """The department's winners down to this row."""
        who = standing.candidate
        before = self.names.get(who.department, "")
        if standing.status is Status.WINNER and len(before) <= LONGEST_NAMES:
            self.names[who.department] = f"{before}、{who.name}" if before else who.name
        return self.names.get(who.department, "")


_UNKNOWN = 10**12


def own_and_lent(scores: ScorePlan, outcome: Outcome, standing: Standing, part: Component) -> tuple[Spot | None, Spot | None]:
    """The cell of a candidate's own figure, and that of its department's which may stand in for it (teams only).

    None as the second: there is none, or the own figure cannot be missing.
    """
    who = standing.candidate
    own = scores.of(part.source, who)
    if who.level is not Level.TEAM or (own is not None and not scores.may_fall_away(part.source, who)):
        return own, None
    lender = None
    for award in outcome.rules.enabled_awards:
        if award.level is Level.DEPARTMENT and any(
                key(other.name) == key(part.name) and other.source is part.source for other in award.components):
            lender = award.name
            break
    return own, scores.of_department(part.source, who.department, lender)
