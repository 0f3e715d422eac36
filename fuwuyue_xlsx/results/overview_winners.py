"""获奖名单 of the first sheet: winners looked up on the awards' sheets, with room for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuwuyue_xlsx.evaluate.decisions import Standing, Status
from fuwuyue_xlsx.evaluate.figures import Figures
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results import prize_sheet
from fuwuyue_xlsx.results.award_helpers import LONGEST_NAMES
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.prize_sheet import MoneyPlaces
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.results.veto_sheet import VetoPlaces
from fuwuyue_xlsx.workbook.addresses import CellRef, Formula, text_format
from fuwuyue_xlsx.workbook.page import Column, Link, Page

WIDTHS = (18, 44, 18, 10, 8, 13)
HELPER = len(WIDTHS) + 1
_YUAN = "#,##0"
# winners of one award that the sheet lists, and rows kept free for more seats
_MOST_WINNERS, _SPARE = 100, 2


@dataclass(frozen=True)
class Found:
    """Where everything stands that the first sheet tells."""

    rules: RulePlaces
    awards: dict[str, AwardPlan]
    money: MoneyPlaces
    vetoes: VetoPlaces
    figures: Figures


def write_winners(page: Page, outcome: Outcome, found: Found) -> None:
    page.section("获奖名单")
    points = text_format(outcome.rules.policies.decimals)
    columns = (Column("奖项"), Column("获奖者"), Column("科室"), Column("得分", 0, "center", points), Column("名次", 0, "center"),
               Column("奖金(元)", 0, "center", _YUAN))
    page.head(columns)
    rest: list[str] = []
    for name, plan in found.awards.items():
        if not plan.result.award.enabled or not plan.standings:
            continue
        if plan.scored:
            listed = _scored_rows(page, columns, plan, found)
        else:
            listed = _people_rows(page, columns, plan, found)
        rest.append(_rest(plan, found, listed))
    texts = "".join(_rest_now(plan) for name, plan in found.awards.items() if plan.result.award.enabled and plan.standings)
    if rest:
        page.line(Formula("=" + "&".join(rest), texts), least=18)
    for result in outcome.evaluation.awards:
        if not result.award.enabled:
            page.line(f"“{result.award.name}”本次没有启用{'：' + result.award.note if result.award.note else ''}")


def _title(plan: AwardPlan, found: Found) -> str:
    """The cell of 规则 with the award's name."""
    spot = found.rules.quota[plan.result.award.name]
    return CellRef(spot.sheet, spot.row, 0).on


def _scored_rows(page: Page, columns: Sequence[Column], plan: AwardPlan, found: Found) -> int:
    """The winners in their order, looked up; some rows stay free for seats that a change may add."""
    winners = plan.having(Status.WINNER)
    nominated = sum(standing.candidate.nominated for standing in plan.standings)
    seats = int(plan.result.award.quota or 0)
    rows = min(nominated, max(len(winners), min(seats, nominated), 1) + _SPARE, _MOST_WINNERS) if page.looks.live else min(len(winners), _MOST_WINNERS)
    area, link = plan.area(plan.winners).on, f"internal:{CellRef(plan.title, 0, 0).on}"
    award = plan.result.award
    for number in range(rows):
        standing = winners[number] if number < len(winners) else None
        helper = page.spot(HELPER)
        at = plan.at[standing.candidate] - plan.at[plan.standings[0].candidate] + 1 if standing else None
        page.put(helper.row, helper.column, Formula(f'=IF({number + 1}<=COUNT({area}),MATCH(SMALL({area},{number + 1}),{area},0),"")', at), page.helper)
        who = standing.candidate if standing else None

        nobody = "（暂时没有）" if number == 0 else ""

        def found_at(column: int, value: object, helper: CellRef = helper, nobody: str = "") -> Formula:
            value = nobody if value is None else value
            return Formula(f'=IF({helper.here}="","{nobody}",INDEX({plan.area(column).on},{helper.here}))', value)  # type: ignore[arg-type]

        row = [
            Link(Formula(f'=IF({helper.here}="","",{_title(plan, found)})', award.name if who else None) if number else award.name, link),
            found_at(plan.name_column, who and who.name, nobody=nobody), found_at(plan.department_column, who and who.department),
            found_at(plan.score_column, standing and standing.score), found_at(0, standing and standing.rank),
            Formula(f'=IF({helper.here}="","",{found.rules.prize[award.name].on})', award.prize if who else None)]
        page.table_row(columns, row) if standing or number == 0 else _spare_row(page, columns, row)
    return rows


def _spare_row(page: Page, columns: Sequence[Column], row: Sequence[object]) -> None:
    """A row that shows nothing, and no border, until a formula in it shows something."""
    for number, (column, value) in enumerate(zip(columns, row, strict=True)):
        look = page.formats.get(text_wrap=True, align=column.align, num_format=column.number_format)
        page.put(page.row, number, value.text if isinstance(value, Link) else value, look)
    framed = page.formats.get(border=1, border_color="#A6A6A6")
    page.sheet.conditional_format(page.row, 0, page.row, len(columns) - 1,
                                  {"type": "formula", "criteria": f'=$A${page.row + 1}<>""', "format": framed})
    page.high(page.row, 14)
    page.row += 1


def _people_rows(page: Page, columns: Sequence[Column], plan: AwardPlan, found: Found) -> int:
    """A row a department, its winners side by side."""
    award = plan.result.award
    winners: dict[str, list[Standing]] = {}
    for standing in plan.having(Status.WINNER):
        winners.setdefault(standing.candidate.department, []).append(standing)
    for department, (_, last) in plan.departments.items():
        people = winners.get(department, [])
        names = CellRef(plan.title, last, plan.order).on
        same = f"({plan.area(plan.department_column).on}={page.here(2)})"
        won = f'SUMPRODUCT({same}*({plan.area(plan.status_column).on}="获奖"))'
        count = page.spot(HELPER)
        page.put(count.row, count.column, Formula(f"={won}", len(people)), page.helper)
        listed = ""
        for person in people:
            if len(listed) <= LONGEST_NAMES:
                listed = f"{listed}、{person.candidate.name}" if listed else person.candidate.name
        listed = listed + (" 等" if len(listed) > LONGEST_NAMES else "")
        text = f'=IF({count.here}=0,"（暂无）",{names}&IF(LEN({names})>{LONGEST_NAMES}," 等",""))'
        prize = found.rules.prize[award.name].on
        page.table_row(columns, [
            Link(award.name, f"internal:{CellRef(plan.title, 0, 0).on}"), Formula(text, listed or "（暂无）"), department, None,
            Formula(f'={count.here}&" 人"', f"{len(people)} 人"), Formula(f"={count.here}*{prize}", len(people) * (award.prize or 0))])
    return len(plan.standings)


def _rest(plan: AwardPlan, found: Found, listed: int) -> str:
    """Empty and open seats of an award, and winners beyond those listed, in a few words."""
    row = found.money.awards[plan.result.award.name]
    empty, opened = found.money.spot(row, prize_sheet.EMPTY).on, found.money.spot(row, prize_sheet.SEATS).on
    title = _title(plan, found)
    text = (f'IF({empty}>0,"“"&{title}&"”空缺 "&{empty}&" 个名额，符合条件的候选不足。","")'
            f'&IF({opened}>0,"“"&{title}&"”有 "&{opened}&" 个名额待定。","")')
    if plan.scored:
        won = f"COUNT({plan.area(plan.winners).on})"
        text += f'&IF({won}>{listed},"“"&{title}&"”另有 "&({won}-{listed})&" 个获奖者，见该奖项的表。","")'
    return text


def _rest_now(plan: AwardPlan) -> str:
    result, name = plan.result, plan.result.award.name
    opened = sum(result.open_seats.values())
    text = f"“{name}”空缺 {result.empty_seats} 个名额，符合条件的候选不足。" if result.empty_seats else ""
    text += f"“{name}”有 {opened} 个名额待定。" if opened else ""
    won = len(plan.having(Status.WINNER))
    return text + (f"“{name}”另有 {won - _MOST_WINNERS} 个获奖者，见该奖项的表。" if plan.scored and won > _MOST_WINNERS else "")
