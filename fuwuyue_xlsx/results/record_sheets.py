"""报送情况 and 问题清单: what came in, and what was found; every file and finding leads to its cell."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter import Workbook

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.evaluate.ledger import Ledger
from fuwuyue_xlsx.intake.attachments import attachments_line
from fuwuyue_xlsx.intake.submissions import SourceFile, State
from fuwuyue_xlsx.messages import Severity
from fuwuyue_xlsx.messages.findings import Finding, drawn_together, place_of
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.results.score_plan import MISSING, ScorePlan
from fuwuyue_xlsx.rules.model import Source
from fuwuyue_xlsx.schema.books import BOOK_KINDS
from fuwuyue_xlsx.workbook.addresses import CellRange
from fuwuyue_xlsx.workbook.cell_contents import Fold
from fuwuyue_xlsx.workbook.continuation import continued, slices
from fuwuyue_xlsx.workbook.functions import text_format
from fuwuyue_xlsx.workbook.page import Column, Link, Page
from fuwuyue_xlsx.workbook.ranges import Cell, CellSeries
from fuwuyue_xlsx.workbook.sheet_options import SheetOptions
from fuwuyue_xlsx.workbook.source_links import SourceLinks

SUBMISSIONS, FINDINGS_TITLE = "报送情况", "问题清单"
KIND_TITLES: dict[str | None, str] = {**{kind.name: kind.title for kind in BOOK_KINDS.values()}, None: "无法识别"}
# the departments' table begins here, so that others can refer to it; the files stand below it
_FIRST = 3
SURVEY, INSPECTION = 4, 5
_FINDINGS_FIRST = 3
# findings of one cause that are all shown, causes beyond which one on many sheets counts as one, and the column that says what is wrong
_MOST_SHOWN, _MOST_CAUSES, _MESSAGE = 3, 60, 5
# so many things owed are listed one by one; the open matters have them all
_MOST_OWED = 200


def department_figures(outcome: Outcome, scores: ScorePlan) -> dict[Source, CellSeries]:
    """The departments' own figures by source, each a column in the rules' order."""
    departments = outcome.rules.departments

    def series(source: Source, column: int) -> CellSeries:
        area = CellRange(SUBMISSIONS, _FIRST, _FIRST + len(departments) - 1, column)
        figures = [scores.of_department(source, department, None) for department in departments]
        return CellSeries(area, [MISSING if figure is None else figure.qualified for figure in figures])

    return {Source.SURVEY: series(Source.SURVEY, SURVEY), Source.INSPECTION: series(Source.INSPECTION, INSPECTION)}


def file_sheets(outcome: Outcome, most_rows: int) -> int:
    """How many sheets 报送情况 takes, of `most_rows` rows each."""
    return len(_files_by_sheet(outcome, most_rows))


def _files_by_sheet(outcome: Outcome, most_rows: int) -> list[range]:
    """The files of each sheet; the first has the departments and the ledger, too, which may leave no room."""
    return slices(len(outcome.files), max(most_rows - _files_first(outcome), 1))


def finding_sheets(outcome: Outcome, most_rows: int) -> int:
    """How many sheets 问题清单 takes, of `most_rows` rows each."""
    return len(slices(len(outcome.findings), most_rows - _FINDINGS_FIRST))


def _files_first(outcome: Outcome) -> int:
    ledger = outcome.evaluation.ledger
    return _FIRST + len(outcome.rules.departments) + len(ledger.lines) + min(len(ledger.owed), _MOST_OWED + 1) + 9


def write_submissions(workbook: Workbook, options: SheetOptions, outcome: Outcome, scores: ScorePlan, figures: Mapping[Source, CellSeries],
                      links: SourceLinks) -> None:
    """Each department's submission with its figures, what is due and what is owed, then every file of the inbox exactly once."""
    columns = (Column("文件", 42), Column("种类", 15), Column("科室", 17), Column("结果", 11, "center"), Column("说明", 34),
               Column("有内容的格", 11, "center"), Column("使用", 9, "center"), Column("模板自带", 10, "center"),
               Column("未使用已报告", 11, "center"), Column("sha256", 34))
    for number, rows in enumerate(_files_by_sheet(outcome, options.most_rows)):
        page = Page(workbook, options, continued(SUBMISSIONS, number), [column.width for column in columns], long=True)
        page.heading("报送情况" + (f"（续 {number + 1}）" if number else ""))
        if number == 0:
            _departments(page, outcome, scores, figures, links)
            _ledger(page, outcome.evaluation.ledger)
        page.section("收件箱里的每个文件")
        page.note("点蓝色的种类可以打开原表。有内容的格 = 使用 + 模板自带 + 未使用已报告。")
        attached = attachments_line(outcome.files, outcome.rules.departments) if number == 0 else ""
        if attached:
            page.line(attached)
        header = page.row
        page.head(columns)
        files = [outcome.files[row] for row in rows]
        for file in files:
            page.table_row(columns, _file_row(file, links), "" if file.state is State.USED else "quiet")
        if not files:
            page.line("收件箱是空的")
        page.main(header, len(columns))
        page.sheet.freeze_panes(1, 0)
        if number == 0:
            page.sheet.repeat_rows(0)


def _departments(page: Page, outcome: Outcome, scores: ScorePlan, figures_of: Mapping[Source, CellSeries], links: SourceLinks) -> None:
    points = text_format(outcome.rules.policies.decimals)
    columns = (Column("采用的文件"), Column("报送", 0, "center"), Column("科室"), Column("是否及时", 0, "center"),
               Column("满意度测评得分", 0, "center", points), Column("监督检查得分", 0, "center", points))
    due = outcome.rules.campaign.material_due
    page.note(f"材料截止 {written(due)}（含当时）。得分是科室自己的，从“评分明细”取来。")
    page.head(columns)
    handed = {row["department"]: row for row in outcome.tables.departments.to_dict("records")}
    assert page.row == _FIRST
    for department in outcome.rules.departments:
        row = handed.get(department)
        figures = [_figure(page.row, figures_of[source], scores.of_department(source, department, None)) for source in (Source.SURVEY, Source.INSPECTION)]
        if row is None:
            page.table_row(columns, ["未报送", "× 未报送", department, None, *figures], "open", charted=True)
            continue
        time = row["material_time"]
        late = time is not None and outcome.rules.campaign.material_is_late(time)
        when = f"{'● 逾期' if late else '√ 及时'}" if time else "没有写明"
        handed_in = written(time)[len("2017-"):] if time else "√ 已报送"
        place = place_of(row["material_source"])
        # where 收文登记 says when, the time leads there
        target = links.target(row["file"]) if place.file == row["file"] else links.target(place.file, place.sheet, place.cell)
        page.table_row(columns, [row["file"], Link(handed_in, target) if target else handed_in, department, when, *figures], "open" if late else "",
                       charted=True)


def _ledger(page: Page, ledger: Ledger) -> None:
    """应交 / 已交 / 欠交, a line a kind of thing, and below it who owes what."""
    columns = (Column("应交什么"), Column("应交", 0, "center"), Column("已交", 0, "center"), Column("欠交", 0, "center"), Column("说明"))
    page.section("应交、已交、欠交")
    page.head(columns)
    for line in ledger.lines:
        unknown = line.due is None
        owed = "无法核对" if unknown else line.missing
        page.table_row(columns, [line.title, "没有写明" if unknown else line.due, line.there, owed, line.note], "open" if unknown or line.missing else "")
    for number, one in enumerate(ledger.owed[:_MOST_OWED], 1):
        page.line(f"欠交 {number}：{one.line}", "open")
    if len(ledger.owed) > _MOST_OWED:
        page.line(f"还有 {len(ledger.owed) - _MOST_OWED} 项欠交，见“结果总览”")


def _figure(row: int, series: CellSeries, place: Cell | None) -> object:
    return Link(series.formula(row), place.ref.link) if place else series.value(row)


def _file_row(file: SourceFile, links: SourceLinks) -> list[object]:
    cells, target = file.account, links.target(file.path)
    kind = KIND_TITLES[file.kind] if not file.attachment else file.attachment
    kind = kind if file.holds is None else "压缩包"
    return [file.path, Link(kind, target) if target else kind, file.department, file.state_label, file.reason,
            cells.nonempty, cells.used, cells.template, cells.reported, file.sha256]


def write_findings(workbook: Workbook, options: SheetOptions, outcome: Outcome, links: SourceLinks) -> None:
    """Every finding, filterable, linked to its cell; of many of one cause the first is shown, the others are folded under it."""
    columns = (Column("级别", 8, "center"), Column("科室", 13), Column("文件", 32), Column("工作表", 15), Column("单元格", 9, "center"),
               Column("问题", 48), Column("怎么改", 42), Column("代码", 20))
    counts = {severity: sum(p.severity is severity for p in outcome.findings) for severity in Severity}
    tints = {Severity.ERROR: "bad", Severity.WARNING: "open", Severity.INFO: ""}
    in_order = [one for group in drawn_together(outcome.findings, _MOST_CAUSES) for one in group.members]
    for number, rows in enumerate(slices(len(in_order), options.most_rows - _FINDINGS_FIRST)):
        page = Page(workbook, options, continued(FINDINGS_TITLE, number), [column.width for column in columns], long=True)
        page.heading("问题清单" + (f"（续 {number + 1}）" if number else ""))
        page.line("，".join(f"{severity.label} {count} 条" for severity, count in counts.items())
                  + "。有错误时结果只能是初步结果；警告和提示不影响。点蓝色的级别直达原表的格。")
        groups = drawn_together([in_order[row] for row in rows], _MOST_CAUSES)
        header = page.row
        page.head(columns)
        for group in groups:
            folds = len(group.members) > _MOST_SHOWN
            for place, p in enumerate(group.members):
                row = _finding_row(p, links)
                if folds and place == 0:
                    row[_MESSAGE] = f"{p.message}；同样的问题共 {len(group.members)} 处，其余的折叠在下面，点左边的“+”展开"
                fold = Fold.NO if not folds else Fold.UNDER if place else Fold.HEAD
                page.table_row(columns, row, tints[p.severity], fold=fold)
        if not groups:
            page.line("没有发现问题")
        page.main(header, len(columns))


def _finding_row(p: Finding, links: SourceLinks) -> list[object]:
    place = p.place
    target = links.target(place.file, place.sheet, place.cell)
    level = p.severity.label
    return [Link(level, target) if target else level, p.department, place.file, place.sheet, place.cell, p.message, p.hint, p.code]
