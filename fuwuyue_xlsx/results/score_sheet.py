"""评分明细: every reviewer's, visit's and survey's figure, once each, and the score made of them by formula."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import Figure
from fuwuyue_xlsx.evaluate.figures import basis, percent
from fuwuyue_xlsx.evaluate.sums import PointSum, Tally
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.rules_sheet import RulePlaces
from fuwuyue_xlsx.results.score_plan import CODE, GIVEN, HEADER, MISSING, MOST, SCORE, WHOLE, Block, ScorePlan
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.rules.policies import TRIMMED_FROM, TRIMMED_MEAN
from fuwuyue_xlsx.workbook.addresses import CellRange, Formula, rounded, shown, text_format
from fuwuyue_xlsx.workbook.page import Column, Entry, Link, Looks, Page
from fuwuyue_xlsx.workbook.source_links import SourceLinks, sources_text


class _Writer:
    """Writes the blocks; holds what is the same for all of them."""

    def __init__(self, workbook: Workbook, looks: Looks, outcome: Outcome, plan: ScorePlan, rules: RulePlaces, ways: SourceLinks) -> None:
        self.plan, self.rules, self.ways, self.policies = plan, rules, ways, outcome.rules.policies
        self.places = outcome.rules.policies.decimals
        points = text_format(self.places)
        self.columns = (Column("科室", 13), Column("对象", 26), Column("分项", 20), Column("明细", 26),
                        Column("打分合计\n或回答数", 10, "center", "0.####"), Column("满分合计\n或分值", 10, "center", "0.####"),
                        Column("得分", 10, "center", points), Column("说明", 42), Column("出处", 44))
        self.products = (*self.columns[:SCORE], Column("得分", 10, "center", "#,##0.####"), *self.columns[SCORE + 1:])
        self.pages = [self._page(workbook, looks, title, number) for number, title in enumerate(plan.stack.titles)]
        self.teams = self._team_areas()

    def _page(self, workbook: Workbook, looks: Looks, title: str, number: int) -> Page:
        page = Page(workbook, looks, title, [column.width for column in self.columns], long=True)
        page.heading("评分明细" + (f"（续 {number + 1}）" if number else ""))
        page.note("每位评委、每次检查、每级回答各占一行，其下深色一行是由它们算出的得分；每一步都四舍五入到规定的小数位。打分的得分＝打分合计÷满分合计×100。")
        page.note("问卷的得分＝各级（回答数×分值）之和÷回答数。“原表”是收回的表里的打分，改动本簿后不变。科室的问卷回答数由各班组的相加而得。")
        page.legend()
        assert page.row == HEADER
        page.head(self.columns)
        return page

    def _team_areas(self) -> dict[str, list[CellRange]]:
        """By department, the rows of its teams on each sheet: those after its own figures."""
        ends: dict[tuple[str, int], list[int]] = {}
        for number, block in enumerate(self.plan.blocks):
            if block.source is Source.SURVEY and block.name != WHOLE:
                sheet, first = self.plan.stack.places[number]
                span = ends.setdefault((block.department, sheet), [first, first])
                span[1] = max(span[1], first + block.size - 1)
        areas: dict[str, list[CellRange]] = defaultdict(list)
        for (department, sheet), (first, last) in ends.items():
            areas[department].append(CellRange(self.plan.stack.titles[sheet], first, last, GIVEN))
        return areas

    def write(self) -> None:
        for number, block in enumerate(self.plan.blocks):
            sheet, first = self.plan.stack.places[number]
            page = self.pages[sheet]
            assert page.row == first, (page.title, page.row, first)
            start = (block.department, block.name, f"评委打分（{block.award}）" if block.award else block.source.value)
            if block.source is Source.SURVEY:
                self._grades(page, number, block, start)
            elif isinstance(block.rows[0], PointSum):
                self._points(page, block, start)
            else:
                self._teams(page, block, start)
        for page in self.pages:
            if page.row == HEADER + 1:
                page.line("没有评分")
            page.helpers(CODE, ("等级号",), HEADER)
            page.main(HEADER, len(self.columns))
            page.sheet.print_area(0, 0, max(page.row - 1, HEADER), len(self.columns) - 1)
            last = max(page.row - 1, HEADER + 1)
            criteria = f"=OR($J{HEADER + 2}>0,AND(E{HEADER + 2}>=0,E{HEADER + 2}<=F{HEADER + 2}))"
            page.sheet.data_validation(HEADER + 1, GIVEN, last, GIVEN, {
                "validate": "custom", "value": criteria, "error_title": "打分超出范围", "error_message": "打分合计应在 0 到满分合计之间。"})

    def _points(self, page: Page, block: Block, start: tuple[str, ...]) -> None:
        """Reviewers or visits: points ÷ maximum × 100, rounded; the mean of them, rounded."""
        for row in block.rows:
            assert isinstance(row, PointSum)
            given, most = page.here(GIVEN), page.here(MOST)
            formula = rounded(f"{given}*{100 * 10**self.places}/{most}", self.places)
            value: Decimal | str = percent(row, self.places)
            label, words = row.label, f"原表 {basis(row)}"
            if block.source is Source.REVIEW and row.reviewer_department == row.department:
                formula = f'IF({self.rules.policy["recusal"].on}="是","回避",{formula})'
                value = "回避" if self.policies.recusal else value
                label, words = f"{row.label} ●本科室评委", f"{words}；评委所属科室就是本科室"
            score = Formula(f"={formula}", value)
            page.table_row(self.columns, [*start, self.ways.labelled(label, row.sources), Entry(row.total), row.maximum, score, words,
                                          sources_text(row.sources)])
        kind = "位评委" if block.source is Source.REVIEW else "次检查"
        self._mean(page, block, start, kind)

    def _teams(self, page: Page, block: Block, start: tuple[str, ...]) -> None:
        """A department's inspection: its inspected teams' figures."""
        for department, team in block.rows:  # type: ignore[misc]
            spot = self.plan.spot(self.plan.at[Source.INSPECTION, None, department, team, None])
            value = self.plan.figures.inspections[department, team].value  # type: ignore[index]
            score = Link(Formula(f"={spot.seen_from(page.title)}", value), spot.link)
            page.table_row(self.columns, [*start, team, None, None, score, "本班组的监督检查得分", None])
        self._mean(page, block, start, "个受检班组")

    def _mean(self, page: Page, block: Block, start: tuple[str, ...], kind: str) -> None:
        first = page.row - len(block.rows)
        area = CellRange(page.title, first, page.row - 1, SCORE).here
        figure, scale = block.figure or Figure(None), 10**self.places
        average, count = f"AVERAGE({area})", f"COUNT({area})"
        words = f'{count}&" {kind}平均"'
        told = f"{figure.count} {kind}平均"
        if block.source is Source.REVIEW:
            policy = self.rules.policy["review_mean"].on
            trimmed = f'AND({policy}="{TRIMMED_MEAN}",{count}>={TRIMMED_FROM})'
            average = f"IF({trimmed},(SUM({area})-MAX({area})-MIN({area}))/({count}-2),{average})"
            words = (f'{count}&" 位评委"&IF({trimmed},"去掉最高、最低后平均","平均")'
                     f'&IF({count}>1,"，最高与最低相差 "&{shown(f"MAX({area})-MIN({area})", self.places)},"")')
            told = self._panel_words(figure)
        mean = rounded(f"{average}*{scale}" if scale > 1 else average, self.places)
        value = figure.value if figure.value is not None else MISSING
        score = Formula(f'=IF({count}=0,"{MISSING}",{mean})', value)
        page.table_row(self.columns, [*start, "■ 得分", None, None, score, Formula(f"={words}", told), None], "quiet")

    def _panel_words(self, figure: Figure) -> str:
        values = [part.value for part in figure.parts]
        trimmed = self.policies.review_mean == TRIMMED_MEAN and len(values) >= TRIMMED_FROM
        spread = f"，最高与最低相差 {max(values) - min(values):.{self.places}f}" if len(values) > 1 else ""
        return f"{len(values)} 位评委{'去掉最高、最低后平均' if trimmed else '平均'}{spread}"

    def _grades(self, page: Page, number: int, block: Block, start: tuple[str, ...]) -> None:
        """Answers by grade × the grade's points; their sum ÷ the answers, rounded."""
        points = dict(self.policies.grades)
        first = page.row
        tally = block.tally or Tally()
        for place, (grade, count) in enumerate(block.rows, 1):  # type: ignore[misc]
            given, worth = page.here(GIVEN), page.here(MOST)
            answers: object = Entry(count)
            areas = self.teams[block.department] if block.name == WHOLE else []
            if areas:
                sums = [f"SUMIF({area.beside(CODE).seen_from(page.title)},{place},{area.seen_from(page.title)})"
                        for area in areas]
                answers = Formula("=" + "+".join(sums), count)
            score = Formula(f"={given}*{worth}", points[grade] * count)
            worth_cell = Formula(f"={self.rules.grades[grade].on}", points[grade])
            page.table_row(self.products, [*start, grade, answers, worth_cell, score, None, None], beside=() if areas else ((CODE, place),))
        if block.figure is not None:
            self._survey(page, block, start, CellRange(page.title, first, page.row - 1, SCORE), tally)

    def _survey(self, page: Page, block: Block, start: tuple[str, ...], area: CellRange, tally: Tally) -> None:
        given = area.beside(GIVEN).here
        value = block.figure.value if block.figure and block.figure.value is not None else MISSING
        scale = 10**self.places
        quotient = f"SUM({area.here})*{scale}/SUM({given})" if scale > 1 else f"SUM({area.here})/SUM({given})"
        score = Formula(f'=IF(SUM({given})=0,"{MISSING}",{rounded(quotient, self.places)})', value)
        fewest = self.rules.policy["fewest_answers"].on
        few = f"，●少于 {self.policies.fewest_answers} 份" if tally.responses < self.policies.fewest_answers else ""
        words = f'="原有 {tally.responses} 份有效问卷"&IF({tally.responses}<{fewest},"，●少于 "&{fewest}&" 份","")'
        answers = Formula(f"=SUM({given})", sum(tally.grades.values()))
        total = f"原有 {tally.responses} 份有效问卷{few}"
        page.table_row(self.columns, [*start, "■ 得分", answers, None, score, Formula(words, total), "\n".join(tally.files)], "quiet")


def write_scores(workbook: Workbook, looks: Looks, outcome: Outcome, plan: ScorePlan, rules: RulePlaces, ways: SourceLinks) -> None:
    """Every figure with the cells it came from; on as many sheets as they need."""
    _Writer(workbook, looks, outcome, plan, rules, ways).write()


