"""评分明细: every reviewer's, visit's and survey's figure, once each, and the score made of them by formula."""

from __future__ import annotations

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.adjusted_scores import Adjustment
from fuwuyue_xlsx.evaluate.figures import basis
from fuwuyue_xlsx.evaluate.sums import PointSum
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.score_blocks import Block
from fuwuyue_xlsx.results.score_cells import CODE, GIVEN, HEADER, MOST, SCORE, WORDS
from fuwuyue_xlsx.results.score_plan import ScorePlan
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.workbook.functions import text_format
from fuwuyue_xlsx.workbook.page import Column, InputCell, Link, Page
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks, sources_text

ADJUSTED = "加减分直接加在综合得分上；加分为正，减分为负"


class _ScoreWriter:
    """Writes the blocks; holds what is the same for all of them."""

    def __init__(self, workbook: Workbook, options: SheetOptions, outcome: Outcome, plan: ScorePlan, links: SourceLinks) -> None:
        self.plan, self.links = plan, links
        points = text_format(outcome.rules.policies.decimals)
        self.columns = (Column("科室", 13), Column("对象", 26), Column("分项", 20), Column("明细", 26),
                        Column("打分合计\n或回答数", 10, "center", "General"), Column("满分合计\n或分值", 10, "center", "General"),
                        Column("得分", 10, "center", points), Column("说明", 42), Column("出处", 44))
        self.products = (*self.columns[:SCORE], Column("得分", 10, "center", "General"), *self.columns[SCORE + 1:])
        self.adjusts = any(block.source is Source.ADJUSTMENT for block in plan.blocks)
        self.pages = [self._page(workbook, options, title, number) for number, title in enumerate(plan.stack.titles)]

    def _page(self, workbook: Workbook, options: SheetOptions, title: str, number: int) -> Page:
        page = Page(workbook, options, title, [column.width for column in self.columns], long=True)
        page.heading("评分明细" + (f"（续 {number + 1}）" if number else ""))
        page.note("每位评委、每次检查、每级回答各占一行，其下深色一行是由它们算出的得分；每一步都四舍五入到规定的小数位。打分的得分＝打分合计÷满分合计×100。")
        page.note("问卷的得分＝各级（回答数×分值）之和÷回答数。“原表”是收回的表里的打分，改动本簿后不变。科室的问卷回答数由各班组的相加而得。"
                  + ("加减分的得分＝各行相加，不超过上限；几个奖项都算的一行只在一处改。" if self.adjusts else ""))
        page.legend()
        assert page.row == HEADER
        page.head(self.columns)
        return page

    def write(self) -> None:
        for block, (sheet, first) in zip(self.plan.blocks, self.plan.stack.places, strict=True):
            page = self.pages[sheet]
            assert page.row == first, (page.title, page.row, first)
            self._block(page, sheet, block)
        for page in self.pages:
            if page.row == HEADER + 1:
                page.line("没有评分")
            page.helpers(CODE, ("等级号",), HEADER)
            page.main(HEADER, len(self.columns))
            page.sheet.print_area(0, 0, max(page.row - 1, HEADER), len(self.columns) - 1)
            last = max(page.row - 1, HEADER + 1)
            adjusted = f",AND(LEFT($C{HEADER + 2},3)=\"{Source.ADJUSTMENT}\",ABS(E{HEADER + 2})<=100)" if self.adjusts else ""
            criteria = f"=OR($J{HEADER + 2}>0,AND(E{HEADER + 2}>=0,E{HEADER + 2}<=F{HEADER + 2}){adjusted})"
            page.sheet.data_validation(HEADER + 1, GIVEN, last, GIVEN, {
                "validate": "custom", "value": criteria, "error_title": "打分超出范围", "error_message": "打分合计应在 0 到满分合计之间。"})

    def _block(self, page: Page, sheet: int, block: Block) -> None:
        """The rows of a block, then its figure."""
        whose = "，".join(part for part in (block.award, *block.scope) if part)
        start = (block.department, block.name, f"{block.source.value}（{whose}）" if whose else block.source.value)
        given, most, scores, words = (self.plan.sheets[sheet].series[column] for column in (GIVEN, MOST, SCORE, WORDS))
        survey, added = block.source is Source.SURVEY, self.plan.adds_up_teams(block)
        for number, row in enumerate(block.rows, block.code):
            at = page.row
            if survey:
                answers = given.formula(at) if added else InputCell(given.value(at))
                page.table_row(self.products, [*start, row[0], answers, most.formula(at), scores.formula(at), None, None],  # type: ignore[index]
                               beside=() if added else ((CODE, number),))
            elif isinstance(row, Adjustment):
                points = InputCell(row.points) if self.plan.typed_at(block, row) is None else given.formula(at)
                label = self.links.labelled(row.about, (row.source,))
                page.table_row(self.products, [*start, label, points, None, scores.formula(at), ADJUSTED, sources_text((row.source,))])
            elif isinstance(row, PointSum):
                label, about = self._points(block, row)
                page.table_row(self.columns, [*start, label, InputCell(row.total), row.maximum, scores.formula(at), about, sources_text(row.sources)])
            else:
                department, team = row
                link = self.plan.team_figure(department, team).ref.link  # type: ignore[arg-type]
                page.table_row(self.columns, [*start, team, None, None, Link(scores.formula(at), link), "本班组的监督检查得分", None])
        if block.has_figure:
            at = page.row
            page.table_row(self.columns, [*start, "■ 得分", given.formula(at), None, scores.formula(at), words.formula(at),
                                          "\n".join(block.files) if survey else None], "quiet")

    def _points(self, block: Block, row: PointSum) -> tuple[object, str]:
        """A reviewer's or a visit's label and what its row says about the points."""
        label, about = row.label, f"原表 {basis(row)}"
        if block.source is Source.REVIEW and row.reviewer_department == row.department:
            label, about = f"{row.label} ●本科室评委", f"{about}；评委所属科室就是本科室"
        return self.links.labelled(label, row.sources), about


def write_scores(workbook: Workbook, options: SheetOptions, outcome: Outcome, plan: ScorePlan, links: SourceLinks) -> None:
    """Every figure with the cells it came from; on as many sheets as they need."""
    _ScoreWriter(workbook, options, outcome, plan, links).write()
