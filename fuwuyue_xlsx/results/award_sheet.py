"""A sheet an award: everyone nominated in order, then 未推荐, each with figures, status and reason, all by formula."""

from __future__ import annotations

from functools import cached_property

from xlsxwriter import Workbook

from fuwuyue_xlsx.evaluate.decisions import Standing
from fuwuyue_xlsx.evaluate.statuses import Status
from fuwuyue_xlsx.results import award_reasons
from fuwuyue_xlsx.results.award_layout import CALCULATED, FIRST, HEADER, WEIGHTS
from fuwuyue_xlsx.results.award_plan import AwardPlan
from fuwuyue_xlsx.results.award_ranking import FIGURE_TITLES
from fuwuyue_xlsx.results.awards_as_run import TITLES as AS_RUN
from fuwuyue_xlsx.results.ruled_ties import TITLES
from fuwuyue_xlsx.results.rules_sheet import LIMIT_FORMAT
from fuwuyue_xlsx.rules.model import OUTSIDE_TEAMS, Component, Level
from fuwuyue_xlsx.workbook.cell_contents import Formula
from fuwuyue_xlsx.workbook.continuation import continued, slices
from fuwuyue_xlsx.workbook.expressions import Expression
from fuwuyue_xlsx.workbook.functions import text_format
from fuwuyue_xlsx.workbook.page import Column, InputCell, Link, Page
from fuwuyue_xlsx.workbook.ranges import CellSeries
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions

_TINT = {Status.WINNER: "good", Status.VETOED: "bad", Status.TIED: "open", Status.PENDING: "open", Status.UNSCORED: "open",
         Status.NOT_NOMINATED: "quiet"}
NOTE = "“锁定情况”按程序运行时的数据；状态改变后显示“须重新运行”。右侧折叠的列是计算过程，点上方的“+”展开。"
NOTE_AS_RUN = ("本奖项的名次、状态和原因是程序运行时的数据：试改了影响它们的格，状态就显示“须重新运行”；"
               "正式修改评选规则或收件箱里的表，再运行一次，就有新的结果。")
NOTE_EACH = f"排名是在本科室的候选里的名次。{NOTE}"
NOTE_PEOPLE = "排名是在本科室推荐的人里的名次，按科室的推荐顺序。右侧折叠的列是计算过程，点上方的“+”展开。"


def write_award(workbook: Workbook, options: SheetOptions, plan: AwardPlan) -> None:
    """One award's list; of more candidates than a sheet holds, on further sheets (then without formulas)."""
    for number, rows in enumerate(slices(len(plan.layout.standings), options.most_rows - FIRST)):
        writer = _AwardWriter(workbook, options, plan, number)
        writer.write([plan.layout.standings[row] for row in rows])


def award_titles(plan: AwardPlan, most_rows: int) -> list[str]:
    """The titles of the sheets that an award takes, as many as its candidates need."""
    return [continued(plan.layout.title, number) for number in range(len(slices(len(plan.layout.standings), most_rows - FIRST)))]


class _AwardWriter:
    """One sheet of one award."""

    def __init__(self, workbook: Workbook, options: SheetOptions, plan: AwardPlan, number: int) -> None:
        self.plan, self.layout, self.number, self.award = plan, plan.layout, number, plan.award
        self.columns = self._columns()
        self.page = Page(workbook, options, continued(plan.layout.title, number), [column.width for column in self.columns], long=True)

    def _columns(self) -> tuple[Column, ...]:
        points = text_format(self.plan.places)
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
        for line in (award_reasons.summary(self.plan), award_reasons.cut_line(self.plan)):
            page.line(line.formula(page.row) if isinstance(line, Expression) else line)
        page.note("" if page.options.printed else NOTE_AS_RUN if self.layout.as_run else NOTE_PEOPLE if not self.award.scored
                  else NOTE if self.layout.whole else NOTE_EACH)
        assert page.row == CALCULATED
        page.legend()
        self._weights()
        page.head(self.columns)
        # they stand last
        left_out = [one for one in standings if one.status is Status.NOT_NOMINATED] if page.options.printed else []
        for standing in standings[: len(standings) - len(left_out)]:
            self._row(standing)
        if left_out:
            page.line(f"另有 {len(left_out)} 个没有被推荐，见“评优结果.xlsx”。")
        if not standings:
            page.line("没有候选")
        if standings and page.options.live:
            page.helpers(self.layout.width, self._helper_titles(), HEADER)
            self._colours(len(standings))
        page.main(HEADER, len(self.columns))
        page.sheet.print_area(0, 0, max(page.row - 1, HEADER), len(self.columns) - 1)

    def _colours(self, count: int) -> None:
        """Rows coloured by their status as it is now; cells for typing keep their colour."""
        status = f"${self.plan.status.cell(FIRST).ref.local}"
        last = len(self.columns) - 1
        columns = [(0, last)] if self.award.scored else [(0, self.layout.order_column - 1), (self.layout.order_column + 1, last)]
        cases = [(f'{status}="{word.label}"', _TINT[word]) for word in (Status.WINNER, Status.VETOED)]
        waiting = ",".join(f'{status}="{word.label}"' for word in (Status.TIED, Status.PENDING, Status.UNSCORED))
        self.page.live_tints(FIRST, FIRST + count - 1, columns, [*cases, (f"OR({waiting})", "open")])

    def _weights(self) -> None:
        """The row of weights above the components; beside it the award's own figures."""
        page = self.page
        for part in self.award.components:
            small = Column("", 0, "center", '"权重"General"%"' if part.limit is None else LIMIT_FORMAT)
            rule = self.plan.rules.weight[self.award.name, part.name]
            page.put(WEIGHTS, self.layout.component_column(part.name), Link(self.plan.weight(part.name).formula, rule.ref.link),
                     page.cell(small, "quiet", False, True))
        page.sheet.set_row(WEIGHTS, 20 if self.award.scored else 6)
        if self.layout.whole and self.layout.standings and page.options.live:
            for title, cell in zip(FIGURE_TITLES, self.plan.ranking.figures, strict=True):
                page.put(CALCULATED, cell.ref.column, title, page.helper)
                page.put(WEIGHTS, cell.ref.column, cell.formula, page.helper)
        if self.layout.as_run and self.layout.standings and page.options.live:
            holds = self.plan.as_run.holds
            page.put(WEIGHTS, holds.ref.column, holds.formula, page.helper)
        page.row = HEADER

    def _row(self, standing: Standing) -> None:
        who, page, plan = standing.candidate, self.page, self.plan
        row = self.layout.at[who]
        names: list[object] = []
        if who.level is Level.TEAM:
            names = [who.team]
        elif who.level is not Level.DEPARTMENT:
            names = [who.name, who.team or OUTSIDE_TEAMS]
        if self.award.scored:
            figures = [*(self._component(standing, part, row) for part in self.award.components), plan.score.formula(row)]
            more = [plan.margin.formula(row), plan.certainty.formula(row)]
        else:
            figures, more = [InputCell(plan.order_number.value(row)) if who.nominated else None], []
        cells = [plan.ranking.rank.formula(row), *names, who.department, *figures, plan.status.formula(row), plan.reason.formula(row),
                 plan.prize.formula(row), *more]
        tint = _TINT.get(standing.status, "")
        page.table_row(self.columns, cells, page.tint(tint) if who.nominated else tint,
                       beside=self._helper_cells(row) if who.nominated and page.options.live else (), charted=page.row < FIRST + self.layout.bars)

    def _component(self, standing: Standing, part: Component, row: int) -> object:
        """A component's figure, with a link to its place on 评分明细."""
        content = self.plan.component(part.name).formula(row)
        figure = self.plan.figure(standing.candidate, part)
        place = figure.own or figure.lent
        # an empty cell with a link is read as the link's words
        return Link(content, place.ref.link) if place and isinstance(content, Formula) and content.value != "" else content

    # helper columns

    def _helper_titles(self) -> list[str]:
        keys = [f"排序值{number}" if number > 1 else "排序值" for number in range(1, len(self.layout.key_parts) + 1)]
        kept_out = ["取消资格、逾期", "不满足的原因", "否决的原因", "待查的事项",
                    *(TITLES if self.plan.ruled_ties.columns else ()), *(AS_RUN if self.layout.as_run else ())]
        if not self.layout.whole:
            return ["否决", "待查", "未满足", *(keys or ["排序值"]), "同名次", "获奖名单", "下一位", *kept_out]
        parts = [f"{part.name}×权重" if part.limit is None else part.name for part in self.award.components]
        return ["否决", "待查", "未满足", *keys, "同名次", "名单序", "获奖序", *parts, "入围线", *kept_out]

    def _helper_series(self, charted: bool) -> tuple[CellSeries, ...]:
        """The helper columns from left to right; the chart's only in rows that it shows."""
        plan, ranking = self.plan, self.plan.ranking
        names = (ranking.order, ranking.winners, *(ranking.bars if charted else ())) if self.layout.whole else (ranking.winners_so_far, ranking.next_so_far)
        return (plan.vetoes, plan.waiting, plan.unmet, *ranking.keys, ranking.equals, *names,
                plan.late, plan.unmet_reasons, plan.veto_reasons, plan.open_words, *plan.ruled_ties.columns, *plan.as_run.columns)

    @cached_property
    def _helpers(self) -> tuple[tuple[CellSeries, ...], tuple[CellSeries, ...]]:
        """The same for rows outside and inside the chart."""
        return self._helper_series(False), self._helper_series(True)

    def _helper_cells(self, row: int) -> list[tuple[int, object]]:
        series = self._helpers[row < FIRST + self.layout.bars]
        return [(one.area.column, content) for one in series if (content := one.formula(row)) is not None]
