"""奖金汇总: award × department, people and amounts, confirmed and open, with totals; every figure a formula."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import AwardResult, Status
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import award_reasons as reasons
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.workbook.addresses import CellRange, CellRef, Formula
from fuwuyue_xlsx.workbook.page import CAPITAL_YUAN, Column, Link, Looks, Page

TITLE = "奖金汇总"
_YUAN = "#,##0"
QUOTA, WON, PRIZE, CONFIRMED, SEATS, OPEN, EMPTY = 2, 3, 4, 5, 6, 7, 8


@dataclass
class MoneyPlaces:
    """Rows of totals: by award, by department, of all."""

    awards: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def spot(self, row: int, column: int) -> CellRef:
        return CellRef(TITLE, row, column)


def write_money(workbook: Workbook, looks: Looks, outcome: Outcome, awards: dict[str, AwardPlan], rules: RulePlaces) -> MoneyPlaces:
    """A row an award and department, subtotals, and the grand total in figures and 大写."""
    columns = (Column("奖项", 20), Column("科室", 18), Column("名额", 8, "center", _YUAN), Column("获奖数", 8, "center", _YUAN),
               Column("标准(元)", 10, "center", _YUAN), Column("已定(元)", 12, "center", _YUAN), Column("待定名额", 9, "center", _YUAN),
               Column("待定(元)", 11, "center", _YUAN), Column("空缺", 8, "center", _YUAN))
    page = Page(workbook, looks, TITLE, [column.width for column in columns], landscape=False, long=True)
    page.heading("奖金汇总")
    page.line("已定：状态为“获奖”的名额。待定：并列待定、待查的名额，另列，不计入合计。空缺：符合条件的候选不足的名额。")
    page.note("并列待定的名额由几个科室共争时，先记在其中列在最前的科室名下。")
    header = page.row
    page.head(columns)
    places = MoneyPlaces()
    writer = _Writer(page, columns, outcome, rules)
    enabled = [result for result in outcome.evaluation.awards if result.award.enabled]
    first = page.row
    for result in enabled:
        writer.award(result, awards[result.award.name], places)
    writer.totals(enabled, CellRange(TITLE, first, page.row - 1, 0), places)
    page.main(header, len(columns))
    last = page.row
    _closing(page, outcome, enabled, places, rules)
    page.sheet.autofilter(header, 0, last - 1, len(columns) - 1)
    page.sheet.print_area(0, 0, page.row - 1, len(columns) - 1)
    return places


class _Writer:
    """Writes the rows; every subtotal adds up the rows above it."""

    def __init__(self, page: Page, columns: tuple[Column, ...], outcome: Outcome, rules: RulePlaces) -> None:
        self.page, self.columns, self.outcome, self.rules = page, columns, outcome, rules
        self.prizes, self.departments = outcome.evaluation.prizes, outcome.rules.departments
        self.rows: dict[tuple[str, str], int] = {}

    def award(self, result: AwardResult, plan: AwardPlan, places: MoneyPlaces) -> None:
        page, name = self.page, result.award.name
        first = page.row
        ranked = Counter(s.candidate.department for s in result.standings if s.rank is not None)
        link = f"internal:{CellRef(plan.title, 0, 0).on}"
        for department in self.departments:
            self.rows[name, department] = page.row
            count, yuan, opened = self.prizes.cells[name, department]
            seats = result.open_seats.get(department, 0)
            quota, empty = self._quota(result, plan, department, ranked[department])
            prize = Formula(f"={self.rules.prize[name].on}", result.award.prize)
            page.table_row(self.columns, [
                Link(name, link), department, quota, self._won(plan, department, count), prize,
                Formula(f"={self._here(WON)}*{self._here(PRIZE)}", yuan), self._open(plan, department, seats),
                Formula(f"={self._here(SEATS)}*{self._here(PRIZE)}", opened), empty])
        places.awards[name] = page.row
        self._subtotal(result, plan, first)

    def _here(self, column: int) -> str:
        return self.page.here(column)

    def _won(self, plan: AwardPlan, department: str, count: int) -> object:
        if not plan.standings:
            return count
        return Formula(f"={self._counted(plan, '获奖')}", count)

    def _counted(self, plan: AwardPlan, status: str) -> str:
        """Candidates of the row's department with a status: compared whole, so that no character in a name is a wildcard."""
        same = f"({plan.area(plan.department_column).on}={CellRef(TITLE, self.page.row, 1).here})"
        return f'SUMPRODUCT({same}*({plan.area(plan.status_column).on}="{status}"))'

    def _open(self, plan: AwardPlan, department: str, seats: int) -> object:
        """Pending seats, and those that equals share: they stand with the first of them."""
        if not plan.standings:
            return seats
        waiting, tied = self._counted(plan, "待查"), self._counted(plan, "并列待定")
        if plan.scored:
            first, quota, inside = (plan.calculated(number).on for number in (reasons.TIED_FIRST, reasons.QUOTA, reasons.INSIDE))
            shared = f"IF({first}={self._here(1)},{quota}-{inside},0)"
        else:
            shared = f"IF({tied}>0,{self._here(QUOTA)}-{self._here(WON)}-{waiting},0)"
        return Formula(f"={waiting}+{shared}", seats)

    def _quota(self, result: AwardResult, plan: AwardPlan, department: str, ranked: int) -> tuple[object, object]:
        """Persons: seats and empty seats of the department; of other awards they are not parted."""
        if not isinstance(result.quota, dict):
            return None, None
        quota = result.quota[department]
        spot = self.rules.personal_quota[result.award.name, department]
        seats = Link(Formula(f"={spot.on}", "待定" if quota is None else quota), spot.link)
        area = plan.area(0).on if plan.standings else ""
        counted = (f"SUMPRODUCT(({plan.area(plan.department_column).on}={self._here(1)})*ISNUMBER({area}))" if area else "0")
        empty = Formula(f"=IF(ISNUMBER({self._here(QUOTA)}),MAX(0,{self._here(QUOTA)}-{counted}),0)",
                        max(0, quota - ranked) if quota is not None else 0)
        return seats, empty

    def _subtotal(self, result: AwardResult, plan: AwardPlan, first: int) -> None:
        name, page = result.award.name, self.page
        cells = [self.prizes.cells[name, department] for department in self.departments]

        def added(column: int, value: int) -> Formula:
            return Formula(f"=SUM({CellRange(TITLE, first, page.row - 1, column).here})", value)

        quota: object = Formula(f"={self.rules.quota[name].on}", result.award.quota)
        empty: object = Formula(f"={plan.calculated(reasons.EMPTY).on}", result.empty_seats) if plan.standings else result.empty_seats
        if isinstance(result.quota, dict):
            quota = added(QUOTA, sum(number or 0 for number in result.quota.values()))
            empty = added(EMPTY, result.empty_seats)
        page.table_row(self.columns, [
            f"{name} 小计", None, quota, added(WON, sum(c[0] for c in cells)), None, added(CONFIRMED, sum(c[1] for c in cells)),
            added(SEATS, sum(result.open_seats.values())), added(OPEN, sum(c[2] for c in cells)), empty], "quiet")

    def totals(self, enabled: list[AwardResult], area: CellRange, places: MoneyPlaces) -> None:
        """各奖项合计 by department, and 总计."""
        page = self.page
        first = page.row
        for department in self.departments:
            places.departments[department] = page.row
            rows = [self.rows[result.award.name, department] for result in enabled]
            cells = [self.prizes.cells[result.award.name, department] for result in enabled]

            def added(column: int, value: int, rows: list[int] = rows) -> Formula:
                return Formula("=" + ("+".join(CellRef(TITLE, row, column).here for row in rows) or "0"), value)

            page.table_row(self.columns, [
                "各奖项合计", department, None, added(WON, sum(c[0] for c in cells)), None, added(CONFIRMED, sum(c[1] for c in cells)),
                added(SEATS, sum(result.open_seats.get(department, 0) for result in enabled)), added(OPEN, sum(c[2] for c in cells)), None])
        places.total = page.row

        def summed(column: int, value: int) -> Formula:
            return Formula(f"=SUM({CellRange(TITLE, first, page.row - 1, column).here})", value)

        won = sum(s.status is Status.WINNER for result in enabled for s in result.standings)
        opened = sum(sum(result.open_seats.values()) for result in enabled)
        page.table_row(self.columns, ["总计", None, None, summed(WON, won), None, summed(CONFIRMED, self.prizes.confirmed),
                                      summed(SEATS, opened), summed(OPEN, self.prizes.open), None], "good")


def _closing(page: Page, outcome: Outcome, enabled: list[AwardResult], places: MoneyPlaces, rules: RulePlaces) -> None:
    """大写, the most it can cost, and the line to sign."""
    total = places.spot(places.total, CONFIRMED).here
    page.put(page.row, 0, "总计大写", page.cell(Column("")))
    page.sheet.merge_range(page.row, 1, page.row, 8, "", page.cell(Column("", 0, "left", CAPITAL_YUAN)))
    page.put(page.row, 1, Formula(f"={total}", outcome.evaluation.prizes.confirmed), page.cell(Column("", 0, "left", CAPITAL_YUAN)))
    page.sheet.set_row(page.row, 24)
    page.row += 1
    known = [result for result in enabled if result.quota is not None]
    terms = "+".join(f"{places.spot(places.awards[r.award.name], QUOTA).here}*{rules.prize[r.award.name].on}" for r in known) or "0"
    most = sum((_seats(result) * (result.award.prize or 0) for result in known), Decimal(0))
    page.line(Formula(f'="名额全部用满时的最高支出："&TEXT({terms},"#,##0")&" 元（名额待定的科室未计）。"',
                      f"名额全部用满时的最高支出：{most:,.0f} 元（名额待定的科室未计）。"))
    page.signing()


def _seats(result: AwardResult) -> Decimal:
    if isinstance(result.quota, dict):
        return Decimal(sum(number or 0 for number in result.quota.values()))
    return result.award.quota or Decimal(0)


