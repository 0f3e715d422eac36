"""The helper columns of an award's sheet: what vetoes and conditions count, sorting keys, places, the chart's bars."""

from __future__ import annotations

from decimal import Decimal

from fuwuyue_xlsx.evaluate.decisions import Standing, Status
from fuwuyue_xlsx.results import award_values as now
from fuwuyue_xlsx.results.award_plan import FIRST, KEYS, UNMET, VETOES, WAITING, WEIGHTS, AwardPlan, key_digits
from fuwuyue_xlsx.results.award_reasons import LAST_IN
from fuwuyue_xlsx.results.condition_sheet import UNMET as NOT_MET
from fuwuyue_xlsx.results.condition_sheet import VERDICT, ConditionPlan
from fuwuyue_xlsx.results.veto_sheet import VETOED, VetoPlaces
from fuwuyue_xlsx.results.veto_sheet import WAITING as UNDER_INQUIRY
from fuwuyue_xlsx.workbook.addresses import CellRef, Formula
from fuwuyue_xlsx.workbook.page import Page

LONGEST_NAMES = 600
# places of the order column: rank × this + position
_PLACES = 1_000_000
# a nominated person without an order number stands behind all who have one
_UNKNOWN = 10**12


class Helpers:
    """Makes the helper cells of one candidate at a time, for the row that the page is at."""

    def __init__(self, page: Page, plan: AwardPlan, conditions: ConditionPlan, vetoes: VetoPlaces, places: int) -> None:
        self.page, self.plan, self.conditions, self.vetoes, self.places = page, plan, conditions, vetoes, places
        self.award, self.here = plan.result.award, page.here
        self.names: dict[str, str] = {}

    def titles(self) -> list[str]:
        keys = [f"排序值{number}" if number > 1 else "排序值" for number in range(1, len(self.plan.key_parts) + 1)]
        if not self.award.scored:
            return ["否决", "待查", "未满足", "排序值", "同名次", "获奖名单"]
        parts = [f"{part.name}×权重" for part in self.award.components]
        return ["否决", "待查", "未满足", *keys, "同名次", "名单序", "获奖序", *parts, "入围线"]

    def cells(self, standing: Standing) -> list[tuple[int, object]]:
        """A candidate's helper cells by their columns."""
        plan, who = self.plan, standing.candidate
        cells: dict[int, object] = {}
        pairs = self.vetoes.pairs.get(who)
        if pairs:
            cells[plan.width + VETOES] = Formula(f'=COUNTIF({pairs.on},"{VETOED}")', now.count_of(self.vetoes, who, VETOED))
            cells[plan.width + WAITING] = Formula(f'=COUNTIF({pairs.on},"{UNDER_INQUIRY}")', now.count_of(self.vetoes, who, UNDER_INQUIRY))
        verdicts = self.conditions.area(who, VERDICT)
        late = "+1" if standing.late else ""
        if verdicts:
            cells[plan.width + UNMET] = Formula(f'=COUNTIF({verdicts.on},"{NOT_MET}"){late}', len(standing.unmet) + bool(standing.late))
        elif standing.late:
            cells[plan.width + UNMET] = 1
        ranked = standing.rank is not None
        equal = plan.equal_count(standing) if ranked else None
        ranks = plan.area(0).here if self.award.scored else plan.rows_of(who, 0)
        rank = self.here(0)
        cells[plan.equals] = Formula(plan.once(("equals", ranks), lambda: f'=IF(ISNUMBER({rank}),COUNTIF({ranks},{rank}),"")'), equal)
        cells |= self._scored_helpers(standing) if self.award.scored else self._people_helpers(standing)
        return sorted(cells.items())

    def _scored_helpers(self, standing: Standing) -> dict[int, object]:
        plan, who = self.plan, standing.candidate
        cells: dict[int, object] = {}
        free = f"{self.here(plan.width + VETOES)}=0,{self.here(plan.width + UNMET)}=0,ISNUMBER({self.here(plan.score_column)})"
        for number in range(len(plan.key_parts)):
            condition = f"AND({free})" if number == 0 else f"ISNUMBER({self.here(plan.width + KEYS + number - 1)})"
            value = now.key_value(plan, standing, number, self.places) if standing.rank is not None else None
            text = plan.once(("key", number), lambda condition=condition, number=number: f'=IF({condition},{self._keys()[number]},"")')
            cells[plan.width + KEYS + number] = Formula(text, value)
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
            weight = CellRef(self.page.title, WEIGHTS, column).fixed
            value = (standing.components[part.name] or Decimal(0)) * part.weight / 100
            cells[self.plan.weighted + number] = Formula(f"=N({self.here(column)})*{weight}/100", value)
        cut = now.figures_now(self.plan)["last_in"]
        spot = self.plan.calculated(LAST_IN)
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
        before = f'{CellRef("", row - 1, plan.order).here}' if row > first else '""'
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
